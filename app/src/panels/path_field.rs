//! A field to type a path in, where the system has no dialog or the user likes it better.

use egui::{Id, Key, Modal, Ui};

use crate::command::{Command, Commands};
use crate::dialogs::Purpose;
use crate::state::AppState;
use crate::theme::{self, Type, icons};
use crate::widgets::button::{Button, ButtonKind};
use crate::widgets::field::{Field, field};
use crate::widgets::text;

/// Shows the field while it is open.
pub(super) fn show(ui: &Ui, state: &AppState, commands: &mut Commands) {
    let Some(asked) = &state.path_field else { return };
    let (title, verb) = match asked.purpose {
        Purpose::Open => ("Open a recording", "Open"),
        Purpose::OpenFolder => ("Open a folder of recordings as one", "Open"),
        Purpose::Together => ("Add a file to open as one", "Add"),
        Purpose::Sources => ("Folder of sources", "Use"),
        Purpose::RecordFolder => ("Folder to run in", "Use"),
        Purpose::Export(_) => ("Export CSV", "Save"),
    };
    let frame = super::modal_frame(ui);
    let modal = Modal::new(Id::unique("path field")).frame(frame).show(ui.ctx(), |ui| {
        let tokens = theme::tokens(ui);
        ui.set_width(520.0);
        ui.spacing_mut().item_spacing.y = 8.0;
        text::label(ui, Type::Page, tokens.text, title);
        if let Some(note) = asked.note {
            text::paragraph(ui, Type::Table, tokens.text2, note);
        }
        let mut path = asked.text.clone();
        let id = Id::unique("path");
        let takes_focus = ui.memory(|memory| memory.focused().is_none());
        let hint = "Path; ~ is the home folder";
        let about = Field { id, name: "Path", hint, icon: icons::FILE, width: 520.0, takes_focus };
        let response = field(ui, &about, &mut path);
        if response.changed() {
            commands.push(Command::PathTyped(path.clone()));
        }
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        ui.horizontal(|ui| {
            let go = ui
                .add_enabled(!path.trim().is_empty(), Button::new(verb).kind(ButtonKind::Primary));
            if go.clicked() || entered {
                commands.push(Command::PathEntered);
            }
            if ui.add(Button::new("Cancel")).clicked() {
                commands.push(Command::PathClosed);
            }
        });
    });
    if modal.should_close() {
        commands.push(Command::PathClosed);
    }
}
