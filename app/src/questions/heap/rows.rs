//! The rows of a tree of a heap that are to be seen, as far as hands have opened them.

mod lines;
mod order;
mod steps;
mod walk;

use std::sync::Arc;

use asyncscope_core::analysis::heap::{ClassIndex, ClassRow, HeapPart, Ignore};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::heap::NodeIndex;
use hashbrown::HashMap;

use super::classes::{ClassList, ClassesQuestion, EarlyClasses};
use super::node::EdgeLine;
use super::{Known, Sizes};
use crate::heap::trees::OpenRows;
use crate::heap::{HeapEntity, RowPath, TreeName};
use crate::jobs::Job;
use crate::opened::Opened;
use crate::widgets::table::Sort;
use walk::Walk;

/// The most rows of a tree.
pub const MOST_ROWS: usize = 200_000;

/// What a tree grows from.
#[derive(Clone, Debug, PartialEq)]
pub enum TreeBase {
    /// Classes, their objects, what these refer to.
    Classes(ClassesQuestion),
    /// What objects dominate, from this one.
    Dominators(NodeIndex, Sizes),
    /// What objects refer to, from this one; with retained sizes or still without.
    Fields(NodeIndex, Sizes),
    /// What refers to objects, from this one, but for what is ignored.
    Retainers(NodeIndex, Ignore, Sizes),
}

/// Which rows are asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct TreeQuestion {
    base: TreeBase,
    sort: Sort,
    version: u64,
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq)]
pub enum RowKind {
    /// A class.
    Class(ClassIndex),
    /// An object, by the reference that leads to it or away from it.
    Object(NodeIndex, Option<EdgeLine>),
    /// So many more rows below the row of this path.
    More(usize),
}

/// A row of a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct HeapRow {
    /// The way to it; of [`RowKind::More`], to the row that has more below it.
    pub path: RowPath,
    /// Number of rows above it that it hangs from.
    pub depth: usize,
    /// What it shows.
    pub kind: RowKind,
    /// Its name.
    pub name: String,
    /// What V8 calls it, if it is an object.
    pub id: Option<u64>,
    /// What it is counted as, if it is an object.
    pub part: Option<HeapPart>,
    /// Objects of a class.
    pub count: Option<u64>,
    /// Bytes of itself.
    pub shallow: u64,
    /// What it keeps alive in bytes, once that is known.
    pub retained: Option<u64>,
    /// References from the roots to it.
    pub distance: i32,
    /// Whether anything is below it.
    pub has_children: bool,
    /// Whether that is shown.
    pub is_open: bool,
    /// Whether the same object stands above it, so that what is below repeats itself.
    pub repeats: bool,
}

impl HeapRow {
    /// The class or object that it shows.
    pub fn entity(&self) -> Option<HeapEntity> {
        match self.kind {
            RowKind::Class(class) => Some(HeapEntity::Class(class)),
            RowKind::Object(node, _) => Some(HeapEntity::Object(node)),
            RowKind::More(_) => None,
        }
    }
}

/// The rows of a tree that are to be seen.
#[derive(Clone, Debug)]
pub struct TreeRows {
    base: TreeBase,
    sort: Sort,
    version: u64,
    /// What is open now that all steps are taken.
    open: OpenRows,
    /// The row that the selection is to move to.
    moved: Option<RowPath>,
    /// What is below each row that was opened, in order.
    lists: HashMap<RowPath, Arc<Vec<u32>>>,
    /// The rows, each behind the one it hangs from.
    pub rows: Vec<HeapRow>,
    at: HashMap<RowPath, usize>,
    /// The most rows that one hangs from.
    pub max_depth: usize,
    /// How many rows the root has below it.
    pub n_roots: usize,
    /// What the whole heap takes: what shares are of; 0 while that is not known.
    pub total: u64,
    /// Whether there were more open rows than are shown.
    pub is_cut: bool,
}

impl TreeRows {
    /// The rows of classes of which nothing else is known.
    fn early(list: &ClassList, early: &EarlyClasses, (base, sort): (TreeBase, Sort)) -> Self {
        let row = |it: &ClassRow| {
            let path = vec![u32::try_from(it.class.row()).unwrap_or(u32::MAX)];
            let name = early.class[it.class].name().into_owned();
            HeapRow { has_children: false, ..HeapRow::class(it.class, Some(it), name, path) }
        };
        let rows: Vec<HeapRow> = list.rows.iter().map(row).collect();
        Self {
            base,
            sort,
            version: 0,
            open: OpenRows::default(),
            moved: None,
            lists: HashMap::new(),
            at: rows.iter().enumerate().map(|(row, it)| (it.path.clone(), row)).collect(),
            max_depth: 0,
            n_roots: rows.len(),
            total: 0, // shares are of what is not known yet
            is_cut: false,
            rows,
        }
    }

