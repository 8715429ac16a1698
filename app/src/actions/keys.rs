//! The keys of actions, where they count, and which of them were pressed.

use egui::{Context, Event, Key, KeyboardShortcut, Modifiers};

use super::Action;
use crate::kind::Kind;
use crate::views::View;

/// Where keys count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// In every view, and where there is none.
    Everywhere,
    /// In views of what ran.
    Recordings,
    /// In views of heaps.
    Heaps,
    /// In views of two heaps that are compared.
    Comparisons,
    /// In views of several snapshots.
    Snapshots,
    /// In views of recordings that are compared.
    Diffs,
    /// In every chart.
    Charts,
    /// In charts over time.
    TimeCharts,
    /// In views of stacks.
    StackViews,
    /// In tables.
    Tables,
    /// In the view of requests.
    Requests,
    /// In charts side by side.
    SideBySide,
    /// In views of stacks of compared recordings.
    DiffStacks,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Scope; 13] = [
        Self::Everywhere,
        Self::Recordings,
        Self::Heaps,
        Self::Comparisons,
        Self::Snapshots,
        Self::Diffs,
        Self::Charts,
        Self::TimeCharts,
        Self::StackViews,
        Self::Tables,
        Self::Requests,
        Self::SideBySide,
        Self::DiffStacks,
    ];

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::Recordings => "Views of profiles and traces",
            Self::Heaps => "Views of heap snapshots",
            Self::Comparisons => "Views of compared heaps",
            Self::Snapshots => "Views of several snapshots",
            Self::Diffs => "Views of compared recordings",
            Self::Charts => "Charts",
            Self::TimeCharts => "Charts over time",
            Self::StackViews => "Views of stacks",
            Self::Tables => "Tables",
            Self::Requests => "Requests",
            Self::SideBySide => "Charts side by side",
            Self::DiffStacks => "Stacks of compared recordings",
        }
    }

    /// Whether keys that show a view count in documents of a kind: a document may have views whose
    /// keys are those of others there.
    fn shows_in(self, kind: Kind) -> bool {
        match self {
            Self::Recordings => kind.is_recording(),
            Self::Heaps => kind.is_heap(),
            Self::Comparisons => kind == Kind::Comparison,
            Self::Snapshots => kind == Kind::Snapshots,
            Self::Diffs => kind.is_diff(),
            _ => true,
        }
    }

    /// Whether keys of this scope count in `view`.
    pub fn is_in(self, view: View) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Recordings => view.is_of_recordings(),
            Self::Heaps => view.is_of_heaps(),
            Self::Comparisons => view.is_of_comparisons(),
            Self::Snapshots => view.is_of_snapshots(),
            Self::Diffs => view.is_of_diffs(),
            Self::Charts => {
                let of_weight = [View::FlameGraph, View::Sandwich, View::DiffFlames];
                Self::TimeCharts.is_in(view) || of_weight.contains(&view)
            }
            Self::TimeCharts => matches!(view, View::Timeline | View::DiffCharts),
            Self::SideBySide => view == View::DiffCharts,
            Self::DiffStacks => matches!(view, View::DiffFlames | View::DiffTree),
            Self::StackViews => {
                matches!(view, View::FlameGraph | View::Sandwich | View::CallTree | View::Functions)
            }
            Self::Requests => view == View::Requests,
            Self::Tables => {
                let of_recordings = [
                    View::Sandwich,
                    View::CallTree,
                    View::Functions,
                    View::Spans,
                    View::Operations,
                    View::Tracked,
                    View::Requests,
                    View::Endpoints,
                ];
                let without_rows = [View::HeapOverview, View::Allocations];
                of_recordings.contains(&view)
                    || matches!(view, View::Changes | View::Basket)
                    || (view.is_of_diffs() && !matches!(view, View::DiffFlames | View::DiffCharts))
                    || (view.is_of_heaps() && !without_rows.contains(&view))
            }
        }
    }
}

/// Keys that run an action, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Binding {
    /// The keys.
    pub keys: KeyboardShortcut,
    /// Where they count.
    pub scope: Scope,
}

const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const PLAIN: Modifiers = Modifiers::NONE;

/// The keys of views, in the order of tabs.
const DIGITS: [Key; 9] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
];

impl Action {
    /// The keys that run it; the first is shown in menus.
    pub fn shortcuts(self) -> Vec<KeyboardShortcut> {
        self.bindings().into_iter().map(|it| it.keys).collect()
    }

