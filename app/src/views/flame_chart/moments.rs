//! Lanes of moments: a tick each, with a name where there is room.

use std::ops::Range;

use asyncscope_core::model::InstantIndex;
use egui::{Painter, TextureId, pos2};

use super::FlameChart;
use super::boxes::{Boxes, Spare};
use super::by_column::{self, Tick};
use super::hit::{Hit, HitWhat};
use super::paint::View;
use super::rows::RowAt;
use super::scale::Scale;
use crate::selection::Entity;
use crate::theme::{Tokens, Type};
use crate::widgets::text;

/// How near to a tick the pointer is on it, in points.
const REACH: f32 = 4.0;
/// Width of a tick, in points.
const TICK: f32 = 2.0;
/// Names narrower than this are left out, in points.
const LEAST_NAME: f32 = 24.0;
/// Names laid out in one frame.
const MOST_NAMES: usize = 120;

/// The columns that have moments, from left to right.
fn ticks<'a>(
    chart: FlameChart<'a>,
    moments: &'a [InstantIndex],
    scale: &'a Scale,
    columns: Range<i32>,
) -> impl Iterator<Item = Tick> + 'a {
    let times = &chart.recording.instants.time;
    by_column::ticks(scale, columns, moments.len(), |it| times[moments[it]].0)
}

/// The moment under a column.
pub(super) fn under(
    chart: FlameChart<'_>,
    row: RowAt,
    moments: &[InstantIndex],
    (column, scale): (i32, &Scale),
) -> Option<Hit> {
    let reach = scale.pixels(REACH);
    let near = ticks(chart, moments, scale, column - reach..column + reach + 1);
    let tick = near.min_by_key(|it| (it.column - column).abs())?;
    let moment = *moments.get(tick.moments.start)?;
    let start = chart.recording.instants.time[moment].0;
    let what = HitWhat::Moment(moment, tick.moments.len());
    let columns = tick.column..tick.column + scale.pixels(TICK);
    Some(Hit { row, what, range: start..start, columns })
}

/// Paints the moments of a lane on `lines` of the canvas.
pub(super) fn paint(
    painter: &Painter,
    view: View<'_>,
    moments: &[InstantIndex],
    (lines, is_dimmed): (&Range<i32>, bool),
    tokens: &Tokens,
) {
    let View { chart, scale, .. } = view;
    let instants = &chart.recording.instants;
    let mut spare = Spare::default();
    let mut boxes = Boxes::new(*scale, TextureId::default(), &mut spare);
    let thick = scale.pixels(TICK);
    let mut names = 0;
    let mut all = ticks(chart, moments, scale, 0..scale.n_pixels()).peekable();
    while let Some(tick) = all.next() {
        let moment = moments[tick.moments.start];
        let is_selected = chart.selection.entity == Some(Entity::Instant(moment));
        let is_mark = tick.moments.clone().any(|it| instants.is_mark[moments[it]]);
        let color = match (is_selected, is_dimmed, is_mark) {
            (true, ..) => tokens.text,
            (_, true, _) => tokens.line,
            (_, _, true) => tokens.accent,
            _ => tokens.line2,
        };
        let columns = tick.column..tick.column + thick;
        // Marks that the program set stand out from what the recorder noted.
        let top =
            if is_mark || is_selected { lines.start } else { (lines.start + 2 * lines.end) / 3 };
        boxes.fill(&columns, &(top..lines.end), color);
        let end = all.peek().map_or(scale.n_pixels(), |it| it.column);
        let room = scale.x(end) - scale.x(columns.end) - 6.0;
        if LEAST_NAME <= room && names < MOST_NAMES {
            names += 1;
            let name = chart.recording.text(instants.name[moment]);
            let color = if is_dimmed { tokens.text3 } else { tokens.text2 };
            let name = text::line(painter, Type::Caption, color, name, room);
            let middle = (scale.y(lines.start) + scale.y(lines.end) - name.size().y) / 2.0;
            painter.galley(pos2(scale.x(columns.end) + 3.0, middle.round()), name, color);
        }
    }
    painter.add(boxes.into_shape(&mut spare));
}
