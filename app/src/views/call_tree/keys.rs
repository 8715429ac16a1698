//! What clicks and keys do to the call tree.

use egui::{Key, Modifiers};

use super::super::table_parts::asks_for_hot_path;
use super::super::{Scene, View};
use super::TreeCommand;
use crate::command::{Command, Commands};
use crate::questions::tree::{TreeRow, TreeRows, TreeStep};
use crate::selection::Entity;
use crate::widgets::table::TableEvents;

/// Turns what was done to the table into commands.
pub(super) fn take(
    scene: Scene<'_>,
    rows: &TreeRows,
    events: &TableEvents,
    commands: &mut Commands,
) {
    let opened = scene.opened;
    if let Some(sort) = events.sort {
        commands.push(Command::SortBy(View::CallTree, sort));
    }
    let selected = events.selected.or(events.extended);
    if let Some(row) = selected.and_then(|it| rows.rows.get(it)) {
        commands.push(Command::Tree(TreeCommand::Select(row.node)));
    }
    let hovered = events.hovered.and_then(|it| rows.rows.get(it)?.frame).map(Entity::Function);
    if hovered != opened.selection.hovered {
        commands.push(Command::Hover(hovered));
    }
    if let Some(row) = events.double_clicked.and_then(|it| rows.rows.get(it)) {
        commands.push(set(row, !row.is_open));
    }
    let at = opened.tree.selected.and_then(|it| rows.row_of(it));
    for &(modifiers, key) in &events.keys {
        press(rows, at, modifiers, key, commands);
    }
    if events.typed_star
        && let Some(node) = opened.tree.selected
    {
        commands.push(Command::Tree(TreeCommand::Step(TreeStep::OpenAll(node))));
    }
}

/// Opens or closes a row.
pub(super) fn set(row: &TreeRow, open: bool) -> Command {
    Command::Tree(TreeCommand::Step(TreeStep::Set(row.node, open)))
}

/// What a key does to the selected row.
fn press(
    rows: &TreeRows,
    at: Option<usize>,
    modifiers: Modifiers,
    key: Key,
    commands: &mut Commands,
) {
    let row = at.and_then(|it| rows.rows.get(it));
    let select = |row: Option<usize>| {
        row.and_then(|it| rows.rows.get(it)).map(|it| Command::Tree(TreeCommand::Select(it.node)))
    };
    let hot_path = || {
        let step = TreeStep::HotPath(row.map(|it| it.node));
        Some(Command::Tree(TreeCommand::Step(step)))
    };
    let command = match (key, row) {
        _ if asks_for_hot_path(modifiers, key) => hot_path(),
        (Key::ArrowRight, Some(row)) if row.is_open => select(at.map(|it| it + 1)),
        (Key::ArrowRight, Some(row)) if row.has_children => Some(set(row, true)),
        (Key::ArrowLeft, Some(row)) if row.is_open => Some(set(row, false)),
        (Key::ArrowLeft, Some(_)) => select(at.and_then(|it| rows.parent(it))),
        (Key::Enter, Some(row)) if row.frame.is_some() => Some(Command::ShowSource),
        (Key::Enter | Key::Space, Some(row)) if row.has_children => Some(set(row, !row.is_open)),
        _ => None,
    };
    if let Some(command) = command {
        commands.push(command);
    }
}
