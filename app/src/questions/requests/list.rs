//! The requests as they are filtered and sorted, and what they come to.

use std::sync::Arc;

use asyncscope_core::analysis;
use asyncscope_core::analysis::requests::{
    GroupName, RequestGrouping, RequestOrder, RequestStats, concurrency, request_stats,
    requests_of_group, selected_requests, sort_requests,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{Recording, RequestIndex};
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::TimeRange;

use crate::jobs::Job;
use crate::opened::Opened;

/// Which requests are asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// Time, threads, filter and rules.
    selection: analysis::Selection,
    /// Only those of this group.
    group: Option<(RequestGrouping, GroupName)>,
}

/// Which requests are asked for, and in what order.
#[derive(Clone, Debug, PartialEq)]
pub struct ListQuestion {
    wanted: Wanted,
    order: Vec<RequestOrder>,
}

/// Requests as they are filtered and sorted.
#[derive(Clone, Debug)]
pub struct RequestList {
    /// Which they are.
    wanted: Wanted,
    /// The requests, in order.
    pub rows: Arc<Vec<RequestIndex>>,
    /// The row of each request; [`NOWHERE`] for one that is not listed.
    places: Vec<u32>,
    /// From the first beginning to the last end.
    pub range: TimeRange,
}

/// The place of a request that is not listed.
const NOWHERE: u32 = u32::MAX;

impl RequestList {
    /// The row of a request, if it is listed.
    pub fn row_of(&self, request: RequestIndex) -> Option<usize> {
        let place = *self.places.get(request.row())?;
        (place != NOWHERE).then_some(place as usize)
    }

    /// Whether they are all of one kind of question.
    fn is_of(&self, wanted: &Wanted) -> bool {
        self.wanted == *wanted
    }
}

/// Whose totals are asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct TotalsQuestion {
    wanted: Wanted,
    /// Only these.
    several: Option<Arc<Vec<RequestIndex>>>,
}

/// What requests come to.
#[derive(Clone, Debug)]
pub struct RequestTotals {
    /// Their figures.
    pub stats: RequestStats,
    /// The most that were under way at once.
    pub most_at_once: u32,
    /// Whether they are those that were selected, not all that are listed.
    pub are_selected: bool,
}

impl Opened {
    /// What analyses are asked about requests: none while the filter says nothing.
    pub fn request_question(&self) -> Option<analysis::Selection> {
        let requests = self.requests.selection().ok()?;
        let selection = self.selection.question();
        Some(analysis::Selection { requests, transforms: Vec::new(), ..selection })
    }

    /// Asks for all that the view of requests shows.
    pub(in crate::questions) fn ask_requests(&mut self, ctx: &egui::Context) {
        self.ask_request_list(ctx);
        self.ask_totals(ctx);
        self.ask_axis(ctx);
    }

    fn wanted(&self) -> Option<Wanted> {
        let selection = self.request_question()?;
        Some(Wanted { selection, group: self.requests.place.group.clone() })
    }

    fn ask_request_list(&mut self, ctx: &egui::Context) {
        let Some(wanted) = self.wanted() else { return };
        let question = ListQuestion { wanted, order: self.requests.order.clone() };
        let (recording, asked) = (Arc::clone(&self.recording), question.clone());
        self.answers.requests.list.ask(question, || {
            Job::spawn("Sorting requests", ctx, move |task| {
                list(&recording, asked, task).map(Arc::new)
            })
        });
    }

    fn ask_totals(&mut self, ctx: &egui::Context) {
        let Some(wanted) = self.wanted() else { return };
        let list = self.answers.requests.list.value().filter(|it| it.is_of(&wanted));
        let Some(all) = list.map(|it| Arc::clone(&it.rows)) else { return };
        let several = self.requests.several.clone();
        let question = TotalsQuestion { wanted, several: several.clone() };
        let recording = Arc::clone(&self.recording);
        self.answers.requests.totals.ask(question, || {
            Job::spawn("Adding up requests", ctx, move |_task| {
                let rows = several.as_ref().unwrap_or(&all);
                Ok(Arc::new(RequestTotals {
                    stats: request_stats(&recording, rows),
                    most_at_once: concurrency(&recording, rows).most,
                    are_selected: several.is_some(),
                }))
            })
        });
    }
}

fn list(
    recording: &Recording,
    question: ListQuestion,
    task: &Task,
) -> Result<RequestList, Cancelled> {
    let ListQuestion { wanted, order } = question;
    let mut rows = selected_requests(recording, &wanted.selection, task)?;
    if let Some((grouping, name)) = &wanted.group {
        let rules = &wanted.selection.requests.rules;
        rows = requests_of_group(recording, &rows, (*grouping, name), rules, task)?;
    }
    let ranges = rows.iter().map(|&it| recording.requests.get(it).range(recording.duration));
    let range = ranges.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end));
    sort_requests(recording, &mut rows, &order, task)?;
    let mut places = vec![NOWHERE; recording.requests.len()];
    for (place, row) in rows.iter().enumerate() {
        places[row.row()] = u32::try_from(place).unwrap_or(NOWHERE);
    }
    let range = range.unwrap_or_else(|| recording.range());
    Ok(RequestList { wanted, rows: Arc::new(rows), places, range })
}
