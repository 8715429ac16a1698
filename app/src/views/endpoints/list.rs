//! The table of groups.

use asyncscope_core::units::{Bytes, Count, Nanos, Percent};
use egui::{Id, Key, Modifiers, Rect, Ui, pos2};

use super::super::weights::{duration, hide_what_has_no_room, words};
use super::super::{Scene, View, requests};
use super::columns;
use crate::command::{Command, Commands};
use crate::questions::requests::groups::{GroupList, GroupRow};
use crate::requests::RequestCommand;
use crate::theme::Type;
use crate::widgets::table::{Align, Column, Row, Table, Width, table};

/// Room that names need, in points.
const WORDS: f32 = 240.0;
/// Fewer requests than this say little of the slowest hundredth.
const FEW: u64 = 100;
/// Columns that are left out where there is no room, the first of them first.
const DISPENSABLE: [usize; 8] = [
    columns::DECODED,
    columns::UNION,
    columns::AVG,
    columns::PENDING,
    columns::SPARK,
    columns::MAX,
    columns::TRANSFERRED,
    columns::P99,
];

/// Shows the table.
pub(super) fn show(ui: &mut Ui, scene: Scene<'_>, list: &GroupList, commands: &mut Commands) {
    let columns = heads(ui.available_width());
    let selected = scene.opened.chosen_group();
    let about = Table {
        id: Id::unique("groups of requests"),
        name: "Groups of requests",
        columns: &columns,
        n_rows: list.rows.len(),
        selected,
        until: None,
        marked: None,
        sort: Some(scene.opened.requests.groups),
        reveal: None,
    };
    let name_of = |row: usize| {
        let it = &list.rows[row].group;
        let (count, p95) = (Count(it.stats.count), requests::time(it.stats.p95));
        format!("{}, {count} times, {} failed, p95 {p95}", it.name, Count(it.stats.failed))
    };
    let events = table(ui, &about, name_of, |row: &Row<'_>| {
        if let Some(it) = list.rows.get(row.row) {
            paint(row, it);
        }
    });
    if let Some(sort) = events.sort {
        commands.push(Command::Requests(RequestCommand::SortGroups(sort)));
    }
    if let Some(it) = events.selected.and_then(|it| list.rows.get(it)) {
        commands.push(Command::Requests(RequestCommand::Choose(it.group.name.clone())));
    }
    let enters = events.keys.contains(&(Modifiers::NONE, Key::Enter));
    let opened = events.double_clicked.or(selected.filter(|_| enters));
    if let Some(it) = opened.and_then(|it| list.rows.get(it)) {
        let only = Some((list.grouping, it.group.name.clone()));
        commands.push(Command::Requests(RequestCommand::Only(only)));
        commands.push(Command::ShowView(View::Requests));
    }
}

fn heads(room: f32) -> [Column; 14] {
    let number = |title, hint| Column {
        title,
        hint,
        width: Width::Fixed(72.0),
        align: Align::Right,
        sorts: Some(true),
    };
    let mut heads = [
        words("Requests to", "What they have in common", 1.0),
        Column {
            title: "Over time",
            hint: "How many began in each thirtieth of the time",
            width: Width::Fixed(108.0),
            align: Align::Left,
            sorts: None,
        },
        number("Count", "How many there are"),
        number("Success", "Of those that ended, how many had a whole answer of status below 400"),
        number("Failed", "How many ended otherwise"),
        number("Pending", "How many had not ended when the recording did; not timed"),
        duration("Avg", "Mean of those that ended"),
        duration("p50", "Half of those that ended took at most this (nearest rank)"),
        duration("p95", "95 in 100 of those that ended took at most this (nearest rank)"),
        duration("p99", "99 in 100 took at most this (nearest rank); grey below 100"),
        duration("Max", "The longest"),
        duration("Union", "The time in which at least one was under way"),
        number("Size", "Bytes that came over the network"),
        number("Decoded", "Bytes of the contents after decompression"),
    ];
    hide_what_has_no_room(&mut heads, &DISPENSABLE, room - WORDS);
    heads
}

fn paint(row: &Row<'_>, it: &GroupRow) {
    let tokens = row.tokens();
    let (name, stats) = (&it.group.name, &it.group.stats);
    let said = name.to_string();
    row.path(columns::NAME, (Type::Code, tokens.text), &said, &said);
    spark(row, it);
    row.number(columns::COUNT, 0.0, tokens.text, &Count(stats.count).to_string());
    let ended = stats.succeeded + stats.failed;
    let rate =
        if ended == 0 { "–".to_owned() } else { Percent::of(stats.succeeded, ended).to_string() };
    let color = if stats.failed > 0 { tokens.error } else { tokens.text2 };
    row.number(columns::SUCCESS, 0.0, color, &rate);
    let few = |count: u64, tone| if count == 0 { tokens.text3 } else { tone };
    let counted = |n: u64| if n == 0 { "–".to_owned() } else { Count(n).to_string() };
    row.number(columns::FAILED, 0.0, few(stats.failed, tokens.error), &counted(stats.failed));
    row.number(columns::PENDING, 0.0, few(stats.pending, tokens.warn), &counted(stats.pending));
    let times = [
        (columns::AVG, stats.avg),
        (columns::P50, stats.p50),
        (columns::P95, stats.p95),
        (columns::P99, stats.p99),
        (columns::MAX, stats.max),
        (columns::UNION, Some(stats.union).filter(|it| *it > Nanos(0))),
    ];
    for (column, time) in times {
        let is_weak = time.is_none() || column == columns::P99 && ended < FEW;
        let color = match column {
            _ if is_weak => tokens.text3,
            columns::P95 => tokens.text,
            _ => tokens.text2,
        };
        row.number(column, 0.0, color, &requests::time(time));
    }
    row.number(columns::TRANSFERRED, 0.0, tokens.text2, &Bytes(stats.transferred).to_string());
    row.number(columns::DECODED, 0.0, tokens.text2, &Bytes(stats.decoded).to_string());
}

/// How many began in each part of the time.
#[expect(clippy::cast_precision_loss, reason = "a few points")]
fn spark(row: &Row<'_>, it: &GroupRow) {
    if !row.shows(columns::SPARK) {
        return;
    }
    let cell = row.cell(columns::SPARK).shrink2(egui::vec2(0.0, 4.0));
    let most = it.sparks.iter().copied().max().unwrap_or(0).max(1) as f32;
    let width = (cell.width() / it.sparks.len().max(1) as f32).floor().max(1.0);
    let tokens = row.tokens();
    for (at, &n) in it.sparks.iter().enumerate().filter(|it| *it.1 > 0) {
        let left = cell.left() + at as f32 * width;
        let height = (n as f32 / most * cell.height()).max(1.5);
        let from = pos2(left, cell.bottom() - height);
        let bar = Rect::from_min_max(from, pos2(left + (width - 1.0).max(1.0), cell.bottom()));
        row.painter().rect_filled(bar, 0.0, tokens.accent);
    }
    let line = egui::Stroke::new(1.0, tokens.line);
    row.painter().hline(cell.x_range(), cell.bottom() + 0.5, line);
}
