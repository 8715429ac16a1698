//! What the user can do by name: menus, the palette, shortcuts and their sheet come from here.
//!
//! An [`Action`] is run by [`crate::apply`]; its keys are in [`keys`]. What hands do to a chart or
//! a table is in [`gestures`], so that one list says everything there is.

pub mod gestures;
pub mod keys;
mod looks;

use crate::transforms::TransformKind;
use crate::views::View;

pub use keys::{Binding, Scope};

/// A named action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Choose files to open.
    Open,
    /// Type the path of a file to open.
    OpenPath,
    /// Choose a folder whose recordings are opened as one.
    OpenFolder,
    /// Choose several files that are opened as one recording.
    OpenTogether,
    /// Run a program and record it.
    Record,
    /// Close the recording that is shown.
    Close,
    /// Write the table that is shown as CSV.
    ExportCsv,
    /// Put the table that is shown on the clipboard.
    CopyTable,
    /// Copy what is selected as text.
    Copy,
    /// Copy what is selected as Markdown.
    CopyMarkdown,
    /// Copy where the selected function stands.
    CopyLink,
    /// Copy the stack of what is selected.
    CopyStack,
    /// Copy the selected rows as CSV.
    CopyRowsCsv,
    /// Copy the address of the selected request.
    CopyUrl,
    /// Copy the selected request as a command of curl.
    CopyCurl,
    /// Choose the folder that sources are looked for in.
    SourceFolder,
    /// Compare two heaps or recordings that are open.
    Compare,
    /// Look for leaks in heap snapshots that are open.
    FindLeaks,
    /// Change what is remembered about how the window looks and behaves.
    Settings,
    /// End the program.
    Quit,
    /// Show a view.
    Show(View),
    /// Show the next view.
    NextView,
    /// Show the view before.
    PreviousView,
    /// Put the view that is shown right of the others, to see both.
    SplitRight,
    /// Put the view that is shown below the others, to see both.
    SplitDown,
    /// Move the view that is shown to the next group of tabs.
    MoveToNextGroup,
    /// Take the view that is shown away; showing it brings it back.
    CloseView,
    /// All views as tabs of one group again.
    ResetLayout,
    /// Fold or unfold the sidebar.
    ToggleSidebar,
    /// Show or hide the panel about what is selected.
    ToggleDetails,
    /// Let colours mean the next thing.
    CycleColours,
    /// Change from dark to light or back.
    ToggleTheme,
    /// Use the theme of the system.
    SystemTheme,
    /// Make everything larger.
    ZoomIn,
    /// Make everything smaller.
    ZoomOut,
    /// Everything in its usual size.
    ZoomReset,
    /// Search for anything, or run any action.
    Palette,
    /// Search for a thread, a file or an operation.
    FindTrack,
    /// Go to the search or filter field of the view.
    Find,
    /// Return to the place before.
    Back,
    /// Go to the place that was left by [`Action::Back`].
    Forward,
    /// Show the next recording.
    NextRecording,
    /// Show the recording before.
    PreviousRecording,
    /// Let time charts show what is selected.
    ShowSelected,
    /// Let time charts show the whole recording.
    ShowAll,
    /// Select the time in which the selected thing ran.
    RangeOfSelected,
    /// Let charts side by side move together in another way, or each by itself.
    LinkCharts,
    /// Take away the time range.
    ClearRange,
    /// Show all threads.
    AllThreads,
    /// Select nothing.
    ClearSelection,
    /// Show only the program's own code, or all code.
    OnlyMyCode,
    /// Follow the heaviest callee in the call tree until it forks.
    HotPath,
    /// Open all rows below the selected one in the call tree.
    OpenAll,
    /// Change stacks by what is selected.
    Transform(TransformKind),
    /// Let stacks grow from callees to callers, or back.
    Invert,
    /// Take all changes of stacks back.
    ClearTransforms,
    /// Show all shortcuts.
    Shortcuts,
    /// Say what this program is.
    About,
}

/// What an action is about: a heading of the palette and of the sheet of shortcuts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Files and the program.
    Files,
    /// Which views there are, and where.
    Views,
    /// How everything looks.
    Look,
    /// From place to place.
    Go,
    /// What is selected and shown.
    Selection,
    /// Changes of stacks.
    Stacks,
    /// About the program.
    Help,
}

