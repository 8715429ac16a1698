//! Everything about one operation.

use crate::analysis::event_loop::{EventLoopReading, event_loop};
use crate::analysis::functions::{FunctionRow, functions};
use crate::analysis::memory::{MemoryChange, memory_change};
use crate::analysis::operations::own_times::own_times;
use crate::analysis::operations::running::{Running, running};
use crate::analysis::pace::Pace;
use crate::analysis::selection::Selection;
use crate::analysis::weighed::weigh;
use crate::index::RowIndex as _;
use crate::model::requests::Side;
use crate::model::{AsyncSpanIndex, ProfileKind, Recording, RequestIndex};
use crate::task::{Cancelled, Task};
use crate::units::{Nanos, TimeRange};

/// How many functions, children and requests are listed; all are counted.
const MOST: usize = 200;

/// What happened in one operation.
///
/// CPU samples, garbage collections, event-loop delay and memory are those of its thread while it
/// went on, whatever they were for: no recorder tells.
#[derive(Clone, Debug)]
pub struct OperationDetails {
    /// The operation.
    pub operation: AsyncSpanIndex,
    /// Its time in none of its children.
    pub own: Nanos,
    /// What it did with its time, if samples or tasks of its thread tell.
    pub running: Option<Running>,
    /// What it is a part of, innermost first.
    pub ancestors: Vec<AsyncSpanIndex>,
    /// Its first parts, in order of start.
    pub children: Vec<AsyncSpanIndex>,
    /// How many parts it has.
    pub n_children: usize,
    /// What ran on its thread.
    pub cpu: Option<CpuInside>,
    /// Garbage collections on its thread.
    pub gc: GcInside,
    /// How late its thread's event loop was, if that was measured.
    pub loop_delay: Option<LoopDelay>,
    /// Requests that it or a part of it sent, and others.
    pub requests: RequestsInside,
    /// How its process's memory changed, if that was measured at least twice around it.
    pub memory: Option<MemoryChange>,
}

/// What ran on a thread while an operation went on.
#[derive(Clone, Debug, Default)]
pub struct CpuInside {
    /// Number of samples.
    pub n_samples: u64,
    /// Time in which something ran.
    pub busy: Nanos,
    /// The functions with most time of their own.
    pub functions: Vec<FunctionRow>,
}

/// Garbage collections while an operation went on, cut at its edges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GcInside {
    /// Their number.
    pub count: u64,
    /// How long they took.
    pub total: Nanos,
    /// How long the longest took.
    pub max: Nanos,
}

/// How late an event loop was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoopDelay {
    /// The largest delay that was measured.
    pub max: Nanos,
    /// The largest median of the measurements.
    pub p50: Nanos,
}

/// Requests while an operation went on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestsInside {
    /// The first of those that it or a part of it sent, in order of start.
    pub own: Vec<RequestIndex>,
    /// How many it or a part of it sent.
    pub n_own: usize,
    /// How many of its thread's went on in its time, its own included.
    pub n_in_time: usize,
}

/// What happened in `operation`.
pub fn operation_details(
    recording: &Recording,
    operation: AsyncSpanIndex,
    task: &Task,
) -> Result<OperationDetails, Cancelled> {
    let spans = &recording.async_spans;
    let (range, thread) = (spans.range(operation), spans.thread[operation]);
    let (children, n_children) = children(recording, operation, task)?;
    let selection = Selection {
        time: Some(range.clone()),
        threads: Some(vec![thread]),
        ..Selection::default()
    };
    let readings = event_loop(recording, &around(recording, &range, thread), task)?;
    Ok(OperationDetails {
        operation,
        own: own_times(recording, task)?[operation],
        running: running(recording, task)?[operation],
        ancestors: spans.ancestors(operation).take(MOST).collect(),
        children,
        n_children,
        cpu: cpu(recording, &selection, task)?,
        gc: gc(recording, &selection),
        loop_delay: loop_delay(&readings, &range),
        requests: requests(recording, operation, task)?,
        memory: memory_change(recording, spans.process[operation], &range, task)?,
    })
}

