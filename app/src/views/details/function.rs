//! The panel about a function.

use asyncscope_core::analysis::{FunctionDetails, SandwichRow};
use asyncscope_core::model::FrameIndex;
use asyncscope_core::units::{Count, Nanos};
use egui::{Sense, Ui, WidgetInfo, vec2};

use super::super::Scene;
use super::parts::{self, Entry, entry, exact, fact, fact_link, heading};
use super::{DetailsMemory, calls};
use crate::command::{Command, Commands};
use crate::questions::details::{About, AboutFunction, Details};
use crate::selection::Entity;
use crate::theme::{self, Type};
use crate::widgets::{bar, button, text};
use crate::wording;

/// Callers and callees that are listed at first.
const FEW: usize = 6;
/// And once all are asked for; a function can have thousands.
const MANY: usize = 100;

/// Name, place and figures.
pub(super) fn identity(
    ui: &mut Ui,
    scene: Scene<'_>,
    frame: FrameIndex,
    details: Option<&Details>,
    commands: &mut Commands,
) {
    let recording = &scene.opened.recording;
    let tokens = theme::tokens(ui);
    let fill = tokens.category(recording.frames.category(frame)).fill;
    parts::name(ui, fill, recording.frame_name(frame), Type::CodeStrong);
    let place = recording.frame_place(frame);
    if !place.is_empty() {
        place_link(ui, &place, commands);
    }
    ui.add_space(6.0);
    if let Some(About::Function(about)) = details.map(|it| &it.about) {
        figures(ui, scene, about, commands);
    }
    let category = recording.frames.category(frame);
    fact(ui, "Category", category.name(), "");
    if let Some(package) = recording.frames.package(frame) {
        fact(ui, "Package", recording.text(package), "");
    }
}

/// The place as a link to its source.
fn place_link(ui: &mut Ui, place: &str, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), Sense::click());
    let short = wording::short_place(place);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Link, true, &short));
    let kind = Type::CodeCaption;
    let galley = text::middle_line(ui.painter(), kind, tokens.accent, &short, rect.width());
    let painted = text::paint_left(ui.painter(), rect, rect.left(), galley);
    if response.hovered() {
        let line = egui::Stroke::new(1.0, tokens.accent);
        ui.painter().hline(painted.x_range(), painted.bottom(), line);
    }
    crate::widgets::focus::ring(ui, &response, rect, 2);
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
    if response.on_hover_text(text::clipped(place)).clicked() {
        commands.push(Command::ShowSource);
    }
}

/// Total, self, start and samples.
fn figures(ui: &mut Ui, scene: Scene<'_>, about: &AboutFunction, commands: &mut Commands) {
    let shown = about.shown();
    let (unit, sum) = (shown.unit, about.all.sum);
    let (total, own) = (shown.row.total, shown.row.own);
    if shown.row.samples == 0 {
        let tokens = theme::tokens(ui);
        let why = "It has no samples in what is selected.";
        text::paragraph(ui, Type::Table, tokens.text2, why);
        return;
    }
    // Of one call, shares are of the call: how much of the recording it is says little.
    let whole = if about.once.is_some() { total } else { sum };
    let share = |part| {
        if about.once.is_some() && part == whole {
            String::new()
        } else {
            wording::share(part, whole)
        }
    };
    fact(ui, "Total", &exact(unit, total), &share(total));
    match own {
        0 => fact(ui, "Self", "–", ""),
        own => fact(ui, "Self", &exact(unit, own), &share(own)),
    }
    if let Some(occurrence) =
        scene.opened.selection.occurrence.as_ref().filter(|_| about.once.is_some())
    {
        let start = wording::moment(occurrence.range.start, Nanos::from_micros(100));
        if fact_link(ui, "Start", &start, "Show it in the timeline") {
            calls::show_in_timeline(scene, &occurrence.range, commands);
        }
    }
    fact(ui, "Samples", &Count(shown.row.samples).to_string(), "");
}

