//! One line to type in.

use egui::{Align2, FontId, Id, Margin, Response, TextEdit, Ui, vec2};

use crate::theme::{self, Type, icons, size};

/// A field to type in.
#[derive(Debug)]
pub struct Field<'a> {
    /// Names it while the program runs.
    pub id: Id,
    /// What screen readers say, such as "Filter functions".
    pub name: &'a str,
    /// What stands in it while it is empty.
    pub hint: &'a str,
    /// An icon before the text.
    pub icon: &'a str,
    /// Its width in points.
    pub width: f32,
    /// Whether to give it the focus now, with its text selected.
    pub takes_focus: bool,
}

/// Shows a field with `said` in it.
pub fn field(ui: &mut Ui, field: &Field<'_>, said: &mut String) -> Response {
    let tokens = theme::tokens(ui);
    let has_text = !said.is_empty();
    let right = if has_text { 24 } else { 8 };
    let edit = TextEdit::singleline(said)
        .id(field.id)
        .hint_text(super::text::rich(Type::Table, tokens.text2, field.hint))
        .font(Type::Table.font())
        .text_color(tokens.text)
        .margin(Margin { left: 28, right, top: 4, bottom: 4 })
        .desired_width(field.width)
        .min_size(vec2(0.0, size::CONTROL))
        .align(Align2::LEFT_CENTER);
    let output = edit.show(ui);
    let response = output.response.response.accessible_name(field.name);
    let font = FontId::new(size::ICON_BUTTON, theme::Face::Sans.family());
    let at = response.rect.left_center() + vec2(8.0, 0.0);
    ui.painter().text(at, Align2::LEFT_CENTER, field.icon, font, tokens.text2);
    if field.takes_focus {
        response.request_focus();
        select_all(ui, field.id, said);
    }
    if has_text { clear_button(ui, response, field.name, said) } else { response }
}

fn select_all(ui: &Ui, id: Id, said: &str) {
    let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let end = egui::text::CCursor::new(said.chars().count());
    let all = egui::text::CCursorRange::two(egui::text::CCursor::default(), end);
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), id);
}

fn clear_button(ui: &Ui, mut response: Response, name: &str, said: &mut String) -> Response {
    let tokens = theme::tokens(ui);
    let right = response.rect.right_center();
    let rect = egui::Rect::from_center_size(right - vec2(13.0, 0.0), vec2(18.0, 18.0));
    let close = ui.interact(rect, response.id.with("clear"), egui::Sense::click());
    close.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Clear: {name}"))
    });
    let color = if close.hovered() { tokens.text } else { tokens.text2 };
    let font = FontId::new(size::ICON_CHIP, theme::Face::Sans.family());
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, icons::X, font, color);
    if close.clicked() {
        said.clear();
        response.mark_changed();
    }
    response
}
