//! The tree that the nodes of a profile make.

use hashbrown::HashMap;

use super::{NONE, Nodes, Tables, Work};
use crate::model::FrameIndex;
use crate::strings::StringIndex;
use crate::task::Cancelled;
use crate::warning::Severity;

/// Stands for the parent of a node whose edge was cut and reported.
const CUT: u32 = NONE - 1;

/// The tree of nodes, by rows: every node has at most one parent, and none is its own ancestor.
#[derive(Debug)]
pub(super) struct NodeTree {
    ids: Ids,
    /// Row of the parent, or something that is no row.
    parent: Vec<u32>,
    /// The rows with parents before their children, where the file has them otherwise.
    order: Option<Vec<u32>>,
    meta: MetaFrames,
}

/// What V8 puts in place of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meta {
    /// Above all; never part of a stack.
    Root,
    /// Native code outside any JavaScript.
    Program,
    /// Nothing to do.
    Idle,
    /// The garbage collector, which has no stack of its own.
    GarbageCollector,
}

/// The names of [`Meta`], where the file has them.
#[derive(Debug)]
struct MetaFrames([(Option<StringIndex>, Meta); 4]);

impl MetaFrames {
    fn new(tables: &Tables<'_>) -> Self {
        let name = |name, meta| (tables.strings.find(name), meta);
        Self([
            name("(root)", Meta::Root),
            name("(program)", Meta::Program),
            name("(idle)", Meta::Idle),
            name("(garbage collector)", Meta::GarbageCollector),
        ])
    }

    fn of(&self, frame: FrameIndex, tables: &Tables<'_>) -> Option<Meta> {
        let frame = tables.frames.get(frame);
        let found = self.0.iter().find(|it| it.0 == Some(frame.name))?;
        tables.strings.get(frame.url).is_empty().then_some(found.1)
    }
}

impl NodeTree {
    /// Ties the nodes together.
    pub(super) fn new(
        nodes: &Nodes,
        tables: &Tables<'_>,
        work: Work<'_>,
    ) -> Result<Self, Cancelled> {
        let ids = Ids::new(nodes, work)?;
        let (parent, is_ordered) = parents(nodes, &ids, work)?;
        let meta = MetaFrames::new(tables);
        let mut tree = Self { ids, parent, order: None, meta };
        if !is_ordered {
            tree.order = Some(tree.callers_first(nodes, work)?);
        }
        tree.report_orphans(nodes, tables, work);
        Ok(tree)
    }

    /// Row of the caller.
    #[inline]
    pub(super) fn parent(&self, row: usize) -> Option<usize> {
        let parent = self.parent[row] as usize;
        (parent < self.parent.len()).then_some(parent)
    }

    /// What a node stands for, if it is no function. Only nodes without caller, and those that
    /// the root calls, can be anything else.
    pub(super) fn meta(&self, row: usize, nodes: &Nodes, tables: &Tables<'_>) -> Option<Meta> {
        let meta = self.meta.of(nodes.frame[row], tables)?;
        let is_outermost = match self.parent(row) {
            None => true,
            Some(parent) => self.meta.of(nodes.frame[parent], tables) == Some(Meta::Root),
        };
        (meta == Meta::Root || is_outermost).then_some(meta)
    }

    /// Every row, callers before those they call.
    pub(super) fn rows(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let order = self.order.as_deref();
        (0..self.parent.len()).map(move |at| order.map_or(at, |it| it[at] as usize))
    }

    /// Turns the ids of samples into rows; ids that no node has become [`NONE`].
    pub(super) fn name_rows(
        &self,
        samples: &mut [u32],
        chunks: &[(usize, usize)],
        work: Work<'_>,
    ) -> Result<(), Cancelled> {
        let mut n_unknown = 0;
        let mut first = None;
        for (at, sample) in samples.iter_mut().enumerate() {
            work.at_row(at)?;
            let id = *sample;
            if id == NONE {
                continue;
            }
            *sample = self.ids.row(id);
            if *sample == NONE {
                n_unknown += 1;
                first.get_or_insert((at, id));
            }
        }
        let Some((at, id)) = first else { return Ok(()) };
        let chunk = chunks.iter().rfind(|it| it.0 <= at);
        let what = "samples name nodes that do not exist; their time belongs to nobody";
        work.warnings.add_many(Severity::Loss, what, n_unknown, chunk.map(|it| it.1), || {
            format!("sample {at} names node {id}")
        });
        Ok(())
    }

