//! Asynchronous operations: how many, how long, how many at once; and the instances of one kind.

mod group;
mod list;

pub(super) use group::show_all_like;

use asyncscope_core::units::Nanos;
use egui::{Align as EguiAlign, Layout, Ui, vec2};

use super::parts::{nothing, thread_picker, toolbar};
use super::table_parts::{filter_error, filter_field, has_words, write_buttons};
use super::{Scene, View};
use crate::answers::AnswerState;
use crate::command::{Command, Commands};
use crate::export::ExportWhat;
use crate::questions::recorded::operations::PARTS;
use crate::selection::Entity;
use crate::theme::{self, Tokens, Type, size};
use crate::widgets::areas::{Areas, Layer, areas, legend};
use crate::widgets::button::Button;
use crate::widgets::text;
use crate::wording;

/// The columns of the list, by number.
pub mod columns {
    /// Their name.
    pub const NAME: usize = 0;
    /// Their kind.
    pub const KIND: usize = 1;
    /// Their number.
    pub const COUNT: usize = 2;
    /// How many failed.
    pub const FAILED: usize = 3;
    /// How many never ended.
    pub const UNFINISHED: usize = 4;
    /// The mean.
    pub const AVG: usize = 5;
    /// How long half of them took at most.
    pub const P50: usize = 6;
    /// How long 95 in 100 of them took at most.
    pub const P95: usize = 7;
    /// How long 99 in 100 of them took at most.
    pub const P99: usize = 8;
    /// The longest.
    pub const MAX: usize = 9;
    /// All of them together.
    pub const TOTAL: usize = 10;
    /// Time in no part of theirs.
    pub const OWN: usize = 11;
    /// The most at once.
    pub const AT_ONCE: usize = 12;
}

/// The columns of instances, by number.
pub mod instances {
    /// When it began.
    pub const START: usize = 0;
    /// How long it took.
    pub const DURATION: usize = 1;
    /// How long it ran.
    pub const RUNNING: usize = 2;
    /// How long it may have been queued.
    pub const QUEUED: usize = 3;
    /// How it ended.
    pub const OUTCOME: usize = 4;
    /// What it tells of itself.
    pub const WHAT: usize = 5;
}

/// Height of the chart of concurrency.
const CONCURRENCY: f32 = 64.0;
/// Room of the chart with its heading and legend.
const BELOW: f32 = CONCURRENCY + 52.0;
/// Less room than this shows no chart.
const ENOUGH: f32 = 420.0;

/// What the view remembers for itself.
#[derive(Debug, Default)]
pub struct OperationsMemory {
    /// What was last brought into view.
    revealed: Option<Entity>,
}

/// Shows the view.
pub fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    memory: &mut super::ViewMemory,
    commands: &mut Commands,
) {
    tools(ui, scene, commands);
    let list = match scene.opened.answers.recorded.operations.state() {
        AnswerState::Ready(list) | AnswerState::Working(Some(list)) => list,
        AnswerState::Failed(why) => return nothing(ui, why, |_| {}),
        AnswerState::Absent | AnswerState::Working(None) => return,
    };
    if list.rows.is_empty() {
        return none(ui, scene, commands);
    }
    let whole = ui.available_height();
    let below = if whole < ENOUGH { 0.0 } else { BELOW };
    let rows = as_points(list.rows.len()) * size::table_row(ui) + size::TABLE_HEAD + 4.0;
    let above = rows.min((whole - below) * 0.42).max(80.0);
    let middle = (whole - below - above).max(0.0);
    let width = ui.available_width();
    ui.allocate_ui(vec2(width, above), |ui| list::show(ui, scene, list, commands));
    ui.allocate_ui(vec2(width, middle), |ui| {
        group::show(ui, scene, &mut memory.operations, commands);
    });
    if below > 0.0 {
        at_once(ui, scene, commands);
    }
}

fn tools(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let filter = &scene.opened.recorded.operations.filter;
    toolbar(ui, |ui| {
        let width = ui.available_width();
        let about = (View::Operations, "Filter operations", "Names, split by commas");
        filter_field(ui, scene, about, (filter, 280.0), commands);
        thread_picker(ui, scene, true, commands);
        ui.with_layout(Layout::right_to_left(EguiAlign::Center), |ui| {
            let with_words = has_words(width + 200.0);
            write_buttons(ui, scene, (ExportWhat::Table("operations"), with_words), commands);
        });
    });
    filter_error(ui, filter);
}

