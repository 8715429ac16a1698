//! Tables of functions: sorted, filtered, moved through, opened and closed.

use egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;

use super::{
    Folder, click, has, names, press, rows, sample, selected_row, settle, small, wait, window,
};

#[test]
fn functions_are_sorted_by_self_and_by_what_is_clicked() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num6);
    assert_eq!(names(&window), ["slow", "main", "fast"]);
    assert_eq!(rows(&window)[0], "slow, self 3.00\u{2009}ms, total 3.00\u{2009}ms");

    click(&mut window, Role::ColumnHeader, "Total");
    assert_eq!(names(&window), ["main", "slow", "fast"]);
    click(&mut window, Role::ColumnHeader, "Total, sorted, largest first");
    assert_eq!(names(&window), ["fast", "slow", "main"]);
    click(&mut window, Role::ColumnHeader, "Function");
    assert_eq!(names(&window), ["fast", "main", "slow"]);
}

#[test]
fn a_filter_keeps_functions_whose_name_or_script_matches() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num6);
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.event(Event::Text("left, FAST".to_owned()));
    settle(&mut window);
    assert_eq!(names(&window), ["slow", "fast"]);
    click(&mut window, Role::Button, "Clear: Filter functions");
    assert_eq!(names(&window).len(), 3);

    window.get_by_role_and_label(Role::TextInput, "Filter functions").focus();
    window.event(Event::Text("nowhere".to_owned()));
    settle(&mut window);
    assert!(has(&window, "None of 3 functions matches"));
    click(&mut window, Role::Button, "Clear the filter");
    assert_eq!(names(&window).len(), 3);
}

#[test]
fn arrows_move_the_selection_and_all_views_follow() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num6);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(selected_row(&window).as_deref(), Some("fast"));
    window.get_by_role_and_label(Role::Button, "Clear fast");

    press(&mut window, Modifiers::NONE, Key::Num5);
    wait(&mut window, "the selected function", |it| selected_row(it).as_deref() == Some("fast"));
    click(&mut window, Role::Button, "Clear fast");
    assert_eq!(window.state().state().opened().expect("open").selection.entity, None);
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
fn a_table_shows_25_rows_at_a_height_of_900() {
    let mut window = window(&[sample("node-20/async-server.cpuprofile")]);
    press(&mut window, Modifiers::NONE, Key::Num6);
    assert!(rows(&window).len() >= 25, "{}", rows(&window).len());
}
