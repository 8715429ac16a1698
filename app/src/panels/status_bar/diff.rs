//! What is chosen in a comparison of recordings, in the bar at the bottom.

use egui::Ui;

use super::fitting;
use crate::command::{Command, Commands};
use crate::diff::{Diff, DiffCommand};
use crate::questions::diff::events::endpoint_name;
use crate::theme::{self, Type};
use crate::views::View;
use crate::widgets::chip::ChipEvent;
use crate::widgets::text;

/// A chip for each thing that is chosen.
pub(super) fn chips(ui: &mut Ui, diff: &Diff, commands: &mut Commands) {
    let place = &diff.place;
    if diff.has_samples() {
        let said = diff.normalisation().name();
        text::fixed(ui, Type::Table, theme::tokens(ui).text2, said);
    }
    let filters = [
        (View::DiffFunctions, &place.functions),
        (View::DiffOperations, &place.operations),
        (View::DiffEndpoints, &place.endpoints),
    ];
    for (view, filter) in filters.into_iter().filter(|it| !it.1.is_empty()) {
        let said = format!("Filter {}", filter.text.trim());
        if fitting(ui, Type::Table, &said) == ChipEvent::Removed {
            commands.push(Command::Filter(view, String::new()));
        }
    }
    let names = diff.answers.profile.value().map(|it| &it.names);
    let name = names.zip(place.function).and_then(|(names, frame)| {
        let is_there = names.frames.indices().next_back().is_some_and(|last| frame <= last);
        is_there.then(|| names.frame_name(frame).to_owned())
    });
    let operation = place.operation.as_ref().map(|it| it.0.clone());
    let endpoint = place.endpoint.as_ref().map(endpoint_name);
    let chosen = [
        (name, View::DiffFunctions, DiffCommand::SelectFunction(None)),
        (operation, View::DiffOperations, DiffCommand::SelectOperation(None)),
        (endpoint, View::DiffEndpoints, DiffCommand::SelectEndpoint(None)),
    ];
    for (name, view, forget) in chosen {
        let Some(name) = name else { continue };
        match fitting(ui, Type::Code, &name) {
            ChipEvent::Removed => commands.push(Command::Diff(forget)),
            ChipEvent::Clicked => commands.push(Command::ShowView(view)),
            ChipEvent::None => {}
        }
    }
}
