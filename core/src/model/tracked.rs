//! Objects that a program asked to be watched until they are collected.

use crate::define_index;
use crate::index::Column;
use crate::model::threads::ThreadIndex;
use crate::strings::StringIndex;
use crate::units::Nanos;

define_index! {
    /// A row of [`TrackedTable`].
    TrackedIndex
}

/// Tracked objects, in order of when they were tracked, then as in the file.
#[derive(Clone, Debug, Default)]
pub struct TrackedTable {
    /// The thread that tracked it.
    pub thread: Column<TrackedIndex, ThreadIndex>,
    /// Its class, or the label it was given.
    pub name: Column<TrackedIndex, StringIndex>,
    /// What tells it from others, as it stands in the file.
    pub id: Column<TrackedIndex, StringIndex>,
    /// When it was tracked.
    pub created: Column<TrackedIndex, Nanos>,
    /// When its collection was seen; `None` if it was alive in the end, as far as is known.
    pub collected: Column<TrackedIndex, Option<Nanos>>,
    /// Its size in bytes, as the program told; 0 if it did not.
    pub size: Column<TrackedIndex, u64>,
    /// What the program told of it besides, as JSON text.
    pub metadata: Column<TrackedIndex, Option<StringIndex>>,
}

impl TrackedTable {
    /// Number of objects.
    pub fn len(&self) -> usize {
        self.created.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.created.is_empty()
    }

    /// Every index, in order of when they were tracked.
    pub fn indices(
        &self,
    ) -> impl DoubleEndedIterator<Item = TrackedIndex> + ExactSizeIterator + use<> {
        self.created.indices()
    }
}
