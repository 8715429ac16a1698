//! `summary`: what a recording holds, in short.

use std::io::{self, Write};

use asyncscope_core::analysis::{Summary, ThreadSummary, functions, summary, weigh};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{Category, Recording};
use asyncscope_core::task::Task;
use asyncscope_core::units::{Bytes, Count, Nanos, Percent, WeightUnit};
use serde::Serialize;

use crate::cli::columns::{Columns, Heading};
use crate::cli::date::show_date;
use crate::cli::error::CliError;
use crate::cli::load::Question;
use crate::cli::report::check::{Counts, write_notes};
use crate::cli::report::heap_summary::HeapSummary;
use crate::cli::report::hot::{PathRow, hot_path, write_hot_path};
use crate::cli::report::request_summary::RequestSummary;
use crate::cli::report::{Amounts, Function, Head, Note, Report, Scope};

/// How many functions are listed.
const N_FUNCTIONS: usize = 5;

/// What a recording holds, in short.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct SummaryReport {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    scope: Scope,
    format: &'static str,
    compression: Option<&'static str>,
    size_bytes: u64,
    recorded_unix_ns: Option<i64>,
    duration_ns: u64,
    counts: Counts,
    sample_interval_ns: Option<u64>,
    time: Amounts,
    categories: Vec<CategoryRow>,
    threads: Vec<ThreadRow>,
    functions: Vec<FunctionRow>,
    hot_path: Vec<PathRow>,
    garbage_collections: Collections,
    #[serde(skip_serializing_if = "Option::is_none")]
    heap: Option<HeapSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    requests: Option<RequestSummary>,
    warnings: Vec<Note>,
    #[serde(skip)]
    sum: u64,
    #[serde(skip)]
    unit: WeightUnit,
}

#[derive(Debug, Serialize)]
struct CategoryRow {
    category: &'static str,
    #[serde(flatten)]
    amounts: Amounts,
    #[serde(skip)]
    name: &'static str,
    #[serde(skip)]
    own: u64,
}

#[derive(Debug, Serialize)]
struct ThreadRow {
    number: usize,
    pid: i64,
    process: Option<String>,
    tid: Option<i64>,
    thread: String,
    samples: u64,
    #[serde(flatten)]
    amounts: Amounts,
    spans: u64,
    instants: u64,
    #[serde(skip)]
    busy: u64,
}

#[derive(Debug, Serialize)]
struct FunctionRow {
    #[serde(flatten)]
    function: Function,
    #[serde(flatten)]
    amounts: Amounts,
    #[serde(skip)]
    own: u64,
    #[serde(skip)]
    total: u64,
}

#[derive(Debug, Serialize)]
struct Collections {
    count: u64,
    total_ns: u64,
    max_ns: u64,
}

impl ThreadRow {
    /// Such as `Renderer 4711`; empty where the file tells nothing.
    fn process_name(&self) -> String {
        match (&self.process, self.pid) {
            (Some(name), pid) => format!("{name} {pid}"),
            (None, 0) => String::new(),
            (None, pid) => format!("Process {pid}"),
        }
    }
}

/// What the selection of `question` holds.
pub(in crate::cli) fn report(
    question: &Question<'_>,
    task: &Task,
) -> Result<SummaryReport, CliError> {
    let recording = question.recording;
    let all = summary(recording, &question.selection, task)?;
    let weighed = weigh(recording, &question.selection, task)?;
    let heaviest = functions(recording, &weighed, task)?;
    let unit = weighed.unit;
    let function = |it: &asyncscope_core::analysis::FunctionRow| FunctionRow {
        function: Function::new(recording, it.frame),
        amounts: Amounts::new(unit, &[("self", it.own), ("total", it.total)]),
        own: it.own,
        total: it.total,
    };
    let is_idle = |it: &&asyncscope_core::analysis::FunctionRow| {
        recording.frames.category(it.frame).is_idle()
    };
    let heaviest = heaviest.iter().filter(|it| !is_idle(it)).take(N_FUNCTIONS);
    Ok(SummaryReport {
        head: Head::new("summary", question),
        scope: Scope::new(question, &weighed),
        format: recording.source.format,
        compression: recording.source.compression,
        size_bytes: recording.source.size,
        recorded_unix_ns: recording.clock.unix_ns,
        duration_ns: recording.duration.0,
        counts: Counts::of(recording),
        sample_interval_ns: all.sample_interval.map(|it| it.0),
        time: times(&all, unit),
        categories: all.by_category.iter().map(|&(it, own)| category_row(it, own, unit)).collect(),
        threads: all.per_thread.iter().map(|it| thread_row(recording, it, unit)).collect(),
        functions: heaviest.map(function).collect(),
        hot_path: hot_path(recording, &weighed),
        garbage_collections: Collections {
            count: all.gcs.count,
            total_ns: all.gcs.total.0,
            max_ns: all.gcs.max.0,
        },
        heap: match &recording.heap {
            Some(graph) => Some(HeapSummary::of(graph, task)?),
            None => None,
        },
        requests: if recording.is_of_requests() {
            Some(RequestSummary::of(recording, &question.selection, task)?)
        } else {
            None
        },
        warnings: recording.warnings.iter().map(Note::from).collect(),
        sum: weighed.sum,
        unit,
    })
}

fn times(all: &Summary, unit: WeightUnit) -> Amounts {
    let it = &all.samples;
    let amounts = [
        ("busy", it.busy),
        ("idle", it.idle),
        ("gc", it.gc),
        ("program", it.program),
        ("nobody", it.nobody),
    ];
    Amounts::new(unit, &amounts)
}

