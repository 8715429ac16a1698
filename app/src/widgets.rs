//! Parts that know egui and the theme, and nothing of recordings.

pub mod areas;
pub mod bar;
pub mod bidi;
pub mod button;
pub mod card;
pub mod chip;
pub mod dashes;
pub mod field;
pub mod focus;
pub mod hatch;
pub mod histogram;
pub mod logo;
pub mod nested_boxes;
pub mod popup_menu;
pub mod segments;
pub mod slide;
pub mod sparkline;
pub mod steps;
pub mod strip;
pub mod table;
pub mod text;

/// Makes the menu that `ui` is in `width` wide, its entries easy to tell apart under the pointer.
pub fn menu_look(ui: &mut egui::Ui, width: f32) {
    let tokens = crate::theme::tokens(ui);
    ui.set_width(width);
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.spacing_mut().button_padding = egui::vec2(8.0, 3.0);
    let widgets = &mut ui.visuals_mut().widgets;
    widgets.hovered.weak_bg_fill = tokens.sel;
    widgets.active.weak_bg_fill = tokens.sel;
    widgets.open.weak_bg_fill = tokens.sel;
}

/// Tells screen readers of something that is one of several to be selected: a row, a tab.
pub fn tell_selectable(
    response: &egui::Response,
    role: egui::Role,
    selected: bool,
    name: impl Fn() -> String,
) {
    response.widget_info(|| egui::WidgetInfo::labeled(role, true, name()));
    response.ctx.accesskit_node_builder(response.id, |node| node.set_selected(selected));
}

/// From where to where the pointer is dragged over something, from left to right; also in the frame
/// in which it is let go.
fn dragged_x(ui: &egui::Ui, response: &egui::Response) -> Option<(f32, f32)> {
    let id = response.id.with("dragged from");
    if response.drag_started()
        && let Some(origin) = ui.input(|input| input.pointer.press_origin())
    {
        ui.data_mut(|data| data.insert_temp(id, origin.x));
    }
    if !(response.dragged() || response.drag_stopped()) {
        return None;
    }
    let from: f32 = ui.data(|data| data.get_temp(id))?;
    let to = ui.input(|input| input.pointer.latest_pos())?.x;
    Some((from.min(to), from.max(to)))
}
