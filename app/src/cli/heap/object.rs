//! `heap object`: one object.

use asyncscope_core::analysis::heap::{DETACHED, retaining_path, shown_retainers, sorted_edges};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::heap::{EdgeIndex, NodeIndex};
use asyncscope_core::units::{Bytes, Count};
use serde::Serialize;

use crate::cli::columns::Heading;
use crate::cli::error::CliError;
use crate::cli::heap::args::ObjectArgs;
use crate::cli::heap::node::{NODE_HEADINGS, NodeRow, show_distance, show_edge};
use crate::cli::heap::open::OpenHeap;
use crate::cli::heap::output::HeapReport;

/// The longest way to the roots that is written.
pub(super) const MAX_PATH: usize = 1_000;

/// A reference and the object at its other end.
#[derive(Debug, Serialize)]
pub(super) struct EdgeRow {
    edge: String,
    edge_type: String,
    #[serde(flatten)]
    node: NodeRow,
    #[serde(skip)]
    shown: String,
}

/// Heads of [`EdgeRow::cells`].
pub(super) const EDGE_HEADINGS: &[Heading] = &[
    Heading::number("Retained"),
    Heading::number("Distance"),
    Heading::name("Reference"),
    Heading::name("Object"),
];

impl EdgeRow {
    pub(super) fn new(heap: &OpenHeap, edge: EdgeIndex, node: NodeIndex) -> Self {
        Self {
            edge: heap.graph.edge_name(edge).to_string(),
            edge_type: heap.graph.edge_kind_name(edge).to_owned(),
            node: NodeRow::new(heap, node),
            shown: show_edge(heap, edge),
        }
    }

    pub(super) fn cells(&self) -> Vec<String> {
        vec![
            Bytes(self.node.retained_bytes).to_string(),
            show_distance(self.node.distance),
            self.shown.clone(),
            self.node.title(),
        ]
    }
}

/// All of the object that `args` name.
pub(super) fn report(heap: &OpenHeap, args: &ObjectArgs) -> Result<HeapReport, CliError> {
    let (graph, facts, tree) = (&heap.graph, &heap.facts, &heap.tree);
    let node = heap.node(args.id)?;
    let object = NodeRow::new(heap, node);
    let mut report = HeapReport::new("heap-object", &heap.file, &object.title());
    report.line(format!(
        "  {}, class {}, shallow {}, retained {}, distance {}",
        graph.node_kind_name(node),
        object.class,
        Bytes(object.shallow_bytes),
        Bytes(object.retained_bytes),
        show_distance(object.distance)
    ));
    if let Some(it) = graph.location(node) {
        let (line, column) = (it.line.saturating_add(1), it.column.saturating_add(1));
        report.line(format!("  code at line {line}, column {column} of script {}", it.script_id));
    }
    if facts.detachedness.state(node.row()) == DETACHED {
        report.line("  detached from its document");
    }
    report.set("object", &object);
    report.set(
        "location",
        graph.location(node).map(|it| {
            serde_json::json!({"script_id": it.script_id, "line": it.line.saturating_add(1),
            "column": it.column.saturating_add(1)})
        }),
    );
    let fields: Vec<_> =
        sorted_edges(graph, node).iter().map(|&it| (it, graph.target(it))).collect();
    add_edges(&mut report, heap, ("Fields", "fields"), &fields, args.top);
    let retainers = shown_retainers(graph, facts, tree, node, None);
    let retainers: Vec<_> = retainers.iter().map(|it| (it.edge, it.node)).collect();
    add_edges(&mut report, heap, ("Retainers, nearest first", "retainers"), &retainers, args.top);
    let path = retaining_path(graph, facts, tree, node, (None, MAX_PATH));
    let path: Vec<_> = path.iter().map(|it| (it.edge, it.node)).collect();
    add_edges(&mut report, heap, ("Way to the roots", "path"), &path, MAX_PATH);
    let chain: Vec<NodeRow> = tree
        .dominators
        .chain(node)
        .skip(1)
        .take(MAX_PATH)
        .map(|it| NodeRow::new(heap, it))
        .collect();
    report.table("Dominators", NODE_HEADINGS, chain.iter().map(|it| it.cells("")).collect());
    report.set("dominators", chain);
    let mut dominated: Vec<NodeIndex> = tree.dominated.of_node(node).collect();
    dominated.sort_by_key(|&it| std::cmp::Reverse(tree.dominators.retained(it)));
    report.set("total_dominated", dominated.len());
    let title = format!("Dominated directly: {}", Count(dominated.len() as u64));
    let rows = dominated.iter().take(args.top).map(|&it| NodeRow::new(heap, it));
    let rows: Vec<NodeRow> = rows.collect();
    report.table(&title, NODE_HEADINGS, rows.iter().map(|it| it.cells("")).collect());
    report.set("dominated", rows);
    Ok(report)
}

/// Adds the first `top` of a list of references.
pub(super) fn add_edges(
    report: &mut HeapReport,
    heap: &OpenHeap,
    (title, key): (&str, &str),
    edges: &[(EdgeIndex, NodeIndex)],
    top: usize,
) {
    let rows: Vec<EdgeRow> =
        edges.iter().take(top).map(|&(edge, node)| EdgeRow::new(heap, edge, node)).collect();
    let title = format!("{title}: {}", Count(edges.len() as u64));
    report.table(&title, EDGE_HEADINGS, rows.iter().map(EdgeRow::cells).collect());
    report.set(&format!("total_{key}"), edges.len());
    report.set(key, rows);
}
