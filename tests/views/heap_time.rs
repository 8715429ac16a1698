//! Allocation timelines, sampled allocations, and results that are kept.

use asyncscope::WorkbenchOptions;
use asyncscope::command::Command;
use asyncscope::heap::HeapCommand;
use asyncscope::kind::Kind;
use asyncscope::views::View;
use asyncscope_core::units::Nanos;
use egui::{Key, Modifiers, Role, vec2};
use egui_kittest::kittest::Queryable as _;

use super::heap::{filter, view};
use super::{
    Folder, Window, click, has, label, names, press, rows, sample, settle, window, window_of,
};

const TIMELINE: &str = "node-20/heap/leak.heaptimeline.zst";
const SAMPLED: &str = "node-20/heap/async-server.heapprofile";

fn count_of(window: &Window, class: &str) -> u64 {
    let row = rows(window).into_iter().find(|it| super::name(it) == class);
    let Some(row) = row else { return 0 };
    let count = row.split(", ").nth(1).expect("a count");
    let digits: String = count.chars().filter(char::is_ascii_digit).collect();
    digits.parse().expect("a number")
}

/// Four moments, 1 ms apart. Until each, one more object of `Row` was allocated and stayed alive, of
/// 10, 20, 30 and 40 bytes.
fn small_timeline(folder: &Folder) -> std::path::PathBuf {
    let content = r#"{"snapshot":{"meta":{
        "node_fields":["type","name","id","self_size","edge_count"],
        "node_types":[["hidden","array","string","object","code","closure","regexp","number","native","synthetic"],"string","number","number","number"],
        "edge_fields":["type","name_or_index","to_node"],
        "edge_types":[["context","element","property","internal","hidden","shortcut","weak"],"string_or_number","node"],
        "sample_fields":["timestamp_us","last_assigned_id"]},
        "node_count":5,"edge_count":4},
        "nodes":[9,0,1,0,4, 3,1,3,10,0, 3,1,5,20,0, 3,1,7,30,0, 3,1,9,40,0],
        "edges":[1,0,5, 1,1,10, 1,2,15, 1,3,20],
        "samples":[1000,3, 2000,5, 3000,7, 4000,9],
        "strings":["","Row"]}"#;
    folder.file("small.heaptimeline", content.as_bytes())
}

fn timeline(folder: &Folder) -> Window {
    let mut window = window(&[small_timeline(folder)]);
    press(&mut window, Modifiers::NONE, Key::Num7);
    assert_eq!(view(&window), View::Allocations);
    window
}

fn time(window: &Window) -> Option<asyncscope_core::units::TimeRange> {
    window.state().state().opened().expect("open").heap.place.time.clone()
}

/// Where the bars stand.
fn bars(window: &Window) -> egui::Rect {
    let is_chart = |it: &egui_kittest::Node<'_>| label(it).starts_with("Allocations over time");
    window.get_all_by_role(Role::Image).find(is_chart).expect("the bars").rect()
}

