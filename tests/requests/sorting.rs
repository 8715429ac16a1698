//! Sorting by every key in the plainest way: each comparison looks at both requests.

use std::cmp::Ordering;

use asyncscope_core::analysis::requests::{
    RequestKey, RequestOrder, failure_reason, sort_requests,
};
use asyncscope_core::model::requests::{Measure, UrlParts};
use asyncscope_core::model::{Recording, RequestIndex};
use asyncscope_core::task::Task;
use proptest::prelude::*;

use super::{entry, har, opened};

const KEYS: [RequestKey; 20] = [
    RequestKey::Start,
    RequestKey::End,
    RequestKey::Duration,
    RequestKey::Wait,
    RequestKey::Method,
    RequestKey::Host,
    RequestKey::Path,
    RequestKey::Url,
    RequestKey::Status,
    RequestKey::Outcome,
    RequestKey::Kind,
    RequestKey::Mime,
    RequestKey::Transferred,
    RequestKey::Decoded,
    RequestKey::Initiator,
    RequestKey::Protocol,
    RequestKey::Priority,
    RequestKey::Server,
    RequestKey::Side,
    RequestKey::Answerer,
];

fn compare(
    recording: &Recording,
    RequestOrder { key, descending }: RequestOrder,
    (a, b): (RequestIndex, RequestIndex),
) -> Ordering {
    let (a, b) = (recording.requests.get(a), recording.requests.get(b));
    let turned = |it: Ordering| if descending { it.reverse() } else { it };
    let text = |it| recording.text(it);
    let texts = |of: fn(&asyncscope_core::model::Request) -> Option<asyncscope_core::strings::StringIndex>| {
        last_without(of(a).map(text), of(b).map(text), turned)
    };
    let measures =
        |of: fn(&asyncscope_core::model::Request) -> Measure| last_without(of(a).get(), of(b).get(), turned);
    let parts = |of: for<'x> fn(UrlParts<'x>) -> (&'x str, &'x str)| {
        let (a, b) = (UrlParts::of(text(a.url)), UrlParts::of(text(b.url)));
        turned(of(a).cmp(&of(b)))
    };
    match key {
        RequestKey::Start => turned(a.start.cmp(&b.start)),
        RequestKey::End => {
            let end = |it: &asyncscope_core::model::Request| it.duration.nanos().map(|time| it.start + time);
            last_without(end(a), end(b), turned)
        }
        RequestKey::Duration => measures(|it| it.duration),
        RequestKey::Wait => measures(|it| it.phases.wait),
        RequestKey::Method => turned(text(a.method).cmp(text(b.method))),
        RequestKey::Host => parts(|it| (it.host, "")),
        RequestKey::Path => parts(|it| (it.path, it.query)),
        RequestKey::Url => turned(text(a.url).cmp(text(b.url))),
        RequestKey::Status => last_without(a.status, b.status, turned),
        RequestKey::Outcome => turned(a.outcome.cmp(&b.outcome))
            .then_with(|| turned(failure_reason(recording, a).cmp(&failure_reason(recording, b)))),
        RequestKey::Kind => turned(a.kind.key().cmp(b.kind.key())),
        RequestKey::Mime => texts(|it| it.mime),
        RequestKey::Transferred => measures(|it| it.transferred),
        RequestKey::Decoded => measures(|it| it.decoded),
        RequestKey::Initiator => turned(a.initiator.kind.key().cmp(b.initiator.kind.key()))
            .then_with(|| texts(|it| it.initiator.url))
            .then_with(|| last_without(a.initiator.line, b.initiator.line, turned)),
        RequestKey::Protocol => texts(|it| it.protocol),
        RequestKey::Priority => texts(|it| it.priority),
        RequestKey::Server => texts(|it| it.server),
        RequestKey::Side => turned(a.side.key().cmp(b.side.key())),
        RequestKey::Answerer => turned(a.answerer.key().cmp(b.answerer.key())),
    }
}

/// Compares what may be missing: that stands last, the others as `turned` turns them.
fn last_without<T: Ord>(
    a: Option<T>,
    b: Option<T>,
    turned: impl Fn(Ordering) -> Ordering,
) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => turned(a.cmp(&b)),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// A request of few values, so that many are equal.
fn request() -> impl Strategy<Value = serde_json::Value> {
    let url = prop::sample::select(vec![
        "https://a.example/x?b=2",
        "https://a.example/x?b=1#f",
        "https://a.example/x?b=1",
        "http://b.example:81/",
        "http://b.example:81",
        "data:text/plain,a",
        "",
        "no address",
    ]);
    let method = prop::sample::select(vec!["GET", "POST", "get"]);
    let status = prop::sample::select(vec![0_u16, 200, 204, 404, 500]);
    let extra = prop::sample::select(vec!["", "text/html", "application/json"]);
    (0..4_i64, 0..3_u8, url, method, status, extra, 0..3_u32).prop_map(
        |(start, took, url, method, status, mime, n)| {
            let mut entry = entry(start * 10, f64::from(took), method, url, i64::from(status));
            if status == 0 {
                entry["response"]["_error"] = format!("net::ERR_{n}").into();
            }
            entry["response"]["content"]["mimeType"] = mime.into();
            entry["response"]["_transferSize"] = n.into();
            entry["_priority"] = ["High", "Low", "VeryLow"][n as usize].into();
            if n > 0 {
                entry["_initiator"] =
                    serde_json::json!({"type": "script", "url": mime, "lineNumber": n});
                entry["serverIPAddress"] = format!("10.0.0.{n}").into();
            }
            entry
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn requests_are_sorted_as_one_would_by_hand(
        requests in prop::collection::vec(request(), 1..40),
        order in prop::collection::vec((prop::sample::select(KEYS.to_vec()), any::<bool>()), 0..4),
    ) {
        let recording = opened(har(&requests));
        let order: Vec<RequestOrder> =
            order.into_iter().map(|(key, descending)| RequestOrder { key, descending }).collect();
        let mut rows: Vec<RequestIndex> = recording.requests.indices().rev().collect();
        let mut expected = rows.clone();
        expected.sort_by(|a, b| {
            let found = order.iter().map(|it| compare(&recording, *it, (*a, *b)));
            found.fold(Ordering::Equal, Ordering::then).then(a.cmp(b))
        });
        sort_requests(&recording, &mut rows, &order, &Task::default()).expect("not cancelled");
        prop_assert_eq!(rows, expected);
    }
}
