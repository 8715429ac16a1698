//! Several recordings as one.

use std::path::{Path, PathBuf};

use asyncscope_core::analysis::{Selection, operation_stats, weigh};
use asyncscope_core::combine::{AlignError, Alignment, Part, PartLabel, combine, shifts};
use asyncscope_core::index::RowIndex;
use asyncscope_core::load::{LoadOptions, load, load_any, load_together};
use asyncscope_core::model::{Recording, Request, RequestIndex, WallClock};
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;
use support::events::recorded;

fn together(parts: &[(&Recording, i64)]) -> Recording {
    let part = |&(recording, shift)| Part { recording, shift, label: PartLabel::default() };
    let parts: Vec<Part<'_>> = parts.iter().map(part).collect();
    combine(&parts, &Task::default()).expect("not cancelled")
}

/// Everything that an eye sees of the operations, with times in µs.
fn operations(recording: &Recording) -> Vec<String> {
    let spans = &recording.async_spans;
    let line = |span| {
        let (range, facts) = (spans.range(span), spans.facts_of(span));
        let text = |it| recording.text(it);
        let parent = spans.parent[span].map_or("", |it| text(spans.name[it]));
        let error = facts.error.map_or("", text);
        let (start, end) = (range.start.0 / 1_000, range.end.0 / 1_000);
        format!("{} {start}..{end} <{parent} {error}", text(spans.name[span]))
    };
    spans.indices().map(line).collect()
}

#[test]
fn rows_of_all_parts_stand_in_order_of_time() {
    let first = recorded(
        r#"
        b 10 1.1 a
        b 30 1.2 b parent=1.1
        e 40 1.2 b ok=false error=E
        e 50 1.1 a
        I 60 ResourceSendRequest {"data":{"requestId":"r","url":"u","asyncscopeParent":"1.2"}}
        N 5 1.9 Session {"size":3}
        D 70 1.9 Session
        C 20 memory {"rss":5}
        X 15 3 MajorGC
        "#,
    );
    let second = recorded(
        r"
        b 1 1.1 c
        b 2 1.2 d parent=1.1
        e 3 1.2 d ok=false error=F
        e 90 1.1 c
        X 1 3 MinorGC
        ",
    );
    let whole = together(&[(&first, 0), (&second, 25_000)]);
    assert_eq!(
        operations(&whole),
        ["a 10..50 < ", "c 26..115 < ", "d 27..28 <c F", "b 30..40 <a E"]
    );
    let requests = &whole.requests;
    let operation = requests.rows()[0].operation.expect("it was sent by b");
    assert_eq!(whole.text(whole.async_spans.name[operation]), "b");
    assert_eq!(whole.gcs.start.as_slice(), [Nanos(15_000), Nanos(26_000)]);
    assert_eq!(whole.duration, Nanos(1_000_025_000));
    assert_eq!((whole.processes.pid.len(), whole.threads.tid.len()), (1, 2));
    assert_eq!(whole.recorder.as_ref().map(|it| it.threads.len()), Some(2));
    // A part that begins before the first moves the first.
    let moved = together(&[(&first, 0), (&second, -5_000)]);
    assert_eq!(operations(&moved)[0], "c 1..90 < ");
    assert_eq!(operations(&moved)[2], "a 15..55 < ");
    assert_eq!(moved.clock.origin_ns, first.clock.origin_ns - 5_000);
}

#[test]
fn links_between_requests_stay_within_their_part() {
    let hops = |first: u32, second: u32, name: &str| {
        let sent = |time: u32, url: &str| {
            format!(
                "I {time} ResourceSendRequest {{\"data\":{{\"requestId\":\"r\",\"url\":\"{url}\"}}}}\n"
            )
        };
        recorded(&format!("{}{}", sent(first, name), sent(second, &format!("{name}2"))))
    };
    // Their rows alternate in time.
    let whole = together(&[(&hops(10, 30, "a"), 0), (&hops(5, 25, "b"), 15_000)]);
    let url = |it: &Request| whole.text(it.url).to_owned();
    let linked = |it: Option<RequestIndex>| it.map(|it| url(whole.requests.get(it)));
    let rows = whole.requests.rows().iter();
    let rows = rows.map(|it| (url(it), linked(it.redirected_from), linked(it.redirected_to)));
    let named = |it: &str| Some(it.to_owned());
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [
            ("a".to_owned(), None, named("a2")),
            ("b".to_owned(), None, named("b2")),
            ("a2".to_owned(), named("a"), None),
            ("b2".to_owned(), named("b"), None),
        ]
    );
    let threads = whole.requests.rows().iter().filter_map(|it| it.thread);
    assert_eq!(threads.map(RowIndex::row).collect::<Vec<_>>(), [0, 1, 0, 1]);
}

#[test]
fn statistics_of_the_whole_are_those_of_the_parts() {
    let first = recorded("b 10 1.1 a\ne 20 1.1 a\nb 30 1.2 a");
    let second = recorded("b 10 1.1 a\ne 13 1.1 a\nb 5 1.3 z\ne 9 1.3 z");
    let whole = together(&[(&first, 0), (&second, 1_000)]);
    let rows = operation_stats(&whole, &Selection::default(), &Task::default()).expect("done");
    let a = rows[0];
    let times = a.times.expect("two ended");
    assert_eq!((a.count, a.unfinished, times.total), (3, 1, Nanos(13_000)));
    assert_eq!(a.max_concurrency, 2);
}

