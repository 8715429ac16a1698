//! The short lists: top functions or spans, the hot path, threads.

use asyncscope_core::analysis::{Summary, ThreadSummary};
use asyncscope_core::model::{Category, FrameIndex};
use asyncscope_core::units::{Count, Nanos, WeightUnit};
use egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::command::{Command, Commands};
use crate::opened::Opened;
use crate::questions::overview::Overview;
use crate::questions::tree::TreeStep;
use crate::selection::Entity;
use crate::theme::{self, Type, size};
use crate::views::View;
use crate::views::call_tree::TreeCommand;
use crate::views::parts::{list_head, thread_label};
use crate::widgets::{bar, focus, text};
use crate::wording;

/// Pages narrower than this put the lists below each other.
const SIDE_BY_SIDE: f32 = 860.0;
/// Lines of the hot path.
const MOST_STEPS: usize = 10;
/// Of a longer one, the steps shown from its beginning, and those from its end, counting the line
/// between.
const FIRST_STEPS: usize = 3;
const LAST_STEPS: usize = MOST_STEPS - FIRST_STEPS;

/// A line of a short list.
struct Line<'a> {
    name: &'a str,
    place: String,
    /// The kind of code; `None` for what is no code.
    category: Option<Category>,
    value: String,
    share: f32,
    percent: String,
    is_selected: bool,
    indent: f32,
}

/// Top functions and the hot path; top spans where nothing was sampled.
pub(super) fn lists(ui: &mut Ui, opened: &Opened, overview: &Overview, commands: &mut Commands) {
    if overview.top.is_empty() {
        return spans(ui, opened, overview);
    }
    let width = ui.available_width();
    if width < SIDE_BY_SIDE {
        top(ui, opened, overview, commands);
        hot_path(ui, opened, overview, commands);
        return;
    }
    let half = ((width - 24.0) / 2.0).floor();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 24.0;
        ui.vertical(|ui| {
            ui.set_width(half);
            top(ui, opened, overview, commands);
        });
        ui.vertical(|ui| {
            ui.set_width(half);
            hot_path(ui, opened, overview, commands);
        });
    });
}

fn top(ui: &mut Ui, opened: &Opened, overview: &Overview, commands: &mut Commands) {
    let more = format!("All {}", Count(overview.n_functions as u64));
    let note = match overview.unit {
        WeightUnit::Bytes => "share of all",
        _ => "share of busy",
    };
    if list_head(ui, "Functions by self", note, &more) {
        commands.push(Command::ShowView(View::Functions));
    }
    for it in &overview.top {
        let line = Line {
            value: overview.unit.show(it.own),
            share: wording::fraction(it.own, overview.busy),
            percent: wording::share(it.own, overview.busy),
            ..function_line(opened, it.frame)
        };
        if show_line(ui, &line) {
            commands.push(Command::Select(Some(Entity::Function(it.frame))));
        }
    }
}

fn function_line(opened: &Opened, frame: FrameIndex) -> Line<'_> {
    Line {
        name: opened.recording.frame_name(frame),
        place: opened.recording.frame_place(frame),
        category: Some(opened.recording.frames.category(frame)),
        value: String::new(),
        share: 0.0,
        percent: String::new(),
        is_selected: opened.selection.function() == Some(frame),
        indent: 0.0,
    }
}

fn hot_path(ui: &mut Ui, opened: &Opened, overview: &Overview, commands: &mut Commands) {
    if list_head(ui, "Hot path", "while one callee keeps half", "In the call tree") {
        commands.push(Command::Tree(TreeCommand::Step(TreeStep::HotPath(None))));
        commands.push(Command::ShowView(View::CallTree));
    }
    let steps = &overview.hot_path;
    let hidden =
        if steps.len() > MOST_STEPS { FIRST_STEPS..steps.len() + 1 - LAST_STEPS } else { 0..0 };
    let mut shown = 0;
    for (at, step) in steps.iter().enumerate() {
        if hidden.contains(&at) {
            if at == hidden.start {
                left_out(ui, hidden.len());
            }
            continue;
        }
        #[expect(clippy::cast_precision_loss, reason = "a dozen steps")]
        let indent = shown as f32 * 6.0;
        shown += 1;
        let line = Line {
            value: overview.unit.show(step.total),
            share: wording::fraction(step.total, overview.busy),
            percent: wording::share(step.total, overview.busy),
            indent,
            ..function_line(opened, step.frame)
        };
        if show_line(ui, &line) {
            commands.push(Command::Select(Some(Entity::Function(step.frame))));
        }
    }
}

/// A line in the place of steps that are not shown.
fn left_out(ui: &mut Ui, count: usize) {
    let tokens = theme::tokens(ui);
    let size = vec2(ui.available_width(), size::TABLE_ROW);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line0));
    let said = format!("{} more calls between", Count(count as u64));
    let words = text::line(ui.painter(), Type::Table, tokens.text2, &said, rect.width());
    text::paint_left(ui.painter(), rect, rect.left() + 40.0, words);
}

