//! The rows of a tree of a heap that are to be seen, as far as hands have opened them.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use asyncscope_core::analysis::heap::{
    Bits, ClassIndex, ClassRow, HeapPart, HeapTree, Ignore, Ignored, instances, shown_edges,
    shown_retainers, sorted_edges,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::heap::{EdgeIndex, NodeIndex};
use asyncscope_core::task::{Cancelled, Task};
use hashbrown::HashMap;

use super::Known;
use super::classes::{ClassList, ClassesQuestion};
use super::node::{EdgeLine, NodeLine};
use crate::heap::{HeapEntity, RowPath, TreeName};
use crate::jobs::Job;
use crate::opened::Opened;
use crate::views::heap::columns;
use crate::widgets::table::Sort;

/// The most rows of a tree.
pub const MOST_ROWS: usize = 200_000;
/// After so many rows the task is asked whether to stop.
const STRIDE: usize = 256;

/// What a tree grows from.
#[derive(Clone, Debug, PartialEq)]
pub enum TreeBase {
    /// Classes, their objects, what these refer to.
    Classes(ClassesQuestion),
    /// What objects dominate, from this one.
    Dominators(NodeIndex),
    /// What objects refer to, from this one; with retained sizes or still without.
    Fields(NodeIndex, bool),
    /// What refers to objects, from this one, but for what is ignored.
    Retainers(NodeIndex, Ignore),
}

/// Which rows are asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct TreeQuestion {
    base: TreeBase,
    version: u64,
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq)]
pub enum RowKind {
    /// A class.
    Class(ClassIndex),
    /// An object, by the reference that leads to it or away from it.
    Object(NodeIndex, Option<EdgeLine>),
    /// So many more rows below the row of this path.
    More(usize),
}

/// A row of a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct HeapRow {
    /// The way to it; of [`RowKind::More`], to the row that has more below it.
    pub path: RowPath,
    /// Number of rows above it that it hangs from.
    pub depth: usize,
    /// What it shows.
    pub kind: RowKind,
    /// Its name.
    pub name: String,
    /// What V8 calls it, if it is an object.
    pub id: Option<u64>,
    /// What it is counted as, if it is an object.
    pub part: Option<HeapPart>,
    /// Objects of a class.
    pub count: Option<u64>,
    /// Bytes of itself.
    pub shallow: u64,
    /// What it keeps alive in bytes, once that is known.
    pub retained: Option<u64>,
    /// References from the roots to it.
    pub distance: i32,
    /// Whether anything is below it.
    pub has_children: bool,
    /// Whether that is shown.
    pub is_open: bool,
    /// Whether the same object stands above it, so that what is below repeats itself.
    pub repeats: bool,
}

impl HeapRow {
    /// The class or object that it shows.
    pub fn entity(&self) -> Option<HeapEntity> {
        match self.kind {
            RowKind::Class(class) => Some(HeapEntity::Class(class)),
            RowKind::Object(node, _) => Some(HeapEntity::Object(node)),
            RowKind::More(_) => None,
        }
    }
}

/// The rows of a tree that are to be seen.
#[derive(Clone, Debug)]
pub struct TreeRows {
    base: TreeBase,
    /// What is below each row that was opened, in order.
    lists: HashMap<RowPath, Arc<Vec<u32>>>,
    /// The rows, each behind the one it hangs from.
    pub rows: Vec<HeapRow>,
    at: HashMap<RowPath, usize>,
    /// The most rows that one hangs from.
    pub max_depth: usize,
    /// How many rows the root has below it.
    pub n_roots: usize,
    /// What the whole heap takes: what shares are of; 0 while that is not known.
    pub total: u64,
    /// Whether there were more open rows than are shown.
    pub is_cut: bool,
}

impl TreeRows {
    /// The row of that path.
    pub fn row_of(&self, path: &[u32]) -> Option<usize> {
        self.at.get(path).copied()
    }

    /// The row that a row hangs from.
    pub fn parent(&self, row: usize) -> Option<usize> {
        let depth = self.rows.get(row)?.depth.checked_sub(1)?;
        self.rows[..row].iter().rposition(|it| it.depth == depth)
    }
}

