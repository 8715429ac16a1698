//! The call tree: who calls whom, and what it costs.

use asyncscope_core::analysis::{CallNodeIndex, Direction};
use asyncscope_core::units::Count;
use egui::{Align as EguiAlign, Id, Key, Layout, Modifiers, Ui};

use super::parts::{export_buttons, nothing, thread_picker, toolbar};
use super::weights::{bar_width, counts, paint_place, paint_weight, weights, words};
use super::{Scene, View};
use crate::answers::AnswerState;
use crate::command::{Command, Commands};
use crate::export::ExportWhat;
use crate::questions::tree::{TreeRow, TreeRows, TreeStep};
use crate::selection::Entity;
use crate::theme::{self, Type, icons, size};
use crate::widgets::button::Button;
use crate::widgets::field::{Field, field};
use crate::widgets::segments::segments;
use crate::widgets::table::{Column, Row, Table, TableEvents, table};
use crate::widgets::text;

/// The columns, by number.
pub mod columns {
    /// Total weight.
    pub const TOTAL: usize = 0;
    /// Self weight.
    pub const OWN: usize = 1;
    /// Number of samples.
    pub const SAMPLES: usize = 2;
    /// Its name, indented.
    pub const NAME: usize = 3;
    /// Where it stands.
    pub const PLACE: usize = 4;
}

/// A change of what the call tree shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TreeCommand {
    /// Let it grow from callers to callees, or the other way round.
    Grow(Direction),
    /// Select a node.
    Select(CallNodeIndex),
    /// Open or close something.
    Step(TreeStep),
}

/// What the view remembers for itself.
#[derive(Debug, Default)]
pub struct TreeMemory {
    /// The change of the rows after which the selected row was last brought into view.
    revealed: Option<u64>,
}

/// Shows the tree.
pub fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    memory: &mut super::ViewMemory,
    commands: &mut Commands,
) {
    tools(ui, scene, commands);
    let rows = match scene.opened.answers.tree_rows.state() {
        AnswerState::Ready(rows) | AnswerState::Working(Some(rows)) => rows,
        AnswerState::Failed(why) => return nothing(ui, why, |_| {}),
        AnswerState::Absent | AnswerState::Working(None) => return,
    };
    if rows.rows.is_empty() {
        return none(ui, scene, commands);
    }
    let height = (ui.available_height() - size::TOTALS).max(0.0);
    let room = egui::vec2(ui.available_width(), height);
    ui.allocate_ui(room, |ui| show_rows(ui, scene, rows, &mut memory.tree, commands));
    totals(ui, rows);
}

fn tools(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let tree = &scene.opened.tree;
    toolbar(ui, |ui| {
        let choices = [
            ("Top-down", "From callers to what they call"),
            ("Bottom-up", "From what ran to who called it"),
        ];
        let directions = [Direction::TopDown, Direction::BottomUp];
        let active = usize::from(tree.direction == Direction::BottomUp);
        if let Some(chosen) = segments(ui, &choices, active) {
            commands.push(Command::Tree(TreeCommand::Grow(directions[chosen])));
        }
        let mut filter = tree.filter.clone();
        let about = Field {
            id: Id::unique("filter call tree"),
            name: "Filter call tree",
            hint: "Only stacks with…",
            icon: icons::FUNNEL_SIMPLE,
            width: 200.0,
            takes_focus: scene.wants_find,
        };
        if field(ui, &about, &mut filter).changed() {
            commands.push(Command::Filter(View::CallTree, filter));
        }
        if scene.wants_find {
            commands.push(Command::FindTaken);
        }
        thread_picker(ui, scene, true, commands);
        let hot = ui.add(Button::new("Hot path").icon(icons::FLAME));
        if hot.on_hover_text("Follow the heaviest callee until it forks (H)").clicked() {
            let step = TreeStep::HotPath(tree.selected);
            commands.push(Command::Tree(TreeCommand::Step(step)));
        }
        ui.with_layout(Layout::right_to_left(EguiAlign::Center), |ui| {
            export_buttons(ui, scene, ExportWhat::Table("call-tree"), commands);
        });
    });
}

fn none(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let filter = scene.opened.tree.filter.trim();
    if filter.is_empty() {
        nothing(ui, "Nothing was sampled here: no CPU profile covers this selection.", |ui| {
            if ui.add(Button::new("Show everything")).clicked() {
                commands.push(Command::SelectRange(None));
                commands.push(Command::SelectThreads(None));
            }
        });
        return;
    }
    nothing(ui, &format!("No stack has a function that matches “{filter}”."), |ui| {
        if ui.add(Button::new("Clear the filter")).clicked() {
            commands.push(Command::Filter(View::CallTree, String::new()));
        }
    });
}

