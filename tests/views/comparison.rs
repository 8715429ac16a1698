//! Two heaps compared, held to what the leaking program planted and to Chrome DevTools' totals.

use asyncscope::command::Command;
use asyncscope::compared::ComparedCommand;
use asyncscope::heap::HeapEntity;
use asyncscope::views::View;
use asyncscope_core::analysis::heap::MatchedBy;
use egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;

use super::{Folder, Window, click, has, names, press, rows, sample, settle, wait, window};

fn files() -> [std::path::PathBuf; 2] {
    ["leak-after", "leak-before"]
        .map(|it| sample("node-20/heap").join(format!("{it}.heapsnapshot.zst")))
}

/// The comparison of both samples, opened the wrong way round.
fn comparison() -> Window {
    let mut window = window(&files());
    click(&mut window, Role::Button, "Compare");
    window
}

fn totals() -> serde_json::Value {
    let text = std::fs::read_to_string(sample("heap-truth.json")).expect("a file");
    let truth: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    truth["comparison"]["totals"].clone()
}

#[test]
fn the_snapshot_that_was_taken_first_is_the_earlier_one() {
    let window = comparison();
    let named = "leak-after.heapsnapshot.zst after leak-before.heapsnapshot.zst";
    assert!(has(&window, named));
    assert!(has(&window, "by object id, as in one process"));
    let totals = totals();
    let number = |key: &str| totals[key].as_u64().expect("a number");
    let grouped = |it: u64| asyncscope_core::units::Count(it).to_string();
    let (new, gone) = (grouped(number("added_count")), grouped(number("removed_count")));
    assert!(has(&window, &format!("{new} objects new, {gone} freed")));
}

#[test]
fn planted_objects_stand_in_the_tabs_of_what_became_of_them() {
    let mut window = comparison();
    let all = rows(&window);
    let leaked = all.iter().find(|it| it.starts_with("LeakedOrder, ")).expect("the leak");
    assert!(leaked.contains("300 new, 0 freed"), "{leaked}");
    let tab = |window: &mut Window, name: &str| {
        let tabs = window.query_all_by_role(Role::RadioButton);
        let tab = tabs.into_iter().find(|it| super::label(it).starts_with(name));
        tab.unwrap_or_else(|| panic!("no tab {name}")).click();
        settle(window);
        names(window)
    };
    let gone = tab(&mut window, "Gone");
    assert!(gone.contains(&"TransientRow".to_owned()), "{gone:?}");
    assert!(!gone.contains(&"LeakedOrder".to_owned()));
    let new = tab(&mut window, "New");
    assert!(new.contains(&"LeakedOrder".to_owned()), "{new:?}");
    assert!(!new.contains(&"TransientRow".to_owned()));
    let shrunk = tab(&mut window, "Shrunk");
    assert!(shrunk.contains(&"TransientRow".to_owned()), "{shrunk:?}");
}

#[test]
fn why_new_objects_are_alive_is_told_and_leads_to_them() {
    let mut window = comparison();
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.event(Event::Text("LeakedOrder".to_owned()));
    settle(&mut window);
    assert_eq!(names(&window), ["LeakedOrder"]);
    window.get_by_role(Role::Row).click();
    settle(&mut window);
    assert!(has(&window, "Why the new ones are alive"));
    assert!(has(&window, "300 objects by __leak of"), "the way ends at the global that holds it");
    let first = window.query_all_by_label_contains("LeakedOrder @").next().expect("an object");
    first.click();
    settle(&mut window);
    let opened = window.state().state().opened().expect("a heap");
    assert_eq!(opened.view, View::Object, "the object is shown in its own snapshot");
    assert!(matches!(opened.heap.place.selected, Some(HeapEntity::Object(_))));
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    let opened = window.state().state().opened().expect("the comparison");
    assert_eq!(opened.view, View::Changes, "back leads to the comparison");
}

