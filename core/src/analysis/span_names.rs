//! Spans and asynchronous spans by name, with how long they lasted: the table beside the timeline.

use std::cmp::Reverse;

use hashbrown::HashMap;
use rayon::prelude::*;

use crate::analysis::pace::Pace;
use crate::analysis::search::matching_texts;
use crate::analysis::selection::Selection;
use crate::analysis::span_stats::span_stats;
use crate::index::Column;
use crate::model::{AsyncSpanIndex, Category, Recording, SpanIndex};
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// All spans of a name, or all asynchronous spans of a name and a group of events.
///
/// Times are cut at the edges of the selected time; what lies outside of it does not count. Figures
/// by rank are nearest ranks: each is the duration of one of the spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpanName {
    /// Their name.
    pub name: StringIndex,
    /// The first of them.
    pub first: FirstSpan,
    /// The kind of work the first of them is; asynchronous ones have none.
    pub category: Option<Category>,
    /// Their number.
    pub count: u64,
    /// The time in them; a span within another of its name is part of that, an asynchronous one
    /// counts for itself.
    pub total: Nanos,
    /// The time in them and in none of their children; `None` for asynchronous ones.
    pub own: Option<Nanos>,
    /// The shortest of them.
    pub min: Nanos,
    /// As long as half of them at least.
    pub median: Nanos,
    /// As long as 95 in 100 of them at least.
    pub p95: Nanos,
    /// The longest of them.
    pub max: Nanos,
}

/// The first span of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FirstSpan {
    /// It nests within others of its thread.
    Nested(SpanIndex),
    /// It begins and ends anywhere.
    Async(AsyncSpanIndex),
}

/// The spans of the selected threads by name, the asynchronous ones by name and group.
///
/// A name filter keeps the names that match it; transforms do not apply. Order: total, longest
/// first; then name, nested before asynchronous, then the first of them. Takes eight bytes per span
/// while it works.
pub fn span_names(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Vec<SpanName>, Cancelled> {
    let mut rows = nested(recording, selection, task)?;
    rows.extend(asynchronous(recording, selection, task)?);
    rows.sort_unstable_by_key(|it| (Reverse(it.total), recording.text(it.name), it.first));
    Ok(rows)
}

fn nested(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Vec<SpanName>, Cancelled> {
    let stats = span_stats(recording, selection, task)?;
    let mut row_of: Column<StringIndex, Option<u32>> = vec![None; recording.strings.len()].into();
    for (row, it) in (0..).zip(&stats) {
        row_of[it.name] = Some(row);
    }
    let spans = &recording.spans;
    let mut lengths: Vec<Lengths<SpanIndex>> = vec![Lengths::default(); stats.len()];
    let mut pace = Pace::new(task);
    for span in spans.indices().filter(|&it| selection.has_thread(spans.thread[it])) {
        pace.step()?;
        let row = row_of[spans.name[span]];
        let within = selection.cut(spans.start[span], spans.duration[span]);
        if let (Some(row), Some(within)) = (row, within) {
            lengths[row as usize].add(span, spans.start[span], within);
        }
    }
    let rows = stats.par_iter().zip(&mut lengths).filter_map(|(it, lengths)| {
        let (first, [min, median, p95, max]) = lengths.figures()?;
        Some(SpanName {
            name: it.name,
            first: FirstSpan::Nested(first),
            category: Some(it.category),
            count: it.count,
            total: it.total,
            own: Some(it.own),
            min,
            median,
            p95,
            max,
        })
    });
    Ok(rows.collect())
}

fn asynchronous(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Vec<SpanName>, Cancelled> {
    let spans = &recording.async_spans;
    let texts = selection.name.as_ref().map(|it| matching_texts(recording, it));
    let is_kept = |span: AsyncSpanIndex| {
        selection.has_thread(spans.thread[span])
            && texts.as_ref().is_none_or(|it| it.has(spans.name[span]))
    };
    let mut place: HashMap<(StringIndex, StringIndex), usize> = HashMap::new();
    let mut found: Vec<Lengths<AsyncSpanIndex>> = Vec::new();
    let mut pace = Pace::new(task);
    for span in spans.indices().filter(|&it| is_kept(it)) {
        pace.step()?;
        let Some(within) = selection.cut(spans.start[span], spans.duration[span]) else { continue };
        let at = *place.entry((spans.name[span], spans.group[span])).or_insert_with(|| {
            found.push(Lengths::default());
            found.len() - 1
        });
        found[at].add(span, spans.start[span], within);
    }
    let rows = found.par_iter_mut().filter_map(|lengths| {
        let total = lengths.all.iter().fold(Nanos(0), |sum, &it| sum + it);
        let count = lengths.all.len() as u64;
        let (first, [min, median, p95, max]) = lengths.figures()?;
        let (name, first) = (spans.name[first], FirstSpan::Async(first));
        let (category, own) = (None, None);
        Some(SpanName { name, first, category, count, total, own, min, median, p95, max })
    });
    Ok(rows.collect())
}

/// How long the spans of one name lasted.
#[derive(Clone, Debug)]
struct Lengths<I> {
    all: Vec<Nanos>,
    /// The one that begins first, and when.
    first: Option<(Nanos, I)>,
}

impl<I> Default for Lengths<I> {
    fn default() -> Self {
        Self { all: Vec::new(), first: None }
    }
}

impl<I: Copy> Lengths<I> {
    fn add(&mut self, span: I, start: Nanos, length: Nanos) {
        self.all.push(length);
        if self.first.is_none_or(|(other, _)| start < other) {
            self.first = Some((start, span));
        }
    }

    /// The first span; the shortest, the median, the 95th of a hundred, and the longest.
    fn figures(&mut self) -> Option<(I, [Nanos; 4])> {
        self.all.sort_unstable();
        let n = self.all.len();
        let rank = |percent: usize| self.all[(n * percent).div_ceil(100).max(1) - 1];
        let (_, first) = self.first?;
        Some((first, [self.all[0], rank(50), rank(95), self.all[n - 1]]))
    }
}
