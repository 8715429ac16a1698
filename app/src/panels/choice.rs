//! Choosing heap snapshots that are looked at together: which, in which order, and the baseline.

use egui::{Align, Layout, ScrollArea, Ui, vec2};

use super::compare::choice;
use crate::command::{Command, Commands};
use crate::snapshots::Candidate;
use crate::snapshots::choice::{ChoiceCommand, ChoicePage};
use crate::state::AppState;
use crate::theme::{self, Type, icons, size};
use crate::widgets::button::{Button, ButtonKind, small_icon_button};
use crate::widgets::text;
use crate::wording;

/// Width of the page.
const WIDTH: f32 = 560.0;
/// Height of a snapshot.
const ROW: f32 = 32.0;
/// The most characters of a name that are shown.
const MOST_CHARS: usize = 48;
/// Room for the buttons of a snapshot.
const BUTTONS: f32 = 156.0;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let (page, tokens) = (&state.choice, theme::tokens(ui));
    ui.set_width(WIDTH);
    text::label(ui, Type::Page, tokens.text, "Find leaks in heap snapshots");
    ui.add_space(4.0);
    text::paragraph(
        ui,
        Type::Table,
        tokens.text2,
        "Snapshots of one program in order of time. Three or more tell a trend, two tell growth, one \
         tells what is large. Others are compared with the baseline.",
    );
    ui.add_space(8.0);
    ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (at, (candidate, is_part)) in page.entries.iter().enumerate() {
            let row = (at, candidate, *is_part);
            ui.push_id(candidate.side.document, |ui| entry(ui, page, row, commands));
        }
    });
    ui.add_space(8.0);
    let why = page.why_not();
    ui.horizontal(|ui| {
        let word = if page.of.is_some() { "Use these" } else { "Find leaks" };
        let button = Button::new(word).kind(ButtonKind::Primary);
        if ui.add_enabled(why.is_none(), button).clicked() {
            commands.push(Command::Choice(ChoiceCommand::Open));
        }
        let said = why.unwrap_or_else(|| wording::counted(page.n_chosen(), "snapshot"));
        text::label(ui, Type::Table, tokens.text2, &said);
    });
}

fn entry(
    ui: &mut Ui,
    page: &ChoicePage,
    (at, candidate, is_part): (usize, &Candidate, bool),
    commands: &mut Commands,
) {
    let room = vec2(ui.available_width(), ROW);
    let layout = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(room, layout, |ui| {
        ui.set_min_size(room);
        let name = &candidate.side.name;
        let names = vec2((ui.available_width() - BUTTONS).max(80.0), ROW);
        ui.allocate_ui_with_layout(names, layout, |ui| {
            ui.set_min_width(names.x);
            let button = ui.add(Button::new(&cut(name)).switch(is_part));
            if button.on_hover_text(name).clicked() {
                commands.push(Command::Choice(ChoiceCommand::Switch(at)));
            }
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.add_space(size::CELL);
            let is_last = at + 1 == page.entries.len();
            ui.add_enabled_ui(!is_last, |ui| {
                let said = format!("Move {name} down");
                if small_icon_button(ui, icons::ARROW_DOWN, &said).clicked() {
                    commands.push(Command::Choice(ChoiceCommand::Down(at)));
                }
            });
            ui.add_enabled_ui(at > 0, |ui| {
                let said = format!("Move {name} up");
                if small_icon_button(ui, icons::ARROW_UP, &said).clicked() {
                    commands.push(Command::Choice(ChoiceCommand::Up(at)));
                }
            });
            let document = candidate.side.document;
            let is_baseline = is_part && page.baseline() == Some(document);
            let baseline = Button::new("Baseline").icon(icons::STAR).switch(is_baseline);
            if ui.add_enabled(is_part, baseline).clicked() {
                commands.push(Command::Choice(ChoiceCommand::Baseline(document)));
            }
        });
    });
}

/// The two ends of a long name: names of one series differ in their ends.
fn cut(name: &str) -> String {
    let n = name.chars().count();
    if n <= MOST_CHARS {
        return name.to_owned();
    }
    let start: String = name.chars().take(MOST_CHARS / 3).collect();
    let end: String = name.chars().skip(n - MOST_CHARS / 2).collect();
    format!("{start}…{end}")
}

/// Asks what to do with several heaps that were dropped together.
pub(super) fn dropped(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let n = state.choice.entries.len();
    ui.set_width(WIDTH);
    let said = format!("Look for leaks in all {n} heaps?");
    text::label(ui, Type::Page, tokens.text, &said);
    ui.add_space(8.0);
    ScrollArea::vertical().max_height(200.0).show(ui, |ui| {
        for (candidate, _) in &state.choice.entries {
            text::label(ui, Type::Body, tokens.text2, &candidate.side.name);
        }
    });
    ui.add_space(12.0);
    let leaks = "What grows from one snapshot to the next, in the order they were taken.";
    if choice(ui, ("Find leaks", ButtonKind::Primary), leaks) {
        commands.push(Command::Choice(ChoiceCommand::Open));
    }
    let separate = "Each stays a document of its own, as all are now.";
    if choice(ui, ("Keep separate", ButtonKind::Plain), separate) {
        commands.push(Command::Overlay(None));
    }
}
