//! How the rows of all lanes stand below each other.

use std::ops::Range;

use super::scale::Scale;
use super::{FlameChart, Grows};
use crate::theme::size;

/// Height of what stands above the rows of a lane, where there are several, in points.
const HEAD: f32 = 6.0;
/// Height of the room below a lane, in points.
const FOOT: f32 = 10.0;
/// Height of the room above the first lane, in points.
const TOP: f32 = 4.0;

/// The rows of all lanes, below each other, in lines of physical pixels.
#[derive(Debug)]
pub(super) struct Rows {
    /// For each lane, its lines, head and foot included.
    lanes: Vec<Range<i64>>,
    /// For each lane, where its boxes are.
    inner: Vec<Range<i64>>,
    /// From row to row.
    pitch: i64,
    /// Height of a box.
    height: i32,
    grows: Grows,
}

/// One row of one lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RowAt {
    pub(super) lane: usize,
    pub(super) row: usize,
}

impl Rows {
    /// Puts the lanes below each other.
    pub(super) fn new(chart: FlameChart<'_>, scale: &Scale) -> Self {
        let pixels = |points| i64::from(scale.pixels(points));
        let pitch = pixels(size::FLAME_ROW);
        let height = scale.pixels(size::FLAME_ROW) - scale.pixels(1.0);
        let grows = chart.grows;
        let mut made = Self { lanes: Vec::new(), inner: Vec::new(), pitch, height, grows };
        let mut end = 0;
        for (number, lane) in chart.lanes.iter().enumerate() {
            let first = end + pixels(if number == 0 { TOP } else { HEAD });
            let last = first + pitch * i64::try_from(lane.layout.rows().len()).unwrap_or(0);
            made.inner.push(first..last);
            made.lanes.push(end..last + pixels(FOOT));
            end = last + pixels(FOOT);
        }
        made
    }

    /// Number of lines of all lanes.
    pub(super) fn n_lines(&self) -> i64 {
        self.lanes.last().map_or(0, |it| it.end)
    }

    /// The lines of a lane.
    pub(super) fn lane(&self, lane: usize) -> Range<i64> {
        self.lanes[lane].clone()
    }

    /// The lines of a row's boxes.
    pub(super) fn boxes(&self, at: RowAt) -> Range<i64> {
        let inner = &self.inner[at.lane];
        let from_caller = self.pitch * i64::try_from(at.row).unwrap_or(0);
        let first = match self.grows {
            Grows::Down => inner.start + from_caller,
            Grows::Up => inner.end - self.pitch - from_caller,
        };
        first..first + i64::from(self.height)
    }

    /// The row that a line belongs to, its gap included.
    pub(super) fn at(&self, line: i64) -> Option<RowAt> {
        let lane = self.inner.iter().position(|it| it.contains(&line))?;
        let row = usize::try_from(self.steps(lane, line) / self.pitch).ok()?;
        Some(RowAt { lane, row })
    }

    /// The rows of a lane that can be seen between these lines.
    pub(super) fn visible(&self, lane: usize, lines: &Range<i64>) -> Range<usize> {
        let rows = &self.inner[lane];
        let (first, last) = (lines.start.max(rows.start), lines.end.min(rows.end));
        if last <= first {
            return 0..0;
        }
        let row = |line| usize::try_from(self.steps(lane, line) / self.pitch).unwrap_or(0);
        match self.grows {
            Grows::Down => row(first)..row(last - 1) + 1,
            Grows::Up => row(last - 1)..row(first) + 1,
        }
    }

    /// How many lines a line of a lane lies from where the lane's callers begin.
    fn steps(&self, lane: usize, line: i64) -> i64 {
        match self.grows {
            Grows::Down => line - self.inner[lane].start,
            Grows::Up => self.inner[lane].end - 1 - line,
        }
    }

    /// The height of a box, in lines.
    pub(super) fn height(&self) -> i32 {
        self.height
    }
}
