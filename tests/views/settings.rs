//! The page of settings: what is changed takes effect and is remembered.

use asyncscope::WorkbenchOptions;
use asyncscope::command::Command;
use asyncscope::requests::{RequestColumn, RequestCommand};
use asyncscope::settings::{Kept, take_text, to_text};
use asyncscope::state::{ColorBy, Density, Look, WheelMode};
use egui::{Key, Modifiers, Role, ThemePreference, vec2};
use egui_kittest::kittest::Queryable as _;

use super::{Folder, click, has, press, settle, small, wait, window, window_of};

#[test]
fn what_is_set_takes_effect_and_is_remembered() {
    let folder = Folder::new();
    let session = folder.0.path().join("session");
    let options = || WorkbenchOptions {
        files: vec![small(&folder)],
        session: Some(session.clone()),
        ..WorkbenchOptions::default()
    };
    let mut first = window_of(vec2(1200.0, 800.0), options());
    settle(&mut first);
    press(&mut first, Modifiers::COMMAND, Key::Comma);
    assert!(has(&first, "The wheel zooms"));
    for choice in ["Light", "Modern", "Relaxed", "Package", "Only my code", "Reduced"] {
        click(&mut first, Role::RadioButton, choice);
    }
    assert!(has(&first, "The wheel scrolls"), "the explanation follows");
    let look = first.state().state().look;
    let expected = Look {
        theme: ThemePreference::Light,
        wheel: WheelMode::Modern,
        density: Density::Relaxed,
        color_by: ColorBy::Package,
        only_my_code: true,
        reduced_motion: true,
        ..Look::default()
    };
    assert_eq!(look, expected);
    assert!(first.ctx.global_style().animation_time.abs() < f32::EPSILON);
    wait(&mut first, "saving", |it| {
        let session = &it.state().state().remembered.session;
        std::fs::read(folder.0.path().join("session")).is_ok_and(|bytes| {
            let text = session.settings.as_bytes();
            bytes.windows(text.len()).any(|it| it == text)
        })
    });
    let mut second = window_of(vec2(1200.0, 800.0), options());
    settle(&mut second);
    assert_eq!(second.state().state().look, expected);
    let opened = second.state().state().opened().expect("open");
    assert!(opened.selection.only_my_code, "recordings open as is set");
}

#[test]
fn rows_of_tables_are_as_high_as_is_set() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num6);
    for (choice, height) in [("Compact", 22.0), ("Normal", 24.0), ("Relaxed", 28.0)] {
        press(&mut window, Modifiers::COMMAND, Key::Comma);
        click(&mut window, Role::RadioButton, choice);
        press(&mut window, Modifiers::NONE, Key::Escape);
        let row = window.get_all_by_role(Role::Row).next().expect("a row").rect();
        assert!((row.height() - height).abs() < 0.1, "{choice}: {row}");
    }
}

#[test]
fn columns_of_requests_are_those_of_every_recording_and_remembered() {
    let folder = Folder::new();
    let options = || WorkbenchOptions {
        session: Some(folder.0.path().join("session")),
        ..WorkbenchOptions::default()
    };
    let shown = |window: &super::Window| -> Vec<(RequestColumn, Option<u16>)> {
        window.state().state().kept.request_columns.shown().to_vec()
    };
    let mut first = window_of(vec2(1200.0, 800.0), options());
    let change = |window: &mut super::Window, command| {
        window.state_mut().push(Command::Requests(command));
        settle(window);
    };
    let usual = shown(&first);
    change(&mut first, RequestCommand::Column(RequestColumn::Host, false));
    change(&mut first, RequestCommand::MoveColumn(RequestColumn::Duration, None));
    change(&mut first, RequestCommand::Resize(RequestColumn::Path, Some(333)));
    let chosen = shown(&first);
    assert_ne!(chosen, usual);
    wait(&mut first, "saving", |_| {
        std::fs::read(folder.0.path().join("session"))
            .is_ok_and(|bytes| bytes.windows(3).any(|it| it == b"333"))
    });
    let mut second = window_of(vec2(1200.0, 800.0), options());
    settle(&mut second);
    assert_eq!(shown(&second), chosen);
}

#[test]
fn texts_of_other_versions_are_read() {
    let mut look = Look::default();
    let text = r#"{"wheel":"modern","colors":"by moon","new":{"a":1},"source_folder":"/src"}"#;
    let kept = take_text(text, &mut look);
    assert_eq!(look, Look { wheel: WheelMode::Modern, ..Look::default() });
    assert_eq!(kept.source.as_deref(), Some(std::path::Path::new("/src")));
    let mut look = Look::default();
    for damaged in ["", "[]", "{\"wheel\":", "{\"wheel\":7}"] {
        assert_eq!(take_text(damaged, &mut look), Kept::default());
        assert_eq!(look, Look::default());
    }
    assert_eq!(to_text(&look, &Kept::default()), "", "what is as usual is not stored");
    let text = r#"{"request_columns":[["path",40000],["moon",3],["status",null],["path",50]]}"#;
    let columns = take_text(text, &mut look).request_columns;
    assert_eq!(columns.shown(), [(RequestColumn::Path, Some(900)), (RequestColumn::Status, None)]);
    let text = r#"{"request_columns":[["moon",3]]}"#;
    assert_eq!(take_text(text, &mut look), Kept::default());
}
