//! From steps to rows.

use std::ops::Range;

use super::sockets::socket;
use super::{Answer, Finish, Noted, RequestLog, Sent, Step};
use crate::formats::json::Text;
use crate::formats::requests::links::{RawRequest, bytes_of, line_of, short_url, status_of};
use crate::formats::requests::mime::kind_of_mime;
use crate::index::RowIndex as _;
use crate::model::requests::{
    Answerer, Initiator, InitiatorKind, Measure, Outcome, Phases, Place, RequestKind, Side,
};
use crate::model::{Request, RequestIndex};
use crate::strings::{StringIndex, StringTable};
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

impl RequestLog<'_> {
    /// The requests, and how many were left out since nothing tells what they asked for.
    pub(in crate::formats) fn finish(
        mut self,
        strings: &mut StringTable,
        task: &Task,
    ) -> Result<(Vec<RawRequest>, u64), Cancelled> {
        // Requests in the order in which they are first met; their steps in order of time.
        self.0.sort_by_key(|it| (it.id, it.time));
        let mut texts = Texts(strings);
        let (mut rows, mut n_lost) = (Vec::new(), 0);
        for (number, steps) in self.0.chunk_by(|a, b| a.id == b.id).enumerate() {
            if number.is_multiple_of(1 << 10) {
                task.advance(0)?;
            }
            if let Some(row) = socket(steps, &mut texts) {
                rows.push(row);
                continue;
            }
            let before = rows.len();
            Exchange::new(steps).add_rows(&mut rows, &mut texts);
            n_lost += u64::from(rows.len() == before);
        }
        Ok((rows, n_lost))
    }
}

/// The steps of one request, taken apart.
struct Exchange<'s, 'a> {
    steps: &'s [Noted<'a>],
    /// When the browser was about to send each hop.
    will: Vec<i64>,
    sent: Vec<(i64, Place, &'s Sent<'a>)>,
}

/// What is known of one hop.
#[derive(Default)]
struct Hop<'s, 'a> {
    answer: Option<(i64, Place, &'s Answer<'a>)>,
    finish: Option<(i64, Finish<'a>)>,
    encoded: f64,
    decoded: f64,
    is_cached: bool,
    priority: Option<Text<'a>>,
}

impl<'s, 'a> Exchange<'s, 'a> {
    fn new(steps: &'s [Noted<'a>]) -> Self {
        let (mut will, mut sent) = (Vec::new(), Vec::new());
        for it in steps {
            match &it.step {
                Step::Will => will.push(it.time),
                Step::Sent(step) => sent.push((it.time, it.place, &**step)),
                _ => {}
            }
        }
        Self { steps, will, sent }
    }

    /// Adds a row for each hop, linked to the next.
    fn add_rows(&self, rows: &mut Vec<RawRequest>, texts: &mut Texts<'_>) {
        let first_row = rows.len();
        let mut from = 0;
        for (number, (time, place, sent)) in self.sent.iter().enumerate() {
            let next = self.sent.get(number + 1);
            // Up to where the next hop is sent, steps are of this one.
            let rest = &self.steps[from..];
            let length = next.map_or(rest.len(), |it| {
                let is_next = |step: &Noted<'_>| {
                    step.time >= it.0 && step.place == it.1 && matches!(step.step, Step::Sent(_))
                };
                rest.iter().position(is_next).unwrap_or(rest.len())
            });
            let hop = Hop::of(&self.steps[from..from + length]);
            from += length;
            let start = self.start(number, *time);
            let next_start = next.map(|it| self.start(number + 1, it.0));
            let row = hop.row(start..next_start.unwrap_or(i64::MAX), (sent, *place), texts);
            rows.push(row);
        }
        for row in first_row + 1..rows.len() {
            rows[row - 1].request.redirected_to = Some(RequestIndex::from_row(row));
            rows[row].request.redirected_from = Some(RequestIndex::from_row(row - 1));
        }
    }

    /// When a hop began: when the browser was about to send it, if it says so of every hop.
    fn start(&self, number: usize, sent: i64) -> i64 {
        let is_known = number == 0 || self.will.len() == self.sent.len();
        let will = self.will.get(number).copied();
        will.filter(|it| is_known && *it <= sent).unwrap_or(sent)
    }
}

