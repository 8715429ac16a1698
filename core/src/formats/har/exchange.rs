//! The headers and the body of one request, read again from its entry.

use std::borrow::Cow;

use crate::error::{ParseError, ParseErrorKind};
use crate::formats::json::{Reader, Text};
use crate::formats::requests::values::{object, text};
use crate::model::requests::{Exchange, Header};
use crate::warning::Warnings;

type Result<T> = std::result::Result<T, ParseError>;

/// Reads the entry that is all of `bytes`. Headers of a wrong form are left out.
///
/// # Errors
///
/// If it is no entry: what was expected, with the byte from the beginning of `bytes`.
pub fn exchange(bytes: &[u8]) -> Result<Exchange> {
    let (mut found, warnings) = (Exchange::default(), Warnings::default());
    let mut reader = Reader::new(bytes);
    let mut has_request = false;
    let mut members = reader.object("an entry")?;
    while let Some(key) = members.next(&mut reader)? {
        match key.raw {
            b"request" => {
                has_request = true;
                read_message(&mut reader, "`request`", &mut found, &warnings)?;
            }
            b"response" => read_message(&mut reader, "`response`", &mut found, &warnings)?,
            _ => reader.skip()?,
        }
    }
    if has_request {
        Ok(found)
    } else {
        Err(ParseErrorKind::Missing { what: "`request` of an entry" }.at(0))
    }
}

fn read_message(
    reader: &mut Reader<'_>,
    what: &'static str,
    found: &mut Exchange,
    warnings: &Warnings,
) -> Result<()> {
    let is_request = what == "`request`";
    let Some(mut members) = object(reader, what, warnings)? else { return Ok(()) };
    while let Some(key) = members.next(reader)? {
        match (key.raw, reader.peek()) {
            (b"headers", Some(b'[')) => {
                let headers = read_headers(reader, warnings)?;
                *if is_request { &mut found.request } else { &mut found.response } = headers;
            }
            (b"url", _) if is_request => {
                found.url = owned(text(reader, "`url`", warnings)?.map(Text::decode));
            }
            (b"postData", Some(b'{')) if is_request => found.body = read_body(reader, warnings)?,
            _ => reader.skip()?,
        }
    }
    Ok(())
}

fn read_headers(reader: &mut Reader<'_>, warnings: &Warnings) -> Result<Vec<Header>> {
    let mut headers = Vec::new();
    let mut elements = reader.array("`headers`")?;
    while elements.next(reader)? {
        let Some(mut members) = object(reader, "a header", warnings)? else { continue };
        let (mut name, mut value) = (None, None);
        while let Some(key) = members.next(reader)? {
            match key.raw {
                b"name" => name = text(reader, "`name`", warnings)?,
                b"value" => value = text(reader, "`value`", warnings)?,
                _ => reader.skip()?,
            }
        }
        if let Some(name) = name {
            let value = owned(value.map(Text::decode));
            headers.push(Header { name: name.decode().into_owned(), value });
        }
    }
    Ok(headers)
}

fn read_body(reader: &mut Reader<'_>, warnings: &Warnings) -> Result<Option<String>> {
    let mut body = None;
    let mut members = reader.object("`postData`")?;
    while let Some(key) = members.next(reader)? {
        match key.raw {
            b"text" => body = text(reader, "`text`", warnings)?.map(|it| it.decode().into_owned()),
            _ => reader.skip()?,
        }
    }
    Ok(body)
}

fn owned(text: Option<Cow<'_, str>>) -> String {
    text.map(Cow::into_owned).unwrap_or_default()
}
