//! Pages over everything else: all shortcuts, and what this program is.

use egui::{Id, Modal, Ui};

use super::{choice, compare, record, settings, shortcuts, together};
use crate::command::{Command, Commands};
use crate::state::{AppState, Overlay};
use crate::theme::{self, Type};
use crate::widgets::button::Button;
use crate::widgets::{logo, text};

/// Shows the page that is open.
pub(super) fn show(ui: &Ui, state: &AppState, commands: &mut Commands) {
    let Some(overlay) = state.overlay else { return };
    let frame = super::modal_frame(ui);
    let modal = Modal::new(Id::unique("page")).frame(frame).show(ui.ctx(), |ui| {
        match overlay {
            Overlay::Shortcuts => shortcuts::show(ui),
            Overlay::Settings => settings::show(ui, state, commands),
            Overlay::Record => record::show(ui, state, commands),
            Overlay::Together => together::show(ui, state, commands),
            Overlay::About => about(ui),
            Overlay::Compare => compare::show(ui, state, commands),
            Overlay::Choice => choice::show(ui, state, commands),
            Overlay::DroppedHeaps => choice::dropped(ui, state, commands),
            Overlay::Dropped(one, other) => compare::dropped(ui, state, (one, other), commands),
        }
        if matches!(overlay, Overlay::Dropped(..) | Overlay::DroppedHeaps) {
            return; // one of its buttons closes it
        }
        ui.add_space(8.0);
        if ui.add(Button::new("Close")).clicked() {
            commands.push(Command::Overlay(None));
        }
    });
    if modal.should_close() {
        commands.push(Command::Overlay(None));
    }
}

fn about(ui: &mut Ui) {
    let tokens = theme::tokens(ui);
    ui.set_width(420.0);
    ui.horizontal(|ui| {
        logo::logo(ui, 36.0);
        ui.vertical(|ui| {
            text::label(ui, Type::Page, tokens.text, "Asyncscope");
            let version = format!("Version {}", env!("CARGO_PKG_VERSION"));
            text::label(ui, Type::Table, tokens.text2, &version);
        });
    });
    ui.add_space(8.0);
    text::paragraph(
        ui,
        Type::Body,
        tokens.text,
        "Finds out why asynchronous JavaScript is slow or grows: Node.js services and web pages. \
         Nothing leaves this computer.",
    );
    ui.add_space(4.0);
    text::paragraph(
        ui,
        Type::Table,
        tokens.text2,
        "MIT or Apache-2.0. Fonts: Inter and JetBrains Mono (SIL Open Font License), changed; \
         icons: Phosphor (MIT).",
    );
}
