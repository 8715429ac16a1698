//! What the middle of the window can show of a recording; one file each.
//!
//! A view is a function of what it borrows and of its own small state (scroll position, caches of
//! laid out text). It changes nothing else: it pushes commands.

pub mod call_tree;
pub mod empty;
pub mod failed;
pub mod flame_chart;
pub mod functions;
pub mod loading;
pub mod overview;
pub mod parts;
pub mod time_view;
mod weights;

use crate::opened::Opened;
use crate::theme::icons;

/// What a view of a recording reads. Borrowed, never owned.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The recording, and how it is looked at.
    pub opened: &'a Opened,
    /// Whether the field to find something in is to take the focus now.
    pub wants_find: bool,
    /// Whether a dialog for files is open, so that no other can be opened.
    pub is_choosing: bool,
}

/// What the views of one recording remember for themselves from frame to frame.
#[derive(Debug, Default)]
pub struct ViewMemory {
    /// Of the flame chart.
    pub flame: flame_chart::FlameChartState,
    /// Of the list of functions.
    pub functions: functions::FunctionsMemory,
    /// Of the call tree.
    pub tree: call_tree::TreeMemory,
}

/// A view of a recording.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    /// What the recording holds, in words and a few numbers.
    #[default]
    Overview,
    /// Stacks and spans over time.
    FlameChart,
    /// Every function.
    Functions,
    /// Who calls whom.
    CallTree,
}

impl View {
    /// Every view, in the order of tabs.
    pub const ALL: [View; 4] = [Self::Overview, Self::FlameChart, Self::Functions, Self::CallTree];

    /// What its tab says.
    pub fn name(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::FlameChart => "Flame chart",
            Self::Functions => "Functions",
            Self::CallTree => "Call tree",
        }
    }

    /// The icon of its tab.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Overview => icons::LIST_BULLETS,
            Self::FlameChart => icons::FLAME,
            Self::Functions => icons::FUNCTION,
            Self::CallTree => icons::TREE_STRUCTURE,
        }
    }
}
