//! The views of a recording, side by side.

use egui::{Rect, Role, Sense, Ui, pos2, vec2};

use crate::actions::{Action, keys};
use crate::command::{Command, Commands};
use crate::theme::{self, Type, size};
use crate::views::View;
use crate::widgets::{focus, tell_selectable, text};

/// Shows the row of tabs.
pub(super) fn show(ui: &mut Ui, active: View, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::BAR), Sense::hover());
    let mut x = rect.left() + 8.0;
    for view in View::ALL {
        let words = text::line(ui.painter(), Type::BodyStrong, tokens.text, view.name(), 200.0);
        let width = 12.0 + size::ICON + 6.0 + words.size().x + 12.0;
        let tab = Rect::from_min_size(pos2(x, rect.top()), vec2(width, rect.height()));
        if show_tab(ui, view, view == active, tab) {
            commands.push(Command::ShowView(view));
        }
        x += width;
    }
    let line = egui::Stroke::new(1.0, tokens.line0);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
}

fn show_tab(ui: &Ui, view: View, is_active: bool, rect: Rect) -> bool {
    let tokens = theme::tokens(ui);
    let response = ui.interact(rect, ui.scope_id().with(view), Sense::click());
    tell_selectable(&response, Role::Tab, is_active, || view.name().to_owned());
    let (color, icon_color) = match (is_active, response.hovered()) {
        (true, _) => (tokens.text, tokens.accent),
        (false, true) => (tokens.text, tokens.text2),
        (false, false) => (tokens.text2, tokens.text2),
    };
    let font = egui::FontId::new(size::ICON, theme::Face::Sans.family());
    let icon = pos2(rect.left() + 12.0, rect.center().y);
    ui.painter().text(icon, egui::Align2::LEFT_CENTER, view.icon(), font, icon_color);
    let words = text::line(ui.painter(), Type::BodyStrong, color, view.name(), 200.0);
    text::paint_left(ui.painter(), rect, rect.left() + 12.0 + size::ICON + 6.0, words);
    if is_active {
        let top = pos2(rect.left(), rect.bottom() - 2.0);
        let underline = Rect::from_min_max(top, rect.max);
        ui.painter().rect_filled(underline, 0.0, tokens.accent);
    }
    focus::ring(ui, &response, rect.shrink(2.0), size::RADIUS);
    let keys = keys::said(Action::Show(view));
    let clicked = response.clicked();
    if let Some(keys) = keys {
        response.on_hover_text(format!("{} ({keys})", view.name()));
    }
    clicked
}
