//! Changing how a heap is looked at.

use super::places;
use crate::actions::Action;
use crate::heap::HeapCommand;
use crate::state::AppState;
use crate::views::View;

/// Carries out a command about the heap that is shown, and shows the view that is about it.
pub(super) fn run(state: &mut AppState, command: HeapCommand) {
    let Some(opened) = state.opened_mut().filter(|it| it.kind.is_heap()) else { return };
    let view = match &command {
        HeapCommand::OpenObject(_) => Some(View::Object),
        HeapCommand::ShowSet(_) | HeapCommand::ShowClasses(_) => Some(View::Classes),
        HeapCommand::MapRoot(_) => Some(View::Dominators),
        _ => None,
    };
    let view = view.filter(|it| *it != opened.view);
    // A tab that is closed leaves nothing to show where it was the last one.
    opened.heap.change(command);
    if let Some(view) = view {
        places::show_view(state, view);
    }
}

/// Closes the tab of an object, where one is shown. Returns whether there was one.
pub(super) fn close_tab(state: &mut AppState) -> bool {
    let Some(opened) = state.opened_mut().filter(|it| it.view == View::Object) else {
        return false;
    };
    let Some(tab) = opened.heap.place.tab else { return false };
    opened.heap.change(HeapCommand::CloseTab(tab));
    true
}

/// Takes back what is selected, or the stretch of time.
pub(super) fn clear(state: &mut AppState, action: Action) {
    let Some(opened) = state.opened_mut() else { return };
    opened.heap.change(match action {
        Action::ClearRange => HeapCommand::ShowTime(None),
        _ => HeapCommand::Select(None),
    });
}
