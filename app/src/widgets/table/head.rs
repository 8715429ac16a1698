//! The head of a table: names of columns; a click sorts.

use egui::{Rangef, Rect, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::{Align, Column, Sort, Table, TableEvents, Width};
use crate::theme::{self, Type, icons, size};
use crate::widgets::{focus, text};

/// Width of the arrow that says how the rows are sorted.
const ARROW: f32 = 16.0;

/// Shows the head.
pub(super) fn head(ui: &mut Ui, table: &Table<'_>, lefts: &[Rangef], events: &mut TableEvents) {
    let tokens = theme::tokens(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    let width = ui.available_width();
    let (rect, _) = ui.allocate_exact_size(vec2(width, size::TABLE_HEAD), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, tokens.bg1);
    for (i, (column, x)) in table.columns.iter().zip(lefts).enumerate() {
        if column.width == Width::Hidden {
            continue;
        }
        let cell = Rect::from_x_y_ranges(*x, rect.y_range());
        let sorted = table.sort.filter(|it| it.column == i);
        if let Some(sort) = cell_of(ui, table, (i, column), cell, sorted) {
            events.sort = Some(sort);
        }
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line));
}

fn cell_of(
    ui: &Ui,
    table: &Table<'_>,
    (i, column): (usize, &Column),
    rect: Rect,
    sorted: Option<Sort>,
) -> Option<Sort> {
    let id = table.id.with(("head", i));
    let sense = if column.sorts.is_some() { Sense::click() } else { Sense::hover() };
    let response = ui.interact(rect, id, sense);
    let name = match sorted {
        Some(sort) if sort.descending => format!("{}, sorted, largest first", column.title),
        Some(_) => format!("{}, sorted, smallest first", column.title),
        None => column.title.to_owned(),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &name));
    paint(ui, column, rect, sorted, response.hovered() && column.sorts.is_some());
    focus::ring(ui, &response, rect, 0);
    let clicked = response.clicked();
    response.on_hover_text(column.hint);
    let first = column.sorts.filter(|_| clicked)?;
    let descending = sorted.map_or(first, |it| !it.descending);
    Some(Sort { column: i, descending })
}

fn paint(ui: &Ui, column: &Column, rect: Rect, sorted: Option<Sort>, hovered: bool) {
    let tokens = theme::tokens(ui);
    let strong = sorted.is_some() || hovered;
    let color = if strong { tokens.text } else { tokens.text2 };
    let room = rect.width() - 2.0 * size::CELL - if sorted.is_some() { ARROW } else { 0.0 };
    let words = text::line(ui.painter(), Type::TableStrong, color, column.title, room.max(0.0));
    let arrow = sorted.map(|it| if it.descending { icons::ARROW_DOWN } else { icons::ARROW_UP });
    let mut right = rect.right() - size::CELL;
    let said = match column.align {
        Align::Left => text::paint_left(ui.painter(), rect, rect.left() + size::CELL, words),
        Align::Right => {
            if arrow.is_some() {
                right -= ARROW;
            }
            text::paint_right(ui.painter(), rect, right, words)
        }
    };
    if let Some(arrow) = arrow {
        let at = egui::pos2(said.right() + 3.0, rect.center().y);
        let font = egui::FontId::new(size::ICON_CHIP, theme::Face::Sans.family());
        ui.painter().text(at, egui::Align2::LEFT_CENTER, arrow, font, color);
    }
}
