//! Shallow sizes: what each object takes itself, with the parts that only it can see.

use crate::analysis::heap::bits::Bits;
use crate::analysis::heap::known::KnownNames;
use crate::analysis::heap::roots::user_roots;
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::{EdgeKind, NodeKind, WideColumn};
use crate::task::{Cancelled, Task};

/// Nobody owns it.
const NOBODY: u32 = u32::MAX;

/// Several do.
const SEVERAL: u32 = u32::MAX - 1;

/// Nodes between two looks at whether to go on.
const PACE: usize = 1 << 16;

/// What each object takes itself, as DevTools counts it.
///
/// The program cannot see hidden nodes, backing stores and the data of external strings. One of
/// these that a single object holds, directly or through others like it, gives that object its
/// size and keeps nothing; one that several hold, or V8 itself, keeps its size. Where the program
/// has no roots, as in snapshots that show V8's internals, all sizes stay as they are.
pub(super) fn shallow_sizes(
    graph: &HeapGraph,
    known: &KnownNames,
    renamed: &Bits,
    task: &Task,
) -> Result<WideColumn, Cancelled> {
    if user_roots(graph, known).is_empty() {
        return Ok(graph.nodes.self_size.clone());
    }
    let nodes = &graph.nodes;
    let is_hidden = graph
        .node_kinds
        .map_codes(NodeKind::Other, |it| matches!(it, NodeKind::Hidden | NodeKind::Array));
    let is_native = graph.node_kinds.map_codes(NodeKind::Other, |it| it == NodeKind::Native);
    let can_be_owned = Bits::from_fn(graph.n_nodes(), |node| {
        let kind = usize::from(nodes.kind[node]);
        is_hidden[kind]
            || is_native[kind] && known.external_string.has(nodes.name[node]) && !renamed.has(node)
    });
    let owners = owners(graph, &can_be_owned, task)?;
    Ok(moved_sizes(graph, &owners))
}

/// The owner of each node, or [`NOBODY`] or [`SEVERAL`]; those that cannot be owned have nobody.
fn owners(graph: &HeapGraph, can_be_owned: &Bits, task: &Task) -> Result<Vec<u32>, Cancelled> {
    let is_weak = graph.edge_kinds.map_codes(EdgeKind::Other, |it| it == EdgeKind::Weak);
    let mut owners = vec![NOBODY; graph.n_nodes()];
    let mut open: Vec<u32> = Vec::new();
    for (first, number) in (0..graph.n_nodes()).zip(0_u32..) {
        if first.is_multiple_of(PACE) {
            task.advance(PACE as u64)?;
        }
        if can_be_owned.has(first) {
            continue;
        }
        open.push(number);
        while let Some(node) = open.pop() {
            let node = node as usize;
            let owner = if node == first { number } else { owners[node] };
            for edge in graph.edge_rows(node) {
                let to = graph.edges.to[edge];
                if !can_be_owned.has(to as usize) || is_weak[usize::from(graph.edges.kind[edge])] {
                    continue;
                }
                let known_owner = &mut owners[to as usize];
                if *known_owner == NOBODY {
                    *known_owner = owner;
                    open.push(to);
                } else if *known_owner != owner && *known_owner != SEVERAL {
                    *known_owner = SEVERAL;
                    open.push(to);
                }
            }
        }
    }
    Ok(owners)
}

/// The sizes once each owned node has given its own to its owner.
fn moved_sizes(graph: &HeapGraph, owners: &[u32]) -> WideColumn {
    let is_synthetic = graph.node_kinds.map_codes(NodeKind::Other, |it| it == NodeKind::Synthetic);
    let takes = |owner: u32| {
        let row = owner as usize;
        owner < SEVERAL
            && row != graph.root.row()
            && !is_synthetic[usize::from(graph.nodes.kind[row])]
    };
    let (low, high) = graph.nodes.self_size.parts();
    if high.is_empty() {
        let mut sizes = low.to_vec();
        let mut fits = true;
        for (&size, &owner) in low.iter().zip(owners).filter(|it| takes(*it.1)) {
            let sum = sizes[owner as usize].checked_add(size);
            fits &= sum.is_some();
            sizes[owner as usize] = sum.unwrap_or(0);
        }
        if fits {
            for (size, _) in sizes.iter_mut().zip(owners).filter(|it| takes(*it.1)) {
                *size = 0;
            }
            return WideColumn::new(sizes, Vec::new());
        }
    }
    let mut sizes: Vec<u64> = graph.nodes.self_size.iter().collect();
    for (node, &owner) in owners.iter().enumerate().filter(|it| takes(*it.1)) {
        let size = graph.nodes.self_size.get(node);
        sizes[owner as usize] = sizes[owner as usize].saturating_add(size);
    }
    for (size, _) in sizes.iter_mut().zip(owners).filter(|it| takes(*it.1)) {
        *size = 0;
    }
    sizes.into_iter().collect()
}
