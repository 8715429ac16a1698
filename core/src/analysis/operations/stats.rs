//! Operations by name and kind.

use std::cmp::Reverse;

use hashbrown::HashMap;
use rayon::prelude::*;

use super::{end_of, own_times, selected_operations};
use crate::analysis::instances::nearest_rank;
use crate::analysis::pace::Pace;
use crate::analysis::selection::Selection;
use crate::model::{AsyncSpanIndex, Recording};
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// Fewer durations than this tell little about the slowest in a hundred.
pub const FEW: u64 = 100;

/// All operations of a name and a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperationStats {
    /// Their name.
    pub name: StringIndex,
    /// Their kind, such as `op`, `http.server` or `measure`.
    pub kind: StringIndex,
    /// The first of them.
    pub first: AsyncSpanIndex,
    /// Their number, unfinished ones included.
    pub count: u64,
    /// How many of them failed or were aborted.
    pub failed: u64,
    /// How many of them had not ended when the recording did.
    pub unfinished: u64,
    /// How long those that ended took, failed ones included; `None` if none did.
    pub times: Option<OperationTimes>,
    /// The most of them that went on at once.
    pub max_concurrency: u64,
}

/// How long operations took. Figures by rank are nearest ranks: each is the duration of one of
/// them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperationTimes {
    /// How many durations there are.
    pub n: u64,
    /// Their mean, rounded down.
    pub avg: Nanos,
    /// The shortest.
    pub min: Nanos,
    /// As long as half of them at least.
    pub p50: Nanos,
    /// As long as 95 in 100 of them at least.
    pub p95: Nanos,
    /// As long as 99 in 100 of them at least. See [`OperationTimes::is_p99_weak`].
    pub p99: Nanos,
    /// The longest.
    pub max: Nanos,
    /// All of them together.
    pub total: Nanos,
    /// Of that, the time in which no part of theirs went on: no operation begun by them.
    pub own: Nanos,
}

impl OperationTimes {
    /// Whether there are too few durations for the 99th of a hundred to tell anything.
    pub fn is_p99_weak(&self) -> bool {
        self.n < FEW
    }
}

/// The operations of a selection by name and kind.
///
/// Order: total, longest first; then name and kind. Takes 24 bytes per operation while it works.
pub fn operation_stats(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Vec<OperationStats>, Cancelled> {
    let spans = &recording.async_spans;
    let own = own_times(recording, task)?;
    let mut place: HashMap<(StringIndex, StringIndex), usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut pace = Pace::new(task);
    for span in selected_operations(recording, selection) {
        pace.step()?;
        let key = (spans.name[span], spans.kind[span]);
        let at = *place.entry(key).or_insert_with(|| {
            groups.push(Group::new(span));
            groups.len() - 1
        });
        let group = &mut groups[at];
        let range = spans.range(span);
        group.starts.push(range.start);
        group.ends.push(end_of(&range));
        group.failed += u64::from(spans.outcome[span].is_failure());
        if !spans.is_open[span] {
            group.durations.push(spans.duration[span]);
            group.own = group.own + own[span];
        }
    }
    let mut rows: Vec<OperationStats> =
        groups.into_par_iter().map(|it| it.finish(recording)).collect();
    rows.sort_by_cached_key(|it| {
        let total = it.times.map_or(Nanos(0), |it| it.total);
        (Reverse(total), recording.text(it.name).to_owned(), recording.text(it.kind).to_owned())
    });
    Ok(rows)
}

/// The operations of one name and kind.
struct Group {
    first: AsyncSpanIndex,
    failed: u64,
    own: Nanos,
    durations: Vec<Nanos>,
    starts: Vec<Nanos>,
    ends: Vec<Nanos>,
}

impl Group {
    fn new(first: AsyncSpanIndex) -> Self {
        let (durations, starts, ends) = (Vec::new(), Vec::new(), Vec::new());
        Self { first, failed: 0, own: Nanos(0), durations, starts, ends }
    }

    fn finish(mut self, recording: &Recording) -> OperationStats {
        let spans = &recording.async_spans;
        self.durations.sort_unstable();
        self.ends.sort_unstable();
        let count = self.starts.len() as u64;
        OperationStats {
            name: spans.name[self.first],
            kind: spans.kind[self.first],
            first: self.first,
            count,
            failed: self.failed,
            unfinished: count - self.durations.len() as u64,
            times: times(&self.durations, self.own),
            max_concurrency: most_at_once(&self.starts, &self.ends),
        }
    }
}

/// What durations, shortest first, come to.
fn times(durations: &[Nanos], own: Nanos) -> Option<OperationTimes> {
    let rank = |percent| durations.get(nearest_rank(durations.len(), percent)?).copied();
    let n = durations.len() as u64;
    let total = durations.iter().fold(Nanos(0), |sum, &it| sum + it);
    Some(OperationTimes {
        n,
        avg: Nanos(total.0.checked_div(n)?),
        min: *durations.first()?,
        p50: rank(50)?,
        p95: rank(95)?,
        p99: rank(99)?,
        max: *durations.last()?,
        total,
        own,
    })
}

/// How many went on at the busiest moment. Both are in order; what ends when another begins is
/// over by then.
fn most_at_once(starts: &[Nanos], ends: &[Nanos]) -> u64 {
    let (mut n_ended, mut most) = (0, 0);
    for (n_begun, start) in (1..).zip(starts) {
        while ends.get(n_ended).is_some_and(|it| it <= start) {
            n_ended += 1;
        }
        most = most.max(n_begun - n_ended as u64);
    }
    most
}
