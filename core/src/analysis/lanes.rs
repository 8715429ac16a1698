//! Things that overlap, side by side in lanes: asynchronous spans on the timeline.

mod packer;

use std::cmp::Reverse;
use std::ops::Range;

use hashbrown::HashMap;
use rayon::prelude::*;

use crate::analysis::flame_layout::{FlameKind, FlameLayout, FlameLayoutBuilder};
use crate::analysis::pace::Pace;
use crate::analysis::search::matching_texts;
use crate::analysis::selection::Selection;
use crate::index::{Column, RowIndex as _};
use crate::model::{AsyncSpanIndex, ProcessIndex, Recording};
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};
use crate::units::{Nanos, WeightUnit};

use packer::Packer;

/// Rows that a layout may have. More cannot be looked at, and each takes memory of its own.
const MOST_LANES: usize = 1 << 14;

/// Something that lasts from here to there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    /// From start to end.
    pub range: Range<u64>,
    /// The group it is drawn in.
    pub group: u32,
    /// What it has in common with others that are best drawn in one lane, such as its name.
    pub name: u32,
    /// What it has in common with those that lie within it, such as an id: they are best drawn
    /// right below it.
    pub family: u32,
    /// What its box shows: a row number of the table that the layout's kind names.
    pub item: u32,
}

/// What is drawn in lanes of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LaneGrouping {
    /// Everything together.
    #[default]
    All,
    /// The spans of each group of events, such as `blink.user_timing`.
    Group,
    /// The spans of each name.
    Name,
}

/// Boxes in lanes, group below group.
#[derive(Clone, Debug, Default)]
pub struct Lanes {
    /// The boxes. A row is a lane: what stands below a box need not lie within it.
    pub layout: FlameLayout,
    /// The groups, in order of their rows: the one that begins first stands first.
    pub groups: Vec<LaneGroup>,
}

/// Lanes that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneGroup {
    /// The number that its intervals have in common.
    pub group: u32,
    /// Its rows in the layout. Those from the layout's last row on were left out.
    pub rows: Range<usize>,
    /// Number of its boxes.
    pub n_items: usize,
}

/// Packs the asynchronous spans of a selection into lanes.
///
/// Its threads, time and name count; spans are cut at the edges of the time, and those that last
/// no time are dropped. A group of [`LaneGrouping::Group`] or [`LaneGrouping::Name`] is the row of
/// its text, see [`LaneGroup::label`].
pub fn async_lanes(
    recording: &Recording,
    selection: &Selection,
    grouping: LaneGrouping,
    task: &Task,
) -> Result<Lanes, Cancelled> {
    let spans = &recording.async_spans;
    let texts = selection.name.as_ref().map(|it| matching_texts(recording, it));
    let is_selected = |span: AsyncSpanIndex| {
        selection.has_thread(spans.thread[span])
            && texts.as_ref().is_none_or(|it| it.has(spans.name[span]))
    };
    let extent = selection.time_of(recording);
    let mut pace = Pace::new(task);
    let mut intervals = Vec::new();
    task.begin(2 * spans.len() as u64);
    for span in spans.indices().filter(|&it| is_selected(it)) {
        pace.step()?;
        let range = spans.range(span);
        let group = match grouping {
            LaneGrouping::All => 0,
            LaneGrouping::Group => number(spans.group[span].row()),
            LaneGrouping::Name => number(spans.name[span].row()),
        };
        intervals.push(Interval {
            range: range.start.0.max(extent.start.0)..range.end.0.min(extent.end.0),
            group,
            name: number(spans.name[span].row()),
            family: number(spans.id[span].row()),
            item: number(span.row()),
        });
    }
    let (kind, unit) = (FlameKind::AsyncSpans, WeightUnit::Nanoseconds);
    let builder = FlameLayoutBuilder::new(kind, unit, extent.start.0..extent.end.0);
    lanes(builder, intervals, task)
}

/// The asynchronous spans of one process and one group of events, in lanes of their own.
#[derive(Clone, Debug)]
pub struct AsyncGroup {
    /// The process in which they began.
    pub process: ProcessIndex,
    /// The group of events, such as `blink.user_timing`.
    pub group: StringIndex,
    /// Number of its spans that last some time.
    pub n_spans: usize,
}

/// Every pair of process and group that has asynchronous spans that last, in order of process and
/// then of the first span. One pass over the spans.
pub fn async_groups(recording: &Recording, task: &Task) -> Result<Vec<AsyncGroup>, Cancelled> {
    let spans = &recording.async_spans;
    let mut place: HashMap<(ProcessIndex, StringIndex), usize> = HashMap::new();
    let mut found: Vec<AsyncGroup> = Vec::new();
    let mut pace = Pace::new(task);
    for span in spans.indices().filter(|&it| Nanos(0) < spans.duration[it]) {
        pace.step()?;
        let (process, group) = (spans.process[span], spans.group[span]);
        let at = *place.entry((process, group)).or_insert_with(|| {
            found.push(AsyncGroup { process, group, n_spans: 0 });
            found.len() - 1
        });
        found[at].n_spans += 1;
    }
    found.sort_by_key(|it| it.process);
    Ok(found)
}

