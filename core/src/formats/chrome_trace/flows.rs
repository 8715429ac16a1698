//! Arrows between events: those that the file draws itself, and those that events imply which name
//! the same timer, callback, message or request.
//!
//! ```text
//! {"ph":"s","id":7,…} ──▶ {"ph":"t","id":7,…} ──▶ {"ph":"f","bp":"e","id":7,…}
//! {"ph":"X","bind_id":"0x7","flow_out":true,…} ──▶ {"ph":"X","bind_id":"0x7","flow_in":true,…}
//! {"name":"TimerInstall","args":{"data":{"timerId":7}},…} ──▶ {"name":"TimerFire",…}
//! ```
//!
//! Events may come in any order, so all is noted while the file is read, and put together when
//! every event is known.

mod bind;
mod calls;
mod requests;

use hashbrown::HashMap;

use super::collect::Collector;
use super::event::Event;
use super::names::Name;
use super::skipped::{Skip, Skipped};
use super::times::Times;
use crate::formats::json::Reader;
use crate::model::{FlowKind, FlowTable, ProcessIndex, SpanTable, ThreadIndex};
use crate::strings::{StringIndex, StringTable};
use crate::task::{Cancelled, Task};

use bind::RawEnd;
use calls::Calls;
use requests::Requests;

pub(super) use calls::{Link, of_name as link_of_name};

/// Names of flows that tell why there is one, and whether it is drawn the wrong way round.
///
/// Chrome notes that a message was posted when that is done, by which time it may be handled; it
/// draws flows in order of time.
const KINDS: [(&str, FlowKind, bool); 4] = [
    ("HandlePostMessage", FlowKind::Message, true),
    ("SchedulePostMessage", FlowKind::Message, false),
    ("v8::Debugger::AsyncTaskRun", FlowKind::AsyncTask, false),
    ("v8::Debugger::AsyncTaskScheduled", FlowKind::AsyncTask, false),
];

/// An arrow whose ends are not yet tied to spans. Times are those of the recorder's clock.
#[derive(Clone, Copy, Debug)]
struct RawFlow {
    from: RawEnd,
    to: RawEnd,
    kind: FlowKind,
    name: StringIndex,
}

/// What the points of a flow have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key<'a> {
    /// Group and name of the flow, or `None` if a `bind_id` ties events of any name.
    name: Option<(StringIndex, StringIndex)>,
    id: &'a [u8],
    scope: &'a [u8],
    /// The process, where the id means something only within it.
    process: Option<ProcessIndex>,
}

/// How a point continues its flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Begins a flow.
    Start,
    /// Ends an arrow and begins the next.
    Pass,
    /// Ends the flow.
    End,
    /// Begins arrows to all that follow, up to the next of its kind.
    Out,
    /// Ends an arrow, and leaves its beginning to others.
    In,
}

/// One end of arrows.
#[derive(Clone, Copy, Debug)]
struct Point {
    /// Row of its key.
    key: u32,
    step: Step,
    end: RawEnd,
    name: StringIndex,
}

/// Everything that arrows can be made of, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Flows<'a> {
    points: Vec<Point>,
    known: HashMap<Key<'a>, u32>,
    calls: Calls<'a>,
    requests: Requests<'a>,
}

impl<'a> Collector<'a> {
    /// Takes in an event of phase `s`, `t` or `f`.
    pub(super) fn add_flow(&mut self, event: &Event<'a>, time: i64) {
        let thread = self.thread(event);
        let (name, group) = (self.name(event).text, self.group(event).text);
        let step = match event.phase {
            b"s" => Step::Start,
            b"t" => Step::Pass,
            _ => Step::End,
        };
        let end = match step {
            // The event that a flow leaves has the flow's name, in recent traces.
            Step::Start => RawEnd::named(thread, time, name),
            Step::End if !event.flow.is_enclosed => RawEnd::next(thread, time),
            _ => RawEnd::enclosing(thread, time),
        };
        let key = self.flow_key(event, Some((group, name)), thread);
        self.flows.add(key, step, end, name);
    }

    /// Takes in that an event of any phase is tied to others by a `bind_id`.
    #[cold]
    pub(super) fn add_bound(&mut self, event: &Event<'a>, time: i64) {
        let thread = self.thread(event);
        let name = self.name(event).text;
        let key = self.flow_key(event, None, thread);
        let end = RawEnd::named(thread, time, name);
        if event.flow.is_in {
            self.flows.add(key, Step::In, end, name);
        }
        if event.flow.is_out {
            self.flows.add(key, Step::Out, end, name);
        }
    }

    /// Takes in an event that asks for another, or is one that was asked for.
    #[cold]
    pub(super) fn add_link(
        &mut self,
        event: &Event<'a>,
        time: i64,
        name: Name,
        reader: &Reader<'a>,
    ) {
        let thread = self.thread(event);
        let end = RawEnd::named(thread, time, name.text);
        match name.link {
            Some(Link::Call(it)) => self.flows.calls.add(it, event, (end, name.text), reader),
            Some(Link::Request(it)) => self.flows.requests.add(it, event, (end, name.text), reader),
            None => {}
        }
    }

