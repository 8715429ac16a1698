//! Where the code of objects is.

use crate::index::RowIndex as _;
use crate::model::heap::NodeIndex;

/// Where the code of an object's constructor, or of a function, begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Row of the node.
    pub node: u32,
    /// V8's number of the script.
    pub script_id: u64,
    /// Line counted from 0.
    pub line: u64,
    /// Column counted from 0.
    pub column: u64,
}

/// Known places of code, by node; one for each node at most.
///
/// **Invariant:** all columns are of equal length, and nodes ascend.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeapLocations {
    node: Vec<u32>,
    script_id: Vec<u32>,
    line: Vec<u32>,
    column: Vec<u32>,
}

impl HeapLocations {
    /// Locations of these columns: row of the node, script's number, line and column, both from 0.
    /// `None` unless they are of equal length and nodes ascend.
    pub fn new([node, script_id, line, column]: [Vec<u32>; 4]) -> Option<Self> {
        let is_whole = [&script_id, &line, &column].iter().all(|it| it.len() == node.len());
        let is_sound = is_whole && node.is_sorted_by(|a, b| a < b);
        is_sound.then_some(Self { node, script_id, line, column })
    }

    /// Number of locations.
    pub fn len(&self) -> usize {
        self.node.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.node.is_empty()
    }

    /// All of them, by node.
    pub fn iter(&self) -> impl Iterator<Item = Location> + '_ {
        (0..self.len()).map(|row| self.row(row))
    }

    /// The location of a node, if it is known.
    pub fn of(&self, node: NodeIndex) -> Option<Location> {
        let found = self.node.binary_search_by_key(&node.row(), |&it| it as usize);
        found.ok().map(|row| self.row(row))
    }

    /// The columns, as [`HeapLocations::new`] takes them.
    pub fn columns(&self) -> [&[u32]; 4] {
        [&self.node, &self.script_id, &self.line, &self.column]
    }

    fn row(&self, row: usize) -> Location {
        Location {
            node: self.node[row],
            script_id: u64::from(self.script_id[row]),
            line: u64::from(self.line[row]),
            column: u64::from(self.column[row]),
        }
    }
}
