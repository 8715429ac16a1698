//! A menu about something, where the pointer was when it was opened.

use egui::containers::menu::menu_style;
use egui::{Align, Id, Layout, Popup, PopupAnchor, PopupKind, Pos2, SetOpenCommand, Ui};

/// A menu about a `T`, while it is open.
#[derive(Debug)]
pub struct PopupMenu<T> {
    target: Option<T>,
    at: Pos2,
    opens: bool,
}

impl<T> Default for PopupMenu<T> {
    fn default() -> Self {
        Self { target: None, at: Pos2::ZERO, opens: false }
    }
}

impl<T> PopupMenu<T> {
    /// Opens it at the pointer.
    pub fn open(&mut self, ui: &Ui, target: T) {
        let pointer = ui.input(|it| it.pointer.interact_pos().or(it.pointer.hover_pos()));
        self.open_at(pointer.unwrap_or(ui.max_rect().center()), target);
    }

    /// Opens it at a place.
    pub fn open_at(&mut self, at: Pos2, target: T) {
        (self.target, self.at, self.opens) = (Some(target), at, true);
    }

    /// Shows it, if it is open. `ui` is that of the view, `name` tells it from other menus there.
    pub fn show(&mut self, ui: &Ui, name: &str, content: impl FnOnce(&mut Ui, &T)) {
        let Some(target) = &self.target else { return };
        let id = Id::unique(name).with(ui.scope_id());
        let open = std::mem::take(&mut self.opens).then_some(SetOpenCommand::Bool(true));
        let anchor = PopupAnchor::Position(self.at);
        let shown = Popup::new(id, ui.ctx().clone(), anchor, ui.layer_id())
            .kind(PopupKind::Menu)
            .layout(Layout::top_down_justified(Align::Min))
            .style(menu_style)
            .gap(0.0)
            .open_memory(open)
            .show(|ui| content(ui, target));
        if shown.is_none() {
            self.target = None;
        }
    }
}
