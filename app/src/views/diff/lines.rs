//! The course of memory in every run of both sides, on one axis.

use asyncscope_core::analysis::diff::Sides;
use asyncscope_core::units::{Bytes, Nanos, WeightUnit};
use egui::{Rect, Response, Sense, Shape, Stroke, Ui, pos2, vec2};

use super::super::flame_chart::Ticks;
use crate::questions::diff::memory::{Line, MemoryLines};
use crate::theme::{self, Type, size};
use crate::widgets::text;
use crate::wording;

/// Room for amounts at the left.
const LEFT: f32 = 72.0;
/// Room for words above and below.
const WORDS: f32 = 24.0;
/// Lines across, about.
const GRID: f64 = 5.0;

/// Shows the lines; the axis of bytes begins at nothing.
pub(super) fn show(ui: &mut Ui, name: &str, lines: &MemoryLines) {
    let tokens = theme::tokens(ui);
    let (whole, response) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    let said = format!("{name} over time: before in blue, after in orange");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &said));
    ui.painter().rect_filled(whole, 0.0, tokens.bg0);
    let inner = whole.shrink2(vec2(size::PANEL, 8.0));
    let plot = Rect::from_min_max(
        pos2(inner.left() + LEFT, inner.top() + WORDS),
        pos2(inner.right(), inner.bottom() - WORDS),
    );
    if plot.height() < 24.0 || plot.width() < 24.0 {
        return;
    }
    let painter = ui.painter();
    let title = text::line(painter, Type::Heading, tokens.text, name, inner.width() / 2.0);
    let head = Rect::from_min_max(inner.min, pos2(inner.right(), plot.top() - 4.0));
    text::paint_left(painter, head, inner.left(), title);
    let top = lines.most.max(1);
    let ticks = Ticks::apart(as_f64(top) / GRID, WeightUnit::Bytes);
    for amount in ticks.within(&(0..top)).filter(|it| ticks.is_major(*it)) {
        let y = (plot.bottom() - ratio(amount, top) * plot.height()).round() + 0.5;
        painter.hline(plot.x_range(), y, Stroke::new(1.0, tokens.line0));
        let said = if amount == 0 { "0".to_owned() } else { Bytes(amount).to_string() };
        let word = text::line(painter, Type::Caption, tokens.text2, &said, LEFT);
        let room = Rect::from_center_size(pos2(plot.left(), y), vec2(0.0, 14.0));
        text::paint_right(painter, room, plot.left() - 8.0, word);
    }
    let colors = Sides::new(tokens.difference(-6).fill, tokens.difference(6).fill);
    let at = |time: u64, bytes: u64| {
        let x = plot.left() + ratio(time, lines.end) * plot.width();
        pos2(x, plot.bottom() - ratio(bytes, top) * plot.height())
    };
    for (side, color) in lines.lines.as_ref().zip(colors).into_array() {
        for line in side {
            let points = line.iter().map(|it| at(it.0, it.1)).collect();
            painter.add(Shape::line(points, Stroke::new(1.5, color)));
        }
    }
    let below = Rect::from_min_max(pos2(plot.left(), plot.bottom() + 4.0), inner.max);
    let word = |said: &str| text::line(painter, Type::Caption, tokens.text2, said, 200.0);
    text::paint_left(painter, below, below.left(), word("0"));
    text::paint_right(painter, below, below.right(), word(&Nanos(lines.end).to_string()));
    let mut right = head.right();
    for (said, color) in [("after", colors.after), ("before", colors.before)] {
        right = text::paint_right(painter, head, right, word(said)).left() - 10.0;
        let square = Rect::from_center_size(pos2(right, head.center().y), vec2(12.0, 3.0));
        painter.rect_filled(square, 0.0, color);
        right -= 20.0;
    }
    hover(ui, lines, plot, response);
}

/// Says what each side took at the moment under the pointer.
fn hover(ui: &Ui, lines: &MemoryLines, plot: Rect, response: Response) {
    let Some(at) = response.hover_pos().filter(|it| plot.contains(*it)) else { return };
    let line = Stroke::new(1.0, theme::tokens(ui).line2);
    ui.painter().vline(at.x.round() + 0.5, plot.y_range(), line);
    let time = moment(f64::from((at.x - plot.left()) / plot.width()), lines.end);
    let mut said = wording::moment(Nanos(time), Nanos(lines.end / 500));
    for (name, side) in ["before", "after"].into_iter().zip(lines.lines.as_ref().into_array()) {
        said += &format!("\n{name}: {}", in_words(side, time));
    }
    response.on_hover_text_at_pointer(said);
}

/// What the runs of a side took at a moment: from the least to the most.
fn in_words(side: &[Line], time: u64) -> String {
    let took = side.iter().filter_map(|line| {
        let after = line.partition_point(|it| it.0 <= time);
        // What was measured last still holds, but not after a run has ended.
        let (_, bytes) = line.get(after.checked_sub(1)?)?;
        (after < line.len() || line.last()?.0 == time).then_some(*bytes)
    });
    let all: Vec<u64> = took.collect();
    match (all.iter().min(), all.iter().max()) {
        (Some(least), Some(most)) if least == most => Bytes(*least).to_string(),
        (Some(least), Some(most)) => format!("{} to {}", Bytes(*least), Bytes(*most)),
        _ => "not measured then".to_owned(),
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place on the screen"
)]
fn moment(share: f64, end: u64) -> u64 {
    (share.clamp(0.0, 1.0) * end as f64) as u64
}

#[expect(clippy::cast_precision_loss, reason = "a place on the screen")]
fn ratio(part: u64, whole: u64) -> f32 {
    part as f32 / whole.max(1) as f32
}

#[expect(clippy::cast_precision_loss, reason = "a distance on the screen")]
fn as_f64(bytes: u64) -> f64 {
    bytes as f64
}
