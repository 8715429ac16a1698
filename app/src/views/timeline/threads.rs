//! Chooses threads, and tracks by name.

use asyncscope_core::model::ThreadIndex;
use egui::{Id, Popup, PopupCloseBehavior, Role, ScrollArea, Ui, WidgetInfo};

use super::super::Scene;
use super::super::parts::thread_label;
use crate::command::{Command, Commands};
use crate::questions::threads::{self, ThreadContent};
use crate::theme::{self, Type, icons};
use crate::tracks::TrackCommand;
use crate::widgets::button::{Button, ButtonKind};
use crate::widgets::field::{Field, field};
use crate::widgets::{menu_look, text};
use crate::wording;

/// Width of what opens.
const WIDTH: f32 = 360.0;

/// Shows the button that says how many threads are selected, and what opens below it.
pub(super) fn show(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let opened = scene.opened;
    let choices = threads::contents(&opened.recording);
    let said = match &opened.selection.threads {
        None => wording::counted(choices.len(), "thread"),
        Some(chosen) => format!("{} of {} threads", chosen.len(), choices.len()),
    };
    let response = ui.add(Button::new(&said).icon(icons::ROWS));
    response.widget_info(|| {
        WidgetInfo::labeled(Role::ComboBox, true, format!("Threads and tracks: {said}"))
    });
    let popup = Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    popup.show(|ui| {
        menu_look(ui, WIDTH);
        filter(ui, scene, commands);
        ui.add_space(6.0);
        ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            for choice in &choices {
                entry(ui, scene, choice, &choices, commands);
            }
        });
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            if ui.add(Button::new("All threads")).clicked() {
                commands.push(Command::SelectThreads(None));
            }
            if ui.add(Button::new("Open all tracks")).clicked() {
                commands.push(Command::Tracks(TrackCommand::OpenAll(true)));
            }
            if ui.add(Button::new("Close all")).clicked() {
                commands.push(Command::Tracks(TrackCommand::OpenAll(false)));
            }
        });
    });
}

fn filter(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let mut said = scene.opened.tracks.filter.clone();
    let about = Field {
        id: Id::unique("filter tracks"),
        name: "Filter tracks",
        hint: "Show only tracks named…",
        icon: icons::FUNNEL_SIMPLE,
        width: WIDTH - 16.0,
        takes_focus: false,
    };
    if field(ui, &about, &mut said).changed() {
        commands.push(Command::Tracks(TrackCommand::Filter(said)));
    }
}

fn entry(
    ui: &mut Ui,
    scene: Scene<'_>,
    choice: &ThreadContent,
    all: &[ThreadContent],
    commands: &mut Commands,
) {
    let tokens = theme::tokens(ui);
    let selection = &scene.opened.selection;
    let mut is_chosen = selection.has_thread(choice.thread);
    let name = thread_label(&scene.opened.recording, choice.thread);
    ui.horizontal(|ui| {
        let label = text::rich(Type::Body, tokens.text, text::clipped(&name));
        let check = ui.checkbox(&mut is_chosen, label);
        if check.changed() {
            commands.push(Command::SelectThreads(toggled(scene, choice.thread, is_chosen, all)));
        }
        let only = ui.add(Button::new("Only").kind(ButtonKind::Ghost));
        only.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Only {name}")));
        if only.clicked() {
            commands.push(Command::SelectThreads(Some(vec![choice.thread])));
        }
    });
}

/// The threads when one is taken in or out; `None` when that makes all.
fn toggled(
    scene: Scene<'_>,
    thread: ThreadIndex,
    is_chosen: bool,
    all: &[ThreadContent],
) -> Option<Vec<ThreadIndex>> {
    let selection = &scene.opened.selection;
    let mut chosen: Vec<ThreadIndex> =
        all.iter().map(|it| it.thread).filter(|&it| selection.has_thread(it)).collect();
    if is_chosen {
        chosen.push(thread);
    } else {
        chosen.retain(|it| *it != thread);
    }
    (chosen.len() < all.len()).then_some(chosen)
}
