//! Of an operation's time, how much it ran, stood behind a busy event loop, or waited.
//!
//! No recorder tells which sample belongs to which operation, but much follows from when
//! operations begin and end. Within a stretch in which the loop was busy without a gap,
//!
//! ```text
//! busy    ████████████████████████  idle  ██████████████████
//!              b(A)                                   e(A)
//!              ├─ A ran ─┤          │     ├─ queued ─┤├ A ran ┤
//!                     next edge    waits              last edge before the end
//! ```
//!
//! - a program that begins an operation then calls its function: until the next operation begins
//!   or ends on that thread, or the stretch does, it *runs*;
//! - what leads to its end runs at the end of a stretch: since the edge before, it *runs*;
//! - before that stretch the loop was idle, so the operation could not go on yet; from the
//!   beginning of the stretch until it ran it was perhaps *queued* behind others: at most so long;
//! - all other time it *waits*, as far as anyone can tell.

use crate::analysis::operations::stretches::{Stretches, busy_stretches};
use crate::analysis::pace::Pace;
use crate::index::Column;
use crate::model::{AsyncSpanIndex, AsyncSpanTable, Recording, ThreadIndex};
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// How many parts of itself that ran right before an operation ended are looked through.
const MOST_BACK: usize = 256;

/// What an operation did with its time. The three add up to its duration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Running {
    /// It or a part of it ran.
    pub running: Nanos,
    /// It may have stood behind others on a busy event loop, at most so long.
    pub queued: Nanos,
    /// It waited for anything else.
    pub waiting: Nanos,
}

/// When an operation ran, as far as is known: from its start until `began`, and from `resumed`
/// until its end. Between them it waited, from `queued` on perhaps behind others.
///
/// What its parts ran in between is theirs; what they ran right before its end is counted here.
/// `start ≤ began ≤ queued ≤ resumed ≤ end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OperationPieces {
    /// Until when it ran after it was begun.
    pub began: Nanos,
    /// Since when it may have been queued.
    pub queued: Nanos,
    /// Since when it, or a part of it, has run until its end.
    pub resumed: Nanos,
}

/// What each operation did with its time; `None` for those on threads without samples or tasks.
///
/// Sorts the edges of operations; then each costs a few binary searches.
pub fn running(
    recording: &Recording,
    task: &Task,
) -> Result<Column<AsyncSpanIndex, Option<Running>>, Cancelled> {
    let spans = &recording.async_spans;
    let mut answer: Column<AsyncSpanIndex, Option<Running>> = vec![None; spans.len()].into();
    for_each_edge(recording, task, |times, at| {
        let edge = times.edges[at];
        let sum = answer[edge.span].get_or_insert_default();
        if edge.is_end {
            sum.running = sum.running + edge.time.since(times.ran_before_end(at));
            let (queued, resumed) = times.queued_before_end(at);
            sum.queued = resumed.since(queued);
        } else {
            sum.running = sum.running + times.ran_after_begin(at).since(edge.time);
        }
    })?;
    finish(spans, &mut answer);
    Ok(answer)
}

/// When each operation ran and waited; `None` for those on threads without samples or tasks. Costs
/// as much as [`running`].
pub fn operation_pieces(
    recording: &Recording,
    task: &Task,
) -> Result<Column<AsyncSpanIndex, Option<OperationPieces>>, Cancelled> {
    let spans = &recording.async_spans;
    let mut answer: Column<AsyncSpanIndex, Option<OperationPieces>> =
        vec![None; spans.len()].into();
    for_each_edge(recording, task, |times, at| {
        let edge = times.edges[at];
        let end = spans.range(edge.span).end;
        let none = OperationPieces { began: edge.time, queued: end, resumed: end };
        let pieces = answer[edge.span].get_or_insert(none);
        if edge.is_end {
            let (queued, resumed) = times.queued_before_end(at);
            pieces.resumed = resumed.max(pieces.began);
            pieces.queued = queued.clamp(pieces.began, pieces.resumed);
        } else {
            pieces.began = times.ran_after_begin(at).min(end);
        }
    })?;
    Ok(answer)
}

