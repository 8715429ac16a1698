//! To which page or realm each object belongs.

use crate::analysis::heap::facts::HeapFacts;
use crate::analysis::heap::known::is_native_context;
use crate::analysis::heap::names::raw_name;
use crate::analysis::heap::tree::HeapTree;
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::{EdgeKind, NodeIndex};
use crate::task::{Cancelled, Task};

/// Belongs to no native context.
const NONE: u32 = u32::MAX;

/// Belongs to several.
const SHARED: u32 = u32::MAX - 1;

/// To which native context each object belongs: one for each page, frame or realm.
#[derive(Clone, Debug, Default)]
pub struct NativeContexts {
    owner: Vec<u32>,
    /// The contexts, in the order of the file.
    pub contexts: Vec<NativeContext>,
    /// Bytes of objects that belong to several.
    pub shared: u64,
    /// Bytes of objects that belong to none.
    pub unowned: u64,
}

/// A native context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NativeContext {
    /// Its node.
    pub node: NodeIndex,
    /// Bytes of the objects that belong to it.
    pub size: u64,
}

/// Whose an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContextOwner {
    /// Nobody's.
    None,
    /// Of several contexts.
    Shared,
    /// Of this context.
    One(NodeIndex),
}

impl NativeContexts {
    /// Whose a node is.
    pub fn of(&self, node: NodeIndex) -> ContextOwner {
        self.of_row(node.row())
    }

    /// The same, of the node in a row.
    pub(super) fn of_row(&self, node: usize) -> ContextOwner {
        match self.owner[node] {
            NONE => ContextOwner::None,
            SHARED => ContextOwner::Shared,
            row => ContextOwner::One(NodeIndex::from_row(row as usize)),
        }
    }
}

/// Says to which native context each object belongs, as DevTools does: an object whose map's map
/// names its context belongs to that; anything else to whoever reaches it.
pub fn native_contexts(
    graph: &HeapGraph,
    facts: &HeapFacts,
    task: &Task,
) -> Result<NativeContexts, Cancelled> {
    task.begin(graph.n_nodes() as u64 * 2);
    let is_context = |node: usize| {
        facts.known.native_contexts.has(graph.nodes.name[node])
            || facts.detachedness.is_renamed(node)
                && is_native_context(&raw_name(graph, facts, node))
    };
    let mut owner = fixed_owners(graph, facts, is_context);
    task.advance(graph.n_nodes() as u64)?;
    spread(graph, &mut owner, task)?;
    let contexts = (0..graph.n_nodes()).filter(|&it| is_context(it));
    let mut found = NativeContexts {
        owner: Vec::new(),
        contexts: contexts
            .map(|it| NativeContext { node: NodeIndex::from_row(it), size: 0 })
            .collect(),
        ..NativeContexts::default()
    };
    for (&owner, size) in owner.iter().zip(facts.shallow.iter()) {
        let at =
            |row: u32| found.contexts.binary_search_by_key(&(row as usize), |it| it.node.row());
        let slot = match owner {
            NONE => &mut found.unowned,
            SHARED => &mut found.shared,
            row => match at(row) {
                Ok(at) => &mut found.contexts[at].size,
                Err(_) => continue,
            },
        };
        *slot = slot.saturating_add(size);
    }
    found.owner = owner;
    Ok(found)
}

/// The owners that the objects themselves tell.
fn fixed_owners(
    graph: &HeapGraph,
    facts: &HeapFacts,
    is_context: impl Fn(usize) -> bool,
) -> Vec<u32> {
    let is_internal = graph.edge_kinds.map_codes(EdgeKind::Other, |it| it == EdgeKind::Internal);
    let target = |node: usize, is_wanted: &dyn Fn(usize) -> bool| {
        let is_named =
            |edge: &usize| is_internal[usize::from(graph.edges.kind[*edge])] && is_wanted(*edge);
        graph.edge_rows(node).find(is_named).map(|it| graph.edges.to[it] as usize)
    };
    let map = |node: usize| target(node, &|it| facts.known.map.has(graph.edges.name[it]));
    let context = |node: usize| {
        target(node, &|it| {
            facts.known.native_context.has(graph.edges.name[it])
                && is_context(graph.edges.to[it] as usize)
        })
    };
    let of_map_of_map = |node: usize| map(node).and_then(map).and_then(context);
    let owner = |node: usize| {
        if is_context(node) { Some(node) } else { of_map_of_map(node) }
    };
    (0..graph.n_nodes()).map(|node| owner(node).map_or(NONE, |it| it as u32)).collect()
}

/// Gives what has no fixed owner to whoever reaches it, until nothing changes: an owner is met at
/// most twice on its way up from none over one to shared.
fn spread(graph: &HeapGraph, owner: &mut [u32], task: &Task) -> Result<(), Cancelled> {
    let skips = graph
        .edge_kinds
        .map_codes(EdgeKind::Other, |it| matches!(it, EdgeKind::Shortcut | EdgeKind::Weak));
    let is_fixed = crate::analysis::heap::bits::Bits::from_fn(owner.len(), |it| owner[it] != NONE);
    let mut open: Vec<u32> = is_fixed.iter().map(|it| it as u32).collect();
    let mut n_done = 0_usize;
    while let Some(node) = open.pop() {
        n_done += 1;
        if n_done.is_multiple_of(1 << 16) {
            task.advance(1 << 16)?;
        }
        let current = owner[node as usize];
        for edge in graph.edge_rows(node as usize) {
            let to = graph.edges.to[edge];
            let is_skipped = skips[usize::from(graph.edges.kind[edge])];
            if is_skipped || is_fixed.has(to as usize) || to == node {
                continue;
            }
            let known = owner[to as usize];
            let merged = match known {
                NONE => current,
                _ if known == current => known,
                _ => SHARED,
            };
            if merged != known {
                owner[to as usize] = merged;
                open.push(to);
            }
        }
    }
    Ok(())
}

/// What a native context keeps alive and takes itself, in bytes.
pub fn context_sizes(facts: &HeapFacts, tree: &HeapTree, context: NativeContext) -> (u64, u64) {
    (tree.dominators.retained(context.node), facts.shallow.get(context.node.row()))
}
