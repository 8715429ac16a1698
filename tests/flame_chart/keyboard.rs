//! What keys do.

use asyncscope_core::units::Nanos;
use egui::Key;

use super::{SECOND, Stage, assert_near, at, function};

#[test]
fn keys_zoom_move_and_show_all() {
    let mut chart = Stage::small().open();
    chart.hover(at(500.0, 8));
    chart.key(Key::W);
    let zoomed = chart.shown();
    assert_near(zoomed.end - zoomed.start, 700_000_000, 2);
    assert_near(zoomed.start + 350_000_000, 500_000_000, 2);
    chart.key(Key::D);
    let right = chart.shown();
    assert_near(right.start - zoomed.start, 112_000_000, 2);
    chart.key(Key::ArrowLeft);
    assert_near(chart.shown().start, zoomed.start, 2);
    chart.key(Key::S);
    assert_near(chart.shown().end - chart.shown().start, SECOND, 2);
    chart.key(Key::Plus);
    chart.key(Key::Num0);
    assert_eq!(chart.shown(), 0..SECOND);
}

#[test]
fn zoom_ends_at_50_ns_and_at_the_recording() {
    let mut chart = Stage::small().open();
    chart.hover(at(500.0, 1));
    for _ in 0..120 {
        chart.key(Key::W);
    }
    let shown = chart.shown();
    assert!((50..=52).contains(&(shown.end - shown.start)), "{shown:?}");
    for _ in 0..120 {
        chart.key(Key::S);
    }
    assert_eq!(chart.shown(), 0..SECOND);
    for _ in 0..40 {
        chart.key(Key::A);
    }
    assert!(chart.shown().end > SECOND / 2, "the recording stays in sight: {:?}", chart.shown());
}

#[test]
fn f_centres_then_fits_the_selected_box_and_r_makes_it_the_time_range() {
    let mut chart = Stage::small().open();
    chart.click(at(600.0, 1));
    chart.key(Key::F);
    let (shown, middle) = (chart.shown(), 600_000_000);
    assert_near(shown.start / 2 + shown.end / 2, middle, 60_000_000);
    assert!(SECOND / 2 < shown.end - shown.start, "centred, not zoomed: {shown:?}");
    chart.key(Key::F);
    assert_near(chart.shown().start, 492_000_000, 2);
    chart.key(Key::R);
    let range = chart.stage().selection.range.clone();
    assert_eq!(range, Some(Nanos(500_000_000)..Nanos(700_000_000)));
}

#[test]
fn period_and_comma_go_along_the_row() {
    let mut chart = Stage::small().open();
    chart.click(at(150.0, 1));
    chart.key(Key::Period);
    assert_eq!(chart.stage().selection.entity, Some(function(3)));
    chart.key(Key::Comma);
    assert_eq!(chart.stage().selection.entity, Some(function(1)));
    chart.key(Key::Comma);
    assert_eq!(chart.stage().selection.entity, Some(function(1)), "there is nothing left of it");
}

#[test]
fn keys_are_left_to_a_field_that_has_the_focus() {
    let mut chart = Stage::small().open();
    let other = egui::Id::unique("a field");
    chart.0.ctx.memory_mut(|it| it.request_focus(other));
    chart.0.key_press(Key::W);
    chart.0.step();
    assert_eq!(chart.shown(), 0..SECOND);
}
