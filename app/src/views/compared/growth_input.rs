//! What hands do on the map of growth.

use asyncscope_core::analysis::heap::GrowthPart;
use egui::{Pos2, Rect, Response, Ui, vec2};

use crate::command::{Command, Commands};
use crate::compared::{Compared, ComparedCommand};
use crate::questions::compared::map::LabelledGrowth;
use crate::widgets::nested_boxes::{self, Depths, MapKey};

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

/// Does what the keys ask for.
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
    let boxes = &map.map.boxes;
    let selected = compared.place.map_selected.map(GrowthPart::Place);
    let at = boxes.iter().position(|it| Some(it.part) == selected).unwrap_or(0);
    let depths = Depths { n: boxes.len(), of: &|it| usize::from(boxes[it].depth) };
    for key in nested_boxes::keys(ui, response, at, &depths) {
        let command = match key {
            MapKey::Choose(next) => match boxes[next].part {
                GrowthPart::Place(row) => ComparedCommand::MapSelect(Some(row)),
                GrowthPart::Rest { .. } => continue,
            },
            MapKey::Into(at) => {
                commands.push(zoom(map, at));
                continue;
            }
            MapKey::Out => ComparedCommand::MapRoot(out(map)),
            MapKey::Whole => ComparedCommand::MapRoot(None),
        };
        commands.push(Command::Compared(command));
    }
}
