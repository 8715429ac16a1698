//! Choosing what to compare, and in which heaps to look for leaks.

use egui::Ui;

use crate::actions::Action;
use crate::command::{Command, Commands};
use crate::state::AppState;
use crate::theme::icons;
use crate::widgets::button::{Button, icon_button};

/// A button to compare what is open, where there are two of a kind; with words where there is room.
pub(super) fn button(ui: &mut Ui, state: &AppState, with_words: bool, commands: &mut Commands) {
    if state.heaps().len() < 2 && state.recordings().len() < 2 {
        return;
    }
    let response = if with_words {
        ui.add(Button::new("Compare").icon(icons::SCALES))
    } else {
        icon_button(ui, icons::SCALES, "Compare")
    };
    let said = "What is slower, larger, new or gone in one recording or heap after another";
    if response.on_hover_text(said).clicked() {
        commands.push(Command::Run(Action::Compare));
    }
}

/// Whether there is a heap in which leaks can be looked for.
pub(super) fn has_leaks(state: &AppState) -> bool {
    !state.heaps().is_empty()
}

/// A button to look for leaks in the heaps that are open; with words where there is room.
pub(super) fn leaks_button(ui: &mut Ui, with_words: bool, commands: &mut Commands) {
    let response = if with_words {
        ui.add(Button::new("Find leaks").icon(icons::TREND_UP))
    } else {
        icon_button(ui, icons::TREND_UP, "Find leaks")
    };
    let said = "What a program keeps without need, from one heap snapshot or several";
    if response.on_hover_text(said).clicked() {
        commands.push(Command::Run(Action::FindLeaks));
    }
}
