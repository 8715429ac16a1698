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
    /// Reads all of `bytes`, or a line of them.
    reader: Reader<'a>,
    /// Where the reader's text ends.
    end: usize,
    n_events: u64,
    /// How many bytes were reported as read.
    reported: usize,
    task: &'a Task,
    warnings: &'a Warnings,
}

type Result<T> = std::result::Result<T, ParseError>;

/// Why the next event cannot be found.
struct Damage {
    /// What is wrong there.
    error: ParseError,
    /// Why its end cannot be told.
    end: ParseError,
    /// Where the search for another event begins: inside the damaged one, or before what stands
    /// in place of a comma.
    resume: usize,
    /// Whether an event is damaged, and not just the comma before it missing.
    is_event: bool,
}

impl<'a> List<'a> {
    pub(super) fn new(bytes: &'a [u8], task: &'a Task, warnings: &'a Warnings) -> Self {
        let reader = Reader::new(bytes);
        Self { bytes, reader, end: bytes.len(), n_events: 0, reported: 0, task, warnings }
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
                    let resume = usize::try_from(error.offset).unwrap_or(start).saturating_sub(1);
                    let end = error.clone();
                    let damage = Damage { error, end, resume, is_event: false };
                    return self.go_on_after(damage, collector);
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
            match end_of_odd_event(&self.bytes[..self.end], start) {
                Some(after) if !end.is_unexpected_end() => self.reader.rewind(after),
                _ => return Ok(Err(Damage { error, end, resume: start, is_event: true })),
            }
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
        let Some(next) = memchr::memmem::find(&self.bytes[damage.resume..], b"\n{") else {
            if damage.end.is_unexpected_end() {
                return Ok(ListEnd::Cut(damage.end));
            }
            let what = "place in the list of events is damaged; what follows could not be read";
            self.lose(&damage.error, what);
            return Ok(ListEnd::Lost);
        };
        let after = damage.resume + next + 1;
        if damage.is_event || next > 0 {
            let lost = &self.bytes[damage.resume..after];
            self.lose_lines(memchr::memchr_iter(b'\n', lost).count(), &damage.error);
        } else {
            let what = "commas between events were missing";
            let at = usize::try_from(damage.error.offset).ok();
            self.warnings.add(Severity::Repair, what, at, String::new);
        }
        self.read_lines(after, collector)
    }

    /// Reads the lines from `at` on, each an event or a few.
    fn read_lines(&mut self, mut at: usize, collector: &mut Collector<'a>) -> Result<ListEnd> {
        let bytes = self.bytes;
        while at < bytes.len() {
            let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |it| at + it);
            if let Some(closed) = self.read_line(at, end, collector)? {
                self.limit_to(bytes.len(), closed);
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
        self.limit_to(end, at);
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
                        self.lose_lines(1, &damage.error);
                        return Ok(None);
                    }
                    is_event_next = false;
                }
                Some(_) => {
                    let error = self.reader.unexpected("a comma or the end of the line");
                    self.lose_lines(1, &error);
                    return Ok(None);
                }
            }
        }
    }

    /// Goes on at `at`, as if the file ended at `end`.
    fn limit_to(&mut self, end: usize, at: usize) {
        self.reader = Reader::new(&self.bytes[..end]);
        self.reader.rewind(at);
        self.end = end;
    }

    fn lose(&self, error: &ParseError, what: &'static str) {
        let offset = usize::try_from(error.offset).ok();
        self.warnings.add(Severity::Loss, what, offset, || error.kind.to_string());
    }

    /// Counts lines that hold no whole event.
    fn lose_lines(&self, n: usize, error: &ParseError) {
        let what = "lines are damaged beyond reading and are left out, with the events in them";
        let offset = usize::try_from(error.offset).unwrap_or(usize::MAX);
        self.warnings.add_many(Severity::Loss, what, n as u64, Some(offset), || {
            let before = &self.bytes[..offset.min(self.bytes.len())];
            let line = memchr::memchr_iter(b'\n', before).count() + 1;
            format!("line {line}: {}", error.kind)
        });
    }
}

/// Where the event ends that begins at `start` and holds something that is no JSON, such as the
/// `NaN` that Python writes; `None` if its brackets and quotes do not tell. The search ends at a
/// line that begins with a brace: that is another event.
fn end_of_odd_event(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0_u32;
    let mut at = start;
    let is_closed = loop {
        let byte = *bytes.get(at)?;
        match byte {
            b'"' => at = end_of_text(bytes, at)?,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.checked_sub(1)?,
            b'\n' if bytes.get(at + 1) == Some(&b'{') => return None,
            _ if depth == 0 => return None,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break byte == b'}';
        }
    };
    let next = bytes[at..].iter().find(|it| !it.is_ascii_whitespace());
    (is_closed && matches!(next, None | Some(b',' | b']'))).then_some(at)
}

/// Where the closing quote of the text stands that begins at `start`.
fn end_of_text(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += memchr::memchr3(b'"', b'\\', b'\n', bytes.get(at..)?)?;
        match bytes[at] {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => return None,
        }
    }
}
