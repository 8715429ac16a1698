//! Operations, memory and tracked objects of recordings of our own recorder.

use asyncscope::selection::Entity;
use asyncscope_core::units::Nanos;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Role, pos2};
use egui_kittest::kittest::Queryable as _;
use support::events::file_of;

use super::timeline::timeline_of;
use super::{Folder, Window, click, has, label, press, rows, sample, settle, window};

/// 20 operations `work` of 1 to 20 ms one after the other, the 7th of which failed, each within a
/// request; memory that grows; a class that leaks and one that does not.
fn recording() -> String {
    let mut lines = Vec::new();
    for n in 0..20_u64 {
        let (start, length) = (n * 20_000, (n + 1) * 1_000);
        lines.push(format!("b {start} 1.{n} GET_/a kind=http.server"));
        lines.push(format!("b {start} 2.{n} work kind=op parent=1.{n}"));
        lines.push(format!("e {} 2.{n} work ok={}", start + length, n != 6));
        lines.push(format!("e {} 1.{n} GET_/a status=200", start + length));
        let memory = r#""heapTotal":400,"external":50,"arrayBuffers":10"#;
        lines.push(format!(
            r#"C {start} memory {{"rss":{},"heapUsed":{},{memory}}}"#,
            1_000 + n * 10,
            100 + n
        ));
        lines.push(format!(r#"N {start} 3.{n} Leak {{"size":10}}"#));
        lines.push(format!("N {start} 4.{n} Fine"));
        lines.push(format!("D {} 4.{n} Fine", start + 15_000));
        if n % 5 == 4 {
            lines.push(format!("X {} 500 MajorGC", start + 10_000));
        }
    }
    lines.push(
        r#"I 5000 ResourceSendRequest {"data":{"requestId":"r","url":"http://h/x","requestMethod":"GET","asyncscopeParent":"2.0"}}"#
            .to_owned(),
    );
    lines.push(r#"I 9000 ResourceFinish {"data":{"requestId":"r"}}"#.to_owned());
    lines.push(
        r#"I 500000 heapSnapshot {"generation":0,"memoryUsage":{"heapUsed":120},"file":"gone.heapsnapshot"}"#
            .to_owned(),
    );
    file_of(&lines.join("\n"))
}

fn opened(key: Key) -> (Folder, Window) {
    let folder = Folder::new();
    let file = folder.file("a.asyncscope.json", recording().as_bytes());
    let mut window = window(&[file]);
    press(&mut window, Modifiers::NONE, key);
    (folder, window)
}

/// Drags over a picture from one share of its width to another.
fn drag(window: &mut Window, name: &str, from: f32, to: f32) {
    let rect = window.get_by_role_and_label(Role::Image, name).rect();
    let at = |share: f32| pos2(rect.left() + share * rect.width(), rect.center().y);
    let (from, to) = (at(from), at(to));
    let button = |pos: Pos2, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    let steps =
        [Event::PointerMoved(from), button(from, true), Event::PointerMoved(from.lerp(to, 0.5))];
    for event in steps.into_iter().chain([Event::PointerMoved(to), button(to, false)]) {
        window.event(event);
        window.step();
    }
    settle(window);
}

fn begins(rows: &[String], with: &str) -> usize {
    rows.iter().filter(|it| it.starts_with(with)).count()
}

#[test]
fn operations_stand_by_total_and_the_first_is_looked_into() {
    let (_folder, mut window) = opened(Key::Num8);
    let found = rows(&window);
    assert_eq!(found[0], "GET_/a, 20 times, p95 19.0\u{2009}ms");
    assert_eq!(found[1], "work, 20 times, p95 19.0\u{2009}ms");
    // The longest instance stands first.
    assert_eq!(found[2], "Began at 0.3800\u{2009}s, took 20.0\u{2009}ms", "{found:?}");
    click(&mut window, Role::ColumnHeader, "Failed");
    assert!(rows(&window)[0].starts_with("work"), "it alone failed: {:?}", rows(&window));
}

#[test]
fn a_part_of_the_histogram_chooses_instances_in_all_views() {
    let (_folder, mut window) = opened(Key::Num8);
    window.get_by_role_and_label(Role::Row, "work, 20 times, p95 19.0\u{2009}ms").click();
    settle(&mut window);
    drag(&mut window, "How many took how long", 0.8, 1.0);
    let (n, durations) = {
        let opened = window.state().state().opened().expect("a recording");
        let durations = opened.recorded.durations.clone().expect("a range of durations");
        let group = opened.answers.recorded.group.current().expect("instances");
        let spans = &opened.recording.async_spans;
        assert!(group.shown.iter().all(|it| durations.contains(&spans.duration[*it])));
        (group.shown.len(), durations)
    };
    let expected = (1..=20).filter(|ms| durations.contains(&Nanos::from_millis(*ms))).count();
    assert!(0 < n && n < 20, "{n} in {durations:?}");
    assert_eq!(n, expected);
    assert!(has(&window, "marked in the timeline"));
    // The same are marked on the timeline.
    press(&mut window, Modifiers::NONE, Key::Num2);
    let opened = window.state().state().opened().expect("a recording");
    let found = opened.answers.timeline.found.current().expect("marks");
    assert_eq!(found.search.n_async_spans, n as u64);
    press(&mut window, Modifiers::NONE, Key::Num8);
    click(&mut window, Role::Link, "Show all");
    assert_eq!(window.state().state().opened().expect("it").recorded.durations, None);
}

#[test]
fn an_instance_tells_what_it_is_a_part_of_and_what_happened_in_it() {
    let (_folder, mut window) = opened(Key::Num8);
    window.get_by_role_and_label(Role::Row, "work, 20 times, p95 19.0\u{2009}ms").click();
    settle(&mut window);
    // The shortest one alone.
    drag(&mut window, "How many took how long", 0.0, 0.01);
    let shortest = "Began at 0.0000\u{2009}s, took 1.00\u{2009}ms";
    window.get_by_role_and_label(Role::Row, shortest).click();
    settle(&mut window);
    let opened = window.state().state().opened().expect("a recording");
    let Some(Entity::AsyncSpan(span)) = opened.selection.entity else { panic!("an operation") };
    assert_eq!(opened.recording.text(opened.recording.async_spans.name[span]), "work");
    assert!(has(&window, "Part of"));
    assert!(has(&window, "Ended ok"));
    assert!(has(&window, "Requests that it sent 1 of"), "the request it sent");
    click(&mut window, Role::Link, "Kind op");
    assert!(has(&window, "How many took how long"));
}

#[test]
fn a_time_dragged_over_the_chart_counts_everywhere() {
    let (_folder, mut window) = opened(Key::Num8);
    drag(&mut window, "Operations at once", 0.0, 0.1);
    let range = {
        let opened = window.state().state().opened().expect("a recording");
        opened.selection.range.clone().expect("a range")
    };
    assert_eq!(range.start, Nanos(0));
    assert!(range.end < Nanos::from_millis(130), "{range:?}");
    // Five began in the first 100 ms.
    assert!(rows(&window)[0].contains(", 5 times") || rows(&window)[0].contains(", 6 times"));
}

#[test]
fn memory_says_how_fast_it_grows_and_opens_snapshots() {
    let (_folder, mut window) = opened(Key::Num9);
    assert!(has(&window, "rss +190\u{2009}B"), "from 1000 to 1190 bytes");
    assert!(has(&window, "per minute"));
    assert!(has(&window, "Of the whole heap 4"));
    click(&mut window, Role::Link, "0 at 0.50\u{2009}s 120\u{2009}B");
    assert!(has(&window, "does not lie beside the recording any more"));
    drag(&mut window, "Memory over time", 0.2, 0.4);
    assert!(window.state().state().opened().expect("it").selection.range.is_some());
}

#[test]
fn tracked_objects_show_which_class_grows() {
    let (_folder, mut window) = opened(Key::Num9);
    press(&mut window, Modifiers::ALT, Key::Num0);
    let found = rows(&window);
    assert_eq!(found, ["Leak, 20 alive, growing", "Fine, 0 alive, collected"]);
    assert!(has(&window, "perhaps a leak"));
    window.get_by_role_and_label(Role::Row, "Fine, 0 alive, collected").click();
    settle(&mut window);
    assert!(has(&window, "All but perhaps the last generation were collected"));
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.get_by_role_and_label(Role::TextInput, "Filter classes").type_text("leak");
    settle(&mut window);
    assert_eq!(begins(&rows(&window), "Leak"), 1);
    assert_eq!(rows(&window).len(), 1);
}

#[test]
fn the_timeline_has_operations_requests_and_memory() {
    let (_folder, window) = opened(Key::Num2);
    let heads: Vec<String> = window
        .get_all_by_role(Role::Button)
        .map(|it| label(&it))
        .filter(|it| it.starts_with("Close "))
        .collect();
    for track in ["Operations", "Requests", "Memory"] {
        assert!(heads.iter().any(|it| it.contains(track)), "{track}: {heads:?}");
    }
    assert!(timeline_of(&window).rect().height() > 0.0);
    let opened = window.state().state().opened().expect("a recording");
    let tracks = opened.answers.timeline.tracks.current().expect("tracks");
    let operations = tracks.tracks.iter().find(|it| it.title == "Operations").expect("a track");
    let content = opened.answers.timeline.contents.get(operations.key).expect("a content");
    let asyncscope::questions::timeline::TrackContent::Boxes(layout) = &**content else {
        panic!("boxes")
    };
    // A part lies right below what it is a part of.
    assert_eq!(layout.rows().len(), 2);
    let spans = &opened.recording.async_spans;
    let names = |row: usize| {
        let items = layout.rows()[row].items().iter();
        let span = |it: &u32| {
            use asyncscope_core::index::RowIndex as _;
            asyncscope_core::model::AsyncSpanIndex::from_row(*it as usize)
        };
        let mut names: Vec<&str> =
            items.map(|it| opened.recording.text(spans.name[span(it)])).collect();
        names.dedup();
        names
    };
    assert_eq!((names(0), names(1)), (vec!["GET_/a"], vec!["work"]));
}

#[test]
fn a_recording_without_any_says_what_to_do() {
    let folder = Folder::new();
    let span = br#"[{"ph": "X", "pid": 1, "tid": 1, "ts": 0, "dur": 9, "name": "a", "cat": "b"}]"#;
    let mut trace = window(&[folder.file("trace.json", span)]);
    press(&mut trace, Modifiers::NONE, Key::Num8);
    assert!(has(&trace, "This recording has no operations"));
    press(&mut trace, Modifiers::NONE, Key::Num9);
    assert!(has(&trace, "tells nothing of memory"));
    let mut window = window(&[sample("recordings/busy-workers.asyncscope.json.gz")]);
    press(&mut window, Modifiers::ALT, Key::Num0);
    assert!(has(&window, "No objects were tracked"));
}

#[test]
fn a_program_is_recorded_from_the_window_and_opens() {
    let has_node = std::process::Command::new("node").arg("--version").output().is_ok();
    if !has_node {
        return; // there is nothing to record
    }
    let folder = Folder::new();
    folder.file("app.mjs", b"console.log('hello from the program');");
    let mut window = window(&[]);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    window.get_by_role_and_label(Role::TextInput, "Command").type_text("app.mjs");
    settle(&mut window);
    let path = folder.0.path().to_str().expect("UTF-8").to_owned();
    window.get_by_role_and_label(Role::TextInput, "Folder").focus();
    settle(&mut window);
    window.get_by_role_and_label(Role::TextInput, "Folder").type_text(&path);
    settle(&mut window);
    for option in ["Allocations", "At the end", "Event loop"] {
        click(&mut window, Role::Button, option);
    }
    click(&mut window, Role::Button, "Record");
    super::wait(&mut window, "the recording", |it| it.state().state().opened().is_some());
    let opened = window.state().state().opened().expect("a recording");
    assert_eq!(opened.recording.source.format, "Asyncscope recording");
    let recorder = opened.recording.recorder.as_ref().expect("a recorder");
    let end = recorder.threads.as_slice()[0].end.expect("an end");
    assert_eq!(opened.recording.text(end.reason), "exit");
    assert_eq!(opened.recording.snapshots.len(), 1, "one at the end");
    let path = &window.state().state().shown_document().expect("it").path;
    let text = std::fs::read_to_string(path).expect("the recording");
    for setting in [r#""allocations":true"#, r#""snapshotAtExit":true"#, r#""eventLoop":false"#] {
        assert!(text.contains(setting), "{setting}");
    }
}

#[test]
fn what_cannot_be_recorded_is_said() {
    let mut window = window(&[]);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    window.get_by_role_and_label(Role::TextInput, "Command").type_text("no-such-program-at-all");
    settle(&mut window);
    let folder = Folder::new();
    let path = folder.0.path().to_str().expect("UTF-8").to_owned();
    window.get_by_role_and_label(Role::TextInput, "Folder").focus();
    settle(&mut window);
    window.get_by_role_and_label(Role::TextInput, "Folder").type_text(&path);
    settle(&mut window);
    click(&mut window, Role::Button, "Record");
    super::wait(&mut window, "the reason", |it| has(it, "cannot run `no-such-program-at-all`"));
}

#[test]
fn a_command_is_typed_letter_by_letter() {
    let mut window = window(&[]);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    for letter in "app.mjs".chars() {
        window.event(Event::Text(letter.to_string()));
        window.step();
    }
    settle(&mut window);
    assert_eq!(window.state().state().record.setting.command, "app.mjs");
}

/// What was planted stands in the truth of the sample: every session stays, the cache fills once.
#[test]
fn a_recording_tells_which_tracked_objects_leak() {
    let mut window = window(&[sample("recordings/leaky-server.asyncscope.json.gz")]);
    support::window::show(&mut window, asyncscope::views::View::Tracked);
    let row = row_of(&window, "Session");
    click(&mut window, Role::Row, &row);
    assert!(has(&window, "315 of 315 tracked Session are alive"));
    assert!(has(&window, "Confidence high: more are alive after each collection"));
    let row = row_of(&window, "CacheEntry");
    click(&mut window, Role::Row, &row);
    assert!(has(&window, "Not suspected of a leak: it filled once and stayed"));
}

fn row_of(window: &Window, class: &str) -> String {
    let all = rows(window);
    let row = all.iter().find(|it| super::name(it) == class);
    row.unwrap_or_else(|| panic!("no {class} among {all:?}")).clone()
}

/// Array buffers rise by 6 MB a minute, and nothing else does.
#[test]
fn a_recording_tells_which_memory_rises() {
    let measured = |second: u64| {
        let (time, held) = (second * 1_000_000, second * 100_000);
        let (external, rss) = (held + 5_000, held + 9_000_000);
        format!(
            r#"C {time} memory {{"rss":{rss},"heapTotal":8000000,"heapUsed":4000000,"external":{external},"arrayBuffers":{held}}}"#
        )
    };
    let lines: Vec<String> = (0..120).map(measured).collect();
    let folder = Folder::new();
    let file = folder.file("a.asyncscope.json", file_of(&lines.join("\n")).as_bytes());
    let mut window = window(&[file]);
    support::window::show(&mut window, asyncscope::views::View::Memory);
    assert!(has(&window, "rises steadily"));
    assert!(has(&window, "rises steadily, by 6.00\u{2009}MB a minute"), "of array buffers");
    assert!(!has(&window, "nothing rises steadily"));
}
