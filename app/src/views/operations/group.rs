//! The operations that were chosen: how many took how long, and each of them.

use asyncscope_core::analysis::FEW_OPERATIONS;
use asyncscope_core::model::{AsyncSpanIndex, Outcome};
use asyncscope_core::units::{Count, Nanos, Percent, THIN_SPACE};
use egui::{Id, Ui, vec2};

use super::super::details::calls::{position_of, show_in_timeline, words};
use super::super::weights::{duration, words as column_of_words};
use super::super::{Scene, View};
use super::{OperationsMemory, framed, instances};
use crate::command::{Command, Commands};
use crate::questions::recorded::operations::OperationGroup;
use crate::recorded::RecordedCommand;
use crate::selection::{Entity, Occurrence};
use crate::theme::{self, Type};
use crate::widgets::button::link;
use crate::widgets::histogram::{Histogram, HistogramEvents, histogram};
use crate::widgets::table::{Column, Row, Table, table};
use crate::widgets::{bar, text};
use crate::wording;

/// Narrower rooms have no figures.
const LEAST_FIGURES: f32 = 80.0;
/// Share of the width that the histogram takes.
const LEFT: f32 = 0.42;
/// Narrower views show the histogram above the instances.
const WIDE: f32 = 720.0;

/// Shows histogram and instances.
pub(super) fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    memory: &mut OperationsMemory,
    commands: &mut Commands,
) {
    let Some(group) = scene.opened.answers.recorded.group.value() else { return };
    let room = ui.available_size();
    let line = egui::Stroke::new(1.0, theme::tokens(ui).line);
    ui.painter().hline(ui.max_rect().x_range(), ui.max_rect().top() + 0.5, line);
    if room.x < WIDE {
        distribution(ui, scene, group, (room.y * 0.3).clamp(36.0, 80.0), commands);
        let rest = vec2(room.x, ui.available_height());
        ui.allocate_ui(rest, |ui| rows(ui, scene, group, memory, commands));
        return;
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.allocate_ui(vec2(room.x * LEFT, room.y), |ui| {
            ui.set_width(room.x * LEFT);
            let bars = (room.y - 116.0).clamp(40.0, 180.0);
            ui.vertical(|ui| distribution(ui, scene, group, bars, commands));
        });
        ui.allocate_ui(vec2(room.x * (1.0 - LEFT), room.y), |ui| {
            ui.vertical(|ui| rows(ui, scene, group, memory, commands));
        });
    });
}

/// How many took how long, with a part that can be dragged over.
fn distribution(
    ui: &mut Ui,
    scene: Scene<'_>,
    group: &OperationGroup,
    height: f32,
    commands: &mut Commands,
) {
    let tokens = theme::tokens(ui);
    let recording = &scene.opened.recording;
    let finished = &group.instances.finished;
    framed(ui, |ui| {
        ui.horizontal(|ui| {
            text::label(ui, Type::CodeStrong, tokens.text, recording.text(group.key.0));
            let n = Count(finished.len() as u64);
            text::label(ui, Type::Table, tokens.text2, &format!("n{THIN_SPACE}={THIN_SPACE}{n}"));
        });
        if finished.is_empty() {
            let why = "None of them ended, so nothing can be said of how long they take.";
            text::paragraph(ui, Type::Table, tokens.text2, why);
            return;
        }
        bars(ui, scene, group, height, commands);
        figures(ui, group);
        times(ui, group);
    });
}

fn bars(
    ui: &mut Ui,
    scene: Scene<'_>,
    group: &OperationGroup,
    height: f32,
    commands: &mut Commands,
) {
    let (bars, finished) = (&group.histogram, &group.instances.finished);
    let place = |percent| Some(position_of(bars, finished.percentile(percent)?));
    let lines = [(50, "p50"), (95, "p95"), (99, "p99")];
    let lines: Vec<(f32, &str)> =
        lines.into_iter().filter_map(|(percent, name)| Some((place(percent)?, name))).collect();
    let last = bars.counts.len().saturating_sub(1);
    let chosen = scene.opened.recorded.durations.as_ref().map(|it| {
        let bar = |at| bars.bar(at).unwrap_or(last);
        (bar(it.start), bar(Nanos(it.end.0.saturating_sub(1))))
    });
    let marked = match scene.opened.selection.entity {
        Some(Entity::AsyncSpan(span)) => {
            let spans = &scene.opened.recording.async_spans;
            let is_one = (spans.name[span], spans.kind[span]) == group.key && !spans.is_open[span];
            is_one.then(|| bars.bar(spans.duration[span])).flatten()
        }
        _ => None,
    };
    let words = words(bars);
    let about = Histogram {
        name: "How many took how long",
        counts: &bars.counts,
        marked: marked.filter(|_| chosen.is_none()),
        lines: &lines,
        words: &words,
        height,
        chosen,
        drags: true,
    };
    let HistogramEvents { response, hovered, dragged } = histogram(ui, &about);
    if let Some((first, last)) = dragged {
        let range = bars.edges[first]..bars.edges[last + 1];
        commands.push(Command::Recorded(RecordedCommand::Durations(Some(range))));
    } else if response.clicked() {
        commands.push(Command::Recorded(RecordedCommand::Durations(None)));
    }
    if let Some(bar) = hovered.filter(|_| !response.dragged()) {
        let (from, to) = (bars.edges[bar], bars.edges[bar + 1]);
        let count = wording::counted(usize::try_from(bars.counts[bar]).unwrap_or(0), "operation");
        response.on_hover_text_at_pointer(format!("{from} to {to}\n{count}\nDrag to list a range"));
    }
}

