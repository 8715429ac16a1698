//! The leak report: what is suspected, how sure that is, and what was left alone.

use asyncscope_core::analysis::heap::MatchedBy;
use egui::{Align, Layout, ScrollArea, Ui, vec2};

use super::super::parts::{nothing, toolbar};
use super::super::{Scene, working};
use super::{bar, card, left_alone, summary};
use crate::command::{Command, Commands};
use crate::export::ExportWhat;
use crate::questions::snapshots::Suspected;
use crate::snapshots::{Snapshots, SnapshotsCommand};
use crate::theme::{icons, size};
use crate::widgets::button::{Button, icon_button};
use crate::widgets::segments::segments;
use crate::widgets::strip::{StripKind, strip};
use crate::wording;

/// Widest the page is.
const WIDTH: f32 = 1160.0;
/// Narrower toolbars have buttons without words.
const WORDS_FROM: f32 = 860.0;

/// Shows the view.
pub fn show(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let Some(snapshots) = &scene.opened.snapshots else { return };
    if scene.wants_find {
        commands.push(Command::FindTaken); // there is nothing to find here
    }
    bar::show(ui, snapshots, false, commands);
    tools(ui, scene, snapshots, commands);
    working::strip(ui, scene, commands);
    let state = snapshots.answers.suspected.state();
    let why = || snapshots.failure();
    let Some(found) = working::answer(ui, &state, why, commands) else { return };
    ScrollArea::vertical().id_salt("leaks").auto_shrink(false).show(ui, |ui| {
        ui.add_space(16.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_space(size::PAGE);
            ui.vertical(|ui| {
                let width = (ui.available_width() - size::PAGE).clamp(0.0, WIDTH);
                ui.set_width(width);
                ui.spacing_mut().item_spacing = vec2(12.0, 12.0);
                page(ui, snapshots, found, commands);
            });
        });
        ui.add_space(24.0);
    });
}

/// How objects are matched, dismissed suspects, and ways to write the report.
fn tools(ui: &mut Ui, scene: Scene<'_>, snapshots: &Snapshots, commands: &mut Commands) {
    toolbar(ui, |ui| {
        let with_words = ui.available_width() >= WORDS_FROM;
        if snapshots.members.len() > 1 {
            matching(ui, snapshots, commands);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if with_words {
                let export = Button::new("Export report…").icon(icons::EXPORT);
                if ui.add_enabled(!scene.is_choosing, export).clicked() {
                    commands.push(Command::Export(ExportWhat::LeakReport));
                }
                if ui.add(Button::new("Copy as Markdown").icon(icons::COPY)).clicked() {
                    commands.push(Command::CopyTable(ExportWhat::LeakReport));
                }
            } else {
                let export = |ui: &mut Ui| icon_button(ui, icons::EXPORT, "Export report…");
                if ui.add_enabled_ui(!scene.is_choosing, export).inner.clicked() {
                    commands.push(Command::Export(ExportWhat::LeakReport));
                }
                if icon_button(ui, icons::COPY, "Copy as Markdown").clicked() {
                    commands.push(Command::CopyTable(ExportWhat::LeakReport));
                }
            }
            dismissed(ui, snapshots, commands);
        });
    });
}

fn matching(ui: &mut Ui, snapshots: &Snapshots, commands: &mut Commands) {
    let choices = [
        ("Automatic", "By id, if half of the ids of the first and the last are in both"),
        ("By id", "An object is the same if its id is: snapshots of one process"),
        ("By class and path", "By class and what dominates it: other processes, other builds"),
    ];
    let all = [None, Some(MatchedBy::Id), Some(MatchedBy::Path)];
    let active = all.iter().position(|it| *it == snapshots.place.by).unwrap_or(0);
    if let Some(chosen) = segments(ui, &choices, active) {
        commands.push(Command::Snapshots(SnapshotsCommand::MatchBy(all[chosen])));
    }
}

/// How many suspects are dismissed, and a switch to see them.
fn dismissed(ui: &mut Ui, snapshots: &Snapshots, commands: &mut Commands) {
    let Some(found) = snapshots.answers.suspected.value() else { return };
    let n = (0..found.report.suspects.len()).filter(|it| is_dismissed(snapshots, found, *it));
    let n = n.count();
    let shows = snapshots.place.shows_dismissed;
    if n == 0 && !shows {
        return;
    }
    let said = format!("{n} dismissed");
    let response = ui.add(Button::new(&said).icon(icons::EYE_SLASH).switch(shows));
    if response.on_hover_text("Show suspects that were dismissed, too").clicked() {
        commands.push(Command::Snapshots(SnapshotsCommand::ShowDismissed(!shows)));
    }
}

/// Whether a suspect is dismissed, or stands within one that is.
pub(super) fn is_dismissed(snapshots: &Snapshots, found: &Suspected, at: usize) -> bool {
    found.is_dismissed(at, &|it| snapshots.dismissals.has(it))
}

fn page(ui: &mut Ui, snapshots: &Snapshots, found: &Suspected, commands: &mut Commands) {
    summary::show(ui, snapshots, found, commands);
    if let Some(why) = snapshots.dismissals.failure() {
        let said = format!("What is dismissed is not remembered: {why}");
        strip(ui, StripKind::Error, &said, |ui| {
            if ui.add(Button::new("Try again")).clicked() {
                commands.push(Command::AskAgain);
            }
        });
    }
    let all = 0..found.report.suspects.len();
    let is_shown =
        |it: &usize| snapshots.place.shows_dismissed || !is_dismissed(snapshots, found, *it);
    let shown: Vec<usize> = all.filter(is_shown).collect();
    for &at in shown.iter().take(snapshots.place.n_suspects) {
        ui.push_id(at, |ui| card::show(ui, snapshots, (found, at), commands));
    }
    let more = shown.len().saturating_sub(snapshots.place.n_suspects);
    if more > 0 {
        let said = format!("Show more: {} left", wording::counted(more, "suspect"));
        if ui.add(Button::new(&said)).clicked() {
            commands.push(Command::Snapshots(SnapshotsCommand::ShowMore));
        }
    }
    if shown.is_empty() {
        none(ui, found, commands);
    }
    left_alone::show(ui, snapshots, found, commands);
}

/// Says that there is no suspect to be seen, and why.
fn none(ui: &mut Ui, found: &Suspected, commands: &mut Commands) {
    let n = found.report.suspects.len();
    if n > 0 {
        let said =
            format!("All that is suspected is dismissed: {}.", wording::counted(n, "suspect"));
        return nothing(ui, &said, |ui| {
            if ui.add(Button::new("Show what is dismissed")).clicked() {
                commands.push(Command::Snapshots(SnapshotsCommand::ShowDismissed(true)));
            }
        });
    }
    let said = match found.report.steps.len() {
        0 | 1 => "No object, and no class of objects, keeps a tenth of the heap alive.",
        2 => "No class that the program names grew, and nothing else grew by much.",
        _ => "No class that the program names keeps growing, and nothing else does by much.",
    };
    strip(ui, StripKind::Done, said, |_| {});
}
