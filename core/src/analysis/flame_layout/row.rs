//! One row of boxes, and the index that finds the visible ones.

use std::ops::Range;

/// How many boxes, or nodes of the level below, one node of the index spans, as a power of two: 4.
/// A pixel then has 1 to 4 nodes of the level that suits the zoom. With 8, a frame over ten million
/// boxes took twice as long; the index would be 1.1 instead of 2.7 bytes per box of 20.
const FAN_OUT_BITS: u32 = 2;

/// One row of boxes, from left to right.
///
/// **Invariant:** no box is empty, and each ends where the next begins or before. The columns are
/// of equal length.
#[derive(Clone, Debug, Default)]
pub struct FlameRow {
    start: Vec<u64>,
    end: Vec<u64>,
    item: Vec<u32>,
    /// Where every 4th box starts, then every 16th, and so on, each with the end of the row as last
    /// entry. Compact, so that a frame over millions of boxes does not wait for main memory.
    levels: Vec<Vec<u64>>,
}

impl FlameRow {
    /// Number of boxes.
    pub fn len(&self) -> usize {
        self.start.len()
    }

    /// Whether there are no boxes.
    pub fn is_empty(&self) -> bool {
        self.start.is_empty()
    }

    /// From start to end of a box.
    ///
    /// # Panics
    ///
    /// If there is no box `index`.
    pub fn range(&self, index: usize) -> Range<u64> {
        self.start[index]..self.end[index]
    }

    /// Where each box starts, from left to right.
    pub fn starts(&self) -> &[u64] {
        &self.start
    }

    /// Where each box ends.
    pub fn ends(&self) -> &[u64] {
        &self.end
    }

    /// What each box shows: a row number of the table that the layout's kind names.
    pub fn items(&self) -> &[u32] {
        &self.item
    }

    /// The box that holds `position`, found by binary search.
    pub fn at(&self, position: u64) -> Option<usize> {
        let index = self.start.partition_point(|&it| it <= position).checked_sub(1)?;
        (position < self.end[index]).then_some(index)
    }

    /// The boxes that touch `range`, found by binary search.
    pub fn within(&self, range: &Range<u64>) -> Range<usize> {
        let first = self.end.partition_point(|&it| it <= range.start);
        let last = self.start.partition_point(|&it| it < range.end);
        first..last.max(first)
    }

    /// Appends a box. What overlaps the last one is cut off; an empty rest is dropped.
    pub(super) fn push(&mut self, range: Range<u64>, item: u32) {
        let start = range.start.max(self.end.last().copied().unwrap_or(0));
        if start < range.end {
            self.start.push(start);
            self.end.push(range.end);
            self.item.push(item);
        }
    }

    /// Builds the index and gives spare memory back. To be called once, after the last box.
    pub(super) fn finish(&mut self) {
        self.start.shrink_to_fit();
        self.end.shrink_to_fit();
        self.item.shrink_to_fit();
        let Some(&row_end) = self.end.last() else { return };
        let fan_out = 1 << FAN_OUT_BITS;
        let mut below = self.start.as_slice();
        let mut levels: Vec<Vec<u64>> = Vec::new();
        while fan_out < below.len() {
            let mut level: Vec<u64> = below.iter().copied().step_by(fan_out).collect();
            level.push(row_end);
            levels.push(level);
            below = levels.last().map_or(&[], |it| &it[..it.len() - 1]);
        }
        self.levels = levels;
    }

    /// Number of levels of the index; level 0, the boxes themselves, is not counted.
    pub(super) fn n_levels(&self) -> u32 {
        u32::try_from(self.levels.len()).unwrap_or(u32::MAX)
    }

    /// The node of `level` (at least 1) that begins with box `first`, if one does.
    #[inline]
    pub(super) fn node(&self, level: u32, first: usize) -> Option<Node> {
        let bits = FAN_OUT_BITS * level;
        let index = first >> bits;
        if index << bits != first {
            return None;
        }
        let nodes = self.levels.get(level as usize - 1)?;
        let (start, end) = (*nodes.get(index)?, *nodes.get(index + 1)?);
        Some(Node { start, end, after: (index + 1) << bits })
    }

    /// The first box after those nodes of `level`, from the one that begins with box `first`, that
    /// end before `limit`; not all of them if they are many.
    #[inline]
    pub(super) fn skip_nodes(&self, level: u32, first: usize, limit: u64) -> usize {
        let bits = FAN_OUT_BITS * level;
        let ends = self.levels.get(level as usize - 1).and_then(|it| it.get((first >> bits) + 1..));
        let ends = ends.unwrap_or(&[]);
        let is_before = |&end: &u64| usize::from(end <= limit);
        // Counting all is faster than stopping at the first, which is different for each pixel.
        let n_before: usize = match ends.first_chunk::<{ 1 << FAN_OUT_BITS }>() {
            Some(ends) => ends.iter().map(is_before).sum(),
            None => ends.iter().map(is_before).sum(),
        };
        first + (n_before << bits)
    }
}

/// Boxes that follow each other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// Where the first of them starts.
    pub(super) start: u64,
    /// Where the next node starts, or the row ends.
    pub(super) end: u64,
    /// The box after the last of them; may be past the end of the row.
    pub(super) after: usize,
}
