//! What an object is called.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::analysis::heap::facts::HeapFacts;
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::{EdgeKind, NodeIndex, NodeKind, show_wtf8, utf16_length};

/// Names of joined strings are put together up to this length, in UTF-16 units.
const MAX_JOINED: usize = 1_024;

/// Parts of a joined string that are looked at: many more than its beginning can have.
const MAX_PARTS: usize = 1 << 14;

/// The longest name of a plain object, in UTF-16 units.
const MAX_PLAIN: usize = 100;

/// The name of a node with the prefix that detached nodes get, in WTF-8.
pub(super) fn raw_name<'g>(graph: &'g HeapGraph, facts: &HeapFacts, node: usize) -> Cow<'g, [u8]> {
    let name = graph.strings.bytes(graph.nodes.name[node]);
    if facts.detachedness.is_renamed(node) {
        Cow::Owned([b"Detached ", name].concat())
    } else {
        Cow::Borrowed(name)
    }
}

/// What a node is called where people read it, in WTF-8: as DevTools does, strings that join
/// others by their content and plain objects by their properties.
pub(super) fn display_bytes<'g>(
    graph: &'g HeapGraph,
    facts: &HeapFacts,
    node: usize,
) -> Cow<'g, [u8]> {
    match graph.node_kinds.kind(graph.nodes.kind[node]) {
        Some(NodeKind::ConcatenatedString) => Cow::Owned(joined_string(graph, facts, node)),
        Some(NodeKind::Object) if facts.known.object.has(graph.nodes.name[node]) => {
            Cow::Owned(plain_object(graph, facts, node))
        }
        _ => raw_name(graph, facts, node),
    }
}

/// What a node is called where people read it: as DevTools does, strings that join others by
/// their content and plain objects by their properties, such as `{id, name}`.
pub fn display_name(graph: &HeapGraph, facts: &HeapFacts, node: NodeIndex) -> String {
    show_wtf8(&display_bytes(graph, facts, node.row())).into_owned()
}

/// The text of a string that joins others, or its beginning.
pub(super) fn joined_string(graph: &HeapGraph, facts: &HeapFacts, node: usize) -> Vec<u8> {
    let mut text = Vec::new();
    let (mut length, mut open) = (0, vec![node]);
    // In a damaged file a string may be a part of itself.
    for _ in 0..MAX_PARTS {
        let Some(node) = open.pop().filter(|_| length < MAX_JOINED) else { break };
        if graph.node_kinds.kind(graph.nodes.kind[node]) != Some(NodeKind::ConcatenatedString) {
            let part = graph.strings.bytes(graph.nodes.name[node]);
            length += utf16_length(part);
            text.extend_from_slice(part);
            continue;
        }
        let (mut first, mut second) = (0, 0);
        for edge in graph.edge_rows(node) {
            if graph.edge_kinds.kind(graph.edges.kind[edge]) != Some(EdgeKind::Internal) {
                continue;
            }
            if facts.known.first.has(graph.edges.name[edge]) {
                first = graph.edges.to[edge] as usize;
            } else if facts.known.second.has(graph.edges.name[edge]) {
                second = graph.edges.to[edge] as usize;
            }
            if first != 0 && second != 0 {
                break;
            }
        }
        // A part that is not there counts as the root, whose name is empty.
        open.push(second);
        open.push(first);
    }
    text
}

/// The properties of a plain object, from both ends, as many as there is room for.
fn plain_object(graph: &HeapGraph, facts: &HeapFacts, node: usize) -> Vec<u8> {
    let (mut start, mut end): (Vec<u8>, Vec<u8>) = (b"{".to_vec(), b"}".to_vec());
    let mut rows = graph.edge_rows(node);
    let mut from_end = false;
    let is_property = |edge: usize| {
        graph.edge_kinds.kind(graph.edges.kind[edge]) == Some(EdgeKind::Property)
            && !facts.known.proto.has(graph.edges.name[edge])
    };
    let mut is_cut = false;
    while !rows.is_empty() {
        let edge = if from_end { rows.end - 1 } else { rows.start };
        let name =
            is_property(edge).then(|| property_name(graph.strings.bytes(graph.edges.name[edge])));
        let room = utf16_length(&start) + utf16_length(&end);
        if let Some(name) = &name
            && start.len() > 1
            && room + utf16_length(name) > MAX_PLAIN
        {
            is_cut = true;
            break;
        }
        if from_end {
            rows.end -= 1;
        } else {
            rows.start += 1;
        }
        let Some(name) = name else { continue };
        if from_end {
            let comma: &[u8] = if end.len() > 1 { b", " } else { b"" };
            end = [&*name, comma, &end].concat();
        } else {
            if start.len() > 1 {
                start.extend_from_slice(b", ");
            }
            start.extend_from_slice(&name);
        }
        from_end = !from_end;
    }
    if is_cut {
        start.extend_from_slice(", …".as_bytes());
    }
    if end.len() > 1 {
        start.extend_from_slice(b", ");
    }
    start.extend_from_slice(&end);
    start
}

/// The name of a property within a list of such: quoted where it would be mistaken for more.
pub(super) fn property_name(name: &[u8]) -> Cow<'_, [u8]> {
    let needs_quotes = |it: &u8| matches!(it, b',' | b'\'' | b'"' | b'{' | b'}');
    if name.iter().any(needs_quotes) { Cow::Owned(quoted(name)) } else { Cow::Borrowed(name) }
}

/// A text as JSON writes it, lone halves of characters as escapes.
fn quoted(text: &[u8]) -> Vec<u8> {
    let mut quoted = vec![b'"'];
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        let mut used = after;
        match (byte, after) {
            (b'"' | b'\\', _) => quoted.extend_from_slice(&[b'\\', byte]),
            (b'\n', _) => quoted.extend_from_slice(b"\\n"),
            (b'\r', _) => quoted.extend_from_slice(b"\\r"),
            (b'\t', _) => quoted.extend_from_slice(b"\\t"),
            (8, _) => quoted.extend_from_slice(b"\\b"),
            (12, _) => quoted.extend_from_slice(b"\\f"),
            (0..0x20, _) => escape(&mut quoted, u32::from(byte)),
            (0xed, [second @ 0xa0..=0xbf, third, more @ ..]) => {
                escape(
                    &mut quoted,
                    0xd000 | u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f),
                );
                used = more;
            }
            _ => quoted.push(byte),
        }
        rest = used;
    }
    quoted.push(b'"');
    quoted
}

fn escape(quoted: &mut Vec<u8>, unit: u32) {
    let mut escaped = String::new();
    write!(escaped, "\\u{unit:04x}").ok();
    quoted.extend_from_slice(escaped.as_bytes());
}

/// The name of a group of roots, such as `(Stack roots)`; `None` for what is no group, and for the
/// root itself, which has no name.
pub(in crate::analysis) fn group_name(graph: &HeapGraph, node: NodeIndex) -> Option<Cow<'_, str>> {
    let is_group = graph.node_kind(node) == NodeKind::Synthetic;
    let name = is_group.then(|| show_wtf8(graph.raw_name(node)));
    name.filter(|it| !it.is_empty())
}
