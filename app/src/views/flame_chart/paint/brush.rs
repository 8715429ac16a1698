//! From visible boxes to meshes: fills, hatches, what lies over them, and labels.

use std::ops::Range;

use asyncscope_core::analysis::{BoxIndex, FlameItem, FlameLayout, FlameMatches, Visible};
use asyncscope_core::model::Category;
use egui::{Color32, Painter, TextureId, Ui, pos2};

use super::super::boxes::Boxes;
use super::super::hatch::Hatch;
use super::super::labels::Labels;
use super::super::rows::RowAt;
use super::super::state::FlameChartState;
use super::super::{Colors, DifferenceLook, Sole, facts, ruler};
use super::colors::Palette;
use super::matches::Matches;
use super::{PaintStats, View, is_hatched, join};
use crate::selection::Entity;
use crate::theme::{BoxColor, Tokens, Type};
use crate::widgets::text;

/// Boxes narrower than this have no label, in points.
const LEAST_LABEL: f32 = 30.0;
/// Room between the edge of a box and its label, in points.
const PADDING: f32 = 4.0;
/// Boxes narrower than this get no outline for being like the hovered or selected one, in pixels.
const LEAST_OUTLINE: i32 = 5;
/// How strong the hatch over what is new is.
const NEW_HATCH: f32 = 0.35;

/// Collects one frame's boxes.
pub(super) struct Brush<'a> {
    pub(super) view: View<'a>,
    pub(super) tokens: &'a Tokens,
    palette: Palette<'a>,
    hatch: Hatch,
    fills: Boxes,
    hatches: Boxes,
    labels: Vec<Label>,
    outlines: Vec<Outline>,
    lane: Lane<'a>,
    stats: PaintStats,
    /// Pixels that are left free right of a box.
    gap: i32,
}

/// What is special in the lane that is painted.
#[derive(Default)]
struct Lane<'a> {
    layout: Option<&'a FlameLayout>,
    matches: Option<&'a FlameMatches>,
    /// Boxes that show this are like the hovered one.
    hovered: Option<FlameItem>,
    /// Boxes that show this are like the selected one.
    alike: Option<FlameItem>,
    /// The selected box.
    selected: Option<BoxIndex>,
    /// Whether the selection leaves it out.
    is_dimmed: bool,
    seen: u16,
}

impl Lane<'_> {
    /// Whether boxes that show `item` are like the hovered or the selected one.
    fn marks(&self, item: FlameItem) -> bool {
        self.hovered == Some(item) || self.alike == Some(item)
    }
}

/// A label that is to be painted.
struct Label {
    item: FlameItem,
    columns: Range<i32>,
    line: i32,
    color: BoxColor,
    has_plate: bool,
    /// How long the box is, if it is the selected one.
    length: Option<u64>,
    /// What stands behind its name if there is room.
    beside: Option<String>,
}

/// An outline that is to be painted.
struct Outline {
    columns: Range<i32>,
    lines: Range<i32>,
    width: i32,
    color: Color32,
}

impl<'a> Brush<'a> {
    pub(super) fn new(
        ui: &Ui,
        view: View<'a>,
        (pane, state): (usize, &mut FlameChartState),
        tokens: &'a Tokens,
    ) -> Self {
        let hatch = Hatch::for_screen(ui, &mut state.hatch);
        let [of_fills, of_hatches, _] = &mut state.spares[pane.min(1)];
        let fills = Boxes::new(*view.scale, TextureId::default(), of_fills);
        let hatches = Boxes::new(*view.scale, hatch.texture(), of_hatches);
        Self {
            view,
            tokens,
            palette: Palette::new(tokens),
            hatch,
            fills,
            hatches,
            labels: Vec::new(),
            outlines: Vec::new(),
            lane: Lane::default(),
            stats: PaintStats::default(),
            gap: view.scale.pixels(1.0),
        }
    }

    /// Goes on to a lane.
    pub(super) fn take_lane(&mut self, lane: usize, state: &FlameChartState) {
        let View { chart, .. } = self.view;
        let layout = chart.lanes[lane].layout;
        let item = |it: Option<Entity>| it.and_then(|it| facts::item_of(layout, it));
        let selected = state.selected().filter(|it| it.lane == lane);
        self.lane = Lane {
            layout: Some(layout),
            matches: chart.lanes[lane].matches,
            hovered: item(chart.selection.hovered),
            alike: item(chart.selection.entity),
            selected: selected.map(|it| it.at),
            is_dimmed: chart.lanes[lane].head.is_dimmed,
            seen: 0,
        };
    }

    /// The categories painted of this lane, a bit each.
    pub(super) fn seen(&self) -> u16 {
        self.lane.seen
    }

