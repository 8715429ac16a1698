//! Table `operations`: operations by name and kind.

use crate::analysis::{OperationTimes, Selection, operation_stats};
use crate::export::table::{Table, TableColumn, Unit};
use crate::export::tables::TableKind;
use crate::model::Recording;
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// Table `operations`.
pub const KIND: TableKind = TableKind {
    name: "operations",
    doc: "Operations by name and kind: how many, and how long those that ended took; longest first",
    columns: |_| COLUMNS,
    is_in: |recording| !recording.async_spans.is_empty(),
    build,
};

const COLUMNS: &[TableColumn] = &[
    TableColumn::new("name", Unit::Text, "What they are called"),
    TableColumn::new("kind", Unit::Text, "Such as `op`, `http.server`, `measure`, `console.time`"),
    TableColumn::new("count", Unit::Count, "How many began"),
    TableColumn::new("failed", Unit::Count, "How many of them failed or were aborted"),
    TableColumn::new("unfinished", Unit::Count, "How many of them had not ended; not timed"),
    TableColumn::new("avg_ns", Unit::Nanoseconds, "Mean of those that ended"),
    TableColumn::new("min_ns", Unit::Nanoseconds, "The shortest"),
    TableColumn::new("p50_ns", Unit::Nanoseconds, "Half took at most this (nearest rank)"),
    TableColumn::new("p95_ns", Unit::Nanoseconds, "95 in 100 took at most this (nearest rank)"),
    TableColumn::new(
        "p99_ns",
        Unit::Nanoseconds,
        "99 in 100 took at most this (nearest rank); tells little where fewer than 100 ended",
    ),
    TableColumn::new("max_ns", Unit::Nanoseconds, "The longest"),
    TableColumn::new("total_ns", Unit::Nanoseconds, "All that ended together"),
    TableColumn::new("max_concurrency", Unit::Count, "The most that went on at once"),
];

fn build<'a>(
    recording: &'a Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Table<'a>, Cancelled> {
    let rows = operation_stats(recording, selection, task)?;
    Ok(Table::new(KIND.name, COLUMNS, rows.len(), move |row, cells| {
        let it = &rows[row];
        cells.push(recording.text(it.name));
        cells.push(recording.text(it.kind));
        cells.push(it.count);
        cells.push(it.failed);
        cells.push(it.unfinished);
        let figures: [fn(&OperationTimes) -> Nanos; 7] = [
            |it| it.avg,
            |it| it.min,
            |it| it.p50,
            |it| it.p95,
            |it| it.p99,
            |it| it.max,
            |it| it.total,
        ];
        for figure in figures {
            cells.push(it.times.as_ref().map(|it| figure(it).0));
        }
        cells.push(it.max_concurrency);
    }))
}
