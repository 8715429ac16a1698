//! What stands behind and before the bars of the waterfall: ticks, marks and the selected time.

use asyncscope_core::units::{TimeRange, WeightUnit};
use egui::{Align2, Color32, Painter, Rangef, Rect, Stroke, pos2};

use super::super::flame_chart::Ticks;
use super::axis::Axis;
use crate::questions::requests::axis::{Mark, MarkKind};
use crate::theme::{Tokens, Type};
use crate::widgets::text;
use crate::wording;

/// Room for a tick with its label, in points.
const TICK: f32 = 84.0;

/// What stands behind the bars, at the places of one frame.
#[derive(Debug)]
pub(super) struct Backdrop {
    pub(super) axis: Axis,
    ticks: Vec<(f32, Option<String>)>,
    marks: Vec<(f32, MarkKind, String)>,
    band: Option<Rangef>,
}

impl Backdrop {
    /// What is to be seen on an axis: of marks at most one for each point.
    pub(super) fn new(axis: Axis, marks: &[Mark], selected: Option<&TimeRange>) -> Self {
        let units = axis.range.start.0..axis.range.end.0;
        let steps = Ticks::apart(axis.units(TICK), WeightUnit::Nanoseconds);
        let label = |tick| steps.is_major(tick).then(|| steps.label(tick, WeightUnit::Nanoseconds));
        let tick = |it| (axis.place(asyncscope_core::units::Nanos(it)).round(), label(it));
        let ticks = steps.within(&units).filter(|it| steps.is_major(*it)).map(tick).collect();
        let band = selected.map(|it| {
            let place = |time| axis.place(time).clamp(axis.x.min, axis.x.max);
            Rangef::new(place(it.start), place(it.end))
        });
        let mut shown = Vec::new();
        let mut from = axis.range.start;
        while from <= axis.range.end {
            let next = marks.partition_point(|it| it.time < from);
            let Some(mark) = marks.get(next).filter(|it| it.time <= axis.range.end) else { break };
            let x = axis.place(mark.time).round();
            shown.push((x, mark.kind, mark.name.clone()));
            from = axis.time(x + 1.0).max(mark.time + asyncscope_core::units::Nanos(1));
        }
        Self { axis, ticks, marks: shown, band }
    }

    /// Paints what lies behind the bar of a row.
    pub(super) fn behind(&self, painter: &Painter, tokens: &Tokens, y: Rangef) {
        if let Some(band) = self.band {
            painter.rect_filled(Rect::from_x_y_ranges(band, y), 0.0, tokens.range_tint);
        }
        for (x, _) in &self.ticks {
            painter.vline(*x, y, Stroke::new(1.0, tokens.line0));
        }
        for (x, kind, _) in &self.marks {
            painter.vline(*x, y, Stroke::new(1.0, mark_color(tokens, *kind)));
        }
        if let Some(band) = self.band {
            for x in [band.min, band.max] {
                painter.vline(x, y, Stroke::new(1.0, tokens.accent));
            }
        }
    }

    /// Paints the ruler.
    pub(super) fn ruler(&self, painter: &Painter, tokens: &Tokens, y: Rangef) {
        let rect = Rect::from_x_y_ranges(self.axis.x, y);
        let painter = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
        painter.rect_filled(rect, 0.0, tokens.bg1);
        if let Some(band) = self.band {
            painter.rect_filled(Rect::from_x_y_ranges(band, y), 0.0, tokens.sel);
        }
        for (x, label) in &self.ticks {
            painter.vline(*x, Rangef::new(y.max - 6.0, y.max), Stroke::new(1.0, tokens.line2));
            if let Some(label) = label {
                let at = pos2(*x + 4.0, y.center());
                painter.text(at, Align2::LEFT_CENTER, label, Type::Caption.font(), tokens.text2);
            }
        }
        for (x, kind, _) in &self.marks {
            let color = mark_color(tokens, *kind);
            painter.vline(*x, y, Stroke::new(1.0, color));
            painter.circle_filled(pos2(*x, y.min + 4.0), 3.0, color);
        }
        painter.hline(rect.x_range(), y.max - 0.5, Stroke::new(1.0, tokens.line));
    }

    /// The mark near a place, in words.
    pub(super) fn mark_at(&self, x: f32) -> Option<&str> {
        let near = self.marks.iter().filter(|it| (it.0 - x).abs() < 4.0);
        near.min_by(|a, b| (a.0 - x).abs().total_cmp(&(b.0 - x).abs())).map(|it| it.2.as_str())
    }

    /// Writes the length of a stretch of time that is dragged over.
    pub(super) fn dragged(
        &self,
        painter: &Painter,
        tokens: &Tokens,
        rect: Rect,
        range: &TimeRange,
    ) {
        let x =
            [range.start, range.end].map(|it| self.axis.place(it).clamp(rect.left(), rect.right()));
        let band = Rect::from_x_y_ranges(x[0]..=x[1], rect.y_range());
        painter.rect_filled(band, 0.0, tokens.range_tint);
        for x in x {
            painter.vline(x, rect.y_range(), Stroke::new(1.0, tokens.accent));
        }
        let said = wording::range(range);
        let words = text::line(painter, Type::Caption, tokens.text, &said, 240.0);
        let plate = Rect::from_min_size(band.left_top(), words.size()).expand(3.0);
        painter.rect_filled(plate, 2.0, tokens.bg3);
        text::paint_left(painter, plate, plate.left() + 3.0, words);
    }
}

/// The colour of a mark.
pub(super) fn mark_color(tokens: &Tokens, kind: MarkKind) -> Color32 {
    match kind {
        MarkKind::ContentLoaded => tokens.info,
        MarkKind::Loaded => tokens.error,
        MarkKind::User => tokens.accent,
    }
}
