//! The whole recording at a glance: what ran, what was found, what is selected and shown.
//!
//! A drag selects a stretch of time and shows it; the edges of the selected and of the shown
//! stretch can be dragged, and the shown stretch can be moved. A double click shows everything.

use std::ops::Range;

use asyncscope_core::analysis::{Activity, SearchMarks};
use asyncscope_core::model::{Category, SnapshotIndex};
use asyncscope_core::units::{Nanos, TimeRange, WeightUnit};
use egui::emath::GuiRounding as _;
use egui::{Color32, CursorIcon, Id, Mesh, Painter, Pos2, Rect, Response, Role, Sense, Shape};
use egui::{Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::flame_chart::{FlameChartState, Ticks};
use super::super::{Scene, snapshot_flags};
use super::strips;
use crate::answers::AnswerState;
use crate::command::{Command, Commands};
use crate::opened::Opened;
use crate::theme::{self, Tokens, Type, size};
use crate::widgets::text;
use crate::wording;

/// How near to an edge the pointer takes hold of it, in points.
const GRIP: f32 = 5.0;
/// Height of the strip of marks, in points.
const MARKS: f32 = 4.0;
/// Height of the strip of garbage collections, in points.
const GC: f32 = 3.0;
/// A drag shorter than this is a click, in points.
const LEAST_DRAG: f32 = 3.0;

/// What is being dragged.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Drag {
    /// Nothing.
    #[default]
    None,
    /// A new stretch of time, from here.
    Select(f64),
    /// An edge of the selected stretch; the other one is here.
    Selected(f64),
    /// An edge of the shown stretch; the other one is here.
    Shown(f64),
    /// The shown stretch, held so far from its start.
    Move(f64),
}

/// Where moments are.
#[derive(Clone, Copy)]
struct Axis {
    rect: Rect,
    duration: f64,
}

impl Axis {
    #[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
    fn x(self, time: f64) -> f32 {
        self.rect.left() + (time / self.duration) as f32 * self.rect.width()
    }

    fn time(self, x: f32) -> f64 {
        let share = f64::from((x - self.rect.left()) / self.rect.width().max(1.0));
        share.clamp(0.0, 1.0) * self.duration
    }

    fn columns(self, range: &Range<u64>) -> egui::Rangef {
        egui::Rangef::new(self.x(as_f64(range.start)), self.x(as_f64(range.end)))
    }
}

#[expect(clippy::cast_precision_loss, reason = "a place on the screen")]
fn as_f64(time: u64) -> f64 {
    time as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a moment, rounded")]
fn range_of(one: f64, other: f64) -> TimeRange {
    Nanos(one.min(other).round() as u64)..Nanos(one.max(other).round() as u64)
}

/// Shows the minimap and its ruler.
pub(super) fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    state: &mut FlameChartState,
    commands: &mut Commands,
) {
    let opened = scene.opened;
    let tokens = theme::tokens(ui);
    let height = size::MINIMAP + size::MINIMAP_RULER;
    let wanted = vec2(ui.available_width(), height);
    let (all, _) = ui.allocate_exact_size(wanted, Sense::hover());
    let all = all.round_to_pixels(ui.pixels_per_point());
    let (map, ruler) = all.split_top_bottom_at_y(all.top() + size::MINIMAP);
    let axis = Axis { rect: map, duration: as_f64(opened.recording.duration.0).max(1.0) };
    let response = ui.interact(all, Id::unique("minimap"), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, said(opened, state)));
    let flags = flags(opened, axis);
    let flagged = (&*opened.recording, opened.recorded.marked);
    let lit = flag_under(&response, map, &flags);
    let drag = interact(ui, opened, &response, axis, (state, commands));
    if let Some(snapshot) = lit {
        ui.set_cursor_icon(CursorIcon::PointingHand);
        if response.clicked() {
            snapshot_flags::click(ui, flagged, snapshot, commands);
        }
    }
    let painter = ui.painter().with_clip_rect(all.intersect(ui.clip_rect()));
    painter.rect_filled(all, 0.0, tokens.bg0);
    let measured = opened.answers.timeline.strips.value().map(AsRef::as_ref);
    match opened.answers.timeline.activity.state() {
        AnswerState::Ready(it) | AnswerState::Working(Some(it)) => {
            #[expect(clippy::cast_precision_loss, reason = "one or two")]
            let below = strips::count(measured) as f32 * strips::HEIGHT;
            areas(&painter, map, (it, below), tokens);
        }
        AnswerState::Failed(why) => {
            let why = text::line(&painter, Type::Caption, tokens.error, why, map.width());
            text::paint_center(&painter, map, why);
        }
        AnswerState::Absent | AnswerState::Working(None) => {}
    }
    if let Some(measured) = measured {
        strips::paint(&painter, map, map.bottom() - GC, measured, tokens);
        if drag == Drag::None && lit.is_none() {
            strips::tooltip(&response, map, measured);
        }
    }
    paint_ruler(&painter, ruler, axis, tokens);
    window(&painter, all, axis, &state.shown(), tokens);
    if let Some(found) = opened.answers.timeline.found.current() {
        marks(&painter, map, &found.marks, tokens);
    }
    let selected = match drag {
        Drag::Select(from) | Drag::Selected(from) => {
            response.interact_pointer_pos().map(|it| range_of(from, axis.time(it.x)))
        }
        _ => opened.selection.range.clone(),
    };
    if let Some(range) = selected {
        selection(&painter, all, axis.columns(&(range.start.0..range.end.0)), tokens);
    }
    snapshot_flags::paint(&painter, flagged, (map, &flags), (lit, tokens));
    painter.hline(all.x_range(), all.bottom() - 0.5, Stroke::new(1.0, tokens.line));
    if let Some(snapshot) = lit {
        response.on_hover_text_at_pointer(snapshot_flags::said(flagged, snapshot));
    }
}

