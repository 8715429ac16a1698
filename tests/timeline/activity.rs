//! Time by category over time.

use std::collections::BTreeMap;

use asyncscope_core::analysis::{Activity, NameFilter, Selection, activity, summary};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{Category, Recording, ThreadIndex};
use asyncscope_core::units::Nanos;
use proptest::prelude::*;
use support::{recording, span_recording};

use super::{cancelled, part_of, parts, sampled, task, within};

fn activity_of(recording: &Recording, selection: &Selection, n: usize) -> Activity {
    activity(recording, selection, n, &task()).expect("not cancelled")
}

/// `category: nanoseconds of each part`, a line each.
fn draw(activity: &Activity) -> Vec<String> {
    let line = |(category, nanos): &(Category, Vec<u64>)| format!("{}: {nanos:?}", category.key());
    activity.by_category.iter().map(line).collect()
}

#[test]
fn samples_are_split_at_the_edges() {
    let recording = recording(
        "main > work 7
         main > work > (garbage collector) 4
         (idle) 5
         - 1
         (program) 3",
    );
    let activity = activity_of(&recording, &Selection::default(), 4);
    assert_eq!(
        draw(&activity),
        ["application: [5, 2, 0, 0]", "gc: [0, 3, 1, 0]", "program: [0, 0, 0, 3]"]
    );
    assert_eq!((activity.sum(), activity.most(), activity.n_threads), (14, 5, 1));
}

#[test]
fn threads_add_up_and_can_be_chosen() {
    let recording = recording("work 10\nthread worker\nwork 4\n(idle) 6");
    assert_eq!(draw(&activity_of(&recording, &Selection::default(), 2)), ["application: [9, 5]"]);
    let worker = Some(vec![ThreadIndex::from_row(1)]);
    let selection = Selection { threads: worker, ..Selection::default() };
    let chosen = activity_of(&recording, &selection, 2);
    assert_eq!(draw(&chosen), ["application: [4, 0]"]);
    assert_eq!(chosen.n_threads, 1);
}

#[test]
fn threads_without_a_profile_count_the_own_time_of_their_spans() {
    let mut recording = span_recording(
        "0..10 task
           2..5 script
             3..4 gc
         12..16 task",
    );
    let categories =
        [Category::Program, Category::Application, Category::GarbageCollection, Category::Program];
    recording.spans.category = categories.to_vec().into();
    let activity = activity_of(&recording, &Selection::default(), 4);
    let expected = ["application: [1, 1, 0, 0]", "gc: [1, 0, 0, 0]", "program: [2, 3, 2, 4]"];
    assert_eq!(draw(&activity), expected);
    let named = Selection { name: NameFilter::new("SCRIPT"), ..Selection::default() };
    assert_eq!(draw(&activity_of(&recording, &named, 4)), ["application: [1, 1, 0, 0]"]);
}

#[test]
fn nothing_is_not_an_error() {
    let empty = Recording::default();
    assert_eq!(activity_of(&empty, &Selection::default(), 5).by_category, []);
    assert_eq!(activity_of(&recording("a 5"), &Selection::default(), 0).sum(), 0);
    assert_eq!(activity_of(&recording("a 5"), &within(&(Nanos(9)..Nanos(3))), 3).most(), 0);
    assert!(activity(&recording("a 5"), &Selection::default(), 3, &cancelled()).is_err());
}

/// What each thread runs at a nanosecond: the sample that lasts then.
fn naive(recording: &Recording, activity: &Activity) -> BTreeMap<Category, Vec<u64>> {
    let range = activity.buckets.range();
    let mut sums: BTreeMap<Category, Vec<u64>> = BTreeMap::new();
    for at in range.start.0..range.end.0 {
        for profile in &recording.profiles {
            let samples = &profile.samples;
            let lasts =
                |&row: &usize| (samples.times()[row]..samples.end(row)).contains(&Nanos(at));
            let Some(row) = (0..samples.len()).find(lasts) else { continue };
            let Some(stack) = samples.stacks()[row] else { continue };
            let category = recording.frames.category(recording.stacks.frame(stack));
            if category != Category::Idle {
                let part = part_of(&activity.buckets, at).expect("in the range");
                sums.entry(category).or_insert_with(|| vec![0; activity.buckets.len()])[part] += 1;
            }
        }
    }
    sums
}

/// The same for spans: the innermost one that lasts then.
fn naive_spans(recording: &Recording, activity: &Activity) -> Vec<u64> {
    let range = activity.buckets.range();
    let spans = &recording.spans;
    let mut sums = vec![0; activity.buckets.len()];
    for at in range.start.0..range.end.0 {
        if spans.indices().any(|it| spans.range(it).contains(&Nanos(at))) {
            sums[part_of(&activity.buckets, at).expect("in the range")] += 1;
        }
    }
    sums
}

proptest! {
    #[test]
    fn every_nanosecond_of_a_sample_counts_once(recording in sampled(), (range, n) in parts()) {
        let activity = activity_of(&recording, &within(&range), n);
        let expected: Vec<_> = naive(&recording, &activity).into_iter().collect();
        prop_assert_eq!(&activity.by_category, &expected);
    }

    #[test]
    fn parts_add_up_to_what_the_summary_says(recording in sampled(), n in 1..50_usize) {
        let selection = Selection { name: NameFilter::new("a, one"), ..Selection::default() };
        let summary = summary(&recording, &selection, &task()).expect("not cancelled");
        let activity = activity_of(&recording, &selection, n);
        let sums = activity.by_category.iter().map(|(it, nanos)| (*it, nanos.iter().sum::<u64>()));
        let busy = summary.by_category.into_iter().filter(|it| it.0 != Category::Idle);
        prop_assert_eq!(sums.collect::<Vec<_>>(), busy.collect::<Vec<_>>());
    }

    #[test]
    fn nested_spans_cover_their_time_once(
        tasks in prop::collection::vec((0..9_u64, 1..9_u64, 0..9_u64, 0..9_u64), 0..12),
        (range, n) in parts(),
    ) {
        let (mut text, mut now) = (String::new(), 0);
        for (gap, length, from, to) in tasks {
            let (start, end) = (now + gap, now + gap + length);
            text += &format!("{start}..{end} task\n");
            let (from, to) = (start + from.min(length), start + to.min(length));
            if from < to {
                text += &format!("  {from}..{to} script\n");
            }
            now = end;
        }
        let recording = span_recording(&text);
        let activity = activity_of(&recording, &within(&range), n);
        let mut sums = vec![0; n];
        for (_, nanos) in &activity.by_category {
            sums.iter_mut().zip(nanos).for_each(|(sum, it)| *sum += it);
        }
        prop_assert_eq!(sums, naive_spans(&recording, &activity));
    }
}
