//! Tracked objects: how many of each class are alive, over time and by generation.

use asyncscope_core::analysis::leaks::TrackedSuspect;
use asyncscope_core::analysis::{TrackedClass, Verdict};
use asyncscope_core::units::{Bytes, Count, Nanos};
use egui::{Align as EguiAlign, Id, Layout, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::operations::{column_at, moments, part_of, place_of, time_at};
use super::parts::{nothing, toolbar};
use super::table_parts::{filter_error, filter_field, has_words, nothing_matches, write_buttons};
use super::weights::{counts, words};
use super::{Scene, View};
use crate::answers::AnswerState;
use crate::command::{Command, Commands};
use crate::export::ExportWhat;
use crate::questions::recorded::tracked::TrackedList;
use crate::recorded::RecordedCommand;
use crate::theme::{self, Tokens, Type, icons, size};
use crate::widgets::areas::{Areas, Layer, areas};
use crate::widgets::table::{Row, Table, table};
use crate::widgets::text;
use crate::wording::{self, capital};

/// The columns, by number.
pub mod columns {
    /// The class.
    pub const NAME: usize = 0;
    /// How many were tracked.
    pub const CREATED: usize = 1;
    /// How many were collected.
    pub const COLLECTED: usize = 2;
    /// How many are alive.
    pub const ALIVE: usize = 3;
    /// What those take.
    pub const BYTES: usize = 4;
    /// What generations tell.
    pub const VERDICT: usize = 5;
    /// The generations.
    pub const GENERATIONS: usize = 6;
}

/// Height of the bars of generations.
const BARS: f32 = 72.0;

/// Shows the view.
pub fn show(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    tools(ui, scene, commands);
    let list = match scene.opened.answers.recorded.tracked.state() {
        AnswerState::Ready(list) | AnswerState::Working(Some(list)) => list,
        AnswerState::Failed(why) => return nothing(ui, why, |_| {}),
        AnswerState::Absent | AnswerState::Working(None) => return,
    };
    if list.rows.is_empty() {
        let filter = scene.opened.recorded.tracked.filter.text.trim();
        if !filter.is_empty() {
            let why = format!("No class matches “{filter}”.");
            return nothing_matches(ui, &why, View::Tracked, commands);
        }
        let why = "No objects were tracked in this selection. A program tracks them with \
                   `trackObject(object)` of the recorder.";
        return nothing(ui, why, |_| {});
    }
    let whole = ui.available_height();
    #[expect(clippy::cast_precision_loss, reason = "rows beyond the screen are cut anyway")]
    let rows = list.rows.len() as f32 * size::table_row(ui) + size::TABLE_HEAD + 4.0;
    let above = rows.min(whole * 0.45).max(80.0);
    let room = vec2(ui.available_width(), above);
    ui.allocate_ui(room, |ui| show_rows(ui, scene, list, commands));
    let chosen = scene.opened.chosen_class();
    if let Some(class) = list.rows.iter().find(|it| Some(it.name) == chosen) {
        let name = scene.opened.recording.text(class.name);
        let told = list.told.iter().find(|it| it.class == name);
        one_class(ui, scene, (class, told), commands);
    }
}

fn tools(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let filter = &scene.opened.recorded.tracked.filter;
    toolbar(ui, |ui| {
        let width = ui.available_width();
        let about = (View::Tracked, "Filter classes", "Names, split by commas");
        filter_field(ui, scene, about, (filter, 280.0), commands);
        ui.with_layout(Layout::right_to_left(EguiAlign::Center), |ui| {
            let with_words = has_words(width + 200.0);
            write_buttons(ui, scene, (ExportWhat::Table("tracked"), with_words), commands);
        });
    });
    filter_error(ui, filter);
}

fn show_rows(ui: &mut Ui, scene: Scene<'_>, list: &TrackedList, commands: &mut Commands) {
    let recording = &scene.opened.recording;
    let mut heads = [
        words("Class", "The class, or the label that objects were given", 0.4),
        counts("Created", "How many were tracked"),
        counts("Collected", "How many of them had been collected in the end"),
        counts("Alive", "How many of them had not"),
        counts("Bytes", "What those take, as the program told"),
        words("Verdict", "What generations tell; the last may not have been collected yet", 0.25),
        words(
            "Generations",
            "Of those tracked in each generation (outline) how many survive",
            0.35,
        ),
    ];
    heads[columns::GENERATIONS].sorts = None;
    let chosen = scene.opened.chosen_class();
    let about = Table {
        id: Id::unique("tracked"),
        name: "Tracked objects",
        columns: &heads,
        n_rows: list.rows.len(),
        selected: list.rows.iter().position(|it| Some(it.name) == chosen),
        until: None,
        marked: None,
        sort: Some(scene.opened.recorded.tracked.sort),
        reveal: None,
    };
    let name_of = |row: usize| {
        let it = &list.rows[row];
        let alive = Count(it.alive);
        format!("{}, {alive} alive, {}", recording.text(it.name), it.verdict.key())
    };
    let events = table(ui, &about, name_of, |row: &Row<'_>| paint_row(row, scene, list));
    if let Some(sort) = events.sort {
        commands.push(Command::SortBy(View::Tracked, sort));
    }
    if let Some(it) = events.selected.and_then(|it| list.rows.get(it)) {
        commands.push(Command::Recorded(RecordedCommand::Class(it.name)));
    }
}

fn paint_row(row: &Row<'_>, scene: Scene<'_>, list: &TrackedList) {
    let recording = &scene.opened.recording;
    let Some(it) = list.rows.get(row.row) else { return };
    let tokens = row.tokens();
    row.words(columns::NAME, 0.0, Type::Code, tokens.text, recording.text(it.name));
    let numbers = [
        (columns::CREATED, it.created),
        (columns::COLLECTED, it.collected),
        (columns::ALIVE, it.alive),
    ];
    for (column, count) in numbers {
        row.number(column, 0.0, tokens.text, &Count(count).to_string());
    }
    row.number(columns::BYTES, 0.0, tokens.text, &Bytes(it.alive_bytes).to_string());
    let (icon, color) = look(tokens, it.verdict);
    let font = egui::FontId::new(size::ICON_CHIP, theme::Face::Sans.family());
    let cell = row.cell(columns::VERDICT);
    let at = pos2(cell.left(), cell.center().y);
    row.painter().text(at, egui::Align2::LEFT_CENTER, icon, font, color);
    row.words(columns::VERDICT, 18.0, Type::Table, color, it.verdict.key());
    if row.shows(columns::GENERATIONS) {
        let cell = row.cell(columns::GENERATIONS).shrink2(vec2(0.0, 4.0));
        paint_generations(row.painter(), tokens, it, cell);
    }
}

/// The icon and the colour of a verdict.
fn look(tokens: &Tokens, verdict: Verdict) -> (&'static str, egui::Color32) {
    match verdict {
        Verdict::Growing => (icons::WARNING, tokens.error),
        Verdict::Steady => (icons::INFO, tokens.info),
        Verdict::Collected => (icons::CHECK_CIRCLE, tokens.ok),
        Verdict::Unknown => (icons::QUESTION, tokens.text2),
    }
}

/// A bar per generation: how many were tracked, and filled how many survive.
fn paint_generations(painter: &egui::Painter, tokens: &Tokens, it: &TrackedClass, rect: Rect) {
    let n = it.generations.len().max(1);
    let most = it.generations.iter().map(|it| it.created).max().unwrap_or(0);
    #[expect(clippy::cast_precision_loss, reason = "a dozen bars")]
    let (width, at) = ((rect.width() / n as f32).min(36.0), |number: usize| number as f32);
    for (number, row) in it.generations.iter().enumerate() {
        let left = rect.left() + at(number) * width;
        let height = |count| wording::fraction(count, most) * rect.height();
        let bar = |count| {
            let top = rect.bottom() - height(count);
            Rect::from_x_y_ranges(left + 1.0..=left + width - 1.0, top..=rect.bottom())
        };
        let is_last = number + 1 == n;
        let fill = if is_last { tokens.line2 } else { tokens.accent };
        painter.rect_filled(bar(row.survived), 0.0, fill);
        let line = egui::Stroke::new(1.0, tokens.line2);
        painter.rect_stroke(bar(row.created), 0.0, line, egui::StrokeKind::Inside);
    }
}

/// The chosen class: alive over time, and its generations in numbers.
fn one_class(
    ui: &mut Ui,
    scene: Scene<'_>,
    (class, told): (&TrackedClass, Option<&TrackedSuspect>),
    commands: &mut Commands,
) {
    let (recording, tokens) = (&scene.opened.recording, theme::tokens(ui));
    let line = egui::Stroke::new(1.0, tokens.line);
    let whole = ui.available_rect_before_wrap();
    ui.painter().hline(whole.x_range(), whole.top() + 0.5, line);
    let margin = egui::Margin { left: 12, right: 12, top: 8, bottom: 8 };
    egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
        ui.horizontal(|ui| {
            text::label(ui, Type::CodeStrong, tokens.text, recording.text(class.name));
            let (_, color) = look(tokens, class.verdict);
            text::label(ui, Type::Table, color, class.verdict.sentence());
        });
        if let Some(told) = told {
            judged(ui, told);
        }
        let answer = &scene.opened.answers.recorded.alive;
        let is_of = answer.question().filter(|it| it.name == class.name);
        if let (Some(alive), Some(question)) = (answer.value(), is_of) {
            let height = (ui.available_height() - BARS - 76.0).clamp(60.0, 260.0);
            over_time(ui, scene, (alive, &question.shown), height, commands);
        }
        generations(ui, class);
    });
}

