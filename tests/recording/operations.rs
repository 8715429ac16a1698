//! Statistics of operations, worked by hand.

use asyncscope_core::analysis::{
    OperationStats, Selection, concurrency, operation_details, operation_instances,
    operation_pieces, operation_stats, own_times, running,
};
use asyncscope_core::formats::chrome_trace::FORMAT;
use asyncscope_core::model::{AsyncSpanIndex, Recording};
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;
use asyncscope_core::warning::Warnings;
use support::events::recorded;

const MICRO: u64 = 1_000;

fn stats(recording: &Recording, selection: &Selection) -> Vec<OperationStats> {
    operation_stats(recording, selection, &Task::default()).expect("not cancelled")
}

fn find(recording: &Recording, name: &str) -> AsyncSpanIndex {
    let spans = &recording.async_spans;
    spans.indices().find(|&it| recording.text(spans.name[it]) == name).expect("an operation")
}

fn micros(start: u64, end: u64) -> Selection {
    Selection { time: Some(Nanos(start * MICRO)..Nanos(end * MICRO)), ..Selection::default() }
}

/// Ten operations of 1 to 10 µs one after the other, one that fails, one that never ends.
const TEN: &str = "
    b 0 1.0 job kind=op
    e 1 1.0 job ok=true
    b 10 1.1 job kind=op
    e 12 1.1 job ok=true
    b 20 1.2 job kind=op
    e 23 1.2 job ok=false
    b 30 1.3 job kind=op
    e 34 1.3 job ok=true
    b 40 1.4 job kind=op
    e 45 1.4 job ok=true
    b 50 1.5 job kind=op
    e 56 1.5 job ok=true
    b 60 1.6 job kind=op
    e 67 1.6 job ok=true
    b 70 1.7 job kind=op
    e 78 1.7 job ok=true
    b 80 1.8 job kind=op
    e 89 1.8 job ok=true
    b 90 1.9 job kind=op
    e 100 1.9 job ok=true
    b 95 1.10 job kind=op
    b 200 1.11 job kind=other
    e 205 1.11 job ok=true
";

#[test]
fn percentiles_are_nearest_ranks_of_what_ended() {
    let recording = recorded(TEN);
    let [jobs, other] = &stats(&recording, &Selection::default())[..] else { panic!("two rows") };
    assert_eq!((jobs.count, jobs.failed, jobs.unfinished), (11, 1, 1));
    let times = jobs.times.expect("some ended");
    let micros = |it: Nanos| it.0 / MICRO;
    assert_eq!(times.n, 10);
    assert_eq!((micros(times.min), micros(times.max), micros(times.total)), (1, 10, 55));
    // Of ten values the rank of 50 % is 5, of 95 % and 99 % it is 10.
    assert_eq!((micros(times.p50), micros(times.p95), micros(times.p99)), (5, 10, 10));
    assert_eq!(times.avg, Nanos(5_500));
    assert!(times.is_p99_weak());
    assert_eq!(jobs.max_concurrency, 2, "the one that never ended and the last");
    assert_eq!(recording.text(other.kind), "other");
    assert_eq!((other.count, other.max_concurrency), (1, 1));
}

#[test]
fn a_selected_time_takes_whole_operations() {
    let recording = recorded(TEN);
    let rows = stats(&recording, &micros(44, 61));
    let [jobs] = &rows[..] else { panic!("{rows:?}") };
    let times = jobs.times.expect("some ended");
    // Those of 5, 6 and 7 µs, none of them cut.
    assert_eq!((jobs.count, times.total), (3, Nanos(18 * MICRO)));
    assert_eq!(stats(&recording, &micros(45, 50)), [], "an end does not belong to its operation");
}

#[test]
fn what_ends_at_once_or_follows_does_not_overlap() {
    let recording = recorded(
        "
        b 10 1.0 a
        e 20 1.0 a
        b 20 1.1 a
        e 20 1.1 a
        b 20 1.2 a
        e 30 1.2 a
        b 30 1.3 a
        e 31 1.3 a
        ",
    );
    let rows = stats(&recording, &Selection::default());
    // One without length is a moment: at 20 µs it and the third go on.
    assert_eq!((rows[0].count, rows[0].max_concurrency), (4, 2));
    assert_eq!(rows[0].times.expect("all ended").min, Nanos(0));
}

