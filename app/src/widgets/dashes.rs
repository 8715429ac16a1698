//! Dashed frames: where something can be dropped.

use egui::{Color32, Painter, Rect, Shape, Stroke};

/// Paints a dashed frame along the edges of `rect`.
pub fn frame(painter: &Painter, rect: Rect, color: Color32) {
    let corners = [
        rect.left_top(),
        rect.right_top(),
        rect.right_bottom(),
        rect.left_bottom(),
        rect.left_top(),
    ];
    painter.extend(Shape::dashed_line(&corners, Stroke::new(1.0, color), 4.0, 3.0));
}
