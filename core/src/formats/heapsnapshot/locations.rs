//! The `locations` array.

use crate::error::ParseError;
use crate::model::heap::HeapLocations;
use crate::warning::{Severity, Warnings};

use super::fill::{Part, Place, Table, Wide};
use super::nodes::grow;
use super::records::{Record, read_plain, read_wide};

/// Stands for the node of a location that is left out in the end.
const NOWHERE: u32 = u32::MAX;

/// Reads locations.
pub(super) struct LocationReader {
    /// Positions of `object_index`, `script_id`, `line` and `column`.
    pub(super) fields: [usize; 4],
    /// Numbers in a record.
    pub(super) width: usize,
    /// Number of fields of a node: nodes are given in fields.
    pub(super) node_width: u32,
    pub(super) n_nodes: usize,
}

/// The columns of locations while they are filled: node, script's number, line, column.
#[derive(Default)]
pub(super) struct LocationColumns([Vec<u32>; 4]);

/// Some rows of [`LocationColumns`].
pub(super) struct LocationPart<'t>([&'t mut [u32]; 4]);

impl LocationColumns {
    /// Makes room for `n` rows in all.
    pub(super) fn resize(&mut self, n: usize) {
        for it in &mut self.0 {
            grow(it, n);
        }
    }

    /// The rows from `first` on.
    pub(super) fn part(&mut self, first: usize) -> LocationPart<'_> {
        LocationPart(self.0.each_mut().map(|it| &mut it[first..]))
    }

    /// The first `n` locations, by node. Where a node has two, the later one counts.
    pub(super) fn finish(mut self, n: usize) -> HeapLocations {
        for it in &mut self.0 {
            it.truncate(n);
            it.shrink_to_fit();
        }
        let nodes = &self.0[0];
        if !nodes.is_sorted_by(|a, b| a < b) || nodes.last() == Some(&NOWHERE) {
            let mut rows: Vec<usize> = (0..n).filter(|&row| nodes[row] != NOWHERE).collect();
            rows.sort_by_key(|&row| nodes[row]);
            rows.reverse();
            rows.dedup_by_key(|row| nodes[*row]);
            rows.reverse();
            self.0 = self.0.each_ref().map(|it| rows.iter().map(|&row| it[row]).collect());
        }
        HeapLocations::new(self.0).unwrap_or_default()
    }
}

impl Part for LocationPart<'_> {
    fn rows(&self) -> usize {
        self.0[0].len()
    }

    fn split(self, n: usize) -> (Self, Self) {
        let halves = self.0.map(|it| it.split_at_mut(n));
        let [node, script, line, column] = halves;
        let first = [node.0, script.0, line.0, column.0];
        (Self(first), Self([node.1, script.1, line.1, column.1]))
    }
}

impl Table for LocationReader {
    type Part<'t> = LocationPart<'t>;

    fn width(&self) -> usize {
        self.width
    }

    fn parse(
        &self,
        text: &[u8],
        place: Place,
        mut part: LocationPart<'_>,
        warnings: &Warnings,
    ) -> Result<Wide, ParseError> {
        if !self.parse_plain(text, &mut part) {
            self.parse_wide(text, place, &mut part, warnings);
        }
        Ok(Vec::new())
    }
}

impl LocationReader {
    fn parse_plain(&self, text: &[u8], part: &mut LocationPart<'_>) -> bool {
        let [node_at, fields @ ..] = self.fields;
        let [nodes, columns @ ..] = &mut part.0;
        read_plain(text, self.width, nodes.len(), |row, record: &Record| {
            let index = record[node_at];
            nodes[row] = index / self.node_width;
            for (column, at) in columns.iter_mut().zip(fields) {
                column[row] = record[at];
            }
            index.is_multiple_of(self.node_width) && (nodes[row] as usize) < self.n_nodes
        })
    }

    /// Parses locations of which some belong to no node or are otherwise odd. What is no integer
    /// costs the rest of the block.
    fn parse_wide(
        &self,
        text: &[u8],
        place: Place,
        part: &mut LocationPart<'_>,
        warnings: &Warnings,
    ) {
        let [node_at, fields @ ..] = self.fields;
        let [nodes, columns @ ..] = &mut part.0;
        nodes.fill(NOWHERE);
        let n = nodes.len();
        let read = read_wide(text, place.offset, self.width, n, |row, record, offset| {
            let index = record[node_at];
            let Some(node) = self.row_of(index) else {
                let what = "locations belong to no node, and are left out";
                let example = || format!("object_index {index}");
                warnings.add(Severity::Loss, what, Some(offset), example);
                return;
            };
            let numbers = fields.map(|at| u32::try_from(record[at]));
            for (column, &number) in columns.iter_mut().zip(&numbers) {
                column[row] = number.unwrap_or(0);
            }
            if numbers.iter().any(Result::is_err) {
                let what = "locations have a number that is out of range, which counts as 0";
                let example = || format!("{:?}", &record[..self.width]);
                warnings.add(Severity::Loss, what, Some(offset), example);
            }
            nodes[row] = node;
        });
        if let Err(error) = read {
            let what = "sections beside the graph are damaged, and left out";
            let at = usize::try_from(error.offset).ok();
            warnings.add(Severity::Loss, what, at, || error.kind.to_string());
        }
    }

    /// The row of the node whose record begins at field `index` of the nodes.
    fn row_of(&self, index: i64) -> Option<u32> {
        let index = u64::try_from(index).ok()?;
        let (row, rest) = (index / u64::from(self.node_width), index % u64::from(self.node_width));
        let row = u32::try_from(row).ok()?;
        (rest == 0 && (row as usize) < self.n_nodes).then_some(row)
    }
}
