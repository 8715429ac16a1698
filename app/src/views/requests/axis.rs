//! The axis of time that the waterfall, its ruler and the strip below share.

use asyncscope_core::units::{Nanos, TimeRange};
use egui::Rangef;

/// The shortest time that can be looked at.
const LEAST: f64 = 1_000.0;

/// A stretch of time across some width.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::views) struct Axis {
    /// From left to right, in points.
    pub(in crate::views) x: Rangef,
    /// What lies between.
    pub(in crate::views) range: TimeRange,
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places on the screen; exact up to 2^53 ns or 104 days"
)]
impl Axis {
    fn length(&self) -> f64 {
        (self.range.end.since(self.range.start).0 as f64).max(1.0)
    }

    /// The place of a moment, which may lie beyond both sides.
    pub(in crate::views) fn place(&self, time: Nanos) -> f32 {
        let from = time.0 as f64 - self.range.start.0 as f64;
        let share = (from / self.length()).clamp(-4.0, 5.0);
        self.x.min + (share * f64::from(self.x.span())) as f32
    }

    /// The moment at a place.
    pub(in crate::views) fn time(&self, x: f32) -> Nanos {
        let share = f64::from(x - self.x.min) / f64::from(self.x.span().max(1.0));
        Nanos((self.range.start.0 as f64 + share * self.length()).max(0.0) as u64)
    }

    /// Nanoseconds in so many points.
    pub(in crate::views) fn units(&self, points: f32) -> f64 {
        f64::from(points) * self.length() / f64::from(self.x.span().max(1.0))
    }

    /// `factor` times as much time, with the moment at `x` staying where it is; within `extent`.
    pub(super) fn zoomed(&self, factor: f64, x: f32, extent: &TimeRange) -> TimeRange {
        let fixed = self.range.start.0 as f64 + self.units(x - self.x.min);
        let length = (self.length() * factor).max(LEAST);
        let factor = length / self.length();
        let start = fixed - (fixed - self.range.start.0 as f64) * factor;
        within(start, length, extent)
    }

    /// Moved by so many nanoseconds to the right; within `extent`.
    pub(super) fn panned(&self, by: f64, extent: &TimeRange) -> TimeRange {
        within(self.range.start.0 as f64 + by, self.length(), extent)
    }
}

/// A stretch of time kept within another one, which it is never longer than.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "exact up to 2^53 ns or 104 days"
)]
fn within(start: f64, length: f64, extent: &TimeRange) -> TimeRange {
    let (first, last) = (extent.start.0 as f64, extent.end.0 as f64);
    let length = length.min((last - first).max(LEAST));
    let start = start.clamp(first, (last - length).max(first));
    Nanos(start as u64)..Nanos((start + length).ceil() as u64)
}
