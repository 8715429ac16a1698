//! Operations of two sides, matched by name and kind.

use std::collections::BTreeMap;

use super::noise::{Difference, Evidence, Figure, Tested, Values, judge};
use super::sides::{Quantity, Run, Runs, Sides, Status};
use crate::analysis::instances::{Histogram, nearest_rank};
use crate::analysis::operations::selected_operations;
use crate::analysis::pace::Pace;
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// All operations of a name and a kind on both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct OperationDiff {
    /// Their name.
    pub name: String,
    /// Their kind, such as `op`, `http.server` or `measure`.
    pub kind: String,
    /// What became of them.
    pub status: Status,
    /// Their number per run, unfinished ones included.
    pub count: Difference,
    /// How many failed or were aborted, all runs of a side together.
    pub failed: Sides<u64>,
    /// How many had not ended when their recording did, all runs together.
    pub unfinished: Sides<u64>,
    /// Half took at most this; all instances of a side together (nearest rank).
    pub p50: Difference,
    /// 95 in 100 took at most this.
    pub p95: Difference,
    /// 99 in 100 took at most this.
    pub p99: Difference,
    /// All durations of a run together, in the mean.
    pub total: Difference,
    /// How long each took that ended, shortest first, all runs together.
    pub durations: Sides<Vec<Nanos>>,
}

/// How many operations of each side lasted how long, on one logarithmic axis.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    /// Where bars begin, ascending, and where the last one ends.
    pub edges: Vec<Nanos>,
    /// How many of each side lie in each bar.
    pub counts: Sides<Vec<u64>>,
}

impl Overlay {
    /// At most `most` bars over both, whose durations are in order.
    pub fn new(durations: Sides<&[Nanos]>, most: usize) -> Self {
        let ends = |all: &[Nanos]| all.first().into_iter().chain(all.last()).copied().collect();
        let both: Sides<Vec<Nanos>> = durations.map(ends);
        let mut all: Vec<Nanos> = both.into_array().concat();
        all.sort_unstable();
        let edges = Histogram::new(&all, most).edges;
        let counts = durations.map(|all| {
            let below = |edge: &Nanos| all.partition_point(|it| it < edge) as u64;
            edges.windows(2).map(|it| below(&it[1]) - below(&it[0])).collect()
        });
        Self { edges, counts }
    }
}

impl OperationDiff {
    /// Both histograms on one axis of at most `most` bars.
    pub fn overlay(&self, most: usize) -> Overlay {
        Overlay::new(self.durations.as_ref().map(Vec::as_slice), most)
    }
}

/// The operations of one side by name and kind.
type Groups = BTreeMap<Key, Group>;

/// Name and kind.
type Key = (String, String);

/// The operations of one name and kind on one side.
#[derive(Default)]
struct Group {
    failed: u64,
    unfinished: u64,
    count: u64,
    /// For each run, how long those took that ended, shortest first.
    durations: Vec<Vec<Nanos>>,
}

/// The operations of both sides by name and kind.
///
/// Order: those whose median got slower most first, then by name and kind; then those that only one
/// side has, new ones first.
pub fn diff_operations(runs: Runs<'_>, task: &Task) -> Result<Vec<OperationDiff>, Cancelled> {
    let Sides { before, mut after } = runs.try_map(|side| groups(side, task))?;
    let n_runs = runs.map(<[_]>::len);
    let mut both: Vec<(Key, Sides<Group>)> = Vec::new();
    for (key, group) in before {
        let other = after.remove(&key).unwrap_or_default();
        both.push((key, Sides::new(group, other)));
    }
    both.extend(after.into_iter().map(|it| (it.0, Sides::new(Group::default(), it.1))));
    let mut rows = Vec::new();
    let mut tested: [Vec<Option<Tested>>; 4] = Default::default();
    for ((name, kind), groups) in both {
        task.advance(1)?;
        let figures = [Figure::Median, Figure::Percentile(95), Figure::Percentile(99)];
        for (tested, figure) in tested.iter_mut().zip(figures) {
            tested.push(Some(test(&groups, n_runs, figure)));
        }
        tested[3].push(Some(test_totals(&groups)));
        rows.push(row((name, kind), groups, n_runs));
    }
    let evidence = tested.map(|it| judge(&it));
    for (at, row) in rows.iter_mut().enumerate() {
        let figures = [&mut row.p50, &mut row.p95, &mut row.p99, &mut row.total];
        for (figure, evidence) in figures.into_iter().zip(&evidence) {
            figure.judged(evidence[at]);
        }
    }
    rows.sort_by(|a, b| {
        let is_one_sided = |it: &OperationDiff| it.p50.ratio().is_none();
        let by_delta = b.p50.delta().total_cmp(&a.p50.delta());
        let order = is_one_sided(a).cmp(&is_one_sided(b)).then(by_delta);
        order.then_with(|| (&a.name, &a.kind).cmp(&(&b.name, &b.kind)))
    });
    Ok(rows)
}

