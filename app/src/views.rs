//! What the middle of the window can show of a recording; one file each.
//!
//! A view is a function of what it borrows and of its own small state (scroll position, caches of
//! laid out text). It changes nothing else: it pushes commands.

pub mod call_tree;
pub mod color_key;
pub mod details;
pub mod empty;
pub mod failed;
pub mod flame_chart;
pub mod flame_graph;
pub mod frame_menu;
pub mod functions;
pub mod loading;
pub mod memory;
pub mod operations;
pub mod overview;
pub mod parts;
pub mod sandwich;
pub mod spans;
pub mod stack_bar;
mod table_parts;
pub mod timeline;
pub mod tracked;
mod weight_chart;
mod weights;
mod working;

use crate::opened::Opened;
use crate::state::Look;
use crate::theme::icons;

/// What a view of a recording reads. Borrowed, never owned.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The recording, and how it is looked at.
    pub opened: &'a Opened,
    /// How the window looks.
    pub look: &'a Look,
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
    /// The menu of a box of the timeline.
    pub timeline_menu: timeline::TimelineMenu,
    /// Of the list of functions.
    pub functions: functions::FunctionsMemory,
    /// Of the list of spans.
    pub spans: spans::SpansMemory,
    /// Of the view of operations.
    pub operations: operations::OperationsMemory,
    /// Of the call tree.
    pub tree: call_tree::TreeMemory,
    /// Of the flame graph.
    pub graph: flame_graph::GraphMemory,
    /// Of the sandwich.
    pub sandwich: sandwich::SandwichMemory,
    /// Of the details panel.
    pub details: details::DetailsMemory,
}

/// A view of a recording.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    /// What the recording holds, in words and a few numbers.
    #[default]
    Overview,
    /// Everything over time: stacks, spans, counters.
    Timeline,
    /// Stacks by weight, the heaviest first.
    FlameGraph,
    /// One function between its callers and what it calls.
    Sandwich,
    /// Who calls whom.
    CallTree,
    /// Every function.
    Functions,
    /// Spans by name.
    Spans,
    /// Asynchronous operations by name.
    Operations,
    /// Memory over time.
    Memory,
    /// Objects that are watched until they are collected.
    Tracked,
}

impl View {
    /// Every view, in the order of tabs.
    pub const ALL: [View; 10] = [
        Self::Overview,
        Self::Timeline,
        Self::FlameGraph,
        Self::Sandwich,
        Self::CallTree,
        Self::Functions,
        Self::Spans,
        Self::Operations,
        Self::Memory,
        Self::Tracked,
    ];

    /// What its tab says.
    pub fn name(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Timeline => "Timeline",
            Self::FlameGraph => "Flame graph",
            Self::Sandwich => "Sandwich",
            Self::Functions => "Functions",
            Self::Spans => "Spans",
            Self::Operations => "Operations",
            Self::Memory => "Memory",
            Self::Tracked => "Tracked objects",
            Self::CallTree => "Call tree",
        }
    }

    /// Whether it shows things in colours that can mean different things.
    pub fn is_coloured(self) -> bool {
        !matches!(self, Self::Overview | Self::Operations | Self::Memory | Self::Tracked)
    }

    /// Whether it shows stacks, which letters change.
    pub fn has_stacks(self) -> bool {
        matches!(self, Self::FlameGraph | Self::Sandwich | Self::CallTree | Self::Functions)
    }

    /// Its name in files, the same for ever.
    pub fn key(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Timeline => "timeline",
            Self::FlameGraph => "flame-graph",
            Self::Sandwich => "sandwich",
            Self::Functions => "functions",
            Self::Spans => "spans",
            Self::Operations => "operations",
            Self::Memory => "memory",
            Self::Tracked => "tracked",
            Self::CallTree => "call-tree",
        }
    }

    /// The view with such a name.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }

    /// The icon of its tab.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Overview => icons::LIST_BULLETS,
            Self::Timeline => icons::CHART_BAR_HORIZONTAL,
            Self::FlameGraph => icons::FLAME,
            Self::Sandwich => icons::STACK,
            Self::Functions => icons::FUNCTION,
            Self::Spans => icons::TIMER,
            Self::Operations => icons::ARROWS_LEFT_RIGHT,
            Self::Memory => icons::PULSE,
            Self::Tracked => icons::EYE,
            Self::CallTree => icons::TREE_STRUCTURE,
        }
    }
}
