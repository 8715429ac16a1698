//! The recordings that are compared: as they are, or added to one for each side.

use std::sync::Arc;

use asyncscope_core::analysis::diff::{Run, Runs, Sides};
use asyncscope_core::analysis::{NameFilter, Selection};
use asyncscope_core::combine::summed;
use asyncscope_core::model::Recording;
use asyncscope_core::task::{Cancelled, Task};

use crate::compared::Which;
use crate::diff::Diff;
use crate::diff::basis::RunPart;
use crate::jobs::Job;

/// The sum of each side that has several recordings, or why they cannot be added.
pub type Sums = Result<Sides<Option<Arc<Recording>>>, String>;

/// One of the recordings that are compared.
#[derive(Clone, Debug)]
pub struct ComparedRun {
    /// What it is called.
    pub name: String,
    /// What was read, or the sum of it.
    pub recording: Arc<Recording>,
    /// The part of it that is compared.
    pub part: RunPart,
}

/// The recordings of both sides, shared with a thread.
pub(crate) struct Recordings {
    runs: Sides<Vec<ComparedRun>>,
    named: Option<NameFilter>,
}

impl Recordings {
    /// Asks something of all of them.
    pub(crate) fn ask<T>(&self, ask: impl FnOnce(Runs<'_>) -> T) -> T {
        let selection = |it: &ComparedRun| it.part.selection(&it.recording, self.named.as_ref());
        let selections: Sides<Vec<Selection>> =
            self.runs.as_ref().map(|side| side.iter().map(selection).collect());
        let runs: Sides<Vec<Run<'_>>> =
            self.runs.as_ref().zip(selections.as_ref()).map(|(runs, selections)| {
                let each = runs.iter().zip(selections);
                each.map(|(it, selection)| Run { recording: &it.recording, selection }).collect()
            });
        ask(runs.as_ref().map(Vec::as_slice))
    }
}

impl Diff {
    /// The recordings of both sides, once those that are to be added are.
    pub(crate) fn recordings(&mut self, ctx: &egui::Context) -> Option<Recordings> {
        self.ask_sums(ctx);
        // While an expression is typed it is often none: threads are chosen once it is.
        let named = self.place.basis.threads.parse().ok()?;
        let runs = Sides::new(self.runs(Which::Before)?, self.runs(Which::After)?);
        Some(Recordings { runs, named })
    }

    /// What is compared on one side: its recordings, or their sum. `None` while that is not there.
    pub fn runs(&self, which: Which) -> Option<Vec<ComparedRun>> {
        let (basis, side) = (&self.place.basis, self.side(which));
        if basis.is_summed && side.len() > 1 {
            let sums = self.answers.sums.current()?.as_ref().ok()?;
            let recording = which.of(sums.as_ref()).clone()?;
            let name = format!("{} files added", side.len());
            return Some(vec![ComparedRun { name, recording, part: basis.part(which, 0) }]);
        }
        let run = |(at, it): (usize, &crate::diff::DiffRun)| ComparedRun {
            name: it.name.clone(),
            recording: Arc::clone(&it.recording),
            part: basis.part(which, at),
        };
        Some(side.iter().enumerate().map(run).collect())
    }

    fn ask_sums(&mut self, ctx: &egui::Context) {
        if !self.place.basis.is_summed {
            return;
        }
        let shared = |side: &Vec<crate::diff::DiffRun>| {
            let part = |it: &crate::diff::DiffRun| (Arc::clone(&it.recording), it.name.clone());
            side.iter().map(part).collect::<Vec<_>>()
        };
        let sides = self.sides.as_ref().map(shared);
        self.answers
            .sums
            .ask((), || Job::spawn("Adding recordings", ctx, move |task| sums(&sides, task)));
    }
}

fn sums(sides: &Sides<Vec<(Arc<Recording>, String)>>, task: &Task) -> Result<Sums, Cancelled> {
    let sum = |side: &Vec<(Arc<Recording>, String)>| {
        if side.len() < 2 {
            return Ok(None);
        }
        let parts: Vec<(&Recording, &str)> = side.iter().map(|it| (&*it.0, &*it.1)).collect();
        summed(&parts, task).map(|it| Some(Arc::new(it)))
    };
    let sums = sides.as_ref().try_map(sum);
    task.advance(0)?; // what was cancelled is no reason
    Ok(sums.map_err(|error| error.to_string()))
}
