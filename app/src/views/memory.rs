//! Memory of a process over time: what makes it up, how fast it grows, what collections free.

mod facts;

use asyncscope_core::analysis::{MemoryField, MemoryPoint};
use asyncscope_core::model::{Category, MemoryUse, SnapshotIndex};
use asyncscope_core::units::{Bytes, Nanos, SignedBytes};
use egui::{Popup, Ui};

use super::operations::{column_at, moments, part_of, place_of, time_at};
use super::parts::{nothing, toolbar};
use super::table_parts::{choice, write_buttons};
use super::{Scene, View, snapshot_flags};
use crate::answers::AnswerState;
use crate::command::{Command, Commands};
use crate::export::ExportWhat;
use crate::questions::recorded::memory::{MemoryPage, PARTS};
use crate::recorded::RecordedCommand;
use crate::theme::{self, Tokens, icons};
use crate::widgets::areas::{Areas, Layer, areas, legend};
use crate::widgets::button::Button;
use crate::widgets::menu_look;
use crate::wording;

/// Longer pauses than this are as high as this.
const LONGEST_PAUSE: Nanos = Nanos::from_millis(100);

/// Shows the view.
pub fn show(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let page = match scene.opened.answers.recorded.memory.state() {
        AnswerState::Ready(page) | AnswerState::Working(Some(page)) => page,
        AnswerState::Failed(why) => return nothing(ui, why, |_| {}),
        AnswerState::Absent | AnswerState::Working(None) => return,
    };
    tools(ui, scene, page, commands);
    if page.process.is_none() {
        let why = "This recording tells nothing of memory. `asyncscope record` measures it four \
                   times a second.";
        return nothing(ui, why, |_| {});
    }
    egui::ScrollArea::vertical().id_salt("memory").auto_shrink(false).show(ui, |ui| {
        let margin = egui::Margin { left: 12, right: 12, top: 8, bottom: 12 };
        egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = egui::vec2(8.0, 6.0);
            let height = (ui.available_height() * 0.46).clamp(140.0, 360.0);
            chart(ui, scene, page, height, commands);
            facts::show(ui, scene, page, commands);
        });
    });
}

fn tools(ui: &mut Ui, scene: Scene<'_>, page: &MemoryPage, commands: &mut Commands) {
    toolbar(ui, |ui| {
        let recording = &scene.opened.recording;
        let name = |it| {
            let pid = recording.processes.pid[it];
            let name = recording.processes.name[it].map_or("Process", |it| recording.text(it));
            format!("{name} · {pid}")
        };
        if let Some(process) = page.process.filter(|_| 1 < page.processes.len()) {
            let response = ui.add(Button::new(&name(process)).icon(icons::CPU));
            Popup::menu(&response).show(|ui| {
                menu_look(ui, 260.0);
                for &it in &page.processes {
                    if choice(ui, egui::Role::MenuItemRadio, &name(it), it == process) {
                        commands.push(Command::Recorded(RecordedCommand::Process(it)));
                    }
                }
            });
        }
        let tokens = theme::tokens(ui);
        let hint = if page.snapshots.is_empty() {
            "Drag over the chart to select a time for all views"
        } else {
            "Drag to select a time for all views; click a flag to open its heap snapshot, Ctrl+click \
             two to compare them"
        };
        crate::widgets::text::label(ui, theme::Type::Table, tokens.text2, hint);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            write_buttons(ui, scene, (ExportWhat::Table("memory"), false), commands);
        });
    });
}

