//! Events that touch a stretch of time, counted.

use super::GcSummary;
use crate::analysis::pace::Pace;
use crate::analysis::selection::Selection;
use crate::index::Column;
use crate::model::{Recording, ThreadIndex};
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// Number of spans of each thread.
pub(super) fn spans_by_thread(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Column<ThreadIndex, u64>, Cancelled> {
    let spans = &recording.spans;
    let mut counts = no_counts(recording);
    let mut pace = Pace::new(task);
    for span in spans.indices() {
        pace.step()?;
        if selection.cut(spans.start[span], spans.duration[span]).is_some() {
            counts[spans.thread[span]] += 1;
        }
    }
    Ok(counts)
}

/// Number of moments of each thread.
pub(super) fn instants_by_thread(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Column<ThreadIndex, u64>, Cancelled> {
    let instants = &recording.instants;
    let mut counts = no_counts(recording);
    let mut pace = Pace::new(task);
    for (&thread, &time) in instants.thread.iter().zip(&instants.time) {
        pace.step()?;
        if selection.cut(time, Nanos(0)).is_some() {
            counts[thread] += 1;
        }
    }
    Ok(counts)
}

fn no_counts(recording: &Recording) -> Column<ThreadIndex, u64> {
    vec![0; recording.threads.process.len()].into()
}

/// Number of asynchronous spans of the selected threads.
pub(super) fn n_async_spans(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<u64, Cancelled> {
    let spans = &recording.async_spans;
    let mut count = 0;
    let mut pace = Pace::new(task);
    for span in spans.indices() {
        pace.step()?;
        let is_selected = selection.has_thread(spans.thread[span])
            && selection.cut(spans.start[span], spans.duration[span]).is_some();
        count += u64::from(is_selected);
    }
    Ok(count)
}

/// Number of series of numbers, of the selected threads or of none.
pub(super) fn n_counters(recording: &Recording, selection: &Selection) -> u64 {
    let threads = recording.counters.thread.iter();
    threads.filter(|it| it.is_none_or(|it| selection.has_thread(it))).count() as u64
}

/// The garbage collections of the selected threads, cut at the edges of the selected time.
pub(super) fn gcs(recording: &Recording, selection: &Selection) -> GcSummary {
    let gcs = &recording.gcs;
    let mut sum = GcSummary::default();
    for gc in gcs.start.indices().filter(|&it| selection.has_thread(gcs.thread[it])) {
        if let Some(within) = selection.cut(gcs.start[gc], gcs.duration[gc]) {
            sum.count += 1;
            sum.total = sum.total + within;
            sum.max = sum.max.max(within);
        }
    }
    sum
}
