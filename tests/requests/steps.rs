//! Requests of which a trace or a log tells step by step.

use asyncscope_core::analysis::{operation_details, request_lanes};
use asyncscope_core::model::requests::{Answerer, Measure, Outcome, Side};
use asyncscope_core::model::{Recording, Request};
use asyncscope_core::task::Task;
use serde_json::{Value, json};

use super::{opened, said};

/// An event of a trace, of one process.
fn step(name: &str, ts: u64, data: impl Into<Value>) -> Value {
    let data = data.into();
    json!({ "ph": "I", "cat": "devtools.timeline", "name": name, "pid": 1, "tid": 1, "ts": ts,
            "s": "t", "args": { "data": data } })
}

fn send(ts: u64, id: &str, url: &str) -> Value {
    let data = json!({ "requestId": id, "url": url, "requestMethod": "GET", "priority": "High" });
    step("ResourceSendRequest", ts, data)
}

fn trace(events: &[Value]) -> Recording {
    opened(json!({ "traceEvents": events }).to_string())
}

fn one(events: &[Value]) -> Request {
    let recording = trace(events);
    assert_eq!(recording.requests.len(), 1);
    recording.requests.rows()[0]
}

#[test]
fn moments_count_from_the_time_of_the_request() {
    let row = one(&[
        step("ResourceWillSendRequest", 1_000, json!({ "requestId": "a" })),
        send(1_500, "a", "https://a.example/"),
        step(
            "ResourceReceiveResponse",
            9_000,
            json!({
            "requestId": "a", "statusCode": 200, "mimeType": "text/html", "fromCache": false,
            "timing": { "requestTime": 0.002, "dnsStart": 0.5, "dnsEnd": 0.75, "connectStart": 0.75,
                        "connectEnd": 2.75, "sslStart": 1.75, "sslEnd": 2.75, "sendStart": 3,
                        "sendEnd": 3.1, "receiveHeadersEnd": 5.1 } }),
        ),
        step(
            "ResourceFinish",
            20_000,
            json!({
            "requestId": "a", "didFail": false, "encodedDataLength": 300, "decodedBodyLength": 900,
            "finishTime": 0.0091 }),
        ),
    ]);
    let micros = |it: Measure| it.get().map(|it| it / 1_000);
    let phases = row.phases;
    assert_eq!(row.start.0, 0, "when the browser was about to send it");
    assert_eq!(micros(row.duration), Some(8_100), "until the network was done, not the page");
    assert_eq!(micros(phases.blocked), Some(1_500), "queued 1 ms, then 0.5 ms up to DNS");
    assert_eq!(micros(phases.dns), Some(250));
    assert_eq!((micros(phases.connect), micros(phases.ssl)), (Some(2_000), Some(1_000)));
    assert_eq!((micros(phases.send), micros(phases.wait)), (Some(100), Some(2_000)));
    assert_eq!(micros(phases.receive), Some(2_000));
    assert_eq!((row.transferred.get(), row.decoded.get()), (Some(300), Some(900)));
}

#[test]
fn a_repeated_id_is_a_redirect() {
    let recording = trace(&[
        send(100, "a", "https://a.example/1"),
        send(300, "a", "https://a.example/2"),
        send(600, "a", "https://a.example/3"),
        step("ResourceReceiveResponse", 700, json!({ "requestId": "a", "statusCode": 200 })),
        step("ResourceFinish", 800, json!({ "requestId": "a", "didFail": false })),
    ]);
    let rows = recording.requests.rows();
    let micros: Vec<Option<u64>> =
        rows.iter().map(|it| it.duration.get().map(|it| it / 1_000)).collect();
    assert_eq!(micros, [Some(200), Some(300), Some(200)]);
    assert_eq!(rows[0].redirected_to, recording.requests.indices().nth(1));
    assert_eq!(rows[2].redirected_from, recording.requests.indices().nth(1));
    assert!(rows.iter().all(|it| it.outcome == Outcome::Success));
}

#[test]
fn what_did_not_end_is_pending() {
    let row = one(&[
        send(100, "a", "https://a.example/"),
        step("ResourceReceiveResponse", 300, json!({ "requestId": "a", "statusCode": 200 })),
        step("ResourceReceivedData", 400, json!({ "requestId": "a", "encodedDataLength": 50 })),
    ]);
    assert_eq!((row.outcome, row.duration), (Outcome::Pending, Measure::NONE));
    assert_eq!(row.transferred.get(), Some(50), "what came so far");
    assert_eq!(row.phases.receive, Measure::NONE);
}

