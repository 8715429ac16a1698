//! The flame graph: stacks by weight, the heaviest on the left.

mod crumbs;
mod tools;

use std::sync::Arc;

use asyncscope_core::analysis::{BoxIndex, Direction, FlameMatches};
use egui::Ui;

use super::flame_chart::{FlameChartState, Grows};
use super::frame_menu::FrameMenu;
use super::weight_chart::{ChartEvents, Paths, WeightChart};
use super::{Scene, ViewMemory, stack_bar, working};
use crate::answers::AnswerState;
use crate::command::Commands;
use crate::questions::flame_graph::FlameGraph;

/// A change of what the flame graph shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlameCommand {
    /// Let row 0 hold the outermost callers, or the functions that ran.
    Grow(Direction),
    /// Let row 0 be at the bottom, or at the top.
    Up(bool),
}

/// What the view remembers for itself.
#[derive(Debug, Default)]
pub struct GraphMemory {
    chart: FlameChartState,
    menu: FrameMenu,
    /// The graph that was last shown, and whether it grew up.
    seen: Option<(Arc<FlameGraph>, bool)>,
    /// The box that the chart was zoomed to, and its graph.
    zoomed: Option<(Arc<FlameGraph>, BoxIndex)>,
}

/// Shows the view.
pub fn show(ui: &mut Ui, scene: Scene<'_>, memory: &mut ViewMemory, commands: &mut Commands) {
    let memory = &mut memory.graph;
    let opened = scene.opened;
    let graph = match opened.answers.flame.state() {
        AnswerState::Ready(graph) | AnswerState::Working(Some(graph)) => Some(graph),
        AnswerState::Failed(_) | AnswerState::Absent | AnswerState::Working(None) => None,
    };
    let matches = opened.answers.flame_matches.value();
    let matches = matches.filter(|it| graph.is_some_and(|graph| Arc::ptr_eq(&it.graph, graph)));
    let matches = matches.map(|it| &it.matches);
    tools::show(ui, scene, graph, matches, memory, commands);
    let shown = graph.map_or(0, |it| it.layout.extent().end);
    let sentence = stack_bar::sentence(opened, shown);
    stack_bar::show(ui, scene, &sentence, commands, |ui, _| {
        if let Some(graph) = graph {
            crumbs::show(ui, scene, graph, memory);
        }
    });
    working::strip(ui, scene, commands);
    match graph {
        Some(graph) if graph.layout.is_empty() => stack_bar::nothing_left(ui, opened, commands),
        Some(graph) => chart(ui, scene, (graph, matches), memory, commands),
        None => {
            let answers = &opened.answers;
            if let Some(why) = answers.flame.failure().or(answers.weighed.failure()) {
                working::failed(ui, why, commands);
            }
        }
    }
}

/// The chart of a graph, and how it is named.
fn about<'a>(
    scene: Scene<'_>,
    graph: &'a FlameGraph,
    matches: Option<&'a FlameMatches>,
) -> WeightChart<'a> {
    let (name, paths) = match graph.direction {
        Direction::TopDown => ("Flame graph", Paths::Stacks),
        Direction::BottomUp => ("Flame graph, from what ran to its callers", Paths::Parts),
    };
    let grows = if scene.opened.flame.grows_up { Grows::Up } else { Grows::Down };
    WeightChart { name, layout: &graph.layout, matches, grows, paths }
}

fn chart(
    ui: &mut Ui,
    scene: Scene<'_>,
    (graph, matches): (&Arc<FlameGraph>, Option<&FlameMatches>),
    memory: &mut GraphMemory,
    commands: &mut Commands,
) {
    let grows_up = scene.opened.flame.grows_up;
    let is_known =
        memory.seen.as_ref().is_some_and(|(it, up)| Arc::ptr_eq(it, graph) && *up == grows_up);
    if !is_known {
        memory.seen = Some((Arc::clone(graph), grows_up));
        memory.chart.reveal_first_row();
    }
    let about = about(scene, graph, matches);
    let ChartEvents { entered, menu, .. } = about.show(ui, scene, &mut memory.chart, commands);
    if let Some((at, _)) = entered {
        memory.zoom_to(ui, graph, at);
    }
    if let Some(target) = menu {
        memory.menu.open(ui, target);
    }
    memory.menu.show(ui, scene, commands);
}

impl GraphMemory {
    /// Zooms to a box.
    fn zoom_to(&mut self, ui: &Ui, graph: &Arc<FlameGraph>, at: BoxIndex) {
        if let Some(range) = graph.layout.range(at) {
            self.chart.show(ui, &range);
            self.zoomed = Some((Arc::clone(graph), at));
        }
    }

    /// Shows everything.
    fn fit(&mut self, ui: &Ui) {
        self.chart.show_all(ui);
        self.zoomed = None;
    }

    /// The box that is zoomed to, if it still is.
    fn zoomed(&self, graph: &Arc<FlameGraph>) -> Option<BoxIndex> {
        let (of, at) = self.zoomed.as_ref()?;
        let is_whole = self.chart.shown() == graph.layout.extent();
        (Arc::ptr_eq(of, graph) && !is_whole).then_some(*at)
    }
}
