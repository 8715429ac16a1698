//! The flame graph of a comparison.

use std::sync::Arc;

use asyncscope_core::analysis::diff::{
    DiffBoxes, DiffLayout, DiffProfile, LayoutPart, Normalisation, Status, diff_boxes, diff_layout,
    diff_layout_inverted,
};
use asyncscope_core::analysis::{Direction, FlameMatches};
use asyncscope_core::task::{Cancelled, Task};

use crate::diff::Diff;
use crate::filter::Filter;
use crate::jobs::Job;
use crate::views::flame_chart::{DifferenceLook, Sole};

/// Which flame graph is asked for.
pub type FlamesQuestion = (Normalisation, LayoutPart, Direction);

/// What is looked for in which flame graph.
#[derive(Clone, Debug, PartialEq)]
pub struct FlamesSearch {
    flames: FlamesQuestion,
    search: Filter,
}

/// A flame graph of both sides.
#[derive(Debug)]
pub struct Flames {
    /// Names of functions.
    pub profile: Arc<DiffProfile>,
    /// How amounts were made comparable.
    pub normalisation: Normalisation,
    /// Which boxes it has.
    pub part: LayoutPart,
    /// Whether its first row holds the outermost callers, or the functions that ran.
    pub direction: Direction,
    /// The boxes.
    pub layout: DiffLayout,
    /// What they weigh on both sides.
    pub boxes: DiffBoxes,
    /// How each looks.
    pub looks: Vec<Vec<DifferenceLook>>,
}

/// What matches the search.
#[derive(Debug)]
pub struct FoundInFlames {
    /// The flame graph that was searched.
    pub flames: Arc<Flames>,
    /// Its boxes that match.
    pub matches: FlameMatches,
}

impl Diff {
    /// Asks for the flame graph, and for what is searched in it.
    pub(super) fn ask_flames(&mut self, ctx: &egui::Context) {
        let Some(profile) = self.ask_profile(ctx) else { return };
        let question = (self.normalisation(), self.place.part, self.place.flames_direction);
        self.answers.flames.ask(question, || {
            Job::spawn("Laying out the flame graph", ctx, move |task| {
                flames(profile, question, task).map(Arc::new)
            })
        });
        self.ask_found(question, ctx);
    }

    fn ask_found(&mut self, flames: FlamesQuestion, ctx: &egui::Context) {
        let search = self.place.flames_search.clone();
        let Ok(Some(filter)) = search.parse() else { return self.answers.found.clear() };
        let Some(shown) = self.answers.flames.current().cloned() else { return };
        self.answers.found.ask(FlamesSearch { flames, search }, || {
            Job::spawn("Searching", ctx, move |task| {
                let layout = &shown.layout.layout;
                let matches = FlameMatches::new(&shown.profile.names, layout, &filter, task)?;
                Ok(Arc::new(FoundInFlames { flames: shown, matches }))
            })
        });
    }
}

fn flames(
    profile: Arc<DiffProfile>,
    (normalisation, part, direction): FlamesQuestion,
    task: &Task,
) -> Result<Flames, Cancelled> {
    let layout = match direction {
        Direction::TopDown => diff_layout(&profile, part, normalisation, task)?,
        Direction::BottomUp => diff_layout_inverted(&profile, part, normalisation, task)?,
    };
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
    Ok(Flames { profile, normalisation, part, direction, layout, boxes, looks })
}