/// What the leak report says of a class, and how sure it is.
fn judged(ui: &mut Ui, told: &TrackedSuspect) {
    let tokens = theme::tokens(ui);
    text::paragraph_with_code(ui, tokens.text, &format!("{}.", capital(&told.sentence)));
    let (sure, why) = (told.confidence.key(), told.reasons.join("; "));
    let said = if told.is_suspect {
        format!("Confidence {sure}: {why}.")
    } else {
        format!("Not suspected of a leak: {why}.")
    };
    text::paragraph(ui, Type::Table, tokens.text2, &said);
}

fn over_time(
    ui: &mut Ui,
    scene: Scene<'_>,
    (alive, shown): (&[(u64, u64)], &asyncscope_core::units::TimeRange),
    height: f32,
    commands: &mut Commands,
) {
    let tokens = theme::tokens(ui);
    #[expect(clippy::cast_precision_loss, reason = "a height on the screen")]
    let values = alive.iter().map(|it| it.0 as f64).collect();
    let layers = [Layer { name: "alive".to_owned(), color: tokens.graph, values }];
    let snapshots = &scene.opened.recording.snapshots;
    let flags: Vec<(f32, String)> = snapshots
        .indices()
        .filter(|&it| shown.contains(&snapshots.time[it]))
        .map(|it| (place_of(shown, snapshots.time[it]), snapshots.generation[it].to_string()))
        .collect();
    let chosen = scene.opened.selection.range.as_ref();
    let about = Areas {
        name: "Alive over time",
        height,
        layers: &layers,
        line: None,
        say: &|value| format!("{value:.0} alive"),
        words: &moments(shown),
        ticks: &[],
        flags: &flags,
        marked: None,
        chosen: chosen.map(|it| (place_of(shown, it.start), place_of(shown, it.end))),
    };
    let events = areas(ui, &about);
    if let Some(part) = events.dragged {
        commands.push(Command::SelectRange(Some(part_of(shown, part))));
    }
    if let Some((at, &(count, bytes))) =
        events.hovered.and_then(|at| Some((at, alive.get(column_at(at))?)))
    {
        let when = wording::moment(time_at(shown, at), Nanos::from_micros(100));
        let said = format!("{when}\n{} alive, {}", Count(count), Bytes(bytes));
        events.response.on_hover_text_at_pointer(said);
    }
}

