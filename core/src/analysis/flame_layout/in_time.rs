//! Layouts in order of time: what was on the stack, and which spans were open.

use std::ops::Range;

use super::ancestors::{Ancestors, Node, node};
use super::{FlameKind, FlameLayout, FlameLayoutBuilder};
use crate::analysis::pace::Pace;
use crate::analysis::selection::Selection;
use crate::analysis::transform::{Fate, TransformedStacks};
use crate::index::RowIndex as _;
use crate::model::{ProfileIndex, Recording, SampleTable, ThreadIndex};
use crate::task::{Cancelled, Task};
use crate::units::{TimeRange, WeightUnit};

/// Boxes that any layout may have: 21 bytes each, so 44 MB.
const FREE_BOXES: u64 = 1 << 21;
/// Boxes that a layout may have for each of its samples. Real recordings have 2 to 15.
const BOXES_PER_SAMPLE: u64 = 24;
/// Boxes that no layout may pass: 0.5 GB.
const MOST_BOXES: u64 = 24 << 20;

/// What was on the stack of one profile, in order of time.
///
/// A function has one box for as long as it stays on the stack below the same callers: samples
/// that follow each other and begin with the same frames share boxes. Samples without a stack,
/// and those that `selection` drops, are gaps; samples that last no time are passed over. Samples
/// that have weights of their own instead of lasting some time (allocations) are laid end to end,
/// each as wide as it weighs.
///
/// `selection` gives the stretch of time, the transforms and the name; its threads are not looked
/// at, since a profile belongs to one. The deepest rows are left out if the boxes would be too
/// many for the number of samples, which happens when stacks of thousands of frames that share
/// nothing take turns; [`FlameLayout::n_rows_left_out`] says so.
pub fn samples_in_time(
    recording: &Recording,
    profile: ProfileIndex,
    selection: &Selection,
    task: &Task,
) -> Result<FlameLayout, Cancelled> {
    let transformed = TransformedStacks::new(recording, selection, task)?;
    let profile = &recording.profiles[profile];
    let samples = Pieces {
        samples: &profile.samples,
        time: selection.time_of(recording),
        transformed: &transformed,
        unit: profile.unit(),
    };
    let ancestors = Ancestors::new(&transformed.stacks);
    let (n_rows, n_all) = samples.rows_that_fit(&ancestors, task)?;
    let mut drawing = Drawing {
        builder: FlameLayoutBuilder::new(FlameKind::Frames, samples.unit, samples.extent()),
        ancestors: &ancestors,
        open: Vec::new(),
        n_rows,
    };
    let mut pace = Pace::new(task);
    samples.changes(&ancestors, |change| drawing.follow(change, &mut pace))?;
    drawing.builder.leave_out(n_all - n_rows);
    Ok(drawing.builder.finish())
}

/// The garbage collections of one thread, in one row; of two that overlap the later is cut.
pub fn gcs_in_time(
    recording: &Recording,
    thread: ThreadIndex,
    task: &Task,
) -> Result<FlameLayout, Cancelled> {
    let gcs = &recording.gcs;
    let (unit, time) = (WeightUnit::Nanoseconds, recording.range());
    let mut builder = FlameLayoutBuilder::new(FlameKind::Gcs, unit, time.start.0..time.end.0);
    let mut pace = Pace::new(task);
    for gc in gcs.start.indices().filter(|&it| gcs.thread[it] == thread) {
        pace.step()?;
        let start = gcs.start[gc].0;
        let item = u32::try_from(gc.row()).unwrap_or(u32::MAX);
        builder.push(0, start..start.saturating_add(gcs.duration[gc].0), item);
    }
    Ok(builder.finish())
}

/// The spans of one thread, a row per depth. Spans that last no time are dropped.
pub fn spans_in_time(
    recording: &Recording,
    thread: ThreadIndex,
    task: &Task,
) -> Result<FlameLayout, Cancelled> {
    let spans = &recording.spans;
    let (unit, time) = (WeightUnit::Nanoseconds, recording.range());
    let mut builder = FlameLayoutBuilder::new(FlameKind::Spans, unit, time.start.0..time.end.0);
    let mut pace = Pace::new(task);
    task.begin(spans.rows_of(thread).len() as u64);
    for span in spans.of_thread(thread) {
        pace.step()?;
        let range = spans.range(span);
        let item = u32::try_from(span.row()).unwrap_or(u32::MAX);
        builder.push(spans.depth[span] as usize, range.start.0..range.end.0, item);
    }
    Ok(builder.finish())
}

/// The samples of a profile as they are to be laid out.
struct Pieces<'a> {
    samples: &'a SampleTable,
    time: TimeRange,
    transformed: &'a TransformedStacks,
    unit: WeightUnit,
}

