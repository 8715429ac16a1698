//! Random operations against the plainest way to count.

use asyncscope_core::analysis::{Selection, concurrency, operation_stats, own_times, running};
use asyncscope_core::model::{AsyncSpanIndex, Recording};
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;
use proptest::prelude::*;
use support::events::recorded;

/// An operation: start, length or none, parent among those before, and whether it failed.
type Drawn = (u64, Option<u64>, Option<prop::sample::Index>, bool);

fn operations() -> impl Strategy<Value = Vec<Drawn>> {
    let index = proptest::option::of(any::<prop::sample::Index>());
    let one = (0_u64..60, proptest::option::weighted(0.9, 0_u64..40), index, any::<bool>());
    prop::collection::vec(one, 1..24)
}

fn recording_of(drawn: &[Drawn]) -> Recording {
    let mut drawn = drawn.to_vec();
    drawn.sort_by_key(|it| it.0);
    let mut lines = Vec::new();
    for (n, (start, length, parent, failed)) in drawn.iter().enumerate() {
        let parent = parent.filter(|_| n > 0).map(|it| format!(" parent=1.{}", it.index(n)));
        let name = ["a", "b", "c"][n % 3];
        lines.push(format!("b {start} 1.{n} {name} kind=op{}", parent.unwrap_or_default()));
        if let Some(length) = length {
            lines.push(format!("e {} 1.{n} {name} ok={}", start + length, !failed));
        }
    }
    recorded(&lines.join("\n"))
}

/// Own time microsecond by microsecond.
fn own_naively(recording: &Recording, span: AsyncSpanIndex) -> u64 {
    let spans = &recording.async_spans;
    let range = spans.range(span);
    let end = range.end.0.min(120_000);
    let is_free = |time: u64| {
        let covers = |it: AsyncSpanIndex| {
            spans.parent[it] == Some(span) && spans.range(it).contains(&Nanos(time))
        };
        !spans.indices().any(covers)
    };
    (range.start.0..end).step_by(1_000).filter(|&it| is_free(it)).count() as u64 * 1_000
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn own_times_are_those_counted_by_the_microsecond(drawn in operations()) {
        let recording = recording_of(&drawn);
        let own = own_times(&recording, &Task::default()).expect("not cancelled");
        let spans = &recording.async_spans;
        for span in spans.indices().filter(|&it| !spans.is_open[it]) {
            prop_assert_eq!(own[span].0, own_naively(&recording, span));
        }
    }

    #[test]
    fn statistics_are_those_of_sorted_lists(drawn in operations(), from in 0_u64..80, length in 1_u64..60) {
        let recording = recording_of(&drawn);
        let time = Nanos(from * 1_000)..Nanos((from + length) * 1_000);
        let selection = Selection { time: Some(time.clone()), ..Selection::default() };
        let rows = operation_stats(&recording, &selection, &Task::default()).expect("done");
        let spans = &recording.async_spans;
        let is_in = |it: &AsyncSpanIndex| {
            let range = spans.range(*it);
            // A moment of it is in the time: its start, or any after that and before its end.
            time.contains(&range.start) || range.start < time.start && time.start < range.end
        };
        let mut n_all = 0;
        for row in &rows {
            let like = |it: &AsyncSpanIndex| spans.name[*it] == row.name && is_in(it);
            let all: Vec<_> = spans.indices().filter(like).collect();
            n_all += all.len();
            prop_assert_eq!(row.count, all.len() as u64);
            let failed = all.iter().filter(|it| spans.outcome[**it].is_failure()).count();
            prop_assert_eq!(row.failed, failed as u64);
            let mut durations: Vec<u64> = all.iter().filter(|it| !spans.is_open[**it])
                .map(|it| spans.duration[*it].0).collect();
            durations.sort_unstable();
            prop_assert_eq!(row.unfinished, (all.len() - durations.len()) as u64);
            let n = durations.len();
            if let Some(times) = row.times {
                // The smallest value that at least so many in a hundred do not exceed.
                let rank = |percent: usize| *durations.iter().find(|value| {
                    durations.iter().filter(|it| it <= value).count() * 100 >= percent * n
                }).expect("a value");
                prop_assert_eq!([times.p50.0, times.p95.0, times.p99.0], [50, 95, 99].map(rank));
                prop_assert_eq!(times.total.0, durations.iter().sum::<u64>());
            } else {
                prop_assert_eq!(n, 0);
            }
            let at_once = all.iter().map(|it| {
                let at = spans.start[*it];
                all.iter().filter(|other| {
                    let range = spans.range(**other);
                    range.contains(&at) || range.start == at && range.is_empty()
                }).count()
            });
            prop_assert_eq!(row.max_concurrency, at_once.max().unwrap_or(0) as u64);
        }
        prop_assert_eq!(n_all, spans.indices().filter(is_in).count());
    }

    #[test]
    fn concurrency_is_the_sum_of_overlaps(drawn in operations(), n_parts in 1_usize..9) {
        let recording = recording_of(&drawn);
        let time = Nanos(7_000)..Nanos(77_001);
        let selection = Selection { time: Some(time.clone()), ..Selection::default() };
        let found = concurrency(&recording, &selection, (1, n_parts), &Task::default()).expect("done");
        let spans = &recording.async_spans;
        let length = time.end.0 - time.start.0;
        let edge = |part: usize| time.start.0 + length * part as u64 / n_parts as u64;
        for part in 0..n_parts {
            let overlap = |it: AsyncSpanIndex| {
                let range = spans.range(it);
                range.end.0.min(edge(part + 1)).saturating_sub(range.start.0.max(edge(part)))
            };
            let expected: u64 = spans.indices().map(overlap).sum();
            let sum: u64 = found.series.iter().map(|it| it.busy[part]).sum();
            prop_assert_eq!(sum, expected, "part {} of {}", part, n_parts);
            // The most at once is met where one begins, or where the part does.
            let moments = spans.indices().map(|it| spans.start[it].0).chain([edge(part)]);
            let inside = moments.filter(|it| (edge(part)..edge(part + 1)).contains(it));
            let at_once = inside.map(|at| spans.indices().filter(|&it| {
                let range = spans.range(it);
                let moment = range.start.0..range.end.0.max(range.start.0 + 1);
                moment.contains(&at)
            }).count());
            prop_assert_eq!(found.peaks[part], at_once.max().unwrap_or(0) as u64);
        }
    }

    #[test]
    fn what_an_operation_did_adds_up_to_its_time(drawn in operations()) {
        let recording = recording_of(&drawn);
        let all = running(&recording, &Task::default()).expect("done");
        let spans = &recording.async_spans;
        for span in spans.indices() {
            if let Some(it) = all[span] {
                prop_assert_eq!(it.running + it.queued + it.waiting, spans.duration[span]);
            }
        }
    }
}
