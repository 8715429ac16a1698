//! `memory`: what processes took of memory, how fast it grew, what garbage collections did.

mod text;

use std::path::Path;

use asyncscope_core::analysis::{
    EventLoopReading, GcTotals, MemoryField, MemoryPoint, ProcessMemory, Selection,
    compare_snapshots, event_loop, gc_totals, process_memory,
};
use asyncscope_core::files::snapshot_beside;
use asyncscope_core::model::{ProcessIndex, Recording, SnapshotIndex};
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;
use serde::Serialize;

use crate::cli::error::CliError;
use crate::cli::load::Question;
use crate::cli::report::{Head, Scope};

/// Memory, garbage collections, event loops and snapshots.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct MemoryReport {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    scope: Scope,
    processes: Vec<ProcessRow>,
    garbage_collections: Collections,
    event_loop: Option<Loop>,
    snapshots: Vec<Snapshot>,
    comparison: Option<Comparison>,
}

#[derive(Debug, Serialize)]
struct ProcessRow {
    pid: i64,
    process: Option<String>,
    points: usize,
    from_ns: u64,
    to_ns: u64,
    fields: Vec<FieldRow>,
}

#[derive(Debug, Serialize)]
struct FieldRow {
    field: &'static str,
    first_bytes: i64,
    last_bytes: i64,
    max_bytes: i64,
    delta_bytes: i64,
    slope_bytes_per_minute: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Collections {
    count: u64,
    major: u64,
    total_ns: u64,
    max_ns: u64,
    freed_bytes: u64,
    told: u64,
}

#[derive(Debug, Serialize)]
struct Loop {
    readings: usize,
    delay_max_ns: Option<u64>,
    utilization_mean: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Snapshot {
    generation: u32,
    pid: i64,
    time_ns: u64,
    heap_used_bytes: Option<u64>,
    heap_total_bytes: Option<u64>,
    heap_used_delta_bytes: Option<i64>,
    heap_total_delta_bytes: Option<i64>,
    pause_ns: Option<u64>,
    file: Option<String>,
    file_exists: bool,
}

/// What `compareSnapshots` of the recorder gives.
#[derive(Debug, Serialize)]
struct Comparison {
    before: u32,
    after: u32,
    heap_used_bytes: Option<i64>,
    heap_total_bytes: Option<i64>,
    time_ns: i64,
}

/// Memory in the selection of `question`; `compare` names two snapshots.
pub(in crate::cli) fn report(
    question: &Question<'_>,
    compare: Option<(u32, u32)>,
    task: &Task,
) -> Result<MemoryReport, CliError> {
    let (recording, selection) = (question.recording, &question.selection);
    let all = process_memory(recording, task)?;
    let selected = all.iter().filter(|it| selection.has_process(recording, it.process));
    let processes = selected.filter_map(|it| process(recording, selection, it)).collect();
    let readings = event_loop(recording, selection, task)?;
    Ok(MemoryReport {
        head: Head::new("memory", question),
        scope: Scope::without_samples(question),
        processes,
        garbage_collections: collections(&gc_totals(recording, selection, task)?),
        event_loop: event_loop_row(&readings),
        snapshots: snapshots(recording, selection, question.file),
        comparison: compare.map(|it| comparison(recording, it)).transpose()?,
    })
}

fn process(
    recording: &Recording,
    selection: &Selection,
    memory: &ProcessMemory,
) -> Option<ProcessRow> {
    let range = selection.time.clone().unwrap_or(Nanos(0)..Nanos::MAX);
    let points = memory.within(&range);
    let (first, last) = (points.first()?, points.last()?);
    let change = memory.change(&range);
    let signed = |it: u64| i64::try_from(it).unwrap_or(i64::MAX);
    let field = |field: MemoryField| {
        let told = points.iter().filter_map(|it| field.of(&it.memory)).map(signed);
        let (first, last) = (signed(field.of(&first.memory)?), signed(field.of(&last.memory)?));
        let slope = change.as_ref().and_then(|it| it.slope(field));
        Some(row(field.name(), [first, last, told.max()?], slope))
    };
    let mut fields: Vec<FieldRow> = MemoryField::ALL.into_iter().filter_map(field).collect();
    if let (Some(first), Some(last)) = (first.rest(), last.rest()) {
        let max = points.iter().filter_map(MemoryPoint::rest).max().unwrap_or(last);
        fields.push(row("rest", [first, last, max], None));
    }
    Some(ProcessRow {
        pid: recording.processes.pid[memory.process],
        process: recording.processes.name[memory.process].map(|it| recording.text(it).to_owned()),
        points: points.len(),
        from_ns: first.time.0,
        to_ns: last.time.0,
        fields,
    })
}

fn row(field: &'static str, [first, last, max]: [i64; 3], slope: Option<f64>) -> FieldRow {
    FieldRow {
        field,
        first_bytes: first,
        last_bytes: last,
        max_bytes: max,
        delta_bytes: last.saturating_sub(first),
        slope_bytes_per_minute: slope,
    }
}

fn collections(totals: &GcTotals) -> Collections {
    Collections {
        count: totals.count,
        major: totals.major,
        total_ns: totals.total.0,
        max_ns: totals.max.0,
        freed_bytes: totals.freed,
        told: totals.n_told,
    }
}

fn event_loop_row(readings: &[EventLoopReading]) -> Option<Loop> {
    let shares: Vec<f64> = readings.iter().filter_map(|it| it.utilization).collect();
    #[expect(clippy::cast_precision_loss, reason = "a number of readings")]
    let mean = (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64);
    (!readings.is_empty()).then(|| Loop {
        readings: readings.len(),
        delay_max_ns: readings.iter().filter_map(|it| it.delay_max).max().map(|it| it.0),
        utilization_mean: mean,
    })
}

/// The snapshots of a selection, each compared with the one before it in its process.
fn snapshots(recording: &Recording, selection: &Selection, file: &Path) -> Vec<Snapshot> {
    let table = &recording.snapshots;
    let process = |it: SnapshotIndex| recording.threads.process[table.thread[it]];
    let mut rows = Vec::new();
    for it in table.indices() {
        let is_in = selection.has_thread(table.thread[it])
            && selection.time.as_ref().is_none_or(|time| time.contains(&table.time[it]));
        if !is_in {
            continue;
        }
        let before = table.indices().take_while(|&other| other < it);
        let before = before.filter(|&other| process(other) == process(it)).last();
        let compared = before.and_then(|before| {
            let generations = (table.generation[before], table.generation[it]);
            compare_snapshots(recording, process(it), generations).ok()
        });
        let name = table.file[it].map(|it| recording.text(it));
        rows.push(Snapshot {
            generation: table.generation[it],
            pid: recording.processes.pid[process(it)],
            time_ns: table.time[it].0,
            heap_used_bytes: table.memory[it].heap_used,
            heap_total_bytes: table.memory[it].heap_total,
            heap_used_delta_bytes: compared.and_then(|it| it.heap_used),
            heap_total_delta_bytes: compared.and_then(|it| it.heap_total),
            pause_ns: table.pause[it].map(|it| it.0),
            file: name.map(str::to_owned),
            file_exists: name.is_some_and(|it| snapshot_beside(file, it).is_some()),
        });
    }
    rows
}

/// Compares two snapshots of the first process that has both.
fn comparison(recording: &Recording, (before, after): (u32, u32)) -> Result<Comparison, CliError> {
    let processes = recording.processes.pid.indices();
    let mut compared =
        processes.map(|it: ProcessIndex| compare_snapshots(recording, it, (before, after)));
    let first = compared.next();
    let found = compared.find(Result::is_ok).filter(|_| first.is_none_or(|it| it.is_err()));
    match found.or(first) {
        Some(Ok(it)) => Ok(Comparison {
            before,
            after,
            heap_used_bytes: it.heap_used,
            heap_total_bytes: it.heap_total,
            time_ns: it.time,
        }),
        Some(Err(error)) => Err(CliError::Question(error.to_string())),
        None => Err(CliError::Question("the recording has no process".to_owned())),
    }
}
