//! Sorting requests by several things at once.
//!
//! What is compared is worked out once for each request, as numbers: texts become their ranks among
//! all texts that occur, so that none is compared again while rows are sorted.

mod keys;

use std::cmp::Ordering;

use rayon::prelude::*;

use self::keys::{Key, columns};
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
    let (first, further) = order.split_first().map_or((None, order), |it| (Some(*it.0), it.1));
    let mut keys: Vec<Vec<Key>> = first.map_or_else(Vec::new, |it| columns(recording, rows, it));
    let more = keys.split_off(keys.len().min(1));
    let first = keys.pop().unwrap_or_else(|| vec![Key::default(); rows.len()]);
    // The first key stands beside its row, where comparing finds it at once.
    let beside = first.into_iter().zip(rows.iter().copied()).enumerate();
    let mut sorted: Vec<(Key, RequestIndex, usize)> =
        beside.map(|(at, (key, row))| (key, row, at)).collect();
    sorted.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(&b.1)));
    // What comes next is asked only of those that are equal so far.
    if sorted.windows(2).any(|it| it[0].0 == it[1].0) {
        let mut keys = more;
        for it in further {
            if task.is_cancelled() {
                return Err(Cancelled);
            }
            keys.extend(columns(recording, rows, *it));
        }
        for equal in sorted.chunk_by_mut(|a, b| a.0 == b.0) {
            equal.par_sort_unstable_by(|a, b| {
                let mut each = keys.iter().map(|it| it[a.2].cmp(&it[b.2]));
                each.find(|it| it.is_ne()).unwrap_or(Ordering::Equal).then(a.1.cmp(&b.1))
            });
        }
    }
    for (row, it) in rows.iter_mut().zip(sorted) {
        *row = it.1;
    }
    task.advance(rows.len() as u64)
}