impl Group {
    /// Every group, in the order they are listed.
    pub const ALL: [Group; 7] =
        [Self::Go, Self::Views, Self::Selection, Self::Stacks, Self::Look, Self::Files, Self::Help];

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Files => "Files",
            Self::Views => "Views",
            Self::Look => "Look",
            Self::Go => "Go",
            Self::Selection => "Selection",
            Self::Stacks => "Stacks",
            Self::Help => "Help",
        }
    }
}

impl Action {
    /// Every action, in the order of the menus.
    pub const ALL: &[Action] = &[
        Self::Open,
        Self::OpenPath,
        Self::OpenFolder,
        Self::OpenTogether,
        Self::Record,
        Self::Close,
        Self::ExportCsv,
        Self::CopyTable,
        Self::Copy,
        Self::CopyMarkdown,
        Self::CopyLink,
        Self::CopyStack,
        Self::CopyRowsCsv,
        Self::CopyUrl,
        Self::CopyCurl,
        Self::SourceFolder,
        Self::Compare,
        Self::FindLeaks,
        Self::Settings,
        Self::Quit,
        Self::Show(View::Overview),
        Self::Show(View::Timeline),
        Self::Show(View::FlameGraph),
        Self::Show(View::Sandwich),
        Self::Show(View::CallTree),
        Self::Show(View::Functions),
        Self::Show(View::Spans),
        Self::Show(View::Operations),
        Self::Show(View::Memory),
        Self::Show(View::Tracked),
        Self::Show(View::Requests),
        Self::Show(View::Endpoints),
        Self::Show(View::HeapOverview),
        Self::Show(View::Classes),
        Self::Show(View::Dominators),
        Self::Show(View::Containment),
        Self::Show(View::Strings),
        Self::Show(View::Object),
        Self::Show(View::Allocations),
        Self::Show(View::Changes),
        Self::Show(View::Growth),
        Self::Show(View::Leaks),
        Self::Show(View::Basket),
        Self::Show(View::DiffSummary),
        Self::Show(View::DiffFunctions),
        Self::Show(View::DiffFlames),
        Self::Show(View::DiffTree),
        Self::Show(View::DiffCharts),
        Self::Show(View::DiffOperations),
        Self::Show(View::DiffEndpoints),
        Self::Show(View::DiffMemory),
        Self::NextView,
        Self::PreviousView,
        Self::SplitRight,
        Self::SplitDown,
        Self::MoveToNextGroup,
        Self::CloseView,
        Self::ResetLayout,
        Self::ToggleSidebar,
        Self::ToggleDetails,
        Self::CycleColours,
        Self::ToggleTheme,
        Self::SystemTheme,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ZoomReset,
        Self::Palette,
        Self::FindTrack,
        Self::Find,
        Self::Back,
        Self::Forward,
        Self::NextRecording,
        Self::PreviousRecording,
        Self::ShowSelected,
        Self::ShowAll,
        Self::RangeOfSelected,
        Self::LinkCharts,
        Self::ClearRange,
        Self::AllThreads,
        Self::ClearSelection,
        Self::OnlyMyCode,
        Self::HotPath,
        Self::OpenAll,
        Self::Transform(TransformKind::FocusFunction),
        Self::Transform(TransformKind::FocusSubtree),
        Self::Transform(TransformKind::MergeFunction),
        Self::Transform(TransformKind::MergeNode),
        Self::Transform(TransformKind::CollapseFunction),
        Self::Transform(TransformKind::CollapsePackage),
        Self::Transform(TransformKind::CollapseRecursion),
        Self::Transform(TransformKind::DropSamples),
        Self::Invert,
        Self::ClearTransforms,
        Self::Shortcuts,
        Self::About,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_words_of_its_own() {
        for (i, action) in Action::ALL.iter().enumerate() {
            let others = Action::ALL.iter().skip(i + 1);
            assert!(others.clone().all(|it| it.text() != action.text()), "{action:?}");
        }
    }

    #[test]
    fn every_view_is_listed_and_has_a_key() {
        for view in View::ALL {
            assert!(Action::ALL.contains(&Action::Show(view)), "{view:?}");
            assert!(!Action::Show(view).bindings().is_empty(), "{view:?}");
        }
    }
}
