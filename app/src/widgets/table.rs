//! A table of any number of rows, of which only the visible are looked at.

/// How the rows of a table are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The column.
    pub column: usize,
    /// Whether the largest stands first.
    pub descending: bool,
}
