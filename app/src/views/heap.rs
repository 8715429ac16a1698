//! Views of heap snapshots, and what they share.

pub mod allocations;
pub mod classes;
pub mod containment;
pub mod details;
pub mod dominators;
mod edges;
pub mod ignored;
mod lines;
mod map;
mod menu;
mod names;
pub mod object;
pub mod overview;
mod path;
mod picked;
pub mod strings;
mod tree_keys;
pub mod tree_table;

use asyncscope_core::units::Bytes;
use egui::Ui;

use super::{Scene, working};
use crate::answers::AnswerState;
use crate::command::Commands;
use crate::heap::{RowPath, TreeName};

pub use names::{part_color, part_name, set_name};

/// The columns of trees of a heap, by number.
pub mod columns {
    /// Its name, below what it hangs from.
    pub const NAME: usize = 0;
    /// References from the roots to it.
    pub const DISTANCE: usize = 1;
    /// Objects of a class.
    pub const COUNT: usize = 2;
    /// Bytes of itself.
    pub const SHALLOW: usize = 3;
    /// What it keeps alive.
    pub const RETAINED: usize = 4;
}

/// What the views of a heap remember for themselves.
#[derive(Debug, Default)]
pub struct HeapMemory {
    menu: menu::ObjectMenu,
    /// The row that was last brought into view, of each tree.
    revealed: [Option<RowPath>; 6],
    map: map::MapMemory,
    /// Where a stretch of time that is being selected began.
    drag: Option<f32>,
}

impl HeapMemory {
    /// Whether a row of a tree is selected since the last frame.
    fn is_new(&mut self, tree: TreeName, selected: Option<&RowPath>) -> bool {
        let last = &mut self.revealed[tree as usize];
        let is_new = last.as_ref() != selected;
        *last = selected.cloned();
        is_new
    }
}

/// What a view shows: the answer, also an earlier one while a new one is worked on. Where there is
/// none, says why, or shows nothing while the work goes on.
fn answer<'a, T>(
    ui: &mut Ui,
    scene: Scene<'a>,
    state: &AnswerState<'a, T>,
    commands: &mut Commands,
) -> Option<&'a T> {
    let heap = &scene.opened.answers.heap;
    let waits_for = || heap.facts.failure().or(heap.tree.failure()).or(heap.chosen.failure());
    working::answer(ui, state, waits_for, commands)
}

/// Bytes, or a dash while they are not known.
pub(super) fn bytes(size: Option<u64>) -> String {
    size.map_or_else(|| "–".to_owned(), |it| Bytes(it).to_string())
}
