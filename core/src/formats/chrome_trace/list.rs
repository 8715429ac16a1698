//! The list of events, whole, cut or damaged.

use super::collect::Collector;
use super::event::Event;
use crate::error::{ParseError, ParseErrorKind};
use crate::formats::json::Reader;
use crate::formats::recovery::{ObjectSearch, end_of_odd_object};
use crate::index::RowIndex as _;
use crate::model::SpanIndex;
use crate::task::Task;
use crate::warning::{Severity, Warnings};

/// How the list ends.
#[derive(Clone, Debug)]
pub(super) enum ListEnd {
    /// With `]`.
    Closed,
    /// Where the file ends, between two events.
    Unclosed(ParseError),
    /// Where the file ends, inside an event.
    Cut(ParseError),
    /// At a damaged place behind which nothing could be found again.
    Lost,
}

/// Progress is reported every time as many bytes were read: less than a millisecond of work.
const STEP: usize = 1 << 16;

/// Each event becomes at most eight rows of any table.
const MAX_EVENTS: u64 = SpanIndex::MAX_ROWS as u64 / 8;

/// Reads the list of events, one by one.
pub(super) struct List<'a> {
    bytes: &'a [u8],
    /// Reads all of `bytes`, or a line of them.
    reader: Reader<'a>,
    /// Where the reader's text ends.
    end: usize,
    search: ObjectSearch<'a>,
    n_events: u64,
    /// How many bytes were reported as read.
    reported: usize,
    task: &'a Task,
    warnings: &'a Warnings,
}

type Result<T> = std::result::Result<T, ParseError>;

/// Why the reading of events stopped.
enum Stop {
    /// At `]`, which was read.
    Closed,
    /// At the end of the reader's text.
    End,
    /// At a damaged place.
    Damaged(Damage),
}

/// Where reading goes on.
enum Step {
    /// At an event, or at the end of the list.
    AtEvent,
    /// Behind an event, where a comma is due.
    BehindEvent,
    /// Nowhere.
    Stuck(Damage),
}

/// Something that is no event.
struct Damage {
    /// Where it begins.
    start: usize,
    /// What is wrong there.
    error: ParseError,
    /// Whether the text ends inside an event.
    is_cut: bool,
}

impl<'a> List<'a> {
    pub(super) fn new(bytes: &'a [u8], task: &'a Task, warnings: &'a Warnings) -> Self {
        Self {
            bytes,
            reader: Reader::new(bytes).watched(task),
            end: bytes.len(),
            search: ObjectSearch::new(bytes, is_event),
            n_events: 0,
            reported: 0,
            task,
            warnings,
        }
    }

    /// Where the list was left, in bytes.
    pub(super) fn offset(&self) -> usize {
        self.reader.offset()
    }

    /// Says that everything before `offset` was read.
    pub(super) fn advance_to(&mut self, offset: usize) -> Result<()> {
        self.task.advance(offset.saturating_sub(self.reported) as u64)?;
        self.reported = self.reported.max(offset);
        Ok(())
    }

    /// Reads the list that begins at `start`.
    ///
    /// An error means that it is no list, that it is too long, or a cancel.
    pub(super) fn read(&mut self, start: usize, collector: &mut Collector<'a>) -> Result<ListEnd> {
        self.reader.rewind(start);
        self.reader.array("`traceEvents`")?;
        match self.read_events(collector)? {
            Stop::Closed => Ok(ListEnd::Closed),
            Stop::End => Ok(ListEnd::Unclosed(self.reader.unexpected("a comma or `]`"))),
            Stop::Damaged(damage) => self.go_on_after(&damage, collector),
        }
    }

    /// Reads events up to the end of the list or of the reader's text, or to damage that cannot be
    /// passed.
    fn read_events(&mut self, collector: &mut Collector<'a>) -> Result<Stop> {
        let mut needs_comma = false;
        loop {
            let step = match self.reader.peek() {
                None => return Ok(Stop::End),
                Some(b']') => {
                    self.reader.rewind(self.reader.offset() + 1);
                    return Ok(Stop::Closed);
                }
                Some(b',') if needs_comma => {
                    self.reader.rewind(self.reader.offset() + 1);
                    Step::AtEvent
                }
                Some(b'{') if needs_comma => {
                    let what = "commas between events were missing";
                    let offset = Some(self.reader.offset());
                    self.warnings.add(Severity::Repair, what, offset, String::new);
                    Step::AtEvent
                }
                Some(_) if needs_comma => {
                    let start = self.reader.offset();
                    let error = self.reader.unexpected("a comma or `]`");
                    self.pass(Damage { start, error, is_cut: false }, None)
                }
                Some(_) => self.read_event(collector)?,
            };
            needs_comma = match step {
                Step::AtEvent => false,
                Step::BehindEvent => true,
                Step::Stuck(damage) => return Ok(Stop::Damaged(damage)),
            };
            if self.reader.offset().saturating_sub(self.reported) >= STEP {
                self.advance_to(self.reader.offset())?;
            }
        }
    }