    /// Where its first keys count.
    pub fn scope(self) -> Scope {
        self.bindings().first().map_or(Scope::Everywhere, |it| it.scope)
    }

    /// Whether a view reads its keys itself, since it knows where the pointer is or what has the
    /// focus. From menus and the palette it runs as every other.
    pub fn keys_are_of_view(self) -> bool {
        matches!(
            self,
            Self::ShowSelected
                | Self::ShowAll
                | Self::RangeOfSelected
                | Self::HotPath
                | Self::OpenAll
        )
    }

    /// The keys that run it, and where; the first is shown in menus.
    pub fn bindings(self) -> Vec<Binding> {
        let everywhere = |keys: &[(Modifiers, Key)]| bindings(Scope::Everywhere, keys);
        match self {
            Self::Open => everywhere(&[(CTRL, Key::O)]),
            Self::OpenPath => everywhere(&[(CTRL_SHIFT, Key::O)]),
            Self::Record => everywhere(&[(CTRL_SHIFT, Key::R)]),
            Self::Close => everywhere(&[(CTRL, Key::W)]),
            Self::ExportCsv => everywhere(&[(CTRL, Key::E)]),
            Self::CopyMarkdown => everywhere(&[(CTRL_SHIFT, Key::C)]),
            Self::Settings => everywhere(&[(CTRL, Key::Comma)]),
            Self::Quit => everywhere(&[(CTRL, Key::Q)]),
            Self::Show(view) => {
                let scope = if view.is_of_heaps() {
                    Scope::Heaps
                } else if view.is_of_comparisons() {
                    Scope::Comparisons
                } else if view.is_of_snapshots() {
                    Scope::Snapshots
                } else if view.is_of_diffs() {
                    Scope::Diffs
                } else {
                    Scope::Recordings
                };
                let digit = DIGITS.get(view.number());
                // The plain 0 shows everything.
                let beyond = view.number().saturating_sub(DIGITS.len());
                let key = [Key::Num0, Key::Num1, Key::Num2].get(beyond).copied();
                let with_alt = (Modifiers::ALT, key.unwrap_or(Key::Num3));
                bindings(scope, &[digit.map_or(with_alt, |it| (PLAIN, *it))])
            }
            Self::NextView => everywhere(&[(CTRL, Key::PageDown)]),
            Self::PreviousView => everywhere(&[(CTRL, Key::PageUp)]),
            Self::SplitRight => everywhere(&[(CTRL, Key::Backslash)]),
            // With Shift, the key is another sign on many keyboards.
            Self::SplitDown => everywhere(&[(CTRL_SHIFT, Key::Backslash), (CTRL_SHIFT, Key::Pipe)]),
            Self::MoveToNextGroup => everywhere(&[(CTRL_SHIFT, Key::PageDown)]),
            Self::CloseView => everywhere(&[(CTRL_SHIFT, Key::W)]),
            Self::ToggleSidebar => everywhere(&[(CTRL, Key::B)]),
            Self::ToggleDetails => everywhere(&[(CTRL, Key::D)]),
            Self::ToggleTheme => everywhere(&[(CTRL_SHIFT, Key::L)]),
            Self::ZoomIn => everywhere(&[(CTRL, Key::Plus), (CTRL, Key::Equals)]),
            Self::ZoomOut => everywhere(&[(CTRL, Key::Minus)]),
            Self::ZoomReset => everywhere(&[(CTRL, Key::Num0)]),
            Self::Palette => everywhere(&[(CTRL_SHIFT, Key::P), (PLAIN, Key::F1)]),
            Self::FindTrack => everywhere(&[(CTRL, Key::P)]),
            Self::Find => everywhere(&[(CTRL, Key::F), (PLAIN, Key::Slash)]),
            Self::Back => everywhere(&[(Modifiers::ALT, Key::ArrowLeft)]),
            Self::Forward => everywhere(&[(Modifiers::ALT, Key::ArrowRight)]),
            Self::NextRecording => everywhere(&[(Modifiers::CTRL, Key::Tab)]),
            Self::PreviousRecording => {
                everywhere(&[(Modifiers::CTRL.plus(Modifiers::SHIFT), Key::Tab)])
            }
            Self::OnlyMyCode => everywhere(&[(CTRL_SHIFT, Key::M)]),
            Self::Shortcuts => everywhere(&[(PLAIN, Key::Questionmark)]),
            other => other.bindings_in_views(),
        }
    }

