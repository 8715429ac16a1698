//! What the parts of the panel are made of: headings, figures, and rows to click.

use asyncscope_core::units::{Nanos, THIN_SPACE, WeightUnit};
use egui::{
    Color32, CursorIcon, Frame, Margin, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, vec2,
};

use crate::theme::{self, Type, size};
use crate::widgets::bar::square;
use crate::widgets::{focus, text};

/// Height of a row.
const ROW: f32 = 20.0;

/// The padding of the panel around `contents`.
pub(in crate::views) fn padded(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    let margin = Margin { left: 12, right: 12, top: 6, bottom: 10 };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        contents(ui);
    });
}

/// A line across the panel.
pub(in crate::views) fn rule(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    let line = Stroke::new(1.0, theme::tokens(ui).line0);
    ui.painter().hline(rect.x_range(), rect.center().y, line);
}

/// A sentence where there is nothing to show.
pub(in crate::views) fn empty(ui: &mut Ui, why: &str) {
    padded(ui, |ui| {
        text::paragraph(ui, Type::Table, theme::tokens(ui).text2, why);
    });
}

/// The heading of a part, with a note at its right.
pub(in crate::views) fn heading(ui: &mut Ui, title: &str, note: &str) {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
    let note = text::line(ui.painter(), Type::Table, tokens.text2, note, rect.width());
    let room = rect.width() - note.size().x - 8.0;
    let title = text::line(ui.painter(), Type::TableStrong, tokens.text, title, room.max(0.0));
    text::paint_left(ui.painter(), rect, rect.left(), title);
    text::paint_right(ui.painter(), rect, rect.right(), note);
}

/// The name of what is selected, with the square of its category.
pub(in crate::views) fn name(ui: &mut Ui, fill: Color32, said: &str, kind: Type) {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said));
    square(ui.painter(), rect.left_center() + vec2(5.0, 0.0), fill, tokens);
    let galley = text::line(ui.painter(), kind, tokens.text, said, rect.width() - 18.0);
    let is_cut = galley.elided;
    text::paint_left(ui.painter(), rect, rect.left() + 18.0, galley);
    if is_cut {
        response.on_hover_text(text::clipped(said));
    }
}

/// A figure: what it is at the left, its value at the right.
pub(in crate::views) fn fact(ui: &mut Ui, what: &str, value: &str, note: &str) {
    fact_at(ui, what, value, note, Sense::hover());
}

/// A figure to click.
pub(in crate::views) fn fact_link(ui: &mut Ui, what: &str, value: &str, hint: &str) -> bool {
    fact_at(ui, what, value, "", Sense::click()).on_hover_text(hint).clicked()
}

fn fact_at(ui: &mut Ui, what: &str, value: &str, note: &str, sense: Sense) -> Response {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), sense);
    let is_link = sense.senses_click();
    let role = if is_link { Role::Link } else { Role::Label };
    let said = if note.is_empty() { String::new() } else { format!(", {note}") };
    response.widget_info(|| WidgetInfo::labeled(role, true, format!("{what} {value}{said}")));
    let painter = ui.painter();
    let what = text::line(painter, Type::Table, tokens.text2, what, rect.width());
    let room = (rect.width() - what.size().x - 8.0).max(0.0);
    text::paint_left(painter, rect, rect.left(), what);
    let mut right = rect.right();
    if !note.is_empty() {
        let note = text::line(painter, Type::Table, tokens.text2, note, 52.0);
        text::paint_right(painter, rect, right, note);
        right -= 56.0;
    }
    let color = if is_link { tokens.accent } else { tokens.text };
    let value = text::line(painter, Type::TableStrong, color, value, room);
    let value = text::paint_right(painter, rect, right, value);
    if is_link && response.hovered() {
        painter.hline(value.x_range(), value.bottom(), Stroke::new(1.0, color));
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    }
    focus::ring(ui, &response, rect, 2);
    response
}

