//! Table `diff-heap-classes`: classes of two heap snapshots.

use std::sync::Arc;

use super::{STATUS, bytes, count};
use crate::analysis::diff::{Sides, Status};
use crate::analysis::heap::{ClassDiff, Comparison};
use crate::export::table::{Table, TableColumn};
use crate::export::tables::heap::CLASS;

/// Its name.
pub const NAME: &str = "diff-heap-classes";

const COLUMNS: &[TableColumn] = &[
    CLASS,
    STATUS,
    count("count_before", "Its objects before"),
    count("count_after", "Its objects after"),
    count("count_delta", "New ones less freed ones"),
    count("new_count", "Objects that only the later snapshot has"),
    count("freed_count", "Objects that only the earlier snapshot has"),
    bytes("shallow_before_bytes", "What its objects took themselves before"),
    bytes("shallow_after_bytes", "What its objects take themselves after"),
    bytes("shallow_delta_bytes", "What new ones take less what freed ones took"),
    bytes("retained_before_bytes", "What the class kept alive before"),
    bytes("retained_after_bytes", "What it keeps alive after"),
    bytes("retained_delta_bytes", "After less before"),
];

/// The table of all classes of a comparison, in its order.
pub fn table<'a>(found: Arc<Comparison>) -> Table<'a> {
    Table::new(NAME, COLUMNS, found.classes.len(), move |row, cells| {
        let diff: &ClassDiff = &found.classes[row];
        cells.push(diff.class.name().into_owned());
        let count = Sides::new(diff.count.0, diff.count.1);
        let is_same = diff.new.is_empty() && diff.gone.is_empty();
        cells.push(Status::of(count.map(|it| it > 0), is_same).key());
        cells.push(count.before);
        cells.push(count.after);
        cells.push(diff.count_delta());
        cells.push(diff.new.len());
        cells.push(diff.gone.len());
        cells.push(diff.shallow.0);
        cells.push(diff.shallow.1);
        cells.push(diff.shallow_delta());
        cells.push(diff.retained.0);
        cells.push(diff.retained.1);
        cells.push(diff.retained_delta());
    })
}
