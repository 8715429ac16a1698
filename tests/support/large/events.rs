//! Spans, arrows, moments and counters.

use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{
    Category, CounterUnit, Flow, FlowEnd, FlowKind, FlowTable, Recording, SpanIndex, ThreadIndex,
};
use asyncscope_core::strings::StringIndex;
use asyncscope_core::units::{Nanos, TimeRange};

use super::{Large, MINUTE, moment, process, shares};
use crate::random::Random;

/// One task and what happens in it: from and to in sixteenths of the task, and how deep it lies.
/// A parent stands before its children.
const TASK: [(u64, u64, u32); 12] = [
    (0, 15, 0),
    (0, 9, 1),
    (1, 5, 2),
    (1, 3, 3),
    (3, 5, 3),
    (5, 9, 2),
    (6, 8, 3),
    (10, 15, 1),
    (10, 14, 2),
    (10, 11, 3),
    (11, 13, 3),
    (12, 13, 4),
];

/// Adds nested spans to each thread: tasks of uneven length, one after the other.
pub(super) fn add_spans(recording: &mut Recording, size: &Large) {
    let names = names(recording, "task step", 200);
    for (thread, n) in shares(size.spans, size.threads) {
        let (mut random, n_tasks) = (Random::new(thread.row() as u64), n.div_ceil(TASK.len()));
        for task in 0..n_tasks {
            let (start, end) = (moment(task, n_tasks), moment(task + 1, n_tasks));
            let length = (end - start) * (8 + random.below(9)) / 16;
            let left = n - task * TASK.len();
            add_task(recording, thread, start..start + length, (&names, left, &mut random));
        }
    }
}

fn add_task(
    recording: &mut Recording,
    thread: ThreadIndex,
    task: std::ops::Range<u64>,
    (names, most, random): (&[StringIndex], usize, &mut Random),
) {
    let spans = &mut recording.spans;
    let mut open: Vec<SpanIndex> = Vec::new();
    let at = |sixteenth: u64| task.start + (task.end - task.start) * sixteenth / 16;
    for &(from, to, depth) in TASK.iter().take(most) {
        open.truncate(depth as usize);
        spans.thread.push(thread);
        spans.start.push(Nanos(at(from)));
        spans.duration.push(Nanos(at(to) - at(from)));
        let name = random.index(names.len());
        spans.name.push(names[name]);
        spans.detail.push(None);
        spans.category.push(Category::ALL[name % 10]);
        spans.parent.push(open.last().copied());
        spans.depth.push(depth);
        open.push(spans.is_open.push(false));
    }
}

/// Adds asynchronous spans: most are short, some last for seconds, so that lanes pile up.
pub(super) fn add_async_spans(recording: &mut Recording, n: usize) {
    let names = names(recording, "operation", 25);
    let groups = names_of(recording, &["fetch", "blink.user_timing", "timers", "fs"]);
    let mut random = Random::new(3);
    for number in 0..n {
        let start = moment(number, n);
        let longest = if random.one_in(100) { 2_000_000_000 } else { 5_000_000 };
        let range = within(start, random.below(longest));
        let id = recording.strings.intern(&number.to_string());
        let name = random.index(names.len());
        let spans = &mut recording.async_spans;
        spans.process.push(process());
        spans.thread.push(ThreadIndex::from_row(0));
        spans.start.push(range.start);
        spans.duration.push(range.end - range.start);
        spans.name.push(names[name]);
        spans.group.push(groups[name % groups.len()]);
        spans.id.push(id);
        spans.is_open.push(false);
    }
}

fn within(start: u64, length: u64) -> TimeRange {
    Nanos(start)..Nanos((start + length).min(MINUTE))
}

/// Adds arrows from the start of a span to the start of a later one, mostly on another thread.
pub(super) fn add_flows(recording: &mut Recording, n: usize) {
    let n_spans = recording.spans.len();
    if n_spans == 0 {
        return;
    }
    let name = recording.strings.intern("then");
    let mut random = Random::new(5);
    let mut end = || {
        let span = SpanIndex::from_row(random.index(n_spans));
        let (thread, time) = (recording.spans.thread[span], recording.spans.start[span]);
        FlowEnd { thread, time, span: Some(span) }
    };
    let mut flows = Vec::with_capacity(n);
    for number in 0..n {
        let (one, other) = (end(), end());
        let (from, to) = if one.time <= other.time { (one, other) } else { (other, one) };
        flows.push(Flow { from, to, kind: FlowKind::ALL[number % FlowKind::ALL.len()], name });
    }
    recording.flows = FlowTable::new(flows);
}

/// Adds moments to the first thread.
pub(super) fn add_instants(recording: &mut Recording, n: usize) {
    let names = names(recording, "mark", 12);
    let group = recording.strings.intern("blink.user_timing");
    for number in 0..n {
        let instants = &mut recording.instants;
        instants.thread.push(ThreadIndex::from_row(0));
        instants.time.push(Nanos(moment(number, n)));
        instants.name.push(names[number % names.len()]);
        instants.group.push(group);
        instants.is_mark.push(number % 3 == 0);
    }
}

/// Adds one counter of `n` points and two of a tenth: heaps that grow and are collected.
pub(super) fn add_counters(recording: &mut Recording, n: usize) {
    let series = [("documents", n / 10), ("jsHeapSizeUsed", n), ("nodes", n / 10)];
    for (name, n) in series {
        let mut random = Random::new(n as u64);
        let mut level = 0_u32;
        let mut point = |number: usize| {
            level += u32::try_from(random.below(1_000)).unwrap_or(0);
            level = if random.one_in(5_000) { level / 4 } else { level };
            (Nanos(moment(number, n)), f64::from(level))
        };
        let points = (0..n).map(&mut point).collect();
        let name_row = recording.strings.intern(name);
        let counters = &mut recording.counters;
        counters.process.push(process());
        counters.thread.push(None);
        counters.name.push(name_row);
        let is_heap = name == "jsHeapSizeUsed";
        counters.unit.push(if is_heap { CounterUnit::Bytes } else { CounterUnit::Count });
        counters.points.push(points);
    }
}

fn names(recording: &mut Recording, word: &str, n: usize) -> Vec<StringIndex> {
    (0..n).map(|it| recording.strings.intern(&format!("{word} {it}"))).collect()
}

fn names_of(recording: &mut Recording, names: &[&str]) -> Vec<StringIndex> {
    names.iter().map(|it| recording.strings.intern(it)).collect()
}
