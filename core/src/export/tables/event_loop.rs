//! Table `event-loop`: how late and how busy event loops were.

use crate::analysis::{Selection, event_loop, has_event_loop};
use crate::export::table::{Table, TableColumn, Unit};
use crate::export::tables::{PID, PROCESS, THREAD, TID, TableKind, push_process, push_thread};
use crate::model::Recording;
use crate::task::{Cancelled, Task};

/// Table `event-loop`.
pub const KIND: TableKind = TableKind {
    name: "event-loop",
    doc: "Readings of event loops, each of the time since the one before; by thread and time",
    columns: |_| COLUMNS,
    is_in: has_event_loop,
    build,
};

const COLUMNS: &[TableColumn] = &[
    TableColumn::new("time_ns", Unit::Nanoseconds, "When it was read"),
    PID,
    PROCESS,
    TID,
    THREAD,
    TableColumn::new("delay_p50_ns", Unit::Nanoseconds, "Half of the delays were at most this"),
    TableColumn::new("delay_p99_ns", Unit::Nanoseconds, "99 in 100 were at most this"),
    TableColumn::new("delay_max_ns", Unit::Nanoseconds, "The largest delay"),
    TableColumn::new("utilization", Unit::Number, "Share of time that it was busy, from 0 to 1"),
    TableColumn::new("cpu_user_ns", Unit::Nanoseconds, "CPU time of the process in its own code"),
    TableColumn::new("cpu_system_ns", Unit::Nanoseconds, "CPU time of the process in the system"),
];

fn build<'a>(
    recording: &'a Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Table<'a>, Cancelled> {
    let rows = event_loop(recording, selection, task)?;
    Ok(Table::new(KIND.name, COLUMNS, rows.len(), move |row, cells| {
        let it = rows[row];
        cells.push(it.time.0);
        push_process(cells, recording, recording.threads.process[it.thread]);
        push_thread(cells, recording, it.thread);
        for delay in [it.delay_p50, it.delay_p99, it.delay_max] {
            cells.push(delay.map(|it| it.0));
        }
        cells.push(it.utilization);
        cells.push(it.cpu_user.map(|it| it.0));
        cells.push(it.cpu_system.map(|it| it.0));
    }))
}
