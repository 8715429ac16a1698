//! Opening and closing nodes as asked.

use std::sync::Arc;

use asyncscope_core::analysis::{CallNodeIndex, CallTree, Direction, GroupKey};
use asyncscope_core::model::{Category, FrameIndex, Recording};
use asyncscope_core::task::{Cancelled, Task};

use super::TreeStep;
use super::open::OpenNodes;

/// "Open all" stops here: more rows than anyone reads.
const MOST_OPENED: usize = 10_000;
/// How deep a new tree is opened along its heaviest path.
const FIRST_DEPTH: usize = 8;

/// Takes all steps; returns the node that the selection is to move to.
pub(super) fn take(
    tree: &mut CallTree,
    open: &mut OpenNodes,
    recording: &Recording,
    steps: &[TreeStep],
    task: &Task,
) -> Result<Option<CallNodeIndex>, Cancelled> {
    let mut moved = None;
    for step in steps {
        task.advance(0)?;
        match *step {
            TreeStep::Begin => begin(tree, open, recording),
            TreeStep::Set(node, is_open) => {
                open.set_node(tree, node, is_open);
            }
            TreeStep::OpenAll(node) => open_all(tree, open, node, task)?,
            TreeStep::HotPath(from) => moved = hot_path(tree, open, recording, from, usize::MAX),
            TreeStep::Reveal(frame) => moved = reveal(tree, open, frame),
        }
    }
    Ok(moved)
}

/// Opens the beginning of the heaviest path, so that a new tree says something at once.
fn begin(tree: &mut CallTree, open: &mut OpenNodes, recording: &Recording) {
    if open.is_empty() && tree.direction() == Direction::TopDown {
        hot_path(tree, open, recording, None, FIRST_DEPTH);
    }
}

/// Opens the heaviest child while it keeps at least half of its parent's weight.
fn hot_path(
    tree: &mut CallTree,
    open: &mut OpenNodes,
    recording: &Recording,
    from: Option<CallNodeIndex>,
    depth: usize,
) -> Option<CallNodeIndex> {
    let mut node = from.or_else(|| heaviest_root(tree, recording))?;
    for _ in 0..depth {
        let Some(&child) = tree.children(node).first() else { break };
        let (part, whole) = (tree.node(child).total, tree.node(node).total);
        if whole.saturating_sub(part) > part {
            break;
        }
        open.set_node(tree, node, true);
        node = child;
    }
    Some(node)
}

/// The heaviest root in which something ran.
fn heaviest_root(tree: &CallTree, recording: &Recording) -> Option<CallNodeIndex> {
    let is_work = |&it: &CallNodeIndex| match tree.node(it).key {
        GroupKey::Function(frame) => {
            !matches!(recording.frames.category(frame), Category::Idle | Category::Program)
        }
        GroupKey::Text(_) | GroupKey::Category(_) => true,
    };
    tree.roots().iter().copied().find(|it| is_work(it))
}

/// Opens everything below a node, level by level, up to a sensible number.
fn open_all(
    tree: &mut CallTree,
    open: &mut OpenNodes,
    node: CallNodeIndex,
    task: &Task,
) -> Result<(), Cancelled> {
    let mut level = vec![(node, open.set_node(tree, node, true))];
    let mut n_opened = 1;
    while !level.is_empty() {
        task.advance(0)?;
        let mut below = Vec::new();
        for (node, place) in level {
            let children = tree.children(node).to_vec();
            for child in children {
                let shown = tree.node(child);
                if !shown.has_children {
                    continue;
                }
                n_opened += 1;
                if n_opened > MOST_OPENED {
                    return Ok(());
                }
                below.push((child, open.set(place, shown.key, true)));
            }
        }
        level = below;
    }
    Ok(())
}

/// Opens the way to where `frame` weighs most.
fn reveal(tree: &mut CallTree, open: &mut OpenNodes, frame: FrameIndex) -> Option<CallNodeIndex> {
    let path = match tree.direction() {
        Direction::BottomUp => vec![frame],
        Direction::TopDown => heaviest_path_to(tree, frame)?,
    };
    let mut found: Option<CallNodeIndex> = None;
    for step in path {
        let level = match found {
            None => tree.roots().to_vec(),
            Some(node) => {
                open.set_node(tree, node, true);
                tree.children(node).to_vec()
            }
        };
        found = Some(level.into_iter().find(|&it| tree.node(it).frame == Some(step))?);
    }
    found
}

/// The functions from the root to the heaviest stack that ends with `frame`.
fn heaviest_path_to(tree: &CallTree, frame: FrameIndex) -> Option<Vec<FrameIndex>> {
    let weighed = Arc::clone(tree.weighed());
    let stacks = &weighed.stacks;
    let ends = stacks.indices().filter(|&it| stacks.frame(it) == frame);
    let is_sampled = ends.filter(|&it| weighed.total_samples[it] > 0);
    let heaviest = is_sampled.max_by_key(|&it| (weighed.total[it], std::cmp::Reverse(it)))?;
    let mut path: Vec<FrameIndex> = stacks.path(heaviest).map(|it| stacks.frame(it)).collect();
    path.reverse();
    Some(path)
}