    /// The row of that path.
    pub fn row_of(&self, path: &[u32]) -> Option<usize> {
        self.at.get(path).copied()
    }

    /// The row that a row hangs from.
    pub fn parent(&self, row: usize) -> Option<usize> {
        let depth = self.rows.get(row)?.depth.checked_sub(1)?;
        self.rows[..row].iter().rposition(|it| it.depth == depth)
    }
}

impl Opened {
    /// Asks for the rows of a tree.
    pub(super) fn ask_tree_rows(&mut self, tree: TreeName, known: &Known, ctx: &egui::Context) {
        let Some((base, list)) = self.base_of(tree, known) else { return };
        let heap = &mut self.answers.heap;
        let sort = self.heap.sort_of(tree);
        let state = self.heap.trees.of(tree);
        let question = TreeQuestion { base: base.clone(), sort, version: state.version };
        let answer = &heap.trees[tree as usize];
        if answer.question() == Some(&question) {
            return self.take_steps(tree);
        }
        let is_same = |it: &&Arc<TreeRows>| it.base == base && it.sort == sort;
        let before = answer.value().filter(is_same);
        let lists = before.map(|it| it.lists.clone()).unwrap_or_default();
        let (open, steps) = (Arc::clone(&state.open), state.steps.clone());
        let (chosen, ignored) = (heap.chosen.value(), heap.ignored.value());
        let known = known.clone();
        let (chosen, ignored) = (chosen.cloned().flatten(), ignored.cloned().flatten());
        let version = state.version;
        heap.trees[tree as usize].ask(question, || {
            Job::spawn("Listing objects", ctx, move |task| {
                let mut walk = Walk::new(known, (base, sort), list, (chosen, ignored), lists);
                let open = walk.take(open, &steps, task)?;
                walk.rows(open, version, task).map(Arc::new)
            })
        });
        self.take_steps(tree);
    }

    /// Asks for the rows of classes while no object of theirs can be shown.
    pub(super) fn ask_early_rows(&mut self, early: Arc<EarlyClasses>, ctx: &egui::Context) {
        let heap = &mut self.answers.heap;
        let Some(list) = heap.classes.current().cloned() else { return };
        let (base, sort) = (TreeBase::Classes(list.question.clone()), self.heap.classes);
        let version = self.heap.trees.of(TreeName::Classes).version;
        let question = TreeQuestion { base: base.clone(), sort, version };
        heap.trees[TreeName::Classes as usize].ask(question, || {
            Job::spawn("Listing classes", ctx, move |task| {
                task.advance(0)?;
                Ok(Arc::new(TreeRows::early(&list, &early, (base, sort))))
            })
        });
    }

    /// Takes in what steps have opened, and selects the row that they led to.
    fn take_steps(&mut self, tree: TreeName) {
        let Some(rows) = self.answers.heap.trees[tree as usize].current() else { return };
        let state = self.heap.trees.of_mut(tree);
        if state.steps.is_empty() || rows.version != state.version {
            return;
        }
        let rows = Arc::clone(rows);
        state.steps.clear();
        state.open = Arc::clone(&rows.open);
        let Some(row) = rows.moved.as_ref().and_then(|it| rows.row_of(it)) else { return };
        state.selected.clone_from(&rows.moved);
        let place = &mut self.heap.place;
        place.selected = rows.rows[row].entity().or(place.selected);
    }

    /// What a tree grows from now; `None` while that is not known.
    fn base_of(&self, tree: TreeName, known: &Known) -> Option<(TreeBase, Option<Arc<ClassList>>)> {
        let heap = &self.answers.heap;
        let (root, sizes) = (known.graph.root, known.sizes());
        let has_sizes = sizes.is_some();
        Some(match tree {
            TreeName::Classes => {
                let list = heap.classes.current()?;
                (TreeBase::Classes(list.question.clone()), Some(Arc::clone(list)))
            }
            TreeName::Dominators if has_sizes => (TreeBase::Dominators(root, sizes), None),
            TreeName::Containment => (TreeBase::Fields(root, sizes), None),
            TreeName::Fields => (TreeBase::Fields(self.heap.object()?, sizes), None),
            TreeName::Dominated if has_sizes => {
                (TreeBase::Dominators(self.heap.object()?, sizes), None)
            }
            TreeName::Retainers if has_sizes => {
                heap.ignored.current()?; // rows without what is ignored need to know what that frees
                let ignore = self.heap.place.ignore.clone();
                (TreeBase::Retainers(self.heap.object()?, ignore, sizes), None)
            }
            TreeName::Dominators | TreeName::Dominated | TreeName::Retainers => return None,
        })
    }
}
