//! The tools of the call tree: which way it grows, what its lines are, what is looked for.

use asyncscope_core::analysis::{CallSites, Grouping, TreeForm, TreeShape};
use egui::{Align, Layout, Role, Ui};

use super::super::parts::{thread_picker, toolbar};
use super::super::table_parts::{choice, chooser, filter_field, has_words, write_buttons};
use super::super::{Scene, View};
use super::TreeCommand;
use crate::command::{Command, Commands};
use crate::export::ExportWhat;
use crate::questions::tree::TreeStep;
use crate::theme::icons;
use crate::widgets::button::{Button, icon_button};
use crate::widgets::segments::segments;

const HOT_HINT: &str = "Follow the heaviest callee until it forks (H)";

/// Shows the tools.
pub(super) fn tools(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let tree = &scene.opened.tree;
    toolbar(ui, |ui| {
        let width = ui.available_width();
        forms(ui, tree.shape, commands);
        let about = (View::CallTree, "Filter call tree", "Only stacks with…");
        let room = (width - 640.0).clamp(104.0, 220.0);
        filter_field(ui, scene, about, (&tree.filter, room), commands);
        groupings(ui, tree.shape, commands);
        thread_picker(ui, scene, true, commands);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let with_words = has_words(width);
            write_buttons(ui, scene, (ExportWhat::Table("call-tree"), with_words), commands);
            hot_path(ui, scene, with_words, commands);
        });
    });
}

fn forms(ui: &mut Ui, shape: TreeShape, commands: &mut Commands) {
    let choices = [
        ("Top-down", "From callers to what they call"),
        ("Bottom-up", "From what ran to who called it"),
        ("Flat", "Every function once"),
    ];
    let forms = [TreeForm::TopDown, TreeForm::BottomUp, TreeForm::Flat];
    let active = forms.iter().position(|&it| it == shape.form).unwrap_or(0);
    if let Some(chosen) = segments(ui, &choices, active) {
        let shape = TreeShape { form: forms[chosen], ..shape };
        commands.push(Command::Tree(TreeCommand::Shape(shape)));
    }
}

/// What lines of the first level are, and whether call sites are told apart.
fn groupings(ui: &mut Ui, shape: TreeShape, commands: &mut Commands) {
    let said = match shape.grouping {
        Grouping::Function => "No groups",
        other => other.name(),
    };
    chooser(ui, "Group by", said, |ui| {
        for grouping in Grouping::ALL {
            let name = match grouping {
                Grouping::Function => "No groups".to_owned(),
                other => format!("Group by {}", other.name().to_lowercase()),
            };
            if choice(ui, Role::MenuItemRadio, &name, grouping == shape.grouping) {
                let shape = TreeShape { grouping, ..shape };
                commands.push(Command::Tree(TreeCommand::Shape(shape)));
            }
        }
        ui.separator();
        let is_joined = shape.sites == CallSites::Joined;
        let name = if is_joined { "Tell call sites apart" } else { "Consolidate call sites" };
        if choice(ui, Role::MenuItem, name, false) {
            let sites = if is_joined { CallSites::Apart } else { CallSites::Joined };
            let shape = TreeShape { sites, ..shape };
            commands.push(Command::Tree(TreeCommand::Shape(shape)));
        }
    });
}

fn hot_path(ui: &mut Ui, scene: Scene<'_>, with_words: bool, commands: &mut Commands) {
    let clicked = if with_words {
        let button = ui.add(Button::new("Hot path").icon(icons::FLAME));
        button.on_hover_text(HOT_HINT).clicked()
    } else {
        icon_button(ui, icons::FLAME, "Hot path").on_hover_text(HOT_HINT).clicked()
    };
    if clicked {
        let step = TreeStep::HotPath(scene.opened.tree.selected);
        commands.push(Command::Tree(TreeCommand::Step(step)));
    }
}
