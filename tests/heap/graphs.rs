//! Sizes, dominators, distances and paths on small graphs that can be worked by hand, and on
//! random ones against a naive oracle.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use asyncscope_core::analysis::heap::{
    HeapTree, Ignore, duplicate_strings, heap_tree_without, ignored, instances, merged_paths,
    retaining_path,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::task::Task;
use proptest::prelude::*;
use support::heaps::{OpenHeap, heap};

/// What is kept alive and by whom: `id retained dominator-id distance`, a line for each node.
fn describe(heap: &OpenHeap) -> String {
    let mut text = String::new();
    for node in heap.graph.node_indices() {
        let dominators = &heap.tree.dominators;
        let (id, holder) = (heap.graph.id(node), heap.graph.id(dominators.of(node)));
        let distance = heap.facts.distance[node.row()];
        writeln!(text, "{id} {} {holder} {distance}", dominators.retained(node)).expect("text");
    }
    text
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let shown: Vec<&str> = expected.trim().lines().map(str::trim).collect();
    assert_eq!(describe(&heap(text)).trim(), shown.join("\n"));
}

#[test]
fn a_shared_object_is_kept_by_what_both_ways_share() {
    check(
        "1 synthetic root 0
  shortcut global 3
3 object Window 10
  property a 5
  property b 7
5 object A 20
  property shared 9
7 object B 30
  property shared 9
9 object Shared 40",
        "1 100 1 100000000
         3 100 1 1
         5 20 3 2
         7 30 3 2
         9 40 3 3",
    );
}

#[test]
fn weak_references_keep_nothing_alive() {
    check(
        "1 synthetic root 0
  shortcut global 3
3 object Window 10
  weak w 5
5 object Weak 20",
        "1 30 1 100000000
         3 10 1 1
         5 20 1 -5",
    );
}

#[test]
fn a_backing_store_counts_for_its_only_owner() {
    let heap = heap(
        "1 synthetic root 0
  shortcut global 3
3 object Window 10
  property list 5
5 object Array 16
  internal elements 7
7 array elements 800",
    );
    let sizes: Vec<u64> = heap.facts.shallow.iter().collect();
    assert_eq!(sizes, [0, 10, 816, 0]);
}

#[test]
fn looking_past_a_holder_shows_the_next_way_and_what_would_go() {
    let heap = heap(
        "1 synthetic root 0
  shortcut global 3
3 object Window 10
  property near 5
  property far 7
5 object Near 1
  property leaf 11
7 object Far 1
  property more 9
9 object More 1
  property leaf 11
11 object Leaf 5",
    );
    let (graph, facts, tree) = (&heap.graph, &heap.facts, &heap.tree);
    let leaf = heap.node(11);
    let path = |past| -> Vec<u64> {
        let path = retaining_path(graph, facts, tree, leaf, (past, 9));
        path.iter().map(|it| graph.id(it.node)).collect()
    };
    assert_eq!(path(None), [5, 3]);
    let mut ignore = Ignore::default();
    ignore.nodes.insert(heap.node(5));
    let past = ignored(graph, facts, tree, &ignore, &Task::default()).expect("not cancelled");
    assert_eq!(path(Some(&past)), [9, 7, 3]);
    assert_eq!(past.freed, (1, 1), "only the one looked past");
}

/// What each object keeps alive, by id.
fn retained(heap: &OpenHeap, tree: &HeapTree) -> BTreeMap<u64, u64> {
    let nodes = heap.graph.node_indices();
    nodes.map(|it| (heap.graph.id(it), tree.dominators.retained(it))).collect()
}

