//! The row below the tools of a view of stacks: how much is shown, what changes it, what colours
//! mean. And what stands in place of stacks where none are left.

use asyncscope_core::units::Count;
use egui::{Align, Layout, Popup, Rect, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::parts::row_of_tools;
use super::parts::{nothing, thread_label};
use super::{Scene, color_key};
use crate::command::{Command, Commands};
use crate::kind::Kind;
use crate::opened::Opened;
use crate::theme::{self, Type, icons, size};
use crate::transforms::{in_detail, in_words};
use crate::widgets::button::{self, Button};
use crate::widgets::chip::{Chip, ChipEvent};
use crate::widgets::{menu_look, text};
use crate::wording;

/// Height of the row, in points.
const HEIGHT: f32 = 32.0;
/// The widest that a chip may be, in points.
const CHIP: f32 = 240.0;
/// Room for the button behind which further chips are, in points.
const REST: f32 = 96.0;
/// What chips leave to the key of the colours, in points.
const KEY: f32 = 320.0;

/// The row: `sentence` first, then what `more` adds, then chips, and the key to colours at the
/// right.
pub fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    sentence: &str,
    commands: &mut Commands,
    more: impl FnOnce(&mut Ui, &mut Commands),
) {
    row(ui, |ui| {
        let color = theme::tokens(ui).text;
        text::fixed(ui, Type::Table, color, sentence);
        more(ui, commands);
        only_my_code(ui, scene, commands);
        let room = ui.available_width() - KEY;
        chips(ui, scene.opened, (room, size::CONTROL), commands);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            color_key::button(ui, scene, commands);
            color_key::strip(ui, scene);
        });
    });
}

/// The row of a table of stacks.
pub fn show_table(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let busy = scene.opened.answers.weighed.value().map_or(0, |it| it.busy());
    let sentence = sentence(scene.opened, busy);
    show(ui, scene, &sentence, commands, |_, _| {});
}

fn row(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let tokens = theme::tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line0));
    let inner = rect.shrink2(vec2(size::PANEL, 0.0));
    row_of_tools(ui, inner, content);
}

/// The switch that leaves only the program's own code, in all views.
pub fn only_my_code(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let is_on = scene.opened.selection.only_my_code;
    let about = "Take the code of packages, Node.js and the engine out of all stacks; its time \
                 goes to the code that called it";
    let switch = ui.add(Button::new("Only my code").icon(icons::CODE).switch(is_on));
    if switch.on_hover_text(about).clicked() {
        commands.push(Command::OnlyMyCode(!is_on));
    }
}

/// A chip for each change of the stacks, `height` high, in `room`; the rest behind a button.
pub fn chips(ui: &mut Ui, opened: &Opened, (room, height): (f32, f32), commands: &mut Commands) {
    let changes = &opened.selection.transforms;
    let spacing = ui.spacing().item_spacing.x;
    let mut left = room;
    for (at, change) in changes.iter().enumerate() {
        let (said, about) =
            (in_words(&opened.recording, change), in_detail(&opened.recording, change));
        let chip = Chip { said: &said, about: &about, kind: Type::Table, height, max_width: CHIP };
        let width = chip.width(ui) + spacing;
        let is_last = at + 1 == changes.len();
        let needed = if is_last { width } else { width + REST };
        if left < needed {
            return rest(ui, opened, at, commands);
        }
        left -= width;
        if chip.show(ui) == ChipEvent::Removed {
            commands.push(Command::RemoveTransform(at));
        }
    }
}

/// A button for the changes from `first` on.
fn rest(ui: &mut Ui, opened: &Opened, first: usize, commands: &mut Commands) {
    let changes = &opened.selection.transforms[first..];
    let word = if first == 0 { "change" } else { "more change" };
    let response = button::link(ui, &wording::counted(changes.len(), word));
    Popup::menu(&response).show(|ui| {
        menu_look(ui, 320.0);
        ui.spacing_mut().item_spacing.y = 4.0;
        for (at, change) in (first..).zip(changes) {
            let said = in_words(&opened.recording, change);
            let about = in_detail(&opened.recording, change);
            let (kind, height, max_width) = (Type::Table, size::CONTROL, 300.0);
            let chip = Chip { said: &said, about: &about, kind, height, max_width };
            if chip.show(ui) == ChipEvent::Removed {
                commands.push(Command::RemoveTransform(at));
            }
        }
        if ui.add(Button::new("Remove all changes").icon(icons::X)).clicked() {
            commands.push(Command::ClearTransforms);
        }
    });
}

/// How much of a recording is shown, and of which threads: `12.3 s of 60.0 s busy · Main`.
pub fn sentence(opened: &Opened, shown: u64) -> String {
    let recording = &opened.recording;
    let threads = match opened.selection.threads.as_deref() {
        None => String::new(),
        Some([thread]) => format!(" · {}", thread_label(recording, *thread)),
        Some(threads) => {
            let all = Count(recording.threads.process.len() as u64);
            format!(" · {} of {all} threads", Count(threads.len() as u64))
        }
    };
    let busy = match opened.kind {
        Kind::Allocations | Kind::HeapTimeline => "allocated",
        _ => "busy",
    };
    match opened.answers.whole.value() {
        Some(whole) if whole.busy == shown => format!("{} {busy}{threads}", whole.unit.show(shown)),
        Some(whole) => {
            let (shown, all) = (whole.unit.show(shown), whole.unit.show(whole.busy));
            format!("{shown} of {all} {busy}{threads}")
        }
        None => String::new(),
    }
}

/// What stands in place of stacks where the selection has none, with ways to get some.
pub fn nothing_left(ui: &mut Ui, opened: &Opened, commands: &mut Commands) {
    let selection = &opened.selection;
    let is_filtered = selection.only_my_code || !selection.transforms.is_empty();
    let why = match (&selection.range, is_filtered) {
        (_, true) => "No stack is left: the changes of stacks take all of them away.".to_owned(),
        (Some(range), false) => format!("No stack was sampled in {}.", wording::range(range)),
        (None, false) if selection.threads.is_some() => "These threads have no samples.".to_owned(),
        (None, false) => "This recording has no CPU samples: it shows no stacks.".to_owned(),
    };
    nothing(ui, &why, |ui| {
        let mut offer = |ui: &mut Ui, said: &str, command: Command| {
            if ui.add(Button::new(said)).clicked() {
                commands.push(command);
            }
        };
        if selection.only_my_code {
            offer(ui, "Show all code", Command::OnlyMyCode(false));
        }
        if !selection.transforms.is_empty() {
            offer(ui, "Remove all changes", Command::ClearTransforms);
        }
        if selection.range.is_some() {
            offer(ui, "Clear the range", Command::SelectRange(None));
        }
        if selection.threads.is_some() {
            offer(ui, "Show all threads", Command::SelectThreads(None));
        }
    });
}

/// A thin line of text in a row of its own, for what is below.
pub fn caption(ui: &mut Ui, said: &str) -> Rect {
    let tokens = theme::tokens(ui);
    let size = vec2(ui.available_width(), 22.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said));
    let inner = rect.shrink2(vec2(size::PANEL, 0.0));
    let words = text::line(ui.painter(), Type::Caption, tokens.text2, said, inner.width());
    text::paint_left(ui.painter(), inner, inner.left(), words);
    rect
}
