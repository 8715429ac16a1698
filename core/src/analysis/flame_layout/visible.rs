//! What of a row can be seen at a zoom: boxes, and blocks of boxes too narrow to be seen alone.

use std::ops::Range;

use super::row::FlameRow;

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
    pub fn pixel(&self, position: u64) -> u64 {
        ((position as f64 * self.pixels_per_unit) as u64).min(LAST_PIXEL)
    }

    /// Where `pixel` begins, to the nearest unit below.
    pub fn position(&self, pixel: u64) -> u64 {
        (pixel as f64 * self.units_per_pixel) as u64
    }

    /// The pixels that a box takes: at least one.
    fn cells(&self, range: &Range<u64>) -> Range<u64> {
        let first = self.pixel(range.start);
        first..self.pixel(range.end).max(first + 1)
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
    pub fn sole(&self) -> Option<usize> {
        (self.boxes.len() == 1).then_some(self.boxes.start)
    }

    /// Number of boxes.
    pub fn count(&self) -> usize {
        self.boxes.len()
    }

    fn is_one_pixel(&self) -> bool {
        self.pixels.end - self.pixels.start == 1
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
        VisibleBoxes { row: self, grid, rest: boxes, level: 0, block: None, held: None }
    }
}

/// The iterator of [`FlameRow::visible`].
#[derive(Clone, Debug)]
pub struct VisibleBoxes<'a> {
    row: &'a FlameRow,
    grid: PixelGrid,
    /// The boxes not yet looked at.
    rest: Range<usize>,
    /// The level of the index on which the last boxes were found, where the next ones will
    /// probably be found too.
    level: u32,
    /// One pixel of boxes that may grow.
    block: Option<Visible>,
    /// A wide box that comes after the block just given.
    held: Option<Visible>,
}

impl VisibleBoxes<'_> {
    /// The next boxes that are surely painted together: a box, or a node of the index that spans
    /// less than a pixel.
    fn unit(&mut self) -> Option<Visible> {
        let first = self.rest.start;
        if first >= self.rest.end {
            return None;
        }
        let mut level = (self.level + 1).min(self.row.n_levels());
        while level > 0 {
            let node = self.row.node(level, first);
            if let Some(node) = node.filter(|it| it.span() <= self.grid.whole_units) {
                self.level = level;
                self.rest.start = node.after.min(self.rest.end);
                let pixel = self.grid.pixel(node.start);
                return Some(Visible { boxes: first..self.rest.start, pixels: pixel..pixel + 1 });
            }
            level -= 1;
        }
        self.level = 0;
        self.rest.start += 1;
        let cells = self.grid.cells(&self.row.range(first));
        Some(Visible { boxes: first..first + 1, pixels: cells })
    }
}

impl Iterator for VisibleBoxes<'_> {
    type Item = Visible;

    fn next(&mut self) -> Option<Visible> {
        if let Some(held) = self.held.take() {
            return Some(held);
        }
        while let Some(unit) = self.unit() {
            let pixel = unit.pixels.start;
            match self.block.as_mut().filter(|it| it.pixels.start == pixel) {
                Some(block) if unit.is_one_pixel() => block.boxes.end = unit.boxes.end,
                _ if unit.is_one_pixel() => {
                    if let Some(done) = self.block.replace(unit) {
                        return Some(done);
                    }
                }
                _ => {
                    let Some(block) = self.block.take() else { return Some(unit) };
                    let pixels = pixel.max(block.pixels.end)..unit.pixels.end;
                    self.held = Some(Visible { pixels, ..unit });
                    return Some(block);
                }
            }
        }
        self.block.take()
    }
}
