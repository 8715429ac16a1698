//! One entry as it stands in the file.

use super::message::{Answered, Asked, is_true};
use crate::error::ParseError;
use crate::formats::json::{Reader, Text};
use crate::formats::requests::initiator::RawInitiator;
use crate::formats::requests::values::{number, object, text};
use crate::warning::Warnings;

type Result<T> = std::result::Result<T, ParseError>;

/// The members of an entry that become its row. Nothing is looked up yet.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Draft<'a> {
    pub(super) started: Option<Text<'a>>,
    /// Milliseconds.
    pub(super) time: Option<f64>,
    pub(super) timings: Timings,
    pub(super) asked: Option<Asked<'a>>,
    pub(super) answered: Answered<'a>,
    pub(super) kind: Option<Text<'a>>,
    pub(super) priority: Option<Text<'a>>,
    pub(super) server: Option<Text<'a>>,
    pub(super) connection: Option<Text<'a>>,
    pub(super) page: Option<Text<'a>>,
    pub(super) from_cache: Option<Text<'a>>,
    pub(super) is_from_cache: bool,
    pub(super) error: Option<Text<'a>>,
    pub(super) initiator: RawInitiator<'a>,
    /// Messages of a WebSocket that were sent and received.
    pub(super) messages: [u32; 2],
}

/// Phases in milliseconds, as they stand in the file.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Timings {
    pub(super) blocked: Option<f64>,
    pub(super) dns: Option<f64>,
    pub(super) connect: Option<f64>,
    pub(super) ssl: Option<f64>,
    pub(super) send: Option<f64>,
    pub(super) wait: Option<f64>,
    pub(super) receive: Option<f64>,
}

impl<'a> Draft<'a> {
    /// Reads the entry that is next.
    pub(super) fn read(reader: &mut Reader<'a>, warnings: &Warnings) -> Result<Self> {
        let mut draft = Self::default();
        let mut members = reader.object("an entry")?;
        while let Some(key) = members.next(reader)? {
            draft.read_member(key.raw, reader, warnings)?;
        }
        Ok(draft)
    }

    fn read_member(
        &mut self,
        key: &[u8],
        reader: &mut Reader<'a>,
        warnings: &Warnings,
    ) -> Result<()> {
        match key {
            b"startedDateTime" => self.started = text(reader, "`startedDateTime`", warnings)?,
            b"time" => self.time = number(reader, "`time`", warnings)?,
            b"request" => self.asked = Asked::read(reader, warnings)?,
            b"response" => self.answered = Answered::read(reader, warnings)?,
            b"timings" => self.timings.read(reader, warnings)?,
            b"pageref" => self.page = text(reader, "`pageref`", warnings)?,
            b"serverIPAddress" => self.server = text(reader, "`serverIPAddress`", warnings)?,
            b"connection" => self.connection = loose_text(reader)?.or(self.connection),
            b"_connectionId" => self.connection = self.connection.or(loose_text(reader)?),
            b"_resourceType" | b"_type" => self.kind = loose_text(reader)?.or(self.kind),
            b"_priority" => self.priority = loose_text(reader)?,
            b"_fromCache" => match reader.peek() {
                Some(b'"') => self.from_cache = loose_text(reader)?,
                _ => self.is_from_cache = is_true(reader)?,
            },
            b"fromCache" => self.is_from_cache = is_true(reader)?,
            b"_error" => self.error = loose_text(reader)?,
            b"_initiator" => self.initiator.read(reader, warnings)?,
            b"_initiator_type" => self.initiator.kind = loose_text(reader)?,
            b"_initiator_line" => {
                // This one counts from 1.
                let line = number(reader, "`_initiator_line`", warnings)?;
                self.initiator.line = line.map(|it| it - 1.0).filter(|it| *it >= 0.0);
            }
            b"_webSocketMessages" => self.read_messages(reader)?,
            _ => reader.skip()?,
        }
        Ok(())
    }

    /// Counts the messages of a WebSocket.
    fn read_messages(&mut self, reader: &mut Reader<'a>) -> Result<()> {
        if reader.peek() != Some(b'[') {
            return reader.skip();
        }
        let mut messages = reader.array("`_webSocketMessages`")?;
        while messages.next(reader)? {
            if reader.peek() != Some(b'{') {
                reader.skip()?;
                continue;
            }
            let mut members = reader.object("a message")?;
            let mut is_sent = false;
            while let Some(key) = members.next(reader)? {
                match (key.raw, reader.peek()) {
                    (b"type", Some(b'"')) => is_sent = reader.text("`type`")?.raw == b"send",
                    _ => reader.skip()?,
                }
            }
            let count = &mut self.messages[usize::from(!is_sent)];
            *count = count.saturating_add(1);
        }
        Ok(())
    }
}

impl Timings {
    fn read(&mut self, reader: &mut Reader<'_>, warnings: &Warnings) -> Result<()> {
        let Some(mut members) = object(reader, "`timings`", warnings)? else { return Ok(()) };
        while let Some(key) = members.next(reader)? {
            let (place, what) = match key.raw {
                b"blocked" => (&mut self.blocked, "`blocked`"),
                b"dns" => (&mut self.dns, "`dns`"),
                b"connect" => (&mut self.connect, "`connect`"),
                b"ssl" => (&mut self.ssl, "`ssl`"),
                b"send" => (&mut self.send, "`send`"),
                b"wait" => (&mut self.wait, "`wait`"),
                b"receive" => (&mut self.receive, "`receive`"),
                _ => {
                    reader.skip()?;
                    continue;
                }
            };
            *place = number(reader, what, warnings)?;
        }
        Ok(())
    }
}

/// Reads any value; `None` where it is no text. What nobody counts on must cost nothing.
fn loose_text<'a>(reader: &mut Reader<'a>) -> Result<Option<Text<'a>>> {
    match reader.peek() {
        Some(b'"') => reader.text("a text").map(|it| Some(it).filter(|it| !it.raw.is_empty())),
        _ => reader.skip().map(|()| None),
    }
}
