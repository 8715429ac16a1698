//! What samples and spans become.

use asyncscope_core::analysis::{
    BoxIndex, FlameItem, FlameMatches, NameFilter, Selection, Transform, spans_in_time,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{
    Category, ProfileIndex, ProfileKind, SampleTable, SpanIndex, Weights,
};
use asyncscope_core::task::Task;
use asyncscope_core::units::{Nanos, WeightUnit};

use super::{check, check_selected, draw, frame, layout, recording, recording_of};

#[test]
fn samples_that_begin_alike_share_boxes() {
    check(
        "main > parse > read 10
         main > parse 5
         main > print 20",
        "0..35 main
         0..15 parse, 15..35 print
         0..10 read",
    );
}

#[test]
fn same_function_below_another_caller_is_another_box() {
    check(
        "main > a > c 10
         main > b > c 10",
        "0..20 main
         0..10 a, 10..20 b
         0..10 c, 10..20 c",
    );
}

#[test]
fn recursion_is_a_box_per_call() {
    check("f > f > f 3\nf > f 4\nf > f > f 1", "0..8 f\n0..8 f\n0..3 f, 7..8 f");
}

#[test]
fn idle_and_program_are_boxes_of_row_0_and_gc_lies_on_top() {
    check(
        "main > work 10
         main > work > (garbage collector) 5
         (program) 2
         (idle) 7
         main 1",
        "0..15 main, 15..17 (program), 17..24 (idle), 24..25 main
         0..15 work
         10..15 (garbage collector)",
    );
}

#[test]
fn time_without_a_stack_is_a_gap() {
    check("main > a 10\n- 5\nmain > a 10", "0..10 main, 15..25 main\n0..10 a, 15..25 a");
}

#[test]
fn samples_of_no_length_are_passed_over() {
    check("main > a 10\nmain > b 0\nmain > a 10", "0..20 main\n0..20 a");
}

#[test]
fn nothing_sampled_gives_no_rows() {
    check("- 10", "");
    let recording = recording_of([]);
    assert!(layout(&recording, &Selection::default()).is_empty());
}

#[test]
fn time_range_cuts_boxes_at_its_edges() {
    check_selected(
        "main > a 10\nmain > b 10\nmain > c 10",
        |_| Selection { time: Some(Nanos(5)..Nanos(22)), ..Selection::default() },
        "5..22 main\n5..10 a, 10..20 b, 20..22 c",
    );
}

#[test]
fn transforms_and_name_filter_rewrite_boxes() {
    check_selected(
        "main > a > c 10\nmain > b 10\nmain > a > d 5",
        |it| Selection {
            transforms: vec![
                Transform::FocusFunction(frame(it, "a")),
                Transform::MergeFunction(frame(it, "d")),
            ],
            ..Selection::default()
        },
        "0..10 a, 20..25 a\n0..10 c",
    );
    check_selected(
        "main > a > c 10\nmain > b 10\nmain > a > d 5",
        |_| Selection { name: NameFilter::new("C"), ..Selection::default() },
        "0..10 main\n0..10 a\n0..10 c",
    );
}

#[test]
fn allocations_lie_end_to_end_by_weight() {
    let mut recording = recording("main > a 1\nmain > b 1\nmain > b 1");
    let profile = &mut recording.profiles[ProfileIndex::from_row(0)];
    profile.kind = ProfileKind::Allocations;
    let (times, stacks) = (profile.samples.times().to_vec(), profile.samples.stacks().to_vec());
    profile.samples = SampleTable::new(times, stacks, Weights::Each(vec![100, 0, 50]));
    let layout = layout(&recording, &Selection::default());
    assert_eq!(draw(&recording, &layout), "0..150 main\n0..100 a, 100..150 b\n");
    assert_eq!((layout.unit(), layout.extent()), (WeightUnit::Bytes, 0..150));
}

#[test]
fn spans_lie_on_rows_by_depth() {
    let mut recording = recording_of([]);
    recording.duration = Nanos(100);
    let thread = recording.threads.tid.push(None);
    let other = recording.threads.tid.push(None);
    let rows = [
        (thread, 0, 50, "task", 0),
        (thread, 5, 20, "layout", 1),
        (thread, 5, 0, "mark", 2),
        (thread, 60, 40, "task", 0),
        (other, 0, 100, "elsewhere", 0),
    ];
    let spans = &mut recording.spans;
    for (thread, start, duration, name, depth) in rows {
        spans.thread.push(thread);
        spans.start.push(Nanos(start));
        spans.duration.push(Nanos(duration));
        spans.name.push(recording.strings.intern(name));
        spans.detail.push(None);
        spans.category.push(Category::Application);
        spans.parent.push(None);
        spans.depth.push(depth);
        spans.is_open.push(false);
    }
    let layout = spans_in_time(&recording, thread, &Task::default()).expect("not cancelled");
    assert_eq!(draw(&recording, &layout), "0..50 task, 60..100 task\n5..25 layout\n");
    let at = layout.at(0, 70).expect("a box");
    assert_eq!(layout.item(at), Some(FlameItem::Span(SpanIndex::from_row(3))));
    assert_eq!(layout.at(0, 55), None);
}

#[test]
fn path_names_the_boxes_around_a_box() {
    let recording = recording("main > a > b 10\nmain > a 10\nmain > c > b 10");
    let layout = layout(&recording, &Selection::default());
    let at = layout.at(2, 25).expect("the second b");
    let names = |it: &BoxIndex| match layout.item(*it) {
        Some(FlameItem::Frame(frame)) => recording.frame_name(frame),
        _ => "?",
    };
    assert_eq!(layout.path(at).iter().map(names).collect::<Vec<_>>(), ["main", "c", "b"]);
}

#[test]
fn matches_are_met_in_order_of_start_then_row() {
    let recording = recording("main > a > Aa 10\nmain > b 10\nmain > a 5");
    let layout = layout(&recording, &Selection::default());
    let filter = NameFilter::new("a").expect("a word");
    let task = Task::default();
    let all = FlameMatches::new(&recording, &layout, &filter, &task).expect("not cancelled");
    assert_eq!(all.len(), 4, "main, a, Aa, a");
    let mut met = Vec::new();
    let mut next = all.after(&layout, 0, 0).map(|it| (it, 1));
    while let Some((at, rank)) = next {
        let start = layout.range(at).expect("a box").start;
        met.push((start, at.row));
        assert_eq!(all.rank(&layout, start, at.row), rank + 1);
        next = all.after(&layout, start, at.row).map(|it| (it, rank + 1));
    }
    assert_eq!(met, [(0, 1), (0, 2), (20, 1)], "all after the first");
    let before = all.before(&layout, 20, 1).expect("one before");
    assert_eq!(before, BoxIndex { row: 2, index: 0 });
    assert_eq!(all.before(&layout, 0, 0), None);
}

#[test]
fn stack_of_100_000_frames_is_laid_out() {
    let names: Vec<String> = (0..100_000).map(|it| format!("f{it}")).collect();
    let deep: Vec<&str> = names.iter().map(String::as_str).collect();
    let recording = recording_of([(deep.clone(), 10), (deep[..99_999].to_vec(), 5)]);
    let layout = layout(&recording, &Selection::default());
    assert_eq!((layout.rows().len(), layout.n_boxes()), (100_000, 100_000));
    assert_eq!(layout.rows()[99_998].range(0), 0..15);
    assert_eq!(layout.rows()[99_999].range(0), 0..10);
    assert_eq!(layout.n_rows_left_out(), 0);
}

#[test]
fn deep_stacks_that_take_turns_end_in_time_and_say_what_is_left_out() {
    let names: Vec<String> = (0..40_000).map(|it| format!("f{it}")).collect();
    let one: Vec<&str> = names[..20_000].iter().map(String::as_str).collect();
    let other: Vec<&str> = names[20_000..].iter().map(String::as_str).collect();
    let mut recording = recording_of([(one, 1), (other, 1)]);
    let stacks = recording.profiles[ProfileIndex::from_row(0)].samples.stacks().to_vec();
    // 8 billion boxes, from a file of half a megabyte.
    let n = 400_000;
    let times = (0..n).map(Nanos).collect();
    let stacks = stacks.into_iter().cycle().take(400_000).collect();
    recording.duration = Nanos(n);
    recording.profiles[ProfileIndex::from_row(0)].samples =
        SampleTable::new(times, stacks, Weights::UntilNext(Nanos(n)));
    let layout = layout(&recording, &Selection::default());
    assert!(layout.n_boxes() <= 24 * 400_000, "{} boxes", layout.n_boxes());
    assert_eq!(layout.rows().len(), 24, "as many rows as fit");
    assert_eq!(layout.n_rows_left_out(), 20_000 - 24);
}
