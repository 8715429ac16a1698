//! Tabs that split, move, close and come back, and are remembered.

use asyncscope::WorkbenchOptions;
use asyncscope::arrangement::{Arrangement, Arrangements, Direction, Group, Node};
use asyncscope::kind::Kind;
use asyncscope::views::View;
use egui::{Event, Key, Modifiers, Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use proptest::prelude::*;

use super::{Folder, Window, click, press, settle, small, wait, window, window_of};

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

fn arrangement(window: &Window) -> &Arrangement {
    window.state().state().arrangement()
}

fn active(window: &Window) -> View {
    window.state().state().opened().expect("a recording").view
}

/// The views whose tabs are selected.
fn selected_tabs(window: &Window) -> Vec<String> {
    let tabs = window.query_all_by_role(Role::Tab);
    let tabs = tabs.filter(|it| it.accesskit_node().is_selected() == Some(true));
    let names = tabs.map(|it| it.accesskit_node().label().unwrap_or_default());
    names.filter(|it| View::OF_RECORDINGS.iter().any(|view| view.name() == it)).collect()
}

#[test]
fn a_view_beside_another_shows_both_and_both_are_answered() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num6);
    press(&mut window, CTRL, Key::Backslash);
    assert_eq!(selected_tabs(&window).len(), 2);
    assert_eq!(selected_tabs(&window)[1], "Functions");
    press(&mut window, Modifiers::NONE, Key::Num5);
    let tables = window.query_all_by_role(Role::Table).count();
    assert_eq!(tables, 2, "call tree and functions");
    let (tree, list) = {
        let rect = |name| window.get_by_role_and_label(Role::Table, name).rect();
        (rect("Call tree"), rect("Functions"))
    };
    assert!(tree.right() <= list.left(), "{tree} and {list}");
    assert_eq!(super::names(&window).len(), 3 + 3, "each has three functions");
}

#[test]
fn plain_keys_go_to_the_view_that_was_chosen_last() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num6);
    press(&mut window, CTRL_SHIFT, Key::Backslash);
    press(&mut window, Modifiers::NONE, Key::Num5);
    assert_eq!(active(&window), View::CallTree);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    let tree = window.state().state().opened().expect("open").tree.selected;
    assert!(tree.is_some(), "the arrow went to the call tree");
    let list = window.get_by_role_and_label(Role::Table, "Functions").rect();
    for pressed in [true, false] {
        let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
        let pos = list.right_bottom() - vec2(40.0, 4.0);
        window.event(Event::PointerMoved(pos));
        window.event(Event::PointerButton { pos, button, pressed, modifiers });
    }
    settle(&mut window);
    assert_eq!(active(&window), View::Functions, "a click into a view gives it the keys");
}

#[test]
fn tabs_are_gone_through_closed_and_shown_again() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, CTRL, Key::PageUp);
    assert_eq!(Some(&active(&window)), Kind::Profile.views().last());
    press(&mut window, CTRL, Key::PageDown);
    press(&mut window, CTRL, Key::PageDown);
    assert_eq!(active(&window), View::Timeline);
    press(&mut window, CTRL_SHIFT, Key::W);
    assert_eq!(active(&window), View::FlameGraph);
    assert!(window.query_by_role_and_label(Role::Tab, "Timeline").is_none());
    press(&mut window, Modifiers::NONE, Key::Num2);
    assert_eq!(active(&window), View::Timeline);
    assert_eq!(arrangement(&window).open(), Kind::Profile.views(), "in its place again");
    for _ in 0..20 {
        press(&mut window, CTRL_SHIFT, Key::W);
    }
    assert_eq!(arrangement(&window).open().len(), 1, "one view stays");
}

#[test]
fn a_tab_that_is_dragged_to_the_edge_splits_the_window() {
    let folder = Folder::new();
    let mut window = window(&[small(&folder)]);
    press(&mut window, Modifiers::NONE, Key::Num2);
    let from = window.get_by_role_and_label(Role::Tab, "Functions").rect().center();
    let to = egui::pos2(1400.0, 500.0);
    let button = egui::PointerButton::Primary;
    let modifiers = Modifiers::NONE;
    window.event(Event::PointerMoved(from));
    window.step();
    window.event(Event::PointerButton { pos: from, button, pressed: true, modifiers });
    window.step();
    for share in [0.1, 0.5, 0.9, 1.0] {
        window.event(Event::PointerMoved(from + (to - from) * share));
        window.step();
    }
    window.event(Event::PointerButton { pos: to, button, pressed: false, modifiers });
    settle(&mut window);
    let Node::Split(Direction::Row, parts) = arrangement(&window).root() else {
        panic!("{:?}", arrangement(&window));
    };
    let alone = Group { views: vec![View::Functions], shown: View::Functions };
    assert_eq!(parts[1].1, Node::Tabs(alone));
    assert_eq!(arrangement(&window).visible(), [View::Timeline, View::Functions]);
    click(&mut window, Role::Tab, "Timeline");
    press(&mut window, Modifiers::NONE, Key::Num6);
    press(&mut window, CTRL_SHIFT, Key::PageDown);
    assert!(!arrangement(&window).is_split(), "moved back, its group is gone");
}

