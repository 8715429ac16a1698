//! Table `span-names`: spans by name.

use crate::analysis::{FirstSpan, Selection, span_names};
use crate::export::table::{Cell, Table, TableColumn, Unit};
use crate::export::tables::TableKind;
use crate::model::Recording;
use crate::task::{Cancelled, Task};

/// Table `span-names`.
pub const KIND: TableKind = TableKind {
    name: "span-names",
    doc: "Spans by name, async ones by name and group: how many, and how long; longest total first",
    columns: |_| COLUMNS,
    is_in: |recording| !recording.spans.is_empty() || !recording.async_spans.is_empty(),
    build,
};

const COLUMNS: &[TableColumn] = &[
    TableColumn::new("name", Unit::Text, "What they are called"),
    TableColumn::new("kind", Unit::Text, "`nested`, or `async` for those that may overlap"),
    TableColumn::new("category", Unit::Text, "Kind of work of the first of them (nested)"),
    TableColumn::new("group", Unit::Text, "Group of events (async)"),
    TableColumn::new("count", Unit::Count, "How many there are"),
    TableColumn::new(
        "total_ns",
        Unit::Nanoseconds,
        "Time in them; within each other it counts once",
    ),
    TableColumn::new("self_ns", Unit::Nanoseconds, "Of that, outside the spans in them (nested)"),
    TableColumn::new("min_ns", Unit::Nanoseconds, "The shortest"),
    TableColumn::new(
        "p50_ns",
        Unit::Nanoseconds,
        "Half of them lasted at most this (nearest rank)",
    ),
    TableColumn::new("p95_ns", Unit::Nanoseconds, "95 in 100 lasted at most this (nearest rank)"),
    TableColumn::new("max_ns", Unit::Nanoseconds, "The longest"),
];

fn build<'a>(
    recording: &'a Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Table<'a>, Cancelled> {
    let rows = span_names(recording, selection, task)?;
    Ok(Table::new(KIND.name, COLUMNS, rows.len(), move |row, cells| {
        let it = &rows[row];
        cells.push(recording.text(it.name));
        match it.first {
            FirstSpan::Nested(_) => {
                cells.push("nested");
                cells.push(it.category.map_or("", |it| it.key()));
                cells.push(Cell::Empty);
            }
            FirstSpan::Async(span) => {
                cells.push("async");
                cells.push(Cell::Empty);
                cells.push(recording.text(recording.async_spans.group[span]));
            }
        }
        cells.push(it.count);
        cells.push(it.total.0);
        match it.own {
            Some(own) => cells.push(own.0),
            None => cells.push(Cell::Empty),
        }
        for time in [it.min, it.median, it.p95, it.max] {
            cells.push(time.0);
        }
    }))
}
