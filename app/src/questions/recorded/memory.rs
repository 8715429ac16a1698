//! Memory over time, and what happened to it in the selected time.

use std::sync::Arc;

use asyncscope_core::analysis::leaks::{MemorySuspect, recorded_leaks};
use asyncscope_core::analysis::{
    self, GcTotals, MemoryChange, MemoryPoint, gc_rows, gc_totals, operation_stats, process_memory,
};
use asyncscope_core::model::{
    FrameIndex, ProcessIndex, ProfileKind, Recording, SnapshotIndex, ThreadIndex,
};
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::{Nanos, TimeRange};
use hashbrown::HashMap;

use crate::jobs::Job;
use crate::opened::Opened;

/// Parts of the time that the chart tells apart.
pub const PARTS: usize = 480;
/// How many functions that allocate are listed.
const FUNCTIONS: usize = 12;

/// Whose memory is asked for, over what time, and in what time closely.
#[derive(Clone, Debug, PartialEq)]
pub struct MemoryQuestion {
    process: Option<ProcessIndex>,
    shown: TimeRange,
    selected: Option<TimeRange>,
}

/// Memory of one process.
#[derive(Clone, Debug, Default)]
pub struct MemoryPage {
    /// The processes whose memory was measured.
    pub processes: Vec<ProcessIndex>,
    /// The one that is shown.
    pub process: Option<ProcessIndex>,
    /// The time that the chart shows.
    pub shown: TimeRange,
    /// What was measured last in each part of that time, or before it.
    pub columns: Vec<Option<MemoryPoint>>,
    /// The longest garbage collection that began in each part, where one did.
    pub gcs: Vec<(usize, Nanos)>,
    /// The snapshots of the process in the time that is shown.
    pub snapshots: Vec<SnapshotIndex>,
    /// How memory changed in the selected time.
    pub change: Option<MemoryChange>,
    /// What the leak report says of each part of it in the selected time, suspects first.
    pub told: Vec<MemorySuspect>,
    /// The garbage collections in the selected time.
    pub totals: GcTotals,
    /// How many operations and requests went on in the selected time.
    pub active: (u64, u64),
    /// What functions allocated and still held when that was last told, the most first.
    pub allocations: Vec<(FrameIndex, u64)>,
    /// All of it.
    pub allocated: u64,
}

impl Opened {
    /// Asks for memory over time.
    pub(in crate::questions) fn ask_memory(&mut self, ctx: &egui::Context) {
        let whole = self.recording.range();
        let question = MemoryQuestion {
            process: self.recorded.process,
            shown: self.selection.shown.clone().unwrap_or(whole),
            selected: self.selection.range.clone(),
        };
        let (recording, asked) = (Arc::clone(&self.recording), question.clone());
        self.answers.recorded.memory.ask(question, || {
            Job::spawn("Reading memory", ctx, move |task| {
                page(&recording, &asked, task).map(Arc::new)
            })
        });
    }
}

fn page(
    recording: &Recording,
    question: &MemoryQuestion,
    task: &Task,
) -> Result<MemoryPage, Cancelled> {
    let all = process_memory(recording, task)?;
    let shown = question.shown.clone();
    let wanted = all.iter().find(|it| Some(it.process) == question.process).or(all.first());
    let Some(memory) = wanted else {
        return Ok(MemoryPage { shown, ..MemoryPage::default() });
    };
    let process = memory.process;
    let threads: Vec<ThreadIndex> = recording
        .threads
        .process
        .indices()
        .filter(|&it| recording.threads.process[it] == process)
        .collect();
    let range = question.selected.clone().unwrap_or_else(|| recording.range());
    let of_process = |time: Option<TimeRange>| analysis::Selection {
        time,
        threads: Some(threads.clone()),
        ..analysis::Selection::default()
    };
    let selected = of_process(question.selected.clone());
    let snapshots = &recording.snapshots;
    let in_view = |&it: &SnapshotIndex| {
        recording.threads.process[snapshots.thread[it]] == process
            && shown.contains(&snapshots.time[it])
    };
    let stats = operation_stats(recording, &selected, task)?;
    let is_active = |time: TimeRange| time.start < range.end && range.start < time.end;
    let active_requests = recording.requests.indices().filter(|&it| {
        let time = || recording.requests.get(it).range(recording.duration);
        recording.has_sent(process, it) && is_active(time())
    });
    let (allocations, allocated) = allocations(recording, process, task)?;
    let edge = |part: usize| edge(&shown, part);
    Ok(MemoryPage {
        processes: all.iter().map(|it| it.process).collect(),
        process: Some(process),
        columns: (0..PARTS).map(|it| memory.at(edge(it + 1)).copied()).collect(),
        gcs: gcs(recording, &of_process(Some(shown.clone())), task)?,
        snapshots: snapshots.indices().filter(in_view).collect(),
        change: memory.change(&range),
        told: recorded_leaks(recording, &selected, task)?.memory,
        totals: gc_totals(recording, &selected, task)?,
        active: (stats.iter().map(|it| it.count).sum(), active_requests.count() as u64),
        allocations,
        allocated,
        shown,
    })
}

/// Where a part of the time that is shown begins.
pub fn edge(shown: &TimeRange, part: usize) -> Nanos {
    let length = u128::from(shown.end.since(shown.start).0);
    let offset = length * part as u128 / PARTS as u128;
    shown.start + Nanos(u64::try_from(offset).unwrap_or(u64::MAX))
}

/// The longest garbage collection of each part.
fn gcs(
    recording: &Recording,
    selection: &analysis::Selection,
    task: &Task,
) -> Result<Vec<(usize, Nanos)>, Cancelled> {
    let Some(shown) = &selection.time else { return Ok(Vec::new()) };
    let length = u128::from(shown.end.since(shown.start).0).max(1);
    let mut longest: HashMap<usize, Nanos> = HashMap::new();
    for row in gc_rows(recording, selection, task)? {
        let offset = u128::from(recording.gcs.start[row.gc].since(shown.start).0);
        let part = usize::try_from(offset * PARTS as u128 / length).unwrap_or(0).min(PARTS - 1);
        let most = longest.entry(part).or_default();
        *most = (*most).max(recording.gcs.duration[row.gc]);
    }
    let mut gcs: Vec<(usize, Nanos)> = longest.into_iter().collect();
    gcs.sort_unstable();
    Ok(gcs)
}

/// What each function of a process allocated and still held when that was last told.
fn allocations(
    recording: &Recording,
    process: ProcessIndex,
    task: &Task,
) -> Result<(Vec<(FrameIndex, u64)>, u64), Cancelled> {
    let mut sums: HashMap<FrameIndex, u64> = HashMap::new();
    let mut all = 0_u64;
    for profile in &recording.profiles {
        let is_of_process = recording.threads.process[profile.thread] == process;
        if profile.kind != ProfileKind::Allocations || !is_of_process {
            continue;
        }
        task.advance(profile.samples.len() as u64)?;
        for (row, stack) in profile.samples.stacks().iter().enumerate() {
            let weight = profile.samples.weight(row);
            all = all.saturating_add(weight);
            if let Some(stack) = *stack {
                let sum = sums.entry(recording.stacks.frame(stack)).or_default();
                *sum = sum.saturating_add(weight);
            }
        }
    }
    let mut rows: Vec<(FrameIndex, u64)> = sums.into_iter().collect();
    rows.sort_unstable_by_key(|it| (std::cmp::Reverse(it.1), it.0));
    rows.truncate(FUNCTIONS);
    Ok((rows, all))
}
