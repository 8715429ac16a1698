//! Requests that others send to a process that was recorded by us: operations of kind
//! `http.server`.
//!
//! ```text
//! {"ph":"b","name":"GET /orders","id":"4711.8","args":{"kind":"http.server",…},…}
//! {"ph":"e","name":"GET /orders","id":"4711.8","args":{"status":200,"bytes":512},…}
//! ```

use hashbrown::HashMap;

use super::details::seek;
use super::event::Event;
use super::metadata::args;
use crate::formats::json::Reader;
use crate::formats::requests::links::{RawRequest, bytes_of, status_of};
use crate::formats::requests::steps::Texts;
use crate::model::requests::{Measure, Outcome, Place, Side};
use crate::model::{Request, ThreadIndex};
use crate::strings::StringTable;

/// What was asked, and how it ended.
#[derive(Debug)]
struct Incoming<'a> {
    start: i64,
    method: &'a str,
    path: String,
    thread: ThreadIndex,
    place: Place,
    end: Option<End>,
}

#[derive(Clone, Copy, Debug)]
struct End {
    time: i64,
    status: Option<u16>,
    bytes: Option<f64>,
    is_aborted: bool,
}

/// Every request that came in so far.
#[derive(Debug, Default)]
pub(super) struct IncomingRequests<'a> {
    all: Vec<Incoming<'a>>,
    /// By id the ones that have not ended.
    open: HashMap<&'a [u8], usize>,
}

impl<'a> IncomingRequests<'a> {
    /// Takes in the beginning of an operation, if it is a request.
    #[inline]
    pub(super) fn begin(
        &mut self,
        event: &Event<'a>,
        time: i64,
        thread: ThreadIndex,
        reader: &Reader<'a>,
    ) {
        let name = event.name.map_or(&b""[..], |it| it.raw);
        if let Some(method) = method_of(name)
            && has_kind(event, reader)
            && let Ok(method) = std::str::from_utf8(method)
        {
            let name = event.name.map(|it| it.decode().into_owned()).unwrap_or_default();
            let path = name.get(method.len() + 1..).unwrap_or_default().to_owned();
            let length = reader.offset().saturating_sub(event.offset) as u64;
            let place = Place { offset: event.offset as u64, length };
            self.open.insert(event.id.text, self.all.len());
            self.all.push(Incoming { start: time, method, path, thread, place, end: None });
        }
    }

    /// Takes in the end of an operation, if it is one of a request.
    #[inline]
    pub(super) fn end(&mut self, event: &Event<'a>, time: i64, reader: &Reader<'a>) {
        if self.open.is_empty() {
            return;
        }
        let Some(request) = self.open.remove(event.id.text) else { return };
        let member = |name: &str| {
            let mut args = args(event, reader)?;
            seek(&mut args, &[name]).ok()?.then_some(args)
        };
        let number = |name: &str| member(name).and_then(|mut it| it.number("a number").ok());
        self.all[request].end = Some(End {
            time,
            status: number("status").and_then(status_of),
            bytes: number("bytes"),
            is_aborted: member("aborted").is_some_and(|mut it| it.peek() == Some(b't')),
        });
    }

    /// The requests.
    pub(super) fn finish(self, strings: &mut StringTable) -> Vec<RawRequest> {
        let mut texts = Texts::new(strings);
        let row = |it: Incoming<'_>| {
            let end = it.end;
            let length = end.map(|end| end.time.saturating_sub(it.start).max(0).unsigned_abs());
            let request = Request {
                duration: Measure::from(length),
                status: end.and_then(|it| it.status),
                outcome: end.map_or(Outcome::Pending, End::outcome),
                transferred: bytes_of(end.and_then(|it| it.bytes)),
                side: Side::Server,
                thread: Some(it.thread),
                ..texts.plain(it.method, &it.path, it.place)
            };
            RawRequest {
                start: it.start,
                request,
                redirect_url: None,
                page_id: None,
                operation_id: None,
            }
        };
        self.all.into_iter().map(row).collect()
    }
}

impl End {
    fn outcome(self) -> Outcome {
        match self.status {
            _ if self.is_aborted => Outcome::Aborted,
            Some(400..) => Outcome::HttpError,
            Some(_) => Outcome::Success,
            None => Outcome::NoResponse,
        }
    }
}

/// The method in a name such as `GET /orders`.
#[inline]
fn method_of(name: &[u8]) -> Option<&[u8]> {
    let length = name.iter().take(16).take_while(|it| it.is_ascii_uppercase()).count();
    (length > 0 && name[length..].starts_with(b" /")).then(|| &name[..length])
}

fn has_kind(event: &Event<'_>, reader: &Reader<'_>) -> bool {
    args(event, reader).is_some_and(|mut it| {
        matches!(seek(&mut it, &["kind"]), Ok(true))
            && it.text("`kind`").is_ok_and(|it| it.raw == b"http.server")
    })
}
