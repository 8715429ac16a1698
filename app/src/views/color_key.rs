//! What colours mean: a button that says and changes it, and squares beside it.

use asyncscope_core::model::Category;
use asyncscope_core::units::THIN_SPACE;
use egui::{Button as MenuItem, Popup, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::Scene;
use crate::command::{Command, Commands};
use crate::questions::colors::{ColorKey, ColorPart, HOTTEST, Hue};
use crate::state::ColorBy;
use crate::theme::{self, Type, icons};
use crate::widgets::bar::square;
use crate::widgets::button::Button;
use crate::widgets::{menu_look, tell_selectable, text};
use crate::wording;

/// Width of the menu, in points.
const WIDTH: f32 = 280.0;
/// Height of a line of the menu, in points.
const LINE: f32 = 20.0;
/// More entries of a key are not listed.
const MOST: usize = 200;
/// Room for a square before its words, in points.
const SQUARE: f32 = 16.0;
/// Room between entries beside each other, in points.
const GAP: f32 = 14.0;
/// The longest name of an entry beside others, in points.
const WIDEST: f32 = 150.0;
/// Width and height of a step of the scale, in points.
const STEP: egui::Vec2 = vec2(14.0, 10.0);

/// The button that says what colours mean; its menu has the choices and the whole key.
pub fn button(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let by = scene.look.color_by;
    let said = format!("Colour: {}", by.name());
    let response = ui.add(Button::new(&said).icon(icons::CARET_DOWN));
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &said));
    Popup::menu(&response).show(|ui| {
        menu_look(ui, WIDTH);
        for choice in ColorBy::ALL {
            choose(ui, choice, by, commands);
        }
        ui.separator();
        match scene.opened.color_key(scene.look) {
            Some(key) => whole(ui, key),
            None => line(ui, None, "Not worked out yet", ""),
        }
    });
}

fn choose(ui: &mut Ui, choice: ColorBy, by: ColorBy, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let is_chosen = choice == by;
    let (kind, color) =
        if is_chosen { (Type::BodyStrong, tokens.accent) } else { (Type::Body, tokens.text) };
    let about = match choice {
        ColorBy::Category => "The kind of work",
        ColorBy::Package => "Whose code it is",
        ColorBy::SelfTime => "How much it ran itself",
    };
    let item = MenuItem::new(text::rich(kind, color, choice.name()))
        .min_size(vec2(ui.available_width(), 26.0))
        .shortcut_text(text::rich(Type::Caption, tokens.text2, about));
    let response = ui.add(item);
    tell_selectable(&response, Role::MenuItemRadio, is_chosen, || choice.name().to_owned());
    if response.clicked() {
        commands.push(Command::ColorBy(choice));
    }
}

/// Every entry of the key, with what it weighs.
fn whole(ui: &mut Ui, key: &ColorKey) {
    ui.add_space(2.0);
    if key.by == ColorBy::SelfTime {
        for step in (0..=HOTTEST).rev() {
            let said = match step {
                HOTTEST => format!("{}, the most of a function", key.unit.show(key.most)),
                0 => "next to nothing".to_owned(),
                _ => format!("about {}", key.unit.show(at_step(key.most, step))),
            };
            line(ui, Some(Hue::Heat(step)), &said, "");
        }
        return;
    }
    let rows = |ui: &mut Ui| {
        for part in key.parts.iter().take(MOST) {
            line(ui, Some(part.hue), &part.label, &wording::share(part.own, key.sum));
        }
        if let Some(rest @ 1..) = key.parts.len().checked_sub(MOST) {
            line(ui, None, &format!("and {}", wording::counted(rest, "more package")), "");
        }
        if key.parts.is_empty() {
            line(ui, None, "No stacks are selected", "");
        }
    };
    ScrollArea::vertical().max_height(LINE * 14.0).show(ui, rows);
    line(ui, None, "Shares are of self time in the selection", "");
}

/// The weight that a step of the scale stands for.
fn at_step(most: u64, step: u8) -> u64 {
    let (step, hottest) = (u128::from(step), u128::from(HOTTEST));
    u64::try_from(u128::from(most) * step * step / (hottest * hottest)).unwrap_or(most)
}

