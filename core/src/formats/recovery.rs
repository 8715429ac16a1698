//! Finding the objects of a list again behind damage.

use super::json::Reader;

/// The longest beginning that is learned, in bytes.
const MAX_BEGINNING: usize = 64;

/// How many times the size of the file may be read in vain, so that a file of nothing but
/// beginnings does not take for ever.
const MAX_EFFORT: usize = 2;

/// Finds objects by how they begin: a writer puts the same key first in all of them, such as
/// `{"pid":` or `{"args":`.
#[derive(Debug)]
pub(super) struct ObjectSearch<'a> {
    bytes: &'a [u8],
    beginning: Option<&'a [u8]>,
    /// Reads what begins like an object of the list, and says whether it is one.
    is_object: fn(&mut Reader<'_>) -> bool,
    /// How many more bytes may be read in vain.
    effort: usize,
}

impl<'a> ObjectSearch<'a> {
    /// `bytes` is the whole file.
    pub(super) fn new(bytes: &'a [u8], is_object: fn(&mut Reader<'_>) -> bool) -> Self {
        let effort = bytes.len().saturating_mul(MAX_EFFORT);
        Self { bytes, beginning: None, is_object, effort }
    }

    /// Learns the beginning of objects from a whole one, unless it is known.
    #[inline]
    pub(super) fn learn(&mut self, start: usize) {
        if self.beginning.is_none() {
            let rest = &self.bytes[start..];
            let length = rest.iter().take(MAX_BEGINNING).position(|&it| it == b':');
            self.beginning = length.map(|it| &rest[..=it]);
        }
    }

    /// Where the next whole object begins between `start` and `end`, if one does.
    ///
    /// Objects inside of others may begin alike, so each is read.
    pub(super) fn next(&mut self, start: usize, end: usize) -> Option<usize> {
        let finder = memchr::memmem::Finder::new(self.beginning?);
        let mut at = start;
        loop {
            at += finder.find(self.bytes.get(at..end)?)?;
            let mut reader = Reader::new(&self.bytes[..end]);
            reader.rewind(at);
            if (self.is_object)(&mut reader) && is_followed_soundly(&mut reader) {
                return Some(at);
            }
            self.effort = self.effort.checked_sub(reader.offset() - at)?;
            at += 1;
        }
    }
}

/// Whether what comes next may stand behind an object of a list.
fn is_followed_soundly(reader: &mut Reader<'_>) -> bool {
    matches!(reader.peek(), None | Some(b',' | b']' | b'{'))
}

/// Where the object ends that begins at `start` and holds something that is no JSON, such as the
/// `NaN` that Python writes; `None` if its brackets and quotes do not tell. The search ends at a
/// line that begins with a brace: that is another object.
pub(super) fn end_of_odd_object(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0_u32;
    let mut at = start;
    let is_closed = loop {
        let byte = *bytes.get(at)?;
        match byte {
            b'"' => at = end_of_text(bytes, at)?,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.checked_sub(1)?,
            b'\n' if bytes.get(at + 1) == Some(&b'{') => return None,
            _ if depth == 0 => return None,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break byte == b'}';
        }
    };
    let next = bytes[at..].iter().find(|it| !it.is_ascii_whitespace());
    (is_closed && matches!(next, None | Some(b',' | b']'))).then_some(at)
}

/// Where the closing quote of the text stands that begins at `start`.
fn end_of_text(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += memchr::memchr3(b'"', b'\\', b'\n', bytes.get(at..)?)?;
        match bytes[at] {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => return None,
        }
    }
}
