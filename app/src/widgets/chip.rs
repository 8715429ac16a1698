//! Chips: what is active, with a way to end it.

use egui::{Color32, CornerRadius, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::{focus, text};
use crate::theme::{self, Type, icons, size};

/// What was done to a chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChipEvent {
    /// Nothing.
    None,
    /// Its words were clicked.
    Clicked,
    /// Its × was clicked.
    Removed,
}

/// A chip that says `said` in the font of `kind`, no wider than `max_width`.
pub fn chip(ui: &mut Ui, kind: Type, said: &str, max_width: f32) -> ChipEvent {
    let tokens = theme::tokens(ui);
    let words = text::line(ui.painter(), kind, tokens.text, said, max_width - 30.0);
    let size = vec2(words.size().x + 6.0 + 20.0, size::STATUS_CHIP);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, said));
    let fill = if response.hovered() { tokens.hover } else { tokens.chip };
    let line = Stroke::new(1.0, tokens.line);
    ui.painter().rect(rect, CornerRadius::same(size::RADIUS), fill, line, StrokeKind::Inside);
    text::paint_left(ui.painter(), rect, rect.left() + 6.0, words);
    let close = Rect::from_min_max(rect.right_top() - vec2(20.0, 0.0), rect.max);
    let removed = close_button(ui, &response, close, said);
    focus::ring(ui, &response, rect, size::RADIUS);
    match (removed, response.clicked()) {
        (true, _) => ChipEvent::Removed,
        (false, true) => ChipEvent::Clicked,
        (false, false) => ChipEvent::None,
    }
}

fn close_button(ui: &Ui, chip: &egui::Response, rect: Rect, said: &str) -> bool {
    let tokens = theme::tokens(ui);
    let response = ui.interact(rect, chip.id.with("close"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Clear {said}")));
    let color: Color32 = if response.hovered() { tokens.text } else { tokens.text2 };
    let font = egui::FontId::new(size::ICON_CHIP, theme::Face::Sans.family());
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, icons::X, font, color);
    focus::ring(ui, &response, rect, size::RADIUS);
    response.clicked()
}
