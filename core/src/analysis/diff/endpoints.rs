//! Endpoints of two sides, matched by method, host and template of the path.

use std::collections::BTreeMap;

use super::noise::{Basis, Difference, Figure, Tested, Values, judge};
use super::operations::{mean, to_f64};
use super::sides::{Quantity, Run, Runs, Sides, Status};
use crate::analysis::instances::nearest_rank;
use crate::analysis::requests::{GroupName, RequestGrouping, request_groups, selected_requests};
use crate::model::requests::Outcome;
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// Which hosts count as one: the server of a test and that of production, or a port that is
/// another each time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostAliases {
    rules: Vec<(String, String)>,
}

impl HostAliases {
    /// Rules as text, `HOST=NAME`: requests to that host count as to that name. A star at the end
    /// of the host stands for any rest, such as `127.0.0.1:*=api`. The first that matches counts.
    ///
    /// # Errors
    ///
    /// The text that is no rule.
    pub fn parse<'a>(rules: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let rule = |text: &str| match text.split_once('=') {
            Some((host, name)) if !host.trim().is_empty() && !name.trim().is_empty() => {
                Ok((host.trim().to_ascii_lowercase(), name.trim().to_owned()))
            }
            _ => Err(text.to_owned()),
        };
        Ok(Self { rules: rules.into_iter().map(rule).collect::<Result<_, _>>()? })
    }

    /// What a host counts as.
    pub fn of<'a>(&'a self, host: &'a str) -> &'a str {
        let matches = |(pattern, _): &&(String, String)| match pattern.strip_suffix('*') {
            Some(head) => host.to_ascii_lowercase().starts_with(head),
            None => host.eq_ignore_ascii_case(pattern),
        };
        self.rules.iter().find(matches).map_or(host, |it| &it.1)
    }
}

/// The requests to one endpoint on both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct EndpointDiff {
    /// Method, host and template of the path.
    pub name: GroupName,
    /// What became of it.
    pub status: Status,
    /// How many per run.
    pub count: Difference,
    /// How many of those that ended did so without success: from 0 to 1.
    pub failures: Difference,
    /// How many failed, all runs of a side together.
    pub failed: Sides<u64>,
    /// How many ended, all runs together.
    pub ended: Sides<u64>,
    /// Half took at most this; all requests of a side together (nearest rank).
    pub p50: Difference,
    /// 95 in 100 took at most this.
    pub p95: Difference,
    /// 99 in 100 took at most this.
    pub p99: Difference,
    /// Bytes over the network of one request, in the median of those that tell.
    pub transferred: Difference,
    /// How long each took that ended, shortest first, all runs together.
    pub durations: Sides<Vec<Nanos>>,
}

impl EndpointDiff {
    /// Both histograms on one axis of at most `most` bars.
    pub fn overlay(&self, most: usize) -> super::Overlay {
        super::Overlay::new(self.durations.as_ref().map(Vec::as_slice), most)
    }
}

/// The requests of one endpoint on one side.
#[derive(Default)]
struct Group {
    count: u64,
    failed: u64,
    ended: u64,
    /// For each run, how long those took that ended, shortest first.
    durations: Vec<Vec<f64>>,
    /// For each run, the bytes of those that tell.
    bytes: Vec<Vec<f64>>,
}

type Groups = BTreeMap<GroupName, Group>;

/// The requests of both sides by endpoint, with the templates and filters of their selections.
///
/// Order: those whose median got slower most first, then by name; then those that only one side
/// has, new ones first.
pub fn diff_endpoints(
    runs: Runs<'_>,
    aliases: &HostAliases,
    task: &Task,
) -> Result<Vec<EndpointDiff>, Cancelled> {
    let Sides { before, mut after } = runs.try_map(|side| groups(side, aliases, task))?;
    let n_runs = runs.map(<[_]>::len);
    let mut both: Vec<(GroupName, Sides<Group>)> = Vec::new();
    for (name, group) in before {
        let other = after.remove(&name).unwrap_or_default();
        both.push((name, Sides::new(group, other)));
    }
    both.extend(after.into_iter().map(|it| (it.0, Sides::new(Group::default(), it.1))));
    let mut rows = Vec::new();
    let mut tested: [Vec<Option<Tested>>; 5] = Default::default();
    for (name, groups) in both {
        task.advance(1)?;
        let figures = [Figure::Median, Figure::Percentile(95), Figure::Percentile(99)];
        for (tested, figure) in tested.iter_mut().zip(figures) {
            tested.push(Some(test(&groups, |it| &it.durations, n_runs, figure)));
        }
        tested[3].push(Some(test(&groups, |it| &it.bytes, n_runs, Figure::Median)));
        tested[4].push(Some(test_failures(&groups)));
        rows.push(row(name, &groups, n_runs));
    }
    let evidence = tested.map(|it| judge(&it));
    for (at, row) in rows.iter_mut().enumerate() {
        let EndpointDiff { p50, p95, p99, transferred, failures, .. } = row;
        let figures = [p50, p95, p99, transferred, failures];
        for (figure, evidence) in figures.into_iter().zip(&evidence) {
            figure.judged(evidence[at]);
        }
    }
    rows.sort_by(|a, b| {
        let is_one_sided = |it: &EndpointDiff| it.p50.ratio().is_none();
        let by_delta = b.p50.delta().total_cmp(&a.p50.delta());
        let order = is_one_sided(a).cmp(&is_one_sided(b)).then(by_delta);
        order.then_with(|| a.name.cmp(&b.name))
    });
    Ok(rows)
}

