//! Arrows between events of a trace.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use asyncscope_core::formats::chrome_trace::FORMAT;
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{Flow, FlowEnd, FlowKind, Recording, SpanIndex, ThreadIndex};
use asyncscope_core::units::Nanos;
use asyncscope_core::warning::{Severity, Warning, Warnings};
use proptest::prelude::*;
use serde_json::Value;

use super::task;

/// Reads events, one per line, written without the members that are the same for all.
fn read(lines: &str) -> (Recording, Vec<Warning>) {
    let lines = lines.lines().map(str::trim).filter(|it| !it.is_empty());
    let event = |line: &str| format!(r#"{{"pid":1,"tid":1,"cat":"c",{line}}}"#);
    parse(format!("[{}]", lines.map(event).collect::<Vec<_>>().join(",\n")).as_bytes())
}

fn parse(text: &[u8]) -> (Recording, Vec<Warning>) {
    let warnings = Warnings::default();
    let recording = (FORMAT.parse)(text, &task(), &warnings).expect("a trace");
    (recording, warnings.into_vec())
}

/// `kind name: thread@microseconds span -> thread@microseconds span` of each.
fn draw(recording: &Recording) -> Vec<String> {
    let end = |end: FlowEnd| {
        let tid = recording.threads.tid[end.thread].unwrap_or(0);
        let span = end.span.map(|it| recording.text(recording.spans.name[it]));
        let origin = recording.clock.origin_ns.unsigned_abs();
        format!("{tid}@{} {}", (origin + end.time.0) / 1_000, span.unwrap_or("-"))
    };
    let flows = recording.flows.indices().map(|it| recording.flows.get(it));
    let draw = |it: Flow| {
        let (kind, name) = (it.kind.key(), recording.text(it.name));
        format!("{kind} {name}: {} -> {}", end(it.from), end(it.to))
    };
    flows.map(draw).collect()
}

#[track_caller]
fn check(lines: &str, expected: &[&str]) {
    let (recording, warnings) = read(lines);
    assert_eq!(draw(&recording), expected);
    assert_eq!(warnings, []);
}

#[test]
fn a_chain_is_an_arrow_per_link() {
    check(
        r#"
        "ph":"X","name":"start","ts":0,"dur":9
        "ph":"s","name":"go","ts":2,"id":0
        "ph":"X","name":"outer","tid":2,"ts":10,"dur":9
        "ph":"X","name":"inner","tid":2,"ts":11,"dur":5
        "ph":"t","name":"go","tid":2,"ts":12,"id":0
        "ph":"f","name":"go","tid":3,"ts":20,"id":0,"bp":"e"
        "#,
        &["flow go: 1@2 start -> 2@12 inner", "flow go: 2@12 inner -> 3@20 -"],
    );
}

#[test]
fn events_may_come_in_any_order() {
    check(
        r#"
        "ph":"f","name":"go","ts":20,"id":"0x5","bp":"e"
        "ph":"s","name":"go","ts":2,"id":"0x5"
        "ph":"X","name":"late","ts":19,"dur":2
        "ph":"X","name":"early","ts":1,"dur":2
        "#,
        &["flow go: 1@2 early -> 1@20 late"],
    );
}

#[test]
fn an_end_without_a_binding_point_means_the_next_span() {
    check(
        r#"
        "ph":"X","name":"around","ts":0,"dur":100
        "ph":"X","name":"past","ts":1,"dur":10
        "ph":"X","name":"next","ts":30,"dur":10
        "ph":"X","name":"within","ts":30,"dur":5
        "ph":"s","name":"a","ts":2,"id":1
        "ph":"f","name":"a","ts":5,"id":1
        "ph":"s","name":"b","ts":3,"id":1
        "ph":"f","name":"b","ts":30,"id":1
        "ph":"s","name":"c","ts":4,"id":1
        "ph":"f","name":"c","ts":50,"id":1
        "#,
        &[
            "flow a: 1@2 past -> 1@30 next",
            "flow b: 1@3 past -> 1@30 next",
            "flow c: 1@4 past -> 1@50 around",
        ],
    );
}

#[test]
fn group_name_id_scope_and_process_tell_flows_apart() {
    check(
        r#"
        "ph":"s","name":"a","ts":0,"id":1
        "ph":"s","name":"b","ts":1,"id":1
        "ph":"s","name":"a","ts":2,"id":2
        "ph":"s","name":"a","ts":3,"id":1,"cat":"d"
        "ph":"s","name":"a","ts":4,"id":1,"scope":"s"
        "ph":"s","name":"a","ts":5,"id2":{"local":1}
        "ph":"s","name":"a","ts":6,"id2":{"local":1},"pid":2,"tid":2
        "ph":"f","name":"a","ts":16,"id2":{"local":1},"pid":2,"tid":2
        "ph":"f","name":"a","ts":15,"id2":{"local":1}
        "ph":"f","name":"a","ts":14,"id":1,"scope":"s"
        "ph":"f","name":"a","ts":13,"id":1,"cat":"d"
        "ph":"f","name":"a","ts":12,"id":"2"
        "ph":"f","name":"b","ts":11,"id":"1"
        "ph":"f","name":"a","ts":10,"id":1,"tid":9
        "#,
        &[
            "flow a: 1@0 - -> 9@10 -",
            "flow b: 1@1 - -> 1@11 -",
            "flow a: 1@2 - -> 1@12 -",
            "flow a: 1@3 - -> 1@13 -",
            "flow a: 1@4 - -> 1@14 -",
            "flow a: 1@5 - -> 1@15 -",
            "flow a: 2@6 - -> 2@16 -",
        ],
    );
}

#[test]
fn of_flows_with_one_id_the_youngest_goes_on() {
    check(
        r#"
        "ph":"s","name":"a","ts":0,"id":1
        "ph":"s","name":"a","ts":1,"id":1
        "ph":"f","name":"a","ts":2,"id":1
        "ph":"f","name":"a","ts":3,"id":1
        "ph":"s","name":"a","ts":4,"id":1
        "ph":"f","name":"a","ts":5,"id":1
        "#,
        &["flow a: 1@0 - -> 1@3 -", "flow a: 1@1 - -> 1@2 -", "flow a: 1@4 - -> 1@5 -"],
    );
}

#[test]
fn bind_ids_tie_spans_of_any_name() {
    check(
        r#"
        "ph":"X","name":"send","ts":0,"dur":5,"bind_id":"0x1","flow_out":true
        "ph":"X","name":"first","ts":10,"dur":5,"bind_id":"0x1","flow_in":true
        "ph":"X","name":"both","ts":20,"dur":5,"bind_id":"0x1","flow_in":true,"flow_out":true,"tid":2
        "ph":"B","name":"last","ts":30,"bind_id":"0x1","flow_in":true
        "ph":"X","name":"inside","ts":30,"dur":1
        "ph":"E","ts":35
        "ph":"X","name":"neither","ts":40,"dur":5,"bind_id":"0x1","flow_in":false
        "#,
        &[
            "flow send: 1@0 send -> 1@10 first",
            "flow send: 1@0 send -> 2@20 both",
            "flow both: 2@20 both -> 1@30 last",
        ],
    );
}

#[test]
fn the_span_that_a_flow_is_named_after_is_meant() {
    check(
        r#"
        "ph":"X","name":"post","ts":5,"dur":9
        "ph":"X","name":"child","ts":5,"dur":4
        "ph":"X","name":"short","ts":20,"dur":0
        "ph":"X","name":"next","ts":20,"dur":3
        "ph":"s","name":"post","ts":5,"id":1
        "ph":"f","name":"post","ts":7,"id":1,"bp":"e"
        "ph":"s","name":"short","ts":20,"id":1
        "ph":"f","name":"short","ts":23,"id":1,"bp":"e"
        "#,
        &["flow post: 1@5 post -> 1@7 child", "flow short: 1@20 short -> 1@23 -"],
    );
}

#[test]
fn what_has_no_other_end_is_counted() {
    let (recording, warnings) = read(
        r#"
        "ph":"f","name":"a","ts":0,"id":1,"bp":"e"
        "ph":"s","name":"a","ts":1,"id":1
        "ph":"t","name":"a","ts":2,"id":2
        "ph":"f","name":"a","ts":3,"id":2
        "ph":"X","name":"x","ts":4,"dur":1,"bind_id":"1","flow_in":true
        "ph":"X","name":"x","ts":5,"dur":1,"bind_id":"1","flow_out":true
        "ph":"X","name":"x","ts":6,"dur":1,"bind_id":"1","flow_out":true
        "#,
    );
    assert_eq!(draw(&recording), ["flow a: 1@2 - -> 1@4 x"]);
    let warnings: Vec<_> = warnings.iter().map(|it| (it.severity, it.count, it.what)).collect();
    assert_eq!(
        warnings,
        [
            (
                Severity::Skipped,
                3,
                "beginnings of arrows between events that end after the recording"
            ),
            (Severity::Skipped, 3, "ends of arrows between events that began before the recording"),
        ]
    );
}

#[test]
fn odd_members_do_not_cost_the_event() {
    let (recording, warnings) = read(
        r#"
        "ph":"X","name":"x","ts":0,"dur":9,"bind_id":{"a":[1]},"flow_in":"yes","flow_out":1
        "ph":"X","name":"y","ts":1,"dur":2,"bind_id":null,"flow_in":null,"bp":7
        "ph":"s","name":"a","ts":2,"id":1,"bp":["e"]
        "ph":"f","name":"a","ts":4,"id":1,"bp":null
        "#,
    );
    assert_eq!(recording.spans.len(), 2);
    assert_eq!(draw(&recording), ["flow a: 1@2 y -> 1@4 x"]);
    assert_eq!(warnings, []);
}

/// A call in a page's frame: `name ts member value [frame]`.
fn call(name: &str, ts: u64, id: &str, frame: &str) -> String {
    let kind = if name.starts_with("Timer") { "timerId" } else { "id" };
    let phase = if name.contains("Fire") { r#""X","dur":2"# } else { r#""I""# };
    format!(
        r#""ph":{phase},"name":"{name}","ts":{ts},"args":{{"data":{{"stackTrace":[{{"x":1}}],"frame":"{frame}","{kind}":{id}}}}}
        "#
    )
}

#[test]
fn timers_fire_until_they_are_removed_or_set_again() {
    let lines = [
        r#""ph":"X","name":"script","ts":0,"dur":5"#.to_owned(),
        call("TimerInstall", 1, "7", "A"),
        call("TimerInstall", 2, "7", "B"),
        call("TimerFire", 10, "7", "A"),
        call("TimerFire", 20, "7", "A"),
        call("TimerFire", 25, "7", "B"),
        call("TimerRemove", 30, "7", "A"),
        call("TimerFire", 31, "7", "A"),
        call("TimerInstall", 40, "7", "A"),
        call("TimerFire", 41, "7", "A"),
        call("TimerFire", 45, "8", "A"),
    ];
    check(
        &lines.join("\n"),
        &[
            "timer TimerInstall: 1@1 script -> 1@10 TimerFire",
            "timer TimerInstall: 1@1 script -> 1@20 TimerFire",
            "timer TimerInstall: 1@2 script -> 1@25 TimerFire",
            "timer TimerInstall: 1@40 - -> 1@41 TimerFire",
        ],
    );
}

#[test]
fn callbacks_run_where_they_were_asked_for() {
    let lines = [
        call("RequestAnimationFrame", 1, "1", "A"),
        call("RequestIdleCallback", 2, "1", "A"),
        call("FireIdleCallback", 10, "1", "A"),
        call("FireAnimationFrame", 20, "1", "A"),
        call("RequestAnimationFrame", 30, "2", "A"),
        call("CancelAnimationFrame", 31, "2", "A"),
        call("FireAnimationFrame", 32, "2", "A"),
        r#""ph":"I","name":"SchedulePostTaskCallback","ts":50,"args":{"data":{"taskId":3}}"#.into(),
        r#""ph":"X","name":"RunPostTaskCallback","ts":60,"dur":1,"tid":2,"args":{"data":{"taskId":3}}"#.into(),
        r#""ph":"X","name":"RunPostTaskCallback","ts":61,"dur":1,"args":{"data":{"taskId":3}}"#.into(),
        r#""ph":"X","name":"FireAnimationFrame","ts":70,"dur":1,"args":{"data":5}"#.into(),
        r#""ph":"X","name":"FireAnimationFrame","ts":75,"dur":1"#.into(),
    ];
    check(
        &lines.join("\n"),
        &[
            "animation_frame RequestAnimationFrame: 1@1 - -> 1@20 FireAnimationFrame",
            "idle_callback RequestIdleCallback: 1@2 - -> 1@10 FireIdleCallback",
            "post_task SchedulePostTaskCallback: 1@50 - -> 1@61 RunPostTaskCallback",
        ],
    );
}

#[test]
fn a_message_is_one_arrow_even_if_handled_before_it_is_noted() {
    check(
        r#"
        "ph":"I","name":"SchedulePostMessage","ts":1,"args":{"data":{"traceId":"9"}}
        "ph":"X","name":"HandlePostMessage","tid":2,"ts":5,"dur":3,"args":{"data":{"traceId":"9"}}
        "ph":"s","name":"SchedulePostMessage","ts":1,"id":1
        "ph":"f","name":"SchedulePostMessage","ts":5,"tid":2,"id":1,"bp":"e"
        "ph":"X","name":"HandlePostMessage","ts":7,"dur":3,"args":{"data":{"traceId":"8"}}
        "ph":"I","name":"SchedulePostMessage","tid":2,"ts":8,"args":{"data":{"traceId":"8"}}
        "ph":"s","name":"HandlePostMessage","ts":7,"id":2
        "ph":"f","name":"HandlePostMessage","ts":8,"tid":2,"id":2,"bp":"e"
        "#,
        &[
            "message SchedulePostMessage: 1@1 - -> 2@5 HandlePostMessage",
            "message SchedulePostMessage: 2@8 - -> 1@7 HandlePostMessage",
        ],
    );
}

#[test]
fn requests_lead_to_answers_and_to_other_requests() {
    let (recording, _) = read(
        r#"
        "ph":"X","name":"navigate","ts":0,"dur":2
        "ph":"I","name":"ResourceSendRequest","ts":1,"args":{"data":{"requestId":"1","url":"http://a"}}
        "ph":"I","name":"ResourceSendRequest","ts":3,"args":{"data":{"requestId":"1","url":"http://b"}}
        "ph":"I","name":"ResourceReceiveResponse","ts":5,"args":{"data":{"requestId":"1"}}
        "ph":"X","name":"ParseHTML","ts":6,"dur":5
        "ph":"I","name":"ResourceSendRequest","ts":7,"args":{"data":{"requestId":"2","url":"http://c","initiator":{"type":"parser","url":"http://b"}}}
        "ph":"I","name":"ResourceSendRequest","ts":8,"args":{"data":{"requestId":"3","url":"http://d","initiator":{"type":"script"}}}
        "ph":"X","name":"handle","ts":12,"dur":3
        "ph":"I","name":"ResourceReceiveResponse","ts":13,"args":{"data":{"requestId":"3"}}
        "ph":"I","name":"ResourceReceiveResponse","ts":14,"args":{"data":{"requestId":"4"}}
        "#,
    );
    let expected = [
        "request ResourceSendRequest: 1@1 navigate -> 1@3 -",
        "request ResourceSendRequest: 1@3 - -> 1@5 -",
        "initiator ResourceSendRequest: 1@5 - -> 1@7 ParseHTML",
        "request ResourceSendRequest: 1@8 ParseHTML -> 1@13 handle",
    ];
    assert_eq!(draw(&recording), expected);
}

#[test]
fn arrows_are_found_by_thread_time_and_span() {
    let (recording, _) = read(
        r#"
        "ph":"X","name":"a","ts":0,"dur":10
        "ph":"X","name":"b","ts":2,"dur":4
        "ph":"X","name":"c","ts":0,"dur":30,"tid":2
        "ph":"s","name":"x","ts":1,"id":1
        "ph":"s","name":"x","ts":3,"id":2
        "ph":"s","name":"x","ts":8,"id":3
        "ph":"f","name":"x","ts":20,"tid":2,"id":1,"bp":"e"
        "ph":"f","name":"x","ts":15,"tid":2,"id":2,"bp":"e"
        "ph":"f","name":"x","ts":9,"id":3,"bp":"e"
        "#,
    );
    let (flows, spans) = (&recording.flows, &recording.spans);
    let [first, second] = [0, 1].map(ThreadIndex::from_row);
    let micros = |from, to| Nanos::from_micros(from)..Nanos::from_micros(to);
    let rows = |it: &mut dyn Iterator<Item = _>| {
        it.map(|it: asyncscope_core::model::FlowIndex| it.row()).collect::<Vec<_>>()
    };
    assert_eq!(rows(&mut flows.leaving(first, &micros(0, 99))), [0, 1, 2]);
    assert_eq!(rows(&mut flows.leaving(first, &micros(3, 8))), [1]);
    assert!(rows(&mut flows.leaving(second, &micros(0, 99))).is_empty());
    assert!(rows(&mut flows.leaving(first, &micros(9, 3))).is_empty());
    assert_eq!(rows(&mut flows.arriving(second, &micros(0, 99)).iter().copied()), [1, 0]);
    assert_eq!(rows(&mut flows.arriving(second, &micros(16, 21)).iter().copied()), [0]);
    let [a, b, c] = [0, 1, 2].map(SpanIndex::from_row);
    assert_eq!(rows(&mut flows.from_span(spans, a)), [0, 2]);
    assert_eq!(rows(&mut flows.from_span(spans, b)), [1]);
    assert_eq!(rows(&mut flows.to_span(spans, a)), [2]);
    assert_eq!(rows(&mut flows.to_span(spans, c)), [1, 0]);
}

/// A sample recording, unpacked.
fn sample(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample-data/chromium-156");
    let bytes = std::fs::read(folder.join(name)).expect("a sample");
    if !bytes.starts_with(b"\x1f\x8b") {
        return bytes;
    }
    let mut content = Vec::new();
    flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut content).expect("a gzip file");
    content
}

/// Chrome's own trace engine (0.0.65) finds the same initiators in this file: 48 of timers, 12 of
/// idle callbacks, 18 of messages, and 1869 flows among which those of messages are. It has none
/// of animation frames, and leaves the 6 messages out that were handled before they were noted. It
/// takes 5 flows for others, whose ids it has twice.
#[test]
fn a_real_page_has_the_arrows_that_chrome_finds() {
    let (recording, warnings) = parse(&sample("page.json.gz"));
    let mut counts: BTreeMap<FlowKind, usize> = BTreeMap::new();
    for flow in recording.flows.indices() {
        *counts.entry(recording.flows.get(flow).kind).or_default() += 1;
    }
    let drawn = [FlowKind::Event, FlowKind::AsyncTask].map(|it| counts[&it]);
    assert_eq!(drawn.iter().sum::<usize>() + 24, 1_872, "pairs of events, 24 of them messages");
    assert_eq!(counts[&FlowKind::Timer], 48);
    assert_eq!(counts[&FlowKind::IdleCallback], 12);
    assert_eq!(counts[&FlowKind::AnimationFrame], 48);
    assert_eq!(counts[&FlowKind::Message], 24);
    assert_eq!(counts[&FlowKind::Request], 54);
    assert!(warnings.iter().all(|it| !it.what.contains("arrows")), "{warnings:?}");
}

#[test]
fn every_pair_of_a_real_page_is_an_arrow() {
    let text = sample("page-small.json");
    let (recording, _) = parse(&text);
    let trace: Value = serde_json::from_slice(&text).expect("JSON");
    let events = || trace.as_array().expect("a list").iter();
    let of_phase = |phase: &'static str| events().filter(move |it| it["ph"] == phase);
    let origin = recording.clock.origin_ns;
    let place = |event: &Value| {
        let nanos = event["ts"].as_i64().expect("a number") * 1_000 - origin;
        (event["pid"].as_i64(), event["tid"].as_i64(), nanos.unsigned_abs())
    };
    let end = |end: FlowEnd| {
        let pid = recording.processes.pid[recording.threads.process[end.thread]];
        (Some(pid), recording.threads.tid[end.thread], end.time.0)
    };
    let arrows: Vec<_> = recording.flows.indices().map(|it| recording.flows.get(it)).collect();
    let mut n_pairs = 0;
    for start in of_phase("s") {
        let ends: Vec<&Value> = of_phase("f").filter(|it| it["id"] == start["id"]).collect();
        let [stop] = ends[..] else { panic!("one end: {start}") };
        let mut pair = [place(start), place(stop)];
        if start["name"] == "HandlePostMessage" {
            pair.reverse();
        }
        assert!(arrows.iter().any(|it| [end(it.from), end(it.to)] == pair), "{start}");
        n_pairs += 1;
    }
    assert_eq!(n_pairs, 39);
}

/// A span on a thread, or a point of a flow.
#[derive(Clone, Debug)]
enum Thing {
    Task { tid: u8, start: u64, length: u64, child: (u64, u64) },
    Point { tid: u8, at: u64, id: u8, phase: char, is_enclosed: bool },
}

fn things() -> impl Strategy<Value = Vec<Thing>> {
    let spans = (1..3_u8, 0..12_u64, 0..9_u64, (0..9_u64, 0..9_u64)).prop_map(
        |(tid, start, length, child)| Thing::Task { tid, start: start * 10, length, child },
    );
    let phases = prop::sample::select(&['s', 's', 't', 'f']);
    let points = (1..3_u8, 0..120_u64, 0..3_u8, phases, any::<bool>()).prop_map(
        |(tid, at, id, phase, is_enclosed)| Thing::Point { tid, at, id, phase, is_enclosed },
    );
    prop::collection::vec(prop_oneof![spans, points], 0..40)
}

fn as_trace(things: &[Thing]) -> String {
    let mut taken = Vec::new();
    let mut lines = Vec::new();
    for (number, thing) in things.iter().enumerate() {
        match *thing {
            Thing::Task { tid, start, length, child: (from, to) } => {
                if taken.contains(&(tid, start)) {
                    continue;
                }
                taken.push((tid, start));
                lines.push(format!(
                    r#""ph":"X","name":"task{number}","tid":{tid},"ts":{start},"dur":{length}"#
                ));
                let (from, to) = (from.min(to).min(length), from.max(to).min(length));
                lines.push(format!(
                    r#""ph":"X","name":"child{number}","tid":{tid},"ts":{},"dur":{}"#,
                    start + from,
                    to - from
                ));
            }
            Thing::Point { tid, at, id, phase, is_enclosed } => {
                let bp = if is_enclosed { r#","bp":"e""# } else { "" };
                lines.push(format!(
                    r#""ph":"{phase}","name":"x","tid":{tid},"ts":{at},"id":{id}{bp}"#
                ));
            }
        }
    }
    lines.join("\n")
}

/// Thread and time of a beginning; of an end also whether it means the next span.
type Arrow = ((u8, u64), (u8, u64, bool));

/// The arrows by going back from every end to the youngest beginning that nobody took.
fn naive(things: &[Thing]) -> Vec<Arrow> {
    let mut points: Vec<_> = things
        .iter()
        .filter_map(|it| match *it {
            Thing::Point { tid, at, id, phase, is_enclosed } => {
                Some((at, tid, id, phase, is_enclosed))
            }
            Thing::Task { .. } => None,
        })
        .collect();
    points.sort_by_key(|it| it.0);
    let mut open: Vec<(u8, (u8, u64))> = Vec::new();
    let mut arrows = Vec::new();
    for (at, tid, id, phase, is_enclosed) in points {
        let youngest = open.iter().rposition(|it| it.0 == id).filter(|_| phase != 's');
        if let Some(youngest) = youngest {
            arrows.push((open[youngest].1, (tid, at, phase == 'f' && !is_enclosed)));
        }
        match (phase, youngest) {
            ('t', Some(row)) => open[row].1 = (tid, at),
            ('s' | 't', _) => open.push((id, (tid, at))),
            (_, Some(row)) => drop(open.remove(row)),
            _ => {}
        }
    }
    arrows
}

/// The innermost span that lasts at a moment, by looking at all; one without length lasts when it
/// begins.
fn enclosing(recording: &Recording, thread: ThreadIndex, at: Nanos) -> Option<SpanIndex> {
    let spans = &recording.spans;
    let lasts = |it: &SpanIndex| {
        let range = spans.range(*it);
        range.contains(&at) || range.start == at
    };
    // Where spans without length lie beside others that begin then, the last one is met last.
    let lasting = || spans.of_thread(thread).filter(lasts);
    let last_root = lasting().filter(|&it| spans.depth[it] == 0).last()?;
    lasting().filter(|&it| it >= last_root).max_by_key(|&it| (spans.depth[it], it))
}

proptest! {
    #[test]
    fn arrows_are_what_going_back_finds(things in things()) {
        let (recording, _) = read(&as_trace(&things));
        let origin = recording.clock.origin_ns;
        let thread = |tid: u8| {
            let mut threads = recording.threads.tid.indices();
            threads.find(|&it| recording.threads.tid[it] == Some(i64::from(tid))).expect("it is there")
        };
        let time = |at: u64| Nanos((i64::try_from(at * 1_000).expect("small") - origin).unsigned_abs());
        let mut expected: Vec<Flow> = Vec::new();
        for ((from_tid, from_at), (tid, at, is_next)) in naive(&things) {
            let end = |tid, at| {
                let (thread, time) = (thread(tid), time(at));
                FlowEnd { thread, time, span: enclosing(&recording, thread, time) }
            };
            let (from, mut to) = (end(from_tid, from_at), end(tid, at));
            if is_next {
                let spans = &recording.spans;
                let next = spans.of_thread(to.thread).find(|&it| spans.start[it] >= to.time);
                to.time = next.map_or(to.time, |it| spans.start[it]);
                to.span = next.or(to.span);
            }
            let name = recording.strings.find("x").expect("it is there");
            expected.push(Flow { from, to, kind: FlowKind::Event, name });
        }
        expected.sort_unstable();
        let found: Vec<Flow> = recording.flows.indices().map(|it| recording.flows.get(it)).collect();
        prop_assert_eq!(found, expected);
    }
}
