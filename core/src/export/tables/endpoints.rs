//! Table `endpoints`: requests by method, host and template of the path.

use crate::analysis::Selection;
use crate::analysis::requests::{RequestGroup, RequestGrouping, request_groups, selected_requests};
use crate::export::table::{Table, TableColumn, Unit};
use crate::export::tables::TableKind;
use crate::model::Recording;
use crate::task::{Cancelled, Task};

/// Table `endpoints`.
pub const KIND: TableKind = TableKind {
    name: "endpoints",
    doc: "Requests by method, host and template of the path: how many, how they ended, how long; most first",
    columns: |_| COLUMNS,
    is_in: |recording| !recording.requests.is_empty(),
    build,
};

const COLUMNS: &[TableColumn] = &[
    TableColumn::new("method", Unit::Text, "Such as GET"),
    TableColumn::new("host", Unit::Text, "Host and port"),
    TableColumn::new("path", Unit::Text, "The path, with placeholders such as `:id`"),
    TableColumn::new("count", Unit::Count, "How many there are"),
    TableColumn::new("succeeded", Unit::Count, "Ended with a whole answer of status below 400"),
    TableColumn::new("failed", Unit::Count, "Ended otherwise"),
    TableColumn::new("pending", Unit::Count, "Had not ended when the recording did"),
    TableColumn::new(
        "success_rate",
        Unit::Number,
        "Succeeded, of those that ended: 0 to 1; empty if none ended",
    ),
    TableColumn::new("avg_ns", Unit::Nanoseconds, "Mean duration of those that ended"),
    TableColumn::new("p50_ns", Unit::Nanoseconds, "Half of them took at most this (nearest rank)"),
    TableColumn::new("p95_ns", Unit::Nanoseconds, "95 in 100 took at most this (nearest rank)"),
    TableColumn::new("p99_ns", Unit::Nanoseconds, "99 in 100 took at most this (nearest rank)"),
    TableColumn::new("max_ns", Unit::Nanoseconds, "The longest"),
    TableColumn::new("transferred_bytes", Unit::Bytes, "Came over the network, with headers"),
];

fn build<'a>(
    recording: &'a Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Table<'a>, Cancelled> {
    let rows = selected_requests(recording, selection, task)?;
    let (grouping, rules) = (RequestGrouping::Endpoint, &selection.requests.rules);
    Ok(of_groups(request_groups(recording, &rows, grouping, rules, task)?))
}

/// The table of `groups`, in this order: those of another kind than endpoints have no method and no
/// host, and their name for a path.
pub fn of_groups<'a>(groups: Vec<RequestGroup>) -> Table<'a> {
    Table::new(KIND.name, COLUMNS, groups.len(), move |row, cells| {
        let (name, stats) = (&groups[row].name, &groups[row].stats);
        cells.push(name.method.clone());
        cells.push(name.host.clone());
        cells.push(name.name.clone());
        cells.push(stats.count);
        cells.push(stats.succeeded);
        cells.push(stats.failed);
        cells.push(stats.pending);
        cells.push(stats.success_rate());
        for time in [stats.avg, stats.p50, stats.p95, stats.p99, stats.max] {
            cells.push(time.map(|it| it.0));
        }
        cells.push(stats.transferred);
    })
}
