//! Table `spans`: all work with a beginning and an end.
//!
//! Nested and asynchronous spans share one table, told apart by `kind`: most questions ("what took
//! longest?") are about both, and a reader can filter. What only one kind has is empty in the other.

use crate::analysis::{NameFilter, Selection};
use crate::export::ROWS_PER_STEP;
use crate::export::table::{Cells, Table, TableColumn, Unit};
use crate::export::tables::{PID, PROCESS, TID, TableKind, push_process, push_thread};
use crate::index::{Column, RowIndex};
use crate::model::{AsyncSpanIndex, Recording, SpanIndex, SpanTable};
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};
use crate::units::{Nanos, TimeRange};

const COLUMNS: &[TableColumn] = &[
    TableColumn::new("kind", Unit::Text, "`nested` within its thread, or `async`"),
    PID,
    PROCESS,
    TID,
    TableColumn::new("thread", Unit::Text, "The thread, or the one on which it began if `async`"),
    TableColumn::new("start_ns", Unit::Nanoseconds, "When it began"),
    TableColumn::new("duration_ns", Unit::Nanoseconds, "How long it lasted"),
    TableColumn::new("self_ns", Unit::Nanoseconds, "Of that, outside the spans in it (nested)"),
    TableColumn::new("depth", Unit::Count, "How many spans are around it (nested)"),
    TableColumn::new("name", Unit::Text, "Its name"),
    TableColumn::new("detail", Unit::Text, "The function or script it is about (nested)"),
    TableColumn::new("category", Unit::Text, "What kind of work it is (nested)"),
    TableColumn::new("group", Unit::Text, "The group of events it belongs to (async)"),
    TableColumn::new("id", Unit::Text, "What tells it from others of its name (async)"),
    TableColumn::new("is_open", Unit::Bool, "Whether the file holds no end for it"),
];

/// Table `spans`.
pub const KIND: TableKind = TableKind {
    name: "spans",
    doc: "Work with a beginning and an end: nested spans by thread and start, then async ones by start",
    columns: |_| COLUMNS,
    is_in: |recording| !recording.spans.is_empty() || !recording.async_spans.is_empty(),
    build,
};

fn build<'a>(
    recording: &'a Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Table<'a>, Cancelled> {
    let mut names = NameMatches::new(recording, selection);
    let nested = nested_rows(recording, selection, &mut names, task)?;
    let asynchronous = async_rows(recording, selection, &mut names, task)?;
    let own = own_times(&recording.spans, task)?;
    let n_rows = nested.len() + asynchronous.len();
    Ok(Table::new(KIND.name, COLUMNS, n_rows, move |row, cells| match nested.get(row) {
        Some(&span) => push_nested(cells, recording, span, own[span]),
        None => push_async(cells, recording, asynchronous[row - nested.len()]),
    }))
}

fn nested_rows(
    recording: &Recording,
    selection: &Selection,
    names: &mut NameMatches<'_>,
    task: &Task,
) -> Result<Vec<SpanIndex>, Cancelled> {
    let spans = &recording.spans;
    let mut rows = Vec::new();
    for span in spans.indices() {
        step(span, task)?;
        let is_wanted = selection.has_thread(spans.thread[span])
            && touches(selection, &spans.range(span))
            && (names.has(spans.name[span]) || spans.detail[span].is_some_and(|it| names.has(it)));
        rows.extend(is_wanted.then_some(span));
    }
    Ok(rows)
}

fn async_rows(
    recording: &Recording,
    selection: &Selection,
    names: &mut NameMatches<'_>,
    task: &Task,
) -> Result<Vec<AsyncSpanIndex>, Cancelled> {
    let spans = &recording.async_spans;
    let mut rows = Vec::new();
    for span in spans.indices() {
        step(span, task)?;
        let is_wanted = selection.has_thread(spans.thread[span])
            && touches(selection, &spans.range(span))
            && names.has(spans.name[span]);
        rows.extend(is_wanted.then_some(span));
    }
    Ok(rows)
}

/// Looks now and then whether the work was cancelled.
fn step(row: impl RowIndex, task: &Task) -> Result<(), Cancelled> {
    if row.row().is_multiple_of(ROWS_PER_STEP) {
        task.advance(ROWS_PER_STEP as u64)?;
    }
    Ok(())
}

/// Whether a span has a moment in the selected time; one without length counts as a moment.
fn touches(selection: &Selection, span: &TimeRange) -> bool {
    let last = span.end.max(span.start + Nanos(1));
    selection.time.as_ref().is_none_or(|it| span.start < it.end && it.start < last)
}

/// Which texts the selection's name filter matches. Each is searched once, since thousands of
/// spans share a name.
struct NameMatches<'a> {
    recording: &'a Recording,
    filter: Option<NameFilter>,
    known: Column<StringIndex, Option<bool>>,
}

impl<'a> NameMatches<'a> {
    fn new(recording: &'a Recording, selection: &Selection) -> Self {
        let filter = selection.name.clone();
        let n_texts = if filter.is_some() { recording.strings.len() } else { 0 };
        Self { recording, filter, known: vec![None; n_texts].into() }
    }

    fn has(&mut self, text: StringIndex) -> bool {
        let Some(filter) = &self.filter else { return true };
        *self.known[text].get_or_insert_with(|| filter.matches_text(self.recording.text(text)))
    }
}

/// The time of each span outside the spans directly in it.
fn own_times(spans: &SpanTable, task: &Task) -> Result<Column<SpanIndex, Nanos>, Cancelled> {
    let mut own = spans.duration.clone();
    for span in spans.indices() {
        step(span, task)?;
        if let Some(parent) = spans.parent[span] {
            own[parent] = own[parent] - spans.duration[span];
        }
    }
    Ok(own)
}

fn push_nested<'a>(cells: &mut Cells<'a>, recording: &'a Recording, span: SpanIndex, own: Nanos) {
    let spans = &recording.spans;
    let thread = spans.thread[span];
    cells.push("nested");
    push_process(cells, recording, recording.threads.process[thread]);
    push_thread(cells, recording, thread);
    cells.push(spans.start[span].0);
    cells.push(spans.duration[span].0);
    cells.push(own.0);
    cells.push(spans.depth[span]);
    cells.push(recording.text(spans.name[span]));
    cells.push(spans.detail[span].map(|it| recording.text(it)));
    cells.push(spans.category[span].key());
    cells.push_empty(2);
    cells.push(spans.is_open[span]);
}

fn push_async<'a>(cells: &mut Cells<'a>, recording: &'a Recording, span: AsyncSpanIndex) {
    let spans = &recording.async_spans;
    cells.push("async");
    push_process(cells, recording, spans.process[span]);
    push_thread(cells, recording, spans.thread[span]);
    cells.push(spans.start[span].0);
    cells.push(spans.duration[span].0);
    cells.push_empty(2);
    cells.push(recording.text(spans.name[span]));
    cells.push_empty(2);
    cells.push(recording.text(spans.group[span]));
    cells.push(recording.text(spans.id[span]));
    cells.push(spans.is_open[span]);
}
