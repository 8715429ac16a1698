//! Work with a beginning and an end: nested on one thread, or asynchronous.

use std::ops::Range;

use crate::define_index;
use crate::index::{Column, RowIndex as _};
use crate::model::categories::Category;
use crate::model::operations::{OperationFacts, Outcome};
use crate::model::threads::{ProcessIndex, ThreadIndex};
use crate::strings::StringIndex;
use crate::units::{Nanos, TimeRange};

define_index! {
    /// A row of [`SpanTable`].
    SpanIndex
}

define_index! {
    /// A row of [`AsyncSpanTable`].
    AsyncSpanIndex
}

/// Spans that nest within each other on one thread.
///
/// **Invariant:** the rows of a thread stand together, in order of start and then longer first, so
/// a parent stands before its children; a child lies within its parent; `depth` is 0 for a span
/// without parent. Columns are of equal length.
#[derive(Clone, Debug, Default)]
pub struct SpanTable {
    /// Its thread.
    pub thread: Column<SpanIndex, ThreadIndex>,
    /// When it began.
    pub start: Column<SpanIndex, Nanos>,
    /// How long it lasted; until the end of the recording where `is_open`.
    pub duration: Column<SpanIndex, Nanos>,
    /// Its name.
    pub name: Column<SpanIndex, StringIndex>,
    /// More about it, such as the function that was called or the script that was run.
    pub detail: Column<SpanIndex, Option<StringIndex>>,
    /// What kind of work it is.
    pub category: Column<SpanIndex, Category>,
    /// The span around it on its thread.
    pub parent: Column<SpanIndex, Option<SpanIndex>>,
    /// Number of spans around it.
    pub depth: Column<SpanIndex, u32>,
    /// Whether the file holds no end for it.
    pub is_open: Column<SpanIndex, bool>,
}

impl SpanTable {
    /// Number of spans.
    pub fn len(&self) -> usize {
        self.start.len()
    }

    /// Whether there are no spans.
    pub fn is_empty(&self) -> bool {
        self.start.is_empty()
    }

    /// Every index: thread by thread, then in order of start.
    pub fn indices(
        &self,
    ) -> impl DoubleEndedIterator<Item = SpanIndex> + ExactSizeIterator + use<> {
        self.start.indices()
    }

    /// The rows of one thread.
    pub fn rows_of(&self, thread: ThreadIndex) -> Range<usize> {
        // Threads stand in index order, so both ends are found by binary search.
        let threads = self.thread.as_slice();
        let first = threads.partition_point(|&it| it < thread);
        let last = threads.partition_point(|&it| it <= thread);
        first..last
    }

    /// The indices of one thread's spans, in order of start.
    pub fn of_thread(&self, thread: ThreadIndex) -> impl Iterator<Item = SpanIndex> + use<> {
        self.rows_of(thread).map(SpanIndex::from_row)
    }

    /// The innermost span that lasts at `time` on `thread`; of those that meet there, the one that
    /// begins. Found by binary search, and then by going outwards.
    pub fn innermost_at(&self, thread: ThreadIndex, time: Nanos) -> Option<SpanIndex> {
        let rows = self.rows_of(thread);
        let starts = &self.start.as_slice()[rows.clone()];
        let last = starts.partition_point(|&it| it <= time).checked_sub(1)?;
        let last = SpanIndex::from_row(rows.start + last);
        let outwards = std::iter::successors(Some(last), |&it| self.parent[it]);
        outwards.into_iter().find(|&it| time < self.range(it).end || self.start[it] == time)
    }

    /// From start to end of a span.
    pub fn range(&self, span: SpanIndex) -> TimeRange {
        self.start[span]..self.start[span] + self.duration[span]
    }
}

/// Spans that begin and end anywhere: operations, user timings, console timers.
///
/// **Invariant:** rows are in order of start, then as in the file; a parent stands in an earlier
/// row than its children. Columns are of equal length, but for `facts`, which has an entry for the
/// spans that tell more, in order of spans.
#[derive(Clone, Debug, Default)]
pub struct AsyncSpanTable {
    /// The process in which it began.
    pub process: Column<AsyncSpanIndex, ProcessIndex>,
    /// The thread on which it began.
    pub thread: Column<AsyncSpanIndex, ThreadIndex>,
    /// When it began.
    pub start: Column<AsyncSpanIndex, Nanos>,
    /// How long it lasted; until the end of the recording where `is_open`.
    pub duration: Column<AsyncSpanIndex, Nanos>,
    /// Its name.
    pub name: Column<AsyncSpanIndex, StringIndex>,
    /// The group of events it belongs to, such as `blink.user_timing`.
    pub group: Column<AsyncSpanIndex, StringIndex>,
    /// What tells it from others of its name, as it stands in the file.
    pub id: Column<AsyncSpanIndex, StringIndex>,
    /// Whether the file holds no end for it.
    pub is_open: Column<AsyncSpanIndex, bool>,
    /// What kind of operation it is: as the program says, or else as its group of events tells,
    /// such as `measure`.
    pub kind: Column<AsyncSpanIndex, StringIndex>,
    /// The operation that it is a part of, if it is known.
    pub parent: Column<AsyncSpanIndex, Option<AsyncSpanIndex>>,
    /// How it ended.
    pub outcome: Column<AsyncSpanIndex, Outcome>,
    /// What only some tell.
    pub facts: Vec<(AsyncSpanIndex, OperationFacts)>,
}

impl AsyncSpanTable {
    /// Number of spans.
    pub fn len(&self) -> usize {
        self.start.len()
    }

    /// Whether there are no spans.
    pub fn is_empty(&self) -> bool {
        self.start.is_empty()
    }

    /// Every index, in order of start.
    pub fn indices(
        &self,
    ) -> impl DoubleEndedIterator<Item = AsyncSpanIndex> + ExactSizeIterator + use<> {
        self.start.indices()
    }

    /// What a span tells besides; found by binary search.
    pub fn facts_of(&self, span: AsyncSpanIndex) -> OperationFacts {
        let found = self.facts.binary_search_by_key(&span, |it| it.0);
        found.map_or_else(|_| OperationFacts::default(), |at| self.facts[at].1)
    }

    /// The spans that `span` is a part of, innermost first.
    pub fn ancestors(&self, span: AsyncSpanIndex) -> impl Iterator<Item = AsyncSpanIndex> + '_ {
        std::iter::successors(self.parent[span], |&it| self.parent[it])
    }

    /// Whether `part` is `whole`, or a part of it or of one of its parts.
    pub fn is_part(&self, part: AsyncSpanIndex, whole: AsyncSpanIndex) -> bool {
        // Parents stand in earlier rows: beyond `whole` there is nothing to find.
        let outwards = std::iter::successors(Some(part), |&it| self.parent[it]);
        outwards.take_while(|&it| it >= whole).any(|it| it == whole)
    }

    /// From start to end of a span.
    pub fn range(&self, span: AsyncSpanIndex) -> TimeRange {
        self.start[span]..self.start[span] + self.duration[span]
    }
}
