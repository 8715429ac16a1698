//! Processes, threads and the clock.

use asyncscope_core::units::Nanos;
use asyncscope_core::warning::Severity;

use super::{only, read, read_events, severities, thread_name};

#[test]
fn metadata_names_processes_and_threads_wherever_it_stands() {
    let (recording, warnings) = read(
        r#"[
        {"ph":"X","name":"a","pid":7,"tid":8,"ts":50,"dur":1},
        {"ph":"M","name":"thread_name","pid":7,"tid":8,"ts":0,"args":{"name":"Main"}},
        {"ph":"M","name":"process_name","pid":7,"tid":0,"args":{"name":"Renderer"}},
        {"ph":"M","name":"thread_name","pid":7,"tid":9,"args":{"name":"old"}},
        {"ph":"M","name":"thread_name","pid":7,"tid":9,"args":{"name":"W\u00f6rker"}},
        {"ph":"M","name":"process_labels","pid":7,"tid":0,"args":{"labels":"page"}}]"#,
    );
    assert_eq!(severities(&warnings), [(Severity::Skipped, 1)]);
    // A process's name does not make a thread 0.
    assert_eq!(recording.threads.tid.as_slice(), [Some(8), Some(9)]);
    assert_eq!([thread_name(&recording, 0), thread_name(&recording, 1)], ["Main", "Wörker"]);
    assert_eq!(recording.processes.pid.as_slice(), [7]);
    let name = recording.processes.name.as_slice()[0].map(|it| recording.text(it));
    assert_eq!(name, Some("Renderer"));
    // Metadata stands at no time: the recording begins with the span.
    assert_eq!((recording.clock.origin_ns, recording.duration), (50_000, Nanos(1_000)));
}

#[test]
fn metadata_without_a_name_is_counted() {
    let (recording, warnings) = read(
        r#"[{"ph":"M","name":"thread_name","pid":1,"tid":1,"args":null},
            {"ph":"M","name":"process_name","pid":1,"tid":1,"args":{"name":7}},
            {"ph":"M","name":"thread_name","pid":1,"tid":2}]"#,
    );
    assert_eq!(severities(&warnings), [(Severity::Loss, 2), (Severity::Loss, 1)]);
    assert_eq!(thread_name(&recording, 0), "Thread 1");
}

#[test]
fn processes_and_threads_may_be_named_by_text_or_not_at_all() {
    let (recording, warnings) = read(
        r#"[{"ph":"X","name":"a","pid":"renderer","tid":"main","ts":0,"dur":1},
            {"ph":"X","name":"b","pid":"renderer","tid":4,"ts":0,"dur":1},
            {"ph":"X","name":"c","pid":"renderer","tid":"main","ts":5,"dur":1},
            {"ph":"I","name":"d","ts":6}]"#,
    );
    assert_eq!(warnings, []);
    let names: Vec<String> = (0..3).map(|it| thread_name(&recording, it)).collect();
    assert_eq!(names, ["main", "Thread 4", "(not given)"]);
    let pids = recording.processes.pid.as_slice();
    assert!(pids.iter().all(|it| *it < 0), "{pids:?}");
    let names = recording.processes.name.iter().map(|it| it.map(|it| recording.text(it)));
    assert_eq!(names.collect::<Vec<_>>(), [Some("renderer"), Some("(not given)")]);
    let n_spans: Vec<_> =
        recording.threads.tid.indices().map(|it| recording.spans.rows_of(it)).collect();
    assert_eq!(n_spans, [0..2, 2..3, 3..3]);
}

#[test]
fn the_origin_is_the_earliest_event_of_any_kind() {
    // The flow arrow is not shown, but it happened.
    let (recording, _) = read_events(
        r#"
        "ph":"X","name":"a","ts":100,"dur":5
        "ph":"s","name":"f","ts":90,"id":1
        "ph":"M","name":"num_cpus","ts":0,"args":{}
        "ph":"C","name":"c","ts":-20,"args":{"value":1}
        "ph":"R","name":"m","ts":200
        "#,
    );
    assert_eq!((recording.clock.origin_ns, recording.duration), (-20_000, Nanos(220_000)));
}

