//! The heads of the columns of requests, and how wide they are.

use asyncscope_core::analysis::requests::{RequestKey, RequestOrder};

use crate::requests::{ColumnSetting, RequestColumn, RequestMode, RequestSetting};
use crate::widgets::table::{Align, Column, Sort, Width};

/// The least room of the path and of the waterfall, in points.
const LEAST: f32 = 140.0;

/// Columns of the waterfall: what it is, and how it went.
const OF_WATERFALL: [RequestColumn; 4] =
    [RequestColumn::Status, RequestColumn::Method, RequestColumn::Path, RequestColumn::Waterfall];

/// The columns in use, and their heads.
#[derive(Debug)]
pub(super) struct Heads {
    pub(super) columns: Vec<RequestColumn>,
    pub(super) heads: Vec<Column>,
}

impl Heads {
    /// The heads for a view that is `room` wide.
    pub(super) fn new(mode: RequestMode, setting: &ColumnSetting, room: f32) -> Self {
        let columns: Vec<(RequestColumn, Option<u16>)> = match mode {
            RequestMode::Table => setting.shown().to_vec(),
            RequestMode::Waterfall => OF_WATERFALL.map(|it| (it, width_of(setting, it))).to_vec(),
        };
        let is_waterfall = mode == RequestMode::Waterfall;
        let mut heads: Vec<Column> =
            columns.iter().map(|it| head(it.0, it.1, is_waterfall)).collect();
        fit(&columns, &mut heads, room);
        Self { columns: columns.into_iter().map(|it| it.0).collect(), heads }
    }

    /// How the columns are sorted by.
    pub(super) fn sorts(&self, order: &[RequestOrder]) -> Vec<Sort> {
        let place = |key: RequestKey| self.columns.iter().position(|it| it.key() == Some(key));
        let sort =
            |it: &RequestOrder| Some(Sort { column: place(it.key)?, descending: it.descending });
        order.iter().filter_map(sort).collect()
    }

    /// What a sort of a column compares.
    pub(super) fn order(&self, setting: &RequestSetting, sort: Sort) -> Option<RequestOrder> {
        let column = *self.columns.get(sort.column)?;
        let key = column.key().unwrap_or(setting.waterfall_by);
        Some(RequestOrder { key, descending: sort.descending })
    }
}

fn width_of(columns: &ColumnSetting, column: RequestColumn) -> Option<u16> {
    let is_it = |it: &&(RequestColumn, Option<u16>)| it.0 == column;
    columns.shown().iter().find(is_it).and_then(|it| it.1)
}

fn head(column: RequestColumn, width: Option<u16>, is_waterfall: bool) -> Column {
    let usual = match column {
        RequestColumn::Waterfall if is_waterfall => Width::Share(0.72),
        RequestColumn::Path if is_waterfall => Width::Share(0.28),
        RequestColumn::Path | RequestColumn::Waterfall => Width::Share(0.5),
        RequestColumn::Url => Width::Share(0.6),
        RequestColumn::Method | RequestColumn::Side => Width::Fixed(72.0),
        RequestColumn::Start
        | RequestColumn::Decoded
        | RequestColumn::Duration
        | RequestColumn::Wait => Width::Fixed(84.0),
        RequestColumn::Transferred | RequestColumn::Priority => Width::Fixed(78.0),
        // “no response” is the longest that is usual.
        RequestColumn::Status | RequestColumn::Type | RequestColumn::Protocol => {
            Width::Fixed(104.0)
        }
        RequestColumn::Host | RequestColumn::Server | RequestColumn::Answerer => {
            Width::Fixed(128.0)
        }
        RequestColumn::Outcome | RequestColumn::Mime | RequestColumn::Initiator => {
            Width::Fixed(160.0)
        }
    };
    let by_hand = width.filter(|_| column != RequestColumn::Waterfall).map(f32::from);
    let align = if column.is_number() { Align::Right } else { Align::Left };
    let largest_first = column.is_number() && column != RequestColumn::Start;
    Column {
        title: column.title(),
        hint: column.hint(),
        width: by_hand.map_or(usual, Width::Fixed),
        align,
        sorts: Some(largest_first),
    }
}

/// Leaves room for what takes the rest: columns that were not made wider by hand are hidden, those
/// that tell least first.
fn fit(columns: &[(RequestColumn, Option<u16>)], heads: &mut [Column], room: f32) {
    const DISPENSABLE: [RequestColumn; 12] = [
        RequestColumn::Server,
        RequestColumn::Side,
        RequestColumn::Answerer,
        RequestColumn::Priority,
        RequestColumn::Protocol,
        RequestColumn::Mime,
        RequestColumn::Decoded,
        RequestColumn::Host,
        RequestColumn::Initiator,
        RequestColumn::Outcome,
        RequestColumn::Start,
        RequestColumn::Type,
    ];
    let needed = |heads: &[Column]| -> f32 {
        let width = |it: &Column| match it.width {
            Width::Fixed(width) => width,
            Width::Share(_) => LEAST,
            Width::Hidden => 0.0,
        };
        heads.iter().map(width).sum()
    };
    for column in DISPENSABLE {
        if needed(heads) <= room {
            return;
        }
        let at = columns.iter().position(|it| it.0 == column && it.1.is_none());
        if let Some(at) = at {
            heads[at].width = Width::Hidden;
        }
    }
}
