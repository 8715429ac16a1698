//! The sheet of all shortcuts, made of the list of actions and gestures.

use egui::{ScrollArea, Ui};

use crate::actions::gestures::GESTURES;
use crate::actions::{Action, Group, Scope, keys};
use crate::theme::{self, Type};
use crate::views::parts::keys_row;
use crate::widgets::text;

/// Width of a column.
const COLUMN: f32 = 288.0;
/// Columns, where there is room.
const MOST_COLUMNS: usize = 3;

/// A heading, and what it is about with its keys. The keys are pressed one after the other or in
/// place of each other; each is what is held at the same time.
struct Block {
    name: &'static str,
    rows: Vec<(&'static str, Vec<Vec<&'static str>>)>,
}

/// Shows the sheet.
pub(super) fn show(ui: &mut Ui) {
    let tokens = theme::tokens(ui);
    let room = ui.ctx().content_rect().size() - egui::vec2(96.0, 160.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 3")]
    let n_columns = ((room.x / (COLUMN + 32.0)) as usize).clamp(1, MOST_COLUMNS);
    #[expect(clippy::cast_precision_loss, reason = "at most 3")]
    ui.set_width((COLUMN + 32.0) * n_columns as f32 - 32.0);
    ui.spacing_mut().item_spacing = egui::vec2(32.0, 0.0);
    text::label(ui, Type::Page, tokens.text, "Keyboard shortcuts");
    ui.add_space(8.0);
    let scroll = ScrollArea::vertical().max_height(room.y).min_scrolled_height(room.y);
    scroll.show(ui, |ui| {
        ui.columns(n_columns, |columns| {
            let blocks = blocks();
            for (block, at) in blocks.iter().zip(places(&blocks, n_columns)) {
                show_block(&mut columns[at], block);
            }
        });
    });
}

fn show_block(ui: &mut Ui, block: &Block) {
    let tokens = theme::tokens(ui);
    ui.add_space(8.0);
    text::label(ui, Type::Heading, tokens.text, block.name);
    for (what, ways) in &block.rows {
        let ways: Vec<&[&str]> = ways.iter().map(Vec::as_slice).collect();
        keys_row(ui, what, &ways);
    }
}

/// Every block, first those of actions that count everywhere.
fn blocks() -> Vec<Block> {
    let mut blocks = Vec::new();
    for group in Group::ALL {
        let all = Action::ALL.iter().filter(|it| it.group() == group);
        let rows: Vec<_> = all.filter_map(|it| action_row(*it, Scope::Everywhere)).collect();
        blocks.push(Block { name: group.name(), rows });
    }
    for scope in Scope::ALL.into_iter().filter(|it| *it != Scope::Everywhere) {
        let gestures = GESTURES.iter().filter(|it| it.scope == scope);
        let gestures =
            gestures.map(|it| (it.text, it.words.iter().map(|it| it.to_vec()).collect()));
        let actions = Action::ALL.iter().filter_map(|it| action_row(*it, scope));
        blocks.push(Block { name: scope.name(), rows: gestures.chain(actions).collect() });
    }
    blocks.retain(|it| !it.rows.is_empty());
    blocks
}

fn action_row(action: Action, scope: Scope) -> Option<(&'static str, Vec<Vec<&'static str>>)> {
    let mine = action.bindings().into_iter().find(|it| it.scope == scope)?;
    Some((action.text(), vec![keys::words(mine.keys)]))
}

/// The column of each block: in order, each column about as full as the others.
fn places(blocks: &[Block], n_columns: usize) -> Vec<usize> {
    let height = |it: &Block| it.rows.len() + 2;
    let whole: usize = blocks.iter().map(height).sum();
    let (mut so_far, mut places) = (0, Vec::new());
    for block in blocks {
        let middle = so_far + height(block) / 2;
        places.push((middle * n_columns / whole.max(1)).min(n_columns - 1));
        so_far += height(block);
    }
    places
}
