//! The halves of an exchange: what was asked, and what was answered.

use crate::error::ParseError;
use crate::formats::json::{Reader, Text};
use crate::formats::requests::values::{number, object, text};
use crate::warning::Warnings;

type Result<T> = std::result::Result<T, ParseError>;

/// What was asked.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asked<'a> {
    pub(super) method: Option<Text<'a>>,
    pub(super) url: Option<Text<'a>>,
    pub(super) protocol: Option<Text<'a>>,
}

impl<'a> Asked<'a> {
    /// Reads the object that is next; `None` if it is none.
    pub(super) fn read(reader: &mut Reader<'a>, warnings: &Warnings) -> Result<Option<Self>> {
        let mut asked = Self::default();
        let Some(mut members) = object(reader, "`request`", warnings)? else { return Ok(None) };
        while let Some(key) = members.next(reader)? {
            match key.raw {
                b"method" => asked.method = text(reader, "`method`", warnings)?,
                b"url" => asked.url = text(reader, "`url`", warnings)?,
                b"httpVersion" => asked.protocol = text(reader, "`httpVersion`", warnings)?,
                _ => reader.skip()?,
            }
        }
        Ok(Some(asked))
    }
}

/// What was answered. Its body and headers are skipped.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Answered<'a> {
    pub(super) status: Option<f64>,
    /// Where `status` stands.
    pub(super) status_offset: usize,
    pub(super) protocol: Option<Text<'a>>,
    pub(super) mime: Option<Text<'a>>,
    pub(super) content_size: Option<f64>,
    pub(super) headers_size: Option<f64>,
    pub(super) body_size: Option<f64>,
    pub(super) transfer_size: Option<f64>,
    pub(super) redirect_url: Option<Text<'a>>,
    pub(super) error: Option<Text<'a>>,
    pub(super) is_from_service_worker: bool,
    pub(super) is_from_disk: bool,
}

impl<'a> Answered<'a> {
    /// Reads the object that is next; nothing is answered if it is none.
    pub(super) fn read(reader: &mut Reader<'a>, warnings: &Warnings) -> Result<Self> {
        let mut it = Self::default();
        let Some(mut members) = object(reader, "`response`", warnings)? else { return Ok(it) };
        while let Some(key) = members.next(reader)? {
            match key.raw {
                b"status" => {
                    reader.peek();
                    it.status_offset = reader.offset();
                    it.status = number(reader, "`status`", warnings)?;
                }
                b"httpVersion" => it.protocol = text(reader, "`httpVersion`", warnings)?,
                b"content" => it.read_content(reader, warnings)?,
                b"headersSize" => it.headers_size = number(reader, "`headersSize`", warnings)?,
                b"bodySize" => it.body_size = number(reader, "`bodySize`", warnings)?,
                b"_transferSize" => {
                    it.transfer_size = number(reader, "`_transferSize`", warnings)?;
                }
                b"redirectURL" => it.redirect_url = text(reader, "`redirectURL`", warnings)?,
                b"_error" => it.error = read_error(reader, warnings)?,
                b"_fetchedViaServiceWorker" | b"fetchedViaServiceWorker" => {
                    it.is_from_service_worker = is_true(reader)?;
                }
                b"_fromDiskCache" | b"fromDiskCache" => it.is_from_disk = is_true(reader)?,
                _ => reader.skip()?,
            }
        }
        Ok(it)
    }

    fn read_content(&mut self, reader: &mut Reader<'a>, warnings: &Warnings) -> Result<()> {
        let Some(mut members) = object(reader, "`content`", warnings)? else { return Ok(()) };
        while let Some(key) = members.next(reader)? {
            match key.raw {
                b"size" => self.content_size = number(reader, "`size`", warnings)?,
                b"mimeType" => self.mime = text(reader, "`mimeType`", warnings)?,
                _ => reader.skip()?,
            }
        }
        Ok(())
    }
}

/// Reads an error: a text, or an object that holds its `message` or `code`.
fn read_error<'a>(reader: &mut Reader<'a>, warnings: &Warnings) -> Result<Option<Text<'a>>> {
    if reader.peek() != Some(b'{') {
        return text(reader, "`_error`", warnings);
    }
    let (mut message, mut code) = (None, None);
    let mut members = reader.object("`_error`")?;
    while let Some(key) = members.next(reader)? {
        match (key.raw, reader.peek()) {
            (b"message", Some(b'"')) => message = Some(reader.text("`message`")?),
            (b"code", Some(b'"')) => code = Some(reader.text("`code`")?),
            _ => reader.skip()?,
        }
    }
    Ok(message.or(code))
}

/// Reads any value, and says whether it is `true`.
pub(super) fn is_true(reader: &mut Reader<'_>) -> Result<bool> {
    let is_true = reader.peek() == Some(b't');
    reader.skip()?;
    Ok(is_true)
}
