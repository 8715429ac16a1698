//! What the middle of the window can show of a recording; one file each.
//!
//! A view is a function of what it borrows and of its own small state (scroll position, caches of
//! laid out text). It changes nothing else: it pushes commands.

pub mod call_tree;
pub mod functions;

use crate::theme::icons;

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
