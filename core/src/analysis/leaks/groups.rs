//! Objects that a report speaks of as one: of a class, functions of one name, strings of one text.

use hashbrown::HashMap;

use crate::analysis::heap::{ClassPlace, Classes, MatchedBy};
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::{NodeIndex, NodeKind, show_wtf8};

/// What objects of a group have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupKind {
    /// A constructor that the program or the page names.
    Named,
    /// A class of the language or a shape, such as `Array` or `{id, name}`.
    Plain,
    /// Functions made at one place of the code.
    Function,
    /// Strings.
    Text,
    /// What only the engine sees: tables, contexts, code, shapes, feedback, native bookkeeping.
    Internal,
}

impl GroupKind {
    /// Its name in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Named => "class",
            Self::Plain => "plain",
            Self::Function => "function",
            Self::Text => "text",
            Self::Internal => "internal",
        }
    }
}

/// What a group is known by in every snapshot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupKey {
    /// What its objects have in common.
    pub kind: GroupKind,
    /// Of the class, of the functions, or the text, in WTF-8.
    pub name: Vec<u8>,
    /// Where the constructor or the function stands, if that is known.
    pub place: Option<ClassPlace>,
}

impl GroupKey {
    /// Its name for people: functions without a name are `(anonymous)`.
    pub fn shown(&self) -> String {
        match self.kind {
            GroupKind::Function | GroupKind::Internal if self.name.is_empty() => {
                "(anonymous)".to_owned()
            }
            _ => show_wtf8(&self.name).into_owned(),
        }
    }
}

/// Classes of the language itself: many objects of them say little.
const PLAIN: &[&str] = &[
    "Object",
    "Array",
    "Map",
    "Set",
    "WeakMap",
    "WeakSet",
    "WeakRef",
    "Function",
    "Promise",
    "Date",
    "RegExp",
    "Error",
    "ArrayBuffer",
    "SharedArrayBuffer",
    "DataView",
    "Arguments",
    "Generator",
    "Symbol",
    "Number",
    "String",
    "Boolean",
    "BigInt",
    "Uint8Array",
    "Int8Array",
    "Uint16Array",
    "Int16Array",
    "Uint32Array",
    "Int32Array",
    "Float32Array",
    "Float64Array",
    "Uint8ClampedArray",
    "BigInt64Array",
    "BigUint64Array",
    "AsyncFunction",
    "FinalizationRegistry",
];

/// The groups of a snapshot, and the group of each node.
#[derive(Debug, Default)]
pub(super) struct Groups {
    pub(super) keys: Vec<GroupKey>,
    pub(super) of_node: Vec<u32>,
}

/// Sorts the objects of `graph` into groups.
///
/// Across processes scripts have other numbers, so these count only within one.
pub(super) fn groups(graph: &HeapGraph, classes: &Classes, by: MatchedBy) -> Groups {
    let placed = |place: ClassPlace| match by {
        MatchedBy::Id => place,
        MatchedBy::Path => ClassPlace { script_id: 0, ..place },
    };
    let mut keys: Vec<GroupKey> = Vec::new();
    let mut rows: HashMap<GroupKey, u32> = HashMap::new();
    let mut row_of = |key: GroupKey| {
        *rows.entry(key).or_insert_with_key(|key| {
            keys.push(key.clone());
            (keys.len() - 1) as u32
        })
    };
    let of_class: Vec<u32> = classes
        .class
        .iter()
        .map(|it| {
            let (kind, name) = (kind_of_class(&it.name), it.name.clone());
            row_of(GroupKey { kind, name, place: it.place.map(placed) })
        })
        .collect();
    let is_function = graph.node_kinds.map_codes(NodeKind::Other, |it| it == NodeKind::Closure);
    // Without any place it cannot be told which functions are built in.
    let has_places = is_anywhere(graph, &is_function);
    let mut functions: HashMap<(u32, Option<ClassPlace>), u32> = HashMap::new();
    let of_node = (0..graph.n_nodes()).map(|node| {
        if !is_function[usize::from(graph.nodes.kind[node])] {
            return of_class[classes.of_nodes()[node] as usize];
        }
        let place = graph.location(NodeIndex::from_row(node)).map(|it| {
            placed(ClassPlace { script_id: it.script_id, line: it.line, column: it.column })
        });
        let name = graph.nodes.name[node];
        // Functions that resolve promises, among others: no code of the program.
        let kind = match place {
            None if has_places && graph.strings.bytes(name).is_empty() => GroupKind::Internal,
            _ => GroupKind::Function,
        };
        *functions.entry((name, place)).or_insert_with(|| {
            let name = graph.strings.bytes(name).to_owned();
            row_of(GroupKey { kind, name, place })
        })
    });
    let of_node = of_node.collect();
    Groups { keys, of_node }
}

/// Whether the file tells where any function stands.
fn is_anywhere(graph: &HeapGraph, is_function: &[bool]) -> bool {
    let mut nodes =
        (0..graph.n_nodes()).filter(|&it| is_function[usize::from(graph.nodes.kind[it])]);
    nodes.any(|it| graph.location(NodeIndex::from_row(it)).is_some())
}

impl Groups {
    /// The kind of the group of a node.
    pub(super) fn kind(&self, node: usize) -> GroupKind {
        self.keys[self.of_node[node] as usize].kind
    }
}

fn kind_of_class(name: &[u8]) -> GroupKind {
    let text = show_wtf8(name);
    let text = text.as_ref();
    let is_string = matches!(text, "(string)" | "(concatenated string)" | "(sliced string)");
    let is_internal = text.starts_with('(')
        || text.is_empty()
        || [
            "system /",
            "Detached system /",
            "Node /",
            "Detached Node /",
            "v8::",
            "std::",
            "blink::",
        ]
        .iter()
        .any(|it| text.starts_with(it))
        || text.starts_with("Detached blink::")
        || text.starts_with("Detached V8")
        || text.starts_with("Detached InternalNode");
    match () {
        () if is_string => GroupKind::Text,
        () if is_internal => GroupKind::Internal,
        () if text.starts_with('{') || PLAIN.contains(&text) => GroupKind::Plain,
        () => GroupKind::Named,
    }
}
