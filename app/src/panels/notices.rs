//! The latest notices, at the bottom right.

use egui::{Align2, Area, CornerRadius, Frame, Id, Margin, Order, Stroke, Ui, vec2};

use super::status_bar::kind_of;
use crate::command::{Command, Commands};
use crate::state::AppState;
use crate::theme::{self, Type, icons, size};
use crate::widgets::button::small_icon_button;
use crate::widgets::text;

/// Shows them over everything else.
pub(super) fn show(ui: &Ui, state: &AppState, commands: &mut Commands) {
    if state.notices.shown().next().is_none() {
        return;
    }
    let tokens = theme::tokens(ui);
    let area = Area::new(Id::unique("notices"))
        .order(Order::Foreground)
        .anchor(Align2::RIGHT_BOTTOM, vec2(-12.0, -(size::STATUS + 12.0)));
    area.show(ui.ctx(), |ui| {
        ui.set_width(360.0);
        for notice in state.notices.shown() {
            let frame = Frame::new()
                .fill(tokens.bg3)
                .stroke(Stroke::new(1.0, tokens.line))
                .corner_radius(CornerRadius::same(size::RADIUS_CARD))
                .inner_margin(Margin::symmetric(12, 10));
            frame.show(ui, |ui| {
                ui.set_width(336.0);
                ui.horizontal_top(|ui| {
                    let (icon, color, _) = kind_of(notice.kind).look(ui);
                    text::fixed(ui, Type::Body, color, icon);
                    let room = vec2(ui.available_width() - 26.0, 0.0);
                    ui.allocate_ui(room, |ui| {
                        ui.set_width(room.x);
                        text::paragraph(ui, Type::Table, tokens.text, &notice.text);
                    });
                    if small_icon_button(ui, icons::X, "Dismiss").clicked() {
                        commands.push(Command::Dismiss(notice.id));
                    }
                });
            });
            ui.add_space(4.0);
        }
    });
}
