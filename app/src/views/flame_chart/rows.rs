//! How the rows of all lanes stand below each other.

use std::ops::Range;

use egui::Rect;

use super::scale::Scale;
use super::{Axis, Body, FlameChart, FlameLane, Grows};
use crate::theme::size;

/// Height of what stands above the rows of a lane, where there are several, in points.
const HEAD: f32 = 6.0;
/// Height of the room below a lane, in points.
const FOOT: f32 = 10.0;
/// Height of the room above the first lane, in points.
const TOP: f32 = 4.0;
/// Least height of a lane that is open, so that its name and note have room, in points.
const LEAST_OPEN: f32 = 44.0;
/// Least height of a lane that is closed, in points.
const LEAST_CLOSED: f32 = 27.0;
/// Share of the chart that pinned lanes may take.
const PINNED_SHARE: f64 = 0.6;

/// The rows of all lanes, below each other, in lines of physical pixels.
#[derive(Debug)]
pub(super) struct Rows {
    /// For each lane, its lines, head and foot included.
    lanes: Vec<Range<i64>>,
    /// For each lane, where its boxes are.
    inner: Vec<Range<i64>>,
    /// For each lane, whether it has rows of boxes; else it is one row, however high.
    has_boxes: Vec<bool>,
    /// Number of lanes that stay in place above the others.
    n_pinned: usize,
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

/// A part of the canvas whose lanes scroll together.
#[derive(Clone, Debug)]
pub(super) struct Pane {
    /// Where it is.
    pub(super) rect: Rect,
    /// Its lanes.
    pub(super) lanes: Range<usize>,
    /// The lines that can be seen in it.
    pub(super) lines: Range<i64>,
    /// The line of the canvas that its first line is on.
    top: i64,
}

impl Pane {
    /// The line that would be at the top of the canvas.
    pub(super) fn first_line(&self) -> i64 {
        self.lines.start - self.top
    }
}

impl Rows {
    /// Puts the lanes below each other.
    pub(super) fn new(chart: FlameChart<'_>, scale: &Scale) -> Self {
        let pixels = |points| i64::from(scale.pixels(points));
        let pitch = pixels(size::FLAME_ROW);
        let height = scale.pixels(size::FLAME_ROW) - scale.pixels(1.0);
        let n_lanes = chart.lanes.len();
        let mut made = Self {
            lanes: Vec::with_capacity(n_lanes),
            inner: Vec::with_capacity(n_lanes),
            has_boxes: chart.lanes.iter().map(FlameLane::has_boxes).collect(),
            n_pinned: chart.lanes.iter().take_while(|it| it.head.is_pinned).count(),
            pitch,
            height,
            grows: chart.grows,
        };
        let mut end = 0;
        for (number, lane) in chart.lanes.iter().enumerate() {
            if matches!(lane.body, Body::Heading) {
                let last = end + pixels(size::TRACK_HEADING);
                made.inner.push(last..last);
                made.lanes.push(end..last);
                end = last;
                continue;
            }
            let first = end + pixels(if number == 0 { TOP } else { HEAD });
            let last = first + made.content(lane, scale);
            let least = match (chart.axis, lane.head.track, &lane.body) {
                (Axis::Weight, ..) | (_, None, _) => 0,
                (.., Body::Closed) => pixels(LEAST_CLOSED),
                _ => pixels(LEAST_OPEN),
            };
            let bottom = (last + pixels(FOOT)).max(end + least);
            made.inner.push(first..last);
            made.lanes.push(end..bottom);
            end = bottom;
        }
        if chart.grows == Grows::Up {
            made.sink(i64::from(scale.n_lines()));
        }
        made
    }

    /// Lets flames stand on the bottom of a canvas of `height` lines, however few they are.
    fn sink(&mut self, height: i64) {
        let free = (height - self.n_lines()).max(0);
        for lines in self.lanes.iter_mut().chain(&mut self.inner) {
            *lines = lines.start + free..lines.end + free;
        }
    }

    /// The height of what is in a lane.
    fn content(&self, lane: &FlameLane<'_>, scale: &Scale) -> i64 {
        let rows = |n: usize| self.pitch * i64::try_from(n).unwrap_or(0);
        match lane.body {
            Body::Boxes => rows(lane.layout.rows().len()),
            Body::Closed => rows(lane.layout.rows().len().min(1)),
            Body::Heading => 0,
            Body::Numbers(_) => i64::from(scale.pixels(size::GRAPH)),
            Body::Memory(_) => i64::from(scale.pixels(size::MEMORY)),
            Body::Moments(_) => rows(1),
        }
    }

    /// Number of lines of all lanes.
    pub(super) fn n_lines(&self) -> i64 {
        self.lanes.last().map_or(0, |it| it.end)
    }

    /// Number of lines of the lanes that scroll, and how many of them fit on the canvas.
    pub(super) fn scrolling(&self, scale: &Scale) -> (i64, i64) {
        let height = i64::from(scale.n_lines());
        (self.n_lines() - self.pinned(), height - self.pinned_that_fit(height))
    }

    /// The parts of the canvas while the lanes that scroll are moved up by `scroll` lines.
    pub(super) fn panes(&self, scale: &Scale, scroll: i64) -> Vec<Pane> {
        let height = i64::from(scale.n_lines());
        let (pinned, fit) = (self.pinned(), self.pinned_that_fit(height));
        let y = |line: i64| scale.y(i32::try_from(line).unwrap_or(i32::MAX));
        let pane = |lanes: Range<usize>, lines: Range<i64>, top: i64| {
            let rect = Rect::from_x_y_ranges(
                scale.rect.x_range(),
                y(top)..=y(top + lines.end - lines.start).min(scale.rect.bottom()),
            );
            Pane { rect, lanes, lines, top }
        };
        let first = pinned + scroll;
        let main = pane(self.n_pinned..self.lanes.len(), first..first + height - fit, fit);
        if fit == 0 {
            return vec![main];
        }
        vec![pane(0..self.n_pinned, 0..fit, 0), main]
    }

    /// Number of lines of the pinned lanes.
    fn pinned(&self) -> i64 {
        self.n_pinned.checked_sub(1).map_or(0, |it| self.lanes[it].end)
    }

    fn pinned_that_fit(&self, height: i64) -> i64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            reason = "a share of the lines of a screen"
        )]
        let most = (height as f64 * PINNED_SHARE) as i64;
        self.pinned().min(most)
    }

    /// Whether a lane stays in place above the others.
    pub(super) fn is_pinned(&self, lane: usize) -> bool {
        lane < self.n_pinned
    }

    /// The first line of those that scroll.
    pub(super) fn first_scrolling(&self) -> i64 {
        self.pinned()
    }

    /// The lines of a lane.
    pub(super) fn lane(&self, lane: usize) -> Range<i64> {
        self.lanes[lane].clone()
    }

    /// The lines of what is in a lane.
    pub(super) fn inner(&self, lane: usize) -> Range<i64> {
        self.inner[lane].clone()
    }

    /// The lines of a row's boxes.
    pub(super) fn boxes(&self, at: RowAt) -> Range<i64> {
        let inner = &self.inner[at.lane];
        if !self.has_boxes[at.lane] {
            return inner.clone();
        }
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
        if !self.has_boxes[lane] {
            return Some(RowAt { lane, row: 0 });
        }
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
