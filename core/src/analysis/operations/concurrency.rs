//! How many operations went on at once, over time.

use hashbrown::HashMap;

use super::{end_of, selected_operations};
use crate::analysis::pace::Pace;
use crate::analysis::selection::Selection;
use crate::model::{AsyncSpanIndex, Recording};
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};
use crate::units::{Nanos, TimeRange};

/// How many operations went on at once, in equal parts of the selected time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Concurrency {
    /// The selected time.
    pub range: TimeRange,
    /// The operations that took most time, the most first; then all others together.
    pub series: Vec<ConcurrencySeries>,
    /// The most operations of any name that went on at once in each part.
    pub peaks: Vec<u64>,
}

/// One kind of operation over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConcurrencySeries {
    /// Name and kind, or `None` for all others.
    pub key: Option<(StringIndex, StringIndex)>,
    /// How much time they took in each part, in nanoseconds. Divided by the length of a part that
    /// is how many went on, on average, so series can be stacked.
    pub busy: Vec<u64>,
    /// All of it.
    pub total: u64,
}

impl Concurrency {
    /// How many of a series went on, on average, in a part.
    #[expect(clippy::cast_precision_loss, reason = "a height on the screen")]
    pub fn mean(&self, series: &ConcurrencySeries, part: usize) -> f64 {
        let length =
            (self.range.end.since(self.range.start).0 / series.busy.len().max(1) as u64).max(1);
        series.busy.get(part).map_or(0.0, |&it| it as f64 / length as f64)
    }
}

/// How many operations of a selection went on at once: of the `n_names` kinds that took most time
/// each by itself, and of all others together, in `n_parts` parts of the selected time.
///
/// Costs a few steps per operation, however long it lasted, and one sort of their ends.
pub fn concurrency(
    recording: &Recording,
    selection: &Selection,
    (n_names, n_parts): (usize, usize),
    task: &Task,
) -> Result<Concurrency, Cancelled> {
    let spans = &recording.async_spans;
    let range = selection.time_of(recording);
    let parts = Parts::new(&range, n_parts.max(1));
    let mut place: HashMap<(StringIndex, StringIndex), usize> = HashMap::new();
    let mut sums: Vec<(Option<(StringIndex, StringIndex)>, u64)> = Vec::new();
    let mut chosen: Vec<(AsyncSpanIndex, usize)> = Vec::new();
    let (mut starts, mut ends) = (Vec::new(), Vec::new());
    let mut pace = Pace::new(task);
    for span in selected_operations(recording, selection) {
        pace.step()?;
        let key = (spans.name[span], spans.kind[span]);
        let at = *place.entry(key).or_insert_with(|| {
            sums.push((Some(key), 0));
            sums.len() - 1
        });
        let whole = spans.range(span);
        sums[at].1 += parts.within(&whole);
        chosen.push((span, at));
        starts.push(whole.start.max(range.start));
        ends.push(end_of(&whole));
    }
    let (series_of, mut series) = largest(recording, &sums, n_names, &parts);
    for (span, at) in chosen {
        pace.step()?;
        series[series_of[at]].add(&spans.range(span), &parts);
    }
    let series = series.into_iter().map(Growing::finish).filter(|it| it.total > 0).collect();
    ends.sort_unstable();
    let peaks = peaks(&starts, &ends, &parts);
    Ok(Concurrency { range, series, peaks })
}

/// The series of the keys with the largest sums and one for the rest; and which series each key
/// belongs to.
fn largest(
    recording: &Recording,
    sums: &[(Option<(StringIndex, StringIndex)>, u64)],
    n_names: usize,
    parts: &Parts,
) -> (Vec<usize>, Vec<Growing>) {
    let mut order: Vec<usize> = (0..sums.len()).collect();
    let text = |at: usize| sums[at].0.map(|it| (recording.text(it.0), recording.text(it.1)));
    order.sort_by_key(|&at| (std::cmp::Reverse(sums[at].1), text(at)));
    let n_own = if sums.len() <= n_names + 1 { sums.len() } else { n_names };
    let mut series_of = vec![n_own; sums.len()];
    let mut series = Vec::new();
    for (row, &at) in order.iter().take(n_own).enumerate() {
        series_of[at] = row;
        series.push(Growing::new(sums[at].0, parts));
    }
    series.push(Growing::new(None, parts));
    (series_of, series)
}

