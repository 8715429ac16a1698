//! Who calls whom on both sides.

use asyncscope_core::analysis::Direction;
use asyncscope_core::analysis::diff::{Status, Subject};
use egui::{Align as EguiAlign, Id, Key, Layout, Rect, Ui, pos2, vec2};

use super::super::parts::{nothing, toolbar};
use super::super::table_parts::{asks_for_hot_path, footer};
use super::super::weights::hide_what_has_no_room;
use super::super::{Scene, View, working};
use super::tree_columns::{AFTER, BEFORE, DELTA, NAME, OWN, SAMPLES};
use super::{DiffMemory, answer, bar, menu, words};
use crate::command::{Command, Commands};
use crate::diff::{Diff, DiffCommand};
use crate::questions::diff::tree::{TreeLine, TreeLines};
use crate::questions::diff::tree_walk::TreeWalk;
use crate::theme::{self, Type, icons, size};
use crate::widgets::segments::segments;
use crate::widgets::table::{Align, Column, Row, Table, TableEvents, Width, table};
use crate::widgets::text;
use crate::wording;

/// How far a line stands right of the one it is below.
const INDENT: f32 = 14.0;
/// Room for the triangle that opens a line.
const TRIANGLE: f32 = 16.0;
/// Lines deeper than this stand no further to the right.
const DEEPEST: usize = 40;

/// Shows the view.
pub(super) fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    diff: &Diff,
    memory: &mut DiffMemory,
    commands: &mut Commands,
) {
    tools(ui, diff, commands);
    working::strip(ui, scene, commands);
    let state = diff.answers.tree.state();
    let Some(lines) = answer(ui, diff, &state, commands) else { return };
    if lines.lines.is_empty() {
        return nothing(ui, "No sample is busy.", |_| {});
    }
    let room = vec2(ui.available_width(), (ui.available_height() - size::TOTALS).max(0.0));
    ui.allocate_ui(room, |ui| {
        ui.set_min_size(room);
        rows(ui, diff, lines, memory, commands);
    });
    let said = wording::counted(lines.lines.len(), "line");
    footer(ui, &said, "Δ = after − before; siblings are sorted among themselves");
}

fn tools(ui: &mut Ui, diff: &Diff, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    toolbar(ui, |ui| {
        let choices = [
            ("Top down", "From the outermost callers to what they call"),
            ("Bottom up", "From what ran to its callers"),
        ];
        let active = usize::from(diff.place.direction == Direction::BottomUp);
        if let Some(chosen) = segments(ui, &choices, active) {
            let direction = if chosen == 1 { Direction::BottomUp } else { Direction::TopDown };
            commands.push(Command::Diff(DiffCommand::Grow(direction)));
        }
        ui.with_layout(Layout::left_to_right(EguiAlign::Center), |ui| {
            let said = "→ opens a line, ← closes it, H follows what differs most, Enter shows the function in its recording";
            text::label(ui, Type::Table, tokens.text2, said);
        });
    });
}

fn heads(room: f32) -> [Column; 6] {
    let number = |title, hint, width| Column {
        title,
        hint,
        width: Width::Fixed(width),
        align: Align::Right,
        sorts: Some(true),
    };
    let mut heads = [
        number("Δ total", "Total after less total before", bar::BAR + 100.0),
        number("Total before", "With all that it called, per run", 96.0),
        number("Total after", "With all that it calls, per run", 96.0),
        number("Δ self", "Self after less self before", 92.0),
        number("Samples", "Samples with it on the stack, before and after", 120.0),
        Column {
            title: "Function",
            hint: "Its name",
            width: Width::Share(1.0),
            align: Align::Left,
            sorts: Some(false),
        },
    ];
    hide_what_has_no_room(&mut heads, &[SAMPLES, BEFORE, AFTER, OWN], room - 300.0);
    heads
}

fn rows(
    ui: &mut Ui,
    diff: &Diff,
    lines: &TreeLines,
    memory: &mut DiffMemory,
    commands: &mut Commands,
) {
    let columns = heads(ui.available_width());
    let selected = diff.place.line.as_ref().and_then(|it| lines.row_of(it));
    let about = Table {
        id: Id::unique("diff tree"),
        name: "Compared call tree",
        columns: &columns,
        n_rows: lines.lines.len(),
        selected,
        until: None,
        marked: None,
        sort: Some(diff.sorts.tree),
        reveal: None,
    };
    let name_of = |row: usize| {
        let Some(it) = lines.lines.get(row) else { return String::new() };
        let delta = &it.node.total;
        let delta = words::signed(delta.quantity, lines.normalisation, delta.delta());
        format!("{}, total {delta}", lines.profile.names.frame_name(it.node.frame))
    };
    let mut toggled = None;
    let events = table(ui, &about, name_of, |row: &Row<'_>| {
        if paint(row, lines) {
            toggled = Some(row.row);
        }
    });
    if let Some(sort) = events.sort {
        commands.push(Command::SortBy(View::DiffTree, sort));
    }
    act(lines, &events, (selected, toggled), (memory, commands));
}

