//! Objects by class: how many, what they take, what they keep alive.

use asyncscope_core::analysis::heap::{HeapSet, RetainedBy};
use asyncscope_core::units::{Bytes, Count};
use egui::{Align, Layout, Ui, vec2};

use super::super::parts::toolbar;
use super::super::table_parts::{
    choice, filter_error, filter_field, footer, has_words, nothing_matches, write_buttons,
};
use super::super::{Scene, View, ViewMemory, working};
use super::tree_table::{self, TreeTable};
use super::{HeapMemory, ignored, picked, set_name};
use crate::command::{Command, Commands};
use crate::export::ExportWhat;
use crate::heap::{HeapCommand, TreeName};
use crate::questions::heap::classes::ClassList;
use crate::theme::{icons, size};
use crate::widgets::button::Button;
use crate::widgets::menu_look;
use crate::wording;

/// The sets that have a button, with their short names.
const CHIPS: [(HeapSet, &str); 5] = [
    (HeapSet::RetainedBy(RetainedBy::DetachedNodes), "Detached"),
    (HeapSet::RetainedBy(RetainedBy::EventListeners), "Event handlers"),
    (HeapSet::RetainedBy(RetainedBy::Contexts), "Contexts"),
    (HeapSet::RetainedBy(RetainedBy::Console), "Console"),
    (HeapSet::DuplicateStrings, "Duplicated strings"),
];

/// Narrower toolbars have a menu instead.
const CHIPS_FROM: f32 = 840.0;

/// Shows the view.
pub fn show(ui: &mut Ui, scene: Scene<'_>, memory: &mut ViewMemory, commands: &mut Commands) {
    tools(ui, scene, commands);
    filter_error(ui, &scene.opened.heap.place.classes);
    picked::bar(ui, scene, commands);
    ignored::bar(ui, scene, commands);
    working::strip(ui, scene, commands);
    table(ui, scene, &mut memory.heap, View::Classes, commands);
    memory.heap.menu.show(ui, scene, commands);
}

/// Shows the table and the line below it.
pub(super) fn table(
    ui: &mut Ui,
    scene: Scene<'_>,
    memory: &mut HeapMemory,
    view: View,
    commands: &mut Commands,
) {
    let list = scene.opened.answers.heap.classes.value();
    if let Some(list) = list.filter(|it| it.rows.is_empty()) {
        return none(ui, scene, list, view, commands);
    }
    let about = TreeTable {
        tree: TreeName::Classes,
        name: "Classes",
        head: "Class",
        empty: "No class has objects.",
    };
    let height = (ui.available_height() - size::TOTALS).max(0.0);
    let room = vec2(ui.available_width(), height);
    ui.allocate_ui(room, |ui| {
        ui.set_min_size(room);
        tree_table::show(ui, scene, &about, memory, commands);
    });
    totals(ui, scene, list.map(|it| &**it), commands);
}

fn none(ui: &mut Ui, scene: Scene<'_>, list: &ClassList, view: View, commands: &mut Commands) {
    let place = &scene.opened.heap.place;
    if list.n_all > 0 {
        let classes = counted(list.n_all);
        let why = format!("None of {classes} matches “{}”.", place.classes.text.trim());
        return nothing_matches(ui, &why, view, commands);
    }
    let mut why = format!("{}: there are none", set_name(place.set, None));
    if let Some(time) = &place.time {
        why += &format!(" from {}", wording::range(time));
    }
    super::super::parts::nothing(ui, &format!("{why}."), |ui| {
        if ui.add(Button::new("Show all objects")).clicked() {
            commands.push(Command::Heap(HeapCommand::ShowTime(None)));
            commands.push(Command::Heap(HeapCommand::ShowSet(HeapSet::All)));
        }
    });
}

fn tools(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let place = &scene.opened.heap.place;
    toolbar(ui, |ui| {
        let width = ui.available_width();
        let hint = "Filter by name or /regex/";
        let about = (View::Classes, "Filter classes", hint);
        filter_field(ui, scene, about, (&place.classes, 200.0), commands);
        ui.spacing_mut().item_spacing.x = 4.0;
        if width >= CHIPS_FROM {
            for (set, said) in CHIPS {
                let is_on = place.set == set;
                let button = ui.add(Button::new(said).switch(is_on));
                let button = button.on_hover_text(set_name(set, None));
                if button.clicked() {
                    let set = if is_on { HeapSet::All } else { set };
                    commands.push(Command::Heap(HeapCommand::ShowSet(set)));
                }
            }
        } else {
            set_menu(ui, scene, commands);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let with_words = has_words(width - 200.0);
            write_buttons(ui, scene, (ExportWhat::Classes, with_words), commands);
        });
    });
}

/// The sets in a menu, where there is no room for buttons.
pub(super) fn set_menu(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let set = scene.opened.heap.place.set;
    let known = scene.opened.known();
    let said = set_name(set, known.as_ref());
    let response = ui.add(Button::new(&said).icon(icons::FUNNEL_SIMPLE));
    let told = format!("Objects: {said}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &told));
    egui::Popup::menu(&response).show(|ui| {
        menu_look(ui, 240.0);
        let all = std::iter::once(HeapSet::All).chain(CHIPS.map(|it| it.0));
        for it in all {
            let name = set_name(it, None);
            if choice(ui, egui::Role::MenuItemRadio, &name, it == set) {
                commands.push(Command::Heap(HeapCommand::ShowSet(it)));
            }
        }
    });
}

fn counted(n: usize) -> String {
    let word = if n == 1 { "class" } else { "classes" };
    format!("{} {word}", Count(n as u64))
}

fn totals(ui: &mut Ui, scene: Scene<'_>, list: Option<&ClassList>, commands: &mut Commands) {
    let heap = &scene.opened.answers.heap;
    let Some(list) = list else { return footer(ui, "", "") };
    let shown = list.rows.len();
    let classes = if shown == list.n_all {
        format!("All {}", counted(shown))
    } else {
        format!("{} of {}", Count(shown as u64), counted(list.n_all))
    };
    let (count, shallow) = (Count(list.count), Bytes(list.shallow));
    let said = format!("{classes} · {count} objects · {shallow} shallow");
    if heap.tree.current().is_some() {
        return footer(ui, &said, "retained sizes overlap and do not add up");
    }
    let why = match heap.tree.failure() {
        Some(why) => format!("retained sizes are not known: {why}"),
        None => "retained sizes are still being found".to_owned(),
    };
    footer(ui, &said, &why);
    if heap.tree.failure().is_some() {
        let rect = ui.min_rect();
        let at = egui::pos2(rect.center().x, rect.bottom() - 28.0);
        let button = egui::Rect::from_min_size(at, vec2(160.0, size::CONTROL));
        let mut over = ui.new_child(egui::UiBuilder::new().max_rect(button));
        if over.add(Button::new("Find retained sizes")).clicked() {
            commands.push(Command::AskAgain);
        }
    }
}
