//! Closing a recording whose program was killed, for tools that want a whole array.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};

use serde::Deserialize;

/// What [`repair`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Repaired {
    /// Events that stand in the repaired file as they stood.
    pub n_kept: u64,
    /// Lines that are no event, the last one apart.
    pub n_dropped: u64,
    /// Bytes of a last line that was cut in the middle.
    pub cut_bytes: u64,
    /// Threads without an end, which got one.
    pub n_ended: u64,
    /// Whether the array was closed already.
    pub was_closed: bool,
}

impl Repaired {
    /// Whether there was nothing to do: closed, every line an event, every thread ended.
    pub fn is_untouched(&self) -> bool {
        self.was_closed && self.n_dropped == 0 && self.cut_bytes == 0 && self.n_ended == 0
    }
}

/// Why a recording could not be repaired.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RepairError {
    /// It could not be read, or the repaired one not written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is something else.
    #[error(
        "expected a recording of asyncscope, which is an array with one event on each line, found \
         none of its events"
    )]
    NotARecording,
}

/// Writes the recording that `input` holds to `out`, whole: without the line that was cut, with an
/// `asyncscope_end` of reason `repaired` for each thread that has no end, and closed.
///
/// One line at a time is in memory.
pub fn repair(input: &mut dyn BufRead, out: &mut dyn Write) -> Result<Repaired, RepairError> {
    let mut repaired = Repaired::default();
    let mut threads = Threads::default();
    let mut events = Events { out, n: 0 };
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        match Line::of(&line) {
            Line::Frame => {}
            Line::Closing => repaired.was_closed = true,
            Line::Odd if line.ends_with(b"\n") => repaired.n_dropped += 1,
            Line::Odd => repaired.cut_bytes = line.len() as u64,
            Line::Event(text, event) => {
                threads.add(&event);
                events.push(text)?;
                repaired.n_kept += 1;
            }
        }
        line.clear();
    }
    if !threads.is_recording {
        return Err(RepairError::NotARecording);
    }
    for end in threads.missing_ends() {
        events.push(end.as_bytes())?;
        repaired.n_ended += 1;
    }
    events.close()?;
    Ok(repaired)
}

/// The array that is written: a comma after each event but the last.
struct Events<'a> {
    out: &'a mut dyn Write,
    n: u64,
}

impl Events<'_> {
    fn push(&mut self, event: &[u8]) -> io::Result<()> {
        self.out.write_all(if self.n == 0 { b"[\n" } else { b",\n" })?;
        self.n += 1;
        self.out.write_all(event)
    }

    fn close(self) -> io::Result<()> {
        self.out.write_all(b"\n]")
    }
}

/// What a line of a recording is.
enum Line<'a> {
    /// The opening bracket, or nothing.
    Frame,
    /// The closing bracket.
    Closing,
    /// An event, without its comma.
    Event(&'a [u8], Event),
    /// Nothing whole.
    Odd,
}

impl<'a> Line<'a> {
    fn of(line: &'a [u8]) -> Self {
        let text = line.trim_ascii();
        let text = text.strip_suffix(b",").unwrap_or(text);
        match text {
            b"" | b"[" => Line::Frame,
            b"]" => Line::Closing,
            _ if text.first() != Some(&b'{') => Line::Odd,
            _ => serde_json::from_slice(text).map_or(Line::Odd, |it| Line::Event(text, it)),
        }
    }
}

/// What of an event tells whose it is. Numbers that are none make it no event of ours, yet whole.
#[derive(Deserialize)]
struct Event {
    #[serde(default)]
    name: serde_json::Value,
    #[serde(default)]
    pid: serde_json::Value,
    #[serde(default)]
    tid: serde_json::Value,
    #[serde(default)]
    ts: serde_json::Value,
}

/// Threads by process and number: whether each has an end, and when its last event was.
#[derive(Default)]
struct Threads {
    is_recording: bool,
    threads: BTreeMap<(i64, i64), (bool, i64)>,
}

impl Threads {
    fn add(&mut self, event: &Event) {
        let (Some(pid), Some(tid)) = (event.pid.as_i64(), event.tid.as_i64()) else { return };
        let name = event.name.as_str().unwrap_or_default();
        let is_header = name == "asyncscope_recording";
        self.is_recording |= is_header;
        let thread = match self.threads.get_mut(&(pid, tid)) {
            Some(thread) => thread,
            // What has no header was not recorded by us and needs no end.
            None if !is_header => return,
            None => self.threads.entry((pid, tid)).or_default(),
        };
        thread.0 |= name == "asyncscope_end";
        thread.1 = thread.1.max(event.ts.as_i64().unwrap_or_default());
    }

    fn missing_ends(&self) -> impl Iterator<Item = String> {
        let open = self.threads.iter().filter(|(_, (has_end, _))| !has_end);
        open.map(|((pid, tid), (_, ts))| {
            format!(
                r#"{{"ph":"M","cat":"__metadata","name":"asyncscope_end","pid":{pid},"tid":{tid},"ts":{ts},"args":{{"reason":"repaired"}}}}"#
            )
        })
    }
}
