//! Objects that were picked one by one, such as those of a suspect, with a way to end that.

use egui::{Align, Layout, Sense, Stroke, Ui, vec2};

use super::super::Scene;
use crate::command::{Command, Commands};
use crate::heap::HeapCommand;
use crate::theme::{self, Type, size};
use crate::widgets::chip::{Chip, ChipEvent};
use crate::widgets::text;

/// Widest that a chip is.
const CHIP: f32 = 420.0;

/// A row below the tools that says which objects are meant; nothing where all are.
pub(super) fn bar(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let Some(picked) = &scene.opened.heap.place.picked else { return };
    let tokens = theme::tokens(ui);
    let room = vec2(ui.available_width(), size::TOOLBAR);
    let (rect, _) = ui.allocate_exact_size(room, Sense::hover());
    let line = Stroke::new(1.0, tokens.line0);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    let inner = rect.shrink2(vec2(size::PANEL, 0.0));
    let layout = Layout::left_to_right(Align::Center);
    let mut row = ui.new_child(egui::UiBuilder::new().max_rect(inner).layout(layout));
    row.spacing_mut().item_spacing.x = 6.0;
    text::fixed(&mut row, Type::Table, tokens.text2, "Only these objects:");
    let max_width = row.available_width().min(CHIP);
    let about = "Only these objects are listed";
    let chip = Chip { said: &picked.name, about, kind: Type::Code, height: size::CHIP, max_width };
    if chip.show(&mut row) == ChipEvent::Removed {
        commands.push(Command::Heap(HeapCommand::Unpick));
    }
}
