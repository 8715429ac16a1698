//! The tools above both charts: what to find, how they move together, what colours mean.

use asyncscope_core::analysis::diff::Sides;
use egui::{Align, Layout, Ui};

use super::super::super::find::Find;
use super::super::super::flame_chart::Step;
use super::super::super::parts::toolbar;
use super::super::super::{Scene, View};
use super::ChartsMemory;
use super::side::{self, About};
use crate::command::{Command, Commands};
use crate::compared::Which;
use crate::diff::charts::{ChartColors, ChartsCommand, Link};
use crate::diff::{Diff, DiffCommand};
use crate::widgets::button::Button;
use crate::widgets::segments::segments;

/// Toolbars narrower than this leave out what can also be had by keys.
const NARROW: f32 = 760.0;
/// Room that the number of matches and the arrows beside it take, in points.
const SEARCHED: f32 = 300.0;

/// Shows the tools.
pub(super) fn show(
    ui: &mut Ui,
    (scene, diff): (Scene<'_>, &Diff),
    abouts: Option<Sides<About<'_>>>,
    memory: &mut ChartsMemory,
    commands: &mut Commands,
) {
    toolbar(ui, |ui| {
        let is_searched = !diff.place.charts.search.is_empty();
        let wanted = NARROW + if is_searched { SEARCHED } else { 0.0 };
        let is_narrow = ui.available_width() < wanted;
        let find = Find {
            view: View::DiffCharts,
            name: "Find in both charts",
            hint: "Find in both charts",
            search: &diff.place.charts.search,
            width: if is_narrow { 150.0 } else { 190.0 },
        };
        let entered = find.show(ui, scene, commands);
        if let Some(abouts) = abouts {
            found(ui, abouts, (find, entered), (memory, commands));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let fit = ui.add(Button::new("Fit").keys("0"));
            if fit.on_hover_text("Show all of both recordings").clicked() {
                memory.sides.before.chart.show_all(ui);
                memory.sides.after.chart.show_all(ui);
            }
            let names = Link::ALL.map(Link::words);
            let active = Link::ALL.iter().position(|it| *it == diff.place.charts.link);
            if let Some(chosen) = segments(ui, &names, active.unwrap_or(0)) {
                push(commands, ChartsCommand::Link(Link::ALL[chosen]));
            }
            if diff.has_samples() && !is_narrow {
                let names = ChartColors::ALL.map(ChartColors::words);
                let active = ChartColors::ALL.iter().position(|it| *it == diff.place.charts.colors);
                if let Some(chosen) = segments(ui, &names, active.unwrap_or(0)) {
                    push(commands, ChartsCommand::Color(ChartColors::ALL[chosen]));
                }
            }
        });
    });
}

fn push(commands: &mut Commands, command: ChartsCommand) {
    commands.push(Command::Diff(DiffCommand::Charts(command)));
}

/// What was found on each side, and the way from match to match on the side that the hand was on.
fn found(
    ui: &mut Ui,
    abouts: Sides<About<'_>>,
    (find, entered): (Find<'_>, Option<Step>),
    (memory, commands): (&mut ChartsMemory, &mut Commands),
) {
    let said = Which::BOTH.map(|which| {
        let memory = which.of_mut(&mut memory.sides);
        side::matches_in_words(ui, which.of(abouts), memory)
    });
    let said = match said {
        [Some(before), Some(after)] => Some(format!("{before} before, {after} after")),
        _ => None,
    };
    let clicked = find.found(ui, said);
    let Some(step) = entered.or(clicked) else { return };
    let which = if memory.is_on_after { Which::After } else { Which::Before };
    let side = which.of_mut(&mut memory.sides);
    side::find(ui, which.of(abouts), step, (side, commands));
}
