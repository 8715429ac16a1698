//! The flame chart: what was on the stack and which spans were open, over time.
//!
//! A function of the layouts it borrows and of its own [`FlameChartState`] (what it shows, what is
//! under the hand); what others must know it asks for with commands. Reading order: `viewport` and
//! `scale` are where things lie, `rows` stacks the lanes, `paint` draws what is visible into
//! meshes (`boxes`, `hatch`, `labels`), `ruler` and `margin` stand around it; `hit` finds what is
//! under the pointer, `input` moves the viewport, `search` goes from match to match.
//!
//! **Invariant.** A frame costs as much as can be seen, never as much as there is.

mod arrows;
mod boxes;
mod by_column;
mod facts;
mod graph;
mod hatch;
mod heads;
mod hit;
mod input;
mod labels;
mod linked;
mod margin;
mod memory;
mod moments;
mod paint;
mod rows;
mod ruler;
mod scale;
mod scrollbar;
mod search;
mod state;
mod tooltip;
mod viewport;

use std::ops::Range;

use asyncscope_core::analysis::{BoxIndex, CounterPyramid, FlameItem, FlameLayout, FlameMatches};
use asyncscope_core::index::Column;
use asyncscope_core::model::{FrameIndex, InstantIndex, Recording, SnapshotIndex};
use asyncscope_core::units::{Nanos, WeightUnit};
use egui::{Rect, Role, Sense, Ui, WidgetInfo, vec2};

use crate::command::Commands;
use crate::questions::timeline::{Arrows, MemoryTrack, PiecesOfOperations};
use crate::selection::{Entity, Occurrence, Selection};
use crate::state::WheelMode;
use crate::theme::{BoxColor, size};
use crate::tracks::TrackKey;
use crate::widgets::focus;

pub use facts::{entity_name, gc_name};
pub use paint::PaintStats;
pub use ruler::{Ticks, length};
pub use search::Step;
pub use state::FlameChartState;

use rows::Rows;
use scale::Scale;

/// Charts narrower than this have no margin.
const NARROW: f32 = 560.0;

/// What the flame chart reads. Borrowed, never owned.
#[derive(Clone, Copy)]
pub struct FlameChart<'a> {
    /// What the boxes are about.
    pub recording: &'a Recording,
    /// Its name for those who cannot see it, such as "Flame chart of Main thread".
    pub name: &'a str,
    /// What is shown below each other, from top to bottom, all on one axis.
    pub lanes: &'a [FlameLane<'a>],
    /// What is selected and hovered in all views.
    pub selection: &'a Selection,
    /// What the axis is.
    pub axis: Axis,
    /// Which way callees stand from their callers.
    pub grows: Grows,
    /// What colours mean.
    pub colors: Colors<'a>,
    /// What the wheel does.
    pub wheel: WheelMode,
    /// The arrows of what is selected.
    pub arrows: Option<&'a Arrows>,
    /// When operations ran and waited.
    pub pieces: Option<&'a PiecesOfOperations>,
    /// The heap snapshot that is marked to be compared with another one.
    pub marked: Option<SnapshotIndex>,
    /// What is said of boxes in other words than how long they are.
    pub words: Option<&'a dyn BoxWords>,
    /// Where an axis of time ends that is longer than the recording.
    pub until: Option<Nanos>,
    /// Whether keys are meant for it where nothing has the focus.
    pub takes_keys: bool,
}

/// What is said of the boxes of the first lane, where their length is not what tells most.
pub trait BoxWords {
    /// Whether positions are shares: parts of [`asyncscope_core::analysis::diff::scale::PARTS`].
    fn has_shares(&self) -> bool;
    /// What stands behind the name of a box that has room for it.
    fn beside(&self, it: BoxIndex) -> Option<String>;
    /// The facts in its tooltip in the place of its total and its own weight: name and value.
    fn facts(&self, it: BoxIndex) -> Vec<(&'static str, String)>;
}

/// What the axis of a chart is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Axis {
    /// Moments of the recording. The chart shares its range with other time charts.
    #[default]
    Time,
    /// Weights, side by side in some order.
    Weight,
}

/// Which way callees stand from their callers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grows {
    /// Below them, as icicles grow.
    #[default]
    Down,
    /// Above them, as flames grow.
    Up,
}

/// What the colours of boxes mean.
#[derive(Clone, Copy, Default)]
pub enum Colors<'a> {
    /// The kind of work.
    #[default]
    ByCategory,
    /// Something about functions; what is no function has the colour of its category.
    BySlot {
        /// For each function, its place in the palette.
        slots: &'a Column<FrameIndex, u8>,
        /// The colours.
        palette: &'a [BoxColor],
    },
    /// How each box of the first lane differs from what it was before.
    ByDifference {
        /// For each row, how each of its boxes looks.
        looks: &'a [Vec<DifferenceLook>],
    },
}

