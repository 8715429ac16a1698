//! Every time a function or span ran: how often, how long, and which was the next.

mod events;
mod every_function;
mod functions;
mod histogram;
mod spans;

use std::ops::Range;

use rayon::prelude::*;

use crate::model::ThreadIndex;
use crate::units::{Nanos, TimeRange};

pub use events::{async_span_instances, gc_instances, moments};
pub use every_function::{FunctionTimes, every_function_times};
pub use functions::function_instances;
pub use histogram::Histogram;
pub use spans::span_instances;

/// One time that something ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instance {
    /// When it began.
    pub start: Nanos,
    /// How long it lasted.
    pub duration: Nanos,
    /// The thread it ran on.
    pub thread: ThreadIndex,
    /// Number of callers or of spans around it: the row of its box in a layout in order of time.
    pub depth: u32,
    /// The row of its table that it is, such as that of a span; for a function that of the
    /// function, which all its instances share.
    pub item: u32,
}

/// Every time something ran, in order of start, then thread, then depth, then row.
#[derive(Clone, Debug, Default)]
pub struct Instances {
    rows: Vec<Instance>,
    /// How long each lasted, shortest first.
    durations: Vec<Nanos>,
    total: Nanos,
}

/// How long something ran. Ranks are nearest ranks: each figure but the total is the duration of
/// an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstanceStats {
    /// Number of instances.
    pub count: u64,
    /// The shortest.
    pub min: Nanos,
    /// As long as half of them at least; of two in the middle the shorter one.
    pub median: Nanos,
    /// As long as 95 in 100 of them at least.
    pub p95: Nanos,
    /// The longest.
    pub max: Nanos,
    /// All of them together; what lies within another is counted once.
    pub total: Nanos,
}

impl Instances {
    /// Puts instances in order. `total` is the time in them, counted once where they nest.
    pub(crate) fn new(mut rows: Vec<Instance>, total: Nanos) -> Self {
        rows.par_sort_unstable_by_key(|it| (it.start, it.thread, it.depth, it.item));
        let mut durations: Vec<Nanos> = rows.iter().map(|it| it.duration).collect();
        durations.par_sort_unstable();
        Self { rows, durations, total }
    }

    /// The instances, in order of start.
    pub fn rows(&self) -> &[Instance] {
        &self.rows
    }

    /// Number of instances.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it never ran.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How long they lasted, or `None` if it never ran.
    pub fn stats(&self) -> Option<InstanceStats> {
        Some(InstanceStats {
            count: self.rows.len() as u64,
            min: *self.durations.first()?,
            median: self.percentile(50)?,
            p95: self.percentile(95)?,
            max: *self.durations.last()?,
            total: self.total,
        })
    }

    /// The shortest duration that `percent` in 100 of all instances do not exceed (nearest rank).
    pub fn percentile(&self, percent: usize) -> Option<Nanos> {
        self.durations.get(nearest_rank(self.durations.len(), percent)?).copied()
    }

    /// The place of the instance that begins at `start` on `thread` at `depth`, which a box shows.
    pub fn find(&self, start: Nanos, thread: ThreadIndex, depth: u32) -> Option<usize> {
        let key = (start, thread, depth);
        self.rows.binary_search_by_key(&key, |it| (it.start, it.thread, it.depth)).ok()
    }

    /// The place of the instance that is this row of its table; one look at each.
    pub fn find_item(&self, item: u32) -> Option<usize> {
        self.rows.iter().position(|it| it.item == item)
    }

    /// The first instance that begins after `moment`.
    pub fn after(&self, moment: Nanos) -> Option<usize> {
        let index = self.rows.partition_point(|it| it.start <= moment);
        (index < self.rows.len()).then_some(index)
    }

    /// The last instance that begins before `moment`.
    pub fn before(&self, moment: Nanos) -> Option<usize> {
        self.rows.partition_point(|it| it.start < moment).checked_sub(1)
    }

    /// The instances that begin within `range`.
    pub fn begun_within(&self, range: &TimeRange) -> Range<usize> {
        let first = self.rows.partition_point(|it| it.start < range.start);
        let last = self.rows.partition_point(|it| it.start < range.end);
        first..last.max(first)
    }

    /// How many lasted how long, on a logarithmic axis of at most `most` bars.
    pub fn histogram(&self, most: usize) -> Histogram {
        Histogram::new(&self.durations, most)
    }
}

/// Where among `count` values in order the one stands that `percent` in 100 do not exceed.
pub(crate) fn nearest_rank(count: usize, percent: usize) -> Option<usize> {
    let rank = (count as u128 * percent.min(100) as u128).div_ceil(100);
    Some(usize::try_from(rank).ok()?.saturating_sub(1))
}

impl Instance {
    /// From start to end.
    pub fn range(&self) -> TimeRange {
        self.start..self.start + self.duration
    }
}