impl Opened {
    /// Asks for the rows of a tree.
    pub(super) fn ask_tree_rows(&mut self, tree: TreeName, known: &Known, ctx: &egui::Context) {
        let Some((base, list)) = self.base_of(tree, known) else { return };
        let heap = &mut self.answers.heap;
        let state = self.heap.trees.of(tree);
        let question = TreeQuestion { base: base.clone(), version: state.version };
        let before = heap.trees[tree as usize].value().filter(|it| it.base == base);
        let lists = before.map(|it| it.lists.clone()).unwrap_or_default();
        let work = Walk {
            known: known.clone(),
            base,
            list,
            chosen: heap.chosen.value().cloned().flatten(),
            ignored: heap.ignored.value().cloned().flatten(),
            open: Arc::clone(&state.open),
            lists,
            classes: HashMap::new(),
        };
        heap.trees[tree as usize].ask(question, || {
            Job::spawn("Listing objects", ctx, move |task| work.rows(task).map(Arc::new))
        });
    }

    /// What a tree grows from now; `None` while that is not known.
    fn base_of(&self, tree: TreeName, known: &Known) -> Option<(TreeBase, Option<Arc<ClassList>>)> {
        let heap = &self.answers.heap;
        let (root, has_sizes) = (known.graph.root, known.tree.is_some());
        Some(match tree {
            TreeName::Classes => {
                let list = heap.classes.current()?;
                (TreeBase::Classes(list.question.clone()), Some(Arc::clone(list)))
            }
            TreeName::Dominators if has_sizes => (TreeBase::Dominators(root), None),
            TreeName::Containment => (TreeBase::Fields(root, has_sizes), None),
            TreeName::Fields => (TreeBase::Fields(self.heap.object()?, has_sizes), None),
            TreeName::Dominated if has_sizes => (TreeBase::Dominators(self.heap.object()?), None),
            TreeName::Retainers if has_sizes => {
                heap.ignored.current()?; // rows without what is ignored need to know what that frees
                let ignore = self.heap.place.ignore.clone();
                (TreeBase::Retainers(self.heap.object()?, ignore), None)
            }
            TreeName::Dominators | TreeName::Dominated | TreeName::Retainers => return None,
        })
    }
}

/// What is below something.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Item {
    Class(usize),
    Object(NodeIndex, Option<EdgeIndex>),
}

