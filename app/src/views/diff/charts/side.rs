//! One of the two charts: whose it is, and what ran.

use std::sync::Arc;

use asyncscope_core::analysis::FlameMatches;
use asyncscope_core::analysis::diff::Subject;
use asyncscope_core::model::{FrameIndex, Recording, ThreadIndex};
use asyncscope_core::units::Nanos;
use egui::{Align, Layout, Rect, Ui, UiBuilder, vec2};

use super::super::super::Scene;
use super::super::super::flame_chart::{
    Colors, FlameChart, FlameChartState, FlameLane, Step, flame_chart,
};
use super::super::super::parts::{nothing, thread_label};
use super::super::super::table_parts::{choice, chooser};
use super::ChartsMemory;
use crate::command::{Command, Commands};
use crate::compared::Which;
use crate::diff::basis::BasisCommand;
use crate::diff::charts::{ChartColors, ChartsCommand};
use crate::diff::{Diff, DiffCommand};
use crate::questions::diff::charts::{RunFunctions, SideChart};
use crate::selection::{Entity, Selection};
use crate::theme::{self, Tokens, Type, size};
use crate::widgets::text;
use crate::wording::capital;

/// Height of the line that says whose chart it is.
const HEAD: f32 = 28.0;
/// The most letters of a name in that line.
const LONGEST: usize = 36;

/// What one chart remembers for itself.
#[derive(Debug, Default)]
pub(super) struct SideMemory {
    pub(super) chart: FlameChartState,
    /// What is selected and shown, as the chart has it.
    selection: Selection,
    /// What was clicked in it.
    clicked: Option<Entity>,
    /// What the pointer is on in it.
    hovered: Option<Entity>,
}

/// What one chart shows.
#[derive(Clone, Copy)]
pub(super) struct About<'a> {
    pub(super) scene: Scene<'a>,
    pub(super) diff: &'a Diff,
    pub(super) which: Which,
    pub(super) chart: &'a SideChart,
    /// Where its axis ends, if not where its recording does.
    pub(super) until: Option<Nanos>,
    /// The function under the pointer on either side.
    pub(super) hovered: Option<FrameIndex>,
}

impl About<'_> {
    fn functions(&self) -> Option<&RunFunctions> {
        functions(self.diff, self.which)
    }

    /// What is found in the lanes of the chart.
    fn matches(&self) -> Option<&[FlameMatches]> {
        let found = self.which.of(self.diff.answers.chart_matches.as_ref()).value()?;
        std::ptr::eq(Arc::as_ptr(&found.chart), self.chart).then_some(&found.lanes)
    }

    /// The selected thing, as the run knows it.
    fn selected(&self, clicked: Option<Entity>) -> Option<Entity> {
        match (self.diff.place.function, clicked) {
            (None, Some(Entity::Function(_))) if self.functions().is_some() => None,
            (None, other) => other,
            (Some(function), clicked) => {
                let functions = self.functions()?;
                let clicked = clicked.and_then(Entity::function);
                let is_it = |it: &FrameIndex| functions.of_run(*it) == Some(function);
                let frame = clicked.filter(is_it).or_else(|| functions.in_run(function));
                frame.map(Entity::Function)
            }
        }
    }
}

/// How the functions of the run that is shown are those of both sides.
fn functions(diff: &Diff, which: Which) -> Option<&RunFunctions> {
    which.of(diff.answers.run_functions.as_ref()).value().map(AsRef::as_ref)
}

/// The function that the pointer is on in one of the charts, as both sides know it.
pub(super) fn hovered_on_both(diff: &Diff, memory: &ChartsMemory) -> Option<FrameIndex> {
    Which::BOTH.into_iter().find_map(|which| {
        let frame = which.of(memory.sides.as_ref()).hovered?.function()?;
        functions(diff, which)?.of_run(frame)
    })
}

/// What the menu of the box under the pointer is about.
pub(super) fn subject(about: About<'_>, memory: &SideMemory) -> Option<Subject> {
    match memory.hovered? {
        Entity::Function(frame) => about.functions()?.of_run(frame).map(Subject::Function),
        Entity::AsyncSpan(span) => {
            let recording = &about.chart.recording;
            let spans = &recording.async_spans;
            let text = |it| recording.text(it).to_owned();
            Some(Subject::Operation(text(spans.name[span]), text(spans.kind[span])))
        }
        _ => None,
    }
}

