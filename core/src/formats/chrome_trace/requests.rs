//! Requests of a page, or of a process that was recorded by us.
//!
//! ```text
//! ResourceWillSendRequest ─▶ ResourceSendRequest ─▶ ResourceReceiveResponse ─▶ ResourceReceivedData…
//!                                                 └▶ ResourceMarkAsCached     └▶ ResourceFinish
//! WebSocketCreate ─▶ WebSocketReceiveHandshakeResponse ─▶ WebSocketSend, WebSocketReceive… ─▶ WebSocketDestroy
//! ```

use hashbrown::HashMap;

use super::collect::Collector;
use super::details::seek;
use super::event::{Event, id_text};
use super::incoming::IncomingRequests;
use super::metadata::args;
use super::skipped::{Skip, Skipped};
use super::times::Times;
use crate::error::ParseError;
use crate::formats::json::{Reader, Text};
use crate::formats::requests::links::{RawRequest, table};
use crate::formats::requests::steps::{Answer, Finish, Id, RequestLog, Sent, Step};
use crate::formats::requests::timing::{Timing, nanos_of_seconds};
use crate::formats::requests::values::{number, text};
use crate::index::{Column, RowIndex as _};
use crate::model::requests::Place;
use crate::model::{AsyncSpanIndex, AsyncSpanTable, RequestTable};
use crate::strings::{StringIndex, StringTable};
use crate::task::{Cancelled, Task};
use crate::warning::{Severity, Warnings};

type Result<T> = std::result::Result<T, ParseError>;

impl<'a> Collector<'a> {
    /// Takes in a step of a request.
    pub(super) fn add_request(&mut self, event: &Event<'a>, time: i64, reader: &Reader<'a>) {
        let name = event.name.map_or(&b""[..], |it| it.raw);
        let thread = self.thread(event);
        let step = args(event, reader).map(|mut it| read(name, &mut it, self.warnings));
        match step {
            Some(Ok(Some((id, mut step)))) => {
                if let Step::Sent(sent) | Step::Socket(sent) = &mut step {
                    sent.thread = Some(thread);
                }
                let process = self.owners.process_of(thread).row();
                let process = name.starts_with(b"WebSocket").then_some(process);
                let end = reader.offset();
                let length = end.saturating_sub(event.offset);
                let place = Place { offset: event.offset as u64, length: length as u64 };
                self.requests.add(Id { process, text: id }, time, place, step);
            }
            Some(Err(error)) => {
                let what = "request events are damaged and are left out";
                let offset = usize::try_from(error.offset).ok();
                self.warnings.add(Severity::Loss, what, offset, || error.kind.to_string());
            }
            _ => self.skipped.add(Skip::Request, Some(event.offset)),
        }
    }
}

/// The requests that were sent, and those that came in. `operations` are those of the recording.
pub(super) fn finish(
    (sent, incoming): (RequestLog<'_>, IncomingRequests<'_>),
    operations: &AsyncSpanTable,
    times: &Times,
    (strings, skipped): (&mut StringTable, &mut Skipped),
    task: &Task,
) -> std::result::Result<RequestTable, Cancelled> {
    let (mut requests, n_lost) = sent.finish(strings, task)?;
    skipped.add_many(Skip::RequestSent, n_lost);
    link_to_operations(&mut requests, operations);
    requests.append(&mut incoming.finish(strings));
    Ok(table(requests, Column::default(), |it| times.since_origin(it), strings))
}

/// Finds the operations that sent `requests`: the last one of each id.
fn link_to_operations(requests: &mut [RawRequest], operations: &AsyncSpanTable) {
    let ids = requests.iter().filter_map(|it| it.operation_id);
    let mut found: HashMap<StringIndex, Option<AsyncSpanIndex>> =
        ids.map(|it| (it, None)).collect();
    if found.is_empty() {
        return;
    }
    for operation in operations.indices() {
        if let Some(found) = found.get_mut(&operations.id[operation]) {
            *found = Some(operation);
        }
    }
    for it in requests {
        it.request.operation = it.operation_id.and_then(|id| found[&id]);
    }
}

/// Reads which request an event is about, and what happens to it; `None` if it does not tell.
fn read<'a>(
    name: &[u8],
    reader: &mut Reader<'a>,
    warnings: &Warnings,
) -> Result<Option<(&'a [u8], Step<'a>)>> {
    if !seek(reader, &["data"])? || reader.peek() != Some(b'{') {
        return Ok(None);
    }
    let mut data = Data::default();
    let mut members = reader.object("`data` of a request")?;
    while let Some(key) = members.next(reader)? {
        data.read_member(key.raw, reader, warnings)?;
    }
    let Some(id) = data.id else { return Ok(None) };
    let step = match name {
        b"ResourceWillSendRequest" => Step::Will,
        b"ResourceSendRequest" => Step::Sent(Box::new(data.sent)),
        b"ResourceReceiveResponse" => Step::Answer(Box::new(data.answer)),
        b"ResourceReceivedData" => Step::Data([data.answer.encoded, None]),
        b"ResourceFinish" => {
            data.finish.encoded = data.answer.encoded;
            Step::Finish(data.finish)
        }
        b"ResourceMarkAsCached" => Step::Cached,
        b"ResourceChangePriority" => match data.sent.priority {
            Some(priority) => Step::Priority(priority),
            None => return Ok(None),
        },
        b"WebSocketCreate" => Step::Socket(Box::new(data.sent)),
        b"WebSocketReceiveHandshakeResponse" => Step::Handshake(None),
        b"WebSocketSend" => Step::Message { is_sent: true },
        b"WebSocketReceive" => Step::Message { is_sent: false },
        b"WebSocketDestroy" => Step::Closed,
        _ => return Ok(None),
    };
    Ok(Some((id, step)))
}

