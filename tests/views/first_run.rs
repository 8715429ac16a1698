//! The page before anything is open, and what stands in the place of a recording that is not there.

use asyncscope::WorkbenchOptions;
use asyncscope::samples::SAMPLES;
use asyncscope_core::load::{LoadOptions, load};
use asyncscope_core::task::Task;
use egui::{Key, Modifiers, Role, vec2};
use egui_kittest::kittest::Queryable as _;

use super::{click, has, press, sample, settle, window, window_of};

#[test]
fn every_sample_opens_at_a_click_and_is_the_file_of_that_name() {
    for it in &SAMPLES {
        let mut window = window(&[]);
        click(&mut window, Role::Button, &format!("Open the sample {}", it.name));
        let state = window.state().state();
        let document = state.shown_document().expect("a document");
        assert_eq!(document.name, format!("Sample: {}", it.name));
        let opened = document.opened().expect("it was read");
        let folder = if it.file.contains("page") { "chromium-156" } else { "node-20" };
        let path = sample(&format!("{folder}/{}", it.file));
        let file = load(&path, &LoadOptions::default(), &Task::default()).expect("a sample");
        assert_eq!(opened.recording.duration, file.duration);
        assert_eq!(opened.recording.frames.len(), file.frames.len());
        assert!(state.remembered.session.recent().is_empty(), "it is no recent file");
    }
}

#[test]
fn a_sample_that_is_open_is_only_shown_again() {
    let mut window = window(&[]);
    let name = format!("Open the sample {}", SAMPLES[0].name);
    click(&mut window, Role::Button, &name);
    press(&mut window, Modifiers::COMMAND, Key::W);
    click(&mut window, Role::Button, &name);
    assert_eq!(window.state().state().documents.len(), 1);
}

#[test]
fn nothing_of_the_page_leaves_a_small_window() {
    for size in [vec2(1440.0, 900.0), vec2(1024.0, 640.0), vec2(600.0, 500.0)] {
        let mut window = window_of(size, WorkbenchOptions::default());
        settle(&mut window);
        for role in [Role::Button, Role::Link] {
            for node in window.query_all_by_role(role) {
                let rect = node.rect();
                assert!(rect.left() >= 0.0 && rect.right() <= size.x + 0.5, "{size}: {rect}");
            }
        }
    }
}

#[test]
fn keys_worth_knowing_stand_there_with_a_way_to_all() {
    let mut window = window(&[]);
    assert!(has(&window, "Command palette: Ctrl+Shift+P"));
    click(&mut window, Role::Link, "All shortcuts");
    assert!(has(&window, "Keyboard shortcuts"));
    assert!(has(&window, "Next, previous on the track"));
}