#[test]
fn a_stretch_of_the_timeline_filters_the_classes() {
    let folder = Folder::new();
    let mut window = timeline(&folder);
    assert_eq!(rows(&window), ["Row, 4 objects, shallow 100\u{2009}B, retained 100\u{2009}B"]);
    let range = Nanos::from_micros(1_500)..Nanos::from_micros(3_500);
    window.state_mut().push(Command::Heap(HeapCommand::ShowTime(Some(range))));
    settle(&mut window);
    assert_eq!(rows(&window), ["Row, 2 objects, shallow 50\u{2009}B, retained 50\u{2009}B"]);
    press(&mut window, Modifiers::NONE, Key::Num2);
    assert_eq!(count_of(&window, "Row"), 2, "in the table of classes too");
    press(&mut window, Modifiers::NONE, Key::Num7);
    let at = bars(&window).center();
    super::click_at(&mut window, at, egui::PointerButton::Primary);
    assert_eq!(time(&window), None, "a click selects all again");
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(count_of(&window, "Row"), 1, "an arrow selects the first bar");
    press(&mut window, Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(count_of(&window, "Row"), 2, "Shift and an arrow make it longer");
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(rows(&window), ["Row, 2 objects, shallow 50\u{2009}B, retained 50\u{2009}B"]);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(time(&window), None);
}

#[test]
fn dragging_over_the_bars_selects_a_stretch() {
    let folder = Folder::new();
    let mut window = timeline(&folder);
    let rect = bars(&window);
    let (from, to) =
        (rect.center() - vec2(rect.width() / 8.0, 0.0), rect.center() + vec2(9.0, 0.0));
    let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
    window.event(egui::Event::PointerMoved(from));
    window.step();
    window.event(egui::Event::PointerButton { pos: from, button, pressed: true, modifiers });
    window.step();
    for share in [0.3, 0.7, 1.0] {
        window.event(egui::Event::PointerMoved(from + (to - from) * share));
        window.step();
    }
    window.event(egui::Event::PointerButton { pos: to, button, pressed: false, modifiers });
    settle(&mut window);
    let time = time(&window).expect("a stretch");
    assert!((1_400_000..1_600_000).contains(&time.start.0), "three eighths of 4 ms: {time:?}");
    assert_eq!(rows(&window), ["Row, 1 object, shallow 20\u{2009}B, retained 20\u{2009}B"]);
    click(&mut window, Role::Button, "Show all");
    assert_eq!(count_of(&window, "Row"), 4);
}

#[test]
fn a_timeline_of_one_moment_holds_what_the_program_kept() {
    let mut window = window(&[sample(TIMELINE)]);
    press(&mut window, Modifiers::NONE, Key::Num7);
    filter(&mut window, "Filter classes", "LeakedOrder");
    assert_eq!(count_of(&window, "LeakedOrder"), 1300);
    assert!(bars(&window).width() > 300.0);
}

#[test]
fn sampled_allocations_have_no_views_of_time_and_are_in_bytes() {
    let mut window = window(&[sample(SAMPLED)]);
    assert_eq!(window.state().state().kind(), Kind::Allocations);
    for name in ["Timeline", "Spans"] {
        assert!(window.query_by_role_and_label(Role::Tab, name).is_none(), "{name}");
    }
    press(&mut window, Modifiers::NONE, Key::Num2);
    assert_eq!(view(&window), View::Overview, "the key of the timeline does nothing");
    assert!(has(&window, "allocated"), "the overview says bytes");
    for (key, wanted) in [
        (Key::Num3, View::FlameGraph),
        (Key::Num4, View::Sandwich),
        (Key::Num5, View::CallTree),
        (Key::Num6, View::Functions),
    ] {
        press(&mut window, Modifiers::NONE, key);
        assert_eq!(view(&window), wanted);
        for said in window.query_all_by_role(Role::Row).map(|it| label(&it)) {
            let is_time =
                ["\u{2009}ms", "\u{2009}µs", "\u{2009}ns"].iter().any(|it| said.contains(it));
            assert!(!is_time, "{wanted:?}: {said}");
        }
    }
    assert!(rows(&window)[0].contains('B'), "{:?}", rows(&window));
}

#[test]
fn a_heap_and_a_profile_are_open_side_by_side_with_their_own_views() {
    let mut window = window(&[sample(super::heap::AFTER), sample(SAMPLED)]);
    assert_eq!(view(&window), View::HeapOverview);
    press(&mut window, Modifiers::CTRL, Key::Tab);
    assert_eq!(view(&window), View::Overview);
    press(&mut window, Modifiers::NONE, Key::Num6);
    press(&mut window, Modifiers::CTRL, Key::Tab);
    assert_eq!(view(&window), View::HeapOverview);
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(view(&window), View::Overview, "back goes from document to document");
}

#[test]
fn results_are_kept_and_a_setting_ends_that() {
    // Only large snapshots are kept: one is padded with what readers skip.
    let folder = Folder::new();
    let cache = folder.0.path().join("cache");
    let path = large_snapshot(&folder);
    let options = || WorkbenchOptions {
        files: vec![path.clone()],
        cache: Some(cache.clone()),
        ..WorkbenchOptions::default()
    };
    let mut first = window_of(vec2(1200.0, 800.0), options());
    settle(&mut first);
    let kept = || std::fs::read_dir(&cache).map_or(0, Iterator::count);
    assert_eq!(kept(), 1, "the results of a large snapshot are kept");
    press(&mut first, Modifiers::NONE, Key::Num2);
    let classes = names(&first);
    let mut second = window_of(vec2(1200.0, 800.0), options());
    settle(&mut second);
    press(&mut second, Modifiers::NONE, Key::Num2);
    assert_eq!(names(&second), classes);
    let opened = second.state().state().opened().expect("open");
    assert!(opened.keep_in.is_none(), "it came from what was kept");

    std::fs::remove_dir_all(&cache).expect("it is safe to delete");
    let mut third = window_of(vec2(1200.0, 800.0), WorkbenchOptions { files: vec![], ..options() });
    settle(&mut third);
    third.state_mut().push(Command::Set(asyncscope::command::Setting::KeepHeaps(false)));
    third.state_mut().push(Command::Open(vec![path.clone()]));
    settle(&mut third);
    assert_eq!(kept(), 0);
}

/// A snapshot of more than 16 MiB with few objects and many texts.
fn large_snapshot(folder: &Folder) -> std::path::PathBuf {
    let text = "x".repeat(1 << 10);
    let texts: Vec<String> = (0..18_000).map(|it| format!("\"{it}{text}\"")).collect();
    let content = format!(
        r#"{{"snapshot":{{"meta":{{"node_fields":["type","name","id","self_size","edge_count"],
        "node_types":[["hidden","array","string","object","code","closure","regexp","number","native","synthetic"],"string","number","number","number"],
        "edge_fields":["type","name_or_index","to_node"],
        "edge_types":[["context","element","property","internal","hidden","shortcut","weak"],"string_or_number","node"]}},
        "node_count":2,"edge_count":1}},
        "nodes":[9,0,1,0,1,3,1,3,40,0],"edges":[1,1,5],"strings":["",{}]}}"#,
        texts.join(",")
    );
    folder.file("large.heapsnapshot", content.as_bytes())
}

#[test]
fn a_timeline_has_the_stacks_that_allocated_weighed_in_bytes() {
    let mut window = window(&[sample(TIMELINE)]);
    for name in ["Flame graph", "Call tree", "Functions", "Sandwich"] {
        click(&mut window, Role::Tab, name);
        assert_eq!(view(&window).name(), name);
    }
    click(&mut window, Role::Tab, "Functions");
    assert!(!names(&window).is_empty(), "functions that allocated");
    let recording = window.state().state().opened().expect("open").recording.clone();
    let weighed = asyncscope_core::analysis::weigh(
        &recording,
        &asyncscope_core::analysis::Selection::default(),
        &asyncscope_core::task::Task::default(),
    );
    let weighed = weighed.expect("not cancelled");
    let functions = asyncscope_core::analysis::functions(
        &recording,
        &weighed,
        &asyncscope_core::task::Task::default(),
    );
    let largest = functions.expect("not cancelled").into_iter().max_by_key(|it| it.own);
    let largest = asyncscope_core::units::Bytes(largest.expect("a function").own).to_string();
    assert!(rows(&window)[0].contains(&largest), "{largest}: {:#?}", rows(&window));
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Num2);
    assert_eq!(view(&window), View::Classes, "digits are those of heaps");
}
