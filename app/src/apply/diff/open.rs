//! The ways from a comparison to the recordings it is of.

use crate::apply::places::show_view;
use crate::compared::Which;
use crate::diff::DiffCommand;
use crate::document::Document;
use crate::filter::Filter;
use crate::notices::NoticeKind;
use crate::opened::Opened;
use crate::questions::diff::sought::{Found, Sought};
use crate::questions::diff::tree_walk::Walked;
use crate::selection::Entity;
use crate::state::AppState;
use crate::views::View;

/// Shows what was sought in a recording of the comparison that is shown, once it is found.
pub(in crate::apply) fn open_sought(state: &mut AppState, ctx: &egui::Context) {
    let Some(diff) = state.opened_mut().and_then(|it| it.diff.as_mut()) else { return };
    let Some(&(which, _)) = diff.sought.as_ref() else { return };
    diff.ask_sought(ctx);
    if diff.answers.sought.is_working() {
        return;
    }
    let found = diff.answers.sought.current().cloned();
    diff.sought = None;
    diff.answers.sought.clear();
    // Where it was cancelled or failed, that is said by others.
    if let Some(found) = found {
        open(state, which, found);
    }
}

/// Shows the lines of the call tree that were to be opened, once they are known.
pub(in crate::apply) fn take_walk(state: &mut AppState, ctx: &egui::Context) {
    let Some(diff) = state.opened_mut().and_then(|it| it.diff.as_mut()) else { return };
    if diff.walk.is_none() {
        return;
    }
    diff.ask_walk(ctx);
    if diff.answers.walk.is_working() {
        return;
    }
    let walked = diff.answers.walk.current().cloned().flatten();
    diff.walk = None;
    diff.answers.walk.clear();
    if let Some(Walked { open, line }) = walked {
        diff.place.open = open;
        diff.change(DiffCommand::SelectLine(line));
    }
}

fn open(state: &mut AppState, which: Which, sought: Option<Sought>) {
    let Some(Sought { document, name, found }) = sought else {
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
