//! Table `counters`: every point of every series of numbers.

use std::ops::Range;

use crate::analysis::Selection;
use crate::export::table::{Cells, Table, TableColumn, Unit};
use crate::export::tables::{PID, PROCESS, TableKind, push_process};
use crate::model::{CounterIndex, Recording};
use crate::task::{Cancelled, Task};

const COLUMNS: &[TableColumn] = &[
    TableColumn::new("time_ns", Unit::Nanoseconds, "When the counter had this value"),
    PID,
    PROCESS,
    TableColumn::new("thread", Unit::Text, "The thread; empty if the counter is the process's"),
    TableColumn::new("counter", Unit::Text, "The counter's name"),
    TableColumn::new("unit", Unit::Text, "What it counts: `bytes` or `count`"),
    TableColumn::new("value", Unit::ByRow, "Its value from then on"),
];

/// Table `counters`.
pub const KIND: TableKind = TableKind {
    name: "counters",
    doc: "Values of counters, such as the size of the heap: series by series, each in order of time",
    columns: |_| COLUMNS,
    is_in: |recording| !recording.counters.name.is_empty(),
    build,
};

fn build<'a>(
    recording: &'a Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Table<'a>, Cancelled> {
    let parts = parts(recording, selection, task)?;
    let n_rows = parts.last().map_or(0, |it| it.first_row + it.points.len());
    Ok(Table::new(KIND.name, COLUMNS, n_rows, move |row, cells| {
        let part = &parts[parts.partition_point(|it| it.first_row <= row) - 1];
        push(cells, recording, part.series, part.points.start + (row - part.first_row));
    }))
}

/// The selected points of one series. Never empty.
struct Part {
    series: CounterIndex,
    points: Range<usize>,
    /// The row of the table where they begin.
    first_row: usize,
}

fn parts(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Vec<Part>, Cancelled> {
    let mut parts = Vec::new();
    let mut first_row = 0;
    for series in recording.counters.name.indices() {
        task.advance(1)?;
        let points = points(recording, selection, series);
        if !points.is_empty() {
            let n_points = points.len();
            parts.push(Part { series, points, first_row });
            first_row += n_points;
        }
    }
    Ok(parts)
}

fn points(recording: &Recording, selection: &Selection, series: CounterIndex) -> Range<usize> {
    let counters = &recording.counters;
    let name = recording.text(counters.name[series]);
    let is_named = selection.name.as_ref().is_none_or(|it| it.matches_text(name));
    if !is_named || !is_of_selected_thread(recording, selection, series) {
        return 0..0;
    }
    let points = &counters.points[series];
    match &selection.time {
        None => 0..points.len(),
        Some(time) => {
            let first = points.partition_point(|it| it.0 < time.start);
            first..points.partition_point(|it| it.0 < time.end).max(first)
        }
    }
}

/// A counter without a thread belongs to every thread of its process.
fn is_of_selected_thread(
    recording: &Recording,
    selection: &Selection,
    series: CounterIndex,
) -> bool {
    let process = recording.counters.process[series];
    match recording.counters.thread[series] {
        Some(thread) => selection.has_thread(thread),
        None => selection.threads.as_ref().is_none_or(|threads| {
            threads.iter().any(|&it| recording.threads.process[it] == process)
        }),
    }
}

fn push<'a>(cells: &mut Cells<'a>, recording: &'a Recording, series: CounterIndex, point: usize) {
    let counters = &recording.counters;
    let (time, value) = counters.points[series][point];
    cells.push(time.0);
    push_process(cells, recording, counters.process[series]);
    cells.push(counters.thread[series].map(|it| recording.thread_name(it)));
    cells.push(recording.text(counters.name[series]));
    cells.push(counters.unit[series].key());
    cells.push(value);
}
