//! Names of processes and threads, and the time of day.

use super::collect::Collector;
use super::details::seek;
use super::event::{Event, Label};
use super::skipped::Skip;
use super::times::Times;
use crate::error::{ParseError, ParseErrorKind};
use crate::formats::date::unix_of_iso;
use crate::formats::json::Reader;
use crate::strings::StringIndex;

/// The newest version of our own recordings that is understood.
const READER_VERSION: i64 = 1;

/// What the file tells about the time of day, in nanoseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeOfDay {
    /// Of the recording's origin.
    AtOrigin(i64),
    /// Of a moment on the recorder's clock.
    At { time: i64, unix_ns: i64 },
}

impl TimeOfDay {
    /// The time of day at the recording's origin.
    pub(super) fn at_origin(self, times: &Times) -> Option<i64> {
        match self {
            Self::AtOrigin(unix_ns) => Some(unix_ns),
            Self::At { time, unix_ns } => unix_ns.checked_sub(time.checked_sub(times.origin)?),
        }
    }
}

/// Our own recorder calls threads and processes what DevTools knows them by; this is what they are.
fn own_name(name: &str, event: &Event<'_>) -> Option<String> {
    match name {
        "CrRendererMain" => Some("Main thread".to_owned()),
        "DedicatedWorker thread" => {
            // Numbers of workers count from the thousandfold of their process's.
            let (Label::Number(pid), Label::Number(tid)) = (event.pid, event.tid) else {
                return None;
            };
            Some(format!("Worker {}", tid.checked_sub(pid.checked_mul(1000)?)?))
        }
        "Renderer" => Some("Node.js".to_owned()),
        _ => None,
    }
}

impl<'a> Collector<'a> {
    /// Takes in a metadata event.
    pub(super) fn add_metadata(&mut self, event: &Event<'a>, reader: &Reader<'a>) {
        match event.name.map_or(&b""[..], |it| it.raw) {
            b"thread_name" => {
                let thread = self.thread(event);
                if let Some(name) = self.name_in_args(event, reader) {
                    self.owners.name_thread(thread, name);
                }
            }
            b"process_name" => {
                let process = self.owners.process(event.pid, &mut self.strings);
                if let Some(name) = self.name_in_args(event, reader) {
                    self.owners.name_process(process, name);
                }
            }
            b"asyncscope_recording" => self.read_header(event, reader),
            b"asyncscope_end" => {
                let at = (event.time, self.thread(event), event.offset);
                self.recorded.headers.end(at, args(event, reader), &mut self.strings);
                if let Some(time) = event.time {
                    self.bounds.add(time, time);
                }
            }
            _ => self.skipped.add(Skip::Metadata, Some(event.offset)),
        }
    }

    /// The text `name` in an event's `args`; what is there instead is counted.
    fn name_in_args(&mut self, event: &Event<'a>, reader: &Reader<'a>) -> Option<StringIndex> {
        let mut reader = args(event, reader).unwrap_or_else(|| reader.clone());
        let name = match event.args {
            Some(_) => seek(&mut reader, &["name"]).and_then(|found| {
                if found {
                    reader.text("the name of a thread or process").map(Some)
                } else {
                    Ok(None)
                }
            }),
            None => Ok(None),
        };
        match name {
            Ok(Some(name)) => {
                let name = name.decode();
                let own = self.is_ours().then(|| own_name(&name, event)).flatten();
                Some(self.strings.intern(own.as_deref().unwrap_or(&name)))
            }
            Ok(None) => {
                let what = "names of threads or processes are missing";
                self.lose(what, event.offset, || "no `name` in `args`".to_owned());
                None
            }
            Err(error) => {
                let offset = usize::try_from(error.offset).unwrap_or(event.offset);
                let what = "names of threads or processes are damaged";
                self.lose(what, offset, || error.kind.to_string());
                None
            }
        }
    }

    /// Reads the first event of our own recordings: who may read it, and the time of day.
    fn read_header(&mut self, event: &Event<'a>, reader: &Reader<'a>) {
        let at = (event.time, self.thread(event), event.offset);
        self.recorded.headers.begin(at, self::args(event, reader), &mut self.strings);
        if let Some(time) = event.time {
            self.bounds.add(time, time);
        }
        let Some(args) = args(event, reader) else { return };
        let member = |name: &str| {
            let mut args = args.clone();
            matches!(seek(&mut args, &[name]), Ok(true)).then_some(args)
        };
        let is_number = |mut it: Reader<'_>| it.integer("`version` of the recording").map(|_| ());
        let refusals = [member("version").map(is_number), member("minReader").map(refuse_newer)];
        let refusal = refusals.into_iter().flatten().find_map(Result::err);
        self.refusal = self.refusal.take().or(refusal);
        let unix = member("unixUs").and_then(|mut it| it.micros("`unixUs`").ok());
        if let (Some(time), Some(unix_ns)) = (event.time, unix) {
            // The first header counts: those of workers are of the same clock.
            self.time_of_day.get_or_insert(TimeOfDay::At { time, unix_ns });
        }
    }

    /// Reads what DevTools writes about the recording as a whole. Only a damaged text is an error.
    pub(super) fn read_metadata(&mut self, reader: &mut Reader<'_>) -> Result<(), ParseError> {
        reader.peek();
        let start = reader.offset();
        let mut metadata = reader.clone();
        if let Ok(true) = seek(&mut metadata, &["startTime"])
            && let Ok(text) = metadata.text("`startTime`")
            && let Some(unix_ns) = unix_of_iso(&text.decode())
        {
            self.time_of_day.get_or_insert(TimeOfDay::AtOrigin(unix_ns));
        }
        reader.rewind(start);
        reader.skip()
    }
}

/// Fails if the version of the format that is next, which a reader must know, is beyond ours.
fn refuse_newer(mut reader: Reader<'_>) -> Result<(), ParseError> {
    let what = "`minReader`, the version of the recording that a reader must know,";
    reader.peek();
    let offset = reader.offset();
    let version = reader.integer(what)?;
    if version <= READER_VERSION {
        return Ok(());
    }
    let expected = format!("at most {READER_VERSION}; a newer Asyncscope reads it");
    let kind = ParseErrorKind::OutOfRange { what, found: version.to_string(), expected };
    Err(kind.at(offset))
}

/// A reader at the event's `args`, if it has any.
pub(super) fn args<'a>(event: &Event<'a>, reader: &Reader<'a>) -> Option<Reader<'a>> {
    let mut args = reader.clone();
    args.rewind(event.args?);
    Some(args)
}
