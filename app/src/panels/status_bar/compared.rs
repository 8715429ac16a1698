//! What is chosen in a comparison, in the bar at the bottom.

use asyncscope_core::analysis::heap::{Change, MatchedBy};
use egui::Ui;

use super::fitting;
use crate::command::{Command, Commands};
use crate::compared::{Compared, ComparedCommand};
use crate::theme::{self, Type};
use crate::views::View;
use crate::widgets::chip::ChipEvent;
use crate::widgets::text;

/// A chip for each thing that is chosen.
pub(super) fn chips(ui: &mut Ui, compared: &Compared, commands: &mut Commands) {
    let place = &compared.place;
    let said = match place.by {
        MatchedBy::Id => "Matched by object id",
        MatchedBy::Path => "Matched by class and path",
    };
    text::fixed(ui, Type::Table, theme::tokens(ui).text2, said);
    let listed = match place.change {
        Change::Any => None,
        Change::Grown => Some("Only grown classes"),
        Change::Shrunk => Some("Only shrunk classes"),
        Change::New => Some("Only new classes"),
        Change::Gone => Some("Only gone classes"),
    };
    let all = Command::Compared(ComparedCommand::List(Change::Any));
    if let Some(said) = listed
        && fitting(ui, Type::Table, said) == ChipEvent::Removed
    {
        commands.push(all);
    }
    let said = format!("Filter {}", place.filter.text.trim());
    if !place.filter.is_empty() && fitting(ui, Type::Table, &said) == ChipEvent::Removed {
        commands.push(Command::Filter(View::Changes, String::new()));
    }
    if let Some(class) = &place.selected {
        let said = format!("Class {}", class.name());
        match fitting(ui, Type::Code, &said) {
            ChipEvent::Removed => commands.push(Command::Compared(ComparedCommand::Select(None))),
            ChipEvent::Clicked => commands.push(Command::ShowView(View::Changes)),
            ChipEvent::None => {}
        }
    }
}
