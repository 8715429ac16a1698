//! Moments by the column of the canvas that they stand on.

use std::ops::Range;

use super::scale::Scale;

/// The moments on one column.
#[derive(Clone, Debug)]
pub(super) struct Tick {
    /// The column.
    pub(super) column: i32,
    /// Which moments, by their place in the order of time.
    pub(super) moments: Range<usize>,
}

/// The columns that have moments, from left to right; found by search, not by going through all
/// `n` of them, which stand in order of `time`.
pub(super) fn ticks<'a>(
    scale: &'a Scale,
    columns: Range<i32>,
    n: usize,
    time: impl Fn(usize) -> u64 + 'a,
) -> impl Iterator<Item = Tick> + 'a {
    let column = move |it: usize| scale.column_of(time(it));
    let mut next = first(0..n, |it| columns.start <= column(it));
    std::iter::from_fn(move || {
        if n <= next || columns.end <= column(next) {
            return None;
        }
        let (here, begin) = (column(next), next);
        next = first(next..n, |it| here < column(it));
        Some(Tick { column: here, moments: begin..next })
    })
}

/// The first place in a range for which something holds, that holds for all behind it.
fn first(mut range: Range<usize>, holds: impl Fn(usize) -> bool) -> usize {
    while range.start < range.end {
        let middle = range.start.midpoint(range.end);
        if holds(middle) {
            range.end = middle;
        } else {
            range.start = middle + 1;
        }
    }
    range.start
}
