//! What threads were busy with over time: the areas of the minimap.

use std::ops::Range;

use rayon::prelude::*;

use crate::analysis::bit_column::BitColumn;
use crate::analysis::buckets::{Buckets, Splitter};
use crate::analysis::pace::Pace;
use crate::analysis::search::matching_texts;
use crate::analysis::selection::Selection;
use crate::analysis::transform::{Fate, TransformedStacks};
use crate::index::Column;
use crate::model::{Category, ProfileIndex, ProfileKind, Recording, StackIndex, ThreadIndex};
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};

/// Samples summed in one go.
const BLOCK: usize = 1 << 16;

/// Time by category, for each of some parts of a stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// The parts.
    pub buckets: Buckets,
    /// For each category that took any time, in the order of legends, its nanoseconds in each part,
    /// all threads together. [`Category::Idle`] is never among them.
    pub by_category: Vec<(Category, Vec<u64>)>,
    /// Number of threads that were busy at all: the most that can be busy at once.
    pub n_threads: usize,
}

impl Activity {
    /// Nanoseconds of all categories and parts together.
    pub fn sum(&self) -> u64 {
        let all = self.by_category.iter().flat_map(|(_, nanos)| nanos);
        all.fold(0, |sum, &it| sum.saturating_add(it))
    }

    /// Nanoseconds in the busiest part: the height of the highest area.
    pub fn most(&self) -> u64 {
        let sum = |part: usize| {
            let all = self.by_category.iter().map(|(_, nanos)| nanos[part]);
            all.fold(0, u64::saturating_add)
        };
        (0..self.buckets.len()).map(sum).max().unwrap_or(0)
    }
}

/// What the selected threads were busy with in each of `n_buckets` equal parts of the selected
/// time.
///
/// A thread with a CPU profile counts by the functions that ran, as the selection rewrites and
/// filters them; what was idle, or belongs to nobody, is left out. A thread without one counts by
/// the spans recorded on it: each by the time in it and in none of its children, if its name or
/// detail passes the name filter. Every piece is split at the edges of the parts, so the parts add
/// up to the whole to the nanosecond. Parallel over blocks of samples and over threads.
pub fn activity(
    recording: &Recording,
    selection: &Selection,
    n_buckets: usize,
    task: &Task,
) -> Result<Activity, Cancelled> {
    let buckets = Buckets::new(&selection.time_of(recording), n_buckets);
    let sampled = profiled_threads(recording);
    let profiles = recording.profiles.indices().filter(|&it| {
        let profile = &recording.profiles[it];
        profile.kind == ProfileKind::Cpu && selection.has_thread(profile.thread)
    });
    let blocks = blocks(recording, &buckets, profiles);
    let threads = recording.threads.process.indices();
    let unsampled: Vec<ThreadIndex> =
        threads.filter(|&it| !sampled.has(it) && selection.has_thread(it)).collect();
    let n_samples: usize = blocks.iter().map(|(_, rows)| rows.len()).sum();
    let n_spans: usize = unsampled.iter().map(|&it| recording.spans.rows_of(it).len()).sum();
    task.begin((n_samples + n_spans) as u64);

    let categories = Categories::new(recording, selection, task)?;
    let texts = selection.name.as_ref().map(|it| matching_texts(recording, it));
    let sampled = blocks.into_par_iter().map(|(profile, rows)| {
        let thread = recording.profiles[profile].thread;
        let mut parts = Parts::new(&buckets);
        parts.add_samples(recording, profile, rows, &categories, task)?;
        Ok((thread, parts.finish()))
    });
    let mut found = sampled.collect::<Result<Vec<_>, Cancelled>>()?;
    found.par_extend(
        unsampled
            .into_par_iter()
            .map(|thread| {
                let mut parts = Parts::new(&buckets);
                parts.add_spans(recording, thread, texts.as_ref(), task)?;
                Ok((thread, parts.finish()))
            })
            .collect::<Result<Vec<_>, Cancelled>>()?,
    );
    Ok(merge(buckets, found, recording))
}

/// The threads that a CPU profile tells about.
fn profiled_threads(recording: &Recording) -> BitColumn<ThreadIndex> {
    let mut threads = BitColumn::new(recording.threads.process.len());
    for profile in recording.profiles.iter().filter(|it| it.kind == ProfileKind::Cpu) {
        threads.set(profile.thread);
    }
    threads
}

/// The samples of `profiles` that touch the time of `buckets`, in blocks.
fn blocks(
    recording: &Recording,
    buckets: &Buckets,
    profiles: impl Iterator<Item = ProfileIndex>,
) -> Vec<(ProfileIndex, Range<usize>)> {
    let mut blocks = Vec::new();
    for profile in profiles {
        let rows = recording.profiles[profile].samples.rows_within(&buckets.range());
        let starts = rows.clone().step_by(BLOCK);
        blocks.extend(starts.map(|it| (profile, it..rows.end.min(it + BLOCK))));
    }
    blocks
}

/// What ran in the samples of each stack of the recording; `None` if nothing that counts.
struct Categories(Column<StackIndex, Option<Category>>);

