//! The mark of the program: three lines of work, interrupted and going on.

use egui::{CornerRadius, Rect, Sense, Ui, pos2, vec2};

use crate::theme;

/// The lines of the mark on a field of 18 by 18: from, to, and height.
const LINES: [(f32, f32, f32); 5] =
    [(6.0, 12.0, 4.8), (3.0, 10.0, 8.4), (12.0, 15.0, 8.4), (3.0, 6.0, 12.0), (8.0, 15.0, 12.0)];

/// Paints the mark, `side` points wide and high.
pub fn logo(ui: &mut Ui, side: f32) {
    let tokens = theme::tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
    let scale = side / 18.0;
    let radius = CornerRadius::same(if side > 24.0 { 7 } else { 4 });
    ui.painter().rect_filled(rect, radius, tokens.fill);
    for (from, to, y) in LINES {
        let center =
            pos2(rect.left() + f32::midpoint(from, to) * scale, rect.top() + (y + 0.6) * scale);
        let line = Rect::from_center_size(center, vec2((to - from) * scale, 1.7 * scale));
        ui.painter().rect_filled(line, 0.0, tokens.onfill);
    }
}
