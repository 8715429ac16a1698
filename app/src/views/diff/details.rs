//! The panel about the selected function of a comparison: its figures, and where it is on each
//! side.

use asyncscope_core::analysis::diff::{Difference, FunctionDiff, Status, Subject};
use asyncscope_core::units::THIN_SPACE;
use egui::{Align, Layout, ScrollArea, Ui, vec2};

use super::super::Scene;
use super::super::details::Place;
use super::super::details::parts::{fact, heading, name, padded, rule};
use super::words;
use crate::actions::Action;
use crate::command::{Command, Commands};
use crate::compared::Which;
use crate::diff::{Diff, DiffCommand};
use crate::questions::diff::about::AboutFunction;
use crate::theme::{self, Type, icons, size};
use crate::widgets::button::{Button, icon_button};
use crate::widgets::text;
use crate::wording::capital;

/// Shows the panel.
pub fn show(ui: &mut Ui, scene: Scene<'_>, place: Place, commands: &mut Commands) {
    let Some(diff) = &scene.opened.diff else { return };
    head(ui, commands);
    let is_below = place == Place::Below;
    let id = ("compared function", diff.place.function);
    ScrollArea::vertical().id_salt(id).auto_shrink(false).show(ui, |ui| {
        let about = diff.answers.about.value();
        let about = about.filter(|it| Some(it.frame) == diff.place.function);
        match about {
            Some(about) if is_below => beside(ui, diff, about, commands),
            Some(about) => of_function(ui, diff, about, commands),
            None if diff.place.function.is_some() => {}
            None => padded(ui, |ui| {
                let said = "Select a function to see how it differs, and where it is.";
                text::paragraph(ui, Type::Table, theme::tokens(ui).text2, said);
            }),
        }
    });
}

fn head(ui: &mut Ui, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let row = vec2(ui.available_width(), size::BAR);
    ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
        ui.add_space(size::PANEL);
        text::fixed(ui, Type::Heading, tokens.text, "Function");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(4.0);
            if icon_button(ui, icons::SIDEBAR_SIMPLE, "Hide details").clicked() {
                commands.push(Command::Run(Action::ToggleDetails));
            }
        });
    });
}

fn of_function(ui: &mut Ui, diff: &Diff, about: &AboutFunction, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    padded(ui, |ui| {
        name(ui, tokens.category(about.category).fill, &about.name, Type::CodeStrong);
        if let Some(figures) = &about.figures {
            of_figures(ui, about, figures);
        } else {
            let said = "No sample that is compared has it on its stack.";
            text::paragraph(ui, Type::Table, tokens.text2, said);
        }
    });
    for which in Which::BOTH {
        rule(ui);
        padded(ui, |ui| place(ui, diff, about, which, commands));
    }
}

/// The same with its parts beside each other, where the panel is wide and low.
fn beside(ui: &mut Ui, diff: &Diff, about: &AboutFunction, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    ui.columns(3, |columns| {
        padded(&mut columns[0], |ui| {
            name(ui, tokens.category(about.category).fill, &about.name, Type::CodeStrong);
            let said = about.figures.as_ref().map_or_else(String::new, verdict);
            text::paragraph(ui, Type::Table, tokens.text2, &said);
            if let Some(it) = &about.figures {
                samples(ui, it);
            }
        });
        padded(&mut columns[1], |ui| {
            if let Some(it) = &about.figures {
                figures(ui, about, it);
            }
        });
        for which in Which::BOTH {
            padded(&mut columns[2], |ui| place(ui, diff, about, which, commands));
        }
    });
}

fn of_figures(ui: &mut Ui, about: &AboutFunction, it: &FunctionDiff) {
    text::paragraph(ui, Type::Table, theme::tokens(ui).text2, &verdict(it));
    ui.add_space(4.0);
    figures(ui, about, it);
    samples(ui, it);
}

fn samples(ui: &mut Ui, it: &FunctionDiff) {
    fact(ui, "Samples, self", &words::counts(it.own_samples.before, it.own_samples.after), "");
    fact(ui, "Samples, total", &words::counts(it.samples.before, it.samples.after), "");
}

fn figures(ui: &mut Ui, about: &AboutFunction, it: &FunctionDiff) {
    for (name, figure) in [("Self", &it.own), ("Total", &it.total)] {
        let say = |value: Option<f64>, n_samples: u64| {
            let value = value.filter(|_| n_samples > 0);
            words::amount(figure.quantity, about.normalisation, value)
        };
        let values = figure.values;
        fact(ui, &format!("{name} before"), &say(values.before, it.samples.before), "");
        fact(ui, &format!("{name} after"), &say(values.after, it.samples.after), "");
        fact(ui, &format!("Δ {}", name.to_lowercase()), &delta(about, figure), "");
        if let Some(interval) = interval(figure) {
            fact(ui, "Interval (95\u{2009}%)", &interval, "");
        }
    }
}

/// A difference with its sign, and relative to before.
fn delta(about: &AboutFunction, it: &Difference) -> String {
    let delta = words::signed(it.quantity, about.normalisation, it.delta());
    match it.change_text() {
        change if change.is_empty() => delta,
        change => format!("{delta} ({change})"),
    }
}

/// In what range a difference lies, relative to before.
fn interval(it: &Difference) -> Option<String> {
    let interval = it.evidence.interval?;
    let percent = |share: f64| {
        let sign = if share < 0.0 { "−" } else { "+" };
        format!("{sign}{:.1}{THIN_SPACE}%", share.abs() * 100.0)
    };
    Some(format!("{} to {}", percent(interval.low), percent(interval.high)))
}

/// What became of it in a few words.
fn verdict(it: &FunctionDiff) -> String {
    match it.status {
        Status::New => "New: no sample before has it.".to_owned(),
        Status::Removed => "Removed: no sample after has it.".to_owned(),
        Status::Same => "As before.".to_owned(),
        Status::Changed if it.own.evidence.verdict.is_difference() => {
            format!("Self time is {}.", it.own.words())
        }
        Status::Changed => format!("Self: {}.", words::sure(&it.own)),
    }
}

/// Where it is on one side, and the way there.
fn place(ui: &mut Ui, diff: &Diff, about: &AboutFunction, which: Which, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    heading(ui, &capital(which.name()), "");
    let Some(place) = which.of(about.places.as_ref()) else {
        let said = format!("It is in no recording {}.", which.name());
        text::paragraph(ui, Type::Table, tokens.text2, &said);
        return;
    };
    let said = if place.is_empty() { "No script: it is native code." } else { place.as_str() };
    text::paragraph(ui, Type::Code, tokens.text2, &text::clipped(said));
    ui.add_space(6.0);
    let show = ui.add(Button::new(&format!("Show in {}", which.name())).icon(icons::ARROW_RIGHT));
    let name = crate::diff::name_of(diff.side(which));
    if show.on_hover_text(name).clicked() {
        let open = DiffCommand::Open(which, Subject::Function(about.frame));
        commands.push(Command::Diff(open));
    }
}
