//! What leaves the window: the clipboard and files.

use std::time::Duration;

use asyncscope::actions::Action;
use asyncscope::command::Command;
use asyncscope::document::{Document, DocumentId};
use asyncscope::export::{Export, ExportWhat, Saved};
use asyncscope::jobs::JobState;
use asyncscope::selection::Entity;
use asyncscope::views::View;
use egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;

use super::{Folder, TRIES, Window, has, press, settle, small, window};

/// Steps until something is put on the clipboard, and returns it.
#[track_caller]
pub(super) fn copied(window: &mut Window) -> String {
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
    press(&mut window, Modifiers::NONE, Key::Num6);
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
    let mut document = Document::load(DocumentId(1), small(&folder), None, &ctx);
    let opened = loop {
        document.poll();
        if let Some(opened) = document.opened_mut() {
            break opened;
        }
    };
    opened.view = View::Functions;
    opened.functions.filter.text = "slow".to_owned();
    while opened.answers.list.current().is_none() {
        opened.answers.poll();
        opened.ask(&[View::Functions], &ctx);
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
    press(&mut window, Modifiers::NONE, Key::Num5);
    for key in [Key::ArrowDown, Key::H] {
        press(&mut window, Modifiers::NONE, key);
    }
    window.event(Event::Copy);
    let stack = copied(&mut window);
    let names: Vec<&str> = stack.lines().filter_map(|it| it.split('\t').nth(1)).collect();
    assert_eq!(names, ["main", "slow"]);
}

/// One of each event, with times that can be read off.
const EVENTS: &str = r#"{"traceEvents": [
{"ph": "X", "pid": 1, "tid": 1, "ts": 1000, "dur": 9000, "name": "work", "cat": "a"},
{"ph": "b", "pid": 1, "tid": 1, "ts": 2000, "id": "0x1", "name": "fetch", "cat": "net"},
{"ph": "e", "pid": 1, "tid": 1, "ts": 7000, "id": "0x1", "name": "fetch", "cat": "net"},
{"ph": "X", "pid": 1, "tid": 1, "ts": 3000, "dur": 500, "name": "MinorGC", "cat": "devtools.timeline",
 "args": {"usedHeapSizeBefore": 5000000, "usedHeapSizeAfter": 3000000}},
{"ph": "I", "pid": 1, "tid": 1, "ts": 4000, "s": "t", "name": "here", "cat": "blink.user_timing"}
]}"#;

#[test]
fn every_kind_of_event_is_copied() {
    let folder = Folder::new();
    let mut window = window(&[folder.file("events.json", EVENTS.as_bytes())]);
    press(&mut window, Modifiers::NONE, Key::Num2);
    let recording = &window.state().state().opened().expect("a recording").recording;
    let (work, fetch) = (recording.spans.indices().next(), recording.async_spans.indices().next());
    let (here, gc) =
        (recording.instants.time.indices().next(), recording.gcs.start.indices().next());
    let events = [
        (work.map(Entity::Span), "work\t\t0\u{2009}ns\t9.00\u{2009}ms"),
        (fetch.map(Entity::AsyncSpan), "fetch\tnet 0x1\t1.00\u{2009}ms\t5.00\u{2009}ms"),
        (here.map(Entity::Instant), "here\tblink.user_timing\t3.00\u{2009}ms\t"),
        (
            gc.map(Entity::Gc),
            "minor garbage collection\t5.00\u{2009}MB to 3.00\u{2009}MB\t2.00\u{2009}ms\t500\u{2009}µs",
        ),
    ];
    for (entity, expected) in events {
        assert!(entity.is_some(), "no event for {expected}");
        window.state_mut().push(Command::Select(entity));
        settle(&mut window);
        window.event(Event::Copy);
        assert_eq!(copied(&mut window), expected);
    }
}

#[test]
fn ctrl_shift_c_copies_markdown() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num6);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::C);
    assert!(has(&window, "Copied the function"));
    window.state_mut().push(Command::Run(Action::CopyMarkdown));
    let expected = "\
| Function | Self | Total | Samples | Location |
|---|---|---|---|---|
| slow | 3.00\u{2009}ms | 3.00\u{2009}ms | 3 | file:///app/node\\_modules/left/pad.js:20:5 |
";
    assert_eq!(copied(&mut window), expected);
}

#[test]
fn several_rows_are_selected_with_shift_and_copied() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num6);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    press(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    window.event(Event::Copy);
    let text = copied(&mut window);
    let names: Vec<&str> = text.lines().filter_map(|it| it.split('\t').next()).collect();
    assert_eq!(names, ["slow", "main", "fast"]);
    settle(&mut window);
    assert!(has(&window, "Copied 3 rows"));
}

#[test]
fn a_link_and_a_stack_are_copied_from_the_menu() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num5);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::H);
    window.state_mut().push(Command::Run(Action::CopyLink));
    assert_eq!(copied(&mut window), "/app/node_modules/left/pad.js:20:5");
    settle(&mut window);
    window.state_mut().push(Command::Run(Action::CopyStack));
    let stack =
        "slow (file:///app/node_modules/left/pad.js:20:5)\nmain (file:///app/main.js:1:1)\n";
    assert_eq!(copied(&mut window), stack);
}
