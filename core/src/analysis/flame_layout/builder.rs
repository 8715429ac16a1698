//! Lays out boxes one by one.

use std::ops::Range;

use super::row::FlameRow;
use super::{FlameKind, FlameLayout};
use crate::units::WeightUnit;

/// Builds a [`FlameLayout`], keeping its invariants.
#[derive(Clone, Debug)]
pub struct FlameLayoutBuilder {
    layout: FlameLayout,
    n_boxes: usize,
}

impl FlameLayoutBuilder {
    /// A layout without boxes that is about `extent`.
    pub fn new(kind: FlameKind, unit: WeightUnit, extent: Range<u64>) -> Self {
        let layout = FlameLayout { kind, extent, unit, ..FlameLayout::default() };
        Self { layout, n_boxes: 0 }
    }

    /// Adds a box to row `row`, to the right of those the row has.
    ///
    /// What overlaps the last box of the row or lies outside of the layout's extent is cut off; an
    /// empty rest is dropped. `item` is a row number of the table that the layout's kind names.
    /// The boxes of one row are to be added from left to right, the rows in any order.
    pub fn push(&mut self, row: usize, range: Range<u64>, item: u32) {
        let Range { start, end } = self.layout.extent;
        let range = range.start.max(start)..range.end.min(end);
        if range.is_empty() {
            return;
        }
        if self.layout.rows.len() <= row {
            self.layout.rows.resize_with(row + 1, FlameRow::default);
        }
        let row = &mut self.layout.rows[row];
        let before = row.len();
        row.push(range, item);
        self.n_boxes += row.len() - before;
    }

    /// Number of boxes so far.
    pub fn n_boxes(&self) -> usize {
        self.n_boxes
    }

    /// Says that `n_rows` more rows, below the last one, are not in the layout.
    pub fn leave_out(&mut self, n_rows: usize) {
        self.layout.n_rows_left_out = n_rows;
    }

    /// The finished layout. Rows without boxes at the end are dropped.
    pub fn finish(self) -> FlameLayout {
        let mut layout = self.layout;
        let n_rows = layout.rows.iter().rposition(|it| !it.is_empty()).map_or(0, |it| it + 1);
        layout.rows.truncate(n_rows);
        layout.rows.shrink_to_fit();
        layout.rows.iter_mut().for_each(FlameRow::finish);
        layout
    }
}
