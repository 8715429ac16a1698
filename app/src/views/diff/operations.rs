//! Operations of both sides, and how long those that are selected took.

use asyncscope_core::analysis::diff::{Difference, OperationDiff, Part, Status, Subject};
use egui::{Align as EguiAlign, Layout, Ui};

use super::super::parts::{nothing, toolbar};
use super::super::table_parts::{
    filter_error, filter_field, footer, has_words, nothing_matches, write_buttons,
};
use super::super::weights::hide_what_has_no_room;
use super::super::{Scene, View, working};
use super::event_parts::{figure, paint_figure, paint_verdict};
use super::event_table::{EventRow, EventTable};
use super::{DiffMemory, answer, columns};
use crate::command::Commands;
use crate::diff::{Diff, DiffCommand};
use crate::export::ExportWhat;
use crate::theme::Type;
use crate::widgets::table::{Align, Column, Row, Width};
use crate::wording;

/// Columns that are left out where there is no room, the first of them first.
const DISPENSABLE: [usize; 4] = [columns::P99, columns::COUNT, columns::KIND, columns::P95];

/// Shows the view.
pub(super) fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    diff: &Diff,
    memory: &mut DiffMemory,
    commands: &mut Commands,
) {
    if !diff.has(Part::Operations) {
        let said = "Not both sides have operations: there is nothing to compare here.";
        return nothing(ui, said, |_| {});
    }
    tools(ui, scene, diff, commands);
    filter_error(ui, &diff.place.operations);
    working::strip(ui, scene, commands);
    let state = diff.answers.operation_list.state();
    let Some(list) = answer(ui, diff, &state, commands) else { return };
    let text = diff.place.operations.text.trim();
    if list.rows.is_empty() && text.is_empty() {
        return nothing(ui, "No operation is in what is compared.", |_| {});
    }
    if list.rows.is_empty() {
        let said = format!("No operation matches “{text}”.");
        return nothing_matches(ui, &said, View::DiffOperations, commands);
    }
    let shown = EventTable {
        view: View::DiffOperations,
        name: "Compared operations",
        columns: &heads(ui.available_width()),
        all: &list.all,
        rows: &list.rows,
        largest: list.largest,
        selected: diff.chosen_operation_row(),
        sort: diff.sorts.operations,
        overlay: diff.answers.operation_overlay.value().map(AsRef::as_ref),
    };
    shown.show(ui, memory, commands);
    let said = wording::counted(list.rows.len(), "operation");
    footer(ui, &said, "percentiles are nearest ranks; Δ = after − before");
}

fn tools(ui: &mut Ui, scene: Scene<'_>, diff: &Diff, commands: &mut Commands) {
    toolbar(ui, |ui| {
        let width = ui.available_width();
        let about = (View::DiffOperations, "Filter operations", "Names, split by commas");
        filter_field(ui, scene, about, (&diff.place.operations, 220.0), commands);
        ui.with_layout(Layout::right_to_left(EguiAlign::Center), |ui| {
            let what = (ExportWhat::DiffOperations, has_words(width));
            write_buttons(ui, scene, what, commands);
        });
    });
}

fn heads(room: f32) -> [Column; 9] {
    let words = |title, hint, width| Column { title, hint, width, align: Align::Left, sorts: None };
    let hidden = words("", "", Width::Hidden);
    let mut heads = [
        Column { sorts: Some(false), ..words("Operation", "Its name", Width::Share(0.5)) },
        words("Kind", "Such as op, http.server or measure", Width::Fixed(100.0)),
        figure("Count", "How many per run after, and how many more than before", false),
        figure("p50", "Half take at most this after, and how much more than before", true),
        figure("p95", "95 of 100 take at most this after, and how much more", false),
        figure("p99", "99 of 100 take at most this after, and how much more", false),
        hidden,
        hidden,
        words("Of p50", "What a test says of the median", Width::Share(0.5)),
    ];
    hide_what_has_no_room(&mut heads, &DISPENSABLE, room - 420.0);
    heads
}

impl EventRow for OperationDiff {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn status(&self) -> Status {
        self.status
    }

    fn percentiles(&self) -> [&Difference; 3] {
        [&self.p50, &self.p95, &self.p99]
    }

    fn subject(&self) -> Subject {
        Subject::Operation(self.name.clone(), self.kind.clone())
    }

    fn select(&self) -> DiffCommand {
        DiffCommand::SelectOperation(Some((self.name.clone(), self.kind.clone())))
    }

    fn paint(&self, row: &Row<'_>, most: f64) {
        let tokens = row.tokens();
        row.words(columns::NAME, 0.0, Type::Code, tokens.text, &self.name);
        row.words(columns::KIND, 0.0, Type::Table, tokens.text2, &self.kind);
        paint_figure(row, columns::COUNT, &self.count, None);
        paint_figure(row, columns::P50, &self.p50, Some(most));
        paint_figure(row, columns::P95, &self.p95, None);
        paint_figure(row, columns::P99, &self.p99, None);
        paint_verdict(row, columns::VERDICT, self.status, &self.p50);
    }
}
