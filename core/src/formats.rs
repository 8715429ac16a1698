//! File formats: how each is known and how it is read.
//!
//! A format is told by content alone, never by the file's name: see [`detect`].

pub mod chrome_trace;
pub mod cpuprofile;
mod date;
pub mod devtools_events;
mod foreign;
pub mod har;
pub mod heapprofile;
pub mod heapsnapshot;
pub(crate) mod json;
pub mod outline;
pub(crate) mod profile_builder;
mod recovery;
mod requests;
pub(crate) mod source;

use crate::error::{ParseError, ParseErrorKind, show_text};
use crate::formats::outline::{Outline, Top};
use crate::formats::source::Source;
use crate::model::Recording;
use crate::task::Task;
use crate::warning::Warnings;

/// A file format: how to know it and how to read it.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// For people, such as "CPU profile".
    pub name: &'static str,
    /// Such as `["cpuprofile"]`; for file dialogs, never to decide.
    pub extensions: &'static [&'static str],
    /// Whether a JSON text of this outline is of this format.
    ///
    /// Never yes to a text of another format, and yes to a damaged one that can be nothing else,
    /// so that its own reader says what is wrong.
    pub recognizes: fn(&Outline) -> bool,
    /// Reads a whole file, after decompression.
    pub parse: fn(bytes: &[u8], task: &Task, warnings: &Warnings) -> Result<Recording, ParseError>,
}

/// Every format that can be read, most telling first.
pub const FORMATS: &[Format] = &[
    cpuprofile::FORMAT,
    heapsnapshot::FORMAT,
    heapprofile::FORMAT,
    chrome_trace::FORMAT,
    devtools_events::FORMAT,
    har::FORMAT,
];

/// Parses a file while its bytes come.
type ParseSource = fn(&mut dyn Source, &Warnings) -> Result<Recording, ParseError>;

/// How a format is parsed while its bytes come, so that they need not all be in memory; `None`
/// where it cannot be.
pub(crate) fn streaming_parser(format: &Format) -> Option<ParseSource> {
    (format.name == heapsnapshot::FORMAT.name).then_some(heapsnapshot::parse_source)
}

/// Why no reader takes a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unrecognized {
    /// What was expected and what was found.
    pub problem: String,
    /// Where, in bytes from the start.
    pub offset: u64,
    /// Whether the text just ended before its format could be told.
    pub is_cut: bool,
}

/// Tells the format of a file by all its content.
pub fn detect(text: &[u8], task: &Task) -> Result<&'static Format, Unrecognized> {
    let text_after_mark = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let refuse = |problem: &str, offset: usize| {
        Err(Unrecognized { problem: problem.to_owned(), offset: offset as u64, is_cut: true })
    };
    if text.is_empty() {
        refuse("the file is empty", 0)
    } else if text_after_mark.trim_ascii().is_empty() {
        refuse("the file is empty but for white space", text.len())
    } else {
        recognize(text, true, task)
    }
}

/// Tells the format of a file by its first bytes; `None` if they do not tell.
///
/// What cannot be any format is refused at once, so that gigabytes of something else are not read
/// to the end.
pub fn detect_early(head: &[u8], task: &Task) -> Result<Option<&'static Format>, Unrecognized> {
    if head.trim_ascii().is_empty() {
        return Ok(None);
    }
    match recognize(head, false, task) {
        Ok(format) => Ok(Some(format)),
        Err(reason) if reason.is_cut => Ok(None),
        Err(reason) => Err(reason),
    }
}

fn recognize(text: &[u8], is_whole: bool, task: &Task) -> Result<&'static Format, Unrecognized> {
    let refuse = |problem| Err(Unrecognized { problem, offset: 0, is_cut: false });
    if let Some(found) = foreign::wide_text(text) {
        return refuse(format!("{EXPECTED}, found {found}"));
    }
    let outline = Outline::of(text, is_whole, task);
    if outline.top() == Top::Other && har::is_wrapped(text) {
        return Ok(&har::FORMAT);
    }
    if let Some(format) = FORMATS.iter().find(|it| (it.recognizes)(&outline)) {
        return Ok(format);
    }
    if let Some(problem) = foreign::json(&outline) {
        return refuse(problem);
    }
    match outline.stopped() {
        None => refuse(unknown_keys(&outline)),
        Some(error) if outline.top() == Top::Other => refuse(no_json(text, error)),
        Some(error) => Err(Unrecognized {
            problem: broken(error),
            offset: error.offset,
            is_cut: error.is_unexpected_end(),
        }),
    }
}

const EXPECTED: &str = "expected a CPU profile (an object with `nodes`), a heap snapshot \
    (`snapshot`), a heap profile (`head`), a HAR file (`log`) or a trace (`traceEvents`, or an array of \
    events)";

/// The problem of a text that is no JSON.
fn no_json(text: &[u8], error: &ParseError) -> String {
    if let Some(found) = foreign::bytes(text) {
        return format!("{EXPECTED}, found {found}");
    }
    if let Some(problem) = foreign::lines(text) {
        return problem.to_owned();
    }
    let rest = text.get(usize::try_from(error.offset).unwrap_or(0)..).unwrap_or_default();
    let line = rest.split(|it| matches!(it, b'\n' | b'\r')).next().unwrap_or_default();
    let begin: String = String::from_utf8_lossy(line).chars().take(32).collect();
    match &error.kind {
        ParseErrorKind::Unexpected { found, .. } if !found.starts_with('`') => {
            format!("{EXPECTED}, found {found}")
        }
        _ => format!("{EXPECTED}, found text that begins with `{}`", show_text(&begin)),
    }
}

/// The problem of JSON that is damaged before its format could be told.
fn broken(error: &ParseError) -> String {
    if error.is_unexpected_end() {
        format!("{} (nothing before the end tells the format)", error.kind)
    } else {
        format!("not a recording: {}", error.kind)
    }
}

/// The problem of sound JSON with other keys than any format has.
fn unknown_keys(outline: &Outline) -> String {
    let keys: Vec<String> =
        outline.shown_keys().iter().map(|it| format!("`{}`", show_text(it))).collect();
    let keys = keys.join(", ");
    let found = match (outline.top(), keys.is_empty()) {
        (Top::Array, true) => "an array without events".to_owned(),
        (Top::Array, false) => format!("an array of objects with the keys {keys}"),
        (_, true) => "an empty object".to_owned(),
        (_, false) => format!("an object with the keys {keys}"),
    };
    format!("{EXPECTED}, found {found}")
}
