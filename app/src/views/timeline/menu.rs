//! The menu of a box: what can be done with its time, and with its function.

use asyncscope_core::model::FrameIndex;
use egui::Ui;

use super::super::Scene;
use super::super::flame_chart::{FlameChart, FlameChartState, entity_name};
use super::super::frame_menu::{FrameTarget, entries, entry};
use crate::command::{Command, Commands};
use crate::selection::{Entity, Occurrence};
use crate::theme::{self, Type};
use crate::widgets::popup_menu::PopupMenu;
use crate::widgets::{menu_look, text};

/// Width of the menu, in points.
const WIDTH: f32 = 300.0;

/// The menu, while it is open.
#[derive(Debug, Default)]
pub struct TimelineMenu {
    menu: PopupMenu<Target>,
}

/// What a menu is about.
#[derive(Clone, Debug)]
struct Target {
    entity: Entity,
    occurrence: Option<Occurrence>,
    /// The stack of a function, outermost first.
    path: Vec<FrameIndex>,
}

impl TimelineMenu {
    /// Opens it if a box was clicked with the secondary button.
    pub(super) fn open(&mut self, ui: &Ui, chart: FlameChart<'_>, state: &FlameChartState) {
        let is_clicked = ui.input(|it| it.pointer.secondary_clicked());
        let Some(at) = state.hovered().filter(|_| is_clicked) else { return };
        let Some(entity) = chart.entity(at) else { return };
        let occurrence = chart.occurrence(at);
        self.menu.open(ui, Target { entity, occurrence, path: chart.stack(at) });
    }

    /// Shows it, if it is open. `ui` is that of the view.
    pub(super) fn show(&mut self, ui: &Ui, scene: Scene<'_>, commands: &mut Commands) {
        self.menu.show(ui, "menu of a box", |ui, target| content(ui, scene, target, commands));
    }
}

fn content(ui: &mut Ui, scene: Scene<'_>, target: &Target, commands: &mut Commands) {
    menu_look(ui, WIDTH);
    let recording = &scene.opened.recording;
    let name = entity_name(recording, target.entity);
    if target.entity.function().is_none() {
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            ui.add_space(8.0);
            text::label(ui, Type::TableStrong, theme::tokens(ui).text, &text::clipped(name));
        });
        ui.add_space(4.0);
        ui.separator();
    }
    if let Some(occurrence) = &target.occurrence {
        time(ui, occurrence, commands);
        ui.separator();
    }
    if let Some(frame) = target.entity.function() {
        let target = FrameTarget { frame, path: target.path.clone() };
        entries(ui, scene, &target, commands);
    } else if entry(ui, "Copy name", "", "Puts the name on the clipboard") {
        commands.push(Command::CopyText { text: name.to_owned(), what: "the name" });
    }
}

fn time(ui: &mut Ui, occurrence: &Occurrence, commands: &mut Commands) {
    let range = || Some(occurrence.range.clone());
    if entry(ui, "Zoom to it", "F F", "Shows its time and nothing else") {
        commands.push(Command::ShowTime(range()));
    }
    if entry(ui, "Select its time", "R", "Filters all views to the time it took") {
        commands.push(Command::SelectRange(range()));
    }
    if entry(ui, "Only this thread", "", "Filters all views to the thread it ran on") {
        commands.push(Command::SelectThreads(Some(vec![occurrence.thread])));
    }
}
