//! Classes for objects that have none: `{id, name}` for all that have these properties.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashMap, HashTable};

use crate::analysis::heap::known::KnownNames;
use crate::analysis::heap::names::property_name;
use crate::model::HeapGraph;
use crate::model::heap::{EdgeKind, NodeKind, utf16_length, utf16_units};
use crate::task::{Cancelled, Task};

/// The longest name of a shape, in UTF-16 units.
const MAX_NAME: usize = 120;

/// The fewest objects that make a shape.
const MIN_OBJECTS: f64 = 2.0;

/// One shape for each so many objects at most.
const OBJECTS_PER_SHAPE: f64 = 1_000.0;

/// Nodes between two looks at whether to go on.
const PACE: usize = 1 << 16;

/// Properties that many plain objects have: what stands in for their class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Such as `{id, name}`, in WTF-8.
    pub name: Vec<u8>,
    /// The properties in the order in which they were added, in WTF-8.
    pub properties: Vec<Vec<u8>>,
    /// How many objects have just these, as far as the name tells.
    pub count: u64,
}

/// Plain objects, by the sequence of their properties.
pub(super) struct PlainObjects {
    /// Each with the row of its sequence; by node.
    pub(super) objects: Vec<(u32, u32)>,
    /// Numbers of the names of properties, sequence by sequence.
    names: Vec<u32>,
    /// Where each sequence ends in `names`.
    end: Vec<usize>,
    /// How many objects have it.
    count: Vec<u64>,
}

impl PlainObjects {
    /// Every object whose class is `Object`.
    pub(super) fn of(
        graph: &HeapGraph,
        known: &KnownNames,
        task: &Task,
    ) -> Result<Self, Cancelled> {
        let mut plain =
            Self { objects: Vec::new(), names: Vec::new(), end: Vec::new(), count: Vec::new() };
        let is_object = graph.node_kinds.map_codes(NodeKind::Other, |it| it == NodeKind::Object);
        let is_property =
            graph.edge_kinds.map_codes(EdgeKind::Other, |it| it == EdgeKind::Property);
        let hasher = DefaultHashBuilder::default();
        let mut table: HashTable<u32> = HashTable::new();
        let mut sequence = Vec::new();
        for (node, number) in (0..graph.n_nodes()).zip(0_u32..) {
            if node.is_multiple_of(PACE) {
                task.advance(PACE as u64)?;
            }
            let is_plain = is_object[usize::from(graph.nodes.kind[node])]
                && known.object.has(graph.nodes.name[node]);
            if !is_plain {
                continue;
            }
            sequence.clear();
            let edges = graph.edge_rows(node);
            let properties = edges.filter(|&it| is_property[usize::from(graph.edges.kind[it])]);
            sequence.extend(properties.map(|it| graph.edges.name[it]));
            let hash = hasher.hash_one(&sequence);
            let known_row = table.find(hash, |&it| plain.sequence(it) == sequence).copied();
            let row = known_row.unwrap_or_else(|| {
                let row = plain.add(&sequence);
                table.insert_unique(hash, row, |&it| hasher.hash_one(plain.sequence(it)));
                row
            });
            plain.count[row as usize] += 1;
            plain.objects.push((number, row));
        }
        Ok(plain)
    }

    fn add(&mut self, sequence: &[u32]) -> u32 {
        self.names.extend_from_slice(sequence);
        self.end.push(self.names.len());
        self.count.push(0);
        u32::try_from(self.end.len() - 1).unwrap_or(u32::MAX)
    }

    fn sequence(&self, row: u32) -> &[u32] {
        let row = row as usize;
        let start = if row == 0 { 0 } else { self.end[row - 1] };
        &self.names[start..self.end[row]]
    }

    fn rows(&self) -> impl Iterator<Item = u32> + use<> {
        0..u32::try_from(self.end.len()).unwrap_or(u32::MAX)
    }

    /// The shapes that enough objects have, most common first, as DevTools finds them.
    pub(super) fn shapes(&self, graph: &HeapGraph, known: &KnownNames) -> Vec<Shape> {
        let mut rows: HashMap<Vec<u8>, usize> = HashMap::new();
        let mut shapes: Vec<Shape> = Vec::new();
        for row in self.rows() {
            let Some((name, properties)) = named(graph, known, self.sequence(row)) else {
                continue;
            };
            let count = self.count[row as usize];
            let at = *rows.entry(name).or_insert_with_key(|name| {
                let properties =
                    properties.iter().map(|&it| graph.strings.bytes(it).to_vec()).collect();
                shapes.push(Shape { name: name.clone(), properties, count: 0 });
                shapes.len() - 1
            });
            shapes[at].count += count;
        }
        shapes.sort_by_key(|it| std::cmp::Reverse(it.count)); // stable: first seen, first
        #[expect(clippy::cast_precision_loss, reason = "far below 2^53 objects")]
        let fewest = (self.objects.len() as f64 / OBJECTS_PER_SHAPE).max(MIN_OBJECTS);
        #[expect(clippy::cast_precision_loss, reason = "far below 2^53 objects")]
        shapes.retain(|it| it.count as f64 >= fewest);
        shapes
    }