/// Where its time went: what it called, and itself.
pub(super) fn callees(
    ui: &mut Ui,
    scene: Scene<'_>,
    about: &AboutFunction,
    memory: &mut DetailsMemory,
    commands: &mut Commands,
) {
    let details = about.shown();
    let title = match details.unit {
        asyncscope_core::units::WeightUnit::Nanoseconds => "Where its time went",
        _ => "Where its memory went",
    };
    let total = details.row.total;
    heading(ui, title, &format!("of {}", exact(details.unit, total)));
    let rows = with_self(details);
    let tokens = theme::tokens(ui);
    let recording = &scene.opened.recording;
    let category = |it: &Part| tokens.category(recording.frames.category(it.frame)).fill;
    // Of a function that calls itself the parts can be more than the whole.
    let sum = rows.iter().fold(0_u64, |sum, it| sum.saturating_add(it.weight)).max(total);
    let bars: Vec<_> =
        rows.iter().map(|it| (wording::fraction(it.weight, sum), category(it))).collect();
    bar::stacked(ui, title, &bars);
    ui.add_space(6.0);
    let n_shown = n_shown(rows.len(), memory);
    for part in rows.iter().take(n_shown) {
        let name = if part.is_self { "self" } else { recording.frame_name(part.frame) };
        let (value, share) = (exact(details.unit, part.weight), wording::share(part.weight, total));
        let hint = hint(scene, part.frame, part.is_self);
        let row = Entry {
            fill: category(part),
            name,
            is_code: !part.is_self,
            value: &value,
            share: &share,
            hint: &hint,
            is_link: !part.is_self,
        };
        if entry(ui, row).clicked() {
            commands.push(Command::Select(Some(Entity::Function(part.frame))));
        }
    }
    more(ui, details.callees.len() + usize::from(details.row.own > 0), memory);
}

/// A callee, or the function itself.
struct Part {
    frame: FrameIndex,
    weight: u64,
    is_self: bool,
}

/// The heaviest callees with the function itself among them, heaviest first.
fn with_self(details: &FunctionDetails) -> Vec<Part> {
    let part = |it: &SandwichRow| Part { frame: it.frame, weight: it.weight, is_self: false };
    let mut rows: Vec<Part> = details.callees.iter().take(MANY).map(part).collect();
    let own = details.row.own;
    if own > 0 {
        let at = rows.partition_point(|it| it.weight >= own);
        rows.insert(at, Part { frame: details.row.frame, weight: own, is_self: true });
    }
    rows
}

/// Who calls it: of one call its callers, else every caller with its share.
pub(super) fn callers(
    ui: &mut Ui,
    scene: Scene<'_>,
    about: &AboutFunction,
    memory: &mut DetailsMemory,
    commands: &mut Commands,
) {
    let recording = &scene.opened.recording;
    let tokens = theme::tokens(ui);
    let details = about.shown();
    let rows: Vec<(FrameIndex, String, String)> = if let Some(once) = &about.once {
        let place = |it| wording::short_place(&recording.frame_place(it));
        let shown = once.callers.iter().take(MANY);
        shown.map(|&it| (it, place(it), String::new())).collect()
    } else {
        let all = details.row.total;
        let row = |it: &SandwichRow| {
            (it.frame, exact(details.unit, it.weight), wording::share(it.weight, all))
        };
        details.callers.iter().take(MANY).map(row).collect()
    };
    let count = about.once.as_ref().map_or(details.callers.len(), |it| it.callers.len());
    heading(
        ui,
        "Called by",
        &if count > FEW { Count(count as u64).to_string() } else { String::new() },
    );
    if rows.is_empty() {
        text::paragraph(ui, Type::Table, tokens.text2, "Nothing: stacks begin with it.");
    }
    for (frame, value, share) in rows.iter().take(n_shown(rows.len(), memory)) {
        let hint = hint(scene, *frame, false);
        let row = Entry {
            fill: tokens.category(recording.frames.category(*frame)).fill,
            name: recording.frame_name(*frame),
            is_code: true,
            value,
            share,
            hint: &hint,
            is_link: true,
        };
        if entry(ui, row).clicked() {
            commands.push(Command::Select(Some(Entity::Function(*frame))));
        }
    }
    more(ui, count, memory);
}

fn hint(scene: Scene<'_>, frame: FrameIndex, is_self: bool) -> String {
    let recording = &scene.opened.recording;
    if is_self {
        return "Its own code, without what it calls".to_owned();
    }
    format!("{}\n{}", recording.frame_name(frame), recording.frame_place(frame))
}

pub(super) fn n_shown(count: usize, memory: &DetailsMemory) -> usize {
    count.min(if memory.shows_all { MANY } else { FEW })
}

/// Says how many rows are not listed, and lists them when asked.
pub(super) fn more(ui: &mut Ui, count: usize, memory: &mut DetailsMemory) {
    let rest = count - n_shown(count, memory).min(count);
    if rest == 0 {
        return;
    }
    ui.add_space(2.0);
    if memory.shows_all {
        let said = format!("and {} more", Count(rest as u64));
        text::label(ui, Type::Table, theme::tokens(ui).text2, &said);
    } else if button::link(ui, &format!("{} more", Count(rest as u64))).clicked() {
        memory.shows_all = true;
    }
}
