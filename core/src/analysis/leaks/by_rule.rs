//! What is suspected in a single snapshot by what it is: nodes that left their document, timers,
//! listeners, promises that wait, texts that are there many times, variables of functions.
//!
//! These become groups of their own, which are reported from a small share of the heap on.

use hashbrown::HashMap;

use super::groups::{GroupKey, GroupKind, Groups};
use super::rules::{Rule, TIMERS};
use crate::analysis::heap::Snapshot;
use crate::index::RowIndex as _;
use crate::model::heap::{EdgeKind, NodeIndex, NodeKind, show_wtf8};

/// One part in so many of the heap is enough for what a rule looks for.
const SHARE: u64 = 50;
/// One part in so many of the heap is enough for the variables of a function.
const SHARE_OF_VARIABLES: u64 = 20;
/// Variables of functions below this are left alone, in bytes: every module has some.
const MIN_VARIABLES: u64 = 1 << 20;

/// The name of the group of promises that something waits for.
pub(super) const PENDING: &[u8] = b"pending Promise";

/// Groups that a rule looks for, and the rule of each.
pub(super) type Sought = HashMap<u32, Rule>;

/// Makes groups of what rules look for, and says which groups these are.
pub(super) fn sought(last: Snapshot<'_>, groups: &mut Groups) -> Sought {
    let mut sought = Sought::new();
    for (group, key) in (0..).zip(&groups.keys) {
        let is_text = key.kind == GroupKind::Text && !key.name.starts_with(b"(");
        let is_shown = key.kind != GroupKind::Internal;
        let rule = match key.name.as_slice() {
            _ if is_text => Rule::DuplicateStrings,
            name if is_shown && name.starts_with(b"Detached ") => Rule::DetachedDom,
            name if TIMERS.iter().any(|it| it.as_bytes() == name) => Rule::Timer,
            _ => continue,
        };
        sought.insert(group, rule);
    }
    let waiting = waiting_promises(last);
    let mut split = |rule: Rule, name: String, nodes: &[NodeIndex]| {
        if nodes.is_empty() {
            return;
        }
        let group = groups.keys.len() as u32;
        groups.keys.push(GroupKey {
            kind: GroupKind::Internal,
            name: name.into_bytes(),
            place: None,
        });
        for node in nodes {
            groups.of_node[node.row()] = group;
        }
        sought.insert(group, rule);
    };
    split(Rule::PendingPromise, show_wtf8(PENDING).into_owned(), &waiting);
    for (event, functions) in listeners(last) {
        split(Rule::Listener, format!("listeners of {event}"), &functions);
    }
    for (function, contexts) in large_contexts(last) {
        split(Rule::Closure, format!("variables of {function}"), &contexts);
    }
    sought
}

/// What a group of that rule must keep to be reported, where the whole heap takes `total`.
pub(super) fn least(rule: Rule, total: u64) -> u64 {
    match rule {
        Rule::Closure => (total / SHARE_OF_VARIABLES).max(MIN_VARIABLES),
        _ => (total / SHARE).max(1),
    }
}

/// Promises that something waits for, in the order of the file.
fn waiting_promises(last: Snapshot<'_>) -> Vec<NodeIndex> {
    let graph = last.graph;
    let is_waiting = |node: &NodeIndex| {
        graph.edges_of(*node).any(|edge| {
            graph.edge_text(edge) == Some(b"reactions_or_result")
                && graph.raw_name(graph.target(edge)) == b"system / PromiseReaction"
        })
    };
    let is_promise = |node: &NodeIndex| {
        graph.node_kind(*node) == NodeKind::Object && graph.raw_name(*node) == b"Promise"
    };
    graph.node_indices().filter(is_promise).filter(is_waiting).collect()
}

