//! A depth-first search that numbers nodes in the order in which it meets them.

use crate::analysis::heap::bits::Bits;
use crate::analysis::heap::retainers::Retainers;
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::task::{Cancelled, Task};

/// The number of a node that was not met.
pub(super) const NONE: u32 = u32::MAX;

/// Nodes between two looks at whether to go on.
const PACE: usize = 1 << 16;

/// Nodes in the order of a depth-first search.
pub(super) struct Order {
    /// The number of each node, or [`NONE`].
    pub(super) number: Vec<u32>,
    /// The node of each number; the root is 0.
    pub(super) node: Vec<u32>,
    /// The number from which each number was reached; of the root, its own.
    pub(super) parent: Vec<u32>,
}

/// The search, as far as it went.
pub(super) struct DepthFirst {
    order: Order,
    /// The nodes that are open: number, and what is left of its edges.
    open: Vec<(u32, u32, u32)>,
}

impl DepthFirst {
    pub(super) fn new(n: usize) -> Self {
        let order = Order {
            number: vec![NONE; n],
            node: Vec::with_capacity(n),
            parent: Vec::with_capacity(n),
        };
        Self { order, open: Vec::new() }
    }

    /// Follows every essential edge from the root.
    pub(super) fn search_root(
        &mut self,
        graph: &HeapGraph,
        essential: &Bits,
        task: &Task,
    ) -> Result<(), Cancelled> {
        self.search(graph, essential, graph.root.row(), task)
    }

    /// Goes on from every node that was not met and that nothing keeps alive, as if the root held
    /// it.
    pub(super) fn search_orphans(
        &mut self,
        graph: &HeapGraph,
        essential: &Bits,
        retainers: &Retainers,
        task: &Task,
    ) -> Result<(), Cancelled> {
        if self.order.node.len() == graph.n_nodes() {
            return Ok(());
        }
        for node in 0..graph.n_nodes() {
            if self.order.number[node] == NONE && retainers.essential(node).next().is_none() {
                self.search(graph, essential, node, task)?;
            }
        }
        Ok(())
    }

    /// The order in which nodes were met.
    pub(super) fn finish(self) -> Order {
        self.order
    }

    /// Meets `start`, below the root, and all that can be reached from it and was not met.
    fn search(
        &mut self,
        graph: &HeapGraph,
        essential: &Bits,
        start: usize,
        task: &Task,
    ) -> Result<(), Cancelled> {
        self.meet(graph, start, 0);
        while let Some((number, next, end)) = self.open.last_mut() {
            let mut edge = *next as usize;
            let last = *end as usize;
            let parent = *number;
            let mut found = None;
            while edge < last {
                let to = graph.edges.to[edge] as usize;
                let is_new = essential.has(edge) && self.order.number[to] == NONE;
                edge += 1;
                if is_new {
                    found = Some(to);
                    break;
                }
            }
            if let Some(to) = found {
                *next = edge as u32;
                self.meet(graph, to, parent);
                if self.order.node.len().is_multiple_of(PACE) {
                    task.advance(PACE as u64)?;
                }
            } else {
                self.open.pop();
            }
        }
        Ok(())
    }

    fn meet(&mut self, graph: &HeapGraph, node: usize, parent: u32) {
        let number = self.order.node.len() as u32;
        self.order.number[node] = number;
        self.order.node.push(node as u32);
        self.order.parent.push(parent);
        let edges = graph.edge_rows(node);
        if !edges.is_empty() {
            self.open.push((number, edges.start as u32, edges.end as u32));
        }
    }
}
