//! What happened to memory in the selected time, in figures.

use asyncscope_core::analysis::{MemoryField, compare_snapshots};
use asyncscope_core::model::SnapshotIndex;
use asyncscope_core::units::{Bytes, Count, Nanos, SignedBytes};
use egui::{Id, Ui, vec2};

use super::super::Scene;
use super::super::details::parts::{Entry, entry, fact, fact_link, heading};
use crate::command::{Command, Commands};
use crate::questions::recorded::memory::MemoryPage;
use crate::selection::Entity;
use crate::theme::{self, Type};
use crate::widgets::button::link;
use crate::widgets::text;
use crate::wording::{self, capital};

/// Narrower views have everything in one column.
const WIDE: f32 = 860.0;

/// Shows the figures.
pub(super) fn show(ui: &mut Ui, scene: Scene<'_>, page: &MemoryPage, commands: &mut Commands) {
    if ui.available_width() < WIDE {
        change(ui, scene, page);
        trends(ui, page);
        collections(ui, page);
        snapshots(ui, scene, page, commands);
        allocations(ui, scene, page, commands);
        return;
    }
    ui.columns(3, |columns| {
        let [first, second, third] = columns else { return };
        for ui in [&mut *first, &mut *second, &mut *third] {
            ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
        }
        change(first, scene, page);
        trends(first, page);
        collections(second, page);
        snapshots(second, scene, page, commands);
        allocations(third, scene, page, commands);
    });
}

/// How memory changed, and how fast.
fn change(ui: &mut Ui, scene: Scene<'_>, page: &MemoryPage) {
    let tokens = theme::tokens(ui);
    let range = scene.opened.selection.range.as_ref();
    let whole = scene.opened.recording.range();
    let length = range.unwrap_or(&whole);
    let length = length.end.since(length.start);
    let note = if range.is_some() { format!("in {length}") } else { "whole recording".to_owned() };
    heading(ui, "How it changed", &note);
    let Some(change) = &page.change else {
        text::paragraph(ui, Type::Table, tokens.text2, "Memory was not measured twice in it.");
        return;
    };
    for field in MemoryField::ALL {
        let Some(delta) = change.delta(field) else { continue };
        let slope = change.slope(field).map(per_minute);
        let value = match slope {
            Some(slope) => format!("{} · {slope} per minute", SignedBytes(delta)),
            None => SignedBytes(delta).to_string(),
        };
        fact(ui, field.name(), &value, "");
    }
    if let (Some(from), Some(to)) = (change.from.rest(), change.to.rest()) {
        fact(ui, "unexplained rest", &SignedBytes(to.saturating_sub(from)).to_string(), "");
    }
    let (operations, requests) = page.active;
    fact(ui, "Operations then", &Count(operations).to_string(), "");
    fact(ui, "Requests then", &Count(requests).to_string(), "");
}

