//! What is chosen in a heap, in the bar at the bottom.

use asyncscope_core::analysis::heap::HeapSet;
use asyncscope_core::units::Bytes;
use egui::Ui;

use super::fitting;
use crate::command::{Command, Commands};
use crate::heap::{HeapCommand, HeapEntity};
use crate::opened::Opened;
use crate::theme::{self, Type, size};
use crate::views::View;
use crate::views::heap::{ignored, set_name};
use crate::widgets::chip::ChipEvent;
use crate::widgets::text;
use crate::wording;

/// A chip for each thing that is chosen.
pub(super) fn chips(ui: &mut Ui, opened: &Opened, commands: &mut Commands) {
    let place = &opened.heap.place;
    set_chip(ui, opened, commands);
    if let Some(picked) = &place.picked {
        match fitting(ui, Type::Table, &format!("Only {}", picked.name)) {
            ChipEvent::Removed => commands.push(Command::Heap(HeapCommand::Unpick)),
            ChipEvent::Clicked => commands.push(Command::ShowView(View::Classes)),
            ChipEvent::None => {}
        }
    }
    if let Some(time) = &place.time {
        let said = format!("Allocated in {}", wording::range(time));
        match fitting(ui, Type::Table, &said) {
            ChipEvent::Removed => commands.push(Command::Heap(HeapCommand::ShowTime(None))),
            ChipEvent::Clicked => commands.push(Command::ShowView(View::Allocations)),
            ChipEvent::None => {}
        }
    }
    let (view, filter) = match opened.view {
        View::Strings => (View::Strings, &place.strings),
        _ => (View::Classes, &place.classes),
    };
    let said = format!("Filter {}", filter.text.trim());
    if !filter.is_empty() && fitting(ui, Type::Table, &said) == ChipEvent::Removed {
        commands.push(Command::Filter(view, String::new()));
    }
    ignored::chips(ui, opened, size::STATUS_CHIP, commands);
    selected_chip(ui, opened, commands);
}

fn set_chip(ui: &mut Ui, opened: &Opened, commands: &mut Commands) {
    let place = &opened.heap.place;
    let known = opened.known();
    if place.set == HeapSet::All {
        let tree = known.as_ref().and_then(|it| Some((it.tree.as_ref()?, &it.graph)));
        let total = tree.map(|(tree, graph)| format!(" · {}", Bytes(tree.total(graph))));
        let said = format!("Whole heap{}", total.unwrap_or_default());
        text::fixed(ui, Type::Table, theme::tokens(ui).text2, &said);
        return;
    }
    let said = set_name(place.set, known.as_ref());
    match fitting(ui, Type::Table, &said) {
        ChipEvent::Removed => commands.push(Command::Heap(HeapCommand::ShowSet(HeapSet::All))),
        ChipEvent::Clicked => commands.push(Command::ShowView(View::Classes)),
        ChipEvent::None => {}
    }
}

fn selected_chip(ui: &mut Ui, opened: &Opened, commands: &mut Commands) {
    let Some(known) = opened.known() else { return };
    let classes = &known.facts.classes;
    let said = match opened.heap.place.selected {
        None => return,
        Some(HeapEntity::Class(class)) => format!("Class {}", classes.class[class].name()),
        Some(HeapEntity::Object(node)) => {
            format!("{} @{}", classes.class[classes.of(node)].name(), known.graph.id(node))
        }
    };
    if fitting(ui, Type::Code, &said) == ChipEvent::Removed {
        commands.push(Command::Heap(HeapCommand::Select(None)));
    }
}
