//! Pages over everything else: all shortcuts, and what this program is.

use egui::{Id, KeyboardShortcut, Modal, Ui};

use crate::actions::Action;
use crate::command::{Command, Commands};
use crate::state::{AppState, Overlay};
use crate::theme::{self, Type};
use crate::views::parts::keys_row;
use crate::widgets::button::Button;
use crate::widgets::{logo, text};

/// What keys do in charts and tables; the rest is in [`Action`].
const IN_VIEWS: &[(&str, &[&str])] = &[
    ("Zoom in, zoom out", &["W", "S"]),
    ("Move left, move right", &["A", "D"]),
    ("Zoom at the pointer", &["wheel"]),
    ("Select a time range", &["Shift", "drag"]),
    ("Whole recording", &["0"]),
    ("Move in a table", &["↑", "↓"]),
    ("Open, close a row of the tree", &["→", "←"]),
    ("Follow the hot path", &["H"]),
    ("Open all below a row", &["*"]),
];

/// Shows the page that is open.
pub(super) fn show(ui: &Ui, state: &AppState, commands: &mut Commands) {
    let Some(overlay) = state.overlay else { return };
    let frame = super::modal_frame(ui);
    let modal = Modal::new(Id::unique("page")).frame(frame).show(ui.ctx(), |ui| {
        match overlay {
            Overlay::Shortcuts => shortcuts(ui),
            Overlay::About => about(ui),
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

fn shortcuts(ui: &mut Ui) {
    let tokens = theme::tokens(ui);
    ui.set_width(680.0);
    ui.spacing_mut().item_spacing = egui::vec2(40.0, 0.0);
    text::label(ui, Type::Page, tokens.text, "Keyboard shortcuts");
    ui.add_space(12.0);
    let with_keys: Vec<&Action> =
        Action::ALL.iter().filter(|it| !it.shortcuts().is_empty()).collect();
    let half = (with_keys.len() + IN_VIEWS.len()).div_ceil(2).min(with_keys.len());
    ui.columns(2, |columns| {
        for (i, action) in with_keys.into_iter().enumerate() {
            let keys = words(action.shortcuts()[0]);
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            keys_row(&mut columns[usize::from(i >= half)], action.text(), &keys);
        }
        columns[1].add_space(12.0);
        text::label(&mut columns[1], Type::Heading, tokens.text, "In charts and tables");
        for (what, keys) in IN_VIEWS {
            keys_row(&mut columns[1], what, keys);
        }
    });
}

/// The keys of a shortcut, one by one.
fn words(keys: KeyboardShortcut) -> Vec<String> {
    let mut words = Vec::new();
    if keys.modifiers.command || keys.modifiers.ctrl {
        words.push("Ctrl".to_owned());
    }
    if keys.modifiers.alt {
        words.push("Alt".to_owned());
    }
    if keys.modifiers.shift {
        words.push("Shift".to_owned());
    }
    words.push(keys.logical_key.symbol_or_name().to_owned());
    words
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
