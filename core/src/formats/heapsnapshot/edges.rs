//! The `edges` array.

use crate::error::ParseError;
use crate::model::heap::HeapEdges;
use crate::warning::{Severity, Warnings};

use super::fill::{Part, Place, Table, Wide};
use super::meta::EdgeFields;
use super::nodes::{grow, kind_code, low_byte};
use super::records::{read_plain, read_wide};

/// Stands for the target of an edge that leads nowhere: such an edge is left out in the end.
pub(super) const NOWHERE: u32 = u32::MAX;

/// Reads edges.
pub(super) struct EdgeReader {
    pub(super) fields: EdgeFields,
    pub(super) n_kinds: usize,
    /// Number of fields of a node: targets are given in fields.
    pub(super) node_width: usize,
    /// Number of nodes, or the most there can be where they come later.
    pub(super) n_nodes: usize,
}

/// Some rows of [`HeapEdges`].
pub(super) struct EdgePart<'t> {
    kind: &'t mut [u8],
    name: &'t mut [u32],
    to: &'t mut [u32],
}

impl HeapEdges {
    /// Makes room for `n` rows in all.
    pub(super) fn resize(&mut self, n: usize) {
        grow(&mut self.kind, n);
        grow(&mut self.name, n);
        grow(&mut self.to, n);
    }

    /// Ends the columns after `n` rows.
    pub(super) fn truncate(&mut self, n: usize) {
        self.kind.truncate(n);
        self.name.truncate(n);
        self.to.truncate(n);
    }

    /// The rows from `first` on.
    pub(super) fn part(&mut self, first: usize) -> EdgePart<'_> {
        EdgePart {
            kind: &mut self.kind[first..],
            name: &mut self.name[first..],
            to: &mut self.to[first..],
        }
    }
}

impl Part for EdgePart<'_> {
    fn rows(&self) -> usize {
        self.kind.len()
    }

    fn split(self, n: usize) -> (Self, Self) {
        let (kind, kinds) = self.kind.split_at_mut(n);
        let (name, names) = self.name.split_at_mut(n);
        let (to, tos) = self.to.split_at_mut(n);
        (Self { kind, name, to }, Self { kind: kinds, name: names, to: tos })
    }
}

impl Table for EdgeReader {
    type Part<'t> = EdgePart<'t>;

    fn width(&self) -> usize {
        self.fields.width
    }

    fn parse(
        &self,
        text: &[u8],
        place: Place,
        mut part: EdgePart<'_>,
        warnings: &Warnings,
    ) -> Result<Wide, ParseError> {
        let is_plain = match self.node_width {
            6 => self.parse_plain(text, &mut part, |to| (to / 6, to % 6)),
            7 => self.parse_plain(text, &mut part, |to| (to / 7, to % 7)),
            width => {
                let width = u32::try_from(width).unwrap_or(1);
                self.parse_plain(text, &mut part, move |to| (to / width, to % width))
            }
        };
        if !is_plain {
            self.parse_wide(text, place, &mut part, warnings)?;
        }
        Ok(Vec::new())
    }
}

impl EdgeReader {
    /// Parses edges as V8 writes them, and says whether they all are such.
    fn parse_plain(
        &self,
        text: &[u8],
        part: &mut EdgePart<'_>,
        divide: impl Fn(u32) -> (u32, u32),
    ) -> bool {
        let fields = self.fields;
        read_plain(text, fields.width, part.kind.len(), |row, record| {
            let kind = record[fields.kind];
            let (to, rest) = divide(record[fields.to]);
            part.kind[row] = low_byte(kind);
            part.name[row] = record[fields.name];
            part.to[row] = to;
            (kind as usize) < self.n_kinds && rest == 0 && (to as usize) < self.n_nodes
        })
    }

    /// Parses edges of which some lead nowhere or are otherwise odd.
    fn parse_wide(
        &self,
        text: &[u8],
        place: Place,
        part: &mut EdgePart<'_>,
        warnings: &Warnings,
    ) -> Result<(), ParseError> {
        let fields = self.fields;
        read_wide(text, place.offset, fields.width, part.kind.len(), |row, record, offset| {
            let lose = |what, example: String| {
                warnings.add(Severity::Loss, what, Some(offset), || example);
            };
            let kind = record[fields.kind];
            part.kind[row] = kind_code(kind, self.n_kinds).unwrap_or(u8::MAX);
            if part.kind[row] == u8::MAX {
                lose("edges have a type that the file does not declare", format!("type {kind}"));
            }
            part.name[row] = u32::try_from(record[fields.name]).unwrap_or(u32::MAX);
            let to = record[fields.to];
            part.to[row] = self.row_of(to).unwrap_or_else(|| {
                let what =
                    "edges lead to no node, or not to the beginning of one, and are left out";
                lose(what, format!("to_node {to}"));
                NOWHERE
            });
        })
    }

    /// The row of the node whose record begins at field `to` of the nodes.
    fn row_of(&self, to: i64) -> Option<u32> {
        let to = usize::try_from(to).ok()?;
        let is_node = to.is_multiple_of(self.node_width) && to / self.node_width < self.n_nodes;
        if is_node { u32::try_from(to / self.node_width).ok() } else { None }
    }
}
