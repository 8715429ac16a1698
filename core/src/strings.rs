//! Interned text: every distinct string of a recording, stored once.

use std::fmt;
use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::define_index;
use crate::index::{Column, RowIndex as _};

define_index! {
    /// A row of [`StringTable`].
    StringIndex
}

/// Every distinct string of a recording, one behind the other in one block of text.
///
/// Rows stand in order of first appearance. The text is valid UTF-8: readers put U+FFFD where a
/// file holds a lone surrogate or bytes that are no text.
#[derive(Clone, Default)]
pub struct StringTable {
    text: String,
    /// Where each string ends in `text`; it begins where the one before it ends.
    end: Column<StringIndex, usize>,
    known: HashTable<StringIndex>,
    hasher: DefaultHashBuilder,
}

impl StringTable {
    /// The row of `text`, added if it is new.
    pub fn intern(&mut self, text: &str) -> StringIndex {
        let hash = self.hasher.hash_one(text);
        if let Some(&known) = self.known.find(hash, |&it| slice(&self.text, &self.end, it) == text)
        {
            return known;
        }
        self.text.push_str(text);
        let index = self.end.push(self.text.len());
        let (all, end, hasher) = (&self.text, &self.end, &self.hasher);
        self.known.insert_unique(hash, index, |&it| hasher.hash_one(slice(all, end, it)));
        index
    }

    /// The row of `text`, if it is there.
    pub fn find(&self, text: &str) -> Option<StringIndex> {
        let hash = self.hasher.hash_one(text);
        self.known.find(hash, |&it| self.get(it) == text).copied()
    }

    /// The text of a row.
    pub fn get(&self, index: StringIndex) -> &str {
        slice(&self.text, &self.end, index)
    }

    /// Number of distinct strings.
    pub fn len(&self) -> usize {
        self.end.len()
    }

    /// Whether there are no strings.
    pub fn is_empty(&self) -> bool {
        self.end.is_empty()
    }

    /// Every index, in order of first appearance.
    pub fn indices(&self) -> impl Iterator<Item = StringIndex> + use<> {
        self.end.indices()
    }
}

fn slice<'a>(text: &'a str, end: &Column<StringIndex, usize>, index: StringIndex) -> &'a str {
    let start = match index.row() {
        0 => 0,
        row => end.as_slice()[row - 1],
    };
    &text[start..end[index]]
}

impl fmt::Debug for StringTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.indices().map(|it| self.get(it))).finish()
    }
}
