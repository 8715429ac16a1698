//! How fast heap snapshots are read and analysed: `cargo bench --bench heap [-- FILE...]`.
//!
//! Without files it makes a snapshot of its own: a binary tree and a long list.

mod timing;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use asyncscope_core::analysis::heap::{
    class_rows, duplicate_strings, heap_facts, heap_facts_in_steps, heap_statistics, heap_tree,
    native_contexts,
};
use asyncscope_core::load::{LoadOptions, load};
use asyncscope_core::model::Recording;
use asyncscope_core::session::heap_cache::{DEFAULT_LIMIT, HeapCache, HeapToKeep};
use asyncscope_core::task::Task;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut files: Vec<PathBuf> =
        std::env::args_os().skip(1).filter(|it| it != "--bench").map(PathBuf::from).collect();
    if files.is_empty() {
        files = vec![folder.path().join("made.heapsnapshot")];
        std::fs::write(&files[0], snapshot(1 << 20)).expect("written");
    }
    for file in &files {
        bench(file, folder.path());
    }
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
fn bench(file: &Path, folder: &Path) {
    let task = Task::default();
    let options = LoadOptions { allow_large: true };
    let bytes = std::fs::metadata(file).expect("a file").len() as f64;
    let open = || load(file, &options, &task).expect("a readable file");
    timing::time("heap/load", (bytes, "B"), 3, open);
    let recording = open();
    let graph = recording.heap.clone().expect("a heap snapshot");
    let nodes = (graph.n_nodes() as f64, " nodes");
    let named = |what| format!("heap/{what}_{}k_nodes", graph.n_nodes() / 1_000);
    timing::time(named("facts"), nodes, 3, || heap_facts(&graph, &task).expect("done"));
    let facts = heap_facts(&graph, &task).expect("done");
    timing::time(named("class_rows"), nodes, 3, || class_rows(&facts, None));
    timing::time(named("tree"), nodes, 3, || heap_tree(&graph, &facts, &task).expect("done"));
    let tree = heap_tree(&graph, &facts, &task).expect("done");
    timing::time(named("statistics"), nodes, 3, || heap_statistics(&graph, &facts, &tree));
    timing::time(named("strings"), nodes, 3, || {
        duplicate_strings(&graph, &facts, &tree, &task).expect("done")
    });
    timing::time(named("native_contexts"), nodes, 3, || {
        native_contexts(&graph, &facts, &task).expect("done")
    });
    first_classes(open, &task);
    let cache = HeapCache::new(folder.join("cache"), DEFAULT_LIMIT);
    let (graph, facts, tree) = (&*graph, &facts, &tree);
    let heap = HeapToKeep { source: &recording.source, graph, facts, tree };
    cache.save(file, heap, &task).expect("saved");
    timing::time(named("cached"), nodes, 3, || cache.load(file, &task).expect("done"));
}

/// When the table of classes is there while a file is opened, and when retained sizes are.
#[expect(clippy::print_stdout, reason = "that is what a bench is for")]
fn first_classes(open: impl Fn() -> Recording, task: &Task) {
    for _ in 0..3 {
        let started = Instant::now();
        let seconds = || started.elapsed().as_secs_f64();
        let recording = open();
        let graph = recording.heap.expect("a heap snapshot");
        let loaded = seconds();
        let mut shown = 0.0;
        let facts = heap_facts_in_steps(&graph, |_, _| shown = seconds(), task).expect("done");
        let named = seconds();
        heap_tree(&graph, &facts, task).expect("done");
        let all = seconds();
        println!(
            "heap/first_classes: read {loaded:.2} s, classes {shown:.2} s, distances {named:.2} s, \
             retained sizes {all:.2} s: classes at {:.0} % of the time",
            shown / all * 100.0
        );
    }
}

/// A snapshot of `n` objects in a tree and `n` in a list.
fn snapshot(n: usize) -> String {
    let mut text = String::from(
        r#"{"snapshot":{"meta":{"node_fields":["type","name","id","self_size","edge_count"],
"node_types":[["synthetic","object"],"string","number","number","number"],
"edge_fields":["type","name_or_index","to_node"],
"edge_types":[["property","shortcut"],"string_or_number","node"]}},"nodes":[0,0,1,0,2"#,
    );
    for i in 1..=2 * n {
        let edges = if i <= n {
            usize::from(2 * i <= n) + usize::from(2 * i < n)
        } else {
            usize::from(i < 2 * n)
        };
        write!(text, "\n,1,{},{},{},{edges}", 1 + i % 7, 2 * i + 1, 16 + i % 5 * 8).expect("text");
    }
    write!(text, "],\"edges\":[1,8,5,1,8,{}", 5 * (n + 1)).expect("text");
    for i in 1..=n {
        for child in [2 * i, 2 * i + 1].into_iter().filter(|it| *it <= n) {
            write!(text, "\n,0,9,{}", 5 * child).expect("text");
        }
    }
    for i in n + 2..=2 * n {
        write!(text, "\n,0,9,{}", 5 * i).expect("text");
    }
    text + r#"],"strings":["","A","B","C","D","E","F","G","global","next"]}"#
}
