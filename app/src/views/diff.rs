//! Views of recordings that are compared, and what they share.

mod bar;
pub(crate) mod basis;
mod call_tree;
mod charts;
pub mod details;
mod endpoints;
mod event_parts;
mod event_table;
mod flames;
mod functions;
mod head;
mod hosts;
mod lines;
mod memory;
mod menu;
mod operations;
mod overlay;
mod summary;
pub(crate) mod words;

use asyncscope_core::model::FrameIndex;
use egui::Ui;

use super::{Scene, View, ViewMemory, working};
use crate::answers::AnswerState;
use crate::command::Commands;
use crate::diff::Diff;

/// The columns of the tables of a comparison, by number. Those of functions come first.
pub mod columns {
    /// The name.
    pub const NAME: usize = 0;
    /// Where the code of a function begins.
    pub const PLACE: usize = 1;
    /// Own weight before.
    pub const BEFORE: usize = 2;
    /// Own weight after.
    pub const AFTER: usize = 3;
    /// Own weight after less before, with a bar.
    pub const DELTA: usize = 4;
    /// The same relative to before.
    pub const CHANGE: usize = 5;
    /// Total weight after less before.
    pub const TOTAL: usize = 6;
    /// Samples before and after.
    pub const SAMPLES: usize = 7;
    /// How sure the difference is.
    pub const SURE: usize = 8;

    /// Of operations and endpoints: what it is.
    pub const KIND: usize = 1;
    /// How many there are per run.
    pub const COUNT: usize = 2;
    /// The median.
    pub const P50: usize = 3;
    /// What 95 of 100 do not exceed.
    pub const P95: usize = 4;
    /// What 99 of 100 do not exceed.
    pub const P99: usize = 5;
    /// Of endpoints: bytes of one response.
    pub const BYTES: usize = 6;
    /// Of endpoints: the share of requests without success.
    pub const FAILED: usize = 7;
    /// What a test says of the median.
    pub const VERDICT: usize = 8;
}

/// The columns of the compared call tree, by number.
pub mod tree_columns {
    /// Total weight after less before, with a bar.
    pub const DELTA: usize = 0;
    /// Total weight before.
    pub const BEFORE: usize = 1;
    /// Total weight after.
    pub const AFTER: usize = 2;
    /// Own weight after less before.
    pub const OWN: usize = 3;
    /// Samples before and after.
    pub const SAMPLES: usize = 4;
    /// The function.
    pub const NAME: usize = 5;
}

/// What the views of a comparison remember for themselves.
#[derive(Debug, Default)]
pub struct DiffMemory {
    menu: menu::SubjectMenu,
    flames: flames::FlamesMemory,
    charts: charts::ChartsMemory,
    /// The function that was last brought into view.
    revealed: Option<FrameIndex>,
}

/// Shows a view.
pub fn show(
    ui: &mut Ui,
    view: View,
    scene: Scene<'_>,
    memory: &mut ViewMemory,
    commands: &mut Commands,
) {
    let Some(diff) = &scene.opened.diff else { return };
    let memory = &mut memory.diff;
    head::show(ui, diff, commands);
    match view {
        View::DiffFunctions => functions::show(ui, scene, diff, memory, commands),
        View::DiffFlames => flames::show(ui, scene, diff, memory, commands),
        View::DiffCharts => charts::show(ui, scene, diff, memory, commands),
        View::DiffTree => call_tree::show(ui, scene, diff, memory, commands),
        View::DiffOperations => operations::show(ui, scene, diff, memory, commands),
        View::DiffEndpoints => endpoints::show(ui, scene, diff, memory, commands),
        View::DiffMemory => memory::show(ui, scene, diff, memory, commands),
        _ => summary::show(ui, scene, diff, memory, commands),
    }
    memory.menu.show(ui, diff, commands);
}

/// What a view shows: the answer, also an earlier one while a new one is worked on. Where there is
/// none, says why, or shows nothing while the work goes on.
fn answer<'a, T>(
    ui: &mut Ui,
    diff: &'a Diff,
    state: &AnswerState<'a, T>,
    commands: &mut Commands,
) -> Option<&'a T> {
    match *state {
        AnswerState::Ready(value) | AnswerState::Working(Some(value)) => Some(value),
        AnswerState::Failed(why) => {
            working::failed(ui, why, commands);
            None
        }
        AnswerState::Absent | AnswerState::Working(None) => {
            if let Some(why) = diff.answers.failure() {
                working::failed(ui, why, commands);
            }
            None
        }
    }
}