/// What memory is made of, the lowest first: name, colour and bytes.
pub(super) fn parts(
    tokens: &Tokens,
    point: &MemoryPoint,
) -> [(&'static str, egui::Color32, u64); 5] {
    let get = |field: MemoryField| field.of(&point.memory).unwrap_or(0);
    let used = get(MemoryField::HeapUsed);
    let free = get(MemoryField::HeapTotal).saturating_sub(used);
    let buffers = get(MemoryField::ArrayBuffers);
    let external = get(MemoryField::External).saturating_sub(buffers);
    let rest = point.rest().map_or(0, |it| u64::try_from(it).unwrap_or(0));
    let color = |it: Category| tokens.category(it).fill;
    [
        ("heap in use", color(Category::Dependency), used),
        ("heap set aside", color(Category::Parse).gamma_multiply(0.45), free),
        ("external", color(Category::Native), external),
        ("array buffers", color(Category::Compile), buffers),
        ("unexplained rest", color(Category::Program), rest),
    ]
}

fn chart(ui: &mut Ui, scene: Scene<'_>, page: &MemoryPage, height: f32, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let (layers, rss) = (layers(tokens, page), resident(tokens, page));
    let mut entries: Vec<_> = layers.iter().map(|it| (it.color, it.name.clone())).collect();
    entries.extend(rss.iter().map(|it| (it.color, it.name.clone())));
    entries.push((tokens.gc_hatch, "garbage collection".to_owned()));
    legend(ui, &entries);
    let (recording, marked) = (&*scene.opened.recording, scene.opened.recorded.marked);
    let snapshots = &recording.snapshots;
    let place = |time| place_of(&page.shown, time);
    let flag =
        |&it: &SnapshotIndex| (place(snapshots.time[it]), snapshots.generation[it].to_string());
    let flags: Vec<(f32, String)> = page.snapshots.iter().map(flag).collect();
    let ticks: Vec<(f32, f32)> = page.gcs.iter().map(|&(part, pause)| tick(part, pause)).collect();
    let range = scene.opened.selection.range.as_ref();
    let about = Areas {
        name: "Memory over time",
        height,
        layers: &layers,
        line: rss.as_ref(),
        say: &|value| in_bytes(value),
        words: &moments(&page.shown),
        ticks: &ticks,
        flags: &flags,
        marked: page.snapshots.iter().position(|it| Some(*it) == marked),
        chosen: range.map(|it| (place(it.start), place(it.end))),
    };
    let events = areas(ui, &about);
    if let Some(part) = events.dragged {
        commands.push(Command::SelectRange(Some(part_of(&page.shown, part))));
    } else if events.response.clicked() && events.flag.is_none() && range.is_some() {
        commands.push(Command::SelectRange(None));
    }
    if let Some(snapshot) = events.flag.and_then(|it| page.snapshots.get(it)) {
        snapshot_flags::click(ui, (recording, marked), *snapshot, commands);
    }
    if let Some(snapshot) = events.near.and_then(|it| page.snapshots.get(it)) {
        events
            .response
            .on_hover_text_at_pointer(snapshot_flags::said((recording, marked), *snapshot));
    } else if let Some(at) = events.hovered {
        events.response.on_hover_text_at_pointer(reading(tokens, page, at));
    }
}

/// What memory is made of, over time; without what there is never any of.
fn layers(tokens: &Tokens, page: &MemoryPage) -> Vec<Layer> {
    let empty = MemoryPoint { time: Nanos(0), memory: MemoryUse::default() };
    let columns: Vec<_> =
        page.columns.iter().map(|it| parts(tokens, it.as_ref().unwrap_or(&empty))).collect();
    let layer = |(at, part): (usize, &(&str, egui::Color32, u64))| Layer {
        name: part.0.to_owned(),
        color: part.1,
        values: columns.iter().map(|it| as_f64(it[at].2)).collect(),
    };
    let mut layers: Vec<Layer> = parts(tokens, &empty).iter().enumerate().map(layer).collect();
    layers.retain(|it| it.values.iter().any(|it| 0.0 < *it));
    layers
}

/// What is resident, over time, if that was measured.
fn resident(tokens: &Tokens, page: &MemoryPage) -> Option<Layer> {
    let rss = |it: &Option<MemoryPoint>| it.as_ref().and_then(|it| it.memory.rss).unwrap_or(0);
    let values: Vec<f64> = page.columns.iter().map(|it| as_f64(rss(it))).collect();
    let is_measured = values.iter().any(|it| 0.0 < *it);
    is_measured.then(|| Layer { name: "resident (rss)".to_owned(), color: tokens.text, values })
}

/// A garbage collection: its place, and how high it is by its length.
#[expect(clippy::cast_precision_loss, reason = "a place on the screen")]
fn tick(part: usize, pause: Nanos) -> (f32, f32) {
    let share = wording::fraction(pause.0.min(LONGEST_PAUSE.0), LONGEST_PAUSE.0);
    ((part as f32 + 0.5) / PARTS as f32, share.sqrt() * 0.5)
}

/// All values at a place of the axis.
fn reading(tokens: &Tokens, page: &MemoryPage, at: f32) -> String {
    let mut said = wording::moment(time_at(&page.shown, at), Nanos::from_micros(100));
    let part = column_at(at);
    let Some(point) = page.columns.get(part).and_then(Option::as_ref) else {
        return said + "\nnot measured yet";
    };
    if let Some(rss) = point.memory.rss {
        said += &format!("\nresident: {}", Bytes(rss));
    }
    for (name, _, bytes) in parts(tokens, point) {
        if 0 < bytes {
            said += &format!("\n{name}: {}", Bytes(bytes));
        }
    }
    if let Some(rest) = point.rest().filter(|it| *it < 0) {
        said += &format!("\nset aside, but not resident: {}", SignedBytes(rest));
    }
    if let Ok(row) = page.gcs.binary_search_by_key(&part, |it| it.0) {
        said += &format!("\ngarbage collection: {}", page.gcs[row].1);
    }
    said
}

#[expect(clippy::cast_precision_loss, reason = "a height on the screen")]
fn as_f64(bytes: u64) -> f64 {
    bytes as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "never negative")]
fn in_bytes(value: f64) -> String {
    Bytes(value.max(0.0) as u64).to_string()
}

/// The view of tracked objects, which tell what holds memory.
pub(super) const OTHER: View = View::Tracked;
