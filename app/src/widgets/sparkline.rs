//! A line so small that it stands in a cell: how an amount went from step to step.

use egui::{Color32, Painter, Rect, Shape, Stroke, pos2};

/// Paints `values` from left to right, the least at the bottom and the most at the top; an amount
/// that stays is a line in the middle. `marked` is the number of a value to mark.
pub fn paint(
    painter: &Painter,
    rect: Rect,
    values: &[u64],
    (color, marked): (Color32, Option<usize>),
) {
    let (Some(least), Some(most)) = (values.iter().min(), values.iter().max()) else { return };
    let rect = rect.shrink(2.0);
    let last = as_points(values.len().saturating_sub(1)).max(1.0);
    let point = |at: usize, value: u64| {
        let share = if most == least { 0.5 } else { share(value - least, most - least) };
        let x = rect.left() + as_points(at) / last * rect.width();
        pos2(x, rect.bottom() - share * rect.height())
    };
    let points: Vec<_> = values.iter().enumerate().map(|(at, it)| point(at, *it)).collect();
    if let Some(at) = marked.and_then(|it| points.get(it)) {
        painter.circle_filled(*at, 2.0, color);
    }
    if let Some(end) = points.last() {
        painter.circle_filled(*end, 1.5, color);
    }
    painter.add(Shape::line(points, Stroke::new(1.5, color)));
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a line has few pixels"
)]
fn share(part: u64, whole: u64) -> f32 {
    (part as f64 / whole as f64) as f32
}

#[expect(clippy::cast_precision_loss, reason = "a few dozen steps")]
fn as_points(count: usize) -> f32 {
    count as f32
}
