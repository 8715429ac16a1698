//! Every function of the selection: what it weighs, how long it ran, and where it stands.

use asyncscope_core::analysis::{FunctionRow, InstanceStats};
use asyncscope_core::model::FrameIndex;
use asyncscope_core::units::Count;
use egui::{Align as EguiAlign, Id, Key, Layout, Ui};

use super::frame_menu::{FrameMenu, FrameTarget};
use super::parts::{nothing, thread_picker, toolbar};
use super::table_parts::{
    filter_error, filter_field, footer, has_words, nothing_matches, write_buttons,
};
use super::weights::{
    bar_width, counts, duration, hide_what_has_no_room, paint_place, paint_weight, weights, words,
};
use super::{Scene, View, stack_bar};
use crate::answers::AnswerState;
use crate::command::{Command, Commands};
use crate::export::ExportWhat;
use crate::questions::functions::{FunctionList, figure};
use crate::selection::Entity;
use crate::theme::{Type, size};
use crate::widgets::table::{Column, Row, Table, Width, table};
use crate::wording;

/// The columns, by number.
pub mod columns {
    /// Self weight.
    pub const OWN: usize = 0;
    /// Total weight.
    pub const TOTAL: usize = 1;
    /// Samples with it on the stack.
    pub const SAMPLES: usize = 2;
    /// How often it ran.
    pub const CALLS: usize = 3;
    /// How long it ran at least.
    pub const MIN: usize = 4;
    /// How long half of its calls ran at most.
    pub const MEDIAN: usize = 5;
    /// How long 95 in 100 of its calls ran at most.
    pub const P95: usize = 6;
    /// How long it ran at most.
    pub const MAX: usize = 7;
    /// Its name.
    pub const NAME: usize = 8;
    /// Where it stands.
    pub const PLACE: usize = 9;
}

/// Room that names and places need together, in points.
const WORDS: f32 = 330.0;
/// Narrower tables leave places out.
const NARROW: f32 = 560.0;
/// Columns that are left out where there is no room, the first of them first.
const DISPENSABLE: [usize; 6] =
    [columns::MIN, columns::MAX, columns::P95, columns::MEDIAN, columns::CALLS, columns::SAMPLES];

/// What the view remembers for itself.
#[derive(Debug, Default)]
pub struct FunctionsMemory {
    menu: FrameMenu,
    /// The function that was last brought into view.
    revealed: Option<FrameIndex>,
}

/// Shows the list.
pub fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    memory: &mut super::ViewMemory,
    commands: &mut Commands,
) {
    tools(ui, scene, commands);
    stack_bar::show_table(ui, scene, commands);
    let answers = &scene.opened.answers;
    let list = match answers.list.state() {
        AnswerState::Ready(list) | AnswerState::Working(Some(list)) => list,
        AnswerState::Failed(why) => return nothing(ui, why, |_| {}),
        AnswerState::Absent | AnswerState::Working(None) => return,
    };
    if list.n_rows() == 0 {
        return none(ui, scene, list, commands);
    }
    let height = (ui.available_height() - size::TOTALS).max(0.0);
    let room = egui::vec2(ui.available_width(), height);
    ui.allocate_ui(room, |ui| rows(ui, scene, list, &mut memory.functions, commands));
    totals(ui, scene, list);
    memory.functions.menu.show(ui, scene, commands);
}

fn tools(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let filter = &scene.opened.functions.filter;
    toolbar(ui, |ui| {
        let width = ui.available_width();
        let hint = "Names or scripts, split by commas";
        let about = (View::Functions, "Filter functions", hint);
        filter_field(ui, scene, about, (filter, 280.0), commands);
        thread_picker(ui, scene, true, commands);
        ui.with_layout(Layout::right_to_left(EguiAlign::Center), |ui| {
            let with_words = has_words(width + 200.0);
            write_buttons(ui, scene, (ExportWhat::FunctionsShown, with_words), commands);
        });
    });
    filter_error(ui, filter);
}

