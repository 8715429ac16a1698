//! What the hand does to the chart.

use std::ops::Range;

use asyncscope_core::analysis::BoxIndex;
use asyncscope_core::units::Nanos;
use egui::{CursorIcon, EventFilter, Key, Pos2, Response, Sense, Ui};

use super::super::snapshot_flags;
use super::hit::{Hit, HitWhat};
use super::rows::RowAt;
use super::scale::Scale;
use super::search::Step;
use super::state::FlameChartState;
use super::{Areas, Axis, BoxAt, FlameChart, arrows, facts};
use crate::command::{Command, Commands};
use crate::selection::Entity;
use crate::state::WheelMode;
use crate::theme::size;

/// Points of the wheel that zoom by a factor of e.
const WHEEL: f32 = 200.0;
/// How much more is shown after S than before; with Shift, and without.
const KEY_ZOOM: [f64; 2] = [1.0 / 0.7, 5.0];
/// How far A and D move, in points.
const KEY_PAN: f32 = 160.0;
/// How far the arrows scroll, in rows.
const KEY_SCROLL: f32 = 3.0;
/// How near to an edge of the selected range the pointer takes hold of it, in points.
const GRIP: f32 = 5.0;

/// What is being dragged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Drag {
    /// Nothing.
    #[default]
    None,
    /// The chart.
    Chart,
    /// A time range, from where it began to where the pointer is.
    Range { from: u64, to: u64 },
}

impl FlameChartState {
    /// The time range as it is selected, or is being selected.
    pub(super) fn selected_range(&self, chart: FlameChart<'_>) -> Option<Range<u64>> {
        if let Drag::Range { from, to } = self.drag {
            return Some(from.min(to)..from.max(to));
        }
        let is_time = chart.axis == Axis::Time;
        chart.selection.range.as_ref().filter(|_| is_time).map(|it| it.start.0..it.end.0)
    }
}

/// Makes the chart follow mouse and keyboard. Returns the response of the canvas.
pub(super) fn interact(
    ui: &Ui,
    chart: FlameChart<'_>,
    areas: &Areas,
    state: &mut FlameChartState,
    commands: &mut Commands,
) -> Response {
    let id = ui.scope_id().with("flame chart");
    let canvas = ui.interact(areas.canvas, id, Sense::click_and_drag());
    let ruler = ui.interact(areas.ruler, id.with("ruler"), Sense::drag());
    let scale = Scale::new(areas.canvas, ui.pixels_per_point(), state.view());
    begin_drag(ui, chart, [&canvas, &ruler], (state, &scale));
    drag(ui, chart, [&canvas, &ruler], (state, &scale), commands);
    if canvas.contains_pointer() || ruler.contains_pointer() {
        wheel(ui, chart, state, &scale);
    }
    keys(ui, chart, &canvas, (state, &scale), commands);
    canvas
}

fn begin_drag(
    ui: &Ui,
    chart: FlameChart<'_>,
    [canvas, ruler]: [&Response; 2],
    (state, scale): (&mut FlameChartState, &Scale),
) {
    let selects = ui.input(|it| it.modifiers.shift);
    let grip = |at: Pos2| grip(chart, state, scale, at);
    if let Some(at) = ruler.hover_pos()
        && grip(at).is_some()
    {
        ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
    }
    let Some(origin) = ui.input(|it| it.pointer.press_origin()) else { return };
    if ruler.drag_started() || (canvas.drag_started() && selects) {
        let here = scale.position_within(origin.x, &chart.extent());
        let from = grip(origin).filter(|_| ruler.drag_started()).unwrap_or(here);
        state.drag = Drag::Range { from, to: here };
    } else if canvas.drag_started() {
        state.drag = Drag::Chart;
    }
}

/// Where the other edge of the selected range is, if the pointer is on one of them.
fn grip(chart: FlameChart<'_>, state: &FlameChartState, scale: &Scale, at: Pos2) -> Option<u64> {
    let range = state.selected_range(chart)?;
    let distance = |position| (scale.x(scale.column_of(position)) - at.x).abs();
    let (start, end) = (distance(range.start), distance(range.end));
    (start.min(end) <= GRIP).then_some(if start < end { range.end } else { range.start })
}

