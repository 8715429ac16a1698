//! A bar to slide columns sideways, where there are more than fit.

use egui::{Rect, Role, Sense, Ui, WidgetInfo, vec2};

use super::focus;
use crate::theme;

/// Height of the bar.
pub const HEIGHT: f32 = 12.0;

/// Which of several columns are to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first.
    pub first: usize,
    /// How many.
    pub shown: usize,
    /// How many there are.
    pub all: usize,
}

impl Window {
    /// The window that begins `by` columns further to the right, as far as there are columns.
    pub fn moved(self, by: isize) -> usize {
        self.first.saturating_add_signed(by).min(self.all.saturating_sub(self.shown))
    }
}

/// Shows a bar for columns that begin at `left`; returns the first column that is wanted.
pub fn slide(ui: &mut Ui, name: &str, left: f32, window: Window) -> Option<usize> {
    let tokens = theme::tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let track = rect.with_min_x(left.min(rect.right()));
    let id = ui.scope_id().with(("slide", name));
    let response = ui.interact(track, id, Sense::click_and_drag());
    let said = format!("{name}: {} to {}", window.first + 1, window.first + window.shown);
    response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, &said));
    ui.painter().rect_filled(rect, 0.0, tokens.bg1);
    let share = |count: usize| as_points(count) / as_points(window.all.max(1)) * track.width();
    let from = track.left() + share(window.first);
    let handle = Rect::from_x_y_ranges(from..=from + share(window.shown), rect.y_range());
    let is_lit = response.hovered() || response.dragged();
    let color = if is_lit { tokens.line2 } else { tokens.line };
    ui.painter().rect_filled(handle.shrink2(vec2(1.0, 3.0)), 3.0, color);
    focus::ring(ui, &response, track, 0);
    let at =
        response.interact_pointer_pos().filter(|_| response.dragged() || response.clicked())?;
    let middle = (at.x - track.left()) / track.width().max(1.0) * as_points(window.all);
    let first = (middle - as_points(window.shown) / 2.0).round().max(0.0);
    Some(as_count(first).min(window.all.saturating_sub(window.shown)))
}

#[expect(clippy::cast_precision_loss, reason = "a few dozen columns")]
fn as_points(count: usize) -> f32 {
    count as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few dozen columns, and never negative"
)]
fn as_count(columns: f32) -> usize {
    columns as usize
}
