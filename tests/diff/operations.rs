//! Operations of two sides: figures worked out by hand, verdicts on simulated durations.

use asyncscope_core::analysis::diff::{
    Compared, OperationDiff, Overlay, Sides, Status, Verdict, diff_operations, diff_summary,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{Outcome, ProcessIndex, Recording, ThreadIndex};
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;
use support::random::Random;

use super::ask;
use super::noise::durations;

/// Operations one after the other: name and durations; `None` never ended.
pub(crate) fn operations(all: &[(&str, Vec<Option<u64>>)]) -> Recording {
    let mut recording = Recording::default();
    recording.processes.pid.push(1);
    recording.processes.name.push(None);
    let process = ProcessIndex::from_row(0);
    recording.threads.process.push(process);
    recording.threads.tid.push(None);
    recording.threads.name.push(None);
    let mut now = 0;
    for (name, durations) in all {
        for duration in durations {
            let text = |text: &str, recording: &mut Recording| recording.strings.intern(text);
            let (name, kind) = (text(name, &mut recording), text("op", &mut recording));
            let spans = &mut recording.async_spans;
            spans.process.push(process);
            spans.thread.push(ThreadIndex::from_row(0));
            spans.start.push(Nanos(now));
            spans.duration.push(Nanos(duration.unwrap_or(1)));
            spans.name.push(name);
            spans.group.push(kind);
            spans.id.push(kind);
            spans.is_open.push(duration.is_none());
            spans.kind.push(kind);
            spans.parent.push(None);
            spans.outcome.push(Outcome::Ok);
            now += 1;
        }
    }
    recording.duration = Nanos(now + 1_000_000_000);
    recording
}

pub(crate) fn compared(before: &[Recording], after: &[Recording]) -> Vec<OperationDiff> {
    ask(before, after, |runs| diff_operations(runs, &Task::default()).expect("not cancelled"))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole nanoseconds")]
fn simulated(random: &mut Random, n: usize, scale: f64) -> Vec<Option<u64>> {
    durations(random, n, scale * 1e6).into_iter().map(|it| Some(it as u64)).collect()
}

#[test]
fn figures_are_those_of_all_instances() {
    let numbers = |all: std::ops::RangeInclusive<u64>| all.map(Some).collect::<Vec<_>>();
    let mut before = numbers(1..=10);
    before.push(None);
    let rows = compared(
        &[operations(&[("query", before), ("old", numbers(5..=6))])],
        &[operations(&[("query", numbers(11..=30)), ("new", numbers(1..=1))])],
    );
    let names: Vec<_> = rows.iter().map(|it| (it.name.as_str(), it.status)).collect();
    let expected = [("query", Status::Changed), ("new", Status::New), ("old", Status::Removed)];
    assert_eq!(names, expected);
    let query = &rows[0];
    let values = |it: &asyncscope_core::analysis::diff::Difference| it.values.map(Option::unwrap);
    assert_eq!(values(&query.p50), Sides::new(5.0, 20.0));
    assert_eq!(values(&query.p95), Sides::new(10.0, 29.0));
    assert_eq!(values(&query.count), Sides::new(11.0, 20.0));
    assert_eq!(values(&query.total), Sides::new(55.0, 410.0));
    assert_eq!(query.unfinished, Sides::new(1, 0));
    assert_eq!(query.p50.evidence.verdict, Verdict::TooFew, "10 are too few");
    assert_eq!(query.p50.words(), "too little to tell, n = 10 and 20");
}

#[test]
fn histograms_share_their_axis() {
    let before: Vec<Nanos> = [10, 11, 12, 900].map(Nanos).into();
    let after: Vec<Nanos> = [12, 13, 5_000].map(Nanos).into();
    let overlay = Overlay::new(Sides::new(&before, &after), 12);
    assert_eq!(overlay.counts.before.iter().sum::<u64>(), 4);
    assert_eq!(overlay.counts.after.iter().sum::<u64>(), 3);
    assert_eq!(overlay.edges.len(), overlay.counts.before.len() + 1);
    assert!(overlay.edges[0] <= Nanos(10) && Nanos(5_000) < overlay.edges[overlay.edges.len() - 1]);
}

#[test]
fn a_slowdown_is_told_with_its_range() {
    let mut random = Random::new(5);
    let before = operations(&[
        ("query", simulated(&mut random, 400, 1.0)),
        ("render", simulated(&mut random, 300, 2.0)),
    ]);
    let after = operations(&[
        ("query", simulated(&mut random, 400, 1.3)),
        ("render", simulated(&mut random, 300, 2.0)),
    ]);
    let rows = compared(&[before], &[after]);
    assert_eq!(rows[0].name, "query");
    assert_eq!(rows[0].p50.evidence.verdict, Verdict::More);
    let interval = rows[0].p50.evidence.interval.expect("an interval");
    assert!(interval.low <= 0.3 && 0.3 <= interval.high, "{interval:?}");
    assert_eq!(rows[1].p50.evidence.verdict, Verdict::Noise);
    let findings = diff_summary(Compared { operations: &rows, ..Compared::default() }, 10);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].text.starts_with("query: slower by "), "{}", findings[0].text);
    assert!(findings[0].text.contains("n = 400 and 400"), "{}", findings[0].text);
}

#[test]
fn tables_of_equal_sides_have_false_verdicts_no_more_often_than_stated() {
    let mut random = Random::new(23);
    let names = ["a", "b", "c", "d", "e", "f"];
    let rounds = 100;
    let mut side = || {
        let all = names.map(|it| (it, simulated(&mut random, 120, 1.0)));
        [operations(&all)]
    };
    let mut n_false = [0; 2];
    for _ in 0..rounds {
        let rows = compared(&side(), &side());
        let any = |of: fn(&OperationDiff) -> Verdict| rows.iter().any(|it| of(it).is_difference());
        n_false[0] += u32::from(any(|it| it.p50.evidence.verdict));
        n_false[1] += u32::from(any(|it| it.p95.evidence.verdict));
    }
    // 5 of 100, and three standard errors of 100 rounds.
    assert!(n_false[0] <= 5 + 6 && n_false[1] <= 5 + 6, "{n_false:?} of {rounds}");
}

#[test]
fn runs_are_compared_where_there_are_enough() {
    // Every run has its own speed: instances would say that the sides differ.
    let run = |speed: u64| operations(&[("query", (0..50).map(|it| Some(speed + it)).collect())]);
    let before: Vec<_> = [1_000, 2_000, 3_000, 4_000, 5_000].map(run).into();
    let after: Vec<_> = [1_100, 1_900, 3_300, 4_100, 4_700].map(run).into();
    let rows = compared(&before, &after);
    assert_eq!(rows[0].p50.evidence.verdict, Verdict::Noise);
    assert_eq!(rows[0].p50.evidence.n, Sides::new(5, 5));
}