#[test]
fn own_time_is_what_no_part_covers() {
    let recording = recorded(
        "
        b 0 1.1 whole
        b 10 1.2 part parent=1.1
        b 20 1.3 part parent=1.1
        e 30 1.2 part
        b 22 1.4 deep parent=1.3
        e 24 1.4 deep
        e 40 1.3 part
        b 90 1.5 late parent=1.1
        e 100 1.1 whole
        e 150 1.5 late
        ",
    );
    let own = own_times(&recording, &Task::default()).expect("not cancelled");
    // 100 less 10..40 and 90..100; the part of a part counts against that part alone.
    assert_eq!(own[find(&recording, "whole")], Nanos(60 * MICRO));
    assert_eq!(own[find(&recording, "late")], Nanos(60 * MICRO));
    assert_eq!(own[find(&recording, "deep")], Nanos(2 * MICRO));
}

#[test]
fn user_timings_and_timers_of_any_trace_are_operations() {
    let trace = r#"[
        {"ph":"b","cat":"blink.user_timing","name":"render","id":"0x1","pid":1,"tid":1,"ts":0},
        {"ph":"e","cat":"blink.user_timing","name":"render","id":"0x1","pid":1,"tid":1,"ts":5},
        {"ph":"b","cat":"blink.console","name":"load","id":"0x2","pid":1,"tid":1,"ts":0},
        {"ph":"e","cat":"blink.console","name":"load","id":"0x2","pid":1,"tid":1,"ts":4},
        {"ph":"b","cat":"node,node.console","name":"load","id":"0x3","pid":1,"tid":1,"ts":0},
        {"ph":"e","cat":"node,node.console","name":"load","id":"0x3","pid":1,"tid":1,"ts":3},
        {"ph":"b","cat":"cc,benchmark","name":"Frame","id":"0x4","pid":1,"tid":1,"ts":0},
        {"ph":"e","cat":"cc,benchmark","name":"Frame","id":"0x4","pid":1,"tid":1,"ts":2}]"#;
    let (format, warnings) = (FORMAT, Warnings::default());
    let recording = (format.parse)(trace.as_bytes(), &Task::default(), &warnings).expect("a trace");
    let rows = stats(&recording, &Selection::default());
    let row = |it: &OperationStats| {
        let total = it.times.map_or(0, |it| it.total.0 / MICRO);
        format!("{} {} {} {total}", recording.text(it.name), recording.text(it.kind), it.count)
    };
    // Both kinds of console.time are one.
    assert_eq!(
        rows.iter().map(row).collect::<Vec<_>>(),
        ["load console.time 2 7", "render measure 1 5", "Frame cc,benchmark 1 2"]
    );
}

#[test]
fn concurrency_adds_up_part_by_part() {
    // Four parts of 250 ms each; an operation of 500 ms from the middle of the first on, one of
    // 300 ms at the end that never ended.
    let recording = recorded(
        "
        b 125000 1.1 long
        e 625000 1.1 long
        b 700000 1.2 open
        b 710000 1.3 tiny
        e 711000 1.3 tiny
        ",
    );
    let task = Task::default();
    let found =
        concurrency(&recording, &Selection::default(), (1, 4), &task).expect("not cancelled");
    let ms = |it: &[u64]| it.iter().map(|it| it / 1_000_000).collect::<Vec<_>>();
    assert_eq!(found.series.len(), 2);
    assert_eq!(ms(&found.series[0].busy), [125, 250, 125, 0]);
    assert!(found.series[0].key.is_some());
    assert_eq!(ms(&found.series[1].busy), [0, 0, 51, 250], "all others together");
    assert_eq!(found.peaks, [1, 1, 2, 1]);
    assert!((found.mean(&found.series[0], 2) - 0.5).abs() < 1e-9);
}

