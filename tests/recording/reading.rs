//! What each event of a recording becomes.

use asyncscope_core::error::ParseErrorKind;
use asyncscope_core::formats::chrome_trace::FORMAT;
use asyncscope_core::model::{Outcome, ProfileKind, Recording, Request};
use asyncscope_core::task::Task;
use asyncscope_core::units::Nanos;
use asyncscope_core::warning::{Severity, Warnings};
use support::events::{HEADER, file_of, recorded};

/// `name kind start..end outcome <parent`, times in microseconds.
fn operations(recording: &Recording) -> Vec<String> {
    let spans = &recording.async_spans;
    let line = |span| {
        let range = spans.range(span);
        let (name, kind) = (recording.text(spans.name[span]), recording.text(spans.kind[span]));
        let open = if spans.is_open[span] { " open" } else { "" };
        let outcome = spans.outcome[span].key();
        let parent = spans.parent[span].map_or("", |it| recording.text(spans.name[it]));
        let (start, end) = (range.start.0 / 1_000, range.end.0 / 1_000);
        format!("{name} {kind} {start}..{end}{open} {outcome} <{parent}")
    };
    spans.indices().map(line).collect()
}

fn parse(text: &str) -> (Recording, Vec<(Severity, &'static str, u64)>) {
    let warnings = Warnings::default();
    let read = (FORMAT.parse)(text.as_bytes(), &Task::default(), &warnings);
    let recording = read.unwrap_or_else(|error| panic!("{error}\n{text}"));
    let warnings = warnings.into_vec().into_iter().map(|it| (it.severity, it.what, it.count));
    (recording, warnings.collect())
}

#[test]
fn operations_know_kind_parent_and_how_they_ended() {
    let recording = recorded(
        r#"
        b 10 1.1 GET_/a kind=http.server attrs={"method":"GET"}
        b 20 1.2 query kind=op parent=1.1
        b 25 1.3 query kind=op parent=1.1
        e 30 1.2 query ok=true
        e 40 1.3 query ok=false error=TypeError message=no
        e 50 1.1 GET_/a status=200 bytes=12
        b 60 1.4 GET_/a kind=http.server
        e 70 1.4 GET_/a aborted=true
        b 80 1.5 late
        b 90 1.6 GET_/b kind=http.server parent=1.99
        e 95 1.6 GET_/b status=503
        "#,
    );
    assert_eq!(
        operations(&recording),
        [
            "GET_/a http.server 10..50 ok <",
            "query op 20..30 ok <GET_/a",
            "query op 25..40 failed <GET_/a",
            "GET_/a http.server 60..70 aborted <",
            "late measure 80..1000000 open  <",
            "GET_/b http.server 90..95 failed <",
        ]
    );
    let spans = &recording.async_spans;
    let facts: Vec<_> = spans.indices().map(|it| spans.facts_of(it)).collect();
    let text = |it: Option<_>| it.map_or("", |it| recording.text(it));
    assert_eq!(text(facts[0].attrs), r#""method":"GET""#);
    assert_eq!((facts[0].status, facts[0].bytes), (Some(200), Some(12)));
    assert_eq!((text(facts[2].error), text(facts[2].message)), ("TypeError", "no"));
    assert!(facts[4].is_empty());
    let skipped: Vec<_> = recording.warnings.iter().map(|it| (it.severity, it.count)).collect();
    assert_eq!(skipped, [(Severity::Skipped, 1)], "the parent that is not there");
}

#[test]
fn parents_are_found_whatever_the_order_of_lines_and_never_in_circles() {
    let recording = recorded(
        "
        e 40 1.2 inner ok=true
        b 20 1.2 inner parent=1.1
        b 10 1.1 outer parent=1.2
        e 50 1.1 outer ok=true
        ",
    );
    assert_eq!(
        operations(&recording),
        ["outer measure 10..50 ok <", "inner measure 20..40 ok <outer"]
    );
    let spans = &recording.async_spans;
    let inner = spans.indices().next_back().expect("two of them");
    assert_eq!(spans.ancestors(inner).count(), 1);
    assert_eq!(spans.outcome[inner], Outcome::Ok);
}

#[test]
fn header_and_end_tell_how_the_process_ran() {
    let recording = recorded("C 500 memory {\"rss\":1}");
    assert_eq!(recording.source.format, "Asyncscope recording");
    assert_eq!(recording.duration, Nanos(1_000_000_000));
    assert_eq!(recording.clock.unix_ns, Some(1_000_000_000_000));
    let recorder = recording.recorder.as_ref().expect("a recorder");
    let [thread] = recorder.threads.as_slice() else { panic!("one thread: {recorder:?}") };
    assert!(thread.is_main);
    assert_eq!(recording.text(thread.runtime), "v20.20.2");
    assert_eq!(recording.text(thread.platform), "linux x64");
    assert_eq!(recording.text(thread.command), "node app.js");
    assert_eq!(thread.parent_pid, Some(7));
    let end = thread.end.expect("an end");
    assert_eq!((recording.text(end.reason), end.code, end.lost), ("exit", Some(0), 0));
    assert_eq!(recording.warnings, []);
}

#[test]
fn a_killed_recording_says_so_and_a_torn_last_line_is_no_loss() {
    let whole = format!(
        "[\n{HEADER},\n{},\n",
        r#"{"ph":"C","cat":"asyncscope","name":"memory","ts":9,"pid":1,"tid":1,"args":{"rss":5}}"#
    );
    for text in [whole.clone(), format!("{whole}{{\"ph\":\"C\",\"cat\":\"asy")] {
        let (recording, warnings) = parse(&text);
        assert_eq!(recording.counters.name.len(), 1, "{text}");
        assert!(warnings.iter().all(|it| it.0 == Severity::Repair), "{warnings:?}");
        assert!(warnings.iter().any(|it| it.1.contains("killed")), "{warnings:?}");
        let recorder = recording.recorder.expect("a recorder");
        assert_eq!(recorder.killed().count(), 1);
    }
}

#[test]
fn what_the_recorder_lost_is_a_loss() {
    let text = file_of("").replace("\"lost\":0", "\"lost\":3");
    let (_, warnings) = parse(&text);
    assert_eq!(warnings, [(Severity::Loss, "events were lost by the recorder", 3)]);
}

#[test]
fn a_recording_for_newer_readers_is_refused_in_words() {
    let text = file_of("").replace("\"minReader\":1", "\"minReader\":7");
    let error =
        (FORMAT.parse)(text.as_bytes(), &Task::default(), &Warnings::default()).unwrap_err();
    let ParseErrorKind::OutOfRange { found, .. } = &error.kind else { panic!("{error:?}") };
    assert_eq!(found, "7");
    assert!(error.to_string().contains("newer Asyncscope"), "{error}");
}

#[test]
fn what_is_not_known_is_skipped_and_counted() {
    let text = file_of(
        r#"
        Q 5 fromTheFuture {"x":1}
        I 6 alsoFromTheFuture {"x":{"y":[1]}}
        M 7 asyncscope_future {"z":1}
        I 8 TracingStartedInBrowser {}
        I 9 UpdateCounters {"data":{"jsHeapSizeUsed":5}}
        "#,
    );
    let (recording, warnings) = parse(&text);
    assert_eq!(recording.instants.time.len(), 1, "an unknown moment is a moment all the same");
    assert_eq!(recording.counters.name.len(), 0);
    let counts: Vec<_> = warnings.iter().map(|it| (it.0, it.2)).collect();
    let skipped = Severity::Skipped;
    assert_eq!(counts, [(skipped, 1), (skipped, 1), (skipped, 2)], "{warnings:?}");
}

#[test]
fn every_thread_has_its_own_memory_and_event_loop() {
    let recording = recorded(
        r#"
        C 10 memory {"rss":100,"heapUsed":5}
        C 20 event loop delay us {"p50":1,"p99":2,"max":3}
        tid 1001
        C 30 memory {"rss":100,"heapUsed":7}
        "#,
    );
    let counters = &recording.counters;
    let series = counters.name.indices().map(|it| {
        let tid = counters.thread[it].and_then(|it| recording.threads.tid[it]);
        format!("{} {tid:?} {}", recording.text(counters.name[it]), counters.unit[it].key())
    });
    assert_eq!(
        series.collect::<Vec<_>>(),
        [
            "event loop delay us.max Some(1) microseconds",
            "event loop delay us.p50 Some(1) microseconds",
            "event loop delay us.p99 Some(1) microseconds",
            "memory.heapUsed Some(1) bytes",
            "memory.rss Some(1) bytes",
            "memory.heapUsed Some(1001) bytes",
            "memory.rss Some(1001) bytes",
        ]
    );
}

#[test]
fn tracked_objects_live_from_their_n_to_their_d() {
    let recording = recorded(
        r#"
        D 90 1.1 Session
        N 10 1.1 Session {"size":100,"metadata":{"user":"u"}}
        N 20 1.2 Session
        D 5 1.7 Gone
        N 30 1.1 Session {"size":3}
        "#,
    );
    let tracked = &recording.tracked;
    let rows = tracked.indices().map(|it| {
        let micros = |it: Nanos| it.0 / 1_000;
        (micros(tracked.created[it]), tracked.collected[it].map(micros), tracked.size[it])
    });
    // An id that is used again: the collection is of the one that was tracked last.
    assert_eq!(rows.collect::<Vec<_>>(), [(10, None, 100), (20, None, 0), (30, Some(90), 3)]);
    let metadata = tracked.metadata.as_slice()[0].map(|it| recording.text(it));
    assert_eq!(metadata, Some(r#""user":"u""#));
    let skipped: Vec<_> = recording.warnings.iter().map(|it| (it.severity, it.count)).collect();
    assert_eq!(skipped, [(Severity::Skipped, 1)]);
}

#[test]
fn snapshots_requests_and_errors_are_read() {
    let recording = recorded(
        r#"
        b 5 1.1 job kind=op
        I 10 ResourceSendRequest {"data":{"requestId":"1.2","url":"http://h/a-b","requestMethod":"GET","asyncscopeParent":"1.1"}}
        I 12 ResourceSendRequest {"data":{"requestId":"1.3","url":"http://h/a-b","requestMethod":"POST"}}
        I 14 ResourceSendRequest {"data":{"requestId":"1.4","url":"http://h/never"}}
        I 20 ResourceReceiveResponse {"data":{"requestId":"1.2","statusCode":200,"mimeType":"text/plain"}}
        I 30 ResourceFinish {"data":{"requestId":"1.2","encodedDataLength":77,"didFail":false}}
        I 31 ResourceFinish {"data":{"requestId":"1.3","didFail":true,"error":"ECONNREFUSED"}}
        I 40 heapSnapshot {"generation":2,"memoryUsage":{"rss":9,"heapTotal":8,"heapUsed":7,"external":2,"arrayBuffers":1},"file":"a-2.heapsnapshot","bytes":5,"pauseUs":11}
        I 50 error {"name":"TypeError","message":"x is undefined","stack":"…"}
        "#,
    );
    let requests = &recording.requests;
    let rows = requests.rows().iter().map(|it| {
        let (url, method) = (recording.text(it.url), recording.text(it.method));
        let error = it.reason.map_or("", |it| recording.text(it));
        let operation = it.operation.map(|it| recording.async_spans.name[it]);
        let operation = operation.map_or("", |it| recording.text(it));
        let (micros, status) = (it.lasted(recording.duration).0 / 1_000, it.status);
        let outcome = it.outcome.key();
        format!("{method} {url} {micros} {status:?} {error} {outcome} {operation}")
    });
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [
            "GET http://h/a-b 20 Some(200)  success job",
            "POST http://h/a-b 19 None ECONNREFUSED no_response ",
            "GET http://h/never 999986 None  pending ",
        ]
    );
    let transferred = requests.rows().iter().map(|it| it.transferred.get());
    assert_eq!(transferred.collect::<Vec<_>>(), [Some(77), None, None]);
    let answered = requests.rows().iter().map(Request::answered);
    assert_eq!(answered.collect::<Vec<_>>(), [Some(Nanos(20_000)), None, None]);
    let snapshots = &recording.snapshots;
    let first = snapshots.indices().next().expect("a snapshot");
    assert_eq!((snapshots.generation[first], snapshots.time[first]), (2, Nanos(40_000)));
    assert_eq!(snapshots.memory[first].heap_used, Some(7));
    assert_eq!(snapshots.file[first].map(|it| recording.text(it)), Some("a-2.heapsnapshot"));
    assert_eq!(snapshots.pause[first], Some(Nanos(11_000)));
    let instants = &recording.instants;
    let details = instants.detail.iter().map(|it| it.map(|it| recording.text(it)));
    assert_eq!(details.collect::<Vec<_>>(), [Some("TypeError: x is undefined")]);
}

#[test]
fn the_last_allocation_profile_of_a_thread_counts() {
    let profile = |bytes: u64| {
        format!(
            r#"{{"profile":{{"head":{{"callFrame":{{"functionName":"(root)","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1}},"selfSize":0,"id":1,"children":[{{"callFrame":{{"functionName":"leak","scriptId":"1","url":"/app.js","lineNumber":3,"columnNumber":1}},"selfSize":{bytes},"id":2,"children":[]}}]}},"samples":[]}}}}"#
        )
    };
    let lines = format!("I 10 heapProfile {}\nI 20 heapProfile {}", profile(5), profile(9));
    let recording = recorded(&lines);
    let [profile] = recording.profiles.as_slice() else { panic!("{:?}", recording.profiles) };
    assert_eq!(profile.kind, ProfileKind::Allocations);
    assert_eq!(profile.samples.len(), 1);
    assert_eq!(profile.samples.weight(0), 9);
    assert_eq!(profile.samples.times(), [Nanos(20_000)]);
    assert_eq!(recording.warnings.len(), 1, "{:?}", recording.warnings);
}

#[test]
fn a_line_that_was_torn_within_a_character_is_a_loss() {
    let mut text = format!("[\n{HEADER},\n{{\"ph\":\"b\",\"name\":\"caf").into_bytes();
    text.push(0xc3); // the first byte of two
    let warnings = Warnings::default();
    let read = (FORMAT.parse)(&text, &Task::default(), &warnings);
    assert!(read.is_ok());
    assert!(warnings.into_vec().iter().any(|it| it.severity == Severity::Loss));
}
