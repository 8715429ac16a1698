//! Functions: the rows that stacks are made of.

use std::hash::BuildHasher as _;
use std::num::NonZeroU32;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::define_index;
use crate::index::Column;
use crate::model::categories::{Category, Origin};
use crate::strings::{StringIndex, StringTable};

define_index! {
    /// A row of [`FrameTable`].
    FrameIndex
}

/// One function: its name and the place where its code begins.
///
/// Two functions are the same exactly if these four are: this is how Chrome DevTools groups them,
/// and it survives a script that is loaded twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Frame {
    /// Its name, empty for an anonymous function.
    pub name: StringIndex,
    /// Its script, empty where there is none.
    pub url: StringIndex,
    /// Line of its first character, counted from 1.
    pub line: Option<NonZeroU32>,
    /// Column of its first character, counted from 1.
    pub column: Option<NonZeroU32>,
}

/// Every distinct function of a recording, in order of first appearance.
#[derive(Clone, Debug, Default)]
pub struct FrameTable {
    frame: Column<FrameIndex, Frame>,
    category: Column<FrameIndex, Category>,
    package: Column<FrameIndex, Option<StringIndex>>,
    known: HashTable<FrameIndex>,
    hasher: DefaultHashBuilder,
}

impl FrameTable {
    /// The row of `frame`, added and categorised if it is new.
    pub fn intern(&mut self, frame: Frame, strings: &mut StringTable) -> FrameIndex {
        let hash = self.hasher.hash_one(frame);
        if let Some(&known) = self.known.find(hash, |&it| self.frame[it] == frame) {
            return known;
        }
        let (name, url) = (strings.get(frame.name), strings.get(frame.url));
        let origin = Origin::of(name, url, frame.line.is_some());
        let package = origin.package.map(str::to_owned);
        let index = self.frame.push(frame);
        self.category.push(origin.category);
        self.package.push(package.map(|it| strings.intern(&it)));
        let (frames, hasher) = (&self.frame, &self.hasher);
        self.known.insert_unique(hash, index, |&it| hasher.hash_one(frames[it]));
        index
    }

    /// Adds a row for `frame`, even if one like it is there: where two recordings are compared,
    /// functions that agree can be different ones.
    pub(crate) fn add_apart(&mut self, frame: Frame, strings: &mut StringTable) -> FrameIndex {
        let origin =
            Origin::of(strings.get(frame.name), strings.get(frame.url), frame.line.is_some());
        let package = origin.package.map(str::to_owned);
        self.category.push(origin.category);
        self.package.push(package.map(|it| strings.intern(&it)));
        self.frame.push(frame)
    }

    /// The function of a row.
    pub fn get(&self, index: FrameIndex) -> Frame {
        self.frame[index]
    }

    /// The kind of code of a function.
    pub fn category(&self, index: FrameIndex) -> Category {
        self.category[index]
    }

    /// The package of a function, if it belongs to one.
    pub fn package(&self, index: FrameIndex) -> Option<StringIndex> {
        self.package[index]
    }

    /// Number of functions.
    pub fn len(&self) -> usize {
        self.frame.len()
    }

    /// Whether there are no functions.
    pub fn is_empty(&self) -> bool {
        self.frame.is_empty()
    }

    /// Every index, in order of first appearance.
    pub fn indices(
        &self,
    ) -> impl DoubleEndedIterator<Item = FrameIndex> + ExactSizeIterator + use<> {
        self.frame.indices()
    }
}
