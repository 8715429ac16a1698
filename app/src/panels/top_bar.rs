//! The bar at the top: menus, and how the window looks.

use asyncscope_core::export::tables_of;
use egui::{Align, Button, Layout, MenuBar, Popup, Ui};

use crate::actions::{Action, keys};
use crate::command::{Command, Commands};
use crate::export::ExportWhat;
use crate::state::AppState;
use crate::theme::{self, Type, icons};
use crate::views::View;
use crate::widgets::button::icon_button;
use crate::widgets::logo;
use crate::widgets::menu_look;
use crate::widgets::text;
use crate::wording;

/// Shows the bar.
pub(super) fn show(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let height = ui.available_height();
    ui.allocate_ui_with_layout(
        egui::vec2(ui.available_width(), height),
        Layout::left_to_right(Align::Center),
        |ui| {
            logo::logo(ui, 18.0);
            ui.add_space(2.0);
            MenuBar::new().style(bar_style).ui(ui, |ui| {
                menu(ui, "File", |ui| file_menu(ui, state, commands));
                menu(ui, "View", |ui| view_menu(ui, state, commands));
                menu(ui, "Go", |ui| go_menu(ui, state, commands));
                menu(ui, "Help", |ui| {
                    entry(ui, Action::Shortcuts, true, commands);
                    entry(ui, Action::About, true, commands);
                });
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    theme_button(ui, commands);
                });
            });
        },
    );
}

fn theme_button(ui: &mut Ui, commands: &mut Commands) {
    let (icon, name) = if ui.visuals().dark_mode {
        (icons::SUN, "Use the light theme")
    } else {
        (icons::MOON, "Use the dark theme")
    };
    if icon_button(ui, icon, name).clicked() {
        commands.push(Command::Run(Action::ToggleTheme));
    }
}

/// Menu names are text until the pointer is on them.
fn bar_style(style: &mut egui::Style) {
    egui::containers::menu::menu_style(style);
    style.spacing.button_padding = egui::vec2(8.0, 3.0);
    style.spacing.item_spacing.x = 0.0;
    let text = style.visuals.weak_text_color();
    style.visuals.widgets.inactive.fg_stroke.color = text;
}

fn menu(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui)) {
    let label = egui::RichText::new(name).font(Type::Body.font());
    ui.menu_button(label, |ui| {
        menu_look(ui, 248.0);
        contents(ui);
    });
}

/// An entry that runs an action.
fn entry(ui: &mut Ui, action: Action, enabled: bool, commands: &mut Commands) {
    let keys = keys::said(action);
    let text = text::rich(Type::Body, theme::tokens(ui).text, action.text());
    let mut button = Button::new(text).min_size(egui::vec2(ui.available_width(), 26.0));
    if let Some(keys) = keys {
        let keys = text::rich(Type::Table, theme::tokens(ui).text2, keys);
        button = button.shortcut_text(keys);
    }
    let response = ui.add_enabled(enabled, button);
    if response.accessible_name(action.text()).clicked() {
        commands.push(Command::Run(action));
        Popup::close_all(ui.ctx());
    }
}

fn file_menu(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    entry(ui, Action::Open, state.dialog.is_none(), commands);
    entry(ui, Action::OpenPath, true, commands);
    ui.separator();
    let shown = state.opened().map(|it| it.view);
    let has_table = shown.and_then(ExportWhat::of).is_some();
    entry(ui, Action::ExportCsv, has_table && state.dialog.is_none(), commands);
    export_menu(ui, state, commands);
    entry(ui, Action::CopyTable, has_table, commands);
    entry(ui, Action::Copy, shown.is_some(), commands);
    ui.separator();
    entry(ui, Action::Close, state.shown.is_some(), commands);
    entry(ui, Action::Quit, true, commands);
}

/// Every table of the recording.
fn export_menu(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let tables = state.opened().map(|it| tables_of(&it.recording)).unwrap_or_default();
    let enabled = !tables.is_empty() && state.dialog.is_none();
    ui.add_enabled_ui(enabled, |ui| {
        let color = theme::tokens(ui).text;
        let name = text::rich(Type::Body, color, "Export a table");
        let arrow = egui::containers::menu::SubMenuButton::arrow_atom(None);
        let button = Button::new((name, egui::Atom::grow(), arrow))
            .min_size(egui::vec2(ui.available_width(), 26.0));
        egui::containers::menu::SubMenuButton::from_button(button).ui(ui, |ui| {
            menu_look(ui, 180.0);
            for table in tables {
                let name = text::rich(Type::Body, color, table_title(table.name));
                let button = Button::new(name).min_size(egui::vec2(ui.available_width(), 26.0));
                if ui.add(button).on_hover_text(table.doc).clicked() {
                    commands.push(Command::Export(ExportWhat::Table(table.name)));
                    Popup::close_all(ui.ctx());
                }
            }
        });
    });
}

fn view_menu(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    for view in View::ALL {
        entry(ui, Action::Show(view), state.opened().is_some(), commands);
    }
    ui.separator();
    entry(ui, Action::ToggleTheme, true, commands);
    entry(ui, Action::SystemTheme, true, commands);
    entry(ui, Action::ToggleSidebar, !state.documents.is_empty(), commands);
    entry(ui, Action::ToggleDetails, !state.documents.is_empty(), commands);
    ui.separator();
    entry(ui, Action::ZoomIn, true, commands);
    entry(ui, Action::ZoomOut, true, commands);
    entry(ui, Action::ZoomReset, true, commands);
}

fn go_menu(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let several = state.documents.len() > 1;
    entry(ui, Action::NextRecording, several, commands);
    entry(ui, Action::PreviousRecording, several, commands);
    ui.separator();
    entry(ui, Action::Find, state.opened().is_some(), commands);
    let has_range = state.opened().is_some_and(|it| it.selection.range.is_some());
    entry(ui, Action::ClearRange, has_range, commands);
}

/// The name of a table as menus say it: `call-tree` is "Call tree".
fn table_title(name: &str) -> String {
    wording::capital(&name.replace('-', " "))
}
