//! Each class in each snapshot: a column for each, how it went, and by how much it rises.

use std::sync::LazyLock;

use asyncscope_core::analysis::heap::{BasketFigure, BasketSet};
use asyncscope_core::export::tables::heap::basket::MOST_SNAPSHOTS;
use asyncscope_core::units::Count;
use egui::{Align as EguiAlign, Id, Key, Layout, Ui, vec2};

use super::super::parts::{nothing, toolbar};
use super::super::table_parts::{
    filter_error, filter_field, footer, has_words, nothing_matches, write_buttons,
};
use super::super::{Scene, View, ViewMemory, working};
use super::{SnapshotsMemory, bar, basket_cells, columns};
use crate::command::{Command, Commands};
use crate::export::ExportWhat;
use crate::questions::snapshots::list::BasketList;
use crate::snapshots::{Snapshots, SnapshotsCommand};
use crate::theme::size;
use crate::widgets::segments::segments;
use crate::widgets::slide::{self, Window, slide};
use crate::widgets::table::{Align, Column, Row, Sort, Table, TableEvents, Width, table};

/// Width of the column of lines.
const LINE: f32 = 104.0;
/// Width of the column of slopes.
const SLOPE: f32 = 112.0;
/// Width of the column of a snapshot.
const EACH: f32 = 92.0;
/// The name of a class has at least this room.
const NAME: f32 = 220.0;

/// What the heads of snapshots say, and that of the baseline.
static NUMBERS: LazyLock<Vec<[String; 2]>> = LazyLock::new(|| {
    (1..=MOST_SNAPSHOTS).map(|it| [it.to_string(), format!("{it} baseline")]).collect()
});

/// Shows the view.
pub fn show(ui: &mut Ui, scene: Scene<'_>, memory: &mut ViewMemory, commands: &mut Commands) {
    let Some(snapshots) = &scene.opened.snapshots else { return };
    bar::show(ui, snapshots, true, commands);
    tools(ui, scene, snapshots, commands);
    sets(ui, snapshots, commands);
    filter_error(ui, &snapshots.place.filter);
    working::strip(ui, scene, commands);
    let state = snapshots.answers.list.state();
    let why = || snapshots.failure().or(snapshots.answers.basket.failure());
    let Some(list) = working::answer(ui, &state, why, commands) else { return };
    if list.rows.is_empty() {
        return none(ui, snapshots, commands);
    }
    rows(ui, snapshots, list, &mut memory.snapshots, commands);
    totals(ui, list);
}

fn tools(ui: &mut Ui, scene: Scene<'_>, snapshots: &Snapshots, commands: &mut Commands) {
    toolbar(ui, |ui| {
        let width = ui.available_width();
        let all = [
            ("Count", "How many objects there are"),
            ("Shallow", "What they take themselves"),
            ("Retained", "What they keep alive together; of all objects of a class alone"),
        ];
        let n = if snapshots.place.set == BasketSet::All { 3 } else { 2 };
        let active = BasketFigure::ALL.iter().position(|it| *it == snapshots.figure());
        if let Some(chosen) = segments(ui, &all[..n], active.unwrap_or(1)) {
            let figure = SnapshotsCommand::Figure(BasketFigure::ALL[chosen]);
            commands.push(Command::Snapshots(figure));
        }
        let choices = [
            ("Absolute", "Figures as they are in each snapshot"),
            ("Delta", "Each snapshot less the baseline"),
        ];
        let active = usize::from(snapshots.place.as_delta);
        if let Some(chosen) = segments(ui, &choices, active) {
            commands.push(Command::Snapshots(SnapshotsCommand::AsDelta(chosen == 1)));
        }
        let about = (View::Basket, "Filter classes", "Classes, split by commas");
        filter_field(ui, scene, about, (&snapshots.place.filter, 200.0), commands);
        ui.with_layout(Layout::right_to_left(EguiAlign::Center), |ui| {
            write_buttons(ui, scene, (ExportWhat::Basket, has_words(width)), commands);
        });
    });
}

