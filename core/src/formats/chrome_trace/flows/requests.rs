//! Requests that were sent, answered, and made others be sent.

use hashbrown::HashMap;

use super::super::details::seek;
use super::super::event::{Event, id_text};
use super::super::metadata::args;
use super::RawFlow;
use super::bind::RawEnd;
use crate::error::ParseError;
use crate::formats::json::Reader;
use crate::model::FlowKind;
use crate::strings::StringIndex;

/// Which step of a request an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum RequestStep {
    /// It is sent, for the first time or to where it was redirected.
    Send,
    /// The head of the answer is there.
    Answer,
}

/// What an event tells about its request, as it stands in the file; empty where it does not.
#[derive(Clone, Copy, Debug, Default)]
struct Told<'a> {
    id: &'a [u8],
    url: &'a [u8],
    /// The address of what made it be sent.
    initiator: &'a [u8],
}

/// Every step of every request, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Requests<'a>(Vec<(RequestStep, Told<'a>, RawEnd, StringIndex)>);

impl<'a> Requests<'a> {
    /// Takes in a step of a request. One that does not tell of which is left out.
    pub(super) fn add(
        &mut self,
        step: RequestStep,
        event: &Event<'a>,
        (end, name): (RawEnd, StringIndex),
        reader: &Reader<'a>,
    ) {
        let told = args(event, reader).and_then(|mut it| Told::read(&mut it).ok());
        if let Some(told) = told.filter(|it| !it.id.is_empty()) {
            self.0.push((step, told, end, name));
        }
    }

    /// An arrow from where each request was sent to where it was sent again or answered; and one
    /// from where its initiator was last seen to where it was sent.
    pub(super) fn finish(mut self) -> Vec<RawFlow> {
        self.0.sort_by_key(|it| it.2.time);
        let mut flows = Vec::new();
        // By id: where the request was last sent, and its address.
        let mut sent: HashMap<&[u8], (RawEnd, &[u8], StringIndex)> = HashMap::new();
        // By address: where the last request to it was sent or, better, answered.
        let mut seen: HashMap<&[u8], RawEnd> = HashMap::new();
        for (step, told, end, name) in self.0 {
            let before = match step {
                RequestStep::Send => sent.insert(told.id, (end, told.url, name)),
                RequestStep::Answer => sent.remove(told.id),
            };
            if let Some((from, _, name)) = before {
                flows.push(RawFlow { from, to: end, kind: FlowKind::Request, name });
            }
            if let Some(&from) = seen.get(told.initiator).filter(|_| before.is_none()) {
                flows.push(RawFlow { from, to: end, kind: FlowKind::Initiator, name });
            }
            let url =
                if step == RequestStep::Send { Some(told.url) } else { before.map(|it| it.1) };
            if let Some(url) = url.filter(|it| !it.is_empty()) {
                seen.insert(url, end);
            }
        }
        flows
    }
}

impl<'a> Told<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, ParseError> {
        let mut told = Self::default();
        if !seek(reader, &["data"])? {
            return Ok(told);
        }
        let mut members = reader.object("`data` of a request")?;
        while let Some(key) = members.next(reader)? {
            match (key.raw, reader.peek()) {
                (b"requestId", _) => told.id = id_text(reader, "`requestId`")?.unwrap_or_default(),
                (b"url", Some(b'"')) => told.url = reader.text("`url`")?.raw,
                (b"initiator", Some(b'{')) => told.initiator = initiator(reader)?,
                _ => reader.skip()?,
            }
        }
        Ok(told)
    }
}

/// The address in the `initiator` that is next; empty if it has none.
fn initiator<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], ParseError> {
    let mut url = &b""[..];
    let mut members = reader.object("`initiator`")?;
    while let Some(key) = members.next(reader)? {
        match (key.raw, reader.peek()) {
            (b"url", Some(b'"')) => url = reader.text("`url`")?.raw,
            _ => reader.skip()?,
        }
    }
    Ok(url)
}
