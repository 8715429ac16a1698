//! What is new and was not reported, and why; folded up until it is asked for.

use asyncscope_core::analysis::leaks::LeftAlone;
use asyncscope_core::units::{Bytes, Count};
use egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::command::{Command, Commands};
use crate::questions::snapshots::Suspected;
use crate::snapshots::{Snapshots, SnapshotsCommand};
use crate::theme::{self, Type, icons, size};
use crate::widgets::{focus, text};

/// Height of a row.
const ROW: f32 = 24.0;

/// Shows the part.
pub(super) fn show(ui: &mut Ui, snapshots: &Snapshots, found: &Suspected, commands: &mut Commands) {
    let left = &found.report.left_alone;
    if left.is_empty() {
        return;
    }
    let is_open = snapshots.place.shows_left_alone;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if head(ui, left.len(), is_open) {
            let show = SnapshotsCommand::ShowLeftAlone(!is_open);
            commands.push(Command::Snapshots(show));
        }
        if is_open {
            heads(ui);
            for it in left {
                row(ui, it);
            }
        }
    });
}

fn head(ui: &mut Ui, n: usize, is_open: bool) -> bool {
    let tokens = theme::tokens(ui);
    let room = vec2(ui.available_width(), 28.0);
    let (rect, response) = ui.allocate_exact_size(room, Sense::click());
    let said = format!("What was not reported, and why: {}", Count(n as u64));
    response.widget_info(|| {
        WidgetInfo::selected(Role::DisclosureTriangle, ui.is_enabled(), is_open, &said)
    });
    if response.hovered() {
        ui.painter().rect_filled(rect, f32::from(size::RADIUS), tokens.hover);
    }
    let icon = if is_open { icons::CARET_DOWN } else { icons::CARET_RIGHT };
    let font = egui::FontId::new(size::ICON_CHIP, theme::Face::Sans.family());
    let at = pos2(rect.left() + 8.0, rect.center().y);
    ui.painter().text(at, egui::Align2::CENTER_CENTER, icon, font, tokens.text2);
    let words = text::line(ui.painter(), Type::Heading, tokens.text, &said, rect.width() - 24.0);
    text::paint_left(ui.painter(), rect, rect.left() + 20.0, words);
    focus::ring(ui, &response, rect, size::RADIUS);
    response.clicked()
}

/// Where the columns of a row are: new, bytes, class, counts, reason.
fn cells(rect: Rect) -> [Rect; 5] {
    let widths = [64.0, 80.0];
    let rest = (rect.width() - 144.0).max(0.0);
    let shares = [rest * 0.28, rest * 0.24, rest * 0.48];
    let mut x = rect.left();
    [widths[0], widths[1], shares[0], shares[1], shares[2]].map(|width| {
        let cell = Rect::from_x_y_ranges(x..=x + width, rect.y_range());
        x += width;
        cell.shrink2(vec2(size::CELL, 0.0))
    })
}

fn heads(ui: &mut Ui) {
    let tokens = theme::tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let names = ["New", "Bytes", "What", "Alive in each", "Why"];
    for (at, (cell, name)) in cells(rect).into_iter().zip(names).enumerate() {
        let words = text::line(ui.painter(), Type::TableStrong, tokens.text2, name, cell.width());
        if at < 2 {
            text::paint_right(ui.painter(), cell, cell.right(), words);
        } else {
            text::paint_left(ui.painter(), cell, cell.left(), words);
        }
    }
    let line = Stroke::new(1.0, tokens.line);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
}

fn row(ui: &mut Ui, it: &LeftAlone) {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let (new, bytes) = (Count(it.new.count).to_string(), Bytes(it.new.bytes).to_string());
    let counts: Vec<String> = it.counts.iter().map(|it| Count(*it).to_string()).collect();
    let counts = counts.join(" → ");
    let said = format!("{}, {new} new, {bytes}: {}", it.class, it.reason);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    let painter = ui.painter();
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line0));
    let all = [
        (Type::Table, tokens.text, new.as_str()),
        (Type::Table, tokens.text, bytes.as_str()),
        (Type::Code, tokens.text, it.class.as_str()),
        (Type::Table, tokens.text2, counts.as_str()),
        (Type::Table, tokens.text2, it.reason),
    ];
    for (at, (cell, (kind, color, said))) in cells(rect).into_iter().zip(all).enumerate() {
        let words = text::line(painter, kind, color, said, cell.width());
        if at < 2 {
            text::paint_right(painter, cell, cell.right(), words);
        } else {
            text::paint_left(painter, cell, cell.left(), words);
        }
    }
    response.on_hover_text(format!("{}\n{counts}\n{}", text::clipped(&it.class), it.reason));
}
