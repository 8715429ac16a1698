//! Bars: a share of a whole, several shares of a whole, and how far work is.

use egui::{Color32, Painter, Pos2, Rect, Role, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::theme::{self, Tokens};

/// Paints a bar of `share` (0 to 1) in `rect`; more than nothing is at least a point wide.
pub fn paint(painter: &Painter, rect: Rect, share: f32, fill: Color32, trough: Color32) {
    painter.rect_filled(rect, 0.0, trough);
    if share > 0.0 {
        let width = (rect.width() * share.min(1.0)).max(1.0);
        painter.rect_filled(Rect::from_min_size(rect.min, vec2(width, rect.height())), 0.0, fill);
    }
}

/// Paints a square of a legend, 10 wide and high.
pub fn square(painter: &Painter, center: Pos2, fill: Color32, tokens: &Tokens) {
    let rect = Rect::from_center_size(center, vec2(10.0, 10.0));
    painter.rect(rect, 2.0, fill, tokens.edge_of(fill), StrokeKind::Inside);
}

/// Shares of a whole side by side, in the order given; returns which the pointer is on.
pub fn stacked(ui: &mut Ui, name: &str, parts: &[(f32, Color32)]) -> Option<usize> {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 16.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    ui.painter().rect_filled(rect, 0.0, tokens.line0);
    let pointer = response.hover_pos();
    let mut hit = None;
    let mut x = rect.left();
    for (i, &(share, color)) in parts.iter().enumerate() {
        let width = rect.width() * share;
        if width <= 0.0 {
            continue;
        }
        let right = x + width;
        let gap = if width > 3.0 { 1.0 } else { 0.0 };
        let part = Rect::from_min_max(pos2(x, rect.top()), pos2(right - gap, rect.bottom()));
        ui.painter().rect_filled(part, 0.0, color);
        if pointer.is_some_and(|it| (x..right).contains(&it.x)) {
            hit = Some(i);
        }
        x = right;
    }
    hit
}

/// How far work is, as a line 2 high across the width; unknown is a trough.
pub fn progress(ui: &mut Ui, name: &str, share: Option<f32>, width: f32) {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 2.0), Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, name);
        info.value = share.map(|it| f64::from(it * 100.0));
        info
    });
    paint(ui.painter(), rect, share.unwrap_or(0.0), tokens.accent, tokens.line);
}
