//! A table of any number of rows, of which only the visible are looked at.
//!
//! The table paints head, rows, selection and focus, and turns clicks and keys into
//! [`TableEvents`]; what stands in the cells is painted by its user, row by row.

mod columns;
mod head;
mod row;

use egui::{
    EventFilter, Id, Key, Modifiers, Pos2, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2,
};

pub use columns::{Align, Column, Width};
pub use row::Row;

use super::focus;
use crate::theme::{self, size};

/// How the rows of a table are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    /// The column.
    pub column: usize,
    /// Whether the largest stands first.
    pub descending: bool,
}

/// What a table shows.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    /// Names it while the program runs.
    pub id: Id,
    /// What screen readers say, such as "Functions".
    pub name: &'a str,
    /// Its columns, from left to right.
    pub columns: &'a [Column],
    /// Number of rows.
    pub n_rows: usize,
    /// The selected row.
    pub selected: Option<usize>,
    /// The other end of the rows that are selected, if they are several.
    pub until: Option<usize>,
    /// A row to mark lightly: what it shows is hovered elsewhere.
    pub marked: Option<usize>,
    /// How the rows are sorted.
    pub sort: Option<Sort>,
    /// A row to scroll to now.
    pub reveal: Option<usize>,
}

impl Table<'_> {
    /// Whether a row is among those selected.
    pub(super) fn is_selected(&self, row: usize) -> bool {
        let Some(one) = self.selected else { return false };
        let other = self.until.unwrap_or(one);
        (one.min(other)..=one.max(other)).contains(&row)
    }
}

/// What a table can do that few need.
#[derive(Clone, Copy, Default)]
pub struct Extras<'a> {
    /// What rows are sorted by where the first sort tells nothing apart.
    pub also: &'a [Sort],
    /// Whether a row is selected, where rows are selected that do not follow each other. Then a
    /// click with Ctrl selects one more, or one less.
    pub is_selected: Option<&'a dyn Fn(usize) -> bool>,
    /// Whether columns can be moved and made wider.
    pub is_arranged: bool,
}

impl std::fmt::Debug for Extras<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Extras").field("also", &self.also).finish_non_exhaustive()
    }
}

/// What was done to a table in this frame.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableEvents {
    /// A column's head was clicked.
    pub sort: Option<Sort>,
    /// A row was clicked, or reached by a key.
    pub selected: Option<usize>,
    /// The selection was extended to a row: by a click with Shift, or by a key with it.
    pub extended: Option<usize>,
    /// A row was double-clicked.
    pub double_clicked: Option<usize>,
    /// A row was clicked with the secondary button, or is selected and its menu was asked for by
    /// keys: where the menu is to stand.
    pub context: Option<(usize, Pos2)>,
    /// The row under the pointer.
    pub hovered: Option<usize>,
    /// Keys pressed while the table has the focus, other than those that move the selection.
    pub keys: Vec<(Modifiers, Key)>,
    /// Whether the table has the focus.
    pub has_focus: bool,
    /// A star was typed, which asks trees to open all below a row.
    pub typed_star: bool,
    /// A column's head was clicked with Shift.
    pub sort_also: Option<Sort>,
    /// A row was clicked with Ctrl.
    pub toggled: Option<usize>,
    /// A column was made so many points wide; `None` where its edge was double-clicked.
    pub resized: Option<(usize, Option<f32>)>,
    /// A column was dragged before another one; the number of columns is the end.
    pub moved: Option<(usize, usize)>,
    /// A column's head was clicked with the secondary button, and where.
    pub head_context: Option<(usize, Pos2)>,
    /// The left and right edge of each column.
    pub edges: Vec<egui::Rangef>,
    /// Where the rows are.
    pub body: Option<Rect>,
}

