//! What of a row can be seen at a zoom: boxes, and blocks of boxes too narrow to be seen alone.

use std::ops::Range;

use super::row::{FlameRow, Node};

/// Pixels beyond are not told apart, so that sums of pixels cannot overflow.
const LAST_PIXEL: u64 = 1 << 62;

/// Lays pixels over the positions of a layout, the first at position 0.
///
/// The pixels stay where they are while the view moves, so that boxes do not flicker between one
/// width and another while the hand drags them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PixelGrid {
    pixels_per_unit: f64,
    units_per_pixel: f64,
    /// The same in whole units: no box of this width takes part of more than two pixels.
    whole_units: u64,
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "exact up to 2^53 ns or 104 days, monotone and saturating beyond"
)]
impl PixelGrid {
    /// A grid whose pixels are `units_per_pixel` wide; one that is not a positive number counts as
    /// one unit per pixel.
    pub fn new(units_per_pixel: f64) -> Self {
        let is_usable = units_per_pixel.is_normal() && units_per_pixel > 0.0;
        let units_per_pixel = if is_usable { units_per_pixel } else { 1.0 };
        let pixels_per_unit = 1.0 / units_per_pixel;
        Self { pixels_per_unit, units_per_pixel, whole_units: units_per_pixel as u64 }
    }

    /// The pixel that `position` lies on. Never decreases as positions grow.
    #[inline]
    pub fn pixel(&self, position: u64) -> u64 {
        // Through signed numbers, for which processors have instructions.
        let position = position.min(u64::MAX / 2).cast_signed();
        ((position as f64 * self.pixels_per_unit) as i64).cast_unsigned().min(LAST_PIXEL)
    }

    /// The first position on `pixel`, up to rounding.
    #[inline]
    pub fn position(&self, pixel: u64) -> u64 {
        let position = pixel.min(LAST_PIXEL).cast_signed() as f64 * self.units_per_pixel;
        let below = (position as i64).min(i64::MAX - 1);
        (below + i64::from((below as f64) < position)).cast_unsigned()
    }

    /// Whether a box takes two pixels or more.
    fn is_wide(&self, range: &Range<u64>) -> bool {
        self.pixel(range.start) + 1 < self.pixel(range.end)
    }
}

/// Boxes of one row, and the pixels they are painted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visible {
    /// One box, or several that are all narrower than two pixels and share one.
    pub boxes: Range<usize>,
    /// The pixels, counted from position 0. Never empty, and of no other item of the row.
    pub pixels: Range<u64>,
}

impl Visible {
    /// The box, unless several were merged.
    #[inline]
    pub fn sole(&self) -> Option<usize> {
        (self.boxes.len() == 1).then_some(self.boxes.start)
    }

    /// Number of boxes.
    #[inline]
    pub fn count(&self) -> usize {
        self.boxes.len()
    }
}

impl FlameRow {
    /// What can be seen of the boxes that touch `range`, from left to right.
    ///
    /// Each such box is in exactly one item, and each item has pixels of its own, so there are at
    /// most as many items as pixels in the range, and two. Boxes that share a pixel and take no
    /// other are merged; a box that is alone on its pixel is shown as it is, however narrow, and a
    /// wider one gives its first pixel to a merged block that is there already. A box is painted
    /// within one pixel of where it is.
    ///
    /// The cost grows with the pixels, not with the boxes: groups of boxes that together span less
    /// than a pixel are taken as one, without a look at what is in them.
    ///
    /// ```text
    /// pixels  |    |    |    |    |
    /// boxes    ▬▬▬▬ ▬ ▬▬ ▬▬▬▬▬▬▬▬ ▬     the third begins on the pixel where the second ends
    /// items    ▬▬▬▬▬▒▒▒▒▒▬▬▬▬▬▬▬▬▬▬
    /// ```
    pub fn visible(&self, range: &Range<u64>, grid: PixelGrid) -> VisibleBoxes<'_> {
        let boxes = self.within(range);
        VisibleBoxes { row: self, grid, rest: boxes, free: 0, free_end: 0, level: 0 }
    }
}

/// The iterator of [`FlameRow::visible`].
#[derive(Clone, Debug)]
pub struct VisibleBoxes<'a> {
    row: &'a FlameRow,
    grid: PixelGrid,
    /// The boxes not yet given.
    rest: Range<usize>,
    /// The first pixel that no item has yet, and where it ends.
    free: u64,
    free_end: u64,
    /// Where in the index the last boxes were found; the next ones are probably found near.
    level: u32,
}

impl VisibleBoxes<'_> {
    #[inline]
    fn set_free(&mut self, pixel: u64) {
        self.free = pixel;
        self.free_end = self.grid.position(pixel + 1);
    }

    /// Takes the next box, or the largest node that spans at most a pixel, and says where it is.
    #[inline]
    fn take_first(&mut self) -> Range<u64> {
        let fits = |it: &Node| it.end - it.start <= self.grid.whole_units;
        let mut level = (self.level + 1).min(self.row.n_levels());
        while level > 0 {
            if let Some(node) = self.row.node(level, self.rest.start).filter(fits) {
                self.level = level;
                self.rest.start = node.after;
                return node.start..node.end;
            }
            level -= 1;
        }
        self.level = 0;
        self.rest.start += 1;
        self.row.range(self.rest.start - 1)
    }

    /// Takes the narrow boxes that start before `limit`. What is left starts later or is wide.
    #[inline]
    fn take_until(&mut self, limit: u64) {
        while self.rest.start < self.rest.end {
            let is_before = |it: &Node| it.end <= limit;
            while self.row.node(self.level + 1, self.rest.start).as_ref().is_some_and(is_before) {
                self.level += 1;
            }
            if self.level == 0 {
                let range = self.row.range(self.rest.start);
                if limit <= range.start || self.grid.is_wide(&range) {
                    return;
                }
                self.rest.start += 1;
                continue;
            }
            self.rest.start = self.row.skip_nodes(self.level, self.rest.start, limit);
            let Some(node) = self.row.node(self.level, self.rest.start) else { return };
            if limit <= node.start {
                return;
            }
            if node.end <= limit {
                continue;
            }
            // The pixel ends in the middle of this node. A narrow one is taken whole, which saves
            // a look at each of its boxes, far away in memory.
            if node.end - node.start <= self.grid.whole_units {
                self.rest.start = node.after;
                return;
            }
            self.level -= 1;
        }
    }
}

impl Iterator for VisibleBoxes<'_> {
    type Item = Visible;

    #[inline]
    fn next(&mut self) -> Option<Visible> {
        let first = self.rest.start;
        if self.rest.end <= first {
            return None;
        }
        let range = self.take_first();
        if self.free_end <= range.start {
            self.set_free(self.grid.pixel(range.start).max(self.free));
        }
        let pixel = self.free;
        if self.level == 0 && self.grid.is_wide(&range) {
            self.set_free(self.grid.pixel(range.end).max(pixel + 1));
        } else {
            let limit = self.free_end;
            // Known before the boxes are, so that the processor need not wait for one pixel's boxes
            // to begin with the next.
            self.set_free(pixel + 1);
            self.take_until(limit);
        }
        // The last node may hold boxes past the range that was asked for.
        let after = self.rest.start.min(self.rest.end);
        Some(Visible { boxes: first..after, pixels: pixel..self.free })
    }
}
