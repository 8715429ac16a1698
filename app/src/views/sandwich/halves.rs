//! The two charts of the sandwich: callers above, callees below, on one axis.

use egui::{Rect, Ui};

use super::{SandwichCommand, SandwichMemory, bar, part};
use crate::command::{Command, Commands};
use crate::questions::sandwich::SandwichGraph;
use crate::theme::size;
use crate::views::Scene;
use crate::views::flame_chart::{FlameChartState, Grows};
use crate::views::stack_bar::caption;
use crate::views::weight_chart::{ChartEvents, Paths, WeightChart};

/// Room around the rows of a chart, in points.
const AROUND: f32 = 16.0;
/// The most that the callers take of the height.
const MOST: f32 = 0.45;
/// Height of the caption of each chart.
const CAPTION: f32 = 22.0;

/// Shows the charts, and the bar between them.
pub(super) fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    graph: &SandwichGraph,
    memory: &mut SandwichMemory,
    commands: &mut Commands,
) {
    if memory.center != Some(graph.numbers.frame) {
        memory.center = Some(graph.numbers.frame);
        memory.callers = FlameChartState::default();
        memory.callees = FlameChartState::default();
        // The rows next to the function are those at the bottom.
        memory.callers.reveal_first_row();
    }
    let [above, middle, below] = areas(ui.max_rect(), graph);
    let callers = callers(&mut part(ui, "callers", above), scene, graph, memory, commands);
    bar::show(&mut part(ui, "function", middle), scene, graph);
    let callees = callees(&mut part(ui, "callees", below), scene, graph, memory, commands);
    link(memory, &callers, &callees);
    for events in [callers.1, callees.1] {
        if let Some((_, frame)) = events.entered {
            commands.push(Command::Sandwich(SandwichCommand::Center(frame)));
        }
        if let Some(target) = events.menu {
            memory.menu.open(ui, target);
        }
    }
}

/// Where callers, the function and callees are: callers have as much room as they need, if that
/// leaves enough for callees.
fn areas(room: Rect, graph: &SandwichGraph) -> [Rect; 3] {
    let n_rows = u16::try_from(graph.flames.callers.rows().len()).unwrap_or(u16::MAX);
    let needed = CAPTION + size::RULER + f32::from(n_rows) * size::FLAME_ROW + AROUND;
    let height = needed.min(room.height() * MOST).round();
    let (above, rest) = room.split_top_bottom_at_y(room.top() + height);
    let (middle, below) = rest.split_top_bottom_at_y(rest.top() + bar::HEIGHT);
    [above, middle, below]
}

/// Whether the axis of a chart moved, and what was done to it.
type Half = (bool, ChartEvents);

fn callers(
    ui: &mut Ui,
    scene: Scene<'_>,
    graph: &SandwichGraph,
    memory: &mut SandwichMemory,
    commands: &mut Commands,
) -> Half {
    let left_out = graph.flames.callers.n_rows_left_out();
    let more = match left_out {
        0 => String::new(),
        rows => format!(" · {} left out", crate::wording::counted(rows, "further row")),
    };
    caption(ui, &format!("Called by, outwards to the top{more}"));
    let about = WeightChart {
        name: "Callers",
        layout: &graph.flames.callers,
        matches: None,
        grows: Grows::Up,
        paths: Paths::Parts,
    };
    let before = memory.callers.shown();
    let events = about.show(ui, scene, &mut memory.callers, commands);
    (memory.callers.shown() != before, events)
}

fn callees(
    ui: &mut Ui,
    scene: Scene<'_>,
    graph: &SandwichGraph,
    memory: &mut SandwichMemory,
    commands: &mut Commands,
) -> Half {
    caption(ui, "Calls, inwards to the bottom; what is left free is self time");
    let about = WeightChart {
        name: "Callees",
        layout: &graph.flames.callees,
        matches: None,
        grows: Grows::Down,
        paths: Paths::Parts,
    };
    let before = memory.callees.shown();
    let events = about.show(ui, scene, &mut memory.callees, commands);
    (memory.callees.shown() != before, events)
}

/// Lets the chart that did not move follow the one that did; of two, the one under the pointer.
fn link(memory: &mut SandwichMemory, callers: &Half, callees: &Half) {
    let ((callers_moved, above), (callees_moved, below)) = (callers, callees);
    let callers_lead = match (callers_moved, callees_moved) {
        (false, false) => return,
        (true, true) => above.has_pointer && !below.has_pointer,
        (callers_moved, _) => *callers_moved,
    };
    if callers_lead {
        memory.callees.follow(&memory.callers);
    } else {
        memory.callers.follow(&memory.callees);
    }
}
