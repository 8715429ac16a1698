//! Changing how a heap is looked at.

use super::places;
use crate::actions::Action;
use crate::heap::{HeapCommand, TreeStep};
use crate::state::AppState;
use crate::views::View;

/// Carries out a command about the heap that is shown, and shows the view that is about it.
pub(super) fn run(state: &mut AppState, command: HeapCommand) {
    let Some(opened) = state.opened_mut().filter(|it| it.kind.is_heap()) else { return };
    let view = match &command {
        HeapCommand::OpenObject(_) => Some(View::Object),
        HeapCommand::ShowSet(_) | HeapCommand::ShowPicked(_) | HeapCommand::ShowClasses(_) => {
            Some(View::Classes)
        }
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

/// Follows the hot path of the tree that is shown, or opens all below its selected row.
pub(super) fn step(state: &mut AppState, action: Action) {
    let Some(opened) = state.opened_mut() else { return };
    let Some(tree) = opened.heap.tree_of(opened.view) else { return };
    let selected = opened.heap.trees.of(tree).selected.clone();
    let step = match (action, selected) {
        (Action::OpenAll, None) => return,
        (Action::OpenAll, Some(path)) => TreeStep::OpenAll(path),
        (_, path) => TreeStep::HotPath(path),
    };
    opened.heap.change(HeapCommand::Step(tree, step));
}

/// Takes back what is selected, or the stretch of time.
pub(super) fn clear(state: &mut AppState, action: Action) {
    let Some(opened) = state.opened_mut() else { return };
    opened.heap.change(match action {
        Action::ClearRange => HeapCommand::ShowTime(None),
        _ => HeapCommand::Select(None),
    });
}
