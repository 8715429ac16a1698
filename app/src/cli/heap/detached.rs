//! `heap detached`: nodes that left their document.

use std::collections::BTreeMap;

use asyncscope_core::analysis::heap::{DETACHED, RetainedBy, chosen_class_rows, retained_by};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::heap::{NodeIndex, NodeKind};
use asyncscope_core::task::Task;
use asyncscope_core::units::{Bytes, Count};
use serde_json::json;

use crate::cli::columns::Heading;
use crate::cli::error::CliError;
use crate::cli::heap::args::StringsArgs;
use crate::cli::heap::classes::{CLASS_HEADINGS, ClassEntry};
use crate::cli::heap::node::NodeRow;
use crate::cli::heap::open::OpenHeap;
use crate::cli::heap::output::HeapReport;

const HEADINGS: &[Heading] = &[
    Heading::number("Nodes"),
    Heading::number("Shallow"),
    Heading::name("Class"),
    Heading::name("For example"),
];

/// The detached nodes by class, and what only they keep alive.
pub(super) fn report(
    heap: &OpenHeap,
    args: &StringsArgs,
    task: &Task,
) -> Result<HeapReport, CliError> {
    let is_detached = |it: &NodeIndex| heap.facts.detachedness.state(it.row()) == DETACHED;
    let nodes: Vec<NodeIndex> = heap
        .graph
        .node_indices()
        .filter(is_detached)
        .filter(|&it| heap.graph.node_kind(it) == NodeKind::Native)
        .collect();
    let mut by_class: BTreeMap<_, (u64, u64, NodeIndex)> = BTreeMap::new();
    for &node in &nodes {
        let entry = by_class.entry(heap.facts.classes.of(node)).or_insert((0, 0, node));
        entry.0 += 1;
        entry.1 = entry.1.saturating_add(heap.facts.shallow.get(node.row()));
    }
    let mut groups: Vec<_> = by_class.into_iter().collect();
    groups.sort_by_key(|(class, (count, _, _))| (std::cmp::Reverse(*count), *class));
    let first = format!("{} detached nodes", Count(nodes.len() as u64));
    let mut report = HeapReport::new("heap-detached", &heap.file, &first);
    let name = |class| heap.facts.classes.class[class].name().into_owned();
    let cells = groups.iter().take(args.top).map(|&(class, (count, shallow, example))| {
        let example = NodeRow::new(heap, example).title();
        vec![Count(count).to_string(), Bytes(shallow).to_string(), name(class), example]
    });
    report.table("", HEADINGS, cells.collect());
    let rows = groups.iter().take(args.top).map(|&(class, (count, shallow, example))| {
        json!({"class": name(class), "count": count, "shallow_bytes": shallow,
            "example_id": heap.graph.id(example)})
    });
    report.set("total_nodes", nodes.len());
    report.set("classes", rows.collect::<Vec<_>>());
    let chosen = retained_by(&heap.graph, &heap.facts, RetainedBy::DetachedNodes, task)?;
    let held = chosen_class_rows(&heap.graph, &heap.facts, &heap.tree, &chosen, task)?;
    let held: Vec<ClassEntry> =
        held.into_iter().take(args.top).map(|it| ClassEntry::new(heap, it)).collect();
    let total = heap.tree.total(&heap.graph);
    let cells = held.iter().map(|it| it.cells(total)).collect();
    report.table("What nothing but detached nodes keeps alive", CLASS_HEADINGS, cells);
    report.set("retained", held);
    Ok(report)
}