fn line(ui: &mut Ui, hue: Option<Hue>, said: &str, right: &str) {
    let tokens = theme::tokens(ui);
    let size = vec2(ui.available_width(), LINE);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let whole = if right.is_empty() { said.to_owned() } else { format!("{said}, {right}") };
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &whole));
    let inner = rect.shrink2(vec2(8.0, 0.0));
    let mut left = inner.left();
    if let Some(hue) = hue {
        let fill = hue.color(tokens).fill;
        square(ui.painter(), pos2(left + 5.0, inner.center().y), fill, tokens);
        left += SQUARE;
    }
    let number = text::line(ui.painter(), Type::Table, tokens.text2, right, 80.0);
    let room = inner.right() - left - number.size().x - 8.0;
    let color = if hue.is_some() { tokens.text } else { tokens.text2 };
    let words = text::line(ui.painter(), Type::Table, color, said, room);
    text::paint_left(ui.painter(), inner, left, words);
    text::paint_right(ui.painter(), inner, inner.right(), number);
}

/// The entries that weigh most, side by side, from right to left in what room there is.
///
/// `ui` is laid out from right to left.
pub fn strip(ui: &mut Ui, scene: Scene<'_>) {
    let Some(key) = scene.opened.color_key(scene.look) else { return };
    if key.by == ColorBy::SelfTime {
        return scale(ui, key);
    }
    let tokens = theme::tokens(ui);
    let mut room = ui.available_width() - 2.0 * GAP;
    let mut shown = Vec::new();
    // Stacks are shown without idle time.
    let is_idle = |it: &&ColorPart| it.hue == Hue::Category(Category::Idle);
    let has_stacks = scene.opened.view.has_stacks();
    for part in key.parts.iter().filter(|it| !(has_stacks && is_idle(it))) {
        let words = text::line(ui.painter(), Type::Caption, tokens.text2, &part.label, WIDEST);
        let width = SQUARE + words.size().x + GAP;
        if room < width {
            break;
        }
        room -= width;
        shown.push((part, words, width));
    }
    let width: f32 = shown.iter().map(|it| it.2).sum();
    let (rect, response) = ui.allocate_exact_size(vec2(width, 20.0), Sense::hover());
    let names: Vec<&str> = shown.iter().map(|it| it.0.label.as_str()).collect();
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, names.join(", ")));
    let mut left = rect.left();
    for (ColorPart { hue, .. }, words, width) in shown {
        let center = pos2(left + 5.0, rect.center().y);
        square(ui.painter(), center, hue.color(tokens).fill, tokens);
        text::paint_left(ui.painter(), rect, left + SQUARE, words);
        left += width;
    }
}

/// The scale of self time: `0 ▮▮▮▮▮▮▮▮ 1.2 s`.
fn scale(ui: &mut Ui, key: &ColorKey) {
    let tokens = theme::tokens(ui);
    let steps: f32 = tokens.heat().iter().map(|_| STEP.x).sum();
    let most = format!("{}{THIN_SPACE}self", key.unit.show(key.most));
    let most = text::line(ui.painter(), Type::Caption, tokens.text2, &most, WIDEST);
    let none = text::line(ui.painter(), Type::Caption, tokens.text2, "0", WIDEST);
    let width = none.size().x + 6.0 + steps + 6.0 + most.size().x + GAP;
    if ui.available_width() < width {
        return;
    }
    let (rect, response) = ui.allocate_exact_size(vec2(width, 20.0), Sense::hover());
    let said = format!("Self time from 0 to {}", key.unit.show(key.most));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    let mut left = text::paint_left(ui.painter(), rect, rect.left(), none).right() + 6.0;
    for color in tokens.heat() {
        let top = rect.center().y - STEP.y / 2.0;
        let step = Rect::from_min_size(pos2(left, top), STEP);
        ui.painter().rect_filled(step, 0.0, color.fill);
        left += STEP.x;
    }
    text::paint_left(ui.painter(), rect, left + 6.0, most);
}
