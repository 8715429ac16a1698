//! How the window is divided: bars at the edges, a view in the middle, pages over it.

mod arrange;
mod choice;
mod compare;
mod details;
mod drop_area;
mod middle;
mod notices;
mod overlays;
mod palette;
mod path_field;
mod record;
mod settings;
mod shortcuts;
mod sidebar;
mod status_bar;
mod together;
mod top_bar;

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use crate::apply::actions::folds_by_itself;
use crate::command::Commands;
use crate::state::AppState;
use crate::theme::{self, size};
use crate::views::ViewMemory;

/// Shows the whole window.
pub fn show(ui: &mut Ui, state: &AppState, memory: &mut ViewMemory, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let bar = |left, right| Frame::new().fill(tokens.bg2).inner_margin(margin(left, right));
    Panel::top("top bar")
        .exact_size(size::BAR)
        .frame(bar(12, 8))
        .show(ui, |ui| top_bar::show(ui, state, commands));
    Panel::bottom("status bar")
        .exact_size(size::STATUS)
        .frame(bar(12, 12))
        .show(ui, |ui| status_bar::show(ui, state, commands));
    if !state.documents.is_empty() {
        side(ui, state, commands);
    }
    details::show(ui, state, memory, commands);
    let plain = Frame::new().fill(tokens.bg1);
    CentralPanel::default().frame(plain).show(ui, |ui| middle::show(ui, state, memory, commands));
    notices::show(ui, state, commands);
    path_field::show(ui, state, commands);
    overlays::show(ui, state, commands);
    palette::show(ui, state, commands);
    drop_area::show(ui);
}

fn margin(left: i8, right: i8) -> Margin {
    Margin { left, right, top: 0, bottom: 0 }
}

fn side(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let frame = Frame::new().fill(theme::tokens(ui).bg1);
    if state.look.folded.unwrap_or_else(|| folds_by_itself(ui.ctx())) {
        Panel::left("folded sidebar")
            .exact_size(size::SIDEBAR_FOLDED)
            .frame(frame)
            .resizable(false)
            .show(ui, |ui| sidebar::show_folded(ui, state, commands));
    } else {
        Panel::left("sidebar")
            .default_size(size::SIDEBAR)
            .size_range(size::SIDEBAR_RANGE)
            .frame(frame)
            .show(ui, |ui| sidebar::show(ui, state, commands));
    }
}

/// The frame of a page over everything else.
fn modal_frame(ui: &Ui) -> Frame {
    Frame::popup(ui.style()).fill(theme::tokens(ui).bg2).inner_margin(Margin::same(20))
}
