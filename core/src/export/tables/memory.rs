//! Table `memory`: what each process took of memory.

use crate::analysis::{MemoryField, MemoryPoint, Selection, has_memory, process_memory};
use crate::export::table::{Table, TableColumn, Unit};
use crate::export::tables::{PID, PROCESS, TableKind, push_process};
use crate::model::{ProcessIndex, Recording};
use crate::task::{Cancelled, Task};

/// Table `memory`.
pub const KIND: TableKind = TableKind {
    name: "memory",
    doc: "Memory of each process, its workers included, whenever it was measured; by process and time",
    columns: |_| COLUMNS,
    is_in: has_memory,
    build,
};

const COLUMNS: &[TableColumn] = &[
    TableColumn::new("time_ns", Unit::Nanoseconds, "When it was measured"),
    PID,
    PROCESS,
    TableColumn::new("rss_bytes", Unit::Bytes, "All memory that is resident"),
    TableColumn::new("heap_total_bytes", Unit::Bytes, "What V8 set aside for the heap"),
    TableColumn::new("heap_used_bytes", Unit::Bytes, "What of that is in use"),
    TableColumn::new("external_bytes", Unit::Bytes, "Outside of the heap, held by objects on it"),
    TableColumn::new("array_buffers_bytes", Unit::Bytes, "Array buffers, a part of external"),
    TableColumn::new(
        "rest_bytes",
        Unit::Bytes,
        "Resident, but neither heap nor external; negative where heap is not resident",
    ),
];

fn build<'a>(
    recording: &'a Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Table<'a>, Cancelled> {
    let mut rows: Vec<(ProcessIndex, MemoryPoint)> = Vec::new();
    let range = selection.time_of(recording);
    for memory in process_memory(recording, task)? {
        if !selection.has_process(recording, memory.process) {
            continue;
        }
        let is_all = selection.time.is_none();
        let points = if is_all { &memory.points[..] } else { memory.within(&range) };
        rows.extend(points.iter().map(|&it| (memory.process, it)));
    }
    Ok(Table::new(KIND.name, COLUMNS, rows.len(), move |row, cells| {
        let (process, point) = rows[row];
        cells.push(point.time.0);
        push_process(cells, recording, process);
        for field in MemoryField::ALL {
            cells.push(field.of(&point.memory));
        }
        cells.push(point.rest());
    }))
}