/// Which objects count, each set with how many classes have any.
fn sets(ui: &mut Ui, snapshots: &Snapshots, commands: &mut Commands) {
    let baseline = snapshots.baseline() + 1;
    let hints = [
        "All objects of each snapshot".to_owned(),
        format!("Objects that a snapshot has and the baseline, number {baseline}, has not"),
        format!("Objects that the baseline, number {baseline}, has and a snapshot has not"),
        "Objects that every snapshot has; sizes are those in the last one".to_owned(),
    ];
    let names = ["All objects", "New since baseline", "Freed since", "In all"];
    let counts = snapshots.answers.list.value().map(|it| it.n_each);
    let said: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(at, name)| match counts {
            Some(counts) => format!("{name} {}", Count(counts[at] as u64)),
            None => (*name).to_owned(),
        })
        .collect();
    let choices: Vec<(&str, &str)> =
        said.iter().map(String::as_str).zip(hints.iter().map(String::as_str)).collect();
    toolbar(ui, |ui| {
        let active = BasketSet::ALL.iter().position(|it| *it == snapshots.place.set);
        if let Some(chosen) = segments(ui, &choices, active.unwrap_or(0)) {
            commands.push(Command::Snapshots(SnapshotsCommand::Set(BasketSet::ALL[chosen])));
        }
    });
}

fn none(ui: &mut Ui, snapshots: &Snapshots, commands: &mut Commands) {
    let text = snapshots.place.filter.text.trim();
    if !text.is_empty() {
        let said = format!("No class here matches “{text}”.");
        return nothing_matches(ui, &said, View::Basket, commands);
    }
    let said = match snapshots.place.set {
        BasketSet::All => "No snapshot has any object.",
        BasketSet::New => "No snapshot has an object that the baseline has not.",
        BasketSet::Freed => "Every snapshot has all objects of the baseline.",
        BasketSet::InAll => "No object is in every snapshot.",
    };
    nothing(ui, said, |_| {});
}

/// The columns, of which those of snapshots begin with number `window.first`.
fn heads(list: &BasketList, window: Window) -> Vec<Column> {
    let mut heads = vec![
        Column {
            title: "Class",
            hint: "Its constructor, shape or kind",
            width: Width::Share(1.0),
            align: Align::Left,
            sorts: Some(false),
        },
        Column {
            title: "Trend",
            hint: "How it went, each line by its own least and most; a dot marks the baseline",
            width: Width::Fixed(LINE),
            align: Align::Left,
            sorts: None,
        },
        number("Slope", "By how much it rises in a step: the straight line that fits best", SLOPE),
    ];
    for at in window.first..window.first + window.shown {
        let is_baseline = at == list.basket.baseline;
        let Some(names) = NUMBERS.get(at) else { break };
        let hint = if is_baseline {
            "The snapshot of this number above: the one that others are compared with"
        } else {
            "The snapshot of this number above"
        };
        heads.push(number(&names[usize::from(is_baseline)], hint, EACH));
    }
    heads
}

const fn number(title: &'static str, hint: &'static str, width: f32) -> Column {
    Column { title, hint, width: Width::Fixed(width), align: Align::Right, sorts: Some(true) }
}

/// Which snapshots have room.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few dozen columns, and never negative"
)]
fn window(ui: &Ui, list: &BasketList, memory: &SnapshotsMemory) -> Window {
    let room = ui.available_width() - NAME - LINE - SLOPE - ui.spacing().scroll.allocated_width();
    let all = list.basket.n_snapshots();
    let shown = ((room / EACH).floor().max(1.0) as usize).min(all);
    let window = Window { first: memory.first, shown, all };
    Window { first: window.moved(0), ..window }
}

