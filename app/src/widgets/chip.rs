//! Chips: what is active, with a way to end it.

use std::sync::Arc;

use egui::{Color32, CornerRadius, Galley, Rect, Response, Role, Sense, Stroke, StrokeKind};
use egui::{Ui, WidgetInfo, vec2};

use super::{focus, text};
use crate::theme::{self, Type, icons, size};

/// Room around the words of a chip: padding, and the ×.
const BESIDE: f32 = 6.0 + 20.0;

/// What was done to a chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChipEvent {
    /// Nothing.
    None,
    /// Its words were clicked.
    Clicked,
    /// Its × was clicked.
    Removed,
}

/// What a chip says, and how it looks.
#[derive(Clone, Copy, Debug)]
pub struct Chip<'a> {
    /// Its words.
    pub said: &'a str,
    /// What stands in its tooltip, or nothing.
    pub about: &'a str,
    /// Their font.
    pub kind: Type,
    /// Its height, in points.
    pub height: f32,
    /// The widest that it may be, in points.
    pub max_width: f32,
}

/// A chip of the status bar that says `said` in the font of `kind`, no wider than `max_width`.
pub fn chip(ui: &mut Ui, kind: Type, said: &str, max_width: f32) -> ChipEvent {
    Chip { said, about: "", kind, height: size::STATUS_CHIP, max_width }.show(ui)
}

impl Chip<'_> {
    /// How wide it is.
    pub fn width(&self, ui: &Ui) -> f32 {
        self.words(ui).size().x + BESIDE
    }

    /// Shows it.
    pub fn show(self, ui: &mut Ui) -> ChipEvent {
        let words = self.words(ui);
        let size = vec2(words.size().x + BESIDE, self.height);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let event = paint(ui, rect, &response, (self.said, words));
        if !self.about.is_empty() {
            response.on_hover_text(self.about);
        }
        event
    }

    fn words(&self, ui: &Ui) -> Arc<Galley> {
        let color = theme::tokens(ui).text;
        text::line(ui.painter(), self.kind, color, self.said, self.max_width - 30.0)
    }
}

fn paint(
    ui: &Ui,
    rect: Rect,
    response: &Response,
    (said, words): (&str, Arc<Galley>),
) -> ChipEvent {
    let tokens = theme::tokens(ui);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, said));
    let fill = if response.hovered() { tokens.hover } else { tokens.chip };
    let line = Stroke::new(1.0, tokens.line);
    ui.painter().rect(rect, CornerRadius::same(size::RADIUS), fill, line, StrokeKind::Inside);
    text::paint_left(ui.painter(), rect, rect.left() + 6.0, words);
    let close = Rect::from_min_max(rect.right_top() - vec2(20.0, 0.0), rect.max);
    let removed = close_button(ui, response, close, said);
    focus::ring(ui, response, rect, size::RADIUS);
    match (removed, response.clicked()) {
        (true, _) => ChipEvent::Removed,
        (false, true) => ChipEvent::Clicked,
        (false, false) => ChipEvent::None,
    }
}

fn close_button(ui: &Ui, chip: &egui::Response, rect: Rect, said: &str) -> bool {
    let tokens = theme::tokens(ui);
    let response = ui.interact(rect, chip.id.with("close"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Clear {said}")));
    let color: Color32 = if response.hovered() { tokens.text } else { tokens.text2 };
    let font = egui::FontId::new(size::ICON_CHIP, theme::Face::Sans.family());
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, icons::X, font, color);
    focus::ring(ui, &response, rect, size::RADIUS);
    response.clicked()
}