/// Functions that an emitter of Node.js holds by the name of an event: one, or an array of them.
fn listeners(last: Snapshot<'_>) -> Vec<(String, Vec<NodeIndex>)> {
    let graph = last.graph;
    let is_property = graph.edge_kinds.map_codes(EdgeKind::Other, |it| it == EdgeKind::Property);
    let Some(name) = (0..).zip(graph.strings.iter()).find(|it| it.1 == b"_events") else {
        return Vec::new();
    };
    let is_events = |&row: &usize| {
        graph.edges.name[row] == name.0 && is_property[usize::from(graph.edges.kind[row])]
    };
    let is_function = |it: &NodeIndex| graph.node_kind(*it) == NodeKind::Closure;
    let mut of_event: HashMap<Vec<u8>, Vec<NodeIndex>> = HashMap::new();
    for row in (0..graph.n_edges()).filter(is_events) {
        let events = NodeIndex::from_row(graph.edges.to[row] as usize);
        for edge in graph.edges_of(events) {
            let is_named = graph.edge_kind(edge) == EdgeKind::Property;
            let event = graph.edge_text(edge).filter(|it| is_named && *it != b"__proto__");
            let Some(event) = event else { continue };
            let held = graph.target(edge);
            let functions = of_event.entry(event.to_owned()).or_default();
            if is_function(&held) {
                functions.push(held);
            } else {
                functions.extend(elements(last, held).into_iter().filter(is_function));
            }
        }
    }
    let mut all: Vec<(String, Vec<NodeIndex>)> = of_event
        .into_iter()
        .map(|(event, mut functions)| {
            functions.sort_unstable();
            functions.dedup();
            (show_wtf8(&event).into_owned(), functions)
        })
        .collect();
    all.sort();
    all
}

/// What an array holds.
fn elements(last: Snapshot<'_>, array: NodeIndex) -> Vec<NodeIndex> {
    let graph = last.graph;
    let mut found = Vec::new();
    for edge in graph.edges_of(array) {
        match graph.edge_kind(edge) {
            EdgeKind::Element => found.push(graph.target(edge)),
            // Elements may stand in a store of their own.
            EdgeKind::Internal if graph.edge_text(edge) == Some(b"elements") => {
                let store = graph.edges_of(graph.target(edge));
                let is_slot = |edge: &crate::model::heap::EdgeIndex| {
                    matches!(graph.edge_kind(*edge), EdgeKind::Internal | EdgeKind::Hidden)
                };
                found.extend(store.filter(is_slot).map(|it| graph.target(it)));
            }
            _ => {}
        }
    }
    found
}

/// Contexts that keep much alive, of which no part keeps most, by a function that sees them.
fn large_contexts(last: Snapshot<'_>) -> Vec<(String, Vec<NodeIndex>)> {
    let (graph, tree) = (last.graph, last.tree);
    let least = least(Rule::Closure, tree.total(graph));
    let retained = |it: NodeIndex| tree.dominators.retained(it);
    let is_large = |node: &NodeIndex| {
        graph.raw_name(*node).starts_with(b"system / Context") && retained(*node) >= least
    };
    let mut of_function: HashMap<String, Vec<NodeIndex>> = HashMap::new();
    for context in graph.node_indices().filter(is_large) {
        let largest = tree.dominated.of_node(context).map(retained).max().unwrap_or(0);
        let is_function = |it: &NodeIndex| graph.node_kind(*it) == NodeKind::Closure;
        let holders = tree.retainers.of_node(graph, context);
        let mut functions: Vec<NodeIndex> =
            holders.iter().map(|it| it.node).filter(is_function).collect();
        functions.sort_unstable();
        // Where one context alone keeps most, it is the one to name.
        let is_line = largest.saturating_mul(10) > retained(context).saturating_mul(7)
            && tree.dominated.of_node(context).any(|it| retained(it) == largest && is_large(&it));
        if let Some(&function) = functions.first().filter(|_| !is_line) {
            let name = show_wtf8(graph.raw_name(function)).into_owned();
            let name = if name.is_empty() { "(anonymous)".to_owned() } else { name };
            of_function.entry(name).or_default().push(context);
        }
    }
    let mut all: Vec<(String, Vec<NodeIndex>)> = of_function.into_iter().collect();
    all.sort();
    all
}