/// Whether any part of it rises steadily, as leaks do.
fn trends(ui: &mut Ui, page: &MemoryPage) {
    let tokens = theme::tokens(ui);
    if page.told.is_empty() {
        return;
    }
    ui.add_space(6.0);
    let n_suspects = page.told.iter().filter(|it| it.is_suspect).count();
    let note = if n_suspects == 0 { "nothing rises steadily" } else { "rises steadily" };
    heading(ui, "Leak or not", note);
    for it in &page.told {
        let color = if it.is_suspect { tokens.text } else { tokens.text2 };
        text::paragraph(ui, Type::Table, color, &format!("{}.", capital(&it.sentence)));
        let sure = format!("Confidence {}: {}.", it.confidence.key(), it.reasons.join("; "));
        if it.is_suspect {
            text::paragraph(ui, Type::Table, tokens.text2, &sure);
            text::paragraph(ui, Type::Table, tokens.text2, it.growth.part.advice());
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "`as` saturates")]
fn per_minute(slope: f64) -> String {
    SignedBytes(slope.round() as i64).to_string()
}

fn collections(ui: &mut Ui, page: &MemoryPage) {
    let it = &page.totals;
    heading(ui, "Garbage collections", &Count(it.count).to_string());
    fact(ui, "Of the whole heap", &Count(it.major).to_string(), "");
    fact(ui, "Time", &it.total.to_string(), "");
    fact(ui, "Longest pause", &it.max.to_string(), "");
    let freed = match it.n_told {
        0 => "not told".to_owned(),
        told if told == it.count => Bytes(it.freed).to_string(),
        told => format!("{} by the {} that tell", Bytes(it.freed), Count(told)),
    };
    fact(ui, "Freed", &freed, "");
}

/// The snapshots, each with what grew since the one before.
fn snapshots(ui: &mut Ui, scene: Scene<'_>, page: &MemoryPage, commands: &mut Commands) {
    if page.snapshots.is_empty() {
        return;
    }
    let recording = &scene.opened.recording;
    let table = &recording.snapshots;
    ui.add_space(6.0);
    heading(ui, "Heap snapshots", "heap in use, change");
    let mut before: Option<SnapshotIndex> = None;
    for &it in &page.snapshots {
        let used = table.memory[it].heap_used.map_or("–".to_owned(), |it| Bytes(it).to_string());
        let process = recording.threads.process[table.thread[it]];
        let grew = before.and_then(|before| {
            let generations = (table.generation[before], table.generation[it]);
            compare_snapshots(recording, process, generations).ok()?.heap_used
        });
        let grew = grew.map_or_else(String::new, |it| format!(" · {}", SignedBytes(it)));
        let when = wording::moment(table.time[it], Nanos::from_millis(10));
        let what = format!("{} at {when}", table.generation[it]);
        let hint = "Open the snapshot; it lies beside the recording";
        if table.file[it].is_none() {
            fact(ui, &what, &format!("{used}{grew}"), "");
        } else if fact_link(ui, &what, &format!("{used}{grew}"), hint) {
            open_snapshot(scene, it, commands);
        }
        before = Some(it);
    }
    let file = |it: &SnapshotIndex| table.file[*it].map(|it| recording.text(it).to_owned());
    let files: Vec<String> = page.snapshots.iter().filter_map(file).collect();
    if files.len() > 1 {
        let said = format!("Find leaks in these {}", files.len());
        if link(ui, &said).on_hover_text("What grows from one snapshot to the next").clicked() {
            commands.push(Command::FindLeaksBeside(files));
        }
    }
}

/// Opens the file of a snapshot, if it has one.
pub(super) fn open_snapshot(scene: Scene<'_>, snapshot: SnapshotIndex, commands: &mut Commands) {
    let recording = &scene.opened.recording;
    if let Some(file) = recording.snapshots.file[snapshot] {
        commands.push(Command::OpenBeside(recording.text(file).to_owned()));
    }
}

/// Who allocated what is still alive.
fn allocations(ui: &mut Ui, scene: Scene<'_>, page: &MemoryPage, commands: &mut Commands) {
    let (recording, tokens) = (&scene.opened.recording, theme::tokens(ui));
    if page.allocations.is_empty() {
        heading(ui, "Sampled allocations", "");
        text::paragraph(ui, Type::Table, tokens.text2, "None were recorded.");
        return;
    }
    let note = format!("of {} still held", Bytes(page.allocated));
    heading(ui, "Sampled allocations", &note);
    for &(frame, bytes) in &page.allocations {
        let place = recording.frame_place(frame);
        let row = Entry {
            fill: tokens.category(recording.frames.category(frame)).fill,
            name: recording.frame_name(frame),
            is_code: true,
            value: &Bytes(bytes).to_string(),
            share: &wording::share(bytes, page.allocated),
            hint: &place,
            is_link: true,
        };
        let id = Id::unique(("allocation", frame));
        if ui.push_id(id, |ui| entry(ui, row).clicked()).inner {
            commands.push(Command::Select(Some(Entity::Function(frame))));
        }
    }
    if !recording.tracked.is_empty() {
        ui.add_space(6.0);
        let n = Count(recording.tracked.len() as u64).to_string();
        if fact_link(ui, "Tracked objects", &n, "Which of them stay alive") {
            commands.push(Command::ShowView(super::OTHER));
        }
    }
}
