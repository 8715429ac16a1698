//! The window, driven as a user drives it: by what a screen reader is told.
//!
//! There is no display and no graphics: each test builds the application, sends it events and
//! looks at the AccessKit tree. Work goes on in threads, so a test waits until what it waits for is
//! there, and gives up after many tries.

#[path = "views/arrangement.rs"]
mod arrangement;
#[path = "views/call_tree.rs"]
mod call_tree;
#[path = "views/comparison.rs"]
mod comparison;
#[path = "views/details.rs"]
mod details;
#[path = "views/diff.rs"]
mod diff;
#[path = "views/diff_charts.rs"]
mod diff_charts;
#[path = "views/diff_parts.rs"]
mod diff_parts;
#[path = "views/first_run.rs"]
mod first_run;
#[path = "views/flame_graph.rs"]
mod flame_graph;
#[path = "views/functions.rs"]
mod functions;
#[path = "views/heap.rs"]
mod heap;
#[path = "views/heap_objects.rs"]
mod heap_objects;
#[path = "views/heap_time.rs"]
mod heap_time;
#[path = "views/history.rs"]
mod history;
#[path = "views/jobs.rs"]
mod jobs;
#[path = "views/opening.rs"]
mod opening;
#[path = "views/output.rs"]
mod output;
#[path = "views/palette.rs"]
mod palette;
#[path = "views/recorded.rs"]
mod recorded;
#[path = "views/request_strip.rs"]
mod request_strip;
#[path = "views/requests.rs"]
mod requests;
#[path = "views/sandwich.rs"]
mod sandwich;
#[path = "views/selection.rs"]
mod selection;
#[path = "views/settings.rs"]
mod settings;
#[path = "views/snapshots.rs"]
mod snapshots;
#[path = "views/spans.rs"]
mod spans;
#[path = "views/timeline.rs"]
mod timeline;
#[path = "views/together.rs"]
mod together;
#[path = "views/transforms.rs"]
mod transforms;
#[path = "views/window.rs"]
mod window;

use std::path::{Path, PathBuf};
use std::time::Duration;

use asyncscope::{WorkbenchApp, WorkbenchOptions};
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Role, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

/// How often a test looks before it gives up; a millisecond lies between two looks.
const TRIES: u32 = 20_000;

type Window = Harness<'static, WorkbenchApp>;

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("a workspace")
        .join("sample-data")
        .join(name)
}

fn window_of(size: Vec2, options: WorkbenchOptions) -> Window {
    Harness::builder()
        .with_size(size)
        .with_max_steps(50)
        .build_eframe(move |cc| WorkbenchApp::new(cc, options))
}

/// A window with these files, once nothing is worked on any more.
fn window(files: &[PathBuf]) -> Window {
    let options = WorkbenchOptions { files: files.to_vec(), ..WorkbenchOptions::default() };
    let mut window = window_of(vec2(1440.0, 900.0), options);
    settle(&mut window);
    window
}

/// Steps until `is_there`.
#[track_caller]
fn wait(window: &mut Window, what: &str, is_there: impl Fn(&Window) -> bool) {
    for _ in 0..TRIES {
        window.step();
        if is_there(window) {
            return;
        }
        std::thread::sleep(Duration::from_millis(1)); // lets the threads of the jobs run
    }
    panic!("waited in vain for {what}");
}

/// Steps until no work goes on, and the frame after it is drawn.
#[track_caller]
fn settle(window: &mut Window) {
    window.step();
    wait(window, "the end of all work", |it| !it.state().is_working());
    window.step();
    wait(window, "the end of all work", |it| !it.state().is_working());
    window.step();
}

#[track_caller]
fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    settle(window);
}

#[track_caller]
fn click(window: &mut Window, role: Role, label: &str) {
    window.get_by_role_and_label(role, label).click();
    settle(window);
}

/// Presses and releases a button of the mouse at a place.
#[track_caller]
fn click_at(window: &mut Window, pos: Pos2, button: PointerButton) {
    window.event(Event::PointerMoved(pos));
    window.step();
    for pressed in [true, false] {
        let modifiers = Modifiers::NONE;
        window.event(Event::PointerButton { pos, button, pressed, modifiers });
        window.step();
    }
    settle(window);
}

/// Clicks twice, faster than a window can be drawn in between.
#[track_caller]
fn double_click_at(window: &mut Window, pos: Pos2) {
    window.event(Event::PointerMoved(pos));
    window.step();
    let press = |pressed| {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        Event::PointerButton { pos, button, pressed, modifiers }
    };
    window.input_mut().events.extend([true, false, true, false].map(press));
    settle(window);
}

/// What screen readers are told of each row that is to be seen, from top to bottom.
fn rows(window: &Window) -> Vec<String> {
    let rows = window.get_all_by_role(Role::Row);
    let mut rows: Vec<_> = rows.map(|it| (it.rect().top(), label(&it))).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|it| it.1).collect()
}

fn label(node: &egui_kittest::Node<'_>) -> String {
    node.accesskit_node().label().unwrap_or_default()
}

fn has(window: &Window, text: &str) -> bool {
    window.query_all_by_label_contains(text).next().is_some()
}

/// The name that a row of a table begins with.
fn name(row: &str) -> &str {
    row.split(", ").next().unwrap_or(row)
}

fn names(window: &Window) -> Vec<String> {
    rows(window).iter().map(|it| name(it).to_owned()).collect()
}

/// A file with content of its own, which lives as long as the folder.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder for files"))
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, content).expect("room for a small file");
        path
    }
}

/// Three functions: `main` calls `fast` for 1 ms and `slow` for 3 ms.
const SMALL: &str = r#"{
  "nodes": [
    {"id": 1, "callFrame": {"functionName": "(root)", "url": "", "lineNumber": -1, "columnNumber": -1}, "children": [2]},
    {"id": 2, "callFrame": {"functionName": "main", "url": "file:///app/main.js", "lineNumber": 0, "columnNumber": 0}, "children": [3, 4]},
    {"id": 3, "callFrame": {"functionName": "fast", "url": "file:///app/main.js", "lineNumber": 9, "columnNumber": 4}},
    {"id": 4, "callFrame": {"functionName": "slow", "url": "file:///app/node_modules/left/pad.js", "lineNumber": 19, "columnNumber": 4}}
  ],
  "startTime": 1000, "endTime": 6000,
  "samples": [2, 3, 4, 4, 4],
  "timeDeltas": [0, 1000, 1000, 1000, 1000]
}"#;

fn small(folder: &Folder) -> PathBuf {
    folder.file("small.cpuprofile", SMALL.as_bytes())
}

fn selected_row(window: &Window) -> Option<String> {
    let rows = window.get_all_by_role(Role::Row);
    let mut selected = rows.filter(|it| it.accesskit_node().is_selected() == Some(true));
    selected.next().map(|it| name(&label(&it)).to_owned())
}
