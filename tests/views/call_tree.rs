//! The call tree: opened and closed, turned round, grouped, filtered.

use asyncscope_core::model::FrameIndex;
use egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;

use super::{Folder, Window, click, has, names, press, rows, selected_row, settle, small, window};

/// The call tree of the small recording.
fn call_tree(folder: &Folder) -> Window {
    let mut window = window(&[small(folder)]);
    press(&mut window, Modifiers::NONE, Key::Num5);
    window
}

/// Chooses an entry of the menu of groups.
#[track_caller]
fn choose(window: &mut Window, role: Role, entry: &str) {
    let menu = window.query_all_by_label_contains("Group by:").next().expect("the menu");
    menu.click();
    settle(window);
    click(window, role, entry);
}

/// The stack of the selected function, as names.
fn path(window: &Window) -> Vec<String> {
    let opened = window.state().state().opened().expect("open");
    let name = |&it: &FrameIndex| opened.recording.frame_name(it).to_owned();
    opened.selection.path.iter().map(name).collect()
}

#[test]
fn the_call_tree_opens_closes_and_turns_round() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num5);
    assert_eq!(names(&window), ["main", "slow", "fast"]);
    click(&mut window, Role::Button, "Close main");
    assert_eq!(names(&window), ["main"]);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(names(&window), ["main", "slow", "fast"]);
    press(&mut window, Modifiers::NONE, Key::H);
    assert_eq!(selected_row(&window).as_deref(), Some("slow"));
    press(&mut window, Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(selected_row(&window).as_deref(), Some("main"));

    click(&mut window, Role::RadioButton, "Bottom-up");
    assert_eq!(names(&window), ["slow", "fast", "main"]);
}

#[test]
fn a_filter_of_the_call_tree_keeps_whole_stacks() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num5);
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.event(Event::Text("slow".to_owned()));
    settle(&mut window);
    assert_eq!(names(&window), ["main", "slow"]);
    assert!(rows(&window)[0].contains("total 3.00"), "{:?}", rows(&window));
}

#[test]
fn a_filter_counts_what_matches_and_may_be_a_regular_expression() {
    let folder = Folder::new();
    let mut window = call_tree(&folder);
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.event(Event::Text("^(slow|fast)$".to_owned()));
    settle(&mut window);
    assert!(has(&window, "No stack has a function that matches"));
    click(&mut window, Role::Button, ".*");
    assert_eq!(names(&window), ["main", "slow", "fast"], "with what they hang from");
    assert!(has(&window, "3 rows · 2 functions match, in 2 stacks"));
}

#[test]
fn the_selection_survives_every_turn() {
    let folder = Folder::new();
    let mut window = call_tree(&folder);
    for _ in 0..3 {
        press(&mut window, Modifiers::NONE, Key::ArrowDown);
    }
    assert_eq!(selected_row(&window).as_deref(), Some("fast"));
    assert_eq!(path(&window), ["main", "fast"]);
    for turn in ["Bottom-up", "Flat", "Top-down"] {
        click(&mut window, Role::RadioButton, turn);
        assert_eq!(selected_row(&window).as_deref(), Some("fast"), "{turn}");
        assert_eq!(path(&window), ["main", "fast"], "{turn}");
    }
    click(&mut window, Role::RadioButton, "Flat");
    assert_eq!(names(&window), ["main", "slow", "fast"]);
    assert_eq!(rows(&window)[1], "slow, level 1, total 3.00\u{2009}ms, self 3.00\u{2009}ms");
}

#[test]
fn functions_are_grouped_by_package() {
    let folder = Folder::new();
    let mut window = call_tree(&folder);
    choose(&mut window, Role::MenuItemRadio, "Group by package");
    assert_eq!(names(&window), ["Application", "left"]);
    click(&mut window, Role::Button, "Open left");
    assert_eq!(names(&window), ["Application", "left", "slow"]);
    choose(&mut window, Role::MenuItemRadio, "No groups");
    assert_eq!(names(&window)[0], "main");
}

#[test]
fn call_sites_are_consolidated_until_they_are_told_apart() {
    let folder = Folder::new();
    // `slow` below `main` and below `fast`.
    let profile = super::SMALL
        .replace(r#""lineNumber": 9, "columnNumber": 4}}"#, r#""lineNumber": 9, "columnNumber": 4}, "children": [5]}"#)
        .replace("\n  ],\n  \"startTime\"", ",\n    {\"id\": 5, \"callFrame\": {\"functionName\": \"slow\", \"url\": \"file:///app/node_modules/left/pad.js\", \"lineNumber\": 19, \"columnNumber\": 4}}\n  ],\n  \"startTime\"")
        .replace("[2, 3, 4, 4, 4]", "[2, 3, 4, 4, 5]");
    let path = folder.file("sites.cpuprofile", profile.as_bytes());
    let mut window = window(&[path]);
    press(&mut window, Modifiers::NONE, Key::Num5);
    click(&mut window, Role::RadioButton, "Bottom-up");
    assert_eq!(names(&window), ["slow", "fast", "main"]);
    choose(&mut window, Role::MenuItem, "Tell call sites apart");
    assert_eq!(names(&window), ["slow from main", "fast from main", "main", "slow from fast"]);
    assert!(rows(&window)[0].ends_with("self 2.00\u{2009}ms"), "{:?}", rows(&window));
    choose(&mut window, Role::MenuItem, "Consolidate call sites");
    assert_eq!(names(&window), ["slow", "fast", "main"]);
}

#[test]
fn star_opens_all_below() {
    let folder = Folder::new();
    let mut window = call_tree(&folder);
    click(&mut window, Role::Button, "Close main");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    window.event(Event::Text("*".to_owned()));
    settle(&mut window);
    assert_eq!(names(&window), ["main", "slow", "fast"]);
}

#[test]
fn a_row_has_the_menu_of_its_function_and_changes_are_chips() {
    let folder = Folder::new();
    let mut window = call_tree(&folder);
    let row = window.query_all_by_label_contains("slow, level 2").next().expect("a row");
    row.click_secondary();
    settle(&mut window);
    window.query_all_by_label_contains("Merge function").next().expect("an entry").click();
    settle(&mut window);
    assert_eq!(names(&window), ["main", "fast"], "its time is that of its caller");
    assert!(has(&window, "Without slow (merged)"));
}
