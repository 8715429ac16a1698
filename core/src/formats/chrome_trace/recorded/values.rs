//! Members of `args`, read without ever failing: another type than expected counts as absent.

use super::super::details::seek;
use crate::error::ParseError;
use crate::formats::json::Reader;
use crate::strings::{StringIndex, StringTable};

/// The largest number that a double holds exactly.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// A reader at the member `name` of the object that is next.
pub(super) fn member<'a>(args: Option<Reader<'a>>, name: &str) -> Option<Reader<'a>> {
    let mut reader = args?;
    let found = matches!(seek(&mut reader, &[name]), Ok(true));
    reader.peek();
    found.then_some(reader)
}

/// The text `name` in the object that is next; `None` where it is empty.
pub(super) fn text_of(args: Option<Reader<'_>>, name: &str) -> Option<String> {
    let text = member(args, name)?.text("a text").ok()?.decode().into_owned();
    (!text.is_empty()).then_some(text)
}

/// Reads the value that is next, and gives it if it is a text that is not empty.
pub(super) fn text(
    reader: &mut Reader<'_>,
    strings: &mut StringTable,
) -> Result<Option<StringIndex>, ParseError> {
    if reader.peek() != Some(b'"') {
        return reader.skip().map(|()| None);
    }
    let text = reader.text("a text")?.decode();
    Ok((!text.is_empty()).then(|| strings.intern(&text)))
}

/// Reads the value that is next, and gives it if it is a number from 0 to 2^53, rounded.
pub(super) fn number(reader: &mut Reader<'_>) -> Result<Option<u64>, ParseError> {
    reader.peek();
    let start = reader.offset();
    let value = reader.number("a number");
    if value.is_err() {
        reader.rewind(start);
        reader.skip()?;
    }
    let value = value.ok().filter(|it| (0.0..=MAX_EXACT).contains(it));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
    Ok(value.map(|it| it.round() as u64))
}

/// Reads the value that is next, and gives it if it is a whole number.
pub(super) fn integer(reader: &mut Reader<'_>) -> Result<Option<i64>, ParseError> {
    reader.peek();
    let start = reader.offset();
    let value = reader.integer("a number").ok();
    if value.is_none() {
        reader.rewind(start);
        reader.skip()?;
    }
    Ok(value)
}

/// Reads the value that is next, and gives it if it is `true` or `false`.
pub(super) fn flag(reader: &mut Reader<'_>) -> Result<Option<bool>, ParseError> {
    let flag = match reader.peek() {
        Some(b't') => Some(true),
        Some(b'f') => Some(false),
        _ => None,
    };
    reader.skip().map(|()| flag)
}

/// Reads the value that is next, and gives it as it stands in the file, an object without its
/// braces; `None` where it is empty or `null`.
pub(super) fn json(
    reader: &mut Reader<'_>,
    strings: &mut StringTable,
) -> Result<Option<StringIndex>, ParseError> {
    reader.peek();
    let start = reader.offset();
    reader.skip()?;
    let raw = reader.since(start);
    let inner = raw.strip_prefix(b"{").and_then(|it| it.strip_suffix(b"}")).unwrap_or(raw);
    let inner = inner.trim_ascii();
    let is_empty = matches!(inner, b"" | b"null" | b"\"\"");
    Ok((!is_empty).then(|| strings.intern(&String::from_utf8_lossy(inner))))
}
