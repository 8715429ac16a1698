//! Why many objects are alive: their ways to the roots, laid over each other.

use hashbrown::HashMap;

use crate::analysis::heap::classes::ClassIndex;
use crate::analysis::heap::compare::Snapshot;
use crate::analysis::heap::ignored::Ignored;
use crate::analysis::heap::names::group_name;
use crate::analysis::heap::paths::retaining_path;
use crate::index::RowIndex as _;
use crate::model::heap::{EdgeKind, EdgeName, NodeIndex};
use crate::task::{Cancelled, Task};

/// Ways to the roots, laid over each other: steps of one kind from objects of one class are one.
#[derive(Clone, Debug, Default)]
pub struct MergedPaths {
    /// Steps, each behind the one below it; the first ones lead from the objects themselves.
    pub steps: Vec<PathStep>,
    /// How many objects there are.
    pub n_objects: u64,
    /// How many of them nothing holds.
    pub n_unheld: u64,
}

/// One step towards the roots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathStep {
    /// The step before, nearer to the objects; `None` for a first one.
    pub below: Option<u32>,
    /// The class of the objects that hold.
    pub class: ClassIndex,
    /// The kind of the references.
    pub edge_kind: EdgeKind,
    /// The name of the references; `[]` for elements of whatever index.
    pub edge: String,
    /// How many of the objects have this step on their way.
    pub n_objects: u64,
    /// How many different objects hold.
    pub n_holders: u64,
    /// One of them.
    pub holder: NodeIndex,
    /// How many ways end here: at a root, or because they are too long.
    pub n_ended: u64,
}

impl PathStep {
    /// Who holds, for people: the class; of one group of roots its name, such as `(Stack roots)`.
    pub fn held_by(&self, snapshot: Snapshot<'_>) -> String {
        let Snapshot { graph, facts, .. } = snapshot;
        let is_one = self.n_holders == 1;
        let name = is_one.then(|| group_name(graph, self.holder)).flatten();
        name.unwrap_or_else(|| facts.classes.class[self.class].name()).into_owned()
    }
}

/// Lays the ways from `objects` to the roots over each other, at most `limit` steps of each.
///
/// Objects that one object holds go on as one, so the cost is that of the different holders.
pub fn merged_paths(
    snapshot: Snapshot<'_>,
    objects: &[NodeIndex],
    (ignored, limit): (Option<&Ignored>, usize),
    task: &Task,
) -> Result<MergedPaths, Cancelled> {
    task.begin(objects.len() as u64);
    let mut merged = MergedPaths { n_objects: objects.len() as u64, ..MergedPaths::default() };
    // What stands at the end of each step so far: objects, and how many ways lead through each.
    let mut level: Vec<Behind> = vec![(None, objects.iter().map(|&it| (it, 1)).collect())];
    let mut next_of: HashMap<NodeIndex, Option<Step>> = HashMap::new();
    for depth in 0..limit {
        let mut next_level = Vec::new();
        for (below, nodes) in level {
            let mut groups = Groups::new();
            for (done, (node, weight)) in nodes.into_iter().enumerate() {
                if done.is_multiple_of(256) {
                    task.advance(if depth == 0 { 256 } else { 0 })?;
                }
                let next = next_of.entry(node).or_insert_with(|| step(snapshot, node, ignored));
                let Some((kind, name, holder)) = next.clone() else {
                    merged.end(below, weight);
                    continue;
                };
                let class = snapshot.facts.classes.of(holder);
                *groups.entry((kind, name, class)).or_default().entry(holder).or_default() +=
                    weight;
            }
            merged.add_groups(below, groups, &mut next_level);
        }
        level = next_level;
        if level.is_empty() {
            break;
        }
    }
    for (below, nodes) in level {
        let weight = nodes.iter().map(|it| it.1).sum();
        merged.end(below, weight);
    }
    Ok(merged)
}

/// The next step from a node towards the roots; `None` at a root.
fn step(snapshot: Snapshot<'_>, node: NodeIndex, ignored: Option<&Ignored>) -> Option<Step> {
    let Snapshot { graph, facts, tree } = snapshot;
    let distance = ignored.map_or(facts.distance[node.row()], |it| it.distances()[node.row()]);
    if (0..=1).contains(&distance) {
        return None;
    }
    let retainer = *retaining_path(graph, facts, tree, node, (ignored, 1)).first()?;
    // Where an element stands says nothing of why it is alive, nor which slot of a map holds it.
    let is_pair = facts.known.ephemeron(graph.edges.name[retainer.edge.row()]).is_some();
    let name = match graph.edge_name(retainer.edge) {
        EdgeName::Number(_) => "[]".to_owned(),
        EdgeName::Text(text) if text.bytes().all(|it| it.is_ascii_digit()) => "[]".to_owned(),
        EdgeName::Text(_) if is_pair => "value in WeakMap".to_owned(),
        EdgeName::Text(text) => text.into_owned(),
    };
    Some((graph.edge_kind(retainer.edge), name, retainer.node))
}

/// A step of one object: the kind and name of the reference, and who holds.
type Step = (EdgeKind, String, NodeIndex);

/// Holders of one kind of step, and how many ways lead through each.
type Groups = HashMap<(EdgeKind, String, ClassIndex), HashMap<NodeIndex, u64>>;

/// Holders behind one step, and how many ways lead through each.
type Behind = (Option<u32>, Vec<(NodeIndex, u64)>);

impl MergedPaths {
    /// Counts ways that end at the holders of a step.
    fn end(&mut self, step: Option<u32>, weight: u64) {
        match step {
            Some(step) => self.steps[step as usize].n_ended += weight,
            None => self.n_unheld += weight,
        }
    }

    /// Adds the steps behind `below`, the one that most ways share first.
    fn add_groups(&mut self, below: Option<u32>, groups: Groups, next: &mut Vec<Behind>) {
        let mut sorted: Vec<_> = groups
            .into_iter()
            .map(|(key, holders)| {
                let mut holders: Vec<(NodeIndex, u64)> = holders.into_iter().collect();
                holders.sort_unstable();
                let weight: u64 = holders.iter().map(|it| it.1).sum();
                (key, holders, weight)
            })
            .collect();
        sorted.sort_unstable_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
        for ((edge_kind, edge, class), holders, n_objects) in sorted {
            let step = PathStep {
                below,
                class,
                edge_kind,
                edge,
                n_objects,
                n_holders: holders.len() as u64,
                holder: holders[0].0,
                n_ended: 0,
            };
            self.steps.push(step);
            next.push((Some(self.steps.len() as u32 - 1), holders));
        }
    }

    /// The first `limit` steps, each behind the one below it, with how many steps lead to it.
    pub fn in_order(&self, limit: usize) -> Vec<(usize, &PathStep)> {
        let (mut found, mut open) = (Vec::new(), Vec::new());
        let mut next: Vec<(u32, &PathStep)> = self.behind(None).collect();
        let mut depth = 0;
        loop {
            open.extend(next.into_iter().rev().map(|(at, step)| (at, step, depth)));
            let Some((at, step, its_depth)) = open.pop().filter(|_| found.len() < limit) else {
                return found;
            };
            found.push((its_depth, step));
            next = self.behind(Some(at)).collect();
            depth = its_depth + 1;
        }
    }

    /// The steps behind `below`, in order: those that most objects share first.
    pub fn behind(&self, below: Option<u32>) -> impl Iterator<Item = (u32, &PathStep)> {
        (0_u32..).zip(&self.steps).filter(move |it| it.1.below == below)
    }
}
