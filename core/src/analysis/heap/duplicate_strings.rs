//! Strings that are there more than once.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashMap};

use crate::analysis::heap::bits::Bits;
use crate::analysis::heap::facts::HeapFacts;
use crate::analysis::heap::names::{display_bytes, joined_string};
use crate::analysis::heap::tree::HeapTree;
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::{EdgeKind, NodeIndex, NodeKind, show_wtf8, utf16_length};
use crate::task::{Cancelled, Task};

/// Length in UTF-16 units from which a name is likely only the beginning of a string.
const CUT: usize = 1_024;

/// Strings of one content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuplicateString {
    /// How many there are.
    pub count: u64,
    /// Sum of their shallow sizes in bytes.
    pub shallow: u64,
    /// Sum of their retained sizes in bytes.
    pub retained: u64,
    /// What all but the largest take, in bytes: what one copy would save.
    pub wasted: u64,
    /// The first of them.
    pub first: NodeIndex,
    /// Whether only the beginnings of the strings are known to be equal: V8 writes 1,024
    /// characters of each at most.
    pub is_cut: bool,
}

/// Strings that are there more than once.
#[derive(Clone, Debug, Default)]
pub struct DuplicateStrings {
    /// What most memory is kept alive by, first; then by wasted bytes, then by row.
    pub groups: Vec<DuplicateString>,
    /// Every string of a group.
    pub nodes: Bits,
}

/// What tells strings apart. The text stands as two hashes, since joined strings have none in the
/// file.
type Key = ([u64; 2], Option<[Option<i64>; 2]>);

/// Finds strings that are there more than once, as DevTools does: strings and joined ones, but no
/// slices, no joined string that one side of is empty, and none whose memory another object owns.
pub fn duplicate_strings(
    graph: &HeapGraph,
    facts: &HeapFacts,
    tree: &HeapTree,
    task: &Task,
) -> Result<DuplicateStrings, Cancelled> {
    task.begin(graph.n_nodes() as u64 * 2);
    let mut keys = Keys::new(graph, facts);
    let mut found: HashMap<Key, Group> = HashMap::new();
    for node in 0..graph.n_nodes() {
        if node.is_multiple_of(1 << 14) {
            task.advance(1 << 14)?;
        }
        let Some(key) = keys.of(node) else { continue };
        let group =
            found.entry(key).or_insert_with(|| Group { first: node as u32, ..Group::default() });
        let size = facts.shallow.get(node);
        group.count += 1;
        group.shallow = group.shallow.saturating_add(size);
        group.retained = group.retained.saturating_add(tree.dominators.retained.get(node));
        group.largest = group.largest.max(size);
    }
    let mut nodes = Bits::new(graph.n_nodes());
    for node in 0..graph.n_nodes() {
        if node.is_multiple_of(1 << 14) {
            task.advance(1 << 14)?;
        }
        let is_one_of_many =
            keys.of(node).is_some_and(|it| found.get(&it).is_some_and(|it| it.count > 1));
        if is_one_of_many {
            nodes.set(node);
        }
    }
    let mut groups: Vec<DuplicateString> = found
        .into_iter()
        .filter(|it| it.1.count > 1)
        .map(|(key, group)| group.finish(graph, facts, key.1.is_some()))
        .collect();
    groups.sort_unstable_by_key(|it| (std::cmp::Reverse((it.retained, it.wasted)), it.first));
    Ok(DuplicateStrings { groups, nodes })
}

/// The text of a group, or its beginning.
pub fn string_text(graph: &HeapGraph, facts: &HeapFacts, string: NodeIndex) -> String {
    show_wtf8(&display_bytes(graph, facts, string.row())).into_owned()
}

#[derive(Default)]
struct Group {
    first: u32,
    count: u64,
    shallow: u64,
    retained: u64,
    largest: u64,
}

