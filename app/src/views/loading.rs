//! In the place of a recording that is being read: how far it is.

use asyncscope_core::units::Bytes;
use egui::Ui;

use crate::command::{Command, Commands};
use crate::document::Document;
use crate::jobs::Progress;
use crate::theme::{self, Type, icons};
use crate::widgets::button::Button;
use crate::widgets::{bar, text};

/// Width of the progress bar.
const WIDTH: f32 = 360.0;

/// Shows how far `document` is read. Not called in the first moments, when it would only flicker.
pub fn show(ui: &mut Ui, document: &Document, progress: Progress, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.3).round());
        ui.spacing_mut().item_spacing.y = 12.0;
        let name = format!("Opening {}", document.name);
        text::label(ui, Type::Page, tokens.text, &name);
        bar::progress(ui, &name, progress.fraction, WIDTH);
        text::label(ui, Type::Table, tokens.text2, &so_far(progress));
        if ui.add(Button::new("Cancel").icon(icons::X)).clicked() {
            commands.push(Command::CloseDocument(document.id));
        }
    });
}

fn so_far(progress: Progress) -> String {
    let Progress { done, total, .. } = progress;
    match progress.fraction {
        Some(share) => {
            let done = done.min(total);
            format!("{} of {}, {:.0}\u{2009}%", Bytes(done), Bytes(total), share * 100.0)
        }
        None => Bytes(done).to_string(),
    }
}
