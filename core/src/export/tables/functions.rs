//! Table `functions`: what each function weighs.

use crate::analysis::{FunctionRow, Selection, functions, summed_kind, weigh};
use crate::export::table::{Table, TableColumn, Unit};
use crate::export::tables::{
    CATEGORY, COLUMN, FUNCTION, LINE, TableKind, URL, has_samples, own_column, push_function,
    total_column,
};
use crate::model::{ProfileKind, Recording};
use crate::task::{Cancelled, Task};

/// Table `functions`.
pub const KIND: TableKind = TableKind {
    name: "functions",
    doc: "What each function weighs, by self weight. Recursion counts once per sample",
    columns: |recording| columns(summed_kind(recording)),
    is_in: has_samples,
    build,
};

const fn heads(kind: ProfileKind) -> [TableColumn; 8] {
    let samples = TableColumn::new("samples", Unit::Count, "Samples with it on the stack");
    [FUNCTION, URL, LINE, COLUMN, CATEGORY, own_column(kind), total_column(kind), samples]
}

fn columns(kind: ProfileKind) -> &'static [TableColumn] {
    const CPU: &[TableColumn] = &heads(ProfileKind::Cpu);
    const ALLOCATIONS: &[TableColumn] = &heads(ProfileKind::Allocations);
    match kind {
        ProfileKind::Cpu => CPU,
        ProfileKind::Allocations => ALLOCATIONS,
    }
}

fn build<'a>(
    recording: &'a Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Table<'a>, Cancelled> {
    let weighed = weigh(recording, selection, task)?;
    Ok(table(recording, functions(recording, &weighed, task)?))
}

/// The table of these rows, in their order: what a view shows, as it sorted and filtered it.
pub fn table(recording: &Recording, rows: Vec<FunctionRow>) -> Table<'_> {
    let columns = columns(summed_kind(recording));
    Table::new(KIND.name, columns, rows.len(), move |row, cells| {
        let row = &rows[row];
        push_function(cells, recording, row.frame);
        cells.push(recording.frames.category(row.frame).key());
        cells.push(row.own);
        cells.push(row.total);
        cells.push(row.samples);
    })
}
