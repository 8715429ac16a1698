//! The window, driven as a user drives it: by what a screen reader is told.
//!
//! There is no display and no graphics: each test builds the application, sends it events and
//! looks at the AccessKit tree. Work goes on in threads, so a test waits until what it waits for is
//! there, and gives up after many tries.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use asyncscope::document::{Document, DocumentId};
use asyncscope::export::{Export, ExportWhat, Saved};
use asyncscope::jobs::{Job, JobState};
use asyncscope::selection::Entity;
use asyncscope::views::View;
use asyncscope::{WorkbenchApp, WorkbenchOptions};
use asyncscope_core::units::Nanos;
use egui::{Event, Key, Modifiers, Role, Theme, ThemePreference, Vec2, vec2};
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

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|it| it.to_string())
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

#[test]
fn without_files_the_first_page_is_shown() {
    let window = window(&[]);
    assert!(has(&window, "Drop files here"));
    window.get_by_role_and_label(Role::Button, "Open files…");
    window.get_by_role_and_label(Role::Button, "Open path…");
    assert!(has(&window, "No file open"));
}

#[test]
fn a_recording_opens_with_a_sentence_about_it() {
    let window = window(&[sample("node-20/async-server.cpuprofile")]);
    assert!(has(&window, "CPU profile over 1.94"), "the sentence");
    assert!(
        has(&window, "in checksum itself"),
        "the hot function that the sample was written with"
    );
    assert!(has(&window, "Hot path"));
}

#[test]
fn every_view_of_every_sample_is_drawn() {
    let files = [
        "node-20/cpu-heavy.cpuprofile.gz",
        "node-20/trace-events.json",
        "chromium-156/page-small.json",
        "chromium-156/page.json.gz",
    ];
    for file in files {
        let mut window = window(&[sample(file)]);
        for view in View::ALL {
            click(&mut window, Role::Tab, view.name());
            assert_eq!(shown_view(&window), view, "{file}");
        }
    }
}

fn shown_view(window: &Window) -> View {
    window.state().state().opened().expect("a recording").view
}

#[test]
fn number_keys_change_the_view() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    for (key, view) in [Key::Num2, Key::Num3, Key::Num4, Key::Num1].into_iter().zip([
        View::FlameChart,
        View::Functions,
        View::CallTree,
        View::Overview,
    ]) {
        press(&mut window, Modifiers::NONE, key);
        assert_eq!(shown_view(&window), view);
    }
}

#[test]
fn functions_are_sorted_by_self_and_by_what_is_clicked() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num3);
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
    press(&mut window, Modifiers::NONE, Key::Num3);
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
    press(&mut window, Modifiers::NONE, Key::Num3);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(selected_row(&window).as_deref(), Some("fast"));
    window.get_by_role_and_label(Role::Button, "Clear fast");

    press(&mut window, Modifiers::NONE, Key::Num4);
    wait(&mut window, "the selected function", |it| selected_row(it).as_deref() == Some("fast"));
    click(&mut window, Role::Button, "Clear fast");
    assert_eq!(window.state().state().opened().expect("open").selection.entity, None);
}

fn selected_row(window: &Window) -> Option<String> {
    let rows = window.get_all_by_role(Role::Row);
    let mut selected = rows.filter(|it| it.accesskit_node().is_selected() == Some(true));
    selected.next().map(|it| name(&label(&it)).to_owned())
}

#[test]
fn the_call_tree_opens_closes_and_turns_round() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num4);
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
    press(&mut window, Modifiers::NONE, Key::Num4);
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.event(Event::Text("slow".to_owned()));
    settle(&mut window);
    assert_eq!(names(&window), ["main", "slow"]);
    assert!(rows(&window)[0].contains("total 3.00"), "{:?}", rows(&window));
}

#[test]
fn a_time_range_filters_every_view_until_its_chip_is_removed() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num2);
    select_by_hand(&mut window, 0.0, 0.38);
    let range = window.state().state().opened().expect("open").selection.range.clone();
    let range = range.expect("a range was drawn");
    assert!(range.start < Nanos(10_000) && range.end < Nanos(2_000_000), "{range:?}");

    press(&mut window, Modifiers::NONE, Key::Num3);
    assert_eq!(names(&window), ["main", "fast"], "slow runs later");
    let chip = window.query_all_by_label_contains("Clear Range").next().expect("a chip");
    chip.click();
    settle(&mut window);
    assert_eq!(names(&window).len(), 3);
}

