//! What a report needs of a snapshot that is not the last: counts, and which objects there were.

use hashbrown::HashMap;

use super::groups::{GroupKey, groups};
use super::ids::Ids;
use crate::analysis::heap::{DETACHED, HeapFacts, MatchedBy, Shape, Snapshot, path_keys};
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::{NodeIndex, NodeKind};
use crate::task::{Cancelled, Task};

/// How many objects were alive, and what they took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Alive {
    /// Objects that take memory.
    pub count: u64,
    /// The sum of their shallow sizes, in bytes.
    pub bytes: u64,
}

impl Alive {
    pub(super) fn add(&mut self, bytes: u64) {
        self.count += 1;
        self.bytes = self.bytes.saturating_add(bytes);
    }
}

/// One snapshot of several, reduced to what is compared.
#[derive(Debug)]
pub struct Step {
    /// All objects.
    pub alive: Alive,
    /// How its objects are matched with those of others.
    pub matched_by: MatchedBy,
    pub(super) groups: HashMap<GroupKey, Alive>,
    /// The ids of its objects, where they are matched by these.
    pub(super) ids: Ids,
    /// The ways of its objects, as often as there are such objects, where they are matched by these.
    pub(super) ways: Vec<u64>,
    /// Ids of nodes that had left their document.
    pub(super) detached: Ids,
}

/// Fewer objects than this share in both are no objects of one process.
const FEW: usize = 2;

/// How objects of two snapshots are to be matched: by id, unless less than half of the ids of the
/// smaller one are in both.
pub fn matching(earlier: &HeapGraph, last: &HeapGraph) -> MatchedBy {
    let is_less = earlier.n_nodes() < last.n_nodes();
    let (small, large) = if is_less { (earlier, last) } else { (last, earlier) };
    let large = Ids::of(large.nodes.id.iter().collect());
    let n_both = small.nodes.id.iter().filter(|it| large.has(*it)).count();
    if n_both * FEW < small.n_nodes() { MatchedBy::Path } else { MatchedBy::Id }
}

/// Whether a node left its document.
pub(super) fn is_detached(graph: &HeapGraph, facts: &HeapFacts, node: usize) -> bool {
    facts.detachedness.state(node) == DETACHED
        && graph.node_kind(NodeIndex::from_row(node)) == NodeKind::Native
}

/// Reduces a snapshot to what is compared. `shapes` are those of the last snapshot.
pub fn step(
    snapshot: Snapshot<'_>,
    shapes: &[Shape],
    by: MatchedBy,
    task: &Task,
) -> Result<Step, Cancelled> {
    let Snapshot { graph, facts, .. } = snapshot;
    task.begin(graph.n_nodes() as u64 * 2);
    let classes = facts.classes_with(graph, shapes.to_vec(), task)?;
    let found = groups(graph, &classes, by);
    let mut alive = Alive::default();
    let mut totals = vec![Alive::default(); found.keys.len()];
    for (&group, size) in found.of_node.iter().zip(facts.shallow.iter()) {
        if size > 0 {
            alive.add(size);
            totals[group as usize].add(size);
        }
    }
    let (ids, ways) = match by {
        MatchedBy::Id => (graph.nodes.id.iter().collect(), Vec::new()),
        MatchedBy::Path => (Vec::new(), path_keys(snapshot, &classes, task)?),
    };
    let detached = (0..graph.n_nodes()).filter(|&it| is_detached(graph, facts, it));
    let detached = Ids::of(detached.map(|it| graph.nodes.id.get(it)).collect());
    let groups = found.keys.into_iter().zip(totals).collect();
    task.advance(graph.n_nodes() as u64)?;
    Ok(Step { alive, matched_by: by, groups, ids: Ids::of(ids), ways, detached })
}
