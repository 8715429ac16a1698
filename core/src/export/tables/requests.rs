//! Table `requests`: one row for each request, redirect hops included.

use crate::analysis::Selection;
use crate::analysis::requests::selected_requests;
use crate::export::table::{Table, TableColumn, Unit};
use crate::export::tables::TableKind;
use crate::model::requests::Phase;
use crate::model::{Recording, RequestIndex};
use crate::task::{Cancelled, Task};

/// Table `requests`.
pub const KIND: TableKind = TableKind {
    name: "requests",
    doc: "Requests in order of start, each hop of a redirect for itself; empty where something does not apply",
    columns: |_| COLUMNS,
    is_in: |recording| !recording.requests.is_empty(),
    build,
};

const COLUMNS: &[TableColumn] = &[
    TableColumn::new("start_ns", Unit::Nanoseconds, "When it was asked for"),
    TableColumn::new("method", Unit::Text, "Such as GET"),
    TableColumn::new("url", Unit::Text, "Its address; long `data:` addresses are cut"),
    TableColumn::new("status", Unit::Number, "Status of the answer, if one came"),
    TableColumn::new(
        "outcome",
        Unit::Text,
        "`success`, `http_error`, `aborted`, `blocked`, `no_response` or `pending`",
    ),
    TableColumn::new("type", Unit::Text, "What it was asked for as, such as `script`"),
    TableColumn::new("duration_ns", Unit::Nanoseconds, "Up to its end; empty while pending"),
    TableColumn::new("blocked_ns", Unit::Nanoseconds, "Waiting to be sent"),
    TableColumn::new("dns_ns", Unit::Nanoseconds, "Looking up the host"),
    TableColumn::new("connect_ns", Unit::Nanoseconds, "Connecting, TLS included"),
    TableColumn::new("ssl_ns", Unit::Nanoseconds, "Of that, agreeing on TLS"),
    TableColumn::new("send_ns", Unit::Nanoseconds, "Sending"),
    TableColumn::new("wait_ns", Unit::Nanoseconds, "Waiting for the answer to begin"),
    TableColumn::new("receive_ns", Unit::Nanoseconds, "Receiving the answer"),
    TableColumn::new("transferred_bytes", Unit::Bytes, "Came over the network, with headers"),
    TableColumn::new("decoded_bytes", Unit::Bytes, "Content after decompression"),
];

fn build<'a>(
    recording: &'a Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Table<'a>, Cancelled> {
    Ok(of_rows(recording, selected_requests(recording, selection, task)?))
}

/// The table of `rows`, in this order.
pub fn of_rows(recording: &Recording, rows: Vec<RequestIndex>) -> Table<'_> {
    Table::new(KIND.name, COLUMNS, rows.len(), move |row, cells| {
        let it = recording.requests.get(rows[row]);
        cells.push(it.start.0);
        cells.push(recording.text(it.method));
        cells.push(recording.text(it.url));
        cells.push(it.status.map(u32::from));
        cells.push(it.outcome.key());
        cells.push(it.kind.key());
        cells.push(it.duration.get());
        for phase in Phase::ALL {
            cells.push(it.phases.get(phase).get());
        }
        cells.push(it.transferred.get());
        cells.push(it.decoded.get());
    })
}
