//! One event of the log.

use crate::error::ParseError;
use crate::formats::json::{Reader, Text};
use crate::formats::requests::steps::{Answer, Finish, Id, Sent, Step};
use crate::formats::requests::timing::{Timing, nanos_of_seconds};
use crate::formats::requests::values::{number, object, text};
use crate::model::requests::Place;
use crate::warning::Warnings;

type Result<T> = std::result::Result<T, ParseError>;

/// What an event tells of a request; no step if it tells of none.
pub(super) struct Event<'a> {
    pub(super) id: Id<'a>,
    /// Nanoseconds on the browser's clock.
    pub(super) time: Option<i64>,
    /// Nanoseconds since 1970, at `time`.
    pub(super) wall_time: Option<i64>,
    pub(super) steps: Vec<Noted<'a>>,
}

/// A step, and where it stands.
pub(super) struct Noted<'a> {
    pub(super) place: Place,
    pub(super) step: Step<'a>,
}

impl<'a> Event<'a> {
    /// Reads the event that is next.
    pub(super) fn read(reader: &mut Reader<'a>, warnings: &Warnings) -> Result<Self> {
        reader.peek();
        let start = reader.offset();
        let (mut method, mut params) = (&b""[..], Params::default());
        let mut members = reader.object("an event")?;
        while let Some(key) = members.next(reader)? {
            match (key.raw, reader.peek()) {
                (b"method", Some(b'"')) => method = reader.text("`method`")?.raw,
                // Events name their method first; of others nothing is looked at.
                (b"params", Some(b'{')) if method.is_empty() || is_network(method) => {
                    params.read(reader, warnings)?;
                }
                _ => reader.skip()?,
            }
        }
        let length = (reader.offset() - start) as u64;
        let place = Place { offset: start as u64, length };
        let noted = |step| Noted { place, step };
        Ok(Event {
            id: Id { process: None, text: params.id },
            time: params.time,
            wall_time: params.wall_time,
            steps: params.steps(method).into_iter().map(noted).collect(),
        })
    }
}

fn is_network(method: &[u8]) -> bool {
    method.starts_with(b"Network.")
}

/// What the parameters of any event may hold.
#[derive(Default)]
struct Params<'a> {
    id: &'a [u8],
    time: Option<i64>,
    wall_time: Option<i64>,
    sent: Sent<'a>,
    answer: Answer<'a>,
    redirect: Option<Answer<'a>>,
    kind: Option<Text<'a>>,
    data: [Option<f64>; 2],
    error: Option<Text<'a>>,
    is_canceled: bool,
    is_blocked: bool,
    priority: Option<Text<'a>>,
}

