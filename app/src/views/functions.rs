//! Every function of the selection: what it weighs, and where it stands.

use asyncscope_core::analysis::FunctionRow;
use asyncscope_core::model::FrameIndex;
use asyncscope_core::units::Count;
use egui::{Align as EguiAlign, Id, Layout, Ui};

use super::parts::{export_buttons, nothing, thread_picker, toolbar};
use super::weights::{bar_width, counts, paint_place, paint_weight, weights, words};
use super::{Scene, View};
use crate::answers::AnswerState;
use crate::command::{Command, Commands};
use crate::export::ExportWhat;
use crate::questions::functions::FunctionList;
use crate::selection::Entity;
use crate::theme::{self, Type, icons, size};
use crate::widgets::button::Button;
use crate::widgets::field::{Field, field};
use crate::widgets::table::{Column, Row, Table, table};
use crate::widgets::text;

/// The columns, by number.
pub mod columns {
    /// Self weight.
    pub const OWN: usize = 0;
    /// Total weight.
    pub const TOTAL: usize = 1;
    /// Samples with it on the stack.
    pub const SAMPLES: usize = 2;
    /// Its name.
    pub const NAME: usize = 3;
    /// Where it stands.
    pub const PLACE: usize = 4;
}

/// What the view remembers for itself.
#[derive(Debug, Default)]
pub struct FunctionsMemory {
    /// The function that was last brought into view.
    revealed: Option<FrameIndex>,
}

/// Shows the list.
pub fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    memory: &mut super::ViewMemory,
    commands: &mut Commands,
) {
    tools(ui, scene, commands);
    let answers = &scene.opened.answers;
    let list = match answers.list.state() {
        AnswerState::Ready(list) | AnswerState::Working(Some(list)) => list,
        AnswerState::Failed(why) => return nothing(ui, why, |_| {}),
        AnswerState::Absent | AnswerState::Working(None) => return,
    };
    if list.rows.is_empty() {
        return none(ui, list, commands);
    }
    let height = (ui.available_height() - size::TOTALS).max(0.0);
    let room = egui::vec2(ui.available_width(), height);
    ui.allocate_ui(room, |ui| rows(ui, scene, list, &mut memory.functions, commands));
    totals(ui, list);
}

fn tools(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let opened = scene.opened;
    toolbar(ui, |ui| {
        let mut filter = opened.functions.filter.clone();
        let about = Field {
            id: Id::unique("filter functions"),
            name: "Filter functions",
            hint: "Filter by name or script; a comma means or",
            icon: icons::FUNNEL_SIMPLE,
            width: 280.0,
            takes_focus: scene.wants_find,
        };
        if field(ui, &about, &mut filter).changed() {
            commands.push(Command::Filter(View::Functions, filter));
        }
        if scene.wants_find {
            commands.push(Command::FindTaken);
        }
        thread_picker(ui, scene, true, commands);
        ui.with_layout(Layout::right_to_left(EguiAlign::Center), |ui| {
            export_buttons(ui, scene, ExportWhat::FunctionsShown, commands);
        });
    });
}

fn none(ui: &mut Ui, list: &FunctionList, commands: &mut Commands) {
    if list.n_all == 0 {
        nothing(ui, "Nothing was sampled here: no CPU profile covers this selection.", |ui| {
            if ui.add(Button::new("Show everything")).clicked() {
                commands.push(Command::SelectRange(None));
                commands.push(Command::SelectThreads(None));
            }
        });
        return;
    }
    let why = format!("None of {} functions matches “{}”.", Count(list.n_all as u64), list.filter);
    nothing(ui, &why, |ui| {
        if ui.add(Button::new("Clear the filter")).clicked() {
            commands.push(Command::Filter(View::Functions, String::new()));
        }
    });
}

const OWN_HINT: &str = "Weight of the samples in which it ran itself; shares are of all samples";
const TOTAL_HINT: &str =
    "Weight of the samples in which it or a callee ran; shares are of all samples";

/// Widths of the bars of self and of total: only the weight that rows are sorted by has one.
type Bars = (Option<f32>, Option<f32>);

fn bars(scene: Scene<'_>, wide: bool) -> Bars {
    let bar = Some(bar_width(wide));
    let by_total = scene.opened.functions.sort.column == columns::TOTAL;
    if by_total { (None, bar) } else { (bar, None) }
}

