//! Spans by name: how many, how long, and how they are spread. The table beside the timeline.

use asyncscope_core::analysis::{FirstSpan, SpanName};
use asyncscope_core::units::Count;
use egui::{Align as EguiAlign, Id, Layout, Ui};

use super::parts::{nothing, thread_picker, toolbar};
use super::table_parts::{
    filter_error, filter_field, footer, has_words, nothing_matches, write_buttons,
};
use super::weights::{counts, duration, hide_what_has_no_room, words};
use super::{Scene, View};
use crate::answers::AnswerState;
use crate::command::{Command, Commands};
use crate::export::ExportWhat;
use crate::questions::spans::{SpanList, kind};
use crate::selection::Entity;
use crate::theme::{Type, size};
use crate::widgets::button::Button;
use crate::widgets::table::{Column, Row, Table, table};
use crate::wording;

/// The columns, by number.
pub mod columns {
    /// Time in them.
    pub const TOTAL: usize = 0;
    /// Time in them and in none of their children.
    pub const OWN: usize = 1;
    /// Their number.
    pub const COUNT: usize = 2;
    /// The shortest.
    pub const MIN: usize = 3;
    /// How long half of them lasted at most.
    pub const MEDIAN: usize = 4;
    /// How long 95 in 100 of them lasted at most.
    pub const P95: usize = 5;
    /// The longest.
    pub const MAX: usize = 6;
    /// Their name.
    pub const NAME: usize = 7;
    /// Their category or group of events.
    pub const KIND: usize = 8;
}

/// Room that names and kinds need together, in points.
const WORDS: f32 = 280.0;
/// Columns that are left out where there is no room, the first of them first.
const DISPENSABLE: [usize; 4] = [columns::MIN, columns::MEDIAN, columns::OWN, columns::MAX];

/// What the view remembers for itself.
#[derive(Debug, Default)]
pub struct SpansMemory {
    /// What was last brought into view.
    revealed: Option<Entity>,
}

/// Shows the list.
pub fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    memory: &mut super::ViewMemory,
    commands: &mut Commands,
) {
    tools(ui, scene, commands);
    let list = match scene.opened.answers.spans.state() {
        AnswerState::Ready(list) | AnswerState::Working(Some(list)) => list,
        AnswerState::Failed(why) => return nothing(ui, why, |_| {}),
        AnswerState::Absent | AnswerState::Working(None) => return,
    };
    if list.rows.is_empty() {
        return none(ui, scene, list, commands);
    }
    let height = (ui.available_height() - size::TOTALS).max(0.0);
    let room = egui::vec2(ui.available_width(), height);
    ui.allocate_ui(room, |ui| rows(ui, scene, list, &mut memory.spans, commands));
    totals(ui, list);
}

fn tools(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let filter = &scene.opened.spans.filter;
    toolbar(ui, |ui| {
        let width = ui.available_width();
        let about = (View::Spans, "Filter spans", "Names, split by commas");
        filter_field(ui, scene, about, (filter, 280.0), commands);
        thread_picker(ui, scene, true, commands);
        ui.with_layout(Layout::right_to_left(EguiAlign::Center), |ui| {
            let with_words = has_words(width + 200.0);
            write_buttons(ui, scene, (ExportWhat::Table("span-names"), with_words), commands);
        });
    });
    filter_error(ui, filter);
}

fn none(ui: &mut Ui, scene: Scene<'_>, list: &SpanList, commands: &mut Commands) {
    if 0 < list.n_all {
        let text = scene.opened.spans.filter.text.trim();
        let why = format!("None of {} matches “{text}”.", wording::counted(list.n_all, "name"));
        return nothing_matches(ui, &why, View::Spans, commands);
    }
    let recording = &scene.opened.recording;
    if recording.spans.is_empty() && recording.async_spans.is_empty() {
        return nothing(ui, "This recording has no spans: it was sampled only.", |ui| {
            if ui.add(Button::new("Show functions")).clicked() {
                commands.push(Command::ShowView(View::Functions));
            }
        });
    }
    nothing(ui, "No span lies within this selection.", |ui| {
        if ui.add(Button::new("Show everything")).clicked() {
            commands.push(Command::SelectRange(None));
            commands.push(Command::SelectThreads(None));
        }
    });
}

