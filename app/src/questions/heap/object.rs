//! Everything about one object: sizes, the way to it from the roots, how much hangs on it.

use std::sync::Arc;

use asyncscope_core::analysis::heap::{
    DETACHED, Ignore, Ignored, retaining_path, shown_edges, string_text,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::heap::{Location, NodeIndex};
use asyncscope_core::task::{Cancelled, Task};
use hashbrown::HashSet;

use super::node::{EdgeLine, NodeLine};
use super::{Known, Sizes};
use crate::jobs::Job;
use crate::opened::Opened;

/// The longest way from the roots that is shown.
pub const MAX_PATH: usize = 300;
/// Characters of a string that are shown.
const MOST_PREVIEW: usize = 2_000;

/// About which object something is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectQuestion {
    node: NodeIndex,
    ignore: Ignore,
    sizes: Sizes,
}

/// A step on the way from the roots.
#[derive(Clone, Debug, PartialEq)]
pub struct PathLine {
    /// The reference that leads to it from the line above; none to the first.
    pub edge: Option<EdgeLine>,
    /// The object.
    pub node: NodeLine,
    /// Whether it dominates the object at the end: without it that would be gone.
    pub dominates: bool,
}

/// Everything about one object.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectFacts {
    /// The object.
    pub line: NodeLine,
    /// The name of its class.
    pub class: String,
    /// V8's kind of node.
    pub kind: String,
    /// The text of a string, or its beginning.
    pub preview: Option<String>,
    /// Where its code or that of its constructor begins.
    pub location: Option<Location>,
    /// Whether it left its document.
    pub is_detached: bool,
    /// The way to it, from a root down to itself; empty while what keeps it alive is not known.
    pub path: Vec<PathLine>,
    /// Whether the way is longer than shown.
    pub is_cut: bool,
    /// Whether only what is ignored leads to it.
    pub is_unreached: bool,
    /// How many references it holds.
    pub n_fields: usize,
    /// How many references lead to it.
    pub n_retainers: usize,
    /// How many objects it dominates directly.
    pub n_dominated: usize,
    /// Objects and bytes that would go without what is ignored.
    pub freed: Option<(u64, u64)>,
}

impl Opened {
    /// Asks about an object.
    pub(super) fn ask_object(
        &mut self,
        node: Option<NodeIndex>,
        known: &Known,
        ctx: &egui::Context,
    ) {
        let Some(node) = node else { return };
        let ignore = self.heap.place.ignore.clone();
        let ignored = self.answers.heap.ignored.current().cloned();
        if known.tree.is_some() && ignored.is_none() {
            return;
        }
        let question = ObjectQuestion { node, ignore, sizes: known.sizes() };
        let (known, ignored) = (known.clone(), ignored.flatten());
        self.answers.heap.object.ask(question, || {
            Job::spawn("Looking at the object", ctx, move |task| {
                object(&known, node, ignored.as_deref(), task).map(Arc::new)
            })
        });
    }
}

fn object(
    known: &Known,
    node: NodeIndex,
    ignored: Option<&Ignored>,
    task: &Task,
) -> Result<ObjectFacts, Cancelled> {
    let Known { graph, facts, tree, .. } = known;
    let (path, is_cut) = path(known, node, ignored);
    task.advance(0)?;
    let tree = tree.as_deref();
    let is_string = graph.node_kind(node).is_string();
    let text = is_string.then(|| string_text(graph, facts, node));
    let unreached =
        |it: &Ignored| it.distances()[node.row()] < 0 && facts.distance[node.row()] >= 0;
    Ok(ObjectFacts {
        line: NodeLine::new(known, node),
        class: facts.classes.class[facts.classes.of(node)].name().into_owned(),
        kind: graph.node_kind_name(node).to_owned(),
        preview: text.map(|it| it.chars().take(MOST_PREVIEW).collect()),
        location: graph.location(node),
        is_detached: facts.detachedness.state(node.row()) == DETACHED,
        path,
        is_cut,
        is_unreached: ignored.is_some_and(unreached),
        n_fields: shown_edges(graph, node).count(),
        n_retainers: tree.map_or(0, |it| it.retainers.count(node.row())),
        n_dominated: tree.map_or(0, |it| it.dominated.children(node.row()).len()),
        freed: ignored.map(|it| it.freed),
    })
}

/// The way to an object, from a root down to it.
fn path(known: &Known, node: NodeIndex, ignored: Option<&Ignored>) -> (Vec<PathLine>, bool) {
    let Some(tree) = &known.tree else { return (Vec::new(), false) };
    let steps = retaining_path(&known.graph, &known.facts, tree, node, (ignored, MAX_PATH));
    let nodes: HashSet<NodeIndex> = steps.iter().map(|it| it.node).collect();
    // The chain of dominators may be as long as the heap: only what is on the way counts.
    let mut dominates = HashSet::new();
    let mut left = nodes.len();
    for it in tree.dominators.chain(node).skip(1) {
        if left == 0 {
            break;
        }
        if nodes.contains(&it) {
            dominates.insert(it);
            left -= 1;
        }
    }
    let is_cut = steps.len() >= MAX_PATH;
    let mut lines = Vec::with_capacity(steps.len() + 1);
    let mut edge = None;
    for step in steps.iter().rev() {
        let line = NodeLine::new(known, step.node);
        let dominates = dominates.contains(&step.node);
        lines.push(PathLine { edge: edge.take(), node: line, dominates });
        edge = Some(EdgeLine::new(known, step.edge));
    }
    lines.push(PathLine { edge, node: NodeLine::new(known, node), dominates: true });
    (lines, is_cut)
}
