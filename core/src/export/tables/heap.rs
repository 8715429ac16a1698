//! Tables of heap snapshots.

pub mod changes;
pub mod classes;
pub mod dominators;
pub mod nodes;
pub mod strings;

use std::sync::Arc;

use crate::analysis::heap::{HeapFacts, HeapTree, heap_facts, heap_tree};
use crate::export::table::{TableColumn, Unit};
use crate::model::{HeapGraph, Recording};
use crate::task::{Cancelled, Task};

/// Whether a recording is a heap snapshot.
fn has_heap(recording: &Recording) -> bool {
    recording.heap.is_some()
}

/// A snapshot and all that is known of it.
struct Heap<'a> {
    graph: &'a HeapGraph,
    facts: HeapFacts,
    tree: HeapTree,
}

/// Analyses the snapshot of `recording`; `None` if it has none.
fn analysed<'a>(recording: &'a Recording, task: &Task) -> Result<Option<Heap<'a>>, Cancelled> {
    let Some(graph) = recording.heap.as_ref().map(Arc::as_ref) else { return Ok(None) };
    let facts = heap_facts(graph, task)?;
    let tree = heap_tree(graph, &facts, task)?;
    Ok(Some(Heap { graph, facts, tree }))
}

const CLASS: TableColumn = TableColumn::new("class", Unit::Text, "Its constructor, shape or kind");
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
