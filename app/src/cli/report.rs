//! Reports: what a command found, as text for people and as JSON for programs.
//!
//! A report is computed once, from the same analyses that the window asks, and then written either
//! way. The JSON is documented in the `--help` of each command; its keys are those of the tables,
//! its numbers are raw, and what it says is only ever added to within one [`SCHEMA`].

pub(super) mod check;
pub(super) mod facts;
pub(super) mod functions;
mod heap_summary;
pub(super) mod hot;
pub(super) mod memory;
pub(super) mod operations;
mod request_summary;
pub(super) mod summary;
pub(super) mod tables;
pub(super) mod tracked;
pub(super) mod tree;

use std::io::{self, Write};

use asyncscope_core::analysis::WeighedStacks;
use asyncscope_core::error::{show_path, show_text};
use asyncscope_core::export::json::escape_unsafe;
use asyncscope_core::model::{FrameIndex, Recording};
use asyncscope_core::units::{Count, Nanos, WeightUnit};
use asyncscope_core::warning::Warning;
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use crate::cli::error::CliError;
use crate::cli::load::Question;

/// Counts the changes of the JSON that a reader must know of.
pub(super) const SCHEMA: u32 = 1;

/// What a command found.
pub(super) trait Report: Serialize {
    /// Writes it for people, no line wider than `width` if that is possible.
    fn write_text(&self, out: &mut dyn Write, width: usize) -> io::Result<()>;

    /// Writes it for programs.
    fn write_json(&self, out: &mut dyn Write) -> Result<(), CliError> {
        let json = serde_json::to_string_pretty(self)?;
        Ok(writeln!(out, "{}", escape_unsafe(&json))?)
    }
}

/// What stands at the beginning of the JSON of every report about one file.
#[derive(Debug, Serialize)]
pub(super) struct Head {
    report: &'static str,
    schema: u32,
    file: String,
}

impl Head {
    /// The head of the report called `report`.
    pub(super) fn new(report: &'static str, question: &Question<'_>) -> Self {
        Self { report, schema: SCHEMA, file: question.file.to_string_lossy().into_owned() }
    }
}

/// What was selected, and what it weighs.
#[derive(Debug, Serialize)]
pub(super) struct Scope {
    selection: Selected,
    #[serde(flatten)]
    sum: Option<Amounts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    samples: Option<u64>,
    #[serde(skip)]
    format: &'static str,
    #[serde(skip)]
    file: String,
}

#[derive(Debug, Serialize)]
struct Selected {
    from_ns: u64,
    to_ns: u64,
    threads: Option<Vec<String>>,
    name: Option<String>,
    transforms: Vec<String>,
    #[serde(skip)]
    is_part_of_time: bool,
}

impl Scope {
    /// What `question` selects; `weighed` is its weight.
    pub(super) fn new(question: &Question<'_>, weighed: &WeighedStacks) -> Self {
        let amounts = [("sum", weighed.sum), ("busy", weighed.busy())];
        let sum = Amounts::new(weighed.unit, &amounts);
        let scope = Self::without_samples(question);
        Self { sum: Some(sum), samples: Some(weighed.n_samples), ..scope }
    }

    /// What `question` selects, where it is not about samples.
    pub(super) fn without_samples(question: &Question<'_>) -> Self {
        let recording = question.recording;
        let range = question.selection.time_of(recording);
        let threads = question.selection.threads.as_ref();
        let name = |it: &_| recording.thread_name(*it);
        Self {
            selection: Selected {
                from_ns: range.start.0,
                to_ns: range.end.min(recording.duration).0,
                threads: threads.map(|it| it.iter().map(name).collect()),
                name: question.args.name.clone(),
                transforms: question.args.transforms.0.iter().map(ToString::to_string).collect(),
                is_part_of_time: question.selection.time.is_some(),
            },
            sum: None,
            samples: None,
            format: recording.source.format,
            file: show_path(question.file),
        }
    }