/// Shows one side in `room`.
pub(super) fn show(
    ui: &mut Ui,
    room: Rect,
    about: About<'_>,
    takes_keys: bool,
    (memory, commands): (&mut SideMemory, &mut Commands),
) {
    let (line, below) = room.split_top_bottom_at_y(room.top() + HEAD);
    head(&mut part(ui, ("head", about.which), line), about, commands);
    let mut ui = part(ui, ("chart", about.which), below);
    let chart = about.chart;
    if chart.lanes.iter().all(|it| it.layout.is_empty()) {
        return nothing(&mut ui, "Nothing was recorded over time on this thread.", |_| {});
    }
    let id = ui.scope_id().with("flame chart");
    let mut told = Commands::default();
    let tokens = theme::tokens(&ui);
    charted(tokens, about, memory, |chart, state| {
        let chart = FlameChart { takes_keys, ..chart };
        state.lengthen(Nanos(chart.extent().end));
        flame_chart(&mut ui, chart, state, &mut told);
    });
    if ui.rect_contains_pointer(below) && ui.input(|it| it.pointer.primary_pressed()) {
        // Keys are meant for this chart from now on.
        ui.memory_mut(|it| it.request_focus(id));
    }
    follow(&mut told, about, memory, commands);
}

/// Makes the chart of one side, and does something with it.
fn charted<R>(
    tokens: &'static Tokens,
    about: About<'_>,
    memory: &mut SideMemory,
    run: impl FnOnce(FlameChart<'_>, &mut FlameChartState) -> R,
) -> R {
    let chart = about.chart;
    let matches = about.matches();
    let of_lane = |at: usize| matches.and_then(|all| all.get(at));
    let lanes = chart.lanes.iter().enumerate();
    let lanes: Vec<FlameLane<'_>> = lanes
        .map(|(at, it)| FlameLane::boxes(&it.title, &it.note, &it.layout, of_lane(at)))
        .collect();
    let selected = about.selected(memory.clicked);
    if memory.selection.entity != selected {
        memory.selection.occurrence = None;
    }
    memory.selection.entity = selected;
    let (diff, which) = (about.diff, about.which);
    memory.selection.range = diff.place.basis.part(which, diff.charted_run(which)).time;
    let shared = about.hovered.zip(about.functions()).and_then(|(it, all)| all.in_run(it));
    memory.selection.hovered = memory.hovered.or(shared.map(Entity::Function));
    let is_by_difference = about.diff.place.charts.colors == ChartColors::Difference;
    let colors = match about.functions().filter(|_| is_by_difference) {
        Some(it) => {
            let palette = tokens.differences();
            Colors::BySlot { slots: &it.slots, palette }
        }
        None => Colors::ByCategory,
    };
    let name = format!("Flame chart {}", about.which.name());
    let chart = FlameChart {
        colors,
        wheel: about.scene.look.wheel,
        until: about.until,
        ..FlameChart::over_time(&chart.recording, &name, &lanes, &memory.selection)
    };
    run(chart, &mut memory.chart)
}

/// Goes to the next match of one side, or the one before.
pub(super) fn find(
    ui: &Ui,
    about: About<'_>,
    step: Step,
    (memory, commands): (&mut SideMemory, &mut Commands),
) {
    let mut told = Commands::default();
    charted(theme::tokens(ui), about, memory, |chart, state| {
        state.find(ui, chart, step, &mut told);
    });
    follow(&mut told, about, memory, commands);
}

/// How many matches one side has.
pub(super) fn matches_in_words(
    ui: &Ui,
    about: About<'_>,
    memory: &mut SideMemory,
) -> Option<String> {
    charted(theme::tokens(ui), about, memory, |chart, state| state.matches_in_words(chart))
}

fn part(ui: &mut Ui, name: impl std::hash::Hash + std::fmt::Debug, rect: Rect) -> Ui {
    let mut part = ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect));
    part.set_clip_rect(rect.intersect(ui.clip_rect()));
    part
}

