//! The rows of the call tree that are to be seen: opened, closed and sorted in the background.

mod open;
mod rows;
mod steps;

use std::sync::{Arc, Mutex, PoisonError};

use asyncscope_core::analysis::{self, CallNodeIndex, CallTree, Direction, Grouping, NameFilter};
use asyncscope_core::model::FrameIndex;

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
    direction: Direction,
}

/// What rows of it are asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct RowsQuestion {
    tree: TreeQuestion,
    sort: Sort,
    version: u64,
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
    /// Open the way to where a function weighs most.
    Reveal(FrameIndex),
}

impl Opened {
    /// Asks for the tree, and for its rows.
    pub(super) fn ask_tree(&mut self, ctx: &egui::Context) {
        let question = self.tree_question();
        if self.answers.tree.question() != Some(&question) {
            self.begin_tree();
        }
        let Some(tree) = self.ask_call_tree(question.clone(), ctx) else { return };
        self.adopt_rows();
        self.reveal_selected();
        let question =
            RowsQuestion { tree: question, sort: self.tree.sort, version: self.tree.version };
        let recording = Arc::clone(&self.recording);
        let (open, steps, sort) =
            (Arc::clone(&self.tree.open), self.tree.steps.clone(), self.tree.sort);
        let version = self.tree.version;
        self.answers.tree_rows.ask(question, || {
            Job::spawn("Opening the call tree", ctx, move |task| {
                let mut tree = tree.lock().unwrap_or_else(PoisonError::into_inner);
                let mut open = (*open).clone();
                let moved = steps::take(&mut tree, &mut open, &recording, &steps, task)?;
                let mut rows = rows::flatten(&mut tree, &open, &recording, sort, task)?;
                (rows.open, rows.moved, rows.version) = (Arc::new(open), moved, version);
                Ok(Arc::new(rows))
            })
        });
    }

    fn tree_question(&self) -> TreeQuestion {
        let name = NameFilter::new(&self.tree.filter);
        let selection = analysis::Selection { name, ..self.selection.question() };
        TreeQuestion { selection, direction: self.tree.direction }
    }

    /// Nodes of another tree mean nothing in this one; what is open stays by name.
    fn begin_tree(&mut self) {
        self.tree.steps.clear();
        self.tree.selected = None;
        self.tree.revealed = None;
        self.tree.step(TreeStep::Begin);
    }

    fn ask_call_tree(
        &mut self,
        question: TreeQuestion,
        ctx: &egui::Context,
    ) -> Option<Arc<Mutex<CallTree>>> {
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
                let (direction, grouping) = (asked.direction, Grouping::Function);
                let tree = CallTree::new(&recording, weighed, direction, grouping, task)?;
                Ok(Arc::new(Mutex::new(tree)))
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
            self.tree.revealed = rows.rows[row].frame;
            self.selection.entity = rows.rows[row].frame.map(Entity::Function);
        }
    }

    /// Follows the function that another view selected.
    fn reveal_selected(&mut self) {
        let Some(frame) = self.selection.function() else { return };
        if self.tree.revealed != Some(frame) && self.tree.steps.is_empty() {
            self.tree.revealed = Some(frame);
            self.tree.step(TreeStep::Reveal(frame));
        }
    }
}
