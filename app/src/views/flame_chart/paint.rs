//! Painting what is visible, into a few meshes.

mod brush;
mod colors;
mod matches;
mod pieces;

use std::ops::Range;

use asyncscope_core::analysis::Visible;
use asyncscope_core::model::Category;
use asyncscope_core::units::Nanos;
use egui::{Align2, Mesh, Painter, Rect, Shape, Ui, pos2, vec2};

use super::hit::Hit;
use super::rows::{Pane, RowAt, Rows};
use super::ruler::Ruler;
use super::scale::Scale;
use super::state::FlameChartState;
use super::{Areas, Axis, Body, FlameChart, FlameLane, graph, margin, memory, moments};
use crate::theme::{self, Tokens, Type};
use crate::widgets::text;
use crate::wording;

use brush::Brush;
pub(super) use pieces::Piece;

/// What one frame painted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaintStats {
    /// Rows of boxes.
    pub rows: usize,
    /// Boxes that stand for themselves.
    pub boxes: usize,
    /// Blocks of boxes too narrow to be told apart, adjoining ones taken together.
    pub merged: usize,
    /// Labels.
    pub labels: usize,
    /// Corners of all triangles, labels included.
    pub vertices: usize,
}

impl PaintStats {
    /// Both together.
    fn and(self, other: Self) -> Self {
        Self {
            rows: self.rows + other.rows,
            boxes: self.boxes + other.boxes,
            merged: self.merged + other.merged,
            labels: self.labels + other.labels,
            vertices: self.vertices + other.vertices,
        }
    }
}

/// What is painted, and where.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) chart: FlameChart<'a>,
    pub(super) scale: &'a Scale,
    pub(super) rows: &'a Rows,
    pub(super) panes: &'a [Pane],
    pub(super) areas: &'a Areas,
    pub(super) hit: Option<&'a Hit>,
}

/// Paints everything.
pub(super) fn paint(ui: &Ui, view: View<'_>, state: &mut FlameChartState) -> PaintStats {
    let tokens = theme::tokens(ui);
    let range = state.selected_range(view.chart);
    background(ui, view, state, range.as_ref(), tokens);
    let stats = boxes(ui, view, state, tokens);
    if let Some(range) = &range {
        veil(ui, view, range, tokens);
    }
    margin::paint(ui, view, state);
    let has_only_boxes = view.chart.lanes.iter().all(FlameLane::has_boxes);
    if stats.boxes + stats.merged == 0 && has_only_boxes {
        let said = nothing_in(view.chart, &state.shown());
        nothing(ui, view.areas.canvas, &said, "Press 0 to see the whole recording.");
    }
    if let Some(range) = range {
        edges(ui, view, &range, tokens);
    }
    stats
}

/// Says that a stretch of the axis has no boxes.
fn nothing_in(chart: FlameChart<'_>, shown: &Range<u64>) -> String {
    if chart.axis == Axis::Weight {
        return "Nothing is in view.".to_owned();
    }
    let resolution = Nanos(shown.end.saturating_sub(shown.start) / 100);
    let moment = |at| wording::moment(Nanos(at), resolution);
    format!("Nothing ran from {} to {}.", moment(shown.start), moment(shown.end))
}

/// Says why there is nothing to see.
pub(super) fn nothing(ui: &Ui, rect: Rect, said: &str, hint: &str) {
    let tokens = theme::tokens(ui);
    let painter = ui.painter();
    let width = (rect.width() - 32.0).max(0.0);
    let said = text::line(painter, Type::Body, tokens.text2, said, width);
    let hint = text::line(painter, Type::Table, tokens.text2, hint, width);
    let middle = rect.center();
    let at = Align2::CENTER_BOTTOM.anchor_size(middle, said.size());
    painter.galley(at.min, said, tokens.text2);
    let at = Align2::CENTER_TOP.anchor_size(middle + vec2(0.0, 4.0), hint.size());
    painter.galley(at.min, hint, tokens.text2);
}

