//! Requests of which a log tells step by step: sent, answered, received, finished.
//!
//! Steps of one request share an id. One that is sent again was redirected: each time is a hop, and
//! a row of its own. Steps may come in any order, so all are noted first.

mod rows;
mod sockets;

pub(in crate::formats) use rows::Texts;

use crate::formats::json::Text;
use crate::formats::requests::initiator::RawInitiator;
use crate::formats::requests::timing::Timing;
use crate::model::ThreadIndex;
use crate::model::requests::Place;

/// Tells a request from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::formats) struct Id<'a> {
    /// The process, where ids mean something only within it.
    pub(in crate::formats) process: Option<usize>,
    /// As it stands in the file.
    pub(in crate::formats) text: &'a [u8],
}

/// That a request is sent.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::formats) struct Sent<'a> {
    pub(in crate::formats) url: Option<Text<'a>>,
    pub(in crate::formats) method: Option<Text<'a>>,
    pub(in crate::formats) kind: Option<Text<'a>>,
    pub(in crate::formats) priority: Option<Text<'a>>,
    pub(in crate::formats) initiator: RawInitiator<'a>,
    pub(in crate::formats) thread: Option<ThreadIndex>,
    /// The id of the operation that sends it.
    pub(in crate::formats) operation: Option<Text<'a>>,
}

/// That the head of an answer came.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::formats) struct Answer<'a> {
    pub(in crate::formats) status: Option<f64>,
    pub(in crate::formats) mime: Option<Text<'a>>,
    pub(in crate::formats) protocol: Option<Text<'a>>,
    pub(in crate::formats) kind: Option<Text<'a>>,
    pub(in crate::formats) server: Option<Text<'a>>,
    pub(in crate::formats) connection: Option<&'a [u8]>,
    pub(in crate::formats) encoded: Option<f64>,
    pub(in crate::formats) is_from_cache: bool,
    pub(in crate::formats) is_from_service_worker: bool,
    pub(in crate::formats) timing: Option<Timing>,
}

/// That a request ended.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::formats) struct Finish<'a> {
    /// When the network was done with it, on the recorder's clock.
    pub(in crate::formats) time: Option<i64>,
    pub(in crate::formats) encoded: Option<f64>,
    pub(in crate::formats) decoded: Option<f64>,
    pub(in crate::formats) has_failed: bool,
    pub(in crate::formats) is_aborted: bool,
    pub(in crate::formats) is_blocked: bool,
    pub(in crate::formats) error: Option<Text<'a>>,
}

/// What happens to a request.
#[derive(Clone, Debug)]
pub(in crate::formats) enum Step<'a> {
    /// The browser is about to send it; that it is sent is noted later.
    Will,
    Sent(Box<Sent<'a>>),
    Answer(Box<Answer<'a>>),
    /// Part of the content came: bytes over the network, and after decompression.
    Data([Option<f64>; 2]),
    Finish(Finish<'a>),
    /// It is answered from the page's memory.
    Cached,
    /// Its priority changed.
    Priority(Text<'a>),
    /// A WebSocket is opened.
    Socket(Box<Sent<'a>>),
    /// The handshake of a WebSocket is sent, where nothing else tells when it was opened.
    Handshaking,
    /// The server agreed to a WebSocket, with this status.
    Handshake(Option<f64>),
    /// A message of a WebSocket was sent, or received.
    Message {
        is_sent: bool,
    },
    /// A WebSocket was closed.
    Closed,
}

/// One step of one request.
#[derive(Clone, Debug)]
struct Noted<'a> {
    id: Id<'a>,
    /// Nanoseconds on the recorder's clock.
    time: i64,
    place: Place,
    step: Step<'a>,
}

/// Every step of every request, in the order of the file.
#[derive(Debug, Default)]
pub(in crate::formats) struct RequestLog<'a>(Vec<Noted<'a>>);

impl<'a> RequestLog<'a> {
    /// Notes a step.
    pub(in crate::formats) fn add(&mut self, id: Id<'a>, time: i64, place: Place, step: Step<'a>) {
        self.0.push(Noted { id, time, place, step });
    }
}
