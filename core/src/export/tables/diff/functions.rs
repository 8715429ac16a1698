//! Table `diff-functions`: functions of both sides.

use std::num::NonZeroU32;
use std::sync::Arc;

use super::{
    CHANGE_DOC, HIGH_DOC, LOW_DOC, STATUS, VERDICT_DOC, bytes, count, in_percent, ns, percent,
    push_amounts, push_verdict, text,
};
use crate::analysis::diff::{DiffProfile, Difference, FunctionDiff, Normalisation, Sides};
use crate::export::table::{Cells, Table, TableColumn, Unit};
use crate::export::tables::{CATEGORY, COLUMN, FUNCTION, LINE, URL};
use crate::units::WeightUnit;

/// Its name.
pub const NAME: &str = "diff-functions";

const LINE_BEFORE: TableColumn =
    TableColumn::new("line_before", Unit::Number, "Line of its first character before");
const FAINT: TableColumn =
    TableColumn::new("faint", Unit::Bool, "Whether self differs by no more than counting errors");

const OWN: [&str; 4] = [
    "What it ran itself before, per run",
    "What it runs itself after, per run",
    "After less before",
    CHANGE_DOC,
];
const TOTAL: [&str; 4] = [
    "What it or a callee ran before, per run",
    "What it or a callee runs after, per run",
    "After less before",
    CHANGE_DOC,
];

const TIMES: &[TableColumn] = &heads([
    ns("self_before_ns", OWN[0]),
    ns("self_after_ns", OWN[1]),
    ns("self_delta_ns", OWN[2]),
    ns("total_before_ns", TOTAL[0]),
    ns("total_after_ns", TOTAL[1]),
    ns("total_delta_ns", TOTAL[2]),
]);

const BYTES: &[TableColumn] = &heads([
    bytes("self_before_bytes", OWN[0]),
    bytes("self_after_bytes", OWN[1]),
    bytes("self_delta_bytes", OWN[2]),
    bytes("total_before_bytes", TOTAL[0]),
    bytes("total_after_bytes", TOTAL[1]),
    bytes("total_delta_bytes", TOTAL[2]),
]);

const fn heads(it: [TableColumn; 6]) -> [TableColumn; 26] {
    [
        FUNCTION,
        URL,
        LINE,
        COLUMN,
        LINE_BEFORE,
        CATEGORY,
        STATUS,
        it[0],
        it[1],
        it[2],
        in_percent("self_change_percent", OWN[3]),
        in_percent("self_before_percent", "The same before, of all that was busy"),
        in_percent("self_after_percent", "The same after, of all that is busy"),
        text("self_verdict", VERDICT_DOC),
        in_percent("self_low_percent", LOW_DOC),
        in_percent("self_high_percent", HIGH_DOC),
        it[3],
        it[4],
        it[5],
        in_percent("total_change_percent", TOTAL[3]),
        text("total_verdict", VERDICT_DOC),
        count("samples_before", "Samples with it on the stack before, all runs together"),
        count("samples_after", "Samples with it on the stack after, all runs together"),
        count("runs_before", "Runs before"),
        count("runs_after", "Runs after"),
        FAINT,
    ]
}

/// The table of those rows, in their order.
pub fn table<'a>(profile: Arc<DiffProfile>, rows: Vec<FunctionDiff>) -> Table<'a> {
    let columns = match profile.unit() {
        WeightUnit::Bytes => BYTES,
        WeightUnit::Nanoseconds | WeightUnit::Count => TIMES,
    };
    Table::new(NAME, columns, rows.len(), move |row, cells| push(cells, &profile, &rows[row]))
}

fn push(cells: &mut Cells<'_>, profile: &DiffProfile, row: &FunctionDiff) {
    let names = &profile.names;
    let place = names.frames.get(row.frame);
    cells.push(names.frame_name(row.frame).to_owned());
    cells.push(names.text(place.url).to_owned());
    cells.push(place.line.map(NonZeroU32::get));
    cells.push(place.column.map(NonZeroU32::get));
    let before = profile.places(row.frame).before;
    cells.push(before.and_then(|it| it.line).map(NonZeroU32::get));
    cells.push(names.frames.category(row.frame).key());
    cells.push(row.status.key());
    let [absolute, share] = Normalisation::ALL.map(|it| profile.scale(it));
    let amounts = |weight: Sides<u64>, of: &Difference| Difference {
        values: absolute.values(weight).map(Some),
        ..*of
    };
    push_amounts(cells, &amounts(row.own_weight, &row.own));
    for value in share.values(row.own_weight).into_array() {
        cells.push(percent(value));
    }
    push_verdict(cells, &row.own);
    push_amounts(cells, &amounts(row.total_weight, &row.total));
    cells.push(row.total.evidence.verdict.key(row.total.quantity));
    cells.push(row.samples.before);
    cells.push(row.samples.after);
    cells.push(profile.runs.before.len());
    cells.push(profile.runs.after.len());
    cells.push(row.own.is_faint);
}
