//! The heads of tracks: open and close them, pin them, move them.

use egui::{Align2, CursorIcon, FontId, Key, Popup, Rect, Response, Role, Sense, Ui, WidgetInfo};
use egui::{pos2, vec2};

use super::paint::View;
use super::state::FlameChartState;
use super::{Body, FlameLane};
use crate::command::{Command, Commands};
use crate::theme::{self, Face, icons, size};
use crate::tracks::{TrackCommand, TrackKey};
use crate::widgets::{focus, menu_look};

/// Height of what can be clicked, in points.
const HEIGHT: f32 = 24.0;
/// Width of the caret, in points.
pub(super) const CARET: f32 = 16.0;
/// Width of the pin, in points.
const PIN: f32 = 20.0;

/// The head of a lane, and where it is.
struct Placed<'a> {
    lane: &'a FlameLane<'a>,
    number: usize,
    track: TrackKey,
    /// All of the lane that can be seen, in the margin.
    room: Rect,
    /// What can be clicked.
    head: Rect,
}

/// Lets the heads that can be seen be used.
pub(super) fn show(ui: &Ui, view: View<'_>, state: &mut FlameChartState, commands: &mut Commands) {
    let heads = placed(view);
    let mut dropped = None;
    for it in &heads {
        let response = ui.interact(it.head, id(ui, it.track), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, said(it.lane)));
        caret(ui, it, response.hovered());
        focus::ring(ui, &response, it.head.shrink(2.0), size::RADIUS);
        if response.clicked() {
            commands.push(Command::Tracks(TrackCommand::Open(it.track, !it.lane.head.is_open)));
        }
        keys(ui, &heads, it, &response, commands);
        menu(&response, it, view, commands);
        pin(ui, it, commands);
        if response.drag_started() {
            state.dragged_head = Some(it.track);
        }
        if response.drag_stopped() {
            dropped = state.dragged_head.take();
        }
    }
    let dragged = state.dragged_head.or(dropped);
    if let (Some(track), Some(pointer)) = (dragged, ui.input(|it| it.pointer.interact_pos())) {
        ui.set_cursor_icon(CursorIcon::Grabbing);
        let before = heads.iter().find(|it| pointer.y < it.room.center().y);
        insertion_line(ui, view, before.map(|it| it.room.top()), &heads);
        if dropped.is_some() && before.is_none_or(|it| it.track != track) {
            let before = before.map(|it| it.track);
            commands.push(Command::Tracks(TrackCommand::Move(track, before)));
        }
    }
}

fn id(ui: &Ui, track: TrackKey) -> egui::Id {
    ui.scope_id().with(("head", track))
}

/// What a head says to those who cannot see it.
fn said(lane: &FlameLane<'_>) -> String {
    let verb = if lane.head.is_open { "Close" } else { "Open" };
    match lane.note {
        "" => format!("{verb} {}", lane.title),
        note => format!("{verb} {}, {note}", lane.title),
    }
}

