//! The command palette, over everything else.

use egui::text::{LayoutJob, TextFormat};
use egui::{Area, Id, Key, Margin, Modal, Modifiers, Rect, Role, ScrollArea, Sense, Ui, vec2};

use crate::actions::keys;
use crate::command::{Command, Commands};
use crate::palette::{Entry, Palette, Target};
use crate::state::AppState;
use crate::theme::{self, Tokens, Type, icons, size};
use crate::views::parts::key_cap;
use crate::widgets::{bidi, tell_selectable, text};
use crate::wording;

/// Widest the palette is.
const WIDTH: f32 = 640.0;
/// From the top of the window.
const TOP: f32 = 88.0;
/// Height of the field.
const FIELD: f32 = 44.0;
/// Height of an entry, and of the name of a group.
const ROW: f32 = 30.0;
/// Height of the line at the bottom.
const FOOT: f32 = 32.0;
/// Highest that the list is.
const LIST: f32 = 440.0;

/// Shows the palette while it is open.
pub(super) fn show(ui: &Ui, state: &AppState, commands: &mut Commands) {
    let Some(palette) = &state.palette else { return };
    let tokens = theme::tokens(ui);
    let screen = ui.ctx().content_rect();
    let width = (screen.width() - 32.0).clamp(0.0, WIDTH);
    let top = TOP.min(screen.height() * 0.1);
    let id = Id::unique("palette");
    let area = Area::new(id).kind(egui::UiKind::Modal).sense(Sense::hover());
    let area = area.order(egui::Order::Foreground).interactable(true);
    let area = area.anchor(egui::Align2::CENTER_TOP, vec2(0.0, top));
    let frame = egui::Frame::popup(ui.style())
        .fill(tokens.bg2)
        .corner_radius(size::RADIUS_PALETTE)
        .inner_margin(Margin::ZERO);
    let modal = Modal::new(id).area(area).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        take_keys(ui, palette, commands);
        field(ui, palette, commands);
        let room = (screen.height() - top - FIELD - FOOT - 48.0).clamp(ROW * 2.0, LIST);
        list(ui, palette, room, commands);
        foot(ui);
    });
    if modal.should_close() {
        commands.push(Command::PaletteClosed);
    }
}

fn take_keys(ui: &Ui, palette: &Palette, commands: &mut Commands) {
    let press = |key| ui.input_mut(|it| it.consume_key(Modifiers::NONE, key));
    let steps = [(Key::ArrowDown, 1), (Key::ArrowUp, -1), (Key::PageDown, 8), (Key::PageUp, -8)];
    for (key, by) in steps {
        if press(key) {
            commands.push(Command::PaletteStep(by));
        }
    }
    if press(Key::Enter) {
        commands.push(Command::PaletteRun(palette.chosen));
    }
}

fn field(ui: &mut Ui, palette: &Palette, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), FIELD), Sense::hover());
    icon(ui, rect, rect.left() + 16.0, icons::MAGNIFYING_GLASS, tokens.text2);
    let counted = wording::counted(palette.n_found, "result");
    let said = if palette.found.is_working() { format!("{counted}…") } else { counted };
    let words = text::line(ui.painter(), Type::Table, tokens.text2, &said, 160.0);
    let right = text::paint_right(ui.painter(), rect, rect.right() - 16.0, words).left();
    let left = rect.left() + 42.0;
    let inner = Rect::from_x_y_ranges(left..=left.max(right - 8.0), rect.y_range());
    let mut said = palette.text.clone();
    let id = Id::unique("palette field");
    let edit = egui::TextEdit::singleline(&mut said)
        .id(id)
        .frame(egui::Frame::NONE)
        .hint_text(text::rich(Type::Body, tokens.text2, "Search or run a command"))
        .font(Type::Body.font())
        .text_color(tokens.text)
        .desired_width(inner.width())
        .margin(Margin::ZERO)
        .align(egui::Align2::LEFT_CENTER);
    let is_new = ui.memory(|it| it.focused() != Some(id));
    let mut at = ui.new_child(egui::UiBuilder::new().max_rect(inner));
    let response = at.add_sized(inner.size(), edit).accessible_name("Command palette");
    if is_new {
        response.request_focus();
        put_cursor_at_end(ui, id, &palette.text);
    }
    if response.changed() {
        commands.push(Command::PaletteTyped(said));
    }
    let line = egui::Stroke::new(1.0, tokens.line);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
}