impl Group {
    fn finish(self, graph: &HeapGraph, facts: &HeapFacts, is_known: bool) -> DuplicateString {
        let first = self.first as usize;
        let length = utf16_length(&display_bytes(graph, facts, first));
        DuplicateString {
            count: self.count,
            shallow: self.shallow,
            retained: self.retained,
            wasted: self.shallow.saturating_sub(self.largest),
            first: NodeIndex::from_row(first),
            is_cut: !is_known && length >= CUT,
        }
    }
}

/// Finds what tells a string apart, each text once.
struct Keys<'a> {
    graph: &'a HeapGraph,
    facts: &'a HeapFacts,
    hashers: [DefaultHashBuilder; 2],
    is_string: [bool; 256],
    is_joined: [bool; 256],
}

impl<'a> Keys<'a> {
    fn new(graph: &'a HeapGraph, facts: &'a HeapFacts) -> Self {
        let kinds = &graph.node_kinds;
        Self {
            graph,
            facts,
            hashers: [DefaultHashBuilder::default(), DefaultHashBuilder::default()],
            is_string: kinds.map_codes(NodeKind::Other, |it| it == NodeKind::String),
            is_joined: kinds.map_codes(NodeKind::Other, |it| it == NodeKind::ConcatenatedString),
        }
    }

    /// What tells a node apart if it is a string that counts.
    fn of(&mut self, node: usize) -> Option<Key> {
        let kind = usize::from(self.graph.nodes.kind[node]);
        let is_joined = self.is_joined[kind];
        if !(is_joined || self.is_string[kind]) || self.facts.shallow.get(node) == 0 {
            return None;
        }
        let hashes = if is_joined {
            if self.has_empty_side(node) {
                return None;
            }
            let text = joined_string(self.graph, self.facts, node);
            self.hashers.each_ref().map(|it| it.hash_one(text.as_slice()))
        } else {
            let text = self.graph.strings.bytes(self.graph.nodes.name[node]);
            self.hashers.each_ref().map(|it| it.hash_one(text))
        };
        let rest = self.is_truncated(node).then(|| {
            let number = |names| self.target(node, names).and_then(|it| self.number(it));
            [number(&self.facts.known.length), number(&self.facts.known.hash)]
        });
        Some((hashes, rest))
    }

    fn has_empty_side(&self, node: usize) -> bool {
        let known = &self.facts.known;
        self.internal_edges(node).any(|edge| {
            let name = self.graph.edges.name[edge];
            let to = self.graph.edges.to[edge] as usize;
            (known.first.has(name) || known.second.has(name))
                && display_bytes(self.graph, self.facts, to).is_empty()
        })
    }

    fn internal_edges(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        self.graph.edge_rows(node).filter(|&it| {
            self.graph.edge_kinds.kind(self.graph.edges.kind[it]) == Some(EdgeKind::Internal)
        })
    }

    fn target(&self, node: usize, names: &crate::analysis::heap::known::NameSet) -> Option<usize> {
        let edge = self.internal_edges(node).find(|&it| names.has(self.graph.edges.name[it]))?;
        Some(self.graph.edges.to[edge] as usize)
    }

    /// The name of the value that a number node of this name holds.
    fn value(&self, node: usize, name: &[u8]) -> Option<&[u8]> {
        let is_number =
            self.graph.node_kinds.kind(self.graph.nodes.kind[node]) == Some(NodeKind::Number);
        let text = |node: usize| self.graph.strings.bytes(self.graph.nodes.name[node]);
        if !is_number || text(node) != name {
            return None;
        }
        self.target(node, &self.facts.known.value).map(text)
    }

    fn is_truncated(&self, node: usize) -> bool {
        let flag = self.target(node, &self.facts.known.truncated);
        flag.is_some_and(|it| self.value(it, b"bool") == Some(b"true"))
    }

    fn number(&self, node: usize) -> Option<i64> {
        std::str::from_utf8(self.value(node, b"int")?).ok()?.trim().parse().ok()
    }
}
