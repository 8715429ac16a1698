//! What ran over time on each side: two flame charts, one below the other, that move together.

mod side;
mod tools;

use asyncscope_core::analysis::diff::{Part, Sides};
use asyncscope_core::units::Nanos;
use egui::{PointerButton, Ui};

use super::super::parts::nothing;
use super::super::{Scene, View, working};
use super::{DiffMemory, answer};
use crate::command::{Command, Commands};
use crate::compared::Which;
use crate::diff::Diff;
use crate::diff::charts::Link;
use crate::questions::diff::charts::SideChart;
use crate::theme;
use crate::widgets::button::Button;

use side::{About, SideMemory};

/// What the view remembers for itself.
#[derive(Debug, Default)]
pub(super) struct ChartsMemory {
    sides: Sides<SideMemory>,
    /// The side that the hand was on last: keys are meant for it.
    is_on_after: bool,
    /// How far the chart after was moved from the one before, and how they were linked then.
    seen: Option<(Link, f64)>,
}

/// Shows the view.
pub(super) fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    diff: &Diff,
    memory: &mut DiffMemory,
    commands: &mut Commands,
) {
    if has_no_moments(diff) {
        let said = "Sampled allocations have no moments: there is nothing to show over time.";
        return nothing(ui, said, |ui| {
            if ui.add(Button::new("Show the flame graph")).clicked() {
                commands.push(Command::ShowView(View::DiffFlames));
            }
        });
    }
    let DiffMemory { menu, charts: memory, .. } = memory;
    let answers = diff.answers.charts.as_ref();
    let known = answers.map(|it| it.value().map(|it| &**it));
    let both = known.before.zip(known.after).map(|(before, after)| Sides::new(before, after));
    let abouts = both.map(|charts| abouts(scene, diff, charts, memory));
    tools::show(ui, (scene, diff), abouts, memory, commands);
    working::strip(ui, scene, commands);
    let Some(abouts) = abouts else {
        for which in Which::BOTH {
            if answer(ui, diff, &which.of(answers).state(), commands).is_none() {
                return;
            }
        }
        return;
    };
    let whole = ui.available_rect_before_wrap();
    let middle = (whole.top() + whole.height() / 2.0).round();
    let (above, below) = whole.split_top_bottom_at_y(middle);
    let line = egui::Stroke::new(1.0, theme::tokens(ui).line2);
    let mut moved = Sides::new(false, false);
    for (which, room) in Which::BOTH.into_iter().zip([above, below]) {
        let about = which.of(abouts);
        if ui.rect_contains_pointer(room) {
            memory.is_on_after = which == Which::After;
        }
        let takes_keys = memory.is_on_after == (which == Which::After);
        let side = which.of_mut(&mut memory.sides);
        let before = side.chart.position();
        side::show(ui, room, about, takes_keys, (side, commands));
        *which.of_mut(&mut moved) = side.chart.position() != before;
        let on = ui.rect_contains_pointer(room)
            && ui.input(|it| it.pointer.button_clicked(PointerButton::Secondary));
        if let Some((subject, at)) =
            side::subject(about, side).zip(ui.input(|it| it.pointer.interact_pos())).filter(|_| on)
        {
            menu.open_at(at, subject);
        }
    }
    ui.painter().hline(whole.x_range(), middle, line);
    ui.advance_cursor_after_rect(whole);
    link(ui, diff, abouts.map(|it| it.chart), (moved, memory));
}

/// What both charts show.
fn abouts<'a>(
    scene: Scene<'a>,
    diff: &'a Diff,
    charts: Sides<&'a SideChart>,
    memory: &ChartsMemory,
) -> Sides<About<'a>> {
    let until = (diff.place.charts.link != Link::Free)
        .then(|| charts.before.recording.duration.max(charts.after.recording.duration));
    let hovered = side::hovered_on_both(diff, memory);
    let of = |which: Which| About { scene, diff, which, chart: which.of(charts), until, hovered };
    Sides::new(of(Which::Before), of(Which::After))
}

/// Whether all that is compared over time are allocations.
fn has_no_moments(diff: &Diff) -> bool {
    use asyncscope_core::model::ProfileKind;
    diff.parts == [Part::Samples(ProfileKind::Allocations)]
}

/// Lets the chart that did not move follow the one that did; of two, the one that the hand is on.
fn link(
    ui: &Ui,
    diff: &Diff,
    charts: Sides<&SideChart>,
    (moved, memory): (Sides<bool>, &mut ChartsMemory),
) {
    let link = diff.place.charts.link;
    let offset = offset(diff, charts);
    let is_new = memory.seen != Some((link, offset));
    let was_seen = memory.seen.replace((link, offset)).is_some();
    if link == Link::Free {
        return;
    }
    if is_new && was_seen && link == Link::Function {
        // What the charts are linked by is what there is to be seen.
        let first = first_calls(diff, charts).and_then(|it| it.before);
        if let Some(first) = first {
            memory.sides.before.chart.centre(ui, as_f64(first));
        }
    } else if !is_new && !moved.before && !moved.after {
        return;
    }
    let after_leads = !is_new && moved.after && (!moved.before || memory.is_on_after);
    let Sides { before, after } = &mut memory.sides;
    if after_leads {
        before.chart.follow_moved(&after.chart, -offset);
    } else {
        after.chart.follow_moved(&before.chart, offset);
    }
    ui.request_repaint();
}

/// How far the same thing stands to the right after from where it stands before, in nanoseconds.
fn offset(diff: &Diff, charts: Sides<&SideChart>) -> f64 {
    if diff.place.charts.link != Link::Function {
        return 0.0;
    }
    let first = first_calls(diff, charts);
    let both = first.and_then(|it| it.before.zip(it.after));
    both.map_or(0.0, |(before, after)| as_f64(after) - as_f64(before))
}

/// When the selected function was called first on each side.
fn first_calls(diff: &Diff, charts: Sides<&SideChart>) -> Option<Sides<Option<Nanos>>> {
    let function = diff.place.function?;
    let functions = diff.answers.run_functions.as_ref().map(|it| it.value());
    Some(charts.zip(functions).map(|(chart, functions)| {
        let frame = functions?.in_run(function)?;
        chart.first_call(frame)
    }))
}

#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 ns or 104 days")]
fn as_f64(time: Nanos) -> f64 {
    time.0 as f64
}
