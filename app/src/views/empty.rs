//! The first page: where to drop files, what was opened before, which keys are worth knowing.

use asyncscope_core::error::{show_os_str, show_path};
use asyncscope_core::session::RecentFile;
use asyncscope_core::units::Bytes;
use egui::{Align, Layout, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::parts::keys_row;
use crate::actions::{Action, keys};
use crate::command::{Command, Commands};
use crate::state::{AppState, Overlay};
use crate::theme::{self, Type, icons, size};
use crate::widgets::button::{Button, ButtonKind, link};
use crate::widgets::{dashes, focus, logo, text};
use crate::wording;

/// Widest the page is.
const WIDTH: f32 = 1040.0;
/// Width of the list of keys.
const KEYS: f32 = 300.0;
/// Height of the area to drop files in.
const DROP: f32 = 212.0;
/// Height of a recent file.
const ROW: f32 = 36.0;
/// Files shown.
const MOST_SHOWN: usize = 10;

/// Shows the page.
pub fn show(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let width = (ui.available_width() - 2.0 * size::PAGE).min(WIDTH);
        let left = ((ui.available_width() - width) / 2.0).floor();
        ui.add_space((ui.available_height() * 0.1).min(88.0).floor());
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_space(left);
            ui.vertical(|ui| {
                ui.set_width(width);
                head(ui);
                ui.add_space(24.0);
                drop_area(ui, state, commands);
                ui.add_space(24.0);
                lists(ui, state, commands);
                ui.add_space(24.0);
            });
        });
    });
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
    // Two widgets in a row of their own width, which a centred column then centres.
    let width = 276.0;
    ui.allocate_ui_with_layout(vec2(width, 28.0), Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        if ui.add_enabled(state.dialog.is_none(), open).clicked() {
            commands.push(Command::Run(Action::Open));
        }
        if ui.add(path).clicked() {
            commands.push(Command::Run(Action::OpenPath));
        }
    });
}

fn lists(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 24.0;
        let width = ui.available_width() - KEYS - 24.0;
        ui.vertical(|ui| {
            ui.set_width(width);
            recent(ui, state, commands);
        });
        ui.vertical(|ui| {
            ui.set_width(KEYS);
            keys(ui, commands);
        });
    });
}

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

fn recent(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let files = state.remembered.session.recent();
    let action = if files.is_empty() { "" } else { "Clear" };
    if list_head(ui, "Recent", action) {
        commands.push(Command::ClearRecent);
    }
    if files.is_empty() {
        ui.add_space(8.0);
        let none = "Files that you open are listed here.";
        text::paragraph(ui, Type::Body, tokens.text2, none);
    }
    for file in files.iter().take(MOST_SHOWN) {
        recent_file(ui, state, file, commands);
    }
}

fn recent_file(ui: &mut Ui, state: &AppState, file: &RecentFile, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let name = file.path.file_name().map_or_else(|| show_path(&file.path), show_os_str);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("Open {name}")));
    if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, tokens.hover);
    }
    let painter = ui.painter();
    let line = egui::Stroke::new(1.0, tokens.line0);
    painter.hline(rect.x_range(), rect.bottom() - 0.5, line);
    let cells = rect.shrink2(vec2(8.0, 0.0));
    let icon = text::line(painter, Type::Page, tokens.text2, icon_of(&file.format), 24.0);
    text::paint_left(painter, cells, cells.left(), icon);
    let said = |said: &str| text::line(painter, Type::Table, tokens.text2, said, 120.0);
    text::paint_right(painter, cells, cells.right(), said(&wording::ago(file.opened)));
    let size = said(&Bytes(file.size).to_string());
    let sizes = cells.right() - 104.0;
    text::paint_right(painter, cells, sizes, size);
    let room = sizes - 72.0 - (cells.left() + 24.0);
    let words = text::line(painter, Type::BodyStrong, tokens.text, &name, room);
    let end = text::paint_left(painter, cells, cells.left() + 24.0, words).right();
    let left = room - (end - cells.left() - 24.0) - 8.0;
    if left > 40.0 {
        let folder = wording::folder(&file.path, state.home.as_deref());
        let folder = text::middle_line(painter, Type::Table, tokens.text2, &folder, left);
        text::paint_left(painter, cells, end + 8.0, folder);
    }
    focus::ring(ui, &response, Rect::shrink(rect, 1.0), size::RADIUS);
    if response.on_hover_text(show_path(&file.path)).clicked() {
        commands.push(Command::Open(vec![file.path.clone()]));
    }
}

fn icon_of(format: &str) -> &'static str {
    if format.contains("CPU") { icons::FILE_JS } else { icons::STACK }
}

fn keys(ui: &mut Ui, commands: &mut Commands) {
    const KEYS: &[(&str, &[&[&str]])] = &[
        ("Find in the view", &[&["Ctrl", "F"]]),
        ("Zoom in, zoom out", &[&["W"], &["S"]]),
        ("Move left, move right", &[&["A"], &["D"]]),
        ("Select a time range", &[&["Shift", "drag"]]),
        ("All shortcuts", &[&["?"]]),
    ];
    if list_head(ui, "Shortcuts", "All shortcuts") {
        commands.push(Command::Overlay(Some(Overlay::Shortcuts)));
    }
    ui.add_space(4.0);
    for (what, ways) in KEYS {
        keys_row(ui, what, ways);
    }
}