#[test]
fn the_time_of_day_comes_from_the_metadata() {
    let text = |start: &str| {
        format!(
            r#"{{"metadata":{{"source":"DevTools","startTime":{start},"x":[1]}},
                "traceEvents":[{{"ph":"I","name":"a","pid":1,"tid":1,"ts":5}}]}}"#
        )
    };
    for (start, unix_ns) in [
        (r#""1970-01-01T00:00:01.5Z""#, Some(1_500_000_000)),
        // 20 years with the leap days of 1972 to 1988, and January and February of a leap year.
        (r#""1990-01-01T00:00:00Z""#, Some((20 * 365 + 5) * 86_400_000_000_000)),
        (r#""1992-03-01T00:00:00.000Z""#, Some((22 * 365 + 5 + 60) * 86_400_000_000_000)),
        (r#""yesterday""#, None),
        (r#""2026-13-01T00:00:00Z""#, None),
        ("7", None),
    ] {
        let (recording, warnings) = read(&text(start));
        assert_eq!(warnings, []);
        assert_eq!(recording.clock.unix_ns, unix_ns, "{start}");
    }
}

#[test]
fn our_own_recordings_tell_the_time_of_day_and_who_may_read_them() {
    let text = |reader: &str| {
        format!(
            r#"[{{"ph":"M","name":"asyncscope_recording","ts":1000,"pid":1,"tid":1,
                 "args":{{"version":9,"minReader":{reader},"unixUs":1795377902310056}}}},
                {{"ph":"C","name":"memory","cat":"asyncscope","ts":3000,"pid":1,"tid":1,"args":{{"rss":1}}}}]"#
        )
    };
    let (recording, warnings) = read(&text("1"));
    // No end was written.
    assert!(super::only(&warnings).what.contains("killed"), "{warnings:?}");
    // The recording begins with its header.
    assert_eq!(recording.clock.unix_ns, Some(1_795_377_902_310_056_000));
    assert_eq!(recording.duration.0, 2_000_000);
    let error = super::parse(text("2").as_bytes()).unwrap_err().to_string();
    assert!(error.contains("minReader") && error.contains("is 2"), "{error}");
}

#[test]
fn what_is_not_shown_yet_is_counted_by_kind() {
    let (recording, warnings) = read_events(
        r#"
        "ph":"O","name":"o","ts":1,"id":"0x1","args":{"snapshot":null}
        "ph":"N","name":"o","ts":1,"id":"0x1"
        "ph":"D","name":"o","ts":1,"id":"0x1"
        "ph":"I","name":"ResourceSendRequest","ts":1,"args":{}
        "ph":"I","name":"ResourceReceivedData","ts":1,"args":{}
        "ph":"I","name":"LayoutShift","ts":1,"args":{}
        "ph":"c","name":"sync","ts":1,"args":{}
        "ph":"v","name":"dump","ts":1,"id":"0x1"
        "ph":"P","name":"SampleA","ts":1
        "#,
    );
    let counts: Vec<u64> = warnings.iter().map(|it| it.count).collect();
    assert!(warnings.iter().all(|it| it.severity == Severity::Skipped), "{warnings:?}");
    assert_eq!(counts.iter().sum::<u64>(), 9);
    assert!(recording.spans.is_empty() && recording.instants.time.is_empty());
}

#[test]
fn other_recorders_are_counted_unless_they_are_empty() {
    for (part, n) in [("[]", 0), ("null", 0), ("[1]", 1), (r#""sched_switch""#, 1)] {
        let (_, warnings) = read(&format!(r#"{{"traceEvents":[],"systemTraceEvents":{part}}}"#));
        let counts: Vec<_> = severities(&warnings);
        assert_eq!(counts, vec![(Severity::Skipped, 1); n], "{part}");
    }
}

#[test]
fn unknown_phases_are_lost() {
    let (recording, warnings) = read_events(
        r#"
        "ph":"Z","name":"a","ts":1
        "ph":"XX","name":"a","ts":1
        "ph":"","name":"a","ts":1
        "name":"a","ts":1
        "ph":7,"name":"a","ts":1
        "ph":"X","name":"good","ts":1,"dur":1
        "#,
    );
    assert_eq!(recording.spans.len(), 1);
    assert_eq!(
        severities(&warnings),
        [(Severity::Loss, 2), (Severity::Loss, 2), (Severity::Loss, 1)],
        "{warnings:?}"
    );
    assert_eq!(warnings[0].example, "`Z`");
    let (_, warnings) = read_events(r#""ph":"Z","name":"a","ts":1"#);
    assert_eq!(only(&warnings).offset, Some(1));
}
