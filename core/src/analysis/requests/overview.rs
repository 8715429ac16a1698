//! What there is to say of requests at first sight.

use crate::analysis::requests::{
    Concurrency, RequestGroup, RequestGrouping, RequestStats, TemplateRules, Throughput,
    concurrency, critical_chain, request_groups, request_stats, slowest, throughput,
};
use crate::analysis::{Buckets, Histogram};
use crate::model::{Recording, RequestIndex};
use crate::task::{Cancelled, Task};
use crate::units::{Nanos, TimeRange};

/// How many requests or groups stand in the short lists.
pub const FEW_REQUESTS: usize = 8;

/// What there is to say of requests at first sight.
#[derive(Clone, Debug)]
pub struct RequestOverview {
    /// What all of them come to.
    pub stats: RequestStats,
    /// The most that were under way at once.
    pub most_at_once: u32,
    /// The slowest of them, slowest first.
    pub slowest: Vec<RequestIndex>,
    /// Endpoints by their number of requests; the first of them.
    pub endpoints: Vec<RequestGroup>,
    /// How many endpoints there are.
    pub n_endpoints: usize,
    /// How many hosts there are.
    pub n_hosts: usize,
    /// All types, most requests first.
    pub types: Vec<RequestGroup>,
    /// What led to the one that ended last.
    pub critical_chain: Vec<RequestIndex>,
    /// How many were redirected.
    pub n_redirects: usize,
    /// What happened over time.
    pub throughput: Throughput,
}

/// What there is to say of `rows` at first sight, with what happened in each of `n` parts of
/// `time`.
pub fn request_overview(
    recording: &Recording,
    rows: &[RequestIndex],
    (time, n): (&TimeRange, usize),
    rules: &TemplateRules,
    task: &Task,
) -> Result<RequestOverview, Cancelled> {
    let groups = |by| request_groups(recording, rows, by, rules, task);
    let mut endpoints = groups(RequestGrouping::Endpoint)?;
    let n_endpoints = endpoints.len();
    endpoints.truncate(FEW_REQUESTS);
    let is_redirected = |it: &&RequestIndex| recording.requests.get(**it).redirected_to.is_some();
    Ok(RequestOverview {
        stats: request_stats(recording, rows),
        most_at_once: concurrency(recording, rows).most,
        slowest: slowest(recording, rows, FEW_REQUESTS),
        endpoints,
        n_endpoints,
        n_hosts: groups(RequestGrouping::Host)?.len(),
        types: groups(RequestGrouping::Type)?,
        critical_chain: critical_chain(recording, rows),
        n_redirects: rows.iter().filter(is_redirected).count(),
        throughput: throughput(recording, rows, time, n),
    })
}

/// How many of `rows` took how long, in at most `most` bars. Those that did not end count nowhere.
pub fn request_histogram(recording: &Recording, rows: &[RequestIndex], most: usize) -> Histogram {
    let mut durations: Vec<Nanos> =
        rows.iter().filter_map(|it| recording.requests.get(*it).duration.nanos()).collect();
    durations.sort_unstable();
    Histogram::new(&durations, most)
}

/// The most that are under way at once in each of `n` equal parts of `time`.
pub fn most_at_once(concurrency: &Concurrency, time: &TimeRange, n: usize) -> Vec<u32> {
    let buckets = Buckets::new(time, n);
    let mut most = vec![0; n];
    let ends = concurrency.steps.iter().skip(1).map(|it| it.0).chain([Nanos::MAX]);
    for (&(start, count), end) in concurrency.steps.iter().zip(ends) {
        if count == 0 {
            continue;
        }
        for part in buckets.touched(&(start..end)) {
            most[part] = count.max(most[part]);
        }
    }
    most
}
