//! The arrows of what is selected: what led to it, and what it led to.

use egui::epaint::CubicBezierShape;
use egui::{Color32, CursorIcon, Painter, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo};
use egui::{pos2, vec2};

use super::paint::View;
use super::rows::{Pane, RowAt};
use super::state::FlameChartState;
use super::{BoxAt, FlameChart, facts};
use crate::command::{Command, Commands};
use crate::questions::timeline::{Anchor, Arrow};
use crate::theme;
use crate::tracks::TrackKey;

/// Thickness of an arrow, in points.
const THICK: f32 = 1.5;
/// Length of its head, in points.
const HEAD: f32 = 7.0;
/// Radius of the dot where it begins, in points.
const DOT: f32 = 3.0;
/// Ends that can be clicked.
const MOST_ENDS: usize = 24;
/// Width and height of an end that can be clicked, in points.
const END: f32 = 14.0;

/// Paints the arrows, and lets them be followed by a click on an end.
pub(super) fn show(ui: &Ui, view: View<'_>, state: &mut FlameChartState, commands: &mut Commands) {
    let Some(arrows) = view.chart.arrows else { return };
    let tokens = theme::tokens(ui);
    let painter = ui.painter().with_clip_rect(view.areas.canvas.intersect(ui.clip_rect()));
    let mut n_ends = 0;
    for (number, arrow) in arrows.all().enumerate() {
        let (Some(from), Some(to)) = (place(view, &arrow.from), place(view, &arrow.to)) else {
            continue;
        };
        let is_arriving = number < arrows.arriving.len();
        paint(&painter, from, to, (tokens.text, tokens.bg0));
        let (other, at) = if is_arriving { (&arrow.from, from) } else { (&arrow.to, to) };
        if n_ends < MOST_ENDS && view.areas.canvas.contains(at) {
            n_ends += 1;
            let end = Rect::from_center_size(at, vec2(END, END));
            let id = ui.scope_id().with(("arrow", number));
            let response = ui.interact(end, id, Sense::click());
            let said = said(view.chart, arrow, is_arriving);
            response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &said));
            if response.clicked() {
                follow(ui, view.chart, other, (state, commands));
            }
            response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(said);
        }
    }
}

/// Goes to the other end of the first arrow that reaches what is selected, or that leaves it.
pub(super) fn follow_first(
    ui: &Ui,
    chart: FlameChart<'_>,
    is_back: bool,
    (state, commands): (&mut FlameChartState, &mut Commands),
) {
    let Some(arrows) = chart.arrows else { return };
    let end = if is_back {
        arrows.arriving.first().map(|it| it.from)
    } else {
        arrows.leaving.first().map(|it| it.to)
    };
    if let Some(end) = end {
        follow(ui, chart, &end, (state, commands));
    }
}

/// Selects what an arrow comes from or leads to, and shows it.
fn follow(
    ui: &Ui,
    chart: FlameChart<'_>,
    end: &Anchor,
    (state, commands): (&mut FlameChartState, &mut Commands),
) {
    if let Some(entity) = end.entity {
        let found = facts::box_of_entity(chart, entity);
        let occurrence = facts::occurrence_of(chart.recording, entity);
        match occurrence {
            Some(it) => commands.push(Command::SelectOccurrence(entity, it)),
            None => commands.push(Command::Select(Some(entity))),
        }
        if let Some(found) = found {
            state.select(Some(found));
            state.reveal(RowAt { lane: found.lane, row: found.at.row as usize });
        }
    }
    let shown = state.target().range();
    if !shown.contains(&end.time.0) {
        #[expect(clippy::cast_precision_loss, reason = "a place on the screen")]
        state.go(ui, state.target().centered(end.time.0 as f64));
    }
}

fn said(chart: FlameChart<'_>, arrow: &Arrow, is_arriving: bool) -> String {
    let (verb, end) = if is_arriving { ("from", &arrow.from) } else { ("to", &arrow.to) };
    let name = match end.entity {
        Some(entity) => facts::entity_name(chart.recording, entity).to_owned(),
        None => chart.recording.thread_name(end.thread),
    };
    format!("{} {verb} {name}", arrow.kind.name())
}

/// Where an end of an arrow is on the screen, also outside of what can be seen.
fn place(view: View<'_>, end: &Anchor) -> Option<Pos2> {
    let found = end.entity.and_then(|it| facts::box_of_entity(view.chart, it));
    let (lane, lines) = if let Some(BoxAt { lane, at }) = found {
        let is_closed = matches!(view.chart.lanes[lane].body, super::Body::Closed);
        let row = if is_closed { 0 } else { at.row as usize };
        (lane, view.rows.boxes(RowAt { lane, row }))
    } else {
        let lane = lane_of_thread(view.chart, end)?;
        (lane, view.rows.lane(lane))
    };
    let pane: &Pane = view.panes.iter().find(|it| it.lanes.contains(&lane))?;
    let line = i32::try_from(i64::midpoint(lines.start, lines.end) - pane.first_line()).ok()?;
    let x = view.scale.rect.left() + position(view, end.time.0);
    Some(pos2(x, view.scale.y(line)))
}

/// Where a moment is, in points from the left edge, not too far outside of it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "screen positions"
)]
fn position(view: View<'_>, time: u64) -> f32 {
    let from = time as f64 - view.scale.position(view.scale.rect.left());
    let points = from / view.scale.units(1.0);
    points.clamp(-1e5, 1e5) as f32
}

fn lane_of_thread(chart: FlameChart<'_>, end: &Anchor) -> Option<usize> {
    let is_of = |key: Option<TrackKey>| {
        key.and_then(|it| facts::thread_of(chart.recording, it)) == Some(end.thread)
    };
    chart.lanes.iter().position(|it| is_of(it.head.track))
}

fn paint(painter: &Painter, from: Pos2, to: Pos2, (color, halo): (Color32, Color32)) {
    let reach = ((to.y - from.y).abs() / 2.0).clamp(12.0, 80.0) * (to.y - from.y).signum();
    let tip = to - vec2(0.0, 0.0);
    let points = [from, from + vec2(0.0, reach), to - vec2(0.0, reach), tip];
    for stroke in [Stroke::new(THICK + 2.0, halo), Stroke::new(THICK, color)] {
        let (closed, fill) = (false, Color32::TRANSPARENT);
        painter.add(CubicBezierShape::from_points_stroke(points, closed, fill, stroke));
    }
    painter.circle_filled(from, DOT + 1.0, halo);
    painter.circle_filled(from, DOT, color);
    let down = if from.y <= to.y { 1.0 } else { -1.0 };
    let base = to - vec2(0.0, HEAD * down);
    let side = vec2(HEAD * 0.5, 0.0);
    let triangle = vec![to, base - side, base + side];
    painter.add(Shape::convex_polygon(triangle, color, Stroke::NONE));
}