/// Does what was done to the table.
fn act(
    lines: &TreeLines,
    events: &TableEvents,
    (selected, toggled): (Option<usize>, Option<usize>),
    (memory, commands): (&mut DiffMemory, &mut Commands),
) {
    let line = |row: usize| lines.lines.get(row);
    if let Some(it) = events.selected.and_then(line) {
        commands.push(Command::Diff(DiffCommand::SelectLine(it.path.clone())));
    }
    if let Some((it, at)) = events.context.and_then(|(row, at)| Some((line(row)?, at))) {
        memory.menu.open_at(at, Subject::Function(it.node.frame));
    }
    if let Some(it) = toggled.and_then(line).filter(|it| it.node.has_children) {
        commands.push(toggle(it));
    }
    if let Some(it) = events.double_clicked.and_then(line).filter(|_| toggled.is_none()) {
        commands.push(open(it));
    }
    let walk = |walk| Command::Diff(DiffCommand::Walk(walk));
    let path = || selected.and_then(line).map(|it| it.path.clone());
    if events.typed_star
        && let Some(path) = path()
    {
        commands.push(walk(TreeWalk::OpenAll(path)));
    }
    for &(modifiers, key) in &events.keys {
        if asks_for_hot_path(modifiers, key) {
            commands.push(walk(TreeWalk::HotPath(path())));
            continue;
        }
        let Some(it) = selected.and_then(line) else { continue };
        match key {
            Key::ArrowRight if it.node.has_children && !it.is_open => commands.push(toggle(it)),
            Key::ArrowLeft if it.is_open => commands.push(toggle(it)),
            Key::ArrowLeft if it.path.len() > 1 => {
                let above = it.path[..it.path.len() - 1].to_vec();
                commands.push(Command::Diff(DiffCommand::SelectLine(above)));
            }
            Key::Enter => commands.push(open(it)),
            _ => {}
        }
    }
}

fn toggle(it: &TreeLine) -> Command {
    Command::Diff(DiffCommand::Toggle(it.path.clone()))
}

/// Shows the function of a line in the recording that has it.
fn open(it: &TreeLine) -> Command {
    let which = menu::leads_to(it.node.status == Status::Removed);
    Command::Diff(DiffCommand::Open(which, Subject::Function(it.node.frame)))
}

/// Paints a line; says whether its triangle was clicked.
fn paint(row: &Row<'_>, lines: &TreeLines) -> bool {
    let Some(it) = lines.lines.get(row.row) else { return false };
    let (node, tokens) = (&it.node, row.tokens());
    let names = &lines.profile.names;
    let quantity = node.total.quantity;
    let faint = node.total.is_faint;
    let color = if faint { tokens.text2 } else { tokens.text };
    bar::bar(row, DELTA, (node.total.delta(), lines.largest), faint);
    let signed = |delta| words::signed(quantity, lines.normalisation, delta);
    row.number(DELTA, 0.0, color, &signed(node.total.delta()));
    let say = |value, n: u64| {
        words::amount(quantity, lines.normalisation, Option::filter(value, |_: &f64| n > 0))
    };
    let (values, samples) = (node.total.values, node.samples);
    row.number(BEFORE, 0.0, tokens.text2, &say(values.before, samples.before));
    row.number(AFTER, 0.0, tokens.text2, &say(values.after, samples.after));
    row.number(OWN, 0.0, tokens.text2, &signed(node.own.delta()));
    row.number(SAMPLES, 0.0, tokens.text2, &words::counts(samples.before, samples.after));
    let indent = as_points(it.path.len().saturating_sub(1).min(DEEPEST)) * INDENT;
    let is_clicked = triangle(row, it, indent);
    let left = indent + TRIANGLE;
    row.square(NAME, left, tokens.category(names.frames.category(node.frame)).fill);
    let end = row.words(NAME, left + 18.0, Type::Code, color, names.frame_name(node.frame));
    let status = match node.status {
        Status::New => "new",
        Status::Removed => "removed",
        Status::Same | Status::Changed => return is_clicked,
    };
    let indent = end - row.cell(NAME).left() + 8.0;
    row.words(NAME, indent, Type::Caption, tokens.text2, status);
    is_clicked
}

fn triangle(row: &Row<'_>, it: &TreeLine, indent: f32) -> bool {
    if !it.node.has_children {
        return false;
    }
    let cell = row.cell(NAME);
    let icon = if it.is_open { icons::CARET_DOWN } else { icons::CARET_RIGHT };
    let center = pos2(cell.left() + indent + TRIANGLE / 2.0 - 2.0, cell.center().y);
    let font = egui::FontId::new(size::ICON_CHIP, theme::Face::Sans.family());
    let painter =
        row.painter().with_clip_rect(Rect::from_x_y_ranges(cell.x_range(), cell.y_range()));
    painter.text(center, egui::Align2::CENTER_CENTER, icon, font, row.tokens().text2);
    row.button(NAME, indent, TRIANGLE, || {
        if it.is_open { "Close the line" } else { "Open the line" }.to_owned()
    })
}

#[expect(clippy::cast_precision_loss, reason = "a depth of at most forty")]
fn as_points(depth: usize) -> f32 {
    depth as f32
}
