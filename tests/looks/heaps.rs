//! The views of a heap snapshot, an allocation timeline and sampled allocations.

use asyncscope::actions::Action;
use asyncscope::command::Command;
use asyncscope::heap::{HeapCommand, HeapEntity, TreeName};
use asyncscope::snapshots::SnapshotsCommand;
use asyncscope::snapshots::choice::ChoiceCommand;
use asyncscope::views::View;
use asyncscope_core::analysis::heap::{HeapFacts, instances};
use asyncscope_core::model::heap::NodeIndex;
use egui::{Theme, vec2};
use support::window::{self, Window};

use super::{options, settled, take, take_in, window_in};

const HEAP: &str = "node-20/heap/leak-after.heapsnapshot.zst";
const TIMELINE: &str = "node-20/heap/leak.heaptimeline.zst";
const SAMPLED: &str = "node-20/heap/async-server.heapprofile";

fn name(view: View) -> String {
    view.name().to_lowercase()
}

fn push(window: &mut Window, command: HeapCommand) {
    window.state_mut().push(Command::Heap(command));
    window::settle(window);
}

/// An object that leaked, and its class.
fn leaked(window: &Window) -> (HeapEntity, NodeIndex) {
    let opened = window.state().state().opened().expect("open");
    let facts: &HeapFacts = opened.answers.heap.facts.value().expect("known");
    let class = facts.classes.find(",LeakedOrder");
    let named = || {
        let mut all = facts.classes.class.indices();
        all.find(|it| facts.classes.class[*it].name() == "LeakedOrder")
    };
    let class = class.or_else(named).expect("it leaked");
    // The last one is held by nothing but the map.
    let all = instances(facts, class);
    (HeapEntity::Class(class), *all.last().expect("an object"))
}

#[test]
fn a_heap() {
    let mut window = settled(&[HEAP]);
    for view in View::OF_HEAPS.into_iter().filter(|it| *it != View::Allocations) {
        window::show(&mut window, view);
        take(&mut window, &format!("heap-{}", name(view)));
    }
    window::show(&mut window, View::Dominators);
    push(&mut window, HeapCommand::AsMap(true));
    take(&mut window, "heap-map");
}

#[test]
fn what_is_selected_in_a_heap() {
    let mut window = window_in(vec2(1440.0, 900.0), options(&[HEAP]), 1.0);
    window::settle(&mut window);
    take_in(&mut window, Theme::Dark, "heap-wide-overview-dark");
    let (class, node) = leaked(&window);
    window::show(&mut window, View::Classes);
    push(&mut window, HeapCommand::Select(Some(class)));
    take(&mut window, "heap-selected-class");
    window::show(&mut window, View::Dominators);
    push(&mut window, HeapCommand::Select(Some(HeapEntity::Object(node))));
    take(&mut window, "heap-selected-object");
    push(&mut window, HeapCommand::OpenObject(node));
    push(&mut window, HeapCommand::ShowSection(TreeName::Retainers));
    take(&mut window, "heap-object-tab");
    let map = holder(&window);
    push(&mut window, HeapCommand::IgnoreObject(map));
    take_in(&mut window, Theme::Light, "heap-ignored-light");
}

/// The map that holds what leaked.
fn holder(window: &Window) -> NodeIndex {
    let opened = window.state().state().opened().expect("open");
    let facts = opened.answers.heap.object.current().expect("known");
    let map = facts.path.iter().find(|it| it.node.name == "Map" && it.dominates);
    map.expect("a map holds it").node.node
}

#[test]
fn an_allocation_timeline() {
    let mut window = settled(&[TIMELINE]);
    window::show(&mut window, View::Allocations);
    let end = {
        let opened = window.state().state().opened().expect("open");
        opened.answers.heap.bars.current().expect("known").last().expect("bars").end
    };
    let half = asyncscope_core::units::Nanos(end.0 / 2);
    push(&mut window, HeapCommand::ShowTime(Some(half..end)));
    take(&mut window, "heap-allocations");
}

#[test]
fn sampled_allocations() {
    let mut window = settled(&[SAMPLED]);
    for view in [View::Overview, View::FlameGraph, View::CallTree, View::Functions] {
        window::show(&mut window, view);
        let name = view.name().to_lowercase().replace(' ', "-");
        take_in(&mut window, Theme::Dark, &format!("sampled-{name}-dark"));
    }
}

/// The leaks of snapshots of the program that leaks in known numbers.
fn plants(numbers: &[u32]) -> Window {
    let files: Vec<String> =
        numbers.iter().map(|it| format!("leaks/plants-{it}.heapsnapshot.zst")).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let mut window = window_in(vec2(1440.0, 900.0), options(&files), 1.0);
    window::settle(&mut window);
    window.state_mut().push(Command::Run(Action::FindLeaks));
    window::settle(&mut window);
    window
}

#[test]
fn leaks_of_several_heaps() {
    let mut window = plants(&[1, 2, 3, 4]);
    take_in(&mut window, Theme::Dark, "leaks-choice-dark");
    window.state_mut().push(Command::Choice(ChoiceCommand::Open));
    window::settle(&mut window);
    take(&mut window, "leaks");
    window::show(&mut window, View::Basket);
    take(&mut window, "leaks-basket");
    window.state_mut().push(Command::Snapshots(SnapshotsCommand::AsDelta(true)));
    window.set_size(vec2(1024.0, 640.0));
    window::settle(&mut window);
    take_in(&mut window, Theme::Dark, "leaks-basket-narrow-dark");
    window::show(&mut window, View::Leaks);
    take_in(&mut window, Theme::Light, "leaks-narrow-light");
}

#[test]
fn leaks_of_one_heap() {
    let mut window = plants(&[4]);
    take_in(&mut window, Theme::Light, "leaks-one-light");
}
