//! What keeps each object alive, and what that costs.

use crate::analysis::heap::class_retained::{Tree, class_retained};
use crate::analysis::heap::classes::{ClassIndex, Classes};
use crate::analysis::heap::dominated::Dominated;
use crate::analysis::heap::dominators::{Dominators, dominators};
use crate::analysis::heap::facts::HeapFacts;
use crate::analysis::heap::ignored::Ignored;
use crate::analysis::heap::retainers::Retainers;
use crate::analysis::heap::statistics::{HeapStatistics, statistics_of};
use crate::index::{Column, RowIndex as _};
use crate::model::HeapGraph;
use crate::model::heap::{EdgeIndex, WideColumn};
use crate::task::{Cancelled, Task};

/// Nodes between two looks at whether to go on.
const PACE: usize = 1 << 16;

/// What keeps each object alive, and how much each keeps alive.
#[derive(Debug)]
pub struct HeapTree {
    /// Who refers to each object.
    pub retainers: Retainers,
    /// The dominator of each object, and its retained size.
    pub dominators: Dominators,
    /// What each object dominates directly.
    pub dominated: Dominated,
    /// What all objects of each class keep alive together, in bytes.
    pub class_retained: Column<ClassIndex, u64>,
    pub(crate) statistics: HeapStatistics,
}

/// Says what keeps each object alive, and how much each keeps alive.
pub fn heap_tree(graph: &HeapGraph, facts: &HeapFacts, task: &Task) -> Result<HeapTree, Cancelled> {
    // Four passes over the nodes tell how far they are.
    task.begin(graph.n_nodes() as u64 * 4);
    let parts = dominators(graph, (&facts.essential, &facts.shallow), task)?;
    HeapTree::new(graph, facts, &facts.shallow, parts, task)
}

/// Says the same of what is left of the heap without what `ignored` looks past, as if the file did
/// not have it: what nothing else leads to takes nothing and keeps nothing alive.
///
/// `facts` are those of the whole heap, and so are the sizes that statistics sum up.
pub fn heap_tree_without(
    graph: &HeapGraph,
    facts: &HeapFacts,
    ignored: &Ignored,
    task: &Task,
) -> Result<HeapTree, Cancelled> {
    task.begin(graph.n_nodes() as u64 * 5);
    let left = ignored.left(facts);
    let mut essential = facts.essential.clone();
    for node in 0..graph.n_nodes() {
        if node.is_multiple_of(PACE) {
            task.advance(PACE as u64)?;
        }
        let is_left = left.has(node);
        for edge in graph.edge_rows(node) {
            let leads = is_left && left.has(graph.edges.to[edge] as usize);
            if !leads || ignored.has_edge(EdgeIndex::from_row(edge)) {
                essential.clear(edge);
            }
        }
    }
    let sizes = facts.shallow.iter().enumerate();
    let shallow = sizes.map(|(node, size)| if left.has(node) { size } else { 0 }).collect();
    let parts = dominators(graph, (&essential, &shallow), task)?;
    HeapTree::new(graph, facts, &shallow, parts, task)
}

impl HeapTree {
    /// A tree from parts that were kept; `None` if they do not fit together.
    pub(crate) fn from_parts(
        retainers: Retainers,
        dominated: Dominated,
        dominators: Dominators,
        (class_retained, n_classes): (Vec<u64>, usize),
        statistics: HeapStatistics,
    ) -> Option<Self> {
        let class_retained: Column<ClassIndex, u64> = class_retained.into();
        let is_sound = class_retained.len() == n_classes;
        is_sound.then_some(Self { retainers, dominators, dominated, class_retained, statistics })
    }

    /// The tree of dominators that are known.
    fn new(
        graph: &HeapGraph,
        facts: &HeapFacts,
        shallow: &WideColumn,
        (retainers, dominators): (Retainers, Dominators),
        task: &Task,
    ) -> Result<Self, Cancelled> {
        let total = total_of(graph, &dominators);
        let by_class = || {
            let dominated = Dominated::of(&dominators, graph.root);
            let tree = Tree {
                root: graph.root.row(),
                dominated: &dominated,
                dominators: &dominators,
                shallow,
            };
            let classes = (facts.classes.class.len(), facts.classes.of_nodes());
            let retained = class_retained(tree, classes, |_| true, task);
            retained.map(|it| (dominated, it))
        };
        let (by_class, statistics) =
            rayon::join(by_class, || statistics_of(graph, facts, (&retainers, total)));
        let (dominated, class_retained) = by_class?;
        Ok(Self { retainers, dominators, dominated, class_retained, statistics })
    }

    /// What all objects of each class that `counts` accepts keep alive together, in bytes.
    pub fn retained_by_class(
        &self,
        graph: &HeapGraph,
        facts: &HeapFacts,
        classes: &Classes,
        counts: impl Fn(usize) -> bool,
        task: &Task,
    ) -> Result<Column<ClassIndex, u64>, Cancelled> {
        let tree = Tree {
            root: graph.root.row(),
            dominated: &self.dominated,
            dominators: &self.dominators,
            shallow: &facts.shallow,
        };
        class_retained(tree, (classes.class.len(), classes.of_nodes()), counts, task)
    }

    /// What the whole heap takes: what the root keeps alive, and what belongs to no object.
    pub fn total(&self, graph: &HeapGraph) -> u64 {
        total_of(graph, &self.dominators)
    }
}

fn total_of(graph: &HeapGraph, dominators: &Dominators) -> u64 {
    dominators.retained(graph.root).saturating_add(graph.extra_native_bytes)
}
