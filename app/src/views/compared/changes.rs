//! What became of the objects of each class between two snapshots.

use asyncscope_core::analysis::heap::{Change, ClassDiff};
use asyncscope_core::units::{Bytes, Count};
use egui::{Align as EguiAlign, Id, Layout, Rect, Ui, pos2, vec2};

use super::super::parts::{nothing, toolbar};
use super::super::table_parts::{
    filter_error, filter_field, footer, has_words, nothing_matches, write_buttons,
};
use super::super::{Scene, View, ViewMemory, working};
use super::{ComparedMemory, answer, columns, head, signed_bytes, signed_count};
use crate::command::{Command, Commands};
use crate::compared::{Compared, ComparedCommand};
use crate::export::ExportWhat;
use crate::questions::compared::list::ChangeList;
use crate::theme::{Type, size};
use crate::widgets::segments::segments;
use crate::widgets::table::{Align, Column, Row, Table, Width, table};
use crate::wording;

/// Width of the bar of a change.
const BAR: f32 = 56.0;

/// Shows the view.
pub fn show(ui: &mut Ui, scene: Scene<'_>, memory: &mut ViewMemory, commands: &mut Commands) {
    let Some(compared) = &scene.opened.compared else { return };
    head::show(ui, compared, commands);
    tools(ui, scene, compared, commands);
    filter_error(ui, &compared.place.filter);
    working::strip(ui, scene, commands);
    let state = compared.answers.list.state();
    let Some(list) = answer(ui, compared, &state, commands) else { return };
    if list.rows.is_empty() {
        return none(ui, compared, list, commands);
    }
    let height = (ui.available_height() - size::TOTALS).max(0.0);
    let room = vec2(ui.available_width(), height);
    ui.allocate_ui(room, |ui| {
        ui.set_min_size(room);
        rows(ui, compared, list, &mut memory.compared, commands);
    });
    totals(ui, list);
}

fn tools(ui: &mut Ui, scene: Scene<'_>, compared: &Compared, commands: &mut Commands) {
    toolbar(ui, |ui| {
        let width = ui.available_width();
        let names = names(compared);
        let hints = [
            "Classes with new or freed objects",
            "Classes whose objects take more than before",
            "Classes whose objects take less than before",
            "Classes that had no objects before",
            "Classes that have no objects any more",
        ];
        let choices: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(hints).collect();
        let active = Change::ALL.iter().position(|it| *it == compared.place.change);
        if let Some(chosen) = segments(ui, &choices, active.unwrap_or(0)) {
            commands.push(Command::Compared(ComparedCommand::List(Change::ALL[chosen])));
        }
        let about = (View::Changes, "Filter classes", "Classes, split by commas");
        filter_field(ui, scene, about, (&compared.place.filter, 200.0), commands);
        ui.with_layout(Layout::right_to_left(EguiAlign::Center), |ui| {
            let with_words = has_words(width - 60.0);
            write_buttons(ui, scene, (ExportWhat::Changes, with_words), commands);
        });
    });
}

/// The tabs, with how many classes each has.
fn names(compared: &Compared) -> [String; 5] {
    let names = ["All", "Grown", "Shrunk", "New", "Gone"];
    match compared.answers.list.value() {
        Some(list) => {
            let mut counts = list.n_each.iter();
            names.map(|it| {
                let n = counts.next().copied().unwrap_or(0);
                format!("{it} {}", Count(n as u64))
            })
        }
        None => names.map(str::to_owned),
    }
}

fn none(ui: &mut Ui, compared: &Compared, list: &ChangeList, commands: &mut Commands) {
    if list.found.classes.is_empty() {
        return nothing(ui, "Nothing changed: no object is new, none is gone.", |_| {});
    }
    let text = compared.place.filter.text.trim();
    if text.is_empty() {
        let said = match compared.place.change {
            Change::Any => "No class changed.",
            Change::Grown => "No class takes more than before.",
            Change::Shrunk => "No class takes less than before.",
            Change::New => "Every class had objects before.",
            Change::Gone => "Every class still has objects.",
        };
        return nothing(ui, said, |_| {});
    }
    nothing_matches(ui, &format!("No class here matches “{text}”."), View::Changes, commands);
}

const HEADS: [Column; 6] = [
    number("Shallow Δ", "Bytes of its objects: new ones less freed ones", 152.0),
    number("Retained Δ", "Bytes that the class keeps alive: after less before", 96.0),
    number("New", "Objects that only the later snapshot has", 72.0),
    number("Freed", "Objects that only the earlier snapshot has", 72.0),
    number("Count Δ", "New objects less freed ones", 80.0),
    Column {
        title: "Class",
        hint: "Its constructor, shape or kind",
        width: Width::Share(1.0),
        align: Align::Left,
        sorts: Some(false),
    },
];

