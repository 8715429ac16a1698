//! From an entry to the row of its request.

use std::borrow::Cow;
use std::ops::Range;

use super::draft::Draft;
use super::message::Answered;
use crate::error::{ParseError, ParseErrorKind};
use crate::formats::date::unix_of_iso;
use crate::formats::json::{Reader, Text};
use crate::formats::requests::links::{
    RawRequest, bytes_of, line_of, nanos_of_millis, outcome_of, short_url, status_of,
};
use crate::formats::requests::mime::kind_of_mime;
use crate::formats::requests::values::lose;
use crate::model::Request;
use crate::model::requests::{
    Answerer, Initiator, InitiatorKind, Measure, Phases, Place, RequestKind, Side,
};
use crate::strings::{StringIndex, StringTable};
use crate::units::Nanos;
use crate::warning::{Severity, Warnings};

/// Reads an object, and says whether it is an entry.
pub(super) fn is_entry(reader: &mut Reader<'_>) -> bool {
    let (mut has_request, mut has_start) = (false, false);
    let Ok(mut members) = reader.object("an entry") else { return false };
    loop {
        match members.next(reader) {
            Ok(Some(key)) => {
                has_request |= key.raw == b"request";
                has_start |= key.raw == b"startedDateTime";
                if reader.skip().is_err() {
                    return false;
                }
            }
            Ok(None) => return has_request && has_start,
            Err(_) => return false,
        }
    }
}

impl Draft<'_> {
    /// The row of an entry that stands at `place`. An error costs the request.
    pub(super) fn finish(
        &self,
        place: Range<usize>,
        strings: &mut StringTable,
        warnings: &Warnings,
    ) -> Result<RawRequest, ParseError> {
        let asked = self.asked.ok_or_else(|| missing("`request` of an entry", place.start))?;
        let url = asked.url.ok_or_else(|| missing("`url` of a request", place.start))?.decode();
        let start = self.start(place.start)?;
        let phases = self.phases();
        let duration = self.duration(&phases, place.start, warnings);
        let status = self.status(warnings);
        let error = [self.answered.error, self.error].into_iter().flatten();
        let error = error.map(Text::decode).find(|it| !it.is_empty());
        let (outcome, reason) = outcome_of(status, error.as_deref(), duration);
        let scheme = url.get(..5).unwrap_or_default();
        let mut intern = |text: Option<Text<'_>>| -> Option<StringIndex> {
            text.filter(|it| !it.raw.is_empty()).map(|it| strings.intern(&it.decode()))
        };
        let mime = intern(self.answered.mime);
        let priority = intern(self.priority);
        let protocol = intern(self.answered.protocol.filter(|it| !it.raw.is_empty()))
            .or_else(|| intern(asked.protocol));
        let server = intern(self.server);
        let connection = intern(self.connection);
        let redirect_url = intern(self.answered.redirect_url);
        let page_id = intern(self.page);
        let initiator_url = intern(self.initiator.url);
        let method = asked.method.map_or(Cow::Borrowed(""), Text::decode);
        let request = Request {
            start: Nanos(0),
            duration,
            phases,
            method: strings.intern(&method),
            url: strings.intern(&short_url(&url)),
            status,
            outcome,
            reason: reason.map(|it| strings.intern(&it)),
            kind: self.kind(scheme),
            mime,
            transferred: self.transferred(),
            decoded: bytes_of(self.answered.content_size),
            answerer: self.answerer(scheme),
            side: Side::Client,
            priority,
            protocol,
            server,
            connection,
            initiator: Initiator {
                kind: self.initiator_kind(),
                url: initiator_url,
                line: line_of(self.initiator.line),
                request: None,
            },
            messages: self.messages,
            redirected_to: None,
            redirected_from: None,
            page: None,
            thread: None,
            operation: None,
            place: Place { offset: place.start as u64, length: place.len() as u64 },
        };
        Ok(RawRequest { start, request, redirect_url, page_id, operation_id: None })
    }

    fn start(&self, offset: usize) -> Result<i64, ParseError> {
        let started = self.started.ok_or_else(|| missing("`startedDateTime`", offset))?;
        unix_of_iso(&started.decode()).ok_or_else(|| {
            let found = started.decode().chars().take(40).collect::<String>();
            let expected = "a date for `startedDateTime`, such as 2026-01-02T03:04:05.678Z";
            ParseErrorKind::unexpected(expected, format!("\"{found}\"")).at(started.offset)
        })
    }

    fn phases(&self) -> Phases {
        let measure = |millis: Option<f64>| Measure::from(millis.and_then(nanos_of_millis));
        let it = &self.timings;
        Phases {
            blocked: measure(it.blocked),
            dns: measure(it.dns),
            connect: measure(it.connect),
            ssl: measure(it.ssl),
            send: measure(it.send),
            wait: measure(it.wait),
            receive: measure(it.receive),
        }
    }

    /// The recorded duration, or else that of the phases together.
    fn duration(&self, phases: &Phases, offset: usize, warnings: &Warnings) -> Measure {
        if let Some(time) = self.time.and_then(nanos_of_millis) {
            return Measure::of(time);
        }
        let sum = phases.sum();
        if sum.is_some() {
            let what = "requests have no duration (`time`); their phases tell it";
            warnings.add(Severity::Repair, what, Some(offset), String::new);
        }
        sum.into()
    }

    fn status(&self, warnings: &Warnings) -> Option<u16> {
        let status = self.answered.status?;
        let known = status_of(status);
        if known.is_none() && status > 0.0 {
            let example = format!("`status` is {status}, out of range: expected 100 to 999");
            lose(self.answered.status_offset, example, warnings);
        }
        known
    }

    /// What came over the network: what the browser counted, or else head and body.
    fn transferred(&self) -> Measure {
        let Answered { transfer_size, headers_size, body_size, .. } = self.answered;
        if let Some(size) = bytes_of(transfer_size).get() {
            return Measure::of(size);
        }
        match (bytes_of(headers_size).get(), bytes_of(body_size).get()) {
            (None, None) => Measure::NONE,
            (head, body) => Measure::of(head.unwrap_or(0).saturating_add(body.unwrap_or(0))),
        }
    }

    fn kind(&self, scheme: &str) -> RequestKind {
        let named = self.kind.and_then(|it| RequestKind::of_name(&it.decode()));
        if let Some(kind) = named.filter(|it| *it != RequestKind::Other) {
            return kind;
        }
        if scheme.starts_with("ws:") || scheme.starts_with("wss:") || self.messages != [0, 0] {
            return RequestKind::WebSocket;
        }
        let by_mime = || self.answered.mime.map(|it| kind_of_mime(&it.decode()));
        named.or_else(by_mime).unwrap_or_default()
    }

    fn answerer(&self, scheme: &str) -> Answerer {
        let cache = self.from_cache.map(Text::decode);
        match cache.as_deref() {
            _ if scheme.eq_ignore_ascii_case("data:") => Answerer::Address,
            Some("memory") => Answerer::MemoryCache,
            Some(_) => Answerer::DiskCache,
            None if self.answered.is_from_service_worker => Answerer::ServiceWorker,
            None if self.is_from_cache || self.answered.is_from_disk => Answerer::DiskCache,
            None => Answerer::Network,
        }
    }

    fn initiator_kind(&self) -> InitiatorKind {
        let named = self.initiator.kind.map(|it| InitiatorKind::of_name(&it.decode()));
        named.unwrap_or_default()
    }
}

fn missing(what: &'static str, offset: usize) -> ParseError {
    ParseErrorKind::Missing { what }.at(offset)
}
