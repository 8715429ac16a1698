//! A comparison in sentences.

use std::sync::Arc;

use asyncscope_core::analysis::diff::{
    Compared, DiffProfile, Finding, Normalisation, Part, RunWeight, Sides, diff_summary,
    show_amount,
};
use asyncscope_core::units::Percent;

use crate::diff::Diff;
use crate::jobs::Job;

/// More findings than this tell no more.
const MOST: usize = 200;

/// A comparison in sentences.
#[derive(Debug)]
pub struct Summary {
    /// How amounts were made comparable.
    pub normalisation: Normalisation,
    /// What differs, the worst first.
    pub findings: Vec<Finding>,
    /// How many of them there are of each rank.
    pub n_each: [usize; 5],
}

impl Diff {
    /// Asks for the summary, once all is compared that it is about.
    pub(super) fn ask_summary(&mut self, ctx: &egui::Context) {
        // All are asked at once: they do not wait for each other.
        let functions = self.ask_functions(ctx);
        let operations = self.ask_operations(ctx);
        let endpoints = self.ask_endpoints(ctx);
        let memory = self.ask_memory(ctx);
        let is_missing = |part: Part, is_there: bool| self.has(part) && !is_there;
        if self.has_samples() && functions.is_none()
            || is_missing(Part::Operations, operations.is_some())
            || is_missing(Part::Requests, endpoints.is_some())
            || is_missing(Part::Memory, memory.is_some())
        {
            return;
        }
        let profile = self.answers.profile.current().cloned();
        let normalisation = self.normalisation();
        let question = self.has_samples().then_some(normalisation);
        self.answers.summary.ask(question, || {
            Job::spawn("Summing up", ctx, move |task| {
                task.advance(0)?;
                let samples = profile.as_ref().zip(functions.as_ref());
                let samples = samples.map(|(profile, it)| (&**profile, &***it, normalisation));
                let compared = Compared {
                    samples,
                    operations: operations.as_ref().map_or(&[], |it| it),
                    endpoints: endpoints.as_ref().map_or(&[], |it| it),
                    memory: memory.as_ref().map_or(&[], |it| it),
                };
                let findings = diff_summary(compared, MOST);
                let mut n_each = [0; 5];
                for it in &findings {
                    n_each[usize::from(it.rank().min(4))] += 1;
                }
                Ok(Arc::new(Summary { normalisation, findings, n_each }))
            })
        });
    }
}

/// How much all samples differ, in words: `5.78 s more CPU time than before (+16.0 %)`.
pub fn sentence(profile: &DiffProfile) -> String {
    use asyncscope_core::analysis::diff::Quantity;
    let Sides { before, after } = profile.runs.as_ref().map(|it| busy_per_run(it));
    let what = match profile.quantity() {
        Quantity::Time => "CPU time",
        Quantity::Bytes => "allocated memory",
        Quantity::Count => "samples",
    };
    let delta = after - before;
    let amount = show_amount(profile.quantity(), delta.abs());
    let word = if delta > 0.0 { "more" } else { "less" };
    if delta.abs() < 1.0 {
        return format!("As much {what} as before.");
    }
    let share = (before > 0.0).then(|| {
        let sign = if delta > 0.0 { "+" } else { "−" };
        format!(" ({sign}{})", Percent(delta.abs() / before * 100.0))
    });
    let per_run =
        if profile.runs.before.len().max(profile.runs.after.len()) > 1 { " per run" } else { "" };
    format!("{amount} {word} {what}{per_run} than before{}.", share.unwrap_or_default())
}

/// What is busy in the mean of all runs.
#[expect(clippy::cast_precision_loss, reason = "figures have few digits")]
fn busy_per_run(runs: &[RunWeight]) -> f64 {
    let sum: u64 = runs.iter().map(|it| it.busy).fold(0, u64::saturating_add);
    sum as f64 / runs.len().max(1) as f64
}
