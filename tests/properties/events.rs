//! Summaries, and spans by name.

use std::collections::BTreeMap;

use asyncscope_core::analysis::{
    FirstSpan, Selection, SpanStats, Summary, span_names, span_stats, summary,
};
use asyncscope_core::model::{Category, Recording, ThreadIndex};
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;
use proptest::prelude::*;
use support::naive::{self, Sample};
use support::span_recording;

use super::cases;

fn median(recording: &Recording, selection: &Selection) -> Option<Nanos> {
    let mut found: Vec<Nanos> = Vec::new();
    for profile in &recording.profiles {
        let is_selected = selection.has_thread(profile.thread);
        let pairs = profile.samples.times().windows(2).filter(|_| is_selected);
        let starts_inside =
            |it: &&[Nanos]| selection.time.as_ref().is_none_or(|time| time.contains(&it[0]));
        found.extend(pairs.filter(starts_inside).map(|it| it[1] - it[0]));
    }
    found.sort();
    found.get(found.len().saturating_sub(1) / 2).copied()
}

fn check_summary(recording: &Recording, samples: &[Sample], found: &Summary) {
    let category = |it: &Sample| it.stack.last().map(|&it| recording.frames.category(it));
    let sum = |thread: Option<ThreadIndex>, of: &dyn Fn(Option<Category>) -> bool| -> u64 {
        let samples = samples.iter().filter(|it| thread.is_none_or(|thread| it.thread == thread));
        samples.filter(|it| of(category(it))).map(|it| it.weight).sum()
    };
    let threads = found.per_thread.iter().map(|it| (Some(it.thread), it.samples));
    for (thread, found) in threads.chain([(None, found.samples)]) {
        assert_eq!(found.busy, sum(thread, &|it| it.is_some_and(|it| it != Category::Idle)));
        assert_eq!(found.idle, sum(thread, &|it| it == Some(Category::Idle)));
        assert_eq!(found.gc, sum(thread, &|it| it == Some(Category::GarbageCollection)));
        assert_eq!(found.program, sum(thread, &|it| it == Some(Category::Program)));
        assert_eq!(found.nobody, sum(thread, &|it| it.is_none()));
    }
    for &(category, weight) in &found.by_category {
        assert_eq!(weight, sum(None, &|it| it == Some(category)));
    }
    let by_category: u64 = found.by_category.iter().map(|it| it.1).sum();
    assert_eq!(by_category, found.samples.busy + found.samples.idle);
}

/// Spans within each other, as [`span_recording`] reads them.
fn span_texts() -> impl Strategy<Value = String> {
    let step = (0..4_u8, 0..5_u64, prop::sample::select(&["task", "script", "layout"]));
    prop::collection::vec(step, 0..30).prop_map(|steps| {
        // Each step begins a span, after some have ended; where a span ends is known later.
        let mut rows: Vec<(usize, u64, u64, &str)> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut now = 0;
        for (n_ended, wait, name) in steps {
            for row in open.drain(open.len().saturating_sub(n_ended.into())..).rev() {
                rows[row].2 = now;
            }
            now += wait;
            open.push(rows.len());
            rows.push((open.len() - 1, now, 0, name));
        }
        for row in open {
            rows[row].2 = now + 3;
        }
        let line = |&(depth, start, end, name): &(usize, u64, u64, &str)| {
            format!("{}{start}..{} {name}\n", "  ".repeat(depth), end.max(start))
        };
        rows.iter().map(line).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn summary_is_that_of_the_samples((recording, selection) in cases()) {
        let samples = naive::samples(&recording, &selection);
        let found = summary(&recording, &selection, &Task::default()).expect("not cancelled");
        check_summary(&recording, &samples, &found);
        prop_assert_eq!(found.sample_interval, median(&recording, &selection));
    }

    #[test]
    fn span_stats_are_those_of_the_spans(
        text in span_texts(),
        time in prop::option::of((0..60_u64, 0..60_u64)),
    ) {
        let recording = span_recording(&text);
        let time = time.map(|(start, length)| Nanos(start)..Nanos(start + length));
        let selection = Selection { time, ..Selection::default() };
        let found = span_stats(&recording, &selection, &Task::default()).expect("not cancelled");
        let row = |it: &SpanStats| {
            (it.name, (it.count, it.own.0, it.total.0, it.max.0))
        };
        let plain = naive::spans(&recording, &selection);
        prop_assert_eq!(found.iter().map(row).collect::<BTreeMap<_, _>>(), plain);
    }

    #[test]
    fn ranks_of_span_names_are_the_least_that_enough_do_not_exceed(
        text in span_texts(),
        time in prop::option::of((0..60_u64, 0..60_u64)),
    ) {
        let recording = span_recording(&text);
        let time = time.map(|(start, length)| Nanos(start)..Nanos(start + length));
        let selection = Selection { time, ..Selection::default() };
        let found = span_names(&recording, &selection, &Task::default()).expect("not cancelled");
        let (spans, stats) = (&recording.spans, naive::spans(&recording, &selection));
        prop_assert_eq!(found.len(), stats.len());
        for it in found {
            let lengths: Vec<Nanos> = spans
                .indices()
                .filter(|&span| spans.name[span] == it.name)
                .filter_map(|span| selection.cut(spans.start[span], spans.duration[span]))
                .collect();
            let (n, least) = (lengths.len(), |percent: usize| {
                let enough = |most: &Nanos| {
                    let within = lengths.iter().filter(|it| *it <= most).count();
                    within * 100 >= percent * lengths.len()
                };
                lengths.iter().copied().filter(enough).min()
            });
            prop_assert_eq!((it.count, it.total.0), (n as u64, stats[&it.name].2));
            prop_assert_eq!((Some(it.min), Some(it.median)), (least(0), least(50)));
            prop_assert_eq!((Some(it.p95), Some(it.max)), (least(95), least(100)));
            let FirstSpan::Nested(first) = it.first else { panic!("none is asynchronous") };
            prop_assert_eq!(spans.name[first], it.name);
        }
    }
}
