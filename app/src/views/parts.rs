//! Parts that several views share: what to choose, what to write, what to say.

use asyncscope_core::model::{Category, Recording, ThreadIndex};
use egui::vec2;
use egui::{Align, Button as MenuItem, Layout, Painter, Popup, Rect, Role, Sense, Ui, WidgetInfo};

use super::Scene;
use crate::command::{Command, Commands};
use crate::export::ExportWhat;
use crate::questions::threads;
use crate::theme::{self, Tokens, Type, icons, size};
use crate::widgets::bar::square;
use crate::widgets::button::{Button, link};
use crate::widgets::{menu_look, tell_selectable, text};
use crate::wording;

/// A row of tools below the tabs.
pub fn toolbar(ui: &mut Ui, tools: impl FnOnce(&mut Ui)) {
    let tokens = theme::tokens(ui);
    let size = vec2(ui.available_width(), size::TOOLBAR);
    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, tokens.line0));
    let inner = rect.shrink2(vec2(size::PANEL, 0.0));
    row_of_tools(ui, inner, tools);
}

/// Tools beside each other in `rect`. Where it is too narrow for them, they scroll sideways instead
/// of lying over each other.
pub fn row_of_tools(ui: &mut Ui, rect: Rect, tools: impl FnOnce(&mut Ui)) {
    let layout = Layout::left_to_right(Align::Center);
    let mut row = ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(layout));
    if LEAST_TOOLS <= rect.width() {
        row.spacing_mut().item_spacing.x = 8.0;
        return tools(&mut row);
    }
    let visibility = egui::scroll_area::ScrollBarVisibility::VisibleWhenNeeded;
    let id = ui.next_auto_id().with("tools"); // a view may have several rows
    let scroll = egui::ScrollArea::horizontal().id_salt(id).scroll_bar_visibility(visibility);
    scroll.show(&mut row, |ui| {
        let wanted = vec2(LEAST_TOOLS, rect.height());
        ui.allocate_ui_with_layout(wanted, layout, |ui| {
            ui.set_width(LEAST_TOOLS);
            ui.spacing_mut().item_spacing.x = 8.0;
            tools(ui);
        });
    });
}

/// Room that a row of tools needs, in points.
const LEAST_TOOLS: f32 = 640.0;

/// Chooses the thread that all views are about; nothing where there is no choice.
pub fn thread_picker(ui: &mut Ui, scene: Scene<'_>, all: bool, commands: &mut Commands) {
    let opened = scene.opened;
    let recording = &opened.recording;
    let choices = threads::contents(recording);
    if choices.len() < 2 {
        return;
    }
    let sole = opened.selection.sole_thread();
    let shown = if all { sole } else { opened.shown_thread() };
    let said = match shown {
        Some(thread) => thread_label(recording, thread),
        None => format!("All {} threads", choices.len()),
    };
    let said = shortened(&said, 28);
    let response = ui.add(Button::new(&said).icon(icons::ROWS));
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Thread: {said}")));
    Popup::menu(&response).show(|ui| {
        menu_look(ui, 340.0);
        egui::ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            if all && item(ui, "All threads", "", shown.is_none()) {
                commands.push(Command::SelectThreads(None));
            }
            for choice in choices {
                let holds = thread_content(&choice);
                let name = thread_label(recording, choice.thread);
                if item(ui, &name, &holds, shown == Some(choice.thread)) {
                    commands.push(Command::SelectThreads(Some(vec![choice.thread])));
                }
            }
        });
    });
}

fn item(ui: &mut Ui, name: &str, about: &str, is_chosen: bool) -> bool {
    let tokens = theme::tokens(ui);
    let (kind, color) =
        if is_chosen { (Type::BodyStrong, tokens.accent) } else { (Type::Body, tokens.text) };
    let button = MenuItem::new(text::rich(kind, color, name))
        .truncate()
        .min_size(vec2(ui.available_width(), 26.0))
        .shortcut_text(text::rich(Type::Caption, tokens.text2, about));
    let response = ui.add(button);
    tell_selectable(&response, Role::MenuItemRadio, is_chosen, || name.to_owned());
    let clicked = response.clicked();
    if clicked {
        Popup::close_all(ui.ctx());
    }
    clicked
}

fn thread_content(content: &threads::ThreadContent) -> String {
    match (content.n_samples, content.n_spans) {
        (0, spans) => wording::counted(spans, "span"),
        (samples, _) => wording::counted(samples, "sample"),
    }
}

/// A thread's name with its number, which tells threads of one name apart.
pub fn thread_label(recording: &Recording, thread: ThreadIndex) -> String {
    let name = recording.thread_name(thread);
    match recording.threads.tid[thread] {
        Some(tid) if recording.threads.name[thread].is_some() => format!("{name} · {tid}"),
        _ => name,
    }
}

