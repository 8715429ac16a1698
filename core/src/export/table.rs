//! A table: named columns with units, and rows that are made one at a time.

use std::borrow::Cow;
use std::fmt;

/// One value of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// There is no value.
    Empty,
    /// Text as it stands in the recording, without any escaping.
    Text(Cow<'a, str>),
    /// A whole number that is never negative.
    Unsigned(u64),
    /// A whole number that may be negative.
    Signed(i64),
    /// Any other number; not finite ones are written as empty.
    Float(f64),
    /// Yes or no.
    Bool(bool),
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<u64> for Cell<'_> {
    fn from(number: u64) -> Self {
        Self::Unsigned(number)
    }
}

impl From<u32> for Cell<'_> {
    fn from(number: u32) -> Self {
        Self::Unsigned(number.into())
    }
}

impl From<usize> for Cell<'_> {
    fn from(number: usize) -> Self {
        Self::Unsigned(number as u64)
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Self::Signed(number)
    }
}

impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        Self::Float(number)
    }
}

impl From<bool> for Cell<'_> {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Text.
    Text,
    /// Nanoseconds; a moment counts from the recording's origin. Names end in `_ns`.
    Nanoseconds,
    /// Bytes. Names end in `_bytes`.
    Bytes,
    /// Parts of a hundred. Names end in `_percent`.
    Percent,
    /// A number of things.
    Count,
    /// A number that names something: a line, an identifier, a rank.
    Number,
    /// `true` or `false`.
    Bool,
    /// The row says it, in a column called `unit`.
    ByRow,
}

impl Unit {
    /// Its name in listings of columns.
    pub fn key(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Nanoseconds => "ns",
            Self::Bytes => "bytes",
            Self::Percent => "percent",
            Self::Count => "count",
            Self::Number => "number",
            Self::Bool => "bool",
            Self::ByRow => "see unit",
        }
    }
}

/// The head of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableColumn {
    /// Its name: `snake_case`, with the unit at the end where there is one, such as `self_ns`.
    pub name: &'static str,
    /// What its values are.
    pub unit: Unit,
    /// What it means, in one line.
    pub doc: &'static str,
}

impl TableColumn {
    /// The head of a column.
    pub const fn new(name: &'static str, unit: Unit, doc: &'static str) -> Self {
        Self { name, unit, doc }
    }
}

/// Makes the cells of a row, in the order of the columns.
type Fill<'a> = dyn Fn(usize, &mut Cells<'a>) + Send + Sync + 'a;

/// Rows under named columns.
///
/// Only the rule that makes a row is held, never the rows, so a table of ten million samples costs
/// nothing until it is written. A view makes one of the rows it shows, in the order it shows them.
pub struct Table<'a> {
    /// Its name, such as `call-tree`; also a good name for the file.
    pub name: &'static str,
    /// The heads of its columns.
    pub columns: &'static [TableColumn],
    n_rows: usize,
    fill: Box<Fill<'a>>,
}

impl<'a> Table<'a> {
    /// A table whose row `i` is made by `fill(i, cells)`, which pushes one cell per column.
    pub fn new(
        name: &'static str,
        columns: &'static [TableColumn],
        n_rows: usize,
        fill: impl Fn(usize, &mut Cells<'a>) + Send + Sync + 'a,
    ) -> Self {
        Self { name, columns, n_rows, fill: Box::new(fill) }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.n_rows
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.n_rows == 0
    }

    /// The same table, ended after `limit` rows.
    #[must_use]
    pub fn first(mut self, limit: usize) -> Self {
        self.n_rows = self.n_rows.min(limit);
        self
    }

    /// Puts the cells of row `row` into `cells`, whose room is used again and again.
    pub fn read_row(&self, row: usize, cells: &mut Cells<'a>) {
        cells.0.clear();
        (self.fill)(row, cells);
        debug_assert_eq!(cells.0.len(), self.columns.len(), "table {}, row {row}", self.name);
    }
}

impl fmt::Debug for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("name", &self.name).field("n_rows", &self.n_rows).finish()
    }
}

/// The cells of one row.
#[derive(Clone, Debug, Default)]
pub struct Cells<'a>(Vec<Cell<'a>>);

impl<'a> Cells<'a> {
    /// Appends the cell of the next column.
    pub fn push(&mut self, cell: impl Into<Cell<'a>>) {
        self.0.push(cell.into());
    }

    /// Appends `count` cells without a value.
    pub fn push_empty(&mut self, count: usize) {
        self.0.extend(std::iter::repeat_n(Cell::Empty, count));
    }

    /// The cells in the order of the columns.
    pub fn as_slice(&self) -> &[Cell<'a>] {
        &self.0
    }
}
