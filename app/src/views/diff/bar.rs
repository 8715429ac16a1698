//! What tells more from less beside words and signs: bars, and the legend of colours.

use egui::{Painter, Rect, Sense, Ui, pos2, vec2};

use crate::theme::{self, Tokens, Type};
use crate::widgets::table::Row;
use crate::widgets::text;

/// Width of the bar of a difference.
pub(super) const BAR: f32 = 72.0;
/// Width of a step of the legend.
const STEP: f32 = 11.0;

/// Paints the bar of a difference in a cell: from its middle to the right what is more, to the left
/// what is less; grey where it is no more than noise.
pub(super) fn bar(row: &Row<'_>, column: usize, (delta, largest): (f64, f64), is_faint: bool) {
    if !row.shows(column) {
        return;
    }
    let cell = row.cell(column);
    let tokens = row.tokens();
    let middle = cell.left() + BAR / 2.0;
    let center = cell.center().y.round();
    let trough = if row.is_selected { tokens.trough_on_sel } else { tokens.line0 };
    let whole = Rect::from_center_size(pos2(middle, center), vec2(BAR, 8.0));
    row.painter().rect_filled(whole, 0.0, trough);
    if delta != 0.0 && largest > 0.0 {
        let length = (share(delta.abs(), largest) * BAR / 2.0).max(1.0);
        let to = if delta < 0.0 { middle - length } else { middle + length };
        let part = Rect::from_two_pos(pos2(middle, whole.top()), pos2(to, whole.bottom()));
        let fill = match (is_faint, delta < 0.0) {
            (true, _) => tokens.line2,
            (false, true) => tokens.difference(-6).fill,
            (false, false) => tokens.difference(6).fill,
        };
        row.painter().rect_filled(part, 0.0, fill);
    }
    let line = egui::Stroke::new(1.0, tokens.line2);
    row.painter().vline(middle, whole.y_range().expand(2.0), line);
}

#[expect(clippy::cast_possible_truncation, reason = "from 0 to 1")]
fn share(part: f64, whole: f64) -> f32 {
    (part / whole).clamp(0.0, 1.0) as f32
}

/// How wide the legend is with these words.
pub(super) fn legend_width(has_removed: bool) -> f32 {
    if has_removed { 470.0 } else { 390.0 }
}

/// The legend of colours: which are faster and which slower, and what is grey or hatched.
pub(super) fn legend(ui: &mut Ui, (less, more): (&str, &str), has_removed: bool) {
    let tokens = theme::tokens(ui);
    let size = vec2(legend_width(has_removed), 20.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let said = format!("Blue is {less}, orange is {more}, grey is within noise");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &said));
    let painter = ui.painter();
    let mut right = rect.right();
    let word = |right: f32, said: &str| {
        let words = text::line(painter, Type::Caption, tokens.text2, said, 200.0);
        text::paint_right(painter, rect, right, words).left()
    };
    right = word(right, "within noise") - 6.0;
    right = swatch(painter, rect, right, tokens) - 14.0;
    if has_removed {
        right = word(right, "removed") - 6.0;
        right = removed(painter, rect, right, tokens) - 14.0;
    }
    right = word(right, more) - 6.0;
    for step in (-7..=7).rev() {
        let left_top = pos2(right - STEP, rect.center().y - 5.0);
        let part = Rect::from_min_size(left_top, vec2(STEP, 10.0));
        painter.rect_filled(part, 0.0, tokens.difference(step).fill);
        right -= STEP;
    }
    word(right - 6.0, less);
}

fn swatch(painter: &Painter, rect: Rect, right: f32, tokens: &Tokens) -> f32 {
    let part = Rect::from_min_size(pos2(right - 16.0, rect.center().y - 5.0), vec2(16.0, 10.0));
    painter.rect_filled(part, 0.0, tokens.difference(0).fill);
    part.left()
}

/// A hatched square with an edge, as boxes look that are gone.
fn removed(painter: &Painter, rect: Rect, right: f32, tokens: &Tokens) -> f32 {
    let part = Rect::from_min_size(pos2(right - 16.0, rect.center().y - 5.0), vec2(16.0, 10.0));
    let color = tokens.difference(-5).fill;
    let stroke = egui::Stroke::new(1.0, color);
    let inner = painter.with_clip_rect(part.intersect(painter.clip_rect()));
    let mut x = part.left() - part.height();
    while x < part.right() {
        inner.line_segment([pos2(x, part.bottom()), pos2(x + part.height(), part.top())], stroke);
        x += 5.0;
    }
    painter.rect_stroke(part, 0.0, stroke, egui::StrokeKind::Inside);
    part.left()
}
