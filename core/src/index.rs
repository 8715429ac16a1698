//! Typed row numbers and the columns they index.
//!
//! A table is a struct of columns of equal length. A row is named by a `u32` newtype, so that a
//! frame cannot be looked up in the stack table.

use std::marker::PhantomData;
use std::ops;

/// A row number of one particular table.
pub trait RowIndex: Copy {
    /// The most rows a table of this kind can have. Readers check before they push.
    const MAX_ROWS: usize = u32::MAX as usize - 1;

    /// The index of row `row`, counted from zero.
    ///
    /// # Panics
    ///
    /// If `row` is not below [`RowIndex::MAX_ROWS`].
    fn from_row(row: usize) -> Self;

    /// The row number, counted from zero.
    fn row(self) -> usize;
}

/// Declares a row index that takes four bytes, also inside an `Option`.
#[macro_export]
macro_rules! define_index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(::std::num::NonZeroU32);

        impl $crate::index::RowIndex for $name {
            fn from_row(row: usize) -> Self {
                let number = u32::try_from(row + 1).ok().and_then(::std::num::NonZeroU32::new);
                Self(number.expect("readers check that row numbers fit"))
            }

            fn row(self) -> usize {
                self.0.get() as usize - 1
            }
        }
    };
}

/// One column of a table: a `Vec<T>` that only an `I` can index.
#[derive(Clone, Debug)]
pub struct Column<I, T> {
    values: Vec<T>,
    index: PhantomData<fn(I)>,
}

impl<I: RowIndex, T> Column<I, T> {
    /// Appends `value` and returns the index of its row.
    pub fn push(&mut self, value: T) -> I {
        self.values.push(value);
        I::from_row(self.values.len() - 1)
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether the table has no rows.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The value of a row, or `None` if there is no such row.
    pub fn get(&self, index: I) -> Option<&T> {
        self.values.get(index.row())
    }

    /// Every index of the table, in row order.
    pub fn indices(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.values.len()).map(I::from_row)
    }

    /// The values in row order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.values.iter()
    }

    /// The plain values, for parallel iteration.
    pub fn as_slice(&self) -> &[T] {
        &self.values
    }

    /// The plain values, to change them.
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        &mut self.values
    }

    /// The plain values, without the index type.
    pub fn into_vec(self) -> Vec<T> {
        self.values
    }
}

impl<I, T> Default for Column<I, T> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl<I, T> From<Vec<T>> for Column<I, T> {
    fn from(values: Vec<T>) -> Self {
        Self { values, index: PhantomData }
    }
}

impl<'a, I: RowIndex, T> IntoIterator for &'a Column<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<I: RowIndex, T> ops::Index<I> for Column<I, T> {
    type Output = T;

    fn index(&self, index: I) -> &T {
        &self.values[index.row()]
    }
}

impl<I: RowIndex, T> ops::IndexMut<I> for Column<I, T> {
    fn index_mut(&mut self, index: I) -> &mut T {
        &mut self.values[index.row()]
    }
}
