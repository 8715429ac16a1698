//! Where a program's own objects begin.

use crate::analysis::heap::known::KnownNames;
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::{EdgeKind, NodeKind};

/// The roots that belong to the program: children of the root that are not V8's own groups, and
/// the documents of a page. In the order of edges, and as often as there are edges to them.
pub(super) fn user_roots(graph: &HeapGraph, known: &KnownNames) -> Vec<u32> {
    let children = graph.edge_rows(graph.root.row()).map(|it| graph.edges.to[it]);
    children.filter(|&it| is_user_root(graph, known, it as usize)).collect()
}

fn is_user_root(graph: &HeapGraph, known: &KnownNames, node: usize) -> bool {
    let kind = graph.node_kinds.kind(graph.nodes.kind[node]);
    kind != Some(NodeKind::Synthetic) || is_document_trees(graph, known, node)
}

fn is_document_trees(graph: &HeapGraph, known: &KnownNames, node: usize) -> bool {
    let kind = graph.node_kinds.kind(graph.nodes.kind[node]);
    kind == Some(NodeKind::Synthetic) && known.document_trees.has(graph.nodes.name[node])
}

/// Where the objects of a page begin: what the root refers to by shortcut (global objects), and
/// the documents.
pub(super) fn page_seeds(graph: &HeapGraph, known: &KnownNames) -> Vec<u32> {
    let mut seeds = Vec::new();
    for edge in graph.edge_rows(graph.root.row()) {
        let to = graph.edges.to[edge];
        let is_seed = match graph.edge_kinds.kind(graph.edges.kind[edge]) {
            Some(EdgeKind::Shortcut) => true,
            Some(EdgeKind::Element) => is_document_trees(graph, known, to as usize),
            _ => false,
        };
        if is_seed {
            seeds.push(to);
        }
    }
    seeds
}
