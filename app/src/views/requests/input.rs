//! What hands do to the axis of the waterfall: zoom, move, select a stretch of time.

use asyncscope_core::units::TimeRange;
use egui::{Key, Rect, Ui};

use super::super::Scene;
use super::RequestsMemory;
use super::backdrop::Backdrop;
use super::look;
use super::table::whole;
use crate::actions::Action;
use crate::command::{Command, Commands};
use crate::questions::requests::list::RequestList;
use crate::theme;
use crate::views::details::parts::duration;
use crate::widgets::table::TableEvents;

/// What a press of a key zooms by.
const KEY_ZOOM: f64 = 0.7;
/// What a press of a key moves by, as a share of what is shown.
const KEY_STEP: f64 = 0.12;

/// Takes in what is done to the axis, whose bars are in `column`.
pub(super) fn input(
    ui: &Ui,
    scene: Scene<'_>,
    (list, events): (&RequestList, &TableEvents),
    (backdrop, column): (&Backdrop, Rect),
    memory: &mut RequestsMemory,
    commands: &mut Commands,
) {
    let extent = extent(scene, list);
    drag(ui, scene, &extent, (backdrop, column), memory, commands);
    wheel(ui, &extent, (backdrop, column), commands);
    keys(ui, &extent, events, (backdrop, column), commands);
    tooltip(ui, scene, (list, events), (backdrop, column));
}

/// What the axis can show: all that is listed, and what is selected.
fn extent(scene: Scene<'_>, list: &RequestList) -> TimeRange {
    let whole = whole(list);
    let selection = &scene.opened.selection;
    let others = [&selection.range, &selection.shown].into_iter().flatten();
    others.fold(whole, |all, it| all.start.min(it.start)..all.end.max(it.end))
}

fn drag(
    ui: &Ui,
    scene: Scene<'_>,
    extent: &TimeRange,
    (backdrop, column): (&Backdrop, Rect),
    memory: &mut RequestsMemory,
    commands: &mut Commands,
) {
    if ui.memory(|it| it.top_modal_layer().is_some()) || egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    let axis = &backdrop.axis;
    let (origin, at, is_down, by, shift, moves) = ui.input(|it| {
        let pointer = &it.pointer;
        let moves = pointer.is_decidedly_dragging();
        let (origin, at) = (pointer.press_origin(), pointer.latest_pos());
        (origin, at, pointer.primary_down(), pointer.delta(), it.modifiers.shift, moves)
    });
    let begins = origin.is_some_and(|it| column.contains(it) && ui.clip_rect().contains(it));
    let within = |x: f32| axis.time(x.clamp(axis.x.min, axis.x.max));
    if is_down && begins && moves {
        let (Some(origin), Some(at)) = (origin, at) else { return };
        if shift || memory.selecting.is_some() {
            memory.selecting = Some(within(origin.x));
            let (from, to) = (within(origin.x), within(at.x));
            let range = from.min(to)..from.max(to);
            backdrop.dragged(ui.painter(), theme::tokens(ui), column, &range);
        } else if by.x != 0.0 {
            let range = axis.panned(-axis.units(by.x), extent);
            show(scene, range, commands);
        }
        return;
    }
    if let Some(from) = memory.selecting.filter(|_| !is_down) {
        memory.selecting = None;
        if let Some(to) = at.map(|it| within(it.x)) {
            let range = from.min(to)..from.max(to);
            commands.push(Command::SelectRange(Some(range)));
        }
    }
}

fn show(scene: Scene<'_>, range: TimeRange, commands: &mut Commands) {
    if scene.opened.selection.shown.as_ref() != Some(&range) {
        commands.push(Command::ShowTime(Some(range)));
    }
}

fn wheel(
    ui: &Ui,
    extent: &TimeRange,
    (backdrop, column): (&Backdrop, Rect),
    commands: &mut Commands,
) {
    if !ui.rect_contains_pointer(column) {
        return;
    }
    let Some(pointer) = ui.input(|it| it.pointer.hover_pos()) else { return };
    let (zoom, by) = ui.input(|it| (it.zoom_delta(), it.smooth_scroll_delta()));
    let axis = &backdrop.axis;
    #[expect(clippy::float_cmp, reason = "exactly 1 where nothing was pinched")]
    if zoom != 1.0 {
        let range = axis.zoomed(1.0 / f64::from(zoom), pointer.x, extent);
        commands.push(Command::ShowTime(Some(range)));
    } else if by.x != 0.0 {
        let range = axis.panned(-axis.units(by.x), extent);
        commands.push(Command::ShowTime(Some(range)));
    }
}

fn keys(
    ui: &Ui,
    extent: &TimeRange,
    events: &TableEvents,
    (backdrop, column): (&Backdrop, Rect),
    commands: &mut Commands,
) {
    let axis = &backdrop.axis;
    let at = ui.input(|it| it.pointer.hover_pos()).filter(|it| column.contains(*it));
    let fixed = at.map_or(axis.x.center(), |it| it.x);
    let step = axis.units(axis.x.span()) * KEY_STEP;
    for &(modifiers, key) in &events.keys {
        if modifiers.command || modifiers.ctrl || modifiers.alt {
            continue;
        }
        let range = match key {
            Key::W | Key::Plus | Key::Equals => axis.zoomed(KEY_ZOOM, fixed, extent),
            Key::S | Key::Minus => axis.zoomed(1.0 / KEY_ZOOM, fixed, extent),
            Key::A => axis.panned(-step, extent),
            Key::D => axis.panned(step, extent),
            Key::Num0 => {
                commands.push(Command::Run(Action::ShowAll));
                continue;
            }
            Key::F => {
                commands.push(Command::Run(Action::ShowSelected));
                continue;
            }
            Key::R => {
                commands.push(Command::Run(Action::RangeOfSelected));
                continue;
            }
            _ => continue,
        };
        commands.push(Command::ShowTime(Some(range)));
    }
}

/// Tells of the mark or the bar under the pointer.
fn tooltip(
    ui: &Ui,
    scene: Scene<'_>,
    (list, events): (&RequestList, &TableEvents),
    (backdrop, column): (&Backdrop, Rect),
) {
    let whole = Rect::from_min_max(egui::pos2(column.left(), column.top() - 26.0), column.max);
    let response = ui.interact(whole, ui.scope_id().with("waterfall"), egui::Sense::hover());
    let Some(at) = response.hover_pos() else { return };
    if let Some(mark) = backdrop.mark_at(at.x) {
        response.on_hover_text_at_pointer(mark);
        return;
    }
    let Some(row) = events.hovered else { return };
    let recording = &scene.opened.recording;
    let request = recording.requests.get(list.rows[row]);
    let mut said = format!(
        "{} {}\n{}",
        recording.text(request.method),
        crate::widgets::text::clipped(recording.text(request.url)),
        look::outcome(recording, request),
    );
    for (phase, start, end) in request.phases.spans() {
        said += &format!("\n{}: {}", phase.name(), duration(end.since(start)));
    }
    said += &format!("\nDuration: {}", look::time(request.duration.nanos()));
    response.on_hover_text_at_pointer(said);
}
