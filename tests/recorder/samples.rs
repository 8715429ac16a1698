//! The sample recordings show what their programs counted, to the number.

use std::fs;

use asyncscope_core::analysis::{Selection, functions, operation_stats, tracked_classes, weigh};
use asyncscope_core::load::{LoadOptions, load};
use asyncscope_core::model::requests::{Outcome, Side};
use asyncscope_core::model::{Profile, ProfileKind, Recording, Request};
use asyncscope_core::task::Task;
use serde_json::{Value, json};

use crate::program::workspace;

fn samples() -> Vec<(Value, Recording)> {
    let folder = workspace().join("sample-data/recordings");
    let truth = fs::read(folder.join("truth.json")).expect("the truth");
    let truth: Vec<Value> = serde_json::from_slice(&truth).expect("a list");
    let open = |it: Value| {
        let path = folder.join(it["file"].as_str().expect("a file"));
        let recording = load(&path, &LoadOptions::default(), &Task::default());
        (it, recording.expect("a sample"))
    };
    truth.into_iter().map(open).collect()
}

#[test]
fn nothing_is_lost_and_every_process_and_thread_is_there() {
    for (truth, recording) in samples() {
        assert!(!recording.has_losses(), "{truth}");
        assert_eq!(truth["processes"], recording.processes.pid.len(), "{truth}");
        let recorder = recording.recorder.as_ref().expect("a recording of ours");
        assert_eq!(truth["threads"], recorder.threads.len());
        assert_eq!(recorder.killed().count(), 0);
        let is_cpu = |it: &&Profile| it.kind == ProfileKind::Cpu;
        let n_sampled = recording.profiles.as_slice().iter().filter(is_cpu).count();
        assert_eq!(truth["threads"], n_sampled, "samples of each thread");
        assert_eq!(truth["snapshots"], recording.snapshots.len());
    }
}

#[test]
fn operations_are_counted_as_the_programs_counted_them() {
    for (truth, recording) in samples() {
        let stats = operation_stats(&recording, &Selection::default(), &Task::default());
        let mut found: Vec<_> = stats.expect("not cancelled");
        found.sort_by_key(|it| recording.text(it.name).to_owned());
        let expected = truth["operations"].as_array().expect("a list");
        assert_eq!(found.len(), expected.len(), "{truth}");
        for (it, expected) in found.iter().zip(expected) {
            let mut shown = json!({
                "name": recording.text(it.name), "kind": recording.text(it.kind),
                "count": it.count, "failed": it.failed, "unfinished": it.unfinished,
            });
            if expected.get("max_concurrency").is_some() {
                shown["max_concurrency"] = json!(it.max_concurrency);
            }
            assert_eq!(&shown, expected);
        }
    }
}

#[test]
fn requests_are_told_apart_as_their_client_saw_them() {
    for (truth, recording) in samples() {
        let rows = recording.requests.rows().iter();
        let sent: Vec<&Request> = rows.filter(|it| it.side == Side::Client).collect();
        let count = |is: fn(&Request) -> bool| sent.iter().filter(|it| is(it)).count();
        let shown = json!({
            "requests": sent.len(),
            "whole": count(|it| it.outcome == Outcome::Success),
            "notFound": count(|it| it.status == Some(404)),
            // What a client of Node.js gives up ends like what a server hangs up on.
            "aborted": count(|it| matches!(it.outcome, Outcome::Aborted | Outcome::NoResponse)),
        });
        assert_eq!(shown, truth["requests"]);
    }
}

#[test]
fn the_planted_leak_grows_and_nothing_else_does() {
    for (truth, recording) in samples() {
        let classes = tracked_classes(&recording, &Selection::default(), &Task::default());
        let mut classes = classes.expect("not cancelled");
        classes.sort_by_key(|it| recording.text(it.name).to_owned());
        let shown = classes.iter().map(|it| {
            json!({
                "name": recording.text(it.name), "created": it.created, "collected": it.collected,
                "alive": it.alive, "alive_bytes": it.alive_bytes, "verdict": it.verdict.key(),
            })
        });
        assert_eq!(shown.collect::<Value>(), truth["tracked"]);
    }
}

#[test]
fn what_workers_ground_is_in_their_samples_as_long_as_in_their_operations() {
    let (truth, recording) =
        samples().into_iter().find(|it| it.0["hot_function"] == "grind").expect("the workers");
    let hot = truth["hot_function"].as_str().expect("a name");
    let recorder = recording.recorder.as_ref().expect("a recording of ours");
    let mut pieces = Vec::new();
    for thread in recorder.threads.as_slice().iter().filter(|it| !it.is_main) {
        let only = [thread.thread].into_iter().collect();
        let selection = Selection { threads: Some(only), ..Selection::default() };
        let weighed = weigh(&recording, &selection, &Task::default()).expect("not cancelled");
        let rows = functions(&recording, &weighed, &Task::default()).expect("not cancelled");
        let row = rows.iter().find(|it| recording.frame_name(it.frame) == hot);
        let ground = row.expect("the worker ground").own;
        let stats = operation_stats(&recording, &selection, &Task::default());
        let stats = stats.expect("not cancelled");
        let took = stats.iter().filter_map(|it| it.times).map(|it| it.total.0).sum::<u64>();
        // Samples are 5 ms apart, and each piece begins and ends between two of them.
        assert!(ground.abs_diff(took) * 5 < took, "{ground} ns sampled, {took} ns in operations");
        pieces.extend(stats.iter().map(|it| it.count));
    }
    pieces.sort_unstable();
    assert_eq!(pieces, [12, 24, 36]);
}
