//! Everything about one object: what it is, why it is alive, what it holds, who holds it.

use asyncscope_core::model::heap::NodeIndex;
use asyncscope_core::units::Count;
use egui::{Align, Layout, Rect, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo};
use egui::{pos2, vec2};

use super::super::parts::{nothing, row_of_tools};
use super::super::{Scene, View, ViewMemory, working};
use super::tree_table::{self, TreeTable};
use super::{answer, details, ignored, path};
use crate::command::{Command, Commands};
use crate::heap::{HeapCommand, TreeName};
use crate::questions::heap::object::ObjectFacts;
use crate::theme::{self, Type, icons, size};
use crate::widgets::button::{Button, small_icon_button};
use crate::widgets::segments::segments;
use crate::widgets::{focus, tell_selectable, text};

/// Rooms narrower than this have the way above the tables.
const SIDE_BY_SIDE: f32 = 820.0;
/// Widest that a tab is.
const TAB: f32 = 220.0;

/// Shows the view.
pub fn show(ui: &mut Ui, scene: Scene<'_>, memory: &mut ViewMemory, commands: &mut Commands) {
    if scene.wants_find {
        commands.push(Command::FindTaken); // there is nothing to find here
    }
    tabs(ui, scene, commands);
    ignored::bar(ui, scene, commands);
    working::strip(ui, scene, commands);
    let Some(node) = scene.opened.heap.object() else { return none(ui, commands) };
    let state = scene.opened.answers.heap.object.state();
    let Some(facts) = answer(ui, scene, &state, commands) else { return };
    if facts.line.node != node {
        return; // the answer to an earlier question
    }
    let room = ui.available_rect_before_wrap();
    let is_wide = room.width() >= SIDE_BY_SIDE;
    let (about, tables) = if is_wide {
        room.split_left_right_at_x(room.left() + (room.width() * 0.4).clamp(320.0, 520.0))
    } else {
        room.split_top_bottom_at_y(room.top() + (room.height() * 0.45).round())
    };
    let line = Stroke::new(1.0, theme::tokens(ui).line);
    if is_wide {
        ui.painter().vline(tables.left(), room.y_range(), line);
    } else {
        ui.painter().hline(room.x_range(), tables.top(), line);
    }
    let mut left = ui.new_child(UiBuilder::new().max_rect(about));
    column(&mut left, scene, facts, commands);
    let mut right = ui.new_child(UiBuilder::new().max_rect(tables.with_min_x(tables.left() + 1.0)));
    trees(&mut right, scene, facts, memory, commands);
    ui.allocate_rect(room, Sense::hover());
    memory.heap.menu.show(ui, scene, commands);
}

fn none(ui: &mut Ui, commands: &mut Commands) {
    let why = "No object is chosen. Select one in a table, or open one with Enter.";
    nothing(ui, why, |ui| {
        if ui.add(Button::new("Show classes")).clicked() {
            commands.push(Command::ShowView(View::Classes));
        }
    });
}

/// The objects that are open.
fn tabs(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let place = &scene.opened.heap.place;
    if place.tabs.is_empty() {
        return;
    }
    let tokens = theme::tokens(ui);
    let room = vec2(ui.available_width(), 32.0);
    let (rect, _) = ui.allocate_exact_size(room, Sense::hover());
    let line = Stroke::new(1.0, tokens.line0);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    let Some(known) = scene.opened.known() else { return };
    let mut row = ui.new_child(UiBuilder::new().max_rect(rect));
    row.set_clip_rect(rect.intersect(ui.clip_rect()));
    ScrollArea::horizontal().id_salt("object tabs").show(&mut row, |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            for &node in &place.tabs {
                let class = known.facts.classes.of(node);
                let class = known.facts.classes.class[class].name();
                let name = format!("{class} @{}", known.graph.id(node));
                tab(ui, (node, &name), place.tab == Some(node), commands);
            }
        });
    });
}

