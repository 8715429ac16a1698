//! What of both sides is compared: chips that say so, and the menu to change it.

use asyncscope_core::analysis::diff::Sides;
use asyncscope_core::model::ProfileKind;
use egui::{Align, Id, Layout, Popup, PopupCloseBehavior, Role, Ui, WidgetInfo};

use crate::command::{Command, Commands};
use crate::compared::Which;
use crate::diff::basis::{Basis, BasisCommand, RunPart};
use crate::diff::{Diff, DiffCommand};
use crate::filter::Filter;
use crate::theme::{self, Type, icons, size};
use crate::widgets::button::Button;
use crate::widgets::chip::{Chip, ChipEvent};
use crate::widgets::field::{Field, field};
use crate::widgets::segments::segments;
use crate::widgets::{menu_look, text};
use crate::wording;

/// Width of the menu, in points.
const WIDTH: f32 = 340.0;
/// The widest chip, in points.
const CHIP: f32 = 320.0;

/// Whether anything but all of both sides is compared.
pub(super) fn has_chips(diff: &Diff) -> bool {
    let basis = &diff.place.basis;
    Which::BOTH.into_iter().any(|it| !basis.is_whole(it))
        || !basis.threads.is_empty()
        || !basis.hosts.trim().is_empty()
}

/// A chip for each thing that is left out, with a way to end it.
pub(super) fn chips(ui: &mut Ui, diff: &Diff, commands: &mut Commands) {
    let basis = &diff.place.basis;
    ui.spacing_mut().item_spacing.x = 6.0;
    let is_part =
        Which::BOTH.into_iter().any(|it| !basis.is_whole(it)) || !basis.threads.is_empty();
    if is_part {
        text::fixed(ui, Type::Table, theme::tokens(ui).text2, "Only");
    }
    for which in Which::BOTH.into_iter().filter(|it| !basis.is_whole(*it)) {
        let said = format!("{}: {}", which.name(), parts_in_words(diff, which));
        let about = "The time and the threads that are compared; × compares all of that side";
        if chip(ui, &said, about) {
            push(commands, BasisCommand::DropParts(which));
        }
    }
    if !basis.threads.is_empty() {
        let said = format!("threads named {}", basis.threads.text.trim());
        if chip(ui, &said, "On both sides; × compares all threads") {
            push(commands, BasisCommand::Threads(Filter::default()));
        }
    }
    if !basis.hosts.trim().is_empty() {
        let said = format!("Hosts {}", basis.hosts.trim());
        if chip(ui, &said, "Requests to these count as to those names; × takes hosts as they are")
        {
            push(commands, BasisCommand::Hosts(String::new()));
        }
    }
}

/// A chip; returns whether it is to go.
fn chip(ui: &mut Ui, said: &str, about: &str) -> bool {
    let max_width = ui.available_width().min(CHIP);
    let chip = Chip { said, about, kind: Type::Table, height: size::CHIP, max_width };
    max_width > 60.0 && chip.show(ui) == ChipEvent::Removed
}

/// The parts of the recordings of a side.
fn parts_in_words(diff: &Diff, which: Which) -> String {
    let n_runs = diff.runs(which).map_or(0, |it| it.len());
    let parts = (0..n_runs).map(|it| diff.place.basis.part(which, it));
    let said: Vec<String> =
        parts.filter(|it| !it.is_whole()).map(|it| part_in_words(&it)).collect();
    match &said[..] {
        [] => "nothing".to_owned(),
        [sole] if n_runs == 1 => sole.clone(),
        [first, ..] => format!("{first} ({} of {n_runs} recordings)", said.len()),
    }
}

fn part_in_words(part: &RunPart) -> String {
    let time = part.time.as_ref().map(wording::range);
    let threads = part.threads.as_ref().map(|it| wording::counted(it.len(), "thread"));
    time.into_iter().chain(threads).collect::<Vec<_>>().join(", ")
}

fn push(commands: &mut Commands, command: BasisCommand) {
    commands.push(Command::Diff(DiffCommand::Basis(command)));
}

/// The switch between kinds of samples; nothing where there is one.
pub(super) fn samples_switch(ui: &mut Ui, diff: &Diff, commands: &mut Commands) {
    let kinds = diff.kinds_of_samples();
    if kinds.len() < 2 {
        return;
    }
    let choices: Vec<(&str, &str)> = kinds
        .iter()
        .map(|it| match it {
            ProfileKind::Cpu => ("CPU time", "Functions by the time they ran"),
            ProfileKind::Allocations => ("Allocations", "Functions by the bytes they allocated"),
        })
        .collect();
    let active = kinds.iter().position(|it| Some(*it) == diff.kind_of_samples());
    if let Some(chosen) = segments(ui, &choices, active.unwrap_or(0)) {
        push(commands, BasisCommand::Samples(kinds[chosen]));
    }
}

/// The switch between the mean and the sum of several recordings; nothing where each side has one.
pub(super) fn runs_switch(ui: &mut Ui, diff: &Diff, commands: &mut Commands) {
    let Sides { before, after } = diff.sides.as_ref().map(Vec::len);
    if before.max(after) < 2 {
        return;
    }
    if let Some(is_summed) = mean_or_sum(ui, diff.place.basis.is_summed) {
        push(commands, BasisCommand::Sum(is_summed));
    }
}

/// Chooses how several recordings of a side are taken; whether to add them, if it was clicked.
pub(crate) fn mean_or_sum(ui: &mut Ui, is_summed: bool) -> Option<bool> {
    let choices = [
        ("Mean of runs", "The recordings of a side are runs of the same thing: their mean counts"),
        (
            "Sum",
            "The recordings of a side are parts of one run, such as workers and child processes: \
             they are added",
        ),
    ];
    segments(ui, &choices, usize::from(is_summed)).map(|it| it == 1)
}

/// The button to compare only a part, and what opens below it.
pub(super) fn button(ui: &mut Ui, diff: &Diff, commands: &mut Commands) {
    let response = ui.add(Button::new("Part…").icon(icons::FUNNEL_SIMPLE));
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Compare only a part"));
    let response = response.on_hover_text("Compare only a stretch of time, or some threads");
    let popup = Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    popup.show(|ui| {
        menu_look(ui, WIDTH);
        ui.spacing_mut().item_spacing.y = 6.0;
        contents(ui, &diff.place.basis, commands);
    });
}

fn contents(ui: &mut Ui, basis: &Basis, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    text::label(ui, Type::Heading, tokens.text, "Compare only a part");
    let mut typed = basis.threads.clone();
    let about = Field {
        id: Id::unique("threads that are compared"),
        name: "Threads that are compared",
        hint: "Threads named…",
        icon: icons::FUNNEL_SIMPLE,
        width: WIDTH - 16.0,
        takes_focus: false,
    };
    if field(ui, &about, &mut typed.text).changed() {
        push(commands, BasisCommand::Threads(typed));
    }
    if let Err(error) = basis.threads.parse() {
        text::label(ui, Type::Table, tokens.error, &format!("This is {error}."));
    }
    let take = ui.add(Button::new("Take what is selected in the recordings"));
    if take.on_hover_text("The time ranges and threads selected in their documents").clicked() {
        commands.push(Command::Diff(DiffCommand::TakeParts));
        Popup::close_all(ui.ctx());
    }
    ui.with_layout(Layout::top_down(Align::Min), |ui| {
        let said = "Shift+drag in one of the charts side by side selects a stretch of time.";
        text::paragraph(ui, Type::Table, tokens.text2, said);
    });
}
