//! Operations of both sides, and how long those that are selected took.

use asyncscope_core::analysis::diff::{OperationDiff, Part, Status, Subject};
use egui::{Align as EguiAlign, Id, Key, Layout, Ui, vec2};

use super::super::parts::{nothing, toolbar};
use super::super::table_parts::{
    filter_error, filter_field, footer, has_words, nothing_matches, write_buttons,
};
use super::super::weights::hide_what_has_no_room;
use super::super::{Scene, View, working};
use super::event_parts::{self, figure, paint_figure, paint_verdict};
use super::{DiffMemory, answer, columns, menu, overlay};
use crate::command::{Command, Commands};
use crate::diff::{Diff, DiffCommand};
use crate::export::ExportWhat;
use crate::questions::diff::events::OperationList;
use crate::theme::Type;
use crate::widgets::table::{Align, Column, Row, Table, Width, table};
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
    if list.rows.is_empty() {
        let text = diff.place.operations.text.trim();
        let said = format!("No operation matches “{text}”.");
        return nothing_matches(ui, &said, View::DiffOperations, commands);
    }
    let (height, has_chart) = event_parts::height_of_table(ui);
    let room = vec2(ui.available_width(), height);
    ui.allocate_ui(room, |ui| {
        ui.set_min_size(room);
        rows(ui, diff, list, memory, commands);
    });
    if has_chart && let Some(it) = diff.chosen_operation().and_then(|at| list.all.get(at)) {
        let room = vec2(ui.available_width(), event_parts::BELOW);
        ui.allocate_ui(room, |ui| {
            ui.set_min_size(room);
            let percentiles = [("p50", &it.p50), ("p95", &it.p95), ("p99", &it.p99)];
            event_parts::heading(ui, &it.name, percentiles);
            if let Some(shown) = diff.answers.operation_overlay.value() {
                overlay::show(ui, shown, [it.p50.values, it.p95.values]);
            }
        });
    }
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

fn rows(
    ui: &mut Ui,
    diff: &Diff,
    list: &OperationList,
    memory: &mut DiffMemory,
    commands: &mut Commands,
) {
    let columns = heads(ui.available_width());
    let selected = diff.chosen_operation_row();
    let about = Table {
        id: Id::unique("diff operations"),
        name: "Compared operations",
        columns: &columns,
        n_rows: list.rows.len(),
        selected,
        until: None,
        marked: None,
        sort: Some(diff.sorts.operations),
        reveal: None,
    };
    let line = |row: usize| list.rows.get(row).and_then(|&it| list.all.get(it));
    let name_of = |row: usize| {
        line(row).map(|it| format!("{}, p50 {}", it.name, it.p50.words())).unwrap_or_default()
    };
    let events = table(ui, &about, name_of, |row: &Row<'_>| {
        if let Some(it) = line(row.row) {
            paint(row, it, list.largest);
        }
    });
    if let Some(sort) = events.sort {
        commands.push(Command::SortBy(View::DiffOperations, sort));
    }
    let key = |it: &OperationDiff| (it.name.clone(), it.kind.clone());
    let subject = |it: &OperationDiff| Subject::Operation(it.name.clone(), it.kind.clone());
    if let Some(it) = events.selected.and_then(line) {
        commands.push(Command::Diff(DiffCommand::SelectOperation(Some(key(it)))));
    }
    if let Some((it, at)) = events.context.and_then(|(row, at)| Some((line(row)?, at))) {
        memory.menu.open_at(at, subject(it));
    }
    let by_key = selected.filter(|_| events.keys.iter().any(|it| it.1 == Key::Enter));
    if let Some(it) = events.double_clicked.or(by_key).and_then(line) {
        let which = menu::leads_to(it.status == Status::Removed);
        commands.push(Command::Diff(DiffCommand::Open(which, subject(it))));
    }
}

fn paint(row: &Row<'_>, it: &OperationDiff, most: f64) {
    let tokens = row.tokens();
    row.words(columns::NAME, 0.0, Type::Code, tokens.text, &it.name);
    row.words(columns::KIND, 0.0, Type::Table, tokens.text2, &it.kind);
    paint_figure(row, columns::COUNT, &it.count, None);
    paint_figure(row, columns::P50, &it.p50, Some(most));
    paint_figure(row, columns::P95, &it.p95, None);
    paint_figure(row, columns::P99, &it.p99, None);
    paint_verdict(row, columns::VERDICT, it.status, &it.p50);
}
