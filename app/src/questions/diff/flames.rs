//! The flame graph of a comparison.

use std::sync::Arc;

use asyncscope_core::analysis::diff::{
    DiffBoxes, DiffLayout, DiffProfile, LayoutPart, Normalisation, Status, diff_boxes, diff_layout,
};
use asyncscope_core::task::{Cancelled, Task};

use crate::diff::Diff;
use crate::jobs::Job;
use crate::views::flame_chart::{DifferenceLook, Sole};

/// Which flame graph is asked for.
pub type FlamesQuestion = (Normalisation, LayoutPart);

/// A flame graph of both sides.
#[derive(Debug)]
pub struct Flames {
    /// Names of functions.
    pub profile: Arc<DiffProfile>,
    /// How amounts were made comparable.
    pub normalisation: Normalisation,
    /// Which boxes it has.
    pub part: LayoutPart,
    /// The boxes.
    pub layout: DiffLayout,
    /// What they weigh on both sides.
    pub boxes: DiffBoxes,
    /// How each looks.
    pub looks: Vec<Vec<DifferenceLook>>,
}

impl Diff {
    /// Asks for the flame graph.
    pub(super) fn ask_flames(&mut self, ctx: &egui::Context) {
        let Some(profile) = self.ask_profile(ctx) else { return };
        let question = (self.normalisation(), self.place.part);
        self.answers.flames.ask(question, || {
            Job::spawn("Laying out the flame graph", ctx, move |task| {
                flames(profile, question, task).map(Arc::new)
            })
        });
    }
}

fn flames(
    profile: Arc<DiffProfile>,
    (normalisation, part): FlamesQuestion,
    task: &Task,
) -> Result<Flames, Cancelled> {
    let layout = diff_layout(&profile, part, normalisation, task)?;
    let boxes = diff_boxes(&profile, &layout, normalisation, task)?;
    let mut looks = Vec::with_capacity(boxes.steps.len());
    for (row, steps) in boxes.steps.iter().enumerate() {
        task.advance(0)?;
        let look = |(&stack, &step)| {
            let sole = match boxes.status(stack) {
                Status::New => Some(Sole::New),
                Status::Removed => Some(Sole::Removed),
                Status::Same | Status::Changed => None,
            };
            DifferenceLook { step, sole }
        };
        looks.push(layout.stacks(row).iter().zip(steps).map(look).collect());
    }
    Ok(Flames { profile, normalisation, part, layout, boxes, looks })
}