fn drag(
    ui: &Ui,
    chart: FlameChart<'_>,
    [canvas, ruler]: [&Response; 2],
    (state, scale): (&mut FlameChartState, &Scale),
    commands: &mut Commands,
) {
    let pointer = canvas.interact_pointer_pos().or_else(|| ruler.interact_pointer_pos());
    match (&mut state.drag, pointer) {
        (Drag::Chart, Some(_)) => {
            ui.set_cursor_icon(CursorIcon::Grabbing);
            let by = canvas.drag_delta();
            state.jump(state.view().panned(-scale.units(by.x)));
            state.scroll_by(-by.y);
        }
        (Drag::Range { to, .. }, Some(at)) => {
            ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
            *to = scale.position_within(at.x, &chart.extent());
        }
        _ => {}
    }
    if canvas.drag_stopped() || ruler.drag_stopped() {
        if let Drag::Range { .. } = state.drag
            && chart.axis == Axis::Time
        {
            let range = state.selected_range(chart).filter(|it| !it.is_empty());
            let range = range.map(|it| Nanos(it.start)..Nanos(it.end));
            commands.push(Command::SelectRange(range));
        }
        state.drag = Drag::None;
    }
}

fn wheel(ui: &Ui, chart: FlameChart<'_>, state: &mut FlameChartState, scale: &Scale) {
    let (by, zoom, shift) =
        ui.input(|it| (it.smooth_scroll_delta(), it.zoom_delta(), it.modifiers.shift));
    let Some(pointer) = ui.input(|it| it.pointer.hover_pos()) else { return };
    let fixed = scale.position(pointer.x);
    #[expect(clippy::float_cmp, reason = "exactly 1 where nothing was pinched")]
    if zoom != 1.0 {
        state.jump(state.view().zoomed(1.0 / f64::from(zoom), fixed));
        return;
    }
    // With Shift, egui turns the wheel into a movement to the side.
    let is_sideways = by.y.abs() <= by.x.abs();
    match (chart.wheel, shift, is_sideways) {
        (WheelMode::Classic, true, _) => state.scroll_by(-(by.x + by.y)),
        (WheelMode::Classic, false, false) => {
            state.jump(state.view().zoomed(f64::from(-by.y / WHEEL).exp(), fixed));
        }
        (WheelMode::Modern, false, false) => state.scroll_by(-by.y),
        _ if by.x != 0.0 => state.jump(state.view().panned(-scale.units(by.x))),
        _ => {}
    }
}

/// Whether keys are meant for the chart.
fn has_keys(ui: &Ui, chart: FlameChart<'_>, canvas: &Response) -> bool {
    let focused = ui.memory(egui::Memory::focused);
    let is_mine = focused.is_none() && chart.takes_keys || focused == Some(canvas.id);
    let is_below = ui.memory(|it| it.top_modal_layer().is_some());
    is_mine
        && !is_below
        && ui.input(|it| !it.modifiers.command && !it.modifiers.ctrl && !it.modifiers.alt)
}

fn keys(
    ui: &Ui,
    chart: FlameChart<'_>,
    canvas: &Response,
    (state, scale): (&mut FlameChartState, &Scale),
    commands: &mut Commands,
) {
    if !has_keys(ui, chart, canvas) {
        return;
    }
    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..<_>::default() };
    ui.memory_mut(|it| it.set_focus_lock_filter(canvas.id, arrows));
    let shift = ui.input(|it| it.modifiers.shift);
    let presses = |keys: &[Key]| -> i32 {
        let presses = ui.input(|it| keys.iter().map(|&key| it.num_presses(key)).sum::<usize>());
        i32::try_from(presses).unwrap_or(0)
    };
    if chart.axis == Axis::Time {
        letters(ui, state, scale, &presses);
    }
    let zoom = presses(&[Key::S, Key::Minus]) - presses(&[Key::W, Key::Plus, Key::Equals]);
    if zoom != 0 {
        let pointer = canvas.hover_pos().unwrap_or(scale.rect.center());
        let factor = KEY_ZOOM[usize::from(shift)].powi(zoom);
        state.go(ui, state.target().zoomed(factor, scale.position(pointer.x)));
    }
    if !shift && walk(ui, chart, state, &presses, commands) {
        return;
    }
    let right = presses(&[Key::ArrowRight]) - presses(&[Key::ArrowLeft]);
    if right != 0 {
        state.go(ui, state.target().panned(f64::from(right) * scale.units(KEY_PAN)));
    }
    scroll_keys(state, scale, &presses);
    if presses(&[Key::Num0]) > 0 {
        state.show_all(ui);
    }
    let searches = presses(&[Key::Enter]) > 0 && chart.is_searched();
    if searches {
        let step = if shift { Step::Previous } else { Step::Next };
        state.find(ui, chart, step, commands);
    }
    selection_keys(ui, chart, state, &presses, commands);
}