/// A range of time in equal parts.
struct Parts {
    range: TimeRange,
    n: usize,
}

impl Parts {
    fn new(range: &TimeRange, n: usize) -> Self {
        Self { range: range.clone(), n }
    }

    /// How much of `range` lies within.
    fn within(&self, range: &TimeRange) -> u64 {
        range.end.min(self.range.end).since(range.start.max(self.range.start)).0
    }

    /// Where part `part` begins, or the last one ends.
    fn edge(&self, part: usize) -> Nanos {
        let length = u128::from(self.range.end.since(self.range.start).0);
        let offset = length * part as u128 / self.n as u128;
        self.range.start + Nanos(u64::try_from(offset).unwrap_or(u64::MAX))
    }

    /// The part that `time` lies in.
    fn part(&self, time: Nanos) -> usize {
        let length = u128::from(self.range.end.since(self.range.start).0).max(1);
        let offset = u128::from(time.since(self.range.start).0);
        let part = usize::try_from(offset * self.n as u128 / length).unwrap_or(usize::MAX);
        let part = part.min(self.n - 1);
        // An edge is rounded down, so a moment right behind it may be counted one too low.
        if part + 1 < self.n && self.edge(part + 1) <= time { part + 1 } else { part }
    }
}

/// A series while operations are added to it.
struct Growing {
    series: ConcurrencySeries,
    /// How many more cover a part wholly than the one before it.
    steps: Vec<i64>,
    lengths: Vec<u64>,
}

impl Growing {
    fn new(key: Option<(StringIndex, StringIndex)>, parts: &Parts) -> Self {
        let lengths = (0..parts.n).map(|it| parts.edge(it + 1).since(parts.edge(it)).0).collect();
        let series = ConcurrencySeries { key, busy: vec![0; parts.n], total: 0 };
        Self { series, steps: vec![0; parts.n + 1], lengths }
    }

    fn add(&mut self, range: &TimeRange, parts: &Parts) {
        let start = range.start.max(parts.range.start);
        let end = range.end.min(parts.range.end);
        if end <= start {
            return;
        }
        self.series.total += end.since(start).0;
        let (first, last) = (parts.part(start), parts.part(Nanos(end.0 - 1)));
        if first == last {
            self.series.busy[first] += end.since(start).0;
            return;
        }
        self.series.busy[first] += parts.edge(first + 1).since(start).0;
        self.series.busy[last] += end.since(parts.edge(last)).0;
        self.steps[first + 1] += 1;
        self.steps[last] -= 1;
    }

    fn finish(mut self) -> ConcurrencySeries {
        let mut covering = 0_i64;
        for ((busy, step), length) in
            self.series.busy.iter_mut().zip(&self.steps).zip(&self.lengths)
        {
            covering += step;
            *busy += u64::try_from(covering).unwrap_or(0) * length;
        }
        self.series
    }
}

/// The most that went on at once in each part; `starts` and `ends` are in order.
fn peaks(starts: &[Nanos], ends: &[Nanos], parts: &Parts) -> Vec<u64> {
    let mut peaks = vec![0; parts.n];
    let (mut n_begun, mut n_ended) = (0, 0);
    for (part, peak) in peaks.iter_mut().enumerate() {
        let (from, to) = (parts.edge(part), parts.edge(part + 1));
        let is_last = part + 1 == parts.n;
        while ends.get(n_ended).is_some_and(|&it| it <= from) && n_ended < n_begun {
            n_ended += 1;
        }
        *peak = (n_begun - n_ended) as u64;
        while starts.get(n_begun).is_some_and(|&it| it < to || is_last) {
            let start = starts[n_begun];
            n_begun += 1;
            while ends.get(n_ended).is_some_and(|&it| it <= start) {
                n_ended += 1;
            }
            *peak = (*peak).max((n_begun - n_ended) as u64);
        }
    }
    peaks
}
