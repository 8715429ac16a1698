//! The panel about an operation: what it did with its time, its parts, and what happened in it.

use asyncscope_core::analysis::{MemoryField, OperationDetails};
use asyncscope_core::model::AsyncSpanIndex;
use asyncscope_core::units::{Bytes, Count, SignedBytes};
use egui::Ui;

use super::super::Scene;
use super::super::operations::show_all_like;
use super::calls;
use super::parts::{self, Entry, duration, entry, fact, fact_link, heading};
use crate::command::{Command, Commands};
use crate::selection::Entity;
use crate::theme::{self, Type};
use crate::widgets::{bar, text};
use crate::wording;

/// How many parts, functions and requests are listed.
const MOST: usize = 8;

/// How it ended, what it is a part of, and what it tells of itself.
pub(super) fn facts(ui: &mut Ui, scene: Scene<'_>, span: AsyncSpanIndex, commands: &mut Commands) {
    let recording = &scene.opened.recording;
    let spans = &recording.async_spans;
    let kind = recording.text(spans.kind[span]);
    if fact_link(ui, "Kind", kind, "All operations of this name") {
        show_all_like(scene, span, commands);
    }
    let outcome = spans.outcome[span].key();
    if !outcome.is_empty() {
        fact(ui, "Ended", outcome, "");
    }
    let it = spans.facts_of(span);
    if let Some(status) = it.status {
        fact(ui, "Status", &status.to_string(), "");
    }
    if let Some(bytes) = it.bytes {
        fact(ui, "Answer", &Bytes(bytes).to_string(), "");
    }
    let tokens = theme::tokens(ui);
    for (said, color) in
        [(it.error, tokens.error), (it.message, tokens.error), (it.attrs, tokens.text2)]
    {
        if let Some(said) = said {
            parts::line(ui, Type::CodeCaption, color, recording.text(said));
        }
    }
}

/// What happened in it.
pub(super) fn show(ui: &mut Ui, scene: Scene<'_>, span: AsyncSpanIndex, commands: &mut Commands) {
    let details = scene.opened.answers.recorded.operation.value();
    let Some(details) = details.filter(|it| it.operation == span) else { return };
    times(ui, scene, details);
    family(ui, scene, details, commands);
    inside(ui, scene, details, commands);
}

fn times(ui: &mut Ui, scene: Scene<'_>, details: &OperationDetails) {
    let tokens = theme::tokens(ui);
    let whole = scene.opened.recording.async_spans.duration[details.operation];
    heading(ui, "Where its time went", &format!("of {}", duration(whole)));
    if let Some(it) = details.running {
        let shares = [
            (it.running, tokens.graph, "Ran"),
            (it.queued, tokens.warn, "Queued, at most"),
            (it.waiting, tokens.waiting.fill, "Waited"),
        ];
        let bars: Vec<_> =
            shares.iter().map(|it| (wording::fraction(it.0.0, whole.0), it.1)).collect();
        bar::stacked(ui, "Where its time went", &bars);
        ui.add_space(4.0);
        for (time, _, name) in shares {
            fact(ui, name, &duration(time), &wording::share(time.0, whole.0));
        }
    } else {
        let why = "Without CPU samples nothing tells how much of it ran.";
        text::paragraph(ui, Type::Table, tokens.text2, why);
    }
    if 0 < details.n_children {
        fact(ui, "In none of its parts", &duration(details.own), "");
    }
}

fn family(ui: &mut Ui, scene: Scene<'_>, details: &OperationDetails, commands: &mut Commands) {
    let recording = &scene.opened.recording;
    let spans = &recording.async_spans;
    let tokens = theme::tokens(ui);
    let row = |ui: &mut Ui, span: AsyncSpanIndex, commands: &mut Commands| {
        let took = duration(spans.duration[span]);
        let failed = spans.outcome[span].is_failure();
        let it = Entry {
            fill: if failed { tokens.error } else { tokens.waiting.fill },
            name: recording.text(spans.name[span]),
            is_code: true,
            value: &took,
            share: "",
            hint: "",
            is_link: true,
        };
        if entry(ui, it).clicked() {
            commands.push(Command::Select(Some(Entity::AsyncSpan(span))));
            calls::show_around(scene, &spans.range(span), commands);
        }
    };
    if !details.ancestors.is_empty() {
        heading(ui, "Part of", "");
        for &span in details.ancestors.iter().take(MOST) {
            ui.push_id(("ancestor", span), |ui| row(ui, span, commands));
        }
    }
    if 0 < details.n_children {
        heading(ui, "Its parts", &Count(details.n_children as u64).to_string());
        waterfall(ui, scene, details);
        for &span in details.children.iter().take(MOST) {
            ui.push_id(("child", span), |ui| row(ui, span, commands));
        }
    }
}

