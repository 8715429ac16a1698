//! How many references lie between the roots and each object.

use hashbrown::HashSet;

use crate::analysis::heap::bits::Bits;
use crate::analysis::heap::known::KnownNames;
use crate::analysis::heap::roots::{page_seeds, user_roots};
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::{EdgeKind, NodeKind};
use crate::task::{Cancelled, Task};

/// Distance of what nothing leads to.
pub const UNREACHED: i32 = -5;

/// Distance of the root; what only V8 itself holds lies beyond.
pub const SYSTEM: i32 = 100_000_000;

/// Nodes between two looks at whether to go on.
const PACE: usize = 1 << 16;

/// Which references a search must not follow.
pub(super) struct Rules<'a> {
    graph: &'a HeapGraph,
    known: &'a KnownNames,
    is_weak: [bool; 256],
    is_internal: [bool; 256],
    /// Kinds of nodes of which some have rules of their own.
    is_odd: [bool; 256],
    /// Halves of pairs that were met once: the second one counts.
    pending: HashSet<u32>,
    /// Edges that are looked past.
    ignored: Bits,
}

impl<'a> Rules<'a> {
    pub(super) fn new(graph: &'a HeapGraph, known: &'a KnownNames) -> Self {
        let odd = |kind| matches!(kind, NodeKind::Hidden | NodeKind::Array);
        Self {
            graph,
            known,
            is_weak: graph.edge_kinds.map_codes(EdgeKind::Other, |it| it == EdgeKind::Weak),
            is_internal: graph.edge_kinds.map_codes(EdgeKind::Other, |it| it == EdgeKind::Internal),
            is_odd: graph.node_kinds.map_codes(NodeKind::Other, odd),
            pending: HashSet::new(),
            ignored: Bits::default(),
        }
    }

    /// The same rules, and no following of `ignored` edges.
    pub(super) fn without(self, ignored: Bits) -> Self {
        Self { ignored, ..self }
    }

    /// Whether edges of a node have rules of their own.
    #[inline]
    fn has_odd_edges(&self, node: usize) -> bool {
        self.is_odd[usize::from(self.graph.nodes.kind[node])] && {
            let name = self.graph.nodes.name[node];
            self.known.native_contexts.has(name) || self.known.map_descriptors.has(name)
        }
    }

    /// Whether an edge of a node with rules of its own is followed. The second half of a pair is;
    /// the first is not.
    ///
    /// V8's maps hold the functions of a page by `sloppy_function_map`, and descriptors hold what
    /// properties were called: neither says why an object is alive.
    fn follows_odd(&mut self, node: usize, edge: usize) -> Option<bool> {
        let (nodes, edges) = (&self.graph.nodes, &self.graph.edges);
        let kind = self.graph.node_kinds.kind(nodes.kind[node]);
        let edge_kind = self.graph.edge_kinds.kind(edges.kind[edge]).unwrap_or(EdgeKind::Other);
        let (node_name, name) = (nodes.name[node], edges.name[edge]);
        if kind == Some(NodeKind::Hidden) {
            let is_map = !edge_kind.is_numbered() && self.known.sloppy_function_map.has(name);
            let is_plain = self.graph.strings.bytes(node_name) == b"system / NativeContext";
            return (is_map && is_plain).then_some(false);
        }
        if !self.known.map_descriptors.has(node_name) {
            return None;
        }
        let index = if edge_kind.is_numbered() {
            Some(u64::from(name))
        } else {
            leading_number(self.graph.strings.bytes(name))
        };
        Some(index.is_none_or(|it| it < 2 || it % 3 != 1))
    }

    /// Whether an edge to a node that was not met yet is followed.
    #[inline]
    fn follows(&mut self, edge: usize) -> bool {
        let edges = &self.graph.edges;
        if self.ignored.has(edge) {
            return false;
        }
        if !self.is_internal[usize::from(edges.kind[edge])] {
            return true;
        }
        match self.known.ephemeron(edges.name[edge]) {
            None => true,
            Some(it) => {
                self.pending.remove(&it.pair) || {
                    self.pending.insert(it.pair);
                    false
                }
            }
        }
    }
}

/// What `parseInt` makes of a text.
fn leading_number(text: &[u8]) -> Option<u64> {
    let text = text.trim_ascii_start();
    let length = text.iter().take_while(|it| it.is_ascii_digit()).count();
    std::str::from_utf8(&text[..length.min(18)]).ok()?.parse().ok()
}

