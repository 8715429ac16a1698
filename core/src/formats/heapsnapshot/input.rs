//! A window on the text of a snapshot, moving forward block by block.

use crate::error::{ParseError, ParseErrorKind};
use crate::formats::json::Reader;
use crate::formats::source::Source;

type Result<T> = std::result::Result<T, ParseError>;

/// The part of the text that is in memory. What was read is let go.
pub(super) struct Input<'s> {
    source: &'s mut dyn Source,
    buffer: Vec<u8>,
    /// What of the buffer was read.
    at: usize,
    /// Bytes of the text before the buffer.
    before: usize,
}

/// Whole records of an array of integers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    /// Number of whole records.
    pub(super) n_records: usize,
    /// Where the block begins in the text.
    pub(super) offset: usize,
    /// What follows the block.
    pub(super) end: BlockEnd,
}

/// What follows a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockEnd {
    /// More of the array.
    More,
    /// The end of the array, with this many numbers that make no whole record.
    Array(usize),
    /// The end of the text.
    Text,
}

impl<'s> Input<'s> {
    /// The text that `source` gives, after any byte-order mark.
    pub(super) fn new(source: &'s mut dyn Source) -> Result<Self> {
        let mut input = Self { source, buffer: Vec::new(), at: 0, before: 0 };
        while input.buffer.len() < 3 && input.more()? {}
        if input.buffer.starts_with(b"\xef\xbb\xbf") {
            input.at = 3;
        }
        Ok(input)
    }

    /// Where the input stands, in bytes from the start of the text.
    pub(super) fn offset(&self) -> usize {
        self.before + self.at
    }

    /// How many bytes of the text are left, if that is known.
    pub(super) fn left(&self) -> Option<u64> {
        Some(self.source.left()? + (self.buffer.len() - self.at) as u64)
    }

    /// Reads the next block, and says whether there was one.
    fn more(&mut self) -> Result<bool> {
        self.buffer.drain(..self.at);
        self.before += self.at;
        self.at = 0;
        Ok(self.source.append_to(&mut self.buffer)? > 0)
    }