    fn bindings_in_views(self) -> Vec<Binding> {
        match self {
            Self::CycleColours => {
                let shift_alt = Modifiers::ALT.plus(Modifiers::SHIFT);
                let mut keys = bindings(Scope::TimeCharts, &[(PLAIN, Key::C)]);
                keys.extend(bindings(Scope::Everywhere, &[(shift_alt, Key::C)]));
                keys
            }
            Self::ShowSelected => in_time(Key::F),
            Self::LinkCharts => bindings(Scope::SideBySide, &[(PLAIN, Key::L)]),
            Self::CopyUrl => bindings(Scope::Requests, &[(Modifiers::ALT, Key::U)]),
            Self::CopyCurl => bindings(Scope::Requests, &[(Modifiers::ALT, Key::C)]),
            Self::ShowAll => {
                let mut keys = bindings(Scope::Charts, &[(PLAIN, Key::Num0)]);
                keys.extend(bindings(Scope::Requests, &[(PLAIN, Key::Num0)]));
                keys
            }
            Self::RangeOfSelected => in_time(Key::R),
            Self::HotPath => bindings(Scope::Tables, &[(PLAIN, Key::H), (SHIFT, Key::ArrowRight)]),
            Self::Invert => {
                let mut keys = bindings(Scope::StackViews, &[(PLAIN, Key::I)]);
                keys.extend(bindings(Scope::DiffStacks, &[(PLAIN, Key::I)]));
                keys
            }
            Self::Transform(kind) => {
                let KeyboardShortcut { modifiers, logical_key } = kind.keys();
                bindings(Scope::StackViews, &[(modifiers, logical_key)])
            }
            // Copying arrives as an event of its own, the star of `OpenAll` as text; the others are
            // in menus only.
            _ => Vec::new(),
        }
    }
}

/// A plain key of the timeline and of the view of requests.
fn in_time(key: Key) -> Vec<Binding> {
    let mut keys = bindings(Scope::TimeCharts, &[(PLAIN, key)]);
    keys.extend(bindings(Scope::Requests, &[(PLAIN, key)]));
    keys
}

fn bindings(scope: Scope, keys: &[(Modifiers, Key)]) -> Vec<Binding> {
    let binding = |&(modifiers, key)| {
        let keys = KeyboardShortcut::new(modifiers, key);
        Binding { keys, scope }
    };
    keys.iter().map(binding).collect()
}

/// The actions whose keys were pressed in the view that is shown of a document of a kind, in the
/// order of the keys; the keys are taken.
///
/// Plain keys are left alone while text is typed, and everything but the keys of the window itself
/// while a page covers it.
pub fn pressed(ctx: &Context, shown: Option<(View, Kind)>, is_covered: bool) -> Vec<Action> {
    let is_typing = ctx.text_edit_focused();
    let counts = |action: Action, it: &Binding| {
        let is_here = match shown {
            Some((_, kind)) if matches!(action, Action::Show(_)) => it.scope.shows_in(kind),
            Some((view, _)) => it.scope.is_in(view),
            None => it.scope == Scope::Everywhere,
        };
        is_here
            && !action.keys_are_of_view()
            && (!is_covered || is_of_window(action))
            && (!is_typing || !is_text(it.keys))
    };
    let all = Action::ALL.iter().flat_map(|&action| {
        action
            .bindings()
            .into_iter()
            .filter(move |it| counts(action, it))
            .map(move |it| (it, action))
    });
    let all: Vec<_> = all.collect();
    let mut found = Vec::new();
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
            let fitting = all.iter().filter(|(it, _)| fits(it.keys, *modifiers, *key));
            // Ctrl+- also fits Ctrl+Shift+-: the most telling is meant.
            let best = fitting.max_by_key(|(it, _)| it.keys.modifiers.shift);
            found.extend(best.map(|it| it.1));
            best.is_none()
        });
    });
    found
}

/// Whether an action is about the window, and makes sense under a page that covers it.
fn is_of_window(action: Action) -> bool {
    matches!(
        action,
        Action::Quit
            | Action::ZoomIn
            | Action::ZoomOut
            | Action::ZoomReset
            | Action::ToggleTheme
            | Action::Palette
            | Action::FindTrack
    )
}

/// Whether keys are a character that may be meant for a field.
fn is_text(keys: KeyboardShortcut) -> bool {
    let KeyboardShortcut { modifiers, logical_key: key } = keys;
    let has_ctrl = modifiers.command || modifiers.ctrl;
    let goes = modifiers.alt && arrow(key).is_some();
    !has_ctrl && !goes && key != Key::F1
}

