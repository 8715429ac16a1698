//! Spans within spans: which span is the parent of which.

use std::cmp::Reverse;

use super::spans::{OPEN, RawSpan, Spans};
use super::times::Times;
use crate::error::ParseError;
use crate::index::{Column, RowIndex as _};
use crate::model::{Category, GcKind, GcTable, SpanIndex, SpanTable, ThreadIndex};
use crate::strings::StringIndex;
use crate::task::Task;
use crate::units::Nanos;
use crate::warning::{Severity, Warnings};

/// Lays the spans of every thread within each other.
///
/// Two spans of a thread that overlap without one lying within the other cannot both be shown
/// whole. The overlap is cut off the one that loses less by it: the end of the earlier, or what
/// the later one has beyond that end. So a task that a coarse clock lets end a microsecond inside
/// the next does not swallow it.
pub(super) fn nest(
    spans: &Spans,
    n_threads: usize,
    times: &Times,
    task: &Task,
    warnings: &Warnings,
) -> Result<(SpanTable, GcTable), ParseError> {
    let mut order = spans.by_thread(n_threads);
    let mut nesting = Nesting::new(spans, times);
    for rows in order.chunk_by_mut(|&a, &b| spans.thread(a) == spans.thread(b)) {
        task.advance(0)?;
        let key = |&row: &u32| {
            let span = &spans.rows[row as usize];
            (span.start, Reverse(span.end))
        };
        if !rows.is_sorted_by_key(key) {
            rows.sort_by_key(key);
        }
        nesting.add_thread(rows, task)?;
    }
    let what = "spans overlap one before them without lying within it; the overlap is cut off";
    warnings.add_many(Severity::Repair, what, nesting.n_cut, None, || nesting.first_cut.clone());
    Ok(nesting.finish())
}

impl Spans {
    fn thread(&self, row: u32) -> ThreadIndex {
        self.rows[row as usize].thread
    }
}

/// A span around those that come next.
#[derive(Clone, Copy)]
struct Outer {
    row: usize,
    start: i64,
    /// When it ends, or [`OPEN`].
    end: i64,
    is_gc: bool,
}

/// The tables while they grow, row by row.
struct Nesting<'s> {
    spans: &'s Spans,
    times: &'s Times,
    thread: Vec<ThreadIndex>,
    start: Vec<Nanos>,
    duration: Vec<Nanos>,
    name: Vec<StringIndex>,
    detail: Vec<Option<StringIndex>>,
    category: Vec<Category>,
    parent: Vec<Option<SpanIndex>>,
    depth: Vec<u32>,
    is_open: Vec<bool>,
    gcs: Vec<Gc>,
    around: Vec<Outer>,
    n_cut: u64,
    first_cut: String,
}

/// A row of [`GcTable`].
struct Gc {
    start: Nanos,
    thread: ThreadIndex,
    duration: Nanos,
    kind: GcKind,
    used_before: Option<u64>,
    used_after: Option<u64>,
}

impl<'s> Nesting<'s> {
    fn new(spans: &'s Spans, times: &'s Times) -> Self {
        let n = spans.rows.len();
        Self {
            spans,
            times,
            thread: Vec::with_capacity(n),
            start: Vec::with_capacity(n),
            duration: Vec::with_capacity(n),
            name: Vec::with_capacity(n),
            detail: Vec::with_capacity(n),
            category: Vec::with_capacity(n),
            parent: Vec::with_capacity(n),
            depth: Vec::with_capacity(n),
            is_open: Vec::with_capacity(n),
            gcs: Vec::new(),
            around: Vec::new(),
            n_cut: 0,
            first_cut: String::new(),
        }
    }

    /// Adds the spans of one thread, in order of start and then longer first.
    fn add_thread(&mut self, rows: &[u32], task: &Task) -> Result<(), ParseError> {
        self.around.clear();
        for chunk in rows.chunks(1 << 16) {
            task.advance(0)?;
            for &row in chunk {
                self.add(row);
            }
        }
        Ok(())
    }