fn figures(ui: &mut Ui, group: &OperationGroup) {
    let tokens = theme::tokens(ui);
    let finished = &group.instances.finished;
    let Some(stats) = finished.stats() else { return };
    let is_weak = (finished.len() as u64) < FEW_OPERATIONS;
    let figures = [
        ("min", Some(stats.min)),
        ("p50", finished.percentile(50)),
        ("p95", finished.percentile(95)),
        ("p99", finished.percentile(99)),
        ("max", Some(stats.max)),
    ];
    if ui.available_width() < LEAST_FIGURES {
        return; // nothing of them could be read
    }
    ui.columns(figures.len(), |columns| {
        for (ui, (name, value)) in columns.iter_mut().zip(figures) {
            ui.spacing_mut().item_spacing.y = 0.0;
            let color = if name == "p99" && is_weak { tokens.text3 } else { tokens.text };
            text::label(ui, Type::Caption, tokens.text2, name);
            let said = value.map_or_else(String::new, |it| it.to_string());
            text::label(ui, Type::Table, color, &said);
        }
    });
}

/// What they did with their time.
fn times(ui: &mut Ui, group: &OperationGroup) {
    let tokens = theme::tokens(ui);
    let Some([running, queued, waiting]) = group.times else {
        let why = "Without CPU samples nothing tells how much of it they ran.";
        text::label(ui, Type::Table, tokens.text2, why);
        return;
    };
    let whole = running + queued + waiting;
    let parts = [
        ("ran", running, tokens.graph),
        ("queued at most", queued, tokens.warn),
        ("waited", waiting, tokens.waiting.fill),
    ];
    let shares: Vec<_> = parts.iter().map(|it| (wording::fraction(it.1, whole), it.2)).collect();
    ui.add_space(4.0);
    bar::stacked(ui, "What they did with their time", &shares);
    let entries: Vec<_> =
        parts.iter().map(|it| (it.2, format!("{} {}", it.0, Percent::of(it.1, whole)))).collect();
    crate::widgets::areas::legend(ui, &entries);
}

/// What of the instances is listed, and the way back to all.
fn said(ui: &mut Ui, scene: Scene<'_>, group: &OperationGroup, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let shown = wording::counted(group.shown.len(), "operation");
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.add_space(12.0);
        ui.set_height(24.0);
        if let Some(range) = &scene.opened.recorded.durations {
            let (from, to) = (range.start, range.end);
            let said = format!("{shown} of {from} to {to}, marked in the timeline");
            text::label(ui, Type::Table, tokens.text2, &said);
            if link(ui, "Show all").clicked() {
                commands.push(Command::Recorded(RecordedCommand::Durations(None)));
            }
            return;
        }
        text::label(ui, Type::Table, tokens.text2, &shown);
        if let Some(outliers) = group.outliers.as_ref().filter(|it| !it.rows.is_empty()) {
            let n = wording::counted(outliers.rows.len(), "outlier");
            if link(ui, &format!("{n} beyond {}", outliers.fence)).clicked() {
                let range = outliers.fence + Nanos(1)..Nanos::MAX;
                commands.push(Command::Recorded(RecordedCommand::Durations(Some(range))));
            }
        }
    });
}

