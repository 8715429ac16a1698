//! The stretch of the axis that a chart shows, and how it moves.

use std::ops::Range;

/// The fewest units that a chart can show: 50 ns, far below what any recorder tells apart.
const LEAST: f64 = 50.0;
/// How far the recording's ends can be pulled into the chart, as a share of its width.
const MARGIN: f64 = 0.1;
/// How much of the chart is left empty on each side of a box that it is zoomed to.
const AROUND: f64 = 0.04;

/// The stretch of the axis that a chart shows.
///
/// In fractions of a unit, so that it moves smoothly at the deepest zoom, and partly outside of
/// the recording, so that its ends can be pulled away from the edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Viewport {
    /// The position at the left edge.
    pub(super) start: f64,
    /// What lies between the edges; at least [`LEAST`].
    pub(super) span: f64,
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "exact up to 2^53 ns or 104 days"
)]
impl Viewport {
    /// All of `range`, and nothing else.
    pub(super) fn of(range: &Range<u64>) -> Self {
        let span = range.end.saturating_sub(range.start) as f64;
        Self { start: range.start as f64, span: span.max(LEAST) }
    }

    /// `range` with some room on both sides.
    pub(super) fn around(range: &Range<u64>) -> Self {
        let tight = Self::of(range);
        let room = tight.span * AROUND;
        Self { start: tight.start - room, span: tight.span + 2.0 * room }
    }

    /// The position at the right edge.
    pub(super) fn end(self) -> f64 {
        self.start + self.span
    }

    /// The whole positions that are shown.
    pub(super) fn range(self) -> Range<u64> {
        let start = self.start.max(0.0) as u64;
        start..(self.end().max(0.0).ceil() as u64).max(start)
    }

    /// Shows `factor` times as much, with `fixed` staying where it is.
    pub(super) fn zoomed(self, factor: f64, fixed: f64) -> Self {
        let span = (self.span * factor).max(LEAST);
        let factor = span / self.span;
        Self { start: fixed - (fixed - self.start) * factor, span }
    }

    /// Moved to the right by `distance`.
    pub(super) fn panned(self, distance: f64) -> Self {
        Self { start: self.start + distance, ..self }
    }

    /// Moved so that `position` is in the middle.
    pub(super) fn centered(self, position: f64) -> Self {
        Self { start: position - self.span / 2.0, ..self }
    }

    /// Kept within `extent`, give or take a margin.
    pub(super) fn within(self, extent: &Range<u64>) -> Self {
        let whole = Self::of(extent);
        let span = self.span.clamp(LEAST, whole.span * (1.0 + 2.0 * MARGIN));
        let room = span * MARGIN;
        let (first, last) = (whole.start - room, whole.end() + room - span);
        if last <= first {
            return Self { start: first.midpoint(last), span };
        }
        Self { start: self.start.clamp(first, last), span }
    }

    /// A step on the way from `self` to `to`: `share` 0 is here, 1 is there.
    ///
    /// The zoom changes by the same factor in the same time, so that it is as easy to follow at its
    /// end as at its beginning.
    pub(super) fn toward(self, to: Self, share: f64) -> Self {
        let span = self.span * (to.span / self.span).powf(share);
        let change = to.span - self.span;
        // With the zoom changing, one position stays fixed on the screen.
        let moved = if change.abs() > to.span * 1e-3 { (span - self.span) / change } else { share };
        Self { start: self.start + (to.start - self.start) * moved, span }
    }

    /// Whether both show the same, as far as can be seen.
    pub(super) fn is_like(self, other: Self) -> bool {
        let least = self.span.min(other.span) * 1e-4;
        (self.start - other.start).abs() < least && (self.span - other.span).abs() < least
    }
}

/// A way of the viewport to somewhere, shown as a movement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Motion {
    pub(super) from: Viewport,
    pub(super) to: Viewport,
    /// When it began, in seconds of egui's clock.
    pub(super) began: f64,
}

impl Motion {
    /// Where it is at `now`, and whether it is over. `duration` is in seconds.
    pub(super) fn at(&self, now: f64, duration: f64) -> (Viewport, bool) {
        let passed = if duration > 0.0 { (now - self.began) / duration } else { 1.0 };
        if passed >= 1.0 {
            return (self.to, true);
        }
        let rest = 1.0 - passed.max(0.0);
        (self.from.toward(self.to, 1.0 - rest * rest * rest), false)
    }
}
