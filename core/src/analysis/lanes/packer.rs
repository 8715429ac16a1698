//! Which lane each interval goes to.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use hashbrown::{HashMap, HashSet};

use super::Interval;

/// A lane, counted from the top of its group.
type Lane = usize;

/// Gives each interval a lane that is free when it starts.
///
/// A new lane is begun only if none is free, so there are never more lanes than intervals that
/// last at the same moment.
#[derive(Debug, Default)]
pub(super) struct Packer {
    n_lanes: usize,
    free: BTreeSet<Lane>,
    /// When each other lane will be free, the next one on top.
    taken: BinaryHeap<Reverse<(u64, Lane)>>,
    /// The lane that was last used by a name.
    of_name: HashMap<u32, Lane>,
    /// The intervals of a family that may still last, the youngest last: where each ends, and its
    /// lane. Only families of several intervals are listed.
    open: HashMap<u32, Vec<(u64, Lane)>>,
}

impl Packer {
    /// An empty group that `intervals` will be put into, in order of start.
    pub(super) fn new(intervals: &[Interval]) -> Self {
        let mut seen = HashSet::new();
        let again = intervals.iter().map(|it| it.family).filter(|&it| !seen.insert(it));
        let open = again.map(|it| (it, Vec::new())).collect();
        Self { open, ..Self::default() }
    }

    /// Number of lanes so far.
    pub(super) fn n_lanes(&self) -> usize {
        self.n_lanes
    }

    /// The lane for an interval that starts no earlier than those before it.
    pub(super) fn place(&mut self, interval: &Interval) -> Lane {
        let start = interval.range.start;
        while let Some(&Reverse((end, lane))) = self.taken.peek()
            && end <= start
        {
            self.taken.pop();
            self.free.insert(lane);
        }
        let lane = self.choose(interval);
        self.free.remove(&lane);
        self.n_lanes = self.n_lanes.max(lane + 1);
        self.taken.push(Reverse((interval.range.end, lane)));
        self.of_name.insert(interval.name, lane);
        if let Some(open) = self.open.get_mut(&interval.family) {
            open.push((interval.range.end, lane));
        }
        lane
    }

    /// Below the one it lies within, or else where its name was last, or else as high as possible.
    fn choose(&mut self, interval: &Interval) -> Lane {
        let mut around = None;
        if let Some(open) = self.open.get_mut(&interval.family) {
            while open.pop_if(|it| it.0 <= interval.range.start).is_some() {}
            around = open.last().map(|&(_, lane)| lane);
        }
        let below = around.and_then(|it| self.free.range(it + 1..).next());
        let again = self.of_name.get(&interval.name).filter(|it| self.free.contains(*it));
        let chosen = below.or(again).or_else(|| self.free.first());
        chosen.copied().unwrap_or(self.n_lanes)
    }
}
