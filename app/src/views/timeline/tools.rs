//! The tools above the timeline: what to find, which threads and tracks, what colours mean, how
//! much is shown.

use asyncscope_core::units::Nanos;
use egui::{Align, Id, Key, Layout, Ui};

use super::super::flame_chart::{FlameChart, FlameChartState, Step};
use super::super::parts::toolbar;
use super::super::{Scene, View, color_key, stack_bar};
use super::threads;
use crate::command::{Command, Commands};
use crate::theme::{self, Type, icons};
use crate::widgets::button::{Button, icon_button};
use crate::widgets::field::{Field, field};
use crate::widgets::text;

/// How much one press of a zoom button shows of what was shown.
const ZOOM_STEP: f64 = 0.5;
/// Toolbars narrower than this leave out what can also be had by keys.
const NARROW: f32 = 860.0;
/// Room that the number of matches and the arrows beside it take, in points.
const SEARCHED: f32 = 190.0;
/// Room that the buttons to zoom need, in points.
const ZOOM: f32 = 80.0;

/// Shows the tools.
pub(super) fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    chart: FlameChart<'_>,
    state: &mut FlameChartState,
    commands: &mut Commands,
) {
    let searches = if chart.is_searched() { SEARCHED } else { 0.0 };
    let is_wide = NARROW + searches <= ui.available_width();
    toolbar(ui, |ui| {
        find(ui, scene, chart, state, commands);
        threads::show(ui, scene, commands);
        if is_wide {
            stack_bar::only_my_code(ui, scene, commands);
        }
        color_key::button(ui, scene, commands);
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
    let search = &scene.opened.search;
    let mut said = search.text.clone();
    let about = Field {
        id: Id::unique("find in the timeline"),
        name: "Find in the timeline",
        hint: "Find in all tracks",
        icon: icons::MAGNIFYING_GLASS,
        width: 190.0,
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
    let regex = ui.add(Button::new(".*").switch(search.is_regex));
    if regex.on_hover_text("Take it as a regular expression").clicked() {
        commands.push(Command::FilterRegex(View::Timeline, !search.is_regex));
    }
    if let Err(error) = search.parse() {
        text::fixed(ui, Type::Table, tokens.error, "not a regular expression")
            .on_hover_text(error.to_string());
        return;
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
    if ui.available_width() < ZOOM {
        return;
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