fn category_row(category: Category, own: u64, unit: WeightUnit) -> CategoryRow {
    CategoryRow {
        category: category.key(),
        amounts: Amounts::new(unit, &[("self", own)]),
        name: category.name(),
        own,
    }
}

fn thread_row(recording: &Recording, it: &ThreadSummary, unit: WeightUnit) -> ThreadRow {
    let process = recording.threads.process[it.thread];
    let samples = &it.samples;
    let amounts = [
        ("busy", samples.busy),
        ("idle", samples.idle),
        ("gc", samples.gc),
        ("program", samples.program),
    ];
    ThreadRow {
        number: it.thread.row() + 1,
        pid: recording.processes.pid[process],
        process: recording.processes.name[process].map(|it| recording.text(it).to_owned()),
        tid: recording.threads.tid[it.thread],
        thread: recording.thread_name(it.thread),
        samples: samples.n_samples,
        amounts: Amounts::new(unit, &amounts),
        spans: it.n_spans,
        instants: it.n_instants,
        busy: samples.busy,
    }
}

const CATEGORY_HEADINGS: &[Heading] =
    &[Heading::number("Self"), Heading::number("Share"), Heading::name("Category")];
const THREAD_HEADINGS: &[Heading] = &[
    Heading::number("#"),
    Heading::number("Samples"),
    Heading::number("Busy"),
    Heading::number("Spans"),
    Heading::number("Instants"),
    Heading::number("tid"),
    Heading::name("Thread"),
    Heading::name("Process"),
];
const FUNCTION_HEADINGS: &[Heading] = &[
    Heading::number("Self"),
    Heading::number("Self %"),
    Heading::number("Total"),
    Heading::name("Function"),
    Heading::place("Place"),
];

impl Report for SummaryReport {
    fn write_text(&self, out: &mut dyn Write, width: usize) -> io::Result<()> {
        self.scope.write_text(out)?;
        self.write_file(out)?;
        if let Some(heap) = &self.heap {
            heap.write(out, width)?;
        }
        if let Some(requests) = &self.requests {
            requests.write(out, width)?;
        }
        self.write_categories(out, width)?;
        self.write_threads(out, width)?;
        if !self.functions.is_empty() {
            writeln!(out, "\nHeaviest functions\n")?;
            self.write_functions(out, width)?;
        }
        if !self.hot_path.is_empty() {
            writeln!(out, "\nHot path\n")?;
            write_hot_path(&self.hot_path, self.unit, out, width)?;
        }
        if !self.warnings.is_empty() {
            writeln!(out, "\nNotes\n")?;
        }
        write_notes(&self.warnings, out)
    }
}

impl SummaryReport {
    fn write_file(&self, out: &mut dyn Write) -> io::Result<()> {
        let compression = self.compression.map_or_else(String::new, |it| format!(" ({it})"));
        writeln!(out, "Size      {}{compression}", Bytes(self.size_bytes))?;
        let is_moment = self.heap.is_some() && self.duration_ns == 0;
        if !is_moment {
            writeln!(out, "Duration  {}", Nanos(self.duration_ns))?;
        }
        if let Some(recorded) = self.recorded_unix_ns {
            writeln!(out, "Recorded  {}", show_date(recorded))?;
        }
        // Allocations have no moments.
        if let Some(interval) = self.sample_interval_ns.filter(|&it| it > 0) {
            writeln!(out, "Interval  {} between samples (median)", Nanos(interval))?;
        }
        writeln!(out, "Holds     {}", self.counts.text())?;
        let gcs = &self.garbage_collections;
        if gcs.count > 0 {
            let (total, max) = (Nanos(gcs.total_ns), Nanos(gcs.max_ns));
            writeln!(out, "GC        {total} in {} collections, at most {max}", Count(gcs.count))?;
        }
        Ok(())
    }

    fn write_categories(&self, out: &mut dyn Write, width: usize) -> io::Result<()> {
        if self.categories.is_empty() {
            return Ok(());
        }
        writeln!(out, "\nKinds of work\n")?;
        let mut columns = Columns::new(CATEGORY_HEADINGS);
        for it in &self.categories {
            let share = Percent::of(it.own, self.sum).to_string();
            columns.push([self.unit.show(it.own), share, it.name.to_owned()]);
        }
        columns.write(out, width)
    }

    fn write_threads(&self, out: &mut dyn Write, width: usize) -> io::Result<()> {
        if self.threads.is_empty() {
            return Ok(());
        }
        writeln!(out, "\nThreads\n")?;
        let mut columns = Columns::new(THREAD_HEADINGS);
        for it in &self.threads {
            columns.push([
                it.number.to_string(),
                Count(it.samples).to_string(),
                if it.samples == 0 { String::new() } else { self.unit.show(it.busy) },
                Count(it.spans).to_string(),
                Count(it.instants).to_string(),
                it.tid.map_or_else(String::new, |it| it.to_string()),
                it.thread.clone(),
                it.process_name(),
            ]);
        }
        columns.write(out, width)
    }

    fn write_functions(&self, out: &mut dyn Write, width: usize) -> io::Result<()> {
        let mut columns = Columns::new(FUNCTION_HEADINGS);
        for it in &self.functions {
            columns.push([
                self.unit.show(it.own),
                Percent::of(it.own, self.sum).to_string(),
                self.unit.show(it.total),
                it.function.name.clone(),
                it.function.place.clone(),
            ]);
        }
        columns.write(out, width)
    }
}