impl AsyncGroup {
    /// Its spans in lanes.
    pub fn lanes(&self, recording: &Recording, task: &Task) -> Result<Lanes, Cancelled> {
        let spans = &recording.async_spans;
        let extent = recording.range();
        let mut pace = Pace::new(task);
        let mut intervals = Vec::with_capacity(self.n_spans);
        let families = Families::new(recording, task)?;
        let is_in = |&it: &AsyncSpanIndex| {
            spans.process[it] == self.process && spans.group[it] == self.group
        };
        for span in spans.indices().filter(is_in) {
            pace.step()?;
            let range = spans.range(span);
            intervals.push(Interval {
                range: range.start.0..range.end.0.min(extent.end.0),
                group: 0,
                name: number(spans.name[span].row()),
                family: families.of(recording, span),
                item: number(span.row()),
            });
        }
        let (kind, unit) = (FlameKind::AsyncSpans, WeightUnit::Nanoseconds);
        let builder = FlameLayoutBuilder::new(kind, unit, extent.start.0..extent.end.0);
        lanes(builder, intervals, task)
    }
}

/// The requests that a process sent, in lanes; without a process, those of which the recording does
/// not tell who sent them.
pub fn request_lanes(
    recording: &Recording,
    process: Option<ProcessIndex>,
    task: &Task,
) -> Result<Lanes, Cancelled> {
    let extent = recording.range();
    let mut pace = Pace::new(task);
    let mut intervals = Vec::new();
    for request in recording.requests.indices() {
        pace.step()?;
        let it = recording.requests.get(request);
        let is_of_it = match process {
            Some(process) => recording.has_sent(process, request),
            None => it.thread.is_none(),
        };
        if !is_of_it {
            continue;
        }
        let range = it.range(recording.duration);
        intervals.push(Interval {
            range: range.start.0..range.end.0.min(extent.end.0),
            group: 0,
            name: number(it.url.row()),
            family: number(request.row()),
            item: number(request.row()),
        });
    }
    let (kind, unit) = (FlameKind::Requests, WeightUnit::Nanoseconds);
    let builder = FlameLayoutBuilder::new(kind, unit, extent.start.0..extent.end.0);
    lanes(builder, intervals, task)
}

/// What asynchronous spans are drawn below each other by: the outermost operation that each is a
/// part of, where the recording tells of parts; else what they are told apart by.
struct Families {
    roots: Option<Column<AsyncSpanIndex, AsyncSpanIndex>>,
}

impl Families {
    fn new(recording: &Recording, task: &Task) -> Result<Self, Cancelled> {
        let parents = &recording.async_spans.parent;
        if !parents.iter().any(Option::is_some) {
            return Ok(Self { roots: None });
        }
        let mut roots: Column<AsyncSpanIndex, AsyncSpanIndex> = Column::default();
        let mut pace = Pace::new(task);
        for span in parents.indices() {
            pace.step()?;
            // Parents stand in earlier rows.
            roots.push(parents[span].map_or(span, |it| roots[it]));
        }
        Ok(Self { roots: Some(roots) })
    }

    fn of(&self, recording: &Recording, span: AsyncSpanIndex) -> u32 {
        match &self.roots {
            Some(roots) => number(roots[span].row()),
            None => number(recording.async_spans.id[span].row()),
        }
    }
}

impl LaneGroup {
    /// What the spans of a group of [`async_lanes`] have in common: their group of events or their
    /// name. `None` if everything stands together.
    pub fn label<'a>(&self, recording: &'a Recording, grouping: LaneGrouping) -> Option<&'a str> {
        let text = StringIndex::from_row(self.group as usize);
        (grouping != LaneGrouping::All).then(|| recording.text(text))
    }
}

/// Packs intervals of any kind into lanes of an empty layout, group below group.
///
/// No two intervals of a lane overlap, and a group has no more lanes than it has intervals at its
/// busiest moment. Within these bounds, what lies within another of its family is drawn below it,
/// and others go back to the lane that was last used by their name. Intervals without length are
/// dropped. Where the lanes of all groups together are too many to be looked at, the last ones are
/// left out, and [`FlameLayout::n_rows_left_out`] says so.
///
/// Sorts the intervals, in parallel; then each costs a few steps of a heap.
pub fn lanes(
    mut builder: FlameLayoutBuilder,
    mut intervals: Vec<Interval>,
    task: &Task,
) -> Result<Lanes, Cancelled> {
    intervals.retain(|it| !it.range.is_empty());
    intervals.par_sort_unstable_by_key(|it| {
        (it.group, it.range.start, Reverse(it.range.end), it.name, it.item)
    });
    let mut chunks: Vec<&[Interval]> = intervals.chunk_by(|a, b| a.group == b.group).collect();
    chunks.sort_by_key(|it| it.first().map(|it| (it.range.start, it.group)));

    let mut pace = Pace::new(task);
    let mut groups = Vec::new();
    let mut first_row = 0;
    for chunk in chunks {
        let mut packer = Packer::new(chunk);
        for interval in chunk {
            pace.step()?;
            let row = first_row + packer.place(interval);
            if row < MOST_LANES {
                builder.push(row, interval.range.clone(), interval.item);
            }
        }
        let rows = first_row..first_row + packer.n_lanes();
        first_row = rows.end;
        let group = chunk.first().map_or(0, |it| it.group);
        groups.push(LaneGroup { group, rows, n_items: chunk.len() });
    }
    builder.leave_out(first_row.saturating_sub(MOST_LANES));
    Ok(Lanes { layout: builder.finish(), groups })
}

fn number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}