/// Whose chart it is: the side, the run and the thread.
fn head(ui: &mut Ui, about: About<'_>, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let whole = ui.max_rect();
    ui.painter().rect_filled(whole, 0.0, tokens.bg1);
    let inner = whole.shrink2(vec2(size::PANEL, 0.0));
    let layout = Layout::left_to_right(Align::Center);
    let mut row = ui.new_child(UiBuilder::new().max_rect(inner).layout(layout));
    row.spacing_mut().item_spacing.x = 8.0;
    let step = if about.which == Which::Before { -6 } else { 6 };
    let (square, _) = row.allocate_exact_size(vec2(10.0, 10.0), egui::Sense::hover());
    row.painter().rect_filled(square, 2.0, tokens.difference(step).fill);
    text::fixed(&mut row, Type::TableStrong, tokens.text, &capital(about.which.name()));
    run_chooser(&mut row, about, commands);
    thread_chooser(&mut row, about, commands);
    row.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let said = format!("{} long", about.chart.recording.duration);
        text::label(ui, Type::Table, tokens.text2, &said);
    });
}

fn run_chooser(ui: &mut Ui, about: About<'_>, commands: &mut Commands) {
    let (diff, which) = (about.diff, about.which);
    let (runs, shown) = (diff.runs(which).unwrap_or_default(), diff.charted_run(which));
    let Some(run) = runs.get(shown) else { return };
    let said = shortened(&run.name);
    if runs.len() == 1 {
        text::fixed(ui, Type::Table, theme::tokens(ui).text2, &said);
        return;
    }
    chooser(ui, &format!("Recording {}", which.name()), &said, |ui| {
        for (at, run) in runs.iter().enumerate() {
            if choice(ui, egui::Role::MenuItemRadio, &run.name, at == shown) {
                push(commands, ChartsCommand::Run(which, at));
            }
        }
    });
}

fn thread_chooser(ui: &mut Ui, about: About<'_>, commands: &mut Commands) {
    let chart = about.chart;
    let Some(thread) = chart.thread else { return };
    let name = |it: ThreadIndex| label(&chart.recording, it);
    if chart.threads.len() < 2 {
        text::fixed(ui, Type::Table, theme::tokens(ui).text2, &name(thread));
        return;
    }
    let about_it = format!("Thread {}", about.which.name());
    chooser(ui, &about_it, &shortened(&name(thread)), |ui| {
        egui::ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            for it in &chart.threads {
                let is_shown = it.thread == thread;
                if choice(ui, egui::Role::MenuItemRadio, &name(it.thread), is_shown) {
                    push(commands, ChartsCommand::Thread(about.which, it.thread));
                }
            }
        });
    });
}

fn label(recording: &Recording, thread: ThreadIndex) -> String {
    thread_label(recording, thread)
}

fn shortened(said: &str) -> String {
    if said.chars().count() <= LONGEST {
        return said.to_owned();
    }
    let kept: String = said.chars().take(LONGEST - 1).collect();
    format!("{kept}…")
}

fn push(commands: &mut Commands, command: ChartsCommand) {
    commands.push(Command::Diff(DiffCommand::Charts(command)));
}

/// Carries out what the chart asked for.
fn follow(told: &mut Commands, about: About<'_>, memory: &mut SideMemory, commands: &mut Commands) {
    for command in told.take() {
        match command {
            Command::Select(entity) => select(entity, about, memory, commands),
            Command::SelectOccurrence(entity, occurrence) => {
                select(Some(entity), about, memory, commands);
                memory.selection.occurrence = Some(occurrence);
            }
            Command::Hover(entity) => memory.hovered = entity,
            Command::SelectRange(range) => {
                let run = about.diff.charted_run(about.which);
                let time = BasisCommand::Time(about.which, run, range);
                commands.push(Command::Diff(DiffCommand::Basis(time)));
            }
            Command::ShowTime(range) => memory.selection.shown = range,
            _ => {} // what only the timeline can do
        }
    }
}

fn select(
    entity: Option<Entity>,
    about: About<'_>,
    memory: &mut SideMemory,
    commands: &mut Commands,
) {
    memory.clicked = entity;
    memory.selection.entity = entity;
    let frame = entity.and_then(Entity::function);
    let function = frame.zip(about.functions()).and_then(|(frame, all)| all.of_run(frame));
    commands.push(Command::Diff(DiffCommand::SelectFunction(function)));
}
