//! Garbage collections: how many, how long, what they freed.

use crate::analysis::pace::Pace;
use crate::analysis::selection::Selection;
use crate::model::{GcIndex, GcKind, Recording, ThreadIndex};
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// One garbage collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GcRow {
    /// Its row.
    pub gc: GcIndex,
    /// The thread that stood still.
    pub thread: ThreadIndex,
    /// How many bytes of heap it freed, if the file tells; 0 where the heap grew meanwhile.
    pub freed: Option<u64>,
}

/// Garbage collections together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GcTotals {
    /// Their number.
    pub count: u64,
    /// How many of them were of the whole heap.
    pub major: u64,
    /// How long they took together, cut at the edges of the selected time.
    pub total: Nanos,
    /// How long the longest took.
    pub max: Nanos,
    /// How many bytes those that tell freed.
    pub freed: u64,
    /// How many of them tell what they freed.
    pub n_told: u64,
}

/// The garbage collections of a selection, in order of start.
pub fn gc_rows(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Vec<GcRow>, Cancelled> {
    let gcs = &recording.gcs;
    let mut rows = Vec::new();
    let mut pace = Pace::new(task);
    for gc in gcs.start.indices() {
        pace.step()?;
        let thread = gcs.thread[gc];
        let is_in = selection.has_thread(thread)
            && selection.cut(gcs.start[gc], gcs.duration[gc]).is_some();
        if is_in {
            let freed = freed(gcs.used_before[gc], gcs.used_after[gc]);
            rows.push(GcRow { gc, thread, freed });
        }
    }
    Ok(rows)
}

fn freed(before: Option<u64>, after: Option<u64>) -> Option<u64> {
    Some(before?.saturating_sub(after?))
}

/// What the garbage collections of a selection come to.
pub fn gc_totals(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<GcTotals, Cancelled> {
    let gcs = &recording.gcs;
    let mut totals = GcTotals::default();
    for row in gc_rows(recording, selection, task)? {
        let took = selection.cut(gcs.start[row.gc], gcs.duration[row.gc]).unwrap_or_default();
        totals.count += 1;
        totals.major += u64::from(gcs.kind[row.gc] == GcKind::Major);
        totals.total = totals.total + took;
        totals.max = totals.max.max(took);
        totals.freed = totals.freed.saturating_add(row.freed.unwrap_or(0));
        totals.n_told += u64::from(row.freed.is_some());
    }
    Ok(totals)
}
