//! Functions that got slower or faster, are new or gone.

use asyncscope_core::analysis::diff::{FunctionDiff, FunctionTab, Normalisation, Status, Subject};
use asyncscope_core::units::Count;
use egui::{Align as EguiAlign, Id, Key, Layout, Ui, vec2};

use super::super::parts::{nothing, toolbar};
use super::super::table_parts::{
    filter_error, filter_field, footer, has_words, nothing_matches, write_buttons,
};
use super::super::weights::{hide_what_has_no_room, paint_place};
use super::super::{Scene, View, working};
use super::{DiffMemory, answer, bar, columns, menu, words};
use crate::command::{Command, Commands};
use crate::diff::{Diff, DiffCommand};
use crate::export::ExportWhat;
use crate::questions::diff::functions::{FunctionList, is_noise};
use crate::theme::{Type, size};
use crate::widgets::segments::segments;
use crate::widgets::table::{Align, Column, Row, Table, Width, table};

/// Columns that are left out where there is no room, the first of them first.
const DISPENSABLE: [usize; 6] = [
    columns::SAMPLES,
    columns::TOTAL,
    columns::CHANGE,
    columns::BEFORE,
    columns::AFTER,
    columns::SURE,
];
/// Room that names and places need together, in points.
const WORDS: f32 = 300.0;

/// Shows the view.
pub(super) fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    diff: &Diff,
    memory: &mut DiffMemory,
    commands: &mut Commands,
) {
    tools(ui, scene, diff, commands);
    filter_error(ui, &diff.place.functions);
    working::strip(ui, scene, commands);
    let state = diff.answers.list.state();
    let Some(list) = answer(ui, diff, &state, commands) else { return };
    if list.rows.is_empty() {
        return none(ui, diff, commands);
    }
    let room = vec2(ui.available_width(), (ui.available_height() - size::TOTALS).max(0.0));
    ui.allocate_ui(room, |ui| {
        ui.set_min_size(room);
        rows(ui, diff, list, memory, commands);
    });
    totals(ui, list);
}

fn tools(ui: &mut Ui, scene: Scene<'_>, diff: &Diff, commands: &mut Commands) {
    toolbar(ui, |ui| {
        let width = ui.available_width();
        let names = tab_names(diff);
        let hints = [
            "Functions that weigh more after than before",
            "Functions that weigh less after than before",
            "Functions that no sample has before",
            "Functions that no sample has after",
        ];
        let choices: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(hints).collect();
        let active = FunctionTab::ALL.iter().position(|it| *it == diff.place.tab);
        if let Some(chosen) = segments(ui, &choices, active.unwrap_or(0)) {
            commands.push(Command::Diff(DiffCommand::Tab(FunctionTab::ALL[chosen])));
        }
        let about = (View::DiffFunctions, "Filter functions", "Names or files, split by commas");
        filter_field(ui, scene, about, (&diff.place.functions, 200.0), commands);
        ui.with_layout(Layout::right_to_left(EguiAlign::Center), |ui| {
            let with_words = has_words(width - 60.0);
            write_buttons(ui, scene, (ExportWhat::DiffFunctions, with_words), commands);
        });
    });
}

/// The tabs, with how many functions each has.
fn tab_names(diff: &Diff) -> [String; 4] {
    let profile = diff.answers.profile.value();
    let quantity = profile.map(|it| it.quantity());
    let more = quantity.map_or("slower", |it| it.more());
    let less = quantity.map_or("faster", |it| it.less());
    let names = [more, less, "new", "removed"].map(crate::wording::capital);
    match diff.answers.list.value() {
        Some(list) => {
            let mut counts = list.n_each.iter();
            names.map(|it| format!("{it} {}", Count(counts.next().map_or(0, |n| *n as u64))))
        }
        None => names,
    }
}

fn none(ui: &mut Ui, diff: &Diff, commands: &mut Commands) {
    let text = diff.place.functions.text.trim();
    if !text.is_empty() {
        let said = format!("No function here matches “{text}”.");
        return nothing_matches(ui, &said, View::DiffFunctions, commands);
    }
    let said = match diff.place.tab {
        FunctionTab::Slower => "No function weighs more than before.",
        FunctionTab::Faster => "No function weighs less than before.",
        FunctionTab::New => "Every function was there before.",
        FunctionTab::Removed => "Every function is still there.",
    };
    nothing(ui, said, |_| {});
}

fn heads(room: f32) -> [Column; 9] {
    let words = |title, hint, share| Column {
        title,
        hint,
        width: Width::Share(share),
        align: Align::Left,
        sorts: Some(false),
    };
    let number = |title, hint, width| Column {
        title,
        hint,
        width: Width::Fixed(width),
        align: Align::Right,
        sorts: Some(true),
    };
    let mut heads = [
        words("Function", "Its name", 0.5),
        words("Location", "Where its code begins, after", 0.5),
        number("Self before", "What it ran itself before, per run", 88.0),
        number("Self after", "What it runs itself after, per run", 88.0),
        number("Δ self", "Self after less self before", bar::BAR + 100.0),
        number("Δ %", "The difference in percent of before", 84.0),
        number("Δ total", "The same with all that it calls", 92.0),
        number("Samples", "Samples in which it ran itself, before and after", 120.0),
        Column {
            title: "How sure",
            hint: "Beyond or within noise: tested over four runs a side or more. Likely: more \
                   than counting errors of samples, in too few runs to test",
            width: Width::Fixed(104.0),
            align: Align::Left,
            sorts: Some(true),
        },
    ];
    heads[columns::PLACE].sorts = None;
    hide_what_has_no_room(&mut heads, &DISPENSABLE, room - WORDS);
    heads
}

