//! The way to an object from the roots: what dominates it in bold, references by icon and word.

use asyncscope_core::units::Bytes;
use egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::edges;
use crate::command::{Command, Commands};
use crate::heap::{HeapCommand, HeapEntity};
use crate::questions::heap::object::{ObjectFacts, PathLine};
use crate::theme::{self, Type, icons, size};
use crate::widgets::{focus, text};

/// Height of a line.
const LINE: f32 = size::TABLE_ROW;
/// Room for sizes at the right.
const SIZES: f32 = 68.0;
/// The most lines: of a longer way its two ends are shown.
const MOST_LINES: usize = 60;

/// Shows the way; a click on an object selects it, or `opens` it.
pub(super) fn show(ui: &mut Ui, facts: &ObjectFacts, opens: bool, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    if facts.path.len() < 2 {
        let why = if facts.is_unreached {
            "Only what is ignored leads to it."
        } else {
            "Nothing leads to it: it is a root, or it is garbage that was not collected yet."
        };
        text::paragraph(ui, Type::Table, tokens.text2, why);
        return;
    }
    if facts.is_unreached {
        let said = "Without what is ignored nothing leads to it; this way is what was.";
        text::paragraph(ui, Type::Table, tokens.warn, said);
    }
    let n = facts.path.len();
    let hidden = if n > MOST_LINES { MOST_LINES / 2..n - MOST_LINES / 2 } else { 0..0 };
    let gutter = (ui.available_width() * 0.36).clamp(84.0, 180.0);
    for (at, it) in facts.path.iter().enumerate() {
        if at == hidden.start && !hidden.is_empty() {
            let more = if facts.is_cut { " or more" } else { "" };
            let said = format!("{} steps{more} between", hidden.len());
            text::label(ui, Type::Table, tokens.text2, &said);
        }
        if hidden.contains(&at) {
            continue;
        }
        if line(ui, it, gutter, at + 1 == n) {
            let node = it.node.node;
            let select = HeapCommand::Select(Some(HeapEntity::Object(node)));
            let command = if opens { HeapCommand::OpenObject(node) } else { select };
            commands.push(Command::Heap(command));
        }
    }
}

/// Shows a step; returns whether it was clicked.
fn line(ui: &mut Ui, it: &PathLine, gutter: f32, is_last: bool) -> bool {
    let tokens = theme::tokens(ui);
    let room = vec2(ui.available_width(), LINE);
    let (rect, response) = ui.allocate_exact_size(room, Sense::click());
    let by = it.edge.as_ref().map(|edge| format!("{}, ", edges::said(edge))).unwrap_or_default();
    let keeps = if it.dominates && !is_last { ", keeps it alive alone" } else { "" };
    let retained = super::bytes(it.node.retained);
    let said = format!("{by}{}, retained {retained}{keeps}", it.node.title());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &said));
    let painter = ui.painter().clone();
    let fill = match (is_last, response.hovered()) {
        (true, _) => Some(tokens.sel),
        (false, true) => Some(tokens.hover),
        (false, false) => None,
    };
    if let Some(fill) = fill {
        painter.rect_filled(rect, 0.0, fill);
    }
    let rule = rect.left() + gutter;
    if let Some(edge) = &it.edge {
        let left = Rect::from_min_max(rect.min, pos2(rule - 8.0, rect.bottom()));
        let font = egui::FontId::new(size::ICON_CHIP, theme::Face::Sans.family());
        let icon = edges::icon(edge.kind);
        let align = egui::Align2::LEFT_CENTER;
        painter.text(pos2(left.left() + 4.0, left.center().y), align, icon, font, tokens.text2);
        let color = edges::color(tokens, edge.kind);
        let kind = Type::CodeCaption;
        let words = text::line(&painter, kind, color, &edge.name, left.width() - 20.0);
        text::paint_right(&painter, left, left.right(), words);
    }
    let width = if it.dominates { 2.0 } else { 1.0 };
    let color = if it.dominates { tokens.accent } else { tokens.line2 };
    painter.vline(rule, rect.y_range(), Stroke::new(width, color));
    let kind = if it.dominates { Type::CodeStrong } else { Type::Code };
    let color = if it.dominates { tokens.text } else { tokens.text2 };
    let left = rule + 8.0;
    let names = (rect.right() - SIZES - left).max(20.0);
    let name = text::line(&painter, kind, color, &it.node.name, names);
    let end = text::paint_left(&painter, rect, left, name).right() + 6.0;
    let id = format!("@{}", it.node.id);
    let id = text::line(&painter, Type::CodeCaption, tokens.text2, &id, f32::INFINITY);
    if end + id.size().x < rect.right() - SIZES {
        text::paint_left(&painter, rect, end, id);
    }
    let size = it.node.retained.map_or_else(|| "–".to_owned(), |it| Bytes(it).to_string());
    let size = text::line(&painter, Type::Table, tokens.text2, &size, f32::INFINITY);
    text::paint_right(&painter, rect, rect.right() - 4.0, size);
    focus::ring(ui, &response, rect, 0);
    let clicked = response.clicked();
    let word = it.edge.as_ref().map_or("a root", |edge| edge.word());
    let alone = if it.dominates { "\nbold: without it the object would be gone" } else { "" };
    response.on_hover_text(format!("{}\nheld by {word}{alone}", it.node.title()));
    clicked
}

/// What stands over the way.
pub(super) fn head(ui: &mut Ui, opened: &crate::opened::Opened) {
    let tokens = theme::tokens(ui);
    let row = vec2(ui.available_width(), 28.0);
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.allocate_ui_with_layout(row, layout, |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        text::fixed(ui, Type::Heading, tokens.text, "Path from the root");
        if !opened.heap.place.ignore.nodes.is_empty() {
            text::fixed(ui, Type::Table, tokens.text2, icons::PROHIBIT);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            text::label(ui, Type::Table, tokens.text2, "bold = keeps it alive alone");
        });
    });
}
