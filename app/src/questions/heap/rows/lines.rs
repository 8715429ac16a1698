//! What the rows of a tree say.

use asyncscope_core::analysis::heap::{ClassIndex, ClassRow, shown_edges};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::heap::{EdgeIndex, NodeIndex};

use super::super::node::{EdgeLine, NodeLine};
use super::walk::{Item, Walk};
use super::{HeapRow, RowKind, TreeBase};
use crate::heap::RowPath;

impl Walk {
    /// The row of an item.
    pub(super) fn row(&self, item: Item, path: RowPath) -> HeapRow {
        match item {
            Item::Class(class) => self.class_row(ClassIndex::from_row(class), path),
            Item::Object(node, edge) => self.object_row(node, edge, path),
        }
    }

    /// Whether anything is below an item.
    pub(super) fn has_children(&self, item: Item) -> bool {
        let Item::Object(node, _) = item else { return true };
        let tree = self.tree();
        match self.base {
            TreeBase::Classes(_) | TreeBase::Fields(..) => {
                shown_edges(&self.known.graph, node).next().is_some()
            }
            TreeBase::Dominators(..) => {
                tree.is_some_and(|it| !it.dominated.children(node.row()).is_empty())
            }
            TreeBase::Retainers(..) => tree.is_some_and(|it| it.retainers.count(node.row()) > 0),
        }
    }

    fn class_row(&self, class: ClassIndex, path: RowPath) -> HeapRow {
        let row = self.classes.get(&class);
        let name = self.known.facts.classes.class[class].name().into_owned();
        HeapRow::class(class, row, name, path)
    }

    fn object_row(&self, node: NodeIndex, edge: Option<EdgeIndex>, path: RowPath) -> HeapRow {
        let NodeLine { id, name, part, shallow, retained, distance, .. } =
            NodeLine::new(&self.known, node);
        HeapRow {
            depth: path.len() - 1,
            path,
            kind: RowKind::Object(node, edge.map(|it| EdgeLine::new(&self.known, it))),
            name,
            id: Some(id),
            part: Some(part),
            count: None,
            shallow,
            retained,
            distance,
            has_children: self.has_children(Item::Object(node, edge)),
            is_open: false,
            repeats: false,
        }
    }
}

impl HeapRow {
    /// The row of a class, as the table of classes has it.
    pub(super) fn class(
        class: ClassIndex,
        row: Option<&ClassRow>,
        name: String,
        path: RowPath,
    ) -> Self {
        Self {
            depth: path.len() - 1,
            path,
            kind: RowKind::Class(class),
            name,
            id: None,
            part: None,
            count: row.map(|it| it.count),
            shallow: row.map_or(0, |it| it.shallow),
            retained: row.and_then(|it| it.retained),
            distance: row.map_or(0, |it| it.distance),
            has_children: true,
            is_open: false,
            repeats: false,
        }
    }

    /// A row that stands for so many more below that of `path`.
    pub(super) fn more(path: RowPath, left: usize) -> Self {
        Self {
            depth: path.len(),
            path,
            kind: RowKind::More(left),
            name: String::new(),
            id: None,
            part: None,
            count: None,
            shallow: 0,
            retained: None,
            distance: 0,
            has_children: false,
            is_open: false,
            repeats: false,
        }
    }
}
