//! What keeps most alive: the tree of dominators, as a tree and as a map.

use asyncscope_core::units::Bytes;
use egui::{Align, Layout, Ui, vec2};

use super::super::parts::toolbar;
use super::super::table_parts::{footer, has_words, write_buttons};
use super::super::{Scene, ViewMemory, working};
use super::tree_table::{self, TreeTable};
use super::{ignored, map};
use crate::command::{Command, Commands};
use crate::export::ExportWhat;
use crate::heap::{HeapCommand, TreeName};
use crate::theme::size;
use crate::widgets::segments::segments;
use crate::wording;

/// Shows the view.
pub fn show(ui: &mut Ui, scene: Scene<'_>, memory: &mut ViewMemory, commands: &mut Commands) {
    let as_map = scene.opened.heap.place.as_map;
    toolbar(ui, |ui| {
        let width = ui.available_width();
        let choices = [
            ("Tree", "Each object below the one without which it would be gone"),
            ("Map", "The same as boxes, as large as what they keep alive"),
        ];
        if let Some(chosen) = segments(ui, &choices, usize::from(as_map)) {
            commands.push(Command::Heap(HeapCommand::AsMap(chosen == 1)));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let what = ExportWhat::Table("heap-dominators");
            write_buttons(ui, scene, (what, has_words(width + 300.0)), commands);
            if as_map {
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    map::crumbs(ui, scene, commands);
                });
            }
        });
    });
    ignored::bar(ui, scene, commands);
    working::strip(ui, scene, commands);
    if as_map {
        map::show(ui, scene, &mut memory.heap, commands);
    } else {
        tree(ui, scene, memory, commands);
    }
    memory.heap.menu.show(ui, scene, commands);
}

fn tree(ui: &mut Ui, scene: Scene<'_>, memory: &mut ViewMemory, commands: &mut Commands) {
    let about = TreeTable {
        tree: TreeName::Dominators,
        name: "Dominators",
        head: "Object",
        empty: "The root keeps nothing alive.",
    };
    let room = vec2(ui.available_width(), (ui.available_height() - size::TOTALS).max(0.0));
    ui.allocate_ui(room, |ui| {
        ui.set_min_size(room);
        tree_table::show(ui, scene, &about, &mut memory.heap, commands);
    });
    let rows = scene.opened.answers.heap.rows(TreeName::Dominators).value();
    let said = rows.map_or_else(String::new, |it| {
        let n = wording::counted(it.n_roots, "object");
        format!("{n} held by the root alone · {} in all", Bytes(it.total))
    });
    footer(ui, &said, "← → open and close · Enter opens the object");
}
