//! What is chosen of several snapshots, in the bar at the bottom.

use asyncscope_core::analysis::heap::MatchedBy;
use egui::Ui;

use super::fitting;
use crate::command::{Command, Commands};
use crate::snapshots::{Snapshots, SnapshotsCommand};
use crate::theme::{self, Type};
use crate::views::View;
use crate::widgets::chip::ChipEvent;
use crate::widgets::text;
use crate::wording;

/// A chip for each thing that is chosen.
pub(super) fn chips(ui: &mut Ui, snapshots: &Snapshots, commands: &mut Commands) {
    let place = &snapshots.place;
    let by = match place.by.or(snapshots.answers.matching.current().copied()) {
        Some(MatchedBy::Id) => " matched by object id",
        Some(MatchedBy::Path) => " matched by class and path",
        None => "",
    };
    let said = format!("{}{by}", wording::counted(snapshots.members.len(), "snapshot"));
    text::fixed(ui, Type::Table, theme::tokens(ui).text2, &said);
    let said = format!("Filter {}", place.filter.text.trim());
    if !place.filter.is_empty() && fitting(ui, Type::Table, &said) == ChipEvent::Removed {
        commands.push(Command::Filter(View::Basket, String::new()));
    }
    if let Some(class) = &place.selected {
        match fitting(ui, Type::Code, &format!("Class {}", class.name())) {
            ChipEvent::Removed => {
                commands.push(Command::Snapshots(SnapshotsCommand::Select(None)));
            }
            ChipEvent::Clicked => commands.push(Command::ShowView(View::Basket)),
            ChipEvent::None => {}
        }
    }
}
