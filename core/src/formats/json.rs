//! A pull reader over JSON text: no tree is built, every value knows its offset.
//!
//! The grammar is RFC 8259. What a caller skips is checked for balanced brackets, sound strings
//! and bytes that may stand there at all, but not for the order of commas and numbers: that is
//! what makes skipping fast. Nothing here recurses, so depth is not limited.

mod number;
mod skip;
mod text;

pub(crate) use text::{Text, next_special};

use crate::error::{ParseError, ParseErrorKind};
use crate::task::Task;

/// A place in JSON text, moving forward as values are read.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Who may ask to stop while a large value is skipped.
    task: Option<&'a Task>,
    /// Where to ask next.
    pause_at: usize,
}

/// The members of the object that is being read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Members {
    is_first: bool,
}

/// The elements of the array that is being read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Elements {
    is_first: bool,
}

type Result<T> = std::result::Result<T, ParseError>;

impl<'a> Reader<'a> {
    /// A reader at the first byte after any byte-order mark.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let at = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        Self { bytes, at, task: None, pause_at: usize::MAX }
    }

    /// The same reader, which stops skipping where `task` is cancelled.
    pub(crate) fn watched(self, task: &'a Task) -> Self {
        Self { task: Some(task), pause_at: 0, ..self }
    }

    /// Where the reader stands, in bytes from the start of the text.
    pub(crate) fn offset(&self) -> usize {
        self.at
    }

    /// Moves the reader to `offset`, which must be where a value began before.
    pub(crate) fn rewind(&mut self, offset: usize) {
        self.at = offset;
    }

    /// The text that was read from `start` up to here.
    pub(crate) fn since(&self, start: usize) -> &'a [u8] {
        &self.bytes[start..self.at]
    }

    /// The next byte that is not white space, or `None` at the end.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        while let Some(&byte) = self.bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
        None
    }

    /// Begins an object.
    pub(crate) fn object(&mut self, what: &'static str) -> Result<Members> {
        match self.peek() {
            Some(b'{') => {
                self.at += 1;
                Ok(Members { is_first: true })
            }
            _ => Err(self.unexpected(format!("an object for {what}"))),
        }
    }

    /// Begins an array.
    pub(crate) fn array(&mut self, what: &'static str) -> Result<Elements> {
        match self.peek() {
            Some(b'[') => {
                self.at += 1;
                Ok(Elements { is_first: true })
            }
            _ => Err(self.unexpected(format!("an array for {what}"))),
        }
    }

    /// Reads a string.
    pub(crate) fn text(&mut self, what: &'static str) -> Result<Text<'a>> {
        match self.peek() {
            Some(b'"') => self.text_after_quote(),
            _ => Err(self.unexpected(format!("a string for {what}"))),
        }
    }

    /// Reads `null` if it is next, and says whether it was.
    pub(crate) fn null(&mut self) -> bool {
        let is_null = self.peek() == Some(b'n') && self.bytes[self.at..].starts_with(b"null");
        if is_null {
            self.at += 4;
        }
        is_null
    }

    /// Whether only white space is left.
    pub(crate) fn is_at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// The error for a value that is not what was expected, or for the end of the text.
    #[cold]
    pub(crate) fn unexpected(&mut self, expected: impl Into<String>) -> ParseError {
        match self.peek() {
            None => self.unexpected_end(expected),
            Some(_) => ParseErrorKind::unexpected(expected, self.describe_next()).at(self.at),
        }
    }

    #[cold]
    fn unexpected_end(&self, expected: impl Into<String>) -> ParseError {
        ParseErrorKind::UnexpectedEnd { expected: expected.into() }.at(self.bytes.len())
    }

    /// What stands next, in words for an error.
    #[cold]
    fn describe_next(&self) -> String {
        let rest = &self.bytes[self.at..];
        match rest.first() {
            None => "the end of the file".to_owned(),
            Some(b'{') => "an object".to_owned(),
            Some(b'[') => "an array".to_owned(),
            Some(b'"') => "a string".to_owned(),
            Some(b'0'..=b'9' | b'-') => format!("the number {}", token(rest)),
            Some(0) => "a NUL byte".to_owned(),
            Some(byte @ (0x01..=0x1f | 0x7f..)) => format!("the byte 0x{byte:02x}"),
            Some(b'a'..=b'z' | b'A'..=b'Z') => format!("`{}`", token(rest)),
            Some(&byte) => format!("`{}`", char::from(byte)),
        }
    }
}

/// The word or number at the start of `rest`, cut after 32 bytes.
fn token(rest: &[u8]) -> String {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-');
    let all = rest.iter().take_while(|it| is_part(it)).count();
    let text = String::from_utf8_lossy(&rest[..all.min(32)]);
    if all > 32 { format!("{text}… ({all} characters)") } else { text.into_owned() }
}

impl Members {
    /// Reads the next key and the colon behind it; `None` after the last member.
    #[inline]
    pub(crate) fn next<'a>(&mut self, reader: &mut Reader<'a>) -> Result<Option<Text<'a>>> {
        let is_first = std::mem::replace(&mut self.is_first, false);
        match reader.peek() {
            Some(b'}') => {
                reader.at += 1;
                return Ok(None);
            }
            Some(b'"') if is_first => {}
            Some(b',') if !is_first => {
                reader.at += 1;
                if reader.peek() != Some(b'"') {
                    return Err(reader.unexpected("a key in double quotes after the comma"));
                }
            }
            _ if is_first => return Err(reader.unexpected("a key in double quotes or `}`")),
            _ => return Err(reader.unexpected("a comma or `}`")),
        }
        let key = reader.text_after_quote()?;
        if reader.peek() != Some(b':') {
            return Err(reader.unexpected("a colon after the key"));
        }
        reader.at += 1;
        Ok(Some(key))
    }
}

impl Elements {
    /// Moves to the next element and says whether there is one.
    #[inline]
    pub(crate) fn next(&mut self, reader: &mut Reader<'_>) -> Result<bool> {
        let is_first = std::mem::replace(&mut self.is_first, false);
        match reader.peek() {
            Some(b']') => {
                reader.at += 1;
                Ok(false)
            }
            Some(b',') if !is_first => {
                reader.at += 1;
                match reader.peek() {
                    Some(b']') => Err(reader.unexpected("a value after the comma")),
                    Some(_) => Ok(true),
                    None => Err(reader.unexpected_end("a value after the comma")),
                }
            }
            Some(_) if is_first => Ok(true),
            None if is_first => Err(reader.unexpected_end("a value or `]`")),
            _ => Err(reader.unexpected("a comma or `]`")),
        }
    }
}
