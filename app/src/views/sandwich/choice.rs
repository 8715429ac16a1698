//! The list of functions to choose the middle of the sandwich from.

use asyncscope_core::units::Count;
use egui::{Id, Ui, vec2};

use super::{SandwichCommand, SandwichMemory};
use crate::answers::AnswerState;
use crate::command::{Command, Commands};
use crate::questions::functions::FunctionList;
use crate::selection::Entity;
use crate::theme::{Type, icons, size};
use crate::views::functions::columns as function_columns;
use crate::views::parts::nothing;
use crate::views::{Scene, View};
use crate::widgets::button::Button;
use crate::widgets::field::{Field, field};
use crate::widgets::table::{Align, Column, Row, Sort, Table, Width, table};

/// The columns of this list, and which of all functions each is.
const COLUMNS: [usize; 3] =
    [function_columns::OWN, function_columns::TOTAL, function_columns::NAME];
const HEADS: [Column; 3] = [
    weight("Self", "Weight of the samples in which it ran itself"),
    weight("Total", "Weight of the samples in which it or a callee ran"),
    Column {
        title: "Function",
        hint: "Its name",
        width: Width::Share(1.0),
        align: Align::Left,
        sorts: Some(false),
    },
];

const fn weight(title: &'static str, hint: &'static str) -> Column {
    Column { title, hint, width: Width::Fixed(78.0), align: Align::Right, sorts: Some(true) }
}

/// Shows the list in all of `ui`.
pub(super) fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    memory: &mut SandwichMemory,
    commands: &mut Commands,
) {
    search(ui, scene, commands);
    let list = match scene.opened.answers.sandwich_list.state() {
        AnswerState::Ready(list) | AnswerState::Working(Some(list)) => list,
        AnswerState::Failed(_) | AnswerState::Absent | AnswerState::Working(None) => return,
    };
    if list.rows.is_empty() {
        return none(ui, scene, list, commands);
    }
    rows(ui, scene, list, memory, commands);
}

fn search(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let room = vec2(ui.available_width(), size::TOOLBAR);
    ui.allocate_ui_with_layout(room, egui::Layout::left_to_right(egui::Align::Center), |ui| {
        ui.add_space(size::CELL);
        let mut filter = scene.opened.sandwich.list.filter.text.clone();
        let about = Field {
            id: Id::unique("find function of the sandwich"),
            name: "Find a function",
            hint: "Find a function",
            icon: icons::MAGNIFYING_GLASS,
            width: ui.available_width() - size::CELL,
            takes_focus: scene.wants_find,
        };
        if field(ui, &about, &mut filter).changed() {
            commands.push(Command::Filter(View::Sandwich, filter));
        }
        if scene.wants_find {
            commands.push(Command::FindTaken);
        }
    });
}

fn none(ui: &mut Ui, scene: Scene<'_>, list: &FunctionList, commands: &mut Commands) {
    if list.n_all == 0 {
        return nothing(ui, "No function was sampled in the selection.", |_| {});
    }
    let filter = scene.opened.sandwich.list.filter.text.trim();
    let why = format!("None of {} functions matches “{filter}”.", Count(list.n_all as u64));
    nothing(ui, &why, |ui| {
        if ui.add(Button::new("Clear the search")).clicked() {
            commands.push(Command::Filter(View::Sandwich, String::new()));
        }
    });
}

fn rows(
    ui: &mut Ui,
    scene: Scene<'_>,
    list: &FunctionList,
    memory: &mut SandwichMemory,
    commands: &mut Commands,
) {
    let opened = scene.opened;
    let recording = &opened.recording;
    let center = opened.sandwich.center;
    let selected = center.and_then(|it| list.row_of(it));
    let is_new = memory.revealed != center;
    memory.revealed = center;
    let Sort { column, descending } = opened.sandwich.list.sort;
    let column = COLUMNS.iter().position(|&it| it == column);
    let hovered = opened.selection.hovered.and_then(Entity::function);
    let about = Table {
        id: Id::unique("functions of the sandwich"),
        name: "Functions",
        columns: &HEADS,
        n_rows: list.rows.len(),
        selected,
        until: None,
        marked: hovered.and_then(|it| list.row_of(it)),
        sort: column.map(|column| Sort { column, descending }),
        reveal: selected.filter(|_| is_new),
    };
    let name_of = |row: usize| {
        let it = &list.rows[row];
        let (own, total) = (list.unit.show(it.own), list.unit.show(it.total));
        format!("{}, self {own}, total {total}", recording.frame_name(it.frame))
    };
    let events = table(ui, &about, name_of, |row| paint(row, scene, list));
    if let Some(sort) = events.sort {
        let column = COLUMNS.get(sort.column).copied().unwrap_or(function_columns::TOTAL);
        commands.push(Command::SortBy(View::Sandwich, Sort { column, ..sort }));
    }
    let frame = |row: usize| list.rows.get(row).map(|it| it.frame);
    if let Some(frame) = events.selected.and_then(frame) {
        memory.revealed = Some(frame);
        commands.push(Command::Sandwich(SandwichCommand::Center(frame)));
    }
    if let Some(hovered) = events.hovered.and_then(frame).map(Entity::Function)
        && opened.selection.hovered != Some(hovered)
    {
        commands.push(Command::Hover(Some(hovered)));
    }
}

fn paint(row: &Row<'_>, scene: Scene<'_>, list: &FunctionList) {
    let it = &list.rows[row.row];
    let tokens = row.tokens();
    for (column, weight) in [(0, it.own), (1, it.total)] {
        match weight {
            0 => row.number(column, 0.0, tokens.text3, "–"),
            _ => row.number(column, 0.0, tokens.text, &list.unit.show(weight)),
        }
    }
    let color = scene.opened.color_of(it.frame, scene.look, tokens);
    row.square(2, 0.0, color.fill);
    let name = scene.opened.recording.frame_name(it.frame);
    row.words(2, 18.0, Type::Code, tokens.text, name);
}
