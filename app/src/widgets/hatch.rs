//! A hatch of lines at 45 degrees over a small rectangle.

use egui::{Color32, Painter, Rect, Stroke, pos2};

/// Distance of the lines, in points.
const PERIOD: f32 = 5.0;
/// Width of a line, in points.
const WIDTH: f32 = 1.2;

/// Paints lines from bottom left to top right over `rect`, cut at its sides.
pub fn hatch(painter: &Painter, rect: Rect, color: Color32) {
    let (height, stroke) = (rect.height(), Stroke::new(WIDTH, color));
    // From the same places wherever the rectangle begins, so that neighbours fit to each other.
    let mut x = (rect.left() / PERIOD).floor() * PERIOD - (height / PERIOD).ceil() * PERIOD;
    while x < rect.right() {
        let (from, to) = (x.max(rect.left()), (x + height).min(rect.right()));
        if from < to {
            let y = |at: f32| rect.bottom() - (at - x);
            painter.line_segment([pos2(from, y(from)), pos2(to, y(to))], stroke);
        }
        x += PERIOD;
    }
}
