//! Complete, begin and end events.

use asyncscope_core::model::{Category, Recording};
use asyncscope_core::warning::Severity;
use proptest::prelude::*;

use super::{draw_spans, list_of, only, parse, read_events};

/// Reads events that must be read without any warning.
fn clean(lines: &str) -> Vec<String> {
    let (recording, warnings) = read_events(lines);
    assert_eq!(warnings, []);
    draw_spans(&recording)
}

#[test]
fn complete_events_nest_by_time() {
    let drawn = clean(
        r#"
        "ph":"X","name":"task","ts":100,"dur":50
        "ph":"X","name":"call","ts":110,"dur":20
        "ph":"X","name":"leaf","ts":115,"dur":5
        "ph":"X","name":"next","ts":130,"dur":20
        "ph":"X","name":"late","ts":150,"dur":1
        "#,
    );
    assert_eq!(
        drawn,
        ["task 0..50", "  call 10..30", "    leaf 15..20", "  next 30..50", "late 50..51"]
    );
}

#[test]
fn events_come_in_any_order() {
    let drawn = clean(
        r#"
        "ph":"X","name":"late","ts":150,"dur":1
        "ph":"X","name":"leaf","ts":115,"dur":5
        "ph":"E","name":"pair","ts":145
        "ph":"X","name":"task","ts":100,"dur":50
        "ph":"B","name":"pair","ts":140
        "#,
    );
    assert_eq!(drawn, ["task 0..50", "  leaf 15..20", "  pair 40..45", "late 50..51"]);
}

#[test]
fn of_those_that_start_together_the_longer_is_outside() {
    let drawn = clean(
        r#"
        "ph":"X","name":"short","ts":0,"dur":5
        "ph":"X","name":"long","ts":0,"dur":9
        "ph":"X","name":"first","ts":20,"dur":3
        "ph":"X","name":"second","ts":20,"dur":3
        "#,
    );
    assert_eq!(drawn, ["long 0..9", "  short 0..5", "first 20..23", "  second 20..23"]);
}

#[test]
fn spans_without_length_stand_beside_each_other() {
    let drawn = clean(
        r#"
        "ph":"X","name":"a","ts":5,"dur":0
        "ph":"X","name":"b","ts":5,"dur":0
        "ph":"X","name":"task","ts":5,"dur":2
        "ph":"X","name":"c","ts":7,"dur":0
        "#,
    );
    assert_eq!(drawn, ["task 0..2", "  a 0..0", "  b 0..0", "c 2..2"]);
}

#[test]
fn an_end_closes_the_innermost_begin() {
    let drawn = clean(
        r#"
        "ph":"B","name":"a","ts":1
        "ph":"B","name":"b","ts":2
        "ph":"E","name":"b","ts":3
        "ph":"E","ts":4
        "ph":"B","name":"c","ts":4
        "ph":"E","name":"c","ts":6
        "#,
    );
    assert_eq!(drawn, ["a 0..3", "  b 1..2", "c 3..5"]);
}

#[test]
fn begins_and_ends_of_one_moment_go_by_the_file() {
    let drawn = clean(
        r#"
        "ph":"B","name":"outer","ts":60
        "ph":"X","name":"middle","ts":60,"dur":10
        "ph":"B","name":"inner","ts":60
        "ph":"E","name":"inner","ts":70
        "ph":"E","name":"outer","ts":70
        "#,
    );
    assert_eq!(drawn, ["outer 0..10", "  middle 0..10", "    inner 0..10"]);
}

#[test]
fn crossed_names_close_the_innermost_and_are_reported() {
    let (recording, warnings) = read_events(
        r#"
        "ph":"B","name":"a","ts":1
        "ph":"B","name":"b","ts":2
        "ph":"E","name":"a","ts":3
        "ph":"E","name":"b","ts":4
        "#,
    );
    assert_eq!(draw_spans(&recording), ["a 0..3", "  b 1..2"]);
    assert_eq!((only(&warnings).severity, only(&warnings).count), (Severity::Repair, 2));
}

