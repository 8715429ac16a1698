//! What refers to what, from the roots.

use egui::{Ui, vec2};

use super::super::table_parts::footer;
use super::super::{Scene, ViewMemory, working};
use super::ignored;
use super::tree_table::{self, TreeTable};
use crate::command::Commands;
use crate::heap::TreeName;
use crate::theme::size;

/// Shows the view.
pub fn show(ui: &mut Ui, scene: Scene<'_>, memory: &mut ViewMemory, commands: &mut Commands) {
    ignored::bar(ui, scene, commands);
    working::strip(ui, scene, commands);
    let about = TreeTable {
        tree: TreeName::Containment,
        name: "Containment",
        head: "Reference and object",
        empty: "The root refers to nothing.",
    };
    let room = vec2(ui.available_width(), (ui.available_height() - size::TOTALS).max(0.0));
    ui.allocate_ui(room, |ui| {
        ui.set_min_size(room);
        tree_table::show(ui, scene, &about, &mut memory.heap, commands);
    });
    let keys = "← → open and close · Enter opens the object";
    let rows = scene.opened.answers.heap.rows(TreeName::Containment).value();
    let said = rows.map_or_else(String::new, |it| {
        crate::wording::counted(it.n_roots, "reference") + " from the root"
    });
    footer(ui, &said, keys);
    memory.heap.menu.show(ui, scene, commands);
}
