//! A stretch of time cut into equal parts, to the nanosecond.

use std::ops::Range;

use crate::units::{Nanos, TimeRange};

/// A stretch of time cut into parts of equal length.
///
/// Part `i` of `n` begins `length * i / n` after the start, rounded down: parts differ by at most
/// one nanosecond, follow each other without a gap, and together are the whole stretch. Where there
/// are more parts than nanoseconds, some are empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buckets {
    start: u64,
    length: u64,
    n: usize,
}

impl Buckets {
    /// `n` parts of `range`. A range that ends before it begins is empty.
    pub fn new(range: &TimeRange, n: usize) -> Self {
        Self { start: range.start.0, length: range.end.since(range.start).0, n }
    }

    /// Number of parts.
    pub fn len(&self) -> usize {
        self.n
    }

    /// Whether there are no parts.
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// The whole stretch.
    pub fn range(&self) -> TimeRange {
        Nanos(self.start)..Nanos(self.start + self.length)
    }

    /// Where part `index` begins; for the number of parts, where the last one ends.
    pub fn edge(&self, index: usize) -> Nanos {
        if self.n == 0 {
            return Nanos(self.start);
        }
        let passed = u128::from(self.length) * index.min(self.n) as u128 / self.n as u128;
        Nanos(self.start + u64::try_from(passed).unwrap_or(self.length))
    }

    /// From start to end of part `index`.
    pub fn bucket(&self, index: usize) -> TimeRange {
        self.edge(index)..self.edge(index.saturating_add(1))
    }

    /// The part that holds `time`, or `None` if it lies outside.
    pub fn at(&self, time: Nanos) -> Option<usize> {
        let passed = time.0.checked_sub(self.start).filter(|&it| it < self.length)?;
        // The last part that begins at `time` or before: i * length / n < passed + 1.
        let n = self.n as u64;
        let index = match (passed + 1).checked_mul(n) {
            Some(product) => product.checked_sub(1)? / self.length,
            None => self.at_far(passed),
        };
        usize::try_from(index).ok()
    }

    /// The parts that `range` touches, and any empty ones between them. A range without length
    /// touches the part that holds it.
    pub fn touched(&self, range: &TimeRange) -> Range<usize> {
        let whole = self.range();
        let start = range.start.max(whole.start);
        let last = Nanos(range.end.min(whole.end).0.saturating_sub(1));
        let last = if range.start < range.end { last } else { range.start };
        match (self.at(start), self.at(last)) {
            (Some(first), Some(last)) if first <= last => first..last + 1,
            _ => 0..0,
        }
    }

    #[cold]
    fn at_far(&self, passed: u64) -> u64 {
        let product = (u128::from(passed) + 1) * self.n as u128 - 1;
        u64::try_from(product / u128::from(self.length)).unwrap_or(u64::MAX)
    }
}

/// Splits pieces of time at the edges of [`Buckets`].
///
/// Pieces near the one before cost nothing but a comparison.
#[derive(Clone, Debug)]
pub(crate) struct Splitter<'a> {
    buckets: &'a Buckets,
    /// A part, and where it starts and ends.
    near: usize,
    start: u64,
    end: u64,
}

impl<'a> Splitter<'a> {
    /// Splits at the edges of `buckets`.
    pub(crate) fn new(buckets: &'a Buckets) -> Self {
        let mut splitter = Self { buckets, near: 0, start: 0, end: 0 };
        splitter.move_to(0);
        splitter
    }

    /// Calls `add` with each part that `piece` touches, and how many nanoseconds of it lie there.
    /// What lies outside of all parts is left out.
    #[inline]
    pub(crate) fn split(&mut self, piece: Range<u64>, mut add: impl FnMut(usize, u64)) {
        if self.start <= piece.start && piece.end <= self.end {
            if piece.start < piece.end {
                add(self.near, piece.end - piece.start);
            }
            return;
        }
        if self.buckets.is_empty() {
            return;
        }
        let whole = self.buckets.range();
        let end = piece.end.min(whole.end.0);
        let mut at = piece.start.max(whole.start.0);
        while at < end {
            if at < self.start || self.end <= at {
                let next = if at == self.end { self.near + 1 } else { usize::MAX };
                self.move_near(next, at);
            }
            let until = end.min(self.end);
            add(self.near, until - at);
            at = until;
        }
    }

    /// Moves to the part that holds `at`, which is likely part `guess`.
    fn move_near(&mut self, guess: usize, at: u64) {
        if guess < self.buckets.len() {
            self.move_to(guess);
        }
        if at < self.start || self.end <= at {
            self.move_to(self.buckets.at(Nanos(at)).unwrap_or(self.near));
        }
    }

    fn move_to(&mut self, index: usize) {
        let bucket = self.buckets.bucket(index);
        (self.near, self.start, self.end) = (index, bucket.start.0, bucket.end.0);
    }
}