#[test]
fn sizes_without_a_reference_are_those_of_a_file_without_it() {
    let text = "1 synthetic root 0
  shortcut global 3
3 object Window 10
  property near 5
  property far 7
5 object Near 1
  property leaf 11
  property own 13
7 object Far 2
  property more 9
9 object More 4
  property leaf 11
11 object Leaf 8
  property back 9
13 object Own 16
  property leaf 11";
    // A reference that is looked past: how it is written, what leads there alone.
    let cases: [(&str, &[u64]); 4] = [
        ("  property near 5\n", &[5, 13]),
        ("  property far 7\n", &[7]),
        ("  property own 13\n", &[13]),
        ("  property back 9\n", &[]),
    ];
    for (line, gone) in cases {
        let whole = heap(text);
        let name = line.split_whitespace().nth(1).expect("a name");
        let edges = whole.graph.node_indices().flat_map(|it| whole.graph.edges_of(it));
        let edge = edges.into_iter().find(|it| whole.graph.edge_name(*it).to_string() == name);
        let mut ignore = Ignore::default();
        ignore.edges.insert(edge.expect("the reference"));
        let (graph, facts) = (&whole.graph, &whole.facts);
        let past = ignored(graph, facts, &whole.tree, &ignore, &Task::default());
        let past = past.expect("not cancelled");
        let left = heap_tree_without(graph, facts, &past, &Task::default());
        let found = retained(&whole, &left.expect("not cancelled"));
        let other = heap(&text.replace(line, ""));
        let mut expected = retained(&other, &other.tree);
        for id in gone {
            // Where the file has no reference, the root holds what is left over.
            let size = expected.insert(*id, 0).expect("it is there");
            if *id == gone[0] {
                *expected.get_mut(&1).expect("the root") -= size;
            }
        }
        assert_eq!(found, expected, "without {line}");
    }
}

#[test]
fn ways_of_many_objects_are_laid_over_each_other() {
    let mut text = "1 synthetic root 0
  shortcut global 3
3 object Window 10
  property cache 5
5 object Cache 10
"
    .to_owned();
    for i in 0..50 {
        writeln!(text, "  element {i} {}", 101 + 2 * i).expect("text");
    }
    for i in 0..50 {
        writeln!(text, "{} object Entry 8", 101 + 2 * i).expect("text");
    }
    let heap = heap(&text);
    let classes = &heap.facts.classes;
    let class = classes.find(",Entry").expect("a class");
    let objects = instances(&heap.facts, class);
    let merged = merged_paths(heap.snapshot(), &objects, (None, 30), &Task::default());
    let merged = merged.expect("not cancelled");
    let steps: Vec<(String, String, u64)> = merged
        .steps
        .iter()
        .map(|it| (it.edge.clone(), classes.class[it.class].name().into_owned(), it.n_objects))
        .collect();
    let expected = [("[]", "Cache", 50), ("cache", "Window", 50)];
    assert_eq!(steps, expected.map(|it| (it.0.to_owned(), it.1.to_owned(), it.2)));
}

#[test]
fn a_string_that_is_a_part_of_itself_has_a_name() {
    let json = support::heaps::snapshot_text(
        "1 synthetic root 0
  shortcut g 3
3 closure joined 32
  internal first 3
  internal second 3",
    );
    let json = json.replace("\"closure\"", "\"concatenated string\"");
    let heap = support::heaps::open_text(json);
    let task = Task::default();
    let found = duplicate_strings(&heap.graph, &heap.facts, &heap.tree, &task);
    assert!(found.expect("not cancelled").groups.is_empty());
}

/// A random graph: for each node its size and targets. Node 0 is the root.
type Graph = Vec<(u64, Vec<usize>)>;

fn graph_text(graph: &Graph) -> String {
    let mut text = String::new();
    for (node, (size, targets)) in graph.iter().enumerate() {
        let kind =
            if node == 0 { "synthetic root 0".to_owned() } else { format!("object Foo {size}") };
        writeln!(text, "{} {kind}", 2 * node + 1).expect("text");
        for to in targets {
            let kind = if node == 0 { "shortcut" } else { "property" };
            writeln!(text, "  {kind} p{to} {}", 2 * to + 1).expect("text");
        }
    }
    text
}

/// Every node that can be reached from the root without `removed`.
fn reached(graph: &Graph, removed: Option<usize>) -> Vec<bool> {
    let mut found = vec![false; graph.len()];
    let mut open = vec![0];
    while let Some(node) = open.pop() {
        if Some(node) == removed || std::mem::replace(&mut found[node], true) {
            continue;
        }
        open.extend(&graph[node].1);
    }
    found
}

