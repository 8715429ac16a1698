//! Table `heap-nodes`: every object.

use crate::analysis::Selection;
use crate::analysis::heap::{ATTACHED, DETACHED, display_name};
use crate::export::table::{Table, TableColumn, Unit};
use crate::export::tables::TableKind;
use crate::export::tables::heap::{
    CLASS, DISTANCE, ID, KnownHeap, NAME, RETAINED, SHALLOW, TYPE, analysed, has_heap,
};
use crate::index::RowIndex as _;
use crate::model::Recording;
use crate::model::heap::NodeIndex;
use crate::task::{Cancelled, Task};

/// Table `heap-nodes`.
pub const KIND: TableKind = TableKind {
    name: "heap-nodes",
    doc: "Every object, in the order of the file. A filter by name takes those whose class it is",
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
    TableColumn::new("dominator_id", Unit::Number, "The object without which it would be gone"),
    TableColumn::new("detachedness", Unit::Text, "attached or detached, where that is known"),
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
    let classes = &heap.facts.classes;
    // All rows, or those of the classes that the name says.
    let chosen: Option<Vec<NodeIndex>> = selection.name.as_ref().map(|filter| {
        let is_wanted: Vec<bool> =
            classes.class.iter().map(|it| filter.matches_text(&it.name())).collect();
        let wanted = |it: &NodeIndex| is_wanted[classes.of(*it).row()];
        heap.graph.node_indices().filter(wanted).collect()
    });
    let n_rows = chosen.as_ref().map_or(heap.graph.n_nodes(), Vec::len);
    Ok(Table::new(KIND.name, COLUMNS, n_rows, move |row, cells| {
        let node = chosen.as_ref().map_or_else(|| NodeIndex::from_row(row), |it| it[row]);
        let (graph, facts) = (heap.graph, &heap.facts);
        cells.push(graph.id(node));
        cells.push(graph.node_kind_name(node));
        cells.push(display_name(graph, facts, node));
        cells.push(facts.classes.class[facts.classes.of(node)].name().into_owned());
        cells.push(facts.shallow.get(node.row()));
        cells.push(heap.tree.dominators.retained(node));
        cells.push(i64::from(facts.distance[node.row()]));
        cells.push(graph.id(heap.tree.dominators.of(node)));
        cells.push(match facts.detachedness.state(node.row()) {
            ATTACHED => Some("attached"),
            DETACHED => Some("detached"),
            _ => None,
        });
    }))
}
