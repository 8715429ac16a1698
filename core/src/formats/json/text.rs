//! Strings.

use std::borrow::Cow;

use super::{Reader, Result};
use crate::error::ParseErrorKind;

/// A string as it stands in the file, between its quotes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<'a> {
    /// The bytes between the quotes, escapes and all.
    pub(crate) raw: &'a [u8],
    /// Offset of the opening quote.
    pub(crate) offset: usize,
    has_escapes: bool,
}

impl<'a> Text<'a> {
    /// Its characters, with U+FFFD for lone surrogates and for bytes that are no UTF-8.
    pub(crate) fn decode(self) -> Cow<'a, str> {
        if self.has_escapes {
            Cow::Owned(unescape(self.raw))
        } else {
            String::from_utf8_lossy(self.raw)
        }
    }
}

impl<'a> Reader<'a> {
    /// Reads the string whose opening quote is next.
    #[inline]
    pub(super) fn text_after_quote(&mut self) -> Result<Text<'a>> {
        let offset = self.at;
        let start = offset + 1;
        let mut at = start;
        let mut has_escapes = false;
        loop {
            at = next_special(self.bytes, at);
            match self.bytes.get(at) {
                Some(b'"') => break,
                Some(_) => {
                    has_escapes = true;
                    self.at = at;
                    at += self.escape_length()?;
                }
                None => return Err(self.unexpected_end("the closing quote of a string")),
            }
        }
        self.at = at + 1;
        Ok(Text { raw: &self.bytes[start..at], offset, has_escapes })
    }

    /// Checks the escape that begins here and tells its length.
    fn escape_length(&self) -> Result<usize> {
        let rest = &self.bytes[self.at..];
        match rest.get(1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(2),
            Some(b'u') => match rest.get(2..6) {
                Some(digits) if digits.iter().all(u8::is_ascii_hexdigit) => Ok(6),
                Some(_) => Err(self.bad_escape(&rest[..6])),
                None => Err(self.unexpected_end("four hexadecimal digits")),
            },
            Some(_) => Err(self.bad_escape(&rest[..2])),
            None => Err(self.unexpected_end("an escaped character")),
        }
    }

    #[cold]
    fn bad_escape(&self, found: &[u8]) -> crate::error::ParseError {
        let found = format!("`{}`", String::from_utf8_lossy(found).escape_debug());
        ParseErrorKind::unexpected("an escape of JSON such as `\\n` or `\\u0041`", found)
            .at(self.at)
    }
}

/// The offset of the next quote or backslash, or the length of `bytes`.
///
/// Most strings of a profile are short, so eight bytes are tried at once before `memchr`, whose
/// call costs more than it saves on them.
#[inline]
pub(crate) fn next_special(bytes: &[u8], mut at: usize) -> usize {
    for _ in 0..4 {
        let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) else { break };
        let word = u64::from_le_bytes(*word);
        let hit = zero_bytes(word ^ (LOW * u64::from(b'"')))
            | zero_bytes(word ^ (LOW * u64::from(b'\\')));
        if hit != 0 {
            return at + (hit.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    memchr::memchr2(b'"', b'\\', &bytes[at..]).map_or(bytes.len(), |it| at + it)
}

const LOW: u64 = 0x0101_0101_0101_0101;

/// Sets the high bit of the lowest byte that is zero (and perhaps of bytes above it).
///
/// Source: the "determine if a word has a zero byte" test of Sean Anderson's Bit Twiddling Hacks.
#[inline]
fn zero_bytes(word: u64) -> u64 {
    word.wrapping_sub(LOW) & !word & (LOW << 7)
}

/// Replaces escapes that were checked before by what they mean.
fn unescape(raw: &[u8]) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        text.push_str(&String::from_utf8_lossy(&rest[..at]));
        let escaped = rest[at + 1];
        rest = &rest[at + 2..];
        match escaped {
            b'b' => text.push('\u{8}'),
            b'f' => text.push('\u{c}'),
            b'n' => text.push('\n'),
            b'r' => text.push('\r'),
            b't' => text.push('\t'),
            b'u' => {
                let (c, used) = unicode_escape(rest);
                text.push(c);
                rest = &rest[used..];
            }
            other => text.push(char::from(other)),
        }
    }
    text.push_str(&String::from_utf8_lossy(rest));
    text
}

/// The character of the `\u` escape whose digits begin `rest`, and the bytes used, with those of
/// a second escape where two surrogates belong together.
fn unicode_escape(rest: &[u8]) -> (char, usize) {
    let unit = |at: usize| {
        let digits = std::str::from_utf8(rest.get(at..at + 4)?).ok()?;
        u16::from_str_radix(digits, 16).ok()
    };
    let Some(first) = unit(0) else { return (char::REPLACEMENT_CHARACTER, rest.len().min(4)) };
    let second = if rest[4..].starts_with(b"\\u") { unit(6) } else { None };
    match (char::decode_utf16([first]).next(), second) {
        (Some(Ok(c)), _) => (c, 4),
        (_, Some(second)) => match char::decode_utf16([first, second]).next() {
            Some(Ok(c)) => (c, 10),
            _ => (char::REPLACEMENT_CHARACTER, 4),
        },
        _ => (char::REPLACEMENT_CHARACTER, 4),
    }
}
