//! One event as it stands in the file.

use crate::error::ParseError;
use crate::formats::json::{Reader, Text};

/// The members of an event that decide what it is. Nothing is looked up yet.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Event<'a> {
    /// Where it begins, in bytes.
    pub(super) offset: usize,
    /// What kind of event it is, such as `X`; empty if the file does not say.
    pub(super) phase: &'a [u8],
    /// Its name.
    pub(super) name: Option<Text<'a>>,
    /// The groups it belongs to, separated by commas.
    pub(super) category: Option<Text<'a>>,
    /// Its process.
    pub(super) pid: Label<'a>,
    /// Its thread.
    pub(super) tid: Label<'a>,
    /// When, in nanoseconds on the recorder's clock.
    pub(super) time: Option<i64>,
    /// For how long, in nanoseconds.
    pub(super) duration: Option<i64>,
    /// What tells it from others of its name, as it stands in the file, without quotes.
    pub(super) id: Id<'a>,
    /// A second part of its id.
    pub(super) scope: &'a [u8],
    /// How arrows touch it.
    pub(super) flow: FlowMembers<'a>,
    /// Where the value of `args` begins. Most are never looked into.
    pub(super) args: Option<usize>,
}

/// How arrows touch an event.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FlowMembers<'a> {
    /// What ties it to others, as it stands in the file, without quotes. Empty if nothing does.
    pub(super) bind_id: &'a [u8],
    /// Whether an arrow ends here.
    pub(super) is_in: bool,
    /// Whether an arrow begins here.
    pub(super) is_out: bool,
    /// Whether the end of a flow means the span around it, and not the next one.
    pub(super) is_enclosed: bool,
}

/// A process or thread: numbers by rule, texts by some writers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Label<'a> {
    /// The file does not say.
    #[default]
    None,
    /// Its number.
    Number(i64),
    /// Its text, as it stands in the file between its quotes.
    Text(&'a [u8]),
}

/// What tells an event from others of its name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Id<'a> {
    /// As it stands in the file, without quotes: `0x1` or `1`. Empty if there is none.
    pub(super) text: &'a [u8],
    /// Whether it means something only within its process.
    pub(super) is_local: bool,
}

type Result<T> = std::result::Result<T, ParseError>;

impl<'a> Event<'a> {
    /// Reads the event that is next, all but what stands in `args`.
    pub(super) fn read(reader: &mut Reader<'a>) -> Result<Self> {
        let mut event = Event::default();
        let mut members = reader.object("an event")?;
        event.offset = reader.offset() - 1;
        while let Some(key) = members.next(reader)? {
            event.read_member(key.raw, reader)?;
        }
        Ok(event)
    }

    #[inline]
    fn read_member(&mut self, key: &[u8], reader: &mut Reader<'a>) -> Result<()> {
        match key {
            b"args" => {
                reader.peek();
                self.args = Some(reader.offset());
                reader.skip()?;
            }
            b"ph" => self.phase = reader.text("`ph`")?.raw,
            b"ts" => self.time = unless_null(reader, |it| it.micros("`ts`"))?,
            b"dur" => self.duration = unless_null(reader, |it| it.micros("`dur`"))?,
            b"name" => self.name = unless_null(reader, |it| it.text("`name`"))?,
            b"cat" => self.category = unless_null(reader, |it| it.text("`cat`"))?,
            b"pid" => self.pid = Label::read(reader, "`pid`")?,
            b"tid" => self.tid = Label::read(reader, "`tid`")?,
            b"id" => self.read_id(reader)?,
            b"id2" => self.read_id2(reader)?,
            b"scope" => {
                self.scope = unless_null(reader, |it| it.text("`scope`"))?.map_or(b"", |it| it.raw);
            }
            b"bp" => self.flow.is_enclosed = odd_text(reader)? == b"e",
            b"bind_id" => self.flow.bind_id = odd_text(reader)?,
            b"flow_in" => self.flow.is_in = is_true(reader)?,
            b"flow_out" => self.flow.is_out = is_true(reader)?,
            _ => reader.skip()?,
        }
        Ok(())
    }

    fn read_id(&mut self, reader: &mut Reader<'a>) -> Result<()> {
        if let Some(text) = id_text(reader, "`id`")? {
            self.id = Id { text, is_local: false };
        }
        Ok(())
    }

    /// `id2` holds the id as `local` or `global`; a plain `id` goes before it.
    fn read_id2(&mut self, reader: &mut Reader<'a>) -> Result<()> {
        let mut members = reader.object("`id2`")?;
        while let Some(key) = members.next(reader)? {
            let is_local = match key.raw {
                b"local" => true,
                b"global" => false,
                _ => {
                    reader.skip()?;
                    continue;
                }
            };
            match id_text(reader, "`id2`")? {
                Some(text) if self.id.text.is_empty() || (self.id.is_local && !is_local) => {
                    self.id = Id { text, is_local };
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The phase as text, cut after 32 bytes.
    pub(super) fn phase_name(&self) -> String {
        String::from_utf8_lossy(&self.phase[..self.phase.len().min(32)]).into_owned()
    }
}

impl<'a> Label<'a> {
    fn read(reader: &mut Reader<'a>, what: &'static str) -> Result<Self> {
        match reader.peek() {
            Some(b'"') => reader.text(what).map(|it| Label::Text(it.raw)),
            Some(b'n') if reader.null() => Ok(Label::None),
            _ => reader.integer(what).map(Label::Number),
        }
    }
}

/// Reads an id: text or a number, kept as it stands in the file.
pub(super) fn id_text<'a>(reader: &mut Reader<'a>, what: &'static str) -> Result<Option<&'a [u8]>> {
    match reader.peek() {
        Some(b'"') => reader.text(what).map(|it| Some(it.raw)),
        Some(b'0'..=b'9' | b'-') => {
            let start = reader.offset();
            reader.skip()?;
            Ok(Some(reader.since(start)))
        }
        Some(b'n') if reader.null() => Ok(None),
        _ => Err(reader.unexpected(format!("a string or number for {what}"))),
    }
}

/// Reads any value, and gives text or a number as it stands in the file. Empty for others: what
/// ties an event to another must not cost the event.
fn odd_text<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8]> {
    match reader.peek() {
        Some(b'"' | b'0'..=b'9' | b'-') => Ok(id_text(reader, "an id")?.unwrap_or_default()),
        _ => reader.skip().map(|()| &b""[..]),
    }
}

/// Reads any value, and says whether it is `true`.
fn is_true(reader: &mut Reader<'_>) -> Result<bool> {
    let is_true = reader.peek() == Some(b't');
    reader.skip()?;
    Ok(is_true)
}

/// Reads a value that may also be `null`.
#[inline]
fn unless_null<'a, T>(
    reader: &mut Reader<'a>,
    read: impl FnOnce(&mut Reader<'a>) -> Result<T>,
) -> Result<Option<T>> {
    if reader.peek() == Some(b'n') && reader.null() { Ok(None) } else { read(reader).map(Some) }
}
