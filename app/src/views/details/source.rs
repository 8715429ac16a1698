//! The source of a function with the lines that were met, or those lines alone.

use std::num::NonZeroU32;

use asyncscope_core::analysis::LineHeat;
use asyncscope_core::files::source::SourceText;
use asyncscope_core::model::FrameIndex;
use asyncscope_core::units::Count;
use egui::{Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::super::Scene;
use super::DetailsMemory;
use super::parts::{self, heading};
use crate::command::{Command, Commands};
use crate::questions::details::AboutFunction;
use crate::questions::source::{NoSource, Source};
use crate::theme::{self, Tokens, Type, icons};
use crate::widgets::button::Button;
use crate::widgets::{bar, text};
use crate::wording;

/// Height of a line.
const LINE: f32 = 16.0;
/// Lines shown above the one that is gone to.
const ABOVE: u32 = 3;
/// Lines that a function may be long to be seen with its hottest line.
const NEAR: u32 = 10;
/// Height of the source in a panel beside the views.
const HEIGHT: f32 = 272.0;
/// Width of the bar before a line.
const BAR: f32 = 28.0;
/// Lines without their source that are listed.
const MOST_LINES: usize = 200;
/// Characters of a line that are laid out; those of a minified script are around the function.
const MOST_CHARS: usize = 240;
/// Characters before the function in a line that is cut.
const CHARS_BEFORE: usize = 40;

/// Shows where the function stands in its source.
pub(super) fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    about: &AboutFunction,
    memory: &mut DetailsMemory,
    commands: &mut Commands,
) {
    let frame = about.all.row.frame;
    let heat = &about.all.lines;
    let url = scene.opened.recording.frames.get(frame).url;
    let ticks = wording::counted(usize::try_from(heat.ticks).unwrap_or(usize::MAX), "sample");
    let note = if heat.lines.is_empty() { String::new() } else { format!("{ticks} by line") };
    heading(ui, "Source", &note);
    if heat.is_of_whole_time && !heat.lines.is_empty() {
        let said = "Files count lines over the whole recording, not within the range.";
        text::paragraph(ui, Type::Caption, theme::tokens(ui).text2, said);
    }
    let answer = scene.opened.answers.source.value().filter(|it| it.url == url);
    match answer.map(|it| &it.text) {
        Some(Ok(source)) => code(ui, scene, (frame, heat, source), memory, commands),
        Some(Err(why)) => without(ui, scene, (heat, why), commands),
        None => {}
    }
    go_to(ui, scene, answer.map(|it| &**it), memory, commands);
}

/// Brings the source into view, once it is there, if that was asked for.
fn go_to(
    ui: &Ui,
    scene: Scene<'_>,
    source: Option<&Source>,
    memory: &mut DetailsMemory,
    commands: &mut Commands,
) {
    if scene.opened.wants_source && source.is_some() {
        ui.scroll_to_rect(ui.min_rect(), Some(egui::Align::BOTTOM));
        memory.source_shown = None; // back to the line, wherever it was scrolled to
        commands.push(Command::SourceShown);
    }
}

/// What to say where there is no source, and the lines alone.
fn without(
    ui: &mut Ui,
    scene: Scene<'_>,
    (heat, why): (&LineHeat, &NoSource),
    commands: &mut Commands,
) {
    let tokens = theme::tokens(ui);
    text::paragraph(ui, Type::Table, tokens.text2, &wording::capital(&why.why));
    if why.may_be_elsewhere {
        ui.add_space(6.0);
        folder_button(ui, scene, commands);
    }
    if heat.lines.is_empty() {
        return;
    }
    ui.add_space(6.0);
    let most = heat.hottest().map_or(1, |it| it.ticks);
    for row in heat.lines.iter().take(MOST_LINES) {
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
        let ticks = Count(row.ticks).to_string();
        let name =
            || format!("Line {}, {ticks}, {}", row.line, wording::share(row.ticks, heat.ticks));
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name()));
        let said = text::line(
            ui.painter(),
            Type::Table,
            tokens.text2,
            &format!("line {}", row.line),
            90.0,
        );
        text::paint_left(ui.painter(), rect, rect.left(), said);
        let right = rect.right() - 56.0;
        let share = wording::share(row.ticks, heat.ticks);
        let share = text::line(ui.painter(), Type::Table, tokens.text, &share, 60.0);
        text::paint_right(ui.painter(), rect, rect.right(), share);
        let ticks = text::line(ui.painter(), Type::Table, tokens.text2, &ticks, 60.0);
        let ticks = text::paint_right(ui.painter(), rect, right, ticks);
        let left = rect.left() + 72.0;
        let trough = egui::Rect::from_x_y_ranges(
            left..=(ticks.left() - 8.0).max(left),
            rect.center().y - 4.0..=rect.center().y + 4.0,
        );
        let share = wording::fraction(row.ticks, most);
        bar::paint(ui.painter(), trough, share, tokens.accent, tokens.line0);
    }
}

fn folder_button(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let button = Button::new("Choose source folder…").icon(icons::FOLDER_OPEN);
    if ui.add_enabled(!scene.is_choosing, button).clicked() {
        commands.push(Command::ChooseSources);
    }
}

