//! The slot of the details panel: right of the views, or below them in a narrow window.

use egui::{Frame, Panel, Ui};

use crate::command::Commands;
use crate::state::AppState;
use crate::theme::{self, size};
use crate::views::details::{self, Place};
use crate::views::{Scene, View, ViewMemory};

/// Shows the panel, if it is wanted and there is a recording to be detailed about.
///
/// The overview is a page of figures about all of the recording and goes without.
pub(super) fn show(
    ui: &mut Ui,
    state: &AppState,
    memory: &mut ViewMemory,
    commands: &mut Commands,
) {
    let Some(opened) = state.opened().filter(|it| it.view != View::Overview) else { return };
    if !state.look.details {
        return;
    }
    let is_choosing = state.dialog.is_some();
    let scene = Scene { opened, look: &state.look, wants_find: false, is_choosing };
    let frame = Frame::new().fill(theme::tokens(ui).bg1);
    let memory = &mut memory.details;
    if ui.ctx().content_rect().width() < size::DETAILS_BELOW {
        let most = (ui.available_height() * 0.6).max(120.0);
        Panel::bottom("details below")
            .default_size(size::DETAILS_HEIGHT)
            .size_range(120.0..=most)
            .frame(frame)
            .show(ui, |ui| details::show(ui, scene, Place::Below, memory, commands));
    } else {
        Panel::right("details")
            .default_size(size::DETAILS)
            .size_range(size::DETAILS_RANGE)
            .frame(frame)
            .show(ui, |ui| details::show(ui, scene, Place::Beside, memory, commands));
    }
}
