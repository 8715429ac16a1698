//! A recording that is open: what is selected in it, how its views are set, what was asked of it.

use std::sync::Arc;

use asyncscope_core::analysis::{Direction, TreeShape};
use asyncscope_core::model::{Recording, ThreadIndex};

use crate::compared::Compared;
use crate::diff::Diff;
use crate::document::Origin;
use crate::filter::Filter;
use crate::heap::HeapSetting;
use crate::jobs::Progress;
use crate::kind::Kind;
use crate::questions::heap::known::KeepIn;
use crate::questions::tree::{self, OpenNodes, TreeStep};
use crate::questions::{Answers, threads};
use crate::recorded::RecordedSetting;
use crate::requests::RequestSetting;
use crate::selection::Selection;
use crate::snapshots::Snapshots;
use crate::tracks::TrackSetting;
use crate::views::View;
use crate::views::functions::columns as function_columns;
use crate::views::spans::columns as span_columns;
use crate::widgets::table::Sort;
use asyncscope_core::analysis::CallNodeIndex;
use asyncscope_core::model::FrameIndex;

/// A recording that is open.
#[derive(Debug)]
pub struct Opened {
    /// What was read.
    pub recording: Arc<Recording>,
    /// What kind of thing it holds.
    pub kind: Kind,
    /// What is shown of it.
    pub view: View,
    /// What is selected in it, in all views.
    pub selection: Selection,
    /// How the list of functions is set.
    pub functions: ListSetting,
    /// How the list of spans is set.
    pub spans: ListSetting,
    /// How the call tree is set.
    pub tree: TreeSetting,
    /// What is looked for in the timeline.
    pub search: Filter,
    /// How the tracks of the timeline are arranged.
    pub tracks: TrackSetting,
    /// How the flame graph is set.
    pub flame: FlameSetting,
    /// How the sandwich is set.
    pub sandwich: SandwichSetting,
    /// How the views of operations, memory and tracked objects are set.
    pub recorded: RecordedSetting,
    /// How the views of requests are set.
    pub requests: RequestSetting,
    /// Where it was read from, if it was.
    pub origin: Option<Origin>,
    /// The thread whose flame chart is shown while all threads are selected.
    pub busiest_thread: Option<ThreadIndex>,
    /// How the heap is looked at, if it holds one.
    pub heap: HeapSetting,
    /// Where results about the heap are to be kept, if they are.
    pub keep_in: Option<KeepIn>,
    /// The highest number that V8 gave an object of the heap: those of a later snapshot are higher.
    pub last_object: Option<u64>,
    /// The two heaps that are compared, if it is that what is shown.
    pub compared: Option<Box<Compared>>,
    /// The recordings that are compared, if it is that what is shown.
    pub diff: Option<Box<Diff>>,
    /// The snapshots that are looked at together, if it is that what is shown.
    pub snapshots: Option<Box<Snapshots>>,
    /// Whether the details panel is to go to the source now.
    pub wants_source: bool,
    /// What was asked of it.
    pub answers: Answers,
}

/// How a list is sorted and filtered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListSetting {
    /// Shows only rows that match.
    pub filter: Filter,
    /// The order of rows.
    pub sort: Sort,
    /// The other end of the rows that are selected, if they are several.
    pub until: Option<FrameIndex>,
}

/// How the call tree is set.
#[derive(Clone, Debug)]
pub struct TreeSetting {
    /// Which way it grows, and what its lines are.
    pub shape: TreeShape,
    /// Weighs only stacks with a function that matches.
    pub filter: Filter,
    /// The order of siblings.
    pub sort: Sort,
    /// Which nodes are open.
    pub open: Arc<OpenNodes>,
    /// The selected node.
    pub selected: Option<CallNodeIndex>,
    /// The function that was last brought into view.
    pub revealed: Option<FrameIndex>,
    /// What is still to be opened or closed.
    pub steps: Vec<TreeStep>,
    /// Counts changes of what is open.
    pub version: u64,
    /// The version that the tree began with; rows of an earlier one are of another tree.
    pub began: u64,
}

/// How the flame graph is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlameSetting {
    /// Whether row 0 holds the outermost callers or the functions that ran.
    pub direction: Direction,
    /// Whether row 0 is at the bottom, as flames grow.
    pub grows_up: bool,
    /// What is looked for.
    pub search: Filter,
}

/// How the sandwich is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SandwichSetting {
    /// The function in the middle.
    pub center: Option<FrameIndex>,
    /// How the list to choose it from is sorted and filtered.
    pub list: ListSetting,
}

