//! One visible row of a table, and the painting of its cells.

use egui::{Color32, Painter, Rangef, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::{Extras, Table, TableEvents};
use crate::theme::{self, Tokens, Type, size};
use crate::widgets::bar::{self, square};
use crate::widgets::{tell_selectable, text};

/// Room that words keep also where others stand behind them, in points.
const FEW_LETTERS: f32 = 48.0;

/// How a row stands.
#[derive(Clone, Debug)]
pub(super) struct RowState {
    response: Response,
    is_selected: bool,
    is_marked: bool,
}

impl RowState {
    /// Takes in what the pointer does to a row.
    pub(super) fn of(
        ui: &Ui,
        (table, extras): (&Table<'_>, Extras<'_>),
        (row, rect): (usize, Rect),
        name_of: &impl Fn(usize) -> String,
        events: &mut TableEvents,
    ) -> Self {
        // Rows are no stops of the Tab key: the table is one, and the arrows move within.
        let response = ui.interact(rect, table.id.with(row), Sense::CLICK);
        let is_selected = extras.is_selected.map_or_else(|| table.is_selected(row), |it| it(row));
        tell_selectable(&response, Role::Row, is_selected, || name_of(row));
        let toggles = extras.is_selected.is_some() && ui.input(|it| it.modifiers.command);
        if response.clicked() && toggles {
            events.toggled = Some(row);
        } else if response.clicked() {
            let extends = table.selected.is_some() && ui.input(|it| it.modifiers.shift);
            *if extends { &mut events.extended } else { &mut events.selected } = Some(row);
        }
        if response.double_clicked() {
            events.double_clicked = Some(row);
        }
        let by_keys = events.has_focus && table.selected == Some(row) && ui.input(asks_for_menu);
        if response.secondary_clicked() || by_keys {
            let below = rect.left_bottom() + vec2(size::PAGE, 0.0);
            let at = response.interact_pointer_pos().filter(|_| !by_keys).unwrap_or(below);
            events.context = Some((row, at));
        }
        if response.hovered() {
            events.hovered = Some(row);
        }
        Self { response, is_selected, is_marked: table.marked == Some(row) }
    }
}

/// Whether the keys for a menu were pressed.
fn asks_for_menu(input: &egui::InputState) -> bool {
    input.modifiers.shift && input.key_pressed(egui::Key::F10)
}

/// A visible row, to paint its cells.
pub struct Row<'a> {
    ui: &'a Ui,
    response: Response,
    /// Its number.
    pub row: usize,
    /// Where it stands.
    pub rect: Rect,
    /// Whether it is selected.
    pub is_selected: bool,
    columns: &'a [Rangef],
}

impl<'a> Row<'a> {
    /// Paints the background of a row.
    pub(super) fn new(
        ui: &'a Ui,
        row: usize,
        rect: Rect,
        columns: &'a [Rangef],
        state: RowState,
    ) -> Self {
        let tokens = theme::tokens(ui);
        let RowState { response, is_selected, is_marked } = state;
        let fill = match (is_selected, is_marked || response.hovered()) {
            (true, _) => Some(tokens.sel),
            (false, true) => Some(tokens.hover),
            (false, false) => None,
        };
        if let Some(fill) = fill {
            ui.painter().rect_filled(rect, 0.0, fill);
        }
        let line = Stroke::new(1.0, tokens.line0);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
        Self { ui, response, row, rect, is_selected, columns }
    }