fn groups(runs: &[Run<'_>], aliases: &HostAliases, task: &Task) -> Result<Groups, Cancelled> {
    let mut groups = Groups::new();
    for (number, Run { recording, selection }) in runs.iter().enumerate() {
        let rows = selected_requests(recording, selection, task)?;
        let rules = &selection.requests.rules;
        let of_run = request_groups(recording, &rows, RequestGrouping::Endpoint, rules, task)?;
        for it in of_run {
            let host = aliases.of(&it.name.host).to_owned();
            let group = groups.entry(GroupName { host, ..it.name }).or_default();
            group.durations.resize(number + 1, Vec::new());
            group.bytes.resize(number + 1, Vec::new());
            for request in it.rows.iter().map(|it| recording.requests.get(*it)) {
                group.count += 1;
                if request.outcome == Outcome::Pending {
                    continue;
                }
                group.ended += 1;
                group.failed += u64::from(request.outcome != Outcome::Success);
                group.durations[number].extend(request.duration.nanos().map(to_f64));
                let bytes = request.transferred.nanos().map(to_f64);
                group.bytes[number].extend(bytes);
            }
        }
    }
    for group in groups.values_mut() {
        for figures in [&mut group.durations, &mut group.bytes] {
            figures.resize(runs.len(), Vec::new());
            for it in figures {
                it.sort_unstable_by(f64::total_cmp);
            }
        }
    }
    Ok(groups)
}

fn test(
    groups: &Sides<Group>,
    of: fn(&Group) -> &Vec<Vec<f64>>,
    n_runs: Sides<usize>,
    figure: Figure,
) -> Tested {
    let percent = match figure {
        Figure::Median => 50,
        Figure::Percentile(percent) => percent,
    };
    let groups = groups.as_ref().map(of);
    let of_runs = groups.map(|it| it.iter().filter_map(|it| percentile(it, percent)).collect());
    let is_by_runs = n_runs.before.min(n_runs.after) >= super::noise::MIN_RUNS;
    let instances = (!is_by_runs).then(|| groups.map(|it| it.concat()));
    Values::choose(of_runs, instances).test(figure)
}

/// Failures against successes: Fisher's exact test.
fn test_failures(groups: &Sides<Group>) -> Tested {
    use statrs::stats_tests::{Alternative, fishers_exact};
    let n = groups.as_ref().map(|it| it.ended);
    let (before, after) = (&groups.before, &groups.after);
    let table =
        [before.failed, after.failed, before.ended - before.failed, after.ended - after.failed];
    let is_enough = n.before.min(n.after) >= super::noise::MIN_INSTANCES as u64;
    let p = is_enough.then(|| fishers_exact(&table, Alternative::TwoSided).ok()).flatten();
    let is_more = rate(after) > rate(before);
    Tested { basis: Basis::Instances, n, p, interval: None, is_more }
}

#[expect(clippy::cast_precision_loss, reason = "a share has few digits")]
fn rate(group: &Group) -> Option<f64> {
    (group.ended > 0).then(|| group.failed as f64 / group.ended as f64)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole nanoseconds and bytes below 2^53, from whole ones"
)]
fn row(name: GroupName, groups: &Sides<Group>, n_runs: Sides<usize>) -> EndpointDiff {
    let is_on = groups.as_ref().map(|it| it.count > 0);
    let sorted = |of: fn(&Group) -> &Vec<Vec<f64>>| {
        groups.as_ref().map(|it| {
            let mut all = of(it).concat();
            all.sort_unstable_by(f64::total_cmp);
            all
        })
    };
    let (durations, bytes) = (sorted(|it| &it.durations), sorted(|it| &it.bytes));
    let figure = |quantity, all: &Sides<Vec<f64>>, percent| {
        Difference::untested(quantity, all.as_ref().map(|it| percentile(it, percent)))
    };
    let counts = groups.as_ref().map(|it| it.count).zip(n_runs).zip(is_on);
    let count = counts.map(|((sum, n), is_on)| is_on.then(|| mean(sum, n)));
    let count = Difference::untested(Quantity::Count, count);
    let failures = Difference::untested(Quantity::Count, groups.as_ref().map(rate));
    let is_same = durations.before == durations.after
        && bytes.before == bytes.after
        && count.delta() == 0.0
        && failures.delta() == 0.0;
    EndpointDiff {
        name,
        status: Status::of(is_on, is_same),
        count,
        failures,
        failed: groups.as_ref().map(|it| it.failed),
        ended: groups.as_ref().map(|it| it.ended),
        p50: figure(Quantity::Time, &durations, 50),
        p95: figure(Quantity::Time, &durations, 95),
        p99: figure(Quantity::Time, &durations, 99),
        transferred: figure(Quantity::Bytes, &bytes, 50),
        durations: durations.map(|it| it.into_iter().map(|it| Nanos(it as u64)).collect()),
    }
}

/// The value that `percent` in 100 do not exceed, of values in order.
fn percentile(values: &[f64], percent: usize) -> Option<f64> {
    values.get(nearest_rank(values.len(), percent)?).copied()
}
