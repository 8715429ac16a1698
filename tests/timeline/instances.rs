//! Every time something ran.

use asyncscope_core::analysis::{
    FlameItem, FlameLayout, Instances, Selection, Transform, every_function_times,
    function_instances, samples_in_time, span_instances,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{FrameIndex, Recording, ThreadIndex};
use asyncscope_core::units::Nanos;
use proptest::prelude::*;
use support::{function, recording, span_recording};

use super::{sampled, task, within};

fn instances_of(recording: &Recording, selection: &Selection, name: &str) -> Instances {
    let frame = function(recording, name);
    function_instances(recording, selection, frame, &task()).expect("not cancelled")
}

/// `thread:start..end` of each.
fn draw(instances: &Instances) -> Vec<String> {
    let draw = |it: &asyncscope_core::analysis::Instance| {
        let range = it.range();
        format!("{}:{}..{}", it.thread.row(), range.start.0, range.end.0)
    };
    instances.rows().iter().map(draw).collect()
}

#[test]
fn samples_in_a_row_are_one_call() {
    let recording = recording(
        "main > f > g 3
         main > f 2
         main > g 1
         main > f 4
         (idle) 1
         main > f 2",
    );
    let all = Selection::default();
    assert_eq!(draw(&instances_of(&recording, &all, "f")), ["0:0..5", "0:6..10", "0:11..13"]);
    assert_eq!(draw(&instances_of(&recording, &all, "g")), ["0:0..3", "0:5..6"]);
    assert_eq!(draw(&instances_of(&recording, &all, "main")), ["0:0..10", "0:11..13"]);
}

#[test]
fn the_outermost_call_counts_and_another_caller_is_another_call() {
    let recording = recording(
        "main > f > f 3
         main > f > g > f 2
         main > h > f 1
         main > f 1",
    );
    let instances = instances_of(&recording, &Selection::default(), "f");
    assert_eq!(draw(&instances), ["0:0..5", "0:5..6", "0:6..7"]);
    assert_eq!(instances.rows().iter().map(|it| it.depth).collect::<Vec<_>>(), [1, 2, 1]);
}

#[test]
fn samples_of_no_length_and_of_nobody() {
    let recording = recording("f 3\ng 0\nf 2\n- 1\nf 1");
    assert_eq!(draw(&instances_of(&recording, &Selection::default(), "f")), ["0:0..5", "0:6..7"]);
}

#[test]
fn threads_stand_in_order_of_start() {
    let recording = recording("(idle) 2\nf 3\nthread worker\nf 1\n(idle) 1\nf 4");
    let instances = instances_of(&recording, &Selection::default(), "f");
    assert_eq!(draw(&instances), ["1:0..1", "0:2..5", "1:2..6"]);
    assert_eq!(instances.after(Nanos(0)), Some(1));
    assert_eq!(instances.after(Nanos(2)), None);
    assert_eq!(instances.before(Nanos(2)), Some(0));
    assert_eq!(instances.before(Nanos(0)), None);
    assert_eq!(instances.begun_within(&(Nanos(1)..Nanos(9))), 1..3);
    assert_eq!(instances.find(Nanos(2), ThreadIndex::from_row(1), 0), Some(2));
    assert_eq!(instances.find(Nanos(2), ThreadIndex::from_row(1), 1), None);
    let worker = Some(vec![ThreadIndex::from_row(1)]);
    let selection = Selection { threads: worker, ..Selection::default() };
    assert_eq!(draw(&instances_of(&recording, &selection, "f")), ["1:0..1", "1:2..6"]);
}

#[test]
fn a_selection_cuts_instances_and_transforms_apply() {
    let recording = recording("main > f > g 4\nmain > g 2\nmain > f 4");
    assert_eq!(
        draw(&instances_of(&recording, &within(&(Nanos(1)..Nanos(8))), "f")),
        ["0:1..4", "0:6..8"]
    );
    let merged = vec![Transform::MergeFunction(function(&recording, "f"))];
    let selection = Selection { transforms: merged, ..Selection::default() };
    assert_eq!(draw(&instances_of(&recording, &selection, "g")), ["0:0..6"]);
    assert!(instances_of(&recording, &selection, "f").is_empty());
}

#[test]
fn figures_are_durations_that_were_met() {
    let recording = recording("f 4\ng 1\nf 10\ng 1\nf 2\ng 1\nf 3\ng 1");
    let instances = instances_of(&recording, &Selection::default(), "f");
    let stats = instances.stats().expect("it ran");
    let figures = [stats.min, stats.median, stats.p95, stats.max, stats.total].map(|it| it.0);
    assert_eq!((stats.count, figures), (4, [2, 3, 10, 10, 19]));
    assert_eq!(instances.percentile(0), Some(Nanos(2)));
    assert_eq!(instances.percentile(75), Some(Nanos(4)));
    assert_eq!(Instances::default().stats(), None);
}

#[test]
fn spans_of_a_name() {
    let recording = span_recording(
        "0..10 task
           2..6 parse
             3..5 parse
         12..16 parse
         thread worker
         5..6 parse",
    );
    let name = recording.strings.find("parse").expect("it is there");
    let spans =
        |selection| span_instances(&recording, &selection, name, &task()).expect("not cancelled");
    let all = spans(Selection::default());
    assert_eq!(draw(&all), ["0:2..6", "0:3..5", "1:5..6", "0:12..16"]);
    assert_eq!(all.stats().expect("some").total, Nanos(9));
    assert_eq!(all.rows()[1].depth, 2);
    assert_eq!(draw(&spans(within(&(Nanos(4)..Nanos(6))))), ["0:4..6", "0:4..5", "1:5..6"]);
}

#[test]
fn bars_are_round_and_hold_what_they_say() {
    let samples: String =
        [100, 105, 106, 999, 1_000].iter().map(|it| format!("f {it}\ng 1\n")).collect();
    let instances = instances_of(&recording(&samples), &Selection::default(), "f");
    let decades = instances.histogram(2);
    assert_eq!(decades.edges, [Nanos(100), Nanos(1_000), Nanos(10_000)]);
    assert_eq!(decades.counts, [4, 1]);
    assert_eq!(decades.bar(Nanos(999)), Some(0));
    assert_eq!(decades.bar(Nanos(1_000)), Some(1));
    assert_eq!([decades.bar(Nanos(99)), decades.bar(Nanos(10_000))], [None, None]);
    let fine = instances.histogram(100);
    assert_eq!(fine.edges[..3], [Nanos(100), Nanos(106), Nanos(112)]);
    assert_eq!(fine.counts[..2], [2, 1]);
    assert_eq!(Instances::default().histogram(10).counts, [] as [u64; 0]);
}

/// The names on the stack of each nanosecond, outermost first.
fn stacks_by_moment(recording: &Recording, thread: ThreadIndex) -> Vec<Vec<FrameIndex>> {
    let mut moments = Vec::new();
    for profile in recording.profiles.iter().filter(|it| it.thread == thread) {
        for row in 0..profile.samples.len() {
            let path = profile.samples.stacks()[row].map(|it| recording.stacks.path(it).collect());
            let mut path: Vec<_> = path.unwrap_or_default();
            path.reverse();
            let frames: Vec<_> = path.into_iter().map(|it| recording.stacks.frame(it)).collect();
            moments.extend((0..profile.samples.weight(row)).map(|_| frames.clone()));
        }
    }
    moments
}

/// The callers of the outermost call, itself included.
fn outermost(stack: &[FrameIndex], frame: FrameIndex) -> Option<&[FrameIndex]> {
    stack.iter().position(|&it| it == frame).map(|at| &stack[..=at])
}

fn naive(recording: &Recording, frame: FrameIndex) -> Vec<(u64, usize, u64)> {
    let mut found = Vec::new();
    for thread in recording.threads.process.indices() {
        let moments = stacks_by_moment(recording, thread);
        let mut start = 0;
        for run in moments.chunk_by(|a, b| outermost(a, frame) == outermost(b, frame)) {
            if outermost(&run[0], frame).is_some() {
                found.push((start, thread.row(), run.len() as u64));
            }
            start += run.len() as u64;
        }
    }
    found.sort_unstable();
    found
}

/// The boxes of a function that lie in no other box of it.
fn outermost_boxes(layout: &FlameLayout, frame: FrameIndex) -> Vec<(u64, u32, u64)> {
    let mut found = Vec::new();
    for (row, boxes) in (0..).zip(layout.rows()) {
        for index in 0..boxes.len() {
            let range = boxes.range(index);
            let is_it = |row: usize| {
                let at = layout.at(row, range.start).expect("callers are there");
                layout.item(at) == Some(FlameItem::Frame(frame))
            };
            if is_it(row as usize) && !(0..row as usize).any(is_it) {
                found.push((range.start, row, range.end - range.start));
            }
        }
    }
    found.sort_unstable();
    found
}

proptest! {
    #[test]
    fn instances_are_runs_of_nanoseconds(recording in sampled()) {
        for frame in recording.frames.indices() {
            let all = Selection::default();
            let found = function_instances(&recording, &all, frame, &task()).expect("not cancelled");
            let rows = found.rows().iter();
            let rows = rows.map(|it| (it.start.0, it.thread.row(), it.duration.0));
            prop_assert_eq!(rows.collect::<Vec<_>>(), naive(&recording, frame));
        }
    }

    #[test]
    fn instances_are_the_outermost_boxes_of_the_chart(recording in sampled()) {
        for profile in recording.profiles.indices() {
            let threads = Some(vec![recording.profiles[profile].thread]);
            let selection = Selection { threads, ..Selection::default() };
            let layout =
                samples_in_time(&recording, profile, &selection, &task()).expect("not cancelled");
            for frame in recording.frames.indices() {
                let found =
                    function_instances(&recording, &selection, frame, &task()).expect("not cancelled");
                let rows = found.rows().iter();
                let rows = rows.map(|it| (it.start.0, it.depth, it.duration.0));
                prop_assert_eq!(rows.collect::<Vec<_>>(), outermost_boxes(&layout, frame));
            }
        }
    }

    #[test]
    fn every_duration_is_in_one_bar(
        lengths in prop::collection::vec(prop_oneof![0..40_u64, 0..u64::MAX / 100], 1..40),
        most in 1..80_usize,
    ) {
        let mut text = String::new();
        let mut now = 0;
        for length in &lengths {
            text += &format!("{now}..{} x\n", now + length);
            now += length;
        }
        let recording = span_recording(&text);
        let name = recording.strings.find("x").expect("it is there");
        let instances =
            span_instances(&recording, &Selection::default(), name, &task()).expect("not cancelled");
        let histogram = instances.histogram(most);
        prop_assert_eq!(histogram.edges.len(), histogram.counts.len() + 1);
        prop_assert!(histogram.edges.windows(2).all(|it| it[0] < it[1]));
        prop_assert!(histogram.counts.len() <= most.max(21));
        let mut counts = vec![0; histogram.counts.len()];
        for &length in &lengths {
            counts[histogram.bar(Nanos(length)).expect("a bar")] += 1;
        }
        prop_assert_eq!(&histogram.counts, &counts);
        for percent in [1, 50, 95, 100] {
            let found = instances.percentile(percent).expect("some").0;
            let n = lengths.len();
            prop_assert!(lengths.iter().filter(|&&it| it <= found).count() * 100 >= percent * n);
            prop_assert!(lengths.iter().filter(|&&it| it < found).count() * 100 < percent * n);
        }
    }
}

#[test]
fn one_pass_tells_how_long_every_function_ran() {
    let recording = recording(
        "main > f > g 3
         main > f 2
         main > g > f 1
         main > f > f 4
         (idle) 1
         main > f 2",
    );
    let all = Selection::default();
    let times = every_function_times(&recording, &all, &task()).expect("not cancelled");
    let of = |name| {
        let it = times.of(function(&recording, name)).expect("it ran");
        (it.count, it.min.0, it.median.0, it.p95.0, it.max.0, it.total.0)
    };
    // f: 5 + 4 + 2 below main, and 1 below g.
    assert_eq!(of("f"), (4, 1, 2, 5, 5, 12));
    assert_eq!(of("g"), (2, 1, 1, 3, 3, 4));
    assert_eq!(of("main"), (2, 2, 2, 10, 10, 12));
    let late = Selection { time: Some(Nanos(11)..Nanos(13)), ..Selection::default() };
    let times = every_function_times(&recording, &late, &task()).expect("not cancelled");
    assert_eq!(times.of(function(&recording, "g")), None);
    assert_eq!(times.of(function(&recording, "f")).map(|it| it.max), Some(Nanos(2)));
}

proptest! {
    /// One pass over all functions says what one pass per function says.
    #[test]
    fn every_function_at_once_is_each_on_its_own(recording in sampled(), from in 0_u64..20) {
        let late = Selection { time: Some(Nanos(from)..Nanos(40)), ..Selection::default() };
        for selection in [Selection::default(), late] {
            let times = every_function_times(&recording, &selection, &task()).expect("not cancelled");
            for frame in recording.frames.indices() {
                let alone = function_instances(&recording, &selection, frame, &task());
                prop_assert_eq!(times.of(frame), alone.expect("not cancelled").stats());
            }
        }
    }
}
