//! What is looked past, each with a way to end that.

use asyncscope_core::model::heap::{EdgeIndex, NodeIndex};
use asyncscope_core::units::{Bytes, Count};
use egui::{Align, Layout, Sense, Stroke, Ui, vec2};

use super::super::Scene;
use crate::command::{Command, Commands};
use crate::heap::HeapCommand;
use crate::opened::Opened;
use crate::questions::heap::node::EdgeLine;
use crate::theme::{self, Type, size};
use crate::widgets::button::Button;
use crate::widgets::chip::{Chip, ChipEvent};
use crate::widgets::text;

/// The most chips; more are counted.
const MOST: usize = 6;

/// A row below the tools that says what is looked past; nothing where nothing is.
pub(super) fn bar(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let ignore = &scene.opened.heap.place.ignore;
    if ignore.nodes.is_empty() && ignore.edges.is_empty() {
        return;
    }
    let tokens = theme::tokens(ui);
    let room = vec2(ui.available_width(), size::TOOLBAR);
    let (rect, _) = ui.allocate_exact_size(room, Sense::hover());
    let line = Stroke::new(1.0, tokens.line0);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    let inner = rect.shrink2(vec2(size::PANEL, 0.0));
    let layout = Layout::left_to_right(Align::Center);
    let mut row = ui.new_child(egui::UiBuilder::new().max_rect(inner).layout(layout));
    row.spacing_mut().item_spacing.x = 6.0;
    text::fixed(&mut row, Type::Table, tokens.text2, "Ignored:");
    chips(&mut row, scene.opened, size::CHIP, commands);
    if row.add(Button::new("Restore all")).clicked() {
        commands.push(Command::Heap(HeapCommand::RestoreAll));
    }
    let ignored = scene.opened.answers.heap.ignored.current().cloned().flatten();
    if let Some((count, bytes)) = ignored.map(|it| it.freed) {
        let are_of = match scene.opened.known() {
            Some(known) if known.without == *ignore => "what is left",
            _ => "the whole heap still",
        };
        let freed = format!("without it {} objects of {} go", Count(count), Bytes(bytes));
        let said = format!("{freed} · sizes are of {are_of}");
        text::label(&mut row, Type::Table, tokens.text2, &said);
    }
}

/// A chip for each thing that is looked past.
pub fn chips(ui: &mut Ui, opened: &Opened, height: f32, commands: &mut Commands) {
    let ignore = &opened.heap.place.ignore;
    let Some(known) = opened.known() else { return };
    let mut nodes: Vec<NodeIndex> = ignore.nodes.iter().copied().collect();
    nodes.sort_unstable();
    let mut edges: Vec<EdgeIndex> = ignore.edges.iter().copied().collect();
    edges.sort_unstable();
    let n = nodes.len() + edges.len();
    let of_nodes = nodes.into_iter().map(|it| {
        // Its class, since finding the name of an object may cost a look at all it refers to.
        let classes = &known.facts.classes;
        let said = format!("{} @{}", classes.class[classes.of(it)].name(), known.graph.id(it));
        (said, HeapCommand::RestoreObject(it))
    });
    let of_edges = edges.into_iter().map(|it| {
        let said = EdgeLine::new(&known, it).name;
        (
            format!("{said} of @{}", known.graph.id(known.graph.source(it))),
            HeapCommand::RestoreEdge(it),
        )
    });
    for (said, command) in of_nodes.chain(of_edges).take(MOST) {
        let room = ui.available_width().min(240.0);
        if room < 80.0 {
            return;
        }
        let about = "Looked past on the way to the roots";
        let chip = Chip { said: &said, about, kind: Type::Table, height, max_width: room };
        if chip.show(ui) == ChipEvent::Removed {
            commands.push(Command::Heap(command));
        }
    }
    if n > MOST {
        let color = theme::tokens(ui).text2;
        text::fixed(ui, Type::Table, color, &format!("and {} more", n - MOST));
    }
}
