//! Sorts events into the heaps that become the tables of a recording.

use super::asyncs::{Asyncs, Key};
use super::counters::{Counters, Source};
use super::details;
use super::event::Event;
use super::flows::Flows;
use super::incoming::IncomingRequests;
use super::metadata::{TimeOfDay, args};
use super::names::{Group, Name, Names};
use super::owners::Owners;
use super::profiles::Profiles;
use super::recorded::{Recorded, Told};
use super::roles::Role;
use super::skipped::{Skip, Skipped};
use super::spans::{HeapUse, OPEN, RawSpan, Spans};
use super::times::Bounds;
use crate::error::ParseError;
use crate::formats::json::Reader;
use crate::formats::requests::steps::RequestLog;
use crate::model::ThreadIndex;
use crate::strings::{StringIndex, StringTable};
use crate::warning::{Severity, Warnings};

/// A moment as it stands in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct RawInstant {
    pub(super) time: i64,
    pub(super) thread: ThreadIndex,
    pub(super) name: StringIndex,
    pub(super) group: StringIndex,
    pub(super) is_mark: bool,
    pub(super) detail: Option<StringIndex>,
}

/// What a moment is beside what its event says.
#[derive(Clone, Copy, Debug, Default)]
struct Moment {
    /// Its name, if it is not the event's.
    name: Option<StringIndex>,
    /// Whether it was set on purpose, whatever its groups.
    is_mark: bool,
    /// More about it.
    detail: Option<StringIndex>,
}

