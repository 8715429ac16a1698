//! Charts that show the same part of one axis.

use super::rows::RowAt;
use super::state::FlameChartState;

impl FlameChartState {
    /// Shows what `other` shows, now.
    pub fn follow(&mut self, other: &Self) {
        self.jump(other.view());
    }

    /// Brings the row that the others grow from into view.
    pub fn reveal_first_row(&mut self) {
        self.reveal(RowAt { lane: 0, row: 0 });
    }
}
