//! Requests one by one: a table with a waterfall, or a waterfall with names before it.
//!
//! Both are one table: in the waterfall its last column has most of the room. Ruler, marks, the
//! selected time and the strip below share one axis, which is also that of the timeline.

mod axis;
mod backdrop;
mod bars;
mod cells;
mod footer;
mod heads;
mod input;
mod look;
mod menu;
pub(super) mod overview;
mod strip;
mod table;

pub(super) use axis::Axis;
pub(super) use bars::phase_box;
pub(super) use look::{kind_color, outcome, status, status_color, time};

use asyncscope_core::units::Nanos;
use egui::{Align, Layout, Popup, Ui, vec2};

use super::parts::{nothing, toolbar};
use super::table_parts::{error_line, filter_field, has_words, write_buttons};
use super::{Scene, View};
use crate::answers::AnswerState;
use crate::command::{Command, Commands};
use crate::export::ExportWhat;
use crate::requests::{RequestCommand, RequestMode};
use crate::selection::Entity;
use crate::theme::{self, Type, icons, size};
use crate::widgets::button::{Button, link};
use crate::widgets::chip::{Chip, ChipEvent};
use crate::widgets::segments::segments;
use crate::widgets::{menu_look, text};

/// Less room than this has no strip below the table.
const ENOUGH: f32 = 260.0;
/// Words to begin with, for who does not know them.
const WORDS: [&str; 6] = [
    "status:5xx",
    "is:failed",
    "slower-than:500ms",
    "larger-than:100k",
    "method:POST",
    "-type:image",
];

/// What the view remembers for itself.
#[derive(Debug, Default)]
pub struct RequestsMemory {
    /// What was last brought into view.
    revealed: Option<Entity>,
    /// From where a stretch of time is dragged.
    selecting: Option<Nanos>,
    /// The menu of a request.
    menu: menu::RequestMenu,
    /// The menu of a column.
    column_menu: menu::ColumnMenu,
}

/// Shows the view.
pub fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    memory: &mut super::ViewMemory,
    commands: &mut Commands,
) {
    tools(ui, scene, commands);
    let requests = &scene.opened.answers.requests;
    let list = match requests.list.state() {
        AnswerState::Ready(list) | AnswerState::Working(Some(list)) => list,
        AnswerState::Failed(why) => return super::working::failed(ui, why, commands),
        AnswerState::Absent | AnswerState::Working(None) => {
            return super::working::strip(ui, scene, commands);
        }
    };
    if list.rows.is_empty() {
        return none(ui, scene, commands);
    }
    let strip = strip::height(scene).filter(|_| ui.available_height() > ENOUGH).unwrap_or(0.0);
    let room = vec2(ui.available_width(), ui.available_height() - strip - size::TOTALS);
    let axis = ui.allocate_ui(room.max(vec2(0.0, 60.0)), |ui| {
        ui.set_min_size(room.max(vec2(0.0, 60.0)));
        table::show(ui, scene, list, &mut memory.requests, commands)
    });
    if strip > 0.0 {
        strip::show(ui, scene, axis.inner.as_ref(), strip);
    }
    footer::show(ui, scene, list);
    memory.requests.menu.show(ui, scene, commands);
    memory.requests.column_menu.show(ui, scene, commands);
}

/// What can be done with the rows.
fn tools(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let setting = &scene.opened.requests;
    toolbar(ui, |ui| {
        let width = ui.available_width();
        filter(ui, scene, (width * 0.4).clamp(160.0, 420.0), commands);
        suggestions(ui, scene, commands);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let with_words = has_words(width);
            write_buttons(ui, scene, (ExportWhat::RequestsShown, with_words), commands);
            ui.spacing_mut().item_spacing.x = 8.0;
            let columns = ui.add(Button::new("Columns").icon(icons::COLUMNS));
            Popup::menu(&columns)
                .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
                .show(|ui| {
                    menu_look(ui, 240.0);
                    menu::columns(ui, scene, commands);
                });
            let choices = [
                ("Table", "A row for each request, with a narrow waterfall"),
                ("Waterfall", "What was under way when, with names before it"),
            ];
            let active = usize::from(setting.place.mode == RequestMode::Waterfall);
            if let Some(chosen) = segments(ui, &choices, active) {
                let mode = if chosen == 0 { RequestMode::Table } else { RequestMode::Waterfall };
                commands.push(Command::Requests(RequestCommand::Mode(mode)));
            }
        });
    });
    group_line(ui, scene, commands);
    if let Err(error) = setting.selection() {
        error_line(ui, &format!("{error}."));
    }
}

