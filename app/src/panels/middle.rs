//! The middle of the window: the recording that is shown, or what stands in its place.

use egui::{Event, Ui};

use super::arrange;
use crate::command::Commands;
use crate::document::Content;
use crate::state::AppState;
use crate::views::{self, Scene, View, ViewMemory};

/// Shows the middle.
pub(super) fn show(
    ui: &mut Ui,
    state: &AppState,
    memory: &mut ViewMemory,
    commands: &mut Commands,
) {
    ui.spacing_mut().item_spacing = egui::vec2(8.0, 0.0);
    let Some(document) = state.shown_document() else {
        views::empty::show(ui, state, commands);
        return;
    };
    let opened = match &document.content {
        Content::Loading(job) => {
            if let Some(progress) = job.progress() {
                views::loading::show(ui, document, progress, commands);
            }
            return;
        }
        Content::Stopped => return views::loading::stopped(ui, document, commands),
        Content::Failed(why) => return views::failed::show(ui, document, why, commands),
        Content::Opened(opened) => opened,
    };
    let mut show = |ui: &mut Ui, view: View, commands: &mut Commands| {
        let is_active = view == opened.view;
        let scene = Scene {
            opened,
            look: &state.look,
            wants_find: state.wants_find && is_active,
            is_choosing: state.dialog.is_some(),
            request_columns: &state.kept.request_columns,
        };
        if is_active {
            show_view(ui, view, scene, memory, commands);
        } else {
            without_keys(ui, |ui| show_view(ui, view, scene, memory, commands));
        }
    };
    arrange::show(ui, state, opened.view, commands, &mut show);
}

fn show_view(
    ui: &mut Ui,
    view: View,
    scene: Scene<'_>,
    memory: &mut ViewMemory,
    commands: &mut Commands,
) {
    match view {
        View::Overview => views::overview::show(ui, scene, commands),
        View::Timeline => views::timeline::show(ui, scene, memory, commands),
        View::FlameGraph => views::flame_graph::show(ui, scene, memory, commands),
        View::Sandwich => views::sandwich::show(ui, scene, memory, commands),
        View::Functions => views::functions::show(ui, scene, memory, commands),
        View::Spans => views::spans::show(ui, scene, memory, commands),
        View::Operations => views::operations::show(ui, scene, memory, commands),
        View::Memory => views::memory::show(ui, scene, commands),
        View::Tracked => views::tracked::show(ui, scene, commands),
        View::Requests => views::requests::show(ui, scene, memory, commands),
        View::Endpoints => views::endpoints::show(ui, scene, commands),
        View::CallTree => views::call_tree::show(ui, scene, memory, commands),
        View::HeapOverview => views::heap::overview::show(ui, scene, commands),
        View::Classes => views::heap::classes::show(ui, scene, memory, commands),
        View::Dominators => views::heap::dominators::show(ui, scene, memory, commands),
        View::Containment => views::heap::containment::show(ui, scene, memory, commands),
        View::Strings => views::heap::strings::show(ui, scene, memory, commands),
        View::Object => views::heap::object::show(ui, scene, memory, commands),
        View::Allocations => views::heap::allocations::show(ui, scene, memory, commands),
        View::Changes => views::compared::changes::show(ui, scene, memory, commands),
        View::Growth => views::compared::growth::show(ui, scene, commands),
        View::Leaks => views::snapshots::leaks::show(ui, scene, commands),
        View::Basket => views::snapshots::basket::show(ui, scene, memory, commands),
        of_diffs => views::diff::show(ui, of_diffs, scene, memory, commands),
    }
}

/// Shows what sees no key and takes no focus, unless something has the focus, which then says whose
/// keys they are: of several views that are to be seen, only one follows plain keys.
fn without_keys(ui: &mut Ui, show: impl FnOnce(&mut Ui)) {
    if ui.memory(|it| it.focused().is_some()) {
        return show(ui);
    }
    let is_key = |event: &Event| matches!(event, Event::Key { .. } | Event::Text(_));
    let all = ui.input(|input| input.events.clone());
    ui.input_mut(|input| input.events.retain(|it| !is_key(it)));
    show(ui);
    ui.input_mut(|input| input.events = all);
    if !ui.input(|input| input.pointer.any_pressed() || input.pointer.any_released()) {
        ui.memory_mut(|memory| memory.focused().map(|it| memory.surrender_focus(it)));
    }
}
