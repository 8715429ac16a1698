//! A recording that is open: what is selected in it, how its views are set, what was asked of it.

use std::sync::Arc;

use asyncscope_core::analysis::Direction;
use asyncscope_core::model::{Recording, ThreadIndex};

use crate::questions::tree::{OpenNodes, TreeStep};
use crate::questions::{Answers, threads};
use crate::selection::Selection;
use crate::views::View;
use crate::views::functions::columns as function_columns;
use crate::widgets::table::Sort;
use asyncscope_core::analysis::CallNodeIndex;
use asyncscope_core::model::FrameIndex;

/// A recording that is open.
#[derive(Debug)]
pub struct Opened {
    /// What was read.
    pub recording: Arc<Recording>,
    /// What is shown of it.
    pub view: View,
    /// What is selected in it, in all views.
    pub selection: Selection,
    /// How the list of functions is set.
    pub functions: ListSetting,
    /// How the call tree is set.
    pub tree: TreeSetting,
    /// What is looked for in the flame chart.
    pub search: String,
    /// The thread whose flame chart is shown while all threads are selected.
    pub busiest_thread: Option<ThreadIndex>,
    /// Whether the details panel is to go to the source now.
    pub wants_source: bool,
    /// What was asked of it.
    pub answers: Answers,
}

/// How a list is sorted and filtered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListSetting {
    /// Shows only rows that match.
    pub filter: String,
    /// The order of rows.
    pub sort: Sort,
}

/// How the call tree is set.
#[derive(Clone, Debug)]
pub struct TreeSetting {
    /// Which way it grows.
    pub direction: Direction,
    /// Weighs only stacks with a function that matches.
    pub filter: String,
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
}

impl Opened {
    /// A recording as it is shown first.
    pub fn new(recording: Arc<Recording>) -> Self {
        let busiest_thread = threads::busiest(&recording);
        Self {
            recording,
            view: View::Overview,
            selection: Selection::default(),
            functions: ListSetting {
                filter: String::new(),
                sort: Sort { column: function_columns::OWN, descending: true },
            },
            tree: TreeSetting::default(),
            search: String::new(),
            busiest_thread,
            wants_source: false,
            answers: Answers::default(),
        }
    }

    /// The thread that a chart of one thread shows.
    pub fn shown_thread(&self) -> Option<ThreadIndex> {
        self.selection.sole_thread().or(self.busiest_thread)
    }
}

impl Default for TreeSetting {
    fn default() -> Self {
        Self {
            direction: Direction::TopDown,
            filter: String::new(),
            sort: Sort { column: crate::views::call_tree::columns::TOTAL, descending: true },
            open: Arc::default(),
            selected: None,
            revealed: None,
            steps: Vec::new(),
            version: 0,
        }
    }
}

impl TreeSetting {
    /// Asks to open or close something.
    pub fn step(&mut self, step: TreeStep) {
        self.steps.push(step);
        self.version += 1;
    }
}
