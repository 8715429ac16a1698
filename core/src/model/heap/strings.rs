//! The texts of a heap snapshot.

use std::borrow::Cow;

/// The texts of a heap snapshot, one behind the other, by their number in the file.
///
/// V8 cuts strings at 1,024 characters and writes half characters where it cuts or where a program
/// made one. They are kept as WTF-8: UTF-8 in which a lone surrogate takes three bytes, so that two
/// texts are equal exactly if V8's are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeapStrings {
    bytes: Vec<u8>,
    /// Where each ends in `bytes`; it begins where the one before it ends.
    end: Vec<usize>,
}

impl HeapStrings {
    /// Appends a text in WTF-8.
    pub fn push(&mut self, text: &[u8]) {
        self.bytes.extend_from_slice(text);
        self.end.push(self.bytes.len());
    }

    /// Appends a text that `write` appends to the bytes it is given.
    pub fn push_with(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.bytes);
        self.end.push(self.bytes.len());
    }

    /// The bytes of a text, in WTF-8; empty where there is no such text.
    #[inline]
    pub fn bytes(&self, index: u32) -> &[u8] {
        let index = index as usize;
        let Some(&end) = self.end.get(index) else { return &[] };
        let start = if index == 0 { 0 } else { self.end[index - 1] };
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// A text for people, with U+FFFD for half characters.
    pub fn text(&self, index: u32) -> Cow<'_, str> {
        show_wtf8(self.bytes(index))
    }

    /// Number of texts.
    pub fn len(&self) -> usize {
        self.end.len()
    }

    /// Whether there are no texts.
    pub fn is_empty(&self) -> bool {
        self.end.is_empty()
    }

    /// All texts in order, in WTF-8.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> + '_ {
        let starts = std::iter::once(0).chain(self.end.iter().copied());
        starts.zip(&self.end).map(|(start, &end)| &self.bytes[start..end])
    }

    /// The numbers of all texts that hold `part`, in order.
    pub fn holding(&self, part: &[u8]) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        for at in memchr::memmem::find_iter(&self.bytes, part) {
            let row = self.end.partition_point(|&end| end < at + part.len());
            let start = if row == 0 { 0 } else { self.end[row - 1] };
            if let Ok(row) = u32::try_from(row)
                && start <= at
                && found.last() != Some(&row)
            {
                found.push(row);
            }
        }
        found
    }

    /// Gives back memory that was reserved for more.
    pub fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.end.shrink_to_fit();
    }

    /// All bytes, and where each text ends in them.
    pub fn parts(&self) -> (&[u8], &[usize]) {
        (&self.bytes, &self.end)
    }

    /// Texts that end at `end` in `bytes`; `None` if the ends are not in order or not inside.
    pub fn from_parts(bytes: Vec<u8>, end: Vec<usize>) -> Option<Self> {
        let is_sound = end.is_sorted() && end.last().copied().unwrap_or(0) <= bytes.len();
        is_sound.then_some(Self { bytes, end })
    }
}

/// WTF-8 as text for people: U+FFFD for each half character and each byte that is no text.
pub fn show_wtf8(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        if let [0xed, 0xa0..=0xbf, 0x80..=0xbf, after @ ..] = rest {
            shown.push(char::REPLACEMENT_CHARACTER);
            rest = after;
            continue;
        }
        let next = rest.windows(2).skip(1).position(|it| it[0] == 0xed && it[1] >= 0xa0);
        let (sound, after) = rest.split_at(next.map_or(rest.len(), |it| it + 1));
        shown += &String::from_utf8_lossy(sound);
        rest = after;
    }
    Cow::Owned(shown)
}

/// The UTF-16 units of a text in WTF-8: what JavaScript counts and compares.
pub fn utf16_units(bytes: &[u8]) -> Vec<u16> {
    let mut units = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(&first) = rest.first() {
        let (unit, used) = match (first, rest) {
            (0..0x80, _) => (u32::from(first), 1),
            (0xc0..0xe0, [a, b, ..]) => (bits(*a, 0x1f) << 6 | bits(*b, 0x3f), 2),
            (0xe0..0xf0, [a, b, c, ..]) => {
                (bits(*a, 0xf) << 12 | bits(*b, 0x3f) << 6 | bits(*c, 0x3f), 3)
            }
            (0xf0.., [a, b, c, d, ..]) => {
                let high = bits(*a, 7) << 18 | bits(*b, 0x3f) << 12;
                (high | bits(*c, 0x3f) << 6 | bits(*d, 0x3f), 4)
            }
            _ => (0xfffd, 1),
        };
        push_unit(&mut units, unit);
        rest = &rest[used..];
    }
    units
}

fn bits(byte: u8, mask: u8) -> u32 {
    u32::from(byte & mask)
}

/// Appends a code point in one unit or two.
fn push_unit(units: &mut Vec<u16>, code: u32) {
    if let Ok(unit) = u16::try_from(code) {
        units.push(unit);
    } else {
        let mut both = [0; 2];
        let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        units.extend_from_slice(c.encode_utf16(&mut both));
    }
}

/// Number of UTF-16 units of a text in WTF-8.
pub fn utf16_length(bytes: &[u8]) -> usize {
    // Each character begins with a byte that does not continue one; those of four bytes are two
    // units.
    bytes.iter().map(|&it| usize::from(it & 0xc0 != 0x80) + usize::from(it >= 0xf0)).sum()
}
