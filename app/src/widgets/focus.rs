//! The focus ring: only for those who move with the keyboard.

use egui::{Id, Key, Rect, Response, Stroke, StrokeKind, Ui};

use crate::theme;

fn id() -> Id {
    Id::unique("focus moves by keyboard")
}

/// Remembers what moved the focus last. Called once per frame.
pub fn watch(ctx: &egui::Context) {
    let by_key = ctx.input(|input| {
        if input.pointer.any_pressed() {
            return Some(false);
        }
        input.key_pressed(Key::Tab).then_some(true)
    });
    if let Some(by_key) = by_key {
        ctx.data_mut(|data| data.insert_temp(id(), by_key));
    }
}

/// Draws a ring around a widget that the keyboard brought the focus to.
pub fn ring(ui: &Ui, response: &Response, rect: Rect, radius: u8) {
    let by_key = ui.data(|data| data.get_temp::<bool>(id())).unwrap_or(false);
    if by_key && response.has_focus() {
        let stroke = Stroke::new(2.0, theme::tokens(ui).focus);
        ui.painter().rect_stroke(rect, f32::from(radius), stroke, StrokeKind::Inside);
    }
}