fn put_cursor_at_end(ui: &Ui, id: Id, said: &str) {
    let mut state = egui::TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let end = egui::text::CCursor::new(said.chars().count());
    state.cursor.set_char_range(Some(egui::text::CCursorRange::one(end)));
    state.store(ui.ctx(), id);
}

fn icon(ui: &Ui, rect: Rect, left: f32, icon: &str, color: egui::Color32) {
    let font = egui::FontId::new(size::ICON, theme::Face::Sans.family());
    let at = egui::pos2(left, rect.center().y);
    ui.painter().text(at, egui::Align2::LEFT_CENTER, icon, font, color);
}

fn list(ui: &mut Ui, palette: &Palette, room: f32, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    if palette.groups.is_empty() {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 56.0), Sense::hover());
        let said = nothing_found(palette);
        let words = text::line(ui.painter(), Type::Body, tokens.text2, said, rect.width() - 32.0);
        text::paint_left(ui.painter(), rect, rect.left() + 16.0, words);
        return;
    }
    let id = ui.scope_id().with("chosen");
    let shown: Option<(usize, usize)> = ui.data(|it| it.get_temp(id));
    let now = (palette.chosen, palette.n_found);
    ui.data_mut(|it| it.insert_temp(id, now));
    let moved = shown != Some(now);
    ScrollArea::vertical().max_height(room).show(ui, |ui| {
        ui.add_space(6.0);
        let mut at = 0;
        for group in &palette.groups {
            let (rect, _) =
                ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
            let name = text::line(ui.painter(), Type::TableStrong, tokens.text2, group.name, 300.0);
            text::paint_left(ui.painter(), rect, rect.left() + 16.0, name);
            for entry in &group.entries {
                let is_chosen = at == palette.chosen;
                let rect = row(ui, entry, is_chosen, at, commands);
                if is_chosen && moved {
                    let rect = rect.expand2(vec2(0.0, if at == 0 { 40.0 } else { 6.0 }));
                    let still = egui::style::ScrollAnimation::none();
                    ui.scroll_to_rect_animation(rect, None, still);
                }
                at += 1;
            }
        }
        ui.add_space(6.0);
    });
}

fn nothing_found(palette: &Palette) -> &'static str {
    match palette.text.trim_start().chars().next() {
        Some(':') => "Type a time such as 31.4, 412ms or a range such as 1.2-3.4",
        _ if palette.found.is_working() => "Searching the recording…",
        _ => "Nothing fits.",
    }
}

/// An entry. Those that are not to be seen are not drawn.
fn row(ui: &mut Ui, entry: &Entry, is_chosen: bool, at: usize, commands: &mut Commands) -> Rect {
    let tokens = theme::tokens(ui);
    let size = vec2(ui.available_width(), ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK);
    if !ui.is_rect_visible(rect) {
        return rect;
    }
    tell_selectable(&response, Role::ListBoxOption, is_chosen, || entry.text.clone());
    if is_chosen {
        ui.painter().rect_filled(rect, 0.0, tokens.sel);
        let edge = Rect::from_min_size(rect.min, vec2(2.0, rect.height()));
        ui.painter().rect_filled(edge, 0.0, tokens.accent);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, tokens.hover);
    }
    let mut right = rect.right() - 16.0;
    if let Target::Action(action) = entry.target {
        let keys = action.shortcuts().first().map(|it| keys::words(*it)).unwrap_or_default();
        for key in keys.iter().rev() {
            right = key_cap(ui.painter(), tokens, rect, right, key) - 4.0;
        }
    } else if !entry.detail.is_empty() {
        let half = rect.width() * 0.5;
        let words = text::middle_line(ui.painter(), Type::Table, tokens.text2, &entry.detail, half);
        right = text::paint_right(ui.painter(), rect, right, words).left() - 12.0;
    }
    let color = if is_chosen { tokens.accent } else { tokens.text2 };
    icon(ui, rect, rect.left() + 16.0, icon_of(&entry.target), color);
    let left = rect.left() + 42.0;
    let words = highlighted(ui, entry, tokens, right - left);
    text::paint_left(ui.painter(), rect, left, words);
    let response = if entry.text.chars().count() > 60 {
        response.on_hover_text(text::clipped(&entry.text))
    } else {
        response
    };
    if response.clicked() {
        commands.push(Command::PaletteRun(at));
    }
    rect
}

