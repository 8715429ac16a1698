//! What the track of a process's memory shows: what it took, its collections and snapshots.

use asyncscope_core::analysis::{ProcessMemory, process_memory};
use asyncscope_core::model::{GcIndex, ProcessIndex, Recording, SnapshotIndex, ThreadIndex};
use asyncscope_core::task::{Cancelled, Task};

/// What the track of a process's memory shows.
#[derive(Debug)]
pub struct MemoryTrack {
    /// What the process took over time.
    pub memory: ProcessMemory,
    /// Its garbage collections, in order of their starts.
    pub gcs: Vec<GcIndex>,
    /// The snapshots of its heap, in order of time.
    pub snapshots: Vec<SnapshotIndex>,
}

impl MemoryTrack {
    /// The track of a process; `None` if its memory was not measured.
    pub(super) fn of(
        recording: &Recording,
        process: ProcessIndex,
        task: &Task,
    ) -> Result<Option<Self>, Cancelled> {
        let all = process_memory(recording, task)?;
        let Some(memory) = all.into_iter().find(|it| it.process == process) else {
            return Ok(None);
        };
        let (gcs, taken) = (&recording.gcs, &recording.snapshots);
        let is_its = |thread: ThreadIndex| recording.threads.process[thread] == process;
        let collections = gcs.start.indices().filter(|&it| is_its(gcs.thread[it]));
        let mut collections: Vec<GcIndex> = collections.collect();
        task.advance(0)?;
        collections.sort_by_key(|&it| (gcs.start[it], it));
        let mut snapshots: Vec<SnapshotIndex> =
            taken.indices().filter(|&it| is_its(taken.thread[it])).collect();
        snapshots.sort_by_key(|&it| (taken.time[it], it));
        Ok(Some(Self { memory, gcs: collections, snapshots }))
    }
}