/// Drags with Shift over a part of the flame chart.
fn select_by_hand(window: &mut Window, from: f32, to: f32) {
    let chart = window.get_by_role(Role::Canvas).rect();
    let at = |share: f32| {
        egui::pos2(chart.left() + 0.5 + share * (chart.width() - 1.0), chart.center().y)
    };
    let shift = Modifiers::SHIFT;
    window.event_modifiers(Event::PointerMoved(at(from)), shift);
    for (share, pressed) in [(from, true), (to, false)] {
        window.event_modifiers(Event::PointerMoved(at(share)), shift);
        let button = egui::PointerButton::Primary;
        let pos = at(share);
        window.event_modifiers(
            Event::PointerButton { pos, button, pressed, modifiers: shift },
            shift,
        );
    }
    settle(window);
}

#[test]
fn a_file_that_cannot_be_read_says_why_and_others_stay() {
    let folder = Folder::new();
    let broken = folder.file("broken.cpuprofile", br#"{"nodes": [1, 2"#);
    let mut window = window(&[broken, small(&folder)]);
    assert!(has(&window, "broken.cpuprofile could not be opened"));
    assert!(has(&window, "at byte"), "where");
    click(&mut window, Role::Button, "Copy details");
    assert!(has(&window, "Copied the details"));

    let entry = window.query_all_by_label_contains("small.cpuprofile, ").next().expect("an entry");
    entry.click();
    settle(&mut window);
    assert!(has(&window, "CPU profile over"));
    let close = "Close broken.cpuprofile";
    click(&mut window, Role::Button, close);
    assert_eq!(window.state().state().documents.len(), 1);
}

#[test]
fn a_failed_file_is_read_again_when_asked() {
    let folder = Folder::new();
    let path = folder.file("late.cpuprofile", b"");
    let mut window = window(std::slice::from_ref(&path));
    assert!(has(&window, "could not be opened"));
    std::fs::write(&path, SMALL).expect("room for a small file");
    click(&mut window, Role::Button, "Try again");
    assert!(has(&window, "CPU profile over"));
}

#[test]
fn dropped_files_are_opened() {
    let folder = Folder::new();
    let path = small(&folder);
    let mut window = window(&[]);
    window.input_mut().hovered_files.push(egui::HoveredFile::default());
    window.run_steps(2); // the first frame of an area only measures it
    assert!(has(&window, "Drop to open 1 file"));
    window.input_mut().hovered_files.clear();
    window.input_mut().dropped_files.push(Arc::new(Dropped(path)));
    settle(&mut window);
    assert!(has(&window, "CPU profile over"));
}

#[test]
fn a_typed_path_is_opened() {
    let folder = Folder::new();
    let path = small(&folder);
    let mut window = window(&[]);
    click(&mut window, Role::Button, "Open path…");
    window.get_by_role_and_label(Role::TextInput, "Path").focus();
    window.step();
    window.event(Event::Text(path.to_str().expect("a plain path").to_owned()));
    window.step();
    window.key_press(Key::Enter);
    settle(&mut window);
    assert!(has(&window, "CPU profile over"));
}

#[test]
fn several_recordings_are_shown_one_after_the_other_and_closed() {
    let folder = Folder::new();
    let other = folder.file("other.cpuprofile", SMALL.as_bytes());
    let mut window = window(&[small(&folder), other]);
    let shown = |window: &Window| window.state().state().shown_document().map(|it| it.name.clone());
    assert_eq!(shown(&window).as_deref(), Some("small.cpuprofile"));
    press(&mut window, Modifiers::CTRL, Key::Tab);
    assert_eq!(shown(&window).as_deref(), Some("other.cpuprofile"));
    press(&mut window, Modifiers::CTRL.plus(Modifiers::SHIFT), Key::Tab);
    assert_eq!(shown(&window).as_deref(), Some("small.cpuprofile"));
    press(&mut window, Modifiers::COMMAND, Key::W);
    assert_eq!(shown(&window).as_deref(), Some("other.cpuprofile"));
    press(&mut window, Modifiers::COMMAND, Key::W);
    assert_eq!(shown(&window), None);
    assert!(has(&window, "Drop files here"));
}

#[test]
fn threads_are_chosen_in_the_overview_and_filter_the_views() {
    let mut window = window(&[sample("chromium-156/page-small.json")]);
    let picker = window.query_all_by_label_contains("Thread: All").next().expect("a picker");
    picker.click();
    settle(&mut window);
    let worker = window.query_all_by_label_contains("DedicatedWorker").next().expect("a worker");
    worker.click();
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Num3);
    let found = names(&window);
    assert!(found.contains(&"crunch".to_owned()), "{found:?}");
    assert!(!found.contains(&"spinThree".to_owned()), "it runs on the main thread: {found:?}");
}

