//! The panel about what a trace tells: spans, asynchronous spans, moments, garbage collections.

use asyncscope_core::analysis::SpanDetails;
use asyncscope_core::model::{
    AsyncSpanIndex, Category, GcIndex, InstantIndex, Recording, SpanIndex, ThreadIndex,
};
use asyncscope_core::units::{Bytes, Count, Nanos, TimeRange};
use egui::Ui;

use super::super::Scene;
use super::super::flame_chart::gc_name;
use super::super::parts::thread_label;
use super::parts::{self, Entry, duration, entry, fact, fact_link, heading};
use super::{DetailsMemory, calls, function, operation};
use crate::command::{Command, Commands};
use crate::questions::details::{About, Details};
use crate::selection::{Entity, Occurrence};
use crate::theme::{self, Type};
use crate::widgets::{bar, text};
use crate::wording;

/// Said of what the file never ended.
const OPEN: &str = "It had not ended when the recording did.";

/// Name and figures of a span.
pub(super) fn span(
    ui: &mut Ui,
    scene: Scene<'_>,
    span: SpanIndex,
    details: Option<&Details>,
    commands: &mut Commands,
) {
    let recording = &scene.opened.recording;
    let spans = &recording.spans;
    let category = spans.category[span];
    name(ui, recording.text(spans.name[span]), category);
    if let Some(detail) = spans.detail[span].map(|it| recording.text(it)) {
        parts::line(ui, Type::CodeCaption, theme::tokens(ui).text2, detail);
    }
    ui.add_space(6.0);
    fact(ui, "Duration", &duration(spans.duration[span]), "");
    if let Some(About::Span(about)) = details.map(|it| &it.about) {
        let share = wording::share(about.own.0, spans.duration[span].0);
        fact(ui, "Self", &duration(about.own), &share);
    }
    start(ui, scene, &spans.range(span), commands);
    fact(ui, "Category", category.name(), "");
    thread(ui, recording, spans.thread[span]);
    if spans.is_open[span] {
        note(ui, OPEN);
    }
}

/// Name and figures of an asynchronous span.
pub(super) fn async_span(
    ui: &mut Ui,
    scene: Scene<'_>,
    span: AsyncSpanIndex,
    commands: &mut Commands,
) {
    let recording = &scene.opened.recording;
    let spans = &recording.async_spans;
    neutral_name(ui, recording.text(spans.name[span]));
    ui.add_space(6.0);
    fact(ui, "Duration", &duration(spans.duration[span]), "");
    start(ui, scene, &spans.range(span), commands);
    operation::facts(ui, scene, span, commands);
    fact(ui, "Group", recording.text(spans.group[span]), "");
    fact(ui, "Identifier", recording.text(spans.id[span]), "");
    thread(ui, recording, spans.thread[span]);
    if spans.is_open[span] {
        note(ui, OPEN);
    }
}

/// Name and figures of a moment.
pub(super) fn moment(ui: &mut Ui, scene: Scene<'_>, moment: InstantIndex, commands: &mut Commands) {
    let recording = &scene.opened.recording;
    let instants = &recording.instants;
    neutral_name(ui, recording.text(instants.name[moment]));
    ui.add_space(6.0);
    let time = instants.time[moment];
    if let Some(detail) = instants.detail[moment].map(|it| recording.text(it)) {
        text::paragraph(ui, Type::Table, theme::tokens(ui).text2, detail);
    }
    start(ui, scene, &(time..time), commands);
    fact(ui, "Group", recording.text(instants.group[moment]), "");
    let by = if instants.is_mark[moment] { "The program" } else { "The runtime" };
    fact(ui, "Set by", by, "");
    thread(ui, recording, instants.thread[moment]);
}

/// Name and figures of a garbage collection.
pub(super) fn gc(ui: &mut Ui, scene: Scene<'_>, gc: GcIndex, commands: &mut Commands) {
    let recording = &scene.opened.recording;
    let gcs = &recording.gcs;
    name(ui, gc_name(gcs.kind[gc]), Category::GarbageCollection);
    ui.add_space(6.0);
    fact(ui, "Duration", &duration(gcs.duration[gc]), "");
    let begun = gcs.start[gc];
    start(ui, scene, &(begun..begun + gcs.duration[gc]), commands);
    if let Some(before) = gcs.used_before[gc] {
        fact(ui, "Heap before", &Bytes(before).to_string(), "");
    }
    if let Some(after) = gcs.used_after[gc] {
        fact(ui, "Heap after", &Bytes(after).to_string(), "");
    }
    if let (Some(before), Some(after)) = (gcs.used_before[gc], gcs.used_after[gc]) {
        fact(ui, "Freed", &Bytes(before.saturating_sub(after)).to_string(), "");
    }
    thread(ui, recording, gcs.thread[gc]);
}

