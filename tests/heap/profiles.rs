//! Sampled allocations.

use std::io::Cursor;
use std::path::Path;

use asyncscope_core::analysis::{Selection, functions, weigh};
use asyncscope_core::load::{LoadOptions, load, load_reader};
use asyncscope_core::model::{ProfileKind, Recording};
use asyncscope_core::task::Task;
use asyncscope_core::units::WeightUnit;
use serde_json::Value;

fn open(json: &str) -> Recording {
    let bytes = Cursor::new(json.as_bytes().to_vec());
    let read = load_reader(bytes, Path::new("test"), &LoadOptions::default(), &Task::default());
    read.unwrap_or_else(|error| panic!("{error}"))
}

/// Own and total bytes of each function.
fn rows(recording: &Recording) -> Vec<(String, u64, u64)> {
    let task = Task::default();
    let weighed = weigh(recording, &Selection::default(), &task).expect("not cancelled");
    assert_eq!(weighed.unit, WeightUnit::Bytes);
    let rows = functions(recording, &weighed, &task).expect("not cancelled");
    let mut rows: Vec<_> = rows
        .iter()
        .map(|it| (recording.frame_name(it.frame).to_owned(), it.own, it.total))
        .collect();
    rows.sort();
    rows
}

#[test]
fn bytes_are_summed_up_the_tree() {
    let recording = open(
        r#"{"head":{"callFrame":{"functionName":"(root)"},"selfSize":0,"id":1,"children":[
        {"callFrame":{"functionName":"main"},"selfSize":100,"id":2,"children":[
        {"callFrame":{"functionName":"parse"},"selfSize":30,"id":3,"children":[]},
        {"callFrame":{"functionName":"read"},"selfSize":5,"id":4,"children":[]}]}]},
        "samples":[{"size":10,"nodeId":3,"ordinal":1}]}"#,
    );
    assert_eq!(recording.profiles.iter().next().map(|it| it.kind), Some(ProfileKind::Allocations));
    let expected = [("main", 100, 135), ("parse", 30, 30), ("read", 5, 5)];
    assert_eq!(rows(&recording), expected.map(|it| (it.0.to_owned(), it.1, it.2)));
    assert!(recording.warnings.is_empty(), "{:?}", recording.warnings);
}

#[test]
fn depth_takes_no_stack() {
    let n = 100_000;
    let mut json = "{\"head\":".to_owned();
    for i in 0..n {
        json += &format!(
            "{{\"callFrame\":{{\"functionName\":\"f\"}},\"selfSize\":1,\"id\":{i},\"children\":["
        );
    }
    json += &"]}".repeat(n);
    json += "}";
    let recording = open(&json);
    assert_eq!(recording.stacks.len(), n - 1);
}

/// Sums over the tree, by a walk of its own.
fn sum(node: &Value) -> u64 {
    let mut open = vec![node];
    let mut sum = 0;
    while let Some(node) = open.pop() {
        sum += node["selfSize"].as_u64().unwrap_or(0);
        open.extend(node["children"].as_array().into_iter().flatten());
    }
    sum
}

#[test]
fn the_sample_weighs_what_its_nodes_do() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../sample-data/node-20/heap/async-server.heapprofile");
    let recording = load(&path, &LoadOptions::default(), &Task::default()).expect("a profile");
    assert!(!recording.has_losses(), "{:?}", recording.warnings);
    let text = std::fs::read_to_string(&path).expect("text");
    let value: Value = serde_json::from_str(&text).expect("JSON");
    let own: u64 = rows(&recording).iter().map(|it| it.1).sum();
    assert_eq!(own, sum(&value["head"]));
}
