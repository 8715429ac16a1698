//! `check`: what was read of each file, and what was lost, repaired or skipped.

use std::io::{self, Write};
use std::path::Path;

use asyncscope_core::error::show_path;
use asyncscope_core::model::{ProfileKind, Recording};
use asyncscope_core::units::{Bytes, Count, Nanos};
use serde::Serialize;

use crate::cli::error::CliError;
use crate::cli::report::{Note, Report, SCHEMA};

/// How a file fared; the worst of all files is the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::cli) enum Status {
    /// Read; nothing is missing.
    Fine,
    /// Read; damaged parts are missing.
    Losses,
    /// Not read.
    Error,
}

/// What was read of each file.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct CheckReport {
    report: &'static str,
    schema: u32,
    files: Vec<FileCheck>,
}

/// What was read of one file.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct FileCheck {
    file: String,
    status: Status,
    error: Option<String>,
    #[serde(flatten)]
    content: Option<Content>,
    warnings: Vec<Note>,
    #[serde(skip)]
    shown_file: String,
}

#[derive(Debug, Serialize)]
struct Content {
    format: &'static str,
    compression: Option<&'static str>,
    size_bytes: u64,
    duration_ns: u64,
    counts: Counts,
}

/// How much there is of what a recording holds.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct Counts {
    processes: usize,
    threads: usize,
    profiles: usize,
    samples: usize,
    functions: usize,
    stacks: usize,
    spans: usize,
    async_spans: usize,
    instants: usize,
    counters: usize,
    garbage_collections: usize,
    requests: usize,
    tracked_objects: usize,
    heap_snapshots: usize,
    heap_objects: usize,
    heap_references: usize,
    /// Of the profiles, those of allocations.
    #[serde(skip)]
    allocations: usize,
}

impl Counts {
    /// Counts all of `recording`.
    pub(in crate::cli) fn of(recording: &Recording) -> Self {
        Self {
            processes: recording.processes.pid.len(),
            threads: recording.threads.tid.len(),
            profiles: recording.profiles.len(),
            samples: recording.profiles.iter().map(|it| it.samples.len()).sum(),
            functions: recording.frames.len(),
            stacks: recording.stacks.len(),
            spans: recording.spans.len(),
            async_spans: recording.async_spans.len(),
            instants: recording.instants.time.len(),
            counters: recording.counters.name.len(),
            garbage_collections: recording.gcs.start.len(),
            requests: recording.requests.len(),
            tracked_objects: recording.tracked.len(),
            heap_snapshots: recording.snapshots.len(),
            allocations: recording
                .profiles
                .iter()
                .filter(|it| it.kind == ProfileKind::Allocations)
                .count(),
            heap_objects: recording.heap.as_ref().map_or(0, |it| it.n_nodes()),
            heap_references: recording.heap.as_ref().map_or(0, |it| it.n_edges()),
        }
    }

    /// Whether all there is are objects, or sampled allocations, which have no time.
    fn is_heap(&self) -> bool {
        self.heap_objects > 0 || self.profiles > 0 && self.profiles == self.allocations
    }

    /// Such as "3 163 samples, 602 functions"; what there is none of is left out.
    pub(in crate::cli) fn text(&self) -> String {
        let all = [
            (self.processes, "process", "processes"),
            (self.threads, "thread", "threads"),
            (self.profiles - self.allocations, "CPU profile", "CPU profiles"),
            (self.allocations, "allocation profile", "allocation profiles"),
            (self.samples, "sample", "samples"),
            (self.functions, "function", "functions"),
            (self.spans, "span", "spans"),
            (self.async_spans, "async span", "async spans"),
            (self.instants, "instant", "instants"),
            (self.counters, "counter", "counters"),
            (self.garbage_collections, "garbage collection", "garbage collections"),
            (self.requests, "request", "requests"),
            (self.tracked_objects, "tracked object", "tracked objects"),
            (self.heap_snapshots, "heap snapshot", "heap snapshots"),
            (self.heap_objects, "object", "objects"),
            (self.heap_references, "reference", "references"),
        ];
        let some = all.into_iter().filter(|it| it.0 > 0);
        let texts: Vec<String> = some
            .map(|(n, one, many)| {
                format!("{} {}", Count(n as u64), if n == 1 { one } else { many })
            })
            .collect();
        if texts.is_empty() { "nothing that can be shown".to_owned() } else { texts.join(", ") }
    }
}

impl FileCheck {
    /// What became of the attempt to read `file`.
    pub(in crate::cli) fn new(file: &Path, read: Result<&Recording, &CliError>) -> Self {
        let mut check = Self {
            file: file.to_string_lossy().into_owned(),
            status: Status::Error,
            error: read.err().map(ToString::to_string),
            content: None,
            warnings: Vec::new(),
            shown_file: show_path(file),
        };
        if let Ok(recording) = read {
            check.status = if recording.has_losses() { Status::Losses } else { Status::Fine };
            check.warnings = recording.warnings.iter().map(Note::from).collect();
            check.content = Some(Content {
                format: recording.source.format,
                compression: recording.source.compression,
                size_bytes: recording.source.size,
                duration_ns: recording.duration.0,
                counts: Counts::of(recording),
            });
        }
        check
    }
}

impl CheckReport {
    /// All files, in the order in which they were named.
    pub(in crate::cli) fn new(files: Vec<FileCheck>) -> Self {
        Self { report: "check", schema: SCHEMA, files }
    }

    /// The worst status.
    pub(in crate::cli) fn status(&self) -> Status {
        self.files.iter().map(|it| it.status).max().unwrap_or(Status::Fine)
    }

    /// What failed, for standard error.
    pub(in crate::cli) fn errors(&self) -> impl Iterator<Item = &str> {
        self.files.iter().filter_map(|it| it.error.as_deref())
    }
}

impl Report for CheckReport {
    fn write_text(&self, out: &mut dyn Write, _width: usize) -> io::Result<()> {
        for it in &self.files {
            // Errors name their file, and go to standard error.
            if let Some(content) = &it.content {
                write_file(it, content, out)?;
            }
        }
        Ok(())
    }
}

fn write_file(file: &FileCheck, content: &Content, out: &mut dyn Write) -> io::Result<()> {
    let compression = content.compression.map_or_else(String::new, |it| format!(" in {it}"));
    let (size, duration) = (Bytes(content.size_bytes), Nanos(content.duration_ns));
    let word = match file.status {
        Status::Fine => "fine",
        Status::Losses => "opened with losses",
        Status::Error => "not opened",
    };
    write!(out, "{}: {word}: {}{compression}, {size}", file.shown_file, content.format)?;
    // A heap is of one moment.
    let is_moment = content.duration_ns == 0 && content.counts.is_heap();
    writeln!(out, "{}", if is_moment { String::new() } else { format!(", {duration}") })?;
    writeln!(out, "  read      {}", content.counts.text())?;
    write_notes(&file.warnings, out)
}

/// Writes what was lost, repaired or skipped, a line each.
pub(in crate::cli) fn write_notes(notes: &[Note], out: &mut dyn Write) -> io::Result<()> {
    for it in notes {
        writeln!(out, "  {:8}  {}", it.severity, it.text)?;
    }
    Ok(())
}
