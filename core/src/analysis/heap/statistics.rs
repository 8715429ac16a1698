//! What the heap is made of.

use crate::analysis::heap::bits::Bits;
use crate::analysis::heap::facts::HeapFacts;
use crate::analysis::heap::retainers::Retainers;
use crate::analysis::heap::tree::HeapTree;
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::{EdgeKind, NodeIndex, NodeKind};

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

/// A part of the heap that [`HeapStatistics`] count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeapPart {
    /// Compiled code.
    Code,
    /// Strings.
    Strings,
    /// Arrays with their elements.
    JsArrays,
    /// Contents of typed arrays.
    TypedArrays,
    /// Other memory outside V8's heap.
    Native,
    /// V8's own objects.
    System,
    /// What is left: mostly objects and functions.
    Other,
}

impl HeapPart {
    /// Every part, in the order of DevTools' Statistics view.
    pub const ALL: [HeapPart; 7] = [
        Self::Code,
        Self::Strings,
        Self::JsArrays,
        Self::TypedArrays,
        Self::Native,
        Self::System,
        Self::Other,
    ];
}

impl HeapStatistics {
    /// Bytes of one part. All parts together are the total.
    pub fn of(&self, part: HeapPart) -> u64 {
        match part {
            HeapPart::Code => self.code,
            HeapPart::Strings => self.strings,
            HeapPart::JsArrays => self.js_arrays,
            HeapPart::TypedArrays => self.typed_arrays,
            HeapPart::Native => self.native.saturating_sub(self.typed_arrays),
            HeapPart::System => self.system,
            HeapPart::Other => self.other(),
        }
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
        let slot = match part_of(graph, facts, node) {
            HeapPart::System => &mut sums.system,
            HeapPart::TypedArrays => {
                sums.typed_arrays = sums.typed_arrays.saturating_add(size);
                &mut sums.native
            }
            HeapPart::Native => &mut sums.native,
            HeapPart::Code => &mut sums.code,
            HeapPart::Strings => &mut sums.strings,
            HeapPart::JsArrays => {
                let elements = own_elements(graph, facts, retainers, node);
                let elements = elements.map_or(0, |it| facts.shallow.get(it));
                sums.js_arrays = sums.js_arrays.saturating_add(elements);
                &mut sums.js_arrays
            }
            HeapPart::Other => continue,
        };
        *slot = slot.saturating_add(size);
    }
    sums.v8_heap = sums.total.saturating_sub(sums.native);
    sums
}

/// The part that an object itself is counted as; the elements of an array count as the array does,
/// but are [`HeapPart::Other`] here.
pub fn heap_part(graph: &HeapGraph, facts: &HeapFacts, node: NodeIndex) -> HeapPart {
    part_of(graph, facts, node.row())
}

/// The part that a node itself is counted as; the elements of an array count as the array does.
fn part_of(graph: &HeapGraph, facts: &HeapFacts, node: usize) -> HeapPart {
    let name = graph.nodes.name[node];
    match graph.node_kinds.kind(graph.nodes.kind[node]).unwrap_or(NodeKind::Other) {
        NodeKind::Hidden => HeapPart::System,
        NodeKind::Native => {
            let is_buffer = facts.known.array_buffer.has(name);
            let is_buffer = is_buffer && !facts.detachedness.is_renamed(node);
            if is_buffer { HeapPart::TypedArrays } else { HeapPart::Native }
        }
        NodeKind::Code => HeapPart::Code,
        kind if kind.is_string() => HeapPart::Strings,
        _ if facts.known.array.has(name) => HeapPart::JsArrays,
        _ => HeapPart::Other,
    }
}

/// The objects that are counted as `part`.
pub(super) fn of_part(
    graph: &HeapGraph,
    facts: &HeapFacts,
    tree: &HeapTree,
    part: HeapPart,
) -> Bits {
    let n = graph.n_nodes();
    let mut chosen = Bits::from_fn(n, |node| part_of(graph, facts, node) == part);
    if matches!(part, HeapPart::JsArrays | HeapPart::Other) {
        for array in (0..n).filter(|&it| part_of(graph, facts, it) == HeapPart::JsArrays) {
            let elements = own_elements(graph, facts, &tree.retainers, array);
            match elements {
                Some(it) if part == HeapPart::JsArrays => chosen.set(it),
                Some(it) => chosen.clear(it),
                None => {}
            }
        }
    }
    chosen
}

/// An array's backing store, if it is the array's alone.
fn own_elements(
    graph: &HeapGraph,
    facts: &HeapFacts,
    retainers: &Retainers,
    array: usize,
) -> Option<usize> {
    let is_elements = |edge: &usize| {
        graph.edge_kinds.kind(graph.edges.kind[*edge]) == Some(EdgeKind::Internal)
            && facts.known.elements.has(graph.edges.name[*edge])
    };
    let elements = graph.edge_rows(array).find(is_elements).map(|it| graph.edges.to[it] as usize);
    elements.filter(|&it| retainers.count(it) == 1)
}
