//! Table `heap-strings`: strings that are there more than once.

use crate::analysis::Selection;
use crate::analysis::heap::{duplicate_strings, string_text};
use crate::export::table::{Table, TableColumn, Unit};
use crate::export::tables::TableKind;
use crate::export::tables::heap::{KnownHeap, analysed, has_heap};
use crate::model::Recording;
use crate::task::{Cancelled, Task};

/// Table `heap-strings`.
pub const KIND: TableKind = TableKind {
    name: "heap-strings",
    doc: "Strings that are there more than once, by the sum of their retained sizes",
    columns: |_| COLUMNS,
    is_in: has_heap,
    build,
};

const COLUMNS: &[TableColumn] = &[
    TableColumn::new("text", Unit::Text, "The string, or its beginning"),
    TableColumn::new("count", Unit::Count, "How many of it there are"),
    TableColumn::new("shallow_bytes", Unit::Bytes, "What they take themselves, together"),
    TableColumn::new("retained_bytes", Unit::Bytes, "Sum of what each keeps alive"),
    TableColumn::new("wasted_bytes", Unit::Bytes, "What all but one take themselves"),
    TableColumn::new(
        "is_cut",
        Unit::Bool,
        "Whether only the beginnings are known to be equal: V8 writes 1024 characters",
    ),
];

fn build<'a>(
    recording: &'a Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Table<'a>, Cancelled> {
    match analysed(recording, task)? {
        Some(heap) => table(heap, selection, task),
        None => Ok(Table::new(KIND.name, COLUMNS, 0, |_, _| {})),
    }
}

/// The table of a snapshot that is known.
pub(super) fn table<'a>(
    heap: KnownHeap<'a>,
    selection: &Selection,
    task: &Task,
) -> Result<Table<'a>, Cancelled> {
    let mut rows = duplicate_strings(heap.graph, &heap.facts, &heap.tree, task)?.groups;
    if let Some(filter) = &selection.name {
        rows.retain(|it| filter.matches_text(&string_text(heap.graph, &heap.facts, it.first)));
    }
    Ok(Table::new(KIND.name, COLUMNS, rows.len(), move |row, cells| {
        let row = &rows[row];
        cells.push(string_text(heap.graph, &heap.facts, row.first));
        cells.push(row.count);
        cells.push(row.shallow);
        cells.push(row.retained);
        cells.push(row.wasted);
        cells.push(row.is_cut);
    }))
}
