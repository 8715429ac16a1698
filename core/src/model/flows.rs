//! Arrows: what led to what, across time and threads.

use crate::define_index;
use crate::index::{Column, RowIndex as _};
use crate::model::spans::{SpanIndex, SpanTable};
use crate::model::threads::ThreadIndex;
use crate::strings::StringIndex;
use crate::units::{Nanos, TimeRange};

define_index! {
    /// A row of [`FlowTable`].
    FlowIndex
}

/// Why one thing led to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum FlowKind {
    /// The recorder says so, and its name is all there is to know.
    #[default]
    Event,
    /// A timer was set and fired.
    Timer,
    /// A callback was asked for before the next frame, and ran.
    AnimationFrame,
    /// A callback was asked for when there would be time, and ran.
    IdleCallback,
    /// A callback was handed to the scheduler (`scheduler.postTask`), and ran.
    PostTask,
    /// A message was posted and handled.
    Message,
    /// A task of the language, such as a reaction to a promise, was scheduled and ran.
    AsyncTask,
    /// A request was sent, then redirected or answered.
    Request,
    /// A request was answered, and what came made another one be sent.
    Initiator,
}

impl FlowKind {
    /// Every kind, in the order of legends.
    pub const ALL: [FlowKind; 9] = [
        Self::Event,
        Self::Timer,
        Self::AnimationFrame,
        Self::IdleCallback,
        Self::PostTask,
        Self::Message,
        Self::AsyncTask,
        Self::Request,
        Self::Initiator,
    ];

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Event => "Flow",
            Self::Timer => "Timer",
            Self::AnimationFrame => "Animation frame",
            Self::IdleCallback => "Idle callback",
            Self::PostTask => "Posted task",
            Self::Message => "Message",
            Self::AsyncTask => "Async task",
            Self::Request => "Request",
            Self::Initiator => "Initiator of a request",
        }
    }

    /// Its name in CSV, JSON and options: lower case with underscores.
    pub fn key(self) -> &'static str {
        match self {
            Self::Event => "flow",
            Self::Timer => "timer",
            Self::AnimationFrame => "animation_frame",
            Self::IdleCallback => "idle_callback",
            Self::PostTask => "post_task",
            Self::Message => "message",
            Self::AsyncTask => "async_task",
            Self::Request => "request",
            Self::Initiator => "initiator",
        }
    }
}

/// Where an arrow begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlowEnd {
    /// The thread.
    pub thread: ThreadIndex,
    /// When.
    pub time: Nanos,
    /// The span that it leaves or reaches, if one lasts then.
    pub span: Option<SpanIndex>,
}

/// One arrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Flow {
    /// Where it begins.
    pub from: FlowEnd,
    /// Where it ends. May lie before the beginning, where clocks of threads differ.
    pub to: FlowEnd,
    /// Why there is one.
    pub kind: FlowKind,
    /// What the recorder calls it.
    pub name: StringIndex,
}

/// Every arrow of a recording.
///
/// **Invariant:** rows are in order of the thread, and then the time, where they begin, so those
/// that begin within a box stand together; then of the rest of [`Flow`].
#[derive(Clone, Debug, Default)]
pub struct FlowTable {
    from: Column<FlowIndex, FlowEnd>,
    to: Column<FlowIndex, FlowEnd>,
    kind: Column<FlowIndex, FlowKind>,
    name: Column<FlowIndex, StringIndex>,
    /// The rows in order of the thread and the time where they end, then of row.
    by_end: Vec<FlowIndex>,
}

impl FlowTable {
    /// The table of these arrows.
    pub fn new(mut flows: Vec<Flow>) -> Self {
        flows.sort_unstable();
        let mut table = Self::default();
        for flow in flows {
            table.from.push(flow.from);
            table.to.push(flow.to);
            table.kind.push(flow.kind);
            table.name.push(flow.name);
        }
        let to = &table.to;
        let mut by_end: Vec<FlowIndex> = to.indices().collect();
        by_end.sort_unstable_by_key(|&it| (to[it].thread, to[it].time, it));
        table.by_end = by_end;
        table
    }

    /// An arrow.
    pub fn get(&self, flow: FlowIndex) -> Flow {
        let (from, to) = (self.from[flow], self.to[flow]);
        Flow { from, to, kind: self.kind[flow], name: self.name[flow] }
    }

    /// Number of arrows.
    pub fn len(&self) -> usize {
        self.from.len()
    }

    /// Whether there are no arrows.
    pub fn is_empty(&self) -> bool {
        self.from.is_empty()
    }

    /// Every index, in order of rows.
    pub fn indices(
        &self,
    ) -> impl DoubleEndedIterator<Item = FlowIndex> + ExactSizeIterator + use<> {
        self.from.indices()
    }

    /// The arrows that begin on `thread` within `range`, in order of time; found by binary search.
    pub fn leaving(
        &self,
        thread: ThreadIndex,
        range: &TimeRange,
    ) -> impl DoubleEndedIterator<Item = FlowIndex> + ExactSizeIterator + use<> {
        let before = |time: Nanos| {
            self.from.as_slice().partition_point(|it| (it.thread, it.time) < (thread, time))
        };
        let first = before(range.start);
        (first..before(range.end).max(first)).map(FlowIndex::from_row)
    }

    /// The arrows that end on `thread` within `range`, in order of time; found by binary search.
    pub fn arriving(&self, thread: ThreadIndex, range: &TimeRange) -> &[FlowIndex] {
        let before = |time: Nanos| {
            let end = |it: &FlowIndex| (self.to[*it].thread, self.to[*it].time);
            self.by_end.partition_point(|it| end(it) < (thread, time))
        };
        let first = before(range.start);
        &self.by_end[first..before(range.end).max(first)]
    }

    /// The arrows that leave a span itself, none of those within it.
    ///
    /// Looks at every arrow that begins while the span lasts: ask once per selection, not per
    /// frame.
    pub fn from_span(
        &self,
        spans: &SpanTable,
        span: SpanIndex,
    ) -> impl Iterator<Item = FlowIndex> + '_ {
        let found = self.leaving(spans.thread[span], &with_end(spans.range(span)));
        found.filter(move |&it| self.from[it].span == Some(span))
    }

    /// The arrows that reach a span itself, none of those within it. Costs as
    /// [`FlowTable::from_span`] does.
    pub fn to_span(
        &self,
        spans: &SpanTable,
        span: SpanIndex,
    ) -> impl Iterator<Item = FlowIndex> + '_ {
        let found = self.arriving(spans.thread[span], &with_end(spans.range(span))).iter().copied();
        found.filter(move |&it| self.to[it].span == Some(span))
    }
}

/// A stretch of time and the moment right after it: an arrow may touch a span at its very end.
fn with_end(range: TimeRange) -> TimeRange {
    range.start..range.end + Nanos(1)
}
