//! The page of settings. What is changed takes effect at once.

use asyncscope_core::units::SizeUnits;
use egui::{Grid, ThemePreference, Ui};

use crate::actions::Action;
use crate::command::{Command, Commands, Setting};
use crate::state::{AppState, ColorBy, Density, Look, WheelMode};
use crate::theme::{self, Type, icons};
use crate::widgets::button::{Button, icon_button};
use crate::widgets::segments::segments;
use crate::widgets::text;
use crate::wording;

/// Width of the names of settings.
const NAMES: f32 = 132.0;
/// Width of the page.
const WIDTH: f32 = 560.0;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    ui.set_width(WIDTH);
    text::label(ui, Type::Page, tokens.text, "Settings");
    ui.add_space(12.0);
    Grid::new("settings").num_columns(2).min_col_width(NAMES).spacing([16.0, 12.0]).show(
        ui,
        |ui| {
            looks(ui, &state.look, commands);
            row(ui, "Size", |ui| zoom(ui, &state.look, commands));
            row(ui, "Colours", |ui| colors(ui, &state.look, commands));
            row(ui, "Amounts of bytes", |ui| sizes(ui, &state.look, commands));
            row(ui, "Wheel in charts", |ui| wheel(ui, &state.look, commands));
            row(ui, "Code", |ui| code(ui, &state.look, commands));
            row(ui, "Motion", |ui| motion(ui, &state.look, commands));
            row(ui, "Sources", |ui| sources(ui, state, commands));
            row(ui, "Heap snapshots", |ui| heaps(ui, state, commands));
        },
    );
}

fn row(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui)) {
    let color = theme::tokens(ui).text2;
    ui.vertical(|ui| {
        ui.add_space(4.0);
        text::fixed(ui, Type::Body, color, name);
    });
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.set_width(WIDTH - NAMES - 16.0);
        contents(ui);
    });
    ui.end_row();
}

fn note(ui: &mut Ui, said: &str) {
    let color = theme::tokens(ui).text2;
    text::paragraph(ui, Type::Caption, color, said);
}

fn set(commands: &mut Commands, setting: Setting) {
    commands.push(Command::Set(setting));
}

fn looks(ui: &mut Ui, look: &Look, commands: &mut Commands) {
    row(ui, "Theme", |ui| {
        let themes = [ThemePreference::System, ThemePreference::Dark, ThemePreference::Light];
        let names = [("System", "As the system has it"), ("Dark", "Always"), ("Light", "Always")];
        let active = themes.iter().position(|it| *it == look.theme).unwrap_or(0);
        if let Some(chosen) = segments(ui, &names, active) {
            set(commands, Setting::Theme(themes[chosen]));
        }
    });
    row(ui, "Rows of tables", |ui| {
        let names = Density::ALL.map(|it| (it.name(), "Height of rows"));
        let active = Density::ALL.iter().position(|it| *it == look.density).unwrap_or(0);
        if let Some(chosen) = segments(ui, &names, active) {
            set(commands, Setting::Density(Density::ALL[chosen]));
        }
    });
}

fn zoom(ui: &mut Ui, look: &Look, commands: &mut Commands) {
    ui.horizontal(|ui| {
        if icon_button(ui, icons::MINUS, Action::ZoomOut.text()).clicked() {
            commands.push(Command::Run(Action::ZoomOut));
        }
        let said = format!("{:.0}\u{2009}%", look.zoom * 100.0);
        text::fixed(ui, Type::Body, theme::tokens(ui).text, &said);
        if icon_button(ui, icons::PLUS, Action::ZoomIn.text()).clicked() {
            commands.push(Command::Run(Action::ZoomIn));
        }
        if ui.add(Button::new("Usual size")).clicked() {
            commands.push(Command::Run(Action::ZoomReset));
        }
    });
}

