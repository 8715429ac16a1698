//! The `strings` array.

use crate::error::{ParseError, ParseErrorKind};
use crate::formats::json::next_special;
use crate::model::heap::HeapStrings;

use super::input::Input;

/// The most texts: their numbers take 32 bits, and the last stand for what is wrong.
const MAX_TEXTS: usize = u32::MAX as usize - 16;

/// Reads the array of texts whose bracket is next, into `texts` as far as it goes.
pub(super) fn read(input: &mut Input<'_>, texts: &mut HeapStrings) -> Result<(), ParseError> {
    input.expect(b'[', "an array for `strings`")?;
    if input.take(b']')? {
        return Ok(());
    }
    loop {
        input.expect(b'"', "a string of `strings`")?;
        read_text(input, texts)?;
        if texts.len() > MAX_TEXTS {
            let kind = ParseErrorKind::TooMany { what: "strings", limit: MAX_TEXTS as u64 };
            return Err(kind.at(input.offset()));
        }
        match input.peek()? {
            Some(b',') => input.advance(1),
            Some(b']') => {
                input.advance(1);
                texts.shrink();
                return Ok(());
            }
            _ => return Err(input.unexpected("a comma or `]`")),
        }
    }
}

/// Reads the rest of a text whose quote was taken.
fn read_text(input: &mut Input<'_>, texts: &mut HeapStrings) -> Result<(), ParseError> {
    let (mut seen, mut has_escapes) = (0, false);
    let length = loop {
        let bytes = input.string_bytes(seen)?;
        let at = next_special(bytes, seen);
        match bytes.get(at) {
            Some(b'"') => break at,
            Some(_) => {
                has_escapes = true;
                seen = at + 2;
                // An escape that is cut by the end of the block is passed with the next.
                while input.window().len() < seen {
                    input.string_bytes(seen - 1)?;
                }
            }
            None => seen = bytes.len(),
        }
    };
    let offset = input.offset();
    let raw = &input.window()[..length];
    if has_escapes {
        let mut error = None;
        texts.push_with(|bytes| error = unescape(raw, bytes).err());
        if let Some((at, kind)) = error {
            return Err(kind.at(offset + at));
        }
    } else {
        texts.push(raw);
    }
    input.advance(length + 1);
    Ok(())
}

/// Appends what `raw` means, in WTF-8, or tells where and why it means nothing.
fn unescape(raw: &[u8], text: &mut Vec<u8>) -> Result<(), (usize, ParseErrorKind)> {
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &raw[at..]) {
        text.extend_from_slice(&raw[at..at + found]);
        at += found;
        let plain = match raw.get(at + 1) {
            Some(b'b') => 8,
            Some(b'f') => 12,
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(&other @ (b'"' | b'\\' | b'/')) => other,
            Some(b'u') => {
                at += push_unicode(&raw[at..], text).ok_or_else(|| bad_escape(raw, at))?;
                continue;
            }
            _ => return Err(bad_escape(raw, at)),
        };
        text.push(plain);
        at += 2;
    }
    text.extend_from_slice(&raw[at..]);
    Ok(())
}

#[cold]
fn bad_escape(raw: &[u8], at: usize) -> (usize, ParseErrorKind) {
    let shown = String::from_utf8_lossy(&raw[at..raw.len().min(at + 6)]).into_owned();
    let expected = "an escape of JSON such as `\\n` or `\\u0041`";
    (at, ParseErrorKind::unexpected(expected, format!("`{}`", shown.escape_debug())))
}

/// Appends the character of the `\u` escape that begins `raw`, or half of one, and tells the length
/// of the escape, or of two where two halves belong together.
fn push_unicode(raw: &[u8], text: &mut Vec<u8>) -> Option<usize> {
    let unit = |at: usize| {
        let digits = raw.get(at..at + 4)?;
        let is_hex = digits.iter().all(u8::is_ascii_hexdigit);
        let digits = std::str::from_utf8(digits).ok().filter(|_| is_hex)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let first = unit(2)?;
    let second = if raw.get(6..8) == Some(b"\\u") { unit(8) } else { None };
    let mut encoded = [0; 4];
    let mut push = |c: char| text.extend_from_slice(c.encode_utf8(&mut encoded).as_bytes());
    if let Some(c) = char::from_u32(u32::from(first)) {
        push(c);
        return Some(6);
    }
    if let Some(second) = second
        && let Some(Ok(c)) = char::decode_utf16([first, second]).next()
    {
        push(c);
        return Some(12);
    }
    let [high, low] = first.to_be_bytes();
    let middle = 0x80 | (high & 0x0f) << 2 | low >> 6;
    text.extend_from_slice(&[0xe0 | high >> 4, middle, 0x80 | low & 0x3f]);
    Some(6)
}
