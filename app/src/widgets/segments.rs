//! A few choices side by side, of which one is active.

use egui::{CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::{focus, text};
use crate::theme::{self, Type, size};

/// Shows `choices`; returns the one that was clicked. Each has its words and its explanation.
pub fn segments(ui: &mut Ui, choices: &[(&str, &str)], active: usize) -> Option<usize> {
    let tokens = theme::tokens(ui);
    let widths: Vec<f32> = choices.iter().map(|(said, _)| segment_width(ui, said)).collect();
    let whole = vec2(widths.iter().sum(), size::CONTROL);
    let (rect, _) = ui.allocate_exact_size(whole, Sense::hover());
    let radius = CornerRadius::same(size::RADIUS);
    let line = Stroke::new(1.0, tokens.line);
    ui.painter().rect_filled(rect, radius, tokens.bg1);
    let mut clicked = None;
    let mut x = rect.left();
    for (i, ((said, why), width)) in choices.iter().zip(&widths).enumerate() {
        let part = Rect::from_min_size(egui::pos2(x, rect.top()), vec2(*width, rect.height()));
        let response = segment(ui, part, said, i == active);
        if response.clicked() {
            clicked = Some(i);
        }
        response.on_hover_text(*why);
        x += width;
        if i + 1 < choices.len() {
            ui.painter().vline(x, rect.y_range(), line);
        }
    }
    ui.painter().rect_stroke(rect, radius, line, StrokeKind::Inside);
    clicked
}

fn segment_width(ui: &Ui, said: &str) -> f32 {
    let color = theme::tokens(ui).text;
    let galley = text::line(ui.painter(), Type::TableStrong, color, said, f32::INFINITY);
    (galley.size().x + 20.0).ceil()
}

fn segment(ui: &Ui, rect: Rect, said: &str, is_active: bool) -> Response {
    let tokens = theme::tokens(ui);
    let id = ui.scope_id().with(("segment", said));
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_active, said));
    let (kind, color) =
        if is_active { (Type::TableStrong, tokens.text) } else { (Type::Table, tokens.text2) };
    if is_active || response.hovered() {
        let fill = if is_active { tokens.sel } else { tokens.hover };
        ui.painter().rect_filled(rect.shrink(1.0), 2.0, fill);
    }
    let words = text::line(ui.painter(), kind, color, said, f32::INFINITY);
    text::paint_center(ui.painter(), rect, words);
    focus::ring(ui, &response, rect, size::RADIUS);
    response
}
