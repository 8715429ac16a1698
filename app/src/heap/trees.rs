//! Which rows of the trees of a heap are open.
//!
//! Trees are as deep and as wide as a heap, so only what hands have opened is known: a row is named
//! by the way to it from the root of its tree.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::views::heap::columns;
use crate::widgets::table::Sort;

/// So many rows below an open one are shown first.
pub const FIRST_PAGE: usize = 100;
/// So many more are shown when more are asked for.
pub const NEXT_PAGE: usize = 1_000;
/// The most rows that are open below each other: a list of millions has no end that hands reach.
pub const MAX_DEPTH: usize = 500;

/// The way to a row of a tree: in each level the row of a class, a node or an edge.
pub type RowPath = Vec<u32>;

/// How many rows are shown below each open row.
pub type OpenRows = Arc<BTreeMap<RowPath, usize>>;

/// Something to do that needs to know the heap, so that a job does it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TreeStep {
    /// Open the row that keeps most alive, and so on, until none keeps half of what the one above
    /// keeps. Begins with a row; of none, with what keeps most alive.
    HotPath(Option<RowPath>),
    /// Open everything below a row, up to a sensible number of rows.
    OpenAll(RowPath),
}

/// Names a tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TreeName {
    /// Classes, their objects, what these refer to.
    Classes,
    /// What each object dominates, from the root.
    Dominators,
    /// What each object refers to, from the root.
    Containment,
    /// What one object refers to.
    #[default]
    Fields,
    /// What refers to one object.
    Retainers,
    /// What one object dominates.
    Dominated,
}

impl TreeName {
    /// Every tree.
    pub const ALL: [TreeName; 6] = [
        Self::Classes,
        Self::Dominators,
        Self::Containment,
        Self::Fields,
        Self::Retainers,
        Self::Dominated,
    ];

    /// The order of its rows before a head is clicked: that of the analysis.
    pub fn first_sort(self) -> Sort {
        let (column, descending) = match self {
            Self::Classes | Self::Dominators | Self::Dominated => (columns::RETAINED, true),
            Self::Containment | Self::Fields => (columns::NAME, false),
            Self::Retainers => (columns::DISTANCE, false),
        };
        Sort { column, descending }
    }
}

/// What is open and selected in a tree.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TreeState {
    /// How many rows are shown below each open row; the root is always open.
    pub open: OpenRows,
    /// The selected row.
    pub selected: Option<RowPath>,
    /// What is still to be done to what is open.
    pub steps: Vec<TreeStep>,
    /// Counts changes of what is open.
    pub version: u64,
}

impl TreeState {
    /// How many rows are shown below a row; `None` if it is closed.
    pub fn shown(&self, path: &[u32]) -> Option<usize> {
        let shown = self.open.get(path).copied();
        if path.is_empty() { Some(shown.unwrap_or(FIRST_PAGE)) } else { shown }
    }

    /// Opens or closes a row. What was open below it is forgotten when it closes.
    pub fn set_open(&mut self, path: RowPath, open: bool) {
        let all = Arc::make_mut(&mut self.open);
        if open && path.len() < MAX_DEPTH {
            all.entry(path).or_insert(FIRST_PAGE);
        } else if !open {
            all.retain(|it, _| !it.starts_with(&path));
        }
        self.version += 1;
    }

    /// Asks for something that a job does.
    pub fn step(&mut self, step: TreeStep) {
        self.steps.push(step);
        self.version += 1;
    }

    /// Shows more of what is below a row.
    pub fn show_more(&mut self, path: RowPath) {
        let shown = Arc::make_mut(&mut self.open).entry(path).or_insert(FIRST_PAGE);
        *shown += NEXT_PAGE;
        self.version += 1;
    }
}

/// The trees of a heap.
#[derive(Clone, Debug)]
pub struct Trees {
    states: [TreeState; 6],
    sorts: [Sort; 6],
    /// The room there is for the map of dominators, in points.
    pub map_room: (u16, u16),
}

impl Default for Trees {
    fn default() -> Self {
        let states = std::array::from_fn(|_| TreeState::default());
        Self { states, sorts: TreeName::ALL.map(TreeName::first_sort), map_room: (0, 0) }
    }
}

impl Trees {
    /// How the rows of a tree are sorted.
    pub(super) fn sort_of(&self, tree: TreeName) -> Sort {
        self.sorts[tree as usize]
    }

    /// Sorts the rows of a tree.
    pub(super) fn sort(&mut self, tree: TreeName, sort: Sort) {
        self.sorts[tree as usize] = sort;
    }

    /// How a tree stands.
    pub fn of(&self, tree: TreeName) -> &TreeState {
        &self.states[tree as usize]
    }

    /// The same, to change it.
    pub fn of_mut(&mut self, tree: TreeName) -> &mut TreeState {
        &mut self.states[tree as usize]
    }

    /// Closes everything in the trees about one object: another one is shown.
    pub(super) fn forget_object(&mut self) {
        for tree in [TreeName::Fields, TreeName::Retainers, TreeName::Dominated] {
            let state = self.of_mut(tree);
            *state = TreeState { version: state.version + 1, ..TreeState::default() };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_closes_forgets_what_was_open_below() {
        let mut tree = TreeState::default();
        tree.set_open(vec![1], true);
        tree.set_open(vec![1, 2], true);
        tree.set_open(vec![10], true);
        tree.show_more(vec![1, 2]);
        assert_eq!(tree.shown(&[1, 2]), Some(FIRST_PAGE + NEXT_PAGE));
        tree.set_open(vec![1], false);
        tree.set_open(vec![1], true);
        assert_eq!(tree.shown(&[1, 2]), None);
        assert_eq!(tree.shown(&[10]), Some(FIRST_PAGE));
        assert_eq!(tree.shown(&[]), Some(FIRST_PAGE), "the root is always open");
    }
}
