//! What requests are compared by, as numbers.

use rayon::prelude::*;

use super::{RequestKey, RequestOrder};
use crate::analysis::requests::failure_reason;
use crate::index::RowIndex as _;
use crate::model::requests::{Measure, UrlParts};
use crate::model::{Recording, Request, RequestIndex};
use crate::strings::StringIndex;

/// Whether there is no value, and the value, turned the way it is sorted: so that what has none
/// stands last.
pub(super) type Key = (bool, u64);

/// The keys of `rows` for one thing they are sorted by: one column, or several of which each tells
/// only where those before are equal.
pub(super) fn columns(
    recording: &Recording,
    rows: &[RequestIndex],
    RequestOrder { key, descending }: RequestOrder,
) -> Vec<Vec<Key>> {
    let keys = Keys { recording, rows, descending };
    match key {
        RequestKey::Start => vec![keys.numbers(|it| Some(it.start.0))],
        RequestKey::End => {
            vec![keys.numbers(|it| it.duration.nanos().map(|time| (it.start + time).0))]
        }
        RequestKey::Duration => vec![keys.measures(|it| it.duration)],
        RequestKey::Wait => vec![keys.measures(|it| it.phases.wait)],
        RequestKey::Method => vec![keys.texts(|it| Some(it.method), |it| it)],
        RequestKey::Host => vec![keys.texts(|it| Some(it.url), |it| UrlParts::of(it).host)],
        RequestKey::Path => vec![keys.texts(
            |it| Some(it.url),
            |it| {
                let parts = UrlParts::of(it);
                (parts.path, parts.query)
            },
        )],
        RequestKey::Url => vec![keys.texts(|it| Some(it.url), |it| it)],
        RequestKey::Status => vec![keys.numbers(|it| it.status.map(u64::from))],
        RequestKey::Outcome => {
            vec![keys.ranks(|it| it.outcome), keys.ranks(|it| failure_reason(recording, it))]
        }
        RequestKey::Kind => vec![keys.ranks(|it| it.kind.key())],
        RequestKey::Mime => vec![keys.texts(|it| it.mime, |it| it)],
        RequestKey::Transferred => vec![keys.measures(|it| it.transferred)],
        RequestKey::Decoded => vec![keys.measures(|it| it.decoded)],
        RequestKey::Initiator => vec![
            keys.ranks(|it| it.initiator.kind.key()),
            keys.texts(|it| it.initiator.url, |it| it),
            keys.numbers(|it| it.initiator.line.map(u64::from)),
        ],
        RequestKey::Protocol => vec![keys.texts(|it| it.protocol, |it| it)],
        RequestKey::Priority => vec![keys.texts(|it| it.priority, |it| it)],
        RequestKey::Server => vec![keys.texts(|it| it.server, |it| it)],
        RequestKey::Side => vec![keys.ranks(|it| it.side.key())],
        RequestKey::Answerer => vec![keys.ranks(|it| it.answerer.key())],
    }
}

/// The rows whose keys are wanted.
#[derive(Clone, Copy)]
struct Keys<'a> {
    recording: &'a Recording,
    rows: &'a [RequestIndex],
    descending: bool,
}

impl<'a> Keys<'a> {
    fn request(&self, row: RequestIndex) -> &'a Request {
        self.recording.requests.get(row)
    }

    /// A value as a key.
    fn key(&self, value: Option<u64>) -> Key {
        value.map_or((true, 0), |it| (false, if self.descending { !it } else { it }))
    }

    fn numbers(&self, of: impl Fn(&Request) -> Option<u64>) -> Vec<Key> {
        self.rows.iter().map(|it| self.key(of(self.request(*it)))).collect()
    }

    fn measures(&self, of: impl Fn(&Request) -> Measure) -> Vec<Key> {
        self.numbers(|it| of(it).get())
    }

    /// Ranks of values.
    fn ranks<K: Ord + Clone>(&self, of: impl Fn(&'a Request) -> K) -> Vec<Key> {
        let values: Vec<K> = self.rows.iter().map(|it| of(self.request(*it))).collect();
        let mut known = values.clone();
        known.sort_unstable();
        known.dedup();
        let rank = |it: &K| known.partition_point(|known| known < it) as u64;
        values.iter().map(|it| self.key(Some(rank(it)))).collect()
    }

    /// Ranks of texts by what `part` takes of them: equal parts have one rank.
    fn texts<K: Ord + Send + Sync>(
        &self,
        of: impl Fn(&Request) -> Option<StringIndex>,
        part: impl Fn(&'a str) -> K + Sync,
    ) -> Vec<Key> {
        let texts: Vec<Option<StringIndex>> =
            self.rows.iter().map(|it| of(self.request(*it))).collect();
        let mut distinct: Vec<StringIndex> = texts.iter().flatten().copied().collect();
        distinct.par_sort_unstable();
        distinct.dedup();
        let recording = self.recording;
        let mut parts: Vec<(K, StringIndex)> =
            distinct.into_par_iter().map(|it| (part(recording.text(it)), it)).collect();
        parts.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut ranks = vec![0_u64; parts.iter().map(|it| it.1.row() + 1).max().unwrap_or(0)];
        for (rank, same) in (0..).zip(parts.chunk_by(|a, b| a.0 == b.0)) {
            for (_, text) in same {
                ranks[text.row()] = rank;
            }
        }
        texts.iter().map(|it| self.key(it.map(|it| ranks[it.row()]))).collect()
    }
}
