//! The flame graph of both sides: as wide as the larger, coloured by the difference.

use std::sync::Arc;

use asyncscope_core::analysis::diff::{LayoutPart, Normalisation, Status, Subject};
use asyncscope_core::analysis::{BoxIndex, FlameItem};
use asyncscope_core::model::FrameIndex;
use asyncscope_core::units::Count;
use egui::{Align, Layout, PointerButton, Ui};

use super::super::flame_chart::{
    Axis, BoxAt, BoxWords, Colors, FlameChart, FlameChartState, FlameLane, flame_chart,
};
use super::super::parts::{nothing, toolbar};
use super::super::{Scene, working};
use super::{DiffMemory, answer, menu, words};
use crate::command::{Command, Commands};
use crate::diff::{Diff, DiffCommand};
use crate::questions::diff::flames::Flames;
use crate::selection::{Entity, Selection};
use crate::theme::{self, Type};
use crate::widgets::button::Button;
use crate::widgets::segments::segments;
use crate::widgets::text;

/// What the view remembers for itself.
#[derive(Debug, Default)]
pub(super) struct FlamesMemory {
    chart: FlameChartState,
    /// What is selected and hovered, as the chart has it.
    selection: Selection,
    /// The flame graph that was last shown.
    seen: Option<Arc<Flames>>,
}

/// Shows the view.
pub(super) fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    diff: &Diff,
    memory: &mut DiffMemory,
    commands: &mut Commands,
) {
    tools(ui, diff, &mut memory.flames, commands);
    working::strip(ui, scene, commands);
    let state = diff.answers.flames.state();
    let Some(flames) = answer(ui, diff, &state, commands) else { return };
    if flames.layout.layout.is_empty() {
        let said = match flames.part {
            LayoutPart::OnlyRemoved => "Every stack is still there.",
            LayoutPart::OnlyNew => "Every stack was there before.",
            LayoutPart::Both | LayoutPart::Before | LayoutPart::After => "No sample is busy.",
        };
        return nothing(ui, said, |_| {});
    }
    chart(ui, (scene, diff), flames, memory, commands);
}

fn tools(ui: &mut Ui, diff: &Diff, memory: &mut FlamesMemory, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    toolbar(ui, |ui| {
        let hints = [
            "All stacks of both sides, each as wide as on the side where it weighs more",
            "As it was before",
            "As it is after",
            "Stacks that are gone, below those that called them",
            "Stacks that are new, below those that call them",
        ];
        let names = LayoutPart::ALL.map(LayoutPart::name);
        let choices: Vec<(&str, &str)> = names.into_iter().zip(hints).collect();
        let active = LayoutPart::ALL.iter().position(|it| *it == diff.place.part);
        if let Some(chosen) = segments(ui, &choices, active.unwrap_or(0)) {
            commands.push(Command::Diff(DiffCommand::Part(LayoutPart::ALL[chosen])));
        }
        if ui.add(Button::new("Show all")).on_hover_text("Zoom out to all stacks (0)").clicked() {
            memory.chart.show_all(ui);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let said = match diff.place.part {
                LayoutPart::Both => "width = larger of the two, colour = difference",
                LayoutPart::Before | LayoutPart::OnlyRemoved => {
                    "width = before, colour = difference"
                }
                LayoutPart::After | LayoutPart::OnlyNew => "width = after, colour = difference",
            };
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                text::label(ui, Type::Table, tokens.text2, said);
            });
        });
    });
}

/// The words of boxes.
struct Words<'a>(&'a Flames);

impl BoxWords for Words<'_> {
    fn has_shares(&self) -> bool {
        self.0.normalisation == Normalisation::Share
    }

    fn beside(&self, it: BoxIndex) -> Option<String> {
        let flames = self.0;
        let total = flames.boxes.total(flames.layout.stack(it)?);
        let is_shown = !total.is_faint && total.delta() != 0.0;
        is_shown.then(|| words::signed(total.quantity, flames.normalisation, total.delta()))
    }

    fn facts(&self, it: BoxIndex) -> Vec<(&'static str, String)> {
        let flames = self.0;
        let Some(stack) = flames.layout.stack(it) else { return Vec::new() };
        let (total, own) = (flames.boxes.total(stack), flames.boxes.own(stack));
        let say = |value| words::amount(total.quantity, flames.normalisation, value);
        let signed = |delta| words::signed(total.quantity, flames.normalisation, delta);
        let samples = flames.boxes.samples(stack);
        let status = match flames.boxes.status(stack) {
            Status::New => "new: only after",
            Status::Removed => "removed: only before",
            Status::Same => "as before",
            Status::Changed if total.is_faint => "within noise?",
            Status::Changed if total.delta() > 0.0 => total.quantity.more(),
            Status::Changed => total.quantity.less(),
        };
        let change = total.change_text();
        let change = if change.is_empty() { change } else { format!(" ({change})") };
        vec![
            ("Total before", say(total.values.before)),
            ("Total after", say(total.values.after)),
            ("Δ total", format!("{}{change}", signed(total.delta()))),
            ("Δ self", signed(own.delta())),
            ("What", status.to_owned()),
            ("Samples", format!("{} → {}", Count(samples.before), Count(samples.after))),
        ]
    }
}