/// The heap snapshots of the recording, and where their flags stand.
fn flags(opened: &Opened, axis: Axis) -> Vec<(SnapshotIndex, f32)> {
    let snapshots = &opened.recording.snapshots;
    let place = |it: SnapshotIndex| (it, axis.x(as_f64(snapshots.time[it].0)).round() + 0.5);
    snapshots.indices().map(place).collect()
}

/// The flag that the pointer is on.
fn flag_under(
    response: &Response,
    map: Rect,
    flags: &[(SnapshotIndex, f32)],
) -> Option<SnapshotIndex> {
    let pointer = response.hover_pos()?;
    let is_high = pointer.y <= map.top() + snapshot_flags::HEIGHT;
    snapshot_flags::near(flags, pointer.x).filter(|_| is_high)
}

fn said(opened: &Opened, state: &FlameChartState) -> String {
    let shown = state.shown();
    let mut words =
        format!("Minimap, shows {}", wording::range(&(Nanos(shown.start)..Nanos(shown.end))));
    if let Some(range) = &opened.selection.range {
        words += &format!("; selected {}", wording::range(range));
    }
    words
}

/// Follows the hand. Returns what is being dragged.
fn interact(
    ui: &Ui,
    opened: &Opened,
    response: &Response,
    axis: Axis,
    (state, commands): (&mut FlameChartState, &mut Commands),
) -> Drag {
    let key = response.id.with("drag");
    let mut drag: Drag = ui.data(|it| it.get_temp(key)).unwrap_or_default();
    let shown = state.shown();
    if let Some(pointer) = response.hover_pos().filter(|_| drag == Drag::None) {
        let icon = match grip(ui, opened, &shown, axis, pointer) {
            Drag::Selected(_) | Drag::Shown(_) => CursorIcon::ResizeHorizontal,
            Drag::Move(_) => CursorIcon::Grab,
            Drag::Select(_) | Drag::None => CursorIcon::Text,
        };
        ui.set_cursor_icon(icon);
    }
    let origin = ui.input(|it| it.pointer.press_origin());
    if response.drag_started()
        && let Some(origin) = origin
    {
        drag = grip(ui, opened, &shown, axis, origin);
    }
    if let Some(pointer) = response.interact_pointer_pos() {
        let here = axis.time(pointer.x);
        match drag {
            Drag::Shown(other) => state.show_at_once(&plain(&range_of(other, here))),
            Drag::Move(held) => {
                let length = as_f64(shown.end - shown.start);
                let start = (here - held).clamp(0.0, (axis.duration - length).max(0.0));
                state.show_at_once(&plain(&range_of(start, start + length)));
            }
            Drag::None | Drag::Select(_) | Drag::Selected(_) => {}
        }
        if response.drag_stopped() {
            finish(ui, drag, (here, pointer, origin), (axis, state), commands);
        }
    }
    if response.drag_stopped() {
        drag = Drag::None;
    }
    if response.double_clicked() {
        state.show_all(ui);
    }
    ui.data_mut(|it| it.insert_temp(key, drag));
    drag
}

