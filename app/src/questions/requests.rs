//! What the views of requests ask.

pub mod about;
pub mod axis;
pub mod exchange;
pub mod groups;
pub mod list;
pub mod overview;

use std::sync::Arc;

use asyncscope_core::analysis;
use asyncscope_core::analysis::requests::RequestOverview;
use asyncscope_core::model::RequestIndex;

use crate::answers::{Answer, Work};
use crate::jobs::Progress;

/// What was asked about requests.
#[derive(Debug, Default)]
pub struct RequestAnswers {
    /// The requests as they are filtered and sorted.
    pub list: Answer<list::ListQuestion, Arc<list::RequestList>>,
    /// What the listed or the selected ones come to.
    pub totals: Answer<list::TotalsQuestion, Arc<list::RequestTotals>>,
    /// Groups as they are sorted.
    pub groups: Answer<groups::GroupsQuestion, Arc<groups::GroupList>>,
    /// What there is to say of the group that is looked into.
    pub group: Answer<groups::GroupQuestion, Arc<groups::GroupDetails>>,
    /// What stands on the axis of time beside requests.
    pub axis: Answer<(), Arc<axis::AxisFacts>>,
    /// What there is to say of the selected request.
    pub about: Answer<RequestIndex, Arc<about::AboutRequest>>,
    /// Its headers, read again.
    pub exchange: Answer<RequestIndex, Arc<exchange::ReadExchange>>,
    /// What the overview says.
    pub overview: Answer<analysis::Selection, Arc<RequestOverview>>,
}

impl RequestAnswers {
    fn all(&self) -> [&dyn Work; 8] {
        [
            &self.list,
            &self.totals,
            &self.groups,
            &self.group,
            &self.axis,
            &self.about,
            &self.exchange,
            &self.overview,
        ]
    }

    fn all_mut(&mut self) -> [&mut dyn Work; 8] {
        [
            &mut self.list,
            &mut self.totals,
            &mut self.groups,
            &mut self.group,
            &mut self.axis,
            &mut self.about,
            &mut self.exchange,
            &mut self.overview,
        ]
    }

    /// Takes in what is finished. Returns what went wrong.
    pub(super) fn poll(&mut self) -> Vec<String> {
        self.all_mut().into_iter().filter_map(Work::poll).collect()
    }

    /// Whether work goes on.
    pub(super) fn is_working(&self) -> bool {
        self.all().into_iter().any(Work::is_working)
    }

    /// The work that is worth showing.
    pub(super) fn progress(&self) -> Option<Progress> {
        self.all().into_iter().find_map(Work::progress)
    }

    /// Stops the work.
    pub(super) fn cancel(&mut self) {
        self.all_mut().into_iter().for_each(Work::cancel);
    }

    /// Asks again what was cancelled or failed.
    pub(super) fn ask_again(&mut self) {
        self.all_mut().into_iter().for_each(Work::ask_again);
    }
}
