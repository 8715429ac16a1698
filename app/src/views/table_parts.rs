//! What the tables of functions share: the filter, what to write, and the line below.

use egui::{Id, Key, Modifiers, Popup, Sense, Ui, vec2};

use super::parts::{export_buttons, nothing};
use super::{Scene, View};
use crate::command::{Command, Commands};
use crate::export::ExportWhat;
use crate::filter::Filter;
use crate::theme::{self, Type, icons, size};
use crate::widgets::button::{Button, icon_button};
use crate::widgets::field::{Field, field};
use crate::widgets::{menu_look, tell_selectable, text};

/// Toolbars narrower than this have buttons without words.
const WORDS_FROM: f32 = 1000.0;

/// Whether a toolbar of this width has room for words on all of its buttons.
pub(super) fn has_words(width: f32) -> bool {
    width >= WORDS_FROM
}

/// Whether keys ask a tree to follow its hot path.
pub(super) fn asks_for_hot_path(modifiers: Modifiers, key: Key) -> bool {
    (key == Key::H && modifiers.is_none())
        || (key == Key::ArrowRight && modifiers == Modifiers::SHIFT)
}

/// The field that filters the rows of a table, and the switch for regular expressions.
pub(super) fn filter_field(
    ui: &mut Ui,
    scene: Scene<'_>,
    (view, name, hint): (View, &str, &str),
    (filter, width): (&Filter, f32),
    commands: &mut Commands,
) {
    let mut typed = filter.text.clone();
    let about = Field {
        id: Id::unique(("filter", view)),
        name,
        hint,
        icon: icons::FUNNEL_SIMPLE,
        width,
        takes_focus: scene.wants_find,
    };
    ui.spacing_mut().item_spacing.x = 4.0;
    if field(ui, &about, &mut typed).changed() {
        commands.push(Command::Filter(view, typed));
    }
    if scene.wants_find {
        commands.push(Command::FindTaken);
    }
    let regex = ui.add(Button::new(".*").switch(filter.is_regex));
    if regex.on_hover_text("Take it as a regular expression").clicked() {
        commands.push(Command::FilterRegex(view, !filter.is_regex));
    }
    ui.spacing_mut().item_spacing.x = 8.0;
}

/// Says below the toolbar what is wrong with a regular expression.
pub(super) fn filter_error(ui: &mut Ui, filter: &Filter) {
    let Err(error) = filter.parse() else { return };
    error_line(ui, &format!("This is {error}."));
}

/// A line below a toolbar that says what is wrong with what was typed.
pub(super) fn error_line(ui: &mut Ui, said: &str) {
    let tokens = theme::tokens(ui);
    let room = vec2(ui.available_width(), size::CONTROL);
    let (rect, response) = ui.allocate_exact_size(room, Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Alert, true, said));
    ui.painter().rect_filled(rect, 0.0, tokens.error_bg);
    let font = egui::FontId::new(size::ICON_BUTTON, theme::Face::Sans.family());
    let left = rect.left() + size::PANEL;
    let at = egui::pos2(left, rect.center().y);
    let icon = icons::WARNING_CIRCLE;
    ui.painter().text(at, egui::Align2::LEFT_CENTER, icon, font, tokens.error);
    let words = text::line(ui.painter(), Type::Table, tokens.text, said, rect.width() - 40.0);
    text::paint_left(ui.painter(), rect, left + 20.0, words);
}

/// The buttons that write and copy a table; with words where there is room.
pub(super) fn write_buttons(
    ui: &mut Ui,
    scene: Scene<'_>,
    (what, with_words): (ExportWhat, bool),
    commands: &mut Commands,
) {
    if with_words {
        return export_buttons(ui, scene, what, commands);
    }
    ui.spacing_mut().item_spacing.x = 0.0;
    let export = |ui: &mut Ui| icon_button(ui, icons::EXPORT, "Export CSV…");
    if ui.add_enabled_ui(!scene.is_choosing, export).inner.clicked() {
        commands.push(Command::Export(what));
    }
    if icon_button(ui, icons::COPY, "Copy the whole table as CSV").clicked() {
        commands.push(Command::CopyTable(what));
    }
}

/// Says that nothing matches, and offers to end the filter.
pub(super) fn nothing_matches(ui: &mut Ui, why: &str, view: View, commands: &mut Commands) {
    nothing(ui, why, |ui| {
        if ui.add(Button::new("Clear the filter")).clicked() {
            commands.push(Command::Filter(view, String::new()));
        }
    });
}

/// The line below a table: what it holds at the left, what to know of it at the right.
pub(super) fn footer(ui: &mut Ui, said: &str, note: &str) {
    let tokens = theme::tokens(ui);
    let size = vec2(ui.available_width(), size::TOTALS);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, said));
    let painter = ui.painter();
    painter.rect_filled(rect, 0.0, tokens.bg1);
    painter.hline(rect.x_range(), rect.top() + 0.5, egui::Stroke::new(1.0, tokens.line));
    let cells = rect.shrink2(vec2(size::CELL + 4.0, 0.0));
    let said = text::line(painter, Type::Table, tokens.text2, said, cells.width());
    let said = text::paint_left(painter, cells, cells.left(), said);
    let room = (cells.right() - said.right() - 24.0).max(0.0);
    let note = text::line(painter, Type::Table, tokens.text2, note, room);
    if !note.elided {
        text::paint_right(painter, cells, cells.right(), note);
    }
}

/// An entry of a menu that is chosen or not; returns whether it was clicked.
pub(super) fn choice(ui: &mut Ui, role: egui::Role, name: &str, is_chosen: bool) -> bool {
    let tokens = theme::tokens(ui);
    let (kind, color) =
        if is_chosen { (Type::BodyStrong, tokens.accent) } else { (Type::Body, tokens.text) };
    let said = text::rich(kind, color, name);
    let button = egui::Button::new(said).min_size(vec2(ui.available_width(), 26.0));
    let response = ui.add(button);
    tell_selectable(&response, role, is_chosen, || name.to_owned());
    let is_clicked = response.clicked();
    if is_clicked {
        Popup::close_all(ui.ctx());
    }
    is_clicked
}

/// A menu below a button that says what is chosen.
pub(super) fn chooser(ui: &mut Ui, name: &str, said: &str, contents: impl FnOnce(&mut Ui)) {
    let response = ui.add(Button::new(said).icon(icons::CARET_DOWN));
    let told = format!("{name}: {said}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &told));
    Popup::menu(&response).show(|ui| {
        menu_look(ui, 220.0);
        contents(ui);
    });
}