/// The ruler, and what lies below the boxes.
fn background(
    ui: &Ui,
    view: View<'_>,
    state: &FlameChartState,
    range: Option<&Range<u64>>,
    tokens: &Tokens,
) {
    let View { scale, areas, .. } = view;
    let painter = ui.painter();
    painter.rect_filled(areas.canvas, 0.0, tokens.bg0);
    let (unit, has_shares) = (view.chart.unit(), view.chart.has_shares());
    let ruler = Ruler { rect: areas.ruler, scale, unit, has_shares, selected: range, tokens };
    let ticks = ruler.ticks(painter, state.view());
    ruler.paint(painter, ticks, state.view());
    let mut lines = Mesh::default();
    let width = scale.points_per_pixel();
    for tick in ticks.within(&state.view().range()).filter(|&it| ticks.is_major(it)) {
        let top = pos2(scale.x(scale.column_of(tick)), areas.canvas.top());
        let line = Rect::from_min_size(top, vec2(width, areas.canvas.height()));
        lines.add_colored_rect(line, tokens.line0);
    }
    let painter = painter.with_clip_rect(areas.canvas.intersect(painter.clip_rect()));
    painter.add(Shape::mesh(lines));
    if let Some(range) = range {
        let tint = Rect::from_x_y_ranges(columns(scale, range), areas.canvas.y_range());
        painter.rect_filled(tint, 0.0, tokens.range_tint);
    }
}

fn columns(scale: &Scale, range: &Range<u64>) -> egui::Rangef {
    let x = |position| scale.x(scale.column_of(position));
    egui::Rangef::new(x(range.start), x(range.end))
}

/// Greys what lies outside of the selected time.
fn veil(ui: &Ui, view: View<'_>, range: &Range<u64>, tokens: &Tokens) {
    let rect = view.areas.canvas;
    let inside = columns(view.scale, range);
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    for x in
        [rect.left()..=inside.min.max(rect.left()), inside.max.min(rect.right())..=rect.right()]
    {
        let outside = Rect::from_x_y_ranges(x, rect.y_range());
        painter.rect_filled(outside, 0.0, tokens.veil);
    }
}

/// The edges of the selected time, through all boxes.
fn edges(ui: &Ui, view: View<'_>, range: &Range<u64>, tokens: &Tokens) {
    let rect = view.areas.canvas;
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let width = view.scale.points_per_pixel();
    let columns = columns(view.scale, range);
    for x in [columns.min, columns.max] {
        let edge = Rect::from_min_size(pos2(x, rect.top()), vec2(width, rect.height()));
        painter.rect_filled(edge, 0.0, tokens.accent);
    }
}

/// The boxes of all rows that can be seen.
fn boxes(ui: &Ui, view: View<'_>, state: &mut FlameChartState, tokens: &Tokens) -> PaintStats {
    let mut stats = PaintStats::default();
    for (number, pane) in view.panes.iter().enumerate() {
        let painter = ui.painter().with_clip_rect(pane.rect.intersect(ui.clip_rect()));
        stats = stats.and(boxes_of_pane(ui, &painter, view, (number, pane), (state, tokens)));
    }
    stats
}

fn boxes_of_pane(
    ui: &Ui,
    painter: &Painter,
    view: View<'_>,
    (number, pane): (usize, &Pane),
    (state, tokens): (&mut FlameChartState, &Tokens),
) -> PaintStats {
    let shown = state.view().range();
    let mut brush = Brush::new(ui, view, (number, state), tokens);
    for lane in pane.lanes.clone() {
        let it = &view.chart.lanes[lane];
        let lines = view.rows.inner(lane);
        if lines.end <= pane.lines.start || pane.lines.end <= lines.start {
            continue;
        }
        let line = |line: i64| i32::try_from(line - pane.first_line()).unwrap_or(i32::MAX);
        let lines = line(lines.start)..line(lines.end);
        match it.body {
            Body::Heading => {}
            Body::Numbers(pyramid) => {
                graph::paint(painter, view, pyramid, (&lines, it.head.is_dimmed), tokens);
            }
            Body::Memory(track) => {
                memory::paint(painter, view, track, (&lines, it.head.is_dimmed), tokens);
            }
            Body::Moments(moments) => {
                moments::paint(painter, view, moments, (&lines, it.head.is_dimmed), tokens);
            }
            Body::Boxes | Body::Closed => {
                brush.take_lane(lane, state);
                for row in view.rows.visible(lane, &pane.lines) {
                    brush.row(RowAt { lane, row }, &shown, pane.first_line());
                }
                state.seen[lane] |= brush.seen();
            }
        }
    }
    brush.finish(painter, (number, state))
}

/// Whether boxes of a category are hatched.
fn is_hatched(category: Category) -> bool {
    category == Category::GarbageCollection
}

/// Joins what adjoins: `run` grows by `it`, or is given back and replaced by it.
fn join(run: &mut Option<Visible>, it: Visible) -> Option<Visible> {
    match run {
        Some(run) if run.pixels.end == it.pixels.start => {
            run.pixels.end = it.pixels.end;
            run.boxes.end = it.boxes.end;
            None
        }
        _ => run.replace(it),
    }
}
