//! The files that were opened before.

use asyncscope_core::error::{show_os_str, show_path};
use asyncscope_core::session::RecentFile;
use asyncscope_core::units::Bytes;
use egui::{Rect, Role, Sense, Ui, WidgetInfo, vec2};

use crate::command::{Command, Commands};
use crate::state::AppState;
use crate::theme::{self, Type, icons, size};
use crate::widgets::{focus, text};
use crate::wording;

/// Height of a recent file.
const ROW: f32 = 36.0;
/// Files shown.
const MOST_SHOWN: usize = 10;

/// Shows the files, and a way to forget them.
pub(super) fn show(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let files = state.remembered.session.recent();
    let action = if files.is_empty() { "" } else { "Clear" };
    if super::list_head(ui, "Recent", action) {
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
