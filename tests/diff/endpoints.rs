//! Endpoints and memory of two sides, worked out by hand.

use std::io::Cursor;
use std::path::Path;

use asyncscope_core::analysis::MemoryField;
use asyncscope_core::analysis::diff::{
    EndpointDiff, HostAliases, Part, Sides, Status, Verdict, comparable, diff_endpoints,
    diff_memory,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::load::{LoadOptions, load_reader};
use asyncscope_core::model::{CounterUnit, ProcessIndex, Recording};
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;
use serde_json::json;
use support::recording;

use super::ask;

/// A HAR of requests: address, milliseconds, status.
pub(crate) fn har(all: &[(&str, f64, u16)]) -> Recording {
    let entries: Vec<_> = all
        .iter()
        .map(|(url, time, status)| {
            json!({
                "startedDateTime": "2026-01-02T03:04:05.000Z",
                "time": time,
                "request": { "method": "GET", "url": url, "headers": [] },
                "response": {
                    "status": status, "content": { "size": 10, "mimeType": "text/plain" },
                    "redirectURL": "", "headersSize": 100, "bodySize": 10,
                },
                "timings": { "blocked": -1, "send": 0, "wait": time, "receive": 0 },
            })
        })
        .collect();
    let text = json!({ "log": { "version": "1.2", "entries": entries } }).to_string();
    let options = LoadOptions::default();
    load_reader(Cursor::new(text.into_bytes()), Path::new("test.har"), &options, &Task::default())
        .unwrap_or_else(|error| panic!("{error}"))
}

pub(crate) fn compared(before: Recording, after: Recording, aliases: &[&str]) -> Vec<EndpointDiff> {
    let aliases = HostAliases::parse(aliases.iter().copied()).expect("rules");
    ask(&[before], &[after], |runs| {
        diff_endpoints(runs, &aliases, &Task::default()).expect("not cancelled")
    })
}

#[test]
fn endpoints_are_matched_by_method_template_and_alias() {
    let before = har(&[
        ("http://127.0.0.1:4001/users/1", 10.0, 200),
        ("http://127.0.0.1:4001/users/2", 20.0, 200),
        ("http://127.0.0.1:4001/old", 5.0, 200),
    ]);
    let after = har(&[
        ("http://127.0.0.1:4002/users/3", 40.0, 200),
        ("http://127.0.0.1:4002/users/4", 50.0, 500),
    ]);
    let rows = compared(before, after, &["127.0.0.1:*=api"]);
    assert_eq!(rows.len(), 2);
    let users = &rows[0];
    assert_eq!((users.name.host.as_str(), users.name.name.as_str()), ("api", "/users/:id"));
    assert_eq!(users.p50.values, Sides::new(Some(10e6), Some(40e6)));
    assert_eq!(users.p95.values, Sides::new(Some(20e6), Some(50e6)));
    assert_eq!(users.failures.values, Sides::new(Some(0.0), Some(0.5)));
    assert_eq!(users.p50.evidence.verdict, Verdict::TooFew);
    assert_eq!(rows[1].status, Status::Removed);
}

#[test]
fn without_an_alias_other_hosts_are_other_endpoints() {
    let url = |port: u16| format!("http://127.0.0.1:{port}/x");
    let rows = compared(har(&[(&url(1), 1.0, 200)]), har(&[(&url(2), 1.0, 200)]), &[]);
    let status: Vec<_> = rows.iter().map(|it| it.status).collect();
    assert_eq!(status, [Status::New, Status::Removed]);
    assert_eq!(HostAliases::parse(["x"]), Err("x".to_owned()));
}

#[test]
fn more_failures_are_told_by_an_exact_test() {
    let side = |n_failed: usize| {
        let status = |it| if it < n_failed { 500 } else { 200 };
        har(&(0..40).map(|it| ("http://a.example/x", 10.0, status(it))).collect::<Vec<_>>())
    };
    let verdict = |before, after| {
        let rows = compared(side(before), side(after), &[]);
        rows[0].failures.evidence.verdict
    };
    // Fisher's exact test: 0 of 40 against 12 of 40 is 0.0002; 3 against 5 is 0.71.
    assert_eq!(verdict(0, 12), Verdict::More);
    assert_eq!(verdict(12, 0), Verdict::Less);
    assert_eq!(verdict(3, 5), Verdict::Noise);
}

/// A process whose used heap is measured once a second.
fn heap_used(values: &[f64]) -> Recording {
    let mut recording = Recording::default();
    recording.processes.pid.push(1);
    recording.processes.name.push(None);
    let name = recording.strings.intern("memory.heapUsed");
    let counters = &mut recording.counters;
    counters.process.push(ProcessIndex::from_row(0));
    counters.thread.push(None);
    counters.name.push(name);
    counters.unit.push(CounterUnit::Bytes);
    let points = (0..).zip(values).map(|(second, it)| (Nanos::from_millis(second * 1_000), *it));
    counters.points.push(points.collect());
    recording.threads.process.push(ProcessIndex::from_row(0));
    recording.threads.tid.push(None);
    recording.threads.name.push(None);
    recording.duration = Nanos::from_millis(1_000 * (values.len() as u64 - 1));
    recording
}

#[test]
fn memory_grows_by_its_slope() {
    let before = heap_used(&[100.0, 110.0, 120.0, 130.0]);
    let after = heap_used(&[100.0, 130.0, 160.0, 190.0]);
    let rows = ask(&[before], &[after], |runs| {
        diff_memory(runs, &Task::default()).expect("not cancelled")
    });
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    assert_eq!(row.field, MemoryField::HeapUsed);
    let close = |it: f64, expected: f64| assert!((it - expected).abs() < 1e-6, "{it}");
    close(row.slope.values.before.expect("a slope"), 600.0);
    close(row.slope.values.after.expect("a slope"), 1_800.0);
    close(row.most.delta(), 60.0);
    close(row.mean.delta(), 30.0);
    assert_eq!(row.runs.after[0].points.len(), 4);
    assert_eq!(row.slope.evidence.verdict, Verdict::TooFew);
}

#[test]
fn only_what_both_sides_have_is_compared() {
    let profile = || recording("a 1");
    let parts = |before, after| ask(&[before], &[after], comparable);
    let samples = parts(profile(), profile()).expect("samples");
    assert!(matches!(samples[..], [Part::Samples(_)]));
    let memory = parts(heap_used(&[1.0, 2.0]), heap_used(&[1.0])).expect("memory");
    assert_eq!(memory, [Part::Memory]);
    let error = parts(profile(), har(&[("http://a.example/x", 1.0, 200)])).expect_err("nothing");
    assert!(error.to_string().contains("HAR file after"), "{error}");
}
