//! The graph itself: nodes and edges in columns.

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;

use crate::index::RowIndex as _;
use crate::model::heap::{
    AllocationTraces, EdgeIndex, EdgeKind, HeapLocations, HeapSample, HeapStrings, KindTable,
    Location, NodeIndex, NodeKind, WideColumn,
};

/// The objects of a snapshot, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct HeapNodes {
    /// Code of the kind, see [`HeapGraph::node_kinds`].
    pub kind: Vec<u8>,
    /// Number of the name among [`HeapGraph::strings`].
    pub name: Vec<u32>,
    /// What V8 calls it; the same in every snapshot of one process.
    pub id: WideColumn,
    /// Bytes of the object itself, as the file says.
    pub self_size: WideColumn,
    /// Where the edges of each begin, and at last where those of the last one end.
    pub first_edge: Vec<u32>,
    /// 0 not known, 1 attached to a document, 2 detached; empty where the file does not tell.
    pub detachedness: Vec<u8>,
    /// Id of the call path that allocated it, or 0; empty where the file does not tell.
    pub trace: Vec<u32>,
}

/// The references of a snapshot, grouped by the node that holds them.
#[derive(Clone, Debug, Default)]
pub struct HeapEdges {
    /// Code of the kind, see [`HeapGraph::edge_kinds`].
    pub kind: Vec<u8>,
    /// Number of the name among [`HeapGraph::strings`], or an index where the kind says so.
    pub name: Vec<u32>,
    /// Row of the node it leads to.
    pub to: Vec<u32>,
}

/// The name of an edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EdgeName<'a> {
    /// Such as a property's name.
    Text(Cow<'a, str>),
    /// Such as an element's index.
    Number(u32),
}

impl std::fmt::Display for EdgeName<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.pad(text),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

/// A heap snapshot: every object that was alive, and every reference between them.
///
/// **Invariants:** all columns of a table are of equal length; every edge leads to a node; the
/// edges of node `i` are `first_edge[i]..first_edge[i + 1]`; there is at least one node. Readers
/// keep them, and check them by [`HeapGraph::checked`].
#[derive(Clone, Debug)]
pub struct HeapGraph {
    /// The objects.
    pub nodes: HeapNodes,
    /// The references.
    pub edges: HeapEdges,
    /// What codes in the kind column of nodes mean.
    pub node_kinds: KindTable<NodeKind>,
    /// What codes in the kind column of edges mean.
    pub edge_kinds: KindTable<EdgeKind>,
    /// The texts.
    pub strings: HeapStrings,
    /// The node that everything is reached from.
    pub root: NodeIndex,
    /// Known places of code.
    pub locations: HeapLocations,
    /// Moments of an allocation timeline, in order; empty in a plain snapshot.
    pub samples: Vec<HeapSample>,
    /// Where objects were allocated; empty in a plain snapshot.
    pub traces: AllocationTraces,
    /// Bytes outside V8's heap that belong to no node.
    pub extra_native_bytes: u64,
}

impl HeapGraph {
    /// The same graph, once its invariants are checked.
    ///
    /// # Panics
    ///
    /// If they do not hold.
    #[must_use]
    pub fn checked(self) -> Self {
        if let Some(problem) = self.problem() {
            panic!("a graph must have {problem}");
        }
        self
    }

