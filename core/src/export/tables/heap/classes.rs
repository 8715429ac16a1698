//! Table `heap-classes`: what the objects of each class take.

use crate::analysis::Selection;
use crate::analysis::heap::{ClassRow, class_rows};
use crate::export::table::{Table, TableColumn, Unit};
use crate::export::tables::TableKind;
use crate::export::tables::heap::{
    CLASS, DISTANCE, KnownHeap, RETAINED, SHALLOW, analysed, has_heap,
};
use crate::model::Recording;
use crate::task::{Cancelled, Task};

/// Table `heap-classes`.
pub const KIND: TableKind = TableKind {
    name: "heap-classes",
    doc: "What the objects of each class take, by retained size",
    columns: |_| COLUMNS,
    is_in: has_heap,
    build,
};

const COLUMNS: &[TableColumn] = &[
    CLASS,
    TableColumn::new("script_id", Unit::Number, "Script of its constructor, if that is known"),
    TableColumn::new("line", Unit::Number, "Line of its constructor, counted from 1"),
    TableColumn::new("column", Unit::Number, "Column of its constructor, counted from 1"),
    TableColumn::new("count", Unit::Count, "Objects that take memory"),
    SHALLOW,
    RETAINED,
    DISTANCE,
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
    task.advance(0)?;
    let mut rows = class_rows(&heap.facts, Some(&heap.tree));
    if let Some(filter) = &selection.name {
        rows.retain(|it| filter.matches_text(&heap.facts.classes.class[it.class].name()));
    }
    Ok(of_rows(heap, rows))
}

/// The table of these rows.
pub fn of_rows(heap: KnownHeap<'_>, rows: Vec<ClassRow>) -> Table<'_> {
    Table::new(KIND.name, COLUMNS, rows.len(), move |row, cells| {
        let row = rows[row];
        let class = &heap.facts.classes.class[row.class];
        cells.push(class.name().into_owned());
        cells.push(class.place.map(|it| it.script_id));
        cells.push(class.place.map(|it| it.line.saturating_add(1)));
        cells.push(class.place.map(|it| it.column.saturating_add(1)));
        cells.push(row.count);
        cells.push(row.shallow);
        cells.push(row.retained);
        cells.push(i64::from(row.distance));
    })
}