proptest! {
    /// What an object retains is what can no longer be reached once it is removed; its dominator
    /// is the nearest of those without which it cannot be reached.
    #[test]
    fn retained_is_what_goes_with_an_object(
        sizes in prop::collection::vec(1..100_u64, 2..24),
        edges in prop::collection::vec((0..24_usize, 0..24_usize), 0..60),
    ) {
        let n = sizes.len();
        let mut graph: Graph = sizes.into_iter().map(|it| (it, Vec::new())).collect();
        graph[0].0 = 0;
        graph[0].1.push(1);
        for (from, to) in edges {
            let (from, to) = (from % n, to % n);
            if to != 0 && from != to && !graph[from].1.contains(&to) {
                graph[from].1.push(to);
            }
        }
        let heap = heap(&graph_text(&graph));
        let alive = reached(&graph, None);
        let without: Vec<Vec<bool>> = (0..n).map(|it| reached(&graph, Some(it))).collect();
        let rows = heap.tree.dominators.rows();
        for node in (1..n).filter(|it| alive[*it]) {
            let goes = (0..n).filter(|&it| alive[it] && !without[node][it]);
            let retained: u64 = goes.map(|it| graph[it].0).sum();
            prop_assert_eq!(heap.tree.dominators.retained_sizes().get(node), retained);
            let holders: Vec<usize> =
                (0..n).filter(|&it| it != node && alive[it] && !without[it][node]).collect();
            // The nearest holder is held by all the others.
            let nearest = holders.iter().find(|&&it| {
                holders.iter().all(|&other| other == it || !without[other][it])
            });
            prop_assert_eq!(Some(&(rows[node] as usize)), nearest);
        }
    }

    /// The answer does not depend on the number of threads.
    #[test]
    fn one_thread_answers_like_many(
        edges in prop::collection::vec((0..40_usize, 0..40_usize), 0..200),
    ) {
        let mut graph: Graph = (0..40).map(|it| (it, Vec::new())).collect();
        for (from, to) in edges {
            graph[from].1.push(to);
        }
        let text = graph_text(&graph);
        let with = |n| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build().expect("threads");
            pool.install(|| describe(&heap(&text)))
        };
        prop_assert_eq!(with(1), with(4));
    }
}

#[test]
fn a_list_of_half_a_million_takes_no_stack_and_linear_time() {
    let n = 500_000;
    let mut text = "1 synthetic root 0\n  shortcut global 3\n".to_owned();
    for i in 1..n {
        let (id, next) = (2 * i + 1, 2 * i + 3);
        writeln!(text, "{id} object Link 8\n  property next {next}").expect("text");
    }
    writeln!(text, "{} object Link 8", 2 * n + 1).expect("text");
    let heap = list_heap(&text, n);
    let first = heap.node(3);
    assert_eq!(heap.tree.dominators.retained(first), 8 * n);
    assert_eq!(heap.facts.distance.last(), Some(&i32::try_from(n).expect("fits")));
}

/// As [`heap`], for a list whose ids grow by two: looking for each target would be quadratic.
fn list_heap(text: &str, n: u64) -> OpenHeap {
    let small = support::heaps::snapshot_text(
        &text[..text.find("5 object").expect("a link")].replace("  property next 5", ""),
    );
    let (head, _) = small.split_once("\"nodes\":").expect("nodes");
    let mut json = format!("{head}\"nodes\":[5,1,1,0,1");
    for i in 1..=n {
        write!(json, ",3,2,{},8,{}", 2 * i + 1, u8::from(i < n)).expect("text");
    }
    json += "],\"edges\":[5,3,5";
    for i in 2..=n {
        write!(json, ",2,4,{}", 5 * i).expect("text");
    }
    json += "],\"strings\":[\"\",\"root\",\"Link\",\"global\",\"next\"]}";
    let json = json.replacen("\"node_count\":2", &format!("\"node_count\":{}", n + 1), 1).replacen(
        "\"edge_count\":1",
        &format!("\"edge_count\":{n}"),
        1,
    );
    support::heaps::open_text(json)
}
