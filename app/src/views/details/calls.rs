//! Every time that what is selected ran: how often, how long, and the one before and after.

use asyncscope_core::analysis::{Histogram as Bars, Instance};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{AsyncSpanIndex, GcIndex, InstantIndex, RequestIndex, SpanIndex};
use asyncscope_core::units::{Count, Nanos, TimeRange};
use egui::{Align, Layout, Ui, vec2};

use super::super::{Scene, View};
use super::parts;
use crate::command::{Command, Commands};
use crate::questions::details::Details;
use crate::selection::{Entity, Occurrence};
use crate::theme::{self, Type, icons};
use crate::widgets::button::{link, small_icon_button};
use crate::widgets::histogram::{BARS, Histogram, HistogramEvents, histogram};
use crate::widgets::text;

/// A chart moved to something shows this many times its length at most.
const MOST_AROUND: u64 = 50;

/// Shows how often and how long it ran.
pub(super) fn show(ui: &mut Ui, scene: Scene<'_>, details: &Details, commands: &mut Commands) {
    let instances = details.instances();
    let tokens = theme::tokens(ui);
    if instances.is_empty() {
        parts::heading(ui, "When it ran", "");
        text::paragraph(ui, Type::Table, tokens.text2, "The samples do not tell.");
        return;
    }
    let at = details.position.filter(|_| details.occurrence == scene.opened.selection.occurrence);
    steps(ui, scene, details, at, commands);
    if details.occurrence.is_some() && matches!(details.entity, Entity::Function(_)) {
        if link(ui, "Show all of them together").clicked() {
            commands.push(Command::ForgetOccurrence);
        }
        ui.add_space(4.0);
    }
    let Some(stats) = instances.stats() else { return };
    if stats.max == Nanos(0) {
        return; // moments last no time
    }
    distribution(ui, details, at);
    ui.add_space(6.0);
    let figures =
        [("min", stats.min), ("median", stats.median), ("p95", stats.p95), ("max", stats.max)];
    ui.columns(figures.len(), |columns| {
        for (ui, (name, value)) in columns.iter_mut().zip(figures) {
            ui.spacing_mut().item_spacing.y = 2.0;
            text::label(ui, Type::Caption, tokens.text2, name);
            text::label(ui, Type::Table, tokens.text, &value.to_string());
        }
    });
}

/// The heading, with the arrows to the one before and the one after.
fn steps(
    ui: &mut Ui,
    scene: Scene<'_>,
    details: &Details,
    at: Option<usize>,
    commands: &mut Commands,
) {
    let instances = details.instances();
    let count = Count(instances.len() as u64);
    let what = if matches!(details.entity, Entity::Function(_)) { "call" } else { "time" };
    let s = if instances.len() == 1 { "" } else { "s" };
    let within = if details.range.is_some() { "range" } else { "recording" };
    let title = format!("{count} {what}{s} in the {within}");
    let room = vec2(ui.available_width(), 26.0);
    ui.allocate_ui_with_layout(room, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let moment = scene.opened.selection.occurrence.as_ref().map(|it| it.range.start);
        let next = match at {
            Some(at) => at.checked_add(1).filter(|&it| it < instances.len()),
            None => moment.map_or(Some(0), |it| instances.after(it)),
        };
        let previous = match at {
            Some(at) => at.checked_sub(1),
            None => moment.map_or(Some(instances.len() - 1), |it| instances.before(it)),
        };
        step(ui, scene, (details, next), (icons::CARET_RIGHT, "Next"), commands);
        let said = at.map_or("–".to_owned(), |it| Count(it as u64 + 1).to_string());
        let tokens = theme::tokens(ui);
        let told = text::fixed(ui, Type::Table, tokens.text2, &said);
        told.on_hover_text(format!("{said} of {count}"));
        step(ui, scene, (details, previous), (icons::CARET_LEFT, "Previous"), commands);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            text::label(ui, Type::TableStrong, tokens.text, &title);
        });
    });
}

fn step(
    ui: &mut Ui,
    scene: Scene<'_>,
    (details, to): (&Details, Option<usize>),
    (icon, name): (&str, &str),
    commands: &mut Commands,
) {
    let clicked = ui.add_enabled_ui(to.is_some(), |ui| small_icon_button(ui, icon, name)).inner;
    if let Some(instance) = to.and_then(|it| details.instances().rows().get(it))
        && clicked.clicked()
    {
        select(scene, details.entity, instance, commands);
    }
}

