//! Names that V8 gives and that mean something to DevTools.

use hashbrown::HashMap;
use memchr::memmem;

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

/// How many names there are, those of pairs left aside.
const N_SETS: usize = 21;

/// Where the names that mean something stand among the texts of a snapshot.
#[derive(Debug, Default)]
pub(crate) struct KnownNames {
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
        let (ephemerons, mut names) = rayon::join(|| ephemerons(graph), || Self::sets_of(graph));
        names.ephemerons = ephemerons;
        names
    }

    fn sets_of(graph: &HeapGraph) -> Self {
        let mut names = Self::default();
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

    /// The numbers of each name, and every half of a pair with its pair and table: to be kept.
    pub(crate) fn parts(&self) -> (Vec<&[u32]>, Vec<[u64; 3]>) {
        let pair = |it: (&u32, &Ephemeron)| [u64::from(*it.0), u64::from(it.1.pair), it.1.table];
        let mut pairs: Vec<[u64; 3]> = self.ephemerons.iter().map(pair).collect();
        pairs.sort_unstable();
        (self.sets().map(|it| it.0.as_slice()).into(), pairs)
    }

    /// Names from parts that were kept; `None` if there are more or fewer of them.
    pub(crate) fn from_parts(sets: Vec<Vec<u32>>, pairs: &[[u64; 3]]) -> Option<Self> {
        let mut names = Self::default();
        let slots = names.sets_mut();
        if sets.len() != slots.len() {
            return None;
        }
        for (slot, set) in slots.into_iter().zip(sets) {
            slot.0 = set;
        }
        let short = |number: u64| u32::try_from(number).ok();
        let pair =
            |it: &[u64; 3]| Some((short(it[0])?, Ephemeron { pair: short(it[1])?, table: it[2] }));
        names.ephemerons = pairs.iter().map(pair).collect::<Option<_>>()?;
        Some(names)
    }

    fn sets(&self) -> [&NameSet; N_SETS] {
        [
            &self.native_contexts,
            &self.contexts,
            &self.native_context,
            &self.sloppy_function_map,
            &self.map_descriptors,
            &self.document_trees,
            &self.external_string,
            &self.array_buffer,
            &self.event_listener,
            &self.object,
            &self.array,
            &self.elements,
            &self.map,
            &self.first,
            &self.second,
            &self.truncated,
            &self.length,
            &self.hash,
            &self.value,
            &self.proto,
            &self.empty,
        ]
    }

    fn sets_mut(&mut self) -> [&mut NameSet; N_SETS] {
        [
            &mut self.native_contexts,
            &mut self.contexts,
            &mut self.native_context,
            &mut self.sloppy_function_map,
            &mut self.map_descriptors,
            &mut self.document_trees,
            &mut self.external_string,
            &mut self.array_buffer,
            &mut self.event_listener,
            &mut self.object,
            &mut self.array,
            &mut self.elements,
            &mut self.map,
            &mut self.first,
            &mut self.second,
            &mut self.truncated,
            &mut self.length,
            &mut self.hash,
            &mut self.value,
            &mut self.proto,
            &mut self.empty,
        ]
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

/// Every text that names half of a pair.
fn ephemerons(graph: &HeapGraph) -> HashMap<u32, Ephemeron> {
    let candidates = graph.strings.holding(b" pair in WeakMap (table @");
    let mut found = HashMap::with_capacity(candidates.len());
    let mut pairs: HashMap<&[u8], u32> = HashMap::new();
    for index in candidates {
        let Some((pair, table)) = ephemeron_of(graph.strings.bytes(index)) else { continue };
        let next = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
        let pair = *pairs.entry(pair).or_insert(next);
        found.insert(index, Ephemeron { pair, table });
    }
    found
}

/// What both names of a pair end in, and the id of its table, if `name` is such a name.
///
/// DevTools knows them by `^\d+( / part of key \(.*? @\d+\) -> value \(.*? @\d+\) pair in WeakMap
/// \(table @(\d+)\))$`; this is that expression, read from both ends.
fn ephemeron_of(name: &[u8]) -> Option<(&[u8], u64)> {
    let pair = after_digits(name)?;
    let rest = pair.strip_prefix(b" / part of key (")?.strip_suffix(b")")?;
    let (rest, table) = split_last_digits(rest)?;
    let rest = rest.strip_suffix(b") pair in WeakMap (table @")?;
    let (rest, _value) = split_last_digits(rest)?;
    let rest = rest.strip_suffix(b" @")?;
    let is_key = |at: usize| {
        let key = split_last_digits(&rest[..at]);
        key.is_some_and(|it| it.0.ends_with(b" @"))
    };
    let has_key = memmem::find_iter(rest, b") -> value (").any(is_key);
    let is_line = memchr::memchr2(b'\n', b'\r', rest).is_none();
    let table = std::str::from_utf8(table).ok().and_then(|it| it.parse().ok());
    (has_key && is_line).then(|| (pair, table.unwrap_or(u64::MAX)))
}

/// What follows the digits that `text` begins with; `None` if there are none.
fn after_digits(text: &[u8]) -> Option<&[u8]> {
    let length = text.iter().take_while(|it| it.is_ascii_digit()).count();
    (length > 0).then(|| &text[length..])
}

/// Splits `text` before the digits that it ends in; `None` if there are none.
fn split_last_digits(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = text.iter().rev().take_while(|it| it.is_ascii_digit()).count();
    (length > 0).then(|| text.split_at(text.len() - length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_pairs_are_understood_as_devtools_does() {
        let name = b"2 / part of key (A @1) -> value (B (x) @13) pair in WeakMap (table @57)";
        let (pair, table) = ephemeron_of(name).expect("half of a pair");
        assert_eq!((pair, table), (&name[1..], 57));
        let value =
            b"1 / part of key ( @1) -> value (a) -> value (b @2) pair in WeakMap (table @3)";
        assert!(ephemeron_of(value).is_some(), "nothing before the id, an arrow in the value");
        for wrong in [
            &b" / part of key (A @1) -> value (B @2) pair in WeakMap (table @3)"[..],
            b"2 / part of key (A @1) -> value (B @2) pair in WeakMap (table @3) ",
            b"2 / part of key (A 1) -> value (B @2) pair in WeakMap (table @3)",
            b"2 / part of key (A @1) -> value (B @) pair in WeakMap (table @3)",
            b"2 / part of key (A @1) -> value (B\n @2) pair in WeakMap (table @3)",
            b"2 / part of key (A @1) -> value ( @2)pair in WeakMap (table @3)",
        ] {
            assert!(ephemeron_of(wrong).is_none(), "{}", String::from_utf8_lossy(wrong));
        }
    }
}
