//! The tools of the flame graph: which way it grows, what to find, how much is shown.

use std::sync::Arc;

use asyncscope_core::analysis::{Direction, FlameMatches, TreeShape};
use egui::{Align, Layout, Ui};

use super::{FlameCommand, GraphMemory, about};
use crate::command::{Command, Commands};
use crate::questions::flame_graph::FlameGraph;
use crate::theme::{self, Type, icons};
use crate::views::call_tree::TreeCommand;
use crate::views::find::Find;
use crate::views::flame_chart::Step;
use crate::views::parts::{thread_picker, toolbar};
use crate::views::{Scene, View};
use crate::widgets::button::{Button, icon_button};
use crate::widgets::segments::segments;
use crate::widgets::text;

/// How much one press of a zoom button shows of what was shown.
const ZOOM_STEP: f64 = 0.5;
/// Views narrower than this have shorter tools.
const NARROW: f32 = 1100.0;

/// Shows the tools.
pub(super) fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    graph: Option<&Arc<FlameGraph>>,
    matches: Option<&FlameMatches>,
    memory: &mut GraphMemory,
    commands: &mut Commands,
) {
    let is_narrow = ui.available_width() < NARROW;
    toolbar(ui, |ui| {
        directions(ui, scene, commands);
        thread_picker(ui, scene, true, commands);
        let width = if is_narrow { 150.0 } else { 220.0 };
        let find = find(scene, width);
        let entered = find.show(ui, scene, commands);
        if let Some(graph) = graph {
            found(ui, scene, (graph, matches), (find, entered), memory, commands);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some(graph) = graph {
                zoom(ui, graph, memory);
            }
            table(ui, scene, is_narrow, commands);
        });
    });
}

fn directions(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let flame = &scene.opened.flame;
    let choices = [
        ("Top-down", "From outermost callers to what they call"),
        ("Inverted", "From what ran to those that called it (I)"),
    ];
    let ways = [Direction::TopDown, Direction::BottomUp];
    let active = usize::from(flame.direction == Direction::BottomUp);
    if let Some(chosen) = segments(ui, &choices, active) {
        commands.push(Command::Flame(FlameCommand::Grow(ways[chosen])));
    }
    let choices = [
        ("Icicle", "The first row at the top, as icicles grow"),
        ("Flame", "The first row at the bottom, as flames grow"),
    ];
    if let Some(chosen) = segments(ui, &choices, usize::from(flame.grows_up)) {
        commands.push(Command::Flame(FlameCommand::Up(chosen == 1)));
    }
}

/// The field to find something in.
fn find(scene: Scene<'_>, width: f32) -> Find<'_> {
    Find {
        view: View::FlameGraph,
        name: "Find in the flame graph",
        hint: "Function or script",
        search: &scene.opened.flame.search,
        width,
    }
}

/// What was found, and the way from match to match.
fn found(
    ui: &mut Ui,
    scene: Scene<'_>,
    (graph, matches): (&Arc<FlameGraph>, Option<&FlameMatches>),
    (find, entered): (Find<'_>, Option<Step>),
    memory: &mut GraphMemory,
    commands: &mut Commands,
) {
    let about = about(scene, graph, matches);
    let lanes = [about.lane()];
    let chart = about.chart(scene, &lanes, ui);
    let clicked = find.found(ui, memory.chart.matches_in_words(chart));
    let mut told = Commands::default();
    if let Some(step) = entered.or(clicked) {
        memory.chart.find(ui, chart, step, &mut told);
    }
    for command in told.take() {
        commands.push(about.translated(&memory.chart, command));
    }
}

/// How much is shown, and how to show more or less; from right to left.
fn zoom(ui: &mut Ui, graph: &Arc<FlameGraph>, memory: &mut GraphMemory) {
    let tokens = theme::tokens(ui);
    let fit = ui.add(Button::new("Fit").keys("0"));
    if fit.on_hover_text("Show the whole graph").clicked() {
        memory.fit(ui);
    }
    if icon_button(ui, icons::PLUS, "Zoom in (W)").clicked() {
        memory.chart.zoom(ui, ZOOM_STEP);
    }
    if icon_button(ui, icons::MINUS, "Zoom out (S)").clicked() {
        memory.chart.zoom(ui, 1.0 / ZOOM_STEP);
    }
    let (shown, unit) = (memory.chart.shown(), graph.layout.unit());
    let said = format!("{} in view", unit.show(shown.end.saturating_sub(shown.start)));
    if ui.available_width() > 220.0 && !shown.is_empty() {
        text::fixed(ui, Type::Table, tokens.text2, &said);
    }
}

/// The same numbers as a table.
fn table(ui: &mut Ui, scene: Scene<'_>, is_narrow: bool, commands: &mut Commands) {
    let clicked = if is_narrow {
        icon_button(ui, icons::TREE_STRUCTURE, "Show as table").clicked()
    } else {
        let button = ui.add(Button::new("Show as table").icon(icons::TREE_STRUCTURE));
        button.on_hover_text("The same stacks as a call tree").clicked()
    };
    if clicked {
        let direction = scene.opened.flame.direction;
        let shape = TreeShape { form: direction.into(), ..TreeShape::default() };
        commands.push(Command::Tree(TreeCommand::Shape(shape)));
        commands.push(Command::ShowView(View::CallTree));
    }
}