impl Default for SandwichSetting {
    fn default() -> Self {
        let sort = Sort { column: function_columns::TOTAL, descending: true };
        let filter = Filter::default();
        Self { center: None, list: ListSetting { filter, sort, until: None } }
    }
}

impl Opened {
    /// A recording as it is shown first.
    pub fn new(recording: Arc<Recording>) -> Self {
        let busiest_thread = threads::busiest(&recording);
        let kind = Kind::of(&recording);
        Self {
            recording,
            kind,
            view: kind.first_view(),
            selection: Selection::default(),
            functions: ListSetting {
                filter: Filter::default(),
                sort: Sort { column: function_columns::OWN, descending: true },
                until: None,
            },
            spans: ListSetting {
                filter: Filter::default(),
                sort: Sort { column: span_columns::TOTAL, descending: true },
                until: None,
            },
            tree: TreeSetting::default(),
            search: Filter::default(),
            tracks: TrackSetting::default(),
            flame: FlameSetting::default(),
            sandwich: SandwichSetting::default(),
            recorded: RecordedSetting::default(),
            requests: RequestSetting::default(),
            origin: None,
            busiest_thread,
            heap: HeapSetting::default(),
            keep_in: None,
            last_object: None,
            compared: None,
            diff: None,
            snapshots: None,
            wants_source: false,
            answers: Answers::default(),
        }
    }

    /// Shows a view. The sandwich is about the function that is selected, if one is.
    pub fn show(&mut self, view: View) {
        self.view = view;
        self.selection.hovered = None;
        if view == View::Sandwich {
            self.sandwich.center = self.selection.function().or(self.sandwich.center);
        }
    }

    /// Whether what is shown is about the heap, not about the stacks that allocated it.
    pub fn shows_heap(&self) -> bool {
        self.kind.is_heap() && !self.view.is_of_recordings()
    }

    /// Whether something is selected that the details panel is about.
    pub fn has_selected(&self) -> bool {
        if let Some(diff) = &self.diff {
            return diff.place.function.is_some();
        }
        match &self.compared {
            Some(compared) => compared.place.selected.is_some(),
            None if self.shows_heap() => self.heap.place.selected.is_some(),
            None => self.selection.entity.is_some(),
        }
    }

    /// Whether any question about it is worked on.
    pub fn is_working(&self) -> bool {
        let compared = self.compared.as_ref();
        let diff = self.diff.as_ref();
        self.answers.is_working()
            || compared.is_some_and(|it| it.answers.is_working())
            || diff.is_some_and(|it| it.answers.is_working())
            || self.snapshots.as_ref().is_some_and(|it| it.is_working())
    }

    /// Stops what views wait for; it is asked again by [`Self::ask_again`].
    pub fn cancel_work(&mut self) {
        self.answers.cancel_stacks();
        if let Some(compared) = &mut self.compared {
            compared.answers.cancel();
        }
        if let Some(diff) = &mut self.diff {
            diff.answers.cancel();
        }
        if let Some(snapshots) = &mut self.snapshots {
            snapshots.cancel();
        }
    }

    /// Asks again what was cancelled or failed.
    pub fn ask_again(&mut self) {
        self.answers.ask_again();
        if let Some(compared) = &mut self.compared {
            compared.answers.ask_again();
        }
        if let Some(diff) = &mut self.diff {
            diff.answers.ask_again();
        }
        if let Some(snapshots) = &mut self.snapshots {
            snapshots.ask_again();
        }
    }

    /// The work that is worth showing.
    pub fn progress(&self) -> Option<Progress> {
        let compared = || self.compared.as_ref().and_then(|it| it.answers.progress());
        let diff = || self.diff.as_ref().and_then(|it| it.answers.progress());
        let several = || self.snapshots.as_ref().and_then(|it| it.progress());
        self.answers.progress().or_else(compared).or_else(diff).or_else(several)
    }

    /// The thread that a chart of one thread shows.
    pub fn shown_thread(&self) -> Option<ThreadIndex> {
        self.selection.sole_thread().or(self.busiest_thread)
    }
}

impl Default for TreeSetting {
    fn default() -> Self {
        Self {
            shape: TreeShape::default(),
            filter: Filter::default(),
            sort: Sort { column: crate::views::call_tree::columns::TOTAL, descending: true },
            open: Arc::default(),
            selected: None,
            revealed: None,
            steps: Vec::new(),
            version: 0,
            began: 0,
        }
    }
}

impl TreeSetting {
    /// Whether the way from the root to a function is the stack it was met in.
    pub fn has_stacks(&self) -> bool {
        tree::has_stacks(self.shape)
    }

    /// Asks to open or close something.
    pub fn step(&mut self, step: TreeStep) {
        self.steps.push(step);
        self.version += 1;
    }
}
