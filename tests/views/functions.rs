//! The list of functions: sorted, filtered, timed, moved through, copied.

use asyncscope::command::Command;
use egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;

use super::{
    Folder, Window, click, has, names, press, rows, sample, selected_row, settle, small, wait,
    window,
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
fn a_table_shows_25_rows_at_a_height_of_900() {
    let mut window = window(&[sample("node-20/async-server.cpuprofile")]);
    press(&mut window, Modifiers::NONE, Key::Num6);
    assert!(rows(&window).len() >= 25, "{}", rows(&window).len());
}

/// The list of functions of the small recording.
fn functions(folder: &Folder) -> Window {
    let mut window = window(&[small(folder)]);
    press(&mut window, Modifiers::NONE, Key::Num6);
    window
}

#[track_caller]
fn filter(window: &mut Window, text: &str) {
    window.get_by_role_and_label(Role::TextInput, "Filter functions").focus();
    window.event(Event::Text(text.to_owned()));
    settle(window);
}

#[test]
fn a_filter_can_be_a_regular_expression_and_says_where_it_is_none() {
    let folder = Folder::new();
    let mut window = functions(&folder);
    filter(&mut window, "^(fast|main)$");
    assert!(has(&window, "None of 3 functions matches"), "as words it means nothing");
    click(&mut window, Role::Button, ".*");
    assert_eq!(names(&window), ["main", "fast"]);
    filter(&mut window, "(");
    assert!(has(&window, "not a valid regular expression: unclosed group, at character 14"));
    assert_eq!(names(&window), ["main", "fast"], "what was shown before stays");
}

#[test]
fn functions_that_the_selection_leaves_out_stand_at_the_end() {
    let folder = Folder::new();
    let mut window = functions(&folder);
    let range = Some(asyncscope_core::units::Nanos(0)..asyncscope_core::units::Nanos(2_000_000));
    window.state_mut().push(Command::SelectRange(range));
    settle(&mut window);
    let rows = rows(&window);
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert_eq!(rows[2], "slow, left out", "slow runs later");
    assert!(has(&window, "All 2 functions · 1 left out by the selection, in grey"));
    filter(&mut window, "slow");
    assert_eq!(names(&window), ["slow"], "it is found all the same");
    press(&mut window, Modifiers::NONE, Key::Escape);
    window.get_by_role_and_label(Role::Row, "slow, left out").click();
    settle(&mut window);
    assert!(has(&window, "It has no samples in what is selected."));
}

#[test]
fn functions_are_sorted_by_how_often_and_how_long_they_ran() {
    let folder = Folder::new();
    let profile = super::SMALL.replace("[2, 3, 4, 4, 4]", "[3, 4, 3, 4, 4]");
    let path = folder.file("calls.cpuprofile", profile.as_bytes());
    let mut window = window(&[path]);
    press(&mut window, Modifiers::COMMAND, Key::D);
    press(&mut window, Modifiers::NONE, Key::Num6);
    // fast: 1 ms and 1 ms. slow: 1 ms, then 2 ms. main: 5 ms at once.
    click(&mut window, Role::ColumnHeader, "Calls");
    assert_eq!(names(&window), ["slow", "fast", "main"]);
    click(&mut window, Role::ColumnHeader, "Max");
    assert_eq!(names(&window), ["main", "slow", "fast"]);
    click(&mut window, Role::ColumnHeader, "Min");
    assert_eq!(names(&window)[0], "main");
}

#[test]
fn columns_without_room_are_left_out() {
    let folder = Folder::new();
    let mut window = functions(&folder);
    let has_column =
        |window: &Window, name| window.query_by_role_and_label(Role::ColumnHeader, name).is_some();
    assert!(has_column(&window, "Median") && !has_column(&window, "Min"), "the panel is there");
    press(&mut window, Modifiers::COMMAND, Key::D);
    assert!(has_column(&window, "Median") && has_column(&window, "Min"));
}