#[test]
fn outliers_lie_beyond_the_outer_fence() {
    let lines = (0..20).map(|n| {
        let (start, length) = (n * 1_000, if n == 7 { 500 } else { 10 + n % 4 });
        format!("b {start} 1.{n} job\ne {} 1.{n} job", start + length)
    });
    let recording = recorded(&lines.collect::<Vec<_>>().join("\n"));
    let span = find(&recording, "job");
    let key = (recording.async_spans.name[span], recording.async_spans.kind[span]);
    let task = Task::default();
    let all = operation_instances(&recording, &Selection::default(), key, &task).expect("done");
    let outliers = all.outliers().expect("twenty are enough");
    // Quartiles are 10 and 12: the fence is 12 + 3 · 2.
    assert_eq!(outliers.fence, Nanos(18 * MICRO));
    assert_eq!(outliers.rows, [7]);
    let some = operation_instances(&recording, &micros(0, 18_500), key, &task).expect("done");
    assert_eq!(some.outliers(), None, "nineteen are not enough");
}

/// A profile of the main thread: what ran from each moment on, in µs. `-` is idle.
fn profile(samples: &[(u64, &str)], end: u64) -> String {
    let names = ["(root)", "(idle)", "work"];
    let nodes: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(n, name)| {
            let (id, parent) = (n + 1, if n == 0 { "" } else { r#","parent":1"# });
            format!(r#"{{"id":{id}{parent},"callFrame":{{"functionName":"{name}","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1}}}}"#)
        })
        .collect();
    let ids: Vec<String> =
        samples.iter().map(|it| if it.1 == "-" { "2" } else { "3" }.to_owned()).collect();
    let mut last = 0;
    let deltas: Vec<String> = samples
        .iter()
        .map(|it| {
            let delta = it.0 - last;
            last = it.0;
            delta.to_string()
        })
        .collect();
    format!(
        r#"P 0 Profile {{"data":{{"startTime":0}}}}
        P {end} ProfileChunk {{"data":{{"endTime":{end},"cpuProfile":{{"nodes":[{}],"samples":[{}]}},"timeDeltas":[{}]}}}}"#,
        nodes.join(","),
        ids.join(","),
        deltas.join(",")
    )
}

/// The loop is busy from 100 to 200 µs and from 500 to 600 µs.
fn busy_twice() -> String {
    let samples = [(0, "-"), (100, "work"), (200, "-"), (500, "work"), (600, "-"), (900, "-")];
    profile(&samples, 1_000)
}

#[track_caller]
fn check_running(lines: &str, name: &str, expected: [u64; 3]) {
    let recording = recorded(&format!("{}\n{lines}", busy_twice()));
    let all = running(&recording, &Task::default()).expect("not cancelled");
    let it = all[find(&recording, name)].expect("there are samples");
    let found = [it.running, it.queued, it.waiting].map(|it| it.0 / MICRO);
    assert_eq!(found, expected, "{name}: running, queued, waiting");
}

#[test]
fn an_operation_runs_from_its_begin_and_up_to_its_end() {
    // It runs from 150 until the loop is idle, waits, and is done at the end of the next stretch.
    check_running("b 150 1.1 a\ne 600 1.1 a", "a", [150, 0, 300]);
    check_running("b 150 1.1 a\ne 530 1.1 a", "a", [80, 0, 300]);
    check_running("b 120 1.1 a\ne 180 1.1 a", "a", [60, 0, 0]);
    // Idle all the time.
    check_running("b 250 1.1 a\ne 450 1.1 a", "a", [0, 0, 200]);
    // Unfinished: it runs, and waits to the end.
    check_running("b 150 1.1 a", "a", [50, 0, 999_800]);
}

#[test]
fn what_comes_behind_others_in_a_stretch_was_perhaps_queued() {
    // b is done at 550, so a cannot have run before that: from 500 to 550 it may have been queued.
    let two = "b 150 1.1 a\nb 160 1.2 b\ne 550 1.2 b\ne 580 1.1 a";
    check_running(two, "a", [10 + 30, 50, 340]);
    check_running(two, "b", [40 + 50, 0, 300]);
    // What began right before is what runs, whatever ends next.
    let three = "b 150 1.1 a\nb 520 1.3 c\ne 550 1.1 a\ne 900 1.3 c";
    check_running(three, "a", [50, 50, 300]);
    check_running(three, "c", [30, 0, 350]);
}

#[test]
fn what_parts_run_their_whole_runs() {
    let nested = "b 150 1.1 whole\nb 160 1.2 part parent=1.1\ne 550 1.2 part\ne 580 1.1 whole";
    check_running(nested, "part", [90, 0, 300]);
    check_running(nested, "whole", [130, 0, 300]);
}

/// Worked out by hand from the same stretches, in microseconds: ran until, perhaps queued since,
/// ran again since.
#[test]
fn pieces_stand_where_an_operation_ran_and_waited() {
    let check = |lines: &str, name: &str, expected: [u64; 3]| {
        let recording = recorded(&format!("{}\n{lines}", busy_twice()));
        let all = operation_pieces(&recording, &Task::default()).expect("not cancelled");
        let it = all[find(&recording, name)].expect("there are samples");
        let found = [it.began, it.queued, it.resumed].map(|it| it.0 / MICRO);
        assert_eq!(found, expected, "{name} of {lines}");
    };
    check("b 150 1.1 a\ne 600 1.1 a", "a", [200, 500, 500]);
    check("b 120 1.1 a\ne 180 1.1 a", "a", [180, 180, 180]);
    check("b 250 1.1 a\ne 450 1.1 a", "a", [250, 450, 450]);
    check("b 150 1.1 a", "a", [200, 1_000_000, 1_000_000]);
    let two = "b 150 1.1 a\nb 160 1.2 b\ne 550 1.2 b\ne 580 1.1 a";
    check(two, "a", [160, 500, 550]);
    check(two, "b", [200, 500, 500]);
    let nested = "b 150 1.1 whole\nb 160 1.2 part parent=1.1\ne 550 1.2 part\ne 580 1.1 whole";
    check(nested, "whole", [160, 500, 500]);
}

#[test]
fn without_samples_nobody_knows_what_ran() {
    let recording = recorded("b 150 1.1 a\ne 600 1.1 a");
    let all = running(&recording, &Task::default()).expect("not cancelled");
    assert_eq!(all[find(&recording, "a")], None);
}

#[test]
fn an_operation_tells_all_that_happened_in_it() {
    let recording = recorded(&format!(
        r#"{}
        b 150 1.1 whole kind=http.server
        b 160 1.2 part parent=1.1
        I 170 ResourceSendRequest {{"data":{{"requestId":"r1","url":"http://h/","asyncscopeParent":"1.2"}}}}
        I 180 ResourceSendRequest {{"data":{{"requestId":"r2","url":"http://h/"}}}}
        I 400 ResourceFinish {{"data":{{"requestId":"r1"}}}}
        X 510 20 MajorGC {{"usedHeapSizeBefore":900,"usedHeapSizeAfter":400}}
        X 570 30 MinorGC
        e 550 1.2 part
        e 580 1.1 whole
        C 140 memory {{"rss":1000,"heapUsed":300}}
        C 590 memory {{"rss":1500,"heapUsed":200}}
        C 700 event loop delay us {{"p50":10,"p99":20,"max":70}}
        C 990 event loop delay us {{"p50":11,"p99":21,"max":900}}
        "#,
        busy_twice()
    ));
    let whole = find(&recording, "whole");
    let details = operation_details(&recording, whole, &Task::default()).expect("not cancelled");
    assert_eq!(details.own, Nanos(40 * MICRO));
    assert_eq!((details.n_children, details.children.len()), (1, 1));
    assert_eq!((details.gc.count, details.gc.total), (2, Nanos(30 * MICRO)), "cut at the end");
    assert_eq!((details.requests.n_own, details.requests.n_in_time), (1, 2));
    let cpu = details.cpu.expect("samples");
    assert_eq!(cpu.busy, Nanos(130 * MICRO));
    assert_eq!(recording.frame_name(cpu.functions[0].frame), "work");
    let delay = details.loop_delay.expect("measured");
    assert_eq!(delay.max, Nanos(70 * MICRO), "the first reading behind it, not the next");
    let memory = details.memory.expect("measured twice");
    assert_eq!(memory.delta(asyncscope_core::analysis::MemoryField::HeapUsed), Some(-100));
    assert_eq!(memory.delta(asyncscope_core::analysis::MemoryField::Rss), Some(500));
    let part = find(&recording, "part");
    let details = operation_details(&recording, part, &Task::default()).expect("not cancelled");
    assert_eq!(details.ancestors, [whole]);
}