#[test]
fn sides_are_swapped_with_all_numbers() {
    let mut window = comparison();
    click(&mut window, Role::Button, "Swap");
    assert!(has(&window, "leak-before.heapsnapshot.zst after leak-after.heapsnapshot.zst"));
    let all = rows(&window);
    let gone: Vec<&String> = all.iter().filter(|it| it.contains("0 new, 300 freed")).collect();
    let all_rows = window.state().state().opened().expect("it").compared.as_ref().expect("it");
    let list = all_rows.answers.list.value().expect("a list");
    let leaked = list.found.classes.iter().find(|it| it.class.name() == "LeakedOrder");
    let leaked = leaked.expect("the class");
    assert_eq!((leaked.new.len(), leaked.gone.len()), (0, 300), "{gone:?}");
}

#[test]
fn growth_is_a_map_that_keys_zoom() {
    let mut window = comparison();
    press(&mut window, Modifiers::NONE, Key::Num2);
    let map = window.get_by_label_contains("Map of growth");
    map.focus();
    settle(&mut window);
    for key in [Key::ArrowDown, Key::Enter] {
        press(&mut window, Modifiers::NONE, key);
    }
    let root = |window: &Window| {
        let opened = window.state().state().opened().expect("it");
        opened.compared.as_ref().expect("it").place.map_root
    };
    assert!(root(&window).is_some());
    press(&mut window, Modifiers::NONE, Key::Num0);
    assert_eq!(root(&window), None);
}

#[test]
fn two_heaps_that_are_dropped_together_are_compared_if_that_is_meant() {
    let mut window = window(&[]);
    window.state_mut().push(Command::OpenDropped(files().to_vec()));
    wait(&mut window, "the question", |it| it.state().state().overlay.is_some());
    settle(&mut window);
    assert!(has(&window, "Compare both heaps?"));
    let ids: Vec<_> = window.state().state().documents.iter().map(|it| it.id).collect();
    window.state_mut().push(Command::Compare(ids[0], ids[1]));
    settle(&mut window);
    assert!(has(&window, "The heap grew by"));
}

#[test]
fn few_matched_objects_are_warned_of_and_may_be_matched_by_path() {
    let folder = Folder::new();
    let heap = |first, name| heap(&folder, first, name);
    let mut window = window(&[heap(1, "one.heapsnapshot"), heap(1001, "two.heapsnapshot")]);
    click(&mut window, Role::Button, "Compare");
    assert!(has(&window, "Less than half of the objects are in both"));
    click(&mut window, Role::Button, "Match by class and path");
    let opened = window.state().state().opened().expect("it");
    let compared = opened.compared.as_ref().expect("it");
    assert_eq!(compared.place.by, MatchedBy::Path);
    assert!(has(&window, "Nothing changed"), "by what they are, the heaps are the same");
    assert!(!has(&window, "Less than half"));
    window.state_mut().push(Command::Compared(ComparedCommand::MatchBy(MatchedBy::Id)));
    settle(&mut window);
    assert!(has(&window, "Less than half of the objects are in both"));
}

/// A heap of a program of its own: ids begin at `first`, so that every id means something else.
pub(super) fn heap(folder: &Folder, first: u64, name: &str) -> std::path::PathBuf {
    let ids: Vec<u64> = (0..4).map(|it| first + 2 * it).collect();
    let nodes = format!(
        "9,1,{},0,1,0,0, 3,2,{},16,2,0,0, 3,3,{},32,0,0,0, 3,3,{},32,0,0,0",
        ids[0], ids[1], ids[2], ids[3]
    );
    let text = format!(
        r#"{{"snapshot":{{"meta":{{"node_fields":["type","name","id","self_size","edge_count","trace_node_id","detachedness"],
"node_types":[["hidden","array","string","object","code","closure","regexp","number","native","synthetic"],"string","number","number","number","number","number"],
"edge_fields":["type","name_or_index","to_node"],"edge_types":[["context","element","property","internal","hidden","shortcut","weak"],"string_or_number","node"]}},
"node_count":4,"edge_count":3}},
"nodes":[{nodes}],"edges":[5,4,7, 2,5,14, 2,6,21],
"strings":["","","Window","Item","global","a","b"]}}"#
    );
    folder.file(name, text.as_bytes())
}