    /// What it must have and has not, if anything.
    pub fn problem(&self) -> Option<&'static str> {
        let (nodes, edges) = (&self.nodes, &self.edges);
        let (n, n_edges) = (nodes.kind.len(), edges.kind.len());
        let columns = [nodes.name.len(), nodes.id.len(), nodes.self_size.len()];
        let optional = [nodes.detachedness.len(), nodes.trace.len()];
        let first = &nodes.first_edge;
        let checks = [
            (n > 0 && n <= super::MAX_NODES, "some nodes, and not too many"),
            (columns.iter().all(|&it| it == n), "node columns of equal length"),
            (optional.iter().all(|&it| it == 0 || it == n), "whole optional columns"),
            (edges.name.len() == n_edges && edges.to.len() == n_edges, "whole edge columns"),
            (first.len() == n + 1 && first.is_sorted(), "an edge range for each node"),
            (first.last().is_some_and(|&it| it as usize == n_edges), "an owner for each edge"),
            (edges.to.par_iter().all(|&it| (it as usize) < n), "edges that lead to nodes"),
            (self.root.row() < n, "a root among its nodes"),
        ];
        checks.into_iter().find(|it| !it.0).map(|it| it.1)
    }

    /// Number of nodes.
    pub fn n_nodes(&self) -> usize {
        self.nodes.kind.len()
    }

    /// Number of edges.
    pub fn n_edges(&self) -> usize {
        self.edges.kind.len()
    }

    /// Every node, in the order of the file.
    pub fn node_indices(&self) -> impl DoubleEndedIterator<Item = NodeIndex> + ExactSizeIterator {
        (0..self.n_nodes()).map(NodeIndex::from_row)
    }

    /// The kind of a node.
    #[inline]
    pub fn node_kind(&self, node: NodeIndex) -> NodeKind {
        self.node_kinds.kind(self.nodes.kind[node.row()]).unwrap_or(NodeKind::Other)
    }

    /// The file's own name of a node's kind.
    pub fn node_kind_name(&self, node: NodeIndex) -> &str {
        self.node_kinds.name(self.nodes.kind[node.row()])
    }

    /// What V8 calls a node.
    pub fn id(&self, node: NodeIndex) -> u64 {
        self.nodes.id.get(node.row())
    }

    /// The node that V8 calls `id`. Costs a look at every node.
    pub fn find_id(&self, id: u64) -> Option<NodeIndex> {
        self.nodes.id.iter().position(|it| it == id).map(NodeIndex::from_row)
    }

    /// A node's name as it stands in the file, in WTF-8.
    pub fn raw_name(&self, node: NodeIndex) -> &[u8] {
        self.strings.bytes(self.nodes.name[node.row()])
    }

    /// The rows of a node's edges.
    #[inline]
    pub fn edge_rows(&self, node: usize) -> Range<usize> {
        self.nodes.first_edge[node] as usize..self.nodes.first_edge[node + 1] as usize
    }

    /// A node's edges, in the order of the file.
    pub fn edges_of(
        &self,
        node: NodeIndex,
    ) -> impl DoubleEndedIterator<Item = EdgeIndex> + ExactSizeIterator + use<> {
        self.edge_rows(node.row()).map(EdgeIndex::from_row)
    }

    /// The kind of an edge.
    #[inline]
    pub fn edge_kind(&self, edge: EdgeIndex) -> EdgeKind {
        self.edge_kinds.kind(self.edges.kind[edge.row()]).unwrap_or(EdgeKind::Other)
    }

    /// The file's own name of an edge's kind.
    pub fn edge_kind_name(&self, edge: EdgeIndex) -> &str {
        self.edge_kinds.name(self.edges.kind[edge.row()])
    }

    /// The node that an edge leads to.
    #[inline]
    pub fn target(&self, edge: EdgeIndex) -> NodeIndex {
        NodeIndex::from_row(self.edges.to[edge.row()] as usize)
    }

    /// The node that holds an edge, found by binary search.
    pub fn source(&self, edge: EdgeIndex) -> NodeIndex {
        let edge = edge.row();
        let after = self.nodes.first_edge.partition_point(|&it| it as usize <= edge);
        NodeIndex::from_row(after.saturating_sub(1))
    }

    /// The name of an edge.
    pub fn edge_name(&self, edge: EdgeIndex) -> EdgeName<'_> {
        let name = self.edges.name[edge.row()];
        if self.edge_kind(edge).is_numbered() {
            EdgeName::Number(name)
        } else {
            EdgeName::Text(self.strings.text(name))
        }
    }

    /// The text of an edge's name in WTF-8, or `None` if it is a number.
    pub fn edge_text(&self, edge: EdgeIndex) -> Option<&[u8]> {
        let is_numbered = self.edge_kind(edge).is_numbered();
        (!is_numbered).then(|| self.strings.bytes(self.edges.name[edge.row()]))
    }

    /// Where the code of a node begins, if the file tells.
    pub fn location(&self, node: NodeIndex) -> Option<Location> {
        self.locations.of(node)
    }
}
