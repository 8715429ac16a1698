//! The first page: where to drop files, what was opened before, samples, keys worth knowing.

mod recent;
mod samples;

use egui::{Align, Layout, ScrollArea, Sense, Ui, vec2};

use super::parts::keys_row;
use crate::actions::{Action, keys};
use crate::command::{Command, Commands};
use crate::state::{AppState, Overlay};
use crate::theme::{self, Type, icons, size};
use crate::widgets::button::{Button, ButtonKind, link};
use crate::widgets::{dashes, logo, text};

/// Widest the page is.
const WIDTH: f32 = 1040.0;
/// Width of samples and keys.
const RIGHT: f32 = 340.0;
/// Narrower than this, everything stands in one column.
const ONE_COLUMN: f32 = 840.0;
/// Height of the area to drop files in.
const DROP: f32 = 212.0;

/// Shows the page: what to open at the left, samples and keys at the right; in a narrow window one
/// below the other.
pub fn show(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let width = (ui.available_width() - 2.0 * size::PAGE).min(WIDTH);
        let left = ((ui.available_width() - width) / 2.0).floor();
        ui.add_space((ui.available_height() * 0.1).min(88.0).floor());
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_space(left);
            if width < ONE_COLUMN {
                column(ui, width, |ui| {
                    left_side(ui, state, commands);
                    ui.add_space(24.0);
                    right_side(ui, commands);
                });
            } else {
                column(ui, width - RIGHT - 24.0, |ui| left_side(ui, state, commands));
                ui.add_space(24.0);
                column(ui, RIGHT, |ui| {
                    ui.add_space(36.0);
                    right_side(ui, commands);
                });
            }
        });
    });
}

fn column(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 0.0;
        contents(ui);
        ui.add_space(24.0);
    });
}

fn left_side(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    head(ui);
    ui.add_space(24.0);
    drop_area(ui, state, commands);
    ui.add_space(24.0);
    recent::show(ui, state, commands);
}

fn right_side(ui: &mut Ui, commands: &mut Commands) {
    samples::show(ui, commands);
    ui.add_space(24.0);
    keys(ui, commands);
}

fn head(ui: &mut Ui) {
    let tokens = theme::tokens(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        logo::logo(ui, 36.0);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            text::label(ui, Type::Big, tokens.text, "Asyncscope");
            let what = "Find out why asynchronous JavaScript is slow or grows";
            text::label(ui, Type::Body, tokens.text2, what);
        });
    });
}

fn drop_area(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), DROP), Sense::hover());
    ui.painter().rect_filled(rect, 6.0, tokens.bg0);
    dashes::frame(ui.painter(), rect, tokens.line2);
    let layout = Layout::top_down(Align::Center);
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(rect.shrink(12.0)).layout(layout));
    let ui = &mut inner;
    ui.spacing_mut().item_spacing.y = 6.0;
    ui.add_space(14.0);
    let font = egui::FontId::new(32.0, theme::Face::Sans.family());
    let icon = egui::RichText::new(icons::FILE_ARROW_DOWN).font(font).color(tokens.accent);
    ui.add(egui::Label::new(icon));
    text::label(ui, Type::Page, tokens.text, "Drop files here");
    let kinds = "CPU profiles (.cpuprofile) and Chrome traces (.json); also .gz and .zst";
    text::label(ui, Type::Table, tokens.text2, kinds);
    ui.add_space(8.0);
    open_buttons(ui, state, commands);
    ui.add_space(6.0);
    text::label(ui, Type::Caption, tokens.text2, "Nothing leaves this computer.");
}

fn open_buttons(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let keys = keys::said(Action::Open).unwrap_or_default();
    let open = Button::new("Open files…")
        .icon(icons::FOLDER_OPEN)
        .keys(&keys)
        .kind(ButtonKind::Primary)
        .tall();
    let path = Button::new("Open path…").icon(icons::FILE).tall();
    let record = Button::new("Record a program…").icon(icons::CIRCLE_NOTCH).tall();
    // Three widgets in a row of their own width, which a centred column then centres.
    let width = 450.0;
    ui.allocate_ui_with_layout(vec2(width, 28.0), Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        if ui.add_enabled(state.dialog.is_none(), open).clicked() {
            commands.push(Command::Run(Action::Open));
        }
        if ui.add(path).clicked() {
            commands.push(Command::Run(Action::OpenPath));
        }
        if ui.add(record).clicked() {
            commands.push(Command::Run(Action::Record));
        }
    });
}

/// The name of a list.
fn list_name(ui: &mut Ui, name: &str) {
    let tokens = theme::tokens(ui);
    let layout = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 28.0), layout, |ui| {
        text::fixed(ui, Type::Heading, tokens.text, name);
    });
}

/// The name of a list with a line below, and something to do at its right. Returns whether that was
/// clicked.
fn list_head(ui: &mut Ui, name: &str, action: &str) -> bool {
    let tokens = theme::tokens(ui);
    let mut clicked = false;
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), 28.0),
        Layout::left_to_right(Align::Center),
        |ui| {
            text::fixed(ui, Type::Heading, tokens.text, name);
            if !action.is_empty() {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    clicked = link(ui, action).clicked();
                });
            }
        },
    );
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, tokens.line0);
    clicked
}

fn keys(ui: &mut Ui, commands: &mut Commands) {
    const KEYS: &[(&str, &[&[&str]])] = &[
        ("Command palette", &[&["Ctrl", "Shift", "P"]]),
        ("Find in the view", &[&["Ctrl", "F"]]),
        ("Zoom in, zoom out", &[&["W"], &["S"]]),
        ("Move left, move right", &[&["A"], &["D"]]),
        ("Select a time range", &[&["Shift", "drag"]]),
        ("Back, forward", &[&["Alt", "← →"]]),
        ("This list", &[&["?"]]),
    ];
    if list_head(ui, "Shortcuts", "All shortcuts") {
        commands.push(Command::Overlay(Some(Overlay::Shortcuts)));
    }
    ui.add_space(4.0);
    for (what, ways) in KEYS {
        keys_row(ui, what, ways);
    }
}
