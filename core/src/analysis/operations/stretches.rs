//! When a thread's event loop was busy.

use crate::analysis::pace::Pace;
use crate::model::{Category, ProfileKind, Recording, ThreadIndex};
use crate::task::{Cancelled, Task};
use crate::units::{Nanos, TimeRange};

/// Stretches of time without a gap in which a thread was busy, in order of time.
///
/// What went before a stretch was idle: whatever the loop had to do then, it had done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stretches(Vec<TimeRange>);

impl Stretches {
    /// The stretches.
    pub fn as_slice(&self) -> &[TimeRange] {
        &self.0
    }

    /// The stretch that holds the moment.
    pub fn at(&self, time: Nanos) -> Option<&TimeRange> {
        let after = self.0.partition_point(|it| it.start <= time);
        self.0.get(after.checked_sub(1)?).filter(|it| time < it.end)
    }

    /// The stretch that goes on right before the moment, or ends there.
    pub fn before(&self, time: Nanos) -> Option<&TimeRange> {
        let after = self.0.partition_point(|it| it.start < time);
        self.0.get(after.checked_sub(1)?).filter(|it| time <= it.end)
    }

    /// How much of `range` was busy.
    pub fn within(&self, range: &TimeRange) -> Nanos {
        let first = self.0.partition_point(|it| it.end <= range.start);
        let found = self.0[first..].iter().take_while(|it| it.start < range.end);
        found.fold(Nanos(0), |sum, it| sum + it.end.min(range.end).since(it.start.max(range.start)))
    }

    fn add(&mut self, range: TimeRange) {
        match self.0.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ if range.is_empty() => {}
            _ => self.0.push(range),
        }
    }
}

/// When `thread` was busy, or `None` if nothing tells.
///
/// Samples tell: all that are not idle. Where there are none, a browser's tasks do.
pub fn busy_stretches(
    recording: &Recording,
    thread: ThreadIndex,
    task: &Task,
) -> Result<Option<Stretches>, Cancelled> {
    let mut busy = Stretches::default();
    let mut pace = Pace::new(task);
    let is_of_thread = |it: &&crate::model::Profile| {
        it.thread == thread && it.kind == ProfileKind::Cpu && !it.samples.is_empty()
    };
    let mut ranges: Vec<TimeRange> = Vec::new();
    let mut has_samples = false;
    for profile in recording.profiles.iter().filter(is_of_thread) {
        has_samples = true;
        let samples = &profile.samples;
        for (row, stack) in samples.stacks().iter().enumerate() {
            pace.step()?;
            let Some(stack) = *stack else { continue };
            let category = recording.frames.category(recording.stacks.frame(stack));
            let range = samples.times()[row]..samples.end(row);
            if !category.is_idle() && !range.is_empty() {
                match ranges.last_mut() {
                    Some(last) if last.end == range.start => last.end = range.end,
                    _ => ranges.push(range),
                }
            }
        }
    }
    let spans = &recording.spans;
    if !has_samples {
        for span in spans.of_thread(thread) {
            pace.step()?;
            if spans.depth[span] == 0 && spans.category[span] == Category::Program {
                ranges.push(spans.range(span));
            }
        }
    }
    // Profiles of one thread may overlap where one takes over from another.
    ranges.sort_by_key(|it| it.start);
    let is_known = has_samples || !ranges.is_empty();
    for range in ranges {
        busy.add(range);
    }
    Ok(is_known.then_some(busy))
}
