//! Logs of the DevTools protocol: what Lighthouse keeps as `devtoolslog.json`, and what chrome-har
//! takes in.
//!
//! ```text
//! [{"method":"Network.requestWillBeSent","params":{"requestId":"7","timestamp":1300.07,…}},
//!  {"method":"Network.responseReceived","params":{…}},…]
//! ```
//!
//! Times are seconds on the browser's own clock; `wallTime` ties them to the time of day. Only
//! events of the network are read. A damaged event costs that event.

mod event;

use crate::error::ParseError;
use crate::formats::Format;
use crate::formats::json::Reader;
use crate::formats::outline::Outline;
use crate::formats::recovery::end_of_odd_object;
use crate::formats::requests::links::table;
use crate::formats::requests::steps::RequestLog;
use crate::index::Column;
use crate::model::{Recording, WallClock};
use crate::strings::StringTable;
use crate::task::Task;
use crate::units::Nanos;
use crate::warning::{Severity, Warnings};

use event::{Event, Noted};

/// Logs of the DevTools protocol.
pub const FORMAT: Format =
    Format { name: "DevTools protocol log", extensions: &["json"], recognizes, parse };

fn recognizes(outline: &Outline) -> bool {
    outline.is_array() && outline.has("[].method") && outline.has("[].params")
}

type Result<T> = std::result::Result<T, ParseError>;

/// Progress is reported every time about as many bytes were read.
const STEP: usize = 1 << 18;

fn parse(bytes: &[u8], task: &Task, warnings: &Warnings) -> Result<Recording> {
    let mut file = Log::new(bytes, task, warnings);
    if let Err(error) = file.read() {
        if error.is_cancelled() || file.n_events == 0 {
            return Err(error);
        }
        let what = if error.is_unexpected_end() {
            "place where the file was cut (truncated); every whole event before it was read"
        } else {
            "place in the file is damaged; what follows was not read"
        };
        let offset = usize::try_from(error.offset).ok();
        warnings.add(Severity::Loss, what, offset, || error.kind.to_string());
    }
    file.finish()
}

/// What was read so far.
struct Log<'a> {
    bytes: &'a [u8],
    steps: RequestLog<'a>,
    /// The first and the last moment of any event.
    bounds: Option<(i64, i64)>,
    /// What to add to the browser's clock for nanoseconds since 1970.
    to_unix: Option<i64>,
    n_events: u64,
    n_other: u64,
    reported: usize,
    task: &'a Task,
    warnings: &'a Warnings,
}

impl<'a> Log<'a> {
    fn new(bytes: &'a [u8], task: &'a Task, warnings: &'a Warnings) -> Self {
        Self {
            bytes,
            steps: RequestLog::default(),
            bounds: None,
            to_unix: None,
            n_events: 0,
            n_other: 0,
            reported: 0,
            task,
            warnings,
        }
    }

    fn read(&mut self) -> Result<()> {
        let mut reader = Reader::new(self.bytes).watched(self.task);
        let mut events = reader.array("the file")?;
        while events.next(&mut reader)? {
            let start = reader.offset();
            match Event::read(&mut reader, self.warnings) {
                Ok(event) => self.add(event),
                Err(error) if error.is_cancelled() => return Err(error),
                Err(error) => self.pass(&mut reader, start, error)?,
            }
            self.n_events += 1;
            if reader.offset() - self.reported >= STEP {
                self.task.advance((reader.offset() - self.reported) as u64)?;
                self.reported = reader.offset();
            }
        }
        if !reader.is_at_end() {
            let what = "texts stand after the end of the log (trailing) and were not read";
            let found = reader.unexpected("the end of the file").kind.to_string();
            self.warnings.add(Severity::Loss, what, Some(reader.offset()), || found);
        }
        Ok(())
    }

    /// Passes the damaged event that begins at `start`; an error if its end cannot be found.
    #[cold]
    fn pass(&self, reader: &mut Reader<'a>, start: usize, error: ParseError) -> Result<()> {
        reader.rewind(start);
        if reader.skip().is_err() {
            let Some(end) = end_of_odd_object(self.bytes, start) else { return Err(error) };
            reader.rewind(end);
        }
        let what = "events are damaged and are left out";
        let offset = usize::try_from(error.offset).ok();
        self.warnings.add(Severity::Loss, what, offset, || error.kind.to_string());
        Ok(())
    }

    fn add(&mut self, event: Event<'a>) {
        let Event { id, time, wall_time, steps } = event;
        let Some(time) = time.or(self.bounds.map(|it| it.1)) else {
            self.n_other += 1;
            return;
        };
        if let Some(wall) = wall_time {
            self.to_unix = self.to_unix.or(wall.checked_sub(time));
        }
        if steps.is_empty() {
            self.n_other += 1;
            return;
        }
        let (first, last) = self.bounds.unwrap_or((time, time));
        self.bounds = Some((first.min(time), last.max(time)));
        for Noted { place, step } in steps {
            self.steps.add(id, time, place, step);
        }
    }

    fn finish(self) -> Result<Recording> {
        let what = "events of the log that tell nothing of requests";
        self.warnings.add_many(Severity::Skipped, what, self.n_other, None, String::new);
        let mut strings = StringTable::default();
        let (raw, n_lost) = self.steps.finish(&mut strings, self.task)?;
        let what = "requests of which the recording holds no beginning";
        self.warnings.add_many(Severity::Skipped, what, n_lost, None, String::new);
        let (origin, last) = self.bounds.unwrap_or((0, 0));
        let since_origin = |it: i64| Nanos(u64::try_from(it.saturating_sub(origin)).unwrap_or(0));
        let requests = table(raw, Column::default(), since_origin, &strings);
        Ok(Recording {
            clock: WallClock {
                origin_ns: origin,
                unix_ns: self.to_unix.and_then(|it| origin.checked_add(it)),
            },
            duration: since_origin(last),
            strings,
            requests,
            ..Recording::default()
        })
    }
}
