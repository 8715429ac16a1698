//! Table `operation-instances`: every operation.

use crate::analysis::{Selection, own_times, running, selected_operations};
use crate::export::table::{Table, TableColumn, Unit};
use crate::export::tables::{PID, PROCESS, THREAD, TID, TableKind, push_process, push_thread};
use crate::model::{AsyncSpanIndex, Recording};
use crate::task::{Cancelled, Task};

/// Table `operation-instances`.
pub const KIND: TableKind = TableKind {
    name: "operation-instances",
    doc: "Every operation, in order of start; what it did with its time is worked out from samples",
    columns: |_| COLUMNS,
    is_in: |recording| !recording.async_spans.is_empty(),
    build,
};

const COLUMNS: &[TableColumn] = &[
    TableColumn::new("start_ns", Unit::Nanoseconds, "When it began"),
    TableColumn::new("duration_ns", Unit::Nanoseconds, "How long it took; empty if it did not end"),
    TableColumn::new("self_ns", Unit::Nanoseconds, "Of that, while no part of it went on"),
    TableColumn::new("running_ns", Unit::Nanoseconds, "Of its time, while it or a part of it ran"),
    TableColumn::new("queued_ns", Unit::Nanoseconds, "At most so long behind a busy event loop"),
    TableColumn::new("waiting_ns", Unit::Nanoseconds, "All other time"),
    PID,
    PROCESS,
    TID,
    THREAD,
    TableColumn::new("name", Unit::Text, "Its name"),
    TableColumn::new("kind", Unit::Text, "What kind of operation it is"),
    TableColumn::new("id", Unit::Text, "What tells it from others"),
    TableColumn::new("parent_id", Unit::Text, "The operation that it is a part of"),
    TableColumn::new("outcome", Unit::Text, "`ok`, `failed`, `aborted`, or empty if not told"),
    TableColumn::new("status", Unit::Number, "The status of its answer"),
    TableColumn::new("response_bytes", Unit::Bytes, "The size of its answer"),
    TableColumn::new("error", Unit::Text, "The kind of error it ended with"),
    TableColumn::new("message", Unit::Text, "What the error says"),
    TableColumn::new("attributes", Unit::Text, "What it was begun with, as JSON"),
];

fn build<'a>(
    recording: &'a Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Table<'a>, Cancelled> {
    let rows: Vec<AsyncSpanIndex> = selected_operations(recording, selection).collect();
    let own = own_times(recording, task)?;
    let running = running(recording, task)?;
    Ok(Table::new(KIND.name, COLUMNS, rows.len(), move |row, cells| {
        let spans = &recording.async_spans;
        let it = rows[row];
        let has_ended = !spans.is_open[it];
        cells.push(spans.start[it].0);
        cells.push(has_ended.then_some(spans.duration[it].0));
        cells.push(has_ended.then_some(own[it].0));
        cells.push(running[it].map(|it| it.running.0));
        cells.push(running[it].map(|it| it.queued.0));
        cells.push(running[it].map(|it| it.waiting.0));
        push_process(cells, recording, spans.process[it]);
        push_thread(cells, recording, spans.thread[it]);
        cells.push(recording.text(spans.name[it]));
        cells.push(recording.text(spans.kind[it]));
        cells.push(recording.text(spans.id[it]));
        cells.push(spans.parent[it].map(|it| recording.text(spans.id[it])));
        cells.push(spans.outcome[it].key());
        let facts = spans.facts_of(it);
        cells.push(facts.status);
        cells.push(facts.bytes);
        cells.push(facts.error.map(|it| recording.text(it)));
        cells.push(facts.message.map(|it| recording.text(it)));
        cells.push(facts.attrs.map(|it| recording.text(it)));
    }))
}
