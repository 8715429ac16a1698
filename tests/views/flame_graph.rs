//! The flame graph: stacks by weight, chosen, zoomed, searched, in two directions.

use egui::{Key, Modifiers, PointerButton, Pos2, Rect, Role, vec2};
use egui_kittest::kittest::Queryable as _;

use super::{
    Folder, Window, click, click_at, double_click_at, has, label, names, press, sample, settle,
    small, window,
};

/// The boxes of a chart whose name begins with `name`: where they are, and what is said of them.
pub(super) fn canvas(window: &Window, name: &str) -> (Rect, String) {
    let all = window.get_all_by_role(Role::Canvas).map(|it| (it.rect(), label(&it)));
    let all: Vec<_> = all.collect();
    let found = all.iter().find(|it| it.1.starts_with(name));
    found.unwrap_or_else(|| panic!("no chart {name}: {all:?}")).clone()
}

/// A place in the chart: a row from the top, and how far from the left to the right.
pub(super) fn place(rect: Rect, row: u8, share: f32) -> Pos2 {
    rect.left_top() + vec2(share * rect.width(), 12.0 + 17.0 * f32::from(row))
}

fn graph(window: &mut Window) {
    press(window, Modifiers::NONE, Key::Num3);
}

fn selected_path(window: &Window) -> Vec<String> {
    let opened = window.state().state().opened().expect("open");
    let path = opened.selection.path.iter();
    path.map(|it| opened.recording.frame_name(*it).to_owned()).collect()
}

#[test]
fn a_click_selects_the_stack_of_a_box() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    graph(&mut window);
    let (rect, said) = canvas(&window, "Flame graph");
    assert!(said.contains("0\u{2009}ns–5.00\u{2009}ms") || said.contains("5.00"), "{said}");
    // The heaviest callee stands on the left: `slow` for 3 of 5 ms, then `fast`.
    click_at(&mut window, place(rect, 1, 0.3), PointerButton::Primary);
    assert_eq!(selected_path(&window), ["main", "slow"]);
    click_at(&mut window, place(rect, 1, 0.7), PointerButton::Primary);
    assert_eq!(selected_path(&window), ["main", "fast"]);
    click_at(&mut window, place(rect, 0, 0.9), PointerButton::Primary);
    assert_eq!(selected_path(&window), ["main"]);
    assert!(canvas(&window, "Flame graph").1.contains("selected main, 5.00"));
}

#[test]
fn inverted_it_begins_with_what_ran_and_grows_either_way() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    graph(&mut window);
    press(&mut window, Modifiers::NONE, Key::I);
    let (rect, _) = canvas(&window, "Flame graph, from what ran");
    click_at(&mut window, place(rect, 0, 0.3), PointerButton::Primary);
    assert!(canvas(&window, "Flame graph").1.contains("selected slow, 3.00"));
    assert_eq!(selected_path(&window), [""; 0], "a caller's caller is no stack");

    click(&mut window, Role::RadioButton, "Flame");
    let (rect, _) = canvas(&window, "Flame graph");
    let lowest = rect.left_bottom() + vec2(0.7 * rect.width(), -20.0);
    click_at(&mut window, lowest, PointerButton::Primary);
    assert!(canvas(&window, "Flame graph").1.contains("selected fast, 1.00"));
    click(&mut window, Role::RadioButton, "Top-down");
    click_at(&mut window, lowest, PointerButton::Primary);
    assert_eq!(selected_path(&window), ["main"]);
}

#[test]
fn a_double_click_zooms_and_the_way_back_is_shown() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    graph(&mut window);
    assert!(has(&window, "5.00\u{2009}ms busy"));
    let (rect, whole) = canvas(&window, "Flame graph");
    double_click_at(&mut window, place(rect, 1, 0.3));
    assert!(has(&window, "zoomed to"));
    let (_, zoomed) = canvas(&window, "Flame graph");
    assert_ne!(zoomed.split(';').next(), whole.split(';').next());
    click(&mut window, Role::Button, "Show the whole graph (0)");
    assert!(!has(&window, "zoomed to"));
    let (_, after) = canvas(&window, "Flame graph");
    assert_eq!(after.split(';').next(), whole.split(';').next());
    double_click_at(&mut window, place(rect, 1, 0.3));
    click(&mut window, Role::Link, "main");
    assert!(!has(&window, "zoomed to"), "its caller is as wide as everything");
}

#[test]
fn a_search_counts_matches_and_goes_through_them() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    graph(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.event(egui::Event::Text("/^(slow|fast)$/".to_owned()));
    settle(&mut window);
    assert!(has(&window, "2 matches"));
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(selected_path(&window), ["main", "slow"]);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(selected_path(&window), ["main", "fast"]);
    click(&mut window, Role::Button, "Clear: Find in the flame graph");
    window.get_by_role_and_label(Role::TextInput, "Find in the flame graph").focus();
    window.event(egui::Event::Text("/(/".to_owned()));
    settle(&mut window);
    assert!(has(&window, "Not a regular expression"));
}

#[test]
fn its_twin_is_a_table_of_the_same_stacks() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    graph(&mut window);
    click(&mut window, Role::RadioButton, "Inverted");
    click(&mut window, Role::Button, "Show as table");
    assert_eq!(names(&window), ["slow", "fast", "main"]);
}

#[test]
fn keys_select_boxes_and_zoom() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    graph(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(selected_path(&window), ["main"]);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(selected_path(&window), ["main", "slow"]);
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(selected_path(&window), ["main", "fast"]);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(has(&window, "zoomed to"));
    press(&mut window, Modifiers::NONE, Key::Num0);
    assert!(!has(&window, "zoomed to"));
}

#[test]
fn colours_are_told_and_cycle() {
    let mut window = window(&[sample("node-20/async-server.cpuprofile")]);
    graph(&mut window);
    assert!(has(&window, "Colour: Category"));
    let cycle = Modifiers::ALT.plus(Modifiers::SHIFT);
    press(&mut window, cycle, Key::C);
    assert!(has(&window, "Colour: Package"));
    press(&mut window, cycle, Key::C);
    assert!(has(&window, "Self time from 0 to"));
    window.query_all_by_label_contains("Colour: Self time").next().expect("a button").click();
    settle(&mut window);
    assert!(has(&window, "the most of a function"));
    click(&mut window, Role::MenuItemRadio, "Package");
    window.query_all_by_label_contains("Colour: Package").next().expect("a button").click();
    settle(&mut window);
    assert!(has(&window, "Node internals, "));
}

#[test]
fn a_recording_without_stacks_says_so() {
    let folder = Folder::new();
    let file = folder.file(
        "spans.json",
        br#"{"traceEvents": [
        {"ph": "X", "name": "work", "cat": "a", "pid": 1, "tid": 1, "ts": 1, "dur": 5}]}"#,
    );
    let mut window = window(&[file]);
    graph(&mut window);
    assert!(has(&window, "it shows no stacks"));
}
