//! What a flame chart remembers from frame to frame.

use std::ops::Range;

use asyncscope_core::units::{Nanos, TimeRange};
use egui::Ui;

use super::boxes::Spare;
use super::hatch::Hatch;
use super::input::Drag;
use super::labels::LabelCache;
use super::rows::{Pane, RowAt, Rows};
use super::scale::Scale;
use super::viewport::{Motion, Viewport};
use super::{Axis, Body, BoxAt, FlameChart, facts};
use crate::selection::Occurrence;
use crate::theme::size;
use crate::tracks::TrackKey;

/// What a flame chart remembers from frame to frame: what it shows, and what is under the hand.
#[derive(Debug, Default)]
pub struct FlameChartState {
    /// What is shown; `None` before the first frame.
    view: Option<Viewport>,
    /// The axis it was made for.
    extent: Range<u64>,
    motion: Option<Motion>,
    /// The time range that all charts show, as last heard or told.
    shared: Option<TimeRange>,
    /// Lines of the rows above the top edge, in points.
    scroll: f32,
    /// A row to bring into view.
    reveal: Option<RowAt>,
    /// What the hand is doing.
    pub(super) drag: Drag,
    /// The box that was clicked.
    selected: Option<BoxAt>,
    hovered: Option<BoxAt>,
    /// The match that was last gone to, and its number.
    pub(super) found: Option<(BoxAt, usize)>,
    /// For each lane, the categories that were painted, a bit each.
    pub(super) seen: Vec<u16>,
    pub(super) labels: LabelCache,
    pub(super) hatch: Option<Hatch>,
    /// Memory of what was painted, for each pane.
    pub(super) spares: [[Spare; 3]; 2],
    /// The occurrence that was last looked for.
    sought: Option<Occurrence>,
    /// What F centred on last: pressed again, it fits it.
    pub(super) centred: Option<Range<u64>>,
    /// A head that is being dragged.
    pub(super) dragged_head: Option<TrackKey>,
}

impl FlameChartState {
    /// The range of positions that is shown, without what lies outside of the recording.
    pub fn shown(&self) -> Range<u64> {
        let range = self.view().range();
        range.start.max(self.extent.start)..range.end.min(self.extent.end).max(range.start)
    }

    /// The box that was clicked last, if it is still selected.
    pub fn selected(&self) -> Option<BoxAt> {
        self.selected
    }

    /// The box under the pointer.
    pub fn hovered(&self) -> Option<BoxAt> {
        self.hovered
    }

    /// Shows a range, with a short movement.
    pub fn show(&mut self, ui: &Ui, range: &Range<u64>) {
        self.go(ui, Viewport::around(range));
    }

    /// Shows a range as the hand has it, without a movement.
    pub fn show_at_once(&mut self, range: &Range<u64>) {
        self.jump(Viewport::of(range));
    }

    /// Shows everything, with a short movement.
    pub fn show_all(&mut self, ui: &Ui) {
        self.go(ui, Viewport::of(&self.extent));
    }

    /// Shows `factor` times as much around the middle, with a short movement.
    pub fn zoom(&mut self, ui: &Ui, factor: f64) {
        let view = self.target();
        self.go(ui, view.zoomed(factor, view.start + view.span / 2.0));
    }

    /// What is shown.
    pub(super) fn view(&self) -> Viewport {
        self.view.unwrap_or_else(|| Viewport::of(&self.extent))
    }

    /// What will be shown when nothing moves any more.
    pub(super) fn target(&self) -> Viewport {
        self.motion.map_or(self.view(), |it| it.to)
    }

    /// Takes another axis without moving, where it has one already.
    pub(super) fn extend_to(&mut self, extent: Range<u64>) {
        if let Some(view) = self.view {
            self.extent = extent;
            self.view = Some(view.within(&self.extent));
        }
    }

    /// Moves to `view` in a moment.
    pub(super) fn go(&mut self, ui: &Ui, view: Viewport) {
        let to = view.within(&self.extent);
        let began = ui.input(|it| it.time);
        self.motion = Some(Motion { from: self.view(), to, began });
    }

    /// Shows `view` at once, as the hand has it.
    pub(super) fn jump(&mut self, view: Viewport) {
        self.view = Some(view.within(&self.extent));
        self.motion = None;
    }

    /// Takes in what changed outside since the last frame.
    pub(super) fn begin(&mut self, ui: &Ui, chart: FlameChart<'_>) {
        let extent = chart.extent();
        let is_new = self.view.is_none() || self.extent != extent;
        if is_new {
            self.extent = extent;
            self.jump(Viewport::of(&self.extent));
            self.shared = None;
            self.scroll = 0.0;
        }
        self.seen.resize(chart.lanes.len(), 0);
        let wanted = &chart.selection.shown;
        if chart.axis == Axis::Time && *wanted != self.shared {
            self.shared.clone_from(wanted);
            let range = wanted.as_ref().map_or(self.extent.clone(), |it| it.start.0..it.end.0);
            if is_new { self.jump(Viewport::of(&range)) } else { self.go(ui, Viewport::of(&range)) }
        }
        self.forget_stale(chart);
        self.seek(chart);
    }

