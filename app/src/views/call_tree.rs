//! The call tree: who calls whom, and what it costs.

mod keys;
mod tools;

use asyncscope_core::analysis::{CallNodeIndex, TreeShape};
use asyncscope_core::units::Count;
use egui::{Id, Ui};

use super::frame_menu::{FrameMenu, FrameTarget};
use super::parts::nothing;
use super::table_parts::{filter_error, footer, nothing_matches};
use super::weights::{
    bar_width, counts, hide_what_has_no_room, paint_place, paint_weight, weights, words,
};
use super::{Scene, View, stack_bar};
use crate::answers::AnswerState;
use crate::command::Commands;
use crate::questions::tree::{TreeRow, TreeRows, TreeStep};
use crate::theme::{Type, icons, size};
use crate::widgets::table::{Column, Row, Table, Width, table};
use crate::wording;

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
    /// Let it grow another way, or change what its lines are.
    Shape(TreeShape),
    /// Select a node.
    Select(CallNodeIndex),
    /// Open or close something.
    Step(TreeStep),
}

/// What the view remembers for itself.
#[derive(Debug, Default)]
pub struct TreeMemory {
    menu: FrameMenu,
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
    tools::tools(ui, scene, commands);
    filter_error(ui, &scene.opened.tree.filter);
    stack_bar::show_table(ui, scene, commands);
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
    memory.tree.menu.show(ui, scene, commands);
}

fn none(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let filter = &scene.opened.tree.filter;
    if filter.is_empty() {
        return stack_bar::nothing_left(ui, scene.opened, commands);
    }
    let why = format!("No stack has a function that matches “{}”.", filter.text.trim());
    nothing_matches(ui, &why, View::CallTree, commands);
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

/// Room that names need, in points.
const NAMES: f32 = 180.0;
/// Narrower tables leave places and bars out.
const NARROW: f32 = 560.0;

fn heads((total_bar, own_bar): Bars, room: f32) -> [Column; 5] {
    let mut heads = [
        weights("Total", TOTAL_HINT, total_bar),
        weights("Self", OWN_HINT, own_bar),
        counts("Samples", "Samples that run through here"),
        words("Function", "Its name, below what calls it", 0.64),
        words("Location", "Where its code begins", 0.36),
    ];
    if room < NARROW {
        heads[columns::PLACE].width = Width::Hidden;
    }
    // What rows are sorted by has a bar, and stays.
    let other = if total_bar.is_some() { columns::OWN } else { columns::TOTAL };
    hide_what_has_no_room(&mut heads, &[columns::SAMPLES, other], room - NAMES);
    heads
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
    let columns = heads(bars, ui.available_width());
    let about = Table {
        id: Id::unique("call tree"),
        name: "Call tree",
        columns: &columns,
        n_rows: rows.rows.len(),
        selected,
        until: None,
        marked: None,
        sort: Some(tree.sort),
        reveal: selected.filter(|_| moved),
    };
    let recording = &scene.opened.recording;
    let name_of = |row: usize| {
        let it = &rows.rows[row];
        let (own, total) = (rows.unit.show(it.own), rows.unit.show(it.total));
        let level = it.depth + 1;
        let from = it.caller.map(|it| format!(" from {}", recording.frame_name(it)));
        let (label, from) = (it.key.label(recording), from.unwrap_or_default());
        format!("{label}{from}, level {level}, total {total}, self {own}")
    };
    let step = indent_step(rows.max_depth, ui.available_width());
    let mut toggled = None;
    let paint = |row: &Row<'_>| {
        if paint_row(row, scene, rows, step, bars) {
            toggled = Some(row.row);
        }
    };
    let events = table(ui, &about, name_of, paint);
    if let Some((row, at)) = events.context
        && let Some(target) = target(scene, rows, row)
    {
        memory.menu.open_at(at, target);
    }
    keys::take(scene, rows, &events, commands);
    if let Some(row) = toggled.and_then(|it| rows.rows.get(it)) {
        commands.push(keys::set(row, !row.is_open));
    }
}

/// What the menu of a row is about.
fn target(scene: Scene<'_>, rows: &TreeRows, row: usize) -> Option<FrameTarget> {
    let frame = rows.rows.get(row)?.frame?;
    let path = scene.opened.tree.has_stacks().then(|| rows.path(row));
    Some(FrameTarget { frame, path: path.unwrap_or_default() })
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
    if it.frame.is_some() {
        paint_function(row, scene, it, left);
    } else {
        let label = it.key.label(recording);
        row.words(columns::NAME, left + 16.0, Type::Table, tokens.text, label);
    }
    is_toggled
}

/// Paints the name and the place of a function: fainter where the filter looks for another.
fn paint_function(row: &Row<'_>, scene: Scene<'_>, it: &TreeRow, left: f32) {
    let Some(frame) = it.frame else { return };
    let recording = &scene.opened.recording;
    let tokens = row.tokens();
    let color = scene.opened.color_of(frame, scene.look, tokens);
    row.square(columns::NAME, left + 16.0, color.fill);
    let is_selected = scene.opened.selection.function() == Some(frame);
    let kind = if is_selected { Type::CodeStrong } else { Type::Code };
    let color = match (is_selected && !row.is_selected, it.is_match) {
        (true, _) => tokens.accent,
        (false, true) => tokens.text,
        (false, false) => tokens.text2,
    };
    let name = recording.frame_name(frame);
    let right = row.words(columns::NAME, left + 34.0, kind, color, name);
    if let Some(caller) = it.caller {
        let from = format!("from {}", recording.frame_name(caller));
        let left = right + 10.0 - row.cell(columns::NAME).left();
        row.words(columns::NAME, left, Type::Table, tokens.text2, &from);
    }
    paint_place(row, columns::PLACE, &recording.frame_place(frame));
}

fn totals(ui: &mut Ui, rows: &TreeRows) {
    let cut = if rows.is_cut { ", the first of more" } else { "" };
    let matches = rows.n_matches.map(|(functions, places)| {
        let functions = wording::counted(usize::try_from(functions).unwrap_or(0), "function");
        let places = wording::counted(usize::try_from(places).unwrap_or(0), "stack");
        format!(" · {functions} match, in {places}")
    });
    let shown = wording::counted(rows.rows.len(), "row");
    let said = format!("{shown}{cut}{}", matches.unwrap_or_default());
    let keys = "← → open and close · H hot path · * open all below · Enter source";
    footer(ui, &said, &format!("{} sampled · {keys}", rows.unit.show(rows.sum)));
}
