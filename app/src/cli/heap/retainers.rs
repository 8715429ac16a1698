//! `heap retainers`: why objects are alive.

use asyncscope_core::analysis::heap::{
    Ignore, Ignored, MergedPaths, PathStep, ignored, instances, merged_paths, retaining_path,
    shown_retainers,
};
use asyncscope_core::error::show_text;
use asyncscope_core::model::heap::{EdgeKind, NodeIndex};
use asyncscope_core::task::Task;
use asyncscope_core::units::{Bytes, Count};
use serde::Serialize;

use crate::cli::columns::Heading;
use crate::cli::error::CliError;
use crate::cli::heap::args::RetainersArgs;
use crate::cli::heap::node::NodeRow;
use crate::cli::heap::object::add_edges;
use crate::cli::heap::open::OpenHeap;
use crate::cli::heap::output::HeapReport;
use crate::cli::names::nearest;

/// A step that many ways share.
#[derive(Debug, Serialize)]
struct StepRow {
    depth: usize,
    edge: String,
    class: String,
    objects: u64,
    holders: u64,
    example_id: u64,
    ended: u64,
}

const HEADINGS: &[Heading] = &[
    Heading::number("Objects"),
    Heading::number("Holders"),
    Heading::name("Held by"),
    Heading::name("For example"),
];

/// Why the object or the class that `args` name is alive.
pub(super) fn report(
    heap: &OpenHeap,
    args: &RetainersArgs,
    task: &Task,
) -> Result<HeapReport, CliError> {
    let mut ignore = Ignore::default();
    for &id in &args.ignore {
        ignore.nodes.insert(heap.node(id)?);
    }
    let past = if ignore == Ignore::default() {
        None
    } else {
        Some(ignored(&heap.graph, &heap.facts, &heap.tree, &ignore, task)?)
    };
    let mut report = match (&args.class, args.id) {
        (Some(class), _) => of_class(heap, (class, args), past.as_ref(), task)?,
        (None, id) => of_object(heap, heap.node(id.unwrap_or_default())?, args, past.as_ref()),
    };
    if let Some(past) = &past {
        let (count, bytes) = past.freed;
        report.set("freed", serde_json::json!({"objects": count, "shallow_bytes": bytes}));
        let (count, bytes) = (Count(count), Bytes(bytes));
        report.line(format!("\nWithout what is ignored, {count} objects of {bytes} would go."));
    }
    Ok(report)
}

fn of_object(
    heap: &OpenHeap,
    node: NodeIndex,
    args: &RetainersArgs,
    past: Option<&Ignored>,
) -> HeapReport {
    let (graph, facts, tree) = (&heap.graph, &heap.facts, &heap.tree);
    let object = NodeRow::new(heap, node);
    let mut report = HeapReport::new("heap-retainers", &heap.file, &object.title());
    report.set("object", object);
    let retainers = shown_retainers(graph, facts, tree, node, past);
    let retainers: Vec<_> = retainers.iter().map(|it| (it.edge, it.node)).collect();
    add_edges(&mut report, heap, ("Retainers, nearest first", "retainers"), &retainers, args.top);
    let path = retaining_path(graph, facts, tree, node, (past, args.depth));
    let path: Vec<_> = path.iter().map(|it| (it.edge, it.node)).collect();
    add_edges(&mut report, heap, ("Way to the roots", "path"), &path, args.depth);
    report
}

fn of_class(
    heap: &OpenHeap,
    (class, args): (&str, &RetainersArgs),
    past: Option<&Ignored>,
    task: &Task,
) -> Result<HeapReport, CliError> {
    let objects = objects_of(heap, class)?;
    let merged = merged_paths(heap.snapshot(), &objects, (past, args.depth), task)?;
    let first = format!("{} objects of class {}", Count(objects.len() as u64), show_text(class));
    let mut report = HeapReport::new("heap-retainers", &heap.file, &first);
    let rows = step_rows(heap, &merged, args.top);
    let cells = rows.iter().map(|it| {
        let held = format!("{}{} of {}", "  ".repeat(it.depth.min(16)), it.edge, it.class);
        vec![
            Count(it.objects).to_string(),
            Count(it.holders).to_string(),
            held,
            format!("@{}", it.example_id),
        ]
    });
    report.table("Their ways to the roots", HEADINGS, cells.collect());
    report.set("objects", merged.n_objects);
    report.set("not_held", merged.n_unheld);
    report.set("total_steps", merged.steps.len());
    report.set("steps", rows);
    Ok(report)
}

/// The objects of every class of that name.
fn objects_of(heap: &OpenHeap, name: &str) -> Result<Vec<NodeIndex>, CliError> {
    let classes = &heap.facts.classes;
    let rows = classes.class.indices().filter(|&it| classes.class[it].name() == name);
    let objects: Vec<NodeIndex> = rows.flat_map(|it| instances(&heap.facts, it)).collect();
    if objects.is_empty() {
        let names: Vec<String> = classes.class.iter().map(|it| it.name().into_owned()).collect();
        let near = nearest(name, names.iter().map(String::as_str));
        let meant = near.first().map_or_else(String::new, |it| format!(", did you mean `{it}`?"));
        let name = show_text(name);
        return Err(CliError::Question(format!("no object is of a class `{name}`{meant}")));
    }
    Ok(objects)
}

/// The first `top` steps, each behind the one below it.
fn step_rows(heap: &OpenHeap, merged: &MergedPaths, top: usize) -> Vec<StepRow> {
    let row = |(depth, step): (usize, &PathStep)| StepRow {
        depth,
        edge: match step.edge_kind {
            EdgeKind::Property => format!(".{}", step.edge),
            EdgeKind::Element | EdgeKind::Context => step.edge.clone(),
            _ => format!("<{}>", step.edge),
        },
        class: step.held_by(heap.snapshot()),
        objects: step.n_objects,
        holders: step.n_holders,
        example_id: heap.graph.id(step.holder),
        ended: step.n_ended,
    };
    merged.in_order(top).into_iter().map(row).collect()
}
