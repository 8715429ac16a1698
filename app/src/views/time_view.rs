//! The view around the flame chart: what to find, which thread, how much of it.

use asyncscope_core::model::ThreadIndex;
use asyncscope_core::units::{Count, Nanos};
use egui::{Align, Id, Key, Layout, Ui};

use super::flame_chart::{FlameChart, FlameChartState, FlameLane, Step, flame_chart};
use super::parts::{nothing, thread_label, thread_picker, toolbar};
use super::{Scene, View, ViewMemory};
use crate::answers::AnswerState;
use crate::command::{Command, Commands};
use crate::questions::lanes::{Lane, Lanes};
use crate::theme::{self, Type, icons};
use crate::widgets::button::{Button, icon_button};
use crate::widgets::field::{Field, field};
use crate::widgets::text;

/// How much one press of a zoom button shows of what was shown.
const ZOOM_STEP: f64 = 0.5;

/// Words about a lane.
struct Caption {
    title: String,
    note: String,
}

/// Shows the flame chart of the thread that is chosen, with its tools.
pub fn show(ui: &mut Ui, scene: Scene<'_>, memory: &mut ViewMemory, commands: &mut Commands) {
    let opened = scene.opened;
    let lanes = match opened.answers.lanes.state() {
        AnswerState::Ready(lanes) | AnswerState::Working(Some(lanes)) => lanes,
        AnswerState::Failed(why) => return nothing(ui, why, |_| {}),
        AnswerState::Absent if opened.shown_thread().is_none() => {
            return nothing(ui, "No thread of this recording has samples or spans.", |_| {});
        }
        AnswerState::Absent | AnswerState::Working(None) => return,
    };
    let captions: Vec<Caption> = lanes.lanes.iter().map(|it| caption(scene, lanes, it)).collect();
    let matches =
        opened.answers.matches.value().filter(|it| std::sync::Arc::ptr_eq(&it.lanes, lanes));
    let shown: Vec<FlameLane<'_>> = lanes
        .lanes
        .iter()
        .zip(&captions)
        .enumerate()
        .map(|(i, (lane, caption))| FlameLane {
            title: &caption.title,
            note: &caption.note,
            layout: &lane.layout,
            matches: matches.and_then(|it| it.matches.get(i)),
        })
        .collect();
    let name = format!("Flame chart of {}", thread_label(&opened.recording, lanes.thread));
    let (recording, selection) = (&*opened.recording, &opened.selection);
    let chart = FlameChart::over_time(recording, &name, &shown, selection);
    tools(ui, scene, chart, &mut memory.flame, commands);
    flame_chart(ui, chart, &mut memory.flame, commands);
}

fn caption(scene: Scene<'_>, lanes: &Lanes, lane: &Lane) -> Caption {
    let recording = &scene.opened.recording;
    let boxes = |it: ThreadIndex| recording.spans.rows_of(it).len() as u64;
    match lane.profile {
        None => Caption {
            title: recording.thread_name(lanes.thread),
            note: format!("{} spans", Count(boxes(lanes.thread))),
        },
        Some(profile) => {
            let samples = recording.profiles[profile].samples.len() as u64;
            let is_alone = lanes.lanes.len() == 1;
            let title =
                if is_alone { recording.thread_name(lanes.thread) } else { "Samples".to_owned() };
            Caption { title, note: format!("{} samples", Count(samples)) }
        }
    }
}

fn tools(
    ui: &mut Ui,
    scene: Scene<'_>,
    chart: FlameChart<'_>,
    state: &mut FlameChartState,
    commands: &mut Commands,
) {
    toolbar(ui, |ui| {
        find(ui, scene, chart, state, commands);
        thread_picker(ui, scene, false, commands);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| zoom(ui, chart, state));
    });
}

fn find(
    ui: &mut Ui,
    scene: Scene<'_>,
    chart: FlameChart<'_>,
    state: &mut FlameChartState,
    commands: &mut Commands,
) {
    let tokens = theme::tokens(ui);
    let mut said = scene.opened.search.clone();
    let about = Field {
        id: Id::unique("find in the flame chart"),
        name: "Find in the flame chart",
        hint: "Find a function, script or span",
        icon: icons::MAGNIFYING_GLASS,
        width: 220.0,
        takes_focus: scene.wants_find,
    };
    let response = field(ui, &about, &mut said);
    if scene.wants_find {
        commands.push(Command::FindTaken);
    }
    if response.changed() {
        commands.push(Command::Filter(View::Timeline, said));
    }
    let entered = ui.input(|input| input.key_pressed(Key::Enter).then_some(input.modifiers.shift));
    if let Some(backwards) = entered.filter(|_| response.lost_focus() || response.has_focus()) {
        let step = if backwards { Step::Previous } else { Step::Next };
        state.find(ui, chart, step, commands);
        response.request_focus(); // to go on with the next Enter
    }
    let Some(matches) = state.matches_in_words(chart) else { return };
    if icon_button(ui, icons::CARET_LEFT, "Previous match (Shift+Enter)").clicked() {
        state.find(ui, chart, Step::Previous, commands);
    }
    if icon_button(ui, icons::CARET_RIGHT, "Next match (Enter)").clicked() {
        state.find(ui, chart, Step::Next, commands);
    }
    text::fixed(ui, Type::Table, tokens.text2, &matches);
}

/// How much is shown, and how to show more or less; from right to left.
fn zoom(ui: &mut Ui, chart: FlameChart<'_>, state: &mut FlameChartState) {
    let tokens = theme::tokens(ui);
    let fit = ui.add(Button::new("Fit recording").keys("0"));
    if fit.on_hover_text("Show the whole recording").clicked() {
        state.show_all(ui);
    }
    if icon_button(ui, icons::PLUS, "Zoom in (W)").clicked() {
        state.zoom(ui, ZOOM_STEP);
    }
    if icon_button(ui, icons::MINUS, "Zoom out (S)").clicked() {
        state.zoom(ui, 1.0 / ZOOM_STEP);
    }
    let (shown, all) = (state.shown(), chart.extent());
    let length = |it: &std::ops::Range<u64>| Nanos(it.end.saturating_sub(it.start));
    let said = format!("{} of {}", length(&shown), length(&all));
    if ui.available_width() > 120.0 {
        text::fixed(ui, Type::Table, tokens.text2, &said);
    }
}