fn none(ui: &mut Ui, scene: Scene<'_>, list: &FunctionList, commands: &mut Commands) {
    if list.n_all == 0 {
        return stack_bar::nothing_left(ui, scene.opened, commands);
    }
    let text = scene.opened.functions.filter.text.trim();
    let why = format!("None of {} matches “{text}”.", wording::counted(list.n_all, "function"));
    nothing_matches(ui, &why, View::Functions, commands);
}

const OWN_HINT: &str = "Weight of the samples in which it ran itself; shares are of all samples";
const TOTAL_HINT: &str =
    "Weight of the samples in which it or a callee ran; shares are of all samples";

/// Widths of the bars of self and of total: only the weight that rows are sorted by has one.
type Bars = (Option<f32>, Option<f32>);

fn bars(scene: Scene<'_>, wide: bool) -> Bars {
    let bar = Some(bar_width(wide));
    let by_total = scene.opened.functions.sort.column == columns::TOTAL;
    if by_total { (None, bar) } else { (bar, None) }
}

fn heads((own_bar, total_bar): Bars, room: f32, has_times: bool) -> [Column; 10] {
    let mut heads = [
        weights("Self", OWN_HINT, own_bar),
        weights("Total", TOTAL_HINT, total_bar),
        counts("Samples", "Samples with it on the stack, each counted once"),
        counts("Calls", "How often it ran, as far as samples tell"),
        duration("Min", "How long its shortest call ran"),
        duration("Median", "How long half of its calls ran at most"),
        duration("p95", "How long 95 in 100 of its calls ran at most"),
        duration("Max", "How long its longest call ran"),
        words("Function", "Its name", 0.54),
        words("Location", "Where its code begins", 0.46),
    ];
    if !has_times {
        for it in &mut heads[columns::CALLS..=columns::MAX] {
            it.width = Width::Hidden;
        }
    }
    if room < NARROW {
        heads[columns::PLACE].width = Width::Hidden;
    }
    let words = if room < NARROW { WORDS / 2.0 } else { WORDS };
    hide_what_has_no_room(&mut heads, &DISPENSABLE, room - words);
    // What rows are sorted by has a bar, and stays.
    let other = if own_bar.is_some() { columns::TOTAL } else { columns::OWN };
    hide_what_has_no_room(&mut heads, &[other], room - words);
    heads
}

fn rows(
    ui: &mut Ui,
    scene: Scene<'_>,
    list: &FunctionList,
    memory: &mut FunctionsMemory,
    commands: &mut Commands,
) {
    let opened = scene.opened;
    let recording = &opened.recording;
    let selected = opened.selection.function();
    let selected_row = selected.and_then(|it| list.row_of(it));
    let hovered = opened.selection.hovered.and_then(Entity::function);
    let is_new = selected != memory.revealed;
    memory.revealed = selected;
    let wide = ui.available_width() > 1400.0;
    let bars = bars(scene, wide);
    let has_times = opened.answers.times.value().is_some_and(|it| !it.is_too_much);
    let columns = heads(bars, ui.available_width(), has_times);
    let about = Table {
        id: Id::unique("functions"),
        name: "Functions",
        columns: &columns,
        n_rows: list.n_rows(),
        selected: selected_row,
        until: opened.functions.until.and_then(|it| list.row_of(it)),
        marked: hovered.and_then(|it| list.row_of(it)),
        sort: Some(opened.functions.sort),
        reveal: selected_row.filter(|_| is_new),
    };
    let name_of = |row: usize| {
        let name = list.frame(row).map_or("", |it| recording.frame_name(it));
        let Some(it) = list.rows.get(row) else { return format!("{name}, left out") };
        let (own, total) = (list.unit.show(it.own), list.unit.show(it.total));
        format!("{name}, self {own}, total {total}")
    };
    let paint = |row: &Row<'_>| paint_row(row, scene, list, bars);
    let events = table(ui, &about, name_of, paint);
    if let Some(sort) = events.sort {
        commands.push(Command::SortBy(View::Functions, sort));
    }
    let frame = |row: usize| Some(Entity::Function(list.frame(row)?));
    if let Some(row) = events.selected {
        memory.revealed = list.frame(row);
        commands.push(Command::Select(frame(row)));
    }
    if let Some(frame) = events.extended.and_then(|it| list.frame(it)) {
        commands.push(Command::SelectUntil(frame));
    }
    if let Some((row, at)) = events.context
        && let Some(frame) = list.frame(row)
    {
        memory.menu.open_at(at, FrameTarget { frame, path: Vec::new() });
    }
    let hovered = events.hovered.and_then(frame);
    if hovered != opened.selection.hovered {
        commands.push(Command::Hover(hovered));
    }
    if events.double_clicked.is_some() {
        commands.push(Command::ShowView(View::CallTree));
    }
    if selected.is_some() && events.keys.iter().any(|it| it.1 == Key::Enter) {
        commands.push(Command::ShowSource);
    }
}

