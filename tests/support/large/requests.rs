//! A recording of nothing but requests, as many as asked for.

use asyncscope_core::index::Column;
use asyncscope_core::model::requests::{
    Answerer, Initiator, Measure, Outcome, Phases, Place, RequestKind, Side,
};
use asyncscope_core::model::{Recording, Request, RequestTable, Source};
use asyncscope_core::units::Nanos;

use super::MINUTE;
use crate::random::Random;

/// `n` requests over a minute, to some hundred endpoints of a few hosts.
pub fn large_requests(n: usize) -> Recording {
    let mut random = Random::new(17);
    let source = Source { format: "HAR file", ..Source::default() };
    let mut recording = Recording { source, duration: Nanos(MINUTE), ..Recording::default() };
    let methods = ["GET", "GET", "GET", "POST"].map(|it| recording.strings.intern(it));
    let mimes = ["application/json", "image/png"].map(|it| recording.strings.intern(it));
    let mut rows = Vec::with_capacity(n);
    for number in 0..n {
        let (host, endpoint) = (random.below(5), random.below(40));
        let id = random.below(50_000);
        let url = format!("https://api-{host}.example/v1/things-{endpoint}/{id}?q={}", id % 7);
        let wait = 100_000 + random.below(20_000_000);
        let receive = random.below(5_000_000);
        let fails = random.one_in(50);
        let start = MINUTE / n as u64 * number as u64;
        let phases =
            Phases { wait: Measure::of(wait), receive: Measure::of(receive), ..Phases::default() };
        rows.push(Request {
            start: Nanos(start),
            duration: Measure::of(wait + receive),
            phases,
            method: random.pick(&methods),
            url: recording.strings.intern(&url),
            status: Some(if fails { 503 } else { 200 }),
            outcome: if fails { Outcome::HttpError } else { Outcome::Success },
            reason: None,
            kind: random.pick(&[RequestKind::Fetch, RequestKind::Image, RequestKind::Script]),
            mime: Some(random.pick(&mimes)),
            transferred: Measure::of(random.below(200_000)),
            decoded: Measure::of(random.below(400_000)),
            answerer: Answerer::default(),
            side: Side::default(),
            priority: None,
            protocol: None,
            server: None,
            connection: None,
            initiator: Initiator::default(),
            messages: [0, 0],
            redirected_to: None,
            redirected_from: None,
            page: None,
            thread: None,
            operation: None,
            place: Place::default(),
        });
    }
    recording.requests = RequestTable::new(rows, Column::default());
    recording
}
