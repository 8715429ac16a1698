//! Memory of both sides: how fast it grows, the most it took, and its course.

use asyncscope_core::analysis::diff::{Difference, MemoryDiff, Normalisation, Part, Subject};
use egui::{Id, Key, Ui, vec2};

use super::super::parts::nothing;
use super::super::table_parts::footer;
use super::super::{Scene, working};
use super::event_parts::{figure, largest, paint_verdict};
use super::{DiffMemory, answer, bar, lines, words};
use crate::command::{Command, Commands};
use crate::compared::Which;
use crate::diff::{Diff, DiffCommand};
use crate::theme::{Type, size};
use crate::widgets::table::{Align, Column, Row, Table, Width, table};

const NAME: usize = 0;
const SLOPE: usize = 1;
const MEAN: usize = 2;
const MOST: usize = 3;
const VERDICT: usize = 4;

/// Shows the view.
pub(super) fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    diff: &Diff,
    memory: &mut DiffMemory,
    commands: &mut Commands,
) {
    if !diff.has(Part::Memory) {
        let said = "Not both sides were measured: there is no memory to compare.";
        return nothing(ui, said, |_| {});
    }
    working::strip(ui, scene, commands);
    let state = diff.answers.memory.state();
    let Some(all) = answer(ui, diff, &state, commands) else { return };
    if all.is_empty() {
        return nothing(ui, "No part of memory was measured on both sides.", |_| {});
    }
    let whole = ui.available_height() - size::TOTALS;
    #[expect(clippy::cast_precision_loss, reason = "a few parts of memory")]
    let wanted = size::TABLE_HEAD + 4.0 + size::table_row(ui) * all.len() as f32;
    let room = vec2(ui.available_width(), wanted.min(whole * 0.5));
    ui.allocate_ui(room, |ui| {
        ui.set_min_size(room);
        rows(ui, diff, all, memory, commands);
    });
    let chart = vec2(ui.available_width(), (ui.available_height() - size::TOTALS).max(0.0));
    ui.allocate_ui(chart, |ui| {
        ui.set_min_size(chart);
        let chosen = diff.chosen_memory().and_then(|at| all.get(at));
        if let Some((it, shown)) = chosen.zip(diff.answers.lines.value()) {
            lines::show(ui, it.field.name(), shown);
        }
    });
    let note = "slopes by least squares, means of runs; Δ = after − before";
    footer(ui, "Times count from the beginning of each recording", note);
}

fn heads(room: f32) -> [Column; 5] {
    let words = |title, hint, width| Column { title, hint, width, align: Align::Left, sorts: None };
    let figure = |title, hint, has_bar| Column { sorts: None, ..figure(title, hint, has_bar) };
    let mut heads = [
        words("Memory", "Which part of it", Width::Share(0.4)),
        figure("Growth per minute", "How fast it grows after, and how much more than before", true),
        figure("Mean", "What it takes after in the mean, and how much more", false),
        figure("Most", "The most it takes after, and how much more", false),
        words("Of growth", "What a test over runs says of growth", Width::Share(0.6)),
    ];
    let dispensable = [MOST, MEAN];
    super::super::weights::hide_what_has_no_room(&mut heads, &dispensable, room - 360.0);
    heads
}

fn rows(
    ui: &mut Ui,
    diff: &Diff,
    all: &[MemoryDiff],
    memory: &mut DiffMemory,
    commands: &mut Commands,
) {
    let columns = heads(ui.available_width());
    let selected = diff.chosen_memory();
    let about = Table {
        id: Id::unique("diff memory"),
        name: "Compared memory",
        columns: &columns,
        n_rows: all.len(),
        selected,
        until: None,
        marked: None,
        sort: None,
        reveal: None,
    };
    let name_of = |row: usize| {
        let Some(it) = all.get(row) else { return String::new() };
        let delta = words::delta(&it.slope, Normalisation::Absolute);
        format!("{}, growth per minute {delta}", it.field.name())
    };
    let most = largest(all.iter().map(|it| &it.slope));
    let events = table(ui, &about, name_of, |row: &Row<'_>| {
        if let Some(it) = all.get(row.row) {
            paint(row, it, most);
        }
    });
    if let Some(it) = events.selected.and_then(|it| all.get(it)) {
        commands.push(Command::Diff(DiffCommand::SelectMemory(it.field)));
    }
    if let Some((it, at)) = events.context.and_then(|(row, at)| Some((all.get(row)?, at))) {
        memory.menu.open_at(at, Subject::Memory(it.field));
    }
    let by_key = selected.filter(|_| events.keys.iter().any(|it| it.1 == Key::Enter));
    if let Some(it) = events.double_clicked.or(by_key).and_then(|it| all.get(it)) {
        let open = DiffCommand::Open(Which::After, Subject::Memory(it.field));
        commands.push(Command::Diff(open));
    }
}

fn paint(row: &Row<'_>, it: &MemoryDiff, most: f64) {
    let tokens = row.tokens();
    row.words(NAME, 0.0, Type::Table, tokens.text, it.field.name());
    // Few recordings are enough runs for a test: what is not tested is not grey for that.
    bar::bar(row, SLOPE, (it.slope.delta(), most), false);
    for (column, figure) in [(SLOPE, &it.slope), (MEAN, &it.mean), (MOST, &it.most)] {
        amounts(row, column, figure);
    }
    let status = asyncscope_core::analysis::diff::Status::Changed;
    paint_verdict(row, VERDICT, status, &it.slope);
}

/// Writes what is after, and how much more that is. What shrinks has a sign.
fn amounts(row: &Row<'_>, column: usize, it: &Difference) {
    let tokens = row.tokens();
    let absolute = Normalisation::Absolute;
    row.number(column, 0.0, tokens.text, &words::delta(it, absolute));
    let said = words::amount(it.quantity, absolute, it.values.after);
    row.number(column, 84.0, tokens.text2, &said);
}
