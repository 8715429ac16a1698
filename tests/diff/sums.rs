//! Several files of a side as parts of one run: added, not averaged.

use asyncscope_core::analysis::diff::Normalisation;
use asyncscope_core::combine::{SumError, summed};
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;
use support::heaps::heap;
use support::recording;

use super::{functions_of, profile};

fn sum(texts: &[&str]) -> Recording {
    let parts: Vec<Recording> = texts.iter().map(|it| recording(it)).collect();
    let named: Vec<(&Recording, &str)> = parts.iter().map(|it| (it, "part")).collect();
    summed(&named, &Task::default()).expect("not cancelled")
}

/// Name, and own weight before and after.
fn own(before: &[Recording], after: &[Recording]) -> Vec<(String, f64, f64)> {
    let profile = profile(before, after);
    let rows = functions_of(&profile, Normalisation::Absolute);
    let of = |it: &asyncscope_core::analysis::diff::FunctionDiff| {
        let values = it.own.values.map(|it| it.unwrap_or(0.0));
        (profile.names.frame_name(it.frame).to_owned(), values.before, values.after)
    };
    let mut found: Vec<_> = rows.iter().map(of).collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

#[test]
fn parts_of_one_run_are_added_where_runs_are_averaged() {
    let (main, worker) = ("loop > render 3\nloop 1", "loop > render 2\nloop > crunch 6");
    let (main_after, worker_after) = ("loop > render 5\nloop 1", "loop > crunch 9");
    let own_of = |name: &str, before: f64, after: f64| (name.to_owned(), before, after);
    assert_eq!(
        own(&[sum(&[main, worker])], &[sum(&[main_after, worker_after])]),
        [own_of("crunch", 6.0, 9.0), own_of("loop", 1.0, 1.0), own_of("render", 5.0, 5.0)]
    );
    let runs = |texts: [&str; 2]| texts.map(recording);
    assert_eq!(
        own(&runs([main, worker]), &runs([main_after, worker_after])),
        [own_of("crunch", 3.0, 4.5), own_of("loop", 0.5, 0.5), own_of("render", 2.5, 2.5)]
    );
}

#[test]
fn two_heaps_are_no_sum() {
    let with_heap = || Recording {
        heap: Some(heap("1 synthetic root 0\n  shortcut global 3\n3 object Window 10").graph),
        ..Recording::default()
    };
    let (one, other) = (with_heap(), with_heap());
    let error = summed(&[(&one, "a"), (&other, "b")], &Task::default()).expect_err("two heaps");
    assert_eq!(error, SumError::Heaps(2));
}
