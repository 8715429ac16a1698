//! Pages without a recording: the first one, one that loads, one that failed; pages over others.

use std::path::PathBuf;
use std::sync::mpsc;

use asyncscope::actions::Action;
use asyncscope::document::{Content, Document};
use asyncscope::jobs::Job;
use asyncscope::remembered;
use asyncscope_core::load::{LoadOptions, load_reader};
use asyncscope_core::session::{RecentFile, Session};
use asyncscope_core::task::{Cancelled, Task};
use egui::Event;
use support::window::{self, sample};

use super::{options, settled, take, window_of};

#[test]
fn the_first_page() {
    let mut window = settled(&[]);
    take(&mut window, "first-page");
}

#[test]
fn the_first_page_with_recent_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("session");
    let mut session = Session::default();
    let files = [
        ("chromium-156/page.json.gz", "Chrome trace", 906_517, 70),
        ("node-20/trace-events.json", "Chrome trace", 516_683, 9),
        ("node-20/async-server.cpuprofile", "CPU profile", 211_329, 2),
    ];
    for (name, format, size, days) in files {
        let opened = remembered::now() - days * 24 * 60 * 60 - 60;
        let format = format.to_owned();
        session.remember(RecentFile { path: sample(name), opened, size, format });
    }
    session.save(&path).expect("room for a small file");
    let mut options = options(&[]);
    options.session = Some(path);
    let mut window = window_of(options, 1.0);
    window::settle(&mut window);
    take(&mut window, "first-page-recent");
}

#[test]
fn a_file_that_cannot_be_read() {
    // The error names the file, so its path is one that no machine has to itself.
    let path = PathBuf::from("recordings/broken.cpuprofile");
    let (bytes, task) = (br#"{"nodes": [1, 2"#.as_slice(), Task::default());
    let error = load_reader(bytes, &path, &LoadOptions::default(), &task).expect_err("it is cut");
    let mut window = window_of(options(&[]), 1.0);
    window.state_mut().add(|id| {
        let content = Content::Failed(error.to_string());
        let name = "broken.cpuprofile".to_owned();
        Document { id, path, name, size: None, sample: None, parts: None, content }
    });
    window::settle(&mut window);
    take(&mut window, "failed");
}

#[test]
fn a_file_that_is_being_read() {
    let mut window = window_of(options(&[]), 1.0);
    let (done, waits) = mpsc::channel::<()>();
    let ctx = window.ctx.clone();
    window.state_mut().add(|id| {
        let job = Job::spawn("Opening", &ctx, move |task| {
            task.begin(250_000_000);
            task.advance(105_000_000)?;
            waits.recv().ok(); // until the picture is taken
            Err(Cancelled)
        });
        let content = Content::Loading(job.expect("a thread"));
        let path = "large.cpuprofile".into();
        Document {
            id,
            path,
            name: "large.cpuprofile".to_owned(),
            size: None,
            sample: None,
            parts: None,
            content,
        }
    });
    let is_shown = |it: &window::Window| it.state().state().progress().is_some();
    window::wait(&mut window, "progress", is_shown);
    take(&mut window, "loading");
    drop(done);
}

/// Takes the picture of a page that lies over a view.
fn page_over_a_view(action: Action, text: &str, name: &str) {
    let mut window = settled(&["node-20/async-server.cpuprofile"]);
    window::run(&mut window, action);
    if !text.is_empty() {
        window.event(Event::Text(text.to_owned()));
        window::settle(&mut window);
    }
    take(&mut window, name);
}

#[test]
fn the_sheet_of_shortcuts() {
    page_over_a_view(Action::Shortcuts, "", "shortcuts");
}

#[test]
fn the_settings() {
    page_over_a_view(Action::Settings, "", "settings");
}

#[test]
fn the_palette() {
    page_over_a_view(Action::Palette, "check", "palette");
}

#[test]
fn the_page_that_records_a_program() {
    page_over_a_view(Action::Record, "node server.js", "record");
}
