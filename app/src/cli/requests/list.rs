//! Requests one by one, what led to the last of them, and redirects.

use std::cmp::Reverse;

use asyncscope_core::analysis::requests::{critical_chain, redirect_chain};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::requests::Phase;
use asyncscope_core::model::{Recording, RequestIndex};
use asyncscope_core::units::{Bytes, Count, Nanos};
use serde::Serialize;
use serde_json::{Map, Value};

use super::args::Sort;
use super::time;
use crate::cli::columns::Heading;
use crate::cli::report::facts::FactsReport;

/// How many redirects are told of.
const MAX_REDIRECTS: usize = 10;

#[derive(Debug, Serialize)]
struct Listed<'a> {
    row: usize,
    start_ns: u64,
    method: &'a str,
    url: &'a str,
    status: Option<u16>,
    outcome: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    duration_ns: Option<u64>,
    phases_ns: Map<String, Value>,
    transferred_bytes: Option<u64>,
    decoded_bytes: Option<u64>,
    reason: Option<&'a str>,
    redirected_to: Option<usize>,
    redirected_from: Option<usize>,
    initiator: Initiator<'a>,
    time_gap_ns: Option<i64>,
    answerer: &'static str,
}

#[derive(Debug, Serialize)]
struct Initiator<'a> {
    kind: &'static str,
    url: Option<&'a str>,
    line: Option<u32>,
    row: Option<usize>,
}

const HEADINGS: &[Heading] = &[
    Heading::number("Start"),
    Heading::number("Duration"),
    Heading::number("Wait"),
    Heading::number("Bytes"),
    Heading::number("Status"),
    Heading::name("Outcome"),
    Heading::name("Type"),
    Heading::place("Request"),
];

/// Adds the first `top` of `rows`, in the order that `sort` asks for.
pub(super) fn add(
    report: &mut FactsReport,
    recording: &Recording,
    rows: &[RequestIndex],
    (sort, top): (Sort, usize),
) {
    let requests = &recording.requests;
    let mut sorted = rows.to_vec();
    match sort {
        Sort::Start => {}
        Sort::Duration => sorted.sort_by_key(|&it| Reverse(requests.get(it).duration.get())),
        Sort::Size => sorted.sort_by_key(|&it| Reverse(requests.get(it).transferred.get())),
    }
    sorted.truncate(top);
    let cells = sorted.iter().map(|&it| cells(recording, it));
    report.table("", HEADINGS, cells.collect());
    if rows.len() > top {
        report.line("");
        report.line(format!("and {} more; --top shows them", Count((rows.len() - top) as u64)));
    }
    let listed: Vec<Listed<'_>> = sorted.iter().map(|&it| row(recording, it)).collect();
    report.set("requests", listed);
    add_redirects(report, recording, rows);
    add_critical_chain(report, recording, rows);
}

fn cells(recording: &Recording, request: RequestIndex) -> Vec<String> {
    let it = recording.requests.get(request);
    let why = it.reason.map_or("", |it| recording.text(it));
    let outcome = it.outcome.name();
    vec![
        it.start.to_string(),
        time(it.duration.nanos()),
        time(it.phases.wait.nanos()),
        it.transferred.get().map_or_else(|| "–".to_owned(), |it| Bytes(it).to_string()),
        it.status.map_or_else(|| "–".to_owned(), |it| it.to_string()),
        if why.is_empty() { outcome.to_owned() } else { format!("{outcome}: {why}") },
        it.kind.key().to_owned(),
        format!("{} {}", recording.text(it.method), recording.text(it.url)),
    ]
}

fn row(recording: &Recording, request: RequestIndex) -> Listed<'_> {
    let it = recording.requests.get(request);
    let phases = Phase::ALL.iter().map(|&phase| {
        let length = it.phases.get(phase).get().map_or(Value::Null, Value::from);
        (phase.key().to_owned(), length)
    });
    let number = |it: RequestIndex| it.row();
    Listed {
        row: request.row(),
        start_ns: it.start.0,
        method: recording.text(it.method),
        url: recording.text(it.url),
        status: it.status,
        outcome: it.outcome.key(),
        kind: it.kind.key(),
        duration_ns: it.duration.get(),
        phases_ns: phases.collect(),
        transferred_bytes: it.transferred.get(),
        decoded_bytes: it.decoded.get(),
        reason: it.reason.map(|it| recording.text(it)),
        redirected_to: it.redirected_to.map(number),
        redirected_from: it.redirected_from.map(number),
        initiator: Initiator {
            kind: it.initiator.kind.key(),
            url: it.initiator.url.map(|it| recording.text(it)),
            line: it.initiator.line,
            row: it.initiator.request.map(number),
        },
        time_gap_ns: it.time_gap(),
        answerer: it.answerer.key(),
    }
}

/// Tells of chains of redirects, by their first hops.
fn add_redirects(report: &mut FactsReport, recording: &Recording, rows: &[RequestIndex]) {
    let requests = &recording.requests;
    let is_first = |it: &RequestIndex| {
        let row = requests.get(*it);
        row.redirected_to.is_some() && row.redirected_from.is_none()
    };
    let chains: Vec<Vec<RequestIndex>> = rows
        .iter()
        .copied()
        .filter(is_first)
        .take(MAX_REDIRECTS)
        .map(|it| redirect_chain(requests, it))
        .collect();
    if !chains.is_empty() {
        report.line("");
        report.line("Redirects");
    }
    for chain in &chains {
        let hops: Vec<&str> =
            chain.iter().map(|&it| recording.text(requests.get(it).url)).collect();
        let start = chain.first().map_or(Nanos(0), |&it| requests.get(it).start);
        let end = chain.last().map_or(start, |&it| requests.get(it).range(recording.duration).end);
        report.line(format!("  {}: {}", end - start, hops.join(" → ")));
    }
    let numbers: Vec<Vec<usize>> =
        chains.iter().map(|it| it.iter().map(|it| it.row()).collect()).collect();
    report.set("redirects", numbers);
}

fn add_critical_chain(report: &mut FactsReport, recording: &Recording, rows: &[RequestIndex]) {
    let requests = &recording.requests;
    let chain = critical_chain(recording, rows);
    if chain.len() > 1 {
        report.line("");
        report.line("Critical chain: what led to the request that ended last");
    }
    for &it in chain.iter().filter(|_| chain.len() > 1) {
        let row = requests.get(it);
        let end = row.range(recording.duration).end;
        report.line(format!("  {} to {}: {}", row.start, end, recording.text(row.url)));
    }
    report.set("critical_chain", chain.iter().map(|it| it.row()).collect::<Vec<_>>());
}
