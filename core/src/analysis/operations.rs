//! Asynchronous operations: how many, how long, how many at once, and what happened in them.
//!
//! An operation is any asynchronous span: what a program named with the recorder's own functions,
//! `performance.measure`, `console.time`, or the async events of any trace. All are counted alike.
//!
//! Durations are never cut at the edges of a selected time: half a latency is no latency. An
//! operation belongs to a selection if it went on at any moment of its time. One that never ended
//! is *unfinished*: it is counted, but has no duration.

mod concurrency;
mod details;
mod instances;
mod own_times;
mod running;
mod stats;
mod stretches;

pub use concurrency::{Concurrency, ConcurrencySeries, concurrency};
pub use details::{
    CpuInside, GcInside, LoopDelay, OperationDetails, RequestsInside, operation_details,
};
pub use instances::{OperationInstances, Outliers, operation_instances};
pub use own_times::own_times;
pub use running::{OperationPieces, Running, operation_pieces, running};
pub use stats::{FEW, OperationStats, OperationTimes, operation_stats};
pub use stretches::{Stretches, busy_stretches};

use crate::analysis::search::matching_texts;
use crate::analysis::selection::Selection;
use crate::model::{AsyncSpanIndex, Recording};
use crate::units::{Nanos, TimeRange};

/// The operations of a selection, in order of start: those that began on its threads, whose name
/// its filter matches, and that went on at some moment of its time.
pub fn selected_operations<'a>(
    recording: &'a Recording,
    selection: &'a Selection,
) -> impl Iterator<Item = AsyncSpanIndex> + 'a {
    let spans = &recording.async_spans;
    let texts = selection.name.as_ref().map(|it| matching_texts(recording, it));
    spans.indices().filter(move |&it| {
        selection.has_thread(spans.thread[it])
            && texts.as_ref().is_none_or(|texts| texts.has(spans.name[it]))
            && selection.time.as_ref().is_none_or(|time| touches(time, &spans.range(it)))
    })
}

/// Whether what lasts `range` has a moment in `time`; what lasts no time is one moment.
fn touches(time: &TimeRange, range: &TimeRange) -> bool {
    range.start < time.end && time.start < end_of(range)
}

/// Where a range ends, if one without length is a moment of its own.
fn end_of(range: &TimeRange) -> Nanos {
    range.end.max(range.start + Nanos(1))
}