    /// One line or two: which file, which part of it, how much that is.
    pub(super) fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{}: {}", self.file, self.format)?;
        match (self.samples, &self.sum) {
            (None, _) | (_, None) => writeln!(out)?,
            (Some(0), _) => writeln!(out, ", no samples")?,
            (Some(n), Some(sum)) => {
                writeln!(out, ", {} samples of {} in all", Count(n), sum.show())?;
            }
        }
        let parts = self.selection.parts();
        if !parts.is_empty() {
            writeln!(out, "Only: {}", parts.join("; "))?;
        }
        writeln!(out)
    }
}

impl Selected {
    fn parts(&self) -> Vec<String> {
        let mut parts = Vec::new();
        if self.is_part_of_time {
            parts.push(format!("{} to {}", Nanos(self.from_ns), Nanos(self.to_ns)));
        }
        if let Some(threads) = &self.threads {
            parts.push(format!("thread {}", show_text(&threads.join(", "))));
        }
        if let Some(name) = &self.name {
            parts.push(format!("through `{}`", show_text(name)));
        }
        parts.extend(self.transforms.iter().map(|it| show_text(it)));
        parts
    }
}

/// Weights under keys that name their unit: `self_ns`, or `self_bytes`.
#[derive(Debug)]
pub(super) struct Amounts {
    unit: WeightUnit,
    amounts: Vec<(&'static str, u64)>,
}

impl Amounts {
    /// Amounts by what they are, such as `self`.
    pub(super) fn new(unit: WeightUnit, amounts: &[(&'static str, u64)]) -> Self {
        Self { unit, amounts: amounts.to_vec() }
    }

    /// The first amount with its unit, for people.
    fn show(&self) -> String {
        self.amounts.first().map_or_else(String::new, |it| self.unit.show(it.1))
    }
}

impl Serialize for Amounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let unit = match self.unit {
            WeightUnit::Nanoseconds => "ns",
            WeightUnit::Bytes => "bytes",
            WeightUnit::Count => "count",
        };
        let mut map = serializer.serialize_map(Some(self.amounts.len()))?;
        for (name, amount) in &self.amounts {
            map.serialize_entry(&format!("{name}_{unit}"), amount)?;
        }
        map.end()
    }
}

/// A function and where its code is.
#[derive(Debug, Serialize)]
pub(super) struct Function {
    #[serde(rename = "function")]
    pub(super) name: String,
    url: String,
    line: Option<u32>,
    column: Option<u32>,
    category: &'static str,
    #[serde(skip)]
    pub(super) place: String,
}

impl Function {
    /// The function of `frame`.
    pub(super) fn new(recording: &Recording, frame: FrameIndex) -> Self {
        let it = recording.frames.get(frame);
        Self {
            name: recording.frame_name(frame).to_owned(),
            url: recording.text(it.url).to_owned(),
            line: it.line.map(std::num::NonZeroU32::get),
            column: it.column.map(std::num::NonZeroU32::get),
            category: recording.frames.category(frame).key(),
            place: recording.frame_place(frame),
        }
    }
}

/// Levels that are shown by indentation; deeper ones by their number, or names would have no room.
const MAX_INDENT: usize = 16;

/// `name` behind as much space as it is deep.
fn indented(depth: usize, name: &str) -> String {
    let space = "  ".repeat(depth.min(MAX_INDENT));
    if depth > MAX_INDENT { format!("{space}({depth}) {name}") } else { space + name }
}

/// What was lost, repaired or skipped.
#[derive(Debug, Serialize)]
pub(super) struct Note {
    pub(super) severity: &'static str,
    what: &'static str,
    count: u64,
    offset: Option<u64>,
    example: String,
    #[serde(skip)]
    pub(super) text: String,
}

impl From<&Warning> for Note {
    fn from(warning: &Warning) -> Self {
        Self {
            severity: warning.severity.word(),
            what: warning.what,
            count: warning.count,
            offset: warning.offset,
            example: warning.example.clone(),
            text: show_text(&warning.to_string()),
        }
    }
}
