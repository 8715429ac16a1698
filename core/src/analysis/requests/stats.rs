//! How many requests there are, how they ended, and how long they took.

use std::collections::BTreeMap;

use crate::analysis::requests::concurrency;
use crate::model::requests::Outcome;
use crate::model::{Recording, Request, RequestIndex};
use crate::units::Nanos;

/// Some requests in a few numbers. Durations are those of requests that ended, failed ones
/// included; `None` where none did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestStats {
    /// How many there are.
    pub count: u64,
    /// How many ended with a whole answer of status below 400.
    pub succeeded: u64,
    /// How many ended otherwise.
    pub failed: u64,
    /// How many had not ended when the recording did.
    pub pending: u64,
    /// Why they failed, and how many did so; most first, then by name.
    pub failures: Vec<(String, u64)>,
    /// The mean, rounded to the nanosecond.
    pub avg: Option<Nanos>,
    /// Half of them took at most this.
    pub p50: Option<Nanos>,
    /// 95 in 100 took at most this.
    pub p95: Option<Nanos>,
    /// 99 in 100 took at most this.
    pub p99: Option<Nanos>,
    /// The longest.
    pub max: Option<Nanos>,
    /// All durations together.
    pub sum: Nanos,
    /// The time in which at least one was under way; pending ones are, to the recording's end.
    pub union: Nanos,
    /// Bytes that came over the network, as far as they are known.
    pub transferred: u64,
    /// Bytes of content after decompression, as far as they are known.
    pub decoded: u64,
}

impl RequestStats {
    /// How many of those that ended succeeded, from 0 to 1; `None` if none ended.
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more")]
    pub fn success_rate(&self) -> Option<f64> {
        let ended = self.succeeded + self.failed;
        (ended > 0).then(|| self.succeeded as f64 / ended as f64)
    }
}

/// Why a request failed, in words: `HTTP 404`, the recorder's own error, or how it ended.
pub fn failure_reason(recording: &Recording, request: &Request) -> Option<String> {
    if !request.outcome.is_failure() {
        return None;
    }
    Some(match (request.outcome, request.status, request.reason) {
        (Outcome::HttpError, Some(status), _) => format!("HTTP {status}"),
        (_, _, Some(reason)) => recording.text(reason).to_owned(),
        (outcome, _, None) => outcome.name().to_owned(),
    })
}

/// The figures of some requests.
pub fn request_stats(recording: &Recording, rows: &[RequestIndex]) -> RequestStats {
    let mut stats = RequestStats::default();
    let mut durations = Vec::with_capacity(rows.len());
    let mut failures: BTreeMap<String, u64> = BTreeMap::new();
    for &row in rows {
        let it = recording.requests.get(row);
        stats.count += 1;
        match it.outcome {
            Outcome::Success => stats.succeeded += 1,
            Outcome::Pending => stats.pending += 1,
            _ => stats.failed += 1,
        }
        if let Some(reason) = failure_reason(recording, it) {
            *failures.entry(reason).or_default() += 1;
        }
        if it.outcome != Outcome::Pending {
            durations.extend(it.duration.nanos());
        }
        stats.transferred = stats.transferred.saturating_add(it.transferred.get().unwrap_or(0));
        stats.decoded = stats.decoded.saturating_add(it.decoded.get().unwrap_or(0));
    }
    durations.sort_unstable();
    let n = durations.len();
    let rank = |percent: usize| Some(durations[(n * percent).div_ceil(100).checked_sub(1)?]);
    [stats.p50, stats.p95, stats.p99, stats.max] = [rank(50), rank(95), rank(99), rank(100)];
    stats.sum = durations.iter().fold(Nanos(0), |sum, &it| sum + it);
    let n = n as u64;
    stats.avg = (n > 0).then(|| Nanos((stats.sum.0.saturating_add(n / 2)) / n));
    stats.failures = failures.into_iter().collect();
    stats.failures.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    stats.union = concurrency(recording, rows).busy;
    stats
}