fn name(ui: &mut Ui, said: &str, category: Category) {
    let fill = theme::tokens(ui).category(category).fill;
    parts::name(ui, fill, said, Type::BodyStrong);
}

/// The name of something that is no work of any category.
fn neutral_name(ui: &mut Ui, said: &str) {
    let fill = theme::tokens(ui).line2;
    parts::name(ui, fill, said, Type::BodyStrong);
}

/// When it began, as a link to there.
fn start(ui: &mut Ui, scene: Scene<'_>, range: &TimeRange, commands: &mut Commands) {
    let said = wording::moment(range.start, Nanos::from_micros(100));
    if fact_link(ui, "Start", &said, "Show it in the timeline") {
        calls::show_in_timeline(scene, range, commands);
    }
}

fn thread(ui: &mut Ui, recording: &Recording, thread: ThreadIndex) {
    fact(ui, "Thread", &thread_label(recording, thread), "");
}

fn note(ui: &mut Ui, said: &str) {
    ui.add_space(4.0);
    text::paragraph(ui, Type::Table, theme::tokens(ui).text2, said);
}

/// What a span spent its time in: its children by name, and itself.
pub(super) fn within(
    ui: &mut Ui,
    scene: Scene<'_>,
    about: &SpanDetails,
    memory: &mut DetailsMemory,
    commands: &mut Commands,
) {
    let recording = &scene.opened.recording;
    let tokens = theme::tokens(ui);
    let whole = recording.spans.duration[about.span].0;
    heading(ui, "Where its time went", &format!("of {}", duration(Nanos(whole))));
    let own = Part { name: "self", category: None, time: about.own, count: 0, first: about.span };
    let mut rows: Vec<Part<'_>> = about.parts.iter().map(|it| part(recording, it)).collect();
    if about.own > Nanos(0) {
        rows.insert(rows.partition_point(|it| it.time >= about.own), own);
    }
    let itself = recording.spans.category[about.span];
    let fill = |it: &Part<'_>| tokens.category(it.category.unwrap_or(itself)).fill;
    let bars: Vec<_> =
        rows.iter().map(|it| (wording::fraction(it.time.0, whole), fill(it))).collect();
    bar::stacked(ui, "Where its time went", &bars);
    ui.add_space(6.0);
    for row in rows.iter().take(function::n_shown(rows.len(), memory)) {
        let times = if row.count > 1 { format!("{} × ", Count(row.count)) } else { String::new() };
        let value = format!("{times}{}", duration(row.time));
        let share = wording::share(row.time.0, whole);
        let is_link = row.category.is_some();
        let shown = Entry {
            fill: fill(row),
            name: row.name,
            is_code: false,
            value: &value,
            share: &share,
            hint: if is_link { "Select the first of them" } else { "" },
            is_link,
        };
        if entry(ui, shown).clicked() {
            select(recording, row.first, commands);
        }
    }
    function::more(ui, rows.len(), memory);
}

/// What a span spent time in.
struct Part<'a> {
    name: &'a str,
    /// `None` for the span itself.
    category: Option<Category>,
    time: Nanos,
    count: u64,
    first: SpanIndex,
}

fn part<'a>(recording: &'a Recording, it: &asyncscope_core::analysis::SpanPart) -> Part<'a> {
    Part {
        name: recording.text(it.name),
        category: Some(it.category),
        time: it.total,
        count: it.count,
        first: it.first,
    }
}

/// The spans around a span, innermost first.
pub(super) fn around(
    ui: &mut Ui,
    scene: Scene<'_>,
    about: &SpanDetails,
    memory: &mut DetailsMemory,
    commands: &mut Commands,
) {
    let recording = &scene.opened.recording;
    let tokens = theme::tokens(ui);
    let spans = &recording.spans;
    heading(ui, "Within", "");
    if about.around.is_empty() {
        text::paragraph(ui, Type::Table, tokens.text2, "Nothing: it is an outermost span.");
    }
    let shown = function::n_shown(about.around.len(), memory);
    for &outer in about.around.iter().take(shown) {
        let value = duration(spans.duration[outer]);
        let detail = spans.detail[outer].map_or("", |it| recording.text(it));
        let row = Entry {
            fill: tokens.category(spans.category[outer]).fill,
            name: recording.text(spans.name[outer]),
            is_code: false,
            value: &value,
            share: "",
            hint: detail,
            is_link: true,
        };
        if entry(ui, row).clicked() {
            select(recording, outer, commands);
        }
    }
    function::more(ui, about.around.len(), memory);
}

fn select(recording: &Recording, span: SpanIndex, commands: &mut Commands) {
    let spans = &recording.spans;
    let (thread, range, depth) = (spans.thread[span], spans.range(span), spans.depth[span]);
    let occurrence = Occurrence { thread, range, depth };
    commands.push(Command::SelectOccurrence(Entity::Span(span), occurrence));
}
