//! `heap classes`: the table of classes.

use asyncscope_core::analysis::heap::{
    ClassRow, RetainedBy, chosen_class_rows, class_rows, retained_by,
};
use asyncscope_core::task::Task;
use asyncscope_core::units::{Bytes, Count, Percent};
use serde::Serialize;

use crate::cli::columns::Heading;
use crate::cli::error::CliError;
use crate::cli::heap::args::{ClassesArgs, Holder};
use crate::cli::heap::node::show_distance;
use crate::cli::heap::open::{OpenHeap, name_filter};
use crate::cli::heap::output::HeapReport;

/// A class in a report.
#[derive(Debug, Serialize)]
pub(super) struct ClassEntry {
    class: String,
    script_id: Option<u64>,
    line: Option<u64>,
    column: Option<u64>,
    count: u64,
    shallow_bytes: u64,
    retained_bytes: Option<u64>,
    distance: i32,
}

/// Heads of [`ClassEntry::cells`].
pub(super) const CLASS_HEADINGS: &[Heading] = &[
    Heading::number("Retained"),
    Heading::number("Share"),
    Heading::number("Shallow"),
    Heading::number("Objects"),
    Heading::number("Distance"),
    Heading::name("Class"),
];

impl ClassEntry {
    pub(super) fn new(heap: &OpenHeap, row: ClassRow) -> Self {
        let class = &heap.facts.classes.class[row.class];
        Self {
            class: class.name().into_owned(),
            script_id: class.place.map(|it| it.script_id),
            line: class.place.map(|it| it.line.saturating_add(1)),
            column: class.place.map(|it| it.column.saturating_add(1)),
            count: row.count,
            shallow_bytes: row.shallow,
            retained_bytes: row.retained,
            distance: row.distance,
        }
    }

    /// Its row under [`CLASS_HEADINGS`]; `total` is all of the heap.
    pub(super) fn cells(&self, total: u64) -> Vec<String> {
        let retained = self.retained_bytes.unwrap_or(0);
        vec![
            Bytes(retained).to_string(),
            Percent::of(retained, total).to_string(),
            Bytes(self.shallow_bytes).to_string(),
            Count(self.count).to_string(),
            show_distance(self.distance),
            self.class.clone(),
        ]
    }
}

impl From<Holder> for RetainedBy {
    fn from(holder: Holder) -> Self {
        match holder {
            Holder::Detached => Self::DetachedNodes,
            Holder::Contexts => Self::Contexts,
            Holder::Listeners => Self::EventListeners,
            Holder::Console => Self::Console,
        }
    }
}

/// The classes that `args` ask for.
pub(super) fn report(
    heap: &OpenHeap,
    args: &ClassesArgs,
    task: &Task,
) -> Result<HeapReport, CliError> {
    let (graph, facts, tree) = (&heap.graph, &heap.facts, &heap.tree);
    let filter = name_filter(args.name.as_deref())?;
    let mut rows = match args.retained_by {
        None => class_rows(facts, Some(tree)),
        Some(holder) => {
            let chosen = retained_by(graph, facts, holder.into(), task)?;
            chosen_class_rows(graph, facts, tree, &chosen, task)?
        }
    };
    rows.retain(|it| {
        let name = || facts.classes.class[it.class].name();
        filter.as_ref().is_none_or(|filter| filter.matches_text(&name()))
    });
    let total = tree.total(graph);
    let first = format!("{} classes, {} in all", Count(rows.len() as u64), Bytes(total));
    let mut report = HeapReport::new("heap-classes", &heap.file, &first);
    let top: Vec<ClassEntry> =
        rows.iter().take(args.top).map(|it| ClassEntry::new(heap, *it)).collect();
    report.table("", CLASS_HEADINGS, top.iter().map(|it| it.cells(total)).collect());
    report.set("total_rows", rows.len());
    report.set("total_bytes", total);
    report.set("classes", top);
    Ok(report)
}