#[test]
fn light_and_dark_change_at_a_click_and_are_remembered() {
    let folder = Folder::new();
    let session = folder.0.path().join("config").join("session");
    let options = || WorkbenchOptions { session: Some(session.clone()), ..Default::default() };
    let mut first = window_of(vec2(1200.0, 800.0), options());
    settle(&mut first);
    let dark = first.ctx.theme() == Theme::Dark;
    let name = if dark { "Use the light theme" } else { "Use the dark theme" };
    click(&mut first, Role::Button, name);
    let chosen = first.state().state().look.theme;
    assert_eq!(chosen, if dark { ThemePreference::Light } else { ThemePreference::Dark });
    wait(&mut first, "the session file", |_| session.is_file());

    let mut second = window_of(vec2(1200.0, 800.0), options());
    settle(&mut second);
    assert_eq!(second.state().state().look.theme, chosen);
}

#[test]
fn recent_files_are_listed_and_opened_again() {
    let folder = Folder::new();
    let session = folder.0.path().join("session");
    let options = |files| WorkbenchOptions { files, session: Some(session.clone()), home: None };
    let mut first = window_of(vec2(1200.0, 800.0), options(vec![small(&folder)]));
    settle(&mut first);
    wait(&mut first, "the session file", |_| session.is_file());
    drop(first);

    let mut second = window_of(vec2(1200.0, 800.0), options(Vec::new()));
    settle(&mut second);
    click(&mut second, Role::Link, "Open small.cpuprofile");
    assert!(has(&second, "CPU profile over"));
}

/// Steps until something is put on the clipboard, and returns it.
#[track_caller]
fn copied(window: &mut Window) -> String {
    for _ in 0..TRIES {
        window.step();
        for command in &window.output().platform_output.commands {
            if let egui::OutputCommand::CopyText(text) = command {
                return text.clone();
            }
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    panic!("nothing was copied");
}

const SMALL_CSV: &str = "\
function,url,line,column,category,self_ns,total_ns,samples\r
slow,file:///app/node_modules/left/pad.js,20,5,dependency,3000000,3000000,3\r
";

#[test]
fn a_table_is_copied_as_it_is_shown() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num3);
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.event(Event::Text("slow".to_owned()));
    settle(&mut window);
    window.get_by_role_and_label(Role::Button, "Copy").click();
    assert_eq!(copied(&mut window), SMALL_CSV);
    settle(&mut window);
    assert!(has(&window, "Copied 1 row as CSV"));
}

#[test]
fn a_table_is_written_to_a_file_as_it_is_shown() {
    let folder = Folder::new();
    let ctx = egui::Context::default();
    let mut document = Document::load(DocumentId(1), small(&folder), &ctx);
    let opened = loop {
        document.poll();
        if let Some(opened) = document.opened_mut() {
            break opened;
        }
    };
    opened.view = View::Functions;
    opened.functions.filter = "slow".to_owned();
    while opened.answers.list.current().is_none() {
        opened.answers.poll();
        opened.ask(&ctx);
    }
    let export = Export::new(&document, ExportWhat::FunctionsShown).expect("a table");
    assert_eq!(export.file_name(), "small-functions.csv");
    let path = folder.0.path().join("written.csv");
    let job = export.save(&ctx, path.clone()).expect("a thread");
    let saved = loop {
        match job.poll() {
            JobState::Running => std::thread::yield_now(),
            other => break other,
        }
    };
    assert_eq!(saved, JobState::Done(Saved::File { path: path.clone(), n_rows: 1 }));
    assert_eq!(std::fs::read_to_string(path).expect("a file"), SMALL_CSV);
}

#[test]
fn ctrl_c_copies_what_is_selected() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num4);
    for key in [Key::ArrowDown, Key::H] {
        press(&mut window, Modifiers::NONE, key);
    }
    window.event(Event::Copy);
    let stack = copied(&mut window);
    let names: Vec<&str> = stack.lines().filter_map(|it| it.split('\t').nth(1)).collect();
    assert_eq!(names, ["main", "slow"]);
}

#[test]
fn a_job_that_is_dropped_stops() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let ctx = egui::Context::default();
    let job = Job::spawn("Waiting", &ctx, move |task| {
        while task.advance(0).is_ok() {
            std::thread::yield_now();
        }
        sender.send(()).expect("the test waits");
        Ok(())
    });
    drop(job.expect("a thread"));
    receiver.recv_timeout(Duration::from_secs(20)).expect("the work ends");
}

#[test]
fn a_bug_in_a_job_is_told_and_not_spread() {
    let ctx = egui::Context::default();
    let job: Job<()> = Job::spawn("Failing", &ctx, |_| panic!("on purpose")).expect("a thread");
    let outcome = loop {
        match job.poll() {
            JobState::Running => std::thread::yield_now(),
            other => break other,
        }
    };
    assert_eq!(outcome, JobState::Panicked("on purpose".to_owned()));
}

