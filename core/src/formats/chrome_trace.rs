//! Chrome traces: what Chrome's Performance panel, `chrome://tracing`, Node.js and many others
//! write.
//!
//! ```text
//! [{"ph":"X","name":"RunTask","cat":"toplevel","pid":1,"tid":2,"ts":5000,"dur":30,"args":{…}},
//!  {"ph":"B",…},{"ph":"E",…},…                           or {"traceEvents":[…],"metadata":{…}}
//! ```
//!
//! Events come in any order and are sorted afterwards; times are microseconds, perhaps with a
//! fraction. The pass over the file looks into `args` only where it must, and sorts every event
//! into one of a few heaps, which become the tables of the recording:
//!
//! ```text
//!             ┌─ metadata ─▶ threads ───────┐
//!             ├─ X B E ────▶ spans ─▶ nesting ─▶ spans, garbage collections
//! list ─▶ sort┼─ b n e S F ▶ asyncs ────────┼─▶ Recording
//!             ├─ s t f ────▶ flows ─────────┤
//!             ├─ I i R n ──▶ instants ──────┤
//!             ├─ C ────────▶ counters ──────┤
//!             ├─ I Resource… ▶ requests ────┤
//!             ├─ P ────────▶ profiles ──────┘
//!             └─ the rest ─▶ skipped, counted
//! ```
//!
//! Our own recordings are traces, too; what only they hold is read by `recorded`.
//!
//! A damaged event costs that event, and the rest is read. A list that was never closed, or cut
//! in the middle of an event, is read up to there.

mod asyncs;
mod categories;
mod chunks;
mod collect;
mod counters;
mod details;
mod event;
mod finish;
mod flows;
mod incoming;
mod list;
mod metadata;
mod names;
mod nesting;
mod owners;
mod profiles;
mod recorded;
mod requests;
mod roles;
mod skipped;
mod spans;
mod times;

use crate::error::{ParseError, ParseErrorKind};
use crate::formats::Format;
use crate::formats::json::Reader;
use crate::formats::outline::Outline;
use crate::model::Recording;
use crate::task::Task;
use crate::warning::{Severity, Warnings};

use collect::Collector;
use list::{List, ListEnd};

/// Traces of Chrome, in both forms.
pub const FORMAT: Format =
    Format { name: "Chrome trace", extensions: &["json", "trace"], recognizes, parse };

fn recognizes(outline: &Outline) -> bool {
    if outline.is_array() { outline.has("[].ph") } else { outline.has("traceEvents") }
}

type Result<T> = std::result::Result<T, ParseError>;

fn parse(bytes: &[u8], task: &Task, warnings: &Warnings) -> Result<Recording> {
    let mut file = TraceReader {
        bytes,
        list: List::new(bytes, task, warnings),
        collector: Collector::new(warnings),
        has_events: false,
        warnings,
    };
    file.read()?;
    file.list.advance_to(bytes.len())?;
    file.collector.finish(bytes, task)
}

/// Reads one file.
struct TraceReader<'a> {
    bytes: &'a [u8],
    list: List<'a>,
    collector: Collector<'a>,
    has_events: bool,
    warnings: &'a Warnings,
}