/// A row about something else, to be clicked.
#[derive(Clone, Copy, Debug)]
pub(in crate::views) struct Entry<'a> {
    /// The colour of its square.
    pub(in crate::views) fill: Color32,
    /// Its name.
    pub(in crate::views) name: &'a str,
    /// Whether the name is that of a function.
    pub(in crate::views) is_code: bool,
    /// At the right, before the share.
    pub(in crate::views) value: &'a str,
    /// At the far right.
    pub(in crate::views) share: &'a str,
    /// What stands in its tooltip.
    pub(in crate::views) hint: &'a str,
    /// Whether it can be clicked.
    pub(in crate::views) is_link: bool,
}

/// Shows a row; returns what the pointer does to it.
pub(in crate::views) fn entry(ui: &mut Ui, entry: Entry<'_>) -> Response {
    let tokens = theme::tokens(ui);
    let sense = if entry.is_link { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), sense);
    let said = [entry.name, entry.value, entry.share].map(str::trim);
    let said = said.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", ");
    let role = if entry.is_link { Role::Link } else { Role::Label };
    response.widget_info(|| WidgetInfo::labeled(role, true, &said));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    if entry.is_link && response.hovered() {
        ui.painter().rect_filled(rect.expand2(vec2(4.0, 0.0)), 2.0, tokens.hover);
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    }
    square(ui.painter(), rect.left_center() + vec2(5.0, 0.0), entry.fill, tokens);
    paint_entry(ui, entry, rect);
    focus::ring(ui, &response, rect, 2);
    if entry.hint.is_empty() {
        return response;
    }
    response.on_hover_text(text::clipped(entry.hint))
}

fn paint_entry(ui: &Ui, entry: Entry<'_>, rect: Rect) {
    let tokens = theme::tokens(ui);
    let painter = ui.painter();
    let mut right = rect.right();
    if !entry.share.is_empty() {
        let share = text::line(painter, Type::Table, tokens.text, entry.share, 60.0);
        text::paint_right(painter, rect, right, share);
        right -= 56.0;
    }
    let room = (rect.width() - 18.0) * 0.5;
    let value = text::middle_line(painter, Type::Table, tokens.text2, entry.value, room);
    let value = text::paint_right(painter, rect, right, value);
    let kind = if entry.is_code { Type::Code } else { Type::Table };
    let left = rect.left() + 18.0;
    let room = (value.left() - left - 8.0).max(0.0);
    let name = text::line(painter, kind, tokens.text, entry.name, room);
    text::paint_left(painter, rect, left, name);
}

/// The weight of one selected thing: one decimal in milliseconds where that tells enough.
pub(in crate::views) fn exact(unit: WeightUnit, weight: u64) -> String {
    match unit {
        WeightUnit::Nanoseconds => duration(Nanos(weight)),
        WeightUnit::Bytes | WeightUnit::Count => unit.show(weight),
    }
}

/// The same of a duration.
pub(in crate::views) fn duration(time: Nanos) -> String {
    const FROM: Nanos = Nanos::from_millis(10);
    const TO: Nanos = Nanos::from_millis(60_000);
    if time < FROM || time >= TO {
        return time.to_string();
    }
    let tenths = (time.0 + 50_000) / 100_000;
    let whole = asyncscope_core::units::Count(tenths / 10);
    format!("{whole}.{}{THIN_SPACE}ms", tenths % 10)
}

/// The room that is left in the panel for a line of text.
pub(in crate::views) fn line(ui: &mut Ui, kind: Type, color: Color32, said: &str) -> Response {
    let room = vec2(ui.available_width(), size::CHIP);
    let (rect, response) = ui.allocate_exact_size(room, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said));
    let galley = text::middle_line(ui.painter(), kind, color, said, rect.width());
    let is_cut = galley.text() != said;
    text::paint_left(ui.painter(), rect, rect.left(), galley);
    if is_cut { response.on_hover_text(text::clipped(said)) } else { response }
}
