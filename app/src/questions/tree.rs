//! The rows of the call tree that are to be seen: opened, closed and sorted in the background.

mod matches;
mod open;
mod rows;
mod steps;

use std::sync::{Arc, Mutex, PoisonError};

use asyncscope_core::analysis::{
    self, CallNodeIndex, CallTree, Grouping, NameFilter, TreeForm, TreeShape,
};
use asyncscope_core::model::{FrameIndex, Recording};
use asyncscope_core::task::{Cancelled, Task};

pub use matches::TreeMatches;
pub use open::OpenNodes;
pub use rows::{TreeRow, TreeRows};

use crate::jobs::Job;
use crate::opened::Opened;
use crate::selection::Entity;
use crate::widgets::table::Sort;

/// What tree is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct TreeQuestion {
    selection: analysis::Selection,
    shape: TreeShape,
}

/// What rows of it are asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct RowsQuestion {
    tree: TreeQuestion,
    sort: Sort,
    version: u64,
}

/// A call tree, and what of it matches the filter that made it.
pub struct FilteredTree {
    /// Locked while nodes are made.
    tree: Mutex<CallTree>,
    shape: TreeShape,
    matches: Option<Arc<TreeMatches>>,
}

/// Something to open or close. Nodes are those of the tree that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TreeStep {
    /// Open what a new tree shows first.
    Begin,
    /// Open a node, or close it.
    Set(CallNodeIndex, bool),
    /// Open everything below a node, as far as is sensible.
    OpenAll(CallNodeIndex),
    /// Open the path of the heaviest callees from a node on, or from the root.
    HotPath(Option<CallNodeIndex>),
    /// Open the way to a function: by this stack, outermost first, or where it weighs most.
    Reveal(Vec<FrameIndex>),
}

impl TreeStep {
    /// The node of the tree that it is about, if it names one.
    pub fn node(&self) -> Option<CallNodeIndex> {
        match self {
            Self::Begin | Self::Reveal(_) => None,
            Self::Set(node, _) | Self::OpenAll(node) => Some(*node),
            Self::HotPath(node) => *node,
        }
    }
}

impl Opened {
    /// Asks for the tree, and for its rows.
    pub(super) fn ask_tree(&mut self, ctx: &egui::Context) {
        // While an expression is typed it is often none: what was shown before stays.
        let Ok(name) = self.tree.filter.parse() else { return };
        let question = self.tree_question(name);
        if self.answers.tree.question() != Some(&question) {
            self.begin_tree();
        }
        let Some(tree) = self.ask_call_tree(question.clone(), ctx) else { return };
        self.adopt_rows();
        self.reveal_selected();
        let question =
            RowsQuestion { tree: question, sort: self.tree.sort, version: self.tree.version };
        let recording = Arc::clone(&self.recording);
        let work = RowsWork {
            tree,
            open: Arc::clone(&self.tree.open),
            steps: self.tree.steps.clone(),
            sort: self.tree.sort,
            version: self.tree.version,
        };
        self.answers.tree_rows.ask(question, || {
            Job::spawn("Opening the call tree", ctx, move |task| work.rows(&recording, task))
        });
    }

    fn tree_question(&self, name: Option<NameFilter>) -> TreeQuestion {
        let selection = analysis::Selection { name, ..self.selection.question() };
        TreeQuestion { selection, shape: self.tree.shape }
    }

    /// Nodes of another tree mean nothing in this one; what is open stays by name.
    fn begin_tree(&mut self) {
        self.tree.steps.clear();
        self.tree.selected = None;
        self.tree.revealed = None;
        self.tree.step(TreeStep::Begin);
        self.tree.began = self.tree.version;
    }

    fn ask_call_tree(
        &mut self,
        question: TreeQuestion,
        ctx: &egui::Context,
    ) -> Option<Arc<FilteredTree>> {
        // Without a filter the stacks are those that other views weighed too.
        let weighed = match &question.selection.name {
            None => Some(self.ask_weighed(ctx)?),
            Some(_) => None,
        };
        let recording = Arc::clone(&self.recording);
        let asked = question.clone();
        self.answers.tree.ask(question, || {
            Job::spawn("Building the call tree", ctx, move |task| {
                let weighed = match weighed {
                    Some(weighed) => weighed,
                    None => Arc::new(analysis::weigh(&recording, &asked.selection, task)?),
                };
                let (shape, filter) = (asked.shape, &asked.selection.name);
                let matches =
                    filter.as_ref().map(|it| TreeMatches::new(&recording, &weighed, it, task));
                let matches = matches.transpose()?.map(Arc::new);
                let tree = Mutex::new(CallTree::of_shape(&recording, weighed, shape, task)?);
                Ok(Arc::new(FilteredTree { tree, shape, matches }))
            })
        });
        self.answers.tree.current().cloned()
    }

    /// Takes over what the last job opened, once.
    fn adopt_rows(&mut self) {
        let Some(rows) = self.answers.tree_rows.current().cloned() else { return };
        if rows.version != self.tree.version || self.tree.steps.is_empty() {
            return;
        }
        self.tree.steps.clear();
        self.tree.open = Arc::clone(&rows.open);
        let Some(node) = rows.moved else { return };
        self.tree.selected = Some(node);
        if let Some(row) = rows.row_of(node) {
            self.select_row(&rows, row);
        }
    }

    /// Selects what a row of the tree stands for, with its stack where the tree tells.
    pub fn select_row(&mut self, rows: &TreeRows, row: usize) {
        let frame = rows.rows.get(row).and_then(|it| it.frame);
        self.tree.revealed = frame;
        self.selection.select(frame.map(Entity::Function));
        if let Some(path) = self.tree.has_stacks().then(|| rows.path(row)) {
            self.selection.path = path;
        }
    }

    /// Follows the function that another view selected.
    fn reveal_selected(&mut self) {
        let Some(frame) = self.selection.function() else { return };
        if self.tree.revealed != Some(frame) && self.tree.steps.is_empty() {
            self.tree.revealed = Some(frame);
            let path = &self.selection.path;
            let is_of_it = path.last() == Some(&frame) && self.tree.has_stacks();
            let path = if is_of_it { path.clone() } else { vec![frame] };
            self.tree.step(TreeStep::Reveal(path));
        }
    }
}

/// All that rows are made from.
struct RowsWork {
    tree: Arc<FilteredTree>,
    open: Arc<OpenNodes>,
    steps: Vec<TreeStep>,
    sort: Sort,
    version: u64,
}

impl RowsWork {
    fn rows(self, recording: &Recording, task: &Task) -> Result<Arc<TreeRows>, Cancelled> {
        let Self { tree, open, steps, sort, version } = self;
        let FilteredTree { tree, shape, matches } = &*tree;
        let mut tree = tree.lock().unwrap_or_else(PoisonError::into_inner);
        let mut open = (*open).clone();
        let mut stepping = steps::Stepping { tree: &mut tree, open: &mut open, recording, shape };
        let moved = stepping.take(&steps, task)?;
        let mut rows = rows::flatten(&mut tree, &open, recording, sort, task)?;
        if let Some(matches) = matches {
            rows.mark(matches);
        }
        (rows.open, rows.moved, rows.version) = (Arc::new(open), moved, version);
        Ok(Arc::new(rows))
    }
}

/// Whether the way from the root of a tree to a function is the stack it was met in.
pub(crate) fn has_stacks(shape: TreeShape) -> bool {
    shape.form == TreeForm::TopDown && shape.grouping == Grouping::Function
}
