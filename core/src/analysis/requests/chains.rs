//! What led to what.

use std::cmp::Reverse;

use crate::model::requests::Outcome;
use crate::model::{Recording, RequestIndex, RequestTable};

/// The slowest of these requests that ended, slowest first; ties in order of start.
pub fn slowest(recording: &Recording, rows: &[RequestIndex], most: usize) -> Vec<RequestIndex> {
    let duration = |it: &RequestIndex| recording.requests.get(*it).duration.get();
    let mut ended: Vec<RequestIndex> =
        rows.iter().copied().filter(|it| duration(it).is_some()).collect();
    let key = |it: &RequestIndex| (Reverse(duration(it)), *it);
    if most < ended.len() && most > 0 {
        ended.select_nth_unstable_by_key(most - 1, key);
    }
    ended.truncate(most);
    ended.sort_unstable_by_key(key);
    ended
}

/// All hops of the redirects that `request` is part of, in order; the request alone if it is part
/// of none.
pub fn redirect_chain(requests: &RequestTable, request: RequestIndex) -> Vec<RequestIndex> {
    let back = |it: &RequestIndex| earlier(requests.get(*it).redirected_from, *it);
    let first = std::iter::successors(Some(request), back).last().unwrap_or(request);
    let next = |it: &RequestIndex| {
        let next = requests.get(*it).redirected_to?;
        (next > *it).then_some(next)
    };
    std::iter::successors(Some(first), next).collect()
}

/// What led to `request`: the first request of the chain, then what each made be sent, by
/// initiator or redirect, up to `request` itself.
pub fn initiator_chain(requests: &RequestTable, request: RequestIndex) -> Vec<RequestIndex> {
    let back = |it: &RequestIndex| {
        let row = requests.get(*it);
        earlier(row.redirected_from, *it).or_else(|| earlier(row.initiator.request, *it))
    };
    let mut chain: Vec<RequestIndex> = std::iter::successors(Some(request), back).collect();
    chain.reverse();
    chain
}

/// A cause, if it stands before its effect: rows are in order of start, so chains end.
fn earlier(cause: Option<RequestIndex>, effect: RequestIndex) -> Option<RequestIndex> {
    cause.filter(|it| *it < effect)
}

/// The chain of requests that led to the one of `rows` that ended last: what would have to be
/// faster for the whole to end sooner. Empty if none ended.
pub fn critical_chain(recording: &Recording, rows: &[RequestIndex]) -> Vec<RequestIndex> {
    let requests = &recording.requests;
    let ended = rows.iter().copied().filter(|it| {
        let row = requests.get(*it);
        row.outcome != Outcome::Pending && row.duration.get().is_some()
    });
    let last =
        ended.max_by_key(|it| (requests.get(*it).range(recording.duration).end, Reverse(*it)));
    last.map(|it| initiator_chain(requests, it)).unwrap_or_default()
}
