//! Begin, end and complete events of threads, collected in the order of the file.

use super::times::Times;
use crate::index::RowIndex as _;
use crate::model::{Category, GcKind, ThreadIndex};
use crate::strings::StringIndex;
use crate::warning::{Severity, Warnings};

/// Stands for the end of a span that the file does not tell.
pub(super) const OPEN: i64 = i64::MAX;

/// One span as it stands in the file. Times are nanoseconds on the recorder's clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct RawSpan {
    pub(super) start: i64,
    /// When it ended, or [`OPEN`].
    pub(super) end: i64,
    pub(super) thread: ThreadIndex,
    pub(super) name: StringIndex,
    pub(super) detail: Option<StringIndex>,
    pub(super) category: Category,
}

/// A garbage collection, which is a span too.
#[derive(Clone, Copy, Debug)]
pub(super) struct RawGc {
    /// The row of its span in [`Spans::rows`]. Rows ascend.
    pub(super) span: u32,
    pub(super) kind: GcKind,
    /// Bytes in use before and after.
    pub(super) used: HeapUse,
}

/// Bytes of heap in use before and after a garbage collection, as far as the file tells.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct HeapUse {
    pub(super) before: Option<u64>,
    pub(super) after: Option<u64>,
}

/// A begin or an end event.
#[derive(Clone, Copy, Debug)]
struct Edge {
    time: i64,
    thread: ThreadIndex,
    name: StringIndex,
    /// The row of the span that begins, or `None` if one ends.
    span: Option<u32>,
    /// Where in [`Spans::heap_uses`] stands what an end tells about the heap.
    heap_use: Option<u32>,
}

/// The spans of all threads together.
#[derive(Debug, Default)]
pub(super) struct Spans {
    /// In the order of the file; complete ones and those with a begin event.
    pub(super) rows: Vec<RawSpan>,
    /// Those among them that are garbage collections.
    pub(super) gcs: Vec<RawGc>,
    edges: Vec<Edge>,
    heap_uses: Vec<HeapUse>,
}

impl Spans {
    /// Adds a span whose end is known, or never told if it is [`OPEN`].
    #[inline]
    pub(super) fn complete(&mut self, span: RawSpan) {
        self.rows.push(span);
    }

    /// Adds a span that an end event will close.
    pub(super) fn begin(&mut self, span: RawSpan) {
        let RawSpan { start: time, thread, name, .. } = span;
        let row = Some(self.next_row());
        self.edges.push(Edge { time, thread, name, span: row, heap_use: None });
        self.rows.push(span);
    }

    /// Adds the end of the innermost span that is open at that time.
    pub(super) fn end(
        &mut self,
        time: i64,
        thread: ThreadIndex,
        name: StringIndex,
        used: Option<HeapUse>,
    ) {
        let heap_use = used.and_then(|it| {
            let row = u32::try_from(self.heap_uses.len()).ok();
            self.heap_uses.push(it);
            row
        });
        self.edges.push(Edge { time, thread, name, span: None, heap_use });
    }

    /// Says that the span that is added next is a garbage collection.
    pub(super) fn next_is_gc(&mut self, kind: GcKind, used: HeapUse) {
        self.gcs.push(RawGc { span: self.next_row(), kind, used });
    }

    #[expect(clippy::cast_possible_truncation, reason = "the reader limits the number of events")]
    fn next_row(&self) -> u32 {
        self.rows.len() as u32
    }

    /// Gives every span that began the end that belongs to it, in order of time.
    ///
    /// An end closes the innermost open span of its thread, whatever its name, as the format says.
    pub(super) fn close(&mut self, empty_name: StringIndex, times: &Times, warnings: &Warnings) {
        let mut edges = std::mem::take(&mut self.edges);
        if !edges.is_sorted_by_key(|it| (it.thread, it.time)) {
            edges.sort_by_key(|it| (it.thread, it.time));
        }
        let mut open: Vec<u32> = Vec::new();
        let mut thread = None;
        let (mut n_unmatched, mut first_unmatched) = (0, None);
        let mut n_crossed = 0;
        for edge in edges {
            if thread != Some(edge.thread) {
                thread = Some(edge.thread);
                open.clear();
            }
            match (edge.span, open.pop_if(|_| edge.span.is_none())) {
                (Some(row), _) => open.push(row),
                (None, Some(row)) => n_crossed += u64::from(self.end_span(row, edge, empty_name)),
                (None, None) => {
                    n_unmatched += 1;
                    first_unmatched = first_unmatched.or(Some(edge.time));
                }
            }
        }
        let what = "ends (`E`) have no beginning (`B`) and are left out";
        let when = || first_unmatched.map_or_else(String::new, |it| times.show(it));
        warnings.add_many(Severity::Loss, what, n_unmatched, None, when);
        let what = "ends (`E`) have another name than the innermost open span, which they close";
        warnings.add_many(Severity::Repair, what, n_crossed, None, String::new);
    }

    /// Ends a span and says whether the end has another name.
    fn end_span(&mut self, row: u32, edge: Edge, empty_name: StringIndex) -> bool {
        if let Some(used) = edge.heap_use.and_then(|it| self.heap_uses.get(it as usize))
            && let Ok(at) = self.gcs.binary_search_by_key(&row, |it| it.span)
        {
            self.gcs[at].used.after = used.after.or(self.gcs[at].used.after);
        }
        let span = &mut self.rows[row as usize];
        span.end = edge.time;
        edge.name != empty_name && edge.name != span.name
    }

    /// The rows of the spans, thread by thread in order of threads, then as in the file.
    #[expect(clippy::cast_possible_truncation, reason = "the reader limits the number of events")]
    pub(super) fn by_thread(&self, n_threads: usize) -> Vec<u32> {
        let mut next = vec![0_u32; n_threads + 1];
        for span in &self.rows {
            next[span.thread.row() + 1] += 1;
        }
        for thread in 1..next.len() {
            next[thread] += next[thread - 1];
        }
        let mut order = vec![0; self.rows.len()];
        for (row, span) in self.rows.iter().enumerate() {
            let at = &mut next[span.thread.row()];
            order[*at as usize] = row as u32;
            *at += 1;
        }
        order
    }
}
