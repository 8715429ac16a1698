//! Where objects of a suspect pile up: the last object through which the ways of all of them lead.

use super::sentence::ANONYMOUS;
use super::ways::Ways;
use crate::analysis::heap::{ClassIndex, Snapshot};
use crate::model::heap::{EdgeIndex, EdgeKind, EdgeName, NodeIndex, NodeKind};

/// The most steps that are looked at to name a holder.
const MAX_STEPS: usize = 12;

/// What keeps the objects of a suspect alive: Eclipse MAT's accumulation point, found along the
/// shortest ways to the roots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// For people, such as ``Map `listenersByTopic` ``.
    pub name: String,
    /// Its class, such as `Map`.
    pub class: String,
    /// The property or variable that holds it, if it has a name.
    pub held_as: Option<String>,
    /// The object itself.
    pub node: NodeIndex,
}

/// The holder that all of `nodes` share: above tables and contexts, the first object that people
/// know. `None` if nothing but the roots holds them all.
pub(super) fn holder(
    snapshot: Snapshot<'_>,
    ways: &Ways<'_>,
    nodes: &[NodeIndex],
) -> Option<Holder> {
    let mut node = ways.meeting(nodes)?;
    for _ in 0..MAX_STEPS {
        if !is_hidden(snapshot, node) {
            break;
        }
        let Some((above, _)) = ways.holder(node) else { break };
        node = above;
    }
    // Timers stand in a list from each to the next: what holds things of several is the list.
    if is_timer(snapshot, node) && nodes.iter().any(|it| comes_by_link(snapshot, ways, *it, node)) {
        while let Some((above, _)) = ways.holder(node).filter(|_| is_timer(snapshot, node)) {
            node = above;
        }
    }
    Some(named(snapshot, ways, node))
}

/// The holder that a node is: above tables and contexts, the first object that people know.
pub(super) fn holder_at(snapshot: Snapshot<'_>, ways: &Ways<'_>, node: NodeIndex) -> Holder {
    let mut at = node;
    for _ in 0..MAX_STEPS {
        match ways.holder(at).filter(|_| is_hidden(snapshot, at)) {
            Some((above, _)) => at = above,
            None => break,
        }
    }
    named(snapshot, ways, at)
}

/// Whether a node is a timer of Node.js.
fn is_timer(snapshot: Snapshot<'_>, node: NodeIndex) -> bool {
    matches!(snapshot.graph.raw_name(node), b"Timeout" | b"Immediate")
}

/// Whether the way of a node comes to `timer` from the next timer of its list.
fn comes_by_link(
    snapshot: Snapshot<'_>,
    ways: &Ways<'_>,
    node: NodeIndex,
    timer: NodeIndex,
) -> bool {
    let mut at = node;
    while let Some((above, _)) = ways.holder(at) {
        if above == timer {
            return is_timer(snapshot, at);
        }
        at = above;
    }
    false
}

/// The name of the function that a timer calls, if `node` is a timer.
pub(super) fn callback(snapshot: Snapshot<'_>, ways: &Ways<'_>, node: NodeIndex) -> Option<String> {
    let graph = snapshot.graph;
    let is_callback = |it: &EdgeIndex| {
        matches!(graph.edge_text(*it), Some(b"_onTimeout" | b"_onImmediate"))
            && graph.node_kind(graph.target(*it)) == NodeKind::Closure
    };
    let edge = graph.edges_of(node).find(is_callback).filter(|_| is_timer(snapshot, node))?;
    let name = ways.node_name(graph.target(edge));
    name.strip_prefix("function ").map(str::to_owned)
}

/// Whether a node is nothing that people write: a table, or V8's own.
fn is_hidden(snapshot: Snapshot<'_>, node: NodeIndex) -> bool {
    let kind = snapshot.graph.node_kind(node);
    let is_internal = matches!(kind, NodeKind::Array | NodeKind::Hidden | NodeKind::ObjectShape);
    is_internal && !class_name(snapshot, node).contains("Context")
}

fn class_name(snapshot: Snapshot<'_>, node: NodeIndex) -> String {
    let class: ClassIndex = snapshot.facts.classes.of(node);
    snapshot.facts.classes.class[class].name().into_owned()
}

/// A holder by its class and by the nearest name on its way to the roots.
fn named(snapshot: Snapshot<'_>, ways: &Ways<'_>, node: NodeIndex) -> Holder {
    let class = ways.node_name(node);
    let mut held_as = None;
    let mut at = node;
    for _ in 0..MAX_STEPS {
        let Some((above, edge)) = ways.holder(at) else { break };
        let kind = snapshot.graph.edge_kind(edge);
        let is_name = matches!(kind, EdgeKind::Property | EdgeKind::Context);
        if let (true, EdgeName::Text(name)) = (is_name, snapshot.graph.edge_name(edge)) {
            held_as = Some(name.into_owned());
            break;
        }
        if !is_hidden(snapshot, above) && kind != EdgeKind::Internal {
            break;
        }
        at = above;
    }
    if let Some(function) = callback(snapshot, ways, node).filter(|it| it != ANONYMOUS) {
        let name = format!("{class} of `{function}`");
        return Holder { name, class, held_as: None, node };
    }
    let is_link =
        is_timer(snapshot, node) || matches!(class.as_str(), "TimersList" | "ImmediateList");
    let shown =
        if class.starts_with("system / Context") { "variables of a function" } else { &class };
    let name = match held_as.as_ref().filter(|_| !is_link) {
        Some(held) => format!("{shown} `{held}`"),
        None => shown.to_owned(),
    };
    Holder { name, class, held_as, node }
}