    /// The shape of each sequence, if one of `shapes` fits.
    pub(super) fn matches(&self, graph: &HeapGraph, shapes: &[Shape]) -> Vec<Option<u32>> {
        let matcher = Matcher::new(shapes);
        // Most names are no property of any shape; each is looked up by its text only once.
        let mut ranks: HashMap<u32, Option<u32>> = HashMap::new();
        let mut sorted = Vec::new();
        let row_match = |row| {
            sorted.clear();
            sorted.extend(self.sequence(row).iter().filter_map(|&name| {
                *ranks.entry(name).or_insert_with(|| matcher.rank(graph.strings.bytes(name)))
            }));
            sorted.sort_unstable();
            matcher.best(&sorted)
        };
        self.rows().map(row_match).collect()
    }
}

/// The name of the shape of an object with these properties, and those that stand in it; `None`
/// if it has none.
fn named(graph: &HeapGraph, known: &KnownNames, sequence: &[u32]) -> Option<(Vec<u8>, Vec<u32>)> {
    let mut name = b"{".to_vec();
    let (mut length, mut properties) = (1, Vec::new());
    for &property in sequence.iter().filter(|&&it| !known.proto.has(it)) {
        let formatted = property_name(graph.strings.bytes(property));
        let more = utf16_length(&formatted);
        if length > 1 && length + more > MAX_NAME {
            break;
        }
        if length > 1 {
            name.extend_from_slice(b", ");
            length += 2;
        }
        name.extend_from_slice(&formatted);
        length += more;
        properties.push(property);
    }
    name.push(b'}');
    (!properties.is_empty()).then_some((name, properties))
}

/// Finds the shape that fits a set of properties best, in a tree of sorted properties.
struct Matcher<'s> {
    /// The position of each property among all of them, in the order of UTF-16 units.
    rank: HashMap<&'s [u8], u32>,
    nodes: Vec<MatchNode>,
}

#[derive(Default)]
struct MatchNode {
    next: HashMap<u32, usize>,
    /// The largest property that leads on from here; 0 where none does.
    greatest: u32,
    /// The first shape that ends here, and the number of its properties.
    shape: Option<(u32, usize)>,
}

impl<'s> Matcher<'s> {
    fn new(shapes: &'s [Shape]) -> Self {
        let all = shapes.iter().flat_map(|it| &it.properties);
        let mut sorted: Vec<(Vec<u16>, &[u8])> =
            all.map(|it| (utf16_units(it), it.as_slice())).collect();
        sorted.sort_unstable();
        sorted.dedup();
        let rank = sorted.into_iter().map(|it| it.1).zip(1_u32..).collect();
        let mut matcher = Self { rank, nodes: vec![MatchNode::default()] };
        for (shape, number) in shapes.iter().zip(0_u32..) {
            matcher.add(shape, number);
        }
        matcher
    }

    fn add(&mut self, shape: &Shape, number: u32) {
        let mut properties: Vec<u32> =
            shape.properties.iter().filter_map(|it| self.rank(it)).collect();
        properties.sort_unstable();
        let mut at = 0;
        for &property in &properties {
            let n_nodes = self.nodes.len();
            let node = &mut self.nodes[at];
            node.greatest = node.greatest.max(property);
            at = *node.next.entry(property).or_insert(n_nodes);
            if at == n_nodes {
                self.nodes.push(MatchNode::default());
            }
        }
        self.nodes[at].shape.get_or_insert((number, properties.len()));
    }

    fn rank(&self, property: &[u8]) -> Option<u32> {
        self.rank.get(property).copied()
    }

    /// The shape all of whose properties are among `properties`, which are sorted: the one with
    /// the most, then the earliest.
    fn best(&self, properties: &[u32]) -> Option<u32> {
        let mut states = vec![0];
        let mut best: Option<(usize, u32)> = None;
        for &property in properties {
            let n_before = states.len();
            for at in 0..n_before {
                let Some(&next) = self.nodes[states[at]].next.get(&property) else { continue };
                if states.contains(&next) {
                    continue;
                }
                states.push(next);
                if let Some((shape, length)) = self.nodes[next].shape {
                    let is_better = best.is_none_or(|(most, first)| {
                        length > most || length == most && shape < first
                    });
                    if is_better {
                        best = Some((length, shape));
                    }
                }
            }
            states.retain(|&it| self.nodes[it].greatest > property);
        }
        best.map(|it| it.1)
    }
}
