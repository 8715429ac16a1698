//! The sections of a snapshot, in whatever order they stand.

use crate::error::{ParseError, ParseErrorKind, show_text};
use crate::model::heap::{HeapEdges, HeapLocations, HeapNodes, HeapStrings, MAX_EDGES, MAX_NODES};
use crate::warning::{Severity, Warnings};

use super::edges::EdgeReader;
use super::fill::{Filled, Place, Table, fill};
use super::input::{BlockEnd, Input};
use super::locations::{LocationColumns, LocationReader};
use super::meta::{Declared, Meta};
use super::nodes::{NodeColumns, NodeReader};
use super::texts;

type Result<T> = std::result::Result<T, ParseError>;

/// Rows that are made room for at first where nothing but the file's own word says how many come.
const FIRST_ROWS: usize = 1 << 16;

/// What was read of a snapshot so far.
#[derive(Default)]
pub(super) struct Sections {
    pub(super) meta: Option<Meta>,
    pub(super) nodes: Option<HeapNodes>,
    /// Where blocks of nodes begin.
    pub(super) node_places: Vec<Place>,
    pub(super) edges: Option<HeapEdges>,
    /// Where blocks of edges begin.
    pub(super) edge_places: Vec<Place>,
    /// Whether targets of edges are known to be nodes.
    pub(super) targets_are_checked: bool,
    pub(super) locations: HeapLocations,
    pub(super) strings: Option<HeapStrings>,
    /// Whether all strings are there.
    pub(super) strings_are_whole: bool,
    /// The text of each section that is understood in the end, and where it begins.
    pub(super) extras: Vec<(&'static str, Vec<u8>, usize)>,
}

/// Sections that are small, or that can be understood only when others are known.
const EXTRAS: &[&str] = &["trace_function_infos", "trace_tree", "samples"];

impl Sections {
    /// Reads the whole file, as far as it can be understood.
    pub(super) fn read(&mut self, input: &mut Input<'_>, warnings: &Warnings) -> Result<()> {
        input.expect(b'{', "an object for the file")?;
        if input.take(b'}')? {
            return Ok(());
        }
        loop {
            let key = input.string("a key in double quotes or `}`")?;
            let key = key.trim_ascii().to_vec();
            input.expect(b':', "a colon after the key")?;
            self.section(key.get(1..key.len() - 1).unwrap_or_default(), input, warnings)?;
            match input.peek()? {
                Some(b',') => input.advance(1),
                Some(b'}') => break input.advance(1),
                _ => return Err(input.unexpected("a comma or `}`")),
            }
        }
        check_end(input, warnings)
    }

    fn section(&mut self, key: &[u8], input: &mut Input<'_>, warnings: &Warnings) -> Result<()> {
        input.peek()?;
        let offset = input.offset();
        match key {
            b"snapshot" => self.meta = Some(Meta::read(&input.value()?, offset)?),
            b"nodes" if self.meta.is_none() => self.keep("nodes", input)?,
            b"edges" if self.meta.is_none() => self.keep("edges", input)?,
            b"nodes" => self.read_nodes(input, warnings)?,
            b"edges" => self.read_edges(input, warnings)?,
            b"strings" => {
                let texts = self.strings.insert(HeapStrings::default());
                texts::read(input, texts)?;
                self.strings_are_whole = true;
            }
            b"locations" if self.nodes.is_none() || self.meta.is_none() => {
                self.keep("locations", input)?;
            }
            b"locations" => self.read_locations(input, warnings)?,
            b"scopes" | b"scope_context_vars" | b"scope_uses" => input.skip()?,
            _ => {
                let known = EXTRAS.iter().find(|it| it.as_bytes() == key);
                match known {
                    Some(name) => self.keep(name, input)?,
                    None => skip_unknown(key, input, warnings)?,
                }
            }
        }
        Ok(())
    }

    /// Keeps the text of a section for later.
    fn keep(&mut self, name: &'static str, input: &mut Input<'_>) -> Result<()> {
        let offset = input.offset();
        let text = input.value()?;
        self.extras.push((name, text, offset));
        Ok(())
    }

