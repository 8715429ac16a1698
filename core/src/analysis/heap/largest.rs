//! The objects that keep most alive.

use std::cmp::Reverse;

use crate::analysis::heap::distances::SYSTEM;
use crate::analysis::heap::facts::HeapFacts;
use crate::analysis::heap::tree::HeapTree;
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::NodeIndex;

/// The `n` objects of the program that keep most alive, none of them V8's own; then by row.
pub fn largest_objects(
    graph: &HeapGraph,
    facts: &HeapFacts,
    tree: &HeapTree,
    n: usize,
) -> Vec<NodeIndex> {
    let is_program = |it: &NodeIndex| (1..SYSTEM).contains(&facts.distance[it.row()]);
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