fn placed(view: View<'_>) -> Vec<Placed<'_>> {
    let lanes = view.panes.iter().flat_map(|pane| pane.lanes.clone().map(move |it| (pane, it)));
    let mut found = Vec::new();
    for (pane, number) in lanes {
        let lane = &view.chart.lanes[number];
        let (Some(track), Some(room)) = (lane.head.track, super::margin::room(view, pane, number))
        else {
            continue;
        };
        let is_heading = matches!(lane.body, Body::Heading);
        let height = if is_heading { size::TRACK_HEADING } else { HEIGHT };
        let head = Rect::from_min_size(room.min, vec2(room.width(), height.min(room.height())));
        if 8.0 <= head.height() && 0.0 < head.width() {
            found.push(Placed { lane, number, track, room, head });
        }
    }
    found
}

fn caret(ui: &Ui, it: &Placed<'_>, is_hovered: bool) {
    let tokens = theme::tokens(ui);
    let icon = if it.lane.head.is_open { icons::CARET_DOWN } else { icons::CARET_RIGHT };
    let color = if is_hovered { tokens.text } else { tokens.text2 };
    let font = FontId::new(size::ICON_CHIP, Face::Sans.family());
    let at = pos2(it.head.left() + 6.0, it.head.top() + HEIGHT.min(it.head.height()) / 2.0);
    ui.painter().text(at, Align2::LEFT_CENTER, icon, font, color);
}

fn pin(ui: &Ui, it: &Placed<'_>, commands: &mut Commands) {
    if matches!(it.lane.body, Body::Heading) {
        return;
    }
    let corner = pos2(it.head.right() - PIN - 2.0, it.head.top() + 2.0);
    let rect = Rect::from_min_size(corner, vec2(PIN, PIN.min(it.head.height() - 2.0)));
    let response = ui.interact(rect, id(ui, it.track).with("pin"), Sense::click());
    let is_pinned = it.lane.head.is_pinned;
    let verb = if is_pinned { "Unpin" } else { "Pin" };
    response.widget_info(|| {
        WidgetInfo::selected(Role::Button, true, is_pinned, format!("{verb} {}", it.lane.title))
    });
    let is_near = ui.rect_contains_pointer(it.head);
    if is_pinned || is_near || response.has_focus() {
        let tokens = theme::tokens(ui);
        let color = if is_pinned { tokens.accent } else { tokens.text2 };
        let font = FontId::new(size::ICON_CHIP, Face::Sans.family());
        ui.painter().rect_filled(
            rect,
            4.0,
            if response.hovered() { tokens.hover } else { tokens.bg1 },
        );
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, icons::PUSH_PIN, font, color);
    }
    focus::ring(ui, &response, rect, size::RADIUS);
    if response.clicked() {
        commands.push(Command::Tracks(TrackCommand::Pin(it.track, !is_pinned)));
    }
    response.on_hover_text(if is_pinned { "Unpin" } else { "Pin above the other tracks" });
}

/// Alt with the arrows moves the head that has the focus.
fn keys(
    ui: &Ui,
    heads: &[Placed<'_>],
    it: &Placed<'_>,
    response: &Response,
    commands: &mut Commands,
) {
    if !response.has_focus() || !ui.input(|input| input.modifiers.alt) {
        return;
    }
    let at = heads.iter().position(|other| other.number == it.number).unwrap_or(0);
    let (up, down) = ui.input(|it| (it.key_pressed(Key::ArrowUp), it.key_pressed(Key::ArrowDown)));
    if up && let Some(before) = at.checked_sub(1).and_then(|it| heads.get(it)) {
        commands.push(Command::Tracks(TrackCommand::Move(it.track, Some(before.track))));
    }
    if down && at + 1 < heads.len() {
        let before = heads.get(at + 2).map(|it| it.track);
        commands.push(Command::Tracks(TrackCommand::Move(it.track, before)));
    }
}

fn menu(response: &Response, it: &Placed<'_>, view: View<'_>, commands: &mut Commands) {
    Popup::context_menu(response).show(|ui| {
        menu_look(ui, 220.0);
        let mut entry = |said: &str, command: Command| {
            if ui.button(said).clicked() {
                commands.push(command);
            }
        };
        let tracks = Command::Tracks;
        let head = it.lane.head;
        let open = if head.is_open { "Close" } else { "Open" };
        entry(open, tracks(TrackCommand::Open(it.track, !head.is_open)));
        if !matches!(it.lane.body, Body::Heading) {
            let pin = if head.is_pinned { "Unpin" } else { "Pin above the others" };
            entry(pin, tracks(TrackCommand::Pin(it.track, !head.is_pinned)));
        }
        if let Some(thread) = super::facts::thread_of(view.chart.recording, it.track) {
            entry("Only this thread", Command::SelectThreads(Some(vec![thread])));
        }
        if view.chart.selection.threads.is_some() {
            entry("All threads", Command::SelectThreads(None));
        }
        entry("Open all tracks", tracks(TrackCommand::OpenAll(true)));
        entry("Close all tracks", tracks(TrackCommand::OpenAll(false)));
        entry("Tracks as at first", tracks(TrackCommand::Reset));
    });
}

/// Where the head that is dragged would go.
fn insertion_line(ui: &Ui, view: View<'_>, before: Option<f32>, heads: &[Placed<'_>]) {
    let Some(y) = before.or_else(|| heads.last().map(|it| it.room.bottom())) else { return };
    let line = Rect::from_x_y_ranges(view.areas.all.x_range(), y - 1.0..=y + 1.0);
    ui.painter().rect_filled(line, 0.0, theme::tokens(ui).accent);
}
