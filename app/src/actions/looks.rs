//! How actions look in menus: words, icon and group.

use super::{Action, Group};
use crate::theme::icons;
use crate::views::View;

impl Action {
    /// What menus say.
    pub fn text(self) -> &'static str {
        match self {
            Self::Open => "Open files…",
            Self::OpenPath => "Open path…",
            Self::OpenFolder => "Open folder…",
            Self::OpenTogether => "Open as one…",
            Self::Record => "Record a program…",
            Self::Close => "Close recording",
            Self::ExportCsv => "Export CSV…",
            Self::CopyTable => "Copy table",
            Self::Copy => "Copy selected",
            Self::CopyMarkdown => "Copy selected as Markdown",
            Self::CopyLink => "Copy function link",
            Self::CopyStack => "Copy stack",
            Self::CopyRowsCsv => "Copy selected requests as CSV",
            Self::CopyUrl => "Copy address of the request",
            Self::CopyCurl => "Copy request as cURL",
            Self::SourceFolder => "Choose source folder…",
            Self::Compare => "Compare…",
            Self::FindLeaks => "Find leaks…",
            Self::Settings => "Settings",
            Self::Quit => "Quit",
            Self::Show(View::HeapOverview) => "Heap overview",
            Self::Show(View::DiffFunctions) => "Compared functions",
            Self::Show(View::DiffFlames) => "Compared flame graph",
            Self::Show(View::DiffTree) => "Compared call tree",
            Self::Show(View::DiffCharts) => "Compared charts side by side",
            Self::Show(View::DiffOperations) => "Compared operations",
            Self::Show(View::DiffEndpoints) => "Compared endpoints",
            Self::Show(View::DiffMemory) => "Compared memory",
            Self::Show(view) => view.name(),
            Self::NextView => "Next view",
            Self::PreviousView => "Previous view",
            Self::SplitRight => "Split right",
            Self::SplitDown => "Split down",
            Self::MoveToNextGroup => "Move view to the next group",
            Self::CloseView => "Close view",
            Self::ResetLayout => "Reset layout",
            Self::ToggleSidebar => "Fold sidebar",
            Self::ToggleDetails => "Show or hide details",
            Self::CycleColours => "Change what colours mean",
            Self::ToggleTheme => "Light or dark",
            Self::SystemTheme => "Theme of the system",
            Self::ZoomIn => "Larger",
            Self::ZoomOut => "Smaller",
            Self::ZoomReset => "Usual size",
            other => other.text_about_recordings(),
        }
    }

    fn text_about_recordings(self) -> &'static str {
        match self {
            Self::Palette => "Command palette",
            Self::FindTrack => "Go to a thread, file or operation",
            Self::Find => "Find in this view",
            Self::Back => "Back",
            Self::Forward => "Forward",
            Self::NextRecording => "Next recording",
            Self::PreviousRecording => "Previous recording",
            Self::LinkCharts => "Link charts side by side, or set them free",
            Self::ShowSelected => "Zoom to what is selected",
            Self::ShowAll => "Zoom to the whole recording",
            Self::RangeOfSelected => "Set time range to what is selected",
            Self::ClearRange => "Clear time range",
            Self::AllThreads => "Show all threads",
            Self::ClearSelection => "Select nothing",
            Self::OnlyMyCode => "Only my code",
            Self::HotPath => "Follow the hot path",
            Self::OpenAll => "Open all below the row",
            Self::Transform(change) => change.text(),
            Self::Invert => "Invert stacks",
            Self::ClearTransforms => "Take all changes of stacks back",
            Self::Shortcuts => "Keyboard shortcuts",
            _ => "About Asyncscope",
        }
    }

    /// Its icon, or none.
    pub fn icon(self) -> Option<&'static str> {
        Some(match self {
            Self::Open | Self::OpenFolder | Self::SourceFolder => icons::FOLDER_OPEN,
            Self::OpenPath => icons::FILE,
            Self::OpenTogether => icons::STACK,
            Self::Record => icons::CIRCLE_NOTCH,
            Self::Close | Self::CloseView | Self::ClearRange | Self::ClearSelection => icons::X,
            Self::ExportCsv => icons::EXPORT,
            Self::Copy
            | Self::CopyTable
            | Self::CopyMarkdown
            | Self::CopyStack
            | Self::CopyRowsCsv
            | Self::CopyUrl
            | Self::CopyCurl => icons::COPY,
            Self::Compare => icons::SCALES,
            Self::FindLeaks => icons::TREND_UP,
            Self::Settings => icons::GEAR,
            Self::Show(view) => view.icon(),
            Self::SplitRight => icons::COLUMNS,
            Self::SplitDown | Self::AllThreads => icons::ROWS,
            Self::ResetLayout => icons::SQUARES_FOUR,
            Self::ToggleSidebar | Self::ToggleDetails => icons::SIDEBAR_SIMPLE,
            Self::CycleColours => icons::DROP_HALF,
            Self::ToggleTheme => icons::SUN,
            Self::Palette => icons::COMMAND,
            Self::Find | Self::FindTrack => icons::MAGNIFYING_GLASS,
            Self::Back => icons::ARROW_LEFT,
            Self::Forward => icons::ARROW_RIGHT,
            Self::ShowSelected | Self::RangeOfSelected => icons::TARGET,
            Self::ShowAll => icons::ARROWS_OUT_LINE_HORIZONTAL,
            Self::LinkCharts => icons::ARROWS_LEFT_RIGHT,
            Self::OnlyMyCode => icons::CODE,
            Self::HotPath => icons::FLAME,
            Self::OpenAll => icons::TREE_STRUCTURE,
            Self::Transform(_) => icons::FUNNEL_SIMPLE,
            Self::Invert => icons::SWAP,
            Self::ClearTransforms => icons::ARROW_CLOCKWISE,
            Self::Shortcuts => icons::KEYBOARD,
            Self::About => icons::INFO,
            _ => return None,
        })
    }

    /// Whether it means something where two heaps are compared.
    pub fn is_of_comparisons(self) -> bool {
        match self {
            Self::Show(view) => view.is_of_comparisons(),
            Self::ClearRange => false,
            it => it.is_of_heaps(),
        }
    }

    /// Whether it means something where a heap is shown.
    pub fn is_of_heaps(self) -> bool {
        match self {
            Self::Show(view) => view.is_of_heaps(),
            Self::ClearRange | Self::ClearSelection | Self::HotPath | Self::OpenAll => true,
            Self::CopyLink
            | Self::CopyStack
            | Self::CopyRowsCsv
            | Self::CopyUrl
            | Self::CopyCurl
            | Self::SourceFolder
            | Self::CycleColours => false,
            _ => !matches!(self.group(), Group::Stacks | Group::Selection),
        }
    }

    /// What it is about.
    pub fn group(self) -> Group {
        match self {
            Self::Open
            | Self::OpenPath
            | Self::OpenFolder
            | Self::OpenTogether
            | Self::Record
            | Self::Close
            | Self::ExportCsv
            | Self::CopyTable
            | Self::Copy
            | Self::CopyMarkdown
            | Self::CopyLink
            | Self::CopyStack
            | Self::CopyRowsCsv
            | Self::CopyUrl
            | Self::CopyCurl
            | Self::SourceFolder
            | Self::Compare
            | Self::FindLeaks
            | Self::Settings
            | Self::Quit => Group::Files,
            Self::Show(_)
            | Self::NextView
            | Self::PreviousView
            | Self::SplitRight
            | Self::SplitDown
            | Self::MoveToNextGroup
            | Self::CloseView
            | Self::ResetLayout => Group::Views,
            Self::ToggleSidebar
            | Self::ToggleDetails
            | Self::CycleColours
            | Self::ToggleTheme
            | Self::SystemTheme
            | Self::ZoomIn
            | Self::ZoomOut
            | Self::ZoomReset => Group::Look,
            Self::Palette
            | Self::FindTrack
            | Self::Find
            | Self::Back
            | Self::Forward
            | Self::NextRecording
            | Self::PreviousRecording => Group::Go,
            Self::Transform(_) | Self::Invert | Self::ClearTransforms => Group::Stacks,
            Self::Shortcuts | Self::About => Group::Help,
            _ => Group::Selection,
        }
    }
}