#[expect(clippy::cast_precision_loss, reason = "a few presses")]
fn scroll_keys(state: &mut FlameChartState, scale: &Scale, presses: &impl Fn(&[Key]) -> i32) {
    let rows = presses(&[Key::ArrowDown]) - presses(&[Key::ArrowUp]);
    let pages = presses(&[Key::PageDown]) - presses(&[Key::PageUp]);
    state.scroll_by(rows as f32 * KEY_SCROLL * size::FLAME_ROW);
    state.scroll_by(pages as f32 * (scale.rect.height() - size::FLAME_ROW).max(size::FLAME_ROW));
}

/// Keys about what is selected.
fn selection_keys(
    ui: &Ui,
    chart: FlameChart<'_>,
    state: &mut FlameChartState,
    presses: &impl Fn(&[Key]) -> i32,
    commands: &mut Commands,
) {
    if presses(&[Key::Escape]) > 0 {
        take_back(chart, state, commands);
    }
    let selected = state.selected().and_then(|it| chart.range(it));
    if presses(&[Key::F]) > 0
        && chart.axis == Axis::Time
        && let Some(range) = selected.clone().or_else(|| state.selected_range(chart))
    {
        centre_then_fit(ui, state, &range);
    }
    if presses(&[Key::R]) > 0
        && chart.axis == Axis::Time
        && let Some(range) = selected
    {
        commands.push(Command::SelectRange(Some(Nanos(range.start)..Nanos(range.end))));
    }
    let follow = presses(&[Key::CloseBracket]) - presses(&[Key::OpenBracket]);
    if follow != 0 {
        arrows::follow_first(ui, chart, follow < 0, (&mut *state, &mut *commands));
    }
    let step = presses(&[Key::Period]) - presses(&[Key::Comma]);
    if step != 0 {
        select_neighbour(ui, chart, state, step, commands);
    }
}

/// Letters that in charts of weights change the stacks instead.
fn letters(ui: &Ui, state: &mut FlameChartState, scale: &Scale, presses: &impl Fn(&[Key]) -> i32) {
    let right = presses(&[Key::D]) - presses(&[Key::A]);
    if right != 0 {
        state.go(ui, state.target().panned(f64::from(right) * scale.units(KEY_PAN)));
    }
}

/// What F does: at first it centres, and when that is done it fits.
#[expect(clippy::cast_precision_loss, reason = "a place on the screen")]
fn centre_then_fit(ui: &Ui, state: &mut FlameChartState, range: &Range<u64>) {
    if state.centred.take().as_ref() == Some(range) {
        return state.show(ui, range);
    }
    state.centred = Some(range.clone());
    let middle = range.start as f64 / 2.0 + range.end as f64 / 2.0;
    state.go(ui, state.target().centered(middle));
}

/// The arrows go from the selected box to those around it; Enter selects one to begin with.
/// Returns whether they did.
fn walk(
    ui: &Ui,
    chart: FlameChart<'_>,
    state: &mut FlameChartState,
    presses: &impl Fn(&[Key]) -> i32,
    commands: &mut Commands,
) -> bool {
    let Some(selected) = state.selected() else {
        let begins = presses(&[Key::Enter]) > 0 && !chart.is_searched();
        if let Some(first) = first_in_view(chart, state).filter(|_| begins) {
            go_to(ui, chart, state, first, commands);
        }
        return begins;
    };
    let right = presses(&[Key::ArrowRight]) - presses(&[Key::ArrowLeft]);
    let down = presses(&[Key::ArrowDown]) - presses(&[Key::ArrowUp]);
    if right != 0 {
        select_neighbour(ui, chart, state, right, commands);
    } else if down != 0
        && let Some(next) = above_or_below(chart, selected, down)
    {
        go_to(ui, chart, state, next, commands);
    }
    right != 0 || down != 0
}

/// The first box of the uppermost open lane that the middle of what is shown meets.
fn first_in_view(chart: FlameChart<'_>, state: &FlameChartState) -> Option<BoxAt> {
    let shown = state.shown();
    chart.lanes.iter().enumerate().find_map(|(lane, it)| {
        let boxes = it.layout.rows().first()?.within(&shown);
        let at = BoxIndex::new(0, boxes.start).filter(|_| !boxes.is_empty())?;
        Some(BoxAt { lane, at })
    })
}

