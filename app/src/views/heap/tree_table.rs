//! A tree of classes, objects and references as a table: the same in every view of a heap.

use asyncscope_core::units::{Bytes, Count};
use egui::{Id, Ui};

use super::super::Scene;
use super::super::weights::{hide_what_has_no_room, words};
use super::menu::ObjectTarget;
use super::{HeapMemory, answer, bytes, columns, edges, part_color, tree_keys};
use crate::command::Commands;
use crate::heap::TreeName;
use crate::questions::heap::node::show_distance;
use crate::questions::heap::rows::{HeapRow, RowKind, TreeRows};
use crate::theme::{Type, icons};
use crate::widgets::table::{Align, Column, Row, Table, Width, table};
use crate::wording;

/// How a tree is shown.
#[derive(Clone, Copy, Debug)]
pub struct TreeTable {
    /// Which tree.
    pub tree: TreeName,
    /// What screen readers say.
    pub name: &'static str,
    /// What its first column is called.
    pub head: &'static str,
    /// Said where it has no rows.
    pub empty: &'static str,
}

/// Room that names need, in points.
const NAMES: f32 = 200.0;
/// Room that the id keeps behind a name.
const ID: f32 = 84.0;
/// Width of the bar before retained sizes.
const BAR: f32 = 56.0;
/// Rooms narrower than this have no bar.
const BAR_FROM: f32 = 620.0;

/// Shows a tree in all the room there is.
pub fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    about: &TreeTable,
    memory: &mut HeapMemory,
    commands: &mut Commands,
) {
    let state = scene.opened.answers.heap.rows(about.tree).state();
    let Some(rows) = answer(ui, scene, &state, commands) else { return };
    if rows.rows.is_empty() {
        return super::super::parts::nothing(ui, about.empty, |_| {});
    }
    let setting = scene.opened.heap.trees.of(about.tree);
    let selected = setting.selected.as_ref().and_then(|it| rows.row_of(it));
    let is_new = memory.is_new(about.tree, setting.selected.as_ref());
    let room = ui.available_width();
    let has_bar = room >= BAR_FROM;
    let heads = heads(about, room, has_bar);
    let table_about = Table {
        id: Id::unique(("heap tree", about.tree)),
        name: about.name,
        columns: &heads,
        n_rows: rows.rows.len(),
        selected,
        until: None,
        marked: None,
        sort: Some(scene.opened.heap.sort_of(about.tree)),
        reveal: selected.filter(|_| is_new),
    };
    let mut toggled = None;
    let paint = |row: &Row<'_>| {
        if paint_row(row, rows, has_bar) {
            toggled = Some(row.row);
        }
    };
    let events = table(ui, &table_about, |row| said(&rows.rows[row]), paint);
    if let Some((row, at)) = events.context
        && let Some(target) = rows.rows.get(row).and_then(|it| ObjectTarget::of(it, about.tree))
    {
        memory.menu.open_at(at, target);
    }
    if let Some(selected) = events.selected.and_then(|it| rows.rows.get(it)) {
        memory.revealed[about.tree as usize] = Some(selected.path.clone());
    }
    tree_keys::take(scene, (about.tree, rows), &events, commands);
    if let Some(row) = toggled.and_then(|it| rows.rows.get(it)) {
        commands.push(tree_keys::set(about.tree, row, !row.is_open));
    }
}

fn number(title: &'static str, hint: &'static str, width: f32, descending: bool) -> Column {
    let (width, sorts) = (Width::Fixed(width), Some(descending));
    Column { title, hint, width, align: Align::Right, sorts }
}

fn heads(about: &TreeTable, room: f32, has_bar: bool) -> [Column; 5] {
    let name = words(about.head, "A class or an object, below what it hangs from", 1.0);
    let retained = 132.0 + if has_bar { BAR + 8.0 } else { 0.0 };
    let distance_hint = "References on the shortest way from the roots; – for V8's own objects";
    let retained_hint =
        "What would be gone without it, itself included; shares are of the whole heap";
    let mut heads = [
        Column { sorts: Some(false), ..name },
        number("Distance", distance_hint, 92.0, false),
        number("Objects", "Objects that take memory", 84.0, true),
        number("Shallow", "What it takes itself", 84.0, true),
        number("Retained", retained_hint, retained, true),
    ];
    if about.tree != TreeName::Classes {
        heads[columns::COUNT].width = Width::Hidden;
    }
    let dispensable = [columns::DISTANCE, columns::COUNT, columns::SHALLOW];
    hide_what_has_no_room(&mut heads, &dispensable, room - NAMES);
    heads
}

