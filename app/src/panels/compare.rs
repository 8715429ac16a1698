//! Choosing what is compared: which open documents are before, and which after.

use egui::{Align, Layout, ScrollArea, Ui, vec2};

use crate::command::{Command, Commands};
use crate::compared::Which;
use crate::document::{Document, DocumentId};
use crate::state::AppState;
use crate::theme::{self, Type, size};
use crate::views::diff::basis::mean_or_sum;
use crate::widgets::button::{Button, ButtonKind};
use crate::widgets::segments::segments;
use crate::widgets::text;
use crate::wording;

/// Width of the page.
const WIDTH: f32 = 560.0;
/// Height of a document.
const ROW: f32 = 32.0;
/// Room for the choice.
const CHOICE: f32 = 172.0;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    ui.set_width(WIDTH);
    text::label(ui, Type::Page, tokens.text, "Compare");
    ui.add_space(4.0);
    text::paragraph(
        ui,
        Type::Table,
        tokens.text2,
        "Differences are after less before. Several recordings on one side are runs of the \
         same thing, whose mean is shown (from four runs a side on, a test says what is more than \
         noise), or parts of one run, which are added.",
    );
    ui.add_space(8.0);
    ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
        family(ui, state, ("Recordings", &state.recordings()), commands);
        family(ui, state, ("Heap snapshots", &state.heaps()), commands);
    });
    ui.add_space(8.0);
    if n_of(state, Which::Before).max(n_of(state, Which::After)) > 1 && !chooses_heaps(state) {
        ui.horizontal(|ui| {
            text::fixed(ui, Type::Body, tokens.text2, "Several on one side");
            if let Some(is_summed) = mean_or_sum(ui, state.sums_sides) {
                commands.push(Command::SumSides(is_summed));
            }
        });
        ui.add_space(8.0);
    }
    let why = why_not(state);
    ui.horizontal(|ui| {
        let button = Button::new("Compare").kind(ButtonKind::Primary);
        if ui.add_enabled(why.is_none(), button).clicked() {
            commands.push(Command::CompareChosen);
        }
        text::label(ui, Type::Table, tokens.text2, &why.unwrap_or_else(|| sides(state)));
    });
}

fn family(
    ui: &mut Ui,
    state: &AppState,
    (name, documents): (&str, &[&Document]),
    commands: &mut Commands,
) {
    if documents.len() < 2 {
        return;
    }
    let tokens = theme::tokens(ui);
    text::label(ui, Type::Heading, tokens.text2, name);
    for document in documents {
        ui.push_id(document.id.0, |ui| entry(ui, state, document, commands));
    }
    ui.add_space(8.0);
}

fn entry(ui: &mut Ui, state: &AppState, document: &Document, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let room = vec2(ui.available_width(), ROW);
    ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
        let names = vec2((ui.available_width() - CHOICE).max(80.0), ROW);
        ui.allocate_ui_with_layout(names, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(names.x);
            text::label(ui, Type::Body, tokens.text, &document.name);
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(size::CELL);
            let choices = [
                ("–", "Leave it out"),
                ("Before", "It is what is compared with"),
                ("After", "It is what is compared"),
            ];
            let active = match side(state, document.id) {
                None => 0,
                Some(Which::Before) => 1,
                Some(Which::After) => 2,
            };
            if let Some(chosen) = segments(ui, &choices, active) {
                let which = [None, Some(Which::Before), Some(Which::After)];
                let which = which.get(chosen).copied().flatten();
                commands.push(Command::ChooseSide(document.id, which));
            }
        });
    });
}

fn side(state: &AppState, id: DocumentId) -> Option<Which> {
    state.sides.iter().find(|it| it.0 == id).map(|it| it.1)
}

fn n_of(state: &AppState, which: Which) -> usize {
    state.sides.iter().filter(|it| it.1 == which).count()
}

/// Whether heaps are chosen, of which each side has one.
fn chooses_heaps(state: &AppState) -> bool {
    let opened = |id| state.document(id).and_then(Document::opened);
    state.sides.iter().any(|it| opened(it.0).is_some_and(|it| it.kind.is_heap()))
}

/// What is missing to compare.
fn why_not(state: &AppState) -> Option<String> {
    let is_missing = |which: Which| n_of(state, which) == 0;
    match (is_missing(Which::Before), is_missing(Which::After)) {
        (true, true) => Some("Choose what is before, and what is after.".to_owned()),
        (true, false) => Some("Choose what is before.".to_owned()),
        (false, true) => Some("Choose what is after.".to_owned()),
        (false, false) => None,
    }
}

fn sides(state: &AppState) -> String {
    let of = |which| wording::counted(n_of(state, which), "file");
    format!("{} after, {} before", of(Which::After), of(Which::Before))
}

/// Asks what to do with two files that were dropped together.
pub(super) fn dropped(
    ui: &mut Ui,
    state: &AppState,
    (one, other): (DocumentId, DocumentId),
    commands: &mut Commands,
) {
    let tokens = theme::tokens(ui);
    let opened = |id| state.document(id).and_then(Document::opened);
    let are_heaps =
        [one, other].into_iter().all(|id| opened(id).is_some_and(|it| it.kind.is_heap()));
    ui.set_width(WIDTH);
    let question = if are_heaps { "Compare both heaps?" } else { "Merge or compare?" };
    text::label(ui, Type::Page, tokens.text, question);
    ui.add_space(8.0);
    for document in [one, other].into_iter().filter_map(|it| state.document(it)) {
        text::label(ui, Type::Body, tokens.text2, &document.name);
    }
    ui.add_space(12.0);
    let compare = "What is slower, larger, new or gone in the later one.";
    if choice(ui, ("Compare", ButtonKind::Primary), compare) {
        commands.push(Command::Compare(one, other));
    }
    let merge = "One recording of both, on one clock: threads or processes of one program.";
    if !are_heaps && choice(ui, ("Merge", ButtonKind::Plain), merge) {
        commands.push(Command::Merge(one, other));
    }
    let separate = "Each stays a document of its own, as both are now.";
    if choice(ui, ("Keep separate", ButtonKind::Plain), separate) {
        commands.push(Command::Overlay(None));
    }
}

/// A button, and what it does in words.
pub(super) fn choice(ui: &mut Ui, (name, kind): (&str, ButtonKind), about: &str) -> bool {
    let tokens = theme::tokens(ui);
    let mut is_clicked = false;
    let room = vec2(ui.available_width(), ROW);
    ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
        let column = vec2(120.0, ROW);
        ui.allocate_ui_with_layout(column, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(column.x);
            is_clicked = ui.add(Button::new(name).kind(kind)).clicked();
        });
        text::label(ui, Type::Table, tokens.text2, about);
    });
    is_clicked
}
