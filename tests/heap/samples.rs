//! The snapshots of `sample-data`, whose truth stands beside them.

use std::fs;
use std::path::{Path, PathBuf};

use asyncscope_core::analysis::heap::{
    ClassRow, Classes, class_rows, compare_by_id, compare_by_path, duplicate_strings,
    heap_facts_in_steps, heap_statistics, instances, last_object_id, merged_paths, string_text,
    timeline_bars,
};
use asyncscope_core::analysis::{Selection, functions, weigh};
use asyncscope_core::load::{LoadOptions, load};
use asyncscope_core::task::Task;
use asyncscope_core::units::WeightUnit;
use serde_json::Value;
use support::heaps::OpenHeap;

fn sample_data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").join("sample-data")
}

fn open(name: &str) -> OpenHeap {
    OpenHeap::load(&sample_data().join("node-20/heap").join(name))
}

fn truth() -> Value {
    let text = fs::read_to_string(sample_data().join("heap-truth.json")).expect("the truth");
    serde_json::from_str(&text).expect("JSON")
}

fn number(value: &Value, key: &str) -> u64 {
    value[key].as_u64().unwrap_or_else(|| panic!("`{key}` is no number in {value}"))
}

#[test]
fn samples_have_the_numbers_of_devtools() {
    for file in truth()["files"].as_array().expect("files") {
        let name = file["file"].as_str().expect("a name");
        let heap = OpenHeap::load(&sample_data().join(name));
        assert_eq!(heap.graph.n_nodes() as u64, number(file, "nodes"), "{name}");
        assert_eq!(heap.graph.n_edges() as u64, number(file, "edges"), "{name}");
        assert_eq!(last_object_id(&heap.graph), number(file, "max_id"), "{name}");
        let statistics = heap_statistics(&heap.graph, &heap.facts, &heap.tree);
        assert_eq!(statistics.total, number(file, "total"), "{name}");
        let v8 = &file["statistics"]["v8heap"];
        let ours = [statistics.code, statistics.strings, statistics.js_arrays, statistics.system];
        assert_eq!(ours, ["code", "strings", "jsArrays", "system"].map(|it| number(v8, it)));
        let rows = class_rows(&heap.facts, Some(&heap.tree));
        assert_eq!(rows.len() as u64, number(file, "class_count"), "{name}");
        for class in file["classes"].as_array().expect("classes") {
            let wanted = class["name"].as_str().expect("a name");
            let named = |it: &&_| -> bool {
                let row: &asyncscope_core::analysis::heap::ClassRow = it;
                heap.facts.classes.class[row.class].name() == wanted
            };
            let row = rows.iter().find(named).expect("a row");
            let ours = [row.count, row.shallow, row.retained.expect("known")];
            assert_eq!(ours, ["count", "self", "retained"].map(|it| number(class, it)), "{wanted}");
        }
    }
}

#[test]
fn comparison_finds_what_was_planted() {
    let (before, after) =
        (open("leak-before.heapsnapshot.zst"), open("leak-after.heapsnapshot.zst"));
    let task = Task::default();
    let by_id = compare_by_id(before.snapshot(), after.snapshot(), &task).expect("not cancelled");
    let by_path =
        compare_by_path(before.snapshot(), after.snapshot(), &task).expect("not cancelled");
    for found in [&by_id, &by_path] {
        let of = |name: &str| {
            let class = found.classes.iter().find(|it| it.class.name() == name);
            class.map(|it| (it.new.len(), it.gone.len()))
        };
        assert_eq!(of("LeakedOrder"), Some((300, 0)));
        assert_eq!(of("Listener"), Some((100, 0)));
        assert_eq!(of("TransientRow"), Some((0, 40)));
    }
    assert!(by_id.share_matched() > 0.9, "one process: {}", by_id.share_matched());
    let totals = &truth()["comparison"]["totals"];
    let (new, gone) = by_id
        .classes
        .iter()
        .fold((0, 0), |sum, it| (sum.0 + it.new.len() as u64, sum.1 + it.gone.len() as u64));
    assert_eq!((new, gone), (number(totals, "added_count"), number(totals, "removed_count")));
}

/// Two processes: the second loaded more before, so that most ids are others, and holds other
/// numbers of objects, which the program was told.
#[test]
fn two_runs_are_compared_by_class_and_dominators() {
    let (first, second) = (open("run-first.heapsnapshot.zst"), open("run-second.heapsnapshot.zst"));
    let task = Task::default();
    let by_id = compare_by_id(first.snapshot(), second.snapshot(), &task).expect("not cancelled");
    assert!(by_id.share_matched() < 0.5, "{}", by_id.share_matched());
    let by_path = compare_by_path(first.snapshot(), second.snapshot(), &task);
    let by_path = by_path.expect("not cancelled");
    assert!(by_path.share_matched() > 0.8, "{}", by_path.share_matched());
    for class in truth()["two_runs"]["classes"].as_array().expect("classes") {
        let name = class["name"].as_str().expect("a name");
        let (before, after) = (number(class, "first"), number(class, "second"));
        let row = by_path.classes.iter().find(|it| it.class.name() == name);
        let row = row.unwrap_or_else(|| panic!("no row for {name}"));
        let found = (row.new.len() as u64, row.gone.len() as u64);
        assert_eq!(found, (after.saturating_sub(before), before.saturating_sub(after)), "{name}");
        assert_eq!(row.count, (before, after), "{name}");
    }
    let same = compare_by_path(second.snapshot(), second.snapshot(), &task).expect("done");
    assert!(same.classes.is_empty(), "a snapshot differs from itself");
}