#[test]
fn the_arrangement_is_remembered() {
    let folder = Folder::new();
    let session = folder.0.path().join("session");
    let options = |files: Vec<_>| WorkbenchOptions {
        files,
        session: Some(session.clone()),
        ..WorkbenchOptions::default()
    };
    let mut first = window_of(vec2(1440.0, 900.0), options(vec![small(&folder)]));
    settle(&mut first);
    press(&mut first, CTRL, Key::Backslash);
    press(&mut first, Modifiers::NONE, Key::Num3);
    press(&mut first, CTRL_SHIFT, Key::W);
    wait(&mut first, "the session file", |_| session.is_file());
    settle(&mut first);
    let before = arrangement(&first).clone();
    assert!(before.is_split() && before.open().len() == Kind::Profile.views().len() - 1);
    wait(&mut first, "the end of saving", |it| {
        std::fs::read(&session).is_ok_and(|bytes| {
            let text = it.state().state().remembered.session.arrangement.clone();
            bytes.windows(text.len()).any(|it| it == text.as_bytes())
        })
    });
    let mut second = window_of(vec2(1440.0, 900.0), options(vec![small(&folder)]));
    settle(&mut second);
    assert_eq!(arrangement(&second).open(), before.open());
    assert!(arrangement(&second).is_split());
}

/// The text of arrangements of which one is unusual.
fn unusual_text() -> String {
    let mut all = Arrangements::default();
    all.of_mut(Kind::Heap).split(View::Classes, Direction::Row);
    all.to_text()
}

#[test]
fn damaged_texts_give_the_usual_arrangements() {
    let cut = &unusual_text()[..20];
    let deep = format!("{}{}", r#"{"root":"#.to_owned() + &r#"{"row":[[1,"#.repeat(5000), "]");
    let no_view = r#"{"root":{"tabs":{"views":["gone"],"shown":"gone"}},"closed":[]}"#;
    for text in ["", "null", "{}", cut, &deep, no_view] {
        assert_eq!(Arrangements::from_text(text), Arrangements::default(), "{text:.40}");
    }
}

#[test]
fn views_that_an_old_text_does_not_know_open() {
    let text = r#"{"root":{"tabs":{"views":["call-tree","overview"],"shown":"overview"}},
        "closed":["sandwich"]}"#;
    let arrangements = Arrangements::from_text(text);
    let arrangement = arrangements.of(Kind::Recording);
    let mut open = arrangement.open();
    assert_eq!(arrangement.visible(), [View::Overview]);
    assert_eq!(open.len(), Kind::Recording.views().len() - 1);
    open.retain(|it| *it == View::Sandwich);
    assert!(open.is_empty(), "it was closed by hand");
    assert_eq!(*arrangements.of(Kind::Heap), Arrangement::usual(Kind::Heap));
}

#[test]
fn each_kind_of_document_has_the_views_that_fit_it() {
    for kind in Kind::ALL {
        let open = Arrangement::usual(kind).open();
        assert!(open.iter().all(|it| it.fits(kind)), "{kind:?}: {open:?}");
        assert_eq!(Arrangement::usual(kind).visible(), [kind.first_view()]);
        let mut arrangement = Arrangement::usual(kind);
        for view in View::ALL {
            arrangement.show(view, kind.first_view());
            assert_eq!(arrangement.open().contains(&view), view.fits(kind), "{kind:?} {view:?}");
        }
    }
    assert_eq!(Kind::HeapTimeline.views()[0], View::HeapOverview, "the heap before its stacks");
    assert!(!View::Timeline.fits(Kind::Allocations), "allocations have no moments");
    assert!(!View::Allocations.fits(Kind::Heap), "it tells no moments of allocations");
}

#[derive(Clone, Debug)]
enum Step {
    Show(View, View),
    Close(View),
    Split(View, Direction),
    Move(View),
}

fn steps(kind: Kind) -> impl Strategy<Value = (Kind, Vec<Step>)> {
    (Just(kind), prop::collection::vec(step(kind), 0..40))
}

fn step(kind: Kind) -> impl Strategy<Value = Step> {
    let any_view = move || prop::sample::select(kind.views());
    let direction = prop::sample::select(vec![Direction::Row, Direction::Column]);
    prop_oneof![
        (any_view(), any_view()).prop_map(|(view, beside)| Step::Show(view, beside)),
        any_view().prop_map(Step::Close),
        (any_view(), direction).prop_map(|(view, it)| Step::Split(view, it)),
        any_view().prop_map(Step::Move),
    ]
}

fn check(node: &Node, depth: usize) {
    match node {
        Node::Tabs(group) => assert!(group.views.contains(&group.shown)),
        Node::Split(direction, parts) => {
            assert!(parts.len() > 1 && depth < View::OF_RECORDINGS.len());
            for (share, part) in parts {
                assert!(share.is_finite() && *share > 0.0);
                assert!(!matches!(part, Node::Split(inner, _) if inner == direction));
                check(part, depth + 1);
            }
        }
    }
}

proptest! {
    #[test]
    fn arrangements_stay_sound(
        (kind, steps) in prop::sample::select(Kind::ALL.to_vec()).prop_flat_map(steps),
    ) {
        let mut arrangement = Arrangement::usual(kind);
        for step in steps {
            match step {
                Step::Show(view, beside) => {
                    arrangement.show(view, beside);
                    prop_assert!(arrangement.visible().contains(&view));
                }
                Step::Close(view) => {
                    let next = arrangement.close(view);
                    prop_assert!(next.is_none_or(|it| arrangement.visible().contains(&it)));
                }
                Step::Split(view, direction) => {
                    arrangement.split(view, direction);
                }
                Step::Move(view) => arrangement.move_to_next_group(view),
            }
            check(arrangement.root(), 0);
            let mut open = arrangement.open();
            prop_assert!(!open.is_empty());
            let n = open.len();
            open.sort_by_key(|it| it.key());
            open.dedup();
            prop_assert_eq!(open.len(), n, "no view twice");
            let mut all = Arrangements::default();
            *all.of_mut(kind) = arrangement.clone();
            let text = all.to_text();
            let again = Arrangements::from_text(&text);
            if text.is_empty() {
                prop_assert_eq!(n, kind.views().len(), "only which is shown is forgotten");
            } else {
                prop_assert_eq!(again, all);
            }
        }
    }
}
