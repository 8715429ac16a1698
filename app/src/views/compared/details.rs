//! The panel about the selected class of a comparison: what changed, why its new objects are alive,
//! and which they are.

use asyncscope_core::units::{Bytes, Count};
use egui::{Align, Layout, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::super::Scene;
use super::super::details::parts::fact;
use super::super::heap::details::step;
use super::{ComparedMemory, signed_bytes, signed_count};
use crate::actions::Action;
use crate::command::{Command, Commands};
use crate::compared::{Compared, ComparedCommand, Which};
use crate::questions::compared::reasons::Reasons;
use crate::questions::heap::node::NodeLine;
use crate::theme::{self, Type, icons, size};
use crate::widgets::button::{icon_button, link};
use crate::widgets::segments::segments;
use crate::widgets::{focus, text};

/// Shows the panel.
pub fn show(ui: &mut Ui, scene: Scene<'_>, memory: &mut ComparedMemory, commands: &mut Commands) {
    let Some(compared) = &scene.opened.compared else { return };
    head(ui, commands);
    let id = ("compared details", compared.place.selected.as_ref().map(|it| it.name.clone()));
    ScrollArea::vertical().id_salt(id).auto_shrink(false).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_space(size::PANEL);
            ui.vertical(|ui| {
                ui.set_width((ui.available_width() - size::PANEL).max(0.0));
                ui.spacing_mut().item_spacing.y = 4.0;
                about(ui, compared, memory, commands);
                ui.add_space(16.0);
            });
        });
    });
}

fn head(ui: &mut Ui, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let row = vec2(ui.available_width(), size::BAR);
    ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
        ui.add_space(size::PANEL);
        text::fixed(ui, Type::Heading, tokens.text, "Class");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(4.0);
            if icon_button(ui, icons::SIDEBAR_SIMPLE, "Hide details").clicked() {
                commands.push(Command::Run(Action::ToggleDetails));
            }
        });
    });
}

fn about(ui: &mut Ui, compared: &Compared, memory: &mut ComparedMemory, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let found = compared.answers.found.value();
    let chosen = compared.place.selected.as_ref().zip(found);
    let diff = chosen.and_then(|(class, found)| Some(&found.classes[found.place_of(class)?]));
    let Some(diff) = diff else {
        let said = "Select a class to see why its new objects are alive.";
        text::paragraph(ui, Type::Table, tokens.text2, said);
        return;
    };
    let name = diff.class.name();
    text::label(ui, Type::CodeStrong, tokens.text, &text::clipped(&name));
    let from_to =
        |before: String, after: String, delta: String| format!("{before} → {after} ({delta})");
    let bytes = |it: u64| Bytes(it).to_string();
    let count = |it: u64| Count(it).to_string();
    let delta = signed_count(diff.count_delta());
    fact(ui, "Objects", &from_to(count(diff.count.0), count(diff.count.1), delta), "");
    let delta = signed_bytes(diff.shallow_delta());
    fact(ui, "Shallow", &from_to(bytes(diff.shallow.0), bytes(diff.shallow.1), delta), "");
    let delta = signed_bytes(diff.retained_delta());
    fact(ui, "Retained", &from_to(bytes(diff.retained.0), bytes(diff.retained.1), delta), "");
    links(ui, compared, &name, commands);
    ui.add_space(8.0);
    let reasons = compared.answers.reasons.value().filter(|it| it.class == diff.class);
    if let Some(reasons) = reasons {
        ways(ui, reasons, commands);
        ui.add_space(8.0);
        objects_of(ui, reasons, memory, commands);
    }
}

/// Ways to the class in its own snapshots.
fn links(ui: &mut Ui, compared: &Compared, name: &str, commands: &mut Commands) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        for which in Which::BOTH {
            let said = format!("In the snapshot {}", which.name());
            let link = link(ui, &said).on_hover_text(&compared.side(which).name);
            if link.clicked() {
                let command = ComparedCommand::OpenClass(which, name.to_owned());
                commands.push(Command::Compared(command));
            }
        }
    });
}

/// The ways from the new objects to the roots, laid over each other.
fn ways(ui: &mut Ui, reasons: &Reasons, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    text::label(ui, Type::Heading, tokens.text, "Why the new ones are alive");
    if reasons.n_new == 0 {
        text::paragraph(ui, Type::Table, tokens.text2, "No object of the class is new.");
        return;
    }
    let unheld = match reasons.n_unheld {
        0 => String::new(),
        it => format!("; {} of them nothing holds", Count(it)),
    };
    let n = Count(reasons.n_new);
    let said = format!("Their ways to the roots, laid over each other: {n} objects{unheld}.");
    text::paragraph(ui, Type::Table, tokens.text2, &said);
    ui.spacing_mut().item_spacing.y = 0.0;
    for it in &reasons.lines {
        if step(ui, it, reasons.n_new) {
            let command = ComparedCommand::OpenObject(Which::After, it.holder.node);
            commands.push(Command::Compared(command));
        }
    }
    if reasons.n_steps > reasons.lines.len() {
        let more = Count((reasons.n_steps - reasons.lines.len()) as u64);
        let said = format!("{more} more steps, of fewer objects");
        text::label(ui, Type::Table, tokens.text2, &said);
    }
}

/// The new or gone objects that keep most alive.
fn objects_of(
    ui: &mut Ui,
    reasons: &Reasons,
    memory: &mut ComparedMemory,
    commands: &mut Commands,
) {
    let tokens = theme::tokens(ui);
    let new = format!("New {}", Count(reasons.n_new));
    let gone = format!("Freed {}", Count(reasons.n_gone));
    ui.horizontal(|ui| {
        let choices = [
            (new.as_str(), "Objects that only the later snapshot has"),
            (gone.as_str(), "Objects that only the earlier snapshot has"),
        ];
        if let Some(chosen) = segments(ui, &choices, usize::from(memory.lists_gone)) {
            memory.lists_gone = chosen == 1;
        }
    });
    let which = if memory.lists_gone { Which::Before } else { Which::After };
    let (objects, n) = reasons.objects(which);
    if objects.is_empty() {
        text::paragraph(ui, Type::Table, tokens.text2, "There are none.");
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    for it in objects {
        if object(ui, it) {
            commands.push(Command::Compared(ComparedCommand::OpenObject(which, it.node)));
        }
    }
    let more = n - objects.len() as u64;
    if more > 0 {
        let said = format!("{} more, which keep less alive", Count(more));
        text::label(ui, Type::Table, tokens.text2, &said);
    }
}

/// Shows an object; returns whether it was clicked.
fn object(ui: &mut Ui, it: &NodeLine) -> bool {
    let tokens = theme::tokens(ui);
    let room = vec2(ui.available_width(), size::TABLE_ROW);
    let (rect, response) = ui.allocate_exact_size(room, Sense::click());
    let retained = super::super::heap::bytes(it.retained);
    let said = format!("{}, retained {retained}", it.title());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &said));
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(rect, 0.0, tokens.hover);
    }
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line0));
    let bytes = text::line(painter, Type::Table, tokens.text, &retained, f32::INFINITY);
    let right = text::paint_right(painter, rect, rect.right() - 4.0, bytes).left();
    let room = (right - rect.left() - 12.0).max(0.0);
    let name = text::line(painter, Type::Code, tokens.text, &it.title(), room);
    text::paint_left(painter, rect, rect.left(), name);
    focus::ring(ui, &response, rect, 0);
    let clicked = response.clicked();
    response.on_hover_text(format!("{said}, shallow {}", Bytes(it.shallow)));
    clicked
}
