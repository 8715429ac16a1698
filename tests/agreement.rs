//! Agreement with Chrome DevTools: own and total time of every function, to the microsecond.
//!
//! The recordings and DevTools' own results lie outside the repository, in the folder that the
//! variable `ASYNCSCOPE_SHARED` names, or else in `shared` beside the repository. Where there is no
//! such folder the tests say so and pass.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use asyncscope_core::analysis::{Selection, functions, weigh};
use asyncscope_core::load::{LoadOptions, load};
use asyncscope_core::model::{FrameIndex, Recording};
use asyncscope_core::task::Task;
use serde_json::Value;
use support::profiles::{Weights, weights_by_sample};

/// Own and total time by function, in microseconds.
type Times = BTreeMap<String, (u64, u64)>;

/// Where DevTools gives no number: a recording, what is right there, and why.
///
/// Functions stand as `name own total`; all are of one script.
const BY_HAND: [(&str, &str, &str); 5] = [
    (
        "extra-delta",
        "B 1000 2000, (garbage collector) 1000 1000, C 1000 1000, A 0 3000",
        "DevTools takes the surplus delta for a sample of no node, and sums to NaN",
    ),
    (
        "hitcount-only",
        "B 1350 1350, C 450 450, A 0 1800",
        "DevTools shows nothing; 3 and 1 of 4 hits share the 1800 µs of the profile",
    ),
    (
        "no-timedeltas",
        "B 900 900, C 900 900, A 0 1800",
        "DevTools shows nothing; two samples share the 1800 µs of the profile",
    ),
    (
        "nodes-reversed",
        "B 2000 2000, C 1000 1000, A 0 3000",
        "DevTools takes the first node for the root, and sums to NaN",
    ),
    (
        "unknown-node",
        "B 1000 1000, C 1000 1000, A 0 2000",
        "DevTools stops at the unknown node; the samples behind it count as well",
    ),
];

fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let shared = std::env::var_os("ASYNCSCOPE_SHARED").map_or(beside, PathBuf::from);
    Some(shared.join("corpus")).filter(|it| it.is_dir())
}

/// Every `*.cpuprofile` and `*.cpuprofile.gz` below `folder`, by name without either.
fn profiles(folder: &Path) -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("a folder of the corpus") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let stem = name.trim_end_matches(".gz").strip_suffix(".cpuprofile");
            if path.is_dir() {
                folders.push(path);
            } else if let Some(stem) = stem {
                found.insert(stem.to_owned(), path);
            }
        }
    }
    found
}

/// What DevTools says of a recording.
fn expected_times(name: &str, results: &Path) -> Times {
    if let Some((_, functions, _)) = BY_HAND.iter().find(|it| it.0 == name) {
        return functions.split(", ").map(time_by_hand).collect();
    }
    let text = fs::read_to_string(results).unwrap_or_else(|error| panic!("{name}: {error}"));
    let results: Value = serde_json::from_str(&text).expect("results");
    let rows = results["all"].as_array().expect("a list of functions");
    let row = |row: &Value| {
        let micros = |at: usize| row[at].as_u64().expect("whole microseconds");
        (row[0].as_str().expect("a function").to_owned(), (micros(1), micros(2)))
    };
    rows.iter().map(row).filter(|it| it.1 != (0, 0)).collect()
}

fn time_by_hand(function: &str) -> (String, (u64, u64)) {
    let mut words = function.rsplitn(3, ' ');
    let mut micros = || words.next().expect("a number").parse().expect("a number");
    let (total, own) = (micros(), micros());
    let name = words.next().expect("a name");
    let place = match name {
        "A" => "file:///e.js\t1\t0",
        "B" => "file:///e.js\t2\t0",
        "C" => "file:///e.js\t3\t0",
        _ => "\t-1\t-1",
    };
    (format!("{name}\t{place}"), (own, total))
}

/// A function as DevTools' results name it: lines and columns count from 0.
fn function_key(recording: &Recording, frame: FrameIndex) -> String {
    let frame = recording.frames.get(frame);
    let from_zero = |it: Option<std::num::NonZeroU32>| it.map_or(-1, |it| i64::from(it.get()) - 1);
    let (name, url) = (recording.text(frame.name), recording.text(frame.url));
    format!("{name}\t{url}\t{}\t{}", from_zero(frame.line), from_zero(frame.column))
}

fn in_micros(weights: Weights) -> Times {
    let micros = |it: u64| (it + 500) / 1_000;
    weights.into_iter().map(|(key, (own, total))| (key, (micros(own), micros(total)))).collect()
}

/// What the analysis says, which shares no code with [`weights_by_sample`].
fn weights_by_analysis(recording: &Recording) -> Weights {
    let task = Task::default();
    let weighed = weigh(recording, &Selection::default(), &task).expect("an answer");
    let rows = functions(recording, &weighed, &task).expect("an answer");
    let mut weights = Weights::new();
    for row in rows.iter().filter(|it| (it.own, it.total) != (0, 0)) {
        let known = weights.insert(function_key(recording, row.frame), (row.own, row.total));
        assert_eq!(known, None, "each function stands once");
    }
    weights
}

#[track_caller]
fn check(name: &str, path: &Path, results: &Path) {
    let recording = load(path, &LoadOptions::default(), &Task::default())
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    let expected = expected_times(name, results);
    let by_sample = weights_by_sample(&recording, |it| function_key(&recording, it));
    let by_analysis = weights_by_analysis(&recording);
    assert_eq!(by_analysis, by_sample, "{name}: the analysis and the sum over its samples");
    let found = in_micros(by_analysis);
    for (function, times) in &expected {
        assert_eq!(found.get(function), Some(times), "{name}: {function}");
    }
    assert_eq!(found.len(), expected.len(), "{name}: functions");
}

/// Checks every profile of `folder`, and tells how many there were.
fn check_all(folder: &Path, results: &Path) -> usize {
    let found = profiles(folder);
    for (name, path) in &found {
        check(name, path, &results.join(format!("{name}.devtools.json")));
    }
    found.len()
}

#[test]
fn hand_made_profiles_weigh_what_devtools_says() {
    let Some(corpus) = corpus() else {
        println!("skipped: there is no corpus of recordings");
        return;
    };
    let n_checked = check_all(&corpus.join("own/edge"), &corpus.join("own/expected"));
    assert!(n_checked >= 23, "only {n_checked} profiles");
}

#[test]
fn recordings_of_node_weigh_what_devtools_says() {
    let Some(corpus) = corpus() else {
        println!("skipped: there is no corpus of recordings");
        return;
    };
    let n_checked = check_all(&corpus.join("own/cpuprofile"), &corpus.join("own/expected"));
    assert!(n_checked >= 4, "only {n_checked} profiles");
}

#[test]
fn public_recordings_weigh_what_devtools_says() {
    let Some(corpus) = corpus() else {
        println!("skipped: there is no corpus of recordings");
        return;
    };
    let n_checked = check_all(&corpus.join("public"), &corpus.join("public-expected"));
    assert!(n_checked >= 1, "only {n_checked} profiles");
}
