//! Changes of stacks: by letters, from the menu, as chips; equal to those of the command line.

use egui::{Key, Modifiers, PointerButton, Role, vec2};
use egui_kittest::kittest::Queryable as _;

use super::flame_graph::{canvas, place};
use super::{Folder, Window, click, click_at, has, label, names, press, rows, settle, window};
use support::changes::{CASES, Case, Keys, profile};

fn opened(folder: &Folder) -> Window {
    window(&[folder.file("stacks.cpuprofile", profile().as_bytes())])
}

/// Selects the box of a path in the flame graph: each step is a search for the whole name.
fn select(window: &mut Window, path: &[&str]) {
    press(window, Modifiers::NONE, Key::Num3);
    let (_, _) = canvas(window, "Flame graph");
    press(window, Modifiers::NONE, Key::Escape);
    press(window, Modifiers::NONE, Key::Enter);
    for (depth, name) in path.iter().enumerate() {
        if depth > 0 {
            press(window, Modifiers::NONE, Key::ArrowDown);
        }
        for _ in 0..8 {
            if canvas(window, "Flame graph").1.contains(&format!("selected {name},")) {
                break;
            }
            press(window, Modifiers::NONE, Key::ArrowRight);
        }
        let said = canvas(window, "Flame graph").1;
        assert!(said.contains(&format!("selected {name},")), "{name} of {path:?}: {said}");
    }
}

/// Every function of the list, as the command line is asked for them: name, self, total.
fn functions(window: &mut Window) -> Vec<String> {
    press(window, Modifiers::NONE, Key::Num6);
    let plain = |row: &String| row.replace("\u{2009}ms", "").replace(".00", "");
    let mut rows: Vec<String> = rows(window).iter().map(plain).collect();
    rows.retain(|it| !it.ends_with(", left out")); // shown in grey, and no part of the selection
    rows.sort();
    rows
}

fn expected(case: &Case) -> Vec<String> {
    let row = |&(name, own, total): &(&str, u64, u64)| {
        let weight = |it| if it == 0 { "0\u{2009}ns".to_owned() } else { format!("{it}") };
        format!("{name}, self {}, total {}", weight(own), weight(total))
    };
    let mut rows: Vec<String> = case.functions.iter().map(row).collect();
    rows.sort();
    rows
}

#[test]
fn letters_change_stacks_as_options_of_the_command_line_do() {
    for case in CASES {
        let folder = Folder::new();
        let mut window = opened(&folder);
        if case.only_my_code {
            press(&mut window, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::M);
        }
        for Keys { path, shift, letter } in case.keys {
            select(&mut window, path);
            let modifiers = if *shift { Modifiers::SHIFT } else { Modifiers::NONE };
            press(&mut window, modifiers, Key::from_name(letter).expect("a letter"));
        }
        assert_eq!(functions(&mut window), expected(case), "{:?}", case.options);
    }
}

#[test]
fn each_change_is_a_chip_in_toolbars_and_status_bar() {
    let folder = Folder::new();
    let mut window = opened(&folder);
    select(&mut window, &["main", "get"]);
    press(&mut window, Modifiers::NONE, Key::D);
    assert_eq!(window.query_all_by_label("Without samples of get").count(), 2);
    press(&mut window, Modifiers::NONE, Key::R);
    assert!(has(&window, "Recursion collapsed"));
    window.query_all_by_label("Clear Without samples of get").next().expect("a chip").click();
    settle(&mut window);
    assert!(!has(&window, "Without samples of get"));
    assert!(has(&window, "Recursion collapsed"));
}

#[test]
fn the_menu_of_a_box_changes_stacks_and_leads_to_other_views() {
    let folder = Folder::new();
    let mut window = opened(&folder);
    press(&mut window, Modifiers::NONE, Key::Num3);
    let (rect, _) = canvas(&window, "Flame graph");
    click_at(&mut window, place(rect, 0, 0.1), PointerButton::Secondary);
    assert!(has(&window, "Focus on function"));
    window.query_all_by_label_contains("Collapse function").next().expect("an entry").click();
    settle(&mut window);
    assert!(has(&window, "main collapsed"));
    click(&mut window, Role::Button, "Only my code");
    assert_eq!(window.query_all_by_label("Only my code").count(), 2, "the switch and a chip");

    let (rect, _) = canvas(&window, "Flame graph");
    click_at(&mut window, place(rect, 0, 0.1), PointerButton::Secondary);
    window.query_all_by_label_contains("Show in sandwich").next().expect("an entry").click();
    settle(&mut window);
    assert!(has(&window, "main: Total"));
    assert!(has(&window, "main collapsed"), "changes stay from view to view");
}

#[test]
fn a_letter_without_a_function_says_what_it_needs() {
    let folder = Folder::new();
    let mut window = opened(&folder);
    press(&mut window, Modifiers::NONE, Key::Num3);
    press(&mut window, Modifiers::NONE, Key::F);
    assert!(has(&window, "Select a function first"));
}

#[test]
fn where_nothing_is_left_the_changes_can_be_taken_back() {
    let folder = Folder::new();
    let mut window = opened(&folder);
    select(&mut window, &["main"]);
    press(&mut window, Modifiers::NONE, Key::D);
    assert!(has(&window, "No stack is left"));
    click(&mut window, Role::Button, "Remove all changes");
    canvas(&window, "Flame graph");
}

#[test]
fn rows_of_tables_have_the_same_menu() {
    let folder = Folder::new();
    let mut window = opened(&folder);
    press(&mut window, Modifiers::NONE, Key::Num5);
    let row = window.get_all_by_role(Role::Row).find(|it| label(it).starts_with("map"));
    let row = row.expect("a row").rect();
    click_at(&mut window, row.left_center() + vec2(400.0, 0.0), PointerButton::Secondary);
    window.query_all_by_label_contains("Merge this node only").next().expect("an entry").click();
    settle(&mut window);
    assert!(has(&window, "Without one map (merged)"));
    assert!(!names(&window).contains(&"map".to_owned()), "{:?}", names(&window));

    press(&mut window, Modifiers::NONE, Key::Num6);
    press(&mut window, Modifiers::NONE, Key::Home);
    press(&mut window, Modifiers::SHIFT, Key::F10);
    window.query_all_by_label_contains("Drop samples").next().expect("an entry").click();
    settle(&mut window);
    assert!(has(&window, "Without samples of"));
}
