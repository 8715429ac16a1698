//! Table `tracked`: tracked objects by class.

use crate::analysis::{Selection, tracked_classes};
use crate::export::table::{Table, TableColumn, Unit};
use crate::export::tables::TableKind;
use crate::model::Recording;
use crate::task::{Cancelled, Task};

/// Table `tracked`.
pub const KIND: TableKind = TableKind {
    name: "tracked",
    doc: "Tracked objects by class: how many are alive, and whether ever more are; growing first",
    columns: |_| COLUMNS,
    is_in: |recording| !recording.tracked.is_empty(),
    build,
};

const COLUMNS: &[TableColumn] = &[
    TableColumn::new("name", Unit::Text, "The class, or the label they were given"),
    TableColumn::new("created", Unit::Count, "How many were tracked"),
    TableColumn::new("collected", Unit::Count, "How many of them had been collected in the end"),
    TableColumn::new("alive", Unit::Count, "How many of them had not"),
    TableColumn::new("alive_bytes", Unit::Bytes, "The size of those, as the program told it"),
    TableColumn::new("verdict", Unit::Text, "`growing`, `steady`, `collected` or `unknown`"),
];

fn build<'a>(
    recording: &'a Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Table<'a>, Cancelled> {
    let rows = tracked_classes(recording, selection, task)?;
    Ok(Table::new(KIND.name, COLUMNS, rows.len(), move |row, cells| {
        let it = &rows[row];
        cells.push(recording.text(it.name));
        cells.push(it.created);
        cells.push(it.collected);
        cells.push(it.alive);
        cells.push(it.alive_bytes);
        cells.push(it.verdict.key());
    }))
}
