//! The ways from a comparison to the recordings it is of.

use asyncscope_core::analysis;
use asyncscope_core::analysis::diff::{HostAliases, Subject};
use asyncscope_core::analysis::operations::selected_operations;
use asyncscope_core::analysis::requests::{GroupName, RequestGrouping, request_groups};
use asyncscope_core::model::{FrameIndex, Recording, RequestIndex};
use asyncscope_core::task::Task;

use crate::apply::places::show_view;
use crate::compared::Which;
use crate::diff::Diff;
use crate::document::Document;
use crate::filter::Filter;
use crate::notices::NoticeKind;
use crate::opened::Opened;
use crate::recorded::OperationKey;
use crate::selection::Entity;
use crate::state::AppState;
use crate::views::View;

/// What is to be shown in a recording.
#[derive(Clone, Copy)]
enum Found {
    Whole,
    Function(FrameIndex),
    Operations(OperationKey),
    Request(RequestIndex),
    Memory,
}

/// Shows something in the first recording of a side that has it.
pub(super) fn open(state: &mut AppState, which: Which, subject: &Subject) {
    let Some(diff) = state.opened().and_then(|it| it.diff.as_ref()) else { return };
    let found = diff.side(which).iter().find_map(|run| {
        let found = find(diff, &run.recording, which, subject)?;
        Some((run.document, run.name.clone(), found))
    });
    let Some((document, name, found)) = found else {
        let said = format!("It is in no recording {}.", which.name());
        return state.notices.add(NoticeKind::Info, said);
    };
    if state.document(document).and_then(Document::opened).is_none() {
        let said = format!("{name} was closed: open it again to look into it.");
        return state.notices.add(NoticeKind::Error, said);
    }
    state.shown = Some(document);
    let view = state.opened_mut().map(|opened| show(opened, found));
    if let Some(view) = view {
        show_view(state, view);
    }
}

/// Finds something in a recording of one side.
fn find(diff: &Diff, recording: &Recording, which: Which, subject: &Subject) -> Option<Found> {
    match subject {
        Subject::Samples => Some(Found::Whole),
        Subject::Memory(_) => Some(Found::Memory),
        Subject::Function(frame) => {
            let profile = diff.answers.profile.value()?;
            profile.names.frames.indices().find(|it| it == frame)?;
            let places = profile.places(*frame);
            let (place, name) = (which.of(places)?, profile.names.frame_name(*frame));
            let is_it = |it: &FrameIndex| {
                let frame = recording.frames.get(*it);
                frame.line == place.line
                    && frame.column == place.column
                    && recording.frame_name(*it) == name
                    && recording.text(frame.url) == &*place.url
            };
            recording.frames.indices().find(is_it).map(Found::Function)
        }
        Subject::Operation(name, kind) => {
            let spans = &recording.async_spans;
            let whole = analysis::Selection::default();
            let mut all = selected_operations(recording, &whole);
            let is_it = |it: &_| {
                recording.text(spans.name[*it]) == name && recording.text(spans.kind[*it]) == kind
            };
            let span = all.find(is_it)?;
            Some(Found::Operations((spans.name[span], spans.kind[span])))
        }
        Subject::Endpoint(name) => {
            let aliases = diff.place.basis.aliases().unwrap_or_default();
            slowest(recording, name, &aliases).map(Found::Request)
        }
    }
}

/// The slowest request to an endpoint.
fn slowest(recording: &Recording, name: &GroupName, aliases: &HostAliases) -> Option<RequestIndex> {
    let rows: Vec<RequestIndex> = recording.requests.indices().collect();
    let rules = analysis::Selection::default().requests.rules;
    let by = RequestGrouping::Endpoint;
    let groups = request_groups(recording, &rows, by, &rules, &Task::default()).ok()?;
    let is_it = |it: &GroupName| {
        it.method == name.method && it.name == name.name && aliases.of(&it.host) == name.host
    };
    let of_it = groups.into_iter().filter(|it| is_it(&it.name));
    let duration = |it: &RequestIndex| {
        let range = recording.requests.get(*it).range(recording.duration);
        range.end.since(range.start)
    };
    of_it.flat_map(|it| it.rows).max_by_key(duration)
}

/// Selects what was found; says in which view it is to be seen.
fn show(opened: &mut Opened, found: Found) -> View {
    match found {
        Found::Whole => View::Overview,
        Found::Memory => View::Memory,
        Found::Function(frame) => {
            opened.selection.select(Some(Entity::Function(frame)));
            opened.functions.filter = Filter::default();
            View::Functions
        }
        Found::Operations(key) => {
            opened.recorded.change(crate::recorded::RecordedCommand::Choose(key));
            opened.recorded.operations.filter = Filter::default();
            View::Operations
        }
        Found::Request(request) => {
            opened.selection.select(Some(Entity::Request(request)));
            let request = opened.recording.requests.get(request);
            opened.selection.shown = Some(request.range(opened.recording.duration));
            View::Timeline
        }
    }
}
