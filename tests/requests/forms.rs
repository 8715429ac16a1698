//! What producers of HAR files do differently.

use asyncscope_core::model::requests::{Answerer, Measure, Outcome, RequestKind};
use asyncscope_core::units::Nanos;
use serde_json::{Value, json};

use super::{entry, har, opened, read, said};

fn changed(change: impl FnOnce(&mut Value)) -> Value {
    let mut it = entry(0, 10.0, "GET", "https://a.example/x", 200);
    change(&mut it);
    it
}

#[test]
fn what_does_not_apply_is_not_zero() {
    let row = changed(|it| {
        it["time"] = json!(12.5);
        it["timings"] = json!({
            "blocked": -1, "dns": 0, "connect": 3.5, "ssl": 1.25, "send": 0.5, "wait": 7, "receive": 1.5,
        });
    });
    let recording = opened(har(&[row]));
    let phases = recording.requests.rows()[0].phases;
    assert_eq!(phases.blocked, Measure::NONE);
    assert_eq!(phases.dns.get(), Some(0));
    assert_eq!(phases.ssl.get(), Some(1_250_000));
    assert_eq!(phases.sum(), Some(12_500_000), "TLS is part of connecting");
    assert_eq!(recording.requests.rows()[0].time_gap(), None);
    assert_eq!(said(&recording), "");
}

#[test]
fn a_time_that_is_not_the_sum_is_noted_on_the_row() {
    let recording = opened(har(&[changed(|it| it["time"] = json!(15))]));
    assert_eq!(recording.requests.rows()[0].time_gap(), Some(5_000_000));
}

#[test]
fn marks_calls_and_zones_are_understood() {
    let plain = har(&[entry(0, 10.0, "GET", "https://a.example/", 200)]);
    let zone = har(&[changed(|it| it["startedDateTime"] = json!("2026-01-02T04:04:00.000+01:00"))]);
    let expected = opened(plain.clone()).clock.unix_ns;
    assert!(expected.is_some());
    for text in [
        format!("\u{feff}{plain}"),
        format!("onInputData({plain});\n"),
        format!("\u{feff} window.load ( {plain} )"),
        zone,
    ] {
        let recording = opened(text.clone());
        assert_eq!(recording.requests.len(), 1, "{text}");
        assert_eq!(recording.clock.unix_ns, expected, "{text}");
        assert_eq!(said(&recording), "", "{text}");
    }
    let said = said(&opened(format!("f({plain}) more")));
    assert!(said.contains("trailing"), "{said}");
}

#[test]
fn how_requests_end_is_told_apart() {
    let outcome = |change: fn(&mut Value)| {
        let recording = opened(har(&[changed(change)]));
        let row = recording.requests.rows()[0];
        (row.outcome, row.status, row.reason.map(|it| recording.text(it).to_owned()))
    };
    let reason = |it: &str| Some(it.to_owned());
    assert_eq!(outcome(|_| {}), (Outcome::Success, Some(200), None));
    assert_eq!(
        outcome(|it| it["response"]["status"] = json!(503)),
        (Outcome::HttpError, Some(503), None)
    );
    assert_eq!(
        outcome(|it| {
            it["response"]["status"] = json!(0);
            it["response"]["_error"] = json!("net::ERR_ABORTED");
        }),
        (Outcome::Aborted, None, reason("net::ERR_ABORTED"))
    );
    assert_eq!(
        outcome(|it| it["response"]["_error"] = json!("net::ERR_CONTENT_LENGTH_MISMATCH")),
        (Outcome::NoResponse, Some(200), reason("net::ERR_CONTENT_LENGTH_MISMATCH"))
    );
    assert_eq!(
        outcome(
            |it| it["response"] = json!({ "status": 0, "_error": "net::ERR_BLOCKED_BY_CLIENT" })
        ),
        (Outcome::Blocked, None, reason("net::ERR_BLOCKED_BY_CLIENT"))
    );
    assert_eq!(
        outcome(|it| it["response"] = Value::Null),
        (Outcome::NoResponse, None, None),
        "it took its time, and no answer came"
    );
    assert_eq!(
        outcome(|it| {
            it["response"] = Value::Null;
            it["time"] = json!(-1);
            it["timings"] = json!({});
        }),
        (Outcome::Pending, None, None),
        "nothing says that it ended"
    );
}

#[test]
fn redirects_are_linked_hop_by_hop() {
    let hop = |start: u64, url: &str, target: &str| {
        let mut it = entry(start, 10.0, "GET", url, 302);
        it["response"]["redirectURL"] = json!(target);
        it
    };
    // Two chains at once to the same end; the second was asked for by itself before.
    let recording = opened(har(&[
        hop(0, "https://a.example/1", "/end"),
        hop(2, "https://a.example/2", "https://a.example/end"),
        entry(5, 50.0, "GET", "https://a.example/end", 200),
        entry(10, 5.0, "GET", "https://a.example/end", 200),
        entry(12, 5.0, "GET", "https://a.example/end", 200),
    ]));
    let rows = recording.requests.rows();
    let links: Vec<Option<u64>> = rows
        .iter()
        .map(|it| it.redirected_to.map(|it| recording.requests.get(it).start.0 / 1_000_000))
        .collect();
    assert_eq!(links, [Some(10), Some(12), None, None, None]);
    assert_eq!(rows[2].redirected_from, None, "it began before any hop ended");
}

