//! What stands left of the boxes: the names of the lanes, and what their colours mean.

use asyncscope_core::analysis::FlameKind;
use asyncscope_core::model::Category;
use asyncscope_core::units::Count;
use egui::{Color32, Painter, Rect, Stroke, Ui, pos2, vec2};

use super::super::memory::parts;
use super::heads::CARET;
use super::paint::{Piece, View};
use super::rows::Pane;
use super::state::{FlameChartState, lines_to_points};
use super::{Body, Colors, FlameLane};
use crate::theme::{self, Tokens, Type, size};
use crate::widgets::text;

/// Padding left and right, in points.
const PADDING: f32 = 12.0;
/// Height of a line of the legend, in points.
const LINE: f32 = 16.0;
/// Width and height of a legend's square, in points.
const SQUARE: f32 = 8.0;

/// Paints the margin, and the lines between lanes.
pub(super) fn paint(ui: &Ui, view: View<'_>, state: &FlameChartState) {
    let tokens = theme::tokens(ui);
    let margin = view.areas.margin;
    let painter = ui.painter().with_clip_rect(view.areas.all.intersect(ui.clip_rect()));
    painter.rect_filled(margin, 0.0, tokens.bg1);
    let corner = Rect::from_min_max(margin.min, pos2(margin.right(), view.areas.ruler.bottom()));
    let bottom = corner.bottom() - view.scale.points_per_pixel() / 2.0;
    painter.hline(corner.x_range(), bottom, Stroke::new(1.0, tokens.line));
    let side = Rect::from_min_max(pos2(margin.left(), view.areas.canvas.top()), margin.max);
    painter.vline(margin.right(), side.y_range(), Stroke::new(1.0, tokens.line0));
    let across = view.areas.all.x_range();
    let lanes = view.panes.iter().flat_map(|pane| pane.lanes.clone().map(move |it| (pane, it)));
    for (pane, number) in lanes {
        let Some(room) = room(view, pane, number) else { continue };
        let lane = view.chart.lanes[number];
        if matches!(lane.body, Body::Heading) {
            heading(&painter, lane, room.with_max_x(across.max), tokens);
        } else {
            let seen = state.seen.get(number).copied().unwrap_or(0);
            let has_other_colors = matches!(view.chart.colors, Colors::BySlot { .. })
                && lane.layout.kind() == FlameKind::Frames;
            let seen = if has_other_colors { 0 } else { seen };
            label(&painter, lane, room, seen, tokens);
        }
        if number + 1 < view.chart.lanes.len() {
            painter.hline(across, room.bottom(), Stroke::new(1.0, tokens.line0));
        }
    }
    if let [pinned, _] = view.panes {
        painter.hline(across, pinned.rect.bottom(), Stroke::new(1.0, tokens.line2));
    }
}

/// The part of a lane that can be seen, in the margin; its name stays in sight while its rows are.
pub(super) fn room(view: View<'_>, pane: &Pane, lane: usize) -> Option<Rect> {
    let lines = view.rows.lane(lane);
    let y =
        |line: i64| view.areas.canvas.top() + lines_to_points(line - pane.first_line(), view.scale);
    let top = y(lines.start).max(pane.rect.top());
    let is_last = lane + 1 == view.chart.lanes.len();
    let end =
        if is_last && view.chart.lanes.len() == 1 { pane.rect.bottom() } else { y(lines.end) };
    let bottom = end.min(pane.rect.bottom());
    (top < bottom).then(|| Rect::from_x_y_ranges(view.areas.margin.x_range(), top..=bottom))
}

/// The heading of a process, across the whole chart.
fn heading(painter: &Painter, lane: FlameLane<'_>, room: Rect, tokens: &Tokens) {
    painter.rect_filled(room, 0.0, tokens.bg2);
    let left = room.left() + PADDING + CARET - 4.0;
    let width = (room.width() - PADDING - CARET).max(0.0);
    let title = text::line(painter, Type::TableStrong, tokens.text, lane.title, width);
    let note = text::line(painter, Type::Caption, tokens.text2, lane.note, width);
    let painter = painter.with_clip_rect(room.intersect(painter.clip_rect()));
    let line = Rect::from_min_size(room.min, vec2(room.width(), size::TRACK_HEADING));
    let title = text::paint_left(&painter, line, left, title);
    text::paint_left(&painter, line, title.right() + 8.0, note);
}