impl TraceReader<'_> {
    fn read(&mut self) -> Result<()> {
        let mut reader = Reader::new(self.bytes);
        match reader.peek() {
            Some(b'[') => self.read_array(&mut reader),
            Some(b'{') => {
                let start = reader.offset();
                match self.read_object(&mut reader) {
                    Err(error) => self.survive(error),
                    Ok(()) if self.has_events => Ok(()),
                    Ok(()) => Err(ParseErrorKind::Missing { what: "`traceEvents`" }.at(start)),
                }
            }
            _ => Err(reader.unexpected("a list of events or an object that holds one")),
        }
    }

    /// Reads a file that is nothing but a list. Its end may be missing: many writers never close
    /// the list, so that they can be killed at any time.
    fn read_array(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        match self.read_events(reader)? {
            ListEnd::Closed => self.report_rest(reader),
            ListEnd::Unclosed(_) => {
                let what = "list of events was never closed, as the format allows";
                let at = Some(self.bytes.len());
                self.warnings.add(Severity::Repair, what, at, String::new);
            }
            ListEnd::Cut(error) if self.collector.is_ours() => self.report_torn(&error),
            ListEnd::Cut(error) => self.survive(error)?,
            ListEnd::Lost => {}
        }
        Ok(())
    }

    /// The last line of a recording of ours may be cut: a kill leaves it so. But within a character
    /// no writer stops: that was a full disk, or a copy that is not whole.
    fn report_torn(&self, error: &ParseError) {
        let what = "last line was cut when the recorder was killed (truncated), and is left out";
        let offset = usize::try_from(error.offset).ok();
        let line = memchr::memrchr(b'\n', self.bytes).map_or(self.bytes, |it| &self.bytes[it..]);
        let is_text = std::str::from_utf8(line).is_ok();
        let severity = if is_text { Severity::Repair } else { Severity::Loss };
        self.warnings.add(severity, what, offset, String::new);
    }

    fn read_object(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        let mut members = reader.object("a trace")?;
        while let Some(key) = members.next(reader)? {
            match key.raw {
                b"traceEvents" if self.has_events => {
                    let what = "lists of events stand behind the first and were left out";
                    self.warnings.add(Severity::Loss, what, Some(key.offset), String::new);
                    reader.skip()?;
                }
                b"traceEvents" => match self.read_events(reader)? {
                    ListEnd::Closed => {}
                    ListEnd::Unclosed(error) | ListEnd::Cut(error) => return Err(error),
                    ListEnd::Lost => return Ok(()),
                },
                b"metadata" => self.collector.read_metadata(reader)?,
                b"samples" | b"systemTraceEvents" => self.skip_part(key.raw, reader)?,
                _ => reader.skip()?,
            }
            self.list.advance_to(reader.offset())?;
        }
        self.report_rest(reader);
        Ok(())
    }

    /// Skips what a recorder beside the trace events wrote, and counts it unless it is empty.
    fn skip_part(&self, key: &[u8], reader: &mut Reader<'_>) -> Result<()> {
        reader.peek();
        let start = reader.offset();
        reader.skip()?;
        if !matches!(reader.since(start), b"[]" | b"{}" | b"\"\"" | b"null") {
            let what = "parts of the trace from other recorders (`samples`, `systemTraceEvents`)";
            let name = || String::from_utf8_lossy(key);
            self.warnings.add(Severity::Skipped, what, Some(start), name);
        }
        Ok(())
    }

    fn read_events(&mut self, reader: &mut Reader<'_>) -> Result<ListEnd> {
        reader.peek();
        let start = reader.offset();
        // The list keeps a reader of its own, whose texts live as long as the file.
        let end = self.list.read(start, &mut self.collector)?;
        self.has_events = true;
        reader.rewind(self.list.offset());
        Ok(end)
    }

    /// Goes on with the events that were read before `error`, or gives the error back.
    fn survive(&self, error: ParseError) -> Result<()> {
        if !self.has_events || error.is_cancelled() {
            return Err(error);
        }
        let what = if error.is_unexpected_end() {
            "place where the file was cut (truncated); every whole event before it was read"
        } else {
            "place behind the events is damaged; what follows was not read"
        };
        let offset = usize::try_from(error.offset).ok();
        self.warnings.add(Severity::Loss, what, offset, || error.kind.to_string());
        Ok(())
    }

    fn report_rest(&self, reader: &mut Reader<'_>) {
        if !reader.is_at_end() {
            let what = "texts stand after the end of the trace and were not read";
            let found = reader.unexpected("the end of the file").kind.to_string();
            self.warnings.add(Severity::Loss, what, Some(reader.offset()), || found);
        }
    }
}
