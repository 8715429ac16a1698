//! One object: its tab, the way to it from the roots, its trees, and looking past retainers.

use asyncscope::command::Command;
use asyncscope::heap::{HeapCommand, HeapEntity, TreeName};
use asyncscope::questions::heap::Known;
use asyncscope::questions::heap::rows::{HeapRow, TreeRows};
use asyncscope::views::View;
use asyncscope::views::heap::columns;
use asyncscope::widgets::table::Sort;
use asyncscope_core::analysis::heap::instances;
use asyncscope_core::index::RowIndex as _;
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

/// Focuses a tree and selects its first row.
fn enter_tree(window: &mut Window, name: &str) {
    window.get_by_role_and_label(Role::Table, name).focus();
    window.step();
    press(window, Modifiers::NONE, Key::Home);
}

#[track_caller]
fn tree_rows(window: &Window, tree: TreeName) -> std::sync::Arc<TreeRows> {
    let heap = &window.state().state().opened().expect("open").answers.heap;
    heap.rows(tree).current().expect("rows").clone()
}

#[test]
fn every_tree_is_sorted_by_a_click_on_its_head() {
    let mut window = after();
    for (key, tree) in [(Key::Num3, TreeName::Dominators), (Key::Num4, TreeName::Containment)] {
        press(&mut window, Modifiers::NONE, key);
        for head in ["Distance", "Shallow", "Retained"] {
            for descends in [false, true] {
                if window.query_by_role_and_label(Role::ColumnHeader, head).is_some() {
                    click(&mut window, Role::ColumnHeader, head);
                } else {
                    // It has no room, or its name says already how it is sorted.
                    let column = match head {
                        "Distance" => columns::DISTANCE,
                        "Shallow" => columns::SHALLOW,
                        _ => columns::RETAINED,
                    };
                    let descends = descends == (head == "Distance");
                    let sort = Sort { column, descending: descends };
                    window.state_mut().push(Command::Heap(HeapCommand::SortTree(tree, sort)));
                    settle(&mut window);
                }
                let rows = tree_rows(&window, tree);
                let figure = |it: &HeapRow| match head {
                    "Distance" => u64::from(it.distance.unsigned_abs()),
                    "Shallow" => it.shallow,
                    _ => it.retained.expect("known"),
                };
                let is_object = |it: &&HeapRow| it.entity().is_some();
                let mut figures: Vec<u64> =
                    rows.rows.iter().filter(is_object).map(figure).collect();
                let sort = window.state().state().opened().expect("open").heap.sort_of(tree);
                if sort.descending {
                    figures.reverse();
                }
                assert!(figures.is_sorted(), "{tree:?} by {head}, {descends}: {figures:?}");
            }
        }
    }
    press(&mut window, Modifiers::NONE, Key::Num3);
    click(&mut window, Role::ColumnHeader, "Object");
    let rows = tree_rows(&window, TreeName::Dominators);
    let named: Vec<&str> = rows.rows.iter().map(|it| it.name.as_str()).collect();
    let named = &named[..named.len() - 1]; // the last says how many more there are
    assert!(named.is_sorted(), "{named:#?}");
}

#[test]
fn the_hot_path_goes_on_while_one_row_keeps_half() {
    let mut window = after();
    press(&mut window, Modifiers::NONE, Key::Num3);
    enter_tree(&mut window, "Dominators");
    let first = tree_rows(&window, TreeName::Dominators).rows[0].clone();
    press(&mut window, Modifiers::NONE, Key::H);
    let rows = tree_rows(&window, TreeName::Dominators);
    let opened = window.state().state().opened().expect("open");
    let selected = opened.heap.trees.of(TreeName::Dominators).selected.clone().expect("a row");
    assert!(selected.starts_with(&first.path));
    // By hand: from the first row down, as long as the largest below keeps half.
    let (graph, tree) = (opened.recording.heap.clone().expect("a heap"), &opened.answers.heap.tree);
    let tree = tree.current().expect("known");
    let mut node = NodeIndex::from_row(first.path[0] as usize);
    let mut path = vec![first.path[0]];
    loop {
        let held = graph.node_indices().filter(|it| tree.dominators.of(*it) == node && *it != node);
        let best = held.max_by_key(|it| (tree.dominators.retained(*it), std::cmp::Reverse(*it)));
        let Some(best) = best else { break };
        if tree.dominators.retained(best) * 2 < tree.dominators.retained(node) {
            break;
        }
        node = best;
        path.push(u32::try_from(node.row()).expect("a row"));
    }
    assert_eq!(selected, path);
    assert!(rows.row_of(&selected).is_some(), "it is shown");
    assert_eq!(opened.heap.selected_object(), Some(node));
}

