//! A whole recording.

use std::sync::Arc;

use crate::index::Column;
use crate::model::events::{CounterTable, GcTable, InstantTable};
use crate::model::flows::FlowTable;
use crate::model::frames::{FrameIndex, FrameTable};
use crate::model::heap::HeapGraph;
use crate::model::recorder::{Recorder, SnapshotTable};
use crate::model::requests::{RequestIndex, RequestTable, Side};
use crate::model::samples::{Profile, ProfileIndex};
use crate::model::spans::{AsyncSpanTable, SpanTable};
use crate::model::stacks::StackTable;
use crate::model::threads::{ProcessIndex, ProcessTable, ThreadIndex, ThreadTable};
use crate::model::tracked::TrackedTable;
use crate::strings::{StringIndex, StringTable};
use crate::units::{Nanos, TimeRange};
use crate::warning::{Severity, Warning};

/// What one file holds. Immutable once loaded, and shared.
#[derive(Clone, Debug, Default)]
pub struct Recording {
    /// What the file is.
    pub source: Source,
    /// Where its time 0 lies.
    pub clock: WallClock,
    /// From 0 to its last moment.
    pub duration: Nanos,
    /// Every text.
    pub strings: StringTable,
    /// Every function.
    pub frames: FrameTable,
    /// Every call stack, of all profiles together.
    pub stacks: StackTable,
    /// Processes.
    pub processes: ProcessTable,
    /// Threads.
    pub threads: ThreadTable,
    /// Sampled stacks, by thread, then in order of start.
    pub profiles: Column<ProfileIndex, Profile>,
    /// Nested work on threads.
    pub spans: SpanTable,
    /// Asynchronous work.
    pub async_spans: AsyncSpanTable,
    /// Arrows from one moment to another.
    pub flows: FlowTable,
    /// Moments.
    pub instants: InstantTable,
    /// Series of numbers.
    pub counters: CounterTable,
    /// Garbage collections.
    pub gcs: GcTable,
    /// Requests over the network: sent, and those that came in to a recorded server.
    pub requests: RequestTable,
    /// Objects that were watched until they were collected.
    pub tracked: TrackedTable,
    /// Moments at which heap snapshots were taken.
    pub snapshots: SnapshotTable,
    /// What our own recorder tells, where it wrote the file.
    pub recorder: Option<Recorder>,
    /// Every object that was alive, where the file is a heap snapshot.
    pub heap: Option<Arc<HeapGraph>>,
    /// What was lost, repaired or skipped, worst first.
    pub warnings: Vec<Warning>,
}

/// What a file is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The format's name for people, such as "CPU profile".
    pub format: &'static str,
    /// Size of the content after decompression, in bytes.
    pub size: u64,
    /// "gzip" or "zstd" if it was compressed.
    pub compression: Option<&'static str>,
}

/// Where a recording's time 0 lies, on the clock of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WallClock {
    /// Nanoseconds on the recorder's own clock, often since the machine started.
    pub origin_ns: i64,
    /// Nanoseconds since 1970, if the file tells.
    pub unix_ns: Option<i64>,
}

impl Recording {
    /// From 0 to the last moment.
    pub fn range(&self) -> TimeRange {
        Nanos(0)..self.duration
    }

    /// Whether it holds requests, and nothing that ran: no samples, spans, moments or numbers.
    pub fn is_of_requests(&self) -> bool {
        !self.requests.is_empty()
            && self.heap.is_none()
            && self.profiles.is_empty()
            && self.spans.start.is_empty()
            && self.async_spans.start.is_empty()
            && self.instants.name.is_empty()
            && self.counters.name.is_empty()
    }

    /// Whether a thread of `process` sent a request, rather than received it or nobody knows.
    pub fn has_sent(&self, process: ProcessIndex, request: RequestIndex) -> bool {
        let request = self.requests.get(request);
        let sender = request.thread.map(|it| self.threads.process[it]);
        request.side == Side::Client && sender == Some(process)
    }

    /// A text.
    pub fn text(&self, index: StringIndex) -> &str {
        self.strings.get(index)
    }

    /// A function's name for people; `(anonymous)` if it has none.
    pub fn frame_name(&self, frame: FrameIndex) -> &str {
        match self.text(self.frames.get(frame).name) {
            "" => "(anonymous)",
            name => name,
        }
    }

    /// A function's place: `url:line:column`, or empty.
    pub fn frame_place(&self, frame: FrameIndex) -> String {
        let frame = self.frames.get(frame);
        let mut place = self.text(frame.url).to_owned();
        if let Some(line) = frame.line {
            place += &format!(":{line}");
            if let Some(column) = frame.column {
                place += &format!(":{column}");
            }
        }
        place
    }

    /// A thread's name for people, such as `CrRendererMain` or `Thread 12`.
    pub fn thread_name(&self, thread: ThreadIndex) -> String {
        match (self.threads.name[thread], self.threads.tid[thread]) {
            (Some(name), _) => self.text(name).to_owned(),
            (None, Some(tid)) => format!("Thread {tid}"),
            (None, None) => "Main thread".to_owned(),
        }
    }

    /// Whether content of the file is missing here because it was damaged.
    pub fn has_losses(&self) -> bool {
        self.warnings.iter().any(|it| it.severity == Severity::Loss)
    }
}