/// The box that a box lies in, or the first that lies in it.
fn above_or_below(chart: FlameChart<'_>, from: BoxAt, down: i32) -> Option<BoxAt> {
    let layout = chart.lanes.get(from.lane)?.layout;
    let range = layout.range(from.at)?;
    let row = usize::try_from(i64::from(from.at.row) + i64::from(down.signum())).ok()?;
    let boxes = layout.rows().get(row)?.within(&range);
    let at = BoxIndex::new(row, boxes.start).filter(|_| !boxes.is_empty())?;
    Some(BoxAt { at, ..from })
}

/// Selects a box and brings it into view.
fn go_to(
    ui: &Ui,
    chart: FlameChart<'_>,
    state: &mut FlameChartState,
    next: BoxAt,
    commands: &mut Commands,
) {
    let (Some(item), Some(range)) = (chart.item(next), chart.range(next)) else { return };
    choose(chart, state, Some(next), Some(facts::entity(item)), commands);
    state.reveal(RowAt { lane: next.lane, row: next.at.row as usize });
    let shown = state.target().range();
    if range.end <= shown.start || shown.end <= range.start {
        let middle = range.start / 2 + range.end / 2;
        #[expect(clippy::cast_precision_loss, reason = "a place on the screen")]
        state.go(ui, state.target().centered(middle as f64));
    }
}

/// What Escape does: one thing at a time.
fn take_back(chart: FlameChart<'_>, state: &mut FlameChartState, commands: &mut Commands) {
    if state.drag != Drag::None {
        state.drag = Drag::None;
    } else if chart.selection.range.is_some() {
        commands.push(Command::SelectRange(None));
    } else if chart.selection.entity.is_some() {
        commands.push(Command::Select(None));
    }
}

/// Selects the box that stands `step` boxes right of the selected one.
fn select_neighbour(
    ui: &Ui,
    chart: FlameChart<'_>,
    state: &mut FlameChartState,
    step: i32,
    commands: &mut Commands,
) {
    let Some(selected) = state.selected() else { return };
    let Some(index) = selected.at.index.checked_add_signed(step) else { return };
    let next = BoxAt { at: BoxIndex { index, ..selected.at }, ..selected };
    go_to(ui, chart, state, next, commands);
}

/// Selects what was clicked; shows what was double clicked.
pub(super) fn click(
    ui: &Ui,
    chart: FlameChart<'_>,
    canvas: &Response,
    state: &mut FlameChartState,
    (hit, commands): (Option<&Hit>, &mut Commands),
) {
    if canvas.double_clicked() {
        match hit {
            Some(hit) if !hit.range.is_empty() => state.show(ui, &hit.range),
            Some(_) => {}
            None => state.show_all(ui),
        }
    } else if let Some(&Hit { what: HitWhat::Snapshot(snapshot), .. }) = hit {
        if canvas.clicked() {
            snapshot_flags::click(ui, (chart.recording, chart.marked), snapshot, commands);
        }
    } else if canvas.clicked() || canvas.secondary_clicked() {
        let sole = hit.and_then(Hit::sole);
        choose(chart, state, sole.map(|(at, _)| at), hit.and_then(Hit::entity), commands);
    }
}

/// Selects a box, or nothing, and tells others with all that is known of it.
pub(super) fn choose(
    chart: FlameChart<'_>,
    state: &mut FlameChartState,
    at: Option<BoxAt>,
    entity: Option<Entity>,
    commands: &mut Commands,
) {
    state.select(at);
    let occurrence = match (chart.axis, at, entity) {
        (Axis::Time, Some(at), _) => facts::occurrence_at(chart, at),
        (Axis::Time, None, Some(entity)) => facts::occurrence_of(chart.recording, entity),
        _ => None,
    };
    state.told(occurrence.as_ref());
    match (entity, occurrence) {
        (Some(entity), Some(occurrence)) => {
            commands.push(Command::SelectOccurrence(entity, occurrence));
        }
        (entity, _) => commands.push(Command::Select(entity)),
    }
}

/// Tells others what the pointer is on and which time is shown, where that is new.
pub(super) fn tell(
    ui: &Ui,
    chart: FlameChart<'_>,
    state: &mut FlameChartState,
    hit: Option<&Hit>,
    commands: &mut Commands,
) {
    let sole = hit.and_then(Hit::sole);
    if state.hover(sole.map(|(at, _)| at)) {
        commands.push(Command::Hover(sole.map(|(_, item)| facts::entity(item))));
    }
    if ui.input(egui::InputState::is_scrolling) {
        ui.request_repaint();
        return;
    }
    if chart.axis == Axis::Time && state.has_news() {
        commands.push(Command::ShowTime(state.shared()));
    }
}
