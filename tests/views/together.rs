//! Several files as one recording, and recordings with their heap snapshots.

use asyncscope::actions::Action;
use asyncscope::kind::Kind;
use asyncscope_core::units::Nanos;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Role, pos2};
use egui_kittest::kittest::Queryable as _;
use support::events::file_of;

use super::{Folder, Window, click, has, press, sample, settle, wait, window};

/// One operation of 10 ms.
fn recording(name: &str) -> String {
    file_of(&format!("b 0 1.1 {name} kind=op\ne 10000 1.1 {name} ok=true"))
}

#[test]
fn files_that_are_open_open_as_one_later_by_what_is_typed() {
    let folder = Folder::new();
    let files = ["one", "two"]
        .map(|it| folder.file(&format!("{it}.asyncscope.json"), recording(it).as_bytes()));
    let mut window = window(&files);
    click(&mut window, Role::Button, "File");
    click(&mut window, Role::Button, Action::OpenTogether.text());
    assert!(has(&window, "Open as one recording"));
    click(&mut window, Role::RadioButton, "By hand");
    assert!(has(&window, "Type how much later the others begin"));
    window.get_by_role_and_label(Role::TextInput, "How much later").focus();
    settle(&mut window);
    window.get_by_role_and_label(Role::TextInput, "How much later").type_text("50ms");
    settle(&mut window);
    click(&mut window, Role::Button, "Open as one");
    let is_one = |it: &Window| {
        it.state().state().opened().is_some_and(|it| it.recording.async_spans.len() == 2)
    };
    wait(&mut window, "the whole", is_one);
    let opened = window.state().state().opened().expect("a recording");
    let spans = &opened.recording.async_spans;
    let starts: Vec<Nanos> = spans.indices().map(|it| spans.range(it).start).collect();
    assert_eq!(starts, [Nanos(0), Nanos::from_millis(50)]);
    assert!(has(&window, "one.asyncscope.json + 1"));
}

#[test]
fn a_folder_opens_as_one() {
    let folder = Folder::new();
    for it in ["one", "two", "three"] {
        folder.file(&format!("{it}.asyncscope.json"), recording(it).as_bytes());
    }
    let window = window(&[folder.0.path().to_owned()]);
    let opened = window.state().state().opened().expect("a recording");
    assert_eq!(opened.recording.async_spans.len(), 3);
}

/// A recording with two heap snapshots beside it.
fn with_snapshots() -> (Folder, Window) {
    let folder = Folder::new();
    let snapshot = |number: u64, time: u64, name: &str| {
        let bytes = std::fs::read(sample("node-20/heap").join(name)).expect("a sample");
        folder.file(name, &bytes);
        format!(
            r#"I {time} heapSnapshot {{"generation":{number},"memoryUsage":{{"heapUsed":{time}}},"file":"{name}"}}"#
        )
    };
    let lines = [
        r#"C 0 memory {"rss":100,"heapUsed":50}"#.to_owned(),
        snapshot(1, 250_000, "leak-before.heapsnapshot.zst"),
        snapshot(2, 500_000, "leak-after.heapsnapshot.zst"),
        r#"C 1000000 memory {"rss":100,"heapUsed":50}"#.to_owned(),
    ];
    let file = folder.file("a.asyncscope.json", file_of(&lines.join("\n")).as_bytes());
    (folder, window(&[file]))
}

fn click_flag(window: &mut Window, at: Pos2, modifiers: Modifiers) {
    let button = |pressed| Event::PointerButton {
        pos: at,
        button: PointerButton::Primary,
        pressed,
        modifiers,
    };
    window.event(Event::ModifiersChanged(modifiers));
    for event in [Event::PointerMoved(at), button(true), button(false)] {
        window.event(event);
        window.step();
    }
    window.event(Event::ModifiersChanged(Modifiers::NONE));
    settle(window);
}

/// Clicks the flags of both snapshots in a picture whose axis is as wide as it.
fn compare(window: &mut Window, role: Role, name: &str) {
    let flag = |window: &Window, share: f32| {
        let nodes = window.query_all_by_role(role);
        let node = nodes.into_iter().find(|it| super::label(it).starts_with(name));
        let rect = node.unwrap_or_else(|| panic!("no {name}")).rect();
        pos2(rect.left() + share * rect.width(), rect.top() + 5.0)
    };
    let (first, second) = (flag(window, 0.25), flag(window, 0.5));
    click_flag(window, first, Modifiers::COMMAND);
    let marked = window.state().state().opened().expect("it").recorded.marked;
    assert!(marked.is_some(), "the first is marked");
    click_flag(window, second, Modifiers::COMMAND);
    wait(window, "the comparison", |it| it.state().state().kind() == Kind::Comparison);
    assert!(has(window, "300 new"), "the planted leak");
}

#[test]
fn two_flags_on_the_memory_axis_are_compared() {
    let (_folder, mut window) = with_snapshots();
    press(&mut window, Modifiers::NONE, Key::Num9);
    compare(&mut window, Role::Image, "Memory over time");
}

#[test]
fn two_flags_on_the_timeline_are_compared() {
    let (_folder, mut window) = with_snapshots();
    support::window::show(&mut window, asyncscope::views::View::Timeline);
    compare(&mut window, Role::Canvas, "Minimap");
}

#[test]
fn two_flags_on_the_memory_track_are_compared() {
    let (_folder, mut window) = with_snapshots();
    support::window::show(&mut window, asyncscope::views::View::Timeline);
    let nodes = window.query_all_by_role(Role::Canvas);
    let node = nodes.into_iter().find(|it| super::label(it).starts_with("Timeline"));
    let rect = node.expect("the chart").rect();
    let flag = |share: f32, y: f32| pos2(rect.left() + share * rect.width(), y);
    let is_marked =
        |it: &Window| it.state().state().opened().is_some_and(|it| it.recorded.marked.is_some());
    // The track stands below the heading of its process: its flags are at its upper edge.
    let mut y = rect.top() + 2.0;
    while y < rect.bottom() && !is_marked(&window) {
        click_flag(&mut window, flag(0.25, y), Modifiers::COMMAND);
        y += 4.0;
    }
    assert!(is_marked(&window), "no flag on the track");
    click_flag(&mut window, flag(0.5, y), Modifiers::COMMAND);
    wait(&mut window, "the comparison", |it| it.state().state().kind() == Kind::Comparison);
    assert!(has(&window, "300 new"), "the planted leak");
}

#[test]
fn a_flag_opens_its_snapshot() {
    let (_folder, mut window) = with_snapshots();
    press(&mut window, Modifiers::NONE, Key::Num9);
    let rect = window.get_by_role_and_label(Role::Image, "Memory over time").rect();
    click_flag(&mut window, pos2(rect.center().x, rect.top() + 5.0), Modifiers::NONE);
    wait(&mut window, "the snapshot", |it| it.state().state().kind() == Kind::Heap);
    assert_eq!(
        window.state().state().shown_document().map(|it| it.name.as_str()),
        Some("leak-after.heapsnapshot.zst")
    );
}
