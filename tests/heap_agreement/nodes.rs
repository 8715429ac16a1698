//! Every node of every snapshot.

use std::collections::BTreeMap;
use std::path::Path;

use asyncscope_core::analysis::heap::{ContextOwner, native_contexts};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::task::Task;
use support::heaps::{OpenHeap, numbers, untar};

use crate::{DUMPED, file, with_corpus};

/// How many nodes differ in a column, and the first that does.
fn differing<A: PartialEq + std::fmt::Debug>(
    name: &str,
    ours: impl Iterator<Item = A>,
    theirs: impl Iterator<Item = A>,
) -> Option<String> {
    let mut differing = ours.zip(theirs).enumerate().filter(|(_, (a, b))| a != b);
    let (row, (ours, theirs)) = differing.next()?;
    let count = differing.count() + 1;
    Some(format!("{name}: {count} nodes differ, first {row}: {ours:?}, DevTools {theirs:?}"))
}

fn compare(heap: &OpenHeap, dump: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let column = |name: &str| dump.get(name).unwrap_or_else(|| panic!("no {name}")).as_slice();
    let wide = |name| numbers(column(name), u32::from_le_bytes).into_iter().map(u64::from);
    let (graph, facts, tree) = (&heap.graph, &heap.facts, &heap.tree);
    assert_eq!(graph.n_nodes() * 4, column("ids.u32").len(), "as many nodes");
    let nodes = || graph.node_indices();
    let names: Vec<String> = serde_json::from_slice(column("class_names.json")).expect("names");
    let class = numbers(column("class.u32"), u32::from_le_bytes);
    let contexts = native_contexts(graph, facts, &Task::default()).expect("not cancelled");
    let context = |node| match contexts.of(node) {
        ContextOwner::None => -1,
        ContextOwner::Shared => -2,
        ContextOwner::One(node) => node.row() as i64,
    };
    let their_contexts = numbers(column("native_context.i32"), i32::from_le_bytes);
    let retained = numbers(column("retained.f64"), f64::from_le_bytes);
    [
        differing("id", graph.nodes.id.iter(), wide("ids.u32")),
        differing("shallow", facts.shallow.iter(), wide("self.u32")),
        differing(
            "retained",
            nodes().map(|it| tree.dominators.retained(it) as f64),
            retained.into_iter(),
        ),
        differing(
            "distance",
            facts.distance.iter().copied(),
            numbers(column("distance.i32"), i32::from_le_bytes).into_iter(),
        ),
        differing(
            "dominator",
            nodes().map(|it| tree.dominators.of(it).row() as u64),
            wide("dominator.u32"),
        ),
        differing(
            "class",
            nodes().map(|it| facts.classes.class[facts.classes.of(it)].name().into_owned()),
            class.iter().map(|&it| names[it as usize].clone()),
        ),
        differing(
            "detachedness",
            nodes().map(|it| facts.detachedness.state(it.row())),
            column("detachedness.u8").iter().copied(),
        ),
        differing(
            "page object",
            nodes().map(|it| facts.page.has(it.row())),
            column("flags.u8").iter().map(|it| it & 4 != 0),
        ),
        differing(
            "native context",
            nodes().map(context),
            their_contexts.into_iter().map(i64::from),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn every_node_has_the_numbers_of_devtools() {
    with_corpus(|folder: &Path| {
        for [name, dump, _] in DUMPED {
            let heap = OpenHeap::load(&file(folder, name));
            let dump = untar(&folder.join(format!("{dump}.dump.tar.gz")));
            let differing = compare(&heap, &dump);
            assert!(differing.is_empty(), "{name}:\n{}", differing.join("\n"));
        }
    });
}
