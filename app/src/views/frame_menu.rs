//! The menu of a function: what can be done with it, the same in every view that shows functions.
//!
//! A view keeps a [`FrameMenu`], opens it when a function is clicked with the secondary button, and
//! shows it in every frame, last of all:
//!
//! ```ignore
//! if let Some(frame) = secondary_clicked {
//!     memory.menu.open(ui, FrameTarget { frame, path });
//! }
//! memory.menu.show(ui, scene, commands);
//! ```

use asyncscope_core::model::{FrameIndex, Recording};
use egui::{Button as MenuItem, Popup, Pos2, Ui, vec2};

use super::{Scene, View};
use crate::actions::{Action, keys};
use crate::command::{Command, Commands};
use crate::selection::Entity;
use crate::theme::{self, Type};
use crate::transforms::TransformKind;
use crate::widgets::popup_menu::PopupMenu;
use crate::widgets::{menu_look, text};

/// Width of the menu, in points.
const WIDTH: f32 = 300.0;
/// Height of an entry, in points.
const ENTRY: f32 = 24.0;
/// Longer names are cut, in characters.
const MOST_CHARS: usize = 34;

/// What a menu is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameTarget {
    /// The function.
    pub frame: FrameIndex,
    /// The stack that it was met on, outermost first, itself last; empty if it was met without
    /// one, or on a stack that does not begin at an outermost caller.
    pub path: Vec<FrameIndex>,
}

/// The menu of a function, while it is open.
#[derive(Debug, Default)]
pub struct FrameMenu {
    menu: PopupMenu<FrameTarget>,
}

impl FrameMenu {
    /// Opens it at the pointer.
    pub fn open(&mut self, ui: &Ui, target: FrameTarget) {
        self.menu.open(ui, target);
    }

    /// Opens it at a place: where a function stands that was reached by keys.
    pub fn open_at(&mut self, at: Pos2, target: FrameTarget) {
        self.menu.open_at(at, target);
    }

    /// Shows it, if it is open. `ui` is that of the view.
    pub fn show(&mut self, ui: &Ui, scene: Scene<'_>, commands: &mut Commands) {
        self.menu.show(ui, "menu of a function", |ui, target| entries(ui, scene, target, commands));
    }
}

/// The entries of the menu, for a menu that is already open.
pub fn entries(ui: &mut Ui, scene: Scene<'_>, target: &FrameTarget, commands: &mut Commands) {
    menu_look(ui, WIDTH);
    let tokens = theme::tokens(ui);
    let recording = &*scene.opened.recording;
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.add_space(8.0);
        text::label(ui, Type::CodeStrong, tokens.text, recording.frame_name(target.frame));
    });
    ui.add_space(4.0);
    ui.separator();
    changes(ui, scene, target, commands);
    ui.separator();
    places(ui, scene, target, commands);
    ui.separator();
    copies(ui, recording, target, commands);
}

/// The changes to stacks.
fn changes(ui: &mut Ui, scene: Scene<'_>, target: &FrameTarget, commands: &mut Commands) {
    let recording = &scene.opened.recording;
    // In other views the letters mean other things.
    let has_letters = scene.opened.view.has_stacks();
    for kind in TransformKind::ALL {
        let change = kind.of(recording, Some(target.frame), &target.path);
        let said = match (kind, recording.frames.package(target.frame)) {
            (TransformKind::CollapsePackage, Some(package)) => {
                format!("Collapse package {}", cut(recording.text(package)))
            }
            _ => kind.text().to_owned(),
        };
        let keys = keys::said(Action::Transform(kind)).filter(|_| has_letters);
        let keys = keys.unwrap_or_default();
        let is_there = change.is_some();
        let clicked = ui.add_enabled_ui(is_there, |ui| entry(ui, &said, &keys, kind.about())).inner;
        if let Some(change) = change.filter(|_| clicked) {
            select(target, commands);
            commands.push(Command::Transform(change));
        }
    }
}

/// The other views, showing the function.
fn places(ui: &mut Ui, scene: Scene<'_>, target: &FrameTarget, commands: &mut Commands) {
    for view in View::ALL {
        if view == scene.opened.view
            || matches!(
                view,
                View::Overview | View::Spans | View::Operations | View::Memory | View::Tracked
            )
        {
            continue;
        }
        let said = format!("Show in {}", view.name().to_lowercase());
        if entry(ui, &said, "", "Selects the function and goes to the view") {
            select(target, commands);
            commands.push(Command::ShowView(view));
        }
    }
    if entry(ui, "Select all its calls", "", "Marks the function wherever it is called") {
        commands.push(Command::Select(None)); // forgets on which stack it was met
        commands.push(Command::Select(Some(Entity::Function(target.frame))));
    }
}

fn copies(ui: &mut Ui, recording: &Recording, target: &FrameTarget, commands: &mut Commands) {
    if entry(ui, "Copy name", "", "Puts the name of the function on the clipboard") {
        let text = recording.frame_name(target.frame).to_owned();
        commands.push(Command::CopyText { text, what: "the name" });
    }
    if entry(ui, "Copy location", "", "Puts script, line and column on the clipboard") {
        let text = recording.frame_place(target.frame);
        commands.push(Command::CopyText { text, what: "the location" });
    }
    let has_stack = !target.path.is_empty();
    let about = "Puts the function and its callers on the clipboard, one a line, itself first";
    let copies = |ui: &mut Ui| entry(ui, "Copy stack", "", about);
    if ui.add_enabled_ui(has_stack, copies).inner {
        let text = stack_as_text(recording, &target.path);
        commands.push(Command::CopyText { text, what: "the stack" });
    }
}

/// A stack, outermost first, as text: a function and its place a line, innermost first.
pub fn stack_as_text(recording: &Recording, path: &[FrameIndex]) -> String {
    let line = |&it: &FrameIndex| {
        let (name, place) = (recording.frame_name(it), recording.frame_place(it));
        if place.is_empty() { format!("{name}\n") } else { format!("{name} ({place})\n") }
    };
    path.iter().rev().map(line).collect()
}

fn select(target: &FrameTarget, commands: &mut Commands) {
    commands.push(match target.path.as_slice() {
        [] => Command::Select(Some(Entity::Function(target.frame))),
        path => Command::SelectPath(path.to_vec()),
    });
}

/// One entry; says whether it was chosen.
pub(super) fn entry(ui: &mut Ui, said: &str, keys: &str, about: &str) -> bool {
    let tokens = theme::tokens(ui);
    let color = if ui.is_enabled() { tokens.text } else { tokens.text3 };
    let mut button = MenuItem::new(text::rich(Type::Body, color, said))
        .min_size(vec2(ui.available_width(), ENTRY));
    if !keys.is_empty() {
        button = button.shortcut_text(text::rich(Type::Caption, tokens.text2, keys));
    }
    let clicked = ui.add(button).on_hover_text(about).clicked();
    if clicked {
        Popup::close_all(ui.ctx());
    }
    clicked
}

fn cut(name: &str) -> String {
    if name.chars().count() <= MOST_CHARS {
        return name.to_owned();
    }
    let kept: String = name.chars().take(MOST_CHARS - 1).collect();
    format!("{kept}…")
}
