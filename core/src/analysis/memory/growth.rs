//! Which part of a process's memory grows.

use super::series::{MemoryPoint, ProcessMemory, process_memory};
use super::trend::{Trend, trend};
use crate::analysis::selection::Selection;
use crate::model::{GcIndex, GcKind, ProcessIndex, Recording};
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// Fewer values than this after collections of the whole heap are not looked at.
const MIN_COLLECTIONS: usize = 6;

/// A part of a process's memory; together they are what is resident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MemoryPart {
    /// Objects on the JavaScript heap.
    Heap,
    /// Array buffers and Node.js buffers.
    ArrayBuffers,
    /// Other memory that objects hold outside of the heap: that of native code.
    External,
    /// What is resident and neither heap nor external.
    Rest,
}

impl MemoryPart {
    /// Every part, in the order of tables.
    pub const ALL: [Self; 4] = [Self::Heap, Self::ArrayBuffers, Self::External, Self::Rest];

    /// Its name in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Heap => "heap",
            Self::ArrayBuffers => "array_buffers",
            Self::External => "external",
            Self::Rest => "rest",
        }
    }

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Heap => "JavaScript heap",
            Self::ArrayBuffers => "array buffers",
            Self::External => "other external memory",
            Self::Rest => "other resident memory",
        }
    }

    /// Where to look for what makes it grow, in a sentence.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Heap => "Heap snapshots tell which objects these are.",
            Self::ArrayBuffers => {
                "Heap snapshots have the buffers, as JSArrayBufferData, and what holds them; their \
                 bytes are outside of the heap."
            }
            Self::External => {
                "Growth of external memory is not in heap snapshots: look for small objects whose \
                 native side is large, such as streams, sockets, TLS contexts, or those of addons."
            }
            Self::Rest => {
                "Nothing of it is in heap snapshots: native allocations, fragmentation, or memory \
                 that the allocator keeps."
            }
        }
    }

    /// Its value at a point, if that can be told.
    fn of(self, point: &MemoryPoint) -> Option<u64> {
        let memory = &point.memory;
        match self {
            Self::Heap => memory.heap_used,
            Self::ArrayBuffers => memory.array_buffers,
            Self::External => {
                memory.external.map(|it| it.saturating_sub(memory.array_buffers.unwrap_or(0)))
            }
            Self::Rest => point.rest().map(|it| u64::try_from(it).unwrap_or(0)),
        }
    }
}

/// How a part of a process's memory goes.
#[derive(Clone, Debug, PartialEq)]
pub struct MemoryGrowth {
    /// The process.
    pub process: ProcessIndex,
    /// The part.
    pub part: MemoryPart,
    /// How it goes.
    pub trend: Trend,
    /// Its first value and its last, in bytes.
    pub ends: (u64, u64),
    /// Of how many values.
    pub n_values: usize,
    /// Whether the values were measured right after collections of the whole heap.
    pub after_collections: bool,
}

/// How each part of the memory of each selected process goes, in order of processes and parts.
pub fn memory_growth(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Vec<MemoryGrowth>, Cancelled> {
    let range = selection.time.clone().unwrap_or(Nanos(0)..Nanos::MAX);
    let mut rows = Vec::new();
    for memory in process_memory(recording, task)? {
        let process = memory.process;
        if !selection.has_process(recording, process) {
            continue;
        }
        for part in MemoryPart::ALL {
            let mut values = values(&memory, part, &range);
            let mut after_collections = false;
            if part == MemoryPart::Heap
                && let Some(collected) = after_collections_of(recording, process, &range)
            {
                (values, after_collections) = (collected, true);
            }
            let (Some(first), Some(last)) = (values.first(), values.last()) else { continue };
            rows.push(MemoryGrowth {
                process,
                part,
                trend: trend(&values),
                ends: (first.1, last.1),
                n_values: values.len(),
                after_collections,
            });
        }
    }
    Ok(rows)
}

fn values(
    memory: &ProcessMemory,
    part: MemoryPart,
    range: &crate::units::TimeRange,
) -> Vec<(Nanos, u64)> {
    let points = memory.within(range).iter();
    points.filter_map(|it| Some((it.time, part.of(it)?))).collect()
}

/// The heap in use after each collection of all of it, if one thread alone has enough of them:
/// every thread has a heap of its own.
fn after_collections_of(
    recording: &Recording,
    process: ProcessIndex,
    range: &crate::units::TimeRange,
) -> Option<Vec<(Nanos, u64)>> {
    let gcs = &recording.gcs;
    let is_in = |&it: &GcIndex| {
        gcs.kind[it] == GcKind::Major
            && recording.threads.process[gcs.thread[it]] == process
            && range.contains(&gcs.start[it])
    };
    let majors: Vec<GcIndex> = gcs.start.indices().filter(is_in).collect();
    let thread = gcs.thread[*majors.first()?];
    if majors.iter().any(|&it| gcs.thread[it] != thread) {
        return None;
    }
    let value = |&it: &GcIndex| Some((gcs.start[it] + gcs.duration[it], gcs.used_after[it]?));
    let mut values: Vec<(Nanos, u64)> = majors.iter().filter_map(value).collect();
    values.sort_unstable();
    (values.len() >= MIN_COLLECTIONS).then_some(values)
}
