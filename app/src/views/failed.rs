//! In the place of a recording that could not be opened: why, and what to do.

use egui::Ui;

use crate::command::{Command, Commands};
use crate::document::Document;
use crate::theme::{self, Type, icons, size};
use crate::widgets::button::Button;
use crate::widgets::text;
use crate::wording;

/// Widest a line of the reason is.
const WIDTH: f32 = 640.0;

/// Shows why `document` could not be opened.
pub fn show(ui: &mut Ui, document: &Document, why: &str, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let width = (ui.available_width() - 2.0 * size::PAGE).clamp(0.0, WIDTH);
    let left = (ui.available_width() - width) / 2.0;
    let (said, file) = why.rsplit_once("\nFile: ").unwrap_or((why, ""));
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.add_space((ui.available_height() * 0.2).min(120.0));
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            ui.add_space(left - 36.0);
            let font = egui::FontId::new(24.0, theme::Face::Sans.family());
            let icon = egui::RichText::new(icons::WARNING_CIRCLE).font(font).color(tokens.error);
            ui.add(egui::Label::new(icon));
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 8.0;
                let title = format!("{} could not be opened", document.name);
                text::paragraph(ui, Type::Page, tokens.text, &title);
                text::paragraph(ui, Type::Body, tokens.text, &sentence(said));
                if !file.is_empty() {
                    text::paragraph(ui, Type::Code, tokens.text2, file);
                }
                ui.add_space(4.0);
                buttons(ui, document, why, commands);
            });
        });
    });
}

fn buttons(ui: &mut Ui, document: &Document, why: &str, commands: &mut Commands) {
    ui.horizontal_wrapped(|ui| {
        if ui.add(Button::new("Copy details").icon(icons::COPY)).clicked() {
            let text = format!("Asyncscope {}\n{why}", env!("CARGO_PKG_VERSION"));
            commands.push(Command::CopyText { text, what: "the details" });
        }
        if ui.add(Button::new("Try again").icon(icons::ARROW_CLOCKWISE)).clicked() {
            commands.push(Command::Reload(document.id));
        }
        if ui.add(Button::new("Close").icon(icons::X)).clicked() {
            commands.push(Command::CloseDocument(document.id));
        }
    });
}

/// An error message as a sentence.
fn sentence(said: &str) -> String {
    let dot = if said.ends_with('.') { "" } else { "." };
    format!("{}{dot}", wording::capital(said))
}
