//! Table `heap-changes`: what became of the objects of each class between two snapshots.
//!
//! It is made of two recordings, so it is not among the tables that one recording has.

use std::sync::Arc;

use crate::analysis::heap::Comparison;
use crate::export::table::{Table, TableColumn, Unit};
use crate::export::tables::heap::CLASS;

/// Its name.
pub const NAME: &str = "heap-changes";

const COLUMNS: &[TableColumn] = &[
    CLASS,
    TableColumn::new("script_id", Unit::Number, "Script of its constructor, if that is known"),
    TableColumn::new("line", Unit::Number, "Line of its constructor, counted from 1"),
    TableColumn::new("column", Unit::Number, "Column of its constructor, counted from 1"),
    TableColumn::new("new_count", Unit::Count, "Objects that only the later snapshot has"),
    TableColumn::new("freed_count", Unit::Count, "Objects that only the earlier snapshot has"),
    TableColumn::new("count_delta", Unit::Count, "New ones less freed ones"),
    TableColumn::new("new_bytes", Unit::Bytes, "Shallow sizes of the new ones"),
    TableColumn::new("freed_bytes", Unit::Bytes, "Shallow sizes of the freed ones"),
    TableColumn::new("shallow_delta_bytes", Unit::Bytes, "New bytes less freed bytes"),
    TableColumn::new("retained_before_bytes", Unit::Bytes, "What the class kept alive before"),
    TableColumn::new("retained_after_bytes", Unit::Bytes, "What it keeps alive after"),
    TableColumn::new("retained_delta_bytes", Unit::Bytes, "After less before"),
    TableColumn::new("count_before", Unit::Count, "Its objects before"),
    TableColumn::new("count_after", Unit::Count, "Its objects after"),
];

/// The table of those `rows` of a comparison, in that order.
pub fn table(found: Arc<Comparison>, rows: Vec<usize>) -> Table<'static> {
    Table::new(NAME, COLUMNS, rows.len(), move |row, cells| {
        let diff = &found.classes[rows[row]];
        cells.push(diff.class.name().into_owned());
        cells.push(diff.class.place.map(|it| it.script_id));
        cells.push(diff.class.place.map(|it| it.line.saturating_add(1)));
        cells.push(diff.class.place.map(|it| it.column.saturating_add(1)));
        cells.push(diff.new.len());
        cells.push(diff.gone.len());
        cells.push(diff.count_delta());
        cells.push(diff.new_shallow);
        cells.push(diff.gone_shallow);
        cells.push(diff.shallow_delta());
        cells.push(diff.retained.0);
        cells.push(diff.retained.1);
        cells.push(diff.retained_delta());
        cells.push(diff.count.0);
        cells.push(diff.count.1);
    })
}
