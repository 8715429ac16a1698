//! The bar that tells and changes how far the rows are scrolled.

use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::rows::Rows;
use super::scale::Scale;
use super::state::{FlameChartState, lines_to_points};
use crate::theme;

/// Width of the bar, in points; that of what takes the pointer is twice as much.
const WIDTH: f32 = 6.0;
/// The shortest that its handle gets, in points.
const SHORTEST: f32 = 24.0;

/// Shows the bar at the right edge, if there are more rows than fit.
pub(super) fn show(ui: &Ui, scale: &Scale, rows: &Rows, state: &mut FlameChartState) {
    let (n_lines, n_shown) = rows.scrolling(scale);
    let height = lines_to_points(n_shown, scale);
    let all = lines_to_points(n_lines, scale);
    let first = scale.rect.bottom() - height;
    if all <= height {
        return;
    }
    let right = pos2(scale.rect.right() - 2.0 * WIDTH, first);
    let track = Rect::from_min_max(right, scale.rect.right_bottom());
    let id = ui.scope_id().with("rows of the flame chart");
    let response = ui.interact(track, id, Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, "Rows of the flame chart"));
    let handle = (height * height / all).clamp(SHORTEST.min(height), height);
    let per_point = (all - height) / (height - handle).max(1.0);
    if let Some(pointer) = response.interact_pointer_pos() {
        let top = pointer.y - first - handle / 2.0;
        state.scroll_by(top * per_point - state.scroll());
        state.scroll_within(rows, scale);
    }
    let tokens = theme::tokens(ui);
    let is_held = response.hovered() || response.dragged();
    let color = if is_held { tokens.line2 } else { tokens.line };
    let top = first + state.scroll() / per_point;
    let left = scale.rect.right() - WIDTH - 2.0;
    let bar = Rect::from_min_size(pos2(left, top), vec2(WIDTH, handle));
    ui.painter().rect_filled(bar.shrink2(vec2(0.0, 2.0)), WIDTH / 2.0, color);
}