    #[inline]
    fn add(&mut self, raw_row: u32) {
        let span = self.spans.rows[raw_row as usize];
        let end = self.fit(&span);
        let outer = self.around.last().copied();
        let row = self.start.len();
        let in_gc = outer.is_some_and(|it| it.is_gc);
        let is_gc = span.category == Category::GarbageCollection && self.add_gc(raw_row, in_gc);
        self.thread.push(span.thread);
        self.start.push(self.times.since_origin(span.start));
        self.duration.push(Times::between(span.start, end.min(self.times.last)));
        self.name.push(span.name);
        self.detail.push(span.detail);
        self.category.push(span.category);
        self.parent.push(outer.map(|it| SpanIndex::from_row(it.row)));
        self.depth.push(u32::try_from(self.around.len()).unwrap_or(u32::MAX));
        self.is_open.push(span.end == OPEN);
        self.around.push(Outer { row, start: span.start, end, is_gc: is_gc || in_gc });
    }

    /// Leaves the spans around that `span` does not lie within, and tells where it ends so as to
    /// lie within the next. An open span ends with the one around it, if that ends.
    #[inline]
    fn fit(&mut self, span: &RawSpan) -> i64 {
        let mut is_cut = false;
        while let Some(&outer) = self.around.last() {
            if span.start < outer.end {
                if span.end <= outer.end {
                    return span.end;
                }
                if span.end == OPEN {
                    return outer.end;
                }
                if !std::mem::replace(&mut is_cut, true) {
                    self.report_cut(span);
                }
                let (beyond, shared) =
                    (span.end.abs_diff(outer.end), outer.end.abs_diff(span.start));
                // Of two that start together, the first must stay the longer.
                if beyond <= shared || outer.start == span.start {
                    return outer.end;
                }
                // What lies within `outer` ended before `span` starts: it has been left.
                self.duration[outer.row] = Times::between(outer.start, span.start);
            }
            self.around.pop();
        }
        span.end
    }

    #[cold]
    fn report_cut(&mut self, span: &RawSpan) {
        self.n_cut += 1;
        if self.first_cut.is_empty() {
            self.first_cut = self.times.show(span.start);
        }
    }

    /// Adds a garbage collection, unless it is a part of the one around it or never ended.
    ///
    /// Says whether the span is a garbage collection.
    #[cold]
    fn add_gc(&mut self, raw_row: u32, in_gc: bool) -> bool {
        let Ok(at) = self.spans.gcs.binary_search_by_key(&raw_row, |it| it.span) else {
            return false;
        };
        let (gc, span) = (self.spans.gcs[at], self.spans.rows[raw_row as usize]);
        if !in_gc && span.end != OPEN {
            self.gcs.push(Gc {
                start: self.times.since_origin(span.start),
                thread: span.thread,
                duration: Times::between(span.start, span.end),
                kind: gc.kind,
                used_before: gc.used.before,
                used_after: gc.used.after,
            });
        }
        true
    }

    fn finish(self) -> (SpanTable, GcTable) {
        let mut gcs = self.gcs;
        gcs.sort_by_key(|it| (it.start, it.thread));
        let mut gc_table = GcTable::default();
        for gc in gcs {
            gc_table.thread.push(gc.thread);
            gc_table.start.push(gc.start);
            gc_table.duration.push(gc.duration);
            gc_table.kind.push(gc.kind);
            gc_table.used_before.push(gc.used_before);
            gc_table.used_after.push(gc.used_after);
        }
        let spans = SpanTable {
            thread: Column::from(self.thread),
            start: Column::from(self.start),
            duration: Column::from(self.duration),
            name: Column::from(self.name),
            detail: Column::from(self.detail),
            category: Column::from(self.category),
            parent: Column::from(self.parent),
            depth: Column::from(self.depth),
            is_open: Column::from(self.is_open),
        };
        (spans, gc_table)
    }
}
