//! The rules that say which paths are one endpoint, to be changed.

use egui::{Id, ScrollArea, Ui};

use super::super::Scene;
use crate::command::{Command, Commands};
use crate::requests::RequestCommand;
use crate::theme::{self, Type, icons};
use crate::widgets::button::{Button, icon_button, link};
use crate::widgets::field::{Field, field};
use crate::widgets::text;

/// Highest that the rules are, in points.
const MOST: f32 = 196.0;

/// Shows the rules.
pub(super) fn show(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let rules = &scene.opened.requests.rules;
    let margin = egui::Margin { left: 12, right: 12, top: 4, bottom: 8 };
    egui::Frame::new().fill(tokens.bg1).inner_margin(margin).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing = egui::vec2(8.0, 4.0);
        let about = "Tried from top to bottom; the first that matches counts. NAME=REGEX makes a \
                     part of a path :NAME; a path such as /users/:name is taken as it stands.";
        text::paragraph(ui, Type::Table, tokens.text2, about);
        ScrollArea::vertical().max_height(MOST).auto_shrink([false, true]).show(ui, |ui| {
            for (at, said) in rules.texts().iter().enumerate() {
                ui.push_id(("rule", at), |ui| rule(ui, scene, (at, said), commands));
            }
        });
        ui.horizontal(|ui| {
            if ui.add(Button::new("Add a rule").icon(icons::PLUS)).clicked() {
                commands.push(Command::Requests(RequestCommand::AddRule));
            }
            if !rules.are_usual() && link(ui, "As at first").clicked() {
                commands.push(Command::Requests(RequestCommand::ResetRules));
            }
        });
    });
}

fn rule(ui: &mut Ui, scene: Scene<'_>, (at, said): (usize, &str), commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let mut typed = said.to_owned();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let width = (ui.available_width() * 0.5).clamp(160.0, 480.0);
        let about = Field {
            id: Id::unique(("rule of endpoints", at)),
            name: &format!("Rule {}", at + 1),
            hint: "/users/:name or id=[0-9]+",
            icon: icons::HASH,
            width,
            takes_focus: false,
        };
        let mut ask = |it: RequestCommand| commands.push(Command::Requests(it));
        if field(ui, &about, &mut typed).changed() {
            ask(RequestCommand::Rule(at, typed));
        }
        let up =
            |ui: &mut Ui| icon_button(ui, icons::ARROW_UP, &format!("Try rule {} earlier", at + 1));
        if ui.add_enabled_ui(at > 0, up).inner.clicked() {
            ask(RequestCommand::RaiseRule(at));
        }
        if icon_button(ui, icons::TRASH, &format!("Remove rule {}", at + 1)).clicked() {
            ask(RequestCommand::RemoveRule(at));
        }
        if let Some(error) = scene.opened.requests.rules.error(at) {
            let said = format!("{}; expected a path or NAME=REGEX", error.problem);
            text::label(ui, Type::Table, tokens.error, &said);
        }
    });
}
