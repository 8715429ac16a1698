//! Spans taken together by name: the list to begin with where nothing was sampled.

use std::cmp::Reverse;

use crate::analysis::pace::Pace;
use crate::analysis::selection::Selection;
use crate::index::Column;
use crate::model::{Category, Recording, SpanIndex};
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// All spans of a name, on all selected threads.
///
/// Times are cut at the edges of the selected time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpanStats {
    /// Their name.
    pub name: StringIndex,
    /// The kind of work the first of them is.
    pub category: Category,
    /// Their number.
    pub count: u64,
    /// The time in them and in none of their children.
    pub own: Nanos,
    /// The time in them; a span within another of its name is part of that.
    pub total: Nanos,
    /// The longest of them.
    pub max: Nanos,
}

/// The spans of the selected threads by name.
///
/// A name filter keeps the names that match it; transforms do not apply. One pass over the spans,
/// whose parents stand before them. Order: own time, then total, longest first; then name.
pub fn span_stats(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Vec<SpanStats>, Cancelled> {
    let mut sums = NameSums::new(recording);
    let mut pace = Pace::new(task);
    for thread in recording.threads.process.indices() {
        if !selection.has_thread(thread) {
            continue;
        }
        for span in recording.spans.of_thread(thread) {
            pace.step()?;
            let (start, duration) = (recording.spans.start[span], recording.spans.duration[span]);
            if let Some(within) = selection.cut(start, duration) {
                sums.add(span, within);
            }
        }
        sums.close(0);
    }
    let is_kept = |it: &SpanStats| {
        let name = recording.text(it.name);
        selection.name.as_ref().is_none_or(|filter| filter.matches_text(name))
    };
    let mut rows = sums.rows;
    rows.retain(is_kept);
    rows.sort_unstable_by_key(|it| (Reverse((it.own, it.total)), recording.text(it.name)));
    Ok(rows)
}

/// Sums by name while spans are passed in row order.
struct NameSums<'a> {
    recording: &'a Recording,
    rows: Vec<SpanStats>,
    /// How many spans of the same row are open, by row.
    n_open: Vec<u32>,
    /// The row of a name, plus one; 0 for a name that has none yet.
    known: Column<StringIndex, u32>,
    /// The rows of the spans around the next one, outermost first.
    open: Vec<usize>,
}

impl<'a> NameSums<'a> {
    fn new(recording: &'a Recording) -> Self {
        let known = vec![0; recording.strings.len()].into();
        Self { recording, rows: Vec::new(), n_open: Vec::new(), known, open: Vec::new() }
    }

    /// Closes all but the `depth` outermost spans.
    fn close(&mut self, depth: usize) {
        for row in self.open.drain(depth.min(self.open.len())..) {
            self.n_open[row] -= 1;
        }
    }

    /// Adds the part of a span that lies `within` the selected time.
    fn add(&mut self, span: SpanIndex, within: Nanos) {
        self.close(self.recording.spans.depth[span] as usize);
        if let Some(&parent) = self.open.last() {
            let own = &mut self.rows[parent].own;
            *own = own.since(within);
        }
        let row = self.row(span);
        let stats = &mut self.rows[row];
        stats.count += 1;
        stats.own = stats.own + within;
        stats.max = stats.max.max(within);
        if self.n_open[row] == 0 {
            stats.total = stats.total + within;
        }
        self.n_open[row] += 1;
        self.open.push(row);
    }

    fn row(&mut self, span: SpanIndex) -> usize {
        let spans = &self.recording.spans;
        let known = &mut self.known[spans.name[span]];
        if *known == 0 {
            let (name, category) = (spans.name[span], spans.category[span]);
            let none = Nanos(0);
            self.rows.push(SpanStats {
                name,
                category,
                count: 0,
                own: none,
                total: none,
                max: none,
            });
            self.n_open.push(0);
            *known = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        }
        *known as usize - 1
    }
}