/// All that rows are made from.
struct Walk {
    known: Known,
    base: TreeBase,
    list: Option<Arc<ClassList>>,
    chosen: Option<Arc<Bits>>,
    ignored: Option<Arc<Ignored>>,
    open: Arc<BTreeMap<RowPath, usize>>,
    lists: HashMap<RowPath, Arc<Vec<u32>>>,
    classes: HashMap<ClassIndex, ClassRow>,
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
    fn rows(mut self, task: &Task) -> Result<TreeRows, Cancelled> {
        let mut rows: Vec<HeapRow> = Vec::new();
        self.classes = self.class_rows().iter().map(|it| (it.class, *it)).collect();
        let shown = self.open.get(&[][..]).copied().unwrap_or(self.first_page());
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
                    rows.push(more(level.path.clone(), left));
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
            let open = self.open.get(&row.path).copied().filter(|_| row.has_children);
            row.is_open = open.is_some();
            let path = row.path.clone();
            rows.push(row);
            if let Some(shown) = open {
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
    fn first_page(&self) -> usize {
        match self.base {
            TreeBase::Classes(_) => MOST_ROWS,
            _ => crate::heap::trees::FIRST_PAGE,
        }
    }

    fn level(
        &mut self,
        path: RowPath,
        item: Option<Item>,
        shown: usize,
        task: &Task,
    ) -> Result<Level, Cancelled> {
        let ids = if let Some(ids) = self.lists.get(&path) {
            Arc::clone(ids)
        } else {
            task.advance(0)?;
            let ids = Arc::new(self.below(item));
            self.lists.insert(path.clone(), Arc::clone(&ids));
            ids
        };
        let end = shown.min(ids.len());
        Ok(Level { path, item, ids, next: 0, end })
    }

    /// What is below a row, in order.
    fn below(&self, item: Option<Item>) -> Vec<u32> {
        let graph = &self.known.graph;
        let edges =
            |node| sorted_edges(graph, node).into_iter().map(|it| as_id(it.row())).collect();
        match (&self.base, item) {
            (TreeBase::Classes(_), None) => {
                self.class_rows().iter().map(|it| as_id(it.class.row())).collect()
            }
            (TreeBase::Classes(question), Some(Item::Class(class))) => {
                self.instances(ClassIndex::from_row(class), question.sort())
            }
            (TreeBase::Fields(root, _), None) => edges(*root),
            (TreeBase::Classes(_) | TreeBase::Fields(..), Some(Item::Object(node, _))) => {
                edges(node)
            }
            (TreeBase::Dominators(root), None) => self.dominated(*root),
            (TreeBase::Dominators(_), Some(Item::Object(node, _))) => self.dominated(node),
            (TreeBase::Retainers(root, _), None) => self.retainers(*root),
            (TreeBase::Retainers(..), Some(Item::Object(node, _))) => self.retainers(node),
            (_, Some(Item::Class(_))) => Vec::new(),
        }
    }

    fn class_rows(&self) -> &[ClassRow] {
        self.list.as_ref().map_or(&[], |it| &it.rows)
    }

    fn instances(&self, class: ClassIndex, sort: Sort) -> Vec<u32> {
        let facts = &self.known.facts;
        let mut nodes = instances(facts, class);
        if let Some(chosen) = &self.chosen {
            nodes.retain(|it| chosen.has(it.row()));
        }
        let retained = |it: NodeIndex| self.tree().map_or(0, |tree| tree.dominators.retained(it));
        let key = |it: &NodeIndex| match sort.column {
            columns::DISTANCE => u64::from(facts.distance[it.row()].unsigned_abs()),
            columns::SHALLOW => facts.shallow.get(it.row()),
            columns::RETAINED => retained(*it),
            _ => 0,
        };
        if sort.descending {
            nodes.sort_by_key(|it| Reverse(key(it)));
        } else {
            nodes.sort_by_key(key);
        }
        nodes.into_iter().map(|it| as_id(it.row())).collect()
    }

    fn tree(&self) -> Option<&HeapTree> {
        self.known.tree.as_deref()
    }

    /// What an object dominates, what keeps most alive first.
    fn dominated(&self, node: NodeIndex) -> Vec<u32> {
        let Some(tree) = self.tree() else { return Vec::new() };
        let mut found = tree.dominated.children(node.row()).to_vec();
        found
            .sort_by_key(|&it| Reverse(tree.dominators.retained(NodeIndex::from_row(it as usize))));
        found
    }

    fn retainers(&self, node: NodeIndex) -> Vec<u32> {
        let Some(tree) = self.tree() else { return Vec::new() };
        let (graph, facts) = (&self.known.graph, &self.known.facts);
        let found = shown_retainers(graph, facts, tree, node, self.ignored.as_deref());
        found.into_iter().map(|it| as_id(it.edge.row())).collect()
    }

    /// What an id below `above` stands for.
    fn item(&self, above: Option<Item>, id: u32) -> Item {
        let (graph, id) = (&self.known.graph, id as usize);
        let edge = EdgeIndex::from_row(id);
        match (&self.base, above) {
            (TreeBase::Classes(_), None) => Item::Class(id),
            (TreeBase::Classes(_), Some(Item::Class(_))) | (TreeBase::Dominators(_), _) => {
                Item::Object(NodeIndex::from_row(id), None)
            }
            (TreeBase::Classes(_) | TreeBase::Fields(..), _) => {
                Item::Object(graph.target(edge), Some(edge))
            }
            (TreeBase::Retainers(..), _) => Item::Object(graph.source(edge), Some(edge)),
        }
    }

    fn row(&self, item: Item, path: RowPath) -> HeapRow {
        match item {
            Item::Class(class) => self.class_row(ClassIndex::from_row(class), path),
            Item::Object(node, edge) => self.object_row(node, edge, path),
        }
    }

    fn class_row(&self, class: ClassIndex, path: RowPath) -> HeapRow {
        let row = self.classes.get(&class);
        let name = self.known.facts.classes.class[class].name().into_owned();
        HeapRow {
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

    fn object_row(&self, node: NodeIndex, edge: Option<EdgeIndex>, path: RowPath) -> HeapRow {
        let NodeLine { id, name, part, shallow, retained, distance, .. } =
            NodeLine::new(&self.known, node);
        let tree = self.tree();
        let has_children = match self.base {
            TreeBase::Classes(_) | TreeBase::Fields(..) => {
                shown_edges(&self.known.graph, node).next().is_some()
            }
            TreeBase::Dominators(_) => {
                tree.is_some_and(|it| !it.dominated.children(node.row()).is_empty())
            }
            TreeBase::Retainers(..) => tree.is_some_and(|it| it.retainers.count(node.row()) > 0),
        };
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
            has_children,
            is_open: false,
            repeats: false,
        }
    }
}

fn is_same(above: Option<Item>, item: Item) -> bool {
    matches!((above, item), (Some(Item::Object(a, _)), Item::Object(b, _)) if a == b)
}

#[expect(clippy::cast_possible_truncation, reason = "rows of nodes and edges fit 32 bits")]
fn as_id(row: usize) -> u32 {
    row as u32
}

fn more(path: RowPath, left: usize) -> HeapRow {
    HeapRow {
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
