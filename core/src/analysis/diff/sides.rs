//! The words of a comparison: two sides, their runs, and what became of a thing.

use crate::analysis::selection::Selection;
use crate::model::Recording;

/// Something that there is before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sides<T> {
    /// On the side that is compared with.
    pub before: T,
    /// On the side that is compared.
    pub after: T,
}

/// One recording of a side, and what part of it is meant.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// The recording.
    pub recording: &'a Recording,
    /// The part of it.
    pub selection: &'a Selection,
}

/// The runs of both sides.
pub type Runs<'a> = Sides<&'a [Run<'a>]>;

/// On which sides something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// On both, with the same amounts.
    Same,
    /// On both, with others.
    Changed,
    /// Only after.
    New,
    /// Only before.
    Removed,
}

/// What a number counts, which decides the words for more and less of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantity {
    /// Nanoseconds: slower and faster.
    Time,
    /// Bytes: larger and smaller.
    Bytes,
    /// Things: more and fewer.
    Count,
}

impl<T> Sides<T> {
    /// Both sides.
    pub const fn new(before: T, after: T) -> Self {
        Self { before, after }
    }

    /// The same of both sides.
    pub fn map<U>(self, mut of: impl FnMut(T) -> U) -> Sides<U> {
        Sides { before: of(self.before), after: of(self.after) }
    }

    /// The same of both sides, unless it fails.
    pub fn try_map<U, E>(self, mut of: impl FnMut(T) -> Result<U, E>) -> Result<Sides<U>, E> {
        Ok(Sides { before: of(self.before)?, after: of(self.after)? })
    }

    /// Both sides, borrowed.
    pub const fn as_ref(&self) -> Sides<&T> {
        Sides { before: &self.before, after: &self.after }
    }

    /// Both sides in pairs with those of `other`.
    pub fn zip<U>(self, other: Sides<U>) -> Sides<(T, U)> {
        Sides { before: (self.before, other.before), after: (self.after, other.after) }
    }

    /// Before, then after.
    pub fn into_array(self) -> [T; 2] {
        [self.before, self.after]
    }

    /// After as before, and before as after.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self { before: self.after, after: self.before }
    }
}

impl Status {
    /// What became of something that is on these sides; `is_same` where its amounts are equal.
    pub fn of(is_on: Sides<bool>, is_same: bool) -> Self {
        match (is_on.before, is_on.after) {
            (false, true) => Self::New,
            (true, false) => Self::Removed,
            _ if is_same => Self::Same,
            _ => Self::Changed,
        }
    }

    /// Its name in CSV, JSON and for people.
    pub fn key(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::New => "new",
            Self::Removed => "removed",
        }
    }
}

impl Quantity {
    /// The word for more of it after than before.
    pub fn more(self) -> &'static str {
        match self {
            Self::Time => "slower",
            Self::Bytes => "larger",
            Self::Count => "more",
        }
    }

    /// The word for less of it after than before.
    pub fn less(self) -> &'static str {
        match self {
            Self::Time => "faster",
            Self::Bytes => "smaller",
            Self::Count => "fewer",
        }
    }
}
