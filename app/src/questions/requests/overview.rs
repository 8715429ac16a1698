//! What the overview says of a recording that holds requests only.

use std::sync::Arc;

use asyncscope_core::analysis;
use asyncscope_core::analysis::requests::{request_overview, selected_requests};

use crate::jobs::Job;
use crate::opened::Opened;

/// Parts of the time in the chart of what happened when.
pub const PARTS: usize = 240;

impl Opened {
    /// Asks for the overview of requests: of all within the selected time, whatever is filtered.
    pub(in crate::questions) fn ask_request_overview(&mut self, ctx: &egui::Context) {
        let mut selection =
            analysis::Selection { transforms: Vec::new(), ..self.selection.question() };
        selection.requests.rules = self.requests.rules.rules().clone();
        let (recording, asked) = (Arc::clone(&self.recording), selection.clone());
        self.answers.requests.overview.ask(selection, || {
            Job::spawn("Summing up requests", ctx, move |task| {
                let rows = selected_requests(&recording, &asked, task)?;
                let (time, rules) = (asked.time_of(&recording), &asked.requests.rules);
                request_overview(&recording, &rows, (&time, PARTS), rules, task).map(Arc::new)
            })
        });
    }
}
