//! Names that V8 gives and that mean something to DevTools.

use hashbrown::HashMap;
use regex::bytes::Regex;

use crate::model::HeapGraph;

/// The numbers of all texts of a snapshot that are equal to some name: nearly always one or none.
#[derive(Clone, Debug, Default)]
pub(super) struct NameSet(Vec<u32>);

impl NameSet {
    /// Whether `name` is one of them.
    #[inline]
    pub(super) fn has(&self, name: u32) -> bool {
        self.0.contains(&name)
    }
}

/// A text of the form `2 / part of key (… @1) -> value (… @3) pair in WeakMap (table @5)`: it
/// names two edges, one from the key and one from the table, of which one alone keeps nothing
/// alive.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ephemeron {
    /// The same for both edges of a pair.
    pub(super) pair: u32,
    /// Id of the table.
    pub(super) table: u64,
}

/// Where the names that mean something stand among the texts of a snapshot.
#[derive(Debug, Default)]
pub(super) struct KnownNames {
    pub(super) native_contexts: NameSet,
    pub(super) contexts: NameSet,
    pub(super) native_context: NameSet,
    pub(super) sloppy_function_map: NameSet,
    pub(super) map_descriptors: NameSet,
    pub(super) document_trees: NameSet,
    pub(super) external_string: NameSet,
    pub(super) array_buffer: NameSet,
    pub(super) event_listener: NameSet,
    pub(super) object: NameSet,
    pub(super) array: NameSet,
    pub(super) elements: NameSet,
    pub(super) map: NameSet,
    pub(super) first: NameSet,
    pub(super) second: NameSet,
    pub(super) truncated: NameSet,
    pub(super) length: NameSet,
    pub(super) hash: NameSet,
    pub(super) value: NameSet,
    pub(super) proto: NameSet,
    pub(super) empty: NameSet,
    ephemerons: HashMap<u32, Ephemeron>,
}

impl KnownNames {
    /// Looks for the names in the texts of `graph`.
    pub(super) fn of(graph: &HeapGraph) -> Self {
        let mut names = Self { ephemerons: ephemerons(graph), ..Self::default() };
        for (text, index) in graph.strings.iter().zip(0_u32..) {
            if let Some(set) = names.set_of(text) {
                set.0.push(index);
            }
        }
        names
    }

    fn set_of(&mut self, text: &[u8]) -> Option<&mut NameSet> {
        Some(match text {
            b"" => &mut self.empty,
            b"native_context" => &mut self.native_context,
            b"sloppy_function_map" => &mut self.sloppy_function_map,
            b"(map descriptors)" => &mut self.map_descriptors,
            b"(Document DOM trees)" => &mut self.document_trees,
            b"system / ExternalStringData" => &mut self.external_string,
            b"system / JSArrayBufferData" => &mut self.array_buffer,
            b"V8EventListener" => &mut self.event_listener,
            b"Object" => &mut self.object,
            b"Array" => &mut self.array,
            b"elements" => &mut self.elements,
            b"map" => &mut self.map,
            b"first" => &mut self.first,
            b"second" => &mut self.second,
            b"truncated" => &mut self.truncated,
            b"length" => &mut self.length,
            b"hash" => &mut self.hash,
            b"value" => &mut self.value,
            b"__proto__" => &mut self.proto,
            _ if is_native_context(text) => &mut self.native_contexts,
            _ if is_context(text) => &mut self.contexts,
            _ => return None,
        })
    }

    /// What an edge of this name says, if it is half of a pair.
    #[inline]
    pub(super) fn ephemeron(&self, name: u32) -> Option<Ephemeron> {
        if self.ephemerons.is_empty() { None } else { self.ephemerons.get(&name).copied() }
    }
}

/// Such as `system / NativeContext / https://example.com`.
pub(super) fn is_native_context(name: &[u8]) -> bool {
    let name = name.strip_prefix(b"Detached ").unwrap_or(name);
    let rest = name.strip_prefix(b"system / NativeContext");
    rest.is_some_and(|it| it.is_empty() || it.starts_with(b" / "))
}

/// Such as `system / Context / scope @12`.
fn is_context(name: &[u8]) -> bool {
    let rest = name.strip_prefix(b"system / Context");
    rest.is_some_and(|it| it.is_empty() || it.starts_with(b" / "))
}

/// Every text that names half of a pair. DevTools knows them by the same expression.
fn ephemerons(graph: &HeapGraph) -> HashMap<u32, Ephemeron> {
    const PATTERN: &str = r"(?-u)^[0-9]+( / part of key \([^\n\r]*? @[0-9]+\) -> value \([^\n\r]*? @[0-9]+\) pair in WeakMap \(table @([0-9]+)\))$";
    let candidates = graph.strings.holding(b" pair in WeakMap (table @");
    let mut found = HashMap::with_capacity(candidates.len());
    let Ok(pattern) = Regex::new(PATTERN) else { return found };
    let mut pairs: HashMap<&[u8], u32> = HashMap::new();
    for index in candidates {
        let Some(captures) = pattern.captures(graph.strings.bytes(index)) else { continue };
        let (Some(pair), Some(table)) = (captures.get(1), captures.get(2)) else { continue };
        let next = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
        let pair = *pairs.entry(pair.as_bytes()).or_insert(next);
        let table = std::str::from_utf8(table.as_bytes()).ok().and_then(|it| it.parse().ok());
        found.insert(index, Ephemeron { pair, table: table.unwrap_or(u64::MAX) });
    }
    found
}
