//! The list of spans by name.

use asyncscope::selection::Entity;
use asyncscope_core::analysis::{Selection, span_names};
use asyncscope_core::task::Task;
use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;

use super::{Folder, click, has, names, press, rows, sample, settle, small, window};

#[test]
fn spans_stand_by_total_and_say_how_many_there_are() {
    let mut window = window(&[sample("chromium-156/page-small.json")]);
    press(&mut window, Modifiers::NONE, Key::Num7);
    let recording = &window.state().state().opened().expect("a recording").recording;
    let all = span_names(recording, &Selection::default(), &Task::default());
    let first = all.expect("nobody cancels")[0];
    let name = recording.text(first.name).to_owned();
    let said = format!("{name}, {} times", asyncscope_core::units::Count(first.count));
    assert!(rows(&window)[0].starts_with(&said), "{:?}", rows(&window));
    click(&mut window, Role::ColumnHeader, "Count");
    let opened = window.state().state().opened().expect("a recording");
    let list = opened.answers.spans.current().expect("a list");
    assert!(list.rows.is_sorted_by_key(|it| std::cmp::Reverse(it.count)));
}

#[test]
fn a_filter_keeps_names_that_match_and_a_click_selects_in_all_views() {
    let mut window = window(&[sample("chromium-156/page-small.json")]);
    press(&mut window, Modifiers::NONE, Key::Num7);
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.get_by_role_and_label(Role::TextInput, "Filter spans").type_text("TimerFire");
    settle(&mut window);
    assert_eq!(names(&window), ["TimerFire"]);
    window.get_by_role(Role::Row).click();
    settle(&mut window);
    let opened = window.state().state().opened().expect("a recording");
    let Some(Entity::Span(span)) = opened.selection.entity else { panic!("a span is selected") };
    assert_eq!(opened.recording.text(opened.recording.spans.name[span]), "TimerFire");
}

#[test]
fn a_recording_without_spans_says_so() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num7);
    assert!(has(&window, "This recording has no spans"));
    click(&mut window, Role::Button, "Show functions");
    assert_eq!(names(&window).len(), 3);
}
