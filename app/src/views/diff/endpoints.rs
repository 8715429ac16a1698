//! Endpoints of both sides, and how long requests to the one that is selected took.

use asyncscope_core::analysis::diff::{Difference, EndpointDiff, Part, Status, Subject};
use egui::{Align as EguiAlign, Layout, Ui};

use super::super::parts::{nothing, toolbar};
use super::super::table_parts::{
    filter_error, filter_field, footer, has_words, nothing_matches, write_buttons,
};
use super::super::weights::hide_what_has_no_room;
use super::super::{Scene, View, working};
use super::event_parts::{figure, paint_figure, paint_share, paint_verdict};
use super::event_table::{EventRow, EventTable};
use super::{DiffMemory, answer, columns, hosts};
use crate::command::Commands;
use crate::diff::{Diff, DiffCommand};
use crate::export::ExportWhat;
use crate::questions::diff::events::endpoint_name;
use crate::theme::Type;
use crate::widgets::table::{Align, Column, Row, Width};
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
    hosts::error(ui, diff);
    working::strip(ui, scene, commands);
    let state = diff.answers.endpoint_list.state();
    let Some(list) = answer(ui, diff, &state, commands) else { return };
    let text = diff.place.endpoints.text.trim();
    if list.rows.is_empty() && text.is_empty() {
        return nothing(ui, "No request is in what is compared.", |_| {});
    }
    if list.rows.is_empty() {
        let said = format!("No endpoint matches “{text}”.");
        return nothing_matches(ui, &said, View::DiffEndpoints, commands);
    }
    let shown = EventTable {
        view: View::DiffEndpoints,
        name: "Compared endpoints",
        columns: &heads(ui.available_width()),
        all: &list.all,
        rows: &list.rows,
        largest: list.largest,
        selected: diff.chosen_endpoint_row(),
        sort: diff.sorts.endpoints,
        overlay: diff.answers.endpoint_overlay.value().map(AsRef::as_ref),
    };
    shown.show(ui, memory, commands);
    let said = wording::counted(list.rows.len(), "endpoint");
    footer(ui, &said, "matched by method, host and template of the path; Δ = after − before");
}

fn tools(ui: &mut Ui, scene: Scene<'_>, diff: &Diff, commands: &mut Commands) {
    toolbar(ui, |ui| {
        let width = ui.available_width();
        let about =
            (View::DiffEndpoints, "Filter endpoints", "Parts of addresses, split by commas");
        filter_field(ui, scene, about, (&diff.place.endpoints, 220.0), commands);
        hosts::field(ui, diff, commands);
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

impl EventRow for EndpointDiff {
    fn name(&self) -> String {
        endpoint_name(&self.name)
    }

    fn status(&self) -> Status {
        self.status
    }

    fn percentiles(&self) -> [&Difference; 3] {
        [&self.p50, &self.p95, &self.p99]
    }

    fn subject(&self) -> Subject {
        Subject::Endpoint(self.name.clone())
    }

    fn select(&self) -> DiffCommand {
        DiffCommand::SelectEndpoint(Some(self.name.clone()))
    }

    fn paint(&self, row: &Row<'_>, most: f64) {
        let tokens = row.tokens();
        let name = endpoint_name(&self.name);
        row.path(columns::NAME, (Type::Code, tokens.text), &name, &name);
        paint_figure(row, columns::COUNT, &self.count, None);
        paint_figure(row, columns::P50, &self.p50, Some(most));
        paint_figure(row, columns::P95, &self.p95, None);
        paint_figure(row, columns::P99, &self.p99, None);
        paint_figure(row, columns::BYTES, &self.transferred, None);
        paint_share(row, columns::FAILED, &self.failures);
        paint_verdict(row, columns::VERDICT, self.status, &self.p50);
    }
}
