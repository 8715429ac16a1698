//! Table `gc`: garbage collections.

use crate::analysis::{Selection, gc_rows};
use crate::export::table::{Table, TableColumn, Unit};
use crate::export::tables::{PID, PROCESS, THREAD, TID, TableKind, push_process, push_thread};
use crate::model::Recording;
use crate::task::{Cancelled, Task};

/// Table `gc`.
pub const KIND: TableKind = TableKind {
    name: "gc",
    doc: "Garbage collections, in order of start",
    columns: |_| COLUMNS,
    is_in: |recording| !recording.gcs.start.is_empty(),
    build,
};

const COLUMNS: &[TableColumn] = &[
    TableColumn::new("start_ns", Unit::Nanoseconds, "When it began"),
    TableColumn::new("duration_ns", Unit::Nanoseconds, "How long it took"),
    PID,
    PROCESS,
    TID,
    THREAD,
    TableColumn::new("kind", Unit::Text, "`minor`, `major` or `other`"),
    TableColumn::new("used_before_bytes", Unit::Bytes, "Heap in use before, where it is told"),
    TableColumn::new("used_after_bytes", Unit::Bytes, "Heap in use after, where it is told"),
    TableColumn::new("freed_bytes", Unit::Bytes, "What it freed, where both are told"),
];

fn build<'a>(
    recording: &'a Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Table<'a>, Cancelled> {
    let rows = gc_rows(recording, selection, task)?;
    Ok(Table::new(KIND.name, COLUMNS, rows.len(), move |row, cells| {
        let (gcs, it) = (&recording.gcs, rows[row]);
        cells.push(gcs.start[it.gc].0);
        cells.push(gcs.duration[it.gc].0);
        push_process(cells, recording, recording.threads.process[it.thread]);
        push_thread(cells, recording, it.thread);
        cells.push(gcs.kind[it.gc].key());
        cells.push(gcs.used_before[it.gc]);
        cells.push(gcs.used_after[it.gc]);
        cells.push(it.freed);
    }))
}
