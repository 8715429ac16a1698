//! Asynchronous spans of a name, moments of a name, garbage collections of a kind.

use super::{Instance, Instances};
use crate::analysis::pace::Pace;
use crate::analysis::selection::Selection;
use crate::index::RowIndex;
use crate::model::{AsyncSpanIndex, GcIndex, InstantIndex, Recording, RequestIndex};
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// Every request to the same address by the same method as `like`, in the same direction, on the
/// threads of the selection, whole where it touches the selected time. The total is the sum of their durations.
pub fn request_instances(
    recording: &Recording,
    selection: &Selection,
    like: RequestIndex,
    task: &Task,
) -> Result<Instances, Cancelled> {
    let requests = &recording.requests;
    let kind = |it: RequestIndex| {
        let it = requests.get(it);
        (it.side, it.url, it.method)
    };
    let (mut rows, mut total) = (Vec::new(), Nanos(0));
    let mut pace = Pace::new(task);
    for request in requests.indices().filter(|&it| kind(it) == kind(like)) {
        pace.step()?;
        let it = requests.get(request);
        let (start, duration) = (it.start, it.lasted(recording.duration));
        let Some(thread) = it.thread else { continue };
        if selection.has_thread(thread) && selection.cut(start, duration).is_some() {
            total = total + duration;
            rows.push(Instance { start, duration, thread, depth: 0, item: row_of(request) });
        }
    }
    Ok(Instances::new(rows, total))
}

/// Every asynchronous span of the same name and group as `like`, cut at the edges of the selected
/// time, on the threads of the selection.
///
/// They may overlap: the total is the time in which at least one went on. Their depth is 0, for
/// they lie in no other. Name and transforms of the selection do not apply.
pub fn async_span_instances(
    recording: &Recording,
    selection: &Selection,
    like: AsyncSpanIndex,
    task: &Task,
) -> Result<Instances, Cancelled> {
    let spans = &recording.async_spans;
    let kind = |it: AsyncSpanIndex| (spans.name[it], spans.group[it]);
    let time = selection.time_of(recording);
    let (mut rows, mut total, mut counted) = (Vec::new(), Nanos(0), Nanos(0));
    let mut pace = Pace::new(task);
    for span in spans.indices() {
        pace.step()?;
        let thread = spans.thread[span];
        if kind(span) != kind(like) || !selection.has_thread(thread) {
            continue;
        }
        let Some(duration) = selection.cut(spans.start[span], spans.duration[span]) else {
            continue;
        };
        let begun = spans.start[span];
        let start = if selection.time.is_some() { begun.max(time.start) } else { begun };
        // Rows are in order of start, so what was counted ends where the next may begin.
        let end = start + duration;
        total = total + end.since(start.max(counted));
        counted = counted.max(end);
        rows.push(Instance { start, duration, thread, depth: 0, item: row_of(span) });
    }
    Ok(Instances::new(rows, total))
}

/// Every moment of the same name and group as `like`, in the selected time and on the threads of
/// the selection. They last no time.
pub fn moments(
    recording: &Recording,
    selection: &Selection,
    like: InstantIndex,
    task: &Task,
) -> Result<Instances, Cancelled> {
    let instants = &recording.instants;
    let kind = |it: InstantIndex| (instants.name[it], instants.group[it]);
    let mut rows = Vec::new();
    let mut pace = Pace::new(task);
    for instant in instants.time.indices() {
        pace.step()?;
        let (start, thread) = (instants.time[instant], instants.thread[instant]);
        let is_within = selection.cut(start, Nanos(0)).is_some();
        if kind(instant) == kind(like) && selection.has_thread(thread) && is_within {
            let item = row_of(instant);
            rows.push(Instance { start, duration: Nanos(0), thread, depth: 0, item });
        }
    }
    Ok(Instances::new(rows, Nanos(0)))
}

/// Every garbage collection of the kind of `like`, cut at the edges of the selected time, on the
/// threads of the selection.
pub fn gc_instances(
    recording: &Recording,
    selection: &Selection,
    like: GcIndex,
    task: &Task,
) -> Result<Instances, Cancelled> {
    let gcs = &recording.gcs;
    let time = selection.time_of(recording);
    let (mut rows, mut total) = (Vec::new(), Nanos(0));
    let mut pace = Pace::new(task);
    for gc in gcs.start.indices() {
        pace.step()?;
        let (begun, thread) = (gcs.start[gc], gcs.thread[gc]);
        if gcs.kind[gc] != gcs.kind[like] || !selection.has_thread(thread) {
            continue;
        }
        let Some(duration) = selection.cut(begun, gcs.duration[gc]) else { continue };
        let start = if selection.time.is_some() { begun.max(time.start) } else { begun };
        total = total + duration;
        rows.push(Instance { start, duration, thread, depth: 0, item: row_of(gc) });
    }
    Ok(Instances::new(rows, total))
}

/// The row that an instance is.
pub(super) fn row_of(index: impl RowIndex) -> u32 {
    u32::try_from(index.row()).unwrap_or(u32::MAX)
}
