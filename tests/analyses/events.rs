//! Spans by name, summaries, and work that is cancelled.

use std::sync::Arc;

use asyncscope_core::analysis::{
    CallTree, Direction, Grouping, Selection, Summary, functions, groups, inverted, left_heavy,
    sandwich, span_stats, summary, weigh,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{Category, Recording, ThreadIndex};
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;
use support::draw::draw_spans;
use support::{function, recording, span_recording};

use super::{PAGE, all, during, named, same};

#[track_caller]
fn check_spans(text: &str, selection: &Selection, expected: &str) {
    let recording = span_recording(text);
    let rows = span_stats(&recording, selection, &Task::default()).expect("not cancelled");
    same(&draw_spans(&recording, &rows), expected);
}

// Spans: name, count, own, total, longest.

const SPANS: &str = "
0..20 task
  2..12 script
    3..8 task
      4..6 script
  14..18 layout
30..34 task
thread worker
0..10 task
  0..10 script";

#[test]
fn spans_within_others_of_their_name_count_once() {
    check_spans(
        SPANS,
        &Selection::default(),
        "\nscript 3 17 20 10\ntask 4 13 34 20\nlayout 1 4 4 4",
    );
}

#[test]
fn spans_are_cut_at_the_edges_of_time() {
    check_spans(SPANS, &during(5..15), "\nscript 3 10 12 7\ntask 3 4 15 10\nlayout 1 1 1 1");
}

#[test]
fn spans_are_those_of_the_selected_threads_and_names() {
    let worker = vec![ThreadIndex::from_row(1)];
    let selection = Selection { threads: Some(worker), ..Selection::default() };
    check_spans(SPANS, &selection, "\nscript 1 10 10 10\ntask 1 0 10 10");
    check_spans(SPANS, &named("LAY"), "\nlayout 1 4 4 4");
}

// Summary.

#[test]
fn summary_tells_busy_from_idle_for_each_thread() {
    let recording = recording(&format!("{PAGE}\n- 7\nthread worker\nwork 4\n(program) 1\nwork 2"));
    let found =
        summary(&recording, &Selection::default(), &Task::default()).expect("not cancelled");
    assert_eq!(found.duration, Nanos(21));
    assert_eq!((found.samples.busy, found.samples.idle), (16, 5));
    assert_eq!((found.samples.gc, found.samples.program), (2, 1));
    assert_eq!((found.samples.n_samples, found.samples.nobody), (9, 7));
    let by_category = [
        (Category::Application, 13),
        (Category::GarbageCollection, 2),
        (Category::Program, 1),
        (Category::Idle, 5),
    ];
    assert_eq!(found.by_category, by_category);
    let threads: Vec<_> =
        found.per_thread.iter().map(|it| (it.thread.row(), it.samples.busy)).collect();
    assert_eq!(threads, [(0, 9), (1, 7)]);
    // 1 1 2 2 3 4 5 2 and 4 1: the last sample of each thread has no next.
    assert_eq!(found.sample_interval, Some(Nanos(2)));
}

#[test]
fn summary_of_a_stretch_of_time_counts_what_touches_it() {
    let recording = span_recording(SPANS);
    let found = |selection: &Selection| {
        let found = summary(&recording, selection, &Task::default()).expect("not cancelled");
        let threads: Vec<u64> = found.per_thread.iter().map(|it| it.n_spans).collect();
        (found.duration, found.n_spans, threads)
    };
    assert_eq!(found(&Selection::default()), (Nanos(34), 8, vec![6, 2]));
    assert_eq!(found(&during(10..15)), (Nanos(5), 3, vec![3, 0]));
    assert_eq!(found(&during(9..10)), (Nanos(1), 4, vec![2, 2]));
}

#[test]
fn summary_of_nothing_is_empty() {
    let recording = Recording::default();
    let found =
        summary(&recording, &Selection::default(), &Task::default()).expect("not cancelled");
    assert_eq!(found, Summary::default());
}

// Work that is no longer wanted.

#[test]
fn cancelled_work_ends() {
    // Progress is told once per 16,384 rows, so that many are needed.
    let stacks = (0..20_000).map(|it| format!("main > f{it} 1\n"));
    let recording = recording(&stacks.collect::<String>());
    let weighed = all(&recording);
    let task = Task::default();
    task.cancel();
    assert!(weigh(&recording, &Selection::default(), &task).is_err());
    assert!(functions(&recording, &weighed, &task).is_err());
    assert!(groups(&recording, &weighed, Grouping::Category, &task).is_err());
    assert!(left_heavy(&recording, &weighed, &task).is_err());
    assert!(inverted(&recording, &weighed, &task).is_err());
    assert!(summary(&recording, &Selection::default(), &task).is_err());
    let main = function(&recording, "main");
    assert!(sandwich(&recording, &weighed, main, &task).is_err());
    let weighed = Arc::new(weighed);
    for direction in [Direction::TopDown, Direction::BottomUp] {
        let weighed = Arc::clone(&weighed);
        let tree = CallTree::new(&recording, weighed, direction, Grouping::Function, &task);
        assert!(tree.is_err());
    }
}