/// The stack changes: its outermost `common` frames stay.
#[derive(Clone, Copy)]
struct Change {
    at: u64,
    common: usize,
    to: Node,
}

impl Pieces<'_> {
    /// The stretch of the axis that the samples are on.
    fn extent(&self) -> Range<u64> {
        match self.unit {
            WeightUnit::Nanoseconds => self.time.start.0..self.time.end.0,
            WeightUnit::Bytes | WeightUnit::Count => {
                let rows = self.samples.rows_within(&self.time);
                let weights = rows.map(|row| self.samples.weight_within(row, &self.time));
                0..weights.fold(0, u64::saturating_add)
            }
        }
    }

    /// Each stretch of the axis that one stack has, from left to right, none of them empty.
    fn stretches(&self) -> impl Iterator<Item = (Range<u64>, Node)> {
        let mut laid_out = 0_u64;
        let rows = self.samples.rows_within(&self.time);
        let stretches = rows.filter_map(move |row| {
            let weight = self.samples.weight_within(row, &self.time);
            let start = match self.unit {
                WeightUnit::Nanoseconds => self.samples.times()[row].max(self.time.start).0,
                WeightUnit::Bytes | WeightUnit::Count => laid_out,
            };
            let end = start.saturating_add(weight);
            laid_out = end;
            match self.transformed.fate(self.samples.stacks()[row]) {
                Fate::Stack(stack) => Some((start..end, node(Some(stack)))),
                Fate::Nobody | Fate::Dropped => None,
            }
        });
        stretches.filter(|(range, _)| !range.is_empty())
    }

    /// Calls `follow` for each change of the stack, the last one back to the empty stack.
    fn changes(
        &self,
        ancestors: &Ancestors<'_>,
        mut follow: impl FnMut(Change) -> Result<(), Cancelled>,
    ) -> Result<(), Cancelled> {
        let (mut now, mut end) = (0, 0);
        for (range, to) in self.stretches() {
            if end < range.start && now != 0 {
                follow(Change { at: end, common: 0, to: 0 })?;
                now = 0;
            }
            if to != now {
                let common = ancestors.depth(ancestors.common(now, to)) as usize;
                follow(Change { at: range.start, common, to })?;
            }
            (now, end) = (to, range.end);
        }
        follow(Change { at: end, common: 0, to: 0 })
    }

    /// How many rows can be drawn without too many boxes, and how many there are.
    fn rows_that_fit(
        &self,
        ancestors: &Ancestors<'_>,
        task: &Task,
    ) -> Result<(usize, usize), Cancelled> {
        // By row, how many more boxes begin on it than on the row above.
        let mut more: Vec<i64> = Vec::new();
        let mut pace = Pace::new(task);
        task.begin(2 * self.samples.len() as u64);
        self.changes(ancestors, |change| {
            pace.step()?;
            let depth = ancestors.depth(change.to) as usize;
            if more.len() <= depth {
                more.resize(depth + 1, 0);
            }
            more[change.common] += 1;
            more[depth] -= 1;
            Ok(())
        })?;
        let n_rows = more.len().saturating_sub(1);
        let limit = (self.samples.len() as u64).saturating_mul(BOXES_PER_SAMPLE);
        let limit = limit.clamp(FREE_BOXES, MOST_BOXES);
        let (mut begun, mut total) = (0_i64, 0_u64);
        let fits = more.iter().take(n_rows).take_while(|&&it| {
            begun += it;
            total = total.saturating_add(begun.unsigned_abs());
            total <= limit
        });
        Ok((fits.count(), n_rows))
    }
}

/// Boxes while they are drawn.
struct Drawing<'a> {
    builder: FlameLayoutBuilder,
    ancestors: &'a Ancestors<'a>,
    /// For each row, where its last box began, and what it shows: the box goes on.
    open: Vec<(u64, u32)>,
    /// Deeper rows are not drawn.
    n_rows: usize,
}

impl Drawing<'_> {
    /// Ends the boxes of frames that returned, and begins those of frames that were called.
    fn follow(&mut self, change: Change, pace: &mut Pace<'_>) -> Result<(), Cancelled> {
        let Change { at, common, to } = change;
        while common < self.open.len() {
            let Some((start, item)) = self.open.pop() else { break };
            self.builder.push(self.open.len(), start..at, item);
            pace.step()?;
        }
        let depth = self.n_rows.min(self.ancestors.depth(to) as usize);
        let mut node = self.ancestors.at_depth(to, u32::try_from(depth).unwrap_or(u32::MAX));
        let begun = self.open.len()..depth;
        self.open.resize(depth.max(self.open.len()), (at, 0));
        for row in begun.rev() {
            self.open[row].1 = self.ancestors.frame(node);
            node = self.ancestors.caller(node);
            pace.step()?;
        }
        Ok(())
    }
}
