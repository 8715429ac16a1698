//! Requests over the network, or to a server: one row for each, redirect hops included.

mod exchange;
mod kinds;
mod measure;
mod page;
mod url;

pub use exchange::{Exchange, Header};
pub use kinds::{Answerer, Initiator, InitiatorKind, Outcome, RequestKind, Side};
pub use measure::{Measure, Phase, Phases};
pub use page::{Page, PageIndex};
pub use url::{UrlParts, resolve};

use crate::define_index;
use crate::index::{Column, RowIndex as _};
use crate::model::spans::AsyncSpanIndex;
use crate::model::threads::ThreadIndex;
use crate::strings::StringIndex;
use crate::units::{Nanos, TimeRange};

define_index! {
    /// A row of [`RequestTable`].
    RequestIndex
}

/// Where a request stands in its file, so that what is not kept of it can be read again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    /// Its first byte, after decompression.
    pub offset: u64,
    /// How many bytes it takes; 0 where it stands in more than one place, or in one of several
    /// files.
    pub length: u64,
}

/// One request: what a row of [`RequestTable`] holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// When it was asked for.
    pub start: Nanos,
    /// From there to its end; none if it had not ended when the recording did.
    pub duration: Measure,
    /// What that time went to.
    pub phases: Phases,
    /// Such as `GET`.
    pub method: StringIndex,
    /// Its address as recorded; long `data:` addresses are cut.
    pub url: StringIndex,
    /// The status of the answer, if there was one.
    pub status: Option<u16>,
    /// How it ended.
    pub outcome: Outcome,
    /// Why it failed, such as `net::ERR_CONNECTION_REFUSED`, if the file tells.
    pub reason: Option<StringIndex>,
    /// What it was asked for as.
    pub kind: RequestKind,
    /// The type of the content, such as `text/html`.
    pub mime: Option<StringIndex>,
    /// Bytes that came over the network, headers included.
    pub transferred: Measure,
    /// Bytes of the content after decompression.
    pub decoded: Measure,
    /// Who gave the answer.
    pub answerer: Answerer,
    /// Who asks: this program, or someone else of it.
    pub side: Side,
    /// Such as `VeryHigh`.
    pub priority: Option<StringIndex>,
    /// Such as `h2`.
    pub protocol: Option<StringIndex>,
    /// The address of the server.
    pub server: Option<StringIndex>,
    /// What names the connection it went over.
    pub connection: Option<StringIndex>,
    /// What made it be sent.
    pub initiator: Initiator,
    /// Messages of a WebSocket that were sent and received.
    pub messages: [u32; 2],
    /// The hop that this one was redirected to.
    pub redirected_to: Option<RequestIndex>,
    /// The hop that was redirected to this one.
    pub redirected_from: Option<RequestIndex>,
    /// The page it was loaded for.
    pub page: Option<PageIndex>,
    /// The thread that sent it, where the file tells.
    pub thread: Option<ThreadIndex>,
    /// The operation that sent it, where the file tells.
    pub operation: Option<AsyncSpanIndex>,
    /// Where it stands in the file.
    pub place: Place,
}

/// Requests in order of start, then as in the file: rows rather than columns, since nearly every
/// question looks at most of a row.
///
/// **Invariant:** `redirected_to` and `redirected_from` mirror each
/// other; a hop never begins before the one it was redirected from.
#[derive(Clone, Debug, Default)]
pub struct RequestTable {
    rows: Column<RequestIndex, Request>,
    /// The pages they were loaded for, in the order of the file.
    pub pages: Column<PageIndex, Page>,
}

impl RequestTable {
    /// The table of `rows`, which may come in any order. Links between rows in them are row
    /// numbers in `rows`, and are rewritten.
    pub fn new(rows: Vec<Request>, pages: Column<PageIndex, Page>) -> Self {
        if rows.is_sorted_by_key(|it| it.start) {
            return Self { rows: rows.into(), pages };
        }
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|&it| rows[it].start);
        let mut place = vec![0_usize; rows.len()];
        for (new, &old) in order.iter().enumerate() {
            place[old] = new;
        }
        let moved = |it: Option<RequestIndex>| it.map(|it| RequestIndex::from_row(place[it.row()]));
        let sorted = order.iter().map(|&old| {
            let mut row = rows[old];
            row.redirected_to = moved(row.redirected_to);
            row.redirected_from = moved(row.redirected_from);
            row.initiator.request = moved(row.initiator.request);
            row
        });
        Self { rows: sorted.collect::<Vec<_>>().into(), pages }
    }

    /// A request.
    pub fn get(&self, request: RequestIndex) -> &Request {
        &self.rows[request]
    }

    /// The requests in order of start.
    pub fn rows(&self) -> &[Request] {
        self.rows.as_slice()
    }

    /// Number of requests.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no requests.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Every index, in order of start.
    pub fn indices(
        &self,
    ) -> impl DoubleEndedIterator<Item = RequestIndex> + ExactSizeIterator + use<> {
        self.rows.indices()
    }
}

impl Request {
    /// From its start to its end; to `last` if it had not ended.
    pub fn range(&self, last: Nanos) -> TimeRange {
        match self.duration.nanos() {
            Some(duration) => self.start..self.start + duration,
            None => self.start..last.max(self.start),
        }
    }

    /// How long it took; until `last` if it had not ended.
    pub fn lasted(&self, last: Nanos) -> Nanos {
        let range = self.range(last);
        range.end.since(range.start)
    }

    /// Whether the file holds no end of it.
    pub fn is_open(&self) -> bool {
        self.duration == Measure::NONE
    }

    /// When the first byte of the answer came, if one did and the file tells when.
    pub fn answered(&self) -> Option<Nanos> {
        self.status?;
        let waiting = self.phases.spans().find(|it| it.0 == Phase::Wait);
        waiting.map(|(_, _, end)| self.start + end)
    }

    /// By how much the recorded duration is longer than its phases together; `None` unless both
    /// are known, or if they are less than a millisecond apart.
    pub fn time_gap(&self) -> Option<i64> {
        let total = i64::try_from(self.duration.get()?).ok()?;
        let sum = i64::try_from(self.phases.sum()?).ok()?;
        let gap = total - sum;
        (gap.unsigned_abs() > 1_000_000).then_some(gap)
    }
}
