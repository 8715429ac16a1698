//! The `nodes` array.

use crate::error::ParseError;
use crate::model::heap::{HeapNodes, WideColumn};
use crate::warning::{Severity, Warnings};

use super::fill::{Filled, Part, Place, Table, Wide};
use super::meta::{MAX_FIELDS, NodeFields};
use super::records::{WideRecord, read_plain, read_wide};

/// The largest size of one object that is believed, in bytes: 16 TiB.
const MAX_SIZE: u64 = 1 << 44;

/// Columns of numbers that may need more than 32 bits.
const ID: u8 = 0;
const SELF_SIZE: u8 = 1;

/// Reads nodes.
pub(super) struct NodeReader {
    pub(super) fields: NodeFields,
    pub(super) n_kinds: usize,
    /// Whether the file tells where objects were allocated.
    pub(super) has_traces: bool,
}

/// The columns of nodes while they are filled.
#[derive(Default)]
pub(super) struct NodeColumns {
    kind: Vec<u8>,
    name: Vec<u32>,
    id: Vec<u32>,
    self_size: Vec<u32>,
    /// Number of edges; becomes the first edge of each.
    edge_count: Vec<u32>,
    detachedness: Vec<u8>,
    trace: Vec<u32>,
}

/// Some rows of [`NodeColumns`].
pub(super) struct NodePart<'t> {
    kind: &'t mut [u8],
    name: &'t mut [u32],
    id: &'t mut [u32],
    self_size: &'t mut [u32],
    edge_count: &'t mut [u32],
    detachedness: &'t mut [u8],
    trace: &'t mut [u32],
}

impl NodeColumns {
    /// Makes room for `n` rows in all.
    pub(super) fn resize(&mut self, n: usize, reader: &NodeReader) {
        grow(&mut self.kind, n);
        grow(&mut self.name, n);
        grow(&mut self.id, n);
        grow(&mut self.self_size, n);
        grow(&mut self.edge_count, n);
        if reader.fields.detachedness < MAX_FIELDS {
            grow(&mut self.detachedness, n);
        }
        if reader.has_traces && reader.fields.trace < MAX_FIELDS {
            grow(&mut self.trace, n);
        }
    }

    /// The rows from `first` on.
    pub(super) fn part(&mut self, first: usize) -> NodePart<'_> {
        NodePart {
            kind: &mut self.kind[first..],
            name: &mut self.name[first..],
            id: &mut self.id[first..],
            self_size: &mut self.self_size[first..],
            edge_count: &mut self.edge_count[first..],
            detachedness: tail(&mut self.detachedness, first),
            trace: tail(&mut self.trace, first),
        }
    }

    /// The nodes, with the number of their edges in place of their first edge.
    pub(super) fn finish(mut self, filled: &mut Filled) -> HeapNodes {
        let n = filled.n_rows;
        self.kind.truncate(n);
        self.name.truncate(n);
        self.id.truncate(n);
        self.self_size.truncate(n);
        self.edge_count.truncate(n);
        self.detachedness.truncate(n);
        self.trace.truncate(n);
        filled.wide.sort_unstable();
        let high = |column| {
            let of_column = filled.wide.iter().filter(move |it| it.0 == column);
            of_column.map(|it| (it.1, it.2)).collect()
        };
        HeapNodes {
            kind: self.kind,
            name: self.name,
            id: WideColumn::new(self.id, high(ID)),
            self_size: WideColumn::new(self.self_size, high(SELF_SIZE)),
            first_edge: self.edge_count,
            detachedness: self.detachedness,
            trace: self.trace,
        }
    }
}

/// Lengthens a column with zeros. The first time, the system gives pages that are zero already.
pub(super) fn grow<T: Clone + Default>(column: &mut Vec<T>, n: usize) {
    if column.is_empty() {
        *column = vec![T::default(); n];
    } else {
        column.resize(n, T::default());
    }
}

/// The code of a kind, if the file declares it. No file declares 255 of them.
pub(super) fn kind_code(kind: i64, n_kinds: usize) -> Option<u8> {
    let is_declared = usize::try_from(kind).is_ok_and(|it| it < n_kinds);
    if is_declared { u8::try_from(kind).ok() } else { None }
}

/// The lowest byte of a number. Those that are larger are no codes, and end the plain way.
#[inline]
pub(super) fn low_byte(number: u32) -> u8 {
    number.to_le_bytes()[0]
}

/// Puts the upper half of a number, if it has one, into `wide`, and gives the lower one.
fn put_halves((column, row): (u8, u32), number: u64, wide: &mut Wide) -> u32 {
    if let Ok(high @ 1..) = u32::try_from(number >> 32) {
        wide.push((column, row, high));
    }
    u32::try_from(number & u64::from(u32::MAX)).unwrap_or(0)
}