    fn flow_key(
        &self,
        event: &Event<'a>,
        name: Option<(StringIndex, StringIndex)>,
        thread: ThreadIndex,
    ) -> Key<'a> {
        if name.is_none() {
            return Key { name, id: event.flow.bind_id, scope: b"", process: None };
        }
        let process = event.id.is_local.then(|| self.owners.process_of(thread));
        Key { name, id: event.id.text, scope: event.scope, process }
    }
}

impl<'a> Flows<'a> {
    fn add(&mut self, key: Key<'a>, step: Step, end: RawEnd, name: StringIndex) {
        let n_known = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        let key = *self.known.entry(key).or_insert(n_known);
        self.points.push(Point { key, step, end, name });
    }

    /// The arrows, tied to the spans at their ends.
    pub(super) fn finish(
        mut self,
        spans: &SpanTable,
        times: &Times,
        strings: &StringTable,
        skipped: &mut Skipped,
        task: &Task,
    ) -> Result<FlowTable, Cancelled> {
        let mut chains = Chains::new(self.known.len(), strings);
        drop(self.known);
        if !self.points.is_sorted_by_key(|it| it.end.time) {
            self.points.sort_by_key(|it| it.end.time);
        }
        for points in self.points.chunks(1 << 16) {
            task.advance(0)?;
            for &point in points {
                chains.follow(point);
            }
        }
        drop(self.points);
        // Where the file draws the arrow of a call too, that of the call stands first and stays.
        let mut flows = self.calls.finish();
        flows.append(&mut self.requests.finish());
        flows.append(&mut chains.finish(skipped));
        bind::bind(flows, spans, times, task).map(FlowTable::new)
    }
}

/// The flows that go on, while points are passed in order of time.
struct Chains {
    /// For each key the row in `open` of its youngest flow.
    youngest: Vec<Option<u32>>,
    open: Vec<OpenFlow>,
    flows: Vec<RawFlow>,
    kinds: Vec<(StringIndex, FlowKind, bool)>,
    n_without_start: u64,
    n_without_end: u64,
}

/// A flow up to its last point.
struct OpenFlow {
    from: RawEnd,
    name: StringIndex,
    /// Whether an arrow touches that point.
    is_touched: bool,
    /// The next older flow of its key.
    older: Option<u32>,
}

impl Chains {
    fn new(n_keys: usize, strings: &StringTable) -> Self {
        let kind = |&(name, kind, is_reversed)| Some((strings.find(name)?, kind, is_reversed));
        Self {
            youngest: vec![None; n_keys],
            open: Vec::new(),
            flows: Vec::new(),
            kinds: KINDS.iter().filter_map(kind).collect(),
            n_without_start: 0,
            n_without_end: 0,
        }
    }

    /// Goes on with the youngest flow of the point's key.
    ///
    /// Several flows of one id may go on at once. Where a trace tells how long each task was
    /// queued, the youngest is the right one more often than the oldest.
    fn follow(&mut self, point: Point) {
        let Point { step, end, name, .. } = point;
        let row = self.youngest[point.key as usize];
        let open = row.and_then(|it| self.open.get_mut(it as usize));
        match (step, open) {
            (Step::Start, _) | (Step::Out, None) => self.push(point, row, false),
            (Step::Out, Some(open)) => {
                self.n_without_end += u64::from(!open.is_touched);
                (open.from, open.name, open.is_touched) = (end, name, false);
            }
            (Step::Pass | Step::End | Step::In, Some(open)) => {
                let (from, name) = (open.from, open.name);
                open.is_touched = true;
                match step {
                    Step::Pass => open.from = end,
                    Step::End => self.youngest[point.key as usize] = open.older,
                    _ => {}
                }
                self.draw(from, end, name);
            }
            (Step::Pass, None) => {
                self.n_without_start += 1;
                self.push(point, row, true);
            }
            (Step::End | Step::In, None) => self.n_without_start += 1,
        }
    }

    fn draw(&mut self, from: RawEnd, to: RawEnd, name: StringIndex) {
        let known = self.kinds.iter().find(|it| it.0 == name).map(|it| (it.1, it.2));
        let (kind, is_reversed) = known.unwrap_or_default();
        let (from, to) = if is_reversed { (to, from) } else { (from, to) };
        self.flows.push(RawFlow { from, to, kind, name });
    }

    fn push(&mut self, point: Point, older: Option<u32>, is_touched: bool) {
        let Point { end: from, name, .. } = point;
        self.youngest[point.key as usize] = u32::try_from(self.open.len()).ok();
        self.open.push(OpenFlow { from, name, is_touched, older });
    }

    /// The arrows. What is left without one is counted.
    fn finish(self, skipped: &mut Skipped) -> Vec<RawFlow> {
        let n_open = self.open.iter().filter(|it| !it.is_touched).count() as u64;
        skipped.add_many(Skip::FlowStart, self.n_without_end + n_open);
        skipped.add_many(Skip::FlowEnd, self.n_without_start);
        self.flows
    }
}
