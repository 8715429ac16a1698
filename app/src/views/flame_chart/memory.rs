//! Lanes of memory: what makes it up, area upon area, with ticks of garbage collections and flags
//! of heap snapshots.

use std::ops::Range;

use asyncscope_core::model::SnapshotIndex;
use asyncscope_core::units::{Bytes, Nanos};
use egui::{Painter, Rect, TextureId, pos2};

use super::super::memory::parts;
use super::super::snapshot_flags;
use super::FlameChart;
use super::boxes::{Boxes, Spare};
use super::by_column::ticks;
use super::graph::seen;
use super::hit::{Hit, HitWhat};
use super::paint::View;
use super::rows::RowAt;
use super::scale::Scale;
use crate::questions::timeline::MemoryTrack;
use crate::theme::{Tokens, Type};
use crate::widgets::text;
use crate::wording;

/// Height of the tick of a garbage collection, in points.
const GC: f32 = 7.0;
/// How near to a tick or a flag the pointer is on it, in points.
const REACH: f32 = 3.0;

/// Paints the memory of a process on `lines` of the canvas. Each column costs a binary search.
pub(super) fn paint(
    painter: &Painter,
    view: View<'_>,
    track: &MemoryTrack,
    (lines, is_dimmed): (&Range<i32>, bool),
    tokens: &Tokens,
) {
    let View { chart, scale, .. } = view;
    let Some((columns, _)) = seen(chart, scale) else { return };
    let most = track.memory.most;
    let strength = if is_dimmed { 0.3 } else { 1.0 };
    let mut spare = Spare::default();
    let mut boxes = Boxes::new(*scale, TextureId::default(), &mut spare);
    let room = lines.end - lines.start;
    for column in columns {
        let time = Nanos(scale.position_within(scale.x(column + 1), &(0..u64::MAX)));
        let Some(point) = track.memory.at(time) else { continue };
        let (mut below, mut bottom) = (0_u64, lines.end);
        for (_, color, bytes) in parts(tokens, point) {
            below = below.saturating_add(bytes);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_precision_loss,
                reason = "a few dozen lines"
            )]
            let top = lines.end - (wording::fraction(below, most) * room as f32).round() as i32;
            if top < bottom {
                boxes.fill(&(column..column + 1), &(top..bottom), color.gamma_multiply(strength));
                bottom = top;
            }
        }
    }
    let gcs = &chart.recording.gcs;
    let top = lines.end - scale.pixels(GC);
    let start = |it: usize| gcs.start[track.gcs[it]].0;
    for tick in ticks(scale, 0..scale.n_pixels(), track.gcs.len(), start) {
        let color = tokens.gc_hatch.gamma_multiply(strength);
        boxes.fill(&(tick.column..tick.column + 1), &(top..lines.end), color);
    }
    painter.add(boxes.into_shape(&mut spare));
    let said = format!("{} at most", Bytes(most));
    let said = text::line(painter, Type::Caption, tokens.text2, &said, f32::INFINITY);
    let below = if track.snapshots.is_empty() { 0.0 } else { snapshot_flags::HEIGHT };
    let at = pos2(scale.rect.left() + 4.0, scale.y(lines.start) + below + 1.0);
    let plate = egui::Rect::from_min_size(at, said.size()).expand2(egui::vec2(2.0, 0.0));
    painter.rect_filled(plate, 0.0, tokens.bg0.gamma_multiply(0.8));
    painter.galley(at, said, tokens.text2);
    let flags = flags(chart, track, (0..scale.n_pixels(), scale));
    let lit = match view.hit {
        Some(Hit { what: HitWhat::Snapshot(it), .. }) => Some(*it),
        _ => None,
    };
    let y = scale.y(lines.start)..=scale.y(lines.end);
    let rect = Rect::from_x_y_ranges(scale.rect.x_range(), y);
    let about = (chart.recording, chart.marked);
    snapshot_flags::paint(painter, about, (rect, &flags), (lit, tokens));
}

/// The flags of snapshots on these columns and where they stand, one for each column.
fn flags(
    chart: FlameChart<'_>,
    track: &MemoryTrack,
    (columns, scale): (Range<i32>, &Scale),
) -> Vec<(SnapshotIndex, f32)> {
    let times = &chart.recording.snapshots.time;
    let all = ticks(scale, columns, track.snapshots.len(), |it| times[track.snapshots[it]].0);
    all.filter_map(|it| Some((*track.snapshots.get(it.moments.start)?, scale.x(it.column))))
        .collect()
}

/// What is under a column, `below` the upper edge of the lane in lines.
pub(super) fn under(
    chart: FlameChart<'_>,
    row: RowAt,
    track: &MemoryTrack,
    (column, below, scale): (i32, i32, &Scale),
) -> Option<Hit> {
    let reach = scale.pixels(REACH);
    let near = column - reach..column + reach + 1;
    if below <= scale.pixels(snapshot_flags::HEIGHT) {
        let flags = flags(chart, track, (near.clone(), scale));
        if let Some(snapshot) = snapshot_flags::near(&flags, scale.x(column)) {
            let start = chart.recording.snapshots.time[snapshot].0;
            let what = HitWhat::Snapshot(snapshot);
            return Some(Hit { row, what, range: start..start, columns: near });
        }
    }
    let time = |column| scale.position_within(scale.x(column), &(0..chart.recording.duration.0));
    let range = time(column)..time(column + 1).max(time(column) + 1);
    let point = *track.memory.at(Nanos(range.start))?;
    let start = |it: usize| chart.recording.gcs.start[track.gcs[it]].0;
    let tick = ticks(scale, near, track.gcs.len(), start)
        .min_by_key(|it| (it.column - column).abs())
        .and_then(|it| track.gcs.get(it.moments.start).copied());
    let what = HitWhat::Memory(point, tick);
    Some(Hit { row, what, range, columns: column..column + 1 })
}
