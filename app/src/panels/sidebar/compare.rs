//! Choosing two heaps to compare.

use egui::{Popup, Ui};

use crate::command::{Command, Commands};
use crate::document::Document;
use crate::state::AppState;
use crate::theme::{self, Type, icons};
use crate::widgets::button::{Button, icon_button};
use crate::widgets::{menu_look, text};

/// A button to compare two heaps, where there are two; with words where there is room.
pub(super) fn button(ui: &mut Ui, state: &AppState, with_words: bool, commands: &mut Commands) {
    let heaps = state.heaps();
    if heaps.len() < 2 {
        return;
    }
    let response = if with_words {
        ui.add(Button::new("Compare").icon(icons::SCALES))
    } else {
        icon_button(ui, icons::SCALES, "Compare two heaps")
    };
    let response = response.on_hover_text("What is new in a later heap snapshot, and what is gone");
    if let [one, other] = heaps[..] {
        if response.clicked() {
            commands.push(Command::Compare(one.id, other.id));
        }
        return;
    }
    let base = heaps.iter().find(|it| Some(it.id) == state.shown).or(heaps.last()).copied();
    let Some(base) = base else { return };
    Popup::menu(&response).show(|ui| {
        menu_look(ui, 260.0);
        menu(ui, base, &heaps, commands);
    });
}

fn menu(ui: &mut Ui, base: &Document, heaps: &[&Document], commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    text::label(ui, Type::Caption, tokens.text2, &format!("Compare {} with", base.name));
    for other in heaps.iter().filter(|it| it.id != base.id) {
        let said = text::rich(Type::Body, tokens.text, &other.name);
        let entry = egui::Button::new(said).truncate();
        let entry = entry.min_size(egui::vec2(ui.available_width(), 26.0));
        if ui.add(entry).clicked() {
            commands.push(Command::Compare(base.id, other.id));
            Popup::close_all(ui.ctx());
        }
    }
}
