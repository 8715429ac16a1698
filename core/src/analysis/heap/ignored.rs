//! References and objects that the user looks past: what would hold without them?

use hashbrown::HashSet;

use crate::analysis::heap::bits::Bits;
use crate::analysis::heap::distances::{Rules, SYSTEM, Search, UNREACHED};
use crate::analysis::heap::facts::HeapFacts;
use crate::analysis::heap::roots::user_roots;
use crate::analysis::heap::tree::HeapTree;
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::{EdgeIndex, EdgeKind, NodeIndex};
use crate::task::{Cancelled, Task};

/// What is looked past.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ignore {
    /// Objects through which no way leads.
    pub nodes: HashSet<NodeIndex>,
    /// References that are not followed.
    pub edges: HashSet<EdgeIndex>,
}

/// How far every object is from the roots when some are looked past.
#[derive(Clone, Debug)]
pub struct Ignored {
    distance: Vec<i32>,
    /// The references themselves, and the other halves of weak maps' pairs.
    edges: HashSet<EdgeIndex>,
    /// What could be reached only through what is looked past: objects and their shallow sizes.
    pub freed: (u64, u64),
}

impl Ignored {
    /// The distance of each node, [`UNREACHED`] where nothing leads there any more.
    pub fn distances(&self) -> &[i32] {
        &self.distance
    }

    /// The objects that are left: all but those that could be reached only through what is looked
    /// past.
    pub fn left(&self, facts: &HeapFacts) -> Bits {
        let is_left =
            |node: usize| self.distance[node] != UNREACHED || facts.distance[node] == UNREACHED;
        Bits::from_fn(self.distance.len(), is_left)
    }

    /// Whether a reference counts for nothing.
    pub fn has_edge(&self, edge: EdgeIndex) -> bool {
        self.edges.contains(&edge)
    }
}

/// Searches from the roots again without what `ignore` names.
pub fn ignored(
    graph: &HeapGraph,
    facts: &HeapFacts,
    tree: &HeapTree,
    ignore: &Ignore,
    task: &Task,
) -> Result<Ignored, Cancelled> {
    task.begin(graph.n_nodes() as u64 * 2);
    let mut nodes = Bits::new(graph.n_nodes());
    ignore.nodes.iter().for_each(|it| nodes.set(it.row()));
    let mut edges = Bits::new(if ignore.edges.is_empty() { 0 } else { graph.n_edges() });
    ignore.edges.iter().for_each(|it| edges.set(it.row()));
    let mut rules = Rules::new(graph, &facts.known).without(edges);
    let mut search = Search::new(graph.n_nodes());
    let roots = user_roots(graph, &facts.known);
    search.start(&roots, 1);
    search.run(&mut rules, |to| !nodes.has(to), task)?;
    search.start(&[graph.root.row() as u32], if roots.is_empty() { 0 } else { SYSTEM });
    search.run(&mut rules, |to| !nodes.has(to), task)?;
    let distance = search.distance;
    let mut freed = (0_u64, 0_u64);
    for (node, size) in facts.shallow.iter().enumerate() {
        if distance[node] == UNREACHED && facts.distance[node] != UNREACHED {
            freed = (freed.0 + 1, freed.1.saturating_add(size));
        }
    }
    let mut edges = ignore.edges.clone();
    edges.extend(other_halves(graph, facts, tree, &distance));
    Ok(Ignored { distance, edges, freed })
}

/// The halves of weak maps' pairs whose other half comes from what can no longer be reached: a
/// value is not alive by its table alone once its key is gone.
fn other_halves(
    graph: &HeapGraph,
    facts: &HeapFacts,
    tree: &HeapTree,
    distance: &[i32],
) -> Vec<EdgeIndex> {
    let pair_of = |edge: usize| {
        let is_internal = graph.edge_kinds.kind(graph.edges.kind[edge]) == Some(EdgeKind::Internal);
        let pair = facts.known.ephemeron(graph.edges.name[edge]);
        pair.filter(|_| is_internal).map(|it| it.pair)
    };
    let mut gone: HashSet<(u32, u32)> = HashSet::new();
    for node in (0..graph.n_nodes()).filter(|&it| distance[it] == UNREACHED) {
        for edge in graph.edge_rows(node) {
            gone.extend(pair_of(edge).map(|pair| (graph.edges.to[edge], pair)));
        }
    }
    let mut values: Vec<u32> = gone.iter().map(|it| it.0).collect();
    values.sort_unstable();
    values.dedup();
    let mut found = Vec::new();
    for value in values {
        for it in tree.retainers.of_node(graph, NodeIndex::from_row(value as usize)) {
            let pair = pair_of(it.edge.row());
            if pair.is_some_and(|pair| gone.contains(&(value, pair))) {
                found.push(it.edge);
            }
        }
    }
    found
}