/// How a box looks that differs from what it was before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DifferenceLook {
    /// From −7 (faster, smaller) to +7 (slower, larger); 0 is none.
    pub step: i8,
    /// Whether it is there on one side only.
    pub sole: Option<Sole>,
}

/// On which side alone something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sole {
    /// Only after.
    New,
    /// Only before.
    Removed,
}

/// One layout of a flame chart.
#[derive(Clone, Copy)]
pub struct FlameLane<'a> {
    /// Its name in the margin, such as "Main thread".
    pub title: &'a str,
    /// A few more words below it, or empty.
    pub note: &'a str,
    /// The boxes, laid out in the background.
    pub layout: &'a FlameLayout,
    /// What matches the search; `None` if nothing is searched.
    pub matches: Option<&'a FlameMatches>,
    /// What is shown of it.
    pub body: Body<'a>,
    /// How its head stands.
    pub head: Head,
}

/// What is shown of a lane.
#[derive(Clone, Copy, Default)]
pub enum Body<'a> {
    /// All rows of its layout.
    #[default]
    Boxes,
    /// Only the outermost row.
    Closed,
    /// Nothing: it is a heading for the lanes below.
    Heading,
    /// Numbers over time.
    Numbers(&'a CounterPyramid),
    /// What makes up the memory of a process.
    Memory(&'a MemoryTrack),
    /// Moments, in order of time.
    Moments(&'a [InstantIndex]),
}

/// How the head of a lane stands.
#[derive(Clone, Copy, Debug, Default)]
pub struct Head {
    /// The track that it is the head of; without one it cannot be opened, pinned or moved.
    pub track: Option<TrackKey>,
    /// Whether its lane is open.
    pub is_open: bool,
    /// Whether its lane stays in place above the others.
    pub is_pinned: bool,
    /// Whether the selection leaves its lane out.
    pub is_dimmed: bool,
}

impl<'a> FlameLane<'a> {
    /// A lane that shows all boxes of a layout and cannot be closed.
    pub fn boxes(
        title: &'a str,
        note: &'a str,
        layout: &'a FlameLayout,
        matches: Option<&'a FlameMatches>,
    ) -> Self {
        Self { title, note, layout, matches, body: Body::Boxes, head: Head::default() }
    }

    /// Whether it has rows of boxes.
    fn has_boxes(&self) -> bool {
        matches!(self.body, Body::Boxes | Body::Closed)
    }

    /// Whether it has anything to show at all.
    fn is_empty(&self) -> bool {
        self.head.track.is_none() && self.layout.is_empty()
    }
}

/// One box of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoxAt {
    /// Its lane, counted from the top.
    pub lane: usize,
    /// Its place in the lane.
    pub at: BoxIndex,
}

impl<'a> FlameChart<'a> {
    /// A chart over time, coloured by category, whose callees stand below their callers.
    pub fn over_time(
        recording: &'a Recording,
        name: &'a str,
        lanes: &'a [FlameLane<'a>],
        selection: &'a Selection,
    ) -> Self {
        let (axis, grows, colors) = (Axis::Time, Grows::Down, Colors::ByCategory);
        let (wheel, until, takes_keys) = (WheelMode::Classic, None, true);
        let (arrows, pieces, marked, words) = (None, None, None, None);
        Self {
            recording,
            name,
            lanes,
            selection,
            axis,
            grows,
            colors,
            wheel,
            arrows,
            pieces,
            marked,
            words,
            until,
            takes_keys,
        }
    }

    /// The axis: from the first to the last position of all lanes.
    pub fn extent(&self) -> Range<u64> {
        if self.axis == Axis::Time {
            let end = self.recording.duration;
            return 0..self.until.map_or(end, |it| it.max(end)).0;
        }
        let extents = || self.lanes.iter().map(|it| it.layout.extent());
        let start = extents().map(|it| it.start).min().unwrap_or(0);
        start..extents().map(|it| it.end).max().unwrap_or(0).max(start)
    }

    /// What positions count.
    pub fn unit(&self) -> WeightUnit {
        if self.axis == Axis::Time {
            return WeightUnit::Nanoseconds;
        }
        self.lanes.first().map_or_else(WeightUnit::default, |it| it.layout.unit())
    }

    /// Whether something is searched.
    pub fn is_searched(&self) -> bool {
        self.lanes.iter().any(|it| it.matches.is_some())
    }

    /// What a box shows.
    pub fn entity(&self, it: BoxAt) -> Option<Entity> {
        self.item(it).map(facts::entity)
    }

    /// When and on which thread a box of a time chart ran, where the chart tells.
    pub fn occurrence(&self, it: BoxAt) -> Option<Occurrence> {
        facts::occurrence_at(*self, it)
    }

    /// The functions from the outermost caller to a box, itself last; empty if it is no function.
    pub fn stack(&self, it: BoxAt) -> Vec<FrameIndex> {
        let Some(lane) = self.lanes.get(it.lane) else { return Vec::new() };
        let items = lane.layout.path(it.at).into_iter().filter_map(|at| lane.layout.item(at));
        items.filter_map(|it| facts::entity(it).function()).collect()
    }

    fn item(&self, it: BoxAt) -> Option<FlameItem> {
        self.lanes.get(it.lane)?.layout.item(it.at)
    }

    fn range(&self, it: BoxAt) -> Option<Range<u64>> {
        self.lanes.get(it.lane)?.layout.range(it.at)
    }

    /// Whether positions are shares of a whole.
    fn has_shares(&self) -> bool {
        self.words.is_some_and(BoxWords::has_shares)
    }

    /// A moment or a weight in words.
    fn show(&self, amount: u64) -> String {
        if self.has_shares() { ruler::share(amount) } else { self.unit().show(amount) }
    }
}