const fn number(title: &'static str, hint: &'static str, width: f32) -> Column {
    Column { title, hint, width: Width::Fixed(width), align: Align::Right, sorts: Some(true) }
}

fn rows(
    ui: &mut Ui,
    compared: &Compared,
    list: &ChangeList,
    memory: &mut ComparedMemory,
    commands: &mut Commands,
) {
    let place = &compared.place;
    let selected = place.selected.as_ref().and_then(|it| list.row_of(it));
    let is_new = memory.revealed != place.selected;
    memory.revealed.clone_from(&place.selected);
    let about = Table {
        id: Id::unique("changes"),
        name: "Changes by class",
        columns: &HEADS,
        n_rows: list.rows.len(),
        selected,
        until: None,
        marked: None,
        sort: Some(compared.sort),
        reveal: selected.filter(|_| is_new),
    };
    let name_of = |row: usize| {
        let Some(diff) = list.diff(row) else { return String::new() };
        let (new, gone) = (Count(diff.new.len() as u64), Count(diff.gone.len() as u64));
        let delta = signed_bytes(diff.shallow_delta());
        format!("{}, {new} new, {gone} freed, {delta}", diff.class.name())
    };
    let events = table(ui, &about, name_of, |row: &Row<'_>| paint_row(row, list));
    if let Some(sort) = events.sort {
        commands.push(Command::SortBy(View::Changes, sort));
    }
    let class = |row: usize| list.diff(row).map(|it| it.class.clone());
    if let Some(row) = events.selected {
        memory.revealed = class(row);
        commands.push(Command::Compared(ComparedCommand::Select(class(row))));
    }
    if events.double_clicked.is_some() {
        commands.push(Command::ShowView(View::Growth));
    }
}

fn paint_row(row: &Row<'_>, list: &ChangeList) {
    let Some(diff) = list.diff(row.row) else { return };
    let tokens = row.tokens();
    let delta = diff.shallow_delta();
    bar(row, diff, list.largest);
    row.number(columns::SHALLOW, 0.0, tokens.text, &signed_bytes(delta));
    row.number(columns::RETAINED, 0.0, tokens.text2, &signed_bytes(diff.retained_delta()));
    let count = |it: usize| if it == 0 { "–".to_owned() } else { Count(it as u64).to_string() };
    row.number(columns::NEW, 0.0, tokens.text2, &count(diff.new.len()));
    row.number(columns::FREED, 0.0, tokens.text2, &count(diff.gone.len()));
    row.number(columns::COUNT, 0.0, tokens.text2, &signed_count(diff.count_delta()));
    let said = diff.class.name();
    let end = row.words(columns::NAME, 0.0, Type::Code, tokens.text, &said);
    let status = match (diff.count.0, diff.count.1) {
        (0, _) => "new",
        (_, 0) => "gone",
        _ => return,
    };
    let indent = end - row.cell(columns::NAME).left() + 8.0;
    row.words(columns::NAME, indent, Type::Caption, tokens.text2, status);
}

/// Grows from the middle: to the right what is more, to the left what is less.
fn bar(row: &Row<'_>, diff: &ClassDiff, largest: u64) {
    let cell = row.cell(columns::SHALLOW);
    let tokens = row.tokens();
    let delta = diff.shallow_delta();
    let middle = cell.left() + BAR / 2.0;
    let center = cell.center().y.round();
    let trough = if row.is_selected { tokens.trough_on_sel } else { tokens.line0 };
    let whole = Rect::from_center_size(pos2(middle, center), vec2(BAR, 8.0));
    row.painter().rect_filled(whole, 0.0, trough);
    let length = (wording::fraction(delta.unsigned_abs(), largest) * BAR / 2.0).max(1.0);
    let to = if delta < 0 { middle - length } else { middle + length };
    let part = Rect::from_two_pos(pos2(middle, whole.top()), pos2(to, whole.bottom()));
    if delta != 0 {
        let color = tokens.difference(if delta < 0 { -6 } else { 6 });
        row.painter().rect_filled(part, 0.0, color.fill);
    }
    let line = egui::Stroke::new(1.0, tokens.line2);
    row.painter().vline(middle, whole.y_range().expand(2.0), line);
}

fn totals(ui: &mut Ui, list: &ChangeList) {
    let shown = list.rows.len();
    let all = list.found.classes.len();
    let classes = if shown == all {
        wording::counted(shown, "class").replace("classs", "classes")
    } else {
        format!("{} of {} classes", Count(shown as u64), Count(all as u64))
    };
    let (new, gone) = (list.shown.new, list.shown.gone);
    let said = format!(
        "{classes} · {} new, {} · {} freed, {}",
        Count(new.0),
        Bytes(new.1),
        Count(gone.0),
        Bytes(gone.1)
    );
    footer(ui, &said, "differences are after less before; retained sizes overlap");
}
