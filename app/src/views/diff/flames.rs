//! The flame graph of both sides: as wide as the larger, coloured by the difference.

use std::sync::Arc;

use asyncscope_core::analysis::diff::{LayoutPart, Normalisation, Status, Subject};
use asyncscope_core::analysis::{BoxIndex, Direction, FlameItem};
use asyncscope_core::model::FrameIndex;
use asyncscope_core::units::Count;
use egui::{Align, Layout, PointerButton, Ui};

use super::super::find::Find;
use super::super::flame_chart::{
    Axis, BoxAt, BoxWords, Colors, FlameChart, FlameChartState, FlameLane, flame_chart,
};
use super::super::parts::{nothing, toolbar};
use super::super::table_parts::{choice, chooser};
use super::super::{Scene, View, working};
use super::{DiffMemory, answer, menu, words};
use crate::command::{Command, Commands};
use crate::diff::{Diff, DiffCommand};
use crate::questions::diff::flames::Flames;
use crate::selection::{Entity, Selection};
use crate::theme::{self, Type};
use crate::widgets::button::Button;
use crate::widgets::segments::segments;
use crate::widgets::text;

/// Toolbars narrower than this have a menu in the place of a switch.
const NARROW: f32 = 850.0;
/// Room that the number of matches and the arrows beside it take, in points.
const SEARCHED: f32 = 170.0;

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
    let state = diff.answers.flames.state();
    tools(ui, (scene, diff), &mut memory.flames, commands);
    working::strip(ui, scene, commands);
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

/// The field to find something in.
fn find(diff: &Diff, is_narrow: bool) -> Find<'_> {
    Find {
        view: View::DiffFlames,
        name: "Find in the compared flame graph",
        hint: "Function or script",
        search: &diff.place.flames_search,
        width: if is_narrow { 130.0 } else { 170.0 },
    }
}

fn tools(
    ui: &mut Ui,
    (scene, diff): (Scene<'_>, &Diff),
    memory: &mut FlamesMemory,
    commands: &mut Commands,
) {
    let tokens = theme::tokens(ui);
    toolbar(ui, |ui| {
        let is_searched = !diff.place.flames_search.is_empty();
        let wanted = NARROW + if is_searched { SEARCHED } else { 0.0 };
        let is_narrow = ui.available_width() < wanted;
        let find = find(diff, is_narrow);
        let choices = [
            ("Top-down", "From outermost callers to what they call"),
            ("Inverted", "From what ran to those that called it (I)"),
        ];
        let ways = [Direction::TopDown, Direction::BottomUp];
        let active = usize::from(diff.place.flames_direction == Direction::BottomUp);
        if let Some(chosen) = segments(ui, &choices, active) {
            commands.push(Command::Diff(DiffCommand::GrowFlames(ways[chosen])));
        }
        parts(ui, diff, is_narrow, commands);
        let entered = find.show(ui, scene, commands);
        let said = with_chart(scene, diff, memory, |chart, state| state.matches_in_words(chart));
        let clicked = find.found(ui, said.flatten());
        if let Some(step) = entered.or(clicked) {
            let mut told = Commands::default();
            with_chart(scene, diff, memory, |chart, state| state.find(ui, chart, step, &mut told));
            follow(&mut told, memory, commands);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let fit = ui.add(Button::new("Fit").keys("0"));
            if fit.on_hover_text("Zoom out to all stacks").clicked() {
                memory.chart.show_all(ui);
            }
            let said = match diff.place.part {
                LayoutPart::Both => "width = larger of the two, colour = difference",
                LayoutPart::Before | LayoutPart::OnlyRemoved => {
                    "width = before, colour = difference"
                }
                LayoutPart::After | LayoutPart::OnlyNew => "width = after, colour = difference",
            };
            let words = text::line(ui.painter(), Type::Table, tokens.text2, said, f32::INFINITY);
            if words.size().x < ui.available_width() {
                text::fixed(ui, Type::Table, tokens.text2, said);
            }
        });
    });
}

/// Chooses which boxes there are.
fn parts(ui: &mut Ui, diff: &Diff, is_narrow: bool, commands: &mut Commands) {
    let hints = [
        "All stacks of both sides, each as wide as on the side where it weighs more",
        "As it was before",
        "As it is after",
        "Stacks that are gone, below those that called them",
        "Stacks that are new, below those that call them",
    ];
    let names = LayoutPart::ALL.map(LayoutPart::name);
    let active = LayoutPart::ALL.iter().position(|it| *it == diff.place.part).unwrap_or(0);
    let push = |chosen: usize, commands: &mut Commands| {
        commands.push(Command::Diff(DiffCommand::Part(LayoutPart::ALL[chosen])));
    };
    if is_narrow {
        return chooser(ui, "Boxes", names[active], |ui| {
            for (at, name) in names.into_iter().enumerate() {
                if choice(ui, egui::Role::MenuItemRadio, name, at == active) {
                    push(at, commands);
                }
            }
        });
    }
    let choices: Vec<(&str, &str)> = names.into_iter().zip(hints).collect();
    if let Some(chosen) = segments(ui, &choices, active) {
        push(chosen, commands);
    }
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
        let mut facts = vec![
            ("Total before", say(total.values.before)),
            ("Total after", say(total.values.after)),
            ("Δ total", format!("{}{change}", signed(total.delta()))),
            ("Δ self", signed(own.delta())),
            ("What", status.to_owned()),
            ("Samples", format!("{} → {}", Count(samples.before), Count(samples.after))),
        ];
        if flames.layout.is_inverted() {
            facts.remove(3); // where callers come last, what is their own means nothing
        }
        facts
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
    let rect = ui.available_rect_before_wrap();
    let before = memory.chart.selected();
    let id = ui.scope_id().with("flame chart");
    let mut told = Commands::default();
    with_chart(scene, diff, memory, |chart, state| flame_chart(ui, chart, state, &mut told));
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
    let is_searched = diff.answers.found.value().is_some();
    let enter = is_free && !is_searched && ui.input(|it| it.key_pressed(egui::Key::Enter));
    if let Some(it) = before.filter(|_| enter) {
        open(flames, it.at, commands);
    }
}

/// Makes the chart of the flame graph, if it is there, and does something with it.
fn with_chart<R>(
    scene: Scene<'_>,
    diff: &Diff,
    memory: &mut FlamesMemory,
    run: impl FnOnce(FlameChart<'_>, &mut FlameChartState) -> R,
) -> Option<R> {
    let flames = diff.answers.flames.value()?;
    memory.selection.entity = diff.place.function.map(Entity::Function);
    let found = diff.answers.found.value().filter(|it| Arc::ptr_eq(&it.flames, flames));
    let matches = found.map(|it| &it.matches);
    let lanes = [FlameLane::boxes("", "", &flames.layout.layout, matches)];
    let spoken = Words(flames);
    let names = &flames.profile.names;
    let chart = FlameChart {
        axis: Axis::Weight,
        colors: Colors::ByDifference { looks: &flames.looks },
        wheel: scene.look.wheel,
        words: Some(&spoken),
        ..FlameChart::over_time(names, "Compared flame graph", &lanes, &memory.selection)
    };
    Some(run(chart, &mut memory.chart))
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
