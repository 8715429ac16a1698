//! Table `heap-basket`: each class in several snapshots, and what came and went since one of them.
//!
//! It is made of several recordings, so it is not among the tables that one recording has. Each
//! snapshot has columns of its own, which begin with its number in the basket: `s1_count`.

use std::sync::{Arc, LazyLock};

use crate::analysis::heap::Basket;
use crate::export::table::{Table, TableColumn, Unit};
use crate::export::tables::heap::CLASS;

/// Its name.
pub const NAME: &str = "heap-basket";

/// The most snapshots that have columns.
pub const MOST_SNAPSHOTS: usize = 50;

const FIXED: [TableColumn; 7] = [
    CLASS,
    TableColumn::new("script_id", Unit::Number, "Script of its constructor, if that is known"),
    TableColumn::new("line", Unit::Number, "Line of its constructor, counted from 1"),
    TableColumn::new("column", Unit::Number, "Column of its constructor, counted from 1"),
    TableColumn::new(
        "slope_bytes",
        Unit::Bytes,
        "Shallow bytes more from one snapshot to the next: the straight line that fits best",
    ),
    TableColumn::new("in_all_count", Unit::Count, "Objects that every snapshot has"),
    TableColumn::new("in_all_bytes", Unit::Bytes, "Their shallow sizes in the last snapshot"),
];

/// The columns of one snapshot.
const EACH: [(&str, Unit, &str); 7] = [
    ("count", Unit::Count, "Objects in that snapshot"),
    ("shallow_bytes", Unit::Bytes, "Their shallow sizes"),
    ("retained_bytes", Unit::Bytes, "What they keep alive together"),
    ("new_count", Unit::Count, "Objects that the baseline has not"),
    ("new_bytes", Unit::Bytes, "Their shallow sizes"),
    ("freed_count", Unit::Count, "Objects that only the baseline has"),
    ("freed_bytes", Unit::Bytes, "Their shallow sizes"),
];

static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let of = |number: usize| EACH.map(|it| format!("s{number}_{}", it.0));
    (1..=MOST_SNAPSHOTS).flat_map(of).collect()
});

static COLUMNS: LazyLock<Vec<TableColumn>> = LazyLock::new(|| {
    let names = NAMES.iter().zip(EACH.into_iter().cycle());
    let each = names.map(|(name, it)| TableColumn::new(name, it.1, it.2));
    FIXED.into_iter().chain(each).collect()
});

/// The table of those `rows` of a basket, in that order; of more than [`MOST_SNAPSHOTS`] the first.
pub fn table<'a>(basket: Arc<Basket>, rows: Vec<usize>) -> Table<'a> {
    let n = basket.n_snapshots().min(MOST_SNAPSHOTS);
    let columns: &'static [TableColumn] = &COLUMNS[..FIXED.len() + n * EACH.len()];
    Table::new(NAME, columns, rows.len(), move |row, cells| {
        let it = &basket.classes[rows[row]];
        cells.push(it.class.name().into_owned());
        cells.push(it.class.place.map(|it| it.script_id));
        cells.push(it.class.place.map(|it| it.line.saturating_add(1)));
        cells.push(it.class.place.map(|it| it.column.saturating_add(1)));
        cells.push(it.slope);
        cells.push(it.in_all.count);
        cells.push(it.in_all.shallow);
        let sets = it.new_since.iter().zip(&it.freed_since);
        for (each, (new, freed)) in it.each.iter().zip(sets).take(n) {
            cells.push(each.count);
            cells.push(each.shallow);
            cells.push(each.retained);
            cells.push(new.count);
            cells.push(new.shallow);
            cells.push(freed.count);
            cells.push(freed.shallow);
        }
    })
}