impl<'a> Params<'a> {
    /// The steps that an event called `method` is: a request that was redirected was answered
    /// first.
    fn steps(self, method: &[u8]) -> Vec<Step<'a>> {
        if self.id.is_empty() {
            return Vec::new();
        }
        let sent = Sent { kind: self.kind, ..self.sent };
        let answer = Answer { kind: self.kind, ..self.answer };
        let finish = Finish { encoded: self.data[0], ..Finish::default() };
        let step = match method.strip_prefix(b"Network.").unwrap_or_default() {
            b"requestWillBeSent" => {
                let redirect = self.redirect.map(|it| Step::Answer(Box::new(it)));
                return redirect.into_iter().chain([Step::Sent(Box::new(sent))]).collect();
            }
            b"responseReceived" => Step::Answer(Box::new(answer)),
            b"dataReceived" => Step::Data(self.data),
            b"loadingFinished" => Step::Finish(finish),
            b"loadingFailed" => Step::Finish(Finish {
                has_failed: true,
                is_aborted: self.is_canceled && !self.is_blocked,
                is_blocked: self.is_blocked,
                error: self.error,
                ..finish
            }),
            b"requestServedFromCache" => Step::Cached,
            b"resourceChangedPriority" => match self.priority {
                Some(priority) => Step::Priority(priority),
                None => return Vec::new(),
            },
            b"webSocketCreated" => Step::Socket(Box::new(sent)),
            b"webSocketWillSendHandshakeRequest" => Step::Handshaking,
            b"webSocketHandshakeResponseReceived" => Step::Handshake(self.answer.status),
            b"webSocketFrameSent" => Step::Message { is_sent: true },
            b"webSocketFrameReceived" => Step::Message { is_sent: false },
            b"webSocketFrameError" => {
                Step::Finish(Finish { has_failed: true, error: self.error, ..finish })
            }
            b"webSocketClosed" => Step::Closed,
            _ => return Vec::new(),
        };
        vec![step]
    }

    fn read(&mut self, reader: &mut Reader<'a>, warnings: &Warnings) -> Result<()> {
        let seconds = |it: Option<f64>| it.and_then(nanos_of_seconds);
        let mut members = reader.object("`params`")?;
        while let Some(key) = members.next(reader)? {
            match key.raw {
                b"requestId" => {
                    let id = text(reader, "`requestId`", warnings)?;
                    self.id = id.map_or(b"", |it| it.raw);
                }
                b"timestamp" => self.time = seconds(number(reader, "`timestamp`", warnings)?),
                b"wallTime" => self.wall_time = seconds(number(reader, "`wallTime`", warnings)?),
                b"type" => self.kind = text(reader, "`type`", warnings)?,
                b"url" => self.sent.url = text(reader, "`url`", warnings)?,
                b"newPriority" => self.priority = text(reader, "`newPriority`", warnings)?,
                b"request" => self.read_request(reader, warnings)?,
                b"initiator" => self.sent.initiator.read(reader, warnings)?,
                b"response" => self.answer = read_response(reader, warnings)?,
                b"redirectResponse" => self.redirect = Some(read_response(reader, warnings)?),
                b"encodedDataLength" => {
                    self.data[0] = number(reader, "`encodedDataLength`", warnings)?;
                }
                b"dataLength" => self.data[1] = number(reader, "`dataLength`", warnings)?,
                b"errorText" | b"errorMessage" => {
                    self.error = text(reader, "`errorText`", warnings)?;
                }
                b"canceled" => self.is_canceled = is_true(reader)?,
                b"blockedReason" => {
                    self.is_blocked = text(reader, "`blockedReason`", warnings)?.is_some();
                }
                _ => reader.skip()?,
            }
        }
        Ok(())
    }

    fn read_request(&mut self, reader: &mut Reader<'a>, warnings: &Warnings) -> Result<()> {
        // A handshake of a WebSocket has a request too, of headers alone.
        let Some(mut members) = object(reader, "`request`", warnings)? else { return Ok(()) };
        while let Some(key) = members.next(reader)? {
            match key.raw {
                b"url" => self.sent.url = text(reader, "`url`", warnings)?,
                b"method" => self.sent.method = text(reader, "`method`", warnings)?,
                b"initialPriority" => {
                    self.sent.priority = text(reader, "`initialPriority`", warnings)?;
                }
                _ => reader.skip()?,
            }
        }
        Ok(())
    }
}

fn read_response<'a>(reader: &mut Reader<'a>, warnings: &Warnings) -> Result<Answer<'a>> {
    let mut answer = Answer::default();
    let Some(mut members) = object(reader, "`response`", warnings)? else { return Ok(answer) };
    while let Some(key) = members.next(reader)? {
        match key.raw {
            b"status" => answer.status = number(reader, "`status`", warnings)?,
            b"mimeType" => answer.mime = text(reader, "`mimeType`", warnings)?,
            b"protocol" => answer.protocol = text(reader, "`protocol`", warnings)?,
            b"remoteIPAddress" => answer.server = text(reader, "`remoteIPAddress`", warnings)?,
            b"connectionId" => {
                reader.peek();
                let start = reader.offset();
                reader.skip()?;
                let raw = reader.since(start);
                answer.connection = (raw != b"0").then_some(raw);
            }
            b"encodedDataLength" => {
                answer.encoded = number(reader, "`encodedDataLength`", warnings)?;
            }
            b"fromDiskCache" | b"fromPrefetchCache" => answer.is_from_cache |= is_true(reader)?,
            b"fromServiceWorker" => answer.is_from_service_worker = is_true(reader)?,
            b"timing" => answer.timing = Timing::read(reader, warnings)?,
            _ => reader.skip()?,
        }
    }
    Ok(answer)
}

/// Reads any value, and says whether it is `true`.
fn is_true(reader: &mut Reader<'_>) -> Result<bool> {
    let is_true = reader.peek() == Some(b't');
    reader.skip()?;
    Ok(is_true)
}