/// What any of the events may tell.
#[derive(Default)]
struct Data<'a> {
    id: Option<&'a [u8]>,
    sent: Sent<'a>,
    answer: Answer<'a>,
    finish: Finish<'a>,
}

impl<'a> Data<'a> {
    fn read_member(
        &mut self,
        key: &[u8],
        reader: &mut Reader<'a>,
        warnings: &Warnings,
    ) -> Result<()> {
        let (sent, answer, finish) = (&mut self.sent, &mut self.answer, &mut self.finish);
        match key {
            b"requestId" | b"identifier" => self.id = id_text(reader, "`requestId`")?,
            b"url" => sent.url = text(reader, "`url`", warnings)?,
            b"requestMethod" => sent.method = text(reader, "`requestMethod`", warnings)?,
            b"resourceType" => sent.kind = text(reader, "`resourceType`", warnings)?,
            b"priority" => sent.priority = text(reader, "`priority`", warnings)?,
            b"asyncscopeParent" => sent.operation = loose_text(reader)?,
            b"initiator" if reader.peek() == Some(b'{') => {
                let stack_url = sent.initiator.url.take();
                sent.initiator.read(reader, warnings)?;
                sent.initiator.url = sent.initiator.url.or(stack_url);
            }
            b"stackTrace" if reader.peek() == Some(b'[') => self.read_stack(reader, warnings)?,
            b"statusCode" => answer.status = number(reader, "`statusCode`", warnings)?,
            b"mimeType" => answer.mime = text(reader, "`mimeType`", warnings)?,
            b"protocol" => answer.protocol = text(reader, "`protocol`", warnings)?,
            b"connectionId" => answer.connection = id_text(reader, "`connectionId`")?,
            b"encodedDataLength" => {
                answer.encoded = number(reader, "`encodedDataLength`", warnings)?;
            }
            b"fromCache" => answer.is_from_cache = is_true(reader)?,
            b"fromServiceWorker" => answer.is_from_service_worker = is_true(reader)?,
            b"timing" => answer.timing = Timing::read(reader, warnings)?,
            b"decodedBodyLength" => {
                finish.decoded = number(reader, "`decodedBodyLength`", warnings)?;
            }
            b"finishTime" => {
                let time = number(reader, "`finishTime`", warnings)?;
                finish.time = time.filter(|it| *it > 0.0).and_then(nanos_of_seconds);
            }
            b"didFail" => finish.has_failed = is_true(reader)?,
            b"aborted" => finish.is_aborted = is_true(reader)?,
            b"error" => finish.error = loose_text(reader)?,
            _ => reader.skip()?,
        }
        Ok(())
    }

    /// Reads where the script stood that asked, of which the innermost frame with an address counts.
    fn read_stack(&mut self, reader: &mut Reader<'a>, warnings: &Warnings) -> Result<()> {
        let mut frames = reader.array("`stackTrace`")?;
        while frames.next(reader)? {
            if self.sent.initiator.url.is_some() || reader.peek() != Some(b'{') {
                reader.skip()?;
                continue;
            }
            let mut members = reader.object("a frame")?;
            let (mut url, mut line) = (None, None);
            while let Some(key) = members.next(reader)? {
                match key.raw {
                    b"url" => url = text(reader, "`url` of a frame", warnings)?,
                    b"lineNumber" => line = number(reader, "`lineNumber`", warnings)?,
                    _ => reader.skip()?,
                }
            }
            self.sent.initiator.url = url.filter(|it| !it.raw.is_empty());
            // Lines of this stack count from 1, those of initiators from 0.
            self.sent.initiator.line =
                line.map(|it| it - 1.0).filter(|_| self.sent.initiator.url.is_some());
        }
        Ok(())
    }
}

/// Reads any value, and says whether it is `true`.
fn is_true(reader: &mut Reader<'_>) -> Result<bool> {
    let is_true = reader.peek() == Some(b't');
    reader.skip()?;
    Ok(is_true)
}

/// Reads any value; `None` where it is no text.
fn loose_text<'a>(reader: &mut Reader<'a>) -> Result<Option<Text<'a>>> {
    match reader.peek() {
        Some(b'"') => reader.text("a text").map(Some),
        _ => reader.skip().map(|()| None),
    }
}