fn plain(range: &TimeRange) -> Range<u64> {
    range.start.0..range.end.0
}

/// What a press at a point would take hold of.
fn grip(ui: &Ui, opened: &Opened, shown: &Range<u64>, axis: Axis, at: Pos2) -> Drag {
    let here = axis.time(at.x);
    if ui.input(|it| it.modifiers.shift) {
        return Drag::Select(here);
    }
    let edge = |range: &Range<u64>| {
        let columns = axis.columns(range);
        let (start, end) = ((columns.min - at.x).abs(), (columns.max - at.x).abs());
        let other = if start < end { range.end } else { range.start };
        (start.min(end) <= GRIP).then(|| as_f64(other))
    };
    if let Some(other) = opened.selection.range.as_ref().and_then(|it| edge(&plain(it))) {
        return Drag::Selected(other);
    }
    let is_whole = shown.start == 0 && axis.duration <= as_f64(shown.end);
    if is_whole {
        return Drag::Select(here);
    }
    if let Some(other) = edge(shown) {
        return Drag::Shown(other);
    }
    if axis.columns(shown).contains(at.x) {
        return Drag::Move(here - as_f64(shown.start));
    }
    Drag::Select(here)
}

/// What the end of a drag does.
fn finish(
    ui: &Ui,
    drag: Drag,
    (here, pointer, origin): (f64, Pos2, Option<Pos2>),
    (_axis, state): (Axis, &mut FlameChartState),
    commands: &mut Commands,
) {
    let is_click = origin.is_some_and(|it| (it.x - pointer.x).abs() < LEAST_DRAG);
    match drag {
        Drag::Select(from) if !is_click => {
            let range = range_of(from, here);
            state.show(ui, &plain(&range));
            commands.push(Command::SelectRange(Some(range)));
        }
        Drag::Selected(other) => commands.push(Command::SelectRange(Some(range_of(other, here)))),
        _ => {}
    }
}

/// What ran, stacked by category.
fn areas(painter: &Painter, rect: Rect, (activity, below): (&Activity, f32), tokens: &Tokens) {
    let most = as_f64(activity.most());
    let n_parts = activity.buckets.len();
    if most <= 0.0 || n_parts == 0 {
        return;
    }
    let floor = rect.bottom() - GC - below;
    let room = f64::from(floor - rect.top() - MARKS);
    let mut mesh = Mesh::default();
    let width = painter.pixels_per_point().recip();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the pixels of a screen"
    )]
    let n_columns = (rect.width() / width).round().max(1.0) as usize;
    for column in 0..n_columns {
        let parts = parts_of(column, n_columns, n_parts);
        #[expect(clippy::cast_precision_loss, reason = "the pixels of a screen")]
        let left = rect.left() + column as f32 * width;
        let mut y = f64::from(floor);
        for (category, nanos) in &activity.by_category {
            let sum: u64 = nanos[parts.clone()].iter().sum();
            if sum == 0 {
                continue;
            }
            let share = as_f64(sum) / (most * as_f64(parts.len() as u64));
            let top = y - share * room;
            mesh.add_colored_rect(strip(left, width, top, y), tokens.category(*category).fill);
            if *category == Category::GarbageCollection {
                let (top, bottom) = (f64::from(rect.bottom() - GC) + 1.0, f64::from(rect.bottom()));
                mesh.add_colored_rect(
                    strip(left, width, top, bottom),
                    tokens.category(*category).fill,
                );
            }
            y = top;
        }
    }
    painter.add(Shape::mesh(mesh));
}