/// Whether a key press is what a shortcut says. Keyboards differ in which digits and signs need
/// Shift, so there Shift only counts where the shortcut has it.
fn fits(keys: KeyboardShortcut, modifiers: Modifiers, key: Key) -> bool {
    let wanted = keys.modifiers;
    key == keys.logical_key
        && modifiers.alt == wanted.alt
        && modifiers.cmd_ctrl_matches(wanted)
        && (modifiers.shift == wanted.shift || (modifiers.shift && is_sign(key)))
}

/// Whether a key is a digit or sign, which some keyboards have only with Shift.
fn is_sign(key: Key) -> bool {
    let mut chars = key.symbol_or_name().chars();
    let is_one = matches!((chars.next(), chars.next()), (Some(it), None) if !it.is_alphabetic());
    is_one && arrow(key).is_none()
}

/// The sign of an arrow.
fn arrow(key: Key) -> Option<&'static str> {
    match key {
        Key::ArrowLeft => Some("←"),
        Key::ArrowRight => Some("→"),
        Key::ArrowUp => Some("↑"),
        Key::ArrowDown => Some("↓"),
        _ => None,
    }
}

/// The keys of a shortcut in words, one by one.
pub fn words(keys: KeyboardShortcut) -> Vec<&'static str> {
    let KeyboardShortcut { modifiers, logical_key: key } = keys;
    let mut words = Vec::new();
    if modifiers.command || modifiers.ctrl {
        words.push("Ctrl");
    }
    if modifiers.alt {
        words.push("Alt");
    }
    if modifiers.shift {
        words.push("Shift");
    }
    words.push(match key {
        Key::PageUp => "Page up",
        Key::PageDown => "Page down",
        other => arrow(other).unwrap_or_else(|| other.symbol_or_name()),
    });
    words
}

/// The first keys of an action in one word, such as `Ctrl+O`; none if it has none.
pub fn said(action: Action) -> Option<String> {
    action.shortcuts().first().map(|it| words(*it).join("+"))
}

/// The same, where documents of a kind are shown.
pub fn said_in(action: Action, kind: Kind) -> Option<String> {
    let counts = |it: &Binding| it.scope.shows_in(kind);
    said(action).filter(|_| action.bindings().first().is_some_and(counts))
}

#[cfg(test)]
mod tests {
    use super::super::gestures::GESTURES;
    use super::*;

    /// Every key of every action and gesture, with where it counts and whose it is.
    fn all() -> Vec<(KeyboardShortcut, Scope, String)> {
        let actions = Action::ALL.iter().flat_map(|&action| {
            action.bindings().into_iter().map(move |it| (it.keys, it.scope, format!("{action:?}")))
        });
        let gestures = GESTURES.iter().flat_map(|gesture| {
            gesture.keys.iter().map(|&(modifiers, key)| {
                let keys = KeyboardShortcut::new(modifiers, key);
                (keys, gesture.scope, gesture.text.to_owned())
            })
        });
        actions.chain(gestures).collect()
    }

    #[test]
    fn no_two_share_a_key_in_any_view() {
        let all = all();
        for (i, (keys, scope, name)) in all.iter().enumerate() {
            for (other, other_scope, other_name) in &all[i + 1..] {
                let meets = View::ALL.iter().any(|it| scope.is_in(*it) && other_scope.is_in(*it));
                assert!(keys != other || !meets, "{name} and {other_name} share {keys:?}");
            }
        }
    }

    #[test]
    fn shift_tells_letters_apart_and_not_signs() {
        let plain = |key| KeyboardShortcut::new(PLAIN, key);
        assert!(fits(plain(Key::F), PLAIN, Key::F));
        assert!(!fits(plain(Key::F), SHIFT, Key::F));
        assert!(!fits(plain(Key::F), Modifiers::ALT, Key::F));
        assert!(fits(plain(Key::Questionmark), SHIFT, Key::Questionmark));
        assert!(fits(plain(Key::Num1), SHIFT, Key::Num1), "as on French keyboards");
        let back = KeyboardShortcut::new(Modifiers::ALT, Key::ArrowLeft);
        assert!(!fits(back, Modifiers::ALT.plus(SHIFT), Key::ArrowLeft));
        let split = KeyboardShortcut::new(CTRL, Key::Backslash);
        assert!(fits(split, CTRL_SHIFT, Key::Backslash), "unless another says Shift");
        assert!(!fits(KeyboardShortcut::new(CTRL, Key::O), CTRL_SHIFT, Key::O));
    }
}
