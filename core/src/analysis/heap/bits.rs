//! One bit per row, for passes over millions of rows.

use rayon::prelude::*;

/// One bit per row of a table of nodes or edges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// Bits for `n` rows, none of them set.
    pub fn new(n: usize) -> Self {
        Self { words: vec![0; n.div_ceil(64)] }
    }

    /// Bits for `n` rows, each as `is_set` says. Asked on all threads.
    pub fn from_fn(n: usize, is_set: impl Fn(usize) -> bool + Sync) -> Self {
        let word = |number: usize| {
            let first = number * 64;
            let rows = first..n.min(first + 64);
            rows.rev().fold(0_u64, |word, row| word << 1 | u64::from(is_set(row)))
        };
        let n_words = n.div_ceil(64);
        Self { words: (0..n_words).into_par_iter().with_min_len(1 << 10).map(word).collect() }
    }

    /// Whether a row is set; one that does not exist is not.
    #[inline]
    pub fn has(&self, row: usize) -> bool {
        self.words.get(row / 64).is_some_and(|it| it >> (row % 64) & 1 == 1)
    }

    /// Sets a row.
    #[inline]
    pub(crate) fn set(&mut self, row: usize) {
        self.words[row / 64] |= 1 << (row % 64);
    }

    /// Takes a row back.
    #[inline]
    pub(super) fn clear(&mut self, row: usize) {
        self.words[row / 64] &= !(1 << (row % 64));
    }

    /// Keeps only rows that are set in `others` too.
    pub fn keep(&mut self, others: &Self) {
        for (word, other) in self.words.iter_mut().zip(&others.words) {
            *word &= other;
        }
    }

    /// Number of rows that are set.
    pub fn count(&self) -> usize {
        self.words.iter().map(|it| it.count_ones() as usize).sum()
    }

    /// The rows that are set, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(number, &word)| {
            let rest = std::iter::successors(Some(word), |it| Some(it & it.wrapping_sub(1)));
            rest.take_while(|&it| it != 0).map(move |it| number * 64 + it.trailing_zeros() as usize)
        })
    }

    /// The words, 64 rows each, the first row in the lowest bit.
    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }

    /// Bits of these words.
    pub(crate) fn from_words(words: Vec<u64>) -> Self {
        Self { words }
    }
}
