//! A table of operations or endpoints, and how long what is selected took.

use asyncscope_core::analysis::diff::Overlay;
use asyncscope_core::analysis::diff::{Difference, Status, Subject};
use egui::{Id, Key, Ui, vec2};

use super::super::View;
use super::{DiffMemory, event_parts, menu, overlay};
use crate::command::{Command, Commands};
use crate::diff::DiffCommand;
use crate::widgets::table::{Column, Row, Sort, Table, table};

/// A row of such a table.
pub(super) trait EventRow {
    /// What it is called.
    fn name(&self) -> String;
    /// What became of it.
    fn status(&self) -> Status;
    /// Durations at p50, p95 and p99.
    fn percentiles(&self) -> [&Difference; 3];
    /// What it leads to.
    fn subject(&self) -> Subject;
    /// Selects it.
    fn select(&self) -> DiffCommand;
    /// Paints it; `most` is the largest difference of medians.
    fn paint(&self, row: &Row<'_>, most: f64);
}

/// What is shown.
#[derive(Clone, Copy)]
pub(super) struct EventTable<'a, T> {
    /// The view it stands in.
    pub(super) view: View,
    /// What screen readers say of the table.
    pub(super) name: &'a str,
    /// Its columns.
    pub(super) columns: &'a [Column],
    /// All there are.
    pub(super) all: &'a [T],
    /// Places in `all` of those that are listed, in order.
    pub(super) rows: &'a [usize],
    /// The largest difference of medians.
    pub(super) largest: f64,
    /// The row that is selected.
    pub(super) selected: Option<usize>,
    /// How rows are sorted.
    pub(super) sort: Sort,
    /// How long what is selected took.
    pub(super) overlay: Option<&'a Overlay>,
}

impl<T: EventRow> EventTable<'_, T> {
    /// Shows the table, and below it how long what is selected took, where there is room.
    pub(super) fn show(&self, ui: &mut Ui, memory: &mut DiffMemory, commands: &mut Commands) {
        let (height, has_chart) = event_parts::height_of_table(ui);
        let room = vec2(ui.available_width(), height);
        ui.allocate_ui(room, |ui| {
            ui.set_min_size(room);
            self.rows(ui, memory, commands);
        });
        let Some(it) = self.selected.and_then(|row| self.line(row)).filter(|_| has_chart) else {
            return;
        };
        let room = vec2(ui.available_width(), event_parts::BELOW);
        ui.allocate_ui(room, |ui| {
            ui.set_min_size(room);
            let [p50, p95, p99] = it.percentiles();
            event_parts::heading(ui, &it.name(), [("p50", p50), ("p95", p95), ("p99", p99)]);
            if let Some(shown) = self.overlay {
                overlay::show(ui, shown, [p50.values, p95.values]);
            }
        });
    }

    fn line(&self, row: usize) -> Option<&T> {
        self.rows.get(row).and_then(|&it| self.all.get(it))
    }

    fn rows(&self, ui: &mut Ui, memory: &mut DiffMemory, commands: &mut Commands) {
        let about = Table {
            id: Id::unique(("compared", self.view)),
            name: self.name,
            columns: self.columns,
            n_rows: self.rows.len(),
            selected: self.selected,
            until: None,
            marked: None,
            sort: Some(self.sort),
            reveal: None,
        };
        let said = |it: &T| format!("{}, p50 {}", it.name(), it.percentiles()[0].words());
        let name_of = |row: usize| self.line(row).map(said).unwrap_or_default();
        let events = table(ui, &about, name_of, |row: &Row<'_>| {
            if let Some(it) = self.line(row.row) {
                it.paint(row, self.largest);
            }
        });
        if let Some(sort) = events.sort {
            commands.push(Command::SortBy(self.view, sort));
        }
        if let Some(it) = events.selected.and_then(|row| self.line(row)) {
            commands.push(Command::Diff(it.select()));
        }
        if let Some((row, at)) = events.context
            && let Some(it) = self.line(row)
        {
            memory.menu.open_at(at, it.subject());
        }
        let by_key = self.selected.filter(|_| events.keys.iter().any(|it| it.1 == Key::Enter));
        if let Some(it) = events.double_clicked.or(by_key).and_then(|row| self.line(row)) {
            let which = menu::leads_to(it.status() == Status::Removed);
            commands.push(Command::Diff(DiffCommand::Open(which, it.subject())));
        }
    }
}
