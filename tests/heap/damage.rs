//! Damaged snapshots: never a panic, never silence.

use std::io::Cursor;
use std::path::Path;

use asyncscope_core::error::LoadError;
use asyncscope_core::load::{LoadOptions, load_reader};
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;
use proptest::prelude::*;
use support::heaps::{OpenHeap, snapshot_text};

const SMALL: &str = "1 synthetic root 0
  shortcut global 3
  element 1 7
3 object Window 10
  property a 5
  element 2 5
5 object Foo 20
  weak w 3
7 synthetic groups 0
  internal x 5";

fn open(json: &str) -> Result<Recording, LoadError> {
    let bytes = Cursor::new(json.as_bytes().to_vec());
    load_reader(bytes, Path::new("test"), &LoadOptions::default(), &Task::default())
}

/// What is said of `json`.
fn said(json: &str) -> String {
    match open(json) {
        Ok(recording) => {
            recording.heap.map(OpenHeap::new);
            recording.warnings.iter().map(|it| format!("{it}\n")).collect()
        }
        Err(error) => error.to_string(),
    }
}

#[track_caller]
fn check(from: &str, to: &str, expected: &str) {
    let json = snapshot_text(SMALL);
    assert!(json.contains(from), "{from} in {json}");
    let said = said(&json.replacen(from, to, 1));
    assert!(said.contains(expected), "{said}");
}

#[test]
fn a_sound_one_says_nothing() {
    assert_eq!(said(&snapshot_text(SMALL)), "");
}

#[test]
fn wrong_references_are_left_out_and_told() {
    check("[5,2,5,", "[5,2,500,", "lead to no node");
    check("[5,2,5,", "[5,2,6,", "lead to no node");
    check("[5,2,5,", "[5,2,-5,", "to_node -5");
    check("[5,2,5,", "[5,99,5,", "string 99 of");
    check("[5,2,5,", "[99,2,5,", "type 99");
}

#[test]
fn a_file_without_any_text_is_no_sound_one() {
    let json = snapshot_text(SMALL);
    let strings = json.find("\"strings\":").expect("texts");
    let said = said(&format!("{}\"strings\":[]}}", &json[..strings]));
    assert!(said.contains("string 1 of 0"), "{said}");
}

/// The same snapshot with a list of locations.
fn with_locations(locations: &str) -> String {
    let fields = r#""location_fields":["object_index","script_id","line","column"],"edge_fields""#;
    let json = snapshot_text(SMALL).replacen("\"edge_fields\"", fields, 1);
    json.replacen("\"strings\":", &format!("\"locations\":{locations},\"strings\":"), 1)
}

#[test]
fn locations_stand_by_node_and_the_later_counts() {
    let recording = open(&with_locations("[10,1,2,3,\n5,4,5,6,\n10,7,8,9]")).expect("sound");
    assert!(recording.warnings.is_empty(), "{:?}", recording.warnings);
    let graph = recording.heap.expect("a heap");
    let found: Vec<_> = graph.locations.iter().collect();
    let found = found.iter().map(|it| (it.node, it.script_id, it.line, it.column));
    assert!(found.eq([(1, 4, 5, 6), (2, 7, 8, 9)]));
}

#[test]
fn what_is_wrong_with_locations_costs_only_them() {
    for (locations, expected) in [
        ("null", "sections beside the graph are damaged"),
        ("[5,7,3]", "location is cut"),
        ("[6,7,3,4]", "belong to no node"),
        ("[500,7,3,4]", "belong to no node"),
        ("[5,7,-3,4]", "out of range"),
        ("[5,7,5000000000,4]", "out of range"),
        ("[5,7,true,4]", "sections beside the graph are damaged"),
    ] {
        let recording = open(&with_locations(locations)).expect("a graph");
        let said: String = recording.warnings.iter().map(|it| format!("{it}\n")).collect();
        assert!(said.contains(expected), "{locations}: {said}");
        assert_eq!(recording.warnings.len(), 1, "{locations}: {said}");
        let graph = recording.heap.expect("a heap");
        assert_eq!(graph.strings.len(), 9, "{locations}: the texts behind them are read");
    }
}

#[test]
fn counts_are_never_believed() {
    check("\"node_count\":4", "\"node_count\":4000000000", "`node_count` is 4000000000, found 4");
    check("\"edge_count\":6", "\"edge_count\":null", "`edge_count` is null, found 6");
}

#[test]
fn every_order_of_sections_gives_the_same_graph() {
    let json = snapshot_text(SMALL);
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let plain = open(&json).expect("sound").heap.expect("a heap");
    let names = ["strings", "edges", "nodes", "snapshot"];
    let sections: Vec<String> = names.iter().map(|it| format!("\"{it}\":{}", value[*it])).collect();
    let other = open(&format!("{{{}}}", sections.join(","))).expect("sound");
    assert!(other.warnings.is_empty(), "{:?}", other.warnings);
    let other = other.heap.expect("a heap");
    assert_eq!(other.edges.to, plain.edges.to);
    assert_eq!(other.nodes.id, plain.nodes.id);
}

#[test]
fn a_cut_file_says_so_wherever_it_is_cut() {
    let json = snapshot_text(SMALL);
    for end in 1..json.len() {
        assert!(!said(&json[..end]).is_empty(), "cut after {end} bytes");
    }
}

#[test]
fn numbers_past_32_bits_are_kept() {
    let json = snapshot_text(
        "1 synthetic root 0\n  shortcut g 6000000001\n6000000001 object Foo 5000000000",
    );
    let heap = support::heaps::open_text(json);
    assert_eq!(heap.graph.nodes.id.get(1), 6_000_000_001);
    assert_eq!(heap.tree.total(&heap.graph), 5_000_000_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Bytes changed anywhere give an error or a graph that every analysis can stand.
    #[test]
    fn changed_bytes_never_panic(changes in prop::collection::vec((0..2_000_usize, any::<u8>()), 1..6)) {
        let mut json = snapshot_text(SMALL).into_bytes();
        for (at, byte) in changes {
            let at = at % json.len();
            json[at] = byte;
        }
        let bytes = Cursor::new(json);
        let read = load_reader(bytes, Path::new("test"), &LoadOptions::default(), &Task::default());
        if let Ok(recording) = read && let Some(graph) = recording.heap {
            OpenHeap::new(graph);
        }
    }
}