const TOTAL_HINT: &str = "Weight of the samples that run through here; shares are of all samples";
const OWN_HINT: &str = "Weight of the samples that end here; shares are of all samples";

/// Widths of the bars of total and of self: only the weight that rows are sorted by has one.
type Bars = (Option<f32>, Option<f32>);

fn bars(scene: Scene<'_>, wide: bool) -> Bars {
    let bar = Some(bar_width(wide));
    let by_own = scene.opened.tree.sort.column == columns::OWN;
    if by_own { (None, bar) } else { (bar, None) }
}

fn heads((total_bar, own_bar): Bars) -> [Column; 5] {
    [
        weights("Total", TOTAL_HINT, total_bar),
        weights("Self", OWN_HINT, own_bar),
        counts("Samples", "Samples that run through here"),
        words("Function", "Its name, below what calls it", 0.64),
        words("Location", "Where its code begins", 0.36),
    ]
}

fn show_rows(
    ui: &mut Ui,
    scene: Scene<'_>,
    rows: &TreeRows,
    memory: &mut TreeMemory,
    commands: &mut Commands,
) {
    let tree = &scene.opened.tree;
    let selected = tree.selected.and_then(|it| rows.row_of(it));
    let moved = rows.moved.is_some() && memory.revealed != Some(rows.version);
    if selected.is_some() {
        memory.revealed = Some(rows.version);
    }
    let wide = ui.available_width() > 1180.0;
    let bars = bars(scene, wide);
    let columns = heads(bars);
    let about = Table {
        id: Id::unique("call tree"),
        name: "Call tree",
        columns: &columns,
        n_rows: rows.rows.len(),
        selected,
        marked: None,
        sort: Some(tree.sort),
        reveal: selected.filter(|_| moved),
    };
    let recording = &scene.opened.recording;
    let name_of = |row: usize| {
        let it = &rows.rows[row];
        let (own, total) = (rows.unit.show(it.own), rows.unit.show(it.total));
        let level = it.depth + 1;
        format!("{}, level {level}, total {total}, self {own}", it.key.label(recording))
    };
    let step = indent_step(rows.max_depth, ui.available_width());
    let mut toggled = None;
    let paint = |row: &Row<'_>| {
        if paint_row(row, scene, rows, step, bars) {
            toggled = Some(row.row);
        }
    };
    let events = table(ui, &about, name_of, paint);
    take(ui, scene, rows, &events, commands);
    if let Some(row) = toggled.and_then(|it| rows.rows.get(it)) {
        commands.push(set(row, !row.is_open));
    }
}

/// How far each level stands from the one above: less where the tree is deep, so that names stay
/// within their column.
#[expect(clippy::cast_precision_loss, reason = "depths of a few thousand at most matter")]
fn indent_step(max_depth: u32, width: f32) -> f32 {
    let room = (width * 0.3).max(120.0);
    (room / (max_depth.max(1) as f32)).clamp(1.0, 14.0)
}

#[expect(clippy::cast_precision_loss, reason = "as above")]
fn indent(row: &TreeRow, step: f32) -> f32 {
    (row.depth as f32 * step).min(640.0)
}

/// Paints a row; returns whether the arrow before its name was clicked.
fn paint_row(
    row: &Row<'_>,
    scene: Scene<'_>,
    rows: &TreeRows,
    step: f32,
    (total_bar, own_bar): Bars,
) -> bool {
    let recording = &scene.opened.recording;
    let it = &rows.rows[row.row];
    let tokens = row.tokens();
    paint_weight(row, columns::TOTAL, rows.unit, (it.total, rows.sum), total_bar);
    paint_weight(row, columns::OWN, rows.unit, (it.own, rows.sum), own_bar);
    row.number(columns::SAMPLES, 0.0, tokens.text2, &Count(it.samples).to_string());
    let cell = row.cell(columns::NAME);
    let left = indent(it, step).min((cell.width() - 60.0).max(0.0));
    let mut is_toggled = false;
    if it.has_children {
        let (icon, verb) =
            if it.is_open { (icons::CARET_DOWN, "Close") } else { (icons::CARET_RIGHT, "Open") };
        row.words(columns::NAME, left, Type::Table, tokens.text2, icon);
        let name = || format!("{verb} {}", it.key.label(recording));
        is_toggled = row.button(columns::NAME, left - 4.0, 20.0, name);
    }
    if let Some(frame) = it.frame {
        let color = tokens.category(recording.frames.category(frame)).fill;
        row.square(columns::NAME, left + 16.0, color);
        let is_selected = scene.opened.selection.function() == Some(frame);
        let kind = if is_selected { Type::CodeStrong } else { Type::Code };
        let color = if is_selected && !row.is_selected { tokens.accent } else { tokens.text };
        row.words(columns::NAME, left + 34.0, kind, color, recording.frame_name(frame));
        paint_place(row, columns::PLACE, &recording.frame_place(frame));
    } else {
        let label = it.key.label(recording);
        row.words(columns::NAME, left + 16.0, Type::Table, tokens.text, label);
    }
    is_toggled
}