    /// The text of a section that was kept, and where it begins.
    pub(super) fn take_extra(&mut self, name: &str) -> Option<(Vec<u8>, usize)> {
        let at = self.extras.iter().position(|it| it.0 == name)?;
        let (_, text, offset) = self.extras.swap_remove(at);
        Some((text, offset))
    }

    /// Reads the `nodes` array that is next.
    pub(super) fn read_nodes(&mut self, input: &mut Input<'_>, warnings: &Warnings) -> Result<()> {
        let Some(meta) = &self.meta else { return input.skip() };
        let reader = NodeReader {
            fields: meta.node_fields,
            n_kinds: meta.node_kinds.len(),
            has_traces: meta.trace_function_count.count().is_none_or(|it| it > 0),
        };
        input.expect(b'[', "an array for `nodes`")?;
        let mut columns = NodeColumns::default();
        let mut filled = Filled { end: closed_at_once(input)?, ..Filled::default() };
        let mut over = None;
        while filled.end.is_none() {
            let n = room(filled.n_rows, &meta.node_count, reader.width(), input.left());
            check_room(filled.n_rows, n, MAX_NODES, "nodes", input)?;
            columns.resize(n, &reader);
            let part = columns.part(filled.n_rows);
            (filled, over) = fill(&reader, part, input, (filled, over), warnings)?;
        }
        let cut = check_array_end(&filled, reader.width(), ["nodes", NODES_CUT], input, warnings);
        self.nodes = Some(columns.finish(&mut filled));
        self.node_places = filled.places;
        cut
    }