    /// Paints what of a row lies in `shown`. `first_line` is the line at the top of the canvas.
    pub(super) fn row(&mut self, at: RowAt, shown: &Range<u64>, first_line: i64) {
        let boxes = self.view.rows.boxes(at);
        let line = |line: i64| i32::try_from(line - first_line).unwrap_or(i32::MAX);
        let lines = line(boxes.start)..line(boxes.end);
        let layout = self.view.chart.lanes[at.lane].layout;
        let row = &layout.rows()[at.row];
        let mut matches = Matches::of(self.lane.matches, at.row);
        let (mut run, mut run_is_match) = (None, false);
        self.stats.rows += 1;
        for it in row.visible(shown, self.view.scale.grid) {
            if let Some(index) = it.sole() {
                let item = layout.kind().item(row.items()[index]);
                let place = BoxIndex::new(at.row, index);
                self.sole(item, place, &it.pixels, &lines);
                continue;
            }
            let is_match = matches.has_any(&it.boxes);
            let done = if is_match == run_is_match { join(&mut run, it) } else { run.replace(it) };
            if let Some(done) = done {
                self.block(&done, run_is_match, &lines);
            }
            run_is_match = is_match;
        }
        if let Some(done) = run {
            self.block(&done, run_is_match, &lines);
        }
        if let Some(hit) = self.view.hit.filter(|it| it.row == at) {
            self.outline(hit.columns.clone(), &lines, 1, self.tokens.text);
        }
    }

    /// Paints a box that stands for itself.
    fn sole(
        &mut self,
        item: FlameItem,
        place: Option<BoxIndex>,
        pixels: &Range<u64>,
        lines: &Range<i32>,
    ) {
        let whole = self.view.scale.columns(pixels);
        let columns = whole.start..whole.end - gap(whole.end - whole.start, self.gap);
        let category = facts::category(self.view.chart.recording, item);
        if !matches!(item, FlameItem::AsyncSpan(_)) {
            self.lane.seen |= 1 << category as u16;
        }
        let is_dimmed = self.lane.is_dimmed || self.lane.matches.is_some_and(|it| !it.shows(item));
        let look = self.look(place);
        let color = match look {
            Some(look) => self.palette.difference(look, is_dimmed),
            None => self.palette.item(self.view.chart.colors, (item, category), is_dimmed),
        };
        self.fills.fill(&columns, lines, color.fill);
        self.stats.boxes += 1;
        let is_hatched = match look {
            Some(look) => self.hatch_of(look, is_dimmed, &columns, lines),
            None => is_hatched(category),
        };
        if is_hatched && look.is_none() && !is_dimmed {
            self.hatch(&columns, lines, self.tokens.gc_hatch);
        }
        let has_pieces = match item {
            FlameItem::AsyncSpan(span) if !is_dimmed => {
                let (seen, is_below_label) = self.pieces(span, &columns, lines);
                self.lane.seen |= seen;
                is_below_label
            }
            _ => false,
        };
        let is_selected = place.is_some() && place == self.lane.selected;
        if is_selected {
            self.outline(columns.clone(), lines, 2, self.tokens.text);
        } else if LEAST_OUTLINE <= columns.end - columns.start && self.lane.marks(item) {
            self.outline(columns.clone(), lines, 1, self.tokens.text2);
        }
        let seen = columns.start.max(0)..columns.end.min(self.view.scale.n_pixels());
        if self.view.scale.pixels(LEAST_LABEL) <= seen.end - seen.start {
            let words = self.view.chart.words;
            let beside = words.zip(place).and_then(|(words, at)| words.beside(at));
            let is_told = is_selected && words.is_none();
            let length = place.filter(|_| is_told).and_then(|at| self.length(at));
            let has_plate = has_pieces || is_hatched && !is_dimmed;
            let line = lines.start;
            self.labels.push(Label { item, columns: seen, line, color, has_plate, length, beside });
        }
    }

    /// How a box differs from what it was, if that is what colours mean.
    fn look(&self, place: Option<BoxIndex>) -> Option<DifferenceLook> {
        let Colors::ByDifference { looks } = self.view.chart.colors else { return None };
        let at = place?;
        looks.get(at.row as usize)?.get(at.index as usize).copied()
    }

    /// Hatches what is gone or new; says whether a label there needs a plate.
    fn hatch_of(
        &mut self,
        look: DifferenceLook,
        is_dimmed: bool,
        columns: &Range<i32>,
        lines: &Range<i32>,
    ) -> bool {
        let tokens = self.tokens;
        let Some(sole) = look.sole.filter(|_| !is_dimmed) else { return false };
        let color = match sole {
            Sole::Removed => tokens.difference(-5).fill,
            Sole::New => tokens.difference(7).fill.gamma_multiply(NEW_HATCH),
        };
        self.hatch(columns, lines, color);
        if sole == Sole::Removed && LEAST_OUTLINE <= columns.end - columns.start {
            self.outline(columns.clone(), lines, 1, color);
        }
        true
    }

    fn length(&self, at: BoxIndex) -> Option<u64> {
        let range = self.lane.layout?.range(at)?;
        Some(range.end - range.start)
    }

    /// Paints a block of boxes too narrow to be told apart.
    fn block(&mut self, it: &Visible, is_match: bool, lines: &Range<i32>) {
        let columns = self.view.scale.columns(&it.pixels);
        let is_dimmed = self.lane.is_dimmed || (self.lane.matches.is_some() && !is_match);
        let base = self.palette.of(Category::Idle, is_dimmed).fill;
        let hatch = self.palette.of(Category::Program, is_dimmed).fill;
        self.fills.fill(&columns, lines, base);
        self.hatch(&columns, lines, hatch);
        self.stats.merged += 1;
    }

