//! The first part of a snapshot: which fields its records have, and what their codes mean.

use crate::error::{ParseError, ParseErrorKind};
use crate::formats::json::Reader;
use crate::model::heap::{EdgeKind, KindTable, NodeKind};
use crate::warning::{Severity, Warnings};

type Result<T> = std::result::Result<T, ParseError>;

/// The most fields of one record.
pub(super) const MAX_FIELDS: usize = 16;

/// What the `snapshot` object says.
#[derive(Clone, Debug, Default)]
pub(super) struct Meta {
    pub(super) node_fields: NodeFields,
    pub(super) edge_fields: EdgeFields,
    pub(super) node_kinds: KindTable<NodeKind>,
    pub(super) edge_kinds: KindTable<EdgeKind>,
    /// Positions of `object_index`, `script_id`, `line`, `column` and the width.
    pub(super) location_fields: Option<([usize; 4], usize)>,
    /// Positions of `timestamp_us`, `last_assigned_id` and the width.
    pub(super) sample_fields: Option<([usize; 2], usize)>,
    /// Positions of `name`, `script_name`, `script_id`, `line`, `column` and the width.
    pub(super) function_fields: Option<([usize; 5], usize)>,
    /// Names of the fields of a `trace_tree` node.
    pub(super) trace_fields: Vec<String>,
    pub(super) node_count: Declared,
    pub(super) edge_count: Declared,
    pub(super) trace_function_count: Declared,
    pub(super) root: Option<(u64, usize)>,
    pub(super) extra_native_bytes: u64,
}

/// A count that the file declares. The arrays are the truth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Declared {
    /// It does not.
    #[default]
    Absent,
    /// It does, at this offset.
    Count(u64, usize),
    /// It says something that is no count, at this offset.
    Nonsense(String, usize),
}

impl Declared {
    /// The count, if there is one.
    pub(super) fn count(&self) -> Option<u64> {
        match self {
            Self::Count(count, _) => Some(*count),
            _ => None,
        }
    }

    /// Says so in `warnings` if this is a number of functions other than `found`.
    ///
    /// Nothing is missing then: Node 20 writes too low a number.
    pub(super) fn compare_if_declared(&self, found: usize, warnings: &Warnings) {
        if *self != Self::Absent {
            let wrong = "head is wrong about the number of functions that allocate";
            self.compare_as(Severity::Repair, found, ["", wrong, "trace_function_count"], warnings);
        }
    }

    /// Says so in `warnings` if this is not how many there are.
    pub(super) fn compare(&self, found: usize, what: [&'static str; 3], warnings: &Warnings) {
        self.compare_as(Severity::Loss, found, what, warnings);
    }

    fn compare_as(
        &self,
        severity: Severity,
        found: usize,
        what: [&'static str; 3],
        warnings: &Warnings,
    ) {
        let [absent, wrong, name] = what;
        match self {
            Self::Absent => {
                warnings.add(Severity::Repair, absent, None, String::new);
            }
            Self::Count(count, _) if *count == found as u64 => {}
            Self::Count(count, offset) => {
                let example = || format!("`{name}` is {count}, found {found}");
                warnings.add(severity, wrong, Some(*offset), example);
            }
            Self::Nonsense(text, offset) => {
                let example = || format!("`{name}` is {text}, found {found}");
                warnings.add(severity, wrong, Some(*offset), example);
            }
        }
    }
}

/// Where the fields of a node stand in its record; [`MAX_FIELDS`] for one that is not there.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NodeFields {
    pub(super) width: usize,
    pub(super) kind: usize,
    pub(super) name: usize,
    pub(super) id: usize,
    pub(super) self_size: usize,
    pub(super) edge_count: usize,
    pub(super) trace: usize,
    pub(super) detachedness: usize,
}

/// Where the fields of an edge stand in its record.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct EdgeFields {
    pub(super) width: usize,
    pub(super) kind: usize,
    pub(super) name: usize,
    pub(super) to: usize,
}

impl Meta {
    /// Reads the text of the `snapshot` object, which stands at `offset` in the file.
    pub(super) fn read(text: &[u8], offset: usize) -> Result<Self> {
        let moved = |mut error: ParseError| {
            error.offset += offset as u64;
            error
        };
        Self::read_here(&mut Reader::new(text), offset).map_err(moved)
    }

    fn read_here(reader: &mut Reader<'_>, offset: usize) -> Result<Self> {
        let mut meta = None;
        let mut counts = [Declared::Absent, Declared::Absent, Declared::Absent];
        let (mut root, mut extra) = (Declared::Absent, Declared::Absent);
        let mut members = reader.object("`snapshot`")?;
        while let Some(key) = members.next(reader)? {
            match &*key.decode() {
                "meta" => meta = Some(Fields::read(reader)?),
                "node_count" => counts[0] = declared(reader, offset)?,
                "edge_count" => counts[1] = declared(reader, offset)?,
                "trace_function_count" => counts[2] = declared(reader, offset)?,
                "root_index" => root = declared(reader, offset)?,
                "extra_native_bytes" => extra = declared(reader, offset)?,
                _ => reader.skip()?,
            }
        }
        let missing = || ParseErrorKind::Missing { what: "`snapshot.meta`" }.at(0);
        let mut meta = meta.ok_or_else(missing)?.into_meta(reader.offset())?;
        [meta.node_count, meta.edge_count, meta.trace_function_count] = counts;
        meta.root = match root {
            Declared::Count(index, at) => Some((index, at)),
            _ => None,
        };
        meta.extra_native_bytes = extra.count().unwrap_or(0);
        Ok(meta)
    }
}

