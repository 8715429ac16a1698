//! The page that opens several files as one recording.

use egui::{Id, ScrollArea, Ui};

use asyncscope_core::error::{show_os_str, show_path};

use crate::command::{Command, Commands};
use crate::state::AppState;
use crate::theme::{self, Type, icons};
use crate::together::{AlignmentChoice, TogetherCommand, TogetherPage};
use crate::widgets::button::{Button, ButtonKind};
use crate::widgets::field::{Field, field};
use crate::widgets::segments::segments;
use crate::widgets::text;
use crate::wording;

/// Width of the page.
const WIDTH: f32 = 560.0;
/// Height of the list of files, at most.
const LIST: f32 = 220.0;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let (page, tokens) = (&state.together, theme::tokens(ui));
    ui.set_width(WIDTH);
    ui.spacing_mut().item_spacing.y = 8.0;
    text::label(ui, Type::Page, tokens.text, "Open as one recording");
    text::paragraph(
        ui,
        Type::Table,
        tokens.text2,
        "Files of one program, or of several that worked together: the profiles of its workers, \
         the recordings of two services. They share one time axis.",
    );
    files(ui, state, commands);
    ui.horizontal(|ui| {
        let add = Button::new("Add files…").icon(icons::PLUS);
        if ui.add_enabled(state.dialog.is_none(), add).clicked() {
            ask(commands, TogetherCommand::Choose);
        }
    });
    alignment(ui, page, commands);
    let chosen = page.chosen();
    let open = Button::new("Open as one").kind(ButtonKind::Primary);
    let response = ui.add_enabled(chosen.is_ok(), open);
    match chosen {
        Ok(_) if response.clicked() => ask(commands, TogetherCommand::Open),
        Ok(_) => {}
        Err(why) => {
            text::paragraph(ui, Type::Table, tokens.text2, &why);
        }
    }
}

fn ask(commands: &mut Commands, command: TogetherCommand) {
    commands.push(Command::Together(command));
}

fn files(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let (page, tokens) = (&state.together, theme::tokens(ui));
    if page.files.is_empty() {
        text::label(ui, Type::Table, tokens.text2, "No file is open. Add some.");
        return;
    }
    ScrollArea::vertical().max_height(LIST).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        for (at, (path, is_part)) in page.files.iter().enumerate() {
            let name = path.file_name().map_or_else(|| show_path(path), show_os_str);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                if ui.add(Button::new(&name).switch(*is_part)).clicked() {
                    ask(commands, TogetherCommand::Switch(at));
                }
                let folder = wording::folder(path, state.home.as_deref());
                let room = ui.available_width();
                let said = text::line(ui.painter(), Type::Caption, tokens.text2, &folder, room);
                ui.add(egui::Label::new(said)).on_hover_text(folder);
            });
        }
    });
}

fn alignment(ui: &mut Ui, page: &TogetherPage, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    ui.horizontal(|ui| {
        text::fixed(ui, Type::Body, tokens.text2, "Line up");
        let names = AlignmentChoice::ALL.map(AlignmentChoice::words);
        let active = AlignmentChoice::ALL.iter().position(|it| *it == page.choice).unwrap_or(0);
        if let Some(chosen) = segments(ui, &names, active) {
            ask(commands, TogetherCommand::Align(AlignmentChoice::ALL[chosen]));
        }
    });
    if page.choice != AlignmentChoice::ByHand {
        return;
    }
    ui.horizontal(|ui| {
        text::fixed(ui, Type::Body, tokens.text2, "The others begin later by");
        let mut typed = page.by_hand.clone();
        let about = Field {
            id: Id::unique("later by"),
            name: "How much later",
            hint: "350ms, -2s",
            icon: icons::TIMER,
            width: 160.0,
            takes_focus: false,
        };
        if field(ui, &about, &mut typed).changed() {
            ask(commands, TogetherCommand::ByHand(typed));
        }
    });
}