#[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
fn strip(left: f32, width: f32, top: f64, bottom: f64) -> Rect {
    Rect::from_min_max(pos2(left, top as f32), pos2(left + width, bottom as f32))
}

/// The parts of the recording that a column of pixels shows, at least one.
fn parts_of(column: usize, n_columns: usize, n_parts: usize) -> Range<usize> {
    let first = (column * n_parts / n_columns).min(n_parts - 1);
    let last = ((column + 1) * n_parts / n_columns).clamp(first + 1, n_parts);
    first..last
}

/// Where something was found.
fn marks(painter: &Painter, rect: Rect, marks: &SearchMarks, tokens: &Tokens) {
    let n_parts = marks.buckets.len();
    let most = marks.n_matches.iter().copied().max().unwrap_or(0);
    if n_parts == 0 || most == 0 {
        return;
    }
    let mut mesh = Mesh::default();
    #[expect(clippy::cast_precision_loss, reason = "about a thousand parts")]
    let width = rect.width() / n_parts as f32;
    for (part, _) in marks.n_matches.iter().enumerate().filter(|it| 0 < *it.1) {
        #[expect(clippy::cast_precision_loss, reason = "as above")]
        let left = rect.left() + part as f32 * width;
        let mark = Rect::from_min_size(pos2(left, rect.top()), vec2(width.max(1.5), MARKS));
        mesh.add_colored_rect(mark, tokens.accent);
    }
    painter.add(Shape::mesh(mesh));
}

fn paint_ruler(painter: &Painter, rect: Rect, axis: Axis, tokens: &Tokens) {
    painter.rect_filled(rect, 0.0, tokens.bg1);
    let per_point = axis.duration / f64::from(rect.width().max(1.0));
    let ticks = Ticks::apart(90.0 * per_point, WeightUnit::Nanoseconds);
    for tick in ticks.within(&(0..to_u64(axis.duration))).filter(|&it| ticks.is_major(it)) {
        let x = axis.x(as_f64(tick)).round();
        let label = ticks.label(tick, WeightUnit::Nanoseconds);
        let label = text::line(painter, Type::Caption, tokens.text2, &label, 200.0);
        if rect.right() < x + 4.0 + label.size().x {
            continue;
        }
        painter.vline(x, rect.top()..=rect.top() + 5.0, Stroke::new(1.0, tokens.line2));
        painter.galley(pos2(x + 4.0, rect.top() + 1.0), label, tokens.text2);
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a duration")]
fn to_u64(time: f64) -> u64 {
    time.max(0.0) as u64
}

/// What of the recording the chart shows: the rest lies in shade.
fn window(painter: &Painter, rect: Rect, axis: Axis, shown: &Range<u64>, tokens: &Tokens) {
    let columns = axis.columns(shown);
    let is_whole = columns.min <= rect.left() + 0.5 && rect.right() - 0.5 <= columns.max;
    if is_whole {
        return;
    }
    let columns = egui::Rangef::new(columns.min, columns.max.max(columns.min + 2.0));
    for x in [rect.left()..=columns.min, columns.max..=rect.right()] {
        painter.rect_filled(Rect::from_x_y_ranges(x, rect.y_range()), 0.0, tokens.veil);
    }
    let frame = Rect::from_x_y_ranges(columns, rect.y_range()).shrink2(vec2(0.0, 0.5));
    let edge = Stroke::new(1.0, tokens.text);
    painter.rect_stroke(frame, 0.0, edge, egui::StrokeKind::Outside);
    for x in [columns.min, columns.max] {
        let handle =
            Rect::from_center_size(pos2(x, rect.top() + size::MINIMAP / 2.0), vec2(3.0, 14.0));
        painter.rect_filled(handle, 1.0, tokens.text);
    }
}

fn selection(painter: &Painter, rect: Rect, columns: egui::Rangef, tokens: &Tokens) {
    let inside = Rect::from_x_y_ranges(columns, rect.y_range());
    painter.rect_filled(inside, 0.0, tint(tokens));
    for x in [columns.min, columns.max] {
        painter.vline(x.round() + 0.5, rect.y_range(), Stroke::new(1.0, tokens.accent));
    }
}

fn tint(tokens: &Tokens) -> Color32 {
    tokens.accent.gamma_multiply(0.16)
}
