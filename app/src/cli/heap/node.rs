//! One object in a report.

use asyncscope_core::analysis::heap::{SYSTEM, UNREACHED, display_name};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::heap::{EdgeIndex, EdgeKind, NodeIndex};
use asyncscope_core::units::Bytes;
use serde::Serialize;

use crate::cli::columns::Heading;
use crate::cli::heap::open::OpenHeap;

/// An object: what a line about it says.
#[derive(Clone, Debug, Serialize)]
pub(super) struct NodeRow {
    pub(super) id: u64,
    #[serde(rename = "type")]
    kind: String,
    pub(super) name: String,
    pub(super) class: String,
    pub(super) shallow_bytes: u64,
    pub(super) retained_bytes: u64,
    pub(super) distance: i32,
}

impl NodeRow {
    /// The object `node`.
    pub(super) fn new(heap: &OpenHeap, node: NodeIndex) -> Self {
        let classes = &heap.facts.classes;
        Self {
            id: heap.graph.id(node),
            kind: heap.graph.node_kind_name(node).to_owned(),
            name: display_name(&heap.graph, &heap.facts, node),
            class: classes.class[classes.of(node)].name().into_owned(),
            shallow_bytes: heap.facts.shallow.get(node.row()),
            retained_bytes: heap.tree.dominators.retained(node),
            distance: heap.facts.distance[node.row()],
        }
    }

    /// Its name and id, such as `CacheEntry @12345`.
    pub(super) fn title(&self) -> String {
        format!("{} @{}", if self.name.is_empty() { &self.class } else { &self.name }, self.id)
    }

    /// The cells under [`NODE_HEADINGS`], its title behind `indent`.
    pub(super) fn cells(&self, indent: &str) -> Vec<String> {
        vec![
            Bytes(self.retained_bytes).to_string(),
            Bytes(self.shallow_bytes).to_string(),
            show_distance(self.distance),
            format!("{indent}{}", self.title()),
        ]
    }
}

/// Heads of [`NodeRow::cells`].
pub(super) const NODE_HEADINGS: &[Heading] = &[
    Heading::number("Retained"),
    Heading::number("Shallow"),
    Heading::number("Distance"),
    Heading::name("Object"),
];

/// A distance for people: `-` for what only V8 reaches, or nothing does.
pub(super) fn show_distance(distance: i32) -> String {
    match distance {
        UNREACHED | SYSTEM.. => "-".to_owned(),
        distance => distance.to_string(),
    }
}

/// A reference for people: `.name`, `[3]`, and in brackets what the program cannot see.
pub(super) fn show_edge(heap: &OpenHeap, edge: EdgeIndex) -> String {
    let name = heap.graph.edge_name(edge);
    match heap.graph.edge_kind(edge) {
        EdgeKind::Property => format!(".{name}"),
        EdgeKind::Element => format!("[{name}]"),
        EdgeKind::Context => format!("{name} (variable)"),
        _ => format!("<{name}> ({})", heap.graph.edge_kind_name(edge)),
    }
}
