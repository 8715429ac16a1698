//! The slot of the details panel: right of the views, or below them in a narrow window.

use egui::{Align, Frame, Layout, Panel, Ui};

use crate::actions::Action;
use crate::command::{Command, Commands};
use crate::kind::Kind;
use crate::state::AppState;
use crate::theme::{self, Type, icons, size};
use crate::views::details::{self, Place};
use crate::views::{Scene, ViewMemory, compared, diff, heap};
use crate::widgets::button::icon_button;
use crate::widgets::text;

/// Room that the panel leaves to the view above it, in points.
const VIEW_ABOVE: f32 = 270.0;
/// The least height of the panel below a view: less says nothing.
const LEAST_BELOW: f32 = 100.0;

/// Shows the panel, if it is wanted and there is a recording to be detailed about.
///
/// The overview is a page of figures about all of the recording and goes without; so does a window
/// without room for both.
pub(super) fn show(
    ui: &mut Ui,
    state: &AppState,
    memory: &mut ViewMemory,
    commands: &mut Commands,
) {
    let Some(opened) = state.opened().filter(|it| !it.view.has_no_details()) else { return };
    // Compared without samples, there is no function to tell of.
    let has_no_functions = opened.diff.as_ref().is_some_and(|it| !it.has_samples());
    if !state.look.details || has_no_functions {
        return;
    }
    let is_choosing = state.dialog.is_some();
    let scene = Scene {
        opened,
        look: &state.look,
        wants_find: false,
        is_choosing,
        request_columns: &state.kept.request_columns,
    };
    let frame = Frame::new().fill(theme::tokens(ui).bg1);
    if ui.ctx().content_rect().width() < size::DETAILS_BELOW {
        // The view keeps room for its tools and some rows, however large everything is shown.
        let height = ui.available_height();
        let most = (height * 0.6).min(height - VIEW_ABOVE);
        if most < LEAST_BELOW {
            return;
        }
        if !opened.has_selected() {
            return nothing(ui, frame, commands);
        }
        // Of a compared function there is less to say, and of both charts more to see.
        let (id, wanted) = match &opened.diff {
            Some(_) => ("compared details below", size::DETAILS_LOW),
            None => ("details below", size::DETAILS_HEIGHT),
        };
        Panel::bottom(id)
            .default_size(wanted.min(most))
            .size_range(LEAST_BELOW..=most)
            .frame(frame)
            .show(ui, |ui| about(ui, scene, Place::Below, memory, commands));
    } else {
        Panel::right("details")
            .default_size(size::DETAILS)
            .size_range(size::DETAILS_RANGE)
            .frame(frame)
            .show(ui, |ui| about(ui, scene, Place::Beside, memory, commands));
    }
}

/// A line where nothing is selected: a view in a narrow window needs the room.
fn nothing(ui: &mut Ui, frame: Frame, commands: &mut Commands) {
    Panel::bottom("no details below")
        .resizable(false)
        .size_range(size::TOOLBAR..=size::TOOLBAR)
        .frame(frame)
        .show(ui, |ui| {
            let tokens = theme::tokens(ui);
            let room = ui.available_size();
            ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
                ui.add_space(size::PANEL);
                text::fixed(ui, Type::Heading, tokens.text, "Details");
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.add_space(4.0);
                    if icon_button(ui, icons::SIDEBAR_SIMPLE, "Hide details").clicked() {
                        commands.push(Command::Run(Action::ToggleDetails));
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        let said = "Select something to see what it costs and why.";
                        text::label(ui, Type::Table, tokens.text2, said);
                    });
                });
            });
        });
}

fn about(
    ui: &mut Ui,
    scene: Scene<'_>,
    place: Place,
    memory: &mut ViewMemory,
    commands: &mut Commands,
) {
    if scene.opened.kind == Kind::Comparison {
        compared::details::show(ui, scene, &mut memory.compared, commands);
    } else if scene.opened.kind.is_diff() {
        diff::details::show(ui, scene, place, commands);
    } else if scene.opened.shows_heap() {
        heap::details::show(ui, scene, commands);
    } else {
        details::show(ui, scene, place, &mut memory.details, commands);
    }
}
