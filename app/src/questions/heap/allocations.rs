//! When the objects that are alive were allocated.

use std::sync::Arc;

use asyncscope_core::analysis::heap::timeline_bars;

use super::Known;
use crate::jobs::Job;
use crate::opened::Opened;

impl Opened {
    /// Asks how much of what was allocated when is alive.
    pub(super) fn ask_bars(&mut self, known: &Known, ctx: &egui::Context) {
        let known = known.clone();
        self.answers.heap.bars.ask((), || {
            Job::spawn("Dating objects", ctx, move |task| {
                task.advance(0)?;
                Ok(Arc::new(timeline_bars(&known.graph, &known.facts)))
            })
        });
    }
}
