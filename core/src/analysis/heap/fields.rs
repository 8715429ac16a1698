//! What an object refers to.

use crate::analysis::heap::facts::HeapFacts;
use crate::analysis::heap::names::display_name;
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::{EdgeIndex, EdgeKind, NodeIndex};

/// One reference that an object holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The edge.
    pub edge: EdgeIndex,
    /// Its name, or its index.
    pub name: String,
    /// Its kind.
    pub kind: EdgeKind,
    /// Where it leads.
    pub target: NodeIndex,
    /// What that is called.
    pub target_name: String,
}

/// The edges of an object that are shown, in the order of the file: all but those that are never
/// shown. From the root on, this is DevTools' Containment view.
pub fn shown_edges(
    graph: &HeapGraph,
    node: NodeIndex,
) -> impl DoubleEndedIterator<Item = EdgeIndex> + '_ {
    graph.edges_of(node).filter(|&it| graph.edge_kind(it) != EdgeKind::Invisible)
}

/// One reference in words.
pub fn field(graph: &HeapGraph, facts: &HeapFacts, edge: EdgeIndex) -> Field {
    let target = graph.target(edge);
    Field {
        edge,
        name: graph.edge_name(edge).to_string(),
        kind: graph.edge_kind(edge),
        target,
        target_name: display_name(graph, facts, target),
    }
}

/// The shown edges in the order of DevTools: properties and elements first, by name and index;
/// what V8 needs behind them.
pub fn sorted_edges(graph: &HeapGraph, node: NodeIndex) -> Vec<EdgeIndex> {
    let mut edges: Vec<EdgeIndex> = shown_edges(graph, node).collect();
    let rank = |edge: &EdgeIndex| match graph.edge_kind(*edge) {
        EdgeKind::Property | EdgeKind::Context => 0_u8,
        EdgeKind::Element => 1,
        EdgeKind::Internal | EdgeKind::Shortcut | EdgeKind::Other => 2,
        EdgeKind::Hidden | EdgeKind::Weak | EdgeKind::Invisible => 3,
    };
    edges.sort_by_key(|it| {
        let number =
            if graph.edge_kind(*it).is_numbered() { graph.edges.name[it.row()] } else { 0 };
        (rank(it), number)
    });
    edges
}