fn tab(ui: &mut Ui, (node, name): (NodeIndex, &str), is_shown: bool, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let color = if is_shown { tokens.text } else { tokens.text2 };
    let words = text::line(ui.painter(), Type::Code, color, name, TAB - 44.0);
    let room = vec2(words.size().x + 40.0, 31.0);
    let (rect, response) = ui.allocate_exact_size(room, Sense::click());
    tell_selectable(&response, Role::Tab, is_shown, || name.to_owned());
    if response.hovered() && !is_shown {
        ui.painter().rect_filled(rect, 0.0, tokens.hover);
    }
    text::paint_left(ui.painter(), rect, rect.left() + 10.0, words);
    if is_shown {
        let top = pos2(rect.left(), rect.bottom() - 2.0);
        ui.painter().rect_filled(Rect::from_min_max(top, rect.max), 0.0, tokens.accent);
    }
    focus::ring(ui, &response, rect.shrink(2.0), size::RADIUS);
    let corner = pos2(rect.right() - 24.0, rect.center().y - 9.0);
    let close = Rect::from_min_size(corner, vec2(18.0, 18.0));
    let mut over = ui.new_child(UiBuilder::new().max_rect(close));
    if small_icon_button(&mut over, icons::X, &format!("Close {name}")).clicked()
        || response.middle_clicked()
    {
        commands.push(Command::Heap(HeapCommand::CloseTab(node)));
    } else if response.clicked() {
        commands.push(Command::Heap(HeapCommand::ShowTab(node)));
    }
}

/// What it is and why it is alive.
fn column(ui: &mut Ui, scene: Scene<'_>, facts: &ObjectFacts, commands: &mut Commands) {
    let salt = ("object", facts.line.node);
    ScrollArea::vertical().id_salt(salt).auto_shrink(false).show(ui, |ui| {
        ui.add_space(8.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_space(size::PANEL);
            ui.vertical(|ui| {
                ui.set_width((ui.available_width() - size::PANEL).max(0.0));
                details::about_object(ui, scene, facts, true, commands);
                ui.add_space(8.0);
                path::head(ui, scene.opened);
                path::show(ui, facts, true, commands);
            });
        });
        ui.add_space(16.0);
    });
}

/// The trees about an object, and which of them is shown.
const TREES: [TreeName; 3] = [TreeName::Fields, TreeName::Retainers, TreeName::Dominated];

fn trees(
    ui: &mut Ui,
    scene: Scene<'_>,
    facts: &ObjectFacts,
    memory: &mut ViewMemory,
    commands: &mut Commands,
) {
    let shown = scene.opened.heap.place.section;
    let room = vec2(ui.available_width(), size::TOOLBAR);
    let (rect, response) = ui.allocate_exact_size(room, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Group, true, "About the object"));
    row_of_tools(ui, rect.shrink2(vec2(size::PANEL, 0.0)), |ui| {
        let count = |name: &str, n: usize| format!("{name} {}", Count(n as u64));
        let names = [
            count("Fields", facts.n_fields),
            count("Retainers", facts.n_retainers),
            count("Dominates", facts.n_dominated),
        ];
        let hints = ["What it refers to", "What refers to it", "What would be gone without it"];
        let choices: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(hints).collect();
        let active = TREES.iter().position(|it| *it == shown).unwrap_or(0);
        if let Some(chosen) = segments(ui, &choices, active) {
            commands.push(Command::Heap(HeapCommand::ShowSection(TREES[chosen])));
        }
    });
    let (name, head, empty) = match shown {
        TreeName::Retainers => ("Retainers", "Held by", "Nothing that is shown refers to it."),
        TreeName::Dominated => ("Dominated", "Object", "Nothing would be gone without it."),
        _ => ("Fields", "Field", "It refers to nothing."),
    };
    let about = TreeTable { tree: shown, name, head, empty };
    tree_table::show(ui, scene, &about, &mut memory.heap, commands);
}
