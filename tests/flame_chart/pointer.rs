//! What the mouse does.

use asyncscope::command::Command;
use asyncscope_core::units::TimeRange;
use egui::{Event, Key, Modifiers, pos2, vec2};

use super::{Chart, FIRST_ROW, LEFT, ROW, RULER, SECOND, Stage, assert_near, at, function};

#[test]
fn whole_recording_is_shown_first() {
    let chart = Stage::small().open();
    assert_eq!(chart.shown(), 0..SECOND);
    let stats = chart.stage().stats;
    assert_eq!((stats.rows, stats.boxes, stats.merged), (3, 4, 1), "{stats:?}");
    assert_eq!(stats.labels, 4, "main, parse, read, print");
}

#[test]
fn click_selects_the_function_and_a_click_beside_it_nothing() {
    let mut chart = Stage::small().open();
    chart.click(at(150.0, 2));
    assert!(chart.take().contains(&Command::Select(Some(function(2)))));
    assert!(chart.in_words().contains("selected read, 100\u{2009}ms"), "{}", chart.in_words());
    chart.click(at(400.0, 1));
    assert!(chart.take().contains(&Command::Select(None)));
    assert_eq!(chart.stage().state.selected(), None);
}

#[test]
fn pointer_on_a_box_is_told_to_all_views() {
    let mut chart = Stage::small().open();
    chart.hover(at(600.0, 1));
    assert_eq!(chart.take().last(), Some(&Command::Hover(Some(function(3)))));
    assert!(chart.in_words().contains("pointer on print, 200\u{2009}ms"), "{}", chart.in_words());
    chart.hover(at(600.0, 2));
    assert_eq!(chart.take().last(), Some(&Command::Hover(None)));
}

#[test]
fn tooltip_says_name_total_and_self() {
    let mut chart = Stage::small().open();
    chart.hover(at(50.0, 1));
    let before = chart.0.output().shapes.len();
    chart.hover(at(400.0, 1));
    assert!(chart.0.output().shapes.len() < before, "the tooltip goes with the box");
}

#[test]
fn double_click_shows_the_box_and_beside_boxes_everything() {
    let mut chart = Stage::small().open();
    chart.double_click(at(600.0, 1));
    let shown = chart.shown();
    assert!(shown.start < 500_000_000 && 480_000_000 < shown.start, "{shown:?}");
    assert!(shown.end > 700_000_000 && 720_000_000 > shown.end, "{shown:?}");
    assert!(matches!(chart.take().last(), Some(Command::ShowTime(Some(_)))));
    chart.0.run_steps(60); // else it would be the third click of a row
    chart.double_click(pos2(LEFT + 500.0, FIRST_ROW + 12.0 * ROW));
    assert_eq!(chart.shown(), 0..SECOND);
    assert_eq!(chart.take().last(), Some(&Command::ShowTime(None)));
}

#[test]
fn double_click_on_a_block_shows_its_boxes_apart() {
    let mut chart = Stage::small().open();
    chart.double_click(at(900.5, 1));
    let stats = chart.stage().stats;
    assert_eq!((stats.boxes, stats.merged), (101, 0), "{stats:?}, {:?}", chart.shown());
}

#[test]
fn wheel_zooms_at_the_pointer() {
    for x in [100.0, 500.0, 900.0] {
        let mut chart = Stage::small().open();
        chart.wheel(at(x, 1), vec2(0.0, 200.0), Modifiers::NONE);
        let shown = chart.shown();
        let length = shown.end - shown.start;
        assert!((350_000_000..390_000_000).contains(&length), "a factor of e: {length}");
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "ms")]
        let fixed = x as u64 * 1_000_000;
        assert_near(shown.start + length / 1_000 * (fixed / 1_000_000), fixed, 2);
        chart.wheel(at(x, 1), vec2(0.0, -200.0), Modifiers::NONE);
        assert_near(chart.shown().end, SECOND, 2);
    }
}

#[test]
fn ctrl_wheel_and_pinch_zoom_too() {
    let mut chart = Stage::small().open();
    chart.wheel(at(500.0, 1), vec2(0.0, 100.0), Modifiers::COMMAND);
    assert!(chart.shown().end - chart.shown().start < 900_000_000, "{:?}", chart.shown());
    let before = chart.shown();
    chart.event(Event::Zoom(2.0));
    chart.0.run();
    assert!(chart.shown().end - chart.shown().start < (before.end - before.start) * 6 / 10);
}

#[test]
fn horizontal_wheel_moves() {
    let mut chart = Stage::small().open();
    chart.double_click(at(600.0, 1));
    let before = chart.shown();
    chart.wheel(at(600.0, 1), vec2(-100.0, 0.0), Modifiers::NONE);
    let shown = chart.shown();
    assert!(before.start < shown.start, "{before:?} {shown:?}");
    assert!((shown.end - shown.start).abs_diff(before.end - before.start) <= 2);
}

#[test]
fn drag_moves_and_boxes_follow_the_hand() {
    let mut chart = Stage::small().open();
    chart.double_click(at(600.0, 1));
    let before = chart.shown();
    let length = before.end - before.start;
    chart.drag(at(600.0, 8), at(350.0, 8), Modifiers::NONE);
    let moved = chart.shown().start - before.start;
    assert!(moved.abs_diff(length / 4) < length / 100, "{moved} of {length}");
    assert!(chart.stage().selection.range.is_none());
}

#[test]
fn shift_drag_selects_a_time_range_and_escape_takes_it_back() {
    let mut chart = Stage::small().open();
    chart.click(at(150.0, 2));
    chart.drag(at(700.0, 6), at(250.0, 6), Modifiers::SHIFT);
    let range = chart.stage().selection.range.clone().expect("a range");
    assert_near(range.start.0, 250_000_000, 2);
    assert_near(range.end.0, 700_000_000, 2);
    assert_eq!(chart.shown(), 0..SECOND, "the chart stays where it is");
    chart.key(Key::Escape);
    assert_eq!(chart.stage().selection.range, None);
    assert_eq!(chart.stage().selection.entity, Some(function(2)), "one thing at a time");
    chart.key(Key::Escape);
    assert_eq!(chart.stage().selection.entity, None);
}

#[test]
fn drag_on_the_ruler_selects_and_its_edges_can_be_moved() {
    let mut chart = Stage::small().open();
    let ruler = |ms: f32| pos2(LEFT + ms, RULER);
    chart.drag(ruler(200.0), ruler(400.0), Modifiers::NONE);
    let range = |it: &Chart| it.stage().selection.range.clone().expect("a range");
    assert_near(range(&chart).end.0, 400_000_000, 2);
    chart.drag(ruler(400.0), ruler(600.0), Modifiers::NONE);
    let moved: TimeRange = range(&chart);
    assert_near(moved.start.0, 200_000_000, 2);
    assert_near(moved.end.0, 600_000_000, 2);
}
