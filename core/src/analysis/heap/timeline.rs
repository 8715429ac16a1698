//! When the objects of an allocation timeline were allocated.

use crate::analysis::heap::bits::Bits;
use crate::analysis::heap::facts::HeapFacts;
use crate::analysis::heap::filters::allocated_between;
use crate::model::HeapGraph;
use crate::units::{Nanos, TimeRange};

/// A stretch of an allocation timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimelineBar {
    /// When it ended; it began when the one before it ended.
    pub end: Nanos,
    /// The largest id that any object had then.
    pub last_id: u64,
    /// Bytes of the objects that were allocated in it and are still alive.
    pub alive: u64,
    /// How many these are.
    pub count: u64,
}

/// The stretches of an allocation timeline, in order, and how much of what was allocated in each
/// is alive; empty where the file has no timeline.
///
/// How much was allocated in all is not in the file. As in DevTools, only ids that are odd count:
/// even ones belong to objects outside V8's heap, and tell no moment.
pub fn timeline_bars(graph: &HeapGraph, facts: &HeapFacts) -> Vec<TimelineBar> {
    let mut bars: Vec<TimelineBar> = graph
        .samples
        .iter()
        .map(|it| TimelineBar {
            end: Nanos::from_micros(it.time_us),
            last_id: it.last_id,
            alive: 0,
            count: 0,
        })
        .collect();
    if bars.is_empty() {
        return bars;
    }
    for (id, size) in graph.nodes.id.iter().zip(facts.shallow.iter()) {
        let at = bars.partition_point(|it| it.last_id < id);
        if id % 2 == 1
            && let Some(bar) = bars.get_mut(at)
        {
            bar.alive = bar.alive.saturating_add(size);
            bar.count += u64::from(size > 0);
        }
    }
    bars
}

/// The objects that were allocated in the stretches which end within `time`.
pub fn allocated_within(graph: &HeapGraph, time: &TimeRange) -> Bits {
    let moments = &graph.samples;
    let end = |at: usize| Nanos::from_micros(moments[at].time_us);
    let mut inside = (0..moments.len()).filter(|&it| time.contains(&end(it)));
    let Some(first) = inside.next() else { return Bits::new(graph.n_nodes()) };
    let last = inside.next_back().unwrap_or(first);
    let after = if first == 0 { 0 } else { moments[first - 1].last_id };
    allocated_between(graph, after, moments[last].last_id)
}