fn paint_row(row: &Row<'_>, scene: Scene<'_>, list: &FunctionList, bars: Bars) {
    let recording = &scene.opened.recording;
    let Some(frame) = list.frame(row.row) else { return };
    let shown = list.rows.get(row.row);
    match shown {
        Some(it) => paint_figures(row, scene, list, it, bars),
        None => paint_dashes(row),
    }
    let tokens = row.tokens();
    let color = scene.opened.color_of(frame, scene.look, tokens);
    row.square(columns::NAME, 0.0, color.fill);
    let color = if shown.is_some() { tokens.text } else { tokens.text3 };
    row.words(columns::NAME, 18.0, Type::Code, color, recording.frame_name(frame));
    paint_place(row, columns::PLACE, &recording.frame_place(frame));
}

fn paint_figures(
    row: &Row<'_>,
    scene: Scene<'_>,
    list: &FunctionList,
    it: &FunctionRow,
    (own_bar, total_bar): Bars,
) {
    paint_weight(row, columns::OWN, list.unit, (it.own, list.sum), own_bar);
    paint_weight(row, columns::TOTAL, list.unit, (it.total, list.sum), total_bar);
    let tokens = row.tokens();
    if row.shows(columns::SAMPLES) {
        row.number(columns::SAMPLES, 0.0, tokens.text2, &Count(it.samples).to_string());
    }
    // While those of a new selection are counted, the old ones would be of another time.
    let Some(times) = scene.opened.answers.times.current() else { return };
    let stats: Option<InstanceStats> = times.of(it.frame);
    for column in columns::CALLS..=columns::MAX {
        if !row.shows(column) {
            continue;
        }
        let said = stats.map(|it| match figure(&it, column) {
            Some(time) => time.to_string(),
            None => Count(it.count).to_string(),
        });
        let color = if said.is_some() { tokens.text2 } else { tokens.text3 };
        row.number(column, 0.0, color, said.as_deref().unwrap_or("–"));
    }
}

/// What a function weighs that has no samples in the selection.
fn paint_dashes(row: &Row<'_>) {
    for column in (columns::OWN..=columns::MAX).filter(|&it| row.shows(it)) {
        row.number(column, 0.0, row.tokens().text3, "–");
    }
}

fn totals(ui: &mut Ui, scene: Scene<'_>, list: &FunctionList) {
    let shown = list.rows.len();
    let mut said = if shown == list.n_all {
        format!("All {} functions", Count(shown as u64))
    } else {
        format!("{} of {} functions", Count(shown as u64), Count(list.n_all as u64))
    };
    if !list.left_out.is_empty() {
        let count = Count(list.left_out.len() as u64);
        said += &format!(" · {count} left out by the selection, in grey");
    }
    if scene.opened.answers.times.value().is_some_and(|it| it.is_too_much) {
        said += " · too many calls to time them all";
    }
    let own = format!("{} self in {}", list.unit.show(list.own), list.unit.show(list.sum));
    footer(ui, &said, &format!("{own} · totals overlap and do not add up"));
}
