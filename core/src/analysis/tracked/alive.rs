//! How many objects of a class were alive, over time.

use crate::analysis::pace::Pace;
use crate::model::Recording;
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};
use crate::units::{Nanos, TimeRange};

/// How many objects of a class were alive after each change, in order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AliveOverTime {
    /// When, how many, and how many bytes from then on. The first stands at the beginning.
    pub steps: Vec<(Nanos, u64, u64)>,
}

/// How many objects called `name` were alive over the time of the recording, on all threads.
pub fn alive_over_time(
    recording: &Recording,
    name: StringIndex,
    task: &Task,
) -> Result<AliveOverTime, Cancelled> {
    let tracked = &recording.tracked;
    let mut changes: Vec<(Nanos, bool, u64)> = Vec::new();
    let mut pace = Pace::new(task);
    for object in tracked.indices().filter(|&it| tracked.name[it] == name) {
        pace.step()?;
        changes.push((tracked.created[object], true, tracked.size[object]));
        changes.extend(tracked.collected[object].map(|it| (it, false, tracked.size[object])));
    }
    changes.sort_unstable_by_key(|it| (it.0, !it.1));
    let (mut count, mut bytes) = (0_u64, 0_u64);
    let mut steps = vec![(Nanos(0), 0, 0)];
    for at_once in changes.chunk_by(|a, b| a.0 == b.0) {
        for &(_, is_new, size) in at_once {
            if is_new {
                (count, bytes) = (count + 1, bytes.saturating_add(size));
            } else {
                (count, bytes) = (count.saturating_sub(1), bytes.saturating_sub(size));
            }
        }
        steps.push((at_once[0].0, count, bytes));
    }
    Ok(AliveOverTime { steps })
}

impl AliveOverTime {
    /// How many were alive at a moment, and their bytes.
    pub fn at(&self, time: Nanos) -> (u64, u64) {
        let after = self.steps.partition_point(|it| it.0 <= time);
        after.checked_sub(1).map_or((0, 0), |it| (self.steps[it].1, self.steps[it].2))
    }

    /// The most that were alive at once in each of `n_parts` parts of `range`: number and bytes.
    pub fn peaks(&self, range: &TimeRange, n_parts: usize) -> Vec<(u64, u64)> {
        let length = u128::from(range.end.since(range.start).0);
        let edge = |part: usize| {
            let offset = length * part as u128 / n_parts.max(1) as u128;
            range.start + Nanos(u64::try_from(offset).unwrap_or(u64::MAX))
        };
        let peak = |part: usize| {
            let (from, to) = (edge(part), edge(part + 1));
            let first = self.steps.partition_point(|it| it.0 <= from);
            let last = self.steps.partition_point(|it| it.0 < to).max(first);
            let within = self.steps[first..last].iter().map(|it| (it.1, it.2));
            within.fold(self.at(from), |a, b| (a.0.max(b.0), a.1.max(b.1)))
        };
        (0..n_parts).map(peak).collect()
    }
}
