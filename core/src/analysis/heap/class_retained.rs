//! What all objects of a class keep alive together.

use crate::analysis::heap::classes::ClassIndex;
use crate::analysis::heap::dominated::Dominated;
use crate::analysis::heap::dominators::Dominators;
use crate::index::Column;
use crate::model::heap::WideColumn;
use crate::task::{Cancelled, Task};

/// Nodes between two looks at whether to go on.
const PACE: usize = 1 << 16;

/// What the sum is taken over.
#[derive(Clone, Copy)]
pub(super) struct Tree<'a> {
    pub(super) root: usize,
    pub(super) dominated: &'a Dominated,
    pub(super) dominators: &'a Dominators,
    pub(super) shallow: &'a WideColumn,
}

/// What all objects of each class keep alive together, in bytes: an object within another of its
/// class counts once. `n_classes` is the number of classes, `class` the class of each node, and
/// only nodes that `counts` accepts do.
pub(super) fn class_retained(
    tree: Tree<'_>,
    (n_classes, class): (usize, &[u32]),
    counts: impl Fn(usize) -> bool,
    task: &Task,
) -> Result<Column<ClassIndex, u64>, Cancelled> {
    let mut retained = vec![0_u64; n_classes];
    let mut is_open = vec![false; n_classes];
    // Nodes to visit, and those to close once what they dominate was visited.
    let mut stack: Vec<u32> = vec![tree.root as u32];
    let mut open: Vec<(usize, u32)> = Vec::new();
    let mut visited = 0_usize;
    while let Some(node) = stack.pop() {
        visited += 1;
        if visited.is_multiple_of(PACE) {
            task.advance(PACE as u64)?;
        }
        let node = node as usize;
        let class = class[node];
        let children = tree.dominated.children(node);
        if !is_open[class as usize] && tree.shallow.get(node) > 0 && counts(node) {
            let sum = &mut retained[class as usize];
            *sum = sum.saturating_add(tree.dominators.retained.get(node));
            if !children.is_empty() {
                is_open[class as usize] = true;
                open.push((stack.len(), class));
            }
        }
        stack.extend_from_slice(children);
        while let Some((_, class)) = open.pop_if(|it| it.0 == stack.len()) {
            is_open[class as usize] = false;
        }
    }
    Ok(retained.into())
}
