//! One function between its callers and what it calls, and the list to choose it from.

use std::sync::Arc;

use asyncscope_core::analysis::{self, Sandwich, SandwichFlames, sandwich, sandwich_flames};
use asyncscope_core::model::FrameIndex;
use asyncscope_core::units::WeightUnit;

use super::functions::FunctionList;
use crate::jobs::Job;
use crate::opened::{ListSetting, Opened};

/// What sandwich is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct SandwichQuestion {
    selection: analysis::Selection,
    frame: FrameIndex,
}

/// What list of functions is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct ChoiceQuestion {
    selection: analysis::Selection,
    setting: ListSetting,
}

/// One function between its callers and what it calls.
#[derive(Debug)]
pub struct SandwichGraph {
    /// The function, and what it weighs.
    pub numbers: Sandwich,
    /// The stacks above and below it.
    pub flames: SandwichFlames,
    /// Weight of the selection that is not idle.
    pub busy: u64,
    /// What weights count.
    pub unit: WeightUnit,
}

impl Opened {
    /// Asks for the list to choose from, and for the sandwich of the function that was chosen.
    pub(super) fn ask_sandwich(&mut self, ctx: &egui::Context) {
        self.ask_whole(ctx);
        self.ask_choice(ctx);
        let Some(frame) = self.sandwich.center else { return };
        let Some(weighed) = self.ask_weighed(ctx) else { return };
        let question = SandwichQuestion { selection: self.selection.question(), frame };
        let recording = Arc::clone(&self.recording);
        self.answers.sandwich.ask(question, || {
            Job::spawn("Laying out callers and callees", ctx, move |task| {
                let numbers = sandwich(&recording, &weighed, frame, task)?;
                let flames = sandwich_flames(&recording, &weighed, frame, task)?;
                let (busy, unit) = (weighed.busy(), weighed.unit);
                Ok(Arc::new(SandwichGraph { numbers, flames, busy, unit }))
            })
        });
    }

    fn ask_choice(&mut self, ctx: &egui::Context) {
        let Some(rows) = self.ask_functions(ctx) else { return };
        let Some(weighed) = self.answers.weighed.current() else { return };
        let (sum, unit) = (weighed.sum, weighed.unit);
        let setting = self.sandwich.list.clone();
        let question = ChoiceQuestion { selection: self.selection.question(), setting };
        let (recording, setting) = (Arc::clone(&self.recording), self.sandwich.list.clone());
        self.answers.sandwich_list.ask(question, || {
            Job::spawn("Sorting functions", ctx, move |task| {
                let list = super::functions::list(&recording, rows, &setting, task)?;
                Ok(Arc::new(FunctionList { sum, unit, ..list }))
            })
        });
    }
}
