//! Table `threads`: what each thread holds.

use crate::analysis::{Selection, ThreadSummary, summary, summed_kind};
use crate::export::table::{Cell, Cells, Table, TableColumn, Unit};
use crate::export::tables::{PID, PROCESS, THREAD, TID, TableKind, push_process, push_thread};
use crate::index::RowIndex as _;
use crate::model::{ProfileKind, Recording};
use crate::task::{Cancelled, Task};

const COLUMNS: &[TableColumn] = &[
    TableColumn::new("number", Unit::Number, "What `--thread` knows it by, counted from 1"),
    PID,
    PROCESS,
    TID,
    THREAD,
    TableColumn::new("samples", Unit::Count, "Samples that have a stack"),
    TableColumn::new("busy_ns", Unit::Nanoseconds, "Sampled time in which something ran"),
    TableColumn::new("idle_ns", Unit::Nanoseconds, "Sampled time with nothing to do"),
    TableColumn::new("gc_ns", Unit::Nanoseconds, "Of the busy time, garbage collection"),
    TableColumn::new("program_ns", Unit::Nanoseconds, "Of the busy time, outside any function"),
    TableColumn::new("spans", Unit::Count, "Nested spans"),
    TableColumn::new("instants", Unit::Count, "Marks and other moments"),
];

/// Table `threads`.
pub const KIND: TableKind = TableKind {
    name: "threads",
    doc: "What each thread holds, in order of first appearance",
    columns: |_| COLUMNS,
    is_in: |recording| !recording.threads.tid.is_empty(),
    build,
};

fn build<'a>(
    recording: &'a Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Table<'a>, Cancelled> {
    let threads = summary(recording, selection, task)?.per_thread;
    Ok(Table::new(KIND.name, COLUMNS, threads.len(), move |row, cells| {
        push(cells, recording, &threads[row]);
    }))
}

fn push<'a>(cells: &mut Cells<'a>, recording: &'a Recording, it: &ThreadSummary) {
    cells.push(it.thread.row() + 1);
    push_process(cells, recording, recording.threads.process[it.thread]);
    push_thread(cells, recording, it.thread);
    cells.push(it.samples.n_samples);
    for weight in [it.samples.busy, it.samples.idle, it.samples.gc, it.samples.program] {
        // Where samples weigh bytes, nothing is known about time.
        match summed_kind(recording) {
            ProfileKind::Cpu => cells.push(weight),
            ProfileKind::Allocations => cells.push(Cell::Empty),
        }
    }
    cells.push(it.n_spans);
    cells.push(it.n_instants);
}
