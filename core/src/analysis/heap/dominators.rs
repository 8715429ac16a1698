//! Dominators: the one object through which every way from the root to another leads.

mod depth_first;
mod semi_nca;

use std::sync::Arc;

use rayon::prelude::*;

use crate::analysis::heap::bits::Bits;
use crate::analysis::heap::retainers::Retainers;
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::{NodeIndex, WideColumn};
use crate::task::{Cancelled, Task};

use depth_first::{DepthFirst, Order};

/// The dominator of each object, and what each keeps alive.
///
/// An object's dominator is the last object that every way from the root to it leads through: if
/// that goes, it goes too. Its retained size is its own and that of all that it dominates.
#[derive(Clone, Debug, Default)]
pub struct Dominators {
    /// Row of the dominator of each node; of the root, its own.
    pub(super) dominator: Arc<Vec<u32>>,
    /// What each node keeps alive, itself included, in bytes.
    pub(super) retained: WideColumn,
}

impl Dominators {
    /// The dominator of a node; the root is its own.
    pub fn of(&self, node: NodeIndex) -> NodeIndex {
        NodeIndex::from_row(self.dominator[node.row()] as usize)
    }

    /// What a node keeps alive, itself included, in bytes.
    pub fn retained(&self, node: NodeIndex) -> u64 {
        self.retained.get(node.row())
    }

    /// Rows of the dominators of all nodes.
    pub fn rows(&self) -> &[u32] {
        &self.dominator
    }

    /// The same, to be held by others too.
    pub(crate) fn shared_rows(&self) -> Arc<Vec<u32>> {
        Arc::clone(&self.dominator)
    }

    /// The retained sizes of all nodes.
    pub fn retained_sizes(&self) -> &WideColumn {
        &self.retained
    }

    /// A node, its dominator, and so on up to the root.
    pub fn chain(&self, node: NodeIndex) -> impl Iterator<Item = NodeIndex> + '_ {
        std::iter::successors(Some(node), |&it| Some(self.of(it)).filter(|&next| next != it))
    }
}

/// Finds dominators and retained sizes, and on the way who retains whom.
///
/// The algorithm is Semi-NCA (Georgiadis, 2005): semidominators as Lengauer and Tarjan have them,
/// then each dominator as the nearest common ancestor in the tree so far. What cannot be reached
/// hangs on the root, as in DevTools: whatever has no essential retainer counts as held by the
/// root; of what only others like it hold, each counts as held by the root alone.
///
/// `essential` are the references that keep their target alive, `shallow` what each object takes.
pub(super) fn dominators(
    graph: &HeapGraph,
    (essential, shallow): (&Bits, &WideColumn),
    task: &Task,
) -> Result<(Retainers, Dominators), Cancelled> {
    let mut search = DepthFirst::new(graph.n_nodes());
    let (searched, retainers) = rayon::join(
        || search.search_root(graph, essential, task),
        || Retainers::of(graph, essential, task),
    );
    searched?;
    let retainers = retainers?;
    search.search_orphans(graph, essential, &retainers, task)?;
    let order = search.finish();
    let dominator = semi_nca::immediate_dominators(&order, &retainers, task)?;
    Ok((retainers, Dominators::from_order(graph, shallow, order, &dominator)))
}

impl Dominators {
    /// Dominators by node, from those by number, and the sizes that they retain.
    ///
    /// This is where most memory is in use, so each column is let go as soon as it can be.
    fn from_order(
        graph: &HeapGraph,
        shallow: &WideColumn,
        order: Order,
        of_number: &[u32],
    ) -> Self {
        let Order { number, node, parent } = order;
        drop(parent);
        let size = |node: u32| shallow.get(node as usize);
        let mut sizes: Vec<u64> = node.iter().map(|&it| size(it)).collect();
        for (&number, size) in number.iter().zip(shallow.iter()) {
            if number == depth_first::NONE {
                sizes[0] = sizes[0].saturating_add(size);
            }
        }
        for number in (1..of_number.len()).rev() {
            let holder = of_number[number] as usize;
            sizes[holder] = sizes[holder].saturating_add(sizes[number]);
        }
        let retained = number
            .iter()
            .enumerate()
            .map(|(node, &number)| match number {
                depth_first::NONE => shallow.get(node),
                number => sizes[number as usize],
            })
            .collect();
        drop(sizes);
        let root = graph.root.row() as u32;
        let mut dominator = number;
        for it in &mut dominator {
            *it = match *it {
                depth_first::NONE => root,
                number => node[of_number[number as usize] as usize],
            };
        }
        Self { dominator: dominator.into(), retained }
    }

    /// Dominators from parts that were kept; `None` if they do not fit together.
    pub(crate) fn from_parts(dominator: Vec<u32>, retained: WideColumn) -> Option<Self> {
        let n = dominator.len();
        let is_sound = retained.len() == n && dominator.par_iter().all(|&it| (it as usize) < n);
        is_sound.then(|| Self { dominator: dominator.into(), retained })
    }
}
