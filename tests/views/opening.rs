//! Opening files: by argument, by hand, again; what fails, and what is stopped.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use asyncscope::WorkbenchOptions;
use asyncscope::document::{Content, Document};
use asyncscope::jobs::Job;
use asyncscope_core::task::Cancelled;
use egui::{Event, Key, Modifiers, Role, vec2};
use egui_kittest::kittest::Queryable as _;

use super::{
    Folder, SMALL, Window, click, has, press, sample, settle, small, wait, window, window_of,
};

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
fn recent_files_are_listed_and_opened_again() {
    let folder = Folder::new();
    let session = folder.0.path().join("session");
    let options =
        |files| WorkbenchOptions { files, session: Some(session.clone()), ..Default::default() };
    let mut first = window_of(vec2(1200.0, 800.0), options(vec![small(&folder)]));
    settle(&mut first);
    wait(&mut first, "the session file", |_| session.is_file());
    drop(first);

    let mut second = window_of(vec2(1200.0, 800.0), options(Vec::new()));
    settle(&mut second);
    click(&mut second, Role::Link, "Open small.cpuprofile");
    assert!(has(&second, "CPU profile over"));
}

/// A window in which a file is being read for as long as nobody stops it.
fn window_that_reads(folder: &Folder) -> Window {
    let path = small(folder);
    let mut window = window_of(vec2(1440.0, 900.0), WorkbenchOptions::default());
    let ctx = window.ctx.clone();
    window.state_mut().add(|id| {
        let job = Job::spawn("Opening", &ctx, |task| {
            while !task.is_cancelled() {
                std::thread::yield_now();
            }
            Err(Cancelled)
        });
        let content = Content::Loading(job.expect("a thread"));
        let name = "small.cpuprofile".to_owned();
        Document { id, path, name, size: None, sample: None, parts: None, content }
    });
    window
}

#[test]
fn loading_can_be_stopped() {
    let folder = Folder::new();
    let mut window = window_that_reads(&folder);
    window.step();
    window.get_by_role_and_label(Role::Button, "Stop opening small.cpuprofile").click();
    wait(&mut window, "the end of reading", |it| it.state().state().documents.is_empty());
    settle(&mut window);
    assert!(has(&window, "Drop files here"));
}

#[test]
fn stopped_reading_is_said_and_can_begin_again() {
    let folder = Folder::new();
    let mut window = window_that_reads(&folder);
    // The button comes once there is something to wait for.
    wait(&mut window, "a button to stop", |it| {
        it.query_by_role_and_label(Role::Button, "Cancel").is_some()
    });
    click(&mut window, Role::Button, "Cancel");
    assert!(has(&window, "Opening small.cpuprofile was stopped."));
    click(&mut window, Role::Button, "Open it again");
    assert!(window.state().state().opened().is_some());
}
