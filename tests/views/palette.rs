//! The command palette: it finds everything, and does what it says.

use asyncscope::palette::{fuzzy, time};
use asyncscope::selection::Entity;
use asyncscope::views::View;
use asyncscope_core::units::Nanos;
use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use proptest::prelude::*;

use super::{Folder, Window, has, press, sample, settle, small, window};

const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

fn open(window: &mut Window) {
    press(window, CTRL_SHIFT, Key::P);
}

fn type_text(window: &mut Window, text: &str) {
    window.event(egui::Event::Text(text.to_owned()));
    settle(window);
}

fn entries(window: &Window) -> Vec<String> {
    let entries = window.query_all_by_role(Role::ListBoxOption);
    entries.map(|it| it.accesskit_node().label().unwrap_or_default()).collect()
}

fn chosen(window: &Window) -> Option<String> {
    let mut entries = window.query_all_by_role(Role::ListBoxOption);
    let chosen = entries.find(|it| it.accesskit_node().is_selected() == Some(true))?;
    chosen.accesskit_node().label()
}

#[test]
fn a_few_letters_find_a_view_and_enter_shows_it() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    open(&mut window);
    type_text(&mut window, "caltr");
    assert_eq!(chosen(&window).as_deref(), Some("Show call tree"));
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(window.state().state().palette.is_none());
    assert_eq!(window.state().state().opened().expect("open").view, View::CallTree);
}

#[test]
fn functions_are_found_in_the_background_and_selected() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    open(&mut window);
    type_text(&mut window, "@slo");
    assert_eq!(entries(&window), ["slow"]);
    assert!(has(&window, "left/pad.js") || !entries(&window).is_empty());
    press(&mut window, Modifiers::NONE, Key::Enter);
    let opened = window.state().state().opened().expect("open");
    let Some(Entity::Function(frame)) = opened.selection.entity else { panic!("no function") };
    assert_eq!(opened.recording.frame_name(frame), "slow");
    assert_eq!(opened.view, View::Functions);
}

#[test]
fn arrows_choose_and_escape_closes_without_doing_anything() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    open(&mut window);
    type_text(&mut window, "show");
    let all = entries(&window);
    assert!(all.len() > 2, "{all:?}");
    assert_eq!(chosen(&window).as_ref(), all.first());
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(chosen(&window).as_ref(), all.get(1));
    press(&mut window, Modifiers::NONE, Key::ArrowUp);
    assert_eq!(chosen(&window).as_ref(), all.first());
    let before = window.state().state().opened().expect("open").view;
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.state().state().palette.is_none());
    assert_eq!(window.state().state().opened().expect("open").view, before);
}

#[test]
fn threads_and_operations_are_found_by_ctrl_p() {
    let mut window = window(&[sample("chromium-156/page-small.json")]);
    press(&mut window, Modifiers::COMMAND, Key::P);
    type_text(&mut window, "worker");
    let found = entries(&window);
    assert!(found.iter().any(|it| it.contains("DedicatedWorker")), "{found:?}");
    press(&mut window, Modifiers::NONE, Key::Enter);
    let opened = window.state().state().opened().expect("open");
    let thread = opened.selection.sole_thread().expect("one thread");
    assert!(opened.recording.thread_name(thread).contains("Worker"));
}

#[test]
fn a_time_is_gone_to_and_a_range_is_selected() {
    let mut window = window(&[sample("chromium-156/page-small.json")]);
    open(&mut window);
    type_text(&mut window, ":100ms");
    press(&mut window, Modifiers::NONE, Key::Enter);
    let opened = window.state().state().opened().expect("open");
    assert_eq!(opened.view, View::Timeline);
    assert_eq!(opened.selection.range, None);
    let shown = opened.selection.shown.clone().expect("a part");
    assert!(shown.contains(&Nanos(100_000_000)), "{shown:?}");
    open(&mut window);
    type_text(&mut window, ":0.1-0.2");
    press(&mut window, Modifiers::NONE, Key::Enter);
    let range = window.state().state().opened().expect("open").selection.range.clone();
    assert_eq!(range, Some(Nanos(100_000_000)..Nanos(200_000_000)));
}

#[test]
fn without_a_recording_actions_are_found_and_nonsense_is_said() {
    let mut window = window(&[]);
    open(&mut window);
    type_text(&mut window, "keyboard");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(has(&window, "Keyboard shortcuts"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    open(&mut window);
    type_text(&mut window, "qqqzzzxx");
    assert!(has(&window, "0 results") || entries(&window).is_empty());
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(window.state().state().palette.is_some(), "typing goes on");
}

#[test]
fn times_are_read_as_people_write_them() {
    let ten = Nanos(10_000_000_000);
    let at = |text: &str| time::parse(text, ten);
    let middle = |text: &str| at(text).map(|it| it.start.0 / 2 + it.end.0 / 2);
    for text in ["1.5", "1.5s", "1500ms", " 1.5 s", "1500000us"] {
        assert_eq!(middle(text), Some(1_500_000_000), "{text}");
    }
    assert_eq!(at("1.2-3.4"), Some(Nanos(1_200_000_000)..Nanos(3_400_000_000)));
    assert_eq!(at("500ms..2s"), Some(Nanos(500_000_000)..Nanos(2_000_000_000)));
    assert_eq!(at("9-20"), Some(Nanos(9_000_000_000)..ten), "no further than the end");
    for nonsense in ["", "x", "1..", "3-1", "11", "1.2.3", "-"] {
        assert_eq!(at(nonsense), None, "{nonsense}");
    }
}

#[test]
fn better_fits_stand_first() {
    let order = |typed: &str, texts: &[&str]| {
        let scores: Vec<_> =
            texts.iter().map(|it| fuzzy::find(typed, it).expect(it).score).collect();
        assert!(scores.is_sorted_by(|a, b| a > b), "{typed}: {texts:?} have {scores:?}");
    };
    order("time", &["timeline", "listOnTimeout", "tarnish items please"]);
    order("ct", &["computeTotals", "connect"]);
    order("total", &["total", "totals", "computeTotals", "to the alley"]);
    let found = fuzzy::find("cptot", "computeTotals").expect("it fits");
    assert_eq!(found.letters, [0, 3, 7, 8, 9], "c, p, T, o, t");
    assert_eq!(fuzzy::find("time show", "Show timeline").map(|it| it.letters.len()), Some(8));
    assert_eq!(fuzzy::find(" ", "anything").map(|it| it.score), Some(0), "all fit alike");
    assert_eq!(fuzzy::find("xyz", "zyx"), None);
}

proptest! {
    /// What is found spells what was typed, and nothing that fits is missed.
    #[test]
    fn letters_spell_what_was_typed(typed in "[a-cA-C]{0,5}", text in "[a-cA-C_ é]{0,12}") {
        let small = |it: &str| it.to_lowercase();
        let mut rest = small(&text).chars().collect::<Vec<_>>().into_iter();
        let fits = small(&typed).chars().all(|letter| rest.any(|it| it == letter));
        let found = fuzzy::find(&typed, &text);
        prop_assert_eq!(found.is_some(), fits);
        if let Some(found) = found {
            prop_assert!(found.letters.is_sorted_by(|a, b| a < b));
            let chars: Vec<char> = small(&text).chars().collect();
            let spelt: String = found.letters.iter().map(|it| chars[*it]).collect();
            prop_assert_eq!(spelt, small(&typed));
        }
    }
}
