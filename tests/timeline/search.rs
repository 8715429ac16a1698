//! Searches over everything that has a name.

use asyncscope_core::analysis::{
    FlameRow, NameFilter, Search, Selection, samples_in_time, search, search_marks, spans_in_time,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{FrameIndex, ProfileIndex, Recording, ThreadIndex};
use asyncscope_core::units::{Nanos, TimeRange};
use proptest::prelude::*;
use support::{recording, span_recording};

use super::{add_async_spans, parts, sampled, task, within};

fn find(recording: &Recording, text: &str) -> Search {
    let filter = NameFilter::parse(text).expect("a filter").expect("not empty");
    search(recording, &filter, &task()).expect("not cancelled")
}

fn add_instant(recording: &mut Recording, at: u64, name: &str) {
    let name = recording.strings.intern(name);
    let instants = &mut recording.instants;
    instants.thread.push(ThreadIndex::from_row(0));
    instants.time.push(Nanos(at));
    instants.name.push(name);
    instants.group.push(name);
    instants.is_mark.push(true);
}

fn marks(recording: &Recording, text: &str, selection: &Selection, n: usize) -> Vec<u64> {
    let found = find(recording, text);
    search_marks(recording, &found, selection, n, &task()).expect("not cancelled").n_matches
}

#[test]
fn functions_match_by_name_and_script() {
    let recording = recording("main > map@/app/node_modules/lodash/map.js 2\nmain > @/app/x.js 1");
    assert_eq!(find(&recording, "LODASH").n_functions, 1);
    assert_eq!(find(&recording, "/^ma/").n_functions, 2);
    assert_eq!(find(&recording, "/app/").n_functions, 3);
    assert_eq!(find(&recording, "anonymous").n_functions, 1);
    let nothing = find(&recording, "nothing");
    assert!(nothing.is_empty() && nothing.texts.count() == 0);
}

#[test]
fn spans_moments_and_threads_match_by_name() {
    let mut recording = span_recording(
        "0..9 load page
           1..4 parse
         thread loader
         2..3 load script",
    );
    let detail = recording.strings.intern("reload.js");
    let parse = recording.spans.of_thread(ThreadIndex::from_row(0)).nth(1).expect("two");
    recording.spans.detail[parse] = Some(detail);
    add_async_spans(&mut recording, "3..5 load\n4..6 other");
    add_instant(&mut recording, 7, "load event");
    let found = find(&recording, "load");
    assert_eq!((found.n_spans, found.n_async_spans, found.n_instants), (3, 1, 1));
    assert_eq!(found.threads, [ThreadIndex::from_row(1)]);
    assert!(!found.is_empty());
    let layout =
        spans_in_time(&recording, ThreadIndex::from_row(0), &task()).expect("not cancelled");
    assert_eq!(found.n_boxes(&recording, &layout, &task()), Ok(2));
}

#[test]
fn marks_count_what_touches_a_part() {
    let mut recording = span_recording("0..9 load\n  1..4 parse");
    add_async_spans(&mut recording, "3..20 load");
    add_instant(&mut recording, 15, "load");
    add_instant(&mut recording, 20, "load");
    let all = Selection::default();
    assert_eq!(marks(&recording, "load", &all, 4), [2, 2, 1, 3]);
    assert_eq!(marks(&recording, "parse", &all, 4), [1, 0, 0, 0]);
    assert_eq!(marks(&recording, "load", &within(&(Nanos(8)..Nanos(12))), 4), [2, 1, 1, 1]);
    let nobody = Selection { threads: Some(Vec::new()), ..Selection::default() };
    assert_eq!(marks(&recording, "load", &nobody, 2), [0, 0]);
    assert_eq!(marks(&recording, "load", &all, 0), [] as [u64; 0]);
}

#[test]
fn a_sample_is_marked_if_any_of_its_callers_matches() {
    let recording = recording("main > find > read 4\nmain 4\nmain > read 2");
    assert_eq!(marks(&recording, "find", &Selection::default(), 5), [1, 1, 0, 0, 0]);
    assert_eq!(marks(&recording, "read", &Selection::default(), 5), [1, 1, 0, 0, 1]);
}

/// Whether a sample's stack has a function whose name or script holds `text`.
fn has(recording: &Recording, thread: usize, row: usize, text: &str) -> bool {
    let profile = &recording.profiles[ProfileIndex::from_row(thread)];
    let stack = profile.samples.stacks()[row];
    let path = stack.map(|it| recording.stacks.path(it).collect::<Vec<_>>());
    path.unwrap_or_default()
        .into_iter()
        .any(|it| named(recording, recording.stacks.frame(it), text))
}

fn named(recording: &Recording, frame: FrameIndex, text: &str) -> bool {
    let url = recording.text(recording.frames.get(frame).url);
    recording.frame_name(frame).contains(text) || url.contains(text)
}

proptest! {
    #[test]
    fn counts_and_marks_are_what_a_look_at_everything_gives(
        recording in sampled(), (range, n) in parts(), text in prop::sample::select(&["a", "one", "s", "(", "zz"]),
    ) {
        let found = find(&recording, text);
        let frames: Vec<FrameIndex> =
            recording.frames.indices().filter(|&it| named(&recording, it, text)).collect();
        prop_assert_eq!(found.frames.iter().collect::<Vec<_>>(), frames.clone());
        prop_assert_eq!(found.n_functions, frames.len() as u64);

        let marks = search_marks(&recording, &found, &within(&range), n, &task()).expect("not cancelled");
        let is_empty = |part: usize| marks.buckets.bucket(part).is_empty();
        for part in (0..n).filter(|&it| !is_empty(it)) {
            let TimeRange { start, end } = marks.buckets.bucket(part);
            let mut count = 0;
            for (thread, profile) in recording.profiles.iter().enumerate() {
                for row in 0..profile.samples.len() {
                    let (from, to) = (profile.samples.times()[row], profile.samples.end(row));
                    let moment = start <= from && from < end;
                    let touches = moment || (from < end && start < to);
                    count += u64::from(touches && has(&recording, thread, row, text));
                }
            }
            prop_assert_eq!(marks.n_matches[part], count, "part {}", part);
        }

        for profile in recording.profiles.indices() {
            let all = Selection::default();
            let layout = samples_in_time(&recording, profile, &all, &task()).expect("not cancelled");
            let items = layout.rows().iter().flat_map(FlameRow::items);
            let boxes = items.filter(|&&it| frames.contains(&FrameIndex::from_row(it as usize)));
            prop_assert_eq!(found.n_boxes(&recording, &layout, &task()), Ok(boxes.count() as u64));
        }
    }
}
