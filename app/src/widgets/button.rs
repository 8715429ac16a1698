//! Buttons: with words, with an icon, and as links.

use std::sync::Arc;

use egui::{Color32, CornerRadius, Galley, Rect, Response, Role, Sense, Stroke, StrokeKind};
use egui::{Ui, Widget, WidgetInfo, vec2};

use super::{focus, text};
use crate::theme::{self, Tokens, Type, size};

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// With a frame.
    #[default]
    Plain,
    /// The one thing to do here.
    Primary,
    /// Without a frame until the pointer is on it.
    Ghost,
}

/// A button with words, and an icon before them.
#[derive(Clone, Debug)]
#[must_use = "add it to a `Ui`"]
pub struct Button<'a> {
    text: &'a str,
    icon: Option<&'a str>,
    keys: Option<&'a str>,
    kind: ButtonKind,
    height: f32,
    /// Whether what it switches is on; `None` if it switches nothing.
    is_on: Option<bool>,
}

impl<'a> Button<'a> {
    /// A button that says `text`.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            icon: None,
            keys: None,
            kind: ButtonKind::Plain,
            height: size::CONTROL,
            is_on: None,
        }
    }

    /// With an icon before its words.
    pub fn icon(self, icon: &'a str) -> Self {
        Self { icon: Some(icon), ..self }
    }

    /// With the keys that do the same after its words.
    pub fn keys(self, keys: &'a str) -> Self {
        Self { keys: Some(keys), ..self }
    }

    /// How much it stands out.
    pub fn kind(self, kind: ButtonKind) -> Self {
        Self { kind, ..self }
    }

    /// A switch that is on or off.
    pub fn switch(self, is_on: bool) -> Self {
        Self { is_on: Some(is_on), ..self }
    }

    /// Higher than other controls, for a page with little on it.
    pub fn tall(self) -> Self {
        Self { height: 28.0, ..self }
    }
}

/// Fill, border, text and icon of a button.
struct Look {
    fill: Color32,
    line: Color32,
    text: Color32,
    icon: Color32,
}

fn look(kind: ButtonKind, tokens: &Tokens, response: &Response) -> Look {
    let hovered = response.hovered();
    let pressed = response.is_pointer_button_down_on();
    match kind {
        ButtonKind::Primary => {
            let line = if hovered { tokens.onfill } else { tokens.fill };
            Look { fill: tokens.fill, line, text: tokens.onfill, icon: tokens.onfill }
        }
        ButtonKind::Plain | ButtonKind::Ghost => {
            let rest = if kind == ButtonKind::Plain { tokens.button } else { Color32::TRANSPARENT };
            let edge = if kind == ButtonKind::Plain { tokens.line } else { Color32::TRANSPARENT };
            let fill = if pressed {
                tokens.sel
            } else if hovered {
                tokens.hover
            } else {
                rest
            };
            Look { fill, line: edge, text: tokens.text, icon: tokens.text2 }
        }
    }
}

impl Button<'_> {
    fn face(&self) -> Type {
        if self.kind == ButtonKind::Primary { Type::TableStrong } else { Type::Table }
    }

    fn padding(&self) -> f32 {
        if self.height > size::CONTROL { 12.0 } else { 8.0 }
    }

    fn words(&self, ui: &Ui, color: Color32, said: &str) -> Arc<Galley> {
        text::line(ui.painter(), self.face(), color, said, f32::INFINITY)
    }

    fn icon_width(&self) -> f32 {
        self.icon.map_or(0.0, |_| size::ICON_BUTTON + 6.0)
    }

    fn width(&self, ui: &Ui) -> f32 {
        let width_of = |said: &str| self.words(ui, Color32::PLACEHOLDER, said).size().x;
        let keys = self.keys.map_or(0.0, |it| width_of(it) + 6.0);
        (self.icon_width() + width_of(self.text) + keys + 2.0 * self.padding()).ceil()
    }

    fn paint(&self, ui: &Ui, rect: Rect, look: &Look) {
        paint_frame(ui, rect, look.fill, look.line);
        let left = rect.left() + self.padding();
        if let Some(icon) = self.icon {
            let at = egui::pos2(left, rect.center().y);
            let font = egui::FontId::new(size::ICON_BUTTON, theme::Face::Sans.family());
            ui.painter().text(at, egui::Align2::LEFT_CENTER, icon, font, look.icon);
        }
        let words = self.words(ui, look.text, self.text);
        text::paint_left(ui.painter(), rect, left + self.icon_width(), words);
        if let Some(keys) = self.keys {
            let keys = self.words(ui, look.text.gamma_multiply(0.8), keys);
            text::paint_right(ui.painter(), rect, rect.right() - self.padding(), keys);
        }
    }
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let size = vec2(self.width(ui), self.height);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        response.widget_info(|| match self.is_on {
            Some(is_on) => WidgetInfo::selected(Role::Button, ui.is_enabled(), is_on, self.text),
            None => WidgetInfo::labeled(Role::Button, ui.is_enabled(), self.text),
        });
        if ui.is_rect_visible(rect) {
            let tokens = theme::tokens(ui);
            let mut look = look(self.kind, tokens, &response);
            if self.is_on == Some(true) {
                look = Look { fill: tokens.sel, icon: tokens.accent, ..look };
            }
            self.paint(ui, rect, &look);
            focus::ring(ui, &response, rect, size::RADIUS);
        }
        response
    }
}

fn paint_frame(ui: &Ui, rect: Rect, fill: Color32, line: Color32) {
    let radius = CornerRadius::same(size::RADIUS);
    ui.painter().rect(rect, radius, fill, Stroke::new(1.0, line), StrokeKind::Inside);
}

/// A button that is an icon; `name` is its tooltip and what screen readers say.
pub fn icon_button(ui: &mut Ui, icon: &str, name: &str) -> Response {
    icon_button_sized(ui, icon, name, vec2(28.0, 28.0), size::ICON)
}

/// The same, as small as a chip.
pub fn small_icon_button(ui: &mut Ui, icon: &str, name: &str) -> Response {
    icon_button_sized(ui, icon, name, vec2(18.0, 18.0), size::ICON_CHIP)
}

fn icon_button_sized(
    ui: &mut Ui,
    icon: &str,
    name: &str,
    frame: egui::Vec2,
    icon_size: f32,
) -> Response {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(frame, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    if ui.is_rect_visible(rect) {
        let look = look(ButtonKind::Ghost, tokens, &response);
        paint_frame(ui, rect, look.fill, look.line);
        let color = if response.hovered() { tokens.text } else { tokens.text2 };
        let font = egui::FontId::new(icon_size, theme::Face::Sans.family());
        ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, icon, font, color);
        focus::ring(ui, &response, rect, size::RADIUS);
    }
    response.on_hover_text(name)
}

/// Words to click.
pub fn link(ui: &mut Ui, said: &str) -> Response {
    let tokens = theme::tokens(ui);
    let galley = text::line(ui.painter(), Type::Table, tokens.accent, said, ui.available_width());
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, ui.is_enabled(), said));
    if response.hovered() {
        let line = Stroke::new(1.0, tokens.accent);
        ui.painter().hline(rect.x_range(), rect.bottom(), line);
    }
    text::paint_left(ui.painter(), rect, rect.left(), galley);
    focus::ring(ui, &response, rect.expand(2.0), 2);
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}
