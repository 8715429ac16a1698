//! Recordings compared: matching, differences and verdicts, worked out by hand or simulated.

#[path = "diff/endpoints.rs"]
mod endpoints;
#[path = "diff/functions.rs"]
mod functions;
#[path = "diff/noise.rs"]
mod noise;
#[path = "diff/operations.rs"]
mod operations;
#[path = "diff/properties.rs"]
mod properties;
#[path = "diff/sums.rs"]
mod sums;
#[path = "diff/trees.rs"]
mod trees;

use std::sync::Arc;

use asyncscope_core::analysis::Selection;
use asyncscope_core::analysis::diff::{
    DiffProfile, FunctionDiff, Normalisation, Run, Runs, Sides, diff_functions, diff_profile,
};
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;
use support::recording;

/// Asks a question of the runs of both sides, all of each.
fn ask<T>(before: &[Recording], after: &[Recording], question: impl FnOnce(Runs<'_>) -> T) -> T {
    let selection = Selection::default();
    let run = |recording| Run { recording, selection: &selection };
    let before: Vec<Run<'_>> = before.iter().map(run).collect();
    let after: Vec<Run<'_>> = after.iter().map(run).collect();
    question(Sides::new(&before, &after))
}

/// The samples of both sides.
fn profile(before: &[Recording], after: &[Recording]) -> Arc<DiffProfile> {
    ask(before, after, |runs| {
        Arc::new(diff_profile(runs, &Task::default()).expect("not cancelled"))
    })
}

/// The samples of two recordings that are written as text.
fn profile_of(before: &str, after: &str) -> Arc<DiffProfile> {
    profile(&[recording(before)], &[recording(after)])
}

fn functions_of(profile: &DiffProfile, normalisation: Normalisation) -> Vec<FunctionDiff> {
    diff_functions(profile, normalisation, &Task::default()).expect("not cancelled")
}