impl<'s, 'a> Hop<'s, 'a> {
    fn of(steps: &'s [Noted<'a>]) -> Self {
        let mut hop = Self::default();
        for it in steps {
            match &it.step {
                Step::Answer(answer) => hop.answer = Some((it.time, it.place, answer)),
                Step::Finish(finish) => hop.finish = Some((it.time, *finish)),
                Step::Data([encoded, decoded]) => {
                    hop.encoded += encoded.unwrap_or(0.0).max(0.0);
                    hop.decoded += decoded.unwrap_or(0.0).max(0.0);
                }
                Step::Cached => hop.is_cached = true,
                Step::Priority(priority) => hop.priority = Some(*priority),
                _ => {}
            }
        }
        hop
    }

    /// The row of this hop. `time` ends where the next hop begins.
    fn row(
        &self,
        time: Range<i64>,
        (sent, place): (&Sent<'a>, Place),
        texts: &mut Texts<'_>,
    ) -> RawRequest {
        let start = time.start;
        let is_redirect = time.end != i64::MAX;
        let answer = self.answer.map(|it| it.2);
        let end = if is_redirect { Some(time.end) } else { self.end(start) };
        let status = answer.and_then(|it| it.status).and_then(status_of);
        let base = texts.request(sent, self.answer.as_ref().map_or(place, |it| it.1));
        let is_data = texts.is_data(base.url);
        let request = Request {
            duration: end.map(|it| it.saturating_sub(start).max(0).unsigned_abs()).into(),
            phases: self.phases(start, end),
            status,
            outcome: self.outcome(status, is_redirect),
            reason: self.finish.as_ref().and_then(|it| texts.text(it.1.error)),
            kind: self.kind(base.kind),
            mime: answer.and_then(|it| texts.text(it.mime)),
            transferred: self.transferred(),
            decoded: self.decoded(),
            answerer: if is_data { Answerer::Address } else { self.answerer() },
            priority: texts.text(self.priority).or(base.priority),
            protocol: answer.and_then(|it| texts.text(it.protocol)),
            server: answer.and_then(|it| texts.text(it.server)),
            connection: answer.and_then(|it| texts.raw(it.connection?)),
            ..base
        };
        let operation_id = texts.text(sent.operation);
        RawRequest { start, request, redirect_url: None, page_id: None, operation_id }
    }

    /// When the network was done with it, or else when its end was noted.
    fn end(&self, start: i64) -> Option<i64> {
        let (noted, finish) = self.finish.as_ref()?;
        let time = finish.time.filter(|it| (start..=*noted).contains(it));
        Some(time.unwrap_or(*noted))
    }

    fn phases(&self, start: i64, end: Option<i64>) -> Phases {
        let Some((answered, _, answer)) = self.answer else { return Phases::default() };
        match &answer.timing {
            Some(timing) if !self.is_cached => timing.phases(start, end),
            _ if self.is_cached => Phases::default(),
            // Nothing is known but when the answer came.
            _ => {
                let since = |from: i64, to: i64| to.saturating_sub(from).max(0).unsigned_abs();
                let receive = end.map(|it| since(answered, it));
                Phases {
                    wait: Measure::of(since(start, answered)),
                    receive: receive.into(),
                    ..Phases::default()
                }
            }
        }
    }

    fn outcome(&self, status: Option<u16>, is_redirect: bool) -> Outcome {
        if is_redirect {
            return Outcome::Success;
        }
        let Some((_, finish)) = &self.finish else { return Outcome::Pending };
        match status {
            Some(400..) => Outcome::HttpError,
            _ if finish.is_blocked => Outcome::Blocked,
            _ if finish.is_aborted => Outcome::Aborted,
            _ if finish.has_failed => {
                let error = finish.error.map(Text::decode).unwrap_or_default();
                Outcome::of_error(&error)
            }
            _ => Outcome::Success,
        }
    }

    fn kind(&self, sent: RequestKind) -> RequestKind {
        let Some((_, _, answer)) = &self.answer else { return sent };
        let named = answer.kind.and_then(|it| RequestKind::of_name(&it.decode()));
        match (sent, named, answer.mime) {
            (RequestKind::Other, Some(named), _) => named,
            (RequestKind::Other, None, Some(mime)) => kind_of_mime(&mime.decode()),
            _ => sent,
        }
    }

    fn transferred(&self) -> Measure {
        let whole = self.finish.as_ref().map_or(Measure::NONE, |it| bytes_of(it.1.encoded));
        if whole != Measure::NONE {
            return whole;
        }
        let head = self.answer.as_ref().and_then(|it| it.2.encoded).unwrap_or(0.0).max(0.0);
        let so_far = self.encoded + head;
        if so_far > 0.0 { bytes_of(Some(so_far)) } else { Measure::NONE }
    }

    fn decoded(&self) -> Measure {
        let whole = self.finish.as_ref().map_or(Measure::NONE, |it| bytes_of(it.1.decoded));
        let so_far = Some(self.decoded).filter(|it| *it > 0.0);
        if whole == Measure::NONE { bytes_of(so_far) } else { whole }
    }

    /// Source: `NetworkRequestsHandler` of DevTools' trace engine: what cost bytes was not from disk.
    fn answerer(&self) -> Answerer {
        let cost = self.finish.as_ref().and_then(|it| it.1.encoded).unwrap_or(0.0);
        match &self.answer {
            _ if self.is_cached => Answerer::MemoryCache,
            Some((_, _, it)) if it.is_from_service_worker => Answerer::ServiceWorker,
            Some((_, _, it)) if it.is_from_cache && cost <= 0.0 => Answerer::DiskCache,
            _ => Answerer::Network,
        }
    }
}

