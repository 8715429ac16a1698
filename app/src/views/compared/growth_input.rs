//! What hands do on the map of growth.

use asyncscope_core::analysis::heap::GrowthPart;
use egui::{EventFilter, Key, Pos2, Rect, Response, Ui, vec2};

use crate::command::{Command, Commands};
use crate::compared::{Compared, ComparedCommand};
use crate::questions::compared::map::LabelledGrowth;

/// The innermost box at a place of the screen.
pub(super) fn hit(map: &LabelledGrowth, rect: Rect, at: Pos2) -> Option<usize> {
    let scale = vec2(map.map.size.0 / rect.width(), map.map.size.1 / rect.height());
    let at = (at - rect.min) * scale;
    map.map.at(at.x, at.y)
}

/// Selects the box that is clicked, and zooms into one that is clicked twice.
pub(super) fn pointer(
    response: &Response,
    (map, rect): (&LabelledGrowth, Rect),
    commands: &mut Commands,
) {
    let at = response.interact_pointer_pos().and_then(|it| hit(map, rect, it));
    let Some(at) = at else { return };
    if response.double_clicked() {
        commands.push(zoom(map, at));
    } else if response.clicked() {
        response.request_focus();
        if let GrowthPart::Place(row) = map.map.boxes[at].part {
            commands.push(Command::Compared(ComparedCommand::MapSelect(Some(row))));
        }
    }
}

/// Shows the map of the place of a box; from the root of the map, one step out.
fn zoom(map: &LabelledGrowth, at: usize) -> Command {
    let root = match map.map.boxes[at].part {
        GrowthPart::Place(row) if at > 0 => Some(row),
        _ => out(map),
    };
    Command::Compared(ComparedCommand::MapRoot(root))
}

/// The place around the root of a map.
fn out(map: &LabelledGrowth) -> Option<u32> {
    map.crumbs.iter().rev().nth(1).copied()
}

/// Arrows go from box to box: along its siblings, into it and out of it.
pub(super) fn take_keys(
    ui: &Ui,
    response: &Response,
    map: &LabelledGrowth,
    compared: &Compared,
    commands: &mut Commands,
) {
    if !response.has_focus() {
        return;
    }
    let filter =
        EventFilter { horizontal_arrows: true, vertical_arrows: true, tab: false, escape: false };
    ui.memory_mut(|it| it.set_focus_lock_filter(response.id, filter));
    let selected = compared.place.map_selected.map(GrowthPart::Place);
    let at = map.map.boxes.iter().position(|it| Some(it.part) == selected).unwrap_or(0);
    let pressed = |key| ui.input(|it| it.key_pressed(key) && it.modifiers.is_none());
    let steps = [Key::ArrowRight, Key::ArrowLeft, Key::ArrowDown, Key::ArrowUp];
    let next = steps.into_iter().find(|it| pressed(*it)).and_then(|it| step(map, at, it));
    if let Some(GrowthPart::Place(row)) = next.map(|it| map.map.boxes[it].part) {
        commands.push(Command::Compared(ComparedCommand::MapSelect(Some(row))));
    }
    if pressed(Key::Enter) {
        commands.push(zoom(map, at));
    }
    if pressed(Key::Backspace) {
        commands.push(Command::Compared(ComparedCommand::MapRoot(out(map))));
    }
    if pressed(Key::Num0) {
        commands.push(Command::Compared(ComparedCommand::MapRoot(None)));
    }
}

/// The box that an arrow leads to. Boxes stand behind the one around them, siblings in order.
fn step(map: &LabelledGrowth, at: usize, key: Key) -> Option<usize> {
    let boxes = &map.map.boxes;
    let depth = boxes.get(at)?.depth;
    match key {
        Key::ArrowDown => boxes.get(at + 1).filter(|it| it.depth > depth).map(|_| at + 1),
        Key::ArrowUp => boxes[..at].iter().rposition(|it| it.depth < depth),
        Key::ArrowRight => {
            let rest = boxes[at + 1..].iter();
            let next = rest.take_while(|it| it.depth >= depth).position(|it| it.depth == depth);
            next.map(|it| at + 1 + it)
        }
        _ => {
            let before = boxes[..at].iter().rposition(|it| it.depth <= depth)?;
            Some(before).filter(|&it| boxes[it].depth == depth)
        }
    }
}
