//! Table `allocations`: what each function allocated.

use std::num::NonZeroU32;

use hashbrown::HashMap;

use crate::analysis::Selection;
use crate::export::table::{Table, TableColumn, Unit};
use crate::export::tables::{COLUMN, FUNCTION, LINE, TableKind, URL};
use crate::model::heap::AllocationTraces;
use crate::model::{ProfileKind, Recording};
use crate::task::{Cancelled, Task};

/// Table `allocations`.
pub const KIND: TableKind = TableKind {
    name: "allocations",
    doc: "What each function allocated itself, by bytes: samples, or all of a tracked heap",
    columns: |_| COLUMNS,
    is_in,
    build,
};

const COLUMNS: &[TableColumn] = &[
    FUNCTION,
    URL,
    LINE,
    COLUMN,
    TableColumn::new("count", Unit::Count, "Objects that it allocated; empty where not told"),
    TableColumn::new("allocated_bytes", Unit::Bytes, "Bytes that it allocated"),
    TableColumn::new("live_count", Unit::Count, "How many of them are alive; empty where not told"),
    TableColumn::new("live_bytes", Unit::Bytes, "What these take; empty where not told"),
];

fn is_in(recording: &Recording) -> bool {
    let is_sampled = |it: &crate::model::Profile| it.kind == ProfileKind::Allocations;
    traces(recording).is_some() || recording.profiles.iter().any(is_sampled)
}

fn traces(recording: &Recording) -> Option<&AllocationTraces> {
    let traces = &recording.heap.as_ref()?.traces;
    (!traces.traces.is_empty()).then_some(traces)
}

/// What one function allocated.
#[derive(Clone, Debug, Default)]
struct Row {
    name: String,
    url: String,
    line: Option<u32>,
    column: Option<u32>,
    count: Option<u64>,
    bytes: u64,
    live: Option<(u64, u64)>,
}

fn build<'a>(
    recording: &'a Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Table<'a>, Cancelled> {
    let mut rows = match traces(recording) {
        Some(traces) => tracked(recording, traces),
        None => sampled(recording, selection, task)?,
    };
    if let Some(filter) = &selection.name {
        rows.retain(|it| filter.matches(&it.name, &it.url));
    }
    rows.sort_by(|a, b| {
        b.bytes
            .cmp(&a.bytes)
            .then_with(|| (&a.name, &a.url, a.line).cmp(&(&b.name, &b.url, b.line)))
    });
    Ok(Table::new(KIND.name, COLUMNS, rows.len(), move |row, cells| {
        let row = &rows[row];
        cells.push(row.name.clone());
        cells.push(row.url.clone());
        cells.push(row.line);
        cells.push(row.column);
        cells.push(row.count);
        cells.push(row.bytes);
        cells.push(row.live.map(|it| it.0));
        cells.push(row.live.map(|it| it.1));
    }))
}

/// Rows of a heap whose every allocation was tracked.
fn tracked(recording: &Recording, traces: &AllocationTraces) -> Vec<Row> {
    let Some(graph) = &recording.heap else { return Vec::new() };
    let function_of: HashMap<u32, u32> =
        traces.traces.iter().map(|it| (it.id, it.function)).collect();
    let text = |index| graph.strings.text(index).into_owned();
    let mut rows: Vec<Row> = traces
        .functions
        .iter()
        .map(|it| Row {
            name: if text(it.name).is_empty() { "(anonymous)".to_owned() } else { text(it.name) },
            url: text(it.script),
            line: it.line.filter(|&it| it > 0),
            column: it.column.filter(|&it| it > 0),
            count: Some(0),
            bytes: 0,
            live: Some((0, 0)),
        })
        .collect();
    for it in &traces.traces {
        if let Some(row) = rows.get_mut(it.function as usize) {
            row.count = row.count.map(|sum| sum.saturating_add(it.count));
            row.bytes = row.bytes.saturating_add(it.size);
        }
    }
    for (trace, size) in graph.nodes.trace.iter().zip(graph.nodes.self_size.iter()) {
        let row = function_of.get(trace).and_then(|&it| rows.get_mut(it as usize));
        if let Some(Some(live)) = row.map(|it| it.live.as_mut()) {
            *live = (live.0 + 1, live.1.saturating_add(size));
        }
    }
    rows.retain(|it| it.bytes > 0 || it.live.is_some_and(|it| it.0 > 0));
    rows
}

/// Rows of sampled allocations.
fn sampled(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Vec<Row>, Cancelled> {
    let weighed = crate::analysis::weigh(recording, selection, task)?;
    let functions = crate::analysis::functions(recording, &weighed, task)?;
    let with_own = functions.into_iter().filter(|it| it.own > 0);
    Ok(with_own
        .map(|it| {
            let frame = recording.frames.get(it.frame);
            Row {
                name: recording.frame_name(it.frame).to_owned(),
                url: recording.text(frame.url).to_owned(),
                line: frame.line.map(NonZeroU32::get),
                column: frame.column.map(NonZeroU32::get),
                bytes: it.own,
                ..Row::default()
            }
        })
        .collect())
}
