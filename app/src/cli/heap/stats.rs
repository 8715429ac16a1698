//! `heap stats`: what is in the heap, in short.

use asyncscope_core::analysis::heap::{
    class_rows, heap_statistics, largest_objects, native_contexts,
};
use asyncscope_core::task::Task;
use asyncscope_core::units::{Bytes, Count, Percent};
use serde_json::json;

use crate::cli::columns::Heading;
use crate::cli::error::CliError;
use crate::cli::heap::classes::{CLASS_HEADINGS, ClassEntry};
use crate::cli::heap::node::{NODE_HEADINGS, NodeRow};
use crate::cli::heap::open::OpenHeap;
use crate::cli::heap::output::HeapReport;

/// Classes and objects that are listed.
const TOP: usize = 10;

const HEADINGS: &[Heading] =
    &[Heading::number("Bytes"), Heading::number("Share"), Heading::name("Of")];

/// What is in `heap`.
pub(super) fn report(heap: &OpenHeap, task: &Task) -> Result<HeapReport, CliError> {
    let graph = &heap.graph;
    let found = heap_statistics(graph, &heap.facts, &heap.tree);
    let counts = format!(
        "heap snapshot, {} objects, {} references, {} in all",
        Count(graph.n_nodes() as u64),
        Count(graph.n_edges() as u64),
        Bytes(found.total)
    );
    let mut report = HeapReport::new("heap-stats", &heap.file, &counts);
    report.set("nodes", graph.n_nodes());
    report.set("edges", graph.n_edges());
    report.set(
        "statistics",
        json!({
            "total_bytes": found.total,
            "native_bytes": found.native,
            "typed_arrays_bytes": found.typed_arrays,
            "v8_heap_bytes": found.v8_heap,
            "code_bytes": found.code,
            "strings_bytes": found.strings,
            "js_arrays_bytes": found.js_arrays,
            "system_bytes": found.system,
            "other_bytes": found.other(),
        }),
    );
    let row = |bytes: u64, name: &str| {
        let share = Percent::of(bytes, found.total).to_string();
        vec![Bytes(bytes).to_string(), share, name.to_owned()]
    };
    let kinds = vec![
        row(found.v8_heap, "V8 heap"),
        row(found.code, "  code"),
        row(found.strings, "  strings"),
        row(found.js_arrays, "  JS arrays"),
        row(found.system, "  system"),
        row(found.other(), "  other objects"),
        row(found.native, "native memory"),
        row(found.typed_arrays, "  typed arrays"),
    ];
    report.table("", HEADINGS, kinds);
    let rows = class_rows(&heap.facts, Some(&heap.tree));
    let top: Vec<ClassEntry> = rows.iter().take(TOP).map(|it| ClassEntry::new(heap, *it)).collect();
    let cells = top.iter().map(|it| it.cells(found.total)).collect();
    report.table("Largest classes by retained size", CLASS_HEADINGS, cells);
    report.set("classes", &top);
    let largest = largest_objects(graph, &heap.facts, &heap.tree, TOP);
    let objects: Vec<NodeRow> = largest.into_iter().map(|it| NodeRow::new(heap, it)).collect();
    let cells = objects.iter().map(|it| it.cells("")).collect();
    report.table("Objects that keep most alive", NODE_HEADINGS, cells);
    report.set("objects", &objects);
    let contexts = native_contexts(graph, &heap.facts, task)?;
    let context = |it: &asyncscope_core::analysis::heap::NativeContext| {
        let node = NodeRow::new(heap, it.node);
        json!({"id": node.id, "name": node.name, "attributed_bytes": it.size,
            "retained_bytes": node.retained_bytes})
    };
    report.set("native_contexts", contexts.contexts.iter().map(context).collect::<Vec<_>>());
    report.set("shared_between_contexts_bytes", contexts.shared);
    report.set("of_no_context_bytes", contexts.unowned);
    Ok(report)
}
