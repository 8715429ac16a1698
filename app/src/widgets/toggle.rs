//! A button that stays pressed.

use egui::{CornerRadius, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::{focus, text};
use crate::theme::{self, Type, size};

/// A button with an icon and words that is on or off; the caller changes which when it is clicked.
pub fn toggle(ui: &mut Ui, icon: &str, said: &str, is_on: bool) -> Response {
    let tokens = theme::tokens(ui);
    let kind = if is_on { Type::TableStrong } else { Type::Table };
    // As wide as its boldest, so that nothing moves when it is switched.
    let widest = text::line(ui.painter(), Type::TableStrong, tokens.text, said, f32::INFINITY);
    let left = 8.0 + size::ICON_BUTTON + 6.0;
    let room = vec2((left + widest.size().x + 8.0).ceil(), size::CONTROL);
    let (rect, response) = ui.allocate_exact_size(room, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), is_on, said));
    if ui.is_rect_visible(rect) {
        let (fill, line) = match (is_on, response.hovered()) {
            (true, _) => (tokens.sel, tokens.accent),
            (false, true) => (tokens.hover, tokens.line),
            (false, false) => (tokens.button, tokens.line),
        };
        let radius = CornerRadius::same(size::RADIUS);
        ui.painter().rect(rect, radius, fill, Stroke::new(1.0, line), StrokeKind::Inside);
        let color = if is_on { tokens.accent } else { tokens.text2 };
        let font = egui::FontId::new(size::ICON_BUTTON, theme::Face::Sans.family());
        let at = rect.left_center() + vec2(8.0, 0.0);
        ui.painter().text(at, egui::Align2::LEFT_CENTER, icon, font, color);
        let words = text::line(ui.painter(), kind, tokens.text, said, f32::INFINITY);
        text::paint_left(ui.painter(), rect, rect.left() + left, words);
        focus::ring(ui, &response, rect, size::RADIUS);
    }
    response
}
