//! What analyses say of the sample recordings, held to the plain lines of their files.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;

use asyncscope_core::analysis::requests::request_stats;
use asyncscope_core::analysis::{
    MemoryField, Selection, gc_totals, operation_stats, process_memory,
};
use asyncscope_core::load::{LoadOptions, load};
use asyncscope_core::model::requests::Side;
use asyncscope_core::model::{Recording, RequestIndex};
use asyncscope_core::task::Task;
use flate2::read::GzDecoder;
use serde_json::Value;

use crate::program::workspace;

/// A sample as it is read, and as its lines say it.
fn samples() -> Vec<(Recording, Vec<Value>)> {
    ["busy-workers", "leaky-server", "many-operations"]
        .map(|name| {
            let path =
                workspace().join(format!("sample-data/recordings/{name}.asyncscope.json.gz"));
            let mut text = String::new();
            GzDecoder::new(File::open(&path).expect("a sample"))
                .read_to_string(&mut text)
                .expect("gzip");
            let events = serde_json::from_str(&text).expect("a list");
            let recording = load(&path, &LoadOptions::default(), &Task::default());
            (recording.expect("a sample"), events)
        })
        .into()
}

fn micros(event: &Value) -> u64 {
    event["ts"].as_u64().expect("a time")
}

/// Durations of operations by name, in nanoseconds, the shortest first.
fn durations(events: &[Value]) -> BTreeMap<String, Vec<u64>> {
    let ends: BTreeMap<&str, u64> = events
        .iter()
        .filter(|it| it["ph"] == "e")
        .map(|it| (it["id"].as_str().expect("an id"), micros(it)))
        .collect();
    let mut found: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for begin in events.iter().filter(|it| it["ph"] == "b") {
        let of_name = found.entry(begin["name"].as_str().expect("a name").to_owned()).or_default();
        let end = ends.get(begin["id"].as_str().expect("an id"));
        of_name.extend(end.map(|it| (it - micros(begin)) * 1_000));
    }
    for of_name in found.values_mut() {
        of_name.sort_unstable();
    }
    found
}

#[test]
fn percentiles_are_nearest_ranks_of_the_lines() {
    for (recording, events) in samples() {
        let durations = durations(&events);
        let stats = operation_stats(&recording, &Selection::default(), &Task::default());
        let stats = stats.expect("not cancelled");
        assert_eq!(stats.len(), durations.len());
        for it in &stats {
            let sorted = &durations[recording.text(it.name)];
            let Some(times) = &it.times else {
                assert!(sorted.is_empty());
                continue;
            };
            let rank = |percent: usize| sorted[(sorted.len() * percent).div_ceil(100) - 1];
            let told = [times.p50, times.p95, times.p99, times.min, times.max].map(|it| it.0);
            let expected = [rank(50), rank(95), rank(99), sorted[0], sorted[sorted.len() - 1]];
            assert_eq!(told, expected, "{}", recording.text(it.name));
            assert_eq!(times.total.0, sorted.iter().sum::<u64>());
        }
    }
}

#[test]
fn resident_memory_changes_from_the_first_line_to_the_last() {
    for (recording, events) in samples() {
        let is_rss = |it: &&Value| it["name"] == "memory" && it["args"]["rss"].is_u64();
        let mut by_process: BTreeMap<i64, Vec<(u64, i64)>> = BTreeMap::new();
        for it in events.iter().filter(is_rss) {
            let pid = it["pid"].as_i64().expect("a process");
            let rss = it["args"]["rss"].as_i64().expect("bytes");
            by_process.entry(pid).or_default().push((micros(it), rss));
        }
        let all = process_memory(&recording, &Task::default()).expect("not cancelled");
        assert_eq!(all.len(), by_process.len());
        for it in &all {
            let lines = by_process.get_mut(&recording.processes.pid[it.process]).expect("lines");
            lines.sort_unstable();
            let change = it.change(&recording.range()).expect("measured more than once");
            let grown = lines[lines.len() - 1].1 - lines[0].1;
            assert_eq!(change.delta(MemoryField::Rss), Some(grown));
        }
    }
}

#[test]
fn collections_take_as_long_as_their_lines_together() {
    for (recording, events) in samples() {
        let is_gc = |it: &&Value| it["name"] == "MinorGC" || it["name"] == "MajorGC";
        let lines: Vec<&Value> = events.iter().filter(is_gc).collect();
        let took: u64 = lines.iter().filter_map(|it| it["dur"].as_u64()).sum();
        let totals = gc_totals(&recording, &Selection::default(), &Task::default());
        let totals = totals.expect("not cancelled");
        assert_eq!((totals.count, totals.total.0), (lines.len() as u64, took * 1_000));
    }
}

#[test]
fn requests_that_a_program_sent_end_as_their_lines_do() {
    for (recording, events) in samples() {
        let count = |name: &str, is: &dyn Fn(&Value) -> bool| {
            let lines = events.iter().filter(|it| it["name"] == name);
            lines.filter(|it| is(&it["args"]["data"])).count() as u64
        };
        let sent: Vec<RequestIndex> = recording
            .requests
            .indices()
            .filter(|&it| recording.requests.get(it).side == Side::Client)
            .collect();
        let stats = request_stats(&recording, &sent);
        assert_eq!(stats.count, count("ResourceSendRequest", &|_| true));
        let failed = count("ResourceFinish", &|it| it["didFail"] == true);
        let refused =
            count("ResourceReceiveResponse", &|it| 400 <= it["statusCode"].as_u64().unwrap_or(0));
        assert_eq!(stats.failed, failed + refused);
    }
}
