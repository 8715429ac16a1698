//! The bar of one request on the axis of time: its phases side by side.

use asyncscope_core::model::requests::{Outcome, Phase};
use asyncscope_core::model::{Recording, Request};
use asyncscope_core::units::Nanos;
use egui::{Color32, Painter, Rangef, Rect, Stroke, StrokeKind, pos2};

use super::axis::Axis;
use super::look;
use crate::theme::Tokens;
use crate::widgets::hatch::hatch;

/// Height of a bar, in points.
const HEIGHT: f32 = 11.0;

/// Paints the bar of a request in the middle of the row at `y`. Nothing is drawn beyond the axis.
pub(in crate::views) fn bar(
    painter: &Painter,
    tokens: &Tokens,
    axis: &Axis,
    y: Rangef,
    (recording, request): (&Recording, &Request),
) {
    let range = request.range(recording.duration);
    if range.end < axis.range.start || axis.range.end < range.start {
        return;
    }
    let middle = y.center().round();
    let y = Rangef::new(middle - (HEIGHT / 2.0).floor(), middle + (HEIGHT / 2.0).ceil());
    let piece = |from: Nanos, to: Nanos| {
        let (from, to) = (axis.place(from), axis.place(to));
        let (from, to) = (from.max(axis.x.min), to.max(from + 1.0).min(axis.x.max));
        (from < to).then(|| Rect::from_x_y_ranges(from..=to, y))
    };
    if request.is_open() {
        if let Some(rect) = piece(range.start, range.end) {
            let line = Stroke::new(1.0, tokens.warn);
            painter.rect(rect, 0.0, tokens.warn_bg, line, StrokeKind::Inside);
        }
        return;
    }
    let mut at = range.start;
    for (phase, start, end) in request.phases.spans() {
        let (start, end) = (range.start + start, range.start + end);
        at = end;
        if start < end
            && let Some(rect) = piece(start, end)
        {
            phase_box(painter, tokens, rect, phase);
        }
    }
    // What the recorder measured beyond its phases, or all where it tells none.
    if at < range.end
        && let Some(rect) = piece(at, range.end)
    {
        painter.rect_filled(rect, 0.0, tokens.line2);
    } else if range.start == range.end
        && let Some(rect) = piece(range.start, range.end)
    {
        painter.rect_filled(rect, 0.0, tokens.line2);
    }
    let is_failure = request.outcome.is_failure() && request.outcome != Outcome::HttpError;
    let end = axis.place(range.end) + 8.0;
    if is_failure && end < axis.x.max {
        cross(painter, pos2(end, middle), look::status_color(tokens, request));
    }
}

/// Paints a stretch of a phase; waiting to be sent is hatched.
pub(in crate::views) fn phase_box(painter: &Painter, tokens: &Tokens, rect: Rect, phase: Phase) {
    let color = tokens.phase(phase);
    if phase == Phase::Blocked {
        painter.rect_filled(rect, 0.0, tokens.bg2);
        painter.rect_stroke(rect, 0.0, Stroke::new(1.0, color), StrokeKind::Inside);
        hatch(painter, rect, color);
    } else {
        painter.rect_filled(rect, 0.0, color);
    }
}

/// A small cross behind what failed.
fn cross(painter: &Painter, center: egui::Pos2, color: Color32) {
    const REACH: f32 = 3.0;
    let line = Stroke::new(1.5, color);
    for turn in [1.0, -1.0] {
        let by = egui::vec2(REACH, REACH * turn);
        painter.line_segment([center - by, center + by], line);
    }
}