/// The selection that holds every measurement around a range: they tell of the time before them.
fn around(
    recording: &Recording,
    range: &TimeRange,
    thread: crate::model::ThreadIndex,
) -> Selection {
    let end = recording.duration + Nanos(1);
    Selection {
        time: Some(range.start..end.max(range.start + Nanos(1))),
        threads: Some(vec![thread]),
        ..Selection::default()
    }
}

fn children(
    recording: &Recording,
    operation: AsyncSpanIndex,
    task: &Task,
) -> Result<(Vec<AsyncSpanIndex>, usize), Cancelled> {
    let spans = &recording.async_spans;
    let (mut children, mut n_children) = (Vec::new(), 0);
    let mut pace = Pace::new(task);
    for span in (operation.row() + 1..spans.len()).map(AsyncSpanIndex::from_row) {
        pace.step()?;
        if spans.parent[span] == Some(operation) {
            n_children += 1;
            if children.len() < MOST {
                children.push(span);
            }
        }
    }
    Ok((children, n_children))
}

fn cpu(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Option<CpuInside>, Cancelled> {
    let is_sampled = |&it: &crate::model::ProfileIndex| {
        recording.profiles[it].kind == ProfileKind::Cpu
            && !recording.profiles[it].samples.is_empty()
    };
    if !selection.profiles(recording).iter().any(is_sampled) {
        return Ok(None);
    }
    let weighed = weigh(recording, selection, task)?;
    let mut rows = functions(recording, &weighed, task)?;
    rows.retain(|it| it.own > 0 && !recording.frames.category(it.frame).is_idle());
    rows.truncate(MOST);
    let (n_samples, busy) = (weighed.n_samples, Nanos(weighed.busy()));
    Ok(Some(CpuInside { n_samples, busy, functions: rows }))
}

fn gc(recording: &Recording, selection: &Selection) -> GcInside {
    let gcs = &recording.gcs;
    let mut inside = GcInside::default();
    for gc in gcs.start.indices().filter(|&it| selection.has_thread(gcs.thread[it])) {
        if let Some(within) = selection.cut(gcs.start[gc], gcs.duration[gc]) {
            inside.count += 1;
            inside.total = inside.total + within;
            inside.max = inside.max.max(within);
        }
    }
    inside
}

/// The delays that were measured within `range`, and by the first measurement behind it, which
/// tells of its end.
fn loop_delay(readings: &[EventLoopReading], range: &TimeRange) -> Option<LoopDelay> {
    let n_within = readings.partition_point(|it| it.time < range.end);
    let told = readings.iter().take(n_within + 1);
    let delays = told.filter_map(|it| Some((it.delay_max?, it.delay_p50?)));
    delays
        .map(|(max, p50)| LoopDelay { max, p50 })
        .reduce(|a, b| LoopDelay { max: a.max.max(b.max), p50: a.p50.max(b.p50) })
}

fn requests(
    recording: &Recording,
    operation: AsyncSpanIndex,
    task: &Task,
) -> Result<RequestsInside, Cancelled> {
    let (spans, requests) = (&recording.async_spans, &recording.requests);
    let (range, thread) = (spans.range(operation), spans.thread[operation]);
    let mut inside = RequestsInside::default();
    let mut pace = Pace::new(task);
    for request in requests.indices() {
        pace.step()?;
        let it = requests.get(request);
        if it.side == Side::Server {
            continue;
        }
        let time = it.range(recording.duration);
        let in_time = time.start < range.end && range.start < time.end.max(time.start + Nanos(1));
        inside.n_in_time += usize::from(in_time && it.thread == Some(thread));
        let is_own = it.operation.is_some_and(|it| spans.is_part(it, operation));
        inside.n_own += usize::from(is_own);
        if is_own && inside.own.len() < MOST {
            inside.own.push(request);
        }
    }
    Ok(inside)
}
