//! Who refers to each object.

use std::ops::Range;

use crate::analysis::heap::bits::Bits;
use crate::analysis::heap::later::Later;
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::{EdgeIndex, NodeIndex};
use crate::task::{Cancelled, Task};

/// Marks a retainer whose reference does not keep its target alive.
const WEAK: u32 = 1 << 31;

/// Nodes between two looks at whether to go on.
const PACE: usize = 1 << 16;

/// Who refers to each object: the edges of the graph, grouped by where they lead.
///
/// The retainers of a node stand together, in the order of the file. Each is the row of the node
/// that refers, and one bit that says whether the reference is essential.
#[derive(Clone, Debug, Default)]
pub struct Retainers {
    table: Later<Table>,
}

/// The retainers of all nodes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// Where the retainers of each node begin, and at last where those of the last one end.
    first: Vec<u32>,
    entry: Vec<u32>,
}

/// One reference to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retainer {
    /// Who refers to it.
    pub node: NodeIndex,
    /// By which edge.
    pub edge: EdgeIndex,
}

/// Whether `first` splits `len` rows into a range for each of `n_nodes`.
pub(super) fn is_ranges(first: &[u32], n_nodes: usize, len: usize) -> bool {
    let ends_well = first.last().is_some_and(|&it| it as usize == len);
    first.len() == n_nodes + 1 && first.is_sorted() && ends_well
}

impl Retainers {
    /// Turns the edges of `graph` around. `essential` says which keep their target alive.
    pub(super) fn of(graph: &HeapGraph, essential: &Bits, task: &Task) -> Result<Self, Cancelled> {
        let n = graph.n_nodes();
        let mut first = vec![0_u32; n + 1];
        for targets in graph.edges.to.chunks(1 << 20) {
            task.advance(0)?;
            for &to in targets {
                first[to as usize] += 1;
            }
        }
        let mut sum = 0;
        for count in &mut first {
            sum += *count;
            *count = sum;
        }
        // Filled from behind, so that each beginning moves to where it belongs.
        let mut entry = vec![0_u32; graph.n_edges()];
        for node in (0..n).rev() {
            if node.is_multiple_of(PACE) {
                task.advance(PACE as u64)?;
            }
            for edge in graph.edge_rows(node).rev() {
                let slot = &mut first[graph.edges.to[edge] as usize];
                *slot -= 1;
                entry[*slot as usize] = node as u32 | if essential.has(edge) { 0 } else { WEAK };
            }
        }
        Ok(Self { table: Table { first, entry }.into() })
    }

    /// Retainers that `make` makes once they are needed.
    pub(crate) fn later(make: impl Fn() -> Table + Send + Sync + 'static) -> Self {
        Self { table: Later::new(make) }
    }

    /// Where the retainers of each node begin, and all of them: to be kept.
    pub(crate) fn parts(&self) -> (&[u32], &[u32]) {
        (&self.table.first, &self.table.entry)
    }

    /// The rows of a node's retainers.
    #[inline]
    pub(super) fn rows(&self, node: usize) -> Range<usize> {
        let first = &self.table.first;
        first[node] as usize..first[node + 1] as usize
    }

    /// Number of references to a node.
    #[inline]
    pub fn count(&self, node: usize) -> usize {
        self.rows(node).len()
    }

    /// Rows of the nodes that refer to a node, each as often as it does, in the order of the file.
    #[inline]
    pub fn nodes(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        self.table.entry[self.rows(node)].iter().map(|it| (it & !WEAK) as usize)
    }

    /// The same, of references that keep the node alive.
    #[inline]
    pub(super) fn essential(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        self.table.entry[self.rows(node)]
            .iter()
            .filter(|&&it| it & WEAK == 0)
            .map(|&it| it as usize)
    }

    /// Every reference to a node, in the order of the file.
    ///
    /// Costs a look at all edges of whoever refers to it.
    pub fn of_node(&self, graph: &HeapGraph, node: NodeIndex) -> Vec<Retainer> {
        let mut found = Vec::new();
        let mut before = None;
        for holder in self.nodes(node.row()) {
            if before.replace(holder) == Some(holder) {
                continue;
            }
            let edges = graph.edge_rows(holder);
            let edges = edges.filter(|&it| graph.edges.to[it] as usize == node.row());
            let holder = NodeIndex::from_row(holder);
            found.extend(edges.map(|it| Retainer { node: holder, edge: EdgeIndex::from_row(it) }));
        }
        found
    }
}

impl Table {
    /// Retainers from parts that were kept; `None` if they do not fit a graph of `n_nodes`.
    pub(crate) fn from_parts(first: Vec<u32>, entry: Vec<u32>, n_nodes: usize) -> Option<Self> {
        let is_sound = is_ranges(&first, n_nodes, entry.len())
            && entry.iter().all(|it| ((it & !WEAK) as usize) < n_nodes);
        is_sound.then_some(Self { first, entry })
    }

    /// Number of references.
    pub(crate) fn n_references(&self) -> usize {
        self.entry.len()
    }

    /// The edges of `graph`, turned around anew.
    pub(crate) fn anew(graph: &HeapGraph, essential: &Bits) -> Self {
        let made = Retainers::of(graph, essential, &Task::default());
        made.ok().and_then(|it| it.table.into_inner()).unwrap_or_default()
    }
}
