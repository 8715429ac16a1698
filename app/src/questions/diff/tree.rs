//! The lines of the call tree of a comparison, as far as they are open.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use asyncscope_core::analysis::Direction;
use asyncscope_core::analysis::diff::{
    DiffNode, DiffNodeIndex, DiffProfile, DiffTree, Normalisation,
};
use asyncscope_core::model::FrameIndex;
use asyncscope_core::task::{Cancelled, Task};

use crate::diff::Diff;
use crate::jobs::Job;
use crate::views::diff::tree_columns;
use crate::widgets::table::Sort;

/// A line by the functions from the first level to it, itself last.
pub type TreePath = Vec<FrameIndex>;

/// The lines that are open.
pub type OpenPaths = BTreeSet<TreePath>;

/// Which lines are asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct TreeQuestion {
    normalisation: Normalisation,
    direction: Direction,
    open: Arc<OpenPaths>,
    sort: Sort,
}

/// One line.
#[derive(Clone, Debug)]
pub struct TreeLine {
    /// What it shows.
    pub node: DiffNode,
    /// The way to it.
    pub path: TreePath,
    /// Whether it is open.
    pub is_open: bool,
}

/// The lines that are to be seen.
#[derive(Debug)]
pub struct TreeLines {
    /// Names of functions.
    pub profile: Arc<DiffProfile>,
    /// How amounts were made comparable.
    pub normalisation: Normalisation,
    /// The lines, from top to bottom.
    pub lines: Vec<TreeLine>,
    /// The row of each line.
    places: BTreeMap<TreePath, usize>,
    /// The largest difference of totals: what bars are of.
    pub largest: f64,
}

impl TreeLines {
    /// The row of a line.
    pub fn row_of(&self, path: &[FrameIndex]) -> Option<usize> {
        self.places.get(path).copied()
    }
}

impl Diff {
    /// Asks for the lines that are to be seen.
    pub(super) fn ask_tree(&mut self, ctx: &egui::Context) {
        let Some(profile) = self.ask_profile(ctx) else { return };
        let (direction, open) = (self.place.direction, Arc::clone(&self.place.open));
        let (normalisation, sort) = (self.normalisation(), self.sorts.tree);
        let question = TreeQuestion { normalisation, direction, open, sort };
        let asked = question.clone();
        self.answers.tree.ask(question, || {
            Job::spawn("Comparing the call trees", ctx, move |task| {
                lines(&profile, &asked, task).map(Arc::new)
            })
        });
    }
}

fn lines(
    profile: &Arc<DiffProfile>,
    question: &TreeQuestion,
    task: &Task,
) -> Result<TreeLines, Cancelled> {
    let TreeQuestion { normalisation, direction, open, sort } = question;
    let shared = Arc::clone(profile);
    let mut tree = DiffTree::new(shared, *direction, *normalisation, task)?;
    let mut lines = Vec::new();
    // What is still to be shown, the next one last.
    let mut rest: Vec<(DiffNodeIndex, TreePath)> = Vec::new();
    let below = |nodes: &[DiffNodeIndex], tree: &DiffTree, path: &[FrameIndex]| {
        let way = |&node: &DiffNodeIndex| {
            let mut way = path.to_vec();
            way.push(tree.node(node).frame);
            (node, way)
        };
        let mut nodes = nodes.to_vec();
        nodes.sort_by(|a, b| compare(tree.profile(), (tree.node(*a), tree.node(*b)), *sort));
        nodes.iter().rev().map(way).collect::<Vec<_>>()
    };
    rest.extend(below(tree.roots(), &tree, &[]));
    while let Some((node, path)) = rest.pop() {
        task.advance(0)?;
        let shown = *tree.node(node);
        let is_open = shown.has_children && (open.contains(&path) != is_sole(&tree, node));
        if is_open {
            let children = tree.children(node).to_vec();
            rest.extend(below(&children, &tree, &path));
        }
        lines.push(TreeLine { node: shown, path, is_open });
    }
    let largest = lines.iter().map(|it| it.node.total.delta().abs()).fold(0.0, f64::max);
    let places = lines.iter().enumerate().map(|(row, it)| (it.path.clone(), row)).collect();
    Ok(TreeLines {
        profile: Arc::clone(profile),
        normalisation: *normalisation,
        lines,
        places,
        largest,
    })
}

/// Whether a line is all there is at the first level: it is open without being asked for, and closed
/// when it is among those that are open.
pub(super) fn is_sole(tree: &DiffTree, node: DiffNodeIndex) -> bool {
    tree.node(node).depth == 0 && tree.roots().len() == 1
}

/// The order of two siblings; equal ones stay as the tree has them.
fn compare(profile: &DiffProfile, (a, b): (&DiffNode, &DiffNode), sort: Sort) -> Ordering {
    let (a, b) = if sort.descending { (b, a) } else { (a, b) };
    let by = |of: &dyn Fn(&DiffNode) -> f64| of(a).total_cmp(&of(b));
    let name = |it: &DiffNode| profile.names.frame_name(it.frame);
    match sort.column {
        tree_columns::BEFORE => by(&|it| it.total.values.before.unwrap_or(0.0)),
        tree_columns::AFTER => by(&|it| it.total.values.after.unwrap_or(0.0)),
        tree_columns::OWN => by(&|it| it.own.delta()),
        tree_columns::SAMPLES => {
            let n = |it: &DiffNode| it.samples.before.saturating_add(it.samples.after);
            n(a).cmp(&n(b))
        }
        tree_columns::NAME => name(a).cmp(name(b)),
        _ => by(&|it| it.total.delta()),
    }
}
