//! The head of a table: names of columns; a click sorts.

use egui::{Rangef, Rect, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::{Align, Column, Extras, Sort, Table, TableEvents, Width};
use crate::theme::{self, Type, icons, size};
use crate::widgets::{focus, text};

/// Width of the arrow that says how the rows are sorted.
const ARROW: f32 = 16.0;

/// Room at the edge of a head in which it is taken hold of.
const GRIP: f32 = 4.0;

/// Shows the head.
pub(super) fn head(
    ui: &mut Ui,
    (table, extras): (&Table<'_>, Extras<'_>),
    lefts: &[Rangef],
    events: &mut TableEvents,
) {
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
        cell_of(ui, (table, extras), (i, column), cell, events);
    }
    if extras.is_arranged {
        arrange(ui, table, lefts, rect, events);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line));
}

/// Lets columns be moved, and be made wider or narrower.
fn arrange(ui: &Ui, table: &Table<'_>, lefts: &[Rangef], rect: Rect, events: &mut TableEvents) {
    let tokens = theme::tokens(ui);
    let shown = |i: &usize| table.columns[*i].width != Width::Hidden;
    for i in (0..table.columns.len()).filter(shown) {
        let x = lefts[i].max;
        let grip = Rect::from_x_y_ranges(x - GRIP..=x + GRIP, rect.y_range());
        let response = ui.interact(grip, table.id.with(("grip", i)), Sense::click_and_drag());
        if response.hovered() || response.dragged() {
            ui.set_cursor_icon(egui::CursorIcon::ResizeColumn);
            ui.painter().vline(x - 0.5, rect.y_range(), Stroke::new(1.0, tokens.line2));
        }
        if response.double_clicked() {
            events.resized = Some((i, None));
        } else if response.dragged()
            && let Some(at) = response.interact_pointer_pos()
        {
            events.resized = Some((i, Some((at.x - lefts[i].min).max(0.0))));
        }
        let id = table.id.with(("head", i));
        let Some(head) = ui.ctx().read_response(id) else { continue };
        let Some(at) =
            head.interact_pointer_pos().filter(|_| head.dragged() || head.drag_stopped())
        else {
            continue;
        };
        // Before the first column whose middle lies behind the pointer.
        let behind = |it: &usize| at.x < lefts[*it].center();
        let to = (0..table.columns.len()).filter(shown).find(behind);
        let to = to.unwrap_or(table.columns.len());
        let line = lefts.get(to).map_or(rect.right(), |it| it.min);
        ui.painter().vline(line, rect.y_range(), Stroke::new(2.0, tokens.accent));
        if head.drag_stopped() && to != i && to != i + 1 {
            events.moved = Some((i, to));
        }
    }
}

fn cell_of(
    ui: &Ui,
    (table, extras): (&Table<'_>, Extras<'_>),
    (i, column): (usize, &Column),
    rect: Rect,
    events: &mut TableEvents,
) {
    let first = table.sort.filter(|it| it.column == i);
    let also = extras.also.iter().position(|it| it.column == i);
    let sorted = first.or_else(|| also.map(|it| extras.also[it]));
    let rank = also.filter(|_| first.is_none()).map(|it| it + 2);
    let id = table.id.with(("head", i));
    let sense = match (column.sorts.is_some(), extras.is_arranged) {
        (true, true) => Sense::click_and_drag(),
        (true, false) => Sense::click(),
        (false, _) => Sense::hover(),
    };
    let response = ui.interact(rect, id, sense);
    let number = rank.map_or_else(String::new, |it| format!(", key {it}"));
    let name = match sorted {
        Some(sort) if sort.descending => {
            format!("{}, sorted, largest first{number}", column.title)
        }
        Some(_) => format!("{}, sorted, smallest first{number}", column.title),
        None => column.title.to_owned(),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &name));
    let is_lit = response.hovered() && column.sorts.is_some();
    paint(ui, column, rect, (sorted, rank.filter(|_| !column.title.is_empty())), is_lit);
    focus::ring(ui, &response, rect, 0);
    if response.secondary_clicked()
        && let Some(at) = response.interact_pointer_pos()
    {
        events.head_context = Some((i, at));
    }
    let is_also = extras.is_arranged && ui.input(|it| it.modifiers.shift);
    if let Some(largest) = column.sorts.filter(|_| response.clicked()) {
        let sort = |descending| Some(Sort { column: i, descending });
        if is_also {
            events.sort_also = sort(largest);
        } else {
            events.sort = sort(first.map_or(largest, |it| !it.descending));
        }
    }
    response.on_hover_text(column.hint);
}

fn paint(
    ui: &Ui,
    column: &Column,
    rect: Rect,
    (sorted, rank): (Option<Sort>, Option<usize>),
    hovered: bool,
) {
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
        let drawn = ui.painter().text(at, egui::Align2::LEFT_CENTER, arrow, font, color);
        if let Some(rank) = rank {
            let rank = text::line(ui.painter(), Type::Caption, color, &rank.to_string(), 20.0);
            text::paint_left(ui.painter(), rect, drawn.right(), rank);
        }
    }
}
