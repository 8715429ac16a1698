//! Objects and references in words.

use std::borrow::Cow;

use asyncscope_core::analysis::heap::{HeapPart, SYSTEM, UNREACHED, display_name, heap_part};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::heap::{EdgeIndex, EdgeKind, NodeIndex, NodeKind};
use asyncscope_core::units::Count;

use super::Known;

/// Longer names are cut: a string may be a megabyte.
const MOST_CHARS: usize = 200;

/// An object, as a line says it.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeLine {
    /// The object.
    pub node: NodeIndex,
    /// What V8 calls it.
    pub id: u64,
    /// What it is called: a string in quotes, others by name or class.
    pub name: String,
    /// What it is counted as.
    pub part: HeapPart,
    /// Bytes of itself.
    pub shallow: u64,
    /// What it keeps alive in bytes, once that is known.
    pub retained: Option<u64>,
    /// References from the roots to it.
    pub distance: i32,
}

impl NodeLine {
    /// The line of an object.
    pub fn new(known: &Known, node: NodeIndex) -> Self {
        let facts = &known.facts;
        Self {
            node,
            id: known.graph.id(node),
            name: name(known, node),
            part: heap_part(&known.graph, facts, node),
            shallow: facts.shallow.get(node.row()),
            retained: known.tree.as_ref().map(|it| it.dominators.retained(node)),
            distance: facts.distance[node.row()],
        }
    }

    /// Its name and id.
    pub fn title(&self) -> String {
        format!("{} @{}", self.name, self.id)
    }
}

/// What an object is called.
pub fn name(known: &Known, node: NodeIndex) -> String {
    let (graph, classes) = (&known.graph, &known.facts.classes);
    let name = display_name(graph, &known.facts, node);
    let kind = graph.node_kind(node);
    if kind.is_string() {
        return format!("\"{}\"", cut(&name));
    }
    if name.is_empty() {
        let class = classes.class[classes.of(node)].name();
        return match kind {
            NodeKind::Closure => "(anonymous function)".to_owned(),
            _ => cut(&class).into_owned(),
        };
    }
    match kind {
        NodeKind::Closure => format!("{}()", cut(&name)),
        _ => cut(&name).into_owned(),
    }
}

fn cut(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MOST_CHARS) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// A reference: its kind and its name as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdgeLine {
    /// The edge.
    pub edge: EdgeIndex,
    /// Its kind.
    pub kind: EdgeKind,
    /// Such as `.name`, `[3]` or `table`.
    pub name: String,
}

impl EdgeLine {
    /// The line of a reference.
    pub fn new(known: &Known, edge: EdgeIndex) -> Self {
        let kind = known.graph.edge_kind(edge);
        let name = known.graph.edge_name(edge).to_string();
        let name = match kind {
            EdgeKind::Property => format!(".{}", cut(&name)),
            EdgeKind::Element => format!("[{name}]"),
            _ => cut(&name).into_owned(),
        };
        Self { edge, kind, name }
    }

    /// Its kind in a word.
    pub fn word(&self) -> &'static str {
        edge_word(self.kind)
    }
}

/// A kind of references in a word.
pub fn edge_word(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Context => "variable",
        EdgeKind::Element => "element",
        EdgeKind::Property => "property",
        EdgeKind::Internal => "internal",
        EdgeKind::Hidden => "hidden",
        EdgeKind::Shortcut => "shortcut",
        EdgeKind::Weak => "weak",
        EdgeKind::Invisible => "invisible",
        EdgeKind::Other => "other",
    }
}

/// A distance for people: a dash for what only V8 reaches, or nothing does.
pub fn show_distance(distance: i32) -> String {
    match distance {
        UNREACHED | SYSTEM.. => "–".to_owned(),
        distance => Count(u64::try_from(distance).unwrap_or(0)).to_string(),
    }
}
