//! One object: its tab, the way to it from the roots, its trees, and looking past retainers.

use asyncscope::command::Command;
use asyncscope::heap::HeapCommand;
use asyncscope::views::View;
use asyncscope_core::model::heap::NodeIndex;
use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::heap::{after, filter, view};
use super::{Window, click, has, label, press, rows, settle};

/// Opens the first `LeakedOrder`.
fn leaked(window: &mut Window) -> NodeIndex {
    press(window, Modifiers::NONE, Key::Num2);
    filter(window, "Filter classes", "LeakedOrder");
    press(window, Modifiers::NONE, Key::Escape);
    window.get_by_role_and_label(Role::Table, "Classes").focus();
    window.step();
    press(window, Modifiers::NONE, Key::ArrowDown);
    press(window, Modifiers::NONE, Key::ArrowRight);
    press(window, Modifiers::NONE, Key::ArrowRight);
    press(window, Modifiers::NONE, Key::Enter);
    assert_eq!(view(window), View::Object);
    window.state().state().opened().expect("open").heap.place.tab.expect("a tab")
}

fn links(window: &Window) -> Vec<String> {
    window.query_all_by_role(Role::Link).map(|it| label(&it)).collect()
}

#[test]
fn an_object_shows_the_way_to_it_with_what_dominates_it() {
    let mut window = after();
    leaked(&mut window);
    let path = links(&window);
    let holder = path.iter().find(|it| it.contains("property .orders, Map @"));
    let holder = holder.unwrap_or_else(|| panic!("held by globalThis.__leak.orders: {path:#?}"));
    assert!(holder.contains("keeps it alive alone"), "{holder}");
    assert!(path.iter().any(|it| it.contains("property .__leak")), "{path:#?}");
    assert!(has(&window, "Shallow 40"), "a LeakedOrder takes 40 bytes: 300 take 12 000");
    assert!(has(&window, "Class LeakedOrder"));
}

#[test]
fn fields_retainers_and_what_it_dominates_are_trees() {
    let mut window = after();
    leaked(&mut window);
    assert!(rows(&window).iter().any(|it| it.contains("property .")), "{:#?}", rows(&window));
    let button = |window: &Window, name: &str| {
        let found = window.query_all_by_role(Role::RadioButton).map(|it| label(&it));
        found.into_iter().find(|it| it.starts_with(name)).expect("a segment")
    };
    let name = button(&window, "Retainers");
    click(&mut window, Role::RadioButton, &name);
    let held = rows(&window);
    assert!(held[0].contains("(object elements)") || held[0].contains("table") || !held.is_empty());
    window.get_by_role_and_label(Role::Table, "Retainers").focus();
    window.step();
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    let deeper = rows(&window);
    assert!(deeper.len() > held.len() && deeper[1].contains("level 2"), "{deeper:#?}");
    let name = button(&window, "Dominates");
    click(&mut window, Role::RadioButton, &name);
    window.get_by_role_and_label(Role::Table, "Dominated");
}

#[test]
fn tabs_of_objects_close_one_by_one_then_the_recording() {
    let mut window = after();
    let first = leaked(&mut window);
    let second = window.state().state().opened().expect("open").recording.heap.clone();
    let second = second.expect("a heap").root;
    window.state_mut().push(Command::Heap(HeapCommand::OpenObject(second)));
    settle(&mut window);
    let tab = |window: &Window| window.state().state().opened().and_then(|it| it.heap.place.tab);
    assert_eq!(tab(&window), Some(second));
    press(&mut window, Modifiers::COMMAND, Key::W);
    assert_eq!(tab(&window), Some(first), "Ctrl+W closes the tab that is shown");
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(tab(&window), Some(second), "back brings it again");
    press(&mut window, Modifiers::COMMAND, Key::W);
    press(&mut window, Modifiers::COMMAND, Key::W);
    assert_eq!(tab(&window), None);
    assert!(window.state().state().opened().is_some(), "the recording is still open");
    press(&mut window, Modifiers::COMMAND, Key::W);
    assert!(window.state().state().opened().is_none());
}

