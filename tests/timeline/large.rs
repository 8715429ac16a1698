//! Recordings of more than one block: the same answer on any number of threads, and a way out.

use asyncscope_core::analysis::{
    CounterPyramid, FlameLayout, LaneGrouping, NameFilter, Selection, activity, async_lanes,
    function_instances, search, search_marks, span_instances, summary,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{CounterIndex, CounterUnit, FrameIndex, ProcessIndex, Recording};
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;
use rayon::ThreadPoolBuilder;
use support::recordings::recording_of_stacks;

use super::{cancelled, push_async_span, task};

const N: u32 = 200_000;

/// Numbers that look like chance, and are the same each time.
fn mixed(number: u32) -> u32 {
    number.wrapping_mul(2_654_435_761).rotate_left(13)
}

/// 200,000 samples, asynchronous spans and points of a counter.
fn recording() -> Recording {
    let mut recording = recording_of_stacks(7, |stacks, frames| {
        let frame = |number: u32| frames[(mixed(number) % 7) as usize];
        let stack = |number| {
            let outer = stacks.intern(None, frame(number / 50));
            stacks.intern(Some(outer), frame(number / 7))
        };
        (0..N).map(stack).collect()
    });
    for number in 0..N {
        let start = Nanos(u64::from(number));
        let range = start..start + Nanos(u64::from(mixed(number) % 50));
        let [group, name] = [number % 3, number % 11].map(|it| it.to_string());
        push_async_span(&mut recording, range, [&group, &name, &(number / 4).to_string()]);
    }
    let name = recording.strings.intern("heap");
    let counters = &mut recording.counters;
    counters.process.push(ProcessIndex::from_row(0));
    counters.thread.push(None);
    counters.name.push(name);
    counters.unit.push(CounterUnit::Bytes);
    let points = (0..N).map(|it| (Nanos(u64::from(it)), f64::from(mixed(it))));
    counters.points.push(points.collect());
    recording
}

fn boxes(layout: &FlameLayout) -> Vec<(Vec<u64>, Vec<u32>)> {
    layout.rows().iter().map(|it| (it.starts().to_vec(), it.items().to_vec())).collect()
}

#[test]
fn blocks_add_up() {
    let recording = recording();
    let all = Selection { time: Some(Nanos(0)..Nanos(u64::from(N))), ..Selection::default() };
    let activity = activity(&recording, &all, 777, &task()).expect("not cancelled");
    let summary = summary(&recording, &all, &task()).expect("not cancelled");
    assert_eq!(activity.sum(), summary.samples.busy);
    assert_eq!(activity.sum(), u64::from(N), "a nanosecond each");
    let lengths = (0..777).map(|it| activity.buckets.bucket(it)).map(|it| (it.end - it.start).0);
    let sums = (0..777).map(|part| activity.by_category.iter().map(|it| it.1[part]).sum::<u64>());
    assert!(lengths.eq(sums), "always busy");
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let recording = recording();
    let all = Selection::default();
    let filter = NameFilter::parse("/f[12]/").expect("a filter").expect("not empty");
    let answers = |n_threads| {
        let pool = ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads");
        pool.install(|| {
            let task = task();
            let activity = activity(&recording, &all, 100, &task).expect("not cancelled");
            let lanes =
                async_lanes(&recording, &all, LaneGrouping::All, &task).expect("not cancelled");
            let found = search(&recording, &filter, &task).expect("not cancelled");
            let marks = search_marks(&recording, &found, &all, 50, &task).expect("not cancelled");
            let frame = FrameIndex::from_row(0);
            let calls = function_instances(&recording, &all, frame, &task).expect("not cancelled");
            let found: Vec<FrameIndex> = found.frames.iter().collect();
            (activity, boxes(&lanes.layout), found, marks, calls.rows().to_vec())
        })
    };
    assert_eq!(answers(1), answers(8));
}

#[test]
fn work_stops_when_it_is_cancelled() {
    let recording = recording();
    let all = Selection::default();
    let filter = NameFilter::new("f1").expect("a word");
    let found = search(&recording, &filter, &task()).expect("not cancelled");
    let name = recording.strings.find("heap").expect("it is there");
    let (frame, counter) = (FrameIndex::from_row(0), CounterIndex::from_row(0));
    let is_stopped = |work: &dyn Fn(&Task) -> bool| work(&cancelled());
    assert!(is_stopped(&|task| activity(&recording, &all, 9, task).is_err()));
    assert!(is_stopped(&|task| async_lanes(&recording, &all, LaneGrouping::All, task).is_err()));
    assert!(is_stopped(&|task| CounterPyramid::new(&recording, counter, task).is_err()));
    assert!(is_stopped(&|task| function_instances(&recording, &all, frame, task).is_err()));
    assert!(is_stopped(&|task| search(&recording, &filter, task).is_err()));
    assert!(is_stopped(&|task| search_marks(&recording, &found, &all, 9, task).is_err()));
    let spans = span_instances(&recording, &all, name, &task()).expect("not cancelled");
    assert!(spans.is_empty(), "there are no spans");
}
