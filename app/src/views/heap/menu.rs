//! The menu of an object: what can be done with it, the same in every view of a heap.

use asyncscope_core::model::heap::{EdgeIndex, NodeIndex};
use egui::{Button as MenuItem, Popup, Pos2, Ui, vec2};

use super::super::Scene;
use crate::command::{Command, Commands};
use crate::heap::{HeapCommand, HeapEntity, TreeName};
use crate::questions::heap::rows::{HeapRow, RowKind};
use crate::theme::{self, Type};
use crate::widgets::popup_menu::PopupMenu;
use crate::widgets::{menu_look, text};

/// Width of the menu, in points.
const WIDTH: f32 = 260.0;

/// What a menu is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ObjectTarget {
    /// The object.
    pub(super) node: NodeIndex,
    /// Its name and id.
    pub(super) title: String,
    /// The reference by which it holds another, if it is shown as a retainer.
    pub(super) holds_by: Option<EdgeIndex>,
}

impl ObjectTarget {
    /// The object of a row, if it shows one.
    pub(super) fn of(row: &HeapRow, tree: TreeName) -> Option<Self> {
        let RowKind::Object(node, edge) = &row.kind else { return None };
        let title = format!("{} @{}", row.name, row.id.unwrap_or(0));
        let holds_by = edge.as_ref().map(|it| it.edge).filter(|_| tree == TreeName::Retainers);
        Some(Self { node: *node, title, holds_by })
    }
}

/// The menu of an object, while it is open.
#[derive(Debug, Default)]
pub(super) struct ObjectMenu {
    menu: PopupMenu<ObjectTarget>,
}

impl ObjectMenu {
    /// Opens it at a place.
    pub(super) fn open_at(&mut self, at: Pos2, target: ObjectTarget) {
        self.menu.open_at(at, target);
    }

    /// Shows it, if it is open. `ui` is that of the view.
    pub(super) fn show(&mut self, ui: &Ui, scene: Scene<'_>, commands: &mut Commands) {
        self.menu.show(ui, "menu of an object", |ui, target| entries(ui, scene, target, commands));
    }
}

fn entries(ui: &mut Ui, scene: Scene<'_>, target: &ObjectTarget, commands: &mut Commands) {
    menu_look(ui, WIDTH);
    let node = target.node;
    let mut entry = |ui: &mut Ui, said: &str, command: Command| {
        let said = text::rich(Type::Body, theme::tokens(ui).text, said);
        let item = MenuItem::new(said).min_size(vec2(ui.available_width(), 26.0));
        if ui.add(item).clicked() {
            commands.push(command);
            Popup::close_all(ui.ctx());
        }
    };
    entry(ui, "Open the object", Command::Heap(HeapCommand::OpenObject(node)));
    entry(ui, "Show what it keeps as a map", Command::Heap(HeapCommand::MapRoot(Some(node))));
    ui.separator();
    let ignore = &scene.opened.heap.place.ignore;
    if ignore.nodes.contains(&node) {
        let command = HeapCommand::RestoreObject(node);
        entry(ui, "Ignore this object no longer", Command::Heap(command));
    } else {
        let said = if target.holds_by.is_some() {
            "Ignore this retainer"
        } else {
            "Ignore this object as a retainer"
        };
        entry(ui, said, Command::Heap(HeapCommand::IgnoreObject(node)));
    }
    if let Some(edge) = target.holds_by {
        entry(ui, "Ignore only this reference", Command::Heap(HeapCommand::IgnoreEdge(edge)));
    }
    if !ignore.nodes.is_empty() || !ignore.edges.is_empty() {
        entry(ui, "Restore all that is ignored", Command::Heap(HeapCommand::RestoreAll));
    }
    ui.separator();
    if let Some(known) = scene.opened.known() {
        let class = HeapEntity::Class(known.facts.classes.of(node));
        entry(ui, "Select its class", Command::Heap(HeapCommand::Select(Some(class))));
        let text = known.graph.id(node).to_string();
        entry(ui, "Copy its id", Command::CopyText { text, what: "the id" });
    }
    let copied = Command::CopyText { text: target.title.clone(), what: "the object" };
    entry(ui, "Copy its name and id", copied);
}
