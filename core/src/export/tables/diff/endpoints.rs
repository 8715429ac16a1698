//! Table `diff-endpoints`: endpoints of both sides.

use super::{
    CHANGE_DOC, HIGH_DOC, LOW_DOC, STATUS, VERDICT_DOC, bytes, count, in_percent, ns, percent,
    push_amounts, push_verdict, text,
};
use crate::analysis::diff::EndpointDiff;
use crate::export::table::{Table, TableColumn};

/// Its name.
pub const NAME: &str = "diff-endpoints";

const COLUMNS: &[TableColumn] = &[
    text("method", "Such as GET"),
    text("host", "Host and port, or what they count as"),
    text("path", "The path, with placeholders such as `:id`"),
    STATUS,
    count("ended_before", "How many ended before, all runs together"),
    count("ended_after", "How many ended after, all runs together"),
    in_percent("success_before_percent", "How many of those that ended succeeded before"),
    in_percent("success_after_percent", "How many of those that ended succeeded after"),
    text("failure_verdict", "Whether more or fewer fail, or that is noise or too_few to tell"),
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
    bytes("transferred_before_bytes", "Over the network, of one request in the median, before"),
    bytes("transferred_after_bytes", "The same after"),
    bytes("transferred_delta_bytes", "After less before"),
    in_percent("transferred_change_percent", CHANGE_DOC),
    text("transferred_verdict", "As above, but larger and smaller"),
    in_percent("transferred_low_percent", LOW_DOC),
    in_percent("transferred_high_percent", HIGH_DOC),
];

/// The table of those rows, in their order.
pub fn table<'a>(rows: Vec<EndpointDiff>) -> Table<'a> {
    Table::new(NAME, COLUMNS, rows.len(), move |row, cells| {
        let row = &rows[row];
        cells.push(row.name.method.clone());
        cells.push(row.name.host.clone());
        cells.push(row.name.name.clone());
        cells.push(row.status.key());
        cells.push(row.ended.before);
        cells.push(row.ended.after);
        for failures in row.failures.values.into_array() {
            cells.push(failures.map(|it| percent(1.0 - it)));
        }
        cells.push(row.failures.evidence.verdict.key(row.failures.quantity));
        for figure in [&row.p50, &row.p95, &row.transferred] {
            push_amounts(cells, figure);
            push_verdict(cells, figure);
        }
    })
}