fn take(ui: &Ui, scene: Scene<'_>, rows: &TreeRows, events: &TableEvents, commands: &mut Commands) {
    let opened = scene.opened;
    if let Some(sort) = events.sort {
        commands.push(Command::SortBy(View::CallTree, sort));
    }
    if let Some(row) = events.selected.and_then(|it| rows.rows.get(it)) {
        commands.push(Command::Tree(TreeCommand::Select(row.node)));
    }
    let hovered = events.hovered.and_then(|it| rows.rows.get(it)?.frame).map(Entity::Function);
    if hovered != opened.selection.hovered {
        commands.push(Command::Hover(hovered));
    }
    if let Some(row) = events.double_clicked.and_then(|it| rows.rows.get(it)) {
        commands.push(set(row, !row.is_open));
    }
    let at = opened.tree.selected.and_then(|it| rows.row_of(it));
    for &(modifiers, key) in &events.keys {
        press(rows, at, modifiers, key, commands);
    }
    // The star is a character, not a key: keyboards put it in different places.
    let typed = |input: &egui::InputState| {
        input.events.iter().any(|it| matches!(it, egui::Event::Text(text) if text == "*"))
    };
    if events.has_focus
        && ui.input(typed)
        && let Some(node) = opened.tree.selected
    {
        commands.push(Command::Tree(TreeCommand::Step(TreeStep::OpenAll(node))));
    }
}

fn set(row: &TreeRow, open: bool) -> Command {
    Command::Tree(TreeCommand::Step(TreeStep::Set(row.node, open)))
}

/// What a key does to the selected row.
fn press(
    rows: &TreeRows,
    at: Option<usize>,
    modifiers: Modifiers,
    key: Key,
    commands: &mut Commands,
) {
    let row = at.and_then(|it| rows.rows.get(it));
    let select = |row: Option<usize>| {
        row.and_then(|it| rows.rows.get(it)).map(|it| Command::Tree(TreeCommand::Select(it.node)))
    };
    let hot_path = || {
        let step = TreeStep::HotPath(row.map(|it| it.node));
        Some(Command::Tree(TreeCommand::Step(step)))
    };
    let command = match (key, row) {
        (Key::H, _) if modifiers.is_none() => hot_path(),
        (Key::ArrowRight, _) if modifiers.shift => hot_path(),
        (Key::ArrowRight, Some(row)) if row.is_open => select(at.map(|it| it + 1)),
        (Key::ArrowRight, Some(row)) if row.has_children => Some(set(row, true)),
        (Key::ArrowLeft, Some(row)) if row.is_open => Some(set(row, false)),
        (Key::ArrowLeft, Some(_)) => select(at.and_then(|it| rows.parent(it))),
        (Key::Enter | Key::Space, Some(row)) if row.has_children => Some(set(row, !row.is_open)),
        _ => None,
    };
    if let Some(command) = command {
        commands.push(command);
    }
}

fn totals(ui: &mut Ui, rows: &TreeRows) {
    let tokens = theme::tokens(ui);
    let size = egui::vec2(ui.available_width(), size::TOTALS);
    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    let painter = ui.painter();
    painter.rect_filled(rect, 0.0, tokens.bg1);
    painter.hline(rect.x_range(), rect.top() + 0.5, egui::Stroke::new(1.0, tokens.line));
    let cells = rect.shrink2(egui::vec2(size::CELL + 4.0, 0.0));
    let cut = if rows.is_cut { ", the first of more" } else { "" };
    let count = format!("{} rows{cut}", Count(rows.rows.len() as u64));
    let count = text::line(painter, Type::Table, tokens.text2, &count, f32::INFINITY);
    text::paint_left(painter, cells, cells.left(), count);
    let keys = "← → open and close · H hot path · * open all below";
    let note = format!("{} sampled · {keys}", rows.unit.show(rows.sum));
    let note = text::line(painter, Type::Table, tokens.text2, &note, cells.width() - 180.0);
    text::paint_right(painter, cells, cells.right(), note);
}