/// The source around the function, scrolled to where it is hottest.
fn code(
    ui: &mut Ui,
    scene: Scene<'_>,
    (frame, heat, source): (FrameIndex, &LineHeat, &SourceText),
    memory: &mut DetailsMemory,
    commands: &mut Commands,
) {
    let tokens = theme::tokens(ui);
    let place = scene.opened.recording.frames.get(frame);
    let path = asyncscope_core::error::show_path(&source.path);
    parts::line(ui, Type::CodeCaption, tokens.text2, &path);
    let hottest = heat.hottest().map(|it| it.line);
    let focus = hottest.or(place.line);
    if focus.is_some_and(|it| it.get() as usize > source.n_lines()) {
        let lines = wording::counted(source.n_lines(), "line");
        let said = format!("This file has only {lines}: it is not the version that ran.");
        text::paragraph(ui, Type::Table, tokens.warn, &said);
        ui.add_space(4.0);
        folder_button(ui, scene, commands);
        return;
    }
    let scrolls = memory.source_shown != Some(frame);
    memory.source_shown = Some(frame);
    // Wide columns have as much room as the panel is high.
    let height = HEIGHT.min(ui.clip_rect().height().max(120.0) - 64.0).max(96.0);
    let mut area = ScrollArea::vertical().id_salt("source").auto_shrink(false).max_height(height);
    if scrolls {
        let first = first_line(place.line, focus);
        area = area.vertical_scroll_offset(as_points(first) * LINE);
    }
    let most = heat.hottest().map_or(1, |it| it.ticks);
    egui::Frame::new().fill(tokens.bg0).show(ui, |ui| {
        area.show_rows(ui, LINE, source.n_lines(), |ui, rows| {
            for row in rows {
                let number = u32::try_from(row + 1).ok().and_then(NonZeroU32::new);
                let Some(number) = number else { continue };
                let ticks = ticks_of(heat, number);
                let begins = place.line == Some(number);
                let column = place.column.filter(|_| begins).map_or(1, NonZeroU32::get);
                let said = excerpt(source.line(number).unwrap_or_default(), column);
                let line = CodeLine { number, said: &said, ticks, most, begins };
                code_line(ui, &line, tokens);
            }
        });
    });
    ui.add_space(4.0);
    folder_button(ui, scene, commands);
}

/// The line to scroll to, counted from 0: a little above the hottest, or above where the function
/// begins if both are to be seen.
fn first_line(begins: Option<NonZeroU32>, focus: Option<NonZeroU32>) -> u32 {
    let Some(focus) = focus.map(NonZeroU32::get) else { return 0 };
    let begins = begins.map(NonZeroU32::get).filter(|it| (*it..=it + NEAR).contains(&focus));
    begins.map_or_else(|| focus.saturating_sub(ABOVE + 1), |it| it.saturating_sub(2))
}

/// How often a line was met. Lines are in order.
fn ticks_of(heat: &LineHeat, line: NonZeroU32) -> u64 {
    let found = heat.lines.binary_search_by_key(&line, |it| it.line);
    found.map_or(0, |it| heat.lines[it].ticks)
}

/// A line of source.
struct CodeLine<'a> {
    number: NonZeroU32,
    said: &'a str,
    ticks: u64,
    most: u64,
    /// Whether the function begins here.
    begins: bool,
}

fn code_line(ui: &mut Ui, line: &CodeLine<'_>, tokens: &Tokens) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
    let met = match line.ticks {
        0 => String::new(),
        ticks => format!(", {}", wording::counted(usize::try_from(ticks).unwrap_or(0), "sample")),
    };
    let name = format!("{}: {}{met}", line.number, line.said.trim());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    if line.begins {
        ui.painter().rect_filled(rect, 0.0, tokens.sel);
    }
    if line.ticks > 0 {
        let whole = egui::Rect::from_min_size(rect.min, vec2(BAR, LINE - 1.0));
        let share = wording::fraction(line.ticks, line.most);
        bar::paint(
            ui.painter(),
            whole,
            share,
            tokens.category(asyncscope_core::model::Category::Application).fill,
            egui::Color32::TRANSPARENT,
        );
    }
    let kind = Type::CodeCaption;
    let number = text::line(ui.painter(), kind, tokens.text2, &line.number.to_string(), 60.0);
    let number = text::paint_right(ui.painter(), rect, rect.left() + BAR + 34.0, number);
    let left = number.right() + 10.0;
    let room = (rect.right() - left).max(0.0);
    let color = if line.ticks > 0 { tokens.text } else { tokens.text2 };
    let galley = text::line(ui.painter(), kind, color, line.said, room);
    let is_cut = galley.elided;
    text::paint_left(ui.painter(), rect, left, galley);
    if is_cut || line.ticks > 0 {
        response.on_hover_text(text::clipped(&name));
    }
}

/// A line, its tabs as spaces; of a long one what is around `column`, counted from 1.
fn excerpt(line: &str, column: u32) -> String {
    let before = (column as usize - 1).saturating_sub(CHARS_BEFORE);
    let is_long = line.chars().nth(MOST_CHARS).is_some();
    let skipped = if is_long { before } else { 0 };
    let shown: String = line.chars().skip(skipped).take(MOST_CHARS).collect();
    let shown = shown.replace('\t', "  ");
    if skipped > 0 { format!("…{shown}") } else { shown }
}

#[expect(clippy::cast_precision_loss, reason = "a scroll position")]
fn as_points(line: u32) -> f32 {
    line as f32
}
