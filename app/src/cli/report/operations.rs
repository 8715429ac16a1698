//! `operations`: how many asynchronous operations there were, and how long they took.

use std::io::{self, Write};

use asyncscope_core::analysis::{OperationStats, operation_instances, operation_stats};
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;
use asyncscope_core::units::{Count, Nanos};
use serde::Serialize;

use crate::cli::columns::{Columns, Heading};
use crate::cli::error::CliError;
use crate::cli::load::Question;
use crate::cli::report::{Head, Report, Scope};

/// What stands before a p99 that few durations tell.
const WEAK: char = '~';

/// Operations by name and kind.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct OperationsReport {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    scope: Scope,
    method: &'static str,
    total_rows: usize,
    operations: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    name: String,
    kind: String,
    count: u64,
    failed: u64,
    unfinished: u64,
    #[serde(flatten)]
    times: Option<Times>,
    max_concurrency: u64,
    outliers: Option<usize>,
}

#[derive(Debug, Serialize)]
struct Times {
    n: u64,
    avg_ns: u64,
    min_ns: u64,
    p50_ns: u64,
    p95_ns: u64,
    p99_ns: u64,
    p99_is_weak: bool,
    max_ns: u64,
    total_ns: u64,
    self_ns: u64,
}

/// The first `top` names and kinds.
pub(in crate::cli) fn report(
    question: &Question<'_>,
    top: usize,
    task: &Task,
) -> Result<OperationsReport, CliError> {
    let (recording, selection) = (question.recording, &question.selection);
    let all = operation_stats(recording, selection, task)?;
    let mut operations = Vec::new();
    for stats in all.iter().take(top) {
        let instances = operation_instances(recording, selection, (stats.name, stats.kind), task)?;
        let outliers = instances.outliers().map(|it| it.rows.len());
        operations.push(row(recording, stats, outliers));
    }
    Ok(OperationsReport {
        head: Head::new("operations", question),
        scope: Scope::without_samples(question),
        method: "nearest_rank",
        total_rows: all.len(),
        operations,
    })
}

fn row(recording: &Recording, it: &OperationStats, outliers: Option<usize>) -> Row {
    let times = it.times.map(|times| Times {
        n: times.n,
        avg_ns: times.avg.0,
        min_ns: times.min.0,
        p50_ns: times.p50.0,
        p95_ns: times.p95.0,
        p99_ns: times.p99.0,
        p99_is_weak: times.is_p99_weak(),
        max_ns: times.max.0,
        total_ns: times.total.0,
        self_ns: times.own.0,
    });
    Row {
        name: recording.text(it.name).to_owned(),
        kind: recording.text(it.kind).to_owned(),
        count: it.count,
        failed: it.failed,
        unfinished: it.unfinished,
        times,
        max_concurrency: it.max_concurrency,
        outliers,
    }
}

const HEADINGS: &[Heading] = &[
    Heading::name("Operation"),
    Heading::name("Kind"),
    Heading::number("Count"),
    Heading::number("Failed"),
    Heading::number("Unfinished"),
    Heading::number("n"),
    Heading::number("Avg"),
    Heading::number("p50"),
    Heading::number("p95"),
    Heading::number("p99"),
    Heading::number("Max"),
    Heading::number("Total"),
    Heading::number("At once"),
];

impl Report for OperationsReport {
    fn write_text(&self, out: &mut dyn Write, width: usize) -> io::Result<()> {
        self.scope.write_text(out)?;
        if self.operations.is_empty() {
            return writeln!(out, "No operations.");
        }
        let mut columns = Columns::new(HEADINGS);
        for it in &self.operations {
            columns.push(cells(it));
        }
        columns.write(out, width)?;
        if self.operations.len() < self.total_rows {
            let left = self.total_rows - self.operations.len();
            writeln!(out, "\n{} more; --top shows them", Count(left as u64))?;
        }
        writeln!(out, "\nTimes are of the n that ended, failed ones included; nearest rank.")?;
        let is_weak = |it: &Row| it.times.as_ref().is_some_and(|it| it.p99_is_weak);
        if self.operations.iter().any(is_weak) {
            writeln!(out, "{WEAK} p99 of fewer than 100 tells little.")?;
        }
        for it in &self.operations {
            if let Some(n) = it.outliers.filter(|&it| it > 0) {
                let name = asyncscope_core::error::show_text(&it.name);
                writeln!(out, "{name}: {} took far longer than is usual.", Count(n as u64))?;
            }
        }
        Ok(())
    }
}

fn cells(it: &Row) -> Vec<String> {
    let count = |it: u64| if it == 0 { "-".to_owned() } else { Count(it).to_string() };
    let mut cells = vec![
        it.name.clone(),
        it.kind.clone(),
        Count(it.count).to_string(),
        count(it.failed),
        count(it.unfinished),
        count(it.times.as_ref().map_or(0, |it| it.n)),
    ];
    match &it.times {
        None => cells.extend(std::iter::repeat_n("-".to_owned(), 6)),
        Some(times) => {
            let weak = if times.p99_is_weak { WEAK.to_string() } else { String::new() };
            let show = |it: u64| Nanos(it).to_string();
            cells.extend([show(times.avg_ns), show(times.p50_ns), show(times.p95_ns)]);
            cells.push(weak + &show(times.p99_ns));
            cells.extend([show(times.max_ns), show(times.total_ns)]);
        }
    }
    cells.push(Count(it.max_concurrency).to_string());
    cells
}
