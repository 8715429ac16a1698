//! The tree of dominators, downwards.

use crate::analysis::heap::dominators::Dominators;
use crate::analysis::heap::later::Later;
use crate::analysis::heap::retainers::is_ranges;
use crate::index::RowIndex as _;
use crate::model::heap::NodeIndex;

/// What each object dominates directly.
#[derive(Clone, Debug, Default)]
pub struct Dominated {
    children: Later<Children>,
}

/// The children of all nodes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Children {
    /// Where the children of each node begin, and at last where those of the last one end.
    first: Vec<u32>,
    child: Vec<u32>,
}

impl Dominated {
    /// Turns dominators around.
    pub(super) fn of(dominators: &Dominators, root: NodeIndex) -> Self {
        Self { children: Children::of(&dominators.dominator, root).into() }
    }

    /// Children that `make` makes once they are needed.
    pub(crate) fn later(make: impl Fn() -> Children + Send + Sync + 'static) -> Self {
        Self { children: Later::new(make) }
    }

    /// Where the children of each node begin, and all of them: to be kept.
    pub(crate) fn parts(&self) -> (&[u32], &[u32]) {
        (&self.children.first, &self.children.child)
    }

    /// Rows of the nodes that `node` dominates directly, in the order of the file.
    #[inline]
    pub fn children(&self, node: usize) -> &[u32] {
        let children = &*self.children;
        &children.child[children.first[node] as usize..children.first[node + 1] as usize]
    }

    /// The nodes that `node` dominates directly, in the order of the file.
    pub fn of_node(&self, node: NodeIndex) -> impl ExactSizeIterator<Item = NodeIndex> + '_ {
        self.children(node.row()).iter().map(|&it| NodeIndex::from_row(it as usize))
    }
}

impl Children {
    /// Turns the dominators of all nodes around.
    pub(crate) fn of(dominator: &[u32], root: NodeIndex) -> Self {
        let n = dominator.len();
        let mut first = vec![0_u32; n + 1];
        for &holder in dominator {
            first[holder as usize] += 1;
        }
        first[root.row()] -= 1;
        let mut sum = 0;
        for count in &mut first {
            sum += *count;
            *count = sum;
        }
        let mut child = vec![0_u32; n.saturating_sub(1)];
        for (node, &holder) in dominator.iter().enumerate().rev() {
            if node == root.row() {
                continue;
            }
            let slot = &mut first[holder as usize];
            *slot -= 1;
            child[*slot as usize] = node as u32;
        }
        Self { first, child }
    }

    /// Children from parts that were kept; `None` if they do not fit a graph of `n_nodes`.
    pub(crate) fn from_parts(first: Vec<u32>, child: Vec<u32>, n_nodes: usize) -> Option<Self> {
        let is_sound = is_ranges(&first, n_nodes, child.len())
            && child.iter().all(|&it| (it as usize) < n_nodes);
        is_sound.then_some(Self { first, child })
    }
}
