//! What the user can do by name: menus, shortcuts and their sheet come from here.

use egui::{Key, KeyboardShortcut, Modifiers};

use crate::theme::icons;
use crate::views::View;

/// A named action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Choose files to open.
    Open,
    /// Type the path of a file to open.
    OpenPath,
    /// Close the recording that is shown.
    Close,
    /// Write the table that is shown as CSV.
    ExportCsv,
    /// Put the table that is shown on the clipboard.
    CopyTable,
    /// Copy the selected row, or the whole table.
    Copy,
    /// End the program.
    Quit,
    /// Show a view.
    Show(View),
    /// Show the next recording.
    NextRecording,
    /// Show the recording before.
    PreviousRecording,
    /// Go to the search or filter field of the view.
    Find,
    /// Take away the time range.
    ClearRange,
    /// Change from dark to light or back.
    ToggleTheme,
    /// Use the theme of the system.
    SystemTheme,
    /// Fold or unfold the sidebar.
    ToggleSidebar,
    /// Make everything larger.
    ZoomIn,
    /// Make everything smaller.
    ZoomOut,
    /// Everything in its usual size.
    ZoomReset,
    /// Show or hide the details panel.
    ToggleDetails,
    /// Show all shortcuts.
    Shortcuts,
    /// Say what this program is.
    About,
}

impl Action {
    /// Every action, in the order of the menus.
    pub const ALL: &[Action] = &[
        Self::Open,
        Self::OpenPath,
        Self::Close,
        Self::ExportCsv,
        Self::CopyTable,
        Self::Copy,
        Self::Quit,
        Self::ToggleTheme,
        Self::SystemTheme,
        Self::ToggleSidebar,
        Self::ToggleDetails,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ZoomReset,
        Self::Show(View::Overview),
        Self::Show(View::Timeline),
        Self::Show(View::FlameGraph),
        Self::Show(View::Sandwich),
        Self::Show(View::CallTree),
        Self::Show(View::Functions),
        Self::NextRecording,
        Self::PreviousRecording,
        Self::Find,
        Self::ClearRange,
        Self::Shortcuts,
        Self::About,
    ];

    /// What menus say.
    pub fn text(self) -> &'static str {
        match self {
            Self::Open => "Open files…",
            Self::OpenPath => "Open path…",
            Self::Close => "Close recording",
            Self::ExportCsv => "Export CSV…",
            Self::CopyTable => "Copy table",
            Self::Copy => "Copy selected",
            Self::Quit => "Quit",
            Self::Show(view) => view.name(),
            Self::NextRecording => "Next recording",
            Self::PreviousRecording => "Previous recording",
            Self::Find => "Find in this view",
            Self::ClearRange => "Clear time range",
            Self::ToggleTheme => "Light or dark",
            Self::SystemTheme => "Theme of the system",
            Self::ToggleSidebar => "Fold sidebar",
            Self::ToggleDetails => "Details panel",
            Self::ZoomIn => "Larger",
            Self::ZoomOut => "Smaller",
            Self::ZoomReset => "Usual size",
            Self::Shortcuts => "Keyboard shortcuts",
            Self::About => "About Asyncscope",
        }
    }

    /// Its icon, or none.
    pub fn icon(self) -> Option<&'static str> {
        Some(match self {
            Self::Open => icons::FOLDER_OPEN,
            Self::Close => icons::X,
            Self::ExportCsv => icons::EXPORT,
            Self::Copy | Self::CopyTable => icons::COPY,
            Self::Show(view) => view.icon(),
            Self::Find => icons::MAGNIFYING_GLASS,
            Self::ToggleSidebar => icons::SIDEBAR_SIMPLE,
            Self::Shortcuts => icons::KEYBOARD,
            Self::About => icons::INFO,
            _ => return None,
        })
    }

    /// The keys that run it; the first is shown in menus.
    pub fn shortcuts(self) -> Vec<KeyboardShortcut> {
        let ctrl = |key| KeyboardShortcut::new(Modifiers::COMMAND, key);
        let ctrl_shift =
            |key| KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key);
        let plain = |key| KeyboardShortcut::new(Modifiers::NONE, key);
        match self {
            Self::Open => vec![ctrl(Key::O)],
            Self::OpenPath => vec![ctrl_shift(Key::O)],
            Self::Close => vec![ctrl(Key::W)],
            Self::ExportCsv => vec![ctrl(Key::E)],
            Self::Quit => vec![ctrl(Key::Q)],
            Self::Show(View::Overview) => vec![plain(Key::Num1)],
            Self::Show(View::Timeline) => vec![plain(Key::Num2)],
            Self::Show(View::FlameGraph) => vec![plain(Key::Num3)],
            Self::Show(View::Sandwich) => vec![plain(Key::Num4)],
            Self::Show(View::CallTree) => vec![plain(Key::Num5)],
            Self::Show(View::Functions) => vec![plain(Key::Num6)],
            Self::NextRecording => vec![KeyboardShortcut::new(Modifiers::CTRL, Key::Tab)],
            Self::PreviousRecording => {
                vec![KeyboardShortcut::new(Modifiers::CTRL.plus(Modifiers::SHIFT), Key::Tab)]
            }
            Self::Find => vec![ctrl(Key::F), plain(Key::Slash)],
            Self::ToggleTheme => vec![ctrl_shift(Key::L)],
            Self::ToggleSidebar => vec![ctrl(Key::B)],
            Self::ToggleDetails => vec![ctrl(Key::D)],
            Self::ZoomIn => vec![ctrl(Key::Plus), ctrl(Key::Equals)],
            Self::ZoomOut => vec![ctrl(Key::Minus)],
            Self::ZoomReset => vec![ctrl(Key::Num0)],
            Self::Shortcuts => vec![plain(Key::Questionmark)],
            // Copying arrives as an event of its own; the others are in menus only.
            Self::CopyTable => vec![ctrl_shift(Key::C)],
            Self::Copy | Self::ClearRange | Self::SystemTheme | Self::About => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_actions_share_a_shortcut() {
        let mut known: Vec<(KeyboardShortcut, Action)> = Vec::new();
        for &action in Action::ALL {
            for keys in action.shortcuts() {
                let other = known.iter().find(|it| it.0 == keys);
                assert_eq!(other, None, "{action:?} has the keys of another");
                known.push((keys, action));
            }
        }
    }

    #[test]
    fn plain_keys_do_not_take_those_of_charts() {
        // W, S, A, D, F, R, H, 0, + and − move charts and trees.
        let chart = "WSADFRH".chars().map(|it| it.to_string());
        let keys: Vec<Key> = chart.filter_map(|it| Key::from_name(&it)).collect();
        for &action in Action::ALL {
            for it in action.shortcuts().iter().filter(|it| it.modifiers.is_none()) {
                assert!(!keys.contains(&it.logical_key), "{action:?}");
                assert_ne!(it.logical_key, Key::Num0, "{action:?}");
            }
        }
    }

    #[test]
    fn every_action_has_words_of_its_own() {
        for (i, action) in Action::ALL.iter().enumerate() {
            let others = Action::ALL.iter().skip(i + 1);
            assert!(others.clone().all(|it| it.text() != action.text()), "{action:?}");
        }
    }
}
