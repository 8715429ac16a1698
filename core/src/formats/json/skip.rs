//! Skipping values that nobody asked for.

use super::{Reader, Result, token};
use crate::error::ParseErrorKind;

/// How many bytes are skipped between two looks at whether to go on: some milliseconds of work.
const PAUSE: usize = 8 << 20;

/// What a byte means outside a string.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Quote,
    Open,
    Close,
    Never,
}

/// [`Kind`] of every byte.
const KINDS: [Kind; 256] = {
    let mut kinds = [Kind::Never; 256];
    let plain = b" \n\r\t,:+-.0123456789eEtrufalsn";
    let mut i = 0;
    while i < plain.len() {
        kinds[plain[i] as usize] = Kind::Plain;
        i += 1;
    }
    kinds[b'"' as usize] = Kind::Quote;
    kinds[b'{' as usize] = Kind::Open;
    kinds[b'[' as usize] = Kind::Open;
    kinds[b'}' as usize] = Kind::Close;
    kinds[b']' as usize] = Kind::Close;
    kinds
};

impl Reader<'_> {
    /// Skips one value of any kind and depth.
    pub(crate) fn skip(&mut self) -> Result<()> {
        match self.peek() {
            Some(b'"') => self.text_after_quote().map(|_| ()),
            Some(b'{' | b'[') => self.skip_nested(),
            Some(b't' | b'f' | b'n') => self.skip_word(),
            Some(b'0'..=b'9' | b'-') => self.skip_number(),
            _ => Err(self.unexpected("a value")),
        }
    }

    fn skip_word(&mut self) -> Result<()> {
        let rest = &self.bytes[self.at..];
        for word in ["true", "false", "null"] {
            if rest.starts_with(word.as_bytes()) {
                self.at += word.len();
                return Ok(());
            }
            if word.as_bytes().starts_with(rest) {
                return Err(self.unexpected_end(format!("`{word}`")));
            }
        }
        Err(ParseErrorKind::unexpected("a value", format!("`{}`", token(rest))).at(self.at))
    }

    /// Asks whether to go on.
    #[cold]
    fn pause(&mut self) -> Result<()> {
        self.pause_at = self.at.saturating_add(PAUSE);
        self.task.map_or(Ok(()), |task| Ok(task.advance(0)?))
    }

    /// Skips an object or array, keeping one bit for each bracket that is open.
    fn skip_nested(&mut self) -> Result<()> {
        let mut open = Brackets::default();
        loop {
            if self.at >= self.pause_at {
                self.pause()?;
            }
            let Some(&byte) = self.bytes.get(self.at) else {
                return Err(self.unexpected_end("the end of an object or array"));
            };
            match KINDS[usize::from(byte)] {
                Kind::Plain => self.at += 1,
                Kind::Quote => {
                    self.text_after_quote()?;
                }
                Kind::Open => {
                    open.push(byte == b'{');
                    self.at += 1;
                }
                Kind::Close => {
                    let (expected, is_object) = if open.pop() {
                        ("a comma or `}`", true)
                    } else {
                        ("a comma or `]`", false)
                    };
                    if is_object != (byte == b'}') {
                        return Err(self.unexpected(expected));
                    }
                    self.at += 1;
                    if open.is_empty() {
                        return Ok(());
                    }
                }
                Kind::Never => return Err(self.unexpected("a value, a comma or a bracket")),
            }
        }
    }
}

/// The kinds of the brackets that are open: a set bit is an object. 64 to a word.
#[derive(Default)]
struct Brackets {
    /// Full words, outermost first.
    outer: Vec<u64>,
    word: u64,
    depth: usize,
}

impl Brackets {
    #[inline]
    fn push(&mut self, is_object: bool) {
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.outer.push(self.word);
        }
        self.word = self.word << 1 | u64::from(is_object);
        self.depth += 1;
    }

    /// Whether the innermost bracket is an object, which is then closed.
    #[inline]
    fn pop(&mut self) -> bool {
        let is_object = self.word & 1 == 1;
        self.word >>= 1;
        self.depth = self.depth.saturating_sub(1);
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.word = self.outer.pop().unwrap_or_default();
        }
        is_object
    }

    fn is_empty(&self) -> bool {
        self.depth == 0
    }
}