/// Shows the chart in all of `ui`, and says what was painted.
///
/// A click selects, a double click zooms to a box or shows all; the wheel zooms at the pointer, a
/// drag moves, and with Shift it selects a time range. With the keyboard: W, S, +, − zoom, A, D
/// and arrows move, 0 shows all, F fits what is selected, R makes it the time range, Enter goes
/// from match to match, Escape takes back.
pub fn flame_chart(
    ui: &mut Ui,
    chart: FlameChart<'_>,
    state: &mut FlameChartState,
    commands: &mut Commands,
) -> PaintStats {
    let areas = Areas::of(chart, ui.available_rect_before_wrap(), ui.pixels_per_point());
    let response = ui.allocate_rect(areas.all, Sense::hover());
    state.begin(ui, chart);
    if chart.lanes.iter().all(FlameLane::is_empty) {
        paint::nothing(ui, areas.all, "Nothing was recorded on this thread.", "");
        response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, chart.name));
        return PaintStats::default();
    }
    let canvas = input::interact(ui, chart, &areas, state, commands);
    state.advance(ui, chart);
    let scale = Scale::new(areas.canvas, ui.pixels_per_point(), state.view());
    let rows = Rows::new(chart, &scale);
    state.scroll_within(&rows, &scale);
    let panes = state.panes(&rows, &scale);
    let hit = hit::under_pointer(chart, &canvas, state, &scale, (&rows, &panes));
    input::click(ui, chart, &canvas, state, (hit.as_ref(), commands));
    let view = paint::View {
        chart,
        scale: &scale,
        rows: &rows,
        panes: &panes,
        areas: &areas,
        hit: hit.as_ref(),
    };
    let stats = paint::paint(ui, view, state);
    heads::show(ui, view, state, commands);
    arrows::show(ui, view, state, commands);
    scrollbar::show(ui, &scale, &rows, state);
    focus::ring(ui, &canvas, areas.canvas.shrink(2.0), 0);
    canvas.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, in_words(chart, state)));
    if let Some(hit) = &hit {
        tooltip::show(ui, chart, &canvas, hit);
    }
    input::tell(ui, chart, state, hit.as_ref(), commands);
    stats
}

/// Where the parts of the chart are.
#[derive(Clone, Copy, Debug)]
struct Areas {
    all: Rect,
    /// Names of the lanes; empty if there is no room.
    margin: Rect,
    ruler: Rect,
    canvas: Rect,
}

impl Areas {
    fn of(chart: FlameChart<'_>, all: Rect, pixels_per_point: f32) -> Self {
        use egui::emath::GuiRounding as _;
        let all = all.round_to_pixels(pixels_per_point);
        let has_margin = chart.axis == Axis::Time && NARROW <= all.width();
        let margin = if has_margin { size::TRACK_LABELS } else { 0.0 };
        let (margin, right) = all.split_left_right_at_x((all.left() + margin).min(all.right()));
        let ruler = Rect::from_min_size(right.min, vec2(right.width(), size::RULER));
        let canvas = Rect::from_min_max(ruler.left_bottom(), right.max.max(ruler.right_bottom()));
        Self { all, margin, ruler, canvas }
    }
}

/// What the chart shows, for those who cannot see it.
fn in_words(chart: FlameChart<'_>, state: &FlameChartState) -> String {
    let range = state.view().range();
    let mut words = match chart.axis {
        Axis::Time => {
            let shown = crate::wording::range(&(Nanos(range.start)..Nanos(range.end)));
            format!("{}, {shown}", chart.name)
        }
        Axis::Weight => {
            format!("{}, {}–{}", chart.name, chart.show(range.start), chart.show(range.end))
        }
    };
    for (verb, it) in [("selected", state.selected()), ("pointer on", state.hovered())] {
        let box_and_item = it.and_then(|it| Some((chart.item(it)?, chart.range(it)?)));
        if let Some((item, range)) = box_and_item {
            let name = facts::name(chart.recording, item);
            let length = chart.show(range.end - range.start);
            words += &format!("; {verb} {name}, {length}");
        }
    }
    words
}
