//! What the middle of the window can show of a recording; one file each.
//!
//! A view is a function of what it borrows and of its own small state (scroll position, caches of
//! laid out text). It changes nothing else: it pushes commands.

pub mod call_tree;
pub mod color_key;
pub mod compared;
pub mod details;
pub mod diff;
pub mod empty;
pub mod endpoints;
pub mod failed;
mod find;
pub mod flame_chart;
pub mod flame_graph;
pub mod frame_menu;
pub mod functions;
pub mod heap;
pub mod loading;
pub mod memory;
pub mod operations;
pub mod overview;
pub mod parts;
pub mod requests;
pub mod sandwich;
mod snapshot_flags;
pub mod snapshots;
pub mod spans;
pub mod stack_bar;
mod table_parts;
pub mod timeline;
pub mod tracked;
mod weight_chart;
mod weights;
mod working;

use crate::kind::Kind;
use crate::opened::Opened;
use crate::requests::ColumnSetting;
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
    /// The columns of tables of requests.
    pub request_columns: &'a ColumnSetting,
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
    /// Of the view of requests.
    pub requests: requests::RequestsMemory,
    /// Of the call tree.
    pub tree: call_tree::TreeMemory,
    /// Of the flame graph.
    pub graph: flame_graph::GraphMemory,
    /// Of the sandwich.
    pub sandwich: sandwich::SandwichMemory,
    /// Of the details panel.
    pub details: details::DetailsMemory,
    /// Of the views of a heap.
    pub heap: heap::HeapMemory,
    /// Of the views of compared heaps.
    pub compared: compared::ComparedMemory,
    /// Of the views of several snapshots.
    pub snapshots: snapshots::SnapshotsMemory,
    /// Of the views of compared recordings.
    pub diff: diff::DiffMemory,
}

/// A view of a document. Which ones it has depends on what [`Kind`] of thing it holds.
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
    /// Requests one by one, as a table and as a waterfall.
    Requests,
    /// Requests taken together.
    Endpoints,
    /// What fills the heap, in a few numbers and short lists.
    HeapOverview,
    /// Objects by class.
    Classes,
    /// What keeps most alive: as a tree and as a map.
    Dominators,
    /// What refers to what, from the roots.
    Containment,
    /// Strings that are there more than once.
    Strings,
    /// When the objects that are alive were allocated.
    Allocations,
    /// Everything about one object.
    Object,
    /// What became of the objects of each class between two snapshots.
    Changes,
    /// Where a heap grew between two snapshots.
    Growth,
    /// What a program keeps without need, from its snapshots.
    Leaks,
    /// Each class in each of several snapshots.
    Basket,
    /// What differs between recordings, in sentences.
    DiffSummary,
    /// Functions that got slower or faster, are new or gone.
    DiffFunctions,
    /// Stacks of both sides by weight, coloured by how they differ.
    DiffFlames,
    /// Who calls whom on both sides.
    DiffTree,
    /// What ran over time on each side, one below the other.
    DiffCharts,
    /// Operations of both sides by name.
    DiffOperations,
    /// Requests of both sides by endpoint.
    DiffEndpoints,
    /// Memory of both sides over time.
    DiffMemory,
}

impl View {
    /// The views of recordings, in the order of tabs.
    pub const OF_RECORDINGS: [View; 12] = [
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
        Self::Requests,
        Self::Endpoints,
    ];

    /// The views of heaps, in the order of tabs.
    pub const OF_HEAPS: [View; 7] = [
        Self::HeapOverview,
        Self::Classes,
        Self::Dominators,
        Self::Containment,
        Self::Strings,
        Self::Object,
        Self::Allocations,
    ];

    /// The views of two heaps that are compared, in the order of tabs.
    pub const OF_COMPARISONS: [View; 2] = [Self::Changes, Self::Growth];

    /// The views of several snapshots, in the order of tabs.
    pub const OF_SNAPSHOTS: [View; 2] = [Self::Leaks, Self::Basket];

