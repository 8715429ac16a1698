//! The details panel: what is selected, what it costs, when it ran.

use asyncscope::WorkbenchOptions;
use asyncscope::command::{Command, Setting};
use asyncscope::selection::Entity;
use asyncscope_core::units::Nanos;
use egui::{Key, Modifiers, Role, vec2};
use egui_kittest::kittest::Queryable as _;

use super::{Folder, Window, click, has, names, press, settle, small, window, window_of};

/// The functions of the small recording, with `name` selected.
fn selected(folder: &Folder, row: usize) -> Window {
    let mut window = window(&[small(folder)]);
    press(&mut window, Modifiers::NONE, Key::Num6);
    for _ in 0..=row {
        press(&mut window, Modifiers::NONE, Key::ArrowDown);
    }
    window
}

#[test]
fn nothing_selected_says_what_to_do() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num6);
    assert!(has(&window, "Select a function, a span or a request"));
    click(&mut window, Role::Button, "Hide details");
    assert!(!has(&window, "Select a function, a span or a request"));
    press(&mut window, Modifiers::COMMAND, Key::D);
    assert!(has(&window, "Select a function, a span or a request"));
}

#[test]
fn a_function_tells_its_weight_callers_and_callees() {
    let folder = Folder::new();
    // By self weight: slow 3 ms, main 1 ms, fast 1 ms.
    let mut window = selected(&folder, 1);
    let fact = |text: &str| has(&window, text);
    assert!(fact("Total 5.00\u{2009}ms, 100.0\u{2009}%"), "main runs all the time");
    assert!(fact("Self 1.00\u{2009}ms, 20.0\u{2009}%"));
    assert!(fact("Samples 5"));
    assert!(fact("Category Application"));
    assert!(fact("slow, 3.00\u{2009}ms, 60.0\u{2009}%"), "a callee with its share");
    assert!(fact("fast, 1.00\u{2009}ms, 20.0\u{2009}%"));
    assert!(fact("self, 1.00\u{2009}ms, 20.0\u{2009}%"));
    assert!(fact("Nothing: stacks begin with it."));

    let slow = window.query_all_by_label_contains("slow, 3.00\u{2009}ms, 60.0").next();
    slow.expect("a callee").click();
    settle(&mut window);
    assert!(has(&window, "Package left"));
    assert!(has(&window, "main, 3.00\u{2009}ms, 100.0\u{2009}%"), "its one caller");
}

#[test]
fn the_next_and_the_previous_call_are_selected_and_shown() {
    let folder = Folder::new();
    let profile = super::SMALL.replace("[2, 3, 4, 4, 4]", "[3, 4, 3, 4, 3]");
    let path = folder.file("calls.cpuprofile", profile.as_bytes());
    let mut window = window(&[path]);
    press(&mut window, Modifiers::NONE, Key::Num6);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert!(has(&window, "3 calls in the recording"), "fast runs three times");
    let started = |window: &Window| {
        let opened = window.state().state().opened().expect("open");
        opened.selection.occurrence.as_ref().map(|it| it.range.start)
    };
    click(&mut window, Role::Button, "Next");
    assert_eq!(started(&window), Some(Nanos(0)));
    assert!(has(&window, "Start 0"));
    assert!(has(&window, "Total 1.00\u{2009}ms"), "of this call alone");
    click(&mut window, Role::Button, "Next");
    assert_eq!(started(&window), Some(Nanos::from_micros(2_000)));
    click(&mut window, Role::Button, "Previous");
    assert_eq!(started(&window), Some(Nanos(0)));
    click(&mut window, Role::Link, "Show all of them together");
    assert_eq!(started(&window), None);
    assert!(has(&window, "Total 3.00\u{2009}ms"));
}