/// Puts texts into the table of the recording.
pub(in crate::formats) struct Texts<'s>(&'s mut StringTable);

impl<'s> Texts<'s> {
    /// Into this table.
    pub(in crate::formats) fn new(strings: &'s mut StringTable) -> Self {
        Self(strings)
    }

    /// A text; `None` if it is empty.
    pub(super) fn text(&mut self, text: Option<Text<'_>>) -> Option<StringIndex> {
        text.filter(|it| !it.raw.is_empty()).map(|it| self.0.intern(&it.decode()))
    }

    fn raw(&mut self, raw: &[u8]) -> Option<StringIndex> {
        (!raw.is_empty()).then(|| self.0.intern(&String::from_utf8_lossy(raw)))
    }

    fn is_data(&self, url: StringIndex) -> bool {
        self.0.get(url).get(..5).is_some_and(|it| it.eq_ignore_ascii_case("data:"))
    }

    /// What a request was sent with. The rest is to be filled in.
    pub(super) fn request(&mut self, sent: &Sent<'_>, place: Place) -> Request {
        let url = sent.url.map(Text::decode).unwrap_or_default();
        let method = sent.method.map_or("GET".into(), Text::decode);
        let kind = sent.kind.and_then(|it| RequestKind::of_name(&it.decode()));
        let initiator = &sent.initiator;
        let initiator_kind = initiator.kind.map(|it| InitiatorKind::of_name(&it.decode()));
        Request {
            kind: kind.unwrap_or_default(),
            priority: self.text(sent.priority),
            initiator: Initiator {
                kind: initiator_kind.unwrap_or_default(),
                url: self.text(initiator.url),
                line: line_of(initiator.line),
                request: None,
            },
            thread: sent.thread,
            ..self.plain(&method, &url, place)
        }
    }

    /// A request of which nothing else is known.
    pub(in crate::formats) fn plain(&mut self, method: &str, url: &str, place: Place) -> Request {
        Request {
            start: Nanos(0),
            duration: Measure::NONE,
            phases: Phases::default(),
            method: self.0.intern(method),
            url: self.0.intern(&short_url(url)),
            status: None,
            outcome: Outcome::Pending,
            reason: None,
            kind: RequestKind::Other,
            mime: None,
            transferred: Measure::NONE,
            decoded: Measure::NONE,
            answerer: Answerer::Network,
            side: Side::Client,
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
            place,
        }
    }
}
