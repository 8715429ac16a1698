//! The operations and endpoints of a comparison, sorted and filtered.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use asyncscope_core::analysis::NameFilter;
use asyncscope_core::analysis::diff::{
    Difference, EndpointDiff, OperationDiff, Part, Status, diff_endpoints, diff_operations,
};
use asyncscope_core::analysis::requests::GroupName;

use crate::diff::{Diff, OperationName};
use crate::jobs::Job;
use crate::views::diff::columns;
use crate::widgets::table::Sort;

/// Bars of the histograms at most.
const MOST_BARS: usize = 60;

/// Which list is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct ListQuestion {
    filter: Option<NameFilter>,
    sort: Sort,
}

/// Operations or endpoints, each known by a key.
#[derive(Debug)]
pub struct EventList<T, K> {
    /// All, in the order of the analysis.
    pub all: Arc<Vec<T>>,
    /// Places in `all` of those that are listed, in order.
    pub rows: Vec<usize>,
    /// The row of each that is listed.
    places: BTreeMap<K, usize>,
    /// The largest difference of medians: what bars are of.
    pub largest: f64,
    /// The host that only what is before has, and the one that only what is after has, where each
    /// side has one such host.
    pub sole_hosts: Option<(String, String)>,
}

/// Operations by name and kind.
pub type OperationList = EventList<OperationDiff, OperationName>;

/// Endpoints.
pub type EndpointList = EventList<EndpointDiff, GroupName>;

impl<T, K: Ord> EventList<T, K> {
    /// The row of what is chosen, or the first one.
    fn row_or_first(&self, chosen: Option<&K>) -> Option<usize> {
        let row = chosen.and_then(|it| self.places.get(it)).copied();
        row.or((!self.rows.is_empty()).then_some(0))
    }
}

/// What an endpoint is called.
pub fn endpoint_name(name: &GroupName) -> String {
    format!("{} {}{}", name.method, name.host, name.name)
}

impl Diff {
    /// The operations of both sides, once they are compared.
    pub(super) fn ask_operations(
        &mut self,
        ctx: &egui::Context,
    ) -> Option<Arc<Vec<OperationDiff>>> {
        if !self.has(Part::Operations) {
            return None;
        }
        let recordings = self.recordings(ctx)?;
        self.answers.operations.ask((), || {
            Job::spawn("Comparing operations", ctx, move |task| {
                recordings.ask(|runs| diff_operations(runs, task)).map(Arc::new)
            })
        });
        self.answers.operations.current().cloned()
    }

    /// The endpoints of both sides, once they are compared.
    pub(super) fn ask_endpoints(&mut self, ctx: &egui::Context) -> Option<Arc<Vec<EndpointDiff>>> {
        if !self.has(Part::Requests) {
            return None;
        }
        let recordings = self.recordings(ctx)?;
        // While a rule is typed it is often none: what counted before goes on.
        let asked = self.answers.endpoints.question().cloned().unwrap_or_default();
        let aliases = self.place.basis.aliases().unwrap_or(asked);
        self.answers.endpoints.ask(aliases.clone(), || {
            Job::spawn("Comparing endpoints", ctx, move |task| {
                recordings.ask(|runs| diff_endpoints(runs, &aliases, task)).map(Arc::new)
            })
        });
        self.answers.endpoints.current().cloned()
    }

    /// Asks for the operations as they are to be sorted and filtered, and for the durations of
    /// those that are selected.
    pub(super) fn ask_operation_list(&mut self, ctx: &egui::Context) {
        let Some(all) = self.ask_operations(ctx) else { return };
        let Ok(filter) = self.place.operations.parse() else { return };
        let question = ListQuestion { filter, sort: self.sorts.operations };
        let (asked, shared) = (question.clone(), Arc::clone(&all));
        self.answers.operation_list.ask(question, || {
            Job::spawn("Sorting operations", ctx, move |task| {
                task.advance(0)?;
                let name = |it: &OperationDiff| it.name.clone();
                let figure = |it: &OperationDiff, column| match column {
                    columns::P95 => it.p95,
                    columns::P99 => it.p99,
                    columns::COUNT => it.count,
                    columns::TOTAL => it.total,
                    _ => it.p50,
                };
                let rows = sorted(&shared, &asked, name, figure);
                let key = |&at: &usize| (shared[at].name.clone(), shared[at].kind.clone());
                let places = rows.iter().map(key).zip(0..).collect();
                let largest = largest(shared.iter().map(|it| &it.p50));
                let sole_hosts = None;
                Ok(Arc::new(EventList { all: shared, rows, places, largest, sole_hosts }))
            })
        });
        let Some(at) = self.chosen_operation() else { return };
        self.answers.operation_overlay.ask(at, || {
            Job::spawn("Counting durations", ctx, move |task| {
                task.advance(0)?;
                Ok(Arc::new(all[at].overlay(MOST_BARS)))
            })
        });
    }