fn colors(ui: &mut Ui, look: &Look, commands: &mut Commands) {
    let names = ColorBy::ALL.map(|it| (it.name(), "What the colours of boxes mean"));
    let active = ColorBy::ALL.iter().position(|it| *it == look.color_by).unwrap_or(0);
    if let Some(chosen) = segments(ui, &names, active) {
        commands.push(Command::ColorBy(ColorBy::ALL[chosen]));
    }
}

fn sizes(ui: &mut Ui, look: &Look, commands: &mut Commands) {
    let names =
        [("kB, MB, GB", "Powers of 1000, as browsers count"), ("KiB, MiB, GiB", "Powers of 1024")];
    let active = SizeUnits::ALL.iter().position(|it| *it == look.sizes).unwrap_or(0);
    if let Some(chosen) = segments(ui, &names, active) {
        set(commands, Setting::Sizes(SizeUnits::ALL[chosen]));
    }
}

fn wheel(ui: &mut Ui, look: &Look, commands: &mut Commands) {
    let names = [
        ("Classic", "As Chrome DevTools had it for long"),
        ("Modern", "As in text: Chrome DevTools calls it modern"),
    ];
    let modes = [WheelMode::Classic, WheelMode::Modern];
    let active = usize::from(look.wheel == WheelMode::Modern);
    if let Some(chosen) = segments(ui, &names, active) {
        set(commands, Setting::Wheel(modes[chosen]));
    }
    note(
        ui,
        match look.wheel {
            WheelMode::Classic => "The wheel zooms; with Shift it scrolls.",
            WheelMode::Modern => {
                "The wheel scrolls; with Ctrl it zooms, with Shift it moves in time."
            }
        },
    );
}

fn code(ui: &mut Ui, look: &Look, commands: &mut Commands) {
    let choices = [
        ("All code", "With that of packages and the runtime"),
        ("Only my code", "Without packages and the runtime"),
    ];
    if let Some(chosen) = segments(ui, &choices, usize::from(look.only_my_code)) {
        commands.push(Command::OnlyMyCode(chosen == 1));
    }
    note(ui, "What views of stacks show, also of recordings opened later.");
}

fn motion(ui: &mut Ui, look: &Look, commands: &mut Commands) {
    let choices = [("Usual", "Zooming glides"), ("Reduced", "Nothing glides or fades")];
    if let Some(chosen) = segments(ui, &choices, usize::from(look.reduced_motion)) {
        set(commands, Setting::ReducedMotion(chosen == 1));
    }
}

fn heaps(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let choices = [
        ("Keep results", "A snapshot that was opened before opens again much faster"),
        ("Keep nothing", "Every snapshot is analysed anew"),
    ];
    if let Some(chosen) = segments(ui, &choices, usize::from(!state.kept.keeps_heaps)) {
        set(commands, Setting::KeepHeaps(chosen == 0));
    }
    let said = match &state.cache_folder {
        Some(folder) => {
            let folder = wording::folder(&folder.join("x"), state.home.as_deref());
            format!(
                "What was found out about large ones is kept in {folder}, at most 4 GiB; safe to delete."
            )
        }
        None => "This system has no folder for it, so nothing is kept.".to_owned(),
    };
    note(ui, &said);
}

fn sources(ui: &mut Ui, state: &AppState, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    ui.horizontal(|ui| {
        let choose = Button::new("Choose folder…").icon(icons::FOLDER_OPEN);
        if ui.add_enabled(state.dialog.is_none(), choose).clicked() {
            commands.push(Command::ChooseSources);
        }
        match &state.kept.source {
            Some(folder) => {
                if ui.add(Button::new("None")).clicked() {
                    set(commands, Setting::SourceFolder(None));
                }
                let said = asyncscope_core::error::show_path(folder);
                let width = ui.available_width();
                let words = text::middle_line(ui.painter(), Type::Code, tokens.text, &said, width);
                ui.add(egui::Label::new(words)).on_hover_text(said);
            }
            None => {
                text::fixed(ui, Type::Table, tokens.text2, "none");
            }
        }
    });
    note(ui, "Where the sources of recorded programs lie, to show lines beside their cost.");
}