    /// The views of recordings that are compared, in the order of tabs.
    pub const OF_DIFFS: [View; 8] = [
        Self::DiffSummary,
        Self::DiffFunctions,
        Self::DiffFlames,
        Self::DiffTree,
        Self::DiffCharts,
        Self::DiffOperations,
        Self::DiffEndpoints,
        Self::DiffMemory,
    ];

    /// Every view.
    pub const ALL: [View; 31] = [
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
        Self::Requests,
        Self::Endpoints,
        Self::HeapOverview,
        Self::Classes,
        Self::Dominators,
        Self::Containment,
        Self::Strings,
        Self::Object,
        Self::Allocations,
        Self::Changes,
        Self::Growth,
        Self::Leaks,
        Self::Basket,
        Self::DiffSummary,
        Self::DiffFunctions,
        Self::DiffFlames,
        Self::DiffTree,
        Self::DiffCharts,
        Self::DiffOperations,
        Self::DiffEndpoints,
        Self::DiffMemory,
    ];

    /// Whether documents of a kind have it.
    pub fn fits(self, kind: Kind) -> bool {
        match kind {
            Kind::Recorded => self.is_of_recordings(),
            Kind::Recording => self.is_of_recordings() && self != Self::Tracked,
            Kind::Profile => {
                let needs_events = [Self::Operations, Self::Memory, Self::Tracked];
                self.is_of_recordings() && !needs_events.contains(&self) && !self.is_of_requests()
            }
            // Allocations have no moments.
            Kind::Allocations => {
                let needs_moments = [Self::Timeline, Self::Spans, Self::Operations, Self::Memory];
                let fits = self.is_of_recordings() && !needs_moments.contains(&self);
                fits && self != Self::Tracked && !self.is_of_requests()
            }
            Kind::Requests => {
                matches!(self, Self::Overview | Self::Timeline) || self.is_of_requests()
            }
            Kind::Heap => self.is_of_heaps() && self != Self::Allocations,
            // The stacks that allocated what is alive have no moments.
            Kind::HeapTimeline => self.is_of_heaps() || self.has_stacks(),
            Kind::Comparison => self.is_of_comparisons(),
            Kind::Snapshots => self.is_of_snapshots(),
            Kind::Diff => self.is_of_diffs(),
            Kind::DiffOfProfiles => {
                let needs_events = [Self::DiffOperations, Self::DiffEndpoints, Self::DiffMemory];
                self.is_of_diffs() && !needs_events.contains(&self)
            }
            Kind::DiffOfEvents => {
                let needs_samples = [Self::DiffFunctions, Self::DiffFlames, Self::DiffTree];
                self.is_of_diffs() && !needs_samples.contains(&self)
            }
        }
    }

    /// Whether it is a view of what ran, or of what was allocated.
    pub fn is_of_recordings(self) -> bool {
        Self::OF_RECORDINGS.contains(&self)
    }

    /// Whether it is a view of requests.
    pub fn is_of_requests(self) -> bool {
        matches!(self, Self::Requests | Self::Endpoints)
    }

    /// Whether it is a view of two heaps that are compared.
    pub fn is_of_comparisons(self) -> bool {
        Self::OF_COMPARISONS.contains(&self)
    }

    /// Whether it is a view of several snapshots.
    pub fn is_of_snapshots(self) -> bool {
        Self::OF_SNAPSHOTS.contains(&self)
    }

    /// Whether it is a view of recordings that are compared.
    pub fn is_of_diffs(self) -> bool {
        Self::OF_DIFFS.contains(&self)
    }

    /// Whether it is a view of heaps, not of what ran.
    pub fn is_of_heaps(self) -> bool {
        Self::OF_HEAPS.contains(&self)
    }

    /// Its place among the views it stands beside, which is its number key.
    pub fn number(self) -> usize {
        let all: [&[View]; 5] = [
            &Self::OF_RECORDINGS,
            &Self::OF_HEAPS,
            &Self::OF_COMPARISONS,
            &Self::OF_SNAPSHOTS,
            &Self::OF_DIFFS,
        ];
        all.into_iter().find_map(|it| it.iter().position(|it| *it == self)).unwrap_or(0)
    }

