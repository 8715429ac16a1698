//! A strip across a page that says what to know about it.

use egui::{Align, Color32, CornerRadius, Frame, Layout, Margin, Ui};

use super::text;
use crate::theme::{self, Type, icons, size};

/// How grave a strip is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StripKind {
    /// Something to know.
    Info,
    /// Something is missing.
    Warning,
    /// Something failed.
    Error,
    /// Something is done.
    Done,
}

impl StripKind {
    /// Icon, its colour, and the tint behind it.
    pub fn look(self, ui: &Ui) -> (&'static str, Color32, Color32) {
        let tokens = theme::tokens(ui);
        match self {
            Self::Info => (icons::INFO, tokens.info, tokens.info_bg),
            Self::Warning => (icons::WARNING, tokens.warn, tokens.warn_bg),
            Self::Error => (icons::WARNING_CIRCLE, tokens.error, tokens.error_bg),
            Self::Done => (icons::CHECK_CIRCLE, tokens.ok, tokens.ok_bg),
        }
    }
}

/// A strip that says `said`, with more below it.
pub fn strip(ui: &mut Ui, kind: StripKind, said: &str, more: impl FnOnce(&mut Ui)) {
    let tokens = theme::tokens(ui);
    let (icon, color, tint) = kind.look(ui);
    let frame = Frame::new()
        .fill(tint)
        .corner_radius(CornerRadius::same(size::RADIUS))
        .inner_margin(Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
            let font = egui::FontId::new(size::ICON, theme::Face::Sans.family());
            let icon = egui::RichText::new(icon).font(font).color(color);
            ui.add(egui::Label::new(icon));
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 4.0;
                text::paragraph(ui, Type::Table, tokens.text, said);
                more(ui);
            });
        });
    });
}
