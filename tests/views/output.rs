//! What leaves the window: the clipboard and files.

use std::time::Duration;

use asyncscope::actions::Action;
use asyncscope::command::Command;
use asyncscope::document::{Document, DocumentId};
use asyncscope::export::{Export, ExportWhat, Saved};
use asyncscope::jobs::JobState;
use asyncscope::views::View;
use egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;

use super::{Folder, TRIES, Window, has, press, settle, small, window};

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
