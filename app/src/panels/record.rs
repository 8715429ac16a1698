//! The page that records a program: what to run, what to record, and the program while it runs.

mod options;

use egui::{Id, ScrollArea, Ui, vec2};

use crate::command::{Command, Commands};
use crate::recording::{RecordCommand, RecordPage};
use crate::state::AppState;
use crate::theme::{self, Type, icons};
use crate::widgets::button::{Button, ButtonKind};
use crate::widgets::field::{Field, field};
use crate::widgets::text;

/// Width of the page.
const WIDTH: f32 = 620.0;
/// Height of what the program prints.
const OUTPUT: f32 = 220.0;
/// Width of the button that chooses a folder, and what lies before it.
const CHOOSE: f32 = 78.0;
/// What the window has around the options: title, fields, buttons and margins.
const AROUND: f32 = 300.0;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let (page, tokens) = (&state.record, theme::tokens(ui));
    ui.set_width(WIDTH);
    ui.spacing_mut().item_spacing.y = 8.0;
    text::label(ui, Type::Page, tokens.text, "Record a program");
    if page.is_running() {
        running(ui, page, commands);
    } else {
        settings(ui, state, commands);
    }
    if let Some(note) = &page.note {
        text::paragraph(ui, Type::Table, tokens.error, note);
    }
}

fn settings(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let page = &state.record;
    let mut setting = page.setting.clone();
    let takes_focus = ui.memory(|memory| memory.focused().is_none());
    let (id, hint) = (Id::unique("command to record"), "node server.js, or a script");
    let about = Field { id, name: "Command", hint, icon: icons::CODE, width: WIDTH, takes_focus };
    let response = field(ui, &about, &mut setting.command);
    let entered = response.lost_focus() && ui.input(|it| it.key_pressed(egui::Key::Enter));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let about = Field {
            id: Id::unique("folder to record in"),
            name: "Folder",
            hint: "Folder to run in, for the recording too; your own if empty",
            icon: icons::FOLDER_OPEN,
            width: WIDTH - CHOOSE,
            takes_focus: false,
        };
        field(ui, &about, &mut setting.folder);
        let choose = ui.add_enabled(state.dialog.is_none(), Button::new("Choose…"));
        if choose.on_hover_text("Choose the folder").clicked() {
            commands.push(Command::ChooseRecordFolder);
        }
    });
    ui.add_space(4.0);
    let room = (ui.ctx().content_rect().height() - AROUND).max(120.0);
    ScrollArea::vertical().max_height(room).auto_shrink([false, true]).show(ui, |ui| {
        options::show(ui, &mut setting, WIDTH);
    });
    ui.add_space(4.0);
    let has_command = !setting.command.trim().is_empty();
    if setting != page.setting {
        commands.push(Command::Record(RecordCommand::Set(setting)));
    }
    let start = Button::new("Record").kind(ButtonKind::Primary);
    if ui.add_enabled(has_command, start).clicked() || entered && has_command {
        commands.push(Command::Record(RecordCommand::Start));
    }
}

fn running(ui: &mut Ui, page: &RecordPage, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let Some((seconds, is_asked)) = page.run() else { return };
    text::label(ui, Type::Code, tokens.text, page.setting.command.trim());
    let said = if is_asked {
        format!("Ending, after {seconds:.0}\u{2009}s")
    } else {
        format!("Being recorded for {seconds:.0}\u{2009}s")
    };
    text::label(ui, Type::Table, tokens.text2, &said);
    let output = page.output();
    let frame = egui::Frame::new().fill(tokens.bg0).inner_margin(8.0);
    frame.show(ui, |ui| {
        let scroll = ScrollArea::vertical().max_height(OUTPUT).auto_shrink(false);
        scroll.stick_to_bottom(true).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(8.0, 2.0);
            if output.is_empty() {
                text::label(ui, Type::Table, tokens.text2, "It has printed nothing.");
            }
            for line in &output {
                text::label(ui, Type::CodeCaption, tokens.text, line);
            }
        });
    });
    let name = if is_asked { "End it at once" } else { "Stop" };
    if ui.add(Button::new(name).kind(ButtonKind::Primary)).clicked() {
        commands.push(Command::Record(RecordCommand::Stop));
    }
    ui.ctx().request_repaint_after(std::time::Duration::from_millis(250));
}