/// Reads a count, be it nonsense.
fn declared(reader: &mut Reader<'_>, offset: usize) -> Result<Declared> {
    reader.peek();
    let start = reader.offset();
    if let Ok(count) = reader.integer("a count").map(u64::try_from)
        && let Ok(count) = count
    {
        return Ok(Declared::Count(count, offset + start));
    }
    reader.rewind(start);
    reader.skip()?;
    let text = String::from_utf8_lossy(reader.since(start)).trim().chars().take(40).collect();
    Ok(Declared::Nonsense(text, offset + start))
}

/// The lists of `snapshot.meta` that are read, as they stand there.
#[derive(Default)]
struct Fields {
    lists: Vec<(String, Vec<Vec<String>>)>,
    offset: usize,
}

impl Fields {
    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        let mut lists = Vec::new();
        reader.peek();
        let offset = reader.offset();
        let mut members = reader.object("`meta`")?;
        while let Some(key) = members.next(reader)? {
            let name = key.decode().into_owned();
            if name.ends_with("_fields") || name.ends_with("_types") {
                lists.push((name, read_list(reader)?));
            } else {
                reader.skip()?;
            }
        }
        Ok(Self { lists, offset })
    }

    fn list(&self, name: &str) -> &[Vec<String>] {
        self.lists.iter().find(|it| it.0 == name).map_or(&[], |it| &it.1)
    }

    /// The names of the fields of a record.
    fn names(&self, name: &str) -> Vec<&str> {
        self.list(name).iter().map(|it| it.first().map_or("", String::as_str)).collect()
    }

    /// The position of a field, or [`MAX_FIELDS`].
    fn optional(&self, list: &str, field: &str) -> usize {
        self.names(list).iter().position(|it| *it == field).unwrap_or(MAX_FIELDS)
    }

    fn required(&self, list: &'static str, field: &'static str) -> Result<usize> {
        match self.optional(list, field) {
            MAX_FIELDS => {
                let expected = format!("a field `{field}` in `{list}`");
                let found = format!("[{}]", self.names(list).join(", "));
                Err(ParseErrorKind::unexpected(expected, found).at(self.offset))
            }
            position => Ok(position),
        }
    }

    /// The positions of `fields` and the width of a record, if all are there.
    fn all<const N: usize>(&self, list: &str, fields: [&str; N]) -> Option<([usize; N], usize)> {
        let positions = fields.map(|it| self.optional(list, it));
        let width = self.names(list).len();
        let is_whole = width <= MAX_FIELDS && positions.iter().all(|it| *it < MAX_FIELDS);
        is_whole.then_some((positions, width))
    }

    fn width(&self, list: &'static str) -> Result<usize> {
        match self.list(list).len() {
            width @ 1..=MAX_FIELDS => Ok(width),
            width => {
                let expected = format!("1 to {MAX_FIELDS} names in `{list}`");
                Err(ParseErrorKind::unexpected(expected, format!("{width}")).at(self.offset))
            }
        }
    }

    /// The names of the kinds that the field at `position` can have.
    fn kinds(&self, list: &'static str, position: usize) -> Result<Vec<String>> {
        match self.list(list).get(position) {
            Some(kinds) if (1..=250).contains(&kinds.len()) => Ok(kinds.clone()),
            found => {
                let expected = format!("1 to 250 names of types in `{list}`");
                let found = found.map_or_else(|| "none".to_owned(), |it| it.len().to_string());
                Err(ParseErrorKind::unexpected(expected, found).at(self.offset))
            }
        }
    }

    fn into_meta(self, end: usize) -> Result<Meta> {
        debug_assert!(end >= self.offset, "a reader moves forward");
        let (nodes, edges) = ("node_fields", "edge_fields");
        let node_fields = NodeFields {
            width: self.width(nodes)?,
            kind: self.required(nodes, "type")?,
            name: self.required(nodes, "name")?,
            id: self.required(nodes, "id")?,
            self_size: self.required(nodes, "self_size")?,
            edge_count: self.required(nodes, "edge_count")?,
            trace: self.optional(nodes, "trace_node_id"),
            detachedness: self.optional(nodes, "detachedness"),
        };
        let edge_fields = EdgeFields {
            width: self.width(edges)?,
            kind: self.required(edges, "type")?,
            name: self.required(edges, "name_or_index")?,
            to: self.required(edges, "to_node")?,
        };
        let places = ["object_index", "script_id", "line", "column"];
        let function = ["name", "script_name", "script_id", "line", "column"];
        Ok(Meta {
            node_fields,
            edge_fields,
            node_kinds: KindTable::new(self.kinds("node_types", node_fields.kind)?, NodeKind::of),
            edge_kinds: KindTable::new(self.kinds("edge_types", edge_fields.kind)?, EdgeKind::of),
            location_fields: self.all("location_fields", places),
            sample_fields: self.all("sample_fields", ["timestamp_us", "last_assigned_id"]),
            function_fields: self.all("trace_function_info_fields", function),
            trace_fields: self.names("trace_node_fields").into_iter().map(str::to_owned).collect(),
            ..Meta::default()
        })
    }
}

/// Reads a list of names, or of lists of names.
fn read_list(reader: &mut Reader<'_>) -> Result<Vec<Vec<String>>> {
    let mut list = Vec::new();
    let mut elements = reader.array("a list of fields (`node_fields`, `edge_fields`) or types")?;
    while elements.next(reader)? {
        if reader.peek() == Some(b'[') {
            let mut names = Vec::new();
            let mut inner = reader.array("a list of types")?;
            while inner.next(reader)? {
                names.push(reader.text("a type")?.decode().into_owned());
            }
            list.push(names);
        } else {
            list.push(vec![reader.text("a field")?.decode().into_owned()]);
        }
    }
    Ok(list)
}
