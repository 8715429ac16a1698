//! What the timeline is drawn from: activity, lanes, pyramids, instances, searches, details, flows.
//!
//! Small cases are worked by hand; random ones are held against the plain way, nanosecond by
//! nanosecond or point by point.

#[path = "timeline/activity.rs"]
mod activity;
#[path = "timeline/details.rs"]
mod details;
#[path = "timeline/filters.rs"]
mod filters;
#[path = "timeline/flows.rs"]
mod flows;
#[path = "timeline/instances.rs"]
mod instances;
#[path = "timeline/lanes.rs"]
mod lanes;
#[path = "timeline/large.rs"]
mod large;
#[path = "timeline/pyramid.rs"]
mod pyramid;
#[path = "timeline/search.rs"]
mod search;

use asyncscope_core::analysis::{Buckets, Selection};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{ProcessIndex, Recording, ThreadIndex};
use asyncscope_core::task::Task;
use asyncscope_core::units::{Nanos, TimeRange};
use proptest::prelude::*;

/// Functions that are alike and different in every respect that matters.
const NAMES: [&str; 6] = ["a", "b", "p@/x/node_modules/one/p.js", "s@", "(program)", "(idle)"];

/// Samples of one or two threads: up to 40 each, of 0 to 5 nanoseconds.
fn sampled() -> impl Strategy<Value = Recording> {
    let code = prop::collection::vec(prop::sample::select(&NAMES[..4]), 0..6);
    let alone = prop::sample::select(vec![vec!["(idle)"], vec!["(program)"]]);
    let collected = code.clone().prop_map(|mut it| {
        it.push("(garbage collector)");
        it
    });
    let stack = prop_oneof![8 => code, 1 => collected, 1 => alone];
    let samples = prop::collection::vec((stack, 0..6_u64), 0..40);
    prop::collection::vec(samples, 1..3)
        .prop_map(|threads| support::recordings::recording_of(&threads))
}

/// A stretch of time and a number of parts.
fn parts() -> impl Strategy<Value = (TimeRange, usize)> {
    (0..80_u64, 0..120_u64, 1..40_usize)
        .prop_map(|(start, length, n)| (Nanos(start)..Nanos(start + length), n))
}

/// A selection of a stretch of time.
fn within(time: &TimeRange) -> Selection {
    Selection { time: Some(time.clone()), ..Selection::default() }
}

/// The part that a nanosecond lies in, by looking at all of them.
fn part_of(buckets: &Buckets, at: u64) -> Option<usize> {
    (0..buckets.len()).find(|&it| buckets.bucket(it).contains(&Nanos(at)))
}

fn task() -> Task {
    Task::default()
}

/// A task that was cancelled before it began.
fn cancelled() -> Task {
    let task = Task::default();
    task.cancel();
    task
}

/// Adds asynchronous spans, one per line: `from..to name`, or `from..to name #id`. Names before a
/// slash are groups.
fn add_async_spans(recording: &mut Recording, text: &str) {
    let mut spans: Vec<(Nanos, Nanos, &str, &str)> = Vec::new();
    for line in text.lines().map(str::trim).filter(|it| !it.is_empty()) {
        let (range, name) = line.split_once(' ').expect("a range and a name");
        let (start, end) = range.split_once("..").expect("from..to");
        let (name, id) = name.split_once(" #").unwrap_or((name, line));
        let number = |it: &str| Nanos(it.parse().expect("a number"));
        spans.push((number(start), number(end), name, id));
    }
    spans.sort_by_key(|it| it.0);
    for (start, end, name, id) in spans {
        let (group, name) = name.split_once('/').unwrap_or(("", name));
        push_async_span(recording, start..end, [group, name, id]);
    }
}

fn push_async_span(recording: &mut Recording, range: TimeRange, [group, name, id]: [&str; 3]) {
    if recording.threads.process.is_empty() {
        recording.processes.pid.push(1);
        recording.processes.name.push(None);
        recording.threads.process.push(ProcessIndex::from_row(0));
        recording.threads.tid.push(Some(1));
        recording.threads.name.push(None);
    }
    recording.duration = recording.duration.max(range.end);
    let [group, name, id] = [group, name, id].map(|it| recording.strings.intern(it));
    let spans = &mut recording.async_spans;
    spans.process.push(ProcessIndex::from_row(0));
    spans.thread.push(ThreadIndex::from_row(0));
    spans.start.push(range.start);
    spans.duration.push(range.end - range.start);
    spans.name.push(name);
    spans.group.push(group);
    spans.id.push(id);
    spans.is_open.push(false);
}

#[test]
fn parts_of_a_stretch_follow_each_other_and_hold_every_moment() {
    let buckets = Buckets::new(&(Nanos(10)..Nanos(20)), 4);
    let edges: Vec<u64> = (0..=4).map(|it| buckets.edge(it).0).collect();
    assert_eq!(edges, [10, 12, 15, 17, 20]);
    let held: Vec<Option<usize>> =
        [9, 10, 11, 12, 16, 17, 19, 20].map(Nanos).map(|it| buckets.at(it)).into();
    assert_eq!(held, [None, Some(0), Some(0), Some(1), Some(2), Some(3), Some(3), None]);
    assert_eq!(buckets.touched(&(Nanos(0)..Nanos(13))), 0..2);
    assert_eq!(buckets.touched(&(Nanos(12)..Nanos(12))), 1..2);
    assert_eq!(buckets.touched(&(Nanos(20)..Nanos(30))), 0..0);
    assert!(Buckets::new(&(Nanos(5)..Nanos(3)), 2).at(Nanos(4)).is_none());
    assert!(Buckets::new(&(Nanos(0)..Nanos(3)), 0).touched(&(Nanos(0)..Nanos(3))).is_empty());
}

#[test]
fn parts_of_the_longest_stretch_do_not_overflow() {
    let buckets = Buckets::new(&(Nanos(0)..Nanos::MAX), 1_000);
    assert_eq!(buckets.at(Nanos(u64::MAX - 1)), Some(999));
    assert_eq!(buckets.edge(1_000), Nanos::MAX);
    assert_eq!(buckets.touched(&(Nanos(0)..Nanos::MAX)), 0..1_000);
}

proptest! {
    #[test]
    fn every_moment_lies_in_the_part_whose_edges_are_around_it((range, n) in parts()) {
        let buckets = Buckets::new(&range, n);
        for at in 0..220 {
            prop_assert_eq!(buckets.at(Nanos(at)), part_of(&buckets, at), "{}", at);
        }
        let lengths = (0..n).map(|it| buckets.bucket(it)).map(|it| (it.end - it.start).0);
        prop_assert_eq!(lengths.sum::<u64>(), (range.end - range.start).0);
    }
}
