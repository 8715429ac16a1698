//! The open recordings, at the left.

mod compare;

use egui::{Align, Layout, Rect, Response, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use asyncscope_core::units::Bytes;

use crate::actions::Action;
use crate::command::{Command, Commands};
use crate::document::{Content, Document};
use crate::kind::Kind;
use crate::opened::Opened;
use crate::state::AppState;
use crate::theme::{self, Type, icons, size};
use crate::widgets::button::{Button, icon_button};
use crate::widgets::{bar, focus, tell_selectable, text};
use crate::wording;

/// Height of an entry.
const ENTRY: f32 = 46.0;
/// Where names begin.
const NAMES: f32 = 36.0;

/// Shows the sidebar.
pub(super) fn show(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.add_space(4.0);
    head(ui, state, commands);
    let lines = if compare::has_leaks(state) { 76.0 } else { 44.0 };
    let below = ui.available_height() - lines;
    ScrollArea::vertical().max_height(below).auto_shrink(false).show(ui, |ui| {
        for document in &state.documents {
            entry(ui, state, document, commands);
        }
    });
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        ui.add_space(size::PANEL);
        let open = Button::new("Open…").icon(icons::FOLDER_OPEN);
        if ui.add_enabled(state.dialog.is_none(), open).clicked() {
            commands.push(Command::Run(Action::Open));
        }
        compare::button(ui, state, true, commands);
    });
    if compare::has_leaks(state) {
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            ui.add_space(size::PANEL);
            compare::leaks_button(ui, true, commands);
        });
    }
}

/// Shows only the icons of the recordings.
pub(super) fn show_folded(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.add_space(8.0);
    let lines = if compare::has_leaks(state) { 104.0 } else { 72.0 };
    let below = ui.available_height() - lines;
    ScrollArea::vertical().max_height(below).auto_shrink(false).show(ui, |ui| {
        for document in &state.documents {
            let (rect, response) =
                ui.allocate_exact_size(vec2(size::SIDEBAR_FOLDED, 36.0), Sense::click());
            background(ui, state, document, rect, &response);
            paint_icon(ui, document, rect.center());
            let response =
                response.on_hover_text(format!("{}\n{}", document.name, detail(document)));
            clicked(&response, document, commands);
        }
    });
    ui.horizontal(|ui| {
        ui.add_space(8.0);
        compare::button(ui, state, false, commands);
    });
    if compare::has_leaks(state) {
        ui.horizontal(|ui| {
            ui.add_space(8.0);
            compare::leaks_button(ui, false, commands);
        });
    }
    ui.horizontal(|ui| {
        ui.add_space(8.0);
        ui.add_enabled_ui(state.dialog.is_none(), |ui| {
            if icon_button(ui, icons::PLUS, "Open files").clicked() {
                commands.push(Command::Run(Action::Open));
            }
        });
    });
}

fn head(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), 28.0),
        Layout::left_to_right(Align::Center),
        |ui| {
            ui.add_space(size::PANEL);
            let name = text::rich(Type::Heading, tokens.text2, "Recordings").size(12.0);
            ui.add(egui::Label::new(name));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add_space(6.0);
                ui.add_enabled_ui(state.dialog.is_none(), |ui| {
                    if icon_button(ui, icons::PLUS, "Open files").clicked() {
                        commands.push(Command::Run(Action::Open));
                    }
                });
            });
        },
    );
}

fn entry(ui: &mut Ui, state: &AppState, document: &Document, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let size = vec2(ui.available_width(), ENTRY);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    if !ui.is_rect_visible(rect) {
        return;
    }
    background(ui, state, document, rect, &response);
    paint_icon(ui, document, pos2(rect.left() + 20.0, rect.top() + 16.0));
    let close = close_button(ui, document, rect, &response);
    let shows_close = close.hovered() || response.contains_pointer() || close.has_focus();
    let right = if shows_close { 34.0 } else { 10.0 };
    let room = (rect.width() - NAMES - right).max(0.0);
    let line = |kind, color, said: &str| text::line(ui.painter(), kind, color, said, room);
    let top = |from: f32, to: f32| {
        Rect::from_x_y_ranges(rect.x_range(), rect.top() + from..=rect.top() + to)
    };
    let left = rect.left() + NAMES;
    let name = line(Type::BodyStrong, tokens.text, &document.name);
    text::paint_left(ui.painter(), top(6.0, 24.0), left, name);
    let color = match document.content {
        Content::Failed(_) => tokens.error,
        Content::Loading(_) | Content::Stopped | Content::Opened(_) => tokens.text2,
    };
    let about = line(Type::Caption, color, &detail(document));
    text::paint_left(ui.painter(), top(24.0, 40.0), left, about);
    if let Content::Loading(job) = &document.content {
        let track = Rect::from_min_size(pos2(left, rect.bottom() - 5.0), vec2(room, 2.0));
        let share = job.task().fraction().unwrap_or(0.0);
        bar::paint(ui.painter(), track, share, tokens.accent, tokens.line);
    }
    if close.clicked() {
        commands.push(Command::CloseDocument(document.id));
    }
    focus::ring(ui, &response, rect.shrink(2.0), size::RADIUS);
    let path = asyncscope_core::error::show_path(&document.path);
    clicked(&response.on_hover_text(tooltip(document, &path)), document, commands);
}

