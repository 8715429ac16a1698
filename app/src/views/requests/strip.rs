//! Below the waterfall, on its axis: how late the event loop was, and long tasks.

use asyncscope_core::units::{Count, Nanos};
use egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::Scene;
use super::axis::Axis;
use crate::questions::requests::axis::AxisFacts;
use crate::theme::{self, Tokens, Type, size};
use crate::widgets::hatch::hatch;
use crate::widgets::text;

/// Height of the curve of delays.
const DELAYS: f32 = 34.0;
/// Height of the line of long tasks.
const TASKS: f32 = 18.0;

/// How high the strip is; `None` where the recording tells nothing of its event loop.
pub(super) fn height(scene: Scene<'_>) -> Option<f32> {
    let facts = scene.opened.answers.requests.axis.value()?;
    let delays = if facts.delays.is_empty() { 0.0 } else { DELAYS };
    let tasks = if facts.has_tasks { TASKS } else { 0.0 };
    Some(delays + tasks).filter(|it| *it > 0.0)
}

/// Shows the strip.
pub(super) fn show(ui: &mut Ui, scene: Scene<'_>, axis: Option<&Axis>, height: f32) {
    let tokens = theme::tokens(ui);
    let size = vec2(ui.available_width(), height);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    ui.painter().rect_filled(rect, 0.0, tokens.bg1);
    ui.painter().hline(rect.x_range(), rect.top() + 0.5, Stroke::new(1.0, tokens.line));
    let Some(facts) = scene.opened.answers.requests.axis.value() else { return };
    let Some(axis) = axis else { return };
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, in_words(facts)));
    let mut top = rect.top() + 1.0;
    if !facts.delays.is_empty() {
        let part = Rect::from_min_max(pos2(rect.left(), top), pos2(rect.right(), top + DELAYS));
        top = part.bottom();
        let most = micros(facts.most_delay);
        head(ui, part, axis, &format!("Event-loop delay, at most {most}"));
        delays(ui, scene, facts, (part, axis), tokens);
    }
    if facts.has_tasks {
        let part =
            Rect::from_min_max(pos2(rect.left(), top), pos2(rect.right(), top + TASKS - 1.0));
        let n = Count(facts.long_tasks.len() as u64);
        head(ui, part, axis, &format!("Long tasks, {n} of 50 ms and more"));
        tasks(ui, facts, (part, axis), tokens);
    }
    tell(scene, facts, axis, &response);
}

fn in_words(facts: &AxisFacts) -> String {
    let mut parts = Vec::new();
    if !facts.delays.is_empty() {
        parts.push(format!("delay at most {}", micros(facts.most_delay)));
    }
    if facts.has_tasks {
        parts.push(crate::wording::counted(facts.long_tasks.len(), "long task"));
    }
    format!("Event loop on the same axis: {}", parts.join(", "))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
fn micros(micros: f64) -> Nanos {
    Nanos((micros * 1e3).round() as u64)
}

/// What a line of the strip shows, right before its axis.
fn head(ui: &Ui, rect: Rect, axis: &Axis, said: &str) {
    let tokens = theme::tokens(ui);
    let room = axis.x.min - rect.left() - 2.0 * size::CELL;
    let words = text::line(ui.painter(), Type::Caption, tokens.text2, said, room.max(0.0));
    text::paint_right(ui.painter(), rect, axis.x.min - size::CELL, words);
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "columns of the screen"
)]
fn delays(
    ui: &Ui,
    scene: Scene<'_>,
    facts: &AxisFacts,
    (rect, axis): (Rect, &Axis),
    tokens: &Tokens,
) {
    let n = axis.x.span().max(1.0) as usize;
    let mut most = vec![0.0_f64; n];
    for series in &facts.delays {
        let values = series.query(&scene.opened.recording, &axis.range, n);
        for (at, value) in values.into_iter().enumerate() {
            most[at] = most[at].max(value.map_or(0.0, |it| it.max));
        }
    }
    let scale = (rect.height() - 6.0) / (facts.most_delay.max(1.0) as f32);
    for (at, value) in most.into_iter().enumerate() {
        let x = axis.x.min + at as f32;
        let height = value as f32 * scale;
        // What users notice is said in another colour.
        let is_late = micros(value) >= crate::questions::requests::axis::LONG_TASK;
        let fill = if is_late { tokens.warn } else { tokens.graph };
        let bar = Rect::from_min_max(pos2(x, rect.bottom() - height), pos2(x + 1.0, rect.bottom()));
        ui.painter().rect_filled(bar, 0.0, fill);
    }
}

fn tasks(ui: &Ui, facts: &AxisFacts, (rect, axis): (Rect, &Axis), tokens: &Tokens) {
    let tasks = &facts.long_tasks;
    let mut next = tasks.partition_point(|it| it.end <= axis.range.start);
    while let Some(task) = tasks.get(next).filter(|it| it.start < axis.range.end) {
        let left = axis.place(task.start).max(axis.x.min);
        let right = axis.place(task.end).min(axis.x.max).max(left + 1.0);
        let y = rect.center().y;
        let bar = Rect::from_min_max(pos2(left, y - 5.0), pos2(right, y + 5.0));
        ui.painter().rect_filled(bar, 0.0, tokens.warn_bg);
        hatch(ui.painter(), bar, tokens.warn);
        // Those that lie in the same point are one.
        let after = axis.time(right);
        next = tasks.partition_point(|it| it.end <= after).max(next + 1);
    }
}

/// Tells of the moment under the pointer.
fn tell(scene: Scene<'_>, facts: &AxisFacts, axis: &Axis, response: &egui::Response) {
    let Some(at) = response.hover_pos().filter(|it| axis.x.contains(it.x)) else { return };
    let (from, to) = (axis.time(at.x), axis.time(at.x + 1.0));
    let mut said =
        crate::wording::moment(from, Nanos(axis.range.end.since(axis.range.start).0 / 1_000));
    let recording = &scene.opened.recording;
    let delay = facts
        .delays
        .iter()
        .filter_map(|it| it.extremes(recording, &(from..to.max(from + Nanos(1)))));
    if let Some(delay) = delay.map(|it| it.1).reduce(f64::max) {
        said += &format!("\nEvent-loop delay: {}", micros(delay));
    }
    let at = facts.long_tasks.partition_point(|it| it.end <= from);
    if let Some(task) = facts.long_tasks.get(at).filter(|it| it.start <= from) {
        said += &format!("\nLong task: {}", task.end - task.start);
    }
    response.clone().on_hover_text_at_pointer(said);
}
