//! What the heap is made of.

use crate::analysis::heap::facts::HeapFacts;
use crate::analysis::heap::retainers::Retainers;
use crate::analysis::heap::tree::HeapTree;
use crate::model::HeapGraph;
use crate::model::heap::{EdgeKind, NodeKind};

/// What the heap is made of, in bytes, as DevTools' Statistics view has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeapStatistics {
    /// All of it.
    pub total: u64,
    /// Memory outside V8's heap.
    pub native: u64,
    /// Of that, contents of typed arrays.
    pub typed_arrays: u64,
    /// V8's heap.
    pub v8_heap: u64,
    /// Of that, compiled code.
    pub code: u64,
    /// Of that, strings.
    pub strings: u64,
    /// Of that, arrays with their elements.
    pub js_arrays: u64,
    /// Of that, V8's own objects.
    pub system: u64,
}

impl HeapStatistics {
    /// What is left of V8's heap: mostly objects and functions.
    pub fn other(&self) -> u64 {
        let named = [self.code, self.strings, self.js_arrays, self.system];
        self.v8_heap.saturating_sub(named.iter().fold(0, |sum, it| sum.saturating_add(*it)))
    }
}

/// Says what the heap is made of. Costs nothing: it was found out with `tree`.
pub fn heap_statistics(_: &HeapGraph, _: &HeapFacts, tree: &HeapTree) -> HeapStatistics {
    tree.statistics
}

/// Finds out what a heap of `total` bytes is made of.
pub(super) fn statistics_of(
    graph: &HeapGraph,
    facts: &HeapFacts,
    (retainers, total): (&Retainers, u64),
) -> HeapStatistics {
    let mut sums =
        HeapStatistics { native: graph.extra_native_bytes, total, ..HeapStatistics::default() };
    for (node, size) in facts.shallow.iter().enumerate() {
        let name = graph.nodes.name[node];
        let slot = match graph.node_kinds.kind(graph.nodes.kind[node]).unwrap_or(NodeKind::Other) {
            NodeKind::Hidden => &mut sums.system,
            NodeKind::Native => {
                if facts.known.array_buffer.has(name) && !facts.detachedness.is_renamed(node) {
                    sums.typed_arrays = sums.typed_arrays.saturating_add(size);
                }
                &mut sums.native
            }
            NodeKind::Code => &mut sums.code,
            kind if kind.is_string() => &mut sums.strings,
            _ if facts.known.array.has(name) => {
                let elements = elements_size(graph, facts, retainers, node);
                sums.js_arrays = sums.js_arrays.saturating_add(elements);
                &mut sums.js_arrays
            }
            _ => continue,
        };
        *slot = slot.saturating_add(size);
    }
    sums.v8_heap = sums.total.saturating_sub(sums.native);
    sums
}

/// The size of an array's backing store, if it is the array's alone.
fn elements_size(graph: &HeapGraph, facts: &HeapFacts, retainers: &Retainers, array: usize) -> u64 {
    let is_elements = |edge: &usize| {
        graph.edge_kinds.kind(graph.edges.kind[*edge]) == Some(EdgeKind::Internal)
            && facts.known.elements.has(graph.edges.name[*edge])
    };
    let elements = graph.edge_rows(array).find(is_elements).map(|it| graph.edges.to[it] as usize);
    elements.filter(|&it| retainers.count(it) == 1).map_or(0, |it| facts.shallow.get(it))
}