fn heads(room: f32) -> [Column; 9] {
    let mut heads = [
        duration("Total", "Time in them; one within another of its name counts once"),
        duration("Self", "Time in them and in none of the spans in them"),
        counts("Count", "How many there are"),
        duration("Min", "How long the shortest lasted"),
        duration("Median", "How long half of them lasted at most (nearest rank)"),
        duration("p95", "How long 95 in 100 of them lasted at most (nearest rank)"),
        duration("Max", "How long the longest lasted"),
        words("Name", "What they are called", 0.62),
        words("Kind", "Their category; of asynchronous ones the group of events", 0.38),
    ];
    hide_what_has_no_room(&mut heads, &DISPENSABLE, room - WORDS);
    heads
}

fn rows(
    ui: &mut Ui,
    scene: Scene<'_>,
    list: &SpanList,
    memory: &mut SpansMemory,
    commands: &mut Commands,
) {
    let opened = scene.opened;
    let recording = &opened.recording;
    let row_of = |it: Option<Entity>| it.and_then(|it| list.row_of(recording, it));
    let selected = row_of(opened.selection.entity);
    let is_new = opened.selection.entity != memory.revealed;
    memory.revealed = opened.selection.entity;
    let columns = heads(ui.available_width());
    let about = Table {
        id: Id::unique("spans"),
        name: "Spans",
        columns: &columns,
        n_rows: list.rows.len(),
        selected,
        until: None,
        marked: row_of(opened.selection.hovered),
        sort: Some(opened.spans.sort),
        reveal: selected.filter(|_| is_new),
    };
    let name_of = |row: usize| {
        let it = &list.rows[row];
        let count = Count(it.count);
        format!("{}, {count} times, total {}", recording.text(it.name), it.total)
    };
    let events = table(ui, &about, name_of, |row: &Row<'_>| paint_row(row, scene, list));
    if let Some(sort) = events.sort {
        commands.push(Command::SortBy(View::Spans, sort));
    }
    let entity = |row: usize| list.rows.get(row).map(first);
    if let Some(row) = events.selected {
        memory.revealed = entity(row);
        commands.push(Command::Select(entity(row)));
    }
    let hovered = events.hovered.and_then(entity);
    if hovered != opened.selection.hovered {
        commands.push(Command::Hover(hovered));
    }
    if events.double_clicked.is_some() {
        commands.push(Command::ShowView(View::Timeline));
    }
}

/// What a row selects: the first of its spans; the details go on to the others.
fn first(row: &SpanName) -> Entity {
    match row.first {
        FirstSpan::Nested(span) => Entity::Span(span),
        FirstSpan::Async(span) => Entity::AsyncSpan(span),
    }
}

fn paint_row(row: &Row<'_>, scene: Scene<'_>, list: &SpanList) {
    let recording = &scene.opened.recording;
    let Some(it) = list.rows.get(row.row) else { return };
    let tokens = row.tokens();
    row.number(columns::TOTAL, 0.0, tokens.text, &it.total.to_string());
    let own = it.own.map(|it| it.to_string());
    let figures = [
        (columns::OWN, own),
        (columns::COUNT, Some(Count(it.count).to_string())),
        (columns::MIN, Some(it.min.to_string())),
        (columns::MEDIAN, Some(it.median.to_string())),
        (columns::P95, Some(it.p95.to_string())),
        (columns::MAX, Some(it.max.to_string())),
    ];
    for (column, said) in figures {
        if row.shows(column) {
            let color = if said.is_some() { tokens.text2 } else { tokens.text3 };
            row.number(column, 0.0, color, said.as_deref().unwrap_or("–"));
        }
    }
    let fill = it.category.map_or(tokens.waiting.fill, |it| tokens.category(it).fill);
    row.square(columns::NAME, 0.0, fill);
    row.words(columns::NAME, 18.0, Type::Code, tokens.text, recording.text(it.name));
    row.words(columns::KIND, 0.0, Type::Table, tokens.text2, kind(recording, it));
}

fn totals(ui: &mut Ui, list: &SpanList) {
    let shown = list.rows.len();
    let names = if shown == list.n_all {
        wording::counted(shown, "name")
    } else {
        format!("{} of {}", Count(shown as u64), wording::counted(list.n_all, "name"))
    };
    let said = format!("{names} · {} spans", Count(list.n_spans));
    footer(ui, &said, "total times overlap and do not add up");
}
