//! The open part of a call tree as a list of rows.

use std::num::NonZeroU32;
use std::sync::Arc;

use asyncscope_core::analysis::{CallNode, CallNodeIndex, CallTree, GroupKey};
use asyncscope_core::model::{FrameIndex, Recording};
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::WeightUnit;
use hashbrown::HashMap;

use super::TreeMatches;
use super::open::{OpenNodes, Place};
use crate::views::call_tree::columns;
use crate::widgets::table::Sort;

/// More rows are not shown: nobody scrolls that far, and positions on the screen get rough.
const MOST_ROWS: usize = 1 << 20;

/// A row of the call tree.
#[derive(Clone, Copy, Debug)]
pub struct TreeRow {
    /// The node.
    pub node: CallNodeIndex,
    /// What it stands for.
    pub key: GroupKey,
    /// The function, unless it stands for a group.
    pub frame: Option<FrameIndex>,
    /// The function that calls it, where call sites are told apart.
    pub caller: Option<FrameIndex>,
    /// Weight in which it ran itself.
    pub own: u64,
    /// Weight of its samples.
    pub total: u64,
    /// Number of its samples.
    pub samples: u64,
    /// Number of rows above it that it hangs from.
    pub depth: u32,
    /// Whether anything is below it.
    pub has_children: bool,
    /// Whether what is below it is shown.
    pub is_open: bool,
    /// Whether it is what the filter looks for; always without a filter.
    pub is_match: bool,
}

/// The rows of the call tree that are to be seen.
#[derive(Clone, Debug)]
pub struct TreeRows {
    /// The rows, from top to bottom.
    pub rows: Vec<TreeRow>,
    row_of: HashMap<CallNodeIndex, u32>,
    /// Depth of the deepest row.
    pub max_depth: u32,
    /// Whether there were more rows than are shown.
    pub is_cut: bool,
    /// What shares are shares of: the weight of the whole selection.
    pub sum: u64,
    /// What weights count.
    pub unit: WeightUnit,
    /// What is open now.
    pub open: Arc<OpenNodes>,
    /// The node that the selection is to move to.
    pub moved: Option<CallNodeIndex>,
    /// What was asked for.
    pub version: u64,
    /// How many functions match the filter, and in how many places; `None` without a filter.
    pub n_matches: Option<(u64, u64)>,
}

impl TreeRows {
    /// The row of a node, if it is shown.
    pub fn row_of(&self, node: CallNodeIndex) -> Option<usize> {
        self.row_of.get(&node).map(|&it| it as usize)
    }

    /// The row that `row` hangs from.
    pub fn parent(&self, row: usize) -> Option<usize> {
        let depth = self.rows.get(row)?.depth;
        (0..row).rev().find(|&it| self.rows[it].depth < depth)
    }

    /// The functions from the root to `row`, both included.
    pub fn path(&self, row: usize) -> Vec<FrameIndex> {
        let rows = std::iter::successors(Some(row), |&it| self.parent(it));
        let mut path: Vec<FrameIndex> =
            rows.filter_map(|it| self.rows.get(it).and_then(|it| it.frame)).collect();
        path.reverse();
        path
    }

    /// Marks the rows that the filter looks for.
    pub(super) fn mark(&mut self, matches: &TreeMatches) {
        self.n_matches = Some((matches.n_functions, matches.n_places));
        for row in &mut self.rows {
            row.is_match = row.frame.is_some_and(|it| matches.has(it));
        }
    }
}

/// Lists the open part of `tree`.
pub(super) fn flatten(
    tree: &mut CallTree,
    open: &OpenNodes,
    recording: &Recording,
    sort: Sort,
    task: &Task,
) -> Result<TreeRows, Cancelled> {
    let mut found = empty(tree);
    let mut waiting: Vec<(CallNodeIndex, Place)> = Vec::new();
    let roots = sorted(tree, tree.roots().to_vec(), recording, sort);
    waiting.extend(roots.into_iter().rev().map(|it| (it, OpenNodes::ROOT)));
    while let Some((node, above)) = waiting.pop() {
        if found.rows.len() == MOST_ROWS {
            found.is_cut = true;
            break;
        }
        task.advance(1)?;
        let shown = tree.node(node);
        let place = open.find(above, shown.into()).filter(|&it| open.is_open(it));
        push(&mut found, node, shown, place.is_some() && shown.has_children);
        if let Some(place) = place {
            let children = tree.children(node).to_vec();
            let children = sorted(tree, children, recording, sort);
            waiting.extend(children.into_iter().rev().map(|it| (it, place)));
        }
    }
    Ok(found)
}

fn empty(tree: &CallTree) -> TreeRows {
    let weighed = tree.weighed();
    TreeRows {
        rows: Vec::new(),
        row_of: HashMap::new(),
        max_depth: 0,
        is_cut: false,
        sum: weighed.sum,
        unit: weighed.unit,
        open: Arc::default(),
        moved: None,
        version: 0,
        n_matches: None,
    }
}

fn push(found: &mut TreeRows, node: CallNodeIndex, shown: CallNode, is_open: bool) {
    let CallNode { key, frame, caller, own, total, samples, depth, has_children, .. } = shown;
    let row = u32::try_from(found.rows.len()).unwrap_or(u32::MAX);
    found.row_of.insert(node, row);
    found.max_depth = found.max_depth.max(depth);
    found.rows.push(TreeRow {
        node,
        key,
        frame,
        caller,
        own,
        total,
        samples,
        depth,
        has_children,
        is_open,
        is_match: true,
    });
}

/// Siblings in the order asked for; they come heaviest total first.
fn sorted(
    tree: &CallTree,
    mut siblings: Vec<CallNodeIndex>,
    recording: &Recording,
    sort: Sort,
) -> Vec<CallNodeIndex> {
    let node = |it: &CallNodeIndex| tree.node(*it);
    let compare = |a: &CallNodeIndex, b: &CallNodeIndex| match sort.column {
        columns::OWN => node(a).own.cmp(&node(b).own),
        columns::SAMPLES => node(a).samples.cmp(&node(b).samples),
        columns::NAME => tree.label(recording, *a).cmp(tree.label(recording, *b)),
        columns::PLACE => place(recording, &node(a)).cmp(&place(recording, &node(b))),
        _ => node(a).total.cmp(&node(b).total),
    };
    if sort.descending {
        siblings.sort_by(|a, b| compare(b, a));
    } else {
        siblings.sort_by(compare);
    }
    siblings
}

fn place<'a>(recording: &'a Recording, node: &CallNode) -> Option<(&'a str, Option<NonZeroU32>)> {
    let frame = recording.frames.get(node.frame?);
    Some((recording.text(frame.url), frame.line))
}
