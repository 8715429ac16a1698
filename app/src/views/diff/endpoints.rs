//! Endpoints of both sides, and how long requests to the one that is selected took.

use asyncscope_core::analysis::diff::{EndpointDiff, Part, Status, Subject};
use egui::{Align as EguiAlign, Id, Key, Layout, Ui, vec2};

use super::super::parts::{nothing, toolbar};
use super::super::table_parts::{
    filter_error, filter_field, footer, has_words, nothing_matches, write_buttons,
};
use super::super::weights::hide_what_has_no_room;
use super::super::{Scene, View, working};
use super::event_parts::{self, figure, paint_figure, paint_share, paint_verdict};
use super::{DiffMemory, answer, columns, menu, overlay};
use crate::command::{Command, Commands};
use crate::diff::{Diff, DiffCommand};
use crate::export::ExportWhat;
use crate::questions::diff::events::{EndpointList, endpoint_name};
use crate::theme::Type;
use crate::widgets::table::{Align, Column, Row, Table, Width, table};
use crate::wording;

/// Columns that are left out where there is no room, the first of them first.
const DISPENSABLE: [usize; 5] =
    [columns::P99, columns::COUNT, columns::BYTES, columns::FAILED, columns::P95];

/// Shows the view.
pub(super) fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    diff: &Diff,
    memory: &mut DiffMemory,
    commands: &mut Commands,
) {
    if !diff.has(Part::Requests) {
        let said = "Not both sides have requests: there is nothing to compare here.";
        return nothing(ui, said, |_| {});
    }
    tools(ui, scene, diff, commands);
    filter_error(ui, &diff.place.endpoints);
    working::strip(ui, scene, commands);
    let state = diff.answers.endpoint_list.state();
    let Some(list) = answer(ui, diff, &state, commands) else { return };
    if list.rows.is_empty() {
        let text = diff.place.endpoints.text.trim();
        let said = format!("No endpoint matches “{text}”.");
        return nothing_matches(ui, &said, View::DiffEndpoints, commands);
    }
    let (height, has_chart) = event_parts::height_of_table(ui);
    let room = vec2(ui.available_width(), height);
    ui.allocate_ui(room, |ui| {
        ui.set_min_size(room);
        rows(ui, diff, list, memory, commands);
    });
    if has_chart && let Some(it) = diff.chosen_endpoint().and_then(|at| list.all.get(at)) {
        let room = vec2(ui.available_width(), event_parts::BELOW);
        ui.allocate_ui(room, |ui| {
            ui.set_min_size(room);
            let percentiles = [("p50", &it.p50), ("p95", &it.p95), ("p99", &it.p99)];
            event_parts::heading(ui, &endpoint_name(&it.name), percentiles);
            if let Some(shown) = diff.answers.endpoint_overlay.value() {
                overlay::show(ui, shown, [it.p50.values, it.p95.values]);
            }
        });
    }
    let said = wording::counted(list.rows.len(), "endpoint");
    footer(ui, &said, "matched by method, host and template of the path; Δ = after − before");
}

fn tools(ui: &mut Ui, scene: Scene<'_>, diff: &Diff, commands: &mut Commands) {
    toolbar(ui, |ui| {
        let width = ui.available_width();
        let about =
            (View::DiffEndpoints, "Filter endpoints", "Parts of addresses, split by commas");
        filter_field(ui, scene, about, (&diff.place.endpoints, 240.0), commands);
        ui.with_layout(Layout::right_to_left(EguiAlign::Center), |ui| {
            let what = (ExportWhat::DiffEndpoints, has_words(width));
            write_buttons(ui, scene, what, commands);
        });
    });
}

fn heads(room: f32) -> [Column; 9] {
    let words = |title, hint, width| Column { title, hint, width, align: Align::Left, sorts: None };
    let mut heads = [
        Column {
            sorts: Some(false),
            ..words("Endpoint", "Method, host and template of the path", Width::Share(0.6))
        },
        words("", "", Width::Hidden),
        figure("Count", "How many per run after, and how many more than before", false),
        figure("p50", "Half take at most this after, and how much more than before", true),
        figure("p95", "95 of 100 take at most this after, and how much more", false),
        figure("p99", "99 of 100 take at most this after, and how much more", false),
        figure("Bytes", "Bytes of one response after (median), and how many more", false),
        Column {
            width: Width::Fixed(96.0),
            ..figure("Δ failed", "Share without success, after less before", false)
        },
        words("Of p50", "What a test says of the median", Width::Share(0.4)),
    ];
    hide_what_has_no_room(&mut heads, &DISPENSABLE, room - 460.0);
    heads
}

fn rows(
    ui: &mut Ui,
    diff: &Diff,
    list: &EndpointList,
    memory: &mut DiffMemory,
    commands: &mut Commands,
) {
    let columns = heads(ui.available_width());
    let selected = diff.chosen_endpoint_row();
    let about = Table {
        id: Id::unique("diff endpoints"),
        name: "Compared endpoints",
        columns: &columns,
        n_rows: list.rows.len(),
        selected,
        until: None,
        marked: None,
        sort: Some(diff.sorts.endpoints),
        reveal: None,
    };
    let line = |row: usize| list.rows.get(row).and_then(|&it| list.all.get(it));
    let name_of = |row: usize| {
        let said =
            |it: &EndpointDiff| format!("{}, p50 {}", endpoint_name(&it.name), it.p50.words());
        line(row).map(said).unwrap_or_default()
    };
    let events = table(ui, &about, name_of, |row: &Row<'_>| {
        if let Some(it) = line(row.row) {
            paint(row, it, list.largest);
        }
    });
    if let Some(sort) = events.sort {
        commands.push(Command::SortBy(View::DiffEndpoints, sort));
    }
    let subject = |it: &EndpointDiff| Subject::Endpoint(it.name.clone());
    if let Some(it) = events.selected.and_then(line) {
        commands.push(Command::Diff(DiffCommand::SelectEndpoint(Some(it.name.clone()))));
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

fn paint(row: &Row<'_>, it: &EndpointDiff, most: f64) {
    let tokens = row.tokens();
    let name = endpoint_name(&it.name);
    row.path(columns::NAME, (Type::Code, tokens.text), &name, &name);
    paint_figure(row, columns::COUNT, &it.count, None);
    paint_figure(row, columns::P50, &it.p50, Some(most));
    paint_figure(row, columns::P95, &it.p95, None);
    paint_figure(row, columns::P99, &it.p99, None);
    paint_figure(row, columns::BYTES, &it.transferred, None);
    paint_share(row, columns::FAILED, &it.failures);
    paint_verdict(row, columns::VERDICT, it.status, &it.p50);
}