/// A breadth-first search.
pub(super) struct Search {
    pub(super) distance: Vec<i32>,
    queue: Vec<u32>,
    /// Targets of edges that rules forbid to follow.
    forbidden: Vec<u32>,
}

impl Search {
    pub(super) fn new(n: usize) -> Self {
        let queue = Vec::with_capacity(n + 16);
        Self { distance: vec![UNREACHED; n], queue, forbidden: Vec::new() }
    }

    /// Begins at `nodes`, all `distance` away.
    pub(super) fn start(&mut self, nodes: &[u32], distance: i32) {
        self.queue.clear();
        for &node in nodes {
            self.distance[node as usize] = distance;
            self.queue.push(node);
        }
    }

    /// Follows every reference that `rules` and `enters` allow, from what was begun with.
    pub(super) fn run(
        &mut self,
        rules: &mut Rules<'_>,
        enters: impl Fn(usize) -> bool,
        task: &Task,
    ) -> Result<(), Cancelled> {
        let graph = rules.graph;
        let mut next = 0;
        while let Some(&node) = self.queue.get(next) {
            next += 1;
            if next.is_multiple_of(PACE) {
                task.advance(PACE as u64)?;
            }
            let node = node as usize;
            let distance = self.distance[node] + 1;
            let is_odd = rules.has_odd_edges(node);
            for edge in graph.edge_rows(node) {
                if rules.is_weak[usize::from(graph.edges.kind[edge])] {
                    continue;
                }
                let to = graph.edges.to[edge];
                if self.distance[to as usize] != UNREACHED || !enters(to as usize) {
                    continue;
                }
                let odd = if is_odd { rules.follows_odd(node, edge) } else { None };
                let follows = match odd {
                    Some(follows) => follows && !rules.ignored.has(edge),
                    None => rules.follows(edge),
                };
                if follows {
                    self.distance[to as usize] = distance;
                    self.queue.push(to);
                } else {
                    self.forbidden.push(to);
                }
            }
        }
        Ok(())
    }
}

/// The distance of each node, and the objects of the page.
pub(super) struct Reached {
    pub(super) distance: Vec<i32>,
    pub(super) page: Bits,
}

/// Searches from the program's own roots, then from V8's, as DevTools does; `with_page` is called
/// as soon as the objects of the page are known, beside the second search.
pub(super) fn distances<T: Send>(
    graph: &HeapGraph,
    known: &KnownNames,
    task: &Task,
    with_page: impl FnOnce(&Bits) -> T + Send,
) -> Result<(Reached, T), Cancelled> {
    let mut rules = Rules::new(graph, known);
    let mut search = Search::new(graph.n_nodes());
    let roots = user_roots(graph, known);
    search.start(&roots, 1);
    search.run(&mut rules, |_| true, task)?;
    let page = page_of(graph, known, &roots, &search);
    let root = u32::try_from(graph.root.row()).unwrap_or(0);
    let mut second = |search: &mut Search| {
        search.start(&[root], if roots.is_empty() { 0 } else { SYSTEM });
        search.run(&mut rules, |_| true, task)
    };
    let (ended, answer) = rayon::join(|| second(&mut search), || with_page(&page));
    ended?;
    Ok((Reached { distance: search.distance, page }, answer))
}

/// The objects that belong to the page: all that can be reached from its seeds.
///
/// Where the seeds are the program's roots, the search for distances has found most of them
/// already.
fn page_of(graph: &HeapGraph, known: &KnownNames, roots: &[u32], search: &Search) -> Bits {
    let n = graph.n_nodes();
    let sorted = |mut nodes: Vec<u32>| {
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    };
    let seeds = sorted(page_seeds(graph, known));
    let (mut page, mut open) = if sorted(roots.to_vec()) == seeds {
        let found = &search.distance;
        (Bits::from_fn(n, |node| found[node] != UNREACHED), search.forbidden.clone())
    } else {
        (Bits::new(n), seeds)
    };
    open.retain(|&it| {
        let is_new = !page.has(it as usize);
        page.set(it as usize);
        is_new
    });
    let is_weak = graph.edge_kinds.map_codes(EdgeKind::Other, |it| it == EdgeKind::Weak);
    while let Some(node) = open.pop() {
        for edge in graph.edge_rows(node as usize) {
            let to = graph.edges.to[edge];
            if !is_weak[usize::from(graph.edges.kind[edge])] && !page.has(to as usize) {
                page.set(to as usize);
                open.push(to);
            }
        }
    }
    page
}
