//! Requests that a program sent over the network.

use crate::define_index;
use crate::index::Column;
use crate::model::spans::AsyncSpanIndex;
use crate::model::threads::ThreadIndex;
use crate::strings::StringIndex;
use crate::units::{Nanos, TimeRange};

define_index! {
    /// A row of [`RequestTable`].
    RequestIndex
}

/// Outgoing requests, in order of when they were sent, then as in the file.
#[derive(Clone, Debug, Default)]
pub struct RequestTable {
    /// The thread that sent it.
    pub thread: Column<RequestIndex, ThreadIndex>,
    /// When it was sent.
    pub start: Column<RequestIndex, Nanos>,
    /// How long it took; until the end of the recording where `is_open`.
    pub duration: Column<RequestIndex, Nanos>,
    /// Whether the file holds no end for it.
    pub is_open: Column<RequestIndex, bool>,
    /// When the head of its answer came.
    pub answered: Column<RequestIndex, Option<Nanos>>,
    /// Where it went.
    pub url: Column<RequestIndex, StringIndex>,
    /// Such as `GET`; empty where the file does not tell.
    pub method: Column<RequestIndex, StringIndex>,
    /// The status of the answer, if there was one.
    pub status: Column<RequestIndex, Option<u32>>,
    /// Whether it failed before its answer was whole.
    pub has_failed: Column<RequestIndex, bool>,
    /// Why it failed, if the file tells.
    pub error: Column<RequestIndex, Option<StringIndex>>,
    /// Bytes that were transferred, if the file tells.
    pub transferred: Column<RequestIndex, Option<u64>>,
    /// The operation that sent it, if it is known.
    pub operation: Column<RequestIndex, Option<AsyncSpanIndex>>,
}

impl RequestTable {
    /// Number of requests.
    pub fn len(&self) -> usize {
        self.start.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.start.is_empty()
    }

    /// Every index, in order of when they were sent.
    pub fn indices(
        &self,
    ) -> impl DoubleEndedIterator<Item = RequestIndex> + ExactSizeIterator + use<> {
        self.start.indices()
    }

    /// From start to end of a request.
    pub fn range(&self, request: RequestIndex) -> TimeRange {
        self.start[request]..self.start[request] + self.duration[request]
    }

    /// Whether an answer came whole, with a status below 400.
    pub fn has_succeeded(&self, request: RequestIndex) -> bool {
        let is_whole = !self.is_open[request] && !self.has_failed[request];
        is_whole && self.status[request].is_some_and(|it| it < 400)
    }
}
