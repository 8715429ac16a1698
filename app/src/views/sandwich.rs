//! The sandwich: one function between a flame graph of its callers and one of what it calls.

mod bar;
mod choice;
mod halves;

use asyncscope_core::model::FrameIndex;
use egui::{Align, Layout, Rect, Stroke, Ui, UiBuilder};

use super::flame_chart::FlameChartState;
use super::frame_menu::FrameMenu;
use super::parts::{nothing, thread_picker, toolbar};
use super::{Scene, View, ViewMemory, stack_bar, working};
use crate::answers::AnswerState;
use crate::command::{Command, Commands};
use crate::questions::sandwich::SandwichGraph;
use crate::theme::{self, Type, icons, size};
use crate::widgets::button::{Button, icon_button};
use crate::widgets::text;

/// Width of the list of functions, in points.
const LIST: f32 = 360.0;
/// How much one press of a zoom button shows of what was shown.
const ZOOM_STEP: f64 = 0.5;

/// A change of what the sandwich shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SandwichCommand {
    /// Put a function in the middle, and select it.
    Center(FrameIndex),
}

/// What the view remembers for itself.
#[derive(Debug, Default)]
pub struct SandwichMemory {
    callers: FlameChartState,
    callees: FlameChartState,
    menu: FrameMenu,
    /// The function whose charts these are.
    center: Option<FrameIndex>,
    /// Whether the list is shown; `None` hides it in a narrow window.
    list: Option<bool>,
    /// The function that was last brought into view in the list.
    revealed: Option<FrameIndex>,
}

/// Shows the view.
pub fn show(ui: &mut Ui, scene: Scene<'_>, memory: &mut ViewMemory, commands: &mut Commands) {
    let memory = &mut memory.sandwich;
    let opened = scene.opened;
    let graph = match opened.answers.sandwich.state() {
        AnswerState::Ready(graph) | AnswerState::Working(Some(graph)) => Some(&**graph),
        AnswerState::Failed(_) | AnswerState::Absent | AnswerState::Working(None) => None,
    };
    let graph = graph.filter(|_| opened.sandwich.center.is_some());
    tools(ui, scene, graph, memory, commands);
    let busy = opened.answers.weighed.value().map_or(0, |it| it.busy());
    let sentence = stack_bar::sentence(opened, busy);
    stack_bar::show(ui, scene, &sentence, commands, |_, _| {});
    working::strip(ui, scene, commands);
    let room = ui.available_rect_before_wrap();
    ui.allocate_rect(room, egui::Sense::hover());
    let list = if shows_list(ui, memory) { LIST.min(room.width() / 2.0) } else { 0.0 };
    let (left, right) = room.split_left_right_at_x(room.left() + list);
    if 0.0 < left.width() {
        let mut list = part(ui, "list", left);
        choice::show(&mut list, scene, memory, commands);
        let line = Stroke::new(1.0, theme::tokens(ui).line);
        ui.painter().vline(left.right(), left.y_range(), line);
    }
    let mut right = part(ui, "sandwich", right.with_min_x(right.left() + 1.0));
    middle(&mut right, scene, graph, memory, commands);
    memory.menu.show(ui, scene, commands);
}

fn part(ui: &mut Ui, name: &str, rect: Rect) -> Ui {
    let mut part = ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect));
    part.set_clip_rect(rect.intersect(ui.clip_rect()));
    part
}

fn shows_list(ui: &Ui, memory: &SandwichMemory) -> bool {
    memory.list.unwrap_or(size::FOLDS_BELOW <= ui.ctx().content_rect().width())
}

fn tools(
    ui: &mut Ui,
    scene: Scene<'_>,
    graph: Option<&SandwichGraph>,
    memory: &mut SandwichMemory,
    commands: &mut Commands,
) {
    toolbar(ui, |ui| {
        let is_shown = shows_list(ui, memory);
        let list = ui.add(Button::new("List").icon(icons::LIST_BULLETS).switch(is_shown));
        if list.on_hover_text("The list of functions to choose from").clicked() {
            memory.list = Some(!is_shown);
        }
        thread_picker(ui, scene, true, commands);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            zoom(ui, graph, memory);
            let table = Button::new("Show as table").icon(icons::TREE_STRUCTURE);
            let about = "The stacks of the function as a call tree";
            if graph.is_some() && ui.add(table).on_hover_text(about).clicked() {
                commands.push(Command::ShowView(View::CallTree));
            }
        });
    });
}