#[test]
fn an_end_without_begin_is_lost() {
    let (recording, warnings) = read_events(
        r#"
        "ph":"E","name":"a","ts":1
        "ph":"B","name":"b","ts":2
        "ph":"E","name":"b","ts":3
        "ph":"E","name":"b","ts":4
        "#,
    );
    assert_eq!(draw_spans(&recording), ["b 1..2"]);
    assert_eq!((only(&warnings).severity, only(&warnings).count), (Severity::Loss, 2));
}

#[test]
fn a_begin_without_end_stays_open() {
    let drawn = clean(
        r#"
        "ph":"B","name":"a","ts":0
        "ph":"B","name":"b","ts":1
        "ph":"X","name":"c","ts":2,"dur":3
        "ph":"I","name":"last","ts":9
        "#,
    );
    assert_eq!(drawn, ["a 0..9 open", "  b 1..9 open", "    c 2..5"]);
}

#[test]
fn a_span_without_duration_lasts_as_long_as_the_one_around_it() {
    let drawn = clean(
        r#"
        "ph":"X","name":"task","ts":0,"dur":10
        "ph":"X","name":"cut","ts":4
        "ph":"X","name":"inside","ts":6,"dur":2
        "ph":"X","name":"next","ts":10,"dur":5
        "ph":"X","name":"running","ts":12
        "ph":"X","name":"still","ts":15,"dur":null
        "#,
    );
    assert_eq!(
        drawn,
        [
            "task 0..10",
            "  cut 4..10 open",
            "    inside 6..8",
            "next 10..15",
            "  running 12..15 open",
            "still 15..15 open"
        ]
    );
}

#[test]
fn an_overlap_is_cut_off_where_less_is_lost() {
    // The child ends 2 after its parent: 2 are lost of it rather than 7 of the parent.
    let (child, warnings) = read_events(
        r#"
        "ph":"X","name":"parent","ts":0,"dur":10
        "ph":"X","name":"child","ts":3,"dur":9
        "#,
    );
    assert_eq!(draw_spans(&child), ["parent 0..10", "  child 3..10"]);
    assert_eq!((only(&warnings).severity, only(&warnings).count), (Severity::Repair, 1));
    // The next task begins 1 before the end of the one before: that loses 1, and not 4,900.
    let (task, warnings) = read_events(
        r#"
        "ph":"X","name":"task","ts":0,"dur":100
        "ph":"X","name":"leaf","ts":50,"dur":49
        "ph":"X","name":"next","ts":99,"dur":4901
        "ph":"X","name":"work","ts":200,"dur":4000
        "#,
    );
    assert_eq!(
        draw_spans(&task),
        ["task 0..99", "  leaf 50..99", "next 99..5000", "  work 200..4200"]
    );
    assert_eq!(only(&warnings).count, 1);
}

#[test]
fn every_thread_nests_by_itself() {
    let (recording, warnings) = read_events(
        r#"
        "ph":"X","name":"a","ts":0,"dur":10
        "ph":"X","name":"b","ts":1,"dur":2,"tid":2
        "ph":"B","name":"c","ts":2,"tid":2
        "ph":"X","name":"d","ts":5,"dur":20,"pid":2
        "ph":"E","name":"c","ts":3
        "ph":"E","name":"c","ts":3,"tid":2
        "#,
    );
    // An end on thread 1 does not close what began on thread 2.
    assert_eq!(only(&warnings).severity, Severity::Loss);
    assert_eq!(draw_spans(&recording), ["a 0..10", "b 1..3", "  c 2..3", "d 5..25"]);
    let threads: Vec<Vec<String>> = (0..3).map(|it| names_of(&recording, it)).collect();
    assert_eq!(threads, [vec!["a"], vec!["b", "c"], vec!["d"]]);
}