    /// Reads the event that is next. A damaged one is counted and passed, if possible.
    #[inline]
    fn read_event(&mut self, collector: &mut Collector<'a>) -> Result<Step> {
        self.n_events += 1;
        if self.n_events > MAX_EVENTS {
            let error = ParseErrorKind::TooMany { what: "events", limit: MAX_EVENTS };
            return Err(error.at(self.reader.offset()));
        }
        let start = self.reader.offset();
        match Event::read(&mut self.reader) {
            Ok(event) => {
                self.search.learn(start);
                collector.add(&event, &self.reader);
                Ok(Step::BehindEvent)
            }
            Err(error) => Ok(self.pass_event(start, error)),
        }
    }

    /// Passes the damaged event that begins at `start`.
    #[cold]
    fn pass_event(&mut self, start: usize, error: ParseError) -> Step {
        self.reader.rewind(start);
        let (end, is_cut) = match self.reader.skip() {
            Ok(()) => (Some(self.reader.offset()), false),
            Err(end) if end.is_unexpected_end() => (None, true),
            Err(_) => (end_of_odd_object(&self.bytes[..self.end], start), false),
        };
        self.pass(Damage { start, error, is_cut }, end)
    }

    /// Goes on at the next event that can be recognised, or else where the damaged one ends.
    fn pass(&mut self, damage: Damage, end: Option<usize>) -> Step {
        let Damage { start, error, .. } = &damage;
        if let Some(next) = self.search.next(start + 1, end.unwrap_or(self.end)) {
            self.lose_place(error);
            self.reader.rewind(next);
            return Step::AtEvent;
        }
        match end {
            Some(end) => {
                self.lose(error, "events were damaged and are left out");
                self.reader.rewind(end);
                Step::BehindEvent
            }
            None => Step::Stuck(damage),
        }
    }

    /// Looks for whole events behind damage, where none could be recognised by its beginning.
    ///
    /// Most writers put each event on a line of its own. So the next line that begins with a brace
    /// is taken for the next event, and from there on every line is read by itself: a broken one
    /// costs no more than itself, and the work stays linear.
    fn go_on_after(&mut self, damage: &Damage, collector: &mut Collector<'a>) -> Result<ListEnd> {
        if let Some(next) = memchr::memmem::find(&self.bytes[damage.start..], b"\n{") {
            self.lose_place(&damage.error);
            return self.read_lines(damage.start + next + 1, collector);
        }
        if damage.is_cut {
            let expected = "the rest of an event".to_owned();
            let end = ParseErrorKind::UnexpectedEnd { expected };
            return Ok(ListEnd::Cut(end.at(self.bytes.len())));
        }
        let what = "place in the list of events is damaged; what follows could not be read";
        self.lose(&damage.error, what);
        Ok(ListEnd::Lost)
    }

    /// Reads the lines from `at` on, each an event or a few.
    fn read_lines(&mut self, mut at: usize, collector: &mut Collector<'a>) -> Result<ListEnd> {
        let bytes = self.bytes;
        while at < bytes.len() {
            self.end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |it| at + it);
            self.reader = Reader::new(&bytes[..self.end]);
            self.reader.rewind(at);
            match self.read_events(collector)? {
                Stop::End => {}
                Stop::Damaged(damage) => self.lose_place(&damage.error),
                Stop::Closed => {
                    let closed = self.reader.offset();
                    self.reader = Reader::new(bytes);
                    self.reader.rewind(closed);
                    return Ok(ListEnd::Closed);
                }
            }
            at = self.end + 1;
        }
        let end = ParseErrorKind::UnexpectedEnd { expected: "`]`".to_owned() };
        Ok(ListEnd::Unclosed(end.at(bytes.len())))
    }

    fn lose(&self, error: &ParseError, what: &'static str) {
        let offset = usize::try_from(error.offset).ok();
        self.warnings.add(Severity::Loss, what, offset, || error.kind.to_string());
    }

    /// Counts a place where no event can be read, with the line it stands in.
    fn lose_place(&self, error: &ParseError) {
        let what = "places in the list of events are damaged; the events there are left out";
        let offset = usize::try_from(error.offset).unwrap_or(usize::MAX);
        self.warnings.add(Severity::Loss, what, Some(offset), || {
            let before = &self.bytes[..offset.min(self.bytes.len())];
            let line = memchr::memchr_iter(b'\n', before).count() + 1;
            format!("line {line}: {}", error.kind)
        });
    }
}

/// Reads an event, and says whether it was one. Objects inside of events have no phase.
fn is_event(reader: &mut Reader<'_>) -> bool {
    Event::read(reader).is_ok_and(|it| it.time.is_some() && !it.phase.is_empty())
}