#[test]
fn a_narrow_window_has_the_panel_below() {
    let folder = Folder::new();
    let mut window = selected(&folder, 0);
    let beside = window.get_by_role_and_label(Role::Button, "Hide details").rect();
    window.set_size(vec2(1024.0, 640.0));
    settle(&mut window);
    let below = window.get_by_role_and_label(Role::Button, "Hide details").rect();
    assert!(below.top() > beside.top() + 200.0, "{beside:?} {below:?}");
    let table = window.get_by_role_and_label(Role::Table, "Functions").rect();
    assert!(table.bottom() <= below.top(), "{table:?} {below:?}");
    assert!(table.right() > 1000.0, "the table has all of the width: {table:?}");
    let entity = window.state().state().opened().expect("open").selection.entity;
    assert!(matches!(entity, Some(Entity::Function(_))));
    let rows = window.get_all_by_role(Role::Row).count();
    assert!(rows >= 3, "{rows}");
}

/// A recording whose `main` stands in a script of the folder, with samples by line.
fn with_lines(folder: &Folder, url: &str) -> Window {
    let ticks = r#""positionTicks": [{"line": 2, "ticks": 1}, {"line": 4, "ticks": 3}], "#;
    let profile = super::SMALL.replacen("file:///app/main.js", url, 1).replacen(
        "\"children\": [3, 4]",
        &format!("{ticks}\"children\": [3, 4]"),
        1,
    );
    let path = folder.file("lines.cpuprofile", profile.as_bytes());
    let mut window = window(&[path]);
    press(&mut window, Modifiers::NONE, Key::Num5);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    window
}

const SOURCE: &str = "function main() {\n  fast();\n  slow();\n  crunch(); // hot\n}\n";

#[test]
fn a_source_that_is_here_is_shown_with_its_hot_lines() {
    let folder = Folder::new();
    let source = folder.file("here.js", SOURCE.as_bytes());
    let mut window = with_lines(&folder, &format!("file://{}", source.display()));
    press(&mut window, Modifiers::NONE, Key::Enter);
    let heading = window.get_by_role_and_label(Role::Heading, "Source").rect();
    assert!(heading.bottom() < 880.0, "the key went to it: {heading:?}");
    assert!(has(&window, "1: function main() {"));
    assert!(has(&window, "2: fast();, 1 sample"));
    assert!(has(&window, "4: crunch(); // hot, 3 samples"));
}

#[test]
fn a_source_elsewhere_is_found_below_the_folder_that_is_chosen() {
    let folder = Folder::new();
    let mut window = with_lines(&folder, "http://host:8080/deep/app.js?v=3");
    assert!(has(&window, "is no file of this computer"));
    assert!(has(&window, "Line 4, 3, 75.0\u{2009}%"), "the lines are known all the same");

    std::fs::create_dir(folder.0.path().join("deep")).expect("a folder");
    let source = folder.0.path().join("deep/app.js");
    std::fs::write(source, SOURCE).expect("room for a small file");
    let sources = folder.0.path().to_owned();
    window.state_mut().push(Command::Set(Setting::SourceFolder(Some(sources))));
    settle(&mut window);
    assert!(has(&window, "4: crunch(); // hot, 3 samples"));
}

#[test]
fn another_version_of_a_source_is_not_taken_for_what_ran() {
    let folder = Folder::new();
    let source = folder.file("here.js", b"// changed\n");
    let window = with_lines(&folder, &format!("file://{}", source.display()));
    assert!(has(&window, "This file has only 1 line: it is not the version that ran."));
}

#[test]
fn a_small_window_keeps_rows_above_the_panel() {
    let folder = Folder::new();
    // What is left of 1440 x 900 where everything is twice as large.
    let options = WorkbenchOptions { files: vec![small(&folder)], ..WorkbenchOptions::default() };
    let mut window = window_of(vec2(720.0, 450.0), options);
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Num6);
    assert_eq!(names(&window).len(), 3, "every function can be seen");
    let rows = window.get_all_by_role(Role::Row).map(|it| it.rect().bottom());
    let last = rows.fold(0.0, f32::max);
    let panel = window.get_by_label("Details").rect();
    assert!(last <= panel.top(), "rows end at {last}, the panel begins at {}", panel.top());
}