/// The parts on the axis of the operation, a line each.
fn waterfall(ui: &mut Ui, scene: Scene<'_>, details: &OperationDetails) {
    const LINE: f32 = 5.0;
    let spans = &scene.opened.recording.async_spans;
    let whole = spans.range(details.operation);
    let shown = details.children.len().min(12);
    #[expect(clippy::cast_precision_loss, reason = "a dozen lines")]
    let height = shown as f32 * LINE + 4.0;
    let size = egui::vec2(ui.available_width(), height);
    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    let tokens = theme::tokens(ui);
    ui.painter().rect_filled(rect, 0.0, tokens.bg0);
    let place = |time| super::super::operations::place_of(&whole, time);
    for (number, &child) in details.children.iter().take(shown).enumerate() {
        let range = spans.range(child);
        let x = |share: f32| rect.left() + share * rect.width();
        let (left, right) = (x(place(range.start)), x(place(range.end)));
        #[expect(clippy::cast_precision_loss, reason = "a dozen lines")]
        let top = rect.top() + 2.0 + number as f32 * LINE;
        let line =
            egui::Rect::from_x_y_ranges(left..=right.max(left + 1.0), top..=top + LINE - 2.0);
        let failed = spans.outcome[child].is_failure();
        let fill = if failed { tokens.error } else { tokens.accent };
        ui.painter().rect_filled(line, 0.0, fill);
    }
    ui.add_space(4.0);
}

fn inside(ui: &mut Ui, scene: Scene<'_>, details: &OperationDetails, commands: &mut Commands) {
    let recording = &scene.opened.recording;
    let tokens = theme::tokens(ui);
    heading(ui, "On its thread meanwhile", "");
    if let Some(cpu) = &details.cpu {
        fact(ui, "Busy", &duration(cpu.busy), &format!("{} samples", Count(cpu.n_samples)));
    }
    if 0 < details.gc.count {
        let said = format!("{} in {}", duration(details.gc.total), Count(details.gc.count));
        fact(ui, "Garbage collections", &said, "");
    }
    if let Some(delay) = details.loop_delay {
        fact(ui, "Event loop late, at most", &duration(delay.max), "");
    }
    if let Some(memory) = &details.memory {
        for field in [MemoryField::HeapUsed, MemoryField::Rss] {
            if let Some(delta) = memory.delta(field) {
                fact(ui, field.name(), &SignedBytes(delta).to_string(), "");
            }
        }
    }
    let requests = &details.requests;
    if 0 < requests.n_own + requests.n_in_time {
        let said =
            format!("{} of {}", Count(requests.n_own as u64), Count(requests.n_in_time as u64));
        fact(ui, "Requests that it sent", &said, "");
    }
    for &request in requests.own.iter().take(MOST) {
        let row = recording.requests.get(request);
        let took = row.duration.nanos().map_or_else(|| "–".to_owned(), |it| it.to_string());
        let (status, _) = super::super::requests::status(tokens, row);
        let it = Entry {
            fill: super::super::requests::kind_color(tokens, row.kind),
            name: recording.text(row.url),
            is_code: true,
            value: &took,
            share: &status,
            hint: recording.text(row.url),
            is_link: true,
        };
        if ui.push_id(("request", request), |ui| entry(ui, it).clicked()).inner {
            commands.push(Command::Select(Some(Entity::Request(request))));
        }
    }
    let Some(cpu) = &details.cpu else { return };
    for it in cpu.functions.iter().take(MOST) {
        let own = duration(asyncscope_core::units::Nanos(it.own));
        let row = Entry {
            fill: tokens.category(recording.frames.category(it.frame)).fill,
            name: recording.frame_name(it.frame),
            is_code: true,
            value: &own,
            share: &wording::share(it.own, cpu.busy.0),
            hint: &recording.frame_place(it.frame),
            is_link: true,
        };
        let clicked = ui.push_id(("function", it.frame), |ui| entry(ui, row).clicked()).inner;
        if clicked {
            commands.push(Command::Select(Some(Entity::Function(it.frame))));
        }
    }
}
