//! How the objects of a suspect are kept alive: their ways from the roots, those that look alike as
//! one, with the object where they pile up marked.

use asyncscope_core::analysis::leaks::{LeakPath, Suspect};
use asyncscope_core::units::Count;
use egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::command::{Command, Commands};
use crate::snapshots::{Snapshots, SnapshotsCommand};
use crate::theme::{self, Type, size};
use crate::widgets::button::link;
use crate::widgets::{focus, text};
use crate::wording;

/// Height of a step.
const LINE: f32 = 20.0;
/// The most steps of a way: those nearest to the objects.
const MOST: usize = 8;

/// Shows the ways: the most common one, or all where they are unfolded.
pub(super) fn show(
    ui: &mut Ui,
    snapshots: &Snapshots,
    (suspect, fingerprint): (&Suspect, &str),
    commands: &mut Commands,
) {
    let is_unfolded = snapshots.place.unfolded.contains(fingerprint);
    let n_shown = if is_unfolded { suspect.paths.len() } else { 1 };
    ui.spacing_mut().item_spacing.y = 4.0;
    for (number, path) in suspect.paths.iter().take(n_shown).enumerate() {
        ui.push_id(number, |ui| way(ui, suspect, path, commands));
    }
    let more = suspect.paths.len().saturating_sub(1);
    if more > 0 {
        let said = match (is_unfolded, more) {
            (true, _) => "Show only the most common way".to_owned(),
            (false, 1) => "Show one other way".to_owned(),
            (false, more) => format!("Show {more} other ways"),
        };
        if link(ui, &said).clicked() {
            let unfold = SnapshotsCommand::Unfold(fingerprint.to_owned());
            commands.push(Command::Snapshots(unfold));
        }
    }
}

/// One step, as it is shown.
struct Line<'a> {
    /// By what it is held by the one above.
    by: &'a str,
    /// What it is called.
    name: &'a str,
    /// What stands behind its name.
    note: String,
    /// Whether all ways pile up there.
    is_holder: bool,
}

fn way(ui: &mut Ui, suspect: &Suspect, path: &LeakPath, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    let room = vec2(ui.available_width(), LINE + 2.0);
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.allocate_ui_with_layout(room, layout, |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        text::fixed(ui, Type::TableStrong, tokens.text, "How they are kept alive");
        let (n, all) = (Count(path.count), Count(suspect.count));
        text::label(ui, Type::Table, tokens.text2, &format!("{n} of {all} objects in this way"));
    });
    let lines = lines(suspect, path);
    let gutter = (ui.available_width() * 0.3).clamp(72.0, 168.0);
    for line in &lines {
        if show_line(ui, line, gutter) {
            let open = match (&suspect.holder, line.is_holder) {
                (Some(holder), true) => holder.node,
                _ => path.example,
            };
            commands.push(Command::Snapshots(SnapshotsCommand::OpenObject(open)));
        }
    }
}

/// The steps from the roots to the objects.
fn lines<'a>(suspect: &'a Suspect, path: &'a LeakPath) -> Vec<Line<'a>> {
    let parts: Vec<(&str, &str)> =
        path.steps.iter().map(|it| it.split_once(" of ").unwrap_or(("", it))).collect();
    let holder = suspect.holder.as_ref();
    let holder = holder.and_then(|it| parts.iter().position(|part| part.1 == it.class));
    let n = parts.len().min(MOST.max(holder.map_or(0, |it| it + 2)));
    let mut lines = Vec::with_capacity(n + 2);
    if n < parts.len() {
        let note = format!("{} from the roots", wording::counted(parts.len() - n, "step"));
        lines.push(Line { by: "", name: "…", note, is_holder: false });
    }
    for at in (0..n).rev() {
        let is_holder = holder == Some(at);
        let held_as = suspect.holder.as_ref().and_then(|it| it.held_as.as_deref());
        let note = match held_as {
            Some(held_as) if is_holder => format!("{held_as} · they pile up here"),
            _ if is_holder => "they pile up here".to_owned(),
            _ => String::new(),
        };
        let by = parts.get(at + 1).map_or("", |it| it.0);
        lines.push(Line { by, name: parts[at].1, note, is_holder });
    }
    let note = format!("× {}", Count(path.count));
    let by = parts.first().map_or("", |it| it.0);
    lines.push(Line { by, name: &suspect.class, note, is_holder: false });
    lines
}

/// Shows a step; returns whether it was clicked.
fn show_line(ui: &mut Ui, line: &Line<'_>, gutter: f32) -> bool {
    let tokens = theme::tokens(ui);
    let room = vec2(ui.available_width(), LINE);
    let (rect, response) = ui.allocate_exact_size(room, Sense::click());
    let said = format!("{} {} {}", line.by, line.name, line.note);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, said.trim()));
    let fill = match (line.is_holder, response.hovered()) {
        (true, _) => Some(tokens.error_bg),
        (false, true) => Some(tokens.hover),
        (false, false) => None,
    };
    let painter = ui.painter();
    if let Some(fill) = fill {
        painter.rect_filled(rect, 0.0, fill);
    }
    let rule = rect.left() + gutter;
    painter.vline(rule, rect.y_range(), Stroke::new(1.0, tokens.line2));
    let left = Rect::from_min_max(rect.min, pos2(rule - 8.0, rect.bottom()));
    let by = text::line(painter, Type::CodeCaption, tokens.text2, line.by, left.width());
    text::paint_right(painter, left, left.right(), by);
    let note = text::line(painter, Type::Caption, tokens.text2, &line.note, f32::INFINITY);
    let from = rule + 8.0;
    let names = (rect.right() - from - note.size().x - 20.0).max(40.0);
    let kind = if line.is_holder { Type::CodeStrong } else { Type::Code };
    let name = text::line(painter, kind, tokens.text, line.name, names);
    let end = text::paint_left(painter, rect, from, name).right();
    if end + 8.0 + note.size().x <= rect.right() {
        text::paint_left(painter, rect, end + 8.0, note);
    }
    focus::ring(ui, &response, rect, size::RADIUS);
    let clicked = response.clicked();
    let where_to = if line.is_holder { "Show this object" } else { "Show one of the objects" };
    response.on_hover_text(format!("{}\n{where_to}", text::clipped(line.name)));
    clicked
}