/// Shows a table in all the room there is.
///
/// `name_of` says a row for screen readers; `paint` fills its cells.
pub fn table(
    ui: &mut Ui,
    table: &Table<'_>,
    name_of: impl Fn(usize) -> String,
    paint: impl FnMut(&Row<'_>),
) -> TableEvents {
    table_with(ui, table, Extras::default(), name_of, paint)
}

/// The same with what few tables need.
pub fn table_with(
    ui: &mut Ui,
    table: &Table<'_>,
    extras: Extras<'_>,
    name_of: impl Fn(usize) -> String,
    mut paint: impl FnMut(&Row<'_>),
) -> TableEvents {
    let mut events = TableEvents::default();
    let bar = ui.spacing().scroll.allocated_width();
    let whole = ui.available_rect_before_wrap();
    let lefts = columns::lay_out(table.columns, whole.left(), whole.width() - bar);
    head::head(ui, (table, extras), &lefts, &mut events);
    let body = ui.available_rect_before_wrap();
    events.body = Some(body);
    ui.painter().rect_filled(body, 0.0, theme::tokens(ui).bg0);
    let focus = ui.interact(body, table.id, Sense::focusable_noninteractive());
    focus.widget_info(|| WidgetInfo::labeled(Role::Table, true, table.name));
    if ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none()) {
        focus.request_focus(); // so that the arrows work at once
    }
    let reveal = keys(ui, table, body.height(), &mut events).or(table.reveal);
    let height = size::table_row(ui);
    let rows = ScrollArea::vertical().id_salt(table.id).auto_shrink(false);
    rows.show_viewport(ui, |ui, viewport| {
        ui.set_height(height * as_points(table.n_rows));
        let area = ui.max_rect();
        for row in visible(viewport, table.n_rows, height) {
            let rect = row_rect(area, whole, row, height);
            let state = row::RowState::of(ui, (table, extras), (row, rect), &name_of, &mut events);
            paint(&Row::new(ui, row, rect, &lefts, state));
        }
        if let Some(row) = reveal {
            let rect = row_rect(area, whole, row, height).expand2(vec2(0.0, 1.0));
            ui.scroll_to_rect_animation(rect, None, egui::style::ScrollAnimation::none());
        }
    });
    if events.selected.is_some() || events.extended.is_some() {
        focus.request_focus();
    }
    focus::ring(ui, &focus, body, 0);
    events.edges = lefts;
    events
}

fn row_rect(area: Rect, whole: Rect, row: usize, height: f32) -> Rect {
    let top = area.top() + height * as_points(row);
    let left_top = egui::pos2(whole.left(), top);
    Rect::from_min_size(left_top, vec2(area.right() - whole.left(), height))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a scroll position is a few million points at most, and never negative"
)]
fn visible(viewport: Rect, n_rows: usize, height: f32) -> std::ops::Range<usize> {
    let first = (viewport.top() / height).floor().max(0.0) as usize;
    let last = (viewport.bottom() / height).ceil().max(0.0) as usize;
    first.min(n_rows)..last.min(n_rows)
}

#[expect(clippy::cast_precision_loss, reason = "a scroll position; rough beyond a million rows")]
fn as_points(rows: usize) -> f32 {
    rows as f32
}

/// Moves the selection by keys; returns the row to scroll to.
fn keys(ui: &Ui, table: &Table<'_>, height: f32, events: &mut TableEvents) -> Option<usize> {
    if !ui.memory(|memory| memory.has_focus(table.id)) {
        return None;
    }
    events.has_focus = true;
    // The star is a character, not a key: keyboards put it in different places.
    let is_star = |it: &egui::Event| matches!(it, egui::Event::Text(text) if text == "*");
    events.typed_star = ui.input(|input| input.events.iter().any(is_star));
    let filter =
        EventFilter { horizontal_arrows: true, vertical_arrows: true, tab: false, escape: false };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(table.id, filter));
    let page = visible(
        Rect::from_min_size(egui::Pos2::ZERO, vec2(1.0, height)),
        usize::MAX,
        size::table_row(ui),
    )
    .len();
    let (mut target, mut extends) = (None, false);
    for (modifiers, key) in pressed(ui) {
        let at = target.or(table.until.filter(|_| modifiers.shift)).or(table.selected);
        let next = match key {
            Key::ArrowDown => at.map_or(0, |it| it.saturating_add(1)),
            Key::ArrowUp => at.map_or(0, |it| it.saturating_sub(1)),
            Key::PageDown => at.map_or(0, |it| it.saturating_add(page.saturating_sub(2))),
            Key::PageUp => at.map_or(0, |it| it.saturating_sub(page.saturating_sub(2))),
            Key::Home => 0,
            Key::End => usize::MAX,
            _ => {
                events.keys.push((modifiers, key));
                continue;
            }
        };
        extends = modifiers.shift && table.selected.is_some();
        target = Some(next.min(table.n_rows.saturating_sub(1)));
    }
    let target = target.filter(|_| table.n_rows > 0);
    *if extends { &mut events.extended } else { &mut events.selected } = target;
    target
}

fn pressed(ui: &Ui) -> Vec<(Modifiers, Key)> {
    ui.input(|input| {
        let keys = input.events.iter().filter_map(|event| match event {
            egui::Event::Key { key, pressed: true, modifiers, .. } => Some((*modifiers, *key)),
            _ => None,
        });
        keys.collect()
    })
}