/// A row for screen readers.
fn said(row: &HeapRow) -> String {
    let level = row.depth + 1;
    let retained = match row.retained {
        Some(it) => format!(", retained {}", Bytes(it)),
        None => String::new(),
    };
    let shallow = Bytes(row.shallow);
    match &row.kind {
        RowKind::Class(_) => {
            let count = usize::try_from(row.count.unwrap_or(0)).unwrap_or(usize::MAX);
            let objects = wording::counted(count, "object");
            format!("{}, {objects}, shallow {shallow}{retained}", row.name)
        }
        RowKind::Object(_, edge) => {
            let edge = edge.as_ref().map(|it| format!(", {}", edges::said(it)));
            let (id, edge) = (row.id.unwrap_or(0), edge.unwrap_or_default());
            format!("{} @{id}{edge}, level {level}, shallow {shallow}{retained}", row.name)
        }
        RowKind::More(left) => format!("{} more, show more of them", Count(*left as u64)),
    }
}

/// Paints a row; returns whether the arrow before its name was clicked.
fn paint_row(row: &Row<'_>, rows: &TreeRows, has_bar: bool) -> bool {
    let it = &rows.rows[row.row];
    let tokens = row.tokens();
    let cell = row.cell(columns::NAME);
    let step = if rows.max_depth > 20 { 6.0 } else { 14.0 };
    let left = indent(it.depth, step).min((cell.width() - 80.0).max(0.0));
    if let RowKind::More(left_out) = it.kind {
        let said = format!("{} more… Enter shows more of them", Count(left_out as u64));
        row.words(columns::NAME, left + 16.0, Type::Table, tokens.accent, &said);
        return false;
    }
    let mut toggled = false;
    if it.has_children {
        let (icon, verb) =
            if it.is_open { (icons::CARET_DOWN, "Close") } else { (icons::CARET_RIGHT, "Open") };
        row.words(columns::NAME, left, Type::Table, tokens.text2, icon);
        toggled = row.button(columns::NAME, left - 4.0, 20.0, || format!("{verb} {}", it.name));
    }
    paint_name(row, it, left + 16.0);
    row.number(columns::DISTANCE, 0.0, tokens.text2, &show_distance(it.distance));
    if let Some(count) = it.count {
        row.number(columns::COUNT, 0.0, tokens.text, &Count(count).to_string());
    }
    row.number(columns::SHALLOW, 0.0, tokens.text2, &Bytes(it.shallow).to_string());
    paint_retained(row, it, rows.total, has_bar);
    toggled
}

fn paint_retained(row: &Row<'_>, it: &HeapRow, total: u64, has_bar: bool) {
    let tokens = row.tokens();
    let Some(retained) = it.retained else {
        return row.number(columns::RETAINED, 0.0, tokens.text3, "–");
    };
    if has_bar {
        row.bar(columns::RETAINED, BAR, wording::fraction(retained, total));
    }
    row.number(columns::RETAINED, 56.0, tokens.text, &bytes(Some(retained)));
    row.number(columns::RETAINED, 0.0, tokens.text2, &wording::share(retained, total));
}

/// Paints what leads to it, its name and its id.
fn paint_name(row: &Row<'_>, it: &HeapRow, left: f32) {
    let tokens = row.tokens();
    let cell_left = row.cell(columns::NAME).left();
    let mut left = left;
    if let RowKind::Object(_, Some(edge)) = &it.kind {
        let color = edges::color(tokens, edge.kind);
        row.words(columns::NAME, left, Type::Table, tokens.text2, edges::icon(edge.kind));
        let look = (Type::Code, color);
        let right = row.words_before(columns::NAME, (left + 18.0, 2.0 * ID), look, &edge.name);
        left = right - cell_left + 8.0;
    }
    if let Some(part) = it.part {
        row.square(columns::NAME, left, part_color(tokens, part).fill);
        left += 16.0;
    }
    let color = if it.repeats { tokens.text3 } else { tokens.text };
    let kept = if it.id.is_some() { ID } else { 0.0 };
    let right = row.words_before(columns::NAME, (left, kept), (Type::Code, color), &it.name);
    if let Some(id) = it.id {
        let mut said = format!("@{id}");
        if it.repeats {
            said += " · stands above already";
        }
        let left = right - cell_left + 8.0;
        row.words(columns::NAME, left, Type::CodeCaption, tokens.text2, &said);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred levels at most")]
fn indent(depth: usize, step: f32) -> f32 {
    (depth as f32 * step).min(640.0)
}
