//! When the objects that are alive were allocated: bars over time, and the classes of a stretch.

use asyncscope_core::analysis::heap::TimelineBar;
use asyncscope_core::units::{Bytes, Count, Nanos, TimeRange};
use egui::{
    EventFilter, Id, Key, Mesh, Rangef, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2,
    vec2,
};

use super::super::parts::{nothing, toolbar};
use super::super::table_parts::{filter_error, filter_field};
use super::super::{Scene, View, ViewMemory, working};
use super::{HeapMemory, answer, classes, ignored};
use crate::command::{Command, Commands};
use crate::heap::HeapCommand;
use crate::theme::{self, Type, size};
use crate::widgets::button::Button;
use crate::widgets::{focus, text};
use crate::wording;

/// Height of the bars.
const BARS: f32 = 120.0;
/// Room at the left for the largest value.
const AXIS: f32 = 64.0;

/// Shows the view.
pub fn show(ui: &mut Ui, scene: Scene<'_>, memory: &mut ViewMemory, commands: &mut Commands) {
    let place = &scene.opened.heap.place;
    toolbar(ui, |ui| {
        let about = (View::Allocations, "Filter classes", "Filter by name or /regex/");
        filter_field(ui, scene, about, (&place.classes, 200.0), commands);
        classes::set_menu(ui, scene, commands);
        if let Some(time) = &place.time {
            let said = format!("Allocated in {}", wording::range(time));
            let color = theme::tokens(ui).text;
            text::fixed(ui, Type::Table, color, &said);
            if ui.add(Button::new("Show all")).clicked() {
                commands.push(Command::Heap(HeapCommand::ShowTime(None)));
            }
        } else {
            let color = theme::tokens(ui).text2;
            text::label(
                ui,
                Type::Table,
                color,
                "Drag over the bars to see what was allocated then",
            );
        }
    });
    filter_error(ui, &place.classes);
    working::strip(ui, scene, commands);
    let state = scene.opened.answers.heap.bars.state();
    let Some(bars) = answer(ui, scene, &state, commands) else { return };
    if bars.is_empty() {
        return nothing(ui, "This file does not tell when objects were allocated.", |_| {});
    }
    chart(ui, scene, bars, &mut memory.heap, commands);
    ignored::bar(ui, scene, commands);
    classes::table(ui, scene, &mut memory.heap, View::Allocations, commands);
    memory.heap.menu.show(ui, scene, commands);
}

/// A moment and a place on the axis, both ways.
struct Scale {
    end: Nanos,
    x: Rangef,
}

impl Scale {
    #[expect(clippy::cast_possible_truncation, reason = "points of a screen")]
    fn x(&self, time: Nanos) -> f32 {
        let share = time.as_secs_f64() / self.end.as_secs_f64().max(1e-9);
        self.x.min + (f64::from(self.x.span()) * share) as f32
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of the time, never negative"
    )]
    fn time(&self, x: f32) -> Nanos {
        let share = f64::from(((x - self.x.min) / self.x.span().max(1.0)).clamp(0.0, 1.0));
        Nanos((self.end.0 as f64 * share) as u64)
    }
}

fn chart(
    ui: &mut Ui,
    scene: Scene<'_>,
    bars: &[TimelineBar],
    memory: &mut HeapMemory,
    commands: &mut Commands,
) {
    let room = vec2(ui.available_width(), BARS + size::RULER);
    let (rect, _) = ui.allocate_exact_size(room, Sense::hover());
    let plot = Rect::from_min_max(
        pos2(rect.left() + AXIS, rect.top() + 8.0),
        pos2(rect.right() - size::PANEL, rect.bottom() - size::RULER),
    );
    let response = ui.interact(plot, Id::unique("allocation bars"), Sense::click_and_drag());
    let end = bars.last().map_or(Nanos(1), |it| it.end.max(Nanos(1)));
    let scale = Scale { end, x: plot.x_range() };
    let columns = columns(bars, &scale, plot.width());
    let time = scene.opened.heap.place.time.as_ref();
    tell(&response, bars, time);
    paint(ui, (rect, plot), &columns, &scale, time);
    drag(ui, &response, &scale, memory, commands);
    keys(ui, &response, (bars, time), commands);
    if let Some(at) = response.hover_pos() {
        hover(&response, bars, scale.time(at.x));
    }
    focus::ring(ui, &response, plot, 0);
}

/// Bytes alive of what was allocated in each point of the axis: bars that share one are summed up.
fn columns(bars: &[TimelineBar], scale: &Scale, width: f32) -> Vec<(f32, f32, u64)> {
    if let [only] = bars {
        return vec![(scale.x.min, scale.x.max, only.alive)]; // one moment has no width
    }
    let mut columns: Vec<(f32, f32, u64)> = Vec::new();
    let mut start = scale.x.min;
    for bar in bars {
        let end = scale.x(bar.end).min(scale.x.min + width);
        match columns.last_mut() {
            Some(last) if end - last.0 < 2.0 => (last.1, last.2) = (end, last.2 + bar.alive),
            _ => columns.push((start, end, bar.alive)),
        }
        start = end;
    }
    columns
}

