//! Which nodes of documents are attached to their page, and which are detached.

use crate::analysis::heap::bits::Bits;
use crate::model::HeapGraph;
use crate::model::heap::{EdgeKind, NodeKind};
use crate::task::{Cancelled, Task};

/// Nothing is known.
pub const UNKNOWN: u8 = 0;
/// Attached to a page.
pub const ATTACHED: u8 = 1;
/// Held by the program alone.
pub const DETACHED: u8 = 2;

/// Which nodes of documents are attached to their page, and which are detached.
#[derive(Clone, Debug, Default)]
pub struct Detachedness {
    /// [`UNKNOWN`], [`ATTACHED`] or [`DETACHED`] of each node; empty if nothing is known of any.
    pub(super) state: Vec<u8>,
    /// Nodes whose name gets the prefix `Detached `.
    pub(super) renamed: Bits,
}

impl Detachedness {
    /// The states of all nodes and which are renamed: to be kept.
    pub(crate) fn parts(&self) -> (&[u8], &Bits) {
        (&self.state, &self.renamed)
    }

    /// Detachedness from parts that were kept.
    pub(crate) fn from_parts(state: Vec<u8>, renamed: Bits) -> Self {
        Self { state, renamed }
    }

    /// The state of a node.
    #[inline]
    pub fn state(&self, node: usize) -> u8 {
        self.state.get(node).copied().unwrap_or(UNKNOWN)
    }

    /// Whether the name of a node gets the prefix `Detached `.
    #[inline]
    pub fn is_renamed(&self, node: usize) -> bool {
        self.renamed.has(node)
    }
}

/// Tells attached from detached nodes, as DevTools does.
///
/// Where the file tells it of some nodes, it spreads: first attachment, then detachment, each
/// along every reference that is not hidden or weak, into native nodes of which nothing is known
/// yet. Old files tell it by names.
pub(super) fn detachedness(graph: &HeapGraph, task: &Task) -> Result<Detachedness, Cancelled> {
    let n = graph.n_nodes();
    let is_native = graph.node_kinds.map_codes(NodeKind::Other, |it| it == NodeKind::Native);
    let is_native = |node: usize| is_native[usize::from(graph.nodes.kind[node])];
    if graph.nodes.detachedness.is_empty() {
        return Ok(by_name(graph, is_native));
    }
    task.advance(0)?;
    let mut state = graph.nodes.detachedness.clone();
    if state.iter().all(|&it| it == UNKNOWN) {
        return Ok(Detachedness::default());
    }
    let skips = graph.edge_kinds.map_codes(EdgeKind::Other, |it| {
        matches!(it, EdgeKind::Hidden | EdgeKind::Invisible | EdgeKind::Weak)
    });
    let mut visited = Bits::from_fn(n, |node| state[node] != UNKNOWN);
    for wanted in [ATTACHED, DETACHED] {
        let is_seed = |node: &usize| graph.nodes.detachedness[*node] == wanted && is_native(*node);
        let mut open: Vec<usize> = (0..n).filter(is_seed).collect();
        while let Some(node) = open.pop() {
            for edge in graph.edge_rows(node) {
                let to = graph.edges.to[edge] as usize;
                if skips[usize::from(graph.edges.kind[edge])] || visited.has(to) {
                    continue;
                }
                visited.set(to);
                if is_native(to) {
                    state[to] = wanted;
                    open.push(to);
                }
            }
        }
        task.advance(0)?;
    }
    let renamed = Bits::from_fn(n, |node| state[node] == DETACHED && is_native(node));
    Ok(Detachedness { state, renamed })
}

/// What the names of native nodes tell in files of old versions.
fn by_name(graph: &HeapGraph, is_native: impl Fn(usize) -> bool) -> Detachedness {
    let is_detached = |node: usize| {
        is_native(node) && graph.strings.bytes(graph.nodes.name[node]).starts_with(b"Detached ")
    };
    let n = graph.n_nodes();
    if !(0..n).any(&is_detached) {
        return Detachedness::default();
    }
    let state = (0..n).map(|node| if is_detached(node) { DETACHED } else { UNKNOWN }).collect();
    Detachedness { state, renamed: Bits::default() }
}