/// The words of an entry, with the letters that were typed standing out.
fn highlighted(ui: &Ui, entry: &Entry, tokens: &Tokens, room: f32) -> std::sync::Arc<egui::Galley> {
    let is_code =
        matches!(entry.target, Target::Function(_) | Target::Class(_) | Target::Object(_));
    let (plain, strong) =
        if is_code { (Type::Code, Type::CodeStrong) } else { (Type::Body, Type::BodyStrong) };
    let mut job = LayoutJob::default();
    let shown = text::clipped(&entry.text);
    if bidi::runs_to_the_left(&shown) {
        // Letters that were typed stand elsewhere in the line.
        return text::line(ui.painter(), plain, tokens.text, &shown, room);
    }
    let mut letters = entry.letters.iter().peekable();
    for (i, letter) in shown.chars().enumerate() {
        let is_typed = letters.next_if(|it| **it == i).is_some();
        let (kind, color) = if is_typed { (strong, tokens.accent) } else { (plain, tokens.text) };
        let format = TextFormat { font_id: kind.font(), color, ..TextFormat::default() };
        let letter = if letter.is_control() { ' ' } else { letter };
        match job.sections.last_mut().filter(|it| it.format == format) {
            Some(last) => {
                job.text.push(letter);
                last.byte_range.end = egui::text::ByteIndex(job.text.len());
            }
            None => job.append(letter.encode_utf8(&mut [0; 4]), 0.0, format),
        }
    }
    job.wrap = egui::text::TextWrapping::truncate_at_width(room);
    ui.painter().layout_job(job)
}

fn icon_of(target: &Target) -> &'static str {
    match target {
        Target::Action(action) => action.icon().unwrap_or(icons::CARET_RIGHT),
        Target::Document(_) => icons::STACK,
        Target::File(_) => icons::FILE,
        Target::Thread(_) | Target::Class(_) => icons::ROWS,
        Target::Function(_) => icons::FUNCTION,
        Target::Operation(_) => icons::TIMER,
        Target::Object(_) => icons::CROSSHAIR,
        Target::Time(_) => icons::CLOCK,
    }
}

/// The keys of the palette, and the signs it knows.
fn foot(ui: &mut Ui) {
    let tokens = theme::tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), FOOT), Sense::hover());
    let line = egui::Stroke::new(1.0, tokens.line);
    ui.painter().hline(rect.x_range(), rect.top() + 0.5, line);
    let said = "@ functions   # threads, files   : time   > actions";
    let words = text::line(ui.painter(), Type::Caption, tokens.text2, said, 330.0);
    let mut right = text::paint_right(ui.painter(), rect, rect.right() - 16.0, words).left() - 16.0;
    for (what, caps) in [("close", &["Esc"][..]), ("run", &["Enter"]), ("choose", &["↑", "↓"])]
    {
        let words = text::line(ui.painter(), Type::Caption, tokens.text2, what, 80.0);
        let needs = words.size().x + 60.0;
        if right - needs < rect.left() + 8.0 {
            return;
        }
        right = text::paint_right(ui.painter(), rect, right, words).left() - 4.0;
        for cap in caps.iter().rev() {
            right = key_cap(ui.painter(), tokens, rect, right, cap) - 4.0;
        }
        right -= 8.0;
    }
}
