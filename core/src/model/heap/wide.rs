//! A column of numbers that are nearly always small.

/// A column of numbers that nearly always fit 32 bits: four bytes a row, and a list of the rows
/// that need more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WideColumn {
    low: Vec<u32>,
    /// Rows whose number is larger, and their upper halves; by row.
    high: Vec<(u32, u32)>,
}

impl WideColumn {
    /// A column of lower halves, and the upper halves of the rows that have one.
    ///
    /// # Panics
    ///
    /// If rows of `high` are not in order, or outside the column.
    pub fn new(low: Vec<u32>, high: Vec<(u32, u32)>) -> Self {
        assert!(high.is_sorted_by(|a, b| a.0 < b.0), "rows in order");
        assert!(high.last().is_none_or(|it| (it.0 as usize) < low.len()), "rows of the column");
        Self { low, high }
    }

    /// The number of a row.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    #[inline]
    pub fn get(&self, row: usize) -> u64 {
        let low = u64::from(self.low[row]);
        if self.high.is_empty() { low } else { low | self.high_of(row) }
    }

    #[cold]
    fn high_of(&self, row: usize) -> u64 {
        let found = self.high.binary_search_by_key(&row, |it| it.0 as usize);
        found.map_or(0, |at| u64::from(self.high[at].1) << 32)
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.low.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.low.is_empty()
    }

    /// All numbers in row order.
    pub fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        (0..self.len()).map(|row| self.get(row))
    }

    /// The lower halves, and the upper halves of the rows that have one.
    pub fn parts(&self) -> (&[u32], &[(u32, u32)]) {
        (&self.low, &self.high)
    }
}

impl FromIterator<u64> for WideColumn {
    fn from_iter<T: IntoIterator<Item = u64>>(numbers: T) -> Self {
        let numbers = numbers.into_iter();
        let mut column = Self::default();
        column.low.reserve(numbers.size_hint().0);
        for (number, row) in numbers.zip(0_u32..) {
            #[expect(clippy::cast_possible_truncation, reason = "the upper half is kept apart")]
            column.low.push(number as u32);
            if let Ok(high @ 1..) = u32::try_from(number >> 32) {
                column.high.push((row, high));
            }
        }
        column
    }
}
