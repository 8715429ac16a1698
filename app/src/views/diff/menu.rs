//! The menu of whatever is compared: the ways to the places it came from.

use asyncscope_core::analysis::diff::Subject;
use egui::containers::menu::menu_style;
use egui::{Align, Button as MenuItem, Id, Layout, Popup, PopupAnchor, PopupKind, Pos2};
use egui::{SetOpenCommand, Ui, vec2};

use crate::command::{Command, Commands};
use crate::compared::Which;
use crate::diff::{Diff, DiffCommand};
use crate::questions::diff::events::endpoint_name;
use crate::theme::{self, Type};
use crate::widgets::{menu_look, text};

/// Width of the menu, in points.
const WIDTH: f32 = 240.0;

/// The menu, while it is open.
#[derive(Debug, Default)]
pub(super) struct SubjectMenu {
    target: Option<Subject>,
    at: Pos2,
    opens: bool,
}

impl SubjectMenu {
    /// Opens it at a place.
    pub(super) fn open_at(&mut self, at: Pos2, target: Subject) {
        (self.target, self.at, self.opens) = (Some(target), at, true);
    }

    /// Shows it, if it is open. `ui` is that of the view.
    pub(super) fn show(&mut self, ui: &Ui, diff: &Diff, commands: &mut Commands) {
        let Some(target) = &self.target else { return };
        let id = Id::unique("menu of what is compared").with(ui.scope_id());
        let open = std::mem::take(&mut self.opens).then_some(SetOpenCommand::Bool(true));
        let anchor = PopupAnchor::Position(self.at);
        let shown = Popup::new(id, ui.ctx().clone(), anchor, ui.layer_id())
            .kind(PopupKind::Menu)
            .layout(Layout::top_down_justified(Align::Min))
            .style(menu_style)
            .gap(0.0)
            .open_memory(open)
            .show(|ui| entries(ui, diff, target, commands));
        if shown.is_none() {
            self.target = None;
        }
    }
}

fn entries(ui: &mut Ui, diff: &Diff, target: &Subject, commands: &mut Commands) {
    menu_look(ui, WIDTH);
    let mut entry = |ui: &mut Ui, said: &str, command: Command| {
        let said = text::rich(Type::Body, theme::tokens(ui).text, said);
        let item = MenuItem::new(said).min_size(vec2(ui.available_width(), 26.0));
        if ui.add(item).clicked() {
            commands.push(command);
            Popup::close_all(ui.ctx());
        }
    };
    for which in Which::BOTH {
        let said = format!("Show in {}", which.name());
        entry(ui, &said, Command::Diff(DiffCommand::Open(which, target.clone())));
    }
    ui.separator();
    let said = match target {
        Subject::Samples => "Show the flame graph",
        Subject::Function(_) => "Show among functions",
        Subject::Operation(..) => "Show among operations",
        Subject::Endpoint(_) => "Show among endpoints",
        Subject::Memory(_) => "Show over time",
    };
    entry(ui, said, Command::Diff(DiffCommand::Reveal(target.clone())));
    if let Some(text) = name(diff, target) {
        entry(ui, "Copy its name", Command::CopyText { text, what: "the name" });
    }
}

fn name(diff: &Diff, target: &Subject) -> Option<String> {
    match target {
        Subject::Samples => None,
        Subject::Function(frame) => {
            let profile = diff.answers.profile.value()?;
            Some(profile.names.frame_name(*frame).to_owned())
        }
        Subject::Operation(name, _) => Some(name.clone()),
        Subject::Endpoint(name) => Some(endpoint_name(name)),
        Subject::Memory(field) => Some(field.name().to_owned()),
    }
}

/// Where Enter or a double click leads: to what is after, or before if it is gone.
pub(super) fn leads_to(is_gone: bool) -> Which {
    if is_gone { Which::Before } else { Which::After }
}
