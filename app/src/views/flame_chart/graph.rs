//! Lanes of numbers over time: from zero up, smallest and largest value of each pixel.

use std::ops::Range;

use asyncscope_core::analysis::{CounterPyramid, PixelValues};
use asyncscope_core::model::CounterUnit;
use asyncscope_core::units::{Bytes, Count, Nanos, TimeRange};
use egui::{Painter, TextureId, pos2};

use super::FlameChart;
use super::boxes::{Boxes, Spare};
use super::hit::{Hit, HitWhat};
use super::paint::View;
use super::rows::RowAt;
use super::scale::Scale;
use crate::theme::{Tokens, Type};
use crate::widgets::text;

/// Thickness of the curve, in points.
const CURVE: f32 = 1.5;
/// Room around a label, in points.
const AROUND: f32 = 4.0;

/// A value in words.
pub(super) fn value(unit: CounterUnit, value: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "rounded, and what is negative is not shown so"
    )]
    let whole = value.round().max(0.0) as u64;
    match unit {
        CounterUnit::Bytes if 0.0 <= value => Bytes(whole).to_string(),
        CounterUnit::Count if 0.0 <= value && value.fract() == 0.0 => Count(whole).to_string(),
        CounterUnit::Microseconds if 0.0 <= value => Nanos::from_micros(whole).to_string(),
        CounterUnit::Bytes | CounterUnit::Microseconds | CounterUnit::Count => {
            format!("{value:.2}")
        }
    }
}

/// The columns of the canvas that lie within the recording, and the time they show.
pub(super) fn seen(chart: FlameChart<'_>, scale: &Scale) -> Option<(Range<i32>, TimeRange)> {
    let first = scale.column_of(0).max(0);
    let last = (scale.column_of(chart.recording.duration.0) + 1).min(scale.n_pixels());
    if last <= first {
        return None;
    }
    let time = |column| Nanos(scale.position_within(scale.x(column), &(0..u64::MAX)));
    Some((first..last, time(first)..time(last)))
}

/// The number under a column.
pub(super) fn under(
    chart: FlameChart<'_>,
    row: RowAt,
    pyramid: &CounterPyramid,
    (column, scale): (i32, &Scale),
) -> Option<Hit> {
    let time = |column| scale.position_within(scale.x(column), &(0..chart.recording.duration.0));
    let range = time(column)..time(column + 1).max(time(column) + 1);
    let pixel = Nanos(range.start)..Nanos(range.end);
    let values = pyramid.query(chart.recording, &pixel, 1).first().copied().flatten()?;
    let what = HitWhat::Number(pyramid.counter(), values);
    Some(Hit { row, what, range, columns: column..column + 1 })
}

/// Paints the numbers of a lane on `lines` of the canvas.
pub(super) fn paint(
    painter: &Painter,
    view: View<'_>,
    pyramid: &CounterPyramid,
    (lines, is_dimmed): (&Range<i32>, bool),
    tokens: &Tokens,
) {
    let View { chart, scale, .. } = view;
    let recording = chart.recording;
    let Some((columns, time)) = seen(chart, scale) else { return };
    let Some((least, most)) = pyramid.extremes(recording, &recording.range()) else { return };
    let n_pixels = usize::try_from(columns.end - columns.start).unwrap_or(0);
    let height = Height { least: least.min(0.0), most: most.max(f64::MIN_POSITIVE), lines };
    let mut spare = Spare::default();
    let mut boxes = Boxes::new(*scale, TextureId::default(), &mut spare);
    let strength = if is_dimmed { 0.3 } else { 1.0 };
    let (area, curve) =
        (tokens.graph.gamma_multiply(0.45 * strength), tokens.graph_line.gamma_multiply(strength));
    let thick = scale.pixels(CURVE);
    let mut last: Option<PixelValues> = None;
    let all = pyramid.query(recording, &time, n_pixels);
    for (column, values) in (columns.start..).zip(all) {
        let Some(values) = values else { continue };
        // From the value before, so that the curve has no gaps.
        let held = last.map_or(values.min, |it| it.last);
        let (low, high) = (values.min.min(held), values.max.max(held));
        let (top, bottom) = (height.line(high), height.line(low).max(height.line(high) + thick));
        boxes.fill(&(column..column + 1), &(top..height.line(0.0).max(top)), area);
        boxes.fill(&(column..column + 1), &(top..bottom.min(lines.end)), curve);
        last = Some(values);
    }
    painter.add(boxes.into_shape(&mut spare));
    let said = value(recording.counters.unit[pyramid.counter()], most);
    let said = text::line(painter, Type::Caption, tokens.text2, &said, f32::INFINITY);
    let at = pos2(scale.rect.left() + AROUND, scale.y(lines.start) + 1.0);
    let plate = egui::Rect::from_min_size(at, said.size()).expand2(egui::vec2(2.0, 0.0));
    painter.rect_filled(plate, 0.0, tokens.bg0.gamma_multiply(0.8));
    painter.galley(at, said, tokens.text2);
}

/// Which line a value is on.
struct Height<'a> {
    least: f64,
    most: f64,
    lines: &'a Range<i32>,
}

impl Height<'_> {
    #[expect(clippy::cast_possible_truncation, reason = "a few dozen lines")]
    fn line(&self, value: f64) -> i32 {
        let room = f64::from(self.lines.end - self.lines.start);
        let share = ((value - self.least) / (self.most - self.least)).clamp(0.0, 1.0);
        self.lines.end - (share * room).round() as i32
    }
}