/// What was read so far.
pub(super) struct Collector<'a> {
    pub(super) strings: StringTable,
    pub(super) owners: Owners<'a>,
    pub(super) spans: Spans,
    pub(super) asyncs: Asyncs,
    pub(super) flows: Flows<'a>,
    pub(super) instants: Vec<RawInstant>,
    pub(super) counters: Counters<'a>,
    pub(super) profiles: Profiles<'a>,
    pub(super) recorded: Recorded<'a>,
    pub(super) requests: RequestLog<'a>,
    pub(super) incoming: IncomingRequests<'a>,
    pub(super) skipped: Skipped,
    pub(super) bounds: Bounds,
    pub(super) time_of_day: Option<TimeOfDay>,
    pub(super) empty_name: StringIndex,
    /// Why the recording must not be read, whatever else it holds.
    pub(super) refusal: Option<ParseError>,
    pub(super) warnings: &'a Warnings,
    names: Names<'a>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(warnings: &'a Warnings) -> Self {
        let mut strings = StringTable::default();
        let empty_name = strings.intern("");
        Self {
            strings,
            owners: Owners::default(),
            spans: Spans::default(),
            asyncs: Asyncs::default(),
            flows: Flows::default(),
            instants: Vec::new(),
            counters: Counters::default(),
            profiles: Profiles::default(),
            recorded: Recorded::default(),
            requests: RequestLog::default(),
            incoming: IncomingRequests::default(),
            skipped: Skipped::default(),
            bounds: Bounds::default(),
            time_of_day: None,
            empty_name,
            refusal: None,
            warnings,
            names: Names::default(),
        }
    }

    /// Takes in an event. `reader` is the one it was read with.
    #[inline]
    pub(super) fn add(&mut self, event: &Event<'a>, reader: &Reader<'a>) {
        let &[phase] = event.phase else { return self.lose_phase(event) };
        if phase == b'M' {
            return self.add_metadata(event, reader);
        }
        let Some(time) = event.time else {
            return self.lose("events have no time (`ts`)", event.offset, || event.phase_name());
        };
        let mut end = time;
        match phase {
            b'X' => match self.add_complete(event, time, reader) {
                Some(ends) => end = ends,
                None => return,
            },
            b'B' => self.add_begin(event, time, reader),
            b'E' => self.add_end(event, time, reader),
            b'b' | b'S' => {
                let thread = self.thread(event);
                self.incoming.begin(event, time, thread, reader);
                self.add_async(event, (time, true), reader);
            }
            b'e' | b'F' => {
                self.incoming.end(event, time, reader);
                self.add_async(event, (time, false), reader);
            }
            b'n' | b'T' | b'p' => self.add_step(event, time, reader),
            b'I' | b'i' => self.add_instant(event, time, reader),
            b'R' => self.push_instant(event, time, Moment { is_mark: true, ..Moment::default() }),
            b'C' => self.add_counter(event, time, reader),
            b'P' => self.add_sampled(event, time),
            b's' | b't' | b'f' => self.add_flow(event, time),
            b'N' | b'D' if self.add_object(event, time, reader) => {}
            b'N' | b'O' | b'D' => self.skip(Skip::Object, event),
            b'v' | b'V' => self.skip(Skip::MemoryDump, event),
            b'c' | b'(' | b')' | b'=' => self.skip(Skip::Bookkeeping, event),
            _ if self.is_ours() => return self.skip(Skip::Later, event),
            _ => return self.lose_phase(event),
        }
        if !event.flow.bind_id.is_empty() {
            self.add_bound(event, time);
        }
        self.bounds.add(time, end);
    }

    /// The thread that an event stands on.
    #[inline]
    pub(super) fn thread(&mut self, event: &Event<'a>) -> ThreadIndex {
        self.owners.thread(event.pid, event.tid, &mut self.strings)
    }

    #[inline]
    pub(super) fn name(&mut self, event: &Event<'a>) -> Name {
        self.names.name(event.name, &mut self.strings)
    }

    #[inline]
    pub(super) fn group(&mut self, event: &Event<'a>) -> Group {
        self.names.group(event.category, &mut self.strings)
    }

    /// Adds a span whose event tells how long it lasted, and tells its end.
    #[inline]
    fn add_complete(&mut self, event: &Event<'a>, time: i64, reader: &Reader<'a>) -> Option<i64> {
        let end = self.end_of(event, time)?;
        let span = self.span(event, time, end, reader);
        self.spans.complete(span);
        Some(if end == OPEN { time } else { end })
    }

    /// When a complete event ends; `None` if that is out of all reason, which is counted.
    #[inline]
    fn end_of(&self, event: &Event<'a>, time: i64) -> Option<i64> {
        // Without a duration, the recording ended before the span did.
        let Some(duration) = event.duration else { return Some(OPEN) };
        let end = if duration < 0 { None } else { time.checked_add(duration) };
        if end.is_none() {
            let what = "events have a negative or too long duration (`dur`) and are left out";
            self.lose(what, event.offset, || format!("{} µs", duration / 1_000));
        }
        end
    }

    fn add_begin(&mut self, event: &Event<'a>, time: i64, reader: &Reader<'a>) {
        let span = self.span(event, time, OPEN, reader);
        self.spans.begin(span);
    }

    fn add_end(&mut self, event: &Event<'a>, time: i64, reader: &Reader<'a>) {
        let thread = self.thread(event);
        let name = self.name(event);
        let used = match name.role {
            Role::Gc(_) => Some(heap_use(event, reader)),
            _ => None,
        };
        self.spans.end(time, thread, name.text, used);
    }

    #[inline]
    fn span(&mut self, event: &Event<'a>, start: i64, end: i64, reader: &Reader<'a>) -> RawSpan {
        let thread = self.thread(event);
        let name = self.name(event);
        let category = name.category.unwrap_or(self.group(event).category);
        if let Role::Gc(kind) = name.role {
            self.spans.next_is_gc(kind, heap_use(event, reader));
        }
        if name.link.is_some() {
            self.add_link(event, start, name, reader);
        }
        let detail = name
            .detail
            .and_then(|it| details::read(it, &mut args(event, reader)?, &mut self.strings));
        RawSpan { start, end, thread, name: name.text, detail, category }
    }

    fn add_async(&mut self, event: &Event<'a>, (time, is_begin): (i64, bool), reader: &Reader<'a>) {
        let thread = self.thread(event);
        let (name, group) = (self.name(event).text, self.group(event));
        let args = args(event, reader).filter(|_| group.is_user_timing);
        let told = args.and_then(|mut it| Told::read(&mut it, &mut self.strings));
        let id = self.strings.intern(&String::from_utf8_lossy(event.id.text));
        let scope = (!event.scope.is_empty())
            .then(|| self.strings.intern(&String::from_utf8_lossy(event.scope)));
        let process = event.id.is_local.then(|| self.owners.process_of(thread));
        let key = Key { group: group.text, name, id, scope, process };
        self.asyncs.add((time, thread, is_begin), key, group.kind, told);
    }

    /// Adds a moment within an asynchronous span. Older ones (`T`, `p`) name a step of it.
    fn add_step(&mut self, event: &Event<'a>, time: i64, reader: &Reader<'a>) {
        let mut name = None;
        if event.phase != b"n"
            && let Some(mut args) = args(event, reader)
            && let Ok(true) = details::seek(&mut args, &["step"])
            && let Ok(step) = args.text("`step`")
        {
            let whole = self.name(event).text;
            let full = format!("{}: {}", self.strings.get(whole), step.decode());
            name = Some(self.strings.intern(&full));
        }
        self.push_instant(event, time, Moment { name, ..Moment::default() });
    }

    fn add_instant(&mut self, event: &Event<'a>, time: i64, reader: &Reader<'a>) {
        let name = self.name(event);
        if self.add_recorded(event, time, reader) {
            return;
        }
        if name.link.is_some() {
            self.add_link(event, time, name, reader);
        }
        match name.role {
            Role::UpdateCounters => self.add_memory(event, time, reader),
            Role::CpuProfile => self.add_sampled(event, time),
            Role::Request => self.add_request(event, time, reader),
            Role::LayoutShift => self.skip(Skip::LayoutShift, event),
            Role::Screenshot => self.skip(Skip::Screenshot, event),
            Role::TimeStamp => {
                let label = args(event, reader).and_then(|mut it| {
                    details::read(details::TIME_STAMP, &mut it, &mut self.strings)
                });
                let moment = Moment { name: label, is_mark: true, detail: None };
                self.push_instant(event, time, moment);
            }
            Role::Plain | Role::Profile | Role::ProfileChunk | Role::Gc(_) => {
                let detail = self.detail_of_moment(event, reader);
                self.push_instant(event, time, Moment { detail, ..Moment::default() });
            }
        }
    }

    fn push_instant(&mut self, event: &Event<'a>, time: i64, moment: Moment) {
        let thread = self.thread(event);
        let name = moment.name.unwrap_or_else(|| self.name(event).text);
        let group = self.group(event);
        let is_mark = moment.is_mark || group.is_user_timing;
        let (group, detail) = (group.text, moment.detail);
        self.instants.push(RawInstant { time, thread, name, group, is_mark, detail });
    }

    /// Adds what a page says about its memory. Workers stand in the process of their page, and
    /// tell less, so every thread has its own series.
    fn add_memory(&mut self, event: &Event<'a>, time: i64, reader: &Reader<'a>) {
        let thread = self.thread(event);
        let source = Source {
            time,
            process: self.owners.process_of(thread),
            thread: Some(thread),
            name: self.name(event).text,
            id: b"",
            is_bytes: false,
        };
        let read = args(event, reader)
            .map(|mut it| self.counters.read_memory(source, &mut it, &mut self.strings));
        match read {
            Some(Ok(true)) => {}
            Some(Err(error)) => self.lose_counter(event, &error.kind.to_string()),
            _ => self.lose_counter(event, "no values"),
        }
    }

    /// Adds the values of a counter, which belongs to its process.
    fn add_counter(&mut self, event: &Event<'a>, time: i64, reader: &Reader<'a>) {
        let process = self.owners.process(event.pid, &mut self.strings);
        let (name, group) = (self.name(event).text, self.group(event));
        // Our own recorder's memory figures are bytes, without saying so in their names.
        let is_bytes = group.is_ours && self.strings.get(name) == "memory";
        // Workers share their process, but each has a heap and an event loop of its own.
        let thread = group.is_ours.then(|| self.thread(event));
        let id = if group.is_ours { b"" } else { event.id.text };
        let source = Source { time, process, thread, name, id, is_bytes };
        let read = args(event, reader)
            .map(|mut it| self.counters.read(source, &mut it, &mut self.strings));
        match read {
            Some(Ok(0)) => {}
            Some(Ok(n)) => {
                let what = "values of counters are no numbers and are left out";
                let offset = Some(event.offset);
                self.warnings.add_many(Severity::Loss, what, n, offset, String::new);
            }
            Some(Err(error)) => self.lose_counter(event, &error.kind.to_string()),
            None => self.lose_counter(event, "no `args`"),
        }
    }

    /// Adds a CPU profile, a piece of one, or a single stack.
    fn add_sampled(&mut self, event: &Event<'a>, time: i64) {
        let thread = self.thread(event);
        let process = self.owners.process_of(thread);
        match (self.name(event).role, event.args) {
            (Role::Profile, _) => self.profiles.begin(process, thread, event, time),
            (Role::ProfileChunk, Some(_)) => self.profiles.chunk(process, event, time),
            (Role::CpuProfile, Some(args)) => self.profiles.whole(thread, time, args),
            _ => self.skip(Skip::Sample, event),
        }
    }

    fn skip(&mut self, skip: Skip, event: &Event<'a>) {
        self.skipped.add(skip, Some(event.offset));
    }

    /// Counts something that is missing because it is damaged.
    #[cold]
    pub(super) fn lose(&self, what: &'static str, offset: usize, example: impl FnOnce() -> String) {
        self.warnings.add(Severity::Loss, what, Some(offset), example);
    }

    fn lose_counter(&self, event: &Event<'a>, problem: &str) {
        let what = "counter events hold no numbers and are left out";
        self.lose(what, event.offset, || problem.to_owned());
    }

    #[cold]
    fn lose_phase(&self, event: &Event<'a>) {
        if event.phase.is_empty() {
            let what = "events have no phase (`ph`) and are left out";
            self.lose(what, event.offset, String::new);
        } else {
            let what = "events are of an unknown phase (`ph`) and are left out";
            self.lose(what, event.offset, || format!("`{}`", event.phase_name()));
        }
    }
}

/// What the event of a garbage collection tells about the heap.
fn heap_use(event: &Event<'_>, reader: &Reader<'_>) -> HeapUse {
    let number = |name| {
        let mut args = args(event, reader)?;
        details::seek(&mut args, &[name]).ok()?.then_some(())?;
        u64::try_from(args.integer("a size").ok()?).ok()
    };
    HeapUse { before: number("usedHeapSizeBefore"), after: number("usedHeapSizeAfter") }
}
