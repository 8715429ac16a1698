//! Ties the ends of arrows to the spans that they leave and reach.

use hashbrown::HashMap;

use super::super::times::Times;
use super::RawFlow;
use crate::index::RowIndex as _;
use crate::model::{Flow, FlowEnd, FlowKind, SpanIndex, SpanTable, ThreadIndex};
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// Clearing a map costs as much as it could hold, so one that could hold more names is dropped.
const MANY_NAMES: usize = 1 << 10;

/// One end of an arrow. Times are those of the recorder's clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct RawEnd {
    pub(super) time: i64,
    pub(super) thread: ThreadIndex,
    span: Meant,
}

/// Which span is meant.
#[derive(Clone, Copy, Debug)]
enum Meant {
    /// The innermost one that lasts at that moment.
    Enclosing,
    /// The one of this name that begins at that moment, if there is one; else as above.
    Named(StringIndex),
    /// The next one that begins; if none does, as above.
    Next,
}

impl RawEnd {
    /// An end that is tied to the innermost span that lasts then.
    pub(super) fn enclosing(thread: ThreadIndex, time: i64) -> Self {
        Self { time, thread, span: Meant::Enclosing }
    }

    /// An end that is tied to the span `name` that begins then, or else to the innermost one.
    pub(super) fn named(thread: ThreadIndex, time: i64, name: StringIndex) -> Self {
        Self { time, thread, span: Meant::Named(name) }
    }

    /// An end that is tied to the next span that begins.
    pub(super) fn next(thread: ThreadIndex, time: i64) -> Self {
        Self { time, thread, span: Meant::Next }
    }
}

/// An end and the arrow it belongs to.
struct Loose {
    thread: ThreadIndex,
    time: Nanos,
    span: Meant,
    /// The arrow.
    flow: usize,
    /// Whether the arrow ends here.
    is_to: bool,
}

/// The arrows with spans at their ends.
///
/// One pass over the spans of each thread that has an end, along with the ends in order of time,
/// so the cost does not depend on how deep spans nest. Arrows between the same two moments for the
/// same reason are one, unless they have but a name.
pub(super) fn bind(
    mut raw: Vec<RawFlow>,
    spans: &SpanTable,
    times: &Times,
    task: &Task,
) -> Result<Vec<Flow>, Cancelled> {
    let ends = |it: &RawFlow| (it.from.thread, it.from.time, it.to.thread, it.to.time, it.kind);
    raw.sort_by_key(ends);
    raw.dedup_by(|b, a| a.kind != FlowKind::Event && ends(a) == ends(b));
    let tied =
        |it: &RawEnd| FlowEnd { thread: it.thread, time: times.since_origin(it.time), span: None };
    let flow = |it: &RawFlow| Flow {
        from: tied(&it.from),
        to: tied(&it.to),
        kind: it.kind,
        name: it.name,
    };
    let mut flows: Vec<Flow> = raw.iter().map(flow).collect();
    let mut ends = loose_ends(&raw, &flows);
    drop(raw);
    ends.sort_unstable_by_key(|it| (it.thread, it.time, it.flow, it.is_to));
    for ends in ends.chunk_by(|a, b| a.thread == b.thread) {
        let Some(thread) = ends.first().map(|it| it.thread) else { continue };
        let mut sweep = Sweep::new(spans, thread);
        for (number, ends) in ends.chunk_by(|a, b| a.time == b.time).enumerate() {
            if number.is_multiple_of(1 << 10) {
                task.advance(0)?;
            }
            let Some(now) = ends.first().map(|it| it.time) else { continue };
            sweep.move_to(now, task)?;
            for loose in ends {
                let flow = &mut flows[loose.flow];
                let end = if loose.is_to { &mut flow.to } else { &mut flow.from };
                (end.span, end.time) = sweep.tie(loose);
            }
        }
    }
    Ok(flows)
}

fn loose_ends(raw: &[RawFlow], flows: &[Flow]) -> Vec<Loose> {
    let pairs = raw.iter().zip(flows).enumerate();
    let loose = |(number, (raw, flow)): (usize, (&RawFlow, &Flow))| {
        let loose = |raw: &RawEnd, end: &FlowEnd, is_to| {
            let FlowEnd { thread, time, .. } = *end;
            Loose { thread, time, span: raw.span, flow: number, is_to }
        };
        [loose(&raw.from, &flow.from, false), loose(&raw.to, &flow.to, true)]
    };
    pairs.flat_map(loose).collect()
}

/// The spans of one thread at a moment that moves on.
struct Sweep<'s> {
    spans: &'s SpanTable,
    /// The first row that begins later, and where the thread's rows end.
    next: usize,
    end: usize,
    /// The spans that last now, outermost first.
    around: Vec<SpanIndex>,
    /// Of those that begin right now the first, and the first of each name.
    first: Option<SpanIndex>,
    named: HashMap<StringIndex, SpanIndex>,
}

impl<'s> Sweep<'s> {
    fn new(spans: &'s SpanTable, thread: ThreadIndex) -> Self {
        let rows = spans.rows_of(thread);
        let (next, end) = (rows.start, rows.end);
        Self { spans, next, end, around: Vec::new(), first: None, named: HashMap::new() }
    }

    /// Goes on to `now`, which is later than before.
    fn move_to(&mut self, now: Nanos, task: &Task) -> Result<(), Cancelled> {
        self.first = None;
        if self.named.capacity() > MANY_NAMES {
            self.named = HashMap::new();
        }
        self.named.clear();
        let spans = self.spans;
        while self.next < self.end {
            let span = SpanIndex::from_row(self.next);
            let start = spans.start[span];
            if now < start {
                break;
            }
            self.around.truncate(spans.depth[span] as usize);
            self.around.push(span);
            if start == now {
                self.first.get_or_insert(span);
                self.named.entry(spans.name[span]).or_insert(span);
            }
            self.next += 1;
            if self.next.is_multiple_of(1 << 16) {
                task.advance(0)?;
            }
        }
        // A span without length lasts at the moment it begins.
        let is_over = |it: &mut SpanIndex| {
            let range = spans.range(*it);
            range.end <= now && range.start < now
        };
        while self.around.pop_if(is_over).is_some() {}
        Ok(())
    }

    /// The span at an end, and when the end is: where the span begins, if that is later.
    fn tie(&self, loose: &Loose) -> (Option<SpanIndex>, Nanos) {
        let enclosing = self.around.last().copied();
        let span = match loose.span {
            Meant::Enclosing => enclosing,
            Meant::Named(name) => self.named.get(&name).copied().or(enclosing),
            Meant::Next => {
                let later = (self.next < self.end).then(|| SpanIndex::from_row(self.next));
                self.first.or(later).or(enclosing)
            }
        };
        let time = span.map_or(loose.time, |it| self.spans.start[it].max(loose.time));
        (span, time)
    }
}
