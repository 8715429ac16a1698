//! One selection for all views: a range, a thread, a function.

use asyncscope::selection::Entity;
use asyncscope_core::units::Nanos;
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;

use super::timeline::timeline_of;
use super::{Folder, Window, names, press, rows, sample, selected_row, settle, small, window};

#[test]
fn a_time_range_filters_every_view_until_its_chip_is_removed() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num2);
    select_by_hand(&mut window, 0.0, 0.38);
    let range = window.state().state().opened().expect("open").selection.range.clone();
    let range = range.expect("a range was drawn");
    assert!(range.start < Nanos(10_000) && range.end < Nanos(2_000_000), "{range:?}");

    press(&mut window, Modifiers::NONE, Key::Num6);
    assert_eq!(names(&window), ["main", "fast", "slow"]);
    assert_eq!(rows(&window)[2], "slow, left out", "it runs later");
    let chip = window.query_all_by_label_contains("Clear Range").next().expect("a chip");
    chip.click();
    settle(&mut window);
    assert_eq!(names(&window).len(), 3);
}

/// Drags with Shift over a part of the flame chart.
fn select_by_hand(window: &mut Window, from: f32, to: f32) {
    let chart = timeline_of(window).rect();
    let at = |share: f32| {
        egui::pos2(chart.left() + 0.5 + share * (chart.width() - 1.0), chart.center().y)
    };
    let shift = Modifiers::SHIFT;
    window.event_modifiers(Event::PointerMoved(at(from)), shift);
    for (share, pressed) in [(from, true), (to, false)] {
        window.event_modifiers(Event::PointerMoved(at(share)), shift);
        let button = egui::PointerButton::Primary;
        let pos = at(share);
        window.event_modifiers(
            Event::PointerButton { pos, button, pressed, modifiers: shift },
            shift,
        );
    }
    settle(window);
}

#[test]
fn threads_are_chosen_in_the_overview_and_filter_the_views() {
    let mut window = window(&[sample("chromium-156/page-small.json")]);
    let picker = window.query_all_by_label_contains("Thread: All").next().expect("a picker");
    picker.click();
    settle(&mut window);
    let worker = window.query_all_by_label_contains("DedicatedWorker").next().expect("a worker");
    worker.click();
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Num6);
    let found = names(&window);
    assert!(found.contains(&"crunch".to_owned()), "{found:?}");
    assert!(!found.contains(&"spinThree".to_owned()), "it runs on the main thread: {found:?}");
}

#[test]
fn a_click_in_the_flame_chart_selects_in_all_views() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num2);
    let chart = timeline_of(&window).rect();
    // The outermost row is `main`, over the whole time.
    let at = chart.left_top() + vec2(chart.width() / 2.0, 6.0);
    window.hover_at(at);
    let button = egui::PointerButton::Primary;
    for pressed in [true, false] {
        let modifiers = Modifiers::NONE;
        window.event(Event::PointerButton { pos: at, button, pressed, modifiers });
    }
    settle(&mut window);
    let entity = window.state().state().opened().expect("open").selection.entity;
    assert!(matches!(entity, Some(Entity::Function(_))), "{entity:?}");
    press(&mut window, Modifiers::NONE, Key::Num6);
    assert_eq!(selected_row(&window).as_deref(), Some("main"));
}
