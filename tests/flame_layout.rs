//! Flame layouts: what samples and spans become, and what of them is visible at any zoom.

#[path = "flame_layout/boxes.rs"]
mod boxes;
#[path = "flame_layout/naive.rs"]
mod naive;
#[path = "flame_layout/visible.rs"]
mod visible;

use std::fmt::Write as _;
use std::ops::Range;

use asyncscope_core::analysis::{BoxIndex, FlameItem, FlameLayout, Selection, samples_in_time};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{
    Frame, FrameIndex, Profile, ProfileIndex, ProfileKind, Recording, SampleTable, StackBuilder,
    StackIndex, ThreadIndex, Weights,
};
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;

/// One sample per line, such as `a > b > c 30`: a stack, outermost first, and how long it lasted;
/// `-` is a sample without a stack.
fn recording(text: &str) -> Recording {
    recording_of(text.lines().map(|line| {
        let (stack, weight) = line.trim().rsplit_once(' ').expect("a stack and a weight");
        let stack = if stack == "-" { Vec::new() } else { stack.split(" > ").collect() };
        (stack, weight.parse().expect("a number"))
    }))
}

fn recording_of<'a>(samples: impl IntoIterator<Item = (Vec<&'a str>, u64)>) -> Recording {
    let mut it = Recording::default();
    let mut stacks = StackBuilder::default();
    let (mut times, mut rows, mut now) = (Vec::new(), Vec::new(), 0);
    let url = it.strings.intern("");
    for (stack, weight) in samples {
        let mut row: Option<StackIndex> = None;
        for name in stack {
            let name = it.strings.intern(name);
            let frame = Frame { name, url, line: None, column: None };
            row = Some(stacks.intern(row, it.frames.intern(frame, &mut it.strings)));
        }
        times.push(Nanos(now));
        rows.push(row);
        now += weight;
    }
    it.stacks = stacks.finish();
    it.duration = Nanos(now);
    let samples = SampleTable::new(times, rows, Weights::UntilNext(Nanos(now)));
    let thread = ThreadIndex::from_row(0);
    it.profiles.push(Profile { kind: ProfileKind::Cpu, thread, samples, line_ticks: Vec::new() });
    it
}

fn layout(recording: &Recording, selection: &Selection) -> FlameLayout {
    let profile = ProfileIndex::from_row(0);
    samples_in_time(recording, profile, selection, &Task::default()).expect("not cancelled")
}

/// One line per row: `start..end name` for each box.
fn draw(recording: &Recording, layout: &FlameLayout) -> String {
    let mut drawn = String::new();
    for (number, row) in layout.rows().iter().enumerate() {
        let boxes: Vec<String> = (0..row.len())
            .map(|index| {
                let Range { start, end } = row.range(index);
                let at = BoxIndex::new(number, index).expect("small");
                let name = match layout.item(at).expect("a box") {
                    FlameItem::Frame(frame) => recording.frame_name(frame),
                    FlameItem::Span(span) => recording.text(recording.spans.name[span]),
                    FlameItem::AsyncSpan(span) => recording.text(recording.async_spans.name[span]),
                    FlameItem::Gc(gc) => recording.gcs.kind[gc].key(),
                    FlameItem::Request(request) => {
                        recording.text(recording.requests.get(request).url)
                    }
                };
                format!("{start}..{end} {name}")
            })
            .collect();
        writeln!(drawn, "{}", boxes.join(", ")).expect("strings grow");
    }
    drawn
}

#[track_caller]
fn check(samples: &str, expected: &str) {
    check_selected(samples, |_| Selection::default(), expected);
}

#[track_caller]
fn check_selected(samples: &str, select: fn(&Recording) -> Selection, expected: &str) {
    let recording = recording(samples);
    let drawn = draw(&recording, &layout(&recording, &select(&recording)));
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).collect();
    assert_eq!(drawn.trim_end(), expected.join("\n"));
}

fn frame(recording: &Recording, name: &str) -> FrameIndex {
    let named = |&it: &FrameIndex| recording.frame_name(it) == name;
    recording.frames.indices().find(named).expect("a function of this name")
}