fn chart(
    ui: &mut Ui,
    (scene, diff): (Scene<'_>, &Diff),
    flames: &Arc<Flames>,
    memory: &mut DiffMemory,
    commands: &mut Commands,
) {
    let DiffMemory { menu, flames: memory, .. } = memory;
    if !memory.seen.as_ref().is_some_and(|it| Arc::ptr_eq(it, flames)) {
        memory.seen = Some(Arc::clone(flames));
        memory.chart.reveal_first_row();
    }
    memory.selection.entity = diff.place.function.map(Entity::Function);
    let lanes = [FlameLane::boxes("", "", &flames.layout.layout, None)];
    let spoken = Words(flames);
    let names = &flames.profile.names;
    let chart = FlameChart {
        axis: Axis::Weight,
        colors: Colors::ByDifference { looks: &flames.looks },
        wheel: scene.look.wheel,
        words: Some(&spoken),
        ..FlameChart::over_time(names, "Compared flame graph", &lanes, &memory.selection)
    };
    let rect = ui.available_rect_before_wrap();
    let before = memory.chart.selected();
    let id = ui.scope_id().with("flame chart");
    let mut told = Commands::default();
    flame_chart(ui, chart, &mut memory.chart, &mut told);
    let zooms = follow(&mut told, memory, commands);
    let has_pointer = ui.rect_contains_pointer(rect);
    let (clicked, secondary, at) = ui.input(|it| {
        let clicked = it.pointer.button_clicked(PointerButton::Primary);
        (clicked, it.pointer.secondary_clicked(), it.pointer.interact_pos())
    });
    if let Some(it) = zooms.filter(|_| clicked && has_pointer)
        && let Some(range) = flames.layout.layout.range(it.at)
    {
        memory.chart.show(ui, &range);
    }
    let on = memory.chart.hovered().filter(|_| has_pointer && secondary);
    if let Some((frame, at)) = on.and_then(|it| frame(flames, it.at)).zip(at) {
        menu.open_at(at, Subject::Function(frame));
    }
    // Keys are the chart's unless something else has the focus or lies over it.
    let is_free = ui
        .memory(|it| it.has_focus(id) || it.focused().is_none() && it.top_modal_layer().is_none());
    let enter = is_free && ui.input(|it| it.key_pressed(egui::Key::Enter));
    if let Some(it) = before.filter(|_| enter) {
        open(flames, it.at, commands);
    }
}

/// Carries out what the chart asked for. Returns the box that was selected now.
fn follow(
    told: &mut Commands,
    memory: &mut FlamesMemory,
    commands: &mut Commands,
) -> Option<BoxAt> {
    let mut zooms = None;
    for command in told.take() {
        let selected = match command {
            Command::Select(entity) => entity.and_then(Entity::function),
            Command::SelectPath(path) => path.last().copied(),
            Command::Hover(entity) => {
                memory.selection.hovered = entity;
                continue;
            }
            _ => continue, // what concerns time, which it has none of
        };
        commands.push(Command::Diff(DiffCommand::SelectFunction(selected)));
        zooms = memory.chart.selected();
    }
    zooms
}

/// Shows the function of a box in the recording that has it.
fn open(flames: &Flames, at: BoxIndex, commands: &mut Commands) {
    let status = flames.layout.stack(at).map(|it| flames.boxes.status(it));
    let which = menu::leads_to(status == Some(Status::Removed));
    if let Some(frame) = frame(flames, at) {
        let open = DiffCommand::Open(which, Subject::Function(frame));
        commands.push(Command::Diff(open));
    }
}

/// The function of a box.
fn frame(flames: &Flames, at: BoxIndex) -> Option<FrameIndex> {
    match flames.layout.layout.item(at)? {
        FlameItem::Frame(frame) => Some(frame),
        _ => None,
    }
}
