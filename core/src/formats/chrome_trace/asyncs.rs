//! Asynchronous spans: begin and end events that name each other by an id.

use hashbrown::HashMap;

use super::skipped::{Skip, Skipped};
use super::times::Times;
use crate::index::Column;
use crate::model::{AsyncSpanTable, ProcessIndex, ThreadIndex};
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};
use crate::units::Nanos;

/// What a begin and its end have in common, as in DevTools; ids that mean something only within a
/// process also have that in common, as the format says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) group: StringIndex,
    pub(super) name: StringIndex,
    pub(super) id: StringIndex,
    pub(super) scope: Option<StringIndex>,
    pub(super) process: Option<ProcessIndex>,
}

/// A begin or end event.
#[derive(Clone, Copy, Debug)]
struct Edge {
    time: i64,
    /// Row of its key.
    key: u32,
    thread: ThreadIndex,
    is_begin: bool,
}

/// The begin and end events of asynchronous spans, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Asyncs {
    edges: Vec<Edge>,
    keys: Vec<Key>,
    known: HashMap<Key, u32>,
}

impl Asyncs {
    /// Adds the beginning or the end of a span.
    pub(super) fn add(&mut self, time: i64, thread: ThreadIndex, key: Key, is_begin: bool) {
        let Self { edges, keys, known } = self;
        let key = *known.entry(key).or_insert_with(|| {
            keys.push(key);
            u32::try_from(keys.len() - 1).unwrap_or(u32::MAX)
        });
        edges.push(Edge { time, key, thread, is_begin });
    }

    /// The spans, in order of start. An end closes the youngest open span of its key.
    pub(super) fn finish(
        mut self,
        processes: &Column<ThreadIndex, ProcessIndex>,
        times: &Times,
        task: &Task,
        skipped: &mut Skipped,
    ) -> Result<AsyncSpanTable, Cancelled> {
        if !self.edges.is_sorted_by_key(|it| it.time) {
            self.edges.sort_by_key(|it| it.time);
        }
        let mut table = AsyncSpanTable::default();
        let mut open = OpenSpans { last: vec![None; self.keys.len()], before: Vec::new() };
        let (mut duration, mut is_open) = (Vec::new(), Vec::new());
        for (n, edge) in self.edges.iter().enumerate() {
            if n.is_multiple_of(1 << 16) {
                task.advance(0)?;
            }
            if edge.is_begin {
                let key = self.keys[edge.key as usize];
                open.push(edge.key);
                table.process.push(processes[edge.thread]);
                table.thread.push(edge.thread);
                table.start.push(times.since_origin(edge.time));
                table.name.push(key.name);
                table.group.push(key.group);
                table.id.push(key.id);
                duration.push(Times::between(edge.time, times.last));
                is_open.push(true);
            } else if let Some(row) = open.pop(edge.key) {
                let end = times.since_origin(edge.time);
                duration[row] = end.since(start_of(&table, row));
                is_open[row] = false;
            } else {
                skipped.add(Skip::AsyncEnd, None);
            }
        }
        table.duration = Column::from(duration);
        table.is_open = Column::from(is_open);
        Ok(table)
    }
}

fn start_of(table: &AsyncSpanTable, row: usize) -> Nanos {
    table.start.as_slice()[row]
}

/// The spans without end so far: of each key a chain, youngest first.
struct OpenSpans {
    /// The youngest of each key.
    last: Vec<Option<u32>>,
    /// For each span, the one of its key that was open when it began.
    before: Vec<Option<u32>>,
}

impl OpenSpans {
    fn push(&mut self, key: u32) {
        let row = u32::try_from(self.before.len()).ok();
        self.before.push(self.last[key as usize]);
        self.last[key as usize] = row;
    }

    fn pop(&mut self, key: u32) -> Option<usize> {
        let row = self.last[key as usize]? as usize;
        self.last[key as usize] = self.before[row];
        Some(row)
    }
}