#[test]
fn two_requests_of_one_millisecond_are_two() {
    let twice = entry(7, 3.0, "GET", "https://a.example/a-b-c?x=1-2", 200);
    let recording = opened(har(&[twice.clone(), twice]));
    assert_eq!(recording.requests.len(), 2);
    assert_eq!(recording.text(recording.requests.rows()[1].url), "https://a.example/a-b-c?x=1-2");
}

#[test]
fn caches_sockets_and_sizes_are_marked() {
    let recording = opened(har(&[
        changed(|it| {
            it["_fromCache"] = json!("memory");
            it["_resourceType"] = json!("script");
            it["response"]["_transferSize"] = json!(0);
        }),
        changed(|it| {
            it["request"]["url"] = json!("wss://a.example/s");
            it["_webSocketMessages"] = json!([
                { "type": "send", "time": 1, "opcode": 1, "data": "a" },
                { "type": "receive", "time": 2, "opcode": 1, "data": "b" },
                { "type": "receive", "time": 3, "opcode": 1, "data": "c" },
            ]);
            it["response"]["headersSize"] = json!(-1);
            it["response"]["bodySize"] = json!(-1);
        }),
        changed(|it| it["request"]["url"] = json!(format!("data:text/css,{}", "x".repeat(5_000)))),
    ]));
    let rows = recording.requests.rows();
    assert_eq!((rows[0].answerer, rows[0].kind), (Answerer::MemoryCache, RequestKind::Script));
    assert_eq!(rows[0].transferred.get(), Some(0));
    assert_eq!((rows[1].kind, rows[1].messages), (RequestKind::WebSocket, [1, 2]));
    assert_eq!(rows[1].transferred, Measure::NONE, "neither part is known");
    assert_eq!((rows[2].answerer, rows[2].transferred.get()), (Answerer::Address, Some(110)));
    assert_eq!(recording.text(rows[2].url).chars().count(), 1_025, "its content is not kept");
}

#[test]
fn pages_and_their_moments_are_read() {
    let text = json!({ "log": {
        "pages": [{ "id": "p", "title": "Shop", "startedDateTime": "2026-01-02T03:04:00.000Z",
                    "pageTimings": { "onContentLoad": 20.5, "onLoad": -1 } }],
        "entries": [changed(|it| it["pageref"] = json!("p"))],
    }});
    let recording = opened(text.to_string());
    let page = recording.requests.rows()[0].page.expect("a page");
    let page = recording.requests.pages[page];
    assert_eq!(recording.text(page.title), "Shop");
    assert_eq!((page.content_loaded, page.loaded), (Some(Nanos(20_500_000)), None));
}

#[test]
fn a_bad_entry_costs_that_entry() {
    let good = entry(0, 10.0, "GET", "https://a.example/good", 200).to_string();
    let check = |bad: &str, expected: &str| {
        let text = format!("{{\"log\":{{\"entries\":[{good},{bad},{good}]}}}}");
        let recording = opened(text.clone());
        assert_eq!(recording.requests.len(), 2, "{bad}");
        let said = said(&recording);
        assert!(said.starts_with("lost 1 ") && said.contains(expected), "{bad}: {said}");
        let offset = text.find(bad).expect("it is there");
        let near = (offset..=offset + bad.len()).any(|it| said.contains(&format!("byte {it})")));
        assert!(near, "{bad} at {offset}: {said}");
    };
    check("null", "expected an object for an entry");
    check("7", "found the number 7");
    check(r#"{"startedDateTime":"2026-01-02T03:04:05Z"}"#, "`request` of an entry is missing");
    check(&good.replace("2026-01-02", "2026-13-45"), "a date for `startedDateTime`");
    check(&good.replace("\"time\":10.0", "\"time\":NaN"), "`NaN`");
    check(&good.replace("\"status\":200", "\"status\":200,"), "");
}

#[test]
fn a_bracket_too_many_costs_its_entry() {
    let good = entry(0, 10.0, "GET", "https://a.example/good", 200).to_string();
    let bad = good.replace("\"status\":200", "\"status\":200,}");
    let recording = opened(format!("{{\"log\":{{\"entries\":[{good},{bad},{good}]}}}}"));
    assert_eq!(recording.requests.len(), 2, "{}", said(&recording));
    assert!(said(&recording).starts_with("lost "));
}

#[test]
fn a_file_that_is_cut_gives_what_is_whole() {
    let text = har(&[
        entry(0, 1.0, "GET", "https://a.example/1", 200),
        entry(1, 1.0, "GET", "https://a.example/2", 200),
    ]);
    let cut = &text[..text.len() - 40];
    let recording = opened(cut);
    assert_eq!(recording.requests.len(), 1);
    assert!(said(&recording).contains("truncated"), "{}", said(&recording));
    let error = read("{\"log\":{\"version\":\"1.2\"}}").expect_err("no entries").to_string();
    assert!(error.contains("`entries`") && error.contains("at byte 7"), "{error}");
}
