//! The way to the box that the flame graph is zoomed to: each step is a way back.

use std::sync::Arc;

use asyncscope_core::analysis::BoxIndex;
use egui::Ui;

use super::GraphMemory;
use crate::questions::flame_graph::FlameGraph;
use crate::theme::{self, Type, icons};
use crate::views::Scene;
use crate::views::weight_chart::frame;
use crate::widgets::button::{link, small_icon_button};
use crate::widgets::text;

/// How many callers of the zoomed box are named.
const MOST: usize = 2;
/// Longer names are cut, in characters.
const MOST_CHARS: usize = 24;

/// Shows the way, if a box is zoomed to.
pub(super) fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    graph: &Arc<FlameGraph>,
    memory: &mut GraphMemory,
) {
    let Some(at) = memory.zoomed(graph) else { return };
    let color = theme::tokens(ui).text2;
    ui.spacing_mut().item_spacing.x = 4.0;
    text::fixed(ui, Type::Table, color, "· zoomed to");
    let way = graph.layout.path(at);
    let skipped = way.len().saturating_sub(MOST + 1);
    if skipped > 0 {
        text::fixed(ui, Type::Table, color, "…");
    }
    for (number, &step) in way.iter().enumerate().skip(skipped) {
        if number > 0 {
            text::fixed(ui, Type::Table, color, "›");
        }
        let name = name(scene, graph, step);
        if step == at {
            text::fixed(ui, Type::Table, theme::tokens(ui).text, &name);
        } else if link(ui, &name).clicked() {
            memory.zoom_to(ui, graph, step);
        }
    }
    if small_icon_button(ui, icons::X, "Show the whole graph (0)").clicked() {
        memory.fit(ui);
    }
    ui.spacing_mut().item_spacing.x = 8.0;
}

fn name(scene: Scene<'_>, graph: &FlameGraph, at: BoxIndex) -> String {
    let name = frame(&graph.layout, at).map_or("", |it| scene.opened.recording.frame_name(it));
    if name.chars().count() <= MOST_CHARS {
        return name.to_owned();
    }
    let kept: String = name.chars().take(MOST_CHARS - 1).collect();
    format!("{kept}…")
}