fn rows(
    ui: &mut Ui,
    diff: &Diff,
    list: &FunctionList,
    memory: &mut DiffMemory,
    commands: &mut Commands,
) {
    let columns = heads(ui.available_width());
    let selected = diff.place.function.and_then(|it| list.row_of(it));
    let is_new = memory.revealed != diff.place.function;
    memory.revealed = diff.place.function;
    let about = Table {
        id: Id::unique("diff functions"),
        name: "Compared functions",
        columns: &columns,
        n_rows: list.rows.len(),
        selected,
        until: None,
        marked: None,
        sort: Some(diff.sorts.functions),
        reveal: selected.filter(|_| is_new),
    };
    let name_of = |row: usize| {
        let Some(it) = list.rows.get(row) else { return String::new() };
        let name = list.profile.names.frame_name(it.frame);
        let delta = words::signed(list.quantity(), list.normalisation, it.own.delta());
        format!("{name}, self {delta}, {}", words::sure(&it.own))
    };
    let events = table(ui, &about, name_of, |row: &Row<'_>| paint(row, list));
    if let Some(sort) = events.sort {
        commands.push(Command::SortBy(View::DiffFunctions, sort));
    }
    let frame = |row: usize| list.rows.get(row).map(|it| it.frame);
    if let Some(row) = events.selected {
        memory.revealed = frame(row);
        commands.push(Command::Diff(DiffCommand::SelectFunction(frame(row))));
    }
    if let Some((row, at)) = events.context
        && let Some(frame) = frame(row)
    {
        memory.menu.open_at(at, Subject::Function(frame));
    }
    let by_key = selected.filter(|_| events.keys.iter().any(|it| it.1 == Key::Enter));
    if let Some(it) = events.double_clicked.or(by_key).and_then(|it| list.rows.get(it)) {
        let which = menu::leads_to(it.status == Status::Removed);
        let open = DiffCommand::Open(which, Subject::Function(it.frame));
        commands.push(Command::Diff(open));
    }
}

fn paint(row: &Row<'_>, list: &FunctionList) {
    let Some(it) = list.rows.get(row.row) else { return };
    let tokens = row.tokens();
    let names = &list.profile.names;
    let faint = is_noise(it);
    let color = if faint { tokens.text2 } else { tokens.text };
    row.square(columns::NAME, 0.0, tokens.category(names.frames.category(it.frame)).fill);
    row.words(columns::NAME, 18.0, Type::Code, color, names.frame_name(it.frame));
    paint_place(row, columns::PLACE, &names.frame_place(it.frame));
    figures(row, list, it);
    bar::bar(row, columns::DELTA, (it.own.delta(), list.largest), faint);
    let delta = words::signed(list.quantity(), list.normalisation, it.own.delta());
    row.number(columns::DELTA, 0.0, color, &delta);
    let samples = words::counts(it.own_samples.before, it.own_samples.after);
    row.number(columns::SAMPLES, 0.0, tokens.text2, &samples);
    let color = if faint { tokens.text2 } else { tokens.text };
    row.words(columns::SURE, 0.0, Type::Table, color, words::sure(&it.own));
}

fn figures(row: &Row<'_>, list: &FunctionList, it: &FunctionDiff) {
    let tokens = row.tokens();
    let sides = [
        (columns::BEFORE, it.own.values.before, it.samples.before),
        (columns::AFTER, it.own.values.after, it.samples.after),
    ];
    for (column, value, n_samples) in sides {
        let value = value.filter(|_| n_samples > 0);
        let said = words::amount(list.quantity(), list.normalisation, value);
        let color = if value.is_some() { tokens.text2 } else { tokens.text3 };
        row.number(column, 0.0, color, &said);
    }
    let change = match it.status {
        Status::New => "new".to_owned(),
        Status::Removed => "removed".to_owned(),
        Status::Same | Status::Changed => it.own.change_text(),
    };
    row.number(columns::CHANGE, 0.0, tokens.text2, &change);
    let total = words::signed(list.quantity(), list.normalisation, it.total.delta());
    row.number(columns::TOTAL, 0.0, tokens.text2, &total);
}

fn totals(ui: &mut Ui, list: &FunctionList) {
    let say = |delta: f64| words::signed(list.quantity(), list.normalisation, delta);
    let quantity = list.quantity();
    let names = [quantity.more(), quantity.less(), "new", "removed"];
    let each = names.iter().zip(list.deltas).map(|(name, delta)| format!("{name} {}", say(delta)));
    let net: f64 = list.deltas.iter().sum::<f64>() + list.within_noise;
    let each: Vec<String> = each.collect();
    let noise = say(list.within_noise);
    let said = format!("Δ self: {} · within noise {noise} · net {}", each.join(" · "), say(net));
    let note = match list.normalisation {
        Normalisation::Absolute => "Δ = after − before, per run",
        Normalisation::Share => "Δ = after − before, of all that is busy",
    };
    footer(ui, &said, note);
}
