//! Tables of heap snapshots.

pub mod basket;
pub mod changes;
pub mod classes;
pub mod dominators;
pub mod nodes;
pub mod strings;

use std::sync::Arc;

use crate::analysis::Selection;
use crate::analysis::heap::{HeapFacts, HeapTree, heap_facts, heap_tree};
use crate::export::table::{Table, TableColumn, Unit};
use crate::model::{HeapGraph, Recording};
use crate::task::{Cancelled, Task};

/// Whether a recording is a heap snapshot.
fn has_heap(recording: &Recording) -> bool {
    recording.heap.is_some()
}

/// A snapshot and all that is known of it, so that it need not be found out again.
#[derive(Clone, Debug)]
pub struct KnownHeap<'a> {
    /// The objects.
    pub graph: &'a HeapGraph,
    /// What can be said of each.
    pub facts: Arc<HeapFacts>,
    /// What keeps each alive.
    pub tree: Arc<HeapTree>,
}

/// Analyses the snapshot of `recording`; `None` if it has none.
fn analysed<'a>(recording: &'a Recording, task: &Task) -> Result<Option<KnownHeap<'a>>, Cancelled> {
    let Some(graph) = recording.heap.as_ref().map(Arc::as_ref) else { return Ok(None) };
    let facts = Arc::new(heap_facts(graph, task)?);
    let tree = Arc::new(heap_tree(graph, &facts, task)?);
    Ok(Some(KnownHeap { graph, facts, tree }))
}

/// The table of that name of a snapshot that is known, of what `selection` names; `None` if it is
/// none of heaps.
pub fn table_of<'a>(
    name: &str,
    heap: KnownHeap<'a>,
    selection: &Selection,
    task: &Task,
) -> Result<Option<Table<'a>>, Cancelled> {
    let make = [
        (classes::KIND.name, classes::table as Make),
        (nodes::KIND.name, nodes::table),
        (strings::KIND.name, strings::table),
        (dominators::KIND.name, dominators::table),
    ];
    let found = make.into_iter().find(|it| it.0 == name);
    found.map(|it| (it.1)(heap, selection, task)).transpose()
}

type Make = for<'a> fn(KnownHeap<'a>, &Selection, &Task) -> Result<Table<'a>, Cancelled>;

pub(super) const CLASS: TableColumn =
    TableColumn::new("class", Unit::Text, "Its constructor, shape or kind");
const ID: TableColumn = TableColumn::new("id", Unit::Number, "What V8 calls it");
const TYPE: TableColumn = TableColumn::new("type", Unit::Text, "V8's kind of node");
const NAME: TableColumn = TableColumn::new("name", Unit::Text, "What it is called");
const SHALLOW: TableColumn = TableColumn::new("shallow_bytes", Unit::Bytes, "What it takes itself");
const RETAINED: TableColumn =
    TableColumn::new("retained_bytes", Unit::Bytes, "What it keeps alive, itself included");
const DISTANCE: TableColumn = TableColumn::new(
    "distance",
    Unit::Number,
    "References between the roots and it; from 100000000 on it is V8's own, -5 not reached",
);
