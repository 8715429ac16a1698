//! What is compared, how amounts are made comparable, and what came of it in words.

use asyncscope_core::analysis::diff::{Normalisation, Quantity, Sides};
use asyncscope_core::units::Count;
use egui::{Align, Layout, Sense, Ui, vec2};

use super::{bar, basis};
use crate::command::{Command, Commands};
use crate::diff::{Diff, DiffCommand, name_of};
use crate::questions::diff::summary::sentence;
use crate::theme::{self, Type, icons, size};
use crate::widgets::button::Button;
use crate::widgets::segments::segments;
use crate::widgets::text;

/// Shows the head of every view of a comparison.
pub(super) fn show(ui: &mut Ui, diff: &Diff, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    ui.add_space(10.0);
    // The legend stands beside the sentence where there is room for both.
    let said = in_words(diff);
    let words = text::line(ui.painter(), Type::Page, tokens.text, &said, f32::INFINITY).size().x;
    let is_wide = words + bar::legend_width(true) + 48.0 <= ui.available_width();
    row(ui, 24.0, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if is_wide {
                bar::legend(ui, less_and_more(diff), true);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                text::label(ui, Type::Page, tokens.text, &said);
            });
        });
    });
    row(ui, size::CONTROL + 8.0, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            tools(ui, diff, commands);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                text::label(ui, Type::Table, tokens.text2, &sides(diff));
            });
        });
    });
    if basis::has_chips(diff) {
        row(ui, 26.0, |ui| basis::chips(ui, diff, commands));
    }
    if !is_wide {
        row(ui, 22.0, |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                bar::legend(ui, less_and_more(diff), true);
            });
        });
    }
}

/// The words for less and more.
fn less_and_more(diff: &Diff) -> (&'static str, &'static str) {
    let profile = diff.answers.profile.value();
    let quantity = profile.map_or(Quantity::Time, |it| it.quantity());
    match quantity {
        Quantity::Time => ("faster", "slower"),
        Quantity::Bytes | Quantity::Count => (quantity.less(), quantity.more()),
    }
}

fn row(ui: &mut Ui, height: f32, contents: impl FnOnce(&mut Ui)) {
    let room = vec2(ui.available_width(), height);
    let (rect, _) = ui.allocate_exact_size(room, Sense::hover());
    let inner = rect.shrink2(vec2(size::PANEL, 0.0));
    let layout = Layout::left_to_right(Align::Center);
    contents(&mut ui.new_child(egui::UiBuilder::new().max_rect(inner).layout(layout)));
}

/// What came of it in one sentence.
fn in_words(diff: &Diff) -> String {
    if let Some(profile) = diff.answers.profile.value() {
        return sentence(profile);
    }
    let Some(summary) = diff.answers.summary.value() else {
        return if diff.has_samples() { "Comparing…" } else { "Two sides compared" }.to_owned();
    };
    match (summary.n_each[0], summary.n_each[2]) {
        (0, 0) if summary.findings.is_empty() => "Nothing differs by more than noise.".to_owned(),
        (0, 0) => {
            "Nothing got worse or better beyond noise; the summary lists the rest.".to_owned()
        }
        (worse, better) => {
            format!("Beyond noise, {worse} got worse and {better} got better.")
        }
    }
}

/// What is compared with what, and how many samples there are.
fn sides(diff: &Diff) -> String {
    let Sides { before, after } = diff.sides.as_ref().map(|it| name_of(it));
    let samples = diff.answers.profile.value().map(|profile| {
        let n = profile.runs.as_ref().map(|it| it.iter().map(|it| it.n_samples).sum::<u64>());
        format!(" · {} samples after {}", Count(n.after), Count(n.before))
    });
    format!("{after} after {before}{}", samples.unwrap_or_default())
}

fn tools(ui: &mut Ui, diff: &Diff, commands: &mut Commands) {
    ui.spacing_mut().item_spacing.x = 8.0;
    let swap = ui.add(Button::new("Swap").icon(icons::ARROWS_LEFT_RIGHT));
    if swap.on_hover_text("Let what is after be before").clicked() {
        commands.push(Command::Diff(DiffCommand::Swap));
    }
    basis::button(ui, diff, commands);
    normalisations(ui, diff, commands);
    basis::runs_switch(ui, diff, commands);
    basis::samples_switch(ui, diff, commands);
}

fn normalisations(ui: &mut Ui, diff: &Diff, commands: &mut Commands) {
    if !diff.has_samples() {
        return;
    }
    let hints = [
        "Weights as they are, per run: for runs that did the same work",
        "Weights as shares of all that is busy on their side: for runs of different length",
    ];
    let names = Normalisation::ALL.map(Normalisation::name);
    let choices: Vec<(&str, &str)> = names.into_iter().zip(hints).collect();
    let active = Normalisation::ALL.iter().position(|it| *it == diff.normalisation());
    if let Some(chosen) = segments(ui, &choices, active.unwrap_or(0)) {
        let normalise = DiffCommand::Normalise(Normalisation::ALL[chosen]);
        commands.push(Command::Diff(normalise));
    }
}
