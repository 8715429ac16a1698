//! The tree of dominators, downwards.

use rayon::prelude::*;

use crate::analysis::heap::dominators::Dominators;
use crate::analysis::heap::retainers::is_ranges;
use crate::index::RowIndex as _;
use crate::model::heap::NodeIndex;

/// What each object dominates directly.
#[derive(Clone, Debug, Default)]
pub struct Dominated {
    /// Where the children of each node begin, and at last where those of the last one end.
    first: Vec<u32>,
    child: Vec<u32>,
}

impl Dominated {
    /// Turns dominators around.
    pub(super) fn of(dominators: &Dominators, root: NodeIndex) -> Self {
        let n = dominators.dominator.len();
        let mut first = vec![0_u32; n + 1];
        for &holder in &dominators.dominator {
            first[holder as usize] += 1;
        }
        first[root.row()] -= 1;
        let mut sum = 0;
        for count in &mut first {
            sum += *count;
            *count = sum;
        }
        let mut child = vec![0_u32; n.saturating_sub(1)];
        for (node, &holder) in dominators.dominator.iter().enumerate().rev() {
            if node == root.row() {
                continue;
            }
            let slot = &mut first[holder as usize];
            *slot -= 1;
            child[*slot as usize] = node as u32;
        }
        Self { first, child }
    }

    /// Where the children of each node begin, and all of them: to be kept.
    pub(crate) fn parts(&self) -> (&[u32], &[u32]) {
        (&self.first, &self.child)
    }

    /// Children from parts that were kept; `None` if they do not fit a graph of `n_nodes`.
    pub(crate) fn from_parts(first: Vec<u32>, child: Vec<u32>, n_nodes: usize) -> Option<Self> {
        let is_sound = is_ranges(&first, n_nodes, child.len())
            && child.par_iter().all(|&it| (it as usize) < n_nodes);
        is_sound.then_some(Self { first, child })
    }

    /// Rows of the nodes that `node` dominates directly, in the order of the file.
    #[inline]
    pub fn children(&self, node: usize) -> &[u32] {
        &self.child[self.first[node] as usize..self.first[node + 1] as usize]
    }

    /// The nodes that `node` dominates directly, in the order of the file.
    pub fn of_node(&self, node: NodeIndex) -> impl ExactSizeIterator<Item = NodeIndex> + '_ {
        self.children(node.row()).iter().map(|&it| NodeIndex::from_row(it as usize))
    }
}
