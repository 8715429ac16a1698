//! Which requests are meant.

use crate::analysis::pace::Pace;
use crate::analysis::requests::{RequestFilter, TemplateRules};
use crate::analysis::selection::Selection;
use crate::model::{Recording, Request, RequestIndex};
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// What is asked of requests beside time, threads and name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RequestSelection {
    /// Which requests are kept.
    pub filter: RequestFilter,
    /// Which paths belong to one endpoint.
    pub rules: TemplateRules,
}

/// The selected requests, in order of start.
///
/// Those count that touch the selected time, whole; whose thread is selected, if they have one;
/// whose address passes the name filter; and which the filter of requests keeps.
pub fn selected_requests(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Vec<RequestIndex>, Cancelled> {
    let mut rows = Vec::new();
    let mut pace = Pace::new(task);
    let filter = &selection.requests.filter;
    for row in recording.requests.indices() {
        pace.step()?;
        let it = recording.requests.get(row);
        let is_kept = it.thread.is_none_or(|it| selection.has_thread(it))
            && touches(selection, it, recording.duration)
            && selection.name.as_ref().is_none_or(|name| name.matches_text(recording.text(it.url)))
            && filter.keeps(recording, it);
        rows.extend(is_kept.then_some(row));
    }
    Ok(rows)
}

/// Whether a request has a moment in the selected time; one without length counts as a moment.
fn touches(selection: &Selection, request: &Request, last: Nanos) -> bool {
    let range = request.range(last);
    let end = range.end.max(range.start + Nanos(1));
    selection.time.as_ref().is_none_or(|it| range.start < it.end && it.start < end)
}