impl Categories {
    fn new(recording: &Recording, selection: &Selection, task: &Task) -> Result<Self, Cancelled> {
        let transformed = TransformedStacks::new(recording, selection, task)?;
        let mut pace = Pace::new(task);
        let mut categories = Column::default();
        for stack in recording.stacks.indices() {
            pace.step()?;
            let category = match transformed.fate(Some(stack)) {
                Fate::Dropped | Fate::Nobody => None,
                Fate::Stack(it) => Some(recording.frames.category(transformed.stacks.frame(it))),
            };
            categories.push(category.filter(|it| !it.is_idle()));
        }
        Ok(Self(categories))
    }
}

/// Nanoseconds by category.
type Nanoseconds = [u64; Category::ALL.len()];

/// Some neighbouring parts and what was added to them.
struct Parts<'a> {
    splitter: Splitter<'a>,
    /// The first part that anything was added to.
    first: usize,
    nanos: Vec<Nanoseconds>,
}

impl<'a> Parts<'a> {
    fn new(buckets: &'a Buckets) -> Self {
        Self { splitter: Splitter::new(buckets), first: 0, nanos: Vec::new() }
    }

    /// Adds a piece of time. Pieces come in order of time.
    #[inline]
    fn add(&mut self, piece: Range<u64>, category: Category) {
        let Self { splitter, first, nanos } = self;
        splitter.split(piece, |part, length| {
            if nanos.is_empty() {
                *first = part;
            }
            let row = part - *first;
            if nanos.len() <= row {
                nanos.resize(row + 1, Nanoseconds::default());
            }
            let sum = &mut nanos[row][category as usize];
            *sum = sum.saturating_add(length);
        });
    }

    fn add_samples(
        &mut self,
        recording: &Recording,
        profile: ProfileIndex,
        rows: Range<usize>,
        categories: &Categories,
        task: &Task,
    ) -> Result<(), Cancelled> {
        task.advance(rows.len() as u64)?;
        let samples = &recording.profiles[profile].samples;
        let (times, stacks) = (samples.times(), samples.stacks());
        for row in rows {
            if let Some(category) = stacks[row].and_then(|it| categories.0[it]) {
                self.add(times[row].0..samples.end(row).0, category);
            }
        }
        Ok(())
    }

    /// Adds the own time of the spans of a thread: at any moment the innermost one runs.
    fn add_spans(
        &mut self,
        recording: &Recording,
        thread: ThreadIndex,
        texts: Option<&BitColumn<StringIndex>>,
        task: &Task,
    ) -> Result<(), Cancelled> {
        let spans = &recording.spans;
        let mut pace = Pace::new(task);
        // The spans around the next one: where each ends, and what it counts as.
        let mut around: Vec<(u64, Option<Category>)> = Vec::new();
        let mut now = 0;
        for span in spans.of_thread(thread) {
            pace.step()?;
            let range = spans.range(span);
            self.leave(&mut around, &mut now, range.start.0);
            let is_kept = texts.is_none_or(|it| {
                it.has(spans.name[span]) || spans.detail[span].is_some_and(|detail| it.has(detail))
            });
            let category = Some(spans.category[span]).filter(|it| is_kept && !it.is_idle());
            around.push((range.end.0, category));
        }
        self.leave(&mut around, &mut now, u64::MAX);
        Ok(())
    }

    /// Adds what ran from `now` until `until`, and leaves the spans that end until then.
    fn leave(&mut self, around: &mut Vec<(u64, Option<Category>)>, now: &mut u64, until: u64) {
        while let Some(&(end, category)) = around.last() {
            let piece = *now..end.min(until);
            if let Some(category) = category {
                self.add(piece.clone(), category);
            }
            *now = piece.end.max(*now);
            if until < end {
                break;
            }
            around.pop();
        }
        *now = until.max(*now);
    }

    fn finish(self) -> (usize, Vec<Nanoseconds>) {
        (self.first, self.nanos)
    }
}

/// Adds up what was found, in any order: sums of integers do not depend on it.
fn merge(
    buckets: Buckets,
    found: Vec<(ThreadIndex, (usize, Vec<Nanoseconds>))>,
    recording: &Recording,
) -> Activity {
    let mut busy: BitColumn<ThreadIndex> = BitColumn::new(recording.threads.process.len());
    let mut columns = vec![Vec::new(); Category::ALL.len()];
    for (thread, (first, parts)) in found {
        if !parts.is_empty() {
            busy.set(thread);
        }
        for (part, nanos) in (first..).zip(parts) {
            for (column, more) in columns.iter_mut().zip(nanos).filter(|(_, more)| *more > 0) {
                column.resize(buckets.len(), 0_u64);
                column[part] = column[part].saturating_add(more);
            }
        }
    }
    let by_category = Category::ALL.into_iter().zip(columns).filter(|(_, it)| !it.is_empty());
    let n_threads = usize::try_from(busy.count()).unwrap_or(usize::MAX);
    Activity { by_category: by_category.collect(), n_threads, buckets }
}