#[test]
fn an_ignored_retainer_is_looked_past_until_it_is_restored() {
    let mut window = after();
    leaked(&mut window);
    let map = {
        let opened = window.state().state().opened().expect("open");
        let facts = opened.answers.heap.object.current().expect("known").clone();
        let is_map = |it: &&asyncscope::questions::heap::object::PathLine| {
            it.node.name == "Map" && it.dominates
        };
        facts.path.iter().find(is_map).expect("a map holds it").node.node
    };
    window.state_mut().push(Command::Heap(HeapCommand::IgnoreObject(map)));
    settle(&mut window);
    assert!(has(&window, "Without what is ignored nothing leads to it"), "{:#?}", links(&window));
    assert!(has(&window, "without it"), "what would go is told");
    let freed = window.state().state().opened().expect("open");
    let freed = freed.answers.heap.ignored.current().cloned().flatten().expect("known").freed;
    assert!(freed.0 >= 300 && freed.1 >= 12_000, "the leaked orders go: {freed:?}");
    let chip = window.query_all_by_role(Role::Button).map(|it| label(&it));
    assert!(
        chip.into_iter().any(|it| it.starts_with("Clear Map @")),
        "a chip with a way to end it"
    );
    click(&mut window, Role::Button, "Restore all");
    assert!(!has(&window, "Without what is ignored"));
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert!(has(&window, "Without what is ignored"), "back goes through what is ignored");
}

#[test]
fn the_menu_of_a_row_ignores_it() {
    let mut window = after();
    leaked(&mut window);
    window
        .state_mut()
        .push(Command::Heap(HeapCommand::ShowSection(asyncscope::heap::TreeName::Retainers)));
    settle(&mut window);
    let row = window.get_all_by_role(Role::Row).next().expect("a retainer");
    let at = row.rect().center();
    super::click_at(&mut window, at, egui::PointerButton::Secondary);
    window.get_by_label("Ignore this retainer").click();
    settle(&mut window);
    let ignore = &window.state().state().opened().expect("open").heap.place.ignore;
    assert_eq!(ignore.nodes.len(), 1);
}

#[test]
fn dominators_are_a_tree_and_a_map() {
    let mut window = after();
    press(&mut window, Modifiers::NONE, Key::Num3);
    let tree = rows(&window);
    assert!(tree.len() > 20, "{tree:#?}");
    click(&mut window, Role::RadioButton, "Map");
    let map = window.query_all_by_role(Role::Image).map(|it| label(&it));
    assert!(map.into_iter().any(|it| it.starts_with("Map of dominators: ")));
    let opened = |window: &Window| window.state().state().opened().expect("open").heap.clone();
    assert!(opened(&window).place.as_map);
    let name = |it: &egui_kittest::Node<'_>| label(it).starts_with("Map of dominators");
    let at = window.get_all_by_role(Role::Image).find(name).expect("the map").rect();
    let inside = at.left_top() + egui::vec2(60.0, 60.0);
    super::click_at(&mut window, inside, egui::PointerButton::Primary);
    assert!(opened(&window).selected_object().is_some(), "a click selects");
    super::double_click_at(&mut window, inside);
    assert!(opened(&window).place.map_root.is_some(), "a double click zooms");
    press(&mut window, Modifiers::NONE, Key::Backspace);
    press(&mut window, Modifiers::NONE, Key::Num0);
    assert_eq!(opened(&window).place.map_root, None);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    let first = opened(&window).selected_object();
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    assert_ne!(opened(&window).selected_object(), first, "arrows go from box to box");
}

#[test]
fn containment_begins_at_the_root() {
    let mut window = after();
    press(&mut window, Modifiers::NONE, Key::Num4);
    let rows = rows(&window);
    assert!(rows.iter().any(|it| it.contains("(GC roots)")), "{rows:#?}");
    let node = window.get_all_by_role(Role::Row).next().expect("a row");
    assert!(node.accesskit_node().label().is_some());
}
