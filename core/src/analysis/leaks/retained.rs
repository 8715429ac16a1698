//! What sets of objects keep alive together, and which of them stand within others.

use crate::analysis::heap::Snapshot;
use crate::index::RowIndex as _;
use crate::task::{Cancelled, Task};

/// No set.
pub(super) const NONE: u32 = u32::MAX;

/// What sets of objects keep alive.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// Bytes that go when all objects of a set go.
    pub(super) bytes: Vec<u64>,
    /// How many objects of each set (second) stand directly within each other set (first).
    pub(super) within: Vec<hashbrown::HashMap<u32, u64>>,
}

/// What each of `n_sets` keeps alive; `set_of` says to which a node belongs, if to any.
///
/// One walk down the tree of dominators: an object counts unless one of its set stands above it.
pub(super) fn kept(
    snapshot: Snapshot<'_>,
    n_sets: usize,
    set_of: &[u32],
    task: &Task,
) -> Result<Kept, Cancelled> {
    let tree = snapshot.tree;
    let mut kept = Kept { bytes: vec![0; n_sets], within: vec![hashbrown::HashMap::new(); n_sets] };
    let mut n_open = vec![0_u32; n_sets];
    // The sets around a node, innermost last; a step back closes one.
    let mut around: Vec<u32> = Vec::new();
    let mut stack: Vec<(u32, bool)> = vec![(snapshot.graph.root.row() as u32, false)];
    let mut n_done = 0_u64;
    while let Some((node, is_end)) = stack.pop() {
        let set = set_of[node as usize];
        if is_end {
            n_open[set as usize] -= 1;
            around.pop();
            continue;
        }
        n_done += 1;
        if n_done.is_multiple_of(1 << 16) {
            task.advance(1 << 16)?;
        }
        if set != NONE {
            let row = set as usize;
            if n_open[row] == 0 {
                let size = snapshot
                    .tree
                    .dominators
                    .retained(crate::model::heap::NodeIndex::from_row(node as usize));
                kept.bytes[row] = kept.bytes[row].saturating_add(size);
                if let Some(&outer) = around.last() {
                    *kept.within[row].entry(outer).or_default() += 1;
                }
            }
            n_open[row] += 1;
            around.push(set);
            stack.push((node, true));
        }
        stack.extend(tree.dominated.children(node as usize).iter().map(|&it| (it, false)));
    }
    Ok(kept)
}
