//! What differs between recordings in sentences, the worst first.

use asyncscope_core::analysis::diff::{Finding, Normalisation, Subject};
use egui::{Id, Key, Ui};

use super::super::parts::nothing;
use super::super::table_parts::footer;
use super::super::{Scene, working};
use super::{DiffMemory, answer, bar, menu, words};
use crate::command::{Command, Commands};
use crate::diff::{Diff, DiffCommand};
use crate::questions::diff::summary::Summary;
use crate::theme::{Type, size};
use crate::widgets::table::{Align, Column, Row, Table, Width, table};
use crate::wording;

const ABOUT: usize = 0;
const RANK: usize = 1;
const DELTA: usize = 2;
const TEXT: usize = 3;

/// What findings of each rank are.
const RANKS: [&str; 5] = ["worse", "seems worse", "better", "seems better", "other"];

/// Shows the view.
pub(super) fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    diff: &Diff,
    memory: &mut DiffMemory,
    commands: &mut Commands,
) {
    working::strip(ui, scene, commands);
    let state = diff.answers.summary.state();
    let Some(summary) = answer(ui, diff, &state, commands) else { return };
    if summary.findings.is_empty() {
        let said = "Nothing differs by more than noise, and nothing is new or gone.";
        return nothing(ui, said, |_| {});
    }
    let room = egui::vec2(ui.available_width(), (ui.available_height() - size::TOTALS).max(0.0));
    ui.allocate_ui(room, |ui| {
        ui.set_min_size(room);
        rows(ui, diff, summary, memory, commands);
    });
    let counts = summary.n_each.iter().zip(RANKS).filter(|it| *it.0 > 0);
    let counts: Vec<String> = counts.map(|(n, rank)| format!("{n} {rank}")).collect();
    let note = "worse and better are beyond noise; what only seems so is too little to test";
    footer(ui, &wording::capital(&counts.join(" · ")), note);
}

fn heads() -> [Column; 4] {
    let words = |title, hint, width| Column { title, hint, width, align: Align::Left, sorts: None };
    [
        words("About", "What it is about", Width::Fixed(96.0)),
        words("What", "Whether it is worse or better, and how sure that is", Width::Fixed(110.0)),
        Column {
            title: "Δ",
            hint: "After less before",
            width: Width::Fixed(190.0),
            align: Align::Right,
            sorts: None,
        },
        words("In words", "What differs, and on what that is founded", Width::Share(1.0)),
    ]
}

fn rows(
    ui: &mut Ui,
    diff: &Diff,
    summary: &Summary,
    memory: &mut DiffMemory,
    commands: &mut Commands,
) {
    let findings = &summary.findings;
    let columns = heads();
    let selected = diff.place.finding.filter(|it| *it < findings.len());
    let about = Table {
        id: Id::unique("diff summary"),
        name: "What differs",
        columns: &columns,
        n_rows: findings.len(),
        selected,
        until: None,
        marked: None,
        sort: None,
        reveal: None,
    };
    let name_of = |row: usize| {
        let it = &findings[row];
        format!("{}, {}", RANKS[usize::from(it.rank().min(4))], it.text)
    };
    let events = table(ui, &about, name_of, |row: &Row<'_>| paint(row, summary));
    if let Some(row) = events.selected {
        commands.push(Command::Diff(DiffCommand::SelectFinding(row)));
    }
    if let Some((row, at)) = events.context
        && let Some(it) = findings.get(row)
    {
        memory.menu.open_at(at, it.subject.clone());
    }
    let by_key = selected.filter(|_| events.keys.iter().any(|it| it.1 == Key::Enter));
    if let Some(it) = events.double_clicked.or(by_key).and_then(|it| findings.get(it)) {
        let which = menu::leads_to(is_gone(it));
        commands.push(Command::Diff(DiffCommand::Open(which, it.subject.clone())));
    }
}

fn is_gone(it: &Finding) -> bool {
    let values = it.difference.values;
    values.after.is_none() || values.after == Some(0.0) && values.before != Some(0.0)
}

fn paint(row: &Row<'_>, summary: &Summary) {
    let Some(it) = summary.findings.get(row.row) else { return };
    let tokens = row.tokens();
    let about = match it.subject {
        Subject::Samples => "All samples",
        Subject::Function(_) => "Function",
        Subject::Operation(..) => "Operation",
        Subject::Endpoint(_) => "Endpoint",
        Subject::Memory(_) => "Memory",
    };
    row.words(ABOUT, 0.0, Type::Table, tokens.text2, about);
    let rank = it.rank();
    let step = match rank {
        0 => 6,
        1 => 3,
        2 => -6,
        3 => -3,
        _ => 0,
    };
    row.square(RANK, 0.0, tokens.difference(step).fill);
    let color = if rank == 4 { tokens.text2 } else { tokens.text };
    row.words(RANK, 18.0, Type::Table, color, RANKS[usize::from(rank.min(4))]);
    // Amounts of one kind and quantity share one scale.
    let alike = summary.findings.iter().filter(|other| is_alike(other, it));
    let largest = alike.map(|it| it.difference.delta().abs()).fold(0.0, f64::max);
    let delta = it.difference.delta();
    bar::bar(row, DELTA, (delta, largest), rank == 4);
    let normalisation = match it.subject {
        Subject::Function(_) | Subject::Samples => summary.normalisation,
        _ => Normalisation::Absolute,
    };
    row.number(DELTA, 0.0, color, &words::delta(&it.difference, normalisation));
    row.words(TEXT, 0.0, Type::Table, color, &it.text);
}

fn is_alike(one: &Finding, other: &Finding) -> bool {
    std::mem::discriminant(&one.subject) == std::mem::discriminant(&other.subject)
        && one.difference.quantity == other.difference.quantity
}