fn none(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let filter = scene.opened.recorded.operations.filter.text.trim();
    if !filter.is_empty() {
        let why = format!("No operation matches “{filter}”.");
        return super::table_parts::nothing_matches(ui, &why, View::Operations, commands);
    }
    if scene.opened.recording.async_spans.is_empty() {
        let why = "This recording has no operations. Run a program with `asyncscope record` to \
                   see its requests and what it names itself; `performance.measure` and \
                   `console.time` count as well.";
        return nothing(ui, why, |_| {});
    }
    nothing(ui, "No operation went on within this selection.", |ui| {
        if ui.add(Button::new("Show everything")).clicked() {
            commands.push(Command::SelectRange(None));
            commands.push(Command::SelectThreads(None));
        }
    });
}

/// How many went on at once, over time.
fn at_once(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let Some(found) = scene.opened.answers.recorded.concurrency.value() else { return };
    let (recording, tokens) = (&scene.opened.recording, theme::tokens(ui));
    let layers: Vec<Layer> = found
        .series
        .iter()
        .enumerate()
        .map(|(number, series)| Layer {
            name: series.key.map_or("others", |it| recording.text(it.0)).to_owned(),
            color: color(tokens, number, series.key.is_none()),
            values: (0..PARTS).map(|part| found.mean(series, part)).collect(),
        })
        .collect();
    let most = found.peaks.iter().max().copied().unwrap_or(0);
    framed(ui, |ui| {
        ui.horizontal(|ui| {
            text::fixed(ui, Type::TableStrong, tokens.text, "At once");
            let said = format!("at most {most}, average of each column");
            text::label(ui, Type::Table, tokens.text2, &said);
            let entries: Vec<_> = layers.iter().map(|it| (it.color, it.name.clone())).collect();
            legend(ui, &entries);
        });
        let about = Areas {
            name: "Operations at once",
            height: CONCURRENCY,
            layers: &layers,
            line: None,
            say: &|value| format!("{value:.1}"),
            words: &moments(&found.range),
            ticks: &[],
            flags: &[],
            marked: None,
            chosen: None,
        };
        let events = areas(ui, &about);
        if let Some(range) = events.dragged.map(|it| part_of(&found.range, it)) {
            commands.push(Command::SelectRange(Some(range)));
        }
        if let Some(at) = events.hovered {
            let part = column_at(at);
            let mut said = wording::moment(time_at(&found.range, at), Nanos::from_micros(100));
            for layer in layers.iter().filter(|it| 0.005 < it.values[part]) {
                said += &format!("\n{}: {:.2}", layer.name, layer.values[part]);
            }
            events.response.on_hover_text_at_pointer(said);
        }
    });
}

/// The padding of the view around `contents`.
fn framed(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    let margin = egui::Margin { left: 12, right: 12, top: 4, bottom: 4 };
    egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing = vec2(8.0, 2.0);
        contents(ui);
    });
}

/// The colours of things that stand beside each other, the largest first.
pub(super) fn color(tokens: &Tokens, number: usize, is_rest: bool) -> egui::Color32 {
    use asyncscope_core::model::Category;
    const ORDER: [Category; 8] = [
        Category::Dependency,
        Category::Application,
        Category::NodeInternals,
        Category::Compile,
        Category::Native,
        Category::StyleLayout,
        Category::Paint,
        Category::Parse,
    ];
    if is_rest {
        return tokens.waiting.fill;
    }
    tokens.category(ORDER[number % ORDER.len()]).fill
}

/// Words below an axis of time.
pub(super) fn moments(range: &asyncscope_core::units::TimeRange) -> Vec<(f32, String)> {
    let length = range.end.since(range.start);
    let at = |share: f32| (share, wording::moment(time_at(range, share), Nanos(length.0 / 100)));
    [0.0, 1.0, 0.5, 0.25, 0.75].map(at).to_vec()
}

/// The moment at a place of an axis.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place on the screen"
)]
pub(super) fn time_at(range: &asyncscope_core::units::TimeRange, share: f32) -> Nanos {
    let length = range.end.since(range.start).0 as f64;
    range.start + Nanos((length * f64::from(share)).round() as u64)
}

/// The time between two places of an axis.
pub(super) fn part_of(
    range: &asyncscope_core::units::TimeRange,
    (from, to): (f32, f32),
) -> asyncscope_core::units::TimeRange {
    time_at(range, from)..time_at(range, to)
}

/// The place of a moment on an axis, from 0 to 1.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a place on the screen"
)]
pub(super) fn place_of(range: &asyncscope_core::units::TimeRange, time: Nanos) -> f32 {
    let length = range.end.since(range.start).0.max(1) as f64;
    ((time.since(range.start).0 as f64 / length) as f32).clamp(0.0, 1.0)
}

/// The column of a chart at a place of its axis.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a column of a chart"
)]
pub(super) fn column_at(share: f32) -> usize {
    ((share * PARTS as f32) as usize).min(PARTS - 1)
}

#[expect(clippy::cast_precision_loss, reason = "rows beyond the screen are cut anyway")]
fn as_points(rows: usize) -> f32 {
    rows as f32
}
