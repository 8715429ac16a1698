//! Objects that something in particular keeps alive.

use crate::analysis::heap::bits::Bits;
use crate::analysis::heap::detachedness::DETACHED;
use crate::analysis::heap::distances::UNREACHED;
use crate::analysis::heap::facts::HeapFacts;
use crate::analysis::heap::names::raw_name;
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::{EdgeKind, NodeKind};
use crate::task::{Cancelled, Task};

/// What keeps the wanted objects alive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RetainedBy {
    /// Nodes that left their document.
    DetachedNodes,
    /// Variables of functions.
    Contexts,
    /// Functions that listen to events.
    EventListeners,
    /// The console of DevTools.
    Console,
}

/// The objects that nothing but `holder` keeps alive: DevTools' filters "Objects retained by …".
///
/// An object is among them if no way from the root leads to it without `holder`. What nothing
/// leads to at all is not.
pub fn retained_by(
    graph: &HeapGraph,
    facts: &HeapFacts,
    holder: RetainedBy,
    task: &Task,
) -> Result<Bits, Cancelled> {
    task.begin(graph.n_nodes() as u64);
    let n = graph.n_nodes();
    let reached = match holder {
        RetainedBy::DetachedNodes => {
            reach(graph, |_, _, to| facts.detachedness.state(to) != DETACHED, task)?
        }
        RetainedBy::Contexts => {
            let is_context = |node: usize| {
                facts.known.contexts.has(graph.nodes.name[node])
                    && !facts.detachedness.is_renamed(node)
            };
            reach(graph, |_, _, to| !is_context(to), task)?
        }
        RetainedBy::Console => reach(graph, |node, edge, _| !is_console(graph, node, edge), task)?,
        RetainedBy::EventListeners => {
            let listeners = listeners(graph, facts);
            reach(graph, |_, _, to| !listeners.has(to), task)?
        }
    };
    Ok(Bits::from_fn(n, |node| !reached.has(node) && facts.distance[node] != UNREACHED))
}

/// Every node that can be reached from the root along edges that `follows` accepts: source, edge,
/// target.
pub(super) fn reach(
    graph: &HeapGraph,
    follows: impl Fn(usize, usize, usize) -> bool,
    task: &Task,
) -> Result<Bits, Cancelled> {
    let is_weak = graph.edge_kinds.map_codes(EdgeKind::Other, |it| it == EdgeKind::Weak);
    let mut reached = Bits::new(graph.n_nodes());
    reached.set(graph.root.row());
    let mut open = vec![graph.root.row() as u32];
    let mut n_done = 0_usize;
    while let Some(node) = open.pop() {
        n_done += 1;
        if n_done.is_multiple_of(1 << 16) {
            task.advance(1 << 16)?;
        }
        let node = node as usize;
        for edge in graph.edge_rows(node) {
            let to = graph.edges.to[edge] as usize;
            let is_new = !reached.has(to) && !is_weak[usize::from(graph.edges.kind[edge])];
            if is_new && follows(node, edge, to) {
                reached.set(to);
                open.push(to as u32);
            }
        }
    }
    Ok(reached)
}

/// Whether an edge comes from the console of DevTools.
fn is_console(graph: &HeapGraph, node: usize, edge: usize) -> bool {
    let kind = graph.edge_kinds.kind(graph.edges.kind[edge]).unwrap_or(EdgeKind::Other);
    graph.node_kinds.kind(graph.nodes.kind[node]) == Some(NodeKind::Synthetic)
        && !kind.is_numbered()
        && graph.strings.bytes(graph.edges.name[edge]).ends_with(b" / DevTools console")
}

/// The functions that listen to events.
fn listeners(graph: &HeapGraph, facts: &HeapFacts) -> Bits {
    let target = |node: usize, name: &[u8]| {
        let is_named = |edge: &usize| edge_is_called(graph, *edge, name);
        graph.edge_rows(node).find(is_named).map(|it| graph.edges.to[it] as usize)
    };
    let has_code = |node: usize| target(node, b"code").is_some();
    let mut found = Bits::new(graph.n_nodes());
    let is_listener = |node: &usize| facts.known.event_listener.has(graph.nodes.name[*node]);
    for listener in (0..graph.n_nodes()).filter(is_listener) {
        if &*raw_name(graph, facts, listener) != b"V8EventListener" {
            continue;
        }
        let Some(callback) = target(listener, b"1") else { continue };
        let mut below = graph.edge_rows(callback).map(|it| graph.edges.to[it] as usize);
        let function = if has_code(callback) { None } else { below.find(|&it| has_code(it)) };
        found.set(function.unwrap_or(callback));
    }
    found
}

/// Whether an edge has this name, also where that is a number.
fn edge_is_called(graph: &HeapGraph, edge: usize, name: &[u8]) -> bool {
    let kind = graph.edge_kinds.kind(graph.edges.kind[edge]).unwrap_or(EdgeKind::Other);
    let number = graph.edges.name[edge];
    if kind.is_numbered() {
        number.to_string().as_bytes() == name
    } else {
        graph.strings.bytes(number) == name
    }
}

/// Nodes whose id lies above `after` and is at most `last`: what was allocated between two moments
/// of one process.
pub fn allocated_between(graph: &HeapGraph, after: u64, last: u64) -> Bits {
    Bits::from_fn(graph.n_nodes(), |node| {
        let id = graph.nodes.id.get(node);
        id > after && id <= last
    })
}

/// The largest id of an object of JavaScript, which are odd: a moment in the life of a process.
pub fn last_object_id(graph: &HeapGraph) -> u64 {
    graph.nodes.id.iter().filter(|it| it % 2 == 1).max().unwrap_or(0)
}
