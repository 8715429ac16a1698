//! Table `heap-dominators`: what keeps most alive.

use std::cmp::Reverse;

use crate::analysis::Selection;
use crate::analysis::heap::display_name;
use crate::export::table::{Table, TableColumn, Unit};
use crate::export::tables::TableKind;
use crate::export::tables::heap::{
    CLASS, DISTANCE, ID, KnownHeap, NAME, RETAINED, SHALLOW, TYPE, analysed, has_heap,
};
use crate::index::RowIndex as _;
use crate::model::Recording;
use crate::model::heap::NodeIndex;
use crate::task::{Cancelled, Task};

/// Table `heap-dominators`.
pub const KIND: TableKind = TableKind {
    name: "heap-dominators",
    doc: "Every object that dominates others, by retained size",
    columns: |_| COLUMNS,
    is_in: has_heap,
    build,
};

const COLUMNS: &[TableColumn] = &[
    ID,
    TYPE,
    NAME,
    CLASS,
    SHALLOW,
    RETAINED,
    DISTANCE,
    TableColumn::new("dominated", Unit::Count, "Objects that it dominates directly"),
    TableColumn::new("dominator_id", Unit::Number, "The object without which it would be gone"),
];

fn build<'a>(
    recording: &'a Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Table<'a>, Cancelled> {
    match analysed(recording, task)? {
        Some(heap) => table(heap, selection, task),
        None => Ok(Table::new(KIND.name, COLUMNS, 0, |_, _| {})),
    }
}

/// The table of a snapshot that is known.
pub(super) fn table<'a>(
    heap: KnownHeap<'a>,
    selection: &Selection,
    task: &Task,
) -> Result<Table<'a>, Cancelled> {
    task.advance(0)?;
    let class_name = |node| {
        let classes = &heap.facts.classes;
        classes.class[classes.of(node)].name()
    };
    let mut rows: Vec<NodeIndex> = heap
        .graph
        .node_indices()
        .filter(|it| !heap.tree.dominated.children(it.row()).is_empty())
        .filter(|&it| selection.name.as_ref().is_none_or(|name| name.matches_text(&class_name(it))))
        .collect();
    rows.sort_by_key(|&it| Reverse(heap.tree.dominators.retained(it))); // stable: then by row
    Ok(Table::new(KIND.name, COLUMNS, rows.len(), move |row, cells| {
        let node = rows[row];
        let (graph, facts) = (heap.graph, &heap.facts);
        cells.push(graph.id(node));
        cells.push(graph.node_kind_name(node));
        cells.push(display_name(graph, facts, node));
        cells.push(facts.classes.class[facts.classes.of(node)].name().into_owned());
        cells.push(facts.shallow.get(node.row()));
        cells.push(heap.tree.dominators.retained(node));
        cells.push(i64::from(facts.distance[node.row()]));
        cells.push(heap.tree.dominated.children(node.row()).len());
        cells.push(graph.id(heap.tree.dominators.of(node)));
    }))
}
