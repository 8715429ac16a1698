//! What a recorder tells about itself, the threads it recorded, and the snapshots it took.

use crate::define_index;
use crate::index::Column;
use crate::model::threads::ThreadIndex;
use crate::strings::StringIndex;
use crate::units::Nanos;

define_index! {
    /// A row of [`Recorder::threads`].
    RecordedThreadIndex
}

define_index! {
    /// A row of [`SnapshotTable`].
    SnapshotIndex
}

/// What our own recorder tells about a recording.
#[derive(Clone, Debug, Default)]
pub struct Recorder {
    /// The version of the format that it wrote.
    pub version: u32,
    /// Each thread that it recorded, in the order of the file.
    pub threads: Column<RecordedThreadIndex, RecordedThread>,
}

impl Recorder {
    /// The main threads whose end was not written: their processes were killed.
    pub fn killed(&self) -> impl Iterator<Item = &RecordedThread> {
        self.threads.iter().filter(|it| it.is_main && it.end.is_none())
    }
}

/// A thread that was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedThread {
    /// The thread.
    pub thread: ThreadIndex,
    /// When its recording began.
    pub start: Nanos,
    /// Whether it is the main thread of its process.
    pub is_main: bool,
    /// Such as `v20.20.2`; empty where it is not told.
    pub runtime: StringIndex,
    /// Such as `linux x64`; empty where it is not told.
    pub platform: StringIndex,
    /// The command, its parts joined by spaces; empty where it was left out.
    pub command: StringIndex,
    /// The process that started this one.
    pub parent_pid: Option<i64>,
    /// How it ended, or `None` if the file does not hold its end: it was killed.
    pub end: Option<ThreadEnd>,
}

/// How the recording of a thread ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThreadEnd {
    /// When.
    pub time: Nanos,
    /// Such as `exit`, `signal` or `repaired`.
    pub reason: StringIndex,
    /// The exit code, if there was one.
    pub code: Option<i64>,
    /// The signal that ended it, if one did.
    pub signal: Option<StringIndex>,
    /// How many events the recorder could not write.
    pub lost: u64,
}

/// What a process took of memory at a moment, in bytes. What is not told is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemoryUse {
    /// All memory of the process that is resident.
    pub rss: Option<u64>,
    /// What V8 set aside for the JavaScript heap.
    pub heap_total: Option<u64>,
    /// What of that is in use.
    pub heap_used: Option<u64>,
    /// Memory outside of the heap that objects on it hold; contains `array_buffers`.
    pub external: Option<u64>,
    /// Array buffers and Node.js buffers.
    pub array_buffers: Option<u64>,
}

/// Moments at which heap snapshots were taken, or memory was measured as for one; in order of time.
#[derive(Clone, Debug, Default)]
pub struct SnapshotTable {
    /// The thread whose heap it shows.
    pub thread: Column<SnapshotIndex, ThreadIndex>,
    /// When.
    pub time: Column<SnapshotIndex, Nanos>,
    /// Its number within its thread's process, as the program knows it.
    pub generation: Column<SnapshotIndex, u32>,
    /// Memory at that moment.
    pub memory: Column<SnapshotIndex, MemoryUse>,
    /// The name of the file beside the recording that holds the snapshot, if one was written.
    pub file: Column<SnapshotIndex, Option<StringIndex>>,
    /// The size of that file, in bytes.
    pub bytes: Column<SnapshotIndex, Option<u64>>,
    /// How long the program stood still for it.
    pub pause: Column<SnapshotIndex, Option<Nanos>>,
}

impl SnapshotTable {
    /// Number of snapshots.
    pub fn len(&self) -> usize {
        self.time.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.time.is_empty()
    }

    /// Every index, in order of time.
    pub fn indices(
        &self,
    ) -> impl DoubleEndedIterator<Item = SnapshotIndex> + ExactSizeIterator + use<> {
        self.time.indices()
    }
}
