//! What requests do over time, in equal parts.

use asyncscope_core::analysis::requests::{concurrency, most_at_once, throughput};
use asyncscope_core::model::RequestIndex;
use asyncscope_core::units::{Bytes, Count};
use serde::Serialize;

use crate::cli::columns::Heading;
use crate::cli::load::Question;
use crate::cli::report::facts::FactsReport;

#[derive(Debug, Serialize)]
struct Part {
    start_ns: u64,
    end_ns: u64,
    started: u64,
    failed: u64,
    transferred_bytes: u64,
    most_at_once: u32,
}

const HEADINGS: &[Heading] = &[
    Heading::number("From"),
    Heading::number("Started"),
    Heading::number("Failed"),
    Heading::number("Bytes"),
    Heading::number("At once"),
];

/// Adds what `rows` do in each of `n` equal parts of the selected time.
pub(super) fn add(
    report: &mut FactsReport,
    question: &Question<'_>,
    rows: &[RequestIndex],
    n: usize,
) {
    let recording = question.recording;
    let time = question.selection.time_of(recording);
    let found = throughput(recording, rows, &time, n);
    let at_once = most_at_once(&concurrency(recording, rows), &time, n);
    let parts: Vec<Part> = (0..n)
        .map(|it| {
            let range = found.buckets.bucket(it);
            Part {
                start_ns: range.start.0,
                end_ns: range.end.0,
                started: found.started[it],
                failed: found.failed[it],
                transferred_bytes: found.bytes[it],
                most_at_once: at_once[it],
            }
        })
        .collect();
    let cells = parts.iter().map(|it| {
        vec![
            asyncscope_core::units::Nanos(it.start_ns).to_string(),
            Count(it.started).to_string(),
            Count(it.failed).to_string(),
            Bytes(it.transferred_bytes).to_string(),
            Count(it.most_at_once.into()).to_string(),
        ]
    });
    report.table("Over time", HEADINGS, cells.collect());
    report.set("over_time", parts);
}
