//! The flame graph: stacks by weight, the heaviest on the left.

use egui::Ui;

use super::{Scene, ViewMemory};
use crate::command::Commands;

/// Shows the view.
pub fn show(_ui: &mut Ui, _scene: Scene<'_>, _memory: &mut ViewMemory, _commands: &mut Commands) {}
