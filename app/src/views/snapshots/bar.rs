//! The snapshots that are looked at, in order, with the baseline starred.

use egui::{Align, CornerRadius, Layout, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui};
use egui::{WidgetInfo, pos2, vec2};

use super::super::parts::toolbar;
use crate::command::{Command, Commands};
use crate::snapshots::{Member, Snapshots, SnapshotsCommand};
use crate::theme::{self, Type, icons, size};
use crate::widgets::button::Button;
use crate::widgets::{focus, text};

/// Widest that the name of a snapshot is.
const NAME: f32 = 180.0;
/// Room for the button at the right.
const BUTTON: f32 = 124.0;

/// Shows the bar. Where `has_baseline`, a click on a snapshot makes it the baseline.
pub(super) fn show(
    ui: &mut Ui,
    snapshots: &Snapshots,
    has_baseline: bool,
    commands: &mut Commands,
) {
    toolbar(ui, |ui| {
        let room = (ui.available_width() - BUTTON).max(80.0);
        let visibility = egui::scroll_area::ScrollBarVisibility::AlwaysHidden;
        let scroll = ScrollArea::horizontal().id_salt("snapshots").max_width(room);
        scroll.scroll_bar_visibility(visibility).show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                for (at, member) in snapshots.members.iter().enumerate() {
                    let is_baseline = has_baseline && at == snapshots.baseline();
                    let look = Look { at, is_baseline, is_choice: has_baseline };
                    let is_alone = snapshots.members.len() == 1;
                    ui.push_id(member.side.document, |ui| {
                        chip(ui, member, look, is_alone, commands);
                    });
                }
            });
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let choose = ui.add(Button::new("Snapshots…").icon(icons::PLUS));
            let said = "Add or leave out snapshots, and put them in order";
            if choose.on_hover_text(said).clicked() {
                commands.push(Command::Snapshots(SnapshotsCommand::Edit));
            }
        });
    });
}

/// How the chip of a snapshot looks.
#[derive(Clone, Copy)]
struct Look {
    at: usize,
    is_baseline: bool,
    is_choice: bool,
}

fn chip(ui: &mut Ui, member: &Member, look: Look, is_alone: bool, commands: &mut Commands) {
    let Look { at, is_baseline, is_choice } = look;
    let tokens = theme::tokens(ui);
    let words = format!("{} · {}", at + 1, member.short_name());
    let kind = if is_baseline { Type::TableStrong } else { Type::Table };
    // Names of one series differ in their ends.
    let galley = text::middle_line(ui.painter(), kind, tokens.text, &words, NAME);
    let before = if is_baseline { 20.0 } else { 6.0 };
    let behind = if is_alone { 6.0 } else { 20.0 };
    let room = vec2(galley.size().x + before + behind, size::CONTROL);
    let sense = if is_choice { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(room, sense);
    let name = if is_baseline { format!("Baseline {words}") } else { words.clone() };
    let role = if is_choice { Role::RadioButton } else { Role::Label };
    response.widget_info(|| WidgetInfo::selected(role, true, is_baseline, &name));
    let fill = match (is_baseline, is_choice && response.hovered()) {
        (true, _) => tokens.sel,
        (false, true) => tokens.hover,
        (false, false) => tokens.chip,
    };
    let line = Stroke::new(1.0, tokens.line);
    ui.painter().rect(rect, CornerRadius::same(size::RADIUS), fill, line, StrokeKind::Inside);
    if is_baseline {
        let font = egui::FontId::new(size::ICON_CHIP, theme::Face::Sans.family());
        let at = pos2(rect.left() + 5.0, rect.center().y);
        ui.painter().text(at, egui::Align2::LEFT_CENTER, icons::STAR, font, tokens.warn);
    }
    text::paint_left(ui.painter(), rect, rect.left() + before, galley);
    focus::ring(ui, &response, rect, size::RADIUS);
    if response.clicked() {
        let baseline = SnapshotsCommand::Baseline(member.side.document);
        commands.push(Command::Snapshots(baseline));
    }
    if !is_alone && remove(ui, &response, &member.side.name) {
        commands.push(Command::Snapshots(SnapshotsCommand::Remove(member.side.document)));
    }
    let about = match (is_choice, is_baseline) {
        (true, true) => "\nOthers are compared with it",
        (true, false) => "\nClick to compare the others with it",
        (false, _) => "",
    };
    response.on_hover_text(format!("{}{about}", member.side.name));
}

/// The × of a chip; returns whether it was clicked.
fn remove(ui: &Ui, chip: &egui::Response, name: &str) -> bool {
    let tokens = theme::tokens(ui);
    let rect = chip.rect.with_min_x(chip.rect.right() - 20.0);
    let response = ui.interact(rect, chip.id.with("remove"), Sense::click());
    let said = format!("Leave out {name}");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    let color = if response.hovered() { tokens.text } else { tokens.text2 };
    let font = egui::FontId::new(size::ICON_CHIP, theme::Face::Sans.family());
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, icons::X, font, color);
    focus::ring(ui, &response, rect, size::RADIUS);
    response.clicked()
}