    /// Finds the box of the occurrence that was selected elsewhere.
    fn seek(&mut self, chart: FlameChart<'_>) {
        let wanted = &chart.selection.occurrence;
        if self.sought == *wanted {
            return;
        }
        let Some(occurrence) = wanted else {
            self.sought = None;
            return;
        };
        let Some(found) = facts::box_of(chart, occurrence) else { return };
        self.sought.clone_from(wanted);
        if self.selected != Some(found) {
            self.selected = Some(found);
            self.reveal = Some(RowAt { lane: found.lane, row: found.at.row as usize });
        }
    }

    /// Remembers which occurrence was told to others, so that it is not looked for.
    pub(super) fn told(&mut self, occurrence: Option<&Occurrence>) {
        self.sought = occurrence.cloned();
    }

    /// Boxes of layouts that are gone are forgotten, and those no longer selected.
    fn forget_stale(&mut self, chart: FlameChart<'_>) {
        let is_current = |it: BoxAt| {
            let entity = chart.item(it).map(facts::entity);
            let lane = chart.lanes.get(it.lane);
            let is_shown =
                lane.is_some_and(|lane| matches!(lane.body, Body::Boxes) || it.at.row == 0);
            is_shown && entity.is_some() && entity == chart.selection.entity
        };
        self.selected = self.selected.filter(|&it| is_current(it));
        self.hovered = self.hovered.filter(|&it| chart.item(it).is_some());
        let is_match = |it: BoxAt| {
            let matches = chart.lanes.get(it.lane).and_then(|it| it.matches);
            matches.zip(chart.item(it)).is_some_and(|(matches, item)| matches.shows(item))
        };
        self.found = self.found.filter(|&(it, _)| is_match(it));
    }

    /// Moves on, if something moves.
    pub(super) fn advance(&mut self, ui: &Ui, chart: FlameChart<'_>) {
        let Some(motion) = self.motion else { return };
        let duration = f64::from(ui.style().animation_time);
        let (view, is_over) = motion.at(ui.input(|it| it.time), duration);
        self.view = Some(view.within(&chart.extent()));
        if is_over {
            self.motion = None;
        } else {
            ui.request_repaint();
        }
    }

    /// Whether the range that charts are to show has changed, now that nothing moves.
    pub(super) fn has_news(&mut self) -> bool {
        if self.motion.is_some() || self.drag != Drag::None {
            return false;
        }
        let shown = self.shown();
        let is_all = self.view().is_like(Viewport::of(&self.extent));
        let range = (!is_all).then_some(Nanos(shown.start)..Nanos(shown.end));
        let is_new = range != self.shared;
        self.shared = range;
        is_new
    }

    /// The range that charts are to show; `None` is everything.
    pub(super) fn shared(&self) -> Option<TimeRange> {
        self.shared.clone()
    }

    /// Selects a box, or nothing.
    pub(super) fn select(&mut self, it: Option<BoxAt>) {
        self.selected = it;
    }

    /// Remembers what the pointer is on. Says whether that is new.
    pub(super) fn hover(&mut self, it: Option<BoxAt>) -> bool {
        std::mem::replace(&mut self.hovered, it) != it
    }

    /// Brings a row into view in the next frame.
    pub(super) fn reveal(&mut self, row: RowAt) {
        self.reveal = Some(row);
    }

    /// Moves the rows up by `points`.
    pub(super) fn scroll_by(&mut self, points: f32) {
        self.scroll += points;
    }

    /// Keeps the rows on the screen, and brings a row into view if one was asked for.
    pub(super) fn scroll_within(&mut self, rows: &Rows, scale: &Scale) {
        let points = |lines: i64| lines_to_points(lines, scale);
        let (n_lines, n_shown) = rows.scrolling(scale);
        let height = points(n_shown);
        let reveal = self.reveal.take().filter(|it| !rows.is_pinned(it.lane));
        if let Some(lines) = reveal.map(|it| rows.boxes(it)) {
            let first = rows.first_scrolling();
            let (top, bottom) = (points(lines.start - first), points(lines.end - first));
            let room = (height / 2.0 - size::FLAME_ROW).clamp(0.0, 3.0 * size::FLAME_ROW);
            // Where there is no room for a whole row, its top is what is shown.
            self.scroll = self.scroll.max(bottom + room - height).min((top - room).max(0.0));
        }
        let most = (points(n_lines) - height).max(0.0);
        self.scroll = self.scroll.clamp(0.0, most);
    }

    /// The parts of the canvas, and what can be seen in them.
    pub(super) fn panes(&self, rows: &Rows, scale: &Scale) -> Vec<Pane> {
        #[expect(clippy::cast_possible_truncation, reason = "rows times a few pixels")]
        let scroll = (self.scroll / scale.points_per_pixel()).round() as i64;
        rows.panes(scale, scroll)
    }

    /// How far the rows are scrolled, in points.
    pub(super) fn scroll(&self) -> f32 {
        self.scroll
    }

    /// Number of names of boxes that are kept laid out.
    pub fn n_labels_kept(&self) -> usize {
        self.labels.len()
    }
}

/// A number of lines of physical pixels in points.
#[expect(clippy::cast_precision_loss, reason = "scrolling to a point is precise enough")]
pub(super) fn lines_to_points(lines: i64, scale: &Scale) -> f32 {
    lines as f32 * scale.points_per_pixel()
}
