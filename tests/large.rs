//! The large recordings that benches use keep the invariants of what is read from files.

use asyncscope_core::index::{Column, RowIndex as _};
use asyncscope_core::model::{AsyncSpanTable, Recording, SpanTable, ThreadIndex};
use support::large::Large;

fn small() -> Large {
    Large::default().divided_by(1_000)
}

fn rows<I, T: Clone>(column: &Column<I, T>) -> Vec<T>
where
    I: asyncscope_core::index::RowIndex,
{
    column.as_slice().to_vec()
}

#[test]
fn they_hold_what_was_asked_for() {
    let (size, recording) = (small(), small().recording());
    let samples: usize = recording.profiles.iter().map(|it| it.samples.len()).sum();
    assert_eq!(samples, size.samples);
    assert_eq!(recording.stacks.len(), size.nodes);
    assert_eq!(recording.spans.len(), size.spans);
    assert_eq!(recording.async_spans.len(), size.async_spans);
    assert_eq!(recording.flows.len(), size.flows);
    assert_eq!(recording.instants.time.len(), size.instants);
    assert_eq!(recording.counters.points.iter().map(Vec::len).max(), Some(size.points));
    assert_eq!(recording.threads.process.len(), size.threads);
}

#[test]
fn most_stacks_are_sampled_and_none_is_deeper_than_real_ones() {
    let recording = small().recording();
    let mut sampled = vec![false; recording.stacks.len()];
    for profile in &recording.profiles {
        profile.samples.stacks().iter().flatten().for_each(|it| sampled[it.row()] = true);
    }
    let n_sampled = sampled.iter().filter(|&&it| it).count();
    assert!(n_sampled * 10 > sampled.len() * 8, "{n_sampled} of {}", sampled.len());
    let depths = recording.stacks.indices().map(|it| recording.stacks.depth(it));
    let deepest = depths.max().unwrap_or(0);
    assert!((20..=60).contains(&deepest), "{deepest}");
}

#[test]
fn spans_nest() {
    let recording = small().recording();
    let spans = &recording.spans;
    assert!(spans.thread.as_slice().is_sorted(), "thread by thread");
    for span in spans.indices() {
        let range = spans.range(span);
        assert!(range.end <= recording.duration);
        let Some(parent) = spans.parent[span] else {
            assert_eq!(spans.depth[span], 0);
            continue;
        };
        let around = spans.range(parent);
        assert!(parent < span && spans.thread[parent] == spans.thread[span]);
        assert_eq!(spans.depth[parent] + 1, spans.depth[span]);
        assert!(around.start <= range.start && range.end <= around.end);
    }
    for number in 0..recording.threads.process.len() {
        let starts = spans.of_thread(ThreadIndex::from_row(number)).map(|it| spans.start[it]);
        assert!(starts.is_sorted(), "in order of start");
    }
}

#[test]
fn spans_beside_each_other_do_not_overlap() {
    let recording = small().recording();
    let spans = &recording.spans;
    let mut end_at = Vec::new();
    for number in 0..recording.threads.process.len() {
        end_at.clear();
        for span in spans.of_thread(ThreadIndex::from_row(number)) {
            let (range, depth) = (spans.range(span), spans.depth[span] as usize);
            end_at.truncate(depth + 1);
            if end_at.len() == depth + 1 {
                assert!(end_at[depth] <= range.start, "row {}", span.row());
                end_at[depth] = range.end;
            } else {
                end_at.push(range.end);
            }
        }
    }
}

#[test]
fn everything_else_is_in_order_of_time() {
    let recording = small().recording();
    assert!(recording.async_spans.start.as_slice().is_sorted());
    assert!(recording.instants.time.as_slice().is_sorted());
    let ends = recording.async_spans.indices().map(|it| recording.async_spans.range(it).end);
    assert!(ends.max() <= Some(recording.duration));
    for points in &recording.counters.points {
        assert!(points.iter().map(|it| it.0).is_sorted());
    }
}

#[test]
fn they_are_the_same_in_every_run() {
    let told = |it: &Recording| {
        let SpanTable { start, name, .. } = &it.spans;
        let AsyncSpanTable { duration, .. } = &it.async_spans;
        let samples: Vec<_> = it.profiles.iter().map(|it| it.samples.stacks().to_vec()).collect();
        (rows(start), rows(name), rows(duration), samples, it.counters.points.as_slice().to_vec())
    };
    assert_eq!(told(&small().recording()), told(&small().recording()));
}