#[test]
fn paths_lead_to_what_holds_the_leak() {
    let heap = open("leak-after.heapsnapshot.zst");
    let classes = &heap.facts.classes;
    let class = classes.class.indices().find(|&it| classes.class[it].name() == "LeakedOrder");
    let objects = instances(&heap.facts, class.expect("the class"));
    assert_eq!(objects.len(), 300);
    let merged = merged_paths(heap.snapshot(), &objects, (None, 30), &Task::default());
    let merged = merged.expect("not cancelled");
    let steps = merged.steps.iter().filter(|it| it.n_objects == 300);
    let names: Vec<String> =
        steps.map(|it| format!("{} of {}", it.edge, classes.class[it.class].name())).collect();
    assert_eq!(names.last().map(String::as_str), Some("__leak of global"), "{names:?}");
    assert!(names.iter().any(|it| it.starts_with("orders of ")), "{names:?}");
}

#[test]
fn equal_strings_are_found() {
    let heap = open("leak-after.heapsnapshot.zst");
    let found = duplicate_strings(&heap.graph, &heap.facts, &heap.tree, &Task::default());
    let groups = found.expect("not cancelled").groups;
    let text = "a text that is there two hundred times";
    let group = groups.iter().find(|it| string_text(&heap.graph, &heap.facts, it.first) == text);
    let group = group.expect("the strings");
    assert!((200..=201).contains(&group.count), "{}", group.count);
    assert_eq!(group.wasted, group.shallow / group.count * (group.count - 1));
}

#[test]
fn timeline_tells_when_what_is_alive_was_allocated() {
    let heap = open("leak.heaptimeline.zst");
    let bars = timeline_bars(&heap.graph, &heap.facts);
    assert!(!bars.is_empty());
    assert!(bars.is_sorted_by_key(|it| (it.end, it.last_id)));
    let functions = &heap.graph.traces.functions;
    let names: Vec<_> = functions.iter().map(|it| heap.graph.strings.text(it.name)).collect();
    assert!(names.iter().any(|it| it == "allocate"), "{names:?}");
}

/// The call paths of a timeline weigh what V8 counted on each, summed up by a walk of its own.
#[test]
fn call_paths_of_a_timeline_are_a_profile_of_what_was_allocated() {
    let path = sample_data().join("node-20/heap/leak.heaptimeline.zst");
    let recording = load(&path, &LoadOptions::default(), &Task::default()).expect("a timeline");
    let task = Task::default();
    let weighed = weigh(&recording, &Selection::default(), &task).expect("not cancelled");
    assert_eq!(weighed.unit, WeightUnit::Bytes);
    let rows = functions(&recording, &weighed, &task).expect("not cancelled");
    let own_of = |name: &str| -> u64 {
        let rows = rows.iter().filter(|it| recording.frame_name(it.frame) == name);
        rows.map(|it| it.own).sum()
    };
    let traces = &truth()["timeline_traces"];
    assert_eq!(weighed.sum, number(traces, "allocated_bytes"));
    for function in traces["functions"].as_array().expect("functions") {
        let name = function["name"].as_str().expect("a name");
        assert_eq!(own_of(name), number(function, "allocated_bytes"), "{name}");
    }
    let allocate = rows.iter().find(|it| recording.frame_name(it.frame) == "allocate");
    let allocate = allocate.expect("the function that allocates");
    assert!(allocate.total >= own_of("LeakedOrder"), "the constructor is called by it");
    assert!(rows.iter().all(|it| recording.frame_name(it.frame) != "(root)"));
}

/// The classes that come first are those that are there in the end, but for their distances.
#[test]
fn classes_come_before_distances() {
    let heap = open("leak-after.heapsnapshot.zst");
    let mut early = None;
    let keep = |classes: &Classes, rows: Vec<ClassRow>| early = Some((classes.class.len(), rows));
    let facts = heap_facts_in_steps(&heap.graph, keep, &Task::default()).expect("not cancelled");
    let (n_classes, rows) = early.expect("called");
    assert_eq!(n_classes, facts.classes.class.len());
    let late = class_rows(&facts, None);
    let but_distance = |it: &ClassRow| (it.class, it.count, it.shallow, it.retained);
    assert!(rows.iter().map(but_distance).eq(late.iter().map(but_distance)));
    assert!(late.iter().any(|it| it.distance == 1));
}
