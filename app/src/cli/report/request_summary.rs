//! The part of a summary about requests, where a recording holds nothing else.

use std::io::{self, Write};

use asyncscope_core::analysis::Selection;
use asyncscope_core::analysis::requests::{
    RequestGroup, RequestOverview, request_overview, selected_requests,
};
use asyncscope_core::model::Recording;
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::{Bytes, Count};
use serde::Serialize;

use crate::cli::columns::{Columns, Heading};
use crate::cli::requests::{Figures, rate, time};

/// What the requests of a recording come to.
#[derive(Debug, Serialize)]
pub(super) struct RequestSummary {
    totals: Figures,
    most_at_once: u32,
    hosts: usize,
    endpoints: usize,
    redirects: usize,
    by_type: Vec<TypeRow>,
    top_endpoints: Vec<EndpointRow>,
    slowest: Vec<SlowRow>,
    #[serde(skip)]
    lines: Vec<String>,
}

#[derive(Debug, Serialize)]
struct TypeRow {
    #[serde(rename = "type")]
    kind: String,
    count: u64,
    failed: u64,
    transferred_bytes: u64,
    decoded_bytes: u64,
}

#[derive(Debug, Serialize)]
struct EndpointRow {
    endpoint: String,
    #[serde(flatten)]
    figures: Figures,
    #[serde(skip)]
    p95: String,
    #[serde(skip)]
    counts: [u64; 3],
}

#[derive(Debug, Serialize)]
struct SlowRow {
    method: String,
    url: String,
    status: Option<u16>,
    outcome: &'static str,
    duration_ns: Option<u64>,
    #[serde(skip)]
    took: String,
}

impl RequestSummary {
    /// What the selected requests come to.
    pub(super) fn of(
        recording: &Recording,
        selection: &Selection,
        task: &Task,
    ) -> Result<Self, Cancelled> {
        let rows = selected_requests(recording, selection, task)?;
        let range = selection.time_of(recording);
        let rules = &selection.requests.rules;
        let it = request_overview(recording, &rows, (&range, 1), rules, task)?;
        let slow = it.slowest.iter().map(|&row| {
            let request = recording.requests.get(row);
            SlowRow {
                method: recording.text(request.method).to_owned(),
                url: recording.text(request.url).to_owned(),
                status: request.status,
                outcome: request.outcome.key(),
                duration_ns: request.duration.get(),
                took: time(request.duration.nanos()),
            }
        });
        Ok(Self {
            totals: Figures::new(&it.stats),
            most_at_once: it.most_at_once,
            hosts: it.n_hosts,
            endpoints: it.n_endpoints,
            redirects: it.n_redirects,
            by_type: it.types.iter().map(type_row).collect(),
            top_endpoints: it.endpoints.iter().map(endpoint_row).collect(),
            slowest: slow.collect(),
            lines: lines(&it),
        })
    }

    /// Writes it as text.
    pub(super) fn write(&self, out: &mut dyn Write, width: usize) -> io::Result<()> {
        for line in &self.lines {
            writeln!(out, "{line}")?;
        }
        writeln!(out, "\nBytes by type\n")?;
        let mut columns = Columns::new(TYPE_HEADINGS);
        for it in &self.by_type {
            columns.push([
                Count(it.count).to_string(),
                Count(it.failed).to_string(),
                Bytes(it.transferred_bytes).to_string(),
                Bytes(it.decoded_bytes).to_string(),
                it.kind.clone(),
            ]);
        }
        columns.write(out, width)?;
        writeln!(out, "\nEndpoints with most requests\n")?;
        let mut columns = Columns::new(ENDPOINT_HEADINGS);
        for it in &self.top_endpoints {
            let [count, failed, bytes] = it.counts;
            columns.push([
                Count(count).to_string(),
                Count(failed).to_string(),
                it.p95.clone(),
                Bytes(bytes).to_string(),
                it.endpoint.clone(),
            ]);
        }
        columns.write(out, width)?;
        writeln!(out, "\nSlowest requests\n")?;
        let mut columns = Columns::new(SLOW_HEADINGS);
        for it in &self.slowest {
            let status = it.status.map_or_else(|| it.outcome.to_owned(), |it| it.to_string());
            columns.push([it.took.clone(), status, format!("{} {}", it.method, it.url)]);
        }
        columns.write(out, width)
    }
}

const TYPE_HEADINGS: &[Heading] = &[
    Heading::number("Requests"),
    Heading::number("Failed"),
    Heading::number("Transferred"),
    Heading::number("Decoded"),
    Heading::name("Type"),
];
const ENDPOINT_HEADINGS: &[Heading] = &[
    Heading::number("Requests"),
    Heading::number("Failed"),
    Heading::number("p95"),
    Heading::number("Bytes"),
    Heading::place("Endpoint"),
];
const SLOW_HEADINGS: &[Heading] =
    &[Heading::number("Duration"), Heading::number("Status"), Heading::place("Request")];

fn lines(it: &RequestOverview) -> Vec<String> {
    let stats = &it.stats;
    let mut lines = vec![
        format!(
            "Requests  {} to {} endpoints of {} hosts: {} succeeded, {} failed, {} pending",
            Count(stats.count),
            Count(it.n_endpoints as u64),
            Count(it.n_hosts as u64),
            Count(stats.succeeded),
            Count(stats.failed),
            Count(stats.pending),
        ),
        format!(
            "Took      p50 {}, p95 {}, longest {}; {} success",
            time(stats.p50),
            time(stats.p95),
            time(stats.max),
            rate(stats),
        ),
        format!(
            "Under way {} with any, {} all together, at most {} at once",
            stats.union,
            stats.sum,
            Count(it.most_at_once.into()),
        ),
        format!(
            "Bytes     {} transferred, {} decoded",
            Bytes(stats.transferred),
            Bytes(stats.decoded)
        ),
    ];
    if !stats.failures.is_empty() {
        let all = stats.failures.iter().map(|(why, n)| format!("{why} ({})", Count(*n)));
        lines.push(format!("Failures  {}", all.collect::<Vec<_>>().join(", ")));
    }
    lines
}

fn type_row(group: &RequestGroup) -> TypeRow {
    TypeRow {
        kind: group.name.name.clone(),
        count: group.stats.count,
        failed: group.stats.failed,
        transferred_bytes: group.stats.transferred,
        decoded_bytes: group.stats.decoded,
    }
}

fn endpoint_row(group: &RequestGroup) -> EndpointRow {
    EndpointRow {
        endpoint: group.name.to_string(),
        figures: Figures::new(&group.stats),
        p95: time(group.stats.p95),
        counts: [group.stats.count, group.stats.failed, group.stats.transferred],
    }
}
