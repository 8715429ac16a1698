//! What ran on both sides over time, one chart below the other.

use asyncscope::command::Command;
use asyncscope::diff::charts::{ChartColors, Link};
use asyncscope::views::View;
use egui::{Key, Modifiers, PointerButton, Role};
use egui_kittest::kittest::Queryable as _;

use super::diff::{BEFORE, comparison, diff, function, profile, push, show};
use super::{Folder, Window, click, click_at, has, press, settle, window};

/// Lets what moves come to rest.
pub(super) fn rest(window: &mut Window) {
    for _ in 0..40 {
        window.step();
    }
    settle(window);
}

/// What a chart says of itself.
fn chart_label(window: &Window, which: &str) -> String {
    super::label(&window.get_by_label_contains(&format!("Flame chart {which}, ")))
}

/// The stretch of time that a chart says it shows.
fn shown_time(window: &Window, which: &str) -> String {
    let label = chart_label(window, which);
    let rest = label.split_once(", ").map_or("", |it| it.1);
    rest.split(';').next().unwrap_or("").to_owned()
}

/// Clicks a box of a chart: where it is of all that is shown, and in which row.
fn click_box(window: &mut Window, which: &str, share: f32, row: f32) {
    let canvas = window.get_by_label_contains(&format!("Flame chart {which}, ")).rect();
    let x = canvas.left() + canvas.width() * share;
    click_at(window, egui::pos2(x, canvas.top() + 17.0 * (row + 0.5)), PointerButton::Primary);
    rest(window);
}

#[test]
fn charts_side_by_side_share_the_axis_and_what_is_selected() {
    let folder = Folder::new();
    let mut window = comparison(&folder);
    show(&mut window, View::DiffCharts);
    rest(&mut window);
    // 160 ms before and 240 ms after: both axes are as long as the longer one.
    let whole = shown_time(&window, "before");
    assert!(whole.contains("0.24"), "{whole}");
    assert_eq!(shown_time(&window, "after"), whole);
    // `parse` ran from 0 to 100 ms before; it is selected in both, by its own number in each.
    click_box(&mut window, "before", 0.2, 1.0);
    assert_eq!(function(&window).as_deref(), Some("parse"));
    assert!(chart_label(&window, "before").contains("selected parse, 100"), "the box itself");
    press(&mut window, Modifiers::NONE, Key::W);
    rest(&mut window);
    let zoomed = shown_time(&window, "before");
    assert_ne!(zoomed, whole);
    assert_eq!(shown_time(&window, "after"), zoomed, "both are zoomed");
    press(&mut window, Modifiers::NONE, Key::Num0);
    rest(&mut window);
    assert_eq!(shown_time(&window, "after"), whole);
}

#[test]
fn charts_are_set_free_and_linked_by_a_function_with_a_key() {
    let folder = Folder::new();
    let after: &[(&[&str], usize)] = &[(&["main", "fresh"], 90), (&["main", "parse"], 110)];
    let before = folder.file("before.cpuprofile", profile(BEFORE).as_bytes());
    let after = folder.file("after.cpuprofile", profile(after).as_bytes());
    let mut window = window(&[before, after]);
    click(&mut window, Role::Button, "Compare");
    show(&mut window, View::DiffCharts);
    rest(&mut window);
    click_box(&mut window, "before", 0.2, 1.0);
    assert_eq!(function(&window).as_deref(), Some("parse"));
    press(&mut window, Modifiers::NONE, Key::L);
    rest(&mut window);
    assert_eq!(diff(&window).place.charts.link, Link::Function);
    // `parse` is first called at 0 before, and 90 ms later after: so stand the charts.
    let start = |window: &Window, which: &str| -> f64 {
        let said = shown_time(window, which);
        let said = said.split('–').next().expect("a start").replace('−', "-");
        said.trim().parse().unwrap_or_else(|_| panic!("{said}"))
    };
    for _ in 0..2 {
        press(&mut window, Modifiers::NONE, Key::W);
        rest(&mut window);
    }
    press(&mut window, Modifiers::NONE, Key::D);
    rest(&mut window);
    let apart = start(&window, "after") - start(&window, "before");
    assert!((apart - 0.09).abs() < 0.002, "{apart}");
    press(&mut window, Modifiers::NONE, Key::L);
    assert_eq!(diff(&window).place.charts.link, Link::Free);
    press(&mut window, Modifiers::NONE, Key::Num0);
    rest(&mut window);
    let (before, after) = (shown_time(&window, "before"), shown_time(&window, "after"));
    press(&mut window, Modifiers::NONE, Key::W);
    rest(&mut window);
    assert_eq!(shown_time(&window, "after"), after, "only the chart that was clicked moves");
    assert_ne!(shown_time(&window, "before"), before);
}

#[test]
fn one_search_finds_boxes_in_both_charts() {
    let folder = Folder::new();
    let mut window = comparison(&folder);
    show(&mut window, View::DiffCharts);
    push(&mut window, Command::Filter(View::DiffCharts, "parse, fresh".to_owned()));
    assert!(has(&window, "1 match before, 2 matches after"));
    press(&mut window, Modifiers::NONE, Key::C);
    assert_eq!(diff(&window).place.charts.colors, ChartColors::Difference);
}
