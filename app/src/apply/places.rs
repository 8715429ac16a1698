//! Going back and forward, and where views stand.

use crate::actions::Action;
use crate::arrangement::{Arrangement, Direction};
use crate::history::Place;
use crate::selection::Selection;
use crate::state::AppState;
use crate::views::View;

/// Shows a view of the document that is shown, if it has it; one that is closed opens.
pub(super) fn show_view(state: &mut AppState, view: View) {
    let Some(opened) = state.opened_mut().filter(|it| view.fits(it.kind)) else { return };
    let before = opened.view;
    opened.show(view);
    state.arrangement_mut().show(view, before);
}

/// Takes a view away.
pub(super) fn close_view(state: &mut AppState, view: View) {
    let next = state.arrangement_mut().close(view);
    if let (Some(next), Some(opened)) = (next, state.opened_mut())
        && opened.view == view
    {
        opened.view = next;
    }
}

/// Arranges views as the user did.
pub(super) fn arrange(state: &mut AppState, arrangement: Arrangement) {
    let kind = arrangement.kind();
    *state.arrangements.of_mut(kind) = arrangement;
    keep_visible(state);
}

/// Makes sure that the view that has the keys is to be seen.
pub(super) fn keep_visible(state: &mut AppState) {
    let Some(view) = state.opened().map(|it| it.view) else { return };
    if !state.arrangement().visible().contains(&view) {
        state.arrangement_mut().show(view, view);
    }
}

/// Runs an action about where views stand.
pub(super) fn run(state: &mut AppState, action: Action) {
    let Some(view) = state.opened().map(|it| it.view) else { return };
    match action {
        Action::Show(view) => show_view(state, view),
        Action::NextView | Action::PreviousView => {
            let step = if action == Action::NextView { 1 } else { -1 };
            if let Some(next) = state.arrangement().neighbour(view, step) {
                show_view(state, next);
            }
        }
        Action::SplitRight => state.arrangement_mut().split(view, Direction::Row),
        Action::SplitDown => state.arrangement_mut().split(view, Direction::Column),
        Action::MoveToNextGroup => state.arrangement_mut().move_to_next_group(view),
        Action::CloseView => close_view(state, view),
        _ => arrange(state, Arrangement::usual(state.kind())),
    }
}

/// The place that the user is at, if a recording is open.
pub(super) fn here(state: &AppState) -> Option<Place> {
    let document = state.shown?;
    let opened = state.opened()?;
    Some(Place {
        document,
        view: opened.view,
        selection: Selection { hovered: None, ..opened.selection.clone() },
        functions: opened.functions.filter.clone(),
        spans: opened.spans.filter.clone(),
        tree: opened.tree.filter.clone(),
        search: opened.search.clone(),
        requests: opened.requests.place.clone(),
        heap: opened.heap.place.clone(),
        compared: opened.compared.as_ref().map(|it| it.place.clone()),
        diff: opened.diff.as_ref().map(|it| it.place.clone()),
        snapshots: opened.snapshots.as_ref().map(|it| it.place.clone()),
    })
}

/// Remembers where the user is. Called once something that the user did has come to its end.
/// Returns whether the user is anywhere: a recording is open.
pub fn record_place(state: &mut AppState) -> bool {
    let place = here(state);
    let is_somewhere = place.is_some();
    if let Some(place) = place {
        state.history.record(place);
    }
    is_somewhere
}

/// Goes back or forward by one place.
pub(super) fn go(state: &mut AppState, action: Action) {
    record_place(state); // what was done a moment ago counts, even if it has not come to its end
    let place = match action {
        Action::Back => state.history.back(),
        _ => state.history.forward(),
    };
    let Some(place) = place.cloned() else { return };
    state.shown = Some(place.document);
    let Some(opened) = state.opened_mut() else { return };
    let only_my_code = place.selection.only_my_code;
    opened.selection = place.selection;
    opened.functions.filter = place.functions;
    opened.spans.filter = place.spans;
    opened.tree.filter = place.tree;
    opened.search = place.search;
    opened.requests.place = place.requests;
    opened.heap.go(place.heap);
    if let Some((compared, place)) = opened.compared.as_mut().zip(place.compared) {
        compared.place = place;
    }
    if let Some((diff, place)) = opened.diff.as_mut().zip(place.diff) {
        diff.go(place);
    }
    if let Some((snapshots, place)) = opened.snapshots.as_mut().zip(place.snapshots) {
        snapshots.place = place;
    }
    show_view(state, place.view);
    if state.look.only_my_code != only_my_code {
        super::only_my_code(state, only_my_code);
    }
}