/// The name of a lane, a note, and the legend, as far as there is room.
fn label(painter: &Painter, lane: FlameLane<'_>, room: Rect, seen: u16, tokens: &Tokens) {
    let painter = painter.with_clip_rect(room.intersect(painter.clip_rect()));
    let caret = if lane.head.track.is_some() { CARET - 4.0 } else { 0.0 };
    let (left, width) = (room.left() + PADDING + caret, room.width() - 2.0 * PADDING - caret);
    let mut y = room.top() + 6.0;
    let mut line = |kind: Type, color, said: &str| {
        if !said.is_empty() {
            let galley = text::line(&painter, kind, color, said, width);
            let height = galley.size().y;
            painter.galley(pos2(left, y), galley, color);
            y += height + 2.0;
        }
    };
    let strong = if lane.head.is_dimmed { tokens.text3 } else { tokens.text };
    line(Type::TableStrong, strong, lane.title);
    if matches!(lane.body, Body::Closed) {
        let title = text::line(&painter, Type::TableStrong, strong, lane.title, width);
        let beside = left + title.size().x + 6.0;
        let note_room = (left + width - beside - 12.0).max(0.0);
        if 24.0 < note_room {
            let note = text::line(&painter, Type::Caption, tokens.text2, lane.note, note_room);
            painter.galley(pos2(beside, room.top() + 7.0), note, tokens.text2);
        }
        return;
    }
    line(Type::Caption, tokens.text2, lane.note);
    let left_out = lane.layout.n_rows_left_out();
    if left_out > 0 {
        let said = format!("{} deeper rows left out", Count(left_out as u64));
        line(Type::Caption, tokens.warn, &said);
    }
    y += 6.0;
    for entry in entries(lane, seen, tokens) {
        if room.bottom() < y + LINE {
            break;
        }
        legend(&painter, entry, pos2(left, y), width, tokens);
        y += LINE;
    }
}

/// What colours of a lane mean: each with that of a hatch over it, and its name.
fn entries(
    lane: FlameLane<'_>,
    seen: u16,
    tokens: &Tokens,
) -> Vec<(Color32, Option<Color32>, &'static str)> {
    if let Body::Memory(track) = lane.body {
        let Some(point) = track.memory.points.last() else { return Vec::new() };
        let upper_first = parts(tokens, point).into_iter().rev();
        return upper_first.map(|(name, color, _)| (color, None, name)).collect();
    }
    let categories = Category::ALL.into_iter().filter(|&it| seen & (1 << it as u16) != 0);
    let categories = categories.map(|it| (tokens.category(it).fill, None, it.name()));
    let pieces = Piece::ALL.into_iter().filter(|it| seen & it.bit() != 0);
    categories
        .chain(pieces.map(|it| match it {
            Piece::Queued => (Piece::Waiting.color(tokens), Some(it.color(tokens)), it.name()),
            _ => (it.color(tokens), None, it.name()),
        }))
        .collect()
}

fn legend(
    painter: &Painter,
    (color, hatch, name): (Color32, Option<Color32>, &str),
    at: egui::Pos2,
    width: f32,
    tokens: &Tokens,
) {
    let top = at + vec2(0.0, (LINE - SQUARE) / 2.0);
    let square = Rect::from_min_size(top, vec2(SQUARE, SQUARE));
    painter.rect_filled(square, 0.0, color);
    if let Some(hatch) = hatch {
        for across in [0.5, 1.0, 1.5] {
            let painter = painter.with_clip_rect(square.intersect(painter.clip_rect()));
            let from = square.left_top() + vec2(0.0, SQUARE * across);
            let to = square.left_top() + vec2(SQUARE * across, 0.0);
            painter.line_segment([from, to], Stroke::new(1.2, hatch));
        }
    }
    let room = Rect::from_min_size(at, vec2(width, LINE));
    let name = text::line(painter, Type::Caption, tokens.text2, name, width - SQUARE - 6.0);
    text::paint_left(painter, room, at.x + SQUARE + 6.0, name);
}
