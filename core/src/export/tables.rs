//! The tables of a recording, one per file.
//!
//! All take the [`Selection`] that the views take, so a table holds what the view shows. Moments
//! count from the recording's origin, as on the ruler of the window.

pub mod allocations;
pub mod call_tree;
pub mod counters;
pub mod diff;
pub mod endpoints;
pub mod event_loop;
pub mod functions;
pub mod gc;
pub mod heap;
pub mod hot_paths;
pub mod memory;
pub mod operation_instances;
pub mod operations;
pub mod requests;
pub mod samples;
pub mod span_names;
pub mod spans;
pub mod threads;
pub mod tracked;

use std::num::NonZeroU32;

use crate::analysis::Selection;
use crate::export::table::{Cells, Table, TableColumn, Unit};
use crate::model::{FrameIndex, ProcessIndex, ProfileKind, Recording, ThreadIndex};
use crate::task::{Cancelled, Task};

/// One kind of table: what it holds and how it is made.
#[derive(Clone, Copy, Debug)]
pub struct TableKind {
    /// What it is asked for by, such as `call-tree`.
    pub name: &'static str,
    /// What a row is, and their order, in a sentence.
    pub doc: &'static str,
    /// The heads of its columns, which may name the unit of the recording's samples.
    pub columns: fn(&Recording) -> &'static [TableColumn],
    /// Whether a recording has such a table.
    pub is_in: fn(&Recording) -> bool,
    /// Makes the table of what is selected.
    pub build: for<'a> fn(&'a Recording, &Selection, &Task) -> Result<Table<'a>, Cancelled>,
}

/// Every table, in the order they are listed.
pub const TABLES: &[TableKind] = &[
    functions::KIND,
    call_tree::KIND,
    hot_paths::KIND,
    samples::KIND,
    operations::KIND,
    operation_instances::KIND,
    span_names::KIND,
    spans::KIND,
    counters::KIND,
    memory::KIND,
    gc::KIND,
    event_loop::KIND,
    tracked::KIND,
    requests::KIND,
    endpoints::KIND,
    threads::KIND,
    heap::classes::KIND,
    heap::nodes::KIND,
    heap::strings::KIND,
    heap::dominators::KIND,
    allocations::KIND,
];

/// The tables that `recording` has.
pub fn tables_of(recording: &Recording) -> Vec<&'static TableKind> {
    TABLES.iter().filter(|it| (it.is_in)(recording)).collect()
}

/// The table of that name.
pub fn find_table(name: &str) -> Option<&'static TableKind> {
    TABLES.iter().find(|it| it.name == name)
}

/// Whether a recording has samples: what the tables about functions need.
fn has_samples(recording: &Recording) -> bool {
    recording.profiles.iter().any(|it| !it.samples.is_empty())
}

/// Pushes `function`, `url`, `line` and `column`.
fn push_function<'a>(cells: &mut Cells<'a>, recording: &'a Recording, frame: FrameIndex) {
    let place = recording.frames.get(frame);
    cells.push(recording.frame_name(frame));
    cells.push(recording.text(place.url));
    cells.push(place.line.map(NonZeroU32::get));
    cells.push(place.column.map(NonZeroU32::get));
}

/// Pushes `tid` and `thread`.
fn push_thread(cells: &mut Cells<'_>, recording: &Recording, thread: ThreadIndex) {
    cells.push(recording.threads.tid[thread]);
    cells.push(recording.thread_name(thread));
}

/// Pushes `pid` and `process`.
fn push_process<'a>(cells: &mut Cells<'a>, recording: &'a Recording, process: ProcessIndex) {
    cells.push(recording.processes.pid[process]);
    cells.push(recording.processes.name[process].map(|it| recording.text(it)));
}

/// Column `self_ns`, or `self_bytes` where samples weigh bytes.
const fn own_column(kind: ProfileKind) -> TableColumn {
    match kind {
        ProfileKind::Cpu => {
            TableColumn::new("self_ns", Unit::Nanoseconds, "Time in which it ran itself")
        }
        ProfileKind::Allocations => {
            TableColumn::new("self_bytes", Unit::Bytes, "Bytes that it allocated itself")
        }
    }
}

/// Column `total_ns`, or `total_bytes` where samples weigh bytes.
const fn total_column(kind: ProfileKind) -> TableColumn {
    match kind {
        ProfileKind::Cpu => {
            TableColumn::new("total_ns", Unit::Nanoseconds, "Time in which it or a callee ran")
        }
        ProfileKind::Allocations => {
            TableColumn::new("total_bytes", Unit::Bytes, "Bytes that it or a callee allocated")
        }
    }
}

const FUNCTION: TableColumn =
    TableColumn::new("function", Unit::Text, "Its name; `(anonymous)` if it has none");
const URL: TableColumn = TableColumn::new("url", Unit::Text, "Its script; empty if it has none");
const LINE: TableColumn =
    TableColumn::new("line", Unit::Number, "Line of its first character, counted from 1");
const COLUMN: TableColumn =
    TableColumn::new("column", Unit::Number, "Column of its first character, counted from 1");
const CATEGORY: TableColumn = TableColumn::new("category", Unit::Text, "What kind of code it is");
const PID: TableColumn = TableColumn::new("pid", Unit::Number, "The process's number");
const PROCESS: TableColumn =
    TableColumn::new("process", Unit::Text, "The process's name, if the file has one");
const TID: TableColumn =
    TableColumn::new("tid", Unit::Number, "The thread's number, if the file has one");
const THREAD: TableColumn = TableColumn::new("thread", Unit::Text, "The thread's name");