fn heads((own_bar, total_bar): Bars) -> [Column; 5] {
    [
        weights("Self", OWN_HINT, own_bar),
        weights("Total", TOTAL_HINT, total_bar),
        counts("Samples", "Samples with it on the stack, each counted once"),
        words("Function", "Its name", 0.54),
        words("Location", "Where its code begins", 0.46),
    ]
}

fn rows(
    ui: &mut Ui,
    scene: Scene<'_>,
    list: &FunctionList,
    memory: &mut FunctionsMemory,
    commands: &mut Commands,
) {
    let opened = scene.opened;
    let recording = &opened.recording;
    let selected = opened.selection.function();
    let selected_row = selected.and_then(|it| list.row_of(it));
    let hovered = opened.selection.hovered.and_then(Entity::function);
    let is_new = selected != memory.revealed;
    memory.revealed = selected;
    let wide = ui.available_width() > 1080.0;
    let bars = bars(scene, wide);
    let columns = heads(bars);
    let about = Table {
        id: Id::unique("functions"),
        name: "Functions",
        columns: &columns,
        n_rows: list.rows.len(),
        selected: selected_row,
        marked: hovered.and_then(|it| list.row_of(it)),
        sort: Some(opened.functions.sort),
        reveal: selected_row.filter(|_| is_new),
    };
    let name_of = |row: usize| {
        let it = &list.rows[row];
        let (own, total) = (list.unit.show(it.own), list.unit.show(it.total));
        format!("{}, self {own}, total {total}", recording.frame_name(it.frame))
    };
    let paint = |row: &Row<'_>| paint_row(row, scene, list, bars);
    let events = table(ui, &about, name_of, paint);
    if let Some(sort) = events.sort {
        commands.push(Command::SortBy(View::Functions, sort));
    }
    let frame = |row: usize| Some(Entity::Function(list.rows.get(row)?.frame));
    if let Some(row) = events.selected {
        memory.revealed = list.rows.get(row).map(|it| it.frame);
        commands.push(Command::Select(frame(row)));
    }
    let hovered = events.hovered.and_then(frame);
    if hovered != opened.selection.hovered {
        commands.push(Command::Hover(hovered));
    }
    if events.double_clicked.is_some() {
        commands.push(Command::ShowView(View::CallTree));
    }
}

fn paint_row(row: &Row<'_>, scene: Scene<'_>, list: &FunctionList, (own_bar, total_bar): Bars) {
    let recording = &scene.opened.recording;
    let it: &FunctionRow = &list.rows[row.row];
    let tokens = row.tokens();
    paint_weight(row, columns::OWN, list.unit, (it.own, list.sum), own_bar);
    paint_weight(row, columns::TOTAL, list.unit, (it.total, list.sum), total_bar);
    row.number(columns::SAMPLES, 0.0, tokens.text2, &Count(it.samples).to_string());
    let color = tokens.category(recording.frames.category(it.frame)).fill;
    row.square(columns::NAME, 0.0, color);
    let name = recording.frame_name(it.frame);
    row.words(columns::NAME, 18.0, Type::Code, tokens.text, name);
    paint_place(row, columns::PLACE, &recording.frame_place(it.frame));
}

fn totals(ui: &mut Ui, list: &FunctionList) {
    let tokens = theme::tokens(ui);
    let size = egui::vec2(ui.available_width(), size::TOTALS);
    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    let painter = ui.painter();
    painter.rect_filled(rect, 0.0, tokens.bg1);
    painter.hline(rect.x_range(), rect.top() + 0.5, egui::Stroke::new(1.0, tokens.line));
    let cells = rect.shrink2(egui::vec2(size::CELL + 4.0, 0.0));
    let shown = list.rows.len();
    let count = if shown == list.n_all {
        format!("All {} functions", Count(shown as u64))
    } else {
        format!("{} of {} functions", Count(shown as u64), Count(list.n_all as u64))
    };
    let count = text::line(painter, Type::Table, tokens.text2, &count, f32::INFINITY);
    text::paint_left(painter, cells, cells.left(), count);
    let own = format!("{} self in {}", list.unit.show(list.own), list.unit.show(list.sum));
    let note = format!("{own} · total times overlap and do not add up");
    let note = text::line(painter, Type::Table, tokens.text2, &note, cells.width() - 180.0);
    text::paint_right(painter, cells, cells.right(), note);
}