    /// The next byte that is not white space, or `None` at the end.
    pub(super) fn peek(&mut self) -> Result<Option<u8>> {
        loop {
            while let Some(&byte) = self.buffer.get(self.at) {
                if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                    return Ok(Some(byte));
                }
                self.at += 1;
            }
            if !self.more()? {
                return Ok(None);
            }
        }
    }

    /// Takes the next byte if it is `byte`, and says whether it was.
    pub(super) fn take(&mut self, byte: u8) -> Result<bool> {
        let is_next = self.peek()? == Some(byte);
        self.at += usize::from(is_next);
        Ok(is_next)
    }

    /// Takes `byte`, or else says what was expected.
    pub(super) fn expect(&mut self, byte: u8, expected: &str) -> Result<()> {
        if self.take(byte)? { Ok(()) } else { Err(self.unexpected(expected)) }
    }

    /// The error for something else than was expected next, or for the end of the text.
    #[cold]
    pub(super) fn unexpected(&mut self, expected: &str) -> ParseError {
        let mut error = Reader::new(&self.buffer[self.at..]).unexpected(expected);
        error.offset += self.offset() as u64;
        error
    }

    /// The error for a text that ends too early.
    #[cold]
    pub(super) fn cut(&self, expected: &str) -> ParseError {
        let end = self.before + self.buffer.len();
        ParseErrorKind::UnexpectedEnd { expected: expected.to_owned() }.at(end)
    }

    /// Takes a string and its quotes.
    pub(super) fn string(&mut self, expected: &str) -> Result<Vec<u8>> {
        if self.peek()? != Some(b'"') {
            return Err(self.unexpected(expected));
        }
        self.value()
    }

    /// Takes a value of any kind and depth, and gives its text with one blank behind it.
    ///
    /// Only strings and brackets are looked at: readers of the value check the rest.
    pub(super) fn value(&mut self) -> Result<Vec<u8>> {
        let mut text = Vec::new();
        self.pass_value(|part| text.extend_from_slice(part))?;
        text.push(b' ');
        Ok(text)
    }

    /// Passes over a value of any kind and depth.
    pub(super) fn skip(&mut self) -> Result<()> {
        self.pass_value(|_| {})
    }

    fn pass_value(&mut self, mut take: impl FnMut(&[u8])) -> Result<()> {
        if matches!(self.peek()?, None | Some(b',' | b':' | b']' | b'}')) {
            return Err(self.unexpected("a value"));
        }
        let mut scan = Scan::default();
        loop {
            let rest = &self.buffer[self.at..];
            let length = scan.pass(rest);
            take(&rest[..length.unwrap_or(rest.len())]);
            self.at += length.unwrap_or(rest.len());
            if length.is_some() {
                return Ok(());
            }
            if !self.more()? {
                return Err(self.cut(scan.expected()));
            }
        }
    }

    /// More of a string whose opening quote was taken: gives all that is in memory, of which the
    /// first `seen` bytes were looked at before.
    pub(super) fn string_bytes(&mut self, seen: usize) -> Result<&[u8]> {
        if self.buffer.len() - self.at <= seen && !self.more()? {
            return Err(self.cut("the closing quote of a string"));
        }
        Ok(&self.buffer[self.at..])
    }

    /// The bytes that are in memory.
    pub(super) fn window(&self) -> &[u8] {
        &self.buffer[self.at..]
    }

    /// Takes bytes that were looked at.
    pub(super) fn advance(&mut self, n: usize) {
        self.at = (self.at + n).min(self.buffer.len());
    }

    /// Takes the next whole records of an array of integers, `width` numbers each, as text: up to
    /// and with the comma behind the last of them, or the bracket that closes the array.
    pub(super) fn records(&mut self, width: usize, text: &mut Vec<u8>) -> Result<Block> {
        let offset = self.offset();
        text.clear();
        text.extend_from_slice(&self.buffer[self.at..]);
        self.before = offset;
        self.buffer.clear();
        self.at = 0;
        let (mut scanned, mut n_commas) = (0, 0);
        loop {
            let is_end = self.source.append_to(text)? == 0;
            let rest = &text[scanned..];
            let close = memchr::memchr(b']', rest);
            let counted = &rest[..close.unwrap_or(rest.len())];
            n_commas += memchr::memchr_iter(b',', counted).count();
            scanned += counted.len();
            let (n_values, end) = match (close, is_end) {
                (Some(_), _) => (n_commas + 1, BlockEnd::Array((n_commas + 1) % width)),
                (None, true) => (n_commas, BlockEnd::Text),
                (None, false) if n_commas < width => continue,
                _ => (n_commas, BlockEnd::More),
            };
            let n_over = n_values % width;
            let length = match end {
                BlockEnd::Array(0) => scanned + 1,
                // The comma behind the last whole record, if there is one.
                BlockEnd::Array(n_over) => after_comma(&text[..scanned], n_over - 1),
                _ => after_comma(&text[..scanned], n_over),
            };
            let taken = if close.is_some() { scanned + 1 } else { length };
            self.buffer.extend_from_slice(&text[taken..]);
            self.before = offset + taken;
            text.truncate(length);
            return Ok(Block { n_records: n_values / width, offset, end });
        }
    }
}

/// The length of `text` up to and with a comma: the last but `n` of them; 0 if there is none.
fn after_comma(text: &[u8], n: usize) -> usize {
    memchr::memrchr_iter(b',', text).nth(n).map_or(0, |it| it + 1)
}

/// Finds the end of a value.
#[derive(Default)]
struct Scan {
    depth: usize,
    in_string: bool,
    is_escaped: bool,
    /// Whether a number or a word has begun.
    in_word: bool,
}

impl Scan {
    /// Passes over the next bytes of the value and tells how many belong to it, if it ends there.
    fn pass(&mut self, bytes: &[u8]) -> Option<usize> {
        for (at, &byte) in bytes.iter().enumerate() {
            if self.in_string {
                if self.is_escaped {
                    self.is_escaped = false;
                } else if byte == b'\\' {
                    self.is_escaped = true;
                } else if byte == b'"' {
                    self.in_string = false;
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                continue;
            }
            match byte {
                b',' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t' if self.in_word => {
                    return Some(at);
                }
                b'"' => self.in_string = true,
                b'[' | b'{' => self.depth += 1,
                b']' | b'}' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => self.in_word = self.depth == 0,
            }
        }
        None
    }

    /// What is missing at the end of the text.
    fn expected(&self) -> &'static str {
        match (self.in_string, self.in_word) {
            (true, _) => "the closing quote of a string",
            (_, true) => "the rest of a value",
            _ => "the end of an object or array",
        }
    }
}
