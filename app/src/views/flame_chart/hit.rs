//! What is under the pointer, found by arithmetic.

use std::ops::Range;

use asyncscope_core::analysis::{BoxIndex, FlameItem, MemoryPoint, PixelValues, Visible};
use asyncscope_core::model::{CounterIndex, GcIndex, InstantIndex, SnapshotIndex};
use egui::Response;

use super::rows::{Pane, RowAt, Rows};
use super::scale::Scale;
use super::state::FlameChartState;
use super::{Body, BoxAt, FlameChart, facts, graph, memory, moments};
use crate::selection::Entity;

/// What is under the pointer.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    /// The row.
    pub(super) row: RowAt,
    /// What there is in it.
    pub(super) what: HitWhat,
    /// From start to end on the axis.
    pub(super) range: Range<u64>,
    /// The columns it is painted on.
    pub(super) columns: Range<i32>,
}

/// A box, or a block of boxes.
#[derive(Clone, Debug)]
pub(super) enum HitWhat {
    /// One box.
    Box(BoxAt, FlameItem),
    /// Boxes that are too narrow to be told apart: how many.
    Block(usize),
    /// A moment, and how many stand at the same place.
    Moment(InstantIndex, usize),
    /// What a counter did within a pixel.
    Number(CounterIndex, PixelValues),
    /// What a process took, and a garbage collection at the same place.
    Memory(MemoryPoint, Option<GcIndex>),
    /// The flag of a heap snapshot.
    Snapshot(SnapshotIndex),
}

impl Hit {
    /// The box, if it is one.
    pub(super) fn sole(&self) -> Option<(BoxAt, FlameItem)> {
        match self.what {
            HitWhat::Box(at, item) => Some((at, item)),
            HitWhat::Block(_)
            | HitWhat::Moment(..)
            | HitWhat::Number(..)
            | HitWhat::Memory(..)
            | HitWhat::Snapshot(_) => None,
        }
    }

    /// What a click on it selects.
    pub(super) fn entity(&self) -> Option<Entity> {
        match self.what {
            HitWhat::Box(_, item) => Some(facts::entity(item)),
            HitWhat::Moment(moment, _) => Some(Entity::Instant(moment)),
            HitWhat::Memory(_, gc) => gc.map(Entity::Gc),
            HitWhat::Block(_) | HitWhat::Number(..) | HitWhat::Snapshot(_) => None,
        }
    }
}

/// What the pointer is on, unless it is dragging.
pub(super) fn under_pointer(
    chart: FlameChart<'_>,
    canvas: &Response,
    state: &FlameChartState,
    scale: &Scale,
    (rows, panes): (&Rows, &[Pane]),
) -> Option<Hit> {
    if canvas.dragged() {
        return None;
    }
    let pointer = canvas.hover_pos().or_else(|| canvas.interact_pointer_pos())?;
    let (column, line) = scale.pixel_at(pointer);
    let pane = panes.iter().find(|it| it.rect.contains(pointer))?;
    let at_line = pane.first_line() + i64::from(line);
    let row = rows.at(at_line)?;
    match chart.lanes[row.lane].body {
        Body::Boxes | Body::Closed => at(chart, row, column, (scale, state.view().range())),
        Body::Heading => None,
        Body::Memory(track) => {
            let below = i32::try_from(at_line - rows.inner(row.lane).start).unwrap_or(i32::MAX);
            memory::under(chart, row, track, (column, below, scale))
        }
        Body::Moments(moments) => moments::under(chart, row, moments, (column, scale)),
        Body::Numbers(pyramid) => graph::under(chart, row, pyramid, (column, scale)),
    }
}

/// What of a row is painted on a column.
fn at(
    chart: FlameChart<'_>,
    row: RowAt,
    column: i32,
    (scale, view): (&Scale, Range<u64>),
) -> Option<Hit> {
    let boxes = &chart.lanes[row.lane].layout.rows()[row.row];
    // Adjoining blocks are painted as one.
    let mut run: Option<Visible> = None;
    for it in boxes.visible(&view, scale.grid) {
        if it.sole().is_none()
            && let Some(run) = run.as_mut().filter(|run| run.sole().is_none())
            && run.pixels.end == it.pixels.start
        {
            run.boxes.end = it.boxes.end;
            run.pixels.end = it.pixels.end;
            continue;
        }
        if run.as_ref().is_some_and(|run| column < scale.column(run.pixels.end)) {
            break;
        }
        run = Some(it);
    }
    let run = run.filter(|it| scale.columns(&it.pixels).contains(&column))?;
    let range = boxes.range(run.boxes.start).start..boxes.range(run.boxes.end - 1).end;
    let columns = scale.columns(&run.pixels);
    let what = match run.sole() {
        Some(index) => {
            let at = BoxAt { lane: row.lane, at: BoxIndex::new(row.row, index)? };
            HitWhat::Box(at, chart.item(at)?)
        }
        None => HitWhat::Block(run.count()),
    };
    Some(Hit { row, what, range, columns })
}