    /// The operations whose durations are shown: those that are selected, or the first ones.
    pub fn chosen_operation(&self) -> Option<usize> {
        let list = self.answers.operation_list.value()?;
        list.rows.get(self.chosen_operation_row()?).copied()
    }

    /// The row of these operations.
    pub fn chosen_operation_row(&self) -> Option<usize> {
        let list = self.answers.operation_list.value()?;
        list.row_or_first(self.place.operation.as_ref())
    }

    /// Asks for the endpoints as they are to be sorted and filtered, and for the durations of the
    /// one that is selected.
    pub(super) fn ask_endpoint_list(&mut self, ctx: &egui::Context) {
        let Some(all) = self.ask_endpoints(ctx) else { return };
        let Ok(filter) = self.place.endpoints.parse() else { return };
        let question = ListQuestion { filter, sort: self.sorts.endpoints };
        let (asked, shared) = (question.clone(), Arc::clone(&all));
        self.answers.endpoint_list.ask(question, || {
            Job::spawn("Sorting endpoints", ctx, move |task| {
                task.advance(0)?;
                let name = |it: &EndpointDiff| endpoint_name(&it.name);
                let figure = |it: &EndpointDiff, column| match column {
                    columns::P95 => it.p95,
                    columns::P99 => it.p99,
                    columns::COUNT => it.count,
                    columns::BYTES => it.transferred,
                    columns::FAILED => it.failures,
                    _ => it.p50,
                };
                let rows = sorted(&shared, &asked, name, figure);
                let key = |&at: &usize| shared[at].name.clone();
                let places = rows.iter().map(key).zip(0..).collect();
                let largest = largest(shared.iter().map(|it| &it.p50));
                let sole_hosts = sole_hosts(&shared);
                Ok(Arc::new(EventList { all: shared, rows, places, largest, sole_hosts }))
            })
        });
        let Some(at) = self.chosen_endpoint() else { return };
        self.answers.endpoint_overlay.ask(at, || {
            Job::spawn("Counting durations", ctx, move |task| {
                task.advance(0)?;
                Ok(Arc::new(all[at].overlay(MOST_BARS)))
            })
        });
    }

    /// The endpoint whose durations are shown: the one that is selected, or the first one.
    pub fn chosen_endpoint(&self) -> Option<usize> {
        let list = self.answers.endpoint_list.value()?;
        list.rows.get(self.chosen_endpoint_row()?).copied()
    }

    /// The row of this endpoint.
    pub fn chosen_endpoint_row(&self) -> Option<usize> {
        let list = self.answers.endpoint_list.value()?;
        list.row_or_first(self.place.endpoint.as_ref())
    }
}

/// The host of each side that the other one has not, where each side has one such host.
fn sole_hosts(all: &[EndpointDiff]) -> Option<(String, String)> {
    let hosts = |is_there: fn(&EndpointDiff) -> bool| -> BTreeSet<&str> {
        all.iter().filter(|it| is_there(it)).map(|it| it.name.host.as_str()).collect()
    };
    let before = hosts(|it| it.status != Status::New);
    let after = hosts(|it| it.status != Status::Removed);
    let sole = |one: &BTreeSet<&str>, other: &BTreeSet<&str>| match &one
        .difference(other)
        .collect::<Vec<_>>()[..]
    {
        [sole] if !sole.is_empty() => Some((**sole).to_owned()),
        _ => None,
    };
    sole(&before, &after).zip(sole(&after, &before))
}

/// The largest difference of figures that both sides have.
fn largest<'a>(all: impl Iterator<Item = &'a Difference>) -> f64 {
    all.filter(|it| !is_sole(it)).map(|it| it.delta().abs()).fold(0.0, f64::max)
}

/// Whether only one side has a figure.
pub fn is_sole(it: &Difference) -> bool {
    it.values.before.is_none() || it.values.after.is_none()
}

/// The rows that match, sorted by a figure's difference or by name.
fn sorted<T>(
    all: &[T],
    question: &ListQuestion,
    name: impl Fn(&T) -> String,
    figure: impl Fn(&T, usize) -> Difference,
) -> Vec<usize> {
    let ListQuestion { filter, sort } = question;
    let keeps = |it: &usize| filter.as_ref().is_none_or(|f| f.matches_text(&name(&all[*it])));
    let mut rows: Vec<usize> = (0..all.len()).filter(keeps).collect();
    if sort.column == columns::NAME {
        rows.sort_by_cached_key(|&it| name(&all[it]));
        if sort.descending {
            rows.reverse();
        }
        return rows;
    }
    let compare = |a: &usize, b: &usize| {
        let (a, b) = (figure(&all[*a], sort.column), figure(&all[*b], sort.column));
        // What only one side has differs from nothing, and stands last either way.
        let order = a.delta().total_cmp(&b.delta());
        let order = if sort.descending { order.reverse() } else { order };
        is_sole(&a).cmp(&is_sole(&b)).then(order).then(Ordering::Equal)
    };
    rows.sort_by(compare);
    rows
}