/// How much is shown, and how to show more or less; from right to left.
fn zoom(ui: &mut Ui, graph: Option<&SandwichGraph>, memory: &mut SandwichMemory) {
    let Some(graph) = graph else { return };
    let tokens = theme::tokens(ui);
    if ui.add(Button::new("Fit").keys("0")).on_hover_text("Show all stacks").clicked() {
        memory.callers.show_all(ui);
        memory.callees.show_all(ui);
    }
    let mut step = None;
    if icon_button(ui, icons::PLUS, "Zoom in (W)").clicked() {
        step = Some(ZOOM_STEP);
    }
    if icon_button(ui, icons::MINUS, "Zoom out (S)").clicked() {
        step = Some(1.0 / ZOOM_STEP);
    }
    if let Some(step) = step {
        memory.callers.zoom(ui, step);
        memory.callees.zoom(ui, step);
    }
    let shown = memory.callees.shown();
    if !shown.is_empty() {
        let said = format!("{} in view", graph.unit.show(shown.end - shown.start));
        text::fixed(ui, Type::Table, tokens.text2, &said);
    }
}

fn middle(
    ui: &mut Ui,
    scene: Scene<'_>,
    graph: Option<&SandwichGraph>,
    memory: &mut SandwichMemory,
    commands: &mut Commands,
) {
    let answers = &scene.opened.answers;
    let Some(graph) = graph else {
        let failure = answers.sandwich.failure().or(answers.weighed.failure());
        match (failure, scene.opened.sandwich.center) {
            (Some(why), _) => working::failed(ui, why, commands),
            (None, Some(_)) => {} // the work is shown above
            (None, None) => choose(ui, scene, commands),
        }
        return;
    };
    if graph.numbers.total == 0 {
        return absent(ui, scene, graph, commands);
    }
    halves::show(ui, scene, graph, memory, commands);
}

/// In place of the sandwich while no function is chosen.
fn choose(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let opened = scene.opened;
    let Some(functions) = opened.answers.functions.value() else { return };
    let is_code = |it: FrameIndex| !opened.recording.frame_name(it).starts_with('(');
    let Some(heaviest) = functions.iter().map(|it| it.frame).find(|&it| is_code(it)) else {
        return stack_bar::nothing_left(ui, opened, commands);
    };
    let why = "Choose a function to see who calls it and what it calls.";
    nothing(ui, why, |ui| {
        let said = format!("Show the heaviest: {}", opened.recording.frame_name(heaviest));
        if ui.add(Button::new(&said).icon(icons::STACK)).clicked() {
            commands.push(Command::Sandwich(SandwichCommand::Center(heaviest)));
        }
    });
}

/// In place of the sandwich where the selection leaves the function out.
fn absent(ui: &mut Ui, scene: Scene<'_>, graph: &SandwichGraph, commands: &mut Commands) {
    let opened = scene.opened;
    let name = opened.recording.frame_name(graph.numbers.frame);
    let why = format!("{name} is on no stack of what is selected.");
    nothing(ui, &why, |ui| {
        let selection = &opened.selection;
        if !selection.transforms.is_empty() && ui.add(Button::new("Remove all changes")).clicked() {
            commands.push(Command::ClearTransforms);
        }
        if selection.only_my_code && ui.add(Button::new("Show all code")).clicked() {
            commands.push(Command::OnlyMyCode(false));
        }
        if selection.range.is_some() && ui.add(Button::new("Clear the range")).clicked() {
            commands.push(Command::SelectRange(None));
        }
        if selection.threads.is_some() && ui.add(Button::new("Show all threads")).clicked() {
            commands.push(Command::SelectThreads(None));
        }
    });
}
