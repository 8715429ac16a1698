//! Table `diff-operations`: operations of both sides.

use super::{
    CHANGE_DOC, HIGH_DOC, LOW_DOC, STATUS, VERDICT_DOC, count, in_percent, ns, push_amounts,
    push_verdict, text,
};
use crate::analysis::diff::OperationDiff;
use crate::export::table::{Table, TableColumn};

/// Its name.
pub const NAME: &str = "diff-operations";

const COLUMNS: &[TableColumn] = &[
    text("name", "What they are called"),
    text("kind", "Such as `op`, `http.server`, `measure`, `console.time`"),
    STATUS,
    count("n_before", "How many ended before, all runs together"),
    count("n_after", "How many ended after, all runs together"),
    count("failed_before", "How many failed or were aborted before"),
    count("failed_after", "How many failed or were aborted after"),
    ns("p50_before_ns", "Half took at most this before (nearest rank)"),
    ns("p50_after_ns", "Half took at most this after"),
    ns("p50_delta_ns", "After less before"),
    in_percent("p50_change_percent", CHANGE_DOC),
    text("p50_verdict", VERDICT_DOC),
    in_percent("p50_low_percent", LOW_DOC),
    in_percent("p50_high_percent", HIGH_DOC),
    ns("p95_before_ns", "95 in 100 took at most this before"),
    ns("p95_after_ns", "95 in 100 took at most this after"),
    ns("p95_delta_ns", "After less before"),
    in_percent("p95_change_percent", CHANGE_DOC),
    text("p95_verdict", VERDICT_DOC),
    in_percent("p95_low_percent", LOW_DOC),
    in_percent("p95_high_percent", HIGH_DOC),
    ns("p99_before_ns", "99 in 100 took at most this before"),
    ns("p99_after_ns", "99 in 100 took at most this after"),
    ns("p99_delta_ns", "After less before"),
    in_percent("p99_change_percent", CHANGE_DOC),
    text("p99_verdict", VERDICT_DOC),
    in_percent("p99_low_percent", LOW_DOC),
    in_percent("p99_high_percent", HIGH_DOC),
];

/// The table of those rows, in their order.
pub fn table<'a>(rows: Vec<OperationDiff>) -> Table<'a> {
    Table::new(NAME, COLUMNS, rows.len(), move |row, cells| {
        let row = &rows[row];
        cells.push(row.name.clone());
        cells.push(row.kind.clone());
        cells.push(row.status.key());
        cells.push(row.durations.before.len());
        cells.push(row.durations.after.len());
        cells.push(row.failed.before);
        cells.push(row.failed.after);
        for figure in [&row.p50, &row.p95, &row.p99] {
            push_amounts(cells, figure);
            push_verdict(cells, figure);
        }
    })
}
