//! Rows of tables as JSON objects.

use asyncscope_core::export::{Cell, Cells, Table};
use serde_json::{Map, Value};

/// The rows of a table, each an object whose keys are the names of its columns.
pub(super) fn objects(table: &Table<'_>) -> Vec<Map<String, Value>> {
    let mut cells = Cells::default();
    let row = |row| {
        table.read_row(row, &mut cells);
        let names = table.columns.iter().map(|it| it.name.to_owned());
        names.zip(cells.as_slice().iter().map(value)).collect()
    };
    (0..table.len()).map(row).collect()
}

fn value(cell: &Cell<'_>) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => text.as_ref().into(),
        Cell::Unsigned(number) => (*number).into(),
        Cell::Signed(number) => (*number).into(),
        Cell::Float(number) => (*number).into(),
        Cell::Bool(yes) => (*yes).into(),
    }
}