#[test]
fn the_star_opens_all_below_a_row_within_bounds() {
    let mut window = after();
    press(&mut window, Modifiers::NONE, Key::Num4);
    enter_tree(&mut window, "Containment");
    window.event(egui::Event::Text("*".to_owned()));
    settle(&mut window);
    let rows = tree_rows(&window, TreeName::Containment);
    assert!(rows.rows[0].is_open, "{:?}", rows.rows[0]);
    assert!(rows.rows.len() > 1_000 && rows.rows.len() < 50_000, "{}", rows.rows.len());
    let below_itself = rows.rows.iter().any(|it| it.repeats && it.is_open);
    assert!(!below_itself, "no object is opened below itself");
}

#[test]
fn sizes_are_of_what_is_left_without_what_is_ignored() {
    let mut window = after();
    leaked(&mut window);
    let opened = window.state().state().opened().expect("open");
    let facts = opened.answers.heap.object.current().expect("known").clone();
    let map = facts.path.iter().find(|it| it.node.name == "Map" && it.dominates);
    let map = map.expect("a map holds it").node.clone();
    let root = opened.recording.heap.as_ref().expect("a heap").root;
    let whole = opened.answers.heap.tree.current().expect("known").clone();
    window.state_mut().push(Command::Heap(HeapCommand::IgnoreObject(map.node)));
    settle(&mut window);
    assert!(has(&window, "sizes are of what is left"));
    let opened = window.state().state().opened().expect("open");
    let left = opened.answers.heap.left.current().expect("known").clone();
    let freed = opened.answers.heap.ignored.current().cloned().flatten().expect("known").freed;
    let size = |tree: &asyncscope_core::analysis::heap::HeapTree| tree.dominators.retained(root);
    assert_eq!(size(&whole) - size(&left), freed.1, "what goes counts no more");
    press(&mut window, Modifiers::NONE, Key::Num2);
    filter(&mut window, "Filter classes", "LeakedOrder");
    let opened = window.state().state().opened().expect("open");
    let past = opened.answers.heap.ignored.current().cloned().flatten().expect("known");
    let Known { facts, .. } = opened.known().expect("known");
    let orders = facts.classes.class.indices();
    let orders = orders.into_iter().find(|it| facts.classes.class[*it].name() == "LeakedOrder");
    let orders = instances(&facts, orders.expect("the class"));
    let left = orders.iter().filter(|it| past.distances()[it.row()] >= 0).count();
    assert!(left < orders.len(), "some are held by the map alone");
    let wanted = format!("LeakedOrder, {left} objects");
    assert!(rows(&window)[0].starts_with(&wanted), "{wanted}: {:#?}", rows(&window));
    window.state_mut().push(Command::Heap(HeapCommand::RestoreAll));
    settle(&mut window);
    assert!(rows(&window)[0].starts_with("LeakedOrder, 300 objects"), "{:#?}", rows(&window));
}

#[test]
fn the_palette_finds_classes_by_name_and_objects_by_number() {
    let mut window = after();
    let find = |window: &mut Window, text: &str| {
        press(window, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::P);
        window.event(egui::Event::Text(text.to_owned()));
        settle(window);
        press(window, Modifiers::NONE, Key::Enter);
        settle(window);
    };
    find(&mut window, "LeakedOr");
    assert_eq!(view(&window), View::Classes);
    let opened = window.state().state().opened().expect("open");
    let Some(HeapEntity::Class(class)) = opened.heap.place.selected else { panic!("no class") };
    let known = opened.known().expect("known");
    assert_eq!(known.facts.classes.class[class].name(), "LeakedOrder");
    assert!(rows(&window).iter().any(|it| it.starts_with("LeakedOrder,")), "it is in view");
    let node = asyncscope_core::analysis::heap::instances(&known.facts, class)[7];
    let id = known.graph.id(node);
    for typed in [format!("@{id}"), id.to_string()] {
        press(&mut window, Modifiers::NONE, Key::Num1);
        find(&mut window, &typed);
        assert_eq!(view(&window), View::Object, "{typed}");
        let opened = window.state().state().opened().expect("open");
        assert_eq!(opened.heap.place.tab, Some(node), "{typed}");
    }
}
