//! How far the code of a script moved, as functions tell that are there only once.
//!
//! ```text
//! before  10 start ── 20 (anonymous) ── 30 stop ── 40 (anonymous)
//! after   10 start ── 22 (anonymous) ── 35 stop ── 45 (anonymous)
//!         moved by 0      by 0 to 5     by 5           by 5
//! ```

use std::ops::RangeInclusive;

use super::places::Spot;

/// A function may lie so many lines beyond where the code around it moved: it may itself have been
/// moved a little.
const LINES: u64 = 8;

/// Likewise for columns of one line: in minified scripts all is on one line.
const COLUMNS: u64 = 200;

/// Functions that are surely the same on both sides, in order of places on both sides.
pub(super) struct Anchors {
    before: Vec<Spot>,
    after: Vec<Spot>,
    /// By how many lines all moved, where there are no anchors.
    vote: i64,
}

/// How far two places are from being the same: 0 where code around them moved as far as they did.
/// Smaller is better, the first number first.
pub(super) type Distance = (u64, u64, u64);

impl Anchors {
    /// The longest list of pairs that is in order on both sides; the rest was moved elsewhere.
    pub(super) fn new(mut pairs: Vec<(Spot, Spot)>, vote: i64) -> Self {
        pairs.sort_unstable();
        let pairs = longest_in_order(&pairs);
        let (before, after) = pairs.into_iter().unzip();
        Self { before, after, vote }
    }

    /// Where a function at `before` is to be looked for: two places, the same where all around it
    /// moved as far.
    pub(super) fn expected(&self, before: Spot) -> [Spot; 2] {
        let moved = self.moved_lines(segment(&self.before, before));
        let line = |moved: i64| u32::try_from(i64::from(before.line) + moved).unwrap_or(0);
        [*moved.start(), *moved.end()].map(|it| Spot { line: line(it), column: before.column })
    }

    /// How far two places are from being the same; `None` if they cannot be.
    pub(super) fn distance(&self, before: Spot, after: Spot) -> Option<Distance> {
        let at = segment(&self.before, before);
        if at != segment(&self.after, after) {
            return None;
        }
        let moved = i64::from(after.line) - i64::from(before.line);
        let (beyond, off) = beyond(&self.moved_lines(at), moved);
        let moved = i64::from(after.column) - i64::from(before.column);
        let (columns_beyond, columns_off) = self.beyond_columns(at, before.line, moved);
        let is_near = beyond <= LINES && (beyond > 0 || columns_beyond <= COLUMNS);
        is_near.then_some((beyond, off, columns_off))
    }

    /// By how many lines the anchors around a segment moved.
    fn moved_lines(&self, at: usize) -> RangeInclusive<i64> {
        let moved = |it: usize| {
            Some(i64::from(self.after.get(it)?.line) - i64::from(self.before.get(it)?.line))
        };
        range(at.checked_sub(1).and_then(moved), moved(at)).unwrap_or(self.vote..=self.vote)
    }

    /// The same for columns, as far as anchors are on the same line.
    fn beyond_columns(&self, at: usize, line: u32, columns: i64) -> (u64, u64) {
        let moved = |it: usize| {
            let (before, after) = (self.before.get(it)?, self.after.get(it)?);
            let moved = i64::from(after.column) - i64::from(before.column);
            (before.line == line).then_some(moved)
        };
        let moved = range(at.checked_sub(1).and_then(moved), moved(at)).unwrap_or(0..=0);
        beyond(&moved, columns)
    }
}

/// The numbers from one to the other, or the one that there is.
fn range(a: Option<i64>, b: Option<i64>) -> Option<RangeInclusive<i64>> {
    let (a, b) = (a.or(b)?, b.or(a)?);
    Some(a.min(b)..=a.max(b))
}

/// How far `value` lies beyond a range, and from its nearer end.
fn beyond(range: &RangeInclusive<i64>, value: i64) -> (u64, u64) {
    let off = value.abs_diff(*range.start()).min(value.abs_diff(*range.end()));
    (if range.contains(&value) { 0 } else { off }, off)
}

/// Between which anchors a place lies: the number of those at it or before.
fn segment(anchors: &[Spot], spot: Spot) -> usize {
    anchors.partition_point(|&it| it <= spot)
}

/// The longest list of pairs, which are in order of the first, that is in order of the second too.
///
/// Patience sorting: `ends[n]` is the pair with the smallest second of those that end a list of
/// n + 1.
fn longest_in_order(pairs: &[(Spot, Spot)]) -> Vec<(Spot, Spot)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, pair) in pairs.iter().enumerate() {
        let place = ends.partition_point(|&it| pairs[it].1 < pair.1);
        before.push(place.checked_sub(1).map(|it| ends[it]));
        if place == ends.len() {
            ends.push(at);
        } else {
            ends[place] = at;
        }
    }
    let last = ends.last().copied();
    let mut list: Vec<_> =
        std::iter::successors(last, |&it| before[it]).map(|it| pairs[it]).collect();
    list.reverse();
    list
}
