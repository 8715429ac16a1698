//! Back and forward through the places the user was at.

use asyncscope::document::DocumentId;
use asyncscope::filter::Filter;
use asyncscope::heap::HeapPlace;
use asyncscope::history::{History, MOST_PLACES, Place};
use asyncscope::requests::RequestPlace;
use asyncscope::selection::Selection;
use asyncscope::views::View;
use asyncscope_core::units::Nanos;
use egui::{Event, Key, Modifiers, PointerButton, Role, pos2};
use egui_kittest::kittest::Queryable as _;
use proptest::prelude::*;

use super::{Folder, Window, click, press, small, wait, window};

fn back(window: &mut Window) {
    press(window, Modifiers::ALT, Key::ArrowLeft);
}

fn forward(window: &mut Window) {
    press(window, Modifiers::ALT, Key::ArrowRight);
}

fn view(window: &Window) -> View {
    window.state().state().opened().expect("a recording").view
}

#[test]
fn back_returns_to_the_view_and_forward_to_where_back_began() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num6);
    press(&mut window, Modifiers::NONE, Key::Num5);
    assert_eq!(view(&window), View::CallTree);
    back(&mut window);
    assert_eq!(view(&window), View::Functions);
    back(&mut window);
    assert_eq!(view(&window), View::Overview);
    back(&mut window);
    assert_eq!(view(&window), View::Overview, "there is nothing before");
    forward(&mut window);
    forward(&mut window);
    forward(&mut window);
    assert_eq!(view(&window), View::CallTree);
}

#[test]
fn what_was_selected_comes_back_with_the_view() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num6);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    let first = window.state().state().opened().expect("open").selection.entity;
    assert!(first.is_some());
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::F);
    let opened = |window: &Window| window.state().state().opened().expect("open").selection.clone();
    assert_eq!(opened(&window).transforms.len(), 1, "f focuses on the function");
    back(&mut window);
    assert!(opened(&window).transforms.is_empty());
    back(&mut window);
    assert_eq!(opened(&window).entity, first);
    forward(&mut window);
    forward(&mut window);
    assert_eq!(opened(&window).transforms.len(), 1);
}

#[test]
fn buttons_of_the_mouse_and_of_the_bar_go_back_and_forward() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    let is_enabled = |window: &Window, name: &str| {
        let button = window.get_by_role_and_label(Role::Button, name);
        !egui_kittest::kittest::NodeT::accesskit_node(&button).is_disabled()
    };
    assert!(!is_enabled(&window, "Back"));
    press(&mut window, Modifiers::NONE, Key::Num6);
    assert!(is_enabled(&window, "Back") && !is_enabled(&window, "Forward"));
    for (button, expected) in
        [(PointerButton::Extra1, View::Overview), (PointerButton::Extra2, View::Functions)]
    {
        for pressed in [true, false] {
            let pos = pos2(700.0, 500.0);
            let modifiers = Modifiers::NONE;
            window.event(Event::PointerButton { pos, button, pressed, modifiers });
        }
        wait(&mut window, "the other place", |it| view(it) == expected);
    }
    click(&mut window, Role::Button, "Back");
    assert_eq!(view(&window), View::Overview);
}

#[test]
fn a_closed_recording_is_no_place_to_go_to() {
    let folder = Folder::new();
    let other = folder.file("other.cpuprofile", super::SMALL.as_bytes());
    let mut window = window(&[small(&folder), other]);
    press(&mut window, Modifiers::CTRL, Key::Tab);
    press(&mut window, Modifiers::COMMAND, Key::W);
    let left = window.state().state().shown;
    back(&mut window);
    back(&mut window);
    assert_eq!(window.state().state().shown, left);
    assert_eq!(window.state().state().documents.len(), 1);
}

fn place(document: u64, at: u64) -> Place {
    Place {
        document: DocumentId(document),
        view: View::Timeline,
        selection: Selection { shown: Some(Nanos(at)..Nanos(at + 1)), ..Selection::default() },
        functions: Filter::default(),
        spans: Filter::default(),
        tree: Filter::default(),
        search: Filter::default(),
        heap: HeapPlace::default(),
        requests: RequestPlace::default(),
        compared: None,
        diff: None,
        snapshots: None,
    }
}

#[test]
fn the_oldest_places_are_forgotten() {
    let mut history = History::default();
    for at in 0..1_000 {
        history.record(place(1, at));
        history.record(place(1, at));
    }
    let mut steps = 0;
    while history.back().is_some() {
        steps += 1;
    }
    assert_eq!(steps, MOST_PLACES - 1);
    assert_eq!(history.forward(), Some(&place(1, 1_000 - MOST_PLACES as u64 + 1)));
}

/// What is done to a history.
#[derive(Clone, Debug)]
enum Step {
    Record(u64, u64),
    Back,
    Forward,
    Forget(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0_u64..3, 0_u64..4).prop_map(|(document, at)| Step::Record(document, at)),
        2 => Just(Step::Back),
        2 => Just(Step::Forward),
        1 => (0_u64..3).prop_map(Step::Forget),
    ]
}

proptest! {
    /// Against a naive history of two stacks.
    #[test]
    fn histories_agree_with_two_stacks(steps in prop::collection::vec(step(), 0..60)) {
        let mut history = History::default();
        let (mut past, mut here, mut future) = (Vec::new(), None, Vec::new());
        for step in steps {
            match step {
                Step::Record(document, at) => {
                    let place = place(document, at);
                    history.record(place.clone());
                    if here.as_ref() != Some(&place) {
                        past.extend(here.replace(place));
                        future.clear();
                    }
                }
                Step::Back => {
                    let found = history.back().cloned();
                    let expected: Option<Place> = past.pop();
                    prop_assert_eq!(&found, &expected);
                    if expected.is_some() {
                        future.extend(std::mem::replace(&mut here, expected));
                    }
                }
                Step::Forward => {
                    let found = history.forward().cloned();
                    let expected: Option<Place> = future.pop();
                    prop_assert_eq!(&found, &expected);
                    if expected.is_some() {
                        past.extend(std::mem::replace(&mut here, expected));
                    }
                }
                Step::Forget(document) => {
                    history.forget(DocumentId(document));
                    let gone = |it: &Place| it.document != DocumentId(document);
                    past.retain(gone);
                    future.retain(gone);
                    here = here.filter(gone).or_else(|| past.pop()).or_else(|| future.pop());
                    let mut all: Vec<Place> = past.clone();
                    let middle = all.len();
                    all.extend(here.clone());
                    all.extend(future.iter().rev().cloned());
                    // Twice in a row is once: the earlier one stays.
                    let mut at = middle;
                    let mut i = 1;
                    while i < all.len() {
                        if all[i] == all[i - 1] {
                            all.remove(i);
                            at -= usize::from(at >= i);
                        } else {
                            i += 1;
                        }
                    }
                    here = all.get(at).cloned();
                    future = all.iter().skip(at + 1).rev().cloned().collect();
                    past = all.into_iter().take(at).collect();
                }
            }
            prop_assert_eq!(history.can_go_back(), !past.is_empty());
            prop_assert_eq!(history.can_go_forward(), !future.is_empty());
        }
    }
}