/// The generations, with a number below each.
fn generations(ui: &mut Ui, class: &TrackedClass) {
    let tokens = theme::tokens(ui);
    let said = "Survivors of each generation: what was tracked between two collections of the \
                whole heap, or two snapshots";
    text::label(ui, Type::Table, tokens.text2, said);
    let n = class.generations.len().max(1);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), BARS), Sense::hover());
    let texts: Vec<String> = class
        .generations
        .iter()
        .map(|it| format!("{} of {}", Count(it.survived), Count(it.created)))
        .collect();
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Image, true, format!("Survivors: {}", texts.join(", ")))
    });
    #[expect(clippy::cast_precision_loss, reason = "a dozen bars")]
    let width = (rect.width() / n as f32).min(110.0);
    let most = class.generations.iter().map(|it| it.created).max().unwrap_or(0);
    for (number, row) in class.generations.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a dozen bars")]
        let left = rect.left() + number as f32 * width;
        let base = rect.bottom() - 18.0;
        let bar = |count| {
            let top = base - wording::fraction(count, most) * (base - rect.top());
            Rect::from_x_y_ranges(left + 4.0..=left + width - 8.0, top..=base)
        };
        let is_last = number + 1 == n;
        let fill = if is_last { tokens.line2 } else { tokens.accent };
        ui.painter().rect_filled(bar(row.survived), 0.0, fill);
        let line = egui::Stroke::new(1.0, tokens.line2);
        ui.painter().rect_stroke(bar(row.created), 0.0, line, egui::StrokeKind::Inside);
        let note =
            if is_last { format!("{}, too new", texts[number]) } else { texts[number].clone() };
        let words = text::line(ui.painter(), Type::Caption, tokens.text2, &note, width - 4.0);
        ui.painter().galley(pos2(left + 4.0, base + 3.0), words, tokens.text2);
    }
}
