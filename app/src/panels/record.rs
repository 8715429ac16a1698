//! The page that records a program: what to run, what to record, and the program while it runs.

use egui::{Id, ScrollArea, Ui, vec2};

use crate::cli::record::options::Part;
use crate::command::{Command, Commands};
use crate::recording::{RecordCommand, RecordPage, RecordSetting};
use crate::state::AppState;
use crate::theme::{self, Type, icons};
use crate::widgets::button::{Button, ButtonKind};
use crate::widgets::field::{Field, field};
use crate::widgets::segments::segments;
use crate::widgets::text;

/// Width of the page.
const WIDTH: f32 = 620.0;
/// Height of what the program prints.
const OUTPUT: f32 = 150.0;

/// What can be left out, with words for it.
const PARTS: [(Part, &str); 6] = [
    (Part::Cpu, "CPU samples"),
    (Part::Memory, "Memory"),
    (Part::Gc, "Garbage collections"),
    (Part::EventLoop, "Event loop"),
    (Part::Http, "Requests"),
    (Part::Parents, "Parts of operations"),
];

/// Shows the page.
pub(super) fn show(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let (page, tokens) = (&state.record, theme::tokens(ui));
    ui.set_width(WIDTH);
    ui.spacing_mut().item_spacing.y = 8.0;
    text::label(ui, Type::Page, tokens.text, "Record a program");
    if page.is_running() {
        running(ui, page, commands);
    } else {
        settings(ui, page, commands);
    }
    if let Some(note) = &page.note {
        text::paragraph(ui, Type::Table, tokens.error, note);
    }
}

fn settings(ui: &mut Ui, page: &RecordPage, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let mut setting = page.setting.clone();
    let takes_focus = ui.memory(|memory| memory.focused().is_none());
    let (id, hint) = (Id::unique("command to record"), "node server.js, or a script");
    let about = Field { id, name: "Command", hint, icon: icons::CODE, width: WIDTH, takes_focus };
    let response = field(ui, &about, &mut setting.command);
    let entered = response.lost_focus() && ui.input(|it| it.key_pressed(egui::Key::Enter));
    let (id, hint) = (Id::unique("folder to record in"), "Folder to run in, for the recording too");
    let about = Field {
        id,
        name: "Folder",
        hint,
        icon: icons::FOLDER_OPEN,
        width: WIDTH,
        takes_focus: false,
    };
    field(ui, &about, &mut setting.folder);
    ui.horizontal(|ui| {
        text::fixed(ui, Type::Body, tokens.text2, "A CPU sample every");
        let choices = [(500, "0.5 ms"), (1_000, "1 ms"), (5_000, "5 ms")];
        let names = choices.map(|it| (it.1, "Shorter tells more and costs more"));
        let active = choices.iter().position(|it| it.0 == setting.interval_us).unwrap_or(1);
        if let Some(chosen) = segments(ui, &names, active) {
            setting.interval_us = choices[chosen].0;
        }
    });
    text::label(ui, Type::Body, tokens.text2, "What to record");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
        for (part, name) in PARTS {
            let is_on = !setting.without.contains(&part);
            if ui.add(Button::new(name).switch(is_on)).clicked() {
                switch(&mut setting, part);
            }
        }
        let snapshot = Button::new("Heap snapshot at the end").switch(setting.snapshot_at_exit);
        if ui.add(snapshot).clicked() {
            setting.snapshot_at_exit = !setting.snapshot_at_exit;
        }
    });
    let has_command = !setting.command.trim().is_empty();
    if setting != page.setting {
        commands.push(Command::Record(RecordCommand::Set(setting)));
    }
    let start = Button::new("Record").kind(ButtonKind::Primary);
    if ui.add_enabled(has_command, start).clicked() || entered && has_command {
        commands.push(Command::Record(RecordCommand::Start));
    }
}

fn switch(setting: &mut RecordSetting, part: Part) {
    match setting.without.iter().position(|it| *it == part) {
        Some(at) => {
            setting.without.remove(at);
        }
        None => setting.without.push(part),
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