#[test]
fn loading_can_be_stopped() {
    let folder = Folder::new();
    // Large enough that it is not read before the first frame.
    let path = folder.file("large.cpuprofile", large_profile().as_bytes());
    let options = WorkbenchOptions { files: vec![path], ..Default::default() };
    let mut window = window_of(vec2(1440.0, 900.0), options);
    let is_loading = |window: &Window| window.state().state().documents[0].is_loading();
    assert!(is_loading(&window));
    window.get_by_role_and_label(Role::Button, "Stop opening large.cpuprofile").click();
    window.step();
    window.step();
    assert!(window.state().state().documents.is_empty());
    settle(&mut window);
    assert!(has(&window, "Drop files here"));
}

/// A CPU profile of some 30 MB.
fn large_profile() -> String {
    let numbers = |number: &str| vec![number; 6_000_000].join(",");
    let start = SMALL.find("\"samples\"").expect("samples");
    let (samples, deltas) = (numbers("2"), numbers("10"));
    format!("{}\"samples\": [{samples}], \"timeDeltas\": [{deltas}]}}", &SMALL[..start])
}

#[test]
fn zoom_stays_between_80_and_200_percent() {
    let mut window = window(&[]);
    for _ in 0..20 {
        press(&mut window, Modifiers::COMMAND, Key::Plus);
    }
    assert!((window.state().state().look.zoom - 2.0).abs() < 0.01);
    for _ in 0..20 {
        press(&mut window, Modifiers::COMMAND, Key::Minus);
    }
    assert!((window.state().state().look.zoom - 0.8).abs() < 0.01);
    press(&mut window, Modifiers::COMMAND, Key::Num0);
    assert!((window.state().state().look.zoom - 1.0).abs() < 0.01);
}

#[test]
fn a_click_in_the_flame_chart_selects_in_all_views() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num2);
    let chart = window.get_by_role(Role::Canvas).rect();
    // The outermost row is `main`, over the whole time.
    let at = chart.left_top() + vec2(chart.width() / 2.0, 6.0);
    window.hover_at(at);
    let button = egui::PointerButton::Primary;
    for pressed in [true, false] {
        let modifiers = Modifiers::NONE;
        window.event(Event::PointerButton { pos: at, button, pressed, modifiers });
    }
    settle(&mut window);
    let entity = window.state().state().opened().expect("open").selection.entity;
    assert!(matches!(entity, Some(Entity::Function(_))), "{entity:?}");
    press(&mut window, Modifiers::NONE, Key::Num3);
    assert_eq!(selected_row(&window).as_deref(), Some("main"));
}

#[test]
fn shortcuts_are_listed() {
    let mut window = window(&[]);
    press(&mut window, Modifiers::SHIFT, Key::Questionmark);
    assert!(has(&window, "Keyboard shortcuts"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!has(&window, "Keyboard shortcuts"));
}

#[test]
fn nothing_leaves_a_small_window() {
    let files = [sample("node-20/async-server.cpuprofile"), sample("chromium-156/page-small.json")];
    for size in [vec2(1024.0, 640.0), vec2(960.0, 600.0)] {
        let options = WorkbenchOptions { files: files.to_vec(), ..Default::default() };
        let mut window = window_of(size, options);
        settle(&mut window);
        for _ in &files {
            for view in View::ALL {
                click(&mut window, Role::Tab, view.name());
                check_within(&window, size, view);
            }
            press(&mut window, Modifiers::CTRL, Key::Tab);
        }
    }
}

/// Every button, field and head of a column lies within the window, from side to side.
#[track_caller]
fn check_within(window: &Window, size: Vec2, view: View) {
    let roles = [Role::Button, Role::TextInput, Role::ColumnHeader, Role::Tab, Role::RadioButton];
    for role in roles {
        for node in window.query_all_by_role(role) {
            let rect = node.rect();
            let is_within = rect.left() >= -0.5 && rect.right() <= size.x + 0.5;
            assert!(is_within, "{view:?} at {size}: {:?} lies at {rect}", label(&node));
        }
    }
}

#[test]
fn a_table_shows_25_rows_at_a_height_of_900() {
    let mut window = window(&[sample("node-20/async-server.cpuprofile")]);
    press(&mut window, Modifiers::NONE, Key::Num3);
    assert!(rows(&window).len() >= 25, "{}", rows(&window).len());
}

#[test]
fn the_window_sleeps_when_nothing_happens() {
    let mut window = window(&[sample("node-20/async-server.cpuprofile")]);
    for view in View::ALL {
        click(&mut window, Role::Tab, view.name());
        // `run` steps while repaints are asked for, and fails if that does not end.
        window.run();
    }
}