fn tail<T>(column: &mut [T], first: usize) -> &mut [T] {
    column.get_mut(first..).unwrap_or_default()
}

impl Part for NodePart<'_> {
    fn rows(&self) -> usize {
        self.kind.len()
    }

    fn split(self, n: usize) -> (Self, Self) {
        let (kind, kinds) = self.kind.split_at_mut(n);
        let (name, names) = self.name.split_at_mut(n);
        let (id, ids) = self.id.split_at_mut(n);
        let (self_size, self_sizes) = self.self_size.split_at_mut(n);
        let (edge_count, edge_counts) = self.edge_count.split_at_mut(n);
        let n_states = n.min(self.detachedness.len());
        let (detachedness, states) = self.detachedness.split_at_mut(n_states);
        let n_traces = n.min(self.trace.len());
        let (trace, traces) = self.trace.split_at_mut(n_traces);
        let first = Self { kind, name, id, self_size, edge_count, detachedness, trace };
        let rest = Self {
            kind: kinds,
            name: names,
            id: ids,
            self_size: self_sizes,
            edge_count: edge_counts,
            detachedness: states,
            trace: traces,
        };
        (first, rest)
    }
}

impl Table for NodeReader {
    type Part<'t> = NodePart<'t>;

    fn width(&self) -> usize {
        self.fields.width
    }

    fn parse(
        &self,
        text: &[u8],
        place: Place,
        mut part: NodePart<'_>,
        warnings: &Warnings,
    ) -> Result<Wide, ParseError> {
        let fields = self.fields;
        let n = part.kind.len();
        let is_plain = read_plain(text, fields.width, n, |row, record| {
            let kind = record[fields.kind];
            part.kind[row] = low_byte(kind);
            part.name[row] = record[fields.name];
            part.id[row] = record[fields.id];
            part.self_size[row] = record[fields.self_size];
            part.edge_count[row] = record[fields.edge_count];
            if let Some(slot) = part.detachedness.get_mut(row) {
                *slot = low_byte(record[fields.detachedness]);
            }
            if let Some(slot) = part.trace.get_mut(row) {
                *slot = record[fields.trace];
            }
            (kind as usize) < self.n_kinds
        });
        let mut wide = Vec::new();
        if !is_plain {
            read_wide(text, place.offset, fields.width, n, |row, record, offset| {
                self.put_wide((row, record), place.row, &mut part, &mut wide, |what, example| {
                    warnings.add(Severity::Loss, what, Some(offset), || example);
                });
            })?;
        }
        Ok(wide)
    }
}

impl NodeReader {
    /// Puts a record whose numbers may be out of range into row `row` of `part`, whose first row
    /// is row `first` of the table.
    fn put_wide(
        &self,
        (row, record): (usize, &WideRecord),
        first: usize,
        part: &mut NodePart<'_>,
        wide: &mut Wide,
        mut lose: impl FnMut(&'static str, String),
    ) {
        let fields = self.fields;
        let kind = record[fields.kind];
        part.kind[row] = kind_code(kind, self.n_kinds).unwrap_or(u8::MAX);
        if part.kind[row] == u8::MAX {
            lose("nodes have a type that the file does not declare", format!("type {kind}"));
        }
        part.name[row] = u32::try_from(record[fields.name]).unwrap_or(u32::MAX);
        let at = u32::try_from(first + row).unwrap_or(u32::MAX);
        let id = u64::try_from(record[fields.id]).unwrap_or_else(|_negative| {
            lose("nodes have a negative id, and count as 0", format!("id {}", record[fields.id]));
            0
        });
        part.id[row] = put_halves((ID, at), id, wide);
        let size = match u64::try_from(record[fields.self_size]) {
            Ok(size) if size <= MAX_SIZE => size,
            _ => {
                let what =
                    "nodes have a self_size that is negative or out of range, and count as 0";
                lose(what, format!("self_size {}", record[fields.self_size]));
                0
            }
        };
        part.self_size[row] = put_halves((SELF_SIZE, at), size, wide);
        part.edge_count[row] = u32::try_from(record[fields.edge_count].max(0)).unwrap_or(u32::MAX);
        if let Some(slot) = part.detachedness.get_mut(row) {
            *slot = u8::try_from(record[fields.detachedness]).unwrap_or(0);
        }
        if let Some(slot) = part.trace.get_mut(row) {
            *slot = u32::try_from(record[fields.trace]).unwrap_or(0);
        }
    }
}
