//! What stands left of the boxes: the names of the lanes, and what their colours mean.

use asyncscope_core::model::Category;
use asyncscope_core::units::Count;
use egui::{Painter, Rect, Stroke, Ui, pos2, vec2};

use super::FlameLane;
use super::paint::View;
use super::state::{FlameChartState, lines_to_points};
use crate::theme::{self, Tokens, Type};
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
    let below = Rect::from_min_max(pos2(margin.left(), view.areas.canvas.top()), margin.max);
    let first = state.lines(view.scale).start;
    for (number, lane) in view.chart.lanes.iter().enumerate() {
        let lines = view.rows.lane(number);
        let y = |line: i64| view.areas.canvas.top() + lines_to_points(line - first, view.scale);
        let is_last = number + 1 == view.chart.lanes.len();
        let bottom = if is_last { below.bottom() } else { y(lines.end).min(below.bottom()) };
        // The name stays in sight while the rows of its lane are.
        let top = y(lines.start).max(below.top());
        if bottom <= top {
            continue;
        }
        let room = Rect::from_x_y_ranges(margin.x_range(), top..=bottom);
        label(&painter, *lane, room, state.seen.get(number).copied().unwrap_or(0), tokens);
        if !is_last {
            let across = view.areas.all.x_range();
            painter.hline(across, bottom, Stroke::new(1.0, tokens.line0));
        }
    }
    painter.vline(margin.right(), margin.y_range(), Stroke::new(1.0, tokens.line0));
}

/// The name of a lane, a note, and the legend, as far as there is room.
fn label(painter: &Painter, lane: FlameLane<'_>, room: Rect, seen: u16, tokens: &Tokens) {
    let painter = painter.with_clip_rect(room.intersect(painter.clip_rect()));
    let (left, width) = (room.left() + PADDING, room.width() - 2.0 * PADDING);
    let mut y = room.top() + 6.0;
    let mut line = |kind: Type, color, said: &str| {
        if !said.is_empty() {
            let galley = text::line(&painter, kind, color, said, width);
            let height = galley.size().y;
            painter.galley(pos2(left, y), galley, color);
            y += height + 2.0;
        }
    };
    line(Type::TableStrong, tokens.text, lane.title);
    line(Type::Caption, tokens.text2, lane.note);
    let left_out = lane.layout.n_rows_left_out();
    if left_out > 0 {
        let said = format!("{} deeper rows left out", Count(left_out as u64));
        line(Type::Caption, tokens.warn, &said);
    }
    y += 6.0;
    for category in Category::ALL.into_iter().filter(|&it| seen & (1 << it as u16) != 0) {
        if room.bottom() < y + LINE {
            break;
        }
        legend(&painter, category, pos2(left, y), width, tokens);
        y += LINE;
    }
}

fn legend(painter: &Painter, category: Category, at: egui::Pos2, width: f32, tokens: &Tokens) {
    let top = at + vec2(0.0, (LINE - SQUARE) / 2.0);
    let square = Rect::from_min_size(top, vec2(SQUARE, SQUARE));
    painter.rect_filled(square, 0.0, tokens.category(category).fill);
    let room = Rect::from_min_size(at, vec2(width, LINE));
    let name = category.name();
    let name = text::line(painter, Type::Caption, tokens.text2, name, width - SQUARE - 6.0);
    text::paint_left(painter, room, at.x + SQUARE + 6.0, name);
}
