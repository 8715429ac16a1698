//! Lines of the short lists of the overview.

use egui::{Color32, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::theme::{self, Type, size};
use crate::widgets::{bar, focus, text};

/// A line of a short list.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its name.
    pub(super) name: String,
    /// What stands beside it, fainter.
    pub(super) note: String,
    /// The colour of its square, if it has one.
    pub(super) color: Option<Color32>,
    /// At the right.
    pub(super) value: String,
    /// At the far right.
    pub(super) percent: String,
    /// From 0 to 1; no bar for nothing.
    pub(super) share: f32,
}

/// Shows a line; returns whether it was clicked.
pub(super) fn show(ui: &mut Ui, line: &Line) -> bool {
    let tokens = theme::tokens(ui);
    let room = vec2(ui.available_width(), size::TABLE_ROW);
    let (rect, response) = ui.allocate_exact_size(room, Sense::click());
    let said = [&line.name, &line.note, &line.value, &line.percent];
    let said: Vec<&str> =
        said.into_iter().map(|it| it.trim()).filter(|it| !it.is_empty()).collect();
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, said.join(", ")));
    if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, tokens.hover);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line0));
    paint(ui, rect, line);
    focus::ring(ui, &response, rect, 0);
    let clicked = response.clicked();
    response.on_hover_text(text::clipped(&line.name));
    clicked
}

fn paint(ui: &Ui, rect: Rect, line: &Line) {
    let tokens = theme::tokens(ui);
    let painter = ui.painter();
    let cells = rect.shrink2(vec2(size::CELL, 0.0));
    let said = |kind, color, said: &str, room| text::line(painter, kind, color, said, room);
    let mut right = cells.right();
    if !line.percent.is_empty() {
        let percent = said(Type::Table, tokens.text2, &line.percent, f32::INFINITY);
        text::paint_right(painter, cells, right, percent);
        right -= 56.0;
    }
    let value = said(Type::Table, tokens.text, &line.value, f32::INFINITY);
    text::paint_right(painter, cells, right, value);
    right -= 72.0;
    if line.share > 0.0 && cells.width() > 320.0 {
        let at = pos2(right - 56.0, rect.center().y.round() - 4.0);
        let room = Rect::from_min_size(at, vec2(56.0, 8.0));
        bar::paint(painter, room, line.share, tokens.accent, tokens.line0);
        right -= 64.0;
    }
    let mut left = cells.left();
    if let Some(color) = line.color {
        bar::square(painter, pos2(left + 5.0, rect.center().y.round()), color, tokens);
        left += 18.0;
    }
    let name = said(Type::Code, tokens.text, &line.name, right - 8.0 - left);
    let end = text::paint_left(painter, cells, left, name).right() + 10.0;
    if right - end > 40.0 {
        let note = said(Type::Table, tokens.text2, &line.note, right - 8.0 - end);
        text::paint_left(painter, cells, end, note);
    }
}
