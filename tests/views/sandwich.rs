//! The sandwich: a function between its callers and what it calls.

use egui::{Event, Key, Modifiers, PointerButton, Role};
use egui_kittest::kittest::Queryable as _;

use super::flame_graph::{canvas, place};
use super::{
    Folder, Window, click, click_at, double_click_at, has, names, press, rows, selected_row,
    settle, small, window,
};

fn sandwich(window: &mut Window) {
    press(window, Modifiers::NONE, Key::Num4);
}

/// `main` calls `work`, which calls itself through `step`: 4 ms in all, 1 ms of it elsewhere.
const RECURSIVE: &str = r#"{
  "nodes": [
    {"id": 1, "callFrame": {"functionName": "(root)", "url": "", "lineNumber": -1, "columnNumber": -1}, "children": [2]},
    {"id": 2, "callFrame": {"functionName": "main", "url": "file:///app/main.js", "lineNumber": 0, "columnNumber": 0}, "children": [3]},
    {"id": 3, "callFrame": {"functionName": "work", "url": "file:///app/main.js", "lineNumber": 9, "columnNumber": 4}, "children": [4]},
    {"id": 4, "callFrame": {"functionName": "step", "url": "file:///app/main.js", "lineNumber": 19, "columnNumber": 4}, "children": [5]},
    {"id": 5, "callFrame": {"functionName": "work", "url": "file:///app/main.js", "lineNumber": 9, "columnNumber": 4}}
  ],
  "startTime": 1000, "endTime": 5000,
  "samples": [2, 3, 4, 5],
  "timeDeltas": [0, 1000, 1000, 1000]
}"#;

#[test]
fn without_a_function_it_offers_the_heaviest() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    sandwich(&mut window);
    assert!(has(&window, "Choose a function"));
    click(&mut window, Role::Button, "Show the heaviest: slow");
    assert!(has(&window, "slow: Total 3.00\u{2009}ms, Self 3.00\u{2009}ms"));
    assert_eq!(selected_row(&window).as_deref(), Some("slow"));
    click(&mut window, Role::Button, "Show as table");
    assert_eq!(names(&window), ["main", "slow", "fast"], "the call tree");
    assert_eq!(selected_row(&window).as_deref(), Some("slow"));
}

#[test]
fn both_charts_are_as_wide_as_the_total_and_recursion_counts_once() {
    let folder = Folder::new();
    let mut window = window(&[folder.file("r.cpuprofile", RECURSIVE.as_bytes())]);
    sandwich(&mut window);
    window
        .get_all_by_role(Role::Row)
        .find(|it| super::label(it).starts_with("work"))
        .expect("a row")
        .click();
    settle(&mut window);
    assert!(has(&window, "work: Total 3.00\u{2009}ms, Self 2.00\u{2009}ms, Samples 3"));
    for chart in ["Callers", "Callees"] {
        let (_, said) = canvas(&window, chart);
        assert!(said.contains("–3.00\u{2009}ms"), "{said}");
    }
    // Below the outermost call: `step`, then `work` again.
    let (rect, _) = canvas(&window, "Callees");
    click_at(&mut window, place(rect, 2, 0.1), PointerButton::Primary);
    assert!(canvas(&window, "Callees").1.contains("selected work, 1.00"));
}

#[test]
fn a_double_click_puts_another_function_in_the_middle() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    sandwich(&mut window);
    click(&mut window, Role::Button, "Show the heaviest: slow");
    // Callers grow upwards: `slow` below, `main` above it.
    let (rect, _) = canvas(&window, "Callers");
    let at = place(rect, 0, 0.5);
    click_at(&mut window, at, PointerButton::Primary);
    assert!(canvas(&window, "Callers").1.contains("selected main, 3.00"));
    assert!(has(&window, "slow: Total"), "selected, but not in the middle");
    double_click_at(&mut window, at);
    assert!(has(&window, "main: Total 5.00\u{2009}ms"));
    let (_, said) = canvas(&window, "Callees");
    assert!(said.contains("–5.00\u{2009}ms"), "{said}");
}

#[test]
fn a_function_selected_elsewhere_is_in_the_middle() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num6);
    assert_eq!(names(&window)[0], "slow");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    sandwich(&mut window);
    assert!(has(&window, "slow: Total 3.00\u{2009}ms"));
}

#[test]
fn its_list_is_searched_and_sorted() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    sandwich(&mut window);
    assert_eq!(names(&window), ["main", "slow", "fast"], "by total");
    click(&mut window, Role::ColumnHeader, "Function");
    assert_eq!(names(&window), ["fast", "main", "slow"]);
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.event(Event::Text("ma".to_owned()));
    settle(&mut window);
    assert_eq!(rows(&window).len(), 2, "by name or script: {:?}", rows(&window));
    click(&mut window, Role::Button, "Clear: Find a function");
    click(&mut window, Role::Button, "List");
    assert_eq!(window.query_all_by_role(Role::Row).count(), 0);
}

#[test]
fn both_charts_zoom_together() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    sandwich(&mut window);
    click(&mut window, Role::Button, "Show the heaviest: slow");
    let shown = |window: &Window, chart: &str| {
        let said = canvas(window, chart).1;
        said.split(", ").nth(1).and_then(|it| it.split(';').next()).map(str::to_owned)
    };
    let before = shown(&window, "Callers");
    let (rect, _) = canvas(&window, "Callees");
    click_at(&mut window, place(rect, 0, 0.25), PointerButton::Primary);
    press(&mut window, Modifiers::NONE, Key::W);
    settle(&mut window);
    let after = shown(&window, "Callers");
    assert_ne!(before, after);
    assert_eq!(after, shown(&window, "Callees"));
}
