//! Why an object is alive: the shortest way to it from the roots.

use std::cmp::Ordering;

use hashbrown::HashSet;

use crate::analysis::heap::distances::{SYSTEM, UNREACHED};
use crate::analysis::heap::facts::HeapFacts;
use crate::analysis::heap::ignored::Ignored;
use crate::analysis::heap::names::display_bytes;
use crate::analysis::heap::retainers::Retainer;
use crate::analysis::heap::tree::HeapTree;
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::{EdgeKind, NodeIndex, utf16_units};

/// Added to the distance of what can no longer be reached, as in DevTools.
const UNREACHABLE: i32 = 2 * SYSTEM;

/// Who refers to an object, as a list to show: no weak references, none that are never shown, none
/// from the root. The nearest to the roots first, then by name, then the latest in the file.
///
/// `ignored` says what is left out of the way, and what is far from the roots without it.
pub fn shown_retainers(
    graph: &HeapGraph,
    facts: &HeapFacts,
    tree: &HeapTree,
    node: NodeIndex,
    ignored: Option<&Ignored>,
) -> Vec<Retainer> {
    let mut found = tree.retainers.of_node(graph, node);
    found.retain(|it| {
        let kind = graph.edge_kind(it.edge);
        !matches!(kind, EdgeKind::Weak | EdgeKind::Invisible) && it.node != graph.root
    });
    let mut keyed: Vec<(i32, Retainer)> =
        found.into_iter().map(|it| (shown_distance(facts, it, ignored), it)).collect();
    keyed.sort_by(|a, b| {
        a.0.cmp(&b.0)
            .then_with(|| compare_names(graph, facts, a.1.node, b.1.node))
            .then_with(|| b.1.edge.cmp(&a.1.edge))
    });
    keyed.into_iter().map(|it| it.1).collect()
}

/// The nearest retainer of a node: the first of [`shown_retainers`], found in one pass.
fn nearest_retainer(
    graph: &HeapGraph,
    facts: &HeapFacts,
    tree: &HeapTree,
    node: NodeIndex,
    ignored: Option<&Ignored>,
) -> Option<Retainer> {
    let mut best: Option<(i32, Retainer)> = None;
    let mut before = None;
    for holder in tree.retainers.nodes(node.row()) {
        let holder = NodeIndex::from_row(holder);
        if holder == graph.root || before.replace(holder) == Some(holder) {
            continue;
        }
        let least =
            ignored.map_or(facts.distance[holder.row()], |it| it.distance(facts, holder.row()));
        if best.is_some_and(|it| it.0 < least) {
            continue;
        }
        for edge in graph.edges_of(holder).filter(|&it| graph.target(it) == node) {
            if matches!(graph.edge_kind(edge), EdgeKind::Weak | EdgeKind::Invisible) {
                continue;
            }
            let retainer = Retainer { node: holder, edge };
            let distance = shown_distance(facts, retainer, ignored);
            let is_better = best.is_none_or(|(least, it)| {
                let by_name = || compare_names(graph, facts, holder, it.node);
                let order = distance.cmp(&least).then_with(by_name);
                order.then_with(|| it.edge.cmp(&edge)) == Ordering::Less
            });
            if is_better {
                best = Some((distance, retainer));
            }
        }
    }
    best.map(|it| it.1)
}

/// The way from an object to the roots: its nearest retainer, the nearest of that, and so on, until
/// one of the program's roots, or as far as nothing is met twice. At most `limit` steps.
pub fn retaining_path(
    graph: &HeapGraph,
    facts: &HeapFacts,
    tree: &HeapTree,
    node: NodeIndex,
    (ignored, limit): (Option<&Ignored>, usize),
) -> Vec<Retainer> {
    let mut path = Vec::new();
    let mut met = HashSet::new();
    met.insert(node);
    let mut at = node;
    while path.len() < limit {
        let Some(next) = nearest_retainer(graph, facts, tree, at, ignored) else { break };
        path.push(next);
        at = next.node;
        let distance = ignored.map_or(facts.distance[at.row()], |it| it.distance(facts, at.row()));
        if distance <= 1 || !met.insert(at) {
            break;
        }
    }
    path
}

/// The distance of a retainer, as it is shown.
fn shown_distance(facts: &HeapFacts, retainer: Retainer, ignored: Option<&Ignored>) -> i32 {
    match ignored {
        Some(it) if it.has_edge(retainer.edge) => UNREACHABLE,
        Some(it) => it.distance(facts, retainer.node.row()),
        None => facts.distance[retainer.node.row()],
    }
}

impl Ignored {
    /// The distance of a node without what is ignored; beyond everything if nothing leads there.
    fn distance(&self, facts: &HeapFacts, node: usize) -> i32 {
        match self.distances()[node] {
            UNREACHED => facts.distance[node].max(0).saturating_add(UNREACHABLE),
            distance => distance,
        }
    }
}

/// Names in the order of JavaScript.
fn compare_names(graph: &HeapGraph, facts: &HeapFacts, a: NodeIndex, b: NodeIndex) -> Ordering {
    let (a, b) = (display_bytes(graph, facts, a.row()), display_bytes(graph, facts, b.row()));
    if a.is_ascii() && b.is_ascii() { a.cmp(&b) } else { utf16_units(&a).cmp(&utf16_units(&b)) }
}
