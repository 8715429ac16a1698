//! Bars of an amount from step to step, each with its value above and its name below.

use egui::{Color32, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::text;
use crate::theme::{self, Type};

/// Height of a line of words.
const WORDS: f32 = 18.0;
/// Between two bars, as a share of the room of one.
const GAP: f32 = 0.24;
/// Widest that a bar is.
const WIDEST: f32 = 56.0;

/// Bars of an amount from step to step.
pub struct Steps<'a> {
    /// What screen readers say.
    pub name: &'a str,
    /// Height of the bars.
    pub height: f32,
    /// The amounts, from the first step to the last.
    pub values: &'a [u64],
    /// An amount in words.
    pub say: &'a dyn Fn(u64) -> String,
    /// The name of each step, for its tooltip.
    pub names: &'a [String],
    /// Of the bars.
    pub color: Color32,
}

/// Shows the bars, in all the width there is.
pub fn steps(ui: &mut Ui, steps: &Steps<'_>) {
    let size = vec2(ui.available_width(), steps.height + 2.0 * WORDS);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let said: Vec<String> = steps.values.iter().map(|it| (steps.say)(*it)).collect();
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Image, true, format!("{}: {}", steps.name, said.join(", ")))
    });
    let tokens = theme::tokens(ui);
    let room = (rect.width() / as_points(steps.values.len().max(1))).min(WIDEST / (1.0 - GAP));
    let base = rect.bottom() - WORDS;
    let most = steps.values.iter().copied().max().unwrap_or(0).max(1);
    let left = |at: usize| rect.left() + as_points(at) * room;
    let line = Stroke::new(1.0, tokens.line2);
    ui.painter().hline(rect.left()..=left(steps.values.len()), base + 0.5, line);
    let hovered = response.hover_pos().map(|it| it.x);
    for (at, value) in steps.values.iter().enumerate() {
        let cell = Rect::from_x_y_ranges(left(at)..=left(at) + room, rect.y_range());
        let height = share(*value, most) * steps.height;
        let half = room * (1.0 - GAP) / 2.0;
        let middle = cell.center().x;
        let bar = Rect::from_x_y_ranges(middle - half..=middle + half, base - height..=base);
        ui.painter().rect_filled(bar, 0.0, steps.color);
        words(ui, cell, base - height - WORDS / 2.0, (&said[at], tokens.text));
        words(ui, cell, rect.bottom() - WORDS / 2.0, (&(at + 1).to_string(), tokens.text2));
        if hovered.is_some_and(|x| cell.x_range().contains(x)) {
            let outline = bar.expand(1.0);
            let line = Stroke::new(1.0, tokens.text);
            ui.painter().rect_stroke(outline, 0.0, line, egui::StrokeKind::Outside);
        }
    }
    let under = hovered
        .and_then(|x| (0..steps.values.len()).find(|&it| (left(it)..left(it) + room).contains(&x)));
    if let Some(at) = under {
        let name = steps.names.get(at).map_or("", String::as_str);
        response.on_hover_text_at_pointer(format!("{} · {name}\n{}", at + 1, said[at]));
    }
}

/// Writes words in the middle of a cell, if they fit.
fn words(ui: &Ui, cell: Rect, y: f32, (said, color): (&str, Color32)) {
    let galley = text::line(ui.painter(), Type::Caption, color, said, f32::INFINITY);
    if galley.size().x <= cell.width() {
        let line = Rect::from_center_size(pos2(cell.center().x, y), vec2(cell.width(), WORDS));
        text::paint_center(ui.painter(), line, galley);
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a bar has few pixels"
)]
fn share(part: u64, whole: u64) -> f32 {
    (part as f64 / whole as f64) as f32
}

#[expect(clippy::cast_precision_loss, reason = "a few dozen bars")]
fn as_points(count: usize) -> f32 {
    count as f32
}
