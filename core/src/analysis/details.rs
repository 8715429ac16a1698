//! Everything about one function, for the panel beside the views.

mod text;

pub use text::markdown_text;

use crate::analysis::functions::FunctionRow;
use crate::analysis::instances::{InstanceStats, Instances, function_instances};
use crate::analysis::line_heat::{LineHeat, LineScope, line_heat};
use crate::analysis::sandwich::{Sandwich, SandwichRow, sandwich};
use crate::analysis::selection::Selection;
use crate::analysis::weighed::WeighedStacks;
use crate::model::{Category, FrameIndex, Recording};
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};
use crate::units::WeightUnit;

/// One function within a selection.
#[derive(Clone, Debug)]
pub struct FunctionDetails {
    /// What it weighs.
    pub row: FunctionRow,
    /// What kind of code it is.
    pub category: Category,
    /// The package it belongs to, if any.
    pub package: Option<StringIndex>,
    /// What shares are shares of, here and in tables: the weight of all samples of the selection.
    pub sum: u64,
    /// What weights count.
    pub unit: WeightUnit,
    /// The functions that call it, heaviest first.
    pub callers: Vec<SandwichRow>,
    /// The functions that it calls, heaviest first.
    pub callees: Vec<SandwichRow>,
    /// Every time it ran, as far as samples tell; none where they do not tell time.
    pub instances: Instances,
    /// Samples per line of its source; empty where the file has none.
    pub lines: LineHeat,
}

impl FunctionDetails {
    /// How long it ran each time, or `None` if samples do not tell.
    pub fn instance_stats(&self) -> Option<InstanceStats> {
        self.instances.stats()
    }
}

/// Everything about `frame` within a selection. `weighed` is that selection, weighed.
pub fn function_details(
    recording: &Recording,
    selection: &Selection,
    weighed: &WeighedStacks,
    frame: FrameIndex,
    task: &Task,
) -> Result<FunctionDetails, Cancelled> {
    let Sandwich { own, total, samples, callers, callees, .. } =
        sandwich(recording, weighed, frame, task)?;
    let stacks = &*weighed.stacks;
    let ends = stacks.indices().filter(|&it| stacks.frame(it) == frame);
    let own_samples = ends.map(|it| weighed.own_samples[it]).sum();
    Ok(FunctionDetails {
        row: FunctionRow { frame, own, total, samples, own_samples },
        category: recording.frames.category(frame),
        package: recording.frames.package(frame),
        sum: weighed.sum,
        unit: weighed.unit,
        callers,
        callees,
        instances: function_instances(recording, selection, frame, task)?,
        lines: line_heat(recording, selection, LineScope::Function(frame), task)?,
    })
}
