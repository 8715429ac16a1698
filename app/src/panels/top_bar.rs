//! The bar at the top: menus, and how the window looks.

use asyncscope_core::export::tables_of;
use egui::vec2;
use egui::{Align, Button, Layout, MenuBar, Popup, Rect, Role, Sense, StrokeKind, Ui, WidgetInfo};

use crate::actions::{Action, keys};
use crate::command::{Command, Commands};
use crate::export::ExportWhat;
use crate::state::AppState;
use crate::theme::{self, Type, icons, size};
use crate::views::parts::key_cap;
use crate::widgets::button::icon_button;
use crate::widgets::menu_look;
use crate::widgets::text;
use crate::widgets::{focus, logo};
use crate::wording;

/// Width of the field in the middle, where there is room for all of it.
const FIELD: f32 = 400.0;
/// Room that menus and buttons take, each on their side.
const SIDES: f32 = 216.0;

/// Width of the four buttons in the right corner, with what is between them.
const BUTTONS: f32 = 4.0 * 28.0 + 4.0 * 2.0 + 8.0;

/// Shows the bar.
pub(super) fn show(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let rect = ui.max_rect();
    search_field(ui, rect, commands);
    let left = ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(row()));
    menus(left, state, commands);
    let corner = rect.with_min_x(rect.right() - BUTTONS);
    let mut right = ui.new_child(egui::UiBuilder::new().max_rect(corner).layout(row()));
    right.spacing_mut().item_spacing.x = 2.0;
    buttons(&mut right, state, commands);
}

fn row() -> Layout {
    Layout::left_to_right(Align::Center)
}

fn menus(mut ui: Ui, state: &AppState, commands: &mut Commands) {
    let ui = &mut ui;
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
    });
}

/// What looks like a field, and opens the palette.
fn search_field(ui: &mut Ui, bar: Rect, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let width = (bar.width() - 2.0 * SIDES).clamp(120.0, FIELD);
    let rect = Rect::from_center_size(ui.ctx().content_rect().center_top(), vec2(width, 26.0));
    let rect = rect.translate(vec2(0.0, bar.center().y - ui.ctx().content_rect().top()));
    let response = ui.interact(rect, egui::Id::unique("search field"), Sense::click());
    let said = "Search or run a command";
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, said));
    let line = if response.hovered() { tokens.line2 } else { tokens.line };
    let line = egui::Stroke::new(1.0, line);
    ui.painter().rect(rect, f32::from(size::RADIUS), tokens.bg0, line, StrokeKind::Inside);
    let font = egui::FontId::new(size::ICON_BUTTON, theme::Face::Sans.family());
    let icon = rect.left_center() + vec2(8.0, 0.0);
    let glass = icons::MAGNIFYING_GLASS;
    ui.painter().text(icon, egui::Align2::LEFT_CENTER, glass, font, tokens.text2);
    let keys = keys::said(Action::Palette).unwrap_or_default();
    let right = key_cap(ui.painter(), tokens, rect, rect.right() - 4.0, &keys);
    let room = right - rect.left() - 36.0;
    let words = text::line(ui.painter(), Type::Body, tokens.text2, said, room);
    text::paint_left(ui.painter(), rect, rect.left() + 28.0, words);
    focus::ring(ui, &response, rect, size::RADIUS);
    if response.clicked() {
        commands.push(Command::Run(Action::Palette));
    }
}