fn spans(ui: &mut Ui, opened: &Opened, overview: &Overview) {
    if overview.top_spans.is_empty() {
        return;
    }
    let whole = overview.top_spans.iter().fold(Nanos(0), |sum, it| sum + it.own);
    ui.vertical(|ui| {
        let n = Count(overview.n_span_names as u64);
        let note = format!("of {n} names, by the time in them and in no span within");
        list_head(ui, "Spans", &note, "");
        for it in &overview.top_spans {
            let times =
                if it.count == 1 { "once".to_owned() } else { format!("{}×", Count(it.count)) };
            let line = Line {
                name: opened.recording.text(it.name),
                place: format!("{times}, longest {}", it.max),
                category: Some(it.category),
                value: it.own.to_string(),
                share: wording::fraction(it.own.0, whole.0),
                percent: String::new(),
                is_selected: false,
                indent: 0.0,
            };
            show_line(ui, &line);
        }
    });
}

/// Shows a line; returns whether it was clicked.
fn show_line(ui: &mut Ui, line: &Line<'_>) -> bool {
    let tokens = theme::tokens(ui);
    let size = vec2(ui.available_width(), size::TABLE_ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let name = || format!("{}, {}, {}", line.name, line.value, line.percent);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, line.is_selected, name()));
    let fill = match (line.is_selected, response.hovered()) {
        (true, _) => Some(tokens.sel),
        (false, true) => Some(tokens.hover),
        (false, false) => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, 0.0, fill);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line0));
    paint_line(ui, rect, line);
    focus::ring(ui, &response, rect, 0);
    let clicked = response.clicked();
    if !line.place.is_empty() {
        response.on_hover_text(format!("{}\n{}", line.name, line.place));
    }
    clicked
}

fn paint_line(ui: &Ui, rect: Rect, line: &Line<'_>) {
    let tokens = theme::tokens(ui);
    let painter = ui.painter();
    let cells = rect.shrink2(vec2(size::CELL, 0.0));
    let said = |kind, color, said: &str, room| text::line(painter, kind, color, said, room);
    let percent = said(Type::Table, tokens.text2, &line.percent, f32::INFINITY);
    text::paint_right(painter, cells, cells.right(), percent);
    let value = said(Type::Table, tokens.text, &line.value, f32::INFINITY);
    text::paint_right(painter, cells, cells.right() - 56.0, value);
    let bar_left = cells.right() - 56.0 - 68.0 - 56.0;
    let bar = Rect::from_min_size(pos2(bar_left, rect.center().y.round() - 4.0), vec2(56.0, 8.0));
    let trough = if line.is_selected { tokens.trough_on_sel } else { tokens.line0 };
    if line.share > 0.0 {
        bar::paint(painter, bar, line.share, tokens.accent, trough);
    }
    let mut left = cells.left() + line.indent;
    if let Some(category) = line.category {
        let center = pos2(left + 5.0, rect.center().y.round());
        bar::square(painter, center, tokens.category(category).fill, tokens);
        left += 18.0;
    }
    let (kind, place_kind) = match line.category {
        Some(_) => (Type::Code, Type::CodeCaption),
        None => (Type::Table, Type::Caption),
    };
    let name = said(kind, tokens.text, line.name, bar_left - 12.0 - left);
    let end = text::paint_left(painter, cells, left, name).right();
    let room = bar_left - 12.0 - (end + 12.0);
    if room > 60.0 {
        let place = wording::short_place(&line.place);
        let place = text::middle_line(painter, place_kind, tokens.text2, &place, room);
        text::paint_left(painter, cells, end + 12.0, place);
    }
}

/// Each thread that holds something; a click filters to it.
pub(super) fn threads(ui: &mut Ui, opened: &Opened, summary: &Summary, commands: &mut Commands) {
    let holds = |it: &&ThreadSummary| it.samples.n_samples + it.n_spans > 0;
    let mut threads: Vec<&ThreadSummary> = summary.per_thread.iter().filter(holds).collect();
    if threads.len() < 2 {
        return;
    }
    threads.sort_by_key(|it| std::cmp::Reverse((it.samples.busy, it.n_spans)));
    ui.vertical(|ui| {
        list_head(ui, "Threads", "a click shows only that one", "");
        let whole = threads.first().map_or(0, |it| it.samples.busy);
        for thread in threads {
            let samples = &thread.samples;
            let about = held(samples.n_samples, thread.n_spans);
            let line = Line {
                name: &thread_label(&opened.recording, thread.thread),
                place: about,
                category: None,
                value: if samples.busy == 0 {
                    "–".to_owned()
                } else {
                    Nanos(samples.busy).to_string()
                },
                share: wording::fraction(samples.busy, whole),
                percent: if samples.n_samples == 0 { String::new() } else { "busy".to_owned() },
                is_selected: opened.selection.sole_thread() == Some(thread.thread),
                indent: 0.0,
            };
            if show_line(ui, &line) {
                commands.push(Command::SelectThreads(Some(vec![thread.thread])));
            }
        }
    });
}

/// What a thread holds, in words.
fn held(n_samples: u64, n_spans: u64) -> String {
    let counted = |count: u64, word: &str| {
        let s = if count == 1 { "" } else { "s" };
        format!("{} {word}{s}", Count(count))
    };
    match (n_samples, n_spans) {
        (samples, 0) => counted(samples, "sample"),
        (0, spans) => counted(spans, "span"),
        (samples, spans) => format!("{} · {}", counted(samples, "sample"), counted(spans, "span")),
    }
}