#[test]
fn caches_are_told_apart() {
    let answer = |cached: bool, from: &str, encoded: u64| {
        let mut events = vec![
            send(100, "a", "https://a.example/"),
            step(
                "ResourceReceiveResponse",
                300,
                json!({
                "requestId": "a", "statusCode": 200, "fromCache": from != "network",
                "fromServiceWorker": from == "worker" }),
            ),
            step(
                "ResourceFinish",
                400,
                json!({
                "requestId": "a", "didFail": false, "encodedDataLength": encoded }),
            ),
        ];
        if cached {
            events.push(step("ResourceMarkAsCached", 150, json!({ "requestId": "a" })));
        }
        one(&events).answerer
    };
    assert_eq!(answer(false, "network", 90), Answerer::Network);
    assert_eq!(answer(false, "disk", 0), Answerer::DiskCache);
    assert_eq!(answer(false, "disk", 90), Answerer::Network, "it cost bytes");
    assert_eq!(answer(false, "worker", 0), Answerer::ServiceWorker);
    assert_eq!(answer(true, "disk", 0), Answerer::MemoryCache);
}

#[test]
fn steps_without_a_beginning_are_counted() {
    let recording = trace(&[
        send(100, "a", "https://a.example/"),
        step("ResourceFinish", 400, json!({ "requestId": "b", "didFail": false })),
    ]);
    assert_eq!(recording.requests.len(), 1);
    let said = said(&recording);
    assert!(
        said.contains("skipped 1 requests of which the recording holds no beginning"),
        "{said}"
    );
}

#[test]
fn a_recorded_server_tells_of_what_came_in_and_what_went_out() {
    let event = |phase: &str, ts: u64, name: &str, id: &str, args: Value| {
        json!({ "ph": phase, "cat": "blink.user_timing", "name": name, "id": id, "pid": 7, "tid": 7,
                "ts": ts, "args": args })
    };
    let recording = trace(&[
        event("b", 1_000, "GET /orders/7", "7.1", json!({ "kind": "http.server" })),
        event("b", 1_000, "GET /orders/7", "7.2", json!({ "kind": "http.server" })),
        event("b", 1_100, "load order", "7.3", json!({ "kind": "op", "parent": "7.1" })),
        event("b", 1_150, "GET /no", "7.4", json!({ "kind": "measure" })),
        step(
            "ResourceSendRequest",
            1_200,
            json!({ "requestId": "7.5", "url": "http://db/q",
            "requestMethod": "POST", "asyncscopeParent": "7.1" }),
        ),
        step(
            "ResourceFinish",
            1_300,
            json!({ "requestId": "7.5", "didFail": true,
            "error": "ECONNREFUSED" }),
        ),
        event("e", 1_900, "GET /orders/7", "7.2", json!({ "status": 500, "bytes": 12 })),
        event(
            "e",
            2_000,
            "GET /orders/7",
            "7.1",
            json!({ "status": 200, "bytes": 0, "aborted": true }),
        ),
        event("b", 2_000, "PUT /orders/7", "7.6", json!({ "kind": "http.server" })),
    ]);
    let rows: Vec<String> = recording
        .requests
        .rows()
        .iter()
        .map(|it| {
            let reason = it.reason.map_or("", |it| recording.text(it));
            let micros = it.duration.get().map_or(-1, |it| i64::try_from(it / 1_000).unwrap_or(0));
            let (method, url) = (recording.text(it.method), recording.text(it.url));
            format!("{} {method} {url} {micros} {} {reason}", it.side.key(), it.outcome.key())
        })
        .collect();
    assert_eq!(
        rows,
        [
            "server GET /orders/7 1000 aborted ",
            "server GET /orders/7 900 http_error ",
            "client POST http://db/q 100 no_response ECONNREFUSED",
            "server PUT /orders/7 -1 pending ",
        ]
    );
    assert_eq!(recording.requests.rows()[0].side, Side::Server);
    assert_eq!(recording.async_spans.len(), 5, "operations stay what they are");
    check_what_was_sent(&recording);
}

/// Only what was sent belongs to the operation that sent it, and to the track of requests.
fn check_what_was_sent(recording: &Recording) {
    let spans = &recording.async_spans;
    let sender = recording.requests.rows()[2].operation.expect("it names its parent");
    assert_eq!(recording.text(spans.id[sender]), "7.1");
    let details = operation_details(recording, sender, &Task::default()).expect("not cancelled");
    assert_eq!((details.requests.n_own, details.requests.n_in_time), (1, 0));
    let n_drawn = recording.processes.pid.indices().map(|process| {
        let lanes =
            request_lanes(recording, Some(process), &Task::default()).expect("not cancelled");
        let n_boxes: usize =
            lanes.layout.rows().iter().map(asyncscope_core::analysis::FlameRow::len).sum();
        (recording.processes.pid[process], n_boxes)
    });
    assert_eq!(n_drawn.collect::<Vec<_>>(), [(7, 0), (1, 1)]);
}