/// The buttons in the right corner, in the order in which Tab reaches them.
fn buttons(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let button =
        |ui: &mut Ui, action: Action, icon: &str, enabled: bool, commands: &mut Commands| {
            ui.add_enabled_ui(enabled, |ui| {
                if icon_button(ui, icon, action.text()).clicked() {
                    commands.push(Command::Run(action));
                }
            });
        };
    let (back, forward) = (state.history.can_go_back(), state.history.can_go_forward());
    button(ui, Action::Back, icons::ARROW_LEFT, back, commands);
    button(ui, Action::Forward, icons::ARROW_RIGHT, forward, commands);
    ui.add_space(8.0);
    theme_button(ui, commands);
    button(ui, Action::Settings, icons::GEAR, true, commands);
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
pub(super) fn entry(ui: &mut Ui, action: Action, enabled: bool, commands: &mut Commands) {
    entry_with(ui, (action, keys::said(action)), enabled, commands);
}

/// An action, with other keys than those it has elsewhere.
fn entry_with(
    ui: &mut Ui,
    (action, keys): (Action, Option<String>),
    enabled: bool,
    commands: &mut Commands,
) {
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
    entry(ui, Action::OpenFolder, state.dialog.is_none(), commands);
    entry(ui, Action::OpenTogether, true, commands);
    entry(ui, Action::Record, true, commands);
    ui.separator();
    let shown = state.opened().map(|it| it.view);
    let has_table = shown.and_then(ExportWhat::of).is_some();
    entry(ui, Action::ExportCsv, has_table && state.dialog.is_none(), commands);
    export_menu(ui, state, commands);
    entry(ui, Action::CopyTable, has_table, commands);
    for action in [Action::Copy, Action::CopyMarkdown, Action::CopyLink, Action::CopyStack] {
        entry(ui, action, shown.is_some(), commands);
    }
    ui.separator();
    let has_two = state.heaps().len() > 1 || state.recordings().len() > 1;
    entry(ui, Action::Compare, has_two, commands);
    entry(ui, Action::FindLeaks, !state.heaps().is_empty(), commands);
    entry(ui, Action::Close, state.shown.is_some(), commands);
    entry(ui, Action::Settings, true, commands);
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
    let is_open = state.opened().is_some();
    for view in state.kind().views() {
        let action = Action::Show(view);
        entry_with(ui, (action, keys::said_in(action, state.kind())), is_open, commands);
    }
    ui.separator();
    entry(ui, Action::SplitRight, is_open, commands);
    entry(ui, Action::SplitDown, is_open, commands);
    entry(ui, Action::MoveToNextGroup, is_open && state.arrangement().is_split(), commands);
    entry(ui, Action::CloseView, is_open, commands);
    entry(ui, Action::ResetLayout, is_open, commands);
    ui.separator();
    entry(ui, Action::CycleColours, is_open, commands);
    entry(ui, Action::ToggleDetails, is_open, commands);
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
    let opened = state.opened();
    entry(ui, Action::Back, state.history.can_go_back(), commands);
    entry(ui, Action::Forward, state.history.can_go_forward(), commands);
    ui.separator();
    entry(ui, Action::Palette, true, commands);
    entry(ui, Action::FindTrack, opened.is_some(), commands);
    entry(ui, Action::Find, opened.is_some(), commands);
    ui.separator();
    let several = state.documents.len() > 1;
    entry(ui, Action::NextRecording, several, commands);
    entry(ui, Action::PreviousRecording, several, commands);
    entry(ui, Action::NextView, opened.is_some(), commands);
    entry(ui, Action::PreviousView, opened.is_some(), commands);
    ui.separator();
    let selection = opened.map(|it| &it.selection);
    let has_entity = selection.is_some_and(|it| it.entity.is_some());
    let has_range = selection.is_some_and(|it| it.range.is_some());
    entry(ui, Action::ShowSelected, has_entity || has_range, commands);
    entry(ui, Action::ShowAll, opened.is_some(), commands);
    entry(ui, Action::RangeOfSelected, has_entity, commands);
    entry(ui, Action::ClearRange, has_range, commands);
    entry(ui, Action::AllThreads, selection.is_some_and(|it| it.threads.is_some()), commands);
    entry(ui, Action::OnlyMyCode, opened.is_some(), commands);
    let has_transforms = selection.is_some_and(|it| !it.transforms.is_empty());
    entry(ui, Action::ClearTransforms, has_transforms, commands);
}

/// The name of a table as menus say it: `call-tree` is "Call tree".
fn table_title(name: &str) -> String {
    wording::capital(&name.replace('-', " "))
}