    /// The rows, each behind its caller. Cuts every circle at the node that stands first in the
    /// file.
    fn callers_first(&mut self, nodes: &Nodes, work: Work<'_>) -> Result<Vec<u32>, Cancelled> {
        const PLACED: u32 = u32::MAX;
        let n_rows = self.parent.len();
        let mut order = Vec::with_capacity(n_rows);
        // The number of the walk that met a row last, or `PLACED`.
        let mut met = vec![0_u32; n_rows];
        let mut path = Vec::new();
        let mut walk = 0;
        for start in 0..n_rows {
            work.at_row(start)?;
            let mut next = Some(start);
            walk += 1;
            while let Some(row) = next.filter(|&it| met[it] != PLACED) {
                if met[row] == walk {
                    self.cut_circle(row, nodes, work);
                    path.clear();
                    walk += 1;
                    next = Some(start);
                    continue;
                }
                met[row] = walk;
                path.push(row);
                next = self.parent(row);
            }
            for row in path.drain(..).rev() {
                met[row] = PLACED;
                order.push(u32::try_from(row).unwrap_or(NONE));
            }
        }
        Ok(order)
    }

    fn cut_circle(&mut self, row: usize, nodes: &Nodes, work: Work<'_>) {
        let what = "nodes call themselves in a circle (cycle), which was cut";
        let (id, offset) = (nodes.id[row], nodes.offset[row]);
        work.warnings.add(Severity::Loss, what, Some(offset), || format!("node {id}"));
        self.parent[row] = CUT;
    }

    /// Counts nodes that stand at the top though they are not the root.
    fn report_orphans(&self, nodes: &Nodes, tables: &Tables<'_>, work: Work<'_>) {
        let is_root = |row: usize| self.meta.of(nodes.frame[row], tables) == Some(Meta::Root);
        let tops = (0..self.parent.len()).filter(|&row| self.parent[row] == NONE);
        let tops: Vec<usize> = tops.filter(|&row| !self.ids.is_duplicate(row, nodes)).collect();
        let n_roots = tops.iter().filter(|&&row| is_root(row)).count();
        if tops.len() < 2 || n_roots == tops.len() {
            return;
        }
        let what = if n_roots == 0 {
            "nodes have no parent, and there is no (root) node; they count as outermost"
        } else {
            "nodes have no parent (orphans); they count as outermost"
        };
        let mut orphans = tops.iter().copied().filter(|&row| !is_root(row));
        let Some(first) = orphans.next() else { return };
        let count = 1 + orphans.count() as u64;
        let example = || format!("node {}", nodes.id[first]);
        work.warnings.add_many(Severity::Loss, what, count, Some(nodes.offset[first]), example);
    }
}

/// The row of each node's parent, and whether all parents stand before their children.
fn parents(nodes: &Nodes, ids: &Ids, work: Work<'_>) -> Result<(Vec<u32>, bool), Cancelled> {
    let parent = vec![NONE; nodes.id.len()];
    let mut edges = Edges { nodes, work, parent, is_ordered: true };
    for row in 0..nodes.id.len() {
        work.at_row(row)?;
        if ids.is_duplicate(row, nodes) {
            continue;
        }
        if nodes.parent[row] != NONE {
            edges.tie(row, ids.row(nodes.parent[row]), nodes.parent[row]);
        }
        for (child, offset) in nodes.children_of(row) {
            match ids.row(child) {
                NONE => edges.report(row, offset, "children do not exist", child),
                child_row => edges.adopt(row, child_row as usize, offset),
            }
        }
    }
    Ok((edges.parent, edges.is_ordered))
}