    pub(super) fn fill(&mut self, columns: &Range<i32>, lines: &Range<i32>, color: Color32) {
        self.fills.fill(columns, lines, color);
    }

    pub(super) fn hatch(&mut self, columns: &Range<i32>, lines: &Range<i32>, color: Color32) {
        let tile = self.hatch.tile();
        let pixel = self.view.scale.pixel(columns.start);
        let from = pixel % u64::from(tile.unsigned_abs().max(1));
        let from = i32::try_from(from).unwrap_or(0);
        self.hatches.tiled(columns, lines, (from, tile), color);
    }

    fn outline(&mut self, columns: Range<i32>, lines: &Range<i32>, width: i16, color: Color32) {
        let width = self.view.scale.pixels(f32::from(width));
        self.outlines.push(Outline { columns, lines: lines.clone(), width, color });
    }

    /// Hands everything over to egui.
    pub(super) fn finish(
        mut self,
        painter: &Painter,
        (pane, state): (usize, &mut FlameChartState),
    ) -> PaintStats {
        let pane = pane.min(1);
        state.labels.begin(painter);
        let mut labels = Labels::new(state.labels.ellipsis(painter));
        let mut over =
            Boxes::new(*self.view.scale, TextureId::default(), &mut state.spares[pane][2]);
        for label in std::mem::take(&mut self.labels) {
            self.label(painter, state, &label, (&mut labels, &mut over));
        }
        if state.labels.is_incomplete() {
            painter.ctx().request_repaint();
        }
        // The box under the pointer and the selected one last, so that no other hides them.
        self.outlines.sort_by_key(|it| it.color == self.tokens.text);
        for it in &self.outlines {
            over.frame(&it.columns, &it.lines, it.width, it.color);
        }
        self.stats.labels = labels.count;
        self.stats.vertices = labels.n_vertices();
        let meshes = [self.fills, self.hatches, over];
        for (boxes, spare) in meshes.into_iter().zip(&mut state.spares[pane]) {
            self.stats.vertices += boxes.n_vertices();
            painter.add(boxes.into_shape(spare));
        }
        painter.add(labels.into_shape(self.view.scale.rect));
        self.stats
    }

    fn label(
        &self,
        painter: &Painter,
        state: &mut FlameChartState,
        label: &Label,
        (labels, over): (&mut Labels, &mut Boxes),
    ) {
        let scale = self.view.scale;
        let padding = scale.pixels(PADDING);
        let left = label.columns.start + padding;
        let room = label.columns.end - scale.pixels(PADDING / 2.0) - left;
        let width = scale.x(room) - scale.x(0);
        let name = facts::label(self.view.chart.recording, label.item);
        let length = label.length.map(|it| ruler::length(self.view.chart.unit(), it));
        let beside = length.map(|it| format!("{name} · {it}"));
        let beside = beside.or_else(|| Some(format!("{name}  {}", label.beside.as_ref()?)));
        if let Some(said) = beside {
            let said = text::line(painter, Type::CaptionStrong, label.color.label, &said, 1e6);
            if said.size().x <= width {
                let at = pos2(scale.x(left), self.top(label.line, said.size().y));
                let written = labels.push(&said, at, width, label.color.label);
                self.plate(label, (left, written), over);
                return;
            }
        }
        let Some(galley) = state.labels.galley(painter, &name, width) else { return };
        let at = pos2(scale.x(left), self.top(label.line, galley.size().y));
        let written = labels.push(&galley, at, width, label.color.label);
        self.plate(label, (left, written), over);
    }

    /// Lays a plate under a label on a hatch, as wide as what was written from `left` on.
    fn plate(&self, label: &Label, (left, written): (i32, Option<f32>), over: &mut Boxes) {
        let Some(written) = written.filter(|_| label.has_plate) else { return };
        let end = left + self.view.scale.pixels(written + PADDING);
        let columns = label.columns.start..end.min(label.columns.end);
        over.fill(&columns, &self.box_lines(label.line), label.color.fill);
    }

    /// The y at which a label of some height is in the middle of the box that begins at `line`.
    fn top(&self, line: i32, height: f32) -> f32 {
        let lines = self.box_lines(line);
        let room = self.view.scale.y(lines.end) - self.view.scale.y(lines.start) - height;
        let down = (room / 2.0 / self.view.scale.points_per_pixel()).round();
        self.view.scale.y(line) + down * self.view.scale.points_per_pixel()
    }

    fn box_lines(&self, line: i32) -> Range<i32> {
        line..line + self.view.rows.height()
    }
}

/// Pixels left free right of a box of `width` pixels: none if it is too narrow to spare them.
fn gap(width: i32, gap: i32) -> i32 {
    match width {
        ..=1 => 0,
        2..=4 => 1,
        _ => gap,
    }
}