fn with_clock(origin_ns: i64, unix_ns: Option<i64>) -> Recording {
    Recording { clock: WallClock { origin_ns, unix_ns }, ..Recording::default() }
}

#[test]
fn clocks_decide_where_they_can_and_hands_where_they_cannot() {
    const S: i64 = 1_000_000_000;
    let a = with_clock(100 * S, Some(5_000 * S));
    let near = with_clock(103 * S, None);
    let other_machine = with_clock(90 * S, Some(5_007 * S));
    let far = with_clock(900_000 * S, None);
    let shift = |it: &Recording, alignment| shifts(&[&a, it], alignment).map(|it| it[1]);
    assert_eq!(shift(&near, Alignment::Auto), Ok(3 * S));
    assert_eq!(shift(&other_machine, Alignment::Auto), Ok(7 * S), "their clocks contradict");
    assert_eq!(shift(&other_machine, Alignment::Clock), Ok(-10 * S));
    assert_eq!(shift(&other_machine, Alignment::WallTime), Ok(7 * S));
    assert_eq!(shift(&near, Alignment::WallTime), Err(AlignError::NoTimeOfDay(2)));
    assert_eq!(shift(&far, Alignment::Auto), Err(AlignError::NoClock(2)));
    assert_eq!(shift(&far, Alignment::ByHand(-4)), Ok(-4));
}

#[test]
fn names_of_files_tell_process_and_thread() {
    let label = PartLabel::of_file("CPU.20260102.030405.4711.2.003.cpuprofile.gz");
    assert_eq!((label.pid, label.thread.as_str()), (Some(4711), "Worker 2"));
    assert_eq!(PartLabel::of_file("CPU.1.2.4711.0.001.cpuprofile").thread, "Main thread");
    let label = PartLabel::of_file("worker-1.cpuprofile");
    assert_eq!((label.pid, label.thread.as_str()), (None, "worker-1"));
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample-data/node-20/workers")
}

/// The folder that `node --cpu-prof` fills is one recording: each file is a thread of it, on the
/// clock that all of them share.
#[test]
fn a_folder_of_profiles_is_one_recording() {
    let (options, task) = (LoadOptions::default(), Task::default());
    let whole = load_any(&samples(), &options, &task).expect("a folder of profiles");
    let names: Vec<String> =
        whole.threads.process.indices().map(|it| whole.thread_name(it)).collect();
    assert_eq!(names, ["main", "worker-1", "worker-2"]);
    assert_eq!(whole.processes.pid.len(), 1);
    let parts = ["main", "worker-1", "worker-2"]
        .map(|it| load(&samples().join(format!("{it}.cpuprofile")), &options, &task).expect("one"));
    let earliest = parts.iter().map(|it| it.clock.origin_ns).min().expect("three");
    assert_eq!(whole.clock.origin_ns, earliest);
    for (profile, part) in whole.profiles.iter().zip(&parts) {
        let shift = part.clock.origin_ns.abs_diff(earliest);
        let only = &part.profiles.as_slice()[0].samples;
        assert_eq!(profile.samples.len(), only.len());
        assert_eq!(profile.samples.times()[0].0, only.times()[0].0 + shift);
        // Each sample is of the function that it was.
        let name =
            |recording: &Recording, row: usize, samples: &asyncscope_core::model::SampleTable| {
                let stack = samples.stacks()[row].expect("a stack");
                recording.frame_place(recording.stacks.frame(stack))
            };
        for row in [0, only.len() / 2, only.len() - 1] {
            assert_eq!(name(&whole, row, &profile.samples), name(part, row, only));
        }
    }
    let weight = |it: &Recording| weigh(it, &Selection::default(), &task).expect("done").sum;
    assert_eq!(weight(&whole), parts.iter().map(weight).sum::<u64>());
}

#[test]
fn snapshots_that_a_recording_names_are_not_read_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let recording = folder.path().join("a.asyncscope.json");
    let text =
        support::events::file_of(r#"I 10 heapSnapshot {"generation":0,"file":"a-0.heapsnapshot"}"#);
    std::fs::write(&recording, text).expect("written");
    let named = folder.path().join("a-0.heapsnapshot");
    std::fs::write(&named, "not read").expect("written");
    let other = folder.path().join("b-0.heapsnapshot");
    std::fs::write(&other, "read, and no snapshot").expect("written");
    let (options, task) = (LoadOptions::default(), Task::default());
    let load = |files: &[PathBuf]| load_together(files, Alignment::Auto, &options, &task);
    let whole = load(&[named.clone(), recording.clone()]).expect("a recording and its snapshot");
    assert_eq!(whole.snapshots.len(), 1);
    assert!(load(&[recording, other]).is_err());
    let missing = asyncscope_core::files::snapshot_beside;
    assert_eq!(missing(&folder.path().join("a.asyncscope.json"), "a-0.heapsnapshot"), Some(named));
    assert_eq!(missing(&folder.path().join("a.asyncscope.json"), "../x/a-0.heapsnapshot"), None);
}