/// The tree while it is tied together.
struct Edges<'n> {
    nodes: &'n Nodes,
    work: Work<'n>,
    parent: Vec<u32>,
    is_ordered: bool,
}

impl Edges<'_> {
    /// Ties a node to the parent that it names itself.
    fn tie(&mut self, row: usize, parent_row: u32, parent: u32) {
        let offset = self.nodes.offset[row];
        if parent_row == NONE {
            let what = "nodes name a parent that does not exist";
            let id = self.nodes.id[row];
            self.work.warnings.add(Severity::Loss, what, Some(offset), || {
                format!("parent {parent} of node {id}")
            });
            self.parent[row] = CUT;
        } else {
            self.adopt(parent_row as usize, row, offset);
        }
    }

    /// Makes `child` a child of `parent`, unless it has another parent already.
    fn adopt(&mut self, parent: usize, child: usize, offset: usize) {
        let number = u32::try_from(parent).unwrap_or(NONE);
        let known = self.parent[child];
        let child_id = self.nodes.id[child];
        if parent == child {
            self.report(parent, offset, "nodes are their own parent; that was left out", child_id);
        } else if known == NONE || known == CUT {
            self.parent[child] = number;
            self.is_ordered &= parent < child;
        } else if known != number {
            self.report_second(parent, child, offset);
        }
    }

    fn report_second(&self, parent: usize, child: usize, offset: usize) {
        let what = "children have a second parent; the first counts";
        self.work.warnings.add(Severity::Loss, what, Some(offset), || {
            let nodes = self.nodes;
            let first = self.parent[child] as usize;
            let place = nodes.children_of(first).find(|it| it.0 == nodes.id[child]);
            let place = place.map_or(nodes.offset[child], |it| it.1);
            let [child, first, parent] = [child, first, parent].map(|row| nodes.id[row]);
            format!("child {child} of node {first} at byte {place}, then of node {parent}")
        });
    }

    fn report(&self, parent: usize, offset: usize, what: &'static str, child: u32) {
        let id = self.nodes.id[parent];
        self.work
            .warnings
            .add(Severity::Loss, what, Some(offset), || format!("child {child} of node {id}"));
    }
}

/// Finds the row of an id.
#[derive(Debug)]
enum Ids {
    /// By id. V8 counts them up from 1.
    Dense(Vec<u32>),
    Sparse(HashMap<u32, u32>),
}

impl Ids {
    fn new(nodes: &Nodes, work: Work<'_>) -> Result<Self, Cancelled> {
        let largest = nodes.id.iter().copied().max().unwrap_or(0) as usize;
        let mut ids = if largest < nodes.id.len().saturating_mul(8).saturating_add(1024) {
            Self::Dense(vec![NONE; largest + 1])
        } else {
            Self::Sparse(HashMap::with_capacity(nodes.id.len()))
        };
        for (row, &id) in nodes.id.iter().enumerate() {
            work.at_row(row)?;
            if ids.row(id) != NONE {
                let what = "nodes have the same id as one before (duplicate) and are left out";
                let offset = Some(nodes.offset[row]);
                work.warnings.add(Severity::Loss, what, offset, || format!("node {id}"));
                continue;
            }
            let row = u32::try_from(row).unwrap_or(NONE);
            match &mut ids {
                Self::Dense(rows) => rows[id as usize] = row,
                Self::Sparse(rows) => {
                    rows.insert(id, row);
                }
            }
        }
        Ok(ids)
    }

    /// The row of the first node of this id, or [`NONE`].
    #[inline]
    fn row(&self, id: u32) -> u32 {
        match self {
            Self::Dense(rows) => rows.get(id as usize).copied().unwrap_or(NONE),
            Self::Sparse(rows) => rows.get(&id).copied().unwrap_or(NONE),
        }
    }

    fn is_duplicate(&self, row: usize, nodes: &Nodes) -> bool {
        self.row(nodes.id[row]) as usize != row
    }
}
