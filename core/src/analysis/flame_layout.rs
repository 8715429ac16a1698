//! Flame layouts: boxes in rows, ready to be drawn at any zoom.
//!
//! A layout is made once, in the background, by [`samples_in_time`], [`spans_in_time`] or with a
//! [`FlameLayoutBuilder`]. Drawing asks each row what is [visible](FlameRow::visible); the cost of
//! that depends on the pixels, not on the boxes. [`FlameMatches`] finds boxes by name.

mod ancestors;
mod builder;
mod in_time;
mod matches;
mod row;
mod visible;

use std::ops::Range;

use crate::index::RowIndex as _;
use crate::model::{AsyncSpanIndex, FrameIndex, GcIndex, RequestIndex, SpanIndex};
use crate::units::WeightUnit;

pub use builder::FlameLayoutBuilder;
pub use in_time::{gcs_in_time, samples_in_time, spans_in_time};
pub use matches::{FlameMatches, ItemMatches};
pub use row::FlameRow;
pub use visible::{PixelGrid, Visible, VisibleBoxes};

/// Boxes in rows: callers above, callees below.
///
/// ```text
/// row 0  main ────────────────── (idle) ────
/// row 1    parse ────  print ──
/// row 2      read ─
/// ```
#[derive(Clone, Debug, Default)]
pub struct FlameLayout {
    kind: FlameKind,
    rows: Vec<FlameRow>,
    extent: Range<u64>,
    unit: WeightUnit,
    n_rows_left_out: usize,
}

/// What the boxes of a layout show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FlameKind {
    /// Functions.
    #[default]
    Frames,
    /// Spans of a thread.
    Spans,
    /// Asynchronous spans, in lanes.
    AsyncSpans,
    /// Garbage collections.
    Gcs,
    /// Requests, in lanes.
    Requests,
}

/// What one box shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FlameItem {
    /// A function.
    Frame(FrameIndex),
    /// A span.
    Span(SpanIndex),
    /// An asynchronous span.
    AsyncSpan(AsyncSpanIndex),
    /// A garbage collection.
    Gc(GcIndex),
    /// A request.
    Request(RequestIndex),
}

/// One box of a layout, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BoxIndex {
    /// The row, counted from the outermost.
    pub row: u32,
    /// The box in its row, counted from the left.
    pub index: u32,
}

impl FlameLayout {
    /// The rows, outermost first. Every row has at least one box.
    pub fn rows(&self) -> &[FlameRow] {
        &self.rows
    }

    /// The part of the axis that the layout is about; boxes lie within it.
    pub fn extent(&self) -> Range<u64> {
        self.extent.clone()
    }

    /// What positions and widths count: nanoseconds since the recording's origin, or weights laid
    /// end to end.
    pub fn unit(&self) -> WeightUnit {
        self.unit
    }

    /// What the boxes show.
    pub fn kind(&self) -> FlameKind {
        self.kind
    }

    /// How many rows below the last one were left out, because their boxes would take more memory
    /// than the recording is worth.
    pub fn n_rows_left_out(&self) -> usize {
        self.n_rows_left_out
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Number of boxes of all rows.
    pub fn n_boxes(&self) -> usize {
        self.rows.iter().map(FlameRow::len).sum()
    }

    /// The box that holds `position` in a row, if there is one.
    pub fn at(&self, row: usize, position: u64) -> Option<BoxIndex> {
        let index = self.rows.get(row)?.at(position)?;
        BoxIndex::new(row, index)
    }

    /// What a box shows, or `None` if there is no such box.
    pub fn item(&self, at: BoxIndex) -> Option<FlameItem> {
        let row = self.rows.get(at.row as usize)?;
        row.items().get(at.index as usize).map(|&it| self.kind.item(it))
    }

    /// From start to end of a box, or `None` if there is no such box.
    pub fn range(&self, at: BoxIndex) -> Option<Range<u64>> {
        let (row, index) = (self.rows.get(at.row as usize)?, at.index as usize);
        (index < row.len()).then(|| row.range(index))
    }

    /// A box and those it lies in, outermost first.
    pub fn path(&self, at: BoxIndex) -> Vec<BoxIndex> {
        let Some(range) = self.range(at) else { return Vec::new() };
        let callers = (0..at.row as usize).filter_map(|row| self.at(row, range.start));
        callers.chain([at]).collect()
    }
}

impl FlameKind {
    /// What the row number `item` of this kind's table means.
    pub fn item(self, item: u32) -> FlameItem {
        match self {
            Self::Frames => FlameItem::Frame(FrameIndex::from_row(item as usize)),
            Self::Spans => FlameItem::Span(SpanIndex::from_row(item as usize)),
            Self::AsyncSpans => FlameItem::AsyncSpan(AsyncSpanIndex::from_row(item as usize)),
            Self::Gcs => FlameItem::Gc(GcIndex::from_row(item as usize)),
            Self::Requests => FlameItem::Request(RequestIndex::from_row(item as usize)),
        }
    }
}

impl FlameItem {
    /// The kind of layout whose boxes show it.
    pub fn kind(self) -> FlameKind {
        match self {
            Self::Frame(_) => FlameKind::Frames,
            Self::Span(_) => FlameKind::Spans,
            Self::AsyncSpan(_) => FlameKind::AsyncSpans,
            Self::Gc(_) => FlameKind::Gcs,
            Self::Request(_) => FlameKind::Requests,
        }
    }

    /// Its row number in its table, which is how a box names it.
    pub fn row(self) -> usize {
        match self {
            Self::Frame(frame) => frame.row(),
            Self::Span(span) => span.row(),
            Self::AsyncSpan(span) => span.row(),
            Self::Gc(gc) => gc.row(),
            Self::Request(request) => request.row(),
        }
    }
}

impl BoxIndex {
    /// Box `index` of row `row`, or `None` if the numbers are beyond any layout.
    pub fn new(row: usize, index: usize) -> Option<Self> {
        Some(Self { row: u32::try_from(row).ok()?, index: u32::try_from(index).ok()? })
    }
}