    /// Reads the `edges` array that is next.
    pub(super) fn read_edges(&mut self, input: &mut Input<'_>, warnings: &Warnings) -> Result<()> {
        let Some(meta) = &self.meta else { return input.skip() };
        self.targets_are_checked = self.nodes.is_some();
        let reader = EdgeReader {
            fields: meta.edge_fields,
            n_kinds: meta.edge_kinds.len(),
            node_width: meta.node_fields.width,
            n_nodes: self.nodes.as_ref().map_or(MAX_NODES, |it| it.kind.len()),
        };
        input.expect(b'[', "an array for `edges`")?;
        let mut columns = HeapEdges::default();
        let mut filled = Filled { end: closed_at_once(input)?, ..Filled::default() };
        let mut over = None;
        while filled.end.is_none() {
            let n = room(filled.n_rows, &meta.edge_count, reader.width(), input.left());
            check_room(filled.n_rows, n, MAX_EDGES, "edges", input)?;
            columns.resize(n);
            let part = columns.part(filled.n_rows);
            (filled, over) = fill(&reader, part, input, (filled, over), warnings)?;
        }
        columns.truncate(filled.n_rows);
        self.edges = Some(columns);
        let cut = check_array_end(&filled, reader.width(), ["edges", EDGES_CUT], input, warnings);
        self.edge_places = filled.places;
        cut
    }
}

impl Sections {
    /// Reads the `locations` array that is next.
    pub(super) fn read_locations(
        &mut self,
        input: &mut Input<'_>,
        warnings: &Warnings,
    ) -> Result<()> {
        let (Some(meta), Some(nodes)) = (&self.meta, &self.nodes) else { return input.skip() };
        let Some((fields, width)) = meta.location_fields else {
            return skip_nameless(input, warnings);
        };
        let node_width = u32::try_from(meta.node_fields.width).unwrap_or(1);
        let reader = LocationReader { fields, width, node_width, n_nodes: nodes.kind.len() };
        if input.peek()? != Some(b'[') {
            let error = input.unexpected("an array for `locations`");
            lose_extra(&error, 0, warnings);
            return input.skip();
        }
        input.advance(1);
        let mut columns = LocationColumns::default();
        let mut filled = Filled { end: closed_at_once(input)?, ..Filled::default() };
        let mut over = None;
        while filled.end.is_none() {
            let n = room(filled.n_rows, &Declared::Absent, width, input.left());
            check_room(filled.n_rows, n, MAX_NODES, "locations", input)?;
            columns.resize(n);
            let part = columns.part(filled.n_rows);
            (filled, over) = fill(&reader, part, input, (filled, over), warnings)?;
        }
        self.locations = columns.finish(filled.n_rows);
        let cut = "location is cut, and left out";
        check_array_end(&filled, width, ["locations", cut], input, warnings)
    }
}

/// Says that a section was lost that is not needed for the graph; the error is told of a text that
/// stands at `offset`.
pub(super) fn lose_extra(error: &ParseError, offset: usize, warnings: &Warnings) {
    let what = "sections beside the graph are damaged, and left out";
    let at = usize::try_from(error.offset).unwrap_or(0) + offset;
    warnings.add(Severity::Loss, what, Some(at), || error.kind.to_string());
}

/// Passes over locations whose fields are not named.
fn skip_nameless(input: &mut Input<'_>, warnings: &Warnings) -> Result<()> {
    let offset = input.offset();
    let text = input.value()?;
    if text.trim_ascii() != b"[]" {
        let what = "list of locations has no known fields, and is left out";
        warnings.add(Severity::Skipped, what, Some(offset), String::new);
    }
    Ok(())
}

const NODES_CUT: &str =
    "node is cut: the length of `nodes` is no multiple of that of `node_fields`";
const EDGES_CUT: &str =
    "edge is cut: the length of `edges` is no multiple of that of `edge_fields`";

/// Passes over a section that nobody knows.
fn skip_unknown(key: &[u8], input: &mut Input<'_>, warnings: &Warnings) -> Result<()> {
    let offset = input.offset();
    input.skip()?;
    let name = String::from_utf8_lossy(key).chars().take(40).collect::<String>();
    let what = "sections are not known, and left out";
    warnings.add(Severity::Skipped, what, Some(offset), || format!("`{}`", show_text(&name)));
    Ok(())
}

/// Says so if something follows the object.
fn check_end(input: &mut Input<'_>, warnings: &Warnings) -> Result<()> {
    if input.peek()?.is_some() {
        let what = "stretch of text after the end of the snapshot (trailing), left out";
        warnings.add(Severity::Loss, what, Some(input.offset()), String::new);
    }
    Ok(())
}

/// The end of an array that has no elements.
fn closed_at_once(input: &mut Input<'_>) -> Result<Option<BlockEnd>> {
    Ok(input.take(b']')?.then_some(BlockEnd::Array(0)))
}

/// How many rows to make room for, once `n` are filled: as many as the file declares if so many
/// can come, or else twice as many as before.
fn room(n: usize, declared: &Declared, width: usize, left: Option<u64>) -> usize {
    let possible = match left {
        // A number takes two bytes with its comma.
        Some(left) => left / (2 * width as u64) + 2,
        None => (n as u64 * 2).max(FIRST_ROWS as u64),
    };
    let more = match declared.count() {
        Some(count) if count > n as u64 => (count - n as u64).min(possible),
        _ => possible.min(n.max(FIRST_ROWS) as u64),
    };
    // A block that did not fit must fit now.
    n + usize::try_from(more).unwrap_or(FIRST_ROWS).max(FIRST_ROWS.min(1 << 18))
}

/// Refuses more rows than can be numbered, once they are really there.
fn check_room(
    filled: usize,
    room: usize,
    limit: usize,
    what: &'static str,
    input: &Input<'_>,
) -> Result<()> {
    if filled > limit || (room > limit && filled + FIRST_ROWS > limit) {
        let kind = ParseErrorKind::TooMany { what, limit: limit as u64 };
        return Err(kind.at(input.offset()));
    }
    Ok(())
}

/// Looks at how an array ended.
fn check_array_end(
    filled: &Filled,
    width: usize,
    [name, cut]: [&'static str; 2],
    input: &Input<'_>,
    warnings: &Warnings,
) -> Result<()> {
    match filled.end {
        Some(BlockEnd::Array(over @ 1..)) => {
            let example =
                || format!("{} numbers, {width} to a record", filled.n_rows * width + over);
            warnings.add(Severity::Loss, cut, Some(input.offset()), example);
            Ok(())
        }
        Some(BlockEnd::Text) => Err(input.cut(&format!("a comma or `]` in `{name}`"))),
        _ => Ok(()),
    }
}