/// The field of the filter.
pub(super) fn filter(ui: &mut Ui, scene: Scene<'_>, width: f32, commands: &mut Commands) {
    let about = (
        View::Requests,
        "Filter requests",
        "status:5xx method:POST domain:*.api.com slower-than:1s -type:image",
    );
    filter_field(ui, scene, about, (&scene.opened.requests.place.filter, width), commands);
}

/// A menu of words that can be added to the filter.
fn suggestions(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let button = ui.add(Button::new("Add").icon(icons::PLUS));
    let button = button.on_hover_text("Add a word to the filter");
    Popup::menu(&button).show(|ui| {
        menu_look(ui, 220.0);
        for word in WORDS {
            let said = text::rich(Type::Code, theme::tokens(ui).text, word);
            let item = egui::Button::new(said).min_size(vec2(ui.available_width(), 26.0));
            if ui.add(item).clicked() {
                commands.push(add_word(scene, word));
                Popup::close_all(ui.ctx());
            }
        }
        let tokens = theme::tokens(ui);
        let more = "Also: domain: path: scheme: mime-type: smaller-than: faster-than: outcome: \
                    is: error: priority: initiator: protocol: side:. A comma is “or”, a minus \
                    “not”; /…/ is a regular expression.";
        ui.add_space(4.0);
        text::paragraph(ui, Type::Caption, tokens.text2, more);
    });
}

/// Adds a word to the filter, unless it stands there.
fn add_word(scene: Scene<'_>, word: &str) -> Command {
    let text = scene.opened.requests.place.filter.text.trim();
    let stands = text.split_whitespace().any(|it| it == word);
    let text = match (text, stands) {
        (text, true) => text.to_owned(),
        ("", false) => word.to_owned(),
        (text, false) => format!("{text} {word}"),
    };
    Command::Filter(View::Requests, text)
}

/// Says that only the requests of a group are shown.
fn group_line(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let Some((grouping, name)) = &scene.opened.requests.place.group else { return };
    let tokens = theme::tokens(ui);
    ui.horizontal(|ui| {
        ui.set_height(28.0);
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.add_space(size::PANEL);
        text::fixed(ui, Type::Table, tokens.text2, &format!("Only of the {}", grouping.key()));
        let said = name.to_string();
        let max_width = (ui.available_width() - 160.0).max(80.0);
        let about = "Show the requests of all groups with ×";
        let chip = Chip { said: &said, about, kind: Type::Code, height: size::CHIP, max_width };
        let clear = Command::Requests(RequestCommand::Only(None));
        if chip.show(ui) == ChipEvent::Removed {
            commands.push(clear.clone());
        }
        if link(ui, "Show all").clicked() {
            commands.push(clear);
        }
    });
}

/// Says why there is nothing to show, and what to do about it.
pub(super) fn none(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let opened = scene.opened;
    if opened.recording.requests.is_empty() {
        let why = "This recording has no requests. HAR files, traces of Chrome, DevTools protocol \
                   logs and what `asyncscope record` writes have them.";
        return nothing(ui, why, |_| {});
    }
    let filter = opened.requests.place.filter.text.trim();
    if !filter.is_empty() {
        let why = format!("No request matches “{filter}”.");
        return super::table_parts::nothing_matches(ui, &why, View::Requests, commands);
    }
    nothing(ui, "No request was under way within this selection.", |ui| {
        if ui.add(Button::new("Show everything")).clicked() {
            commands.push(Command::SelectRange(None));
            commands.push(Command::SelectThreads(None));
            commands.push(Command::Requests(RequestCommand::Only(None)));
        }
    });
}
