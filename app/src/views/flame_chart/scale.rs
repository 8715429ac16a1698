//! Where moments and rows lie on the screen.

use std::ops::Range;

use asyncscope_core::analysis::PixelGrid;
use egui::emath::GuiRounding as _;
use egui::{Pos2, Rect, vec2};

use super::viewport::Viewport;

/// Where positions lie on the screen, in physical pixels.
///
/// The pixels are those of a [`PixelGrid`], which stays where it is while the viewport moves, so
/// every box keeps its width while it is dragged. Differences of pixels are taken as integers; an
/// `f32` of nanoseconds would already stumble in a recording of seventeen milliseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// The chart, rounded to physical pixels.
    pub(super) rect: Rect,
    /// Which pixel each position lies on.
    pub(super) grid: PixelGrid,
    points_per_pixel: f32,
    pixels_per_point: f32,
    units_per_pixel: f64,
    /// The pixel of the grid at the left edge.
    first: i64,
    /// The chart's width in pixels.
    n_pixels: i32,
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "screen positions have few digits"
)]
impl Scale {
    /// Lays `view` over `rect`.
    pub(super) fn new(rect: Rect, pixels_per_point: f32, view: Viewport) -> Self {
        let rect = rect.round_to_pixels(pixels_per_point);
        let n_pixels = ((rect.width() * pixels_per_point).round() as i32).max(1);
        let units_per_pixel = view.span / f64::from(n_pixels);
        Self {
            rect,
            grid: PixelGrid::new(units_per_pixel),
            points_per_pixel: 1.0 / pixels_per_point,
            pixels_per_point,
            units_per_pixel,
            first: (view.start / units_per_pixel).floor() as i64,
            n_pixels,
        }
    }

    /// Physical pixels from the left edge, cut off just outside of the chart.
    pub(super) fn column(&self, pixel: u64) -> i32 {
        let column = (pixel as i64).saturating_sub(self.first);
        column.clamp(-1, i64::from(self.n_pixels) + 1) as i32
    }

    /// The columns that pixels of the grid take.
    pub(super) fn columns(&self, pixels: &Range<u64>) -> Range<i32> {
        self.column(pixels.start)..self.column(pixels.end)
    }

    /// The pixel of the grid at `column`.
    pub(super) fn pixel(&self, column: i32) -> u64 {
        (self.first + i64::from(column)).max(0) as u64
    }

    /// The column of a position.
    pub(super) fn column_of(&self, position: u64) -> i32 {
        self.column(self.grid.pixel(position))
    }

    /// The x of a column, in points.
    pub(super) fn x(&self, column: i32) -> f32 {
        self.rect.left() + column as f32 * self.points_per_pixel
    }

    /// The y of a line of physical pixels, counted from the top of the chart, in points.
    pub(super) fn y(&self, line: i32) -> f32 {
        self.rect.top() + line as f32 * self.points_per_pixel
    }

    /// The column and line of a point.
    pub(super) fn pixel_at(&self, at: Pos2) -> (i32, i32) {
        let from = (at - self.rect.min) * self.pixels_per_point;
        let from = from.clamp(vec2(-1.0, -1.0), vec2(1e6, 1e6)).floor();
        (from.x as i32, from.y as i32)
    }

    /// The position at `x`, which may lie outside of the recording.
    pub(super) fn position(&self, x: f32) -> f64 {
        let pixels = f64::from((x - self.rect.left()) * self.pixels_per_point);
        (self.first as f64 + pixels) * self.units_per_pixel
    }

    /// How much a distance of `points` on the screen is on the axis.
    pub(super) fn units(&self, points: f32) -> f64 {
        f64::from(points * self.pixels_per_point) * self.units_per_pixel
    }

    /// The position at `x`, within `extent`.
    pub(super) fn position_within(&self, x: f32, extent: &Range<u64>) -> u64 {
        (self.position(x).round().max(0.0) as u64).clamp(extent.start, extent.end)
    }

    /// `points` in whole physical pixels, at least one.
    pub(super) fn pixels(&self, points: f32) -> i32 {
        ((points * self.pixels_per_point).round() as i32).max(1)
    }

    /// The chart's width in pixels.
    pub(super) fn n_pixels(&self) -> i32 {
        self.n_pixels
    }

    /// The chart's height in pixels.
    pub(super) fn n_lines(&self) -> i32 {
        (self.rect.height() * self.pixels_per_point).round() as i32
    }

    /// The size of a physical pixel in points.
    pub(super) fn points_per_pixel(&self) -> f32 {
        self.points_per_pixel
    }
}