    /// What its tab says.
    pub fn name(self) -> &'static str {
        match self {
            Self::Overview | Self::HeapOverview => "Overview",
            Self::Timeline => "Timeline",
            Self::DiffCharts => "Side by side",
            Self::DiffSummary => "Summary",
            Self::FlameGraph | Self::DiffFlames => "Flame graph",
            Self::Sandwich => "Sandwich",
            Self::Functions | Self::DiffFunctions => "Functions",
            Self::Spans => "Spans",
            Self::Operations | Self::DiffOperations => "Operations",
            Self::Memory | Self::DiffMemory => "Memory",
            Self::Tracked => "Tracked objects",
            Self::Requests => "Requests",
            Self::Endpoints | Self::DiffEndpoints => "Endpoints",
            Self::CallTree | Self::DiffTree => "Call tree",
            Self::Classes => "Classes",
            Self::Dominators => "Dominators",
            Self::Containment => "Containment",
            Self::Strings => "Strings",
            Self::Allocations => "Allocations",
            Self::Object => "Object",
            Self::Changes => "Changes",
            Self::Growth => "Growth",
            Self::Leaks => "Leaks",
            Self::Basket => "Basket",
        }
    }

    /// Whether it shows things in colours that can mean different things.
    pub fn is_coloured(self) -> bool {
        let is_plain =
            matches!(self, Self::Overview | Self::Operations | Self::Memory | Self::Tracked);
        !is_plain && self.is_of_recordings() && !self.is_of_requests()
    }

    /// Whether it goes without the panel about what is selected: it is a page of figures about all
    /// there is, or is about what is selected itself.
    pub fn has_no_details(self) -> bool {
        let is_of_functions = matches!(
            self,
            Self::DiffFunctions | Self::DiffFlames | Self::DiffTree | Self::DiffCharts
        );
        matches!(self, Self::Overview | Self::HeapOverview | Self::Object)
            || self.is_of_diffs() && !is_of_functions
            || self.is_of_snapshots()
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
            Self::Requests => "requests",
            Self::Endpoints => "endpoints",
            Self::CallTree => "call-tree",
            Self::HeapOverview => "heap-overview",
            Self::Classes => "classes",
            Self::Dominators => "dominators",
            Self::Containment => "containment",
            Self::Strings => "strings",
            Self::Allocations => "allocations",
            Self::Object => "object",
            Self::Changes => "changes",
            Self::Growth => "growth",
            Self::Leaks => "leaks",
            Self::Basket => "basket",
            Self::DiffSummary => "diff-summary",
            Self::DiffFunctions => "diff-functions",
            Self::DiffFlames => "diff-flame-graph",
            Self::DiffTree => "diff-call-tree",
            Self::DiffCharts => "diff-charts",
            Self::DiffOperations => "diff-operations",
            Self::DiffEndpoints => "diff-endpoints",
            Self::DiffMemory => "diff-memory",
        }
    }

    /// The view with such a name.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }

    /// The icon of its tab.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Overview | Self::HeapOverview => icons::LIST_BULLETS,
            Self::DiffSummary => icons::SCALES,
            Self::Timeline | Self::Allocations | Self::DiffCharts => icons::CHART_BAR_HORIZONTAL,
            Self::FlameGraph | Self::DiffFlames => icons::FLAME,
            Self::Sandwich | Self::Endpoints => icons::STACK,
            Self::Functions | Self::DiffFunctions => icons::FUNCTION,
            Self::Spans => icons::TIMER,
            Self::Operations | Self::DiffOperations => icons::ARROWS_LEFT_RIGHT,
            Self::Memory | Self::DiffMemory => icons::PULSE,
            Self::Tracked => icons::EYE,
            Self::Requests | Self::DiffEndpoints => icons::GLOBE,
            Self::CallTree | Self::Containment | Self::DiffTree => icons::TREE_STRUCTURE,
            Self::Classes | Self::Changes => icons::ROWS,
            Self::Dominators | Self::Growth => icons::SQUARES_FOUR,
            Self::Leaks => icons::TREND_UP,
            Self::Basket => icons::COLUMNS,
            Self::Strings => icons::TEXT_AA,
            Self::Object => icons::CROSSHAIR,
        }
    }
}
