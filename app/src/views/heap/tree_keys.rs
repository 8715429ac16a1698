//! What clicks and keys do to a tree of a heap.

use egui::{Key, Modifiers};

use super::super::Scene;
use super::super::table_parts::asks_for_hot_path;
use crate::command::{Command, Commands};
use crate::heap::{HeapCommand, TreeName, TreeStep};
use crate::questions::heap::rows::{HeapRow, RowKind, TreeRows};
use crate::widgets::table::TableEvents;

/// Turns what was done to the table into commands.
pub(super) fn take(
    scene: Scene<'_>,
    (tree, rows): (TreeName, &TreeRows),
    events: &TableEvents,
    commands: &mut Commands,
) {
    let row = |at: Option<usize>| at.and_then(|it| rows.rows.get(it));
    if let Some(sort) = events.sort {
        commands.push(Command::Heap(HeapCommand::SortTree(tree, sort)));
    }
    if let Some(row) = row(events.selected.or(events.extended)) {
        commands.push(select(tree, row));
    }
    if let Some(row) = row(events.double_clicked) {
        commands.push(enter(tree, row));
    }
    let selected = scene.opened.heap.trees.of(tree).selected.as_ref();
    let at = selected.and_then(|it| rows.row_of(it));
    if events.typed_star
        && let Some(row) = row(at).filter(|it| it.has_children)
    {
        let all = TreeStep::OpenAll(row.path.clone());
        commands.push(Command::Heap(HeapCommand::Step(tree, all)));
    }
    for &(modifiers, key) in &events.keys {
        if let Some(command) = press((tree, rows), at, modifiers, key) {
            commands.push(command);
        }
    }
}

/// Selects a row; of one that stands for more, shows them.
fn select(tree: TreeName, row: &HeapRow) -> Command {
    Command::Heap(match row.kind {
        RowKind::More(_) => HeapCommand::ShowMore(tree, row.path.clone()),
        _ => HeapCommand::SelectRow(tree, row.path.clone(), row.entity()),
    })
}

/// Opens or closes a row.
pub(super) fn set(tree: TreeName, row: &HeapRow, open: bool) -> Command {
    Command::Heap(HeapCommand::OpenRow(tree, row.path.clone(), open))
}

/// What Enter and a double click do: an object opens as a tab, a class opens below itself.
fn enter(tree: TreeName, row: &HeapRow) -> Command {
    match &row.kind {
        RowKind::Object(node, _) => Command::Heap(HeapCommand::OpenObject(*node)),
        RowKind::Class(_) => set(tree, row, !row.is_open),
        RowKind::More(_) => select(tree, row),
    }
}

/// What a key does to the selected row.
fn press(
    (tree, rows): (TreeName, &TreeRows),
    at: Option<usize>,
    modifiers: Modifiers,
    key: Key,
) -> Option<Command> {
    let row = at.and_then(|it| rows.rows.get(it));
    if asks_for_hot_path(modifiers, key) {
        let step = TreeStep::HotPath(row.map(|it| it.path.clone()));
        return Some(Command::Heap(HeapCommand::Step(tree, step)));
    }
    let row = row?;
    let go = |at: Option<usize>| Some(select(tree, rows.rows.get(at?)?));
    match key {
        _ if !modifiers.is_none() => None,
        Key::ArrowRight if row.is_open => go(at.map(|it| it + 1)),
        Key::ArrowRight if row.has_children => Some(set(tree, row, true)),
        Key::ArrowLeft if row.is_open => Some(set(tree, row, false)),
        Key::ArrowLeft => go(at.and_then(|it| rows.parent(it))),
        Key::Enter => Some(enter(tree, row)),
        Key::Space if row.has_children => Some(set(tree, row, !row.is_open)),
        _ => None,
    }
}