fn paint(
    ui: &Ui,
    (rect, plot): (Rect, Rect),
    columns: &[(f32, f32, u64)],
    scale: &Scale,
    time: Option<&TimeRange>,
) {
    let tokens = theme::tokens(ui);
    let painter = ui.painter();
    painter.rect_filled(rect, 0.0, tokens.bg0);
    let selected = time.map(|it| Rangef::new(scale.x(it.start), scale.x(it.end)));
    if let Some(x) = selected {
        painter.rect_filled(Rect::from_x_y_ranges(x, plot.y_range()), 0.0, tokens.range_tint);
    }
    let most = columns.iter().map(|it| it.2).max().unwrap_or(0);
    let mut mesh = Mesh::default();
    for &(left, right, alive) in columns {
        let height = plot.height() * wording::fraction(alive, most);
        if alive == 0 {
            continue;
        }
        let middle = f32::midpoint(left, right);
        let is_in = selected.is_none_or(|it| it.contains(middle));
        let color = if is_in { tokens.accent } else { tokens.line2 };
        let gap = if right - left > 4.0 { 1.0 } else { 0.0 };
        let top = plot.bottom() - height.max(1.0);
        let right = (right - gap).max(left + 1.0);
        mesh.add_colored_rect(
            Rect::from_min_max(pos2(left, top), pos2(right, plot.bottom())),
            color,
        );
    }
    painter.add(mesh);
    let line = Stroke::new(1.0, tokens.line2);
    painter.hline(plot.x_range(), plot.bottom(), line);
    let said = |said: &str| text::line(painter, Type::Caption, tokens.text2, said, f32::INFINITY);
    let top = Rect::from_min_size(rect.min, vec2(AXIS - 8.0, 24.0));
    text::paint_right(painter, top, top.right(), said(&Bytes(most).to_string()));
    let foot = Rect::from_min_max(pos2(rect.left(), plot.bottom()), rect.max);
    if let [_] = columns
        && scale.end <= Nanos(1)
    {
        let words = said("this file tells of one moment only: all objects fall into one bar");
        text::paint_left(painter, foot, plot.left(), words);
        painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line));
        return;
    }
    for at in 0..=4_u64 {
        let moment = Nanos(scale.end.0 / 4 * at);
        let words = said(&wording::moment(moment, Nanos(scale.end.0 / 100)));
        let x = (scale.x(moment) - words.size().x / 2.0).min(rect.right() - words.size().x - 4.0);
        painter.vline(scale.x(moment), plot.bottom()..=plot.bottom() + 4.0, line);
        text::paint_left(painter, foot, x, words);
    }
    if let Some(x) = selected {
        let edge = Stroke::new(1.0, tokens.accent);
        painter.vline(x.min, plot.y_range(), edge);
        painter.vline(x.max, plot.y_range(), edge);
    }
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line));
}

fn tell(response: &Response, bars: &[TimelineBar], time: Option<&TimeRange>) {
    let alive = bars.iter().fold(0_u64, |sum, it| sum.saturating_add(it.alive));
    let mut said = format!("Allocations over time: {} alive", Bytes(alive));
    if let Some(time) = time {
        said += &format!(", selected {}", wording::range(time));
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
}

/// A drag selects a stretch, a click all of it again.
fn drag(
    ui: &Ui,
    response: &Response,
    scale: &Scale,
    memory: &mut HeapMemory,
    commands: &mut Commands,
) {
    let at = response.interact_pointer_pos().map(|it| it.x);
    if response.drag_started() {
        memory.drag = ui.input(|it| it.pointer.press_origin()).map(|it| it.x).or(at);
    }
    if let (Some(from), Some(to)) = (memory.drag, at)
        && response.dragged()
    {
        let (start, end) = (scale.time(from.min(to)), scale.time(from.max(to)));
        let end = Nanos(end.0.saturating_add(1)); // so that the last moment is within
        commands.push(Command::Heap(HeapCommand::ShowTime(Some(start..end))));
    }
    if response.drag_stopped() {
        memory.drag = None;
    }
    if response.clicked() {
        response.request_focus();
        commands.push(Command::Heap(HeapCommand::ShowTime(None)));
    }
}

/// Arrows move the stretch by one bar, with Shift its end; Escape ends it.
fn keys(
    ui: &Ui,
    response: &Response,
    (bars, time): (&[TimelineBar], Option<&TimeRange>),
    commands: &mut Commands,
) {
    if !response.has_focus() {
        return;
    }
    let filter =
        EventFilter { horizontal_arrows: true, vertical_arrows: false, tab: false, escape: true };
    ui.memory_mut(|it| it.set_focus_lock_filter(response.id, filter));
    let pressed = |key| ui.input(|it| it.key_pressed(key));
    let step: isize = match (pressed(Key::ArrowLeft), pressed(Key::ArrowRight)) {
        (true, _) => -1,
        (_, true) => 1,
        _ => 0,
    };
    if pressed(Key::Escape) {
        commands.push(Command::Heap(HeapCommand::ShowTime(None)));
    }
    if step == 0 {
        return;
    }
    let begins = |at: usize| at.checked_sub(1).map_or(Nanos(0), |it| Nanos(bars[it].end.0 + 1));
    let bar_at = |moment: Nanos| bars.partition_point(|it| it.end < moment);
    let last = bars.len() - 1;
    let (first, until) = match time {
        Some(time) => (bar_at(time.start), bar_at(Nanos(time.end.0 - 1)).min(last)),
        None => (0, 0),
    };
    let moved =
        |at: usize| if time.is_some() { at.saturating_add_signed(step).min(last) } else { at };
    let (first, until) = if ui.input(|it| it.modifiers.shift) {
        (first, moved(until).max(first))
    } else {
        (moved(first), moved(until))
    };
    let range = begins(first)..Nanos(bars[until].end.0 + 1);
    commands.push(Command::Heap(HeapCommand::ShowTime(Some(range))));
}

fn hover(response: &Response, bars: &[TimelineBar], at: Nanos) {
    let Some(bar) = bars.get(bars.partition_point(|it| it.end < at)) else { return };
    let moment = wording::moment(bar.end, Nanos(1_000_000));
    let said = format!(
        "Until {moment}\n{} in {} objects, still alive",
        Bytes(bar.alive),
        Count(bar.count)
    );
    response.clone().on_hover_text_at_pointer(said);
}
