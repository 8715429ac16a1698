//! What is shown over the window while files are held above it.

use egui::{Align2, Area, Id, Order, Role, Ui, WidgetInfo, vec2};

use crate::theme::{self, Type, icons};
use crate::widgets::{dashes, text};
use crate::wording;

/// Shows it while files are held above the window.
pub(super) fn show(ui: &Ui) {
    let n_files = ui.input(|input| input.raw.hovered_files.len());
    if n_files == 0 {
        return;
    }
    let tokens = theme::tokens(ui);
    let area = Area::new(Id::unique("drop area")).order(Order::Tooltip).interactable(false);
    area.fixed_pos(egui::Pos2::ZERO).show(ui.ctx(), |ui| {
        let rect = ui.ctx().content_rect();
        let said = format!("Drop to open {}", wording::counted(n_files, "file"));
        let cover = ui.allocate_rect(rect, egui::Sense::hover());
        cover.widget_info(|| WidgetInfo::labeled(Role::Alert, true, &said));
        ui.painter().rect_filled(rect, 0.0, tokens.bg0.gamma_multiply(0.92));
        dashes::frame(ui.painter(), rect.shrink(16.0), tokens.accent);
        let above = rect.center() - vec2(0.0, 24.0);
        let font = egui::FontId::new(32.0, theme::Face::Sans.family());
        let icon = icons::FILE_ARROW_DOWN;
        ui.painter().text(above, Align2::CENTER_CENTER, icon, font, tokens.accent);
        let words = text::line(ui.painter(), Type::Page, tokens.text, &said, f32::INFINITY);
        text::paint_center(ui.painter(), rect.translate(vec2(0.0, 16.0)), words);
    });
}
