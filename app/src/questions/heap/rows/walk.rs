//! Going through the open rows of a tree from its root.

use std::sync::Arc;

use asyncscope_core::analysis::heap::{Bits, ClassIndex, ClassRow, HeapTree, Ignored};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::heap::{EdgeIndex, NodeIndex};
use asyncscope_core::task::{Cancelled, Task};
use hashbrown::HashMap;

use super::super::Known;
use super::super::classes::ClassList;
use super::{HeapRow, MOST_ROWS, RowKind, TreeBase, TreeRows};
use crate::heap::RowPath;
use crate::heap::trees::{FIRST_PAGE, OpenRows};
use crate::widgets::table::Sort;

/// After so many rows the task is asked whether to stop.
pub(super) const STRIDE: usize = 256;

/// What stands in a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Item {
    Class(usize),
    Object(NodeIndex, Option<EdgeIndex>),
}

/// All that rows are made from.
pub(super) struct Walk {
    pub(super) known: Known,
    pub(super) base: TreeBase,
    pub(super) sort: Sort,
    pub(super) chosen: Option<Arc<Bits>>,
    pub(super) ignored: Option<Arc<Ignored>>,
    pub(super) moved: Option<RowPath>,
    list: Option<Arc<ClassList>>,
    lists: HashMap<RowPath, Arc<Vec<u32>>>,
    pub(super) classes: HashMap<ClassIndex, ClassRow>,
}

/// An open row, and how far what is below it is listed.
struct Level {
    path: RowPath,
    item: Option<Item>,
    ids: Arc<Vec<u32>>,
    next: usize,
    end: usize,
}

impl Walk {
    /// A tree that grows from `base`; `list` are the classes of a tree of such, `chosen` the objects
    /// that are meant if that is not all, and `lists` what is known to be below rows.
    pub(super) fn new(
        known: Known,
        (base, sort): (TreeBase, Sort),
        list: Option<Arc<ClassList>>,
        (chosen, ignored): (Option<Arc<Bits>>, Option<Arc<Ignored>>),
        lists: HashMap<RowPath, Arc<Vec<u32>>>,
    ) -> Self {
        let rows: &[ClassRow] = list.as_ref().map_or(&[], |it| &it.rows);
        let classes = rows.iter().map(|it| (it.class, *it)).collect();
        Self { known, base, sort, chosen, ignored, moved: None, list, lists, classes }
    }

    /// Lists the rows as far as they are open.
    pub(super) fn rows(
        mut self,
        open: OpenRows,
        version: u64,
        task: &Task,
    ) -> Result<TreeRows, Cancelled> {
        let mut rows: Vec<HeapRow> = Vec::new();
        let shown = open.get(&[][..]).copied().unwrap_or(self.first_page());
        let mut levels = vec![self.level(Vec::new(), None, shown, task)?];
        let n_roots = levels[0].ids.len();
        let mut is_cut = false;
        while let Some(level) = levels.last_mut() {
            if rows.len().is_multiple_of(STRIDE) {
                task.advance(0)?;
            }
            is_cut |= rows.len() >= MOST_ROWS;
            if level.next >= level.end || is_cut {
                let left = level.ids.len() - level.next;
                if left > 0 {
                    rows.push(HeapRow::more(level.path.clone(), left));
                }
                levels.pop();
                continue;
            }
            let id = level.ids[level.next];
            level.next += 1;
            let mut path = level.path.clone();
            path.push(id);
            let item = self.item(level.item, id);
            let mut row = self.row(item, path);
            row.repeats = levels.iter().any(|it| is_same(it.item, item));
            let shown = open.get(&row.path).copied().filter(|_| row.has_children);
            row.is_open = shown.is_some();
            let path = row.path.clone();
            rows.push(row);
            if let Some(shown) = shown {
                levels.push(self.level(path, Some(item), shown, task)?);
            }
        }
        let total = self.known.tree.as_ref().map_or(0, |it| it.total(&self.known.graph));
        let is_more = |it: &HeapRow| matches!(it.kind, RowKind::More(_));
        let max_depth = rows.iter().map(|it| it.depth).max().unwrap_or(0);
        let named = rows.iter().enumerate().filter(|it| !is_more(it.1));
        let at = named.map(|(row, it)| (it.path.clone(), row)).collect();
        Ok(TreeRows {
            base: self.base,
            sort: self.sort,
            version,
            open,
            moved: self.moved,
            lists: self.lists,
            rows,
            at,
            max_depth,
            n_roots,
            total,
            is_cut,
        })
    }

    /// Classes are all shown at once: they are few beside objects.
    pub(super) fn first_page(&self) -> usize {
        match self.base {
            TreeBase::Classes(_) => MOST_ROWS,
            _ => FIRST_PAGE,
        }
    }

    fn level(
        &mut self,
        path: RowPath,
        item: Option<Item>,
        shown: usize,
        task: &Task,
    ) -> Result<Level, Cancelled> {
        let ids = self.ids(&path, item, task)?;
        let end = shown.min(ids.len());
        Ok(Level { path, item, ids, next: 0, end })
    }

    /// What is below a row, in order.
    pub(super) fn ids(
        &mut self,
        path: &[u32],
        item: Option<Item>,
        task: &Task,
    ) -> Result<Arc<Vec<u32>>, Cancelled> {
        if let Some(ids) = self.lists.get(path) {
            return Ok(Arc::clone(ids));
        }
        task.advance(0)?;
        let ids = Arc::new(self.below(item, task)?);
        self.lists.insert(path.to_vec(), Arc::clone(&ids));
        Ok(ids)
    }

    pub(super) fn class_rows(&self) -> &[ClassRow] {
        self.list.as_ref().map_or(&[], |it| &it.rows)
    }

    pub(super) fn tree(&self) -> Option<&HeapTree> {
        self.known.tree.as_deref()
    }

    /// What an id below `above` stands for.
    pub(super) fn item(&self, above: Option<Item>, id: u32) -> Item {
        let (graph, id) = (&self.known.graph, id as usize);
        let edge = EdgeIndex::from_row(id);
        match (&self.base, above) {
            (TreeBase::Classes(_), None) => Item::Class(id),
            (TreeBase::Classes(_), Some(Item::Class(_))) | (TreeBase::Dominators(..), _) => {
                Item::Object(NodeIndex::from_row(id), None)
            }
            (TreeBase::Classes(_) | TreeBase::Fields(..), _) => {
                Item::Object(graph.target(edge), Some(edge))
            }
            (TreeBase::Retainers(..), _) => Item::Object(graph.source(edge), Some(edge)),
        }
    }
}

/// Whether two rows show the same object.
pub(super) fn is_same(above: Option<Item>, item: Item) -> bool {
    matches!((above, item), (Some(Item::Object(a, _)), Item::Object(b, _)) if a == b)
}