    /// What to paint with.
    pub fn painter(&self) -> &'a Painter {
        self.ui.painter()
    }

    /// The colours.
    pub fn tokens(&self) -> &'static Tokens {
        theme::tokens(self.ui)
    }

    /// Whether a column has room.
    pub fn shows(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(|it| it.max > it.min)
    }

    /// The room of a cell between its paddings.
    pub fn cell(&self, column: usize) -> Rect {
        let x = self.columns.get(column).copied().unwrap_or(Rangef::NOTHING);
        let x = Rangef::new(x.min + size::CELL, (x.max - size::CELL).max(x.min + size::CELL));
        Rect::from_x_y_ranges(x, self.rect.y_range())
    }

    /// Writes words in a cell, `indent` from its left, cut at their end. As all that paints cells, it
    /// does nothing where the column is hidden.
    pub fn words(&self, column: usize, indent: f32, kind: Type, color: Color32, said: &str) -> f32 {
        if !self.shows(column) {
            return self.rect.left();
        }
        let cell = self.cell(column);
        let room = (cell.width() - indent).max(0.0);
        let galley = text::line(self.painter(), kind, color, said, room);
        if galley.elided {
            self.explain(cell, said);
        }
        text::paint_left(self.painter(), cell, cell.left() + indent, galley).right()
    }

    /// Writes words in a cell as [`Row::words`] does, and leaves room at its right; never less than
    /// for a few letters.
    pub fn words_before(
        &self,
        column: usize,
        (indent, kept): (f32, f32),
        (kind, color): (Type, Color32),
        said: &str,
    ) -> f32 {
        if !self.shows(column) {
            return self.rect.left();
        }
        let cell = self.cell(column);
        let room = (cell.width() - indent - kept).max(FEW_LETTERS.min(cell.width() - indent));
        let galley = text::line(self.painter(), kind, color, said, room.max(0.0));
        if galley.elided {
            self.explain(cell, said);
        }
        text::paint_left(self.painter(), cell, cell.left() + indent, galley).right()
    }

    /// Writes a path in a cell, cut in its middle; `whole` is what it stands for.
    pub fn path(&self, column: usize, (kind, color): (Type, Color32), said: &str, whole: &str) {
        if !self.shows(column) {
            return;
        }
        let cell = self.cell(column);
        let galley = text::middle_line(self.painter(), kind, color, said, cell.width());
        if galley.text() != whole {
            self.explain(cell, whole);
        }
        text::paint_left(self.painter(), cell, cell.left(), galley);
    }

    /// Shows the whole of a text that is cut while the pointer rests on its cell.
    fn explain(&self, cell: Rect, whole: &str) {
        if self.response.hover_pos().is_some_and(|it| cell.contains(it)) {
            self.response.clone().on_hover_text_at_pointer(text::clipped(whole));
        }
    }

    /// Writes a number at the right of a cell, `from_right` before its edge.
    pub fn number(&self, column: usize, from_right: f32, color: Color32, said: &str) {
        if !self.shows(column) {
            return;
        }
        let cell = self.cell(column);
        let galley = text::line(self.painter(), Type::Table, color, said, f32::INFINITY);
        text::paint_right(self.painter(), cell, cell.right() - from_right, galley);
    }

    /// Paints a bar of `share` (0 to 1) from the left of a cell, `width` wide.
    pub fn bar(&self, column: usize, width: f32, share: f32) {
        if !self.shows(column) {
            return;
        }
        let cell = self.cell(column);
        let center = egui::pos2(cell.left() + width / 2.0, cell.center().y.round());
        let rect = Rect::from_center_size(center, egui::vec2(width, 8.0));
        let tokens = self.tokens();
        let trough = if self.is_selected { tokens.trough_on_sel } else { tokens.line0 };
        bar::paint(self.painter(), rect, share, tokens.accent, trough);
    }

    /// Paints the square of a category, `indent` from the left of a cell.
    pub fn square(&self, column: usize, indent: f32, fill: Color32) {
        if !self.shows(column) {
            return;
        }
        let cell = self.cell(column);
        let center = egui::pos2(cell.left() + indent + 5.0, cell.center().y.round());
        square(self.painter(), center, fill, self.tokens());
    }

    /// A place in a cell to click, `indent` from its left; returns whether it was.
    pub fn button(
        &self,
        column: usize,
        indent: f32,
        width: f32,
        name: impl Fn() -> String,
    ) -> bool {
        let cell = self.cell(column);
        let left = egui::pos2(cell.left() + indent, cell.top());
        let rect = Rect::from_min_size(left, egui::vec2(width, cell.height()));
        let id = self.ui.scope_id().with(("button", column, self.row));
        // Not a stop of the Tab key, as the row itself is not.
        let response = self.ui.interact(rect, id, Sense::CLICK);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name()));
        response.clicked()
    }
}
