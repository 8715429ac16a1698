//! In the place of a recording that is being read, or was until it was stopped: how far it is.

use asyncscope_core::units::Bytes;
use egui::{Align, Layout, Rect, Ui, UiBuilder, pos2, vec2};

use super::parts::nothing;
use crate::command::{Command, Commands};
use crate::document::Document;
use crate::jobs::Progress;
use crate::theme::{self, Type, icons, size};
use crate::widgets::button::Button;
use crate::widgets::{bar, text};
use crate::wording;

/// Shows how far `document` is read: a line across the top, and words below it. Not called in the
/// first moments, when it would only flicker.
pub fn show(ui: &mut Ui, document: &Document, progress: Progress, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let room = ui.available_rect_before_wrap();
    let line = Rect::from_min_size(room.min, vec2(room.width(), 2.0));
    let name = format!("Opening {}", document.name);
    let mut top = ui.new_child(UiBuilder::new().max_rect(line));
    bar::progress(&mut top, &name, progress.fraction, line.width());
    let row = Rect::from_min_size(pos2(room.left(), room.top() + 2.0), vec2(room.width(), 40.0));
    let row = row.shrink2(vec2(size::PAGE, 0.0));
    let layout = Layout::right_to_left(Align::Center);
    let mut row = ui.new_child(UiBuilder::new().max_rect(row).layout(layout));
    if row.add(Button::new("Cancel").icon(icons::X)).clicked() {
        commands.push(Command::StopLoading(document.id));
    }
    row.with_layout(Layout::left_to_right(Align::Center), |ui| {
        let said = format!("{name}, {}", so_far(progress));
        text::label(ui, Type::Body, tokens.text, &said);
    });
}

/// Says that reading was stopped, and offers to go on.
pub fn stopped(ui: &mut Ui, document: &Document, commands: &mut Commands) {
    nothing(ui, &format!("Opening {} was stopped.", document.name), |ui| {
        let width = 232.0;
        let row = Layout::left_to_right(Align::Center);
        ui.allocate_ui_with_layout(vec2(width, size::CONTROL), row, |ui| {
            if ui.add(Button::new("Open it again").icon(icons::ARROW_CLOCKWISE)).clicked() {
                commands.push(Command::Reload(document.id));
            }
            if ui.add(Button::new("Close").icon(icons::X)).clicked() {
                commands.push(Command::CloseDocument(document.id));
            }
        });
    });
}

fn so_far(progress: Progress) -> String {
    let Progress { done, total, .. } = progress;
    let Some(share) = progress.fraction else { return Bytes(done).to_string() };
    let left = progress.left.map(|it| format!(", about {}", wording::roughly(it)));
    let (done, total) = (Bytes(done.min(total)), Bytes(total));
    let left = left.unwrap_or_default();
    format!("{:.0}\u{2009}%{left} · {done} of {total}", share * 100.0)
}