/// Selects one of the times it ran, and shows it in time charts.
fn select(scene: Scene<'_>, entity: Entity, instance: &Instance, commands: &mut Commands) {
    let item = instance.item as usize;
    let entity = match entity {
        Entity::Function(frame) => Entity::Function(frame),
        Entity::Span(_) => Entity::Span(SpanIndex::from_row(item)),
        Entity::AsyncSpan(_) => Entity::AsyncSpan(AsyncSpanIndex::from_row(item)),
        Entity::Instant(_) => Entity::Instant(InstantIndex::from_row(item)),
        Entity::Gc(_) => Entity::Gc(GcIndex::from_row(item)),
        Entity::Request(_) => Entity::Request(RequestIndex::from_row(item)),
    };
    let (thread, range, depth) = (instance.thread, instance.range(), instance.depth);
    if let Some(shown) = around(scene, &range) {
        commands.push(Command::ShowTime(Some(shown)));
    }
    commands.push(Command::SelectOccurrence(entity, Occurrence { thread, range, depth }));
}

/// Shows a stretch of time in the timeline.
pub(in crate::views) fn show_in_timeline(
    scene: Scene<'_>,
    range: &TimeRange,
    commands: &mut Commands,
) {
    commands.push(Command::ShowView(View::Timeline));
    if let Some(shown) = around(scene, range) {
        commands.push(Command::ShowTime(Some(shown)));
    }
}

/// Lets time charts show a stretch of time, whatever view is shown.
pub(super) fn show_around(scene: Scene<'_>, range: &TimeRange, commands: &mut Commands) {
    if let Some(shown) = around(scene, range) {
        commands.push(Command::ShowTime(Some(shown)));
    }
}

/// What time charts are to show so that `range` is seen; `None` if it is seen already.
fn around(scene: Scene<'_>, range: &TimeRange) -> Option<TimeRange> {
    let whole = scene.opened.recording.range();
    let shown = scene.opened.selection.shown.clone().unwrap_or_else(|| whole.clone());
    let (length, now) = (range.end.since(range.start).0, shown.end.since(shown.start).0);
    let is_inside = shown.start <= range.start && range.end <= shown.end;
    if is_inside && length.saturating_mul(4 * MOST_AROUND) >= now {
        return None;
    }
    let most = length.max(1_000).saturating_mul(MOST_AROUND);
    let wanted = now.clamp(length.saturating_add(length / 4).min(most), most);
    let before = wanted.saturating_sub(length) / 2;
    let start = Nanos(range.start.0.saturating_sub(before));
    let end = (start + Nanos(wanted)).min(whole.end);
    Some(Nanos(end.0.saturating_sub(wanted))..end)
}

/// How many ran how long.
fn distribution(ui: &mut Ui, details: &Details, at: Option<usize>) {
    let instances = details.instances();
    let bars = &details.histogram;
    let marked = at.and_then(|it| bars.bar(instances.rows()[it].duration));
    let place = |percent| Some(position_of(bars, instances.percentile(percent)?));
    let lines = [(place(50), "p50"), (place(95), "p95")];
    let lines: Vec<(f32, &str)> =
        lines.into_iter().filter_map(|(share, name)| Some((share?, name))).collect();
    let words = words(bars);
    let about = Histogram {
        name: "How many ran how long",
        counts: &bars.counts,
        marked,
        lines: &lines,
        words: &words,
        height: BARS,
        chosen: None,
        drags: false,
    };
    let HistogramEvents { response, hovered, .. } = histogram(ui, &about);
    if let Some(bar) = hovered {
        let (from, to) = (bars.edges[bar], bars.edges[bar + 1]);
        let count = crate::wording::counted(usize::try_from(bars.counts[bar]).unwrap_or(0), "time");
        response.on_hover_text_at_pointer(format!("{from} to {to}\n{count}"));
    }
}

/// Where a duration lies, from 0 at the left to 1 at the right: within a bar by its logarithm.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a place on the screen"
)]
pub(in crate::views) fn position_of(bars: &Bars, duration: Nanos) -> f32 {
    let Some(bar) = bars.bar(duration) else { return 1.0 };
    let log = |it: Nanos| (it.0.max(1) as f64).ln();
    let (from, to) = (log(bars.edges[bar]), log(bars.edges[bar + 1]));
    let within = if to > from { (log(duration) - from) / (to - from) } else { 0.0 };
    ((bar as f64 + within) / bars.counts.len() as f64) as f32
}

/// Durations below the axis: at its ends, and between them as there is room.
#[expect(clippy::cast_precision_loss, reason = "a few dozen bars")]
pub(in crate::views) fn words(bars: &Bars) -> Vec<(f32, String)> {
    let last = bars.edges.len().saturating_sub(1);
    let mut places = vec![0, last / 3, last * 2 / 3, last];
    places.dedup();
    places
        .into_iter()
        .map(|it| (it as f32 / last.max(1) as f32, bars.edges[it].to_string()))
        .collect()
}
