//! Strings that are there more than once, and what they waste.

use asyncscope_core::analysis::heap::HeapSet;
use asyncscope_core::units::{Bytes, Count};
use egui::{Align as EguiAlign, Id, Key, Layout, Ui, vec2};

use super::super::parts::{nothing, toolbar};
use super::super::table_parts::{
    filter_error, filter_field, footer, has_words, nothing_matches, write_buttons,
};
use super::super::weights::{counts, hide_what_has_no_room, words};
use super::super::{Scene, View, ViewMemory, working};
use super::answer;
use crate::command::{Command, Commands};
use crate::export::ExportWhat;
use crate::heap::{HeapCommand, HeapEntity};
use crate::questions::heap::strings::{StringList, StringRow};
use crate::theme::{Type, size};
use crate::widgets::button::Button;
use crate::widgets::table::{Align, Column, Row, Table, Width, table};
use crate::wording;

/// The columns, by number.
pub mod columns {
    /// The text.
    pub const TEXT: usize = 0;
    /// How many there are.
    pub const COUNT: usize = 1;
    /// What they take themselves.
    pub const SHALLOW: usize = 2;
    /// What they keep alive.
    pub const RETAINED: usize = 3;
    /// What all but one take.
    pub const WASTED: usize = 4;
}

/// Width of the bar before wasted bytes.
const BAR: f32 = 56.0;

/// Shows the view.
pub fn show(ui: &mut Ui, scene: Scene<'_>, memory: &mut ViewMemory, commands: &mut Commands) {
    let filter = &scene.opened.heap.place.strings;
    toolbar(ui, |ui| {
        let width = ui.available_width();
        let about = (View::Strings, "Filter strings", "Filter by text or /regex/");
        filter_field(ui, scene, about, (filter, 240.0), commands);
        let show = ui.add(Button::new("As objects"));
        if show.on_hover_text("Show them in the table of classes").clicked() {
            commands.push(Command::Heap(HeapCommand::ShowSet(HeapSet::DuplicateStrings)));
        }
        ui.with_layout(Layout::right_to_left(EguiAlign::Center), |ui| {
            let what = ExportWhat::Table("heap-strings");
            write_buttons(ui, scene, (what, has_words(width + 100.0)), commands);
        });
    });
    filter_error(ui, filter);
    working::strip(ui, scene, commands);
    let state = scene.opened.answers.heap.strings.state();
    let Some(list) = answer(ui, scene, &state, commands) else { return };
    if list.rows.is_empty() && list.n_all > 0 {
        let strings = wording::counted(list.n_all, "string");
        let why = format!("None of {strings} matches “{}”.", filter.text.trim());
        return nothing_matches(ui, &why, View::Strings, commands);
    }
    if list.rows.is_empty() {
        return nothing(ui, "No string is there more than once.", |_| {});
    }
    let room = vec2(ui.available_width(), (ui.available_height() - size::TOTALS).max(0.0));
    ui.allocate_ui(room, |ui| {
        ui.set_min_size(room);
        rows(ui, scene, list, commands);
    });
    let shown = Count(list.rows.len() as u64);
    let of = if list.rows.len() == list.n_all {
        format!("All {shown} texts that are there more than once")
    } else {
        format!("{shown} of {} texts", Count(list.n_all as u64))
    };
    footer(ui, &of, &format!("{} wasted: all but one of each", Bytes(list.wasted)));
    memory.heap.menu.show(ui, scene, commands);
}

fn heads(room: f32) -> [Column; 5] {
    let sized = |title, hint, width| Column {
        title,
        hint,
        width: Width::Fixed(width),
        align: Align::Right,
        sorts: Some(true),
    };
    let mut heads = [
        words("String", "Its text, or the beginning of it", 1.0),
        counts("Count", "How many of it there are"),
        sized("Shallow", "What they take themselves, together", 88.0),
        sized("Retained", "Sum of what each keeps alive", 88.0),
        sized("Wasted", "What all but the largest of them take", 88.0 + BAR + 8.0),
    ];
    hide_what_has_no_room(&mut heads, &[columns::SHALLOW, columns::RETAINED], room - 200.0);
    heads
}

fn rows(ui: &mut Ui, scene: Scene<'_>, list: &StringList, commands: &mut Commands) {
    let selected = scene.opened.heap.selected_object();
    let selected = selected.and_then(|it| list.row_of(it));
    let heads = heads(ui.available_width());
    let about = Table {
        id: Id::unique("strings"),
        name: "Strings",
        columns: &heads,
        n_rows: list.rows.len(),
        selected,
        until: None,
        marked: None,
        sort: Some(scene.opened.heap.strings),
        reveal: None,
    };
    let said = |row: usize| {
        let StringRow { group, text } = &list.rows[row];
        format!("{text}, {} times, wasted {}", Count(group.count), Bytes(group.wasted))
    };
    let events = table(ui, &about, said, |row| paint(row, list));
    if let Some(sort) = events.sort {
        commands.push(Command::SortBy(View::Strings, sort));
    }
    let node = |row: usize| list.rows.get(row).map(|it| it.group.first);
    if let Some(node) = events.selected.and_then(node) {
        commands.push(Command::Heap(HeapCommand::Select(Some(HeapEntity::Object(node)))));
    }
    let enters = events.keys.iter().any(|it| it.1 == Key::Enter);
    let opened = events.double_clicked.or(selected.filter(|_| enters));
    if let Some(node) = opened.and_then(node) {
        commands.push(Command::Heap(HeapCommand::OpenObject(node)));
    }
}

fn paint(row: &Row<'_>, list: &StringList) {
    let StringRow { group, text } = &list.rows[row.row];
    let tokens = row.tokens();
    row.words(columns::TEXT, 0.0, Type::Code, tokens.text, text);
    row.number(columns::COUNT, 0.0, tokens.text, &Count(group.count).to_string());
    row.number(columns::SHALLOW, 0.0, tokens.text2, &Bytes(group.shallow).to_string());
    row.number(columns::RETAINED, 0.0, tokens.text2, &Bytes(group.retained).to_string());
    row.bar(columns::WASTED, BAR, wording::fraction(group.wasted, list.most_wasted));
    row.number(columns::WASTED, 0.0, tokens.text, &Bytes(group.wasted).to_string());
}