fn shortened(said: &str, most: usize) -> String {
    if said.chars().count() <= most {
        return said.to_owned();
    }
    let kept: String = said.chars().take(most - 1).collect();
    format!("{kept}…")
}

/// The buttons that write and copy a table, at the right of a toolbar.
pub fn export_buttons(ui: &mut Ui, scene: Scene<'_>, what: ExportWhat, commands: &mut Commands) {
    let export = Button::new("Export CSV…").icon(icons::EXPORT);
    if ui.add_enabled(!scene.is_choosing, export).clicked() {
        commands.push(Command::Export(what));
    }
    let copy = ui.add(Button::new("Copy").icon(icons::COPY));
    if copy.on_hover_text("Copy the whole table as CSV").clicked() {
        commands.push(Command::CopyTable(what));
    }
}

/// A sentence in the middle of a view that has nothing to show, with what to do about it.
pub fn nothing(ui: &mut Ui, why: &str, remedy: impl FnOnce(&mut Ui)) {
    let tokens = theme::tokens(ui);
    ui.vertical_centered(|ui| {
        ui.add_space(72.0);
        ui.spacing_mut().item_spacing.y = 8.0;
        text::paragraph(ui, Type::Body, tokens.text2, why);
        remedy(ui);
    });
}

/// A row that names keys: what they do at the left, the ways to do it at the right, each the keys
/// that are held together.
pub fn keys_row(ui: &mut Ui, what: &str, ways: &[&[&str]]) {
    let tokens = theme::tokens(ui);
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), 26.0), egui::Sense::hover());
    let said: Vec<String> = ways.iter().map(|keys| keys.join("+")).collect();
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Label, true, format!("{what}: {}", said.join(", ")))
    });
    let mut right = rect.right();
    for keys in ways.iter().rev() {
        for key in keys.iter().rev() {
            right = key_cap(ui.painter(), tokens, rect, right, key) - 4.0;
        }
        right -= 4.0;
    }
    let words = text::line(ui.painter(), Type::Body, tokens.text2, what, right - rect.left());
    text::paint_left(ui.painter(), rect, rect.left(), words);
}

/// Paints a key so that it ends at `right`, in the middle of `rect`; returns where it begins.
pub fn key_cap(painter: &Painter, tokens: &Tokens, rect: Rect, right: f32, key: &str) -> f32 {
    let words = text::line(painter, Type::CaptionStrong, tokens.text2, key, 200.0);
    let width = (words.size().x + 12.0).max(18.0);
    let center = egui::pos2(right - width / 2.0, rect.center().y);
    let cap = Rect::from_center_size(center, vec2(width, 18.0));
    let line = egui::Stroke::new(1.0, tokens.line);
    painter.rect(cap, 3.0, tokens.bg1, line, egui::StrokeKind::Inside);
    text::paint_center(painter, cap, words);
    cap.left()
}

/// Entries of a legend: a colour and words each, in as many rows as they need.
pub fn legend(ui: &mut Ui, entries: &[(Category, String)]) {
    const SQUARE: f32 = 16.0;
    const GAP: f32 = 24.0;
    const ROW: f32 = 20.0;
    let tokens = theme::tokens(ui);
    let width = ui.available_width();
    let (mut x, mut row) = (0.0, 0.0);
    let mut placed = Vec::with_capacity(entries.len());
    for (category, said) in entries {
        let words = text::line(ui.painter(), Type::Table, tokens.text2, said, width - SQUARE);
        let wide = SQUARE + words.size().x;
        if x > 0.0 && x + wide > width {
            (x, row) = (0.0, row + 1.0);
        }
        placed.push((*category, words, x, row * ROW));
        x += wide + GAP;
    }
    let (rect, response) = ui.allocate_exact_size(vec2(width, (row + 1.0) * ROW), Sense::hover());
    let all: Vec<&str> = entries.iter().map(|it| it.1.as_str()).collect();
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, all.join("; ")));
    for (category, words, x, y) in placed {
        let line = Rect::from_min_size(rect.min + vec2(x, y), vec2(width, ROW));
        let center = egui::pos2(line.left() + 5.0, line.center().y);
        square(ui.painter(), center, tokens.category(category).fill, tokens);
        text::paint_left(ui.painter(), line, line.left() + SQUARE, words);
    }
}

/// The name of a list, a note on it, and a link to more; returns whether that was clicked.
pub(super) fn list_head(ui: &mut Ui, name: &str, note: &str, more: &str) -> bool {
    let tokens = theme::tokens(ui);
    let mut clicked = false;
    ui.spacing_mut().item_spacing.y = 0.0;
    let row = vec2(ui.available_width(), 28.0);
    ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        text::fixed(ui, Type::Heading, tokens.text, name);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if !more.is_empty() {
                clicked = link(ui, more).clicked();
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                text::label(ui, Type::Table, tokens.text2, note);
            });
        });
    });
    let (rule, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().rect_filled(rule, 0.0, tokens.line);
    clicked
}
