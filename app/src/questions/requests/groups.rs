//! Requests taken together, and what there is to say of one group.

use std::cmp::Ordering;
use std::sync::Arc;

use asyncscope_core::analysis::requests::{
    GroupName, RequestGroup, RequestGrouping, RequestStats, concurrency, request_groups,
    request_histogram, selected_requests, slowest, throughput,
};
use asyncscope_core::analysis::{self, Histogram};
use asyncscope_core::model::requests::Phase;
use asyncscope_core::model::{Recording, RequestIndex};
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::Nanos;
use hashbrown::HashMap;

use crate::jobs::Job;
use crate::opened::Opened;
use crate::views::endpoints::columns;
use crate::widgets::table::Sort;

/// Parts of a sparkline.
pub const SPARKS: usize = 30;
/// Bars of the histogram at most.
const MOST_BARS: usize = 60;
/// How many of the slowest are listed.
const SLOWEST: usize = 6;

/// What groups are asked for, and in what order.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupsQuestion {
    selection: analysis::Selection,
    grouping: RequestGrouping,
    sort: Sort,
}

/// A group, and how many of it began in each part of the time.
#[derive(Clone, Debug)]
pub struct GroupRow {
    /// The group.
    pub group: RequestGroup,
    /// How many began in each part.
    pub sparks: Vec<u64>,
}

/// Groups as they are sorted.
#[derive(Clone, Debug)]
pub struct GroupList {
    /// How they are taken together.
    pub grouping: RequestGrouping,
    /// The groups, in order.
    pub rows: Vec<GroupRow>,
    /// How many requests there are in all of them.
    pub n_requests: u64,
    /// The row of each group.
    places: HashMap<GroupName, usize>,
}

impl GroupList {
    /// The row of a group.
    pub fn row_of(&self, name: &GroupName) -> Option<usize> {
        self.places.get(name).copied()
    }
}

/// The group that is looked into.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupQuestion {
    selection: analysis::Selection,
    grouping: RequestGrouping,
    name: GroupName,
}

/// What there is to say of a group.
#[derive(Clone, Debug)]
pub struct GroupDetails {
    /// The group.
    pub name: GroupName,
    /// Its figures.
    pub stats: RequestStats,
    /// How many took how long.
    pub histogram: Histogram,
    /// The mean of each phase, over all requests that have any phase, and how many have it.
    pub phases: Vec<(Phase, Nanos, u64)>,
    /// The slowest of it.
    pub slowest: Vec<RequestIndex>,
    /// The most that were under way at once.
    pub most_at_once: u32,
}

impl Opened {
    /// Asks for all that the view of endpoints shows.
    pub(in crate::questions) fn ask_endpoints(&mut self, ctx: &egui::Context) {
        let Some(selection) = self.request_question() else { return };
        let (grouping, sort) = (self.requests.place.grouping, self.requests.groups);
        let question = GroupsQuestion { selection: selection.clone(), grouping, sort };
        let (recording, asked) = (Arc::clone(&self.recording), question.clone());
        self.answers.requests.groups.ask(question, || {
            Job::spawn("Grouping requests", ctx, move |task| {
                list(&recording, &asked, task).map(Arc::new)
            })
        });
        self.ask_request_group(selection, ctx);
    }

    /// The group that is looked into: the chosen one, or else the first.
    pub fn chosen_group(&self) -> Option<usize> {
        let list = self.answers.requests.groups.value()?;
        let chosen = self.requests.place.chosen.as_ref().and_then(|it| list.row_of(it));
        chosen.or((!list.rows.is_empty()).then_some(0))
    }

    fn ask_request_group(&mut self, selection: analysis::Selection, ctx: &egui::Context) {
        let Some(at) = self.chosen_group() else { return };
        let Some(list) = self.answers.requests.groups.current().map(Arc::clone) else { return };
        let name = list.rows[at].group.name.clone();
        let question = GroupQuestion { selection, grouping: list.grouping, name };
        let recording = Arc::clone(&self.recording);
        self.answers.requests.group.ask(question, || {
            Job::spawn("Looking into a group of requests", ctx, move |task| {
                let group = &list.rows[at].group;
                task.advance(group.rows.len() as u64)?;
                Ok(Arc::new(GroupDetails {
                    name: group.name.clone(),
                    stats: group.stats.clone(),
                    histogram: request_histogram(&recording, &group.rows, MOST_BARS),
                    phases: phases(&recording, &group.rows),
                    slowest: slowest(&recording, &group.rows, SLOWEST),
                    most_at_once: concurrency(&recording, &group.rows).most,
                }))
            })
        });
    }
}

/// The mean of each phase over the requests that have any, and how many have it.
fn phases(recording: &Recording, rows: &[RequestIndex]) -> Vec<(Phase, Nanos, u64)> {
    let (mut sums, mut n) = ([(0_u64, 0_u64); Phase::ALL.len()], 0_u64);
    for &row in rows {
        let phases = &recording.requests.get(row).phases;
        n += u64::from(phases.sum().is_some());
        for (phase, start, end) in phases.spans() {
            let (sum, count) = &mut sums[phase as usize];
            *sum = sum.saturating_add(end.since(start).0);
            *count += 1;
        }
    }
    let all = Phase::ALL.into_iter().zip(sums).filter(|(_, (_, count))| *count > 0);
    all.map(|(phase, (sum, count))| (phase, Nanos(sum / n.max(1)), count)).collect()
}

fn list(
    recording: &Recording,
    question: &GroupsQuestion,
    task: &Task,
) -> Result<GroupList, Cancelled> {
    let GroupsQuestion { selection, grouping, sort } = question;
    let rows = selected_requests(recording, selection, task)?;
    let rules = &selection.requests.rules;
    let mut groups = request_groups(recording, &rows, *grouping, rules, task)?;
    let compare = |a: &RequestGroup, b: &RequestGroup| -> Ordering {
        let (x, y) = (&a.stats, &b.stats);
        match sort.column {
            columns::NAME => a.name.cmp(&b.name),
            columns::SUCCESS => {
                let rate = |it: &RequestStats| it.success_rate().unwrap_or(2.0);
                rate(x).total_cmp(&rate(y))
            }
            columns::FAILED => x.failed.cmp(&y.failed),
            columns::PENDING => x.pending.cmp(&y.pending),
            columns::AVG => x.avg.cmp(&y.avg),
            columns::P50 => x.p50.cmp(&y.p50),
            columns::P95 => x.p95.cmp(&y.p95),
            columns::P99 => x.p99.cmp(&y.p99),
            columns::MAX => x.max.cmp(&y.max),
            columns::UNION => x.union.cmp(&y.union),
            columns::TRANSFERRED => x.transferred.cmp(&y.transferred),
            columns::DECODED => x.decoded.cmp(&y.decoded),
            _ => x.count.cmp(&y.count),
        }
    };
    groups.sort_by(|a, b| {
        let order = compare(a, b);
        let order = if sort.descending { order.reverse() } else { order };
        order.then_with(|| a.name.cmp(&b.name))
    });
    let time = selection.time_of(recording);
    let sparks = |it: &RequestGroup| throughput(recording, &it.rows, &time, SPARKS).started;
    let rows = groups.into_iter().map(|group| GroupRow { sparks: sparks(&group), group });
    let rows: Vec<GroupRow> = rows.collect();
    let n_requests = rows.iter().map(|it| it.group.stats.count).sum();
    let places = rows.iter().enumerate().map(|(at, it)| (it.group.name.clone(), at)).collect();
    Ok(GroupList { grouping: *grouping, rows, n_requests, places })
}
