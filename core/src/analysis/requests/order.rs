//! Sorting requests by several things at once.

use std::cmp::Ordering;

use rayon::prelude::*;

use crate::analysis::requests::failure_reason;
use crate::model::requests::{Measure, UrlParts};
use crate::model::{Recording, RequestIndex};
use crate::task::{Cancelled, Task};

/// What requests are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the fields of a request, by their names")]
pub enum RequestKey {
    Start,
    End,
    Duration,
    Wait,
    Method,
    Host,
    /// Path and query.
    Path,
    Url,
    Status,
    Outcome,
    Kind,
    Mime,
    Transferred,
    Decoded,
    Initiator,
    Protocol,
    Priority,
    Server,
    Side,
    Answerer,
}

/// A key, and whether the largest stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RequestOrder {
    /// What is compared.
    pub key: RequestKey,
    /// Whether the largest stands first.
    pub descending: bool,
}

/// Sorts requests by the first of `order`, equal ones by the next, and so on; equal in all, by
/// their start. What has no value for a key stands last, whichever way it is sorted.
///
/// Rows are compared by all threads; the order is total, so it does not depend on them.
pub fn sort_requests(
    recording: &Recording,
    rows: &mut [RequestIndex],
    order: &[RequestOrder],
    task: &Task,
) -> Result<(), Cancelled> {
    if task.is_cancelled() {
        return Err(Cancelled);
    }
    let by_all = |a: &RequestIndex, b: &RequestIndex| {
        let found = order.iter().map(|it| compare(recording, *it, (*a, *b)));
        found.fold(Ordering::Equal, Ordering::then).then(a.cmp(b))
    };
    rows.par_sort_unstable_by(by_all);
    task.advance(rows.len() as u64)
}

fn compare(
    recording: &Recording,
    RequestOrder { key, descending }: RequestOrder,
    (a, b): (RequestIndex, RequestIndex),
) -> Ordering {
    let (a, b) = (recording.requests.get(a), recording.requests.get(b));
    let turned = |it: Ordering| if descending { it.reverse() } else { it };
    let text = |it| recording.text(it);
    let texts = |of: fn(&crate::model::Request) -> Option<crate::strings::StringIndex>| {
        last_without(of(a).map(text), of(b).map(text), turned)
    };
    let measures =
        |of: fn(&crate::model::Request) -> Measure| last_without(of(a).get(), of(b).get(), turned);
    let parts = |of: for<'x> fn(UrlParts<'x>) -> (&'x str, &'x str)| {
        let (a, b) = (UrlParts::of(text(a.url)), UrlParts::of(text(b.url)));
        turned(of(a).cmp(&of(b)))
    };
    match key {
        RequestKey::Start => turned(a.start.cmp(&b.start)),
        RequestKey::End => {
            let end = |it: &crate::model::Request| it.duration.nanos().map(|time| it.start + time);
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
