//! When samples were taken.

use super::{Clock, Work};
use crate::task::Cancelled;
use crate::warning::Severity;

/// What is taken for the interval between samples where a profile tells no time at all: what V8
/// does unless it is told otherwise.
pub(super) const DEFAULT_INTERVAL: i64 = 1_000_000;

/// The times of a profile as they are read.
#[derive(Debug, Default)]
pub(super) struct Times {
    values: Vec<i64>,
    are_stamps: bool,
}

impl Times {
    #[inline]
    pub(super) fn delta(&mut self, nanos: i64) {
        self.values.push(nanos);
    }

    #[inline]
    pub(super) fn stamp(&mut self, nanos: i64) {
        self.are_stamps = true;
        self.values.push(nanos);
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// Says that no time is used, for want of samples.
    pub(super) fn report_unused(&self, work: Work<'_>) {
        let what = "sample times have no sample and are left out";
        work.warnings.add_many(Severity::Loss, what, self.values.len() as u64, None, String::new);
    }

    /// The time of each sample, in order, and when the last one ends.
    ///
    /// Leaves out samples without time and times without sample, and sorts the samples.
    pub(super) fn finish(
        self,
        samples: &mut Vec<u32>,
        clock: Clock,
        work: Work<'_>,
    ) -> Result<(Vec<i64>, i64), Cancelled> {
        if self.values.is_empty() {
            return Ok(spread(samples.len(), clock, work));
        }
        let mut times = self.values;
        match_lengths(&mut times, samples, self.are_stamps, work);
        if !self.are_stamps {
            add_up(&mut times, clock.start, work);
        }
        work.task.advance(0)?;
        let n_moved = sort(&mut times, samples);
        let what = "samples were out of order by time and were sorted";
        work.warnings.add_many(Severity::Repair, what, n_moved, None, String::new);
        work.task.advance(0)?;
        let end = end_of_last(&times, clock);
        report_early_end(&times, clock, work);
        Ok((times, end))
    }
}

/// Cuts samples and times to the same number.
fn match_lengths(times: &mut Vec<i64>, samples: &mut Vec<u32>, are_stamps: bool, work: Work<'_>) {
    let (n_times, n_samples) = (times.len(), samples.len());
    let (name, too_few, too_many) = if are_stamps {
        let too_few = "samples have no time in `timestamps` and are left out";
        ("timestamps", too_few, "times in `timestamps` have no sample and are left out")
    } else {
        let too_few = "samples have no time in `timeDeltas` and are left out";
        ("timeDeltas", too_few, "times in `timeDeltas` have no sample and are left out")
    };
    let both = || format!("{n_samples} samples, {n_times} {name}");
    let missing = n_samples.saturating_sub(n_times) as u64;
    work.warnings.add_many(Severity::Loss, too_few, missing, None, both);
    let extra = n_times.saturating_sub(n_samples) as u64;
    work.warnings.add_many(Severity::Loss, too_many, extra, None, both);
    times.truncate(n_samples);
    samples.truncate(n_times);
}

/// Turns deltas into moments.
fn add_up(times: &mut [i64], start: i64, work: Work<'_>) {
    let mut now = start;
    let mut n_overflows = 0;
    for time in times {
        now = now.checked_add(*time).unwrap_or_else(|| {
            n_overflows += 1;
            now.saturating_add(*time)
        });
        *time = now;
    }
    let what = "sample times overflow the range of 292 years and are cut to it";
    work.warnings.add_many(Severity::Loss, what, n_overflows, None, String::new);
}

/// Sorts samples by time, equal ones as in the file. Tells how many came after a later one.
///
/// V8 writes a few samples late, by a few places: each is moved back to where it belongs. Where
/// that would move too much, everything is sorted.
fn sort(times: &mut [i64], samples: &mut [u32]) -> u64 {
    let mut n_moved = 0;
    let mut latest = i64::MIN;
    let mut first = times.len();
    for (at, &time) in times.iter().enumerate() {
        if time < latest {
            n_moved += 1;
            first = first.min(at);
        } else {
            latest = time;
        }
    }
    let mut budget = times.len().saturating_mul(4);
    for at in first..times.len() {
        let time = times[at];
        if times[at - 1] <= time {
            continue;
        }
        let to = times[..at].partition_point(|&it| it <= time);
        if at - to > budget {
            sort_all(times, samples);
            break;
        }
        budget -= at - to;
        times[to..=at].rotate_right(1);
        samples[to..=at].rotate_right(1);
    }
    n_moved
}

fn sort_all(times: &mut [i64], samples: &mut [u32]) {
    let mut pairs: Vec<(i64, u32)> = times.iter().copied().zip(samples.iter().copied()).collect();
    pairs.sort_by_key(|it| it.0);
    for (at, (time, sample)) in pairs.into_iter().enumerate() {
        times[at] = time;
        samples[at] = sample;
    }
}

/// The last sample lasts one average interval; a lone one lasts until the profile ends.
fn end_of_last(times: &[i64], clock: Clock) -> i64 {
    let (Some(&first), Some(&last)) = (times.first(), times.last()) else { return clock.start };
    match i128::try_from(times.len() - 1) {
        Ok(n_intervals @ 1..) => {
            let span = i128::from(last) - i128::from(first);
            let average = (span + n_intervals / 2) / n_intervals;
            last.saturating_add(i64::try_from(average).unwrap_or(i64::MAX))
        }
        _ => clock.end.map_or(last, |end| end.max(last)),
    }
}

fn report_early_end(times: &[i64], clock: Clock, work: Work<'_>) {
    let (Some(end), Some(&last)) = (clock.end, times.last()) else { return };
    let early = last.saturating_sub(end) / 1_000;
    if end < clock.start {
        let what = "`endTime` lies before `startTime` and is not used";
        work.warnings.add(Severity::Repair, what, None, String::new);
    } else if early > 0 {
        let what = "`endTime` lies before the last sample and is not used";
        work.warnings.add(Severity::Repair, what, None, || format!("{early} µs before"));
    }
}

/// Spreads samples without times evenly from start to end.
fn spread(n_samples: usize, clock: Clock, work: Work<'_>) -> (Vec<i64>, i64) {
    let what = "samples have no times (`timeDeltas` missing) and are spread evenly";
    work.warnings.add_many(Severity::Loss, what, n_samples as u64, None, || interval_words(clock));
    let (start, span) = extent(clock, n_samples as u64);
    let time = |at: usize| moment(start, span, at as u64, n_samples as u64);
    ((0..n_samples).map(time).collect(), time(n_samples))
}

/// Start and length of a profile of `n_samples` that tells no other time.
pub(super) fn extent(clock: Clock, n_samples: u64) -> (i64, u64) {
    let start = clock.start;
    match clock.end {
        Some(end) if end > start => (start, end.abs_diff(start)),
        _ => (start, n_samples.saturating_mul(DEFAULT_INTERVAL.unsigned_abs())),
    }
}

/// How [`extent`] came about, for a warning.
pub(super) fn interval_words(clock: Clock) -> String {
    match clock.end {
        Some(end) if end > clock.start => "from `startTime` to `endTime`".to_owned(),
        _ => "1 ms each, since `startTime` and `endTime` tell no duration".to_owned(),
    }
}

/// The moment when `part` of `whole` samples have passed.
pub(super) fn moment(start: i64, span: u64, part: u64, whole: u64) -> i64 {
    let passed = u128::from(span) * u128::from(part) / u128::from(whole.max(1));
    start.saturating_add(i64::try_from(passed).unwrap_or(i64::MAX))
}
