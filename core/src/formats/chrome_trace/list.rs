//! The list of events, whole, cut or damaged.

use super::collect::Collector;
use super::event::Event;
use crate::error::{ParseError, ParseErrorKind};
use crate::formats::json::Reader;
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
    reader: Reader<'a>,
    n_events: u64,
    /// How many bytes were reported as read.
    reported: usize,
    task: &'a Task,
    warnings: &'a Warnings,
}

type Result<T> = std::result::Result<T, ParseError>;

/// Why an event cannot even be skipped.
struct Damage {
    /// Where the event begins.
    start: usize,
    /// What is wrong with it.
    error: ParseError,
    /// Why its end cannot be told.
    end: ParseError,
}

impl<'a> List<'a> {
    pub(super) fn new(bytes: &'a [u8], task: &'a Task, warnings: &'a Warnings) -> Self {
        let reader = Reader::new(bytes);
        Self { bytes, reader, n_events: 0, reported: 0, task, warnings }
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
        let mut elements = self.reader.array("`traceEvents`")?;
        loop {
            match elements.next(&mut self.reader) {
                Ok(true) => {}
                Ok(false) => return Ok(ListEnd::Closed),
                Err(error) if error.is_unexpected_end() => return Ok(ListEnd::Unclosed(error)),
                Err(error) => {
                    let start = usize::try_from(error.offset).unwrap_or(start);
                    let end = error.clone();
                    return self.go_on_after(Damage { start, error, end }, collector);
                }
            }
            if let Err(damage) = self.read_event(collector)? {
                return self.go_on_after(damage, collector);
            }
            if self.reader.offset() - self.reported >= STEP {
                self.advance_to(self.reader.offset())?;
            }
        }
    }

    /// Reads the event that is next. A damaged one is counted and skipped, if its end can be told.
    fn read_event(
        &mut self,
        collector: &mut Collector<'a>,
    ) -> Result<std::result::Result<(), Damage>> {
        self.n_events += 1;
        if self.n_events > MAX_EVENTS {
            let error = ParseErrorKind::TooMany { what: "events", limit: MAX_EVENTS };
            return Err(error.at(self.reader.offset()));
        }
        let start = self.reader.offset();
        let error = match Event::read(&mut self.reader) {
            Ok(event) => {
                collector.add(&event, &self.reader);
                return Ok(Ok(()));
            }
            Err(error) => error,
        };
        self.reader.rewind(start);
        if let Err(end) = self.reader.skip() {
            return Ok(Err(Damage { start, error, end }));
        }
        self.lose(&error, "events were damaged and are left out");
        Ok(Ok(()))
    }

    /// Looks for whole events behind a damaged one.
    ///
    /// Most writers put each event on a line of its own. So where one cannot even be skipped, the
    /// next line that begins with a brace is taken for the next event, and from there on every
    /// line is read by itself: a broken one costs no more than itself, and the work stays linear.
    fn go_on_after(&mut self, damage: Damage, collector: &mut Collector<'a>) -> Result<ListEnd> {
        let from = damage.start.saturating_sub(1);
        let Some(next) = memchr::memmem::find(&self.bytes[from..], b"\n{") else {
            if damage.end.is_unexpected_end() {
                return Ok(ListEnd::Cut(damage.end));
            }
            self.lose_line(&damage.error);
            let what = "lists of events could not be read to their end behind a damaged event";
            self.lose(&damage.end, what);
            return Ok(ListEnd::Lost);
        };
        if from + next >= damage.start {
            self.lose_line(&damage.error);
        } else {
            let what = "commas between events were missing";
            let at = usize::try_from(damage.error.offset).ok();
            self.warnings.add(Severity::Repair, what, at, String::new);
        }
        self.read_lines(from + next + 1, collector)
    }

    /// Reads the lines from `at` on, each an event or a few.
    fn read_lines(&mut self, mut at: usize, collector: &mut Collector<'a>) -> Result<ListEnd> {
        let bytes = self.bytes;
        while at < bytes.len() {
            let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |it| at + it);
            if let Some(closed) = self.read_line(at, end, collector)? {
                self.reader = Reader::new(bytes);
                self.reader.rewind(closed);
                return Ok(ListEnd::Closed);
            }
            at = end + 1;
            if at - self.reported >= STEP {
                self.advance_to(at.min(bytes.len()))?;
            }
        }
        let end = ParseErrorKind::UnexpectedEnd { expected: "`]`".to_owned() };
        Ok(ListEnd::Unclosed(end.at(bytes.len())))
    }

    /// Reads the events of the line from `at` to `end`. If the list is closed there, tells where
    /// what follows begins.
    fn read_line(
        &mut self,
        at: usize,
        end: usize,
        collector: &mut Collector<'a>,
    ) -> Result<Option<usize>> {
        self.reader = Reader::new(&self.bytes[..end]);
        self.reader.rewind(at);
        let mut is_event_next = true;
        loop {
            match self.reader.peek() {
                None => return Ok(None),
                Some(b']') => return Ok(Some(self.reader.offset() + 1)),
                Some(b',') if !is_event_next => {
                    self.reader.rewind(self.reader.offset() + 1);
                    is_event_next = true;
                }
                Some(_) if is_event_next => {
                    if let Err(damage) = self.read_event(collector)? {
                        self.lose_line(&damage.error);
                        return Ok(None);
                    }
                    is_event_next = false;
                }
                Some(_) => {
                    let error = self.reader.unexpected("a comma or the end of the line");
                    self.lose_line(&error);
                    return Ok(None);
                }
            }
        }
    }

    fn lose(&self, error: &ParseError, what: &'static str) {
        let offset = usize::try_from(error.offset).ok();
        self.warnings.add(Severity::Loss, what, offset, || error.kind.to_string());
    }

    /// Counts a line that holds no whole event.
    fn lose_line(&self, error: &ParseError) {
        let what = "lines hold an event that is damaged beyond reading and are left out";
        let offset = usize::try_from(error.offset).unwrap_or(usize::MAX);
        self.warnings.add(Severity::Loss, what, Some(offset), || {
            let before = &self.bytes[..offset.min(self.bytes.len())];
            let line = memchr::memchr_iter(b'\n', before).count() + 1;
            format!("line {line}: {}", error.kind)
        });
    }
}
