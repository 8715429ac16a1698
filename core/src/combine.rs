//! Several recordings as one, on one clock.
//!
//! A program that runs in several threads or processes may leave a file for each, such as the
//! folder that `node --cpu-prof` fills. [`combine`] makes one recording of them: processes with the
//! same number become one, threads stay apart, and all times count from the earliest beginning.
//!
//! How far the parts lie apart, an [`Alignment`] says. Files of one machine share its monotonic
//! clock, which is what V8 and Node.js record; others can be put together by the time of day, or by
//! hand.

mod align;
mod maps;
mod order;
mod sum;
mod tables;

pub use align::{AlignError, Alignment, shifts};
pub use sum::{SumError, summed};

use crate::error::{ParseError, ParseErrorKind};
use crate::index::RowIndex as _;
use crate::model::{Recording, SpanIndex, StackBuilder};
use crate::task::{Cancelled, Task};

use maps::Maps;

/// One of several recordings that become one.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// The recording.
    pub recording: &'a Recording,
    /// By how many nanoseconds its beginning lies after that of the first part; may be negative.
    pub shift: i64,
    /// What the file's name tells of it.
    pub label: PartLabel,
}

/// What a file's name tells of the thread in it, for formats that do not tell themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartLabel {
    /// The process.
    pub pid: Option<i64>,
    /// What to call threads without a name.
    pub thread: String,
}

impl PartLabel {
    /// What the name of a file tells, such as `CPU.20240101.120000.4711.2.003.cpuprofile`: Node.js
    /// names its profiles by date, time, process, thread and a number. Threads in other files are
    /// called as their file is, without what stands behind the first dot.
    pub fn of_file(name: &str) -> Self {
        let parts: Vec<&str> = name.split('.').collect();
        if let ["CPU" | "Heap", _, _, pid, thread, _, ..] = parts[..]
            && let (Ok(pid), Ok(thread)) = (pid.parse(), thread.parse::<u32>())
        {
            let thread = match thread {
                0 => "Main thread".to_owned(),
                number => format!("Worker {number}"),
            };
            return Self { pid: Some(pid), thread };
        }
        let stem = parts.iter().find(|it| !it.is_empty()).copied().unwrap_or(name);
        Self { pid: None, thread: stem.to_owned() }
    }
}

/// Makes one recording of several. The first heap among them is that of the whole.
///
/// An error means that there are more rows than can be numbered, or a cancel.
pub fn combine(parts: &[Part<'_>], task: &Task) -> Result<Recording, ParseError> {
    check_size(parts)?;
    task.begin(parts.len() as u64);
    let earliest = parts.iter().map(|it| it.shift).min().unwrap_or(0);
    let mut whole = Recording::default();
    let mut stacks = StackBuilder::default();
    let (mut flows, mut requests) = (Vec::new(), Vec::new());
    for part in parts {
        let offset = part.shift.abs_diff(earliest);
        let maps = Maps::new(part, offset, &mut whole, &mut stacks);
        tables::append(part.recording, &maps, &mut whole);
        flows.extend(tables::flows(part.recording, &maps));
        tables::append_requests(part.recording, &maps, (&mut requests, &mut whole));
        tables::append_facts_of_file(part, offset, &mut whole);
        task.advance(1).map_err(|Cancelled| ParseErrorKind::Cancelled.at(0))?;
    }
    whole.stacks = stacks.finish();
    order::put_in_order(&mut whole, flows, requests);
    Ok(whole)
}

/// Fails if any table of the whole would have more rows than can be numbered.
fn check_size(parts: &[Part<'_>]) -> Result<(), ParseError> {
    let most = |rows: fn(&Recording) -> usize| -> u64 {
        parts.iter().map(|it| rows(it.recording) as u64).sum()
    };
    let tables: [fn(&Recording) -> usize; 8] = [
        |it| it.spans.len(),
        |it| it.async_spans.len(),
        |it| it.instants.time.len(),
        |it| it.stacks.len(),
        |it| it.strings.len(),
        |it| it.flows.len(),
        |it| it.frames.len(),
        |it| it.tracked.len() + it.requests.len() + it.gcs.start.len(),
    ];
    let limit = SpanIndex::MAX_ROWS as u64;
    if tables.into_iter().any(|it| limit < most(it)) {
        return Err(ParseErrorKind::TooMany { what: "rows of all files together", limit }.at(0));
    }
    Ok(())
}
