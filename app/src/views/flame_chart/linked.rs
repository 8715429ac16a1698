//! Charts that show the same part of one axis.

use asyncscope_core::units::Nanos;
use egui::Ui;

use super::rows::RowAt;
use super::state::FlameChartState;

impl FlameChartState {
    /// Shows what `other` shows, now.
    pub fn follow(&mut self, other: &Self) {
        self.jump(other.view());
    }

    /// Shows what `other` shows, moved to the right by `offset`, now.
    pub fn follow_moved(&mut self, other: &Self, offset: f64) {
        self.jump(other.view().panned(offset));
    }

    /// Shows as much as now around a position, with a short movement.
    pub fn centre(&mut self, ui: &Ui, position: f64) {
        self.go(ui, self.target().centered(position));
    }

    /// Where the left edge is and how much is shown, with what lies outside of the recording.
    pub fn position(&self) -> (f64, f64) {
        let view = self.view();
        (view.start, view.span)
    }

    /// Goes on with an axis of another length without moving.
    pub fn lengthen(&mut self, end: Nanos) {
        self.extend_to(0..end.0);
    }

    /// Brings the row that the others grow from into view.
    pub fn reveal_first_row(&mut self) {
        self.reveal(RowAt { lane: 0, row: 0 });
    }
}
