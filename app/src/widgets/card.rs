//! Cards: a few figures that belong together.

use egui::{CornerRadius, Frame, Margin, Stroke, Ui};

use super::text;
use crate::theme::{self, Type, size};

/// A card around `contents`.
pub fn card<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let tokens = theme::tokens(ui);
    let frame = Frame::new()
        .fill(tokens.card)
        .stroke(Stroke::new(1.0, tokens.line0))
        .corner_radius(CornerRadius::same(size::RADIUS_CARD))
        .inner_margin(Margin::same(12));
    frame.show(ui, contents).inner
}

/// A name, a big number, and what to know about it.
pub fn figure(ui: &mut Ui, name: &str, value: &str, note: &str) {
    let tokens = theme::tokens(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    text::label(ui, Type::Table, tokens.text2, name);
    text::label(ui, Type::Big, tokens.text, value);
    text::label(ui, Type::Caption, tokens.text2, note);
}
