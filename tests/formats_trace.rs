//! Chrome traces: what each kind of event becomes, and what is left of damaged files.
//!
//! Every expected result is worked by hand from the trace event format, or is what Chrome's own
//! trace engine says.

#[path = "formats_trace/asyncs.rs"]
mod asyncs;
#[path = "formats_trace/corpus.rs"]
mod corpus;
#[path = "formats_trace/damage.rs"]
mod damage;
#[path = "formats_trace/moments.rs"]
mod moments;
#[path = "formats_trace/profiles.rs"]
mod profiles;
#[path = "formats_trace/spans.rs"]
mod spans;
#[path = "formats_trace/threads.rs"]
mod threads;

use asyncscope_core::error::ParseError;
use asyncscope_core::formats::chrome_trace::FORMAT;
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;
use asyncscope_core::warning::{Severity, Warning, Warnings};

/// Reads a trace.
fn parse(text: &[u8]) -> Result<(Recording, Vec<Warning>), ParseError> {
    let warnings = Warnings::default();
    let recording = (FORMAT.parse)(text, &Task::default(), &warnings)?;
    Ok((recording, warnings.into_vec()))
}

/// Reads a trace that must be readable.
fn read(text: &str) -> (Recording, Vec<Warning>) {
    parse(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Reads events, one per line, written without the members that are the same for all: `pid` 1,
/// `tid` 1 and `cat` "c" stand in front, so that an event can have others.
fn read_events(lines: &str) -> (Recording, Vec<Warning>) {
    read(&list_of(lines))
}

/// The list of these events.
fn list_of(lines: &str) -> String {
    let event = |line: &str| format!(r#"{{"pid":1,"tid":1,"cat":"c",{line}}}"#);
    let events: Vec<String> = content_lines(lines).map(event).collect();
    format!("[{}]", events.join(",\n"))
}

fn content_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|it| !it.is_empty())
}

/// Every span below its parent: name, start and end in microseconds.
fn draw_spans(recording: &Recording) -> Vec<String> {
    let spans = &recording.spans;
    let draw = |span| {
        let indent = "  ".repeat(spans.depth[span] as usize);
        let open = if spans.is_open[span] { " open" } else { "" };
        let range = spans.range(span);
        let (start, end) = (micros(range.start), micros(range.end));
        format!("{indent}{} {start}..{end}{open}", recording.text(spans.name[span]))
    };
    spans.indices().map(draw).collect()
}

fn micros(time: Nanos) -> String {
    match (time.0 / 1_000, time.0 % 1_000) {
        (whole, 0) => whole.to_string(),
        (whole, rest) => format!("{whole}.{rest:03}").trim_end_matches('0').to_owned(),
    }
}

/// The name of row `row` of the threads.
fn thread_name(recording: &Recording, row: usize) -> String {
    recording.thread_name(asyncscope_core::model::ThreadIndex::from_row(row))
}

/// `count word` for each kind of warning, worst first.
fn severities(warnings: &[Warning]) -> Vec<(Severity, u64)> {
    warnings.iter().map(|it| (it.severity, it.count)).collect()
}

/// The only warning.
fn only(warnings: &[Warning]) -> &Warning {
    let [warning] = warnings else { panic!("one warning expected: {warnings:?}") };
    warning
}