fn rows(
    ui: &mut Ui,
    snapshots: &Snapshots,
    list: &BasketList,
    memory: &mut SnapshotsMemory,
    commands: &mut Commands,
) {
    let place = &snapshots.place;
    let window = window(ui, list, memory);
    let slides = window.shown < window.all;
    let below = size::TOTALS + if slides { slide::HEIGHT } else { 0.0 };
    let room = vec2(ui.available_width(), (ui.available_height() - below).max(0.0));
    let heads = heads(list, window);
    let selected = place.selected.as_ref().and_then(|it| list.row_of(it));
    let is_new = memory.revealed != place.selected;
    memory.revealed.clone_from(&place.selected);
    let about = Table {
        id: Id::unique("basket"),
        name: "Classes in each snapshot",
        columns: &heads,
        n_rows: list.rows.len(),
        selected,
        until: None,
        marked: None,
        sort: shown_sort(snapshots.sort, window),
        reveal: selected.filter(|_| is_new),
    };
    let name_of = |row: usize| basket_cells::in_words(list, row);
    let events = ui
        .allocate_ui(room, |ui| {
            ui.set_min_size(room);
            let paint = |row: &Row<'_>| basket_cells::paint(row, list, window);
            table(ui, &about, name_of, paint)
        })
        .inner;
    if slides {
        let left = events.edges.get(columns::FIRST).map_or(0.0, |it| it.min);
        if let Some(first) = slide(ui, "Snapshots", left, window) {
            memory.first = first;
        }
        scroll(ui, &events, window, memory);
    }
    react(snapshots, list, (&events, window), memory, commands);
}

/// The order of rows, if its column is to be seen.
fn shown_sort(sort: Sort, window: Window) -> Option<Sort> {
    let Some(at) = sort.column.checked_sub(columns::FIRST) else { return Some(sort) };
    let place = at.checked_sub(window.first).filter(|it| *it < window.shown)?;
    Some(Sort { column: columns::FIRST + place, ..sort })
}

/// Slides the columns of snapshots with a wheel that goes sideways, and with arrows.
fn scroll(ui: &Ui, events: &TableEvents, window: Window, memory: &mut SnapshotsMemory) {
    let is_over = events.body.is_some_and(|it| ui.rect_contains_pointer(it));
    let wheel = if is_over { ui.input(|it| it.smooth_scroll_delta().x) } else { 0.0 };
    memory.scrolled -= wheel;
    let mut by = 0;
    while memory.scrolled.abs() >= EACH / 2.0 {
        by += if memory.scrolled > 0.0 { 1 } else { -1 };
        memory.scrolled -= EACH / 2.0 * memory.scrolled.signum();
    }
    for (_, key) in &events.keys {
        by += match key {
            Key::ArrowRight => 1,
            Key::ArrowLeft => -1,
            _ => 0,
        };
    }
    if by != 0 {
        memory.first = window.moved(by);
        ui.ctx().request_repaint();
    }
}

fn react(
    snapshots: &Snapshots,
    list: &BasketList,
    (events, window): (&TableEvents, Window),
    memory: &mut SnapshotsMemory,
    commands: &mut Commands,
) {
    if let Some(sort) = events.sort {
        let is_of_snapshot = sort.column >= columns::FIRST;
        let column = sort.column + if is_of_snapshot { window.first } else { 0 };
        commands.push(Command::SortBy(View::Basket, Sort { column, ..sort }));
    }
    let class = |row: usize| list.class(row).map(|it| it.class.clone());
    if let Some(row) = events.selected {
        memory.revealed = class(row);
        commands.push(Command::Snapshots(SnapshotsCommand::Select(class(row))));
    }
    let selected = snapshots.place.selected.as_ref().and_then(|it| list.row_of(it));
    let by_key = selected.filter(|_| events.keys.iter().any(|it| it.1 == Key::Enter));
    if let Some(class) = events.double_clicked.or(by_key).and_then(class) {
        commands.push(Command::Snapshots(SnapshotsCommand::OpenClass(class)));
    }
}

fn totals(ui: &mut Ui, list: &BasketList) {
    let shown = list.rows.len();
    let set = BasketSet::ALL.iter().position(|it| *it == list.set).unwrap_or(0);
    let all = list.n_each[set];
    let classes = if shown == all {
        format!("{} {}", Count(shown as u64), if shown == 1 { "class" } else { "classes" })
    } else {
        format!("{} of {} classes", Count(shown as u64), Count(all as u64))
    };
    if list.figure == BasketFigure::Retained {
        return footer(ui, &classes, "retained sizes overlap and do not add up");
    }
    let say = |it: Option<&u64>| basket_cells::absolute(list.figure, it.copied().unwrap_or(0));
    let (first, last) = (say(list.sums.first()), say(list.sums.last()));
    let said = if list.sums.len() > 1 {
        format!("{classes} · {first} in the first, {last} in the last")
    } else {
        format!("{classes} · {first}")
    };
    footer(ui, &said, "Enter or a double click shows the objects of a class in the last snapshot");
}