fn groups(runs: &[Run<'_>], task: &Task) -> Result<Groups, Cancelled> {
    let mut groups = Groups::new();
    let mut pace = Pace::new(task);
    for (number, Run { recording, selection }) in runs.iter().enumerate() {
        let spans = &recording.async_spans;
        let mut places = hashbrown::HashMap::new();
        let mut of_run: Vec<((_, _), Group)> = Vec::new();
        for span in selected_operations(recording, selection) {
            pace.step()?;
            let key = (spans.name[span], spans.kind[span]);
            let at = *places.entry(key).or_insert_with(|| {
                of_run.push((key, Group { durations: vec![Vec::new()], ..Group::default() }));
                of_run.len() - 1
            });
            let group = &mut of_run[at].1;
            group.count += 1;
            group.failed += u64::from(spans.outcome[span].is_failure());
            if spans.is_open[span] {
                group.unfinished += 1;
            } else {
                group.durations[0].push(spans.duration[span]);
            }
        }
        for ((name, kind), mut it) in of_run {
            let key = (recording.text(name).to_owned(), recording.text(kind).to_owned());
            let group = groups.entry(key).or_default();
            group.count += it.count;
            group.failed += it.failed;
            group.unfinished += it.unfinished;
            group.durations.resize(number, Vec::new());
            it.durations.iter_mut().for_each(|it| it.sort_unstable());
            group.durations.append(&mut it.durations);
        }
    }
    for group in groups.values_mut() {
        group.durations.resize(runs.len(), Vec::new());
    }
    Ok(groups)
}

fn test(groups: &Sides<Group>, n_runs: Sides<usize>, figure: Figure) -> Tested {
    let percent = match figure {
        Figure::Median => 50,
        Figure::Percentile(percent) => percent,
    };
    let of_runs = |group: &Group| {
        let figures = group.durations.iter().filter_map(|it| percentile(it, percent));
        figures.map(to_f64).collect::<Vec<_>>()
    };
    let is_by_runs = n_runs.before.min(n_runs.after) >= super::noise::MIN_RUNS;
    let instances = (!is_by_runs)
        .then(|| groups.as_ref().map(|it| it.durations.concat().into_iter().map(to_f64).collect()));
    Values::choose(groups.as_ref().map(of_runs), instances).test(figure)
}

/// Sums are compared run by run; operations of one run have but one sum.
fn test_totals(groups: &Sides<Group>) -> Tested {
    let sums = groups.as_ref().map(|it| it.durations.iter().map(|it| to_f64(sum(it))).collect());
    Values::choose(sums, None).test(Figure::Median)
}

fn row(
    (name, kind): (String, String),
    groups: Sides<Group>,
    n_runs: Sides<usize>,
) -> OperationDiff {
    let count = groups.as_ref().map(|it| it.count);
    let (failed, unfinished) =
        (groups.as_ref().map(|it| it.failed), groups.as_ref().map(|it| it.unfinished));
    let is_on = count.map(|it| it > 0);
    let durations = groups.map(|group| {
        let mut all = group.durations.concat();
        all.sort_unstable();
        all
    });
    let figure = |percent| {
        let values = durations.as_ref().map(|it| percentile(it, percent).map(to_f64));
        Difference::untested(Quantity::Time, values)
    };
    let per_run = |quantity, sums: Sides<u64>| {
        let values = sums.zip(n_runs).zip(is_on);
        let mean = |((sum, n), is_on): ((u64, usize), bool)| is_on.then(|| mean(sum, n));
        Difference::untested(quantity, values.map(mean))
    };
    let (p50, p95, p99) = (figure(50), figure(95), figure(99));
    let total = per_run(Quantity::Time, durations.as_ref().map(|it| sum(it).0));
    let count = per_run(Quantity::Count, count);
    let is_same = durations.before == durations.after && count.delta() == 0.0;
    OperationDiff {
        name,
        kind,
        status: Status::of(is_on, is_same),
        count,
        failed,
        unfinished,
        p50,
        p95,
        p99,
        total,
        durations,
    }
}

/// The duration that `percent` in 100 do not exceed, of durations in order.
fn percentile(durations: &[Nanos], percent: usize) -> Option<Nanos> {
    durations.get(nearest_rank(durations.len(), percent)?).copied()
}

fn sum(durations: &[Nanos]) -> Nanos {
    durations.iter().fold(Nanos(0), |sum, &it| sum + it)
}

#[expect(clippy::cast_precision_loss, reason = "figures have few digits")]
pub(super) fn to_f64(time: Nanos) -> f64 {
    time.0 as f64
}

/// A sum over runs as the mean of one.
#[expect(clippy::cast_precision_loss, reason = "figures have few digits")]
pub(super) fn mean(sum: u64, n_runs: usize) -> f64 {
    sum as f64 / n_runs.max(1) as f64
}

impl Difference {
    /// With what was found out about it: what is no more than noise, or cannot be told, is faint.
    pub(super) fn judged(&mut self, evidence: Evidence) {
        self.evidence = evidence;
        self.is_faint = !evidence.verdict.is_difference();
    }
}