fn names_of(recording: &Recording, thread: usize) -> Vec<String> {
    use asyncscope_core::index::RowIndex as _;
    let thread = asyncscope_core::model::ThreadIndex::from_row(thread);
    let name = |it| recording.text(recording.spans.name[it]).to_owned();
    recording.spans.of_thread(thread).map(name).collect()
}

#[test]
fn fractions_of_microseconds_are_kept() {
    let drawn = clean(
        r#"
        "ph":"X","name":"a","ts":1.5,"dur":1.001
        "ph":"B","name":"b","ts":3.017
        "ph":"E","name":"b","ts":3.0211
        "#,
    );
    assert_eq!(drawn, ["a 0..1.001", "b 1.517..1.521"]);
}

#[test]
fn times_that_cannot_be_are_lost_one_by_one() {
    for (what, event) in [
        ("negative", r#""ph":"X","name":"x","ts":3,"dur":-1"#),
        ("too far", r#""ph":"X","name":"x","ts":1e18,"dur":1"#),
        ("too long", r#""ph":"X","name":"x","ts":9e15,"dur":9e15"#),
        ("a text", r#""ph":"X","name":"x","ts":"3","dur":1"#),
        ("none", r#""ph":"X","name":"x","dur":1"#),
        ("null", r#""ph":"B","name":"x","ts":null"#),
    ] {
        let (recording, warnings) =
            read_events(&format!("{event}\n\"ph\":\"X\",\"name\":\"good\",\"ts\":5,\"dur\":2"));
        assert_eq!(draw_spans(&recording), ["good 0..2"], "{what}");
        assert_eq!(only(&warnings).severity, Severity::Loss, "{what}");
        assert!(only(&warnings).offset.is_some(), "{what}");
    }
}

#[test]
fn ten_thousand_begins_nest_ten_thousand_deep() {
    let lines: Vec<String> =
        (0..10_000).map(|it| format!(r#""ph":"B","name":"r","ts":{it}"#)).collect();
    let (recording, warnings) = read_events(&lines.join("\n"));
    assert_eq!(warnings, []);
    assert_eq!(recording.spans.depth.as_slice().last(), Some(&9_999));
}

#[test]
fn names_and_groups_tell_the_category() {
    for (name, group, category) in [
        ("FunctionCall", "devtools.timeline", Category::Application),
        ("EvaluateScript", "devtools.timeline", Category::Application),
        ("RunMicrotasks", "v8.execute", Category::Application),
        ("UpdateLayoutTree", "blink,devtools.timeline", Category::StyleLayout),
        ("Layout", "devtools.timeline", Category::StyleLayout),
        ("Commit", "disabled-by-default-devtools.timeline", Category::Paint),
        ("RasterTask", "cc,disabled-by-default-devtools.timeline", Category::Paint),
        ("ParseHTML", "devtools.timeline", Category::Parse),
        ("V8.PreParse", "disabled-by-default-v8.compile", Category::Parse),
        ("v8.compile", "v8,devtools.timeline", Category::Compile),
        ("V8.MaglevBackground", "disabled-by-default-v8.compile", Category::Compile),
        ("FlushInstructionCache", "disabled-by-default-v8.compile", Category::Compile),
        ("MinorGC", "devtools.timeline,v8", Category::GarbageCollection),
        (
            "Parallel scavenge started",
            "devtools.timeline,disabled-by-default-v8.gc",
            Category::GarbageCollection,
        ),
        ("RunTask", "disabled-by-default-devtools.timeline", Category::Program),
        ("ThrottlingURLLoader::Start", "loading", Category::Native),
        ("RunTimers", "node,node.environment", Category::NodeInternals),
        ("build", "rspack", Category::Application),
    ] {
        let event = format!(r#""ph":"X","name":"{name}","ts":0,"dur":1,"cat":"{group}""#);
        let (recording, _) = read_events(&event);
        assert_eq!(recording.spans.category.as_slice(), [category], "{name}");
    }
}

#[test]
fn some_arguments_become_the_detail() {
    for (name, args, detail) in [
        (
            "FunctionCall",
            r#"{"data":{"url":"a.js","lineNumber":20,"functionName":"f"}}"#,
            Some("f"),
        ),
        // The line counts from 1 here, and stays as it is.
        (
            "FunctionCall",
            r#"{"data":{"functionName":"","lineNumber":20,"url":"a.js"}}"#,
            Some("a.js:20"),
        ),
        ("FunctionCall", r#"{"data":null}"#, None),
        ("EvaluateScript", r#"{"data":{"url":"http://x/ts.js"}}"#, Some("http://x/ts.js")),
        ("v8.compile", r#"{"fileName":"y","data":{"url":"x"}}"#, Some("x")),
        ("EventDispatch", r#"{"data":{"type":"cl\u0069ck"}}"#, Some("click")),
        ("TimerFire", r#"{"data":{"frame":"F","timerId":7}}"#, Some("timer 7")),
        ("ParseHTML", r#"{"beginData":{"url":""},"endData":{}}"#, None),
        ("ParseHTML", r#"{"beginData":{"url":"http://x/"}}"#, Some("http://x/")),
        ("RunTask", r#"{"data":{"url":"x"}}"#, None),
        ("EventDispatch", r#"{"data":{"type":7}}"#, None),
    ] {
        let event = format!(r#""args":{args},"ph":"X","name":"{name}","ts":0,"dur":1"#);
        let (recording, warnings) = read_events(&event);
        assert_eq!(warnings, []);
        let found = recording.spans.detail.as_slice()[0].map(|it| recording.text(it));
        assert_eq!(found, detail, "{name} {args}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_lie_within_their_parents(events in prop::collection::vec(
        (0..4_u8, 0..40_u64, prop::option::of(0..30_u64), 0..3_u8), 1..60)
    ) {
        let line = |(phase, ts, dur, tid): &(u8, u64, Option<u64>, u8)| {
            let phase = ["X", "X", "B", "E"][*phase as usize];
            let dur = dur.map_or_else(String::new, |it| format!(r#","dur":{it}"#));
            format!(r#""ph":"{phase}","name":"n","ts":{ts},"tid":{tid}{dur}"#)
        };
        let text = list_of(&events.iter().map(line).collect::<Vec<_>>().join("\n"));
        let (recording, _) = parse(text.as_bytes()).unwrap();
        let n_begun = events.iter().filter(|it| it.0 < 3).count();
        prop_assert_eq!(recording.spans.len(), n_begun);
        check_nesting(&recording);
        check_starts(&recording, &events);
    }
}

/// What `SpanTable` promises.
fn check_nesting(recording: &Recording) {
    let spans = &recording.spans;
    let mut before = None;
    for span in spans.indices() {
        let range = spans.range(span);
        assert!(range.end <= recording.duration);
        if let Some(parent) = spans.parent[span] {
            let around = spans.range(parent);
            assert!(
                around.start <= range.start && range.end <= around.end,
                "{span:?} leaves {parent:?}"
            );
            assert!(parent < span && spans.thread[parent] == spans.thread[span]);
            assert_eq!(spans.depth[span], spans.depth[parent] + 1);
        } else {
            assert_eq!(spans.depth[span], 0);
        }
        let order = (spans.thread[span], range.start, std::cmp::Reverse(range.end));
        assert!(before <= Some(order), "{span:?} is out of order");
        before = Some(order);
    }
}

/// No span is moved: each thread has the starts that the file says.
fn check_starts(recording: &Recording, events: &[(u8, u64, Option<u64>, u8)]) {
    let origin = events.iter().map(|it| it.1).min().unwrap_or(0);
    let spans = &recording.spans;
    let tid = |it| recording.threads.tid[spans.thread[it]].unwrap_or(-1);
    let mut found: Vec<(i64, u64)> =
        spans.indices().map(|it| (tid(it), spans.start[it].0 / 1_000 + origin)).collect();
    let begun = events.iter().filter(|it| it.0 < 3);
    let mut expected: Vec<(i64, u64)> = begun.map(|it| (i64::from(it.3), it.1)).collect();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
}
