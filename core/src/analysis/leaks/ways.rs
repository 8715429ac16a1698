//! The shortest way from each object to the roots, and objects that share the look of theirs.

use std::collections::BTreeSet;

use hashbrown::HashMap;

use crate::analysis::heap::{Snapshot, group_name};
use crate::index::RowIndex as _;
use crate::model::heap::{EdgeIndex, EdgeKind, EdgeName, NodeIndex, NodeKind, show_wtf8};
use crate::task::{Cancelled, Task};

/// No edge, or no look.
const NONE: u32 = u32::MAX;

/// A shortest way from each object to the roots, as one forest.
pub(super) struct Ways<'a> {
    snapshot: Snapshot<'a>,
    /// The edge by which each node is reached.
    edge: Vec<u32>,
    looks: HashMap<(u32, u32), u32>,
    labels: HashMap<String, u32>,
    /// Each look: the one behind it, and its own label.
    steps: Vec<(u32, u32)>,
    texts: Vec<String>,
    of_node: HashMap<u32, u32>,
}

impl<'a> Ways<'a> {
    /// Finds a shortest way for each node: one pass over all edges, since distances are known. Of
    /// several the first in the file counts.
    pub(super) fn of(snapshot: Snapshot<'a>, task: &Task) -> Result<Self, Cancelled> {
        let Snapshot { graph, facts, .. } = snapshot;
        let mut edge = vec![NONE; graph.n_nodes()];
        let skips = graph
            .edge_kinds
            .map_codes(EdgeKind::Other, |it| matches!(it, EdgeKind::Weak | EdgeKind::Invisible));
        for node in 0..graph.n_nodes() {
            if node.is_multiple_of(1 << 16) {
                task.advance(1 << 16)?;
            }
            let distance = facts.distance[node];
            if distance < 1 || node == graph.root.row() {
                continue;
            }
            for row in graph.edge_rows(node) {
                let to = graph.edges.to[row] as usize;
                let is_next = facts.distance[to] == distance + 1 && edge[to] == NONE;
                if is_next && !skips[usize::from(graph.edges.kind[row])] {
                    edge[to] = row as u32;
                }
            }
        }
        Ok(Self {
            snapshot,
            edge,
            looks: HashMap::new(),
            labels: HashMap::new(),
            steps: Vec::new(),
            texts: Vec::new(),
            of_node: HashMap::new(),
        })
    }

    /// Who holds a node on its way to the roots, and by which edge.
    pub(super) fn holder(&self, node: NodeIndex) -> Option<(NodeIndex, EdgeIndex)> {
        let row = self.edge[node.row()];
        let edge = (row != NONE).then(|| EdgeIndex::from_row(row as usize))?;
        Some((self.snapshot.graph.source(edge), edge))
    }

    /// What the way of a node looks like: a number that objects share whose ways have the same
    /// names and classes. A step that repeats the one before it counts once, so that it does not
    /// matter where in a list an object stands.
    pub(super) fn look(&mut self, node: NodeIndex) -> u32 {
        let (mut open, mut at) = (Vec::new(), node);
        let mut look = loop {
            if let Some(&known) = self.of_node.get(&(at.row() as u32)) {
                break known;
            }
            let Some((holder, edge)) = self.holder(at) else {
                self.of_node.insert(at.row() as u32, NONE);
                break NONE;
            };
            open.push((at, holder, edge));
            at = holder;
        };
        while let Some((node, holder, edge)) = open.pop() {
            let label = self.label(holder, edge);
            let repeats = look != NONE && self.steps[look as usize].1 == label;
            if !repeats {
                let (behind, next) = (look, self.steps.len() as u32);
                look = *self.looks.entry((behind, label)).or_insert(next);
                if look == next {
                    self.steps.push((behind, label));
                }
            }
            self.of_node.insert(node.row() as u32, look);
        }
        look
    }
    fn label(&mut self, holder: NodeIndex, edge: EdgeIndex) -> u32 {
        let text = self.step_text(holder, edge);
        let next = self.texts.len() as u32;
        *self.labels.entry(text).or_insert_with_key(|text| {
            self.texts.push(text.clone());
            next
        })
    }

    /// One step of a way, such as `.cache of Map` or `[] of Array`.
    fn step_text(&self, holder: NodeIndex, edge: EdgeIndex) -> String {
        let name = self.node_name(holder);
        let graph = self.snapshot.graph;
        let property = match (graph.edge_kind(edge), graph.edge_name(edge)) {
            (_, EdgeName::Number(_)) => "[]".to_owned(),
            (_, EdgeName::Text(it)) if it.bytes().all(|it| it.is_ascii_digit()) => "[]".to_owned(),
            (_, EdgeName::Text(it)) if it.contains(" pair in WeakMap ") => {
                "value in WeakMap".to_owned()
            }
            (EdgeKind::Property, EdgeName::Text(it)) => format!(".{it}"),
            (EdgeKind::Context, EdgeName::Text(it)) => format!("variable {it}"),
            (_, EdgeName::Text(it)) => format!("<{it}>"),
        };
        format!("{property} of {name}")
    }

    /// What a holder is called: functions and groups of roots, such as `(Stack roots)`, by their
    /// names, everything else by its class.
    pub(super) fn node_name(&self, node: NodeIndex) -> String {
        let Snapshot { graph, facts, .. } = self.snapshot;
        if graph.node_kind(node) == NodeKind::Closure {
            let name = show_wtf8(graph.raw_name(node));
            let name = if name.is_empty() { "(anonymous)".into() } else { name };
            return format!("function {name}");
        }
        // The group of all groups tells nothing.
        if let Some(group) = group_name(graph, node).filter(|it| it != "(GC roots)") {
            return group.into_owned();
        }
        let name = facts.classes.class[facts.classes.of(node)].name();
        // Contexts of Chromium tell the number of their scope, which tells people nothing.
        match name.split_once(" / scope @") {
            Some((context, _)) => context.to_owned(),
            None => name.into_owned(),
        }
    }

    /// The steps of a look, from the objects towards the roots, at most `limit`.
    pub(super) fn steps_of(&self, look: u32, limit: usize) -> Vec<String> {
        let (mut steps, mut at) = (Vec::new(), look);
        while at != NONE && steps.len() < limit {
            let (behind, label) = self.steps[at as usize];
            steps.push(self.texts[label as usize].clone());
            at = behind;
        }
        steps
    }

    /// The last object that the ways of all `nodes` lead through, and it is none of them.
    pub(super) fn meeting(&self, nodes: &[NodeIndex]) -> Option<NodeIndex> {
        let distance = |it: NodeIndex| self.snapshot.facts.distance[it.row()];
        let mut open: BTreeSet<(i32, NodeIndex)> = BTreeSet::new();
        for &node in nodes {
            let (holder, _) = self.holder(node)?;
            open.insert((distance(holder), holder));
        }
        while open.len() > 1 {
            let (_, farthest) = open.pop_last()?;
            let (holder, _) = self.holder(farthest)?;
            open.insert((distance(holder), holder));
        }
        open.pop_last().map(|it| it.1)
    }
}
