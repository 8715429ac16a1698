//! The objects that keep most alive.

use std::cmp::Reverse;

use crate::analysis::heap::distances::SYSTEM;
use crate::analysis::heap::facts::HeapFacts;
use crate::analysis::heap::tree::HeapTree;
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::{NodeIndex, NodeKind};

/// The `n` objects of the program that keep most alive, none of them V8's own or a group of
/// roots; then by row.
///
/// An object that only V8 leads to, as long as a function that runs or native code uses it, is the
/// program's all the same; what else V8 leads to is its own.
pub fn largest_objects(
    graph: &HeapGraph,
    facts: &HeapFacts,
    tree: &HeapTree,
    n: usize,
) -> Vec<NodeIndex> {
    let kinds = &graph.node_kinds;
    let is_object =
        kinds.map_codes(NodeKind::Other, |it| matches!(it, NodeKind::Object | NodeKind::Closure));
    let is_group = kinds.map_codes(NodeKind::Other, |it| it == NodeKind::Synthetic);
    let is_program = |it: &NodeIndex| {
        let kind = usize::from(graph.nodes.kind[it.row()]);
        match facts.distance[it.row()] {
            // In pages groups of roots may stand behind the program's own objects.
            1..SYSTEM => !is_group[kind],
            SYSTEM.. => is_object[kind],
            _ => false,
        }
    };
    let mut nodes: Vec<NodeIndex> = graph.node_indices().filter(is_program).collect();
    let key = |it: &NodeIndex| (Reverse(tree.dominators.retained(*it)), *it);
    if n == 0 {
        return Vec::new();
    }
    if nodes.len() > n {
        nodes.select_nth_unstable_by_key(n - 1, key);
        nodes.truncate(n);
    }
    nodes.sort_unstable_by_key(key);
    nodes
}
