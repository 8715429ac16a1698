//! How many requests are under way at once, and what comes over the network, over time.

use crate::analysis::buckets::Buckets;
use crate::model::{Recording, RequestIndex};
use crate::units::{Nanos, TimeRange};

/// How many requests are under way at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Concurrency {
    /// From each moment on, how many are under way; in order of time, each number another than the
    /// one before. Nothing is under way before the first and from the last on.
    pub steps: Vec<(Nanos, u32)>,
    /// The most at once.
    pub most: u32,
    /// The time in which at least one is: the union of all durations.
    pub busy: Nanos,
}

/// How many of these requests are under way at once. Those that had not ended are, up to the end
/// of the recording; those without length never are.
pub fn concurrency(recording: &Recording, rows: &[RequestIndex]) -> Concurrency {
    let ranges = rows.iter().map(|&it| recording.requests.get(it).range(recording.duration));
    let mut edges: Vec<(Nanos, i32)> = Vec::with_capacity(rows.len() * 2);
    for range in ranges.filter(|it| it.start < it.end) {
        edges.extend([(range.start, 1), (range.end, -1)]);
    }
    edges.sort_unstable();
    let mut answer = Concurrency::default();
    let (mut now, mut before) = (0_i64, 0_u32);
    let mut since = Nanos(0);
    for edges in edges.chunk_by(|a, b| a.0 == b.0) {
        let Some(&(time, _)) = edges.first() else { continue };
        if before > 0 {
            answer.busy = answer.busy + time.since(since);
        }
        now += edges.iter().map(|it| i64::from(it.1)).sum::<i64>();
        let count = u32::try_from(now).unwrap_or(0);
        if count != before {
            answer.steps.push((time, count));
        }
        answer.most = answer.most.max(count);
        (before, since) = (count, time);
    }
    answer
}

/// What requests do in each part of a stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Throughput {
    /// The parts.
    pub buckets: Buckets,
    /// How many begin in each.
    pub started: Vec<u64>,
    /// How many fail in each: by when they end.
    pub failed: Vec<u64>,
    /// Bytes that come in each.
    pub bytes: Vec<u64>,
}

/// What these requests do in each of `n` equal parts of `time`.
///
/// Bytes are spread evenly over the time in which the answer came (the phase `receive`), or else
/// count where the request ends; within the time that lies in `time` they add up to the whole byte.
pub fn throughput(
    recording: &Recording,
    rows: &[RequestIndex],
    time: &TimeRange,
    n: usize,
) -> Throughput {
    let buckets = Buckets::new(time, n);
    let mut answer = Throughput {
        started: vec![0; n],
        failed: vec![0; n],
        bytes: vec![0; n],
        buckets: buckets.clone(),
    };
    for &row in rows {
        let it = recording.requests.get(row);
        let range = it.range(recording.duration);
        // One that begins when the recording ends belongs to its last part.
        let is_last = it.start == time.end && time.end == recording.duration;
        let part = buckets.at(it.start).or_else(|| n.checked_sub(1).filter(|_| is_last));
        if let Some(part) = part {
            answer.started[part] += 1;
        }
        if let Some(part) = buckets.at(range.end.max(Nanos(1)) - Nanos(1))
            && it.outcome.is_failure()
        {
            answer.failed[part] += 1;
        }
        let Some(bytes) = it.transferred.get().filter(|it| *it > 0) else { continue };
        let receive = it.phases.receive.nanos().unwrap_or(Nanos(0));
        let came = (range.end - receive).max(range.start)..range.end;
        spread(bytes, &came, &buckets, &mut answer.bytes);
    }
    answer
}

/// Adds `bytes` that came evenly over `came` to the parts they came in.
fn spread(bytes: u64, came: &TimeRange, buckets: &Buckets, sums: &mut [u64]) {
    let length = came.end.since(came.start).0;
    if length == 0 {
        if let Some(part) = buckets.at(came.start.max(Nanos(1)) - Nanos(1)) {
            sums[part] = sums[part].saturating_add(bytes);
        }
        return;
    }
    // Bytes that came up to a moment: differences of these add up to the whole.
    let up_to = |time: Nanos| {
        let passed = u128::from(time.clamp(came.start, came.end).since(came.start).0);
        u64::try_from(u128::from(bytes) * passed / u128::from(length)).unwrap_or(bytes)
    };
    for part in buckets.touched(came) {
        let range = buckets.bucket(part);
        sums[part] = sums[part].saturating_add(up_to(range.end) - up_to(range.start));
    }
}
