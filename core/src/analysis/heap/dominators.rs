//! Dominators: the one object through which every way from the root to another leads.

mod depth_first;
mod semi_nca;

use crate::analysis::heap::facts::HeapFacts;
use crate::analysis::heap::retainers::Retainers;
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::{NodeIndex, WideColumn};
use crate::task::{Cancelled, Task};

use depth_first::DepthFirst;

/// The dominator of each object, and what each keeps alive.
///
/// An object's dominator is the last object that every way from the root to it leads through: if
/// that goes, it goes too. Its retained size is its own and that of all that it dominates.
#[derive(Clone, Debug, Default)]
pub struct Dominators {
    /// Row of the dominator of each node; of the root, its own.
    pub(super) dominator: Vec<u32>,
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
pub(super) fn dominators(
    graph: &HeapGraph,
    facts: &HeapFacts,
    task: &Task,
) -> Result<(Retainers, Dominators), Cancelled> {
    let mut search = DepthFirst::new(graph.n_nodes());
    let (searched, retainers) = rayon::join(
        || search.from_root(graph, &facts.essential, task),
        || Retainers::of(graph, &facts.essential, task),
    );
    searched?;
    let retainers = retainers?;
    search.from_orphans(graph, &facts.essential, &retainers, task)?;
    let order = search.finish();
    let dominator = semi_nca::immediate_dominators(&order, &retainers, task)?;
    Ok((retainers, Dominators::from_order(graph, facts, &order, dominator)))
}

impl Dominators {
    /// Dominators by node, from those by number, and the sizes that they retain.
    fn from_order(
        graph: &HeapGraph,
        facts: &HeapFacts,
        order: &depth_first::Order,
        of_number: Vec<u32>,
    ) -> Self {
        let n = graph.n_nodes();
        let root = u32::try_from(graph.root.row()).unwrap_or(0);
        let mut sizes: Vec<u64> =
            order.node.iter().map(|&it| facts.shallow.get(it as usize)).collect();
        let unreached = (0..n).filter(|&it| order.number[it] == depth_first::NONE);
        for node in unreached {
            sizes[0] = sizes[0].saturating_add(facts.shallow.get(node));
        }
        for number in (1..of_number.len()).rev() {
            let holder = of_number[number] as usize;
            sizes[holder] = sizes[holder].saturating_add(sizes[number]);
        }
        let by_node = |node: usize| match order.number[node] {
            depth_first::NONE => (root, facts.shallow.get(node)),
            number => {
                let holder = of_number[number as usize] as usize;
                (order.node[holder], sizes[number as usize])
            }
        };
        let dominator = (0..n).map(|node| by_node(node).0).collect();
        let retained = (0..n).map(|node| by_node(node).1).collect();
        Self { dominator, retained }
    }

    /// Dominators from parts that were kept; `None` if they do not fit together.
    pub(crate) fn from_parts(dominator: Vec<u32>, retained: WideColumn) -> Option<Self> {
        let n = dominator.len();
        let is_sound = retained.len() == n && dominator.iter().all(|&it| (it as usize) < n);
        is_sound.then_some(Self { dominator, retained })
    }
}
