//! The visit to the sample site, recorded in three forms, against the plan of the site.

use std::fs;
use std::path::{Path, PathBuf};

use asyncscope_core::analysis::requests::redirect_chain;
use asyncscope_core::load::{LoadOptions, load};
use asyncscope_core::model::requests::{Answerer, Measure, Outcome, Phase, RequestKind};
use asyncscope_core::model::{Recording, Request, RequestIndex};
use asyncscope_core::task::Task;
use serde_json::Value;

fn sample_data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").join("sample-data")
}

fn open(name: &str) -> Recording {
    let path = sample_data().join("chromium-156").join(name);
    load(&path, &LoadOptions::default(), &Task::default()).unwrap_or_else(|it| panic!("{it}"))
}

fn truth() -> Value {
    let text = fs::read_to_string(sample_data().join("requests-truth.json")).expect("the truth");
    serde_json::from_str(&text).expect("JSON")
}

/// The requests for `url` by `method` that no redirect led to.
fn asked(recording: &Recording, method: &str, url: &str) -> Vec<RequestIndex> {
    let is_it = |it: &Request| {
        it.redirected_from.is_none()
            && recording.text(it.url) == url
            && recording.text(it.method) == method
    };
    let requests = &recording.requests;
    requests.indices().filter(|&it| is_it(requests.get(it))).collect()
}

/// Checks what a recording says against the plan; a trace tells that a request failed, but not why,
/// and nothing of one that was never sent.
fn check(name: &str, tells_why: bool) {
    let recording = open(name);
    let truth = truth();
    for step in truth["requests"].as_array().expect("requests") {
        let text = |key: &str| step[key].as_str().unwrap_or_default();
        let place = format!("{name}: {} {}", text("method"), text("url"));
        let found = asked(&recording, text("method"), text("url"));
        let expected = match text("outcome") {
            "blocked" if !tells_why => {
                assert!(found.is_empty(), "{place}");
                continue;
            }
            "aborted" if !tells_why => "no_response",
            other => other,
        };
        assert_eq!(Some(found.len() as u64), step["count"].as_u64(), "{place}: how many");
        for &first in &found {
            check_one(&recording, first, step, (expected, &place));
        }
        let is_kept = |it: &&RequestIndex| recording.requests.get(**it).answerer.is_cache();
        let n_cached = found.iter().filter(is_kept).count() as u64;
        assert_eq!(n_cached, step["cached"].as_u64().unwrap_or(0), "{place}: from a cache");
    }
    check_socket(&recording, &truth["socket"]);
    let losses = recording.has_losses();
    assert!(!losses, "{name}: {:?}", recording.warnings);
}

#[track_caller]
fn check_one(
    recording: &Recording,
    first: RequestIndex,
    step: &Value,
    (outcome, place): (&str, &str),
) {
    let requests = &recording.requests;
    let chain = redirect_chain(requests, first);
    let redirects = step["redirects"].as_u64().unwrap_or(0);
    assert_eq!(chain.len() as u64 - 1, redirects, "{place}: redirects");
    let last = requests.get(chain[chain.len() - 1]);
    if let Some(url) = step["last"].as_str() {
        assert_eq!(recording.text(last.url), url, "{place}: where the redirects lead");
    }
    assert_eq!(last.outcome.key(), outcome, "{place}: {:?}", last.reason);
    assert_eq!(last.status.map(u64::from), step["status"].as_u64(), "{place}: status");
    if let Some(bytes) = step["bytes"].as_u64() {
        assert_eq!(last.decoded.get().unwrap_or(0), bytes, "{place}: bytes of content");
    }
    if let Some(kind) = step["type"].as_str() {
        assert_eq!(last.kind.key(), kind, "{place}");
    }
    let is_pending = last.outcome == Outcome::Pending;
    assert_eq!(is_pending, last.duration == Measure::NONE, "{place}: only pending ones never end");
    if let Some(millis) = step["atLeastMs"].as_u64() {
        let wait = last.phases.wait.get().expect("a wait");
        assert!(wait >= millis * 1_000_000, "{place}: waited {wait} ns");
    }
}

#[track_caller]
fn check_socket(recording: &Recording, truth: &Value) {
    let url = truth["url"].as_str().expect("an address");
    let found = asked(recording, "GET", url);
    assert_eq!(found.len(), 1, "{url}");
    let socket = recording.requests.get(found[0]);
    let messages = truth["messages"].as_u64().expect("a number");
    assert_eq!(socket.messages.map(u64::from), [messages; 2], "{url}");
    assert_eq!((socket.kind, socket.status), (RequestKind::WebSocket, Some(101)));
    assert_eq!(socket.outcome, Outcome::Success);
}

#[test]
fn the_har_tells_what_the_site_did() {
    check("site.har", true);
}

#[test]
fn the_trace_tells_what_the_site_did() {
    check("site-trace.json.gz", false);
}

#[test]
fn the_log_of_the_protocol_tells_what_the_site_did() {
    check("site.devtoolslog.json", true);
}

/// The HAR was made of the log by another program, so both must give the same times.
#[test]
fn har_and_log_give_the_same_times() {
    let (har, log) = (open("site.har"), open("site.devtoolslog.json"));
    assert_eq!(har.requests.len(), log.requests.len());
    for (a, b) in har.requests.rows().iter().zip(log.requests.rows()) {
        assert_eq!(har.text(a.url), log.text(b.url));
        // Dates of a HAR have milliseconds.
        assert!(a.start.0.abs_diff(b.start.0) <= 1_000_000, "{}", har.text(a.url));
        let near = |a: Measure, b: Measure| match (a.get(), b.get()) {
            (Some(a), Some(b)) => a.abs_diff(b) < 10_000,
            (a, b) => a == b,
        };
        for phase in [Phase::Dns, Phase::Connect, Phase::Ssl, Phase::Wait, Phase::Receive] {
            let (a_phase, b_phase) = (a.phases.get(phase), b.phases.get(phase));
            // A HAR must have `wait` and `receive`, even where nothing was sent.
            let is_near = near(a_phase, b_phase) || b_phase == Measure::NONE;
            // Nothing went over the network, and each of them puts that time elsewhere.
            let is_near = is_near || b.answerer == Answerer::Address;
            assert!(is_near, "{phase:?} of {}: {a_phase:?} {b_phase:?}", har.text(a.url));
        }
        // The time of a HAR is that of its phases; between them some time may pass.
        let (a_time, b_time) = (a.duration.get(), b.duration.get());
        assert_eq!(a_time.is_some(), b_time.is_some(), "{}", har.text(a.url));
        assert!(a_time.unwrap_or(0) <= b_time.unwrap_or(0) + 10_000, "{}", har.text(a.url));
        assert_eq!(a.initiator.kind, b.initiator.kind, "{}", har.text(a.url));
    }
}
