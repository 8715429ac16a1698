//! One bit per row of a table.

use std::marker::PhantomData;

use crate::index::RowIndex;

/// One bit per row of a table: the rows that were chosen, in an eighth of a byte each.
#[derive(Clone, Debug)]
pub struct BitColumn<I> {
    words: Vec<u64>,
    len: usize,
    index: PhantomData<fn(I)>,
}

impl<I: RowIndex> BitColumn<I> {
    /// A column of `len` rows of which none is set.
    pub fn new(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len, index: PhantomData }
    }

    /// Sets a row.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    #[inline]
    pub fn set(&mut self, index: I) {
        let row = index.row();
        assert!(row < self.len, "a row of the table");
        self.words[row / 64] |= 1 << (row % 64);
    }

    /// Whether a row is set; a row that does not exist is not.
    #[inline]
    pub fn has(&self, index: I) -> bool {
        let row = index.row();
        self.words.get(row / 64).is_some_and(|it| it >> (row % 64) & 1 == 1)
    }

    /// Number of rows, set or not.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether the table has no rows.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Number of rows that are set.
    pub fn count(&self) -> u64 {
        self.words.iter().map(|it| u64::from(it.count_ones())).sum()
    }

    /// The rows that are set, in row order. Costs a step per 64 rows and one per row set.
    pub fn iter(&self) -> impl Iterator<Item = I> + '_ {
        self.words.iter().enumerate().flat_map(|(number, &word)| {
            let rest = std::iter::successors(Some(word), |it| Some(it & it.wrapping_sub(1)));
            rest.take_while(|&it| it != 0)
                .map(move |it| I::from_row(number * 64 + it.trailing_zeros() as usize))
        })
    }
}

impl<I: RowIndex> Default for BitColumn<I> {
    fn default() -> Self {
        Self::new(0)
    }
}

impl<I: RowIndex> FromIterator<bool> for BitColumn<I> {
    fn from_iter<T: IntoIterator<Item = bool>>(bits: T) -> Self {
        let mut column = Self::new(0);
        for bit in bits {
            if column.len.is_multiple_of(64) {
                column.words.push(0);
            }
            if let Some(word) = column.words.last_mut() {
                *word |= u64::from(bit) << (column.len % 64);
            }
            column.len += 1;
        }
        column
    }
}
