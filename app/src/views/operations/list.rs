//! The table of operations by name and kind.

use asyncscope_core::analysis::{OperationStats, OperationTimes};
use asyncscope_core::units::{Count, Nanos};
use egui::{Id, Ui};

use super::super::weights::{duration, hide_what_has_no_room, words};
use super::super::{Scene, View};
use super::{color, columns};
use crate::command::{Command, Commands};
use crate::questions::recorded::operations::OperationList;
use crate::recorded::RecordedCommand;
use crate::theme::Type;
use crate::widgets::table::{Align, Column, Row, Table, Width, table};

/// Room that names and kinds need together, in points.
const WORDS: f32 = 260.0;
/// Columns that are left out where there is no room, the first of them first.
const DISPENSABLE: [usize; 6] =
    [columns::OWN, columns::AVG, columns::AT_ONCE, columns::MAX, columns::UNFINISHED, columns::P99];

/// Shows the table.
pub(super) fn show(ui: &mut Ui, scene: Scene<'_>, list: &OperationList, commands: &mut Commands) {
    let recording = &scene.opened.recording;
    let columns = heads(ui.available_width());
    let chosen = scene.opened.chosen_operations();
    let about = Table {
        id: Id::unique("operations"),
        name: "Operations",
        columns: &columns,
        n_rows: list.rows.len(),
        selected: chosen.and_then(|it| list.row_of(it)),
        until: None,
        marked: None,
        sort: Some(scene.opened.recorded.operations.sort),
        reveal: None,
    };
    let name_of = |row: usize| {
        let it = &list.rows[row];
        let count = Count(it.count);
        let p95 = it.times.map_or("–".to_owned(), |it| it.p95.to_string());
        format!("{}, {count} times, p95 {p95}", recording.text(it.name))
    };
    let events = table(ui, &about, name_of, |row: &Row<'_>| paint(row, scene, list));
    if let Some(sort) = events.sort {
        commands.push(Command::SortBy(View::Operations, sort));
    }
    if let Some(it) = events.selected.and_then(|it| list.rows.get(it)) {
        commands.push(Command::Recorded(RecordedCommand::Choose((it.name, it.kind))));
    }
    if events.double_clicked.is_some() {
        commands.push(Command::ShowView(View::Timeline));
    }
}

fn heads(room: f32) -> [Column; 13] {
    let number = |title, hint| Column {
        title,
        hint,
        width: Width::Fixed(76.0),
        align: Align::Right,
        sorts: Some(true),
    };
    let mut heads = [
        words("Operation", "What they are called", 0.7),
        words("Kind", "Such as op, http.server, measure, console.time", 0.3),
        number("Count", "How many began"),
        number("Failed", "How many of them failed or were aborted"),
        number("Pending", "How many of them had not ended when the recording did; not timed"),
        duration("Avg", "Mean of those that ended"),
        duration("p50", "Half of those that ended took at most this (nearest rank)"),
        duration("p95", "95 in 100 of those that ended took at most this (nearest rank)"),
        duration("p99", "99 in 100 took at most this (nearest rank); grey below 100 that ended"),
        duration("Max", "The longest"),
        duration("Total", "All that ended together; they may overlap"),
        duration("Self", "Time in which no operation begun by them went on"),
        number("At once", "The most that went on at once"),
    ];
    hide_what_has_no_room(&mut heads, &DISPENSABLE, room - WORDS);
    heads
}

fn paint(row: &Row<'_>, scene: Scene<'_>, list: &OperationList) {
    let recording = &scene.opened.recording;
    let Some(it) = list.rows.get(row.row) else { return };
    let tokens = row.tokens();
    // As in the chart of how many went on at once.
    let at_once = scene.opened.answers.recorded.concurrency.value();
    let number = at_once.and_then(|all| {
        all.series.iter().position(|series| series.key == Some((it.name, it.kind)))
    });
    let fill = number.map_or(tokens.waiting.fill, |it| color(tokens, it, false));
    row.square(columns::NAME, 0.0, fill);
    row.words(columns::NAME, 18.0, Type::Code, tokens.text, recording.text(it.name));
    row.words(columns::KIND, 0.0, Type::Table, tokens.text2, recording.text(it.kind));
    row.number(columns::COUNT, 0.0, tokens.text, &Count(it.count).to_string());
    let bad = |count: u64, tone| if count == 0 { tokens.text3 } else { tone };
    let said = |count: u64| if count == 0 { "–".to_owned() } else { Count(count).to_string() };
    row.number(columns::FAILED, 0.0, bad(it.failed, tokens.error), &said(it.failed));
    row.number(columns::UNFINISHED, 0.0, bad(it.unfinished, tokens.warn), &said(it.unfinished));
    times(row, it);
    row.number(columns::AT_ONCE, 0.0, tokens.text2, &Count(it.max_concurrency).to_string());
}

/// A figure of what operations took.
type Figure = fn(&OperationTimes) -> Nanos;

fn times(row: &Row<'_>, it: &OperationStats) {
    let tokens = row.tokens();
    let figures: [(usize, Figure); 7] = [
        (columns::AVG, |it| it.avg),
        (columns::P50, |it| it.p50),
        (columns::P95, |it| it.p95),
        (columns::P99, |it| it.p99),
        (columns::MAX, |it| it.max),
        (columns::TOTAL, |it| it.total),
        (columns::OWN, |it| it.own),
    ];
    for (column, of) in figures.into_iter().filter(|it| row.shows(it.0)) {
        let (said, color) = match &it.times {
            None => ("–".to_owned(), tokens.text3),
            Some(times) if column == columns::P99 && times.is_p99_weak() => {
                (of(times).to_string(), tokens.text3)
            }
            Some(times) if column == columns::TOTAL => (of(times).to_string(), tokens.text),
            Some(times) => (of(times).to_string(), tokens.text2),
        };
        row.number(column, 0.0, color, &said);
    }
}
