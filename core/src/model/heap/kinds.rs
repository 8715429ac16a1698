//! Kinds of nodes and edges.

/// What kind of thing a node is, as V8 sorts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// V8's own bookkeeping.
    Hidden,
    /// Backing store of an array, or another block of references.
    Array,
    /// A string.
    String,
    /// An object of the program.
    Object,
    /// Compiled code and what belongs to it.
    Code,
    /// A function.
    Closure,
    /// A regular expression.
    RegExp,
    /// A number that does not fit a reference.
    Number,
    /// Memory outside V8's heap, such as of DOM nodes.
    Native,
    /// A group that exists only in the snapshot, such as the root.
    Synthetic,
    /// A string that joins two others.
    ConcatenatedString,
    /// A part of another string.
    SlicedString,
    /// A symbol.
    Symbol,
    /// A big integer.
    BigInt,
    /// The hidden class of objects ("map").
    ObjectShape,
    /// An object of WebAssembly.
    WasmObject,
    /// A kind that this version does not know; its name is in [`KindTable`].
    Other,
}

/// What kind of reference an edge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgeKind {
    /// A variable in a function's context.
    Context,
    /// An element of an array, named by its index.
    Element,
    /// A named property.
    Property,
    /// A reference that V8 needs and the program cannot see.
    Internal,
    /// The same, named by its index.
    Hidden,
    /// A shorter way to an object that is held otherwise.
    Shortcut,
    /// A reference that does not keep its target alive.
    Weak,
    /// A reference that is never shown.
    Invisible,
    /// A kind that this version does not know; its name is in [`KindTable`].
    Other,
}

impl NodeKind {
    /// The kind that V8 calls `name`.
    pub fn of(name: &str) -> Self {
        match name {
            "hidden" => Self::Hidden,
            "array" => Self::Array,
            "string" => Self::String,
            "object" => Self::Object,
            "code" => Self::Code,
            "closure" => Self::Closure,
            "regexp" => Self::RegExp,
            "number" => Self::Number,
            "native" => Self::Native,
            "synthetic" => Self::Synthetic,
            "concatenated string" => Self::ConcatenatedString,
            "sliced string" => Self::SlicedString,
            "symbol" => Self::Symbol,
            "bigint" => Self::BigInt,
            "object shape" => Self::ObjectShape,
            "wasm object" => Self::WasmObject,
            _ => Self::Other,
        }
    }

    /// Whether it is a string of any form.
    pub fn is_string(self) -> bool {
        matches!(self, Self::String | Self::ConcatenatedString | Self::SlicedString)
    }
}

impl EdgeKind {
    /// The kind that V8 calls `name`.
    pub fn of(name: &str) -> Self {
        match name {
            "context" => Self::Context,
            "element" => Self::Element,
            "property" => Self::Property,
            "internal" => Self::Internal,
            "hidden" => Self::Hidden,
            "shortcut" => Self::Shortcut,
            "weak" => Self::Weak,
            "invisible" => Self::Invisible,
            _ => Self::Other,
        }
    }

    /// Whether its name is a number instead of a text.
    pub fn is_numbered(self) -> bool {
        matches!(self, Self::Element | Self::Hidden)
    }
}

/// The kinds that a file declares, in its own order: what the kind column of a table points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindTable<K> {
    kinds: Vec<K>,
    names: Vec<String>,
}

impl<K> Default for KindTable<K> {
    fn default() -> Self {
        Self { kinds: Vec::new(), names: Vec::new() }
    }
}

impl<K: Copy> KindTable<K> {
    /// The kinds of these names; `of` tells the kind of a name.
    pub fn new(names: Vec<String>, of: impl Fn(&str) -> K) -> Self {
        Self { kinds: names.iter().map(|it| of(it)).collect(), names }
    }

    /// The kind of a code, or `None` where the file declares no such code.
    pub fn kind(&self, code: u8) -> Option<K> {
        self.kinds.get(usize::from(code)).copied()
    }

    /// The file's own name of a code; `unknown` where it declares none.
    pub fn name(&self, code: u8) -> &str {
        self.names.get(usize::from(code)).map_or("unknown", String::as_str)
    }

    /// Number of kinds.
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Whether no kinds are declared.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// The names in the order of their codes.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// What `answer` says of the kind of every possible code; `other` stands for codes that the
    /// file does not declare. For passes that look at millions of rows.
    pub fn map_codes<T: Copy>(&self, other: K, answer: impl Fn(K) -> T) -> [T; 256] {
        let mut all = [answer(other); 256];
        for (slot, &kind) in all.iter_mut().zip(&self.kinds) {
            *slot = answer(kind);
        }
        all
    }
}
