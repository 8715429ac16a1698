//! What stands over a view while it is worked on.

use egui::{Align, Layout, Rect, Ui, UiBuilder, pos2, vec2};

use super::Scene;
use super::parts::nothing;
use crate::answers::AnswerState;
use crate::command::{Command, Commands};
use crate::jobs::Progress;
use crate::theme::{self, Type, icons};
use crate::widgets::bar;
use crate::widgets::button::{Button, small_icon_button};
use crate::widgets::text;

/// A line across the top of what is left of `ui`, with words about the work and a way to stop it.
///
/// Lies over what is there: nothing moves when work begins or ends. Nothing is shown in the first
/// moments of work.
pub(super) fn strip(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let Some(progress) = scene.opened.progress() else { return };
    let tokens = theme::tokens(ui);
    let room = ui.available_rect_before_wrap();
    let line = Rect::from_min_size(room.min, vec2(room.width(), 2.0));
    let width = room.width();
    let mut over = ui.new_child(UiBuilder::new().max_rect(line));
    bar::progress(&mut over, progress.name, progress.fraction, width);
    let words = in_words(progress);
    let galley = text::line(ui.painter(), Type::Table, tokens.text, &words, width - 80.0);
    let plate = vec2(galley.size().x + 40.0, 24.0);
    let plate = Rect::from_min_size(pos2(room.center().x - plate.x / 2.0, room.top() + 8.0), plate);
    let layer = egui::LayerId::new(egui::Order::Middle, ui.scope_id().with("work"));
    let mut over = ui.new_child(UiBuilder::new().layer_id(layer).max_rect(plate));
    let edge = egui::Stroke::new(1.0, tokens.line);
    over.painter().rect(plate, 4.0, tokens.bg3, edge, egui::StrokeKind::Inside);
    text::paint_left(over.painter(), plate, plate.left() + 8.0, galley);
    over.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.add_space(3.0);
        if small_icon_button(ui, icons::X, &format!("Cancel: {}", progress.name)).clicked() {
            commands.push(Command::CancelStacks);
        }
    });
}

fn in_words(progress: Progress) -> String {
    let share = progress.fraction.map(|it| format!(", {:.0}\u{2009}%", it * 100.0));
    format!("{}{}", progress.name, share.unwrap_or_default())
}

/// What a view shows: the answer, also an earlier one while a new one is worked on. Where there is
/// none, says why, or shows nothing while the work goes on. `waits_for` says what went wrong with
/// what the question waits for.
pub(super) fn answer<'a, T>(
    ui: &mut Ui,
    state: &AnswerState<'a, T>,
    waits_for: impl FnOnce() -> Option<&'a str>,
    commands: &mut Commands,
) -> Option<&'a T> {
    let why = match *state {
        AnswerState::Ready(value) | AnswerState::Working(Some(value)) => return Some(value),
        AnswerState::Failed(why) => Some(why),
        AnswerState::Absent | AnswerState::Working(None) => waits_for(),
    };
    if let Some(why) = why {
        failed(ui, why, commands);
    }
    None
}

/// Why there is no answer, and a way to ask again.
pub(super) fn failed(ui: &mut Ui, why: &str, commands: &mut Commands) {
    nothing(ui, why, |ui| {
        if ui.add(Button::new("Try again").icon(icons::ARROW_CLOCKWISE)).clicked() {
            commands.push(Command::AskAgain);
        }
    });
}
