//! Flame layouts: what samples and spans become, and what of them is visible at any zoom.

use std::fmt::Write as _;
use std::ops::Range;

use asyncscope_core::analysis::{
    BoxIndex, FlameItem, FlameKind, FlameLayout, FlameLayoutBuilder, FlameMatches, FlameRow,
    NameFilter, PixelGrid, Selection, Transform, Visible, samples_in_time, spans_in_time,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{
    Category, Frame, FrameIndex, Profile, ProfileIndex, ProfileKind, Recording, SampleTable,
    SpanIndex, StackBuilder, StackIndex, ThreadIndex, Weights,
};
use asyncscope_core::task::Task;
use asyncscope_core::units::{Nanos, WeightUnit};
use proptest::prelude::*;

// ---------------------------------------------------------------------------------------------
// Text in, text out.

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

// ---------------------------------------------------------------------------------------------
// Depth.

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

// ---------------------------------------------------------------------------------------------
// Against a naive layout.

/// For each depth the boxes, found moment by moment.
fn naive_layout(samples: &[(Vec<u8>, u64)]) -> Vec<Vec<(Range<u64>, u8)>> {
    let moments: Vec<&[u8]> =
        samples.iter().flat_map(|(stack, n)| (0..*n).map(|_| stack.as_slice())).collect();
    let depth = moments.iter().map(|it| it.len()).max().unwrap_or(0);
    (0..depth)
        .map(|row| {
            let mut boxes: Vec<(Range<u64>, u8)> = Vec::new();
            for (moment, stack) in moments.iter().enumerate() {
                let now = moment as u64;
                let Some(&frame) = stack.get(row) else { continue };
                let before = moment.checked_sub(1).map(|it| moments[it]);
                let goes_on = before.and_then(|it| it.get(..=row)) == Some(&stack[..=row]);
                match boxes.last_mut() {
                    Some((range, _)) if goes_on => range.end = now + 1,
                    _ => boxes.push((now..now + 1, frame)),
                }
            }
            boxes
        })
        .collect()
}

const NAMES: [&str; 3] = ["a", "b", "c"];

proptest! {
    #[test]
    fn layout_of_samples_is_that_of_each_moment(
        samples in prop::collection::vec((prop::collection::vec(0..3_u8, 0..6), 0..4_u64), 0..40)
    ) {
        let named = |stack: &[u8]| stack.iter().map(|&it| NAMES[usize::from(it)]).collect();
        let recording = recording_of(samples.iter().map(|(stack, n)| (named(stack), *n)));
        let layout = layout(&recording, &Selection::default());
        let expected = naive_layout(&samples);
        prop_assert_eq!(layout.rows().len(), expected.len());
        for (row, expected) in layout.rows().iter().zip(&expected) {
            let found: Vec<_> = (0..row.len())
                .map(|it| (row.range(it), FrameIndex::from_row(row.items()[it] as usize)))
                .map(|(range, it)| (range, recording.frame_name(it).to_owned()))
                .collect();
            let expected: Vec<_> =
                expected.iter().map(|(r, it)| (r.clone(), NAMES[usize::from(*it)].to_owned())).collect();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn overlapping_and_unordered_boxes_make_rows_in_order(
        boxes in prop::collection::vec((0..4_usize, 0..200_u64, 0..50_u64), 0..60)
    ) {
        let mut builder = FlameLayoutBuilder::new(FlameKind::Frames, WeightUnit::Count, 10..180);
        for (row, start, length) in boxes {
            builder.push(row, start..start + length, 0);
        }
        let n_boxes = builder.n_boxes();
        let layout = builder.finish();
        prop_assert_eq!(layout.n_boxes(), n_boxes);
        for row in layout.rows() {
            let mut end = 10;
            for index in 0..row.len() {
                let range = row.range(index);
                prop_assert!(end <= range.start && range.start < range.end && range.end <= 180);
                end = range.end;
            }
        }
    }
}

// ---------------------------------------------------------------------------------------------
// What is visible.

/// Boxes of many sizes: gaps and lengths by their number of binary digits, so that at any zoom
/// some are narrow and some wide.
fn boxes() -> impl Strategy<Value = Vec<Range<u64>>> {
    let digits = || (0..12_u32, any::<u32>()).prop_map(|(bits, it)| u64::from(it) % (1 << bits));
    prop::collection::vec((digits(), digits()), 1..600).prop_map(|pairs| {
        let mut now = 0;
        pairs
            .into_iter()
            .map(|(gap, length)| {
                let start = now + if gap < 8 { 0 } else { gap };
                now = start + length + 1;
                start..now
            })
            .collect()
    })
}

fn row_of(boxes: &[Range<u64>]) -> FlameLayout {
    let end = boxes.last().map_or(0, |it| it.end);
    let mut builder = FlameLayoutBuilder::new(FlameKind::Frames, WeightUnit::Nanoseconds, 0..end);
    for range in boxes {
        builder.push(0, range.clone(), 0);
    }
    builder.finish()
}

/// Checks what `row` shows of `range` against a scan of all `boxes`.
fn check_visible(boxes: &[Range<u64>], row: &FlameRow, range: &Range<u64>, units_per_pixel: f64) {
    let grid = PixelGrid::new(units_per_pixel);
    let items: Vec<Visible> = row.visible(range, grid).collect();
    let touching: Vec<usize> = (0..boxes.len())
        .filter(|&it| range.start < boxes[it].end && boxes[it].start < range.end)
        .collect();
    let covered: Vec<usize> = items.iter().flat_map(|it| it.boxes.clone()).collect();
    assert_eq!(covered, touching, "each box in exactly one item, in order");
    assert_eq!(items.iter().map(Visible::count).sum::<usize>(), touching.len());
    let painted = |it: &Range<u64>| {
        let first = grid.pixel(it.start);
        first..grid.pixel(it.end).max(first + 1)
    };
    if let (Some(&first), Some(&last)) = (touching.first(), touching.last()) {
        let pixels = grid.pixel(range.end.max(boxes[last].start)) - grid.pixel(boxes[first].start);
        let inside = pixels.min(grid.pixel(range.end) - grid.pixel(range.start));
        assert!(items.len() as u64 <= inside + 2, "{} items on {inside} pixels", items.len());
    }
    for pair in items.windows(2) {
        assert!(pair[0].pixels.end <= pair[1].pixels.start, "{pair:?} share a pixel");
    }
    for item in &items {
        assert!(item.pixels.start < item.pixels.end, "{item:?} has no pixel");
        for index in item.boxes.clone() {
            let own = painted(&boxes[index]);
            assert!(item.pixels.start.abs_diff(own.start) <= 1, "{item:?}, but box at {own:?}");
            assert!(item.pixels.end.abs_diff(own.end) <= 1, "{item:?}, but box at {own:?}");
            if item.sole().is_none() {
                assert!(own.end - own.start <= 1, "{own:?} is wide, but merged into {item:?}");
            }
        }
    }
    check_lone_boxes(boxes, &touching, &items, grid);
}

/// A box with no other within a pixel of it is never merged, however narrow it is.
fn check_lone_boxes(boxes: &[Range<u64>], touching: &[usize], items: &[Visible], grid: PixelGrid) {
    for &index in touching {
        let near = |other: &usize| {
            *other != index
                && grid.pixel(boxes[*other].start) <= grid.pixel(boxes[index].end) + 1
                && grid.pixel(boxes[index].start) <= grid.pixel(boxes[*other].end) + 1
        };
        if !touching.iter().any(near) {
            let is_sole = items.iter().any(|it| it.sole() == Some(index));
            assert!(is_sole, "box {index} is alone, but merged");
        }
    }
}

proptest! {
    #[test]
    fn every_visible_box_is_in_exactly_one_item_near_its_place(
        boxes in boxes(),
        zoom in 0..22_i32,
        fraction in 1.0..2.0_f64,
        from in 0.0..1.0_f64,
        to in 0.0..1.0_f64,
    ) {
        let layout = row_of(&boxes);
        let units_per_pixel = fraction * 2_f64.powi(zoom - 4);
        let end = layout.extent().end;
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "any place will do")]
        let (from, to) = ((end as f64 * from) as u64, (end as f64 * to) as u64);
        let range = from.min(to)..from.max(to) + 1;
        check_visible(&boxes, &layout.rows()[0], &range, units_per_pixel);
        check_visible(&boxes, &layout.rows()[0], &(0..end), units_per_pixel);
    }

    #[test]
    fn right_edge_of_a_wide_box_does_not_depend_on_where_the_view_is(
        boxes in boxes(),
        zoom in 0..8_i32,
        from in 0..4_000_u64,
    ) {
        let layout = row_of(&boxes);
        let grid = PixelGrid::new(2_f64.powi(zoom) * 1.1);
        let range = from.min(layout.extent().end - 1)..layout.extent().end;
        for item in layout.rows()[0].visible(&range, grid) {
            if let Some(index) = item.sole().filter(|_| item.pixels.end - item.pixels.start > 1) {
                prop_assert_eq!(item.pixels.end, grid.pixel(boxes[index].end));
            }
        }
    }
}

#[test]
fn box_alone_on_its_pixel_is_shown_and_neighbours_are_merged() {
    let boxes = [0..10, 30..31, 50..51, 52..53, 54..55, 60..100];
    let layout = row_of(&boxes);
    let items: Vec<Visible> = layout.rows()[0].visible(&(0..100), PixelGrid::new(10.0)).collect();
    let shown: Vec<_> = items.iter().map(|it| (it.boxes.clone(), it.pixels.clone())).collect();
    assert_eq!(shown, [(0..1, 0..1), (1..2, 3..4), (2..5, 5..6), (5..6, 6..10)]);
}

#[test]
fn wide_box_gives_its_first_pixel_to_a_block_that_is_there() {
    let layout = row_of(&[0..1, 2..3, 4..50]);
    let items: Vec<Visible> = layout.rows()[0].visible(&(0..50), PixelGrid::new(10.0)).collect();
    assert_eq!(items[0], Visible { boxes: 0..2, pixels: 0..1 });
    assert_eq!(items[1], Visible { boxes: 2..3, pixels: 1..5 });
}

#[test]
fn hostile_positions_do_not_overflow() {
    let boxes = [0..1, 5..u64::MAX - 1, u64::MAX - 1..u64::MAX];
    let layout = row_of(&boxes);
    for units_per_pixel in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-9, 0.025, 1.0, 1e18, 1e300] {
        let grid = PixelGrid::new(units_per_pixel);
        let n: usize = layout.rows()[0].visible(&(0..u64::MAX), grid).map(|it| it.count()).sum();
        assert_eq!(n, 3, "at {units_per_pixel} per pixel");
    }
}

#[test]
fn million_boxes_are_as_few_items_as_pixels() {
    let boxes: Vec<Range<u64>> = (0..1_000_000).map(|it| it * 10..it * 10 + 9).collect();
    let layout = row_of(&boxes);
    let end = layout.extent().end;
    for pixels in [100_u32, 1_000, 2_000] {
        #[expect(clippy::cast_precision_loss, reason = "ten million")]
        let grid = PixelGrid::new(end as f64 / f64::from(pixels));
        let items: Vec<Visible> = layout.rows()[0].visible(&(0..end), grid).collect();
        assert!(items.len() <= pixels as usize + 2);
        assert_eq!(items.iter().map(Visible::count).sum::<usize>(), 1_000_000);
    }
}
