//! Where in time the matches of a search lie: the marks of the minimap.

use crate::analysis::bit_column::BitColumn;
use crate::analysis::buckets::Buckets;
use crate::analysis::pace::Pace;
use crate::analysis::search::Search;
use crate::analysis::selection::Selection;
use crate::model::{FrameIndex, Profile, ProfileKind, Recording, StackIndex};
use crate::task::{Cancelled, Task};
use crate::units::TimeRange;

/// How many matches touch each of some parts of a stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchMarks {
    /// The parts.
    pub buckets: Buckets,
    /// For each part, the number of samples with a matching function on their stack, of matching
    /// spans, asynchronous spans and moments that touch it. One that touches several parts counts
    /// in each; a moment at the very end of the stretch counts in the last.
    pub n_matches: Vec<u64>,
}

/// Marks the matches of a search in `n_buckets` equal parts of the selected time.
///
/// Only the time and the threads of `selection` count. Samples are those of CPU profiles.
pub fn search_marks(
    recording: &Recording,
    found: &Search,
    selection: &Selection,
    n_buckets: usize,
    task: &Task,
) -> Result<SearchMarks, Cancelled> {
    let buckets = Buckets::new(&selection.time_of(recording), n_buckets);
    let mut marks = Marks { changes: vec![0; n_buckets + 1], buckets, pace: Pace::new(task) };
    marks.add_samples(recording, found, selection)?;
    let spans = &recording.spans;
    for span in spans.indices().filter(|&it| found.has_span(recording, it)) {
        marks.pace.step()?;
        if selection.has_thread(spans.thread[span]) {
            marks.add(&spans.range(span));
        }
    }
    let spans = &recording.async_spans;
    for span in spans.indices().filter(|&it| found.has_async_span(recording, it)) {
        marks.pace.step()?;
        if selection.has_thread(spans.thread[span]) {
            marks.add(&spans.range(span));
        }
    }
    let instants = &recording.instants;
    for instant in instants.time.indices().filter(|&it| found.has_instant(recording, it)) {
        marks.pace.step()?;
        if selection.has_thread(instants.thread[instant]) {
            marks.add(&(instants.time[instant]..instants.time[instant]));
        }
    }
    Ok(marks.finish())
}

/// Counts by how much each part differs from the one before it, so that a match costs the same
/// however many parts it touches.
struct Marks<'a> {
    buckets: Buckets,
    changes: Vec<i64>,
    pace: Pace<'a>,
}

impl Marks<'_> {
    fn add(&mut self, range: &TimeRange) {
        let mut touched = self.buckets.touched(range);
        let whole = self.buckets.range();
        if range.is_empty() && range.start == whole.end && whole.start < whole.end {
            touched = self.buckets.len().saturating_sub(1)..self.buckets.len();
        }
        if !touched.is_empty() {
            self.changes[touched.start] += 1;
            self.changes[touched.end] -= 1;
        }
    }

    fn add_samples(
        &mut self,
        recording: &Recording,
        found: &Search,
        selection: &Selection,
    ) -> Result<(), Cancelled> {
        if found.n_functions == 0 {
            return Ok(());
        }
        let is_match = matching_stacks(recording, &found.frames, &mut self.pace)?;
        let is_selected =
            |it: &&Profile| it.kind == ProfileKind::Cpu && selection.has_thread(it.thread);
        for profile in recording.profiles.iter().filter(is_selected) {
            let samples = &profile.samples;
            for row in samples.rows_within(&self.buckets.range()) {
                self.pace.step()?;
                if samples.stacks()[row].is_some_and(|it| is_match.has(it)) {
                    let end = samples.end(row);
                    self.add(&(samples.times()[row]..end));
                }
            }
        }
        Ok(())
    }

    fn finish(self) -> SearchMarks {
        let mut n = 0_i64;
        let counts = self.changes.iter().take(self.buckets.len()).map(|change| {
            n += change;
            n.unsigned_abs()
        });
        SearchMarks { n_matches: counts.collect(), buckets: self.buckets }
    }
}

/// The stacks with a matching function; callers stand before what they call.
fn matching_stacks(
    recording: &Recording,
    frames: &BitColumn<FrameIndex>,
    pace: &mut Pace<'_>,
) -> Result<BitColumn<StackIndex>, Cancelled> {
    let stacks = &recording.stacks;
    let mut is_match = BitColumn::new(stacks.len());
    for stack in stacks.indices() {
        pace.step()?;
        let caller = stacks.caller(stack);
        if frames.has(stacks.frame(stack)) || caller.is_some_and(|it| is_match.has(it)) {
            is_match.set(stack);
        }
    }
    Ok(is_match)
}
