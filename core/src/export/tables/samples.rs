//! Table `samples`: every sample with the function that ran.

use crate::analysis::{Fate, Selection, TransformedStacks, summed_kind};
use crate::export::table::{Cells, Table, TableColumn, Unit};
use crate::export::tables::{
    CATEGORY, COLUMN, FUNCTION, LINE, TID, TableKind, URL, has_samples, push_function, push_thread,
};
use crate::index::RowIndex as _;
use crate::model::{ProfileIndex, ProfileKind, Recording, SampleTable};
use crate::task::{Cancelled, Task};
use crate::units::{Nanos, TimeRange};

/// Table `samples`.
pub const KIND: TableKind = TableKind {
    name: "samples",
    doc: "Every sample, by thread and then time, with the function on top of its stack",
    columns: |recording| columns(summed_kind(recording)),
    is_in: has_samples,
    build,
};

const fn heads(kind: ProfileKind) -> [TableColumn; 11] {
    let weight = match kind {
        ProfileKind::Cpu => {
            TableColumn::new("duration_ns", Unit::Nanoseconds, "Until the thread's next sample")
        }
        ProfileKind::Allocations => {
            TableColumn::new("weight_bytes", Unit::Bytes, "Bytes that it stands for")
        }
    };
    [
        TableColumn::new("time_ns", Unit::Nanoseconds, "When it was taken"),
        weight,
        TID,
        TableColumn::new("thread", Unit::Text, "The thread that was sampled"),
        FUNCTION,
        URL,
        LINE,
        COLUMN,
        CATEGORY,
        TableColumn::new("depth", Unit::Count, "How many functions are below it on the stack"),
        TableColumn::new("stack_id", Unit::Number, "Equal for equal stacks, counted from 1"),
    ]
}

fn columns(kind: ProfileKind) -> &'static [TableColumn] {
    const CPU: &[TableColumn] = &heads(ProfileKind::Cpu);
    const ALLOCATIONS: &[TableColumn] = &heads(ProfileKind::Allocations);
    match kind {
        ProfileKind::Cpu => CPU,
        ProfileKind::Allocations => ALLOCATIONS,
    }
}

fn build<'a>(
    recording: &'a Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Table<'a>, Cancelled> {
    let transformed = TransformedStacks::new(recording, selection, task)?;
    let mut parts: Vec<Part> = Vec::new();
    let mut n_rows = 0;
    for profile in selection.profiles(recording) {
        let rows = selected_rows(recording, selection, &transformed, profile);
        task.advance(rows.len() as u64)?;
        if !rows.is_empty() {
            let first_row = n_rows;
            n_rows += rows.len();
            parts.push(Part { profile, rows, first_row });
        }
    }
    let time = selection.time.clone();
    let columns = columns(summed_kind(recording));
    Ok(Table::new(KIND.name, columns, n_rows, move |row, cells| {
        let part = &parts[parts.partition_point(|it| it.first_row <= row) - 1];
        let sample = part.rows[row - part.first_row] as usize;
        push_sample(cells, recording, part.profile, sample, time.as_ref());
        push_stack(cells, recording, &transformed, part.profile, sample);
    }))
}

/// The selected samples of one profile. Never empty.
struct Part {
    profile: ProfileIndex,
    rows: Vec<u32>,
    /// The row of the table where they begin.
    first_row: usize,
}

fn selected_rows(
    recording: &Recording,
    selection: &Selection,
    transformed: &TransformedStacks,
    profile: ProfileIndex,
) -> Vec<u32> {
    let samples = &recording.profiles[profile].samples;
    let time = selection.time.as_ref();
    let is_wanted = |&row: &usize| {
        weight_in(samples, row, time).is_some()
            && transformed.fate(samples.stacks()[row]) != Fate::Dropped
    };
    let rows = time.map_or(0..samples.len(), |it| samples.rows_within(it)).filter(is_wanted);
    rows.filter_map(|it| u32::try_from(it).ok()).collect()
}

/// How much of a sample falls into a stretch of time, or `None` if it lies outside.
///
/// A sample that lasts no time lies where it was taken.
fn weight_in(samples: &SampleTable, row: usize, time: Option<&TimeRange>) -> Option<u64> {
    let Some(time) = time else { return Some(samples.weight(row)) };
    let weight = samples.weight_within(row, time);
    (weight > 0 || time.contains(&samples.times()[row])).then_some(weight)
}

fn push_sample(
    cells: &mut Cells<'_>,
    recording: &Recording,
    profile: ProfileIndex,
    sample: usize,
    time: Option<&TimeRange>,
) {
    let samples = &recording.profiles[profile].samples;
    let start = time.map_or(Nanos(0), |it| it.start);
    cells.push(samples.times()[sample].max(start).0);
    cells.push(weight_in(samples, sample, time));
    push_thread(cells, recording, recording.profiles[profile].thread);
}

fn push_stack<'a>(
    cells: &mut Cells<'a>,
    recording: &'a Recording,
    transformed: &TransformedStacks,
    profile: ProfileIndex,
    sample: usize,
) {
    let recorded = recording.profiles[profile].samples.stacks()[sample];
    let Fate::Stack(stack) = transformed.fate(recorded) else {
        cells.push_empty(7);
        return;
    };
    let frame = transformed.stacks.frame(stack);
    push_function(cells, recording, frame);
    cells.push(recording.frames.category(frame).key());
    cells.push(transformed.stacks.depth(stack));
    cells.push(stack.row() + 1);
}