fn rows(
    ui: &mut Ui,
    scene: Scene<'_>,
    group: &OperationGroup,
    memory: &mut OperationsMemory,
    commands: &mut Commands,
) {
    said(ui, scene, group, commands);
    let selection = &scene.opened.selection;
    let place = |it: Option<Entity>| match it {
        Some(Entity::AsyncSpan(span)) => group.shown.iter().position(|it| *it == span),
        _ => None,
    };
    let selected = place(selection.entity);
    let is_new = selection.entity != memory.revealed;
    memory.revealed = selection.entity;
    let columns = heads(ui.available_width(), group);
    let about = Table {
        id: Id::unique("operation instances"),
        name: "Instances",
        columns: &columns,
        n_rows: group.shown.len(),
        selected,
        until: None,
        marked: place(selection.hovered),
        sort: Some(scene.opened.recorded.instances),
        reveal: selected.filter(|_| is_new),
    };
    let spans = &scene.opened.recording.async_spans;
    let name_of = |row: usize| {
        let it = group.shown[row];
        let start = wording::moment(spans.start[it], Nanos::from_micros(100));
        format!("Began at {start}, took {}", spans.duration[it])
    };
    let events = table(ui, &about, name_of, |row: &Row<'_>| paint(row, scene, group));
    if let Some(sort) = events.sort {
        commands.push(Command::Recorded(RecordedCommand::SortInstances(sort)));
    }
    let one = |row: Option<usize>| row.and_then(|it| group.shown.get(it).copied());
    if let Some(span) = one(events.selected) {
        memory.revealed = Some(Entity::AsyncSpan(span));
        let (thread, range) = (spans.thread[span], spans.range(span));
        let occurrence = Occurrence { thread, range, depth: 0 };
        commands.push(Command::SelectOccurrence(Entity::AsyncSpan(span), occurrence));
    }
    let hovered = one(events.hovered).map(Entity::AsyncSpan);
    if hovered != selection.hovered {
        commands.push(Command::Hover(hovered));
    }
    if let Some(span) = one(events.double_clicked) {
        show_in_timeline(scene, &spans.range(span), commands);
    }
}

fn heads(room: f32, group: &OperationGroup) -> [Column; 6] {
    use crate::widgets::table::Width;
    let mut heads = [
        duration("Start", "When it began"),
        duration("Duration", "How long it took"),
        duration("Ran", "How long it or a part of it ran, worked out from CPU samples"),
        duration("Queued", "At most so long behind others on a busy event loop"),
        column_of_words("Ended", "How it ended", 0.3),
        column_of_words("Tells", "Its status, error and attributes", 0.7),
    ];
    if group.times.is_none() || room < 520.0 {
        heads[instances::RUNNING].width = Width::Hidden;
        heads[instances::QUEUED].width = Width::Hidden;
    }
    heads[instances::WHAT].sorts = None;
    heads
}

fn paint(row: &Row<'_>, scene: Scene<'_>, group: &OperationGroup) {
    let recording = &scene.opened.recording;
    let spans = &recording.async_spans;
    let Some(&it) = group.shown.get(row.row) else { return };
    let tokens = row.tokens();
    let start = wording::moment(spans.start[it], Nanos::from_micros(100));
    row.number(instances::START, 0.0, tokens.text2, &start);
    let took = if spans.is_open[it] { "–".to_owned() } else { spans.duration[it].to_string() };
    row.number(instances::DURATION, 0.0, tokens.text, &took);
    let running = scene.opened.answers.recorded.running.value().and_then(|all| all[it]);
    for (column, time) in [
        (instances::RUNNING, running.map(|it| it.running)),
        (instances::QUEUED, running.map(|it| it.queued)),
    ] {
        let said = time.map_or_else(|| "–".to_owned(), |it| it.to_string());
        row.number(column, 0.0, tokens.text2, &said);
    }
    let (said, color) = match (spans.is_open[it], spans.outcome[it]) {
        (true, _) => ("not ended", tokens.warn),
        (_, Outcome::Failed) => ("failed", tokens.error),
        (_, Outcome::Aborted) => ("aborted", tokens.error),
        (_, Outcome::Ok) => ("ok", tokens.text2),
        (_, Outcome::Unknown) => ("", tokens.text3),
    };
    row.words(instances::OUTCOME, 0.0, Type::Table, color, said);
    row.words(instances::WHAT, 0.0, Type::CodeCaption, tokens.text2, &tells(scene, it));
}

/// What an operation tells of itself, in a line.
fn tells(scene: Scene<'_>, span: AsyncSpanIndex) -> String {
    let recording = &scene.opened.recording;
    let facts = recording.async_spans.facts_of(span);
    let text = |it: Option<_>| it.map(|it| recording.text(it).to_owned());
    let status = facts.status.map(|it| it.to_string());
    let parts = [status, text(facts.error), text(facts.message), text(facts.attrs)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Shows the instances again in the view of operations.
pub(in crate::views) fn show_all_like(
    scene: Scene<'_>,
    span: AsyncSpanIndex,
    commands: &mut Commands,
) {
    let spans = &scene.opened.recording.async_spans;
    let key = (spans.name[span], spans.kind[span]);
    commands.push(Command::Recorded(RecordedCommand::Choose(key)));
    commands.push(Command::ShowView(View::Operations));
}
