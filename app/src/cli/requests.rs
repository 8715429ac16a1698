//! `requests`: the requests of a recording, or groups of them, with their figures.

mod args;
mod groups;
mod list;
mod over_time;

pub(super) use args::{HELP, RequestFilterArgs, RequestsArgs};

use asyncscope_core::analysis::requests::{
    RequestStats, concurrency, request_stats, selected_requests,
};
use asyncscope_core::model::{Recording, RequestIndex};
use asyncscope_core::task::Task;
use asyncscope_core::units::{Bytes, Count, Nanos, Percent};
use serde::Serialize;

use crate::cli::error::CliError;
use crate::cli::load::{Question, read_for_report};
use crate::cli::report::facts::FactsReport;
use crate::cli::show;

/// Lists the requests that `args` ask for, or groups of them.
pub(super) fn answer(args: &RequestsArgs, task: &Task) -> Result<(), CliError> {
    let requests = args.filter.selection()?;
    let recording = read_for_report(&args.report.input, task)?;
    let mut question = Question::new(&args.report.input, &recording, &args.report.select)?;
    question.selection.requests = requests;
    let rows = selected_requests(&recording, &question.selection, task)?;
    let mut report = head(&question, &rows);
    match (args.by, args.over_time) {
        (Some(by), _) => groups::add(&mut report, &question, &rows, (by.into(), args.top), task)?,
        (None, Some(n)) => over_time::add(&mut report, &question, &rows, n.into()),
        (None, None) => list::add(&mut report, &recording, &rows, (args.sort, args.top)),
    }
    show(&report, args.report.json)
}

/// The figures of some requests, as JSON.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct Figures {
    count: u64,
    succeeded: u64,
    failed: u64,
    pending: u64,
    success_rate: Option<f64>,
    avg_ns: Option<u64>,
    p50_ns: Option<u64>,
    p95_ns: Option<u64>,
    p99_ns: Option<u64>,
    max_ns: Option<u64>,
    sum_ns: u64,
    union_ns: u64,
    transferred_bytes: u64,
    decoded_bytes: u64,
    failures: Vec<Failure>,
}

#[derive(Debug, Serialize)]
struct Failure {
    reason: String,
    count: u64,
}

impl Figures {
    pub(in crate::cli) fn new(stats: &RequestStats) -> Self {
        let nanos = |it: Option<Nanos>| it.map(|it| it.0);
        let failure = |it: &(String, u64)| Failure { reason: it.0.clone(), count: it.1 };
        Self {
            count: stats.count,
            succeeded: stats.succeeded,
            failed: stats.failed,
            pending: stats.pending,
            success_rate: stats.success_rate(),
            avg_ns: nanos(stats.avg),
            p50_ns: nanos(stats.p50),
            p95_ns: nanos(stats.p95),
            p99_ns: nanos(stats.p99),
            max_ns: nanos(stats.max),
            sum_ns: stats.sum.0,
            union_ns: stats.union.0,
            transferred_bytes: stats.transferred,
            decoded_bytes: stats.decoded,
            failures: stats.failures.iter().map(failure).collect(),
        }
    }
}

/// A time, or a dash where there is none.
pub(in crate::cli) fn time(it: Option<Nanos>) -> String {
    it.map_or_else(|| "–".to_owned(), |it| it.to_string())
}

/// A share of those that ended, or a dash where none did.
pub(in crate::cli) fn rate(stats: &RequestStats) -> String {
    let ended = stats.succeeded + stats.failed;
    if ended == 0 { "–".to_owned() } else { Percent::of(stats.succeeded, ended).to_string() }
}

/// What stands above the list: what all selected requests come to.
fn head(question: &Question<'_>, rows: &[RequestIndex]) -> FactsReport {
    let recording: &Recording = question.recording;
    let stats = request_stats(recording, rows);
    let most = concurrency(recording, rows).most;
    let all = recording.requests.len() as u64;
    let filter = &question.selection.requests.filter;
    let of_all = if stats.count < all { format!(" of {}", Count(all)) } else { String::new() };
    let first = format!(
        "{}, {}{of_all} requests: {} succeeded, {} failed, {} pending",
        recording.source.format,
        Count(stats.count),
        Count(stats.succeeded),
        Count(stats.failed),
        Count(stats.pending),
    );
    let mut report = FactsReport::new("requests", question.file, &first);
    report.line(format!(
        "{} success, p50 {}, p95 {}, p99 {}, longest {}",
        rate(&stats),
        time(stats.p50),
        time(stats.p95),
        time(stats.p99),
        time(stats.max)
    ));
    report.line(format!(
        "{} together, {} with any under way, at most {} at once; {} transferred, {} decoded",
        stats.sum,
        stats.union,
        Count(most.into()),
        Bytes(stats.transferred),
        Bytes(stats.decoded)
    ));
    if !stats.failures.is_empty() {
        let failures: Vec<String> =
            stats.failures.iter().map(|(it, n)| format!("{it} ({})", Count(*n))).collect();
        report.line(format!("failures: {}", failures.join(", ")));
    }
    report.set("filter", filter.text());
    report.set("total_requests", all);
    report.set("most_at_once", most);
    report.set("totals", Figures::new(&stats));
    report
}