/// Calls `with` for each beginning and end of an operation on a thread whose busy time is known,
/// in order of time.
fn for_each_edge(
    recording: &Recording,
    task: &Task,
    mut with: impl FnMut(&ThreadTimes<'_>, usize),
) -> Result<(), Cancelled> {
    let spans = &recording.async_spans;
    let n_threads = recording.threads.process.len();
    let mut edges: Column<ThreadIndex, Vec<Edge>> = vec![Vec::new(); n_threads].into();
    let mut pace = Pace::new(task);
    for span in spans.indices() {
        pace.step()?;
        let (range, edges) = (spans.range(span), &mut edges[spans.thread[span]]);
        edges.push(Edge { time: range.start, span, is_end: false });
        if !spans.is_open[span] {
            edges.push(Edge { time: range.end, span, is_end: true });
        }
    }
    for (thread, edges) in edges.indices().zip(edges.as_mut_slice()) {
        if edges.is_empty() {
            continue;
        }
        if let Some(busy) = busy_stretches(recording, thread, task)? {
            edges.sort_unstable_by_key(|it| (it.time, it.is_end, it.span));
            let times = ThreadTimes { spans, edges, busy: &busy };
            for at in 0..times.edges.len() {
                pace.step()?;
                with(&times, at);
            }
        }
    }
    Ok(())
}

/// A beginning or an end.
#[derive(Clone, Copy, Debug)]
struct Edge {
    time: Nanos,
    span: AsyncSpanIndex,
    is_end: bool,
}

/// The operations of one thread.
struct ThreadTimes<'a> {
    spans: &'a AsyncSpanTable,
    edges: &'a [Edge],
    busy: &'a Stretches,
}

impl ThreadTimes<'_> {
    /// Until when what begins at edge `at` runs.
    fn ran_after_begin(&self, at: usize) -> Nanos {
        let start = self.edges[at].time;
        let Some(stretch) = self.busy.at(start) else { return start };
        self.edges.get(at + 1).map_or(stretch.end, |next| next.time.min(stretch.end))
    }

    /// Since when what ends at edge `at` has run; its end, if it did not run right before, or if
    /// that is the time of what began last.
    fn ran_before_end(&self, at: usize) -> Nanos {
        let end = self.edges[at].time;
        let Some(stretch) = self.busy.before(end) else { return end };
        let Some(before) = at.checked_sub(1).map(|it| self.edges[it]) else {
            return stretch.start;
        };
        if stretch.start <= before.time && !before.is_end {
            end
        } else {
            stretch.start.max(before.time)
        }
    }

    /// Since when what ends at edge `at` may have been queued, and since when it, or a part of it,
    /// has run until its end.
    fn queued_before_end(&self, at: usize) -> (Nanos, Nanos) {
        let Edge { time: end, span, .. } = self.edges[at];
        let Some(stretch) = self.busy.before(end) else { return (end, end) };
        // Back over what ran for it, its parts included.
        let mut ran_from = end;
        for before in (0..=at).rev().take(MOST_BACK) {
            let from = self.ran_before_end(before);
            let is_its_own =
                self.edges[before].is_end && self.spans.is_part(self.edges[before].span, span);
            if !is_its_own || from == self.edges[before].time || self.edges[before].time != ran_from
            {
                break;
            }
            ran_from = from;
        }
        let begin = self.spans.start[span];
        let mut from = stretch.start.max(begin);
        if from == begin {
            let place = self
                .edges
                .partition_point(|it| (it.time, it.is_end, it.span) < (begin, false, span));
            from = self.ran_after_begin(place);
        }
        (from.min(ran_from), ran_from)
    }
}

/// Adds what parts ran to what they are parts of, and counts the rest as waiting.
fn finish(spans: &AsyncSpanTable, answer: &mut Column<AsyncSpanIndex, Option<Running>>) {
    for span in spans.indices().rev() {
        let Some(mut times) = answer[span] else { continue };
        let duration = spans.duration[span];
        times.running = times.running.min(duration);
        times.queued = times.queued.min(duration.since(times.running));
        times.waiting = duration.since(times.running).since(times.queued);
        answer[span] = Some(times);
        if let Some(parent) =
            spans.parent[span].filter(|&it| spans.thread[it] == spans.thread[span])
            && let Some(whole) = &mut answer[parent]
        {
            whole.running = whole.running + times.running;
        }
    }
}
