//! Where the recording of each thread began and ended.

use hashbrown::HashMap;

use super::super::times::Times;
use super::values;
use crate::error::ParseError;
use crate::formats::json::Reader;
use crate::index::RowIndex as _;
use crate::model::{RecordedThread, RecordedThreadIndex, Recorder, ThreadEnd, ThreadIndex};
use crate::strings::{StringIndex, StringTable};
use crate::units::Nanos;
use crate::warning::{Severity, Warnings};

/// A header or an end: when, of which thread, where in the file, and what it tells.
type Row<T> = (Option<i64>, ThreadIndex, usize, T);

/// Every header and every end, in the order of the file.
#[derive(Debug, Default)]
pub(in super::super) struct Headers {
    begins: Vec<Row<Begin>>,
    ends: Vec<Row<End>>,
}

/// What a header tells.
#[derive(Clone, Debug, Default)]
struct Begin {
    version: Option<u64>,
    node: Option<StringIndex>,
    platform: String,
    arch: String,
    command: Vec<String>,
    parent_pid: Option<i64>,
    is_main: Option<bool>,
}

/// What an end tells.
#[derive(Clone, Copy, Debug, Default)]
struct End {
    reason: Option<StringIndex>,
    code: Option<i64>,
    signal: Option<StringIndex>,
    lost: u64,
}

impl Headers {
    /// Whether there is a header: our own recorder wrote the file.
    pub(in super::super) fn has_any(&self) -> bool {
        !self.begins.is_empty()
    }

    /// Takes in the header of a thread.
    pub(in super::super) fn begin(
        &mut self,
        (time, thread, offset): (Option<i64>, ThreadIndex, usize),
        args: Option<Reader<'_>>,
        strings: &mut StringTable,
    ) {
        let told = args.and_then(|mut it| Begin::read(&mut it, strings).ok()).unwrap_or_default();
        self.begins.push((time, thread, offset, told));
    }

    /// Takes in the end of a thread.
    pub(in super::super) fn end(
        &mut self,
        (time, thread, offset): (Option<i64>, ThreadIndex, usize),
        args: Option<Reader<'_>>,
        strings: &mut StringTable,
    ) {
        let told = args.and_then(|mut it| End::read(&mut it, strings).ok()).unwrap_or_default();
        self.ends.push((time, thread, offset, told));
    }

    /// What the recorder tells, or `None` if the file is not of ours. Says which processes were
    /// killed, and what the recorder itself had to drop.
    pub(in super::super) fn finish(
        self,
        times: &Times,
        strings: &mut StringTable,
        warnings: &Warnings,
    ) -> Option<Recorder> {
        let version = self.begins.first()?.3.version.unwrap_or(0);
        let none = strings.intern("");
        let mut recorder =
            Recorder { version: u32::try_from(version).unwrap_or(u32::MAX), ..Recorder::default() };
        let mut row_of: HashMap<ThreadIndex, RecordedThreadIndex> = HashMap::new();
        let at = |time: Option<i64>| time.map_or(Nanos(0), |it| times.since_origin(it));
        for (time, thread, offset, told) in self.begins {
            if row_of.contains_key(&thread) {
                let what = "headers name a thread that has one already: a second recording?";
                warnings.add(Severity::Repair, what, Some(offset), String::new);
                continue;
            }
            let platform = format!("{} {}", told.platform, told.arch);
            let row = recorder.threads.push(RecordedThread {
                thread,
                start: at(time),
                is_main: told.is_main.unwrap_or(true),
                runtime: told.node.unwrap_or(none),
                platform: strings.intern(platform.trim()),
                command: strings.intern(&told.command.join(" ")),
                parent_pid: told.parent_pid,
                end: None,
            });
            row_of.insert(thread, row);
        }
        for (time, thread, offset, told) in self.ends {
            let Some(&row) = row_of.get(&thread) else { continue };
            let reason = told.reason.unwrap_or(none);
            let End { code, signal, lost, .. } = told;
            recorder.threads[row].end =
                Some(ThreadEnd { time: at(time), reason, code, signal, lost });
            let what = "events were lost by the recorder";
            warnings.add_many(Severity::Loss, what, lost, Some(offset), String::new);
        }
        report_killed(&recorder, warnings);
        Some(recorder)
    }
}

fn report_killed(recorder: &Recorder, warnings: &Warnings) {
    let n_killed = recorder.killed().count() as u64;
    let what = "processes were killed: the recording has no `asyncscope_end` of theirs, and lacks \
                what happened after its last event";
    let thread = || {
        let first = recorder.killed().next();
        first.map_or_else(String::new, |it| format!("thread {}", it.thread.row() + 1))
    };
    warnings.add_many(Severity::Repair, what, n_killed, None, thread);
}

impl Begin {
    fn read(reader: &mut Reader<'_>, strings: &mut StringTable) -> Result<Self, ParseError> {
        let mut told = Self::default();
        let mut members = reader.object("`args` of a header")?;
        while let Some(key) = members.next(reader)? {
            match key.raw {
                b"version" => told.version = values::number(reader)?,
                b"node" => told.node = values::text(reader, strings)?,
                b"platform" => told.platform = plain_text(reader)?,
                b"arch" => told.arch = plain_text(reader)?,
                b"argv" => told.command = command(reader)?,
                b"ppid" => told.parent_pid = values::integer(reader)?,
                b"isMainThread" => told.is_main = values::flag(reader)?,
                _ => reader.skip()?,
            }
        }
        Ok(told)
    }
}

impl End {
    fn read(reader: &mut Reader<'_>, strings: &mut StringTable) -> Result<Self, ParseError> {
        let mut told = Self::default();
        let mut members = reader.object("`args` of an end")?;
        while let Some(key) = members.next(reader)? {
            match key.raw {
                b"reason" => told.reason = values::text(reader, strings)?,
                b"code" => told.code = values::integer(reader)?,
                b"signal" => told.signal = values::text(reader, strings)?,
                b"lost" => told.lost = values::number(reader)?.unwrap_or(0),
                _ => reader.skip()?,
            }
        }
        Ok(told)
    }
}

fn plain_text(reader: &mut Reader<'_>) -> Result<String, ParseError> {
    if reader.peek() == Some(b'"') {
        Ok(reader.text("a text")?.decode().into_owned())
    } else {
        reader.skip().map(|()| String::new())
    }
}

/// Reads the parts of a command.
fn command(reader: &mut Reader<'_>) -> Result<Vec<String>, ParseError> {
    let mut parts = Vec::new();
    if reader.peek() != Some(b'[') {
        reader.skip()?;
        return Ok(parts);
    }
    let mut elements = reader.array("`argv`")?;
    while elements.next(reader)? {
        parts.push(plain_text(reader)?);
    }
    Ok(parts)
}
