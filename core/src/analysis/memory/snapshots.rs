//! Two moments at which heap snapshots were taken, compared.

use crate::model::{ProcessIndex, Recording, SnapshotIndex};
use crate::units::Nanos;

/// What `compareSnapshots(a, b)` of the recorder gives: `after - before`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnapshotComparison {
    /// The snapshot before.
    pub before: SnapshotIndex,
    /// The snapshot after.
    pub after: SnapshotIndex,
    /// How many more bytes of heap were in use; `None` if one does not tell.
    pub heap_used: Option<i64>,
    /// How many more bytes of heap were set aside.
    pub heap_total: Option<i64>,
    /// How much later it was taken, in nanoseconds; negative if it was taken before.
    pub time: i64,
}

/// A generation that no snapshot has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Invalid snapshot generation: there is no snapshot {0}")]
pub struct InvalidGeneration(pub u32);

/// Compares the snapshots of two generations of a process.
pub fn compare_snapshots(
    recording: &Recording,
    process: ProcessIndex,
    (before, after): (u32, u32),
) -> Result<SnapshotComparison, InvalidGeneration> {
    let snapshots = &recording.snapshots;
    let find = |generation| {
        let is_it = |&it: &SnapshotIndex| {
            snapshots.generation[it] == generation
                && recording.threads.process[snapshots.thread[it]] == process
        };
        snapshots.indices().find(is_it).ok_or(InvalidGeneration(generation))
    };
    let (before, after) = (find(before)?, find(after)?);
    let (old, new) = (&snapshots.memory[before], &snapshots.memory[after]);
    let difference = |a: Option<u64>, b: Option<u64>| Some(signed(b?).saturating_sub(signed(a?)));
    let time = |it: SnapshotIndex| signed(snapshots.time[it].since(Nanos(0)).0);
    Ok(SnapshotComparison {
        before,
        after,
        heap_used: difference(old.heap_used, new.heap_used),
        heap_total: difference(old.heap_total, new.heap_total),
        time: time(after).saturating_sub(time(before)),
    })
}

fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
