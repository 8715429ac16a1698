//! The middle of the window: the recording that is shown, or what stands in its place.

use egui::Ui;

use super::tabs;
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
        Content::Failed(why) => return views::failed::show(ui, document, why, commands),
        Content::Opened(opened) => opened,
    };
    tabs::show(ui, opened.view, commands);
    let is_choosing = state.dialog.is_some();
    let scene = Scene { opened, look: &state.look, wants_find: state.wants_find, is_choosing };
    match opened.view {
        View::Overview => views::overview::show(ui, scene, commands),
        View::Timeline => views::timeline::show(ui, scene, memory, commands),
        View::FlameGraph => views::flame_graph::show(ui, scene, memory, commands),
        View::Sandwich => views::sandwich::show(ui, scene, memory, commands),
        View::Functions => views::functions::show(ui, scene, memory, commands),
        View::CallTree => views::call_tree::show(ui, scene, memory, commands),
    }
}
