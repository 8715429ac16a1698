//! What each process took of memory over time.

use hashbrown::HashMap;

use crate::model::{MemoryUse, ProcessIndex, Recording, ThreadIndex};
use crate::task::{Cancelled, Task};
use crate::units::{Nanos, TimeRange};

/// A part of a process's memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MemoryField {
    /// All that is resident.
    Rss,
    /// What V8 set aside for the JavaScript heap.
    HeapTotal,
    /// What of that is in use.
    HeapUsed,
    /// Memory outside of the heap that objects on it hold, array buffers included.
    External,
    /// Array buffers and Node.js buffers.
    ArrayBuffers,
}

impl MemoryField {
    /// Every field, in the order of tables.
    pub const ALL: [Self; 5] =
        [Self::Rss, Self::HeapTotal, Self::HeapUsed, Self::External, Self::ArrayBuffers];

    /// Its name as `process.memoryUsage()` has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rss => "rss",
            Self::HeapTotal => "heapTotal",
            Self::HeapUsed => "heapUsed",
            Self::External => "external",
            Self::ArrayBuffers => "arrayBuffers",
        }
    }

    /// Its value.
    pub fn of(self, memory: &MemoryUse) -> Option<u64> {
        match self {
            Self::Rss => memory.rss,
            Self::HeapTotal => memory.heap_total,
            Self::HeapUsed => memory.heap_used,
            Self::External => memory.external,
            Self::ArrayBuffers => memory.array_buffers,
        }
    }

    fn place(self, memory: &mut MemoryUse) -> &mut Option<u64> {
        match self {
            Self::Rss => &mut memory.rss,
            Self::HeapTotal => &mut memory.heap_total,
            Self::HeapUsed => &mut memory.heap_used,
            Self::External => &mut memory.external,
            Self::ArrayBuffers => &mut memory.array_buffers,
        }
    }

    /// The field that a series of our recorder or of a page tells.
    fn of_series(name: &str) -> Option<Self> {
        if name == "jsHeapSizeUsed" {
            return Some(Self::HeapUsed);
        }
        let member = name.strip_prefix("memory.")?;
        Self::ALL.into_iter().find(|it| it.name() == member)
    }
}

/// Memory of one process, of its main thread and all its workers together.
#[derive(Clone, Debug)]
pub struct ProcessMemory {
    /// The process.
    pub process: ProcessIndex,
    /// What it took, in order of time; one point for each moment at which any thread was measured.
    pub points: Vec<MemoryPoint>,
}

/// What a process took at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemoryPoint {
    /// When.
    pub time: Nanos,
    /// How much.
    pub memory: MemoryUse,
}

impl MemoryPoint {
    /// What nothing explains: resident memory that is neither heap nor external. Negative where
    /// parts of the heap that V8 set aside are not resident.
    pub fn rest(&self) -> Option<i64> {
        let MemoryUse { rss, heap_total, external, .. } = self.memory;
        let explained = heap_total?.saturating_add(external.unwrap_or(0));
        let signed = |it| i64::try_from(it).unwrap_or(i64::MAX);
        Some(signed(rss?).saturating_sub(signed(explained)))
    }
}

/// Whether any process's memory was measured.
pub fn has_memory(recording: &Recording) -> bool {
    let counters = &recording.counters;
    let name = |it| recording.text(counters.name[it]);
    counters.name.indices().any(|it| MemoryField::of_series(name(it)).is_some())
}

/// A value of one field of one thread.
type Value = (ProcessIndex, Nanos, Option<ThreadIndex>, MemoryField, Option<u64>);

/// The memory of every process that was measured, in order of processes.
///
/// Workers have heaps of their own in the memory of their process: at each moment the last values
/// of all threads are added up. A worker counts until its end, if the file tells that.
pub fn process_memory(recording: &Recording, task: &Task) -> Result<Vec<ProcessMemory>, Cancelled> {
    let counters = &recording.counters;
    let mut values: Vec<Value> = Vec::new();
    for series in counters.name.indices() {
        let name = recording.text(counters.name[series]);
        let Some(field) = MemoryField::of_series(name) else { continue };
        let (process, thread) = (counters.process[series], counters.thread[series]);
        let points = &counters.points[series];
        task.advance(points.len() as u64)?;
        values.extend(points.iter().map(|it| (process, it.0, thread, field, whole(it.1))));
    }
    values.extend(ends_of_workers(recording));
    values.sort_by_key(|it| (it.0, it.1, it.2, it.3));
    let of_process = values.chunk_by(|a, b| a.0 == b.0);
    let all = of_process.filter_map(|values| {
        let points = points(values);
        (!points.is_empty()).then(|| ProcessMemory { process: values[0].0, points })
    });
    Ok(all.collect())
}

/// Where workers end, all their fields end.
fn ends_of_workers(recording: &Recording) -> Vec<Value> {
    let Some(recorder) = &recording.recorder else { return Vec::new() };
    let workers = recorder.threads.iter().filter(|it| !it.is_main);
    let ends = workers.filter_map(|it| Some((it.thread, it.end?.time)));
    let end = |(thread, time)| {
        let process = recording.threads.process[thread];
        MemoryField::ALL.map(|field| (process, time, Some(thread), field, None))
    };
    ends.flat_map(end).collect()
}

/// The points of one process. `values` are in order of time.
fn points(values: &[Value]) -> Vec<MemoryPoint> {
    let mut now: HashMap<Option<ThreadIndex>, MemoryUse> = HashMap::new();
    let mut points = Vec::new();
    for at_once in values.chunk_by(|a, b| a.1 == b.1) {
        let mut is_measured = false;
        for (_, _, thread, field, value) in at_once {
            *field.place(now.entry(*thread).or_default()) = *value;
            is_measured |= value.is_some();
        }
        let mut sum = MemoryUse::default();
        for field in MemoryField::ALL {
            // Sums of integers do not depend on the order of threads.
            let told = now.values().filter_map(|it| field.of(it));
            *field.place(&mut sum) = told.reduce(u64::saturating_add);
        }
        if is_measured {
            points.push(MemoryPoint { time: at_once[0].1, memory: sum });
        }
    }
    points
}

/// A number of bytes; what is none counts as not told.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
fn whole(value: f64) -> Option<u64> {
    (0.0..=9_007_199_254_740_992.0).contains(&value).then(|| value.round() as u64)
}

/// The last value of each field at `time` or before.
pub(super) fn at(points: &[MemoryPoint], time: Nanos) -> Option<&MemoryPoint> {
    points.partition_point(|it| it.time <= time).checked_sub(1).map(|it| &points[it])
}

/// The points within a range, found by binary search.
pub(super) fn within<'a>(points: &'a [MemoryPoint], range: &TimeRange) -> &'a [MemoryPoint] {
    let first = points.partition_point(|it| it.time < range.start);
    let last = points.partition_point(|it| it.time < range.end);
    &points[first..last.max(first)]
}

/// The memory of one process.
pub(super) fn of_process(
    recording: &Recording,
    process: ProcessIndex,
    task: &Task,
) -> Result<Option<ProcessMemory>, Cancelled> {
    let all = process_memory(recording, task)?;
    Ok(all.into_iter().find(|it| it.process == process))
}