fn clicked(response: &Response, document: &Document, commands: &mut Commands) {
    if response.clicked() {
        commands.push(Command::ShowDocument(document.id));
    }
    if response.middle_clicked() {
        commands.push(Command::CloseDocument(document.id));
    }
}

fn background(ui: &Ui, state: &AppState, document: &Document, rect: Rect, response: &Response) {
    let tokens = theme::tokens(ui);
    let is_shown = state.shown == Some(document.id);
    let name = || format!("{}, {}", document.name, detail(document));
    tell_selectable(response, Role::Tab, is_shown, name);
    if is_shown {
        ui.painter().rect_filled(rect, 0.0, tokens.sel);
        let edge = Rect::from_min_size(rect.min, vec2(2.0, rect.height()));
        ui.painter().rect_filled(edge, 0.0, tokens.accent);
    } else if response.contains_pointer() {
        ui.painter().rect_filled(rect, 0.0, tokens.hover);
    }
}

/// Whether it is heaps or recordings that are compared.
fn is_comparison(opened: &Opened) -> bool {
    opened.compared.is_some() || opened.diff.is_some() || opened.snapshots.is_some()
}

fn paint_icon(ui: &Ui, document: &Document, center: egui::Pos2) {
    let tokens = theme::tokens(ui);
    let (icon, color) = match &document.content {
        Content::Loading(_) => (icons::FILE_ARROW_DOWN, tokens.text2),
        Content::Stopped => (icons::PROHIBIT, tokens.text2),
        Content::Failed(_) => (icons::WARNING_CIRCLE, tokens.error),
        Content::Opened(it) if it.snapshots.is_some() => (icons::TREND_UP, tokens.text2),
        Content::Opened(it) if is_comparison(it) => (icons::SCALES, tokens.text2),
        Content::Opened(it) => (icon_of(it.recording.source.format), tokens.text2),
    };
    let font = egui::FontId::new(size::ICON, theme::Face::Sans.family());
    ui.painter().text(center, egui::Align2::CENTER_CENTER, icon, font, color);
}

/// The icon of a format.
pub(super) fn icon_of(format: &str) -> &'static str {
    if format.contains("CPU") { icons::FILE_JS } else { icons::STACK }
}

fn close_button(ui: &Ui, document: &Document, rect: Rect, entry: &Response) -> Response {
    let tokens = theme::tokens(ui);
    let center = pos2(rect.right() - 20.0, rect.top() + 16.0);
    let rect = Rect::from_center_size(center, vec2(20.0, 20.0));
    let response = ui.interact(rect, entry.id.with("close"), Sense::click());
    let verb = if document.is_loading() { "Stop opening" } else { "Close" };
    let name = format!("{verb} {}", document.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.hovered() || entry.contains_pointer() || response.has_focus() {
        if response.hovered() {
            ui.painter().rect_filled(rect, 4.0, tokens.bg3);
        }
        let color = if response.hovered() { tokens.text } else { tokens.text2 };
        let font = egui::FontId::new(size::ICON_CHIP, theme::Face::Sans.family());
        ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, icons::X, font, color);
        focus::ring(ui, &response, rect, size::RADIUS);
    }
    response.on_hover_text(name)
}

/// What is known of a document, in a few words.
fn detail(document: &Document) -> String {
    match &document.content {
        Content::Loading(job) => match job.task().fraction() {
            Some(share) => format!("Opening, {:.0}\u{2009}%", share * 100.0),
            None => "Opening…".to_owned(),
        },
        Content::Stopped => "Stopped".to_owned(),
        Content::Failed(_) => "Could not be opened".to_owned(),
        Content::Opened(it) if it.compared.is_some() => "Two heaps compared".to_owned(),
        Content::Opened(it) if it.snapshots.is_some() => {
            match it.snapshots.as_ref().map_or(0, |it| it.members.len()) {
                1 => "One heap, what is large".to_owned(),
                n => format!("Leaks of {n} heaps"),
            }
        }
        Content::Opened(it) if it.diff.is_some() => {
            let sides = it.diff.as_ref().map(|it| it.sides.as_ref().map(Vec::len));
            match sides.map_or((1, 1), |it| (it.before, it.after)) {
                (1, 1) => "Two recordings compared".to_owned(),
                (before, after) => format!("{after} recordings after {before}"),
            }
        }
        Content::Opened(it) => {
            let size = document.size.unwrap_or(it.recording.source.size);
            let what = match (&it.recording.heap, it.kind) {
                (Some(heap), _) => wording::counted(heap.n_nodes(), "object"),
                (None, Kind::Allocations) => "sampled allocations".to_owned(),
                (None, Kind::Requests) => wording::counted(it.recording.requests.len(), "request"),
                (None, _) => it.recording.duration.to_string(),
            };
            format!("{what} · {}", Bytes(size))
        }
    }
}

fn tooltip(document: &Document, path: &str) -> String {
    match &document.content {
        Content::Opened(it) if is_comparison(it) => document.name.clone(),
        Content::Opened(it) => {
            let source = &it.recording.source;
            let compressed = source.compression.map(|it| format!(", {it}")).unwrap_or_default();
            let size = Bytes(source.size);
            format!("{path}\n{}{compressed}, {size} of content", source.format)
        }
        Content::Failed(why) => why.clone(),
        Content::Loading(_) | Content::Stopped => path.to_owned(),
    }
}
