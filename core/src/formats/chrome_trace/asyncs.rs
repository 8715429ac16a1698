//! Asynchronous spans: begin and end events that name each other by an id.

use hashbrown::HashMap;

use super::recorded::Told;
use super::skipped::{Skip, Skipped};
use super::times::Times;
use crate::index::{Column, RowIndex as _};
use crate::model::{AsyncSpanIndex, AsyncSpanTable, Outcome, ProcessIndex, ThreadIndex};
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
    /// Row of what it tells besides, or [`NOTHING`].
    told: u32,
    is_begin: bool,
}

/// Stands for an event that tells nothing besides.
const NOTHING: u32 = u32::MAX;

/// The begin and end events of asynchronous spans, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Asyncs {
    edges: Vec<Edge>,
    keys: Vec<Key>,
    /// For each key, the kind of its spans that do not say theirs.
    kinds: Vec<StringIndex>,
    known: HashMap<Key, u32>,
    told: Vec<Told>,
}

impl Asyncs {
    /// Adds the beginning or the end of a span. `kind` is that of spans that do not say theirs.
    pub(super) fn add(
        &mut self,
        (time, thread, is_begin): (i64, ThreadIndex, bool),
        key: Key,
        kind: StringIndex,
        told: Option<Told>,
    ) {
        let Self { edges, keys, kinds, known, told: all_told } = self;
        let key = *known.entry(key).or_insert_with(|| {
            keys.push(key);
            kinds.push(kind);
            u32::try_from(keys.len() - 1).unwrap_or(u32::MAX)
        });
        let told = told.map_or(NOTHING, |it| {
            all_told.push(it);
            u32::try_from(all_told.len() - 1).unwrap_or(NOTHING)
        });
        edges.push(Edge { time, key, thread, told, is_begin });
    }

    fn told(&self, edge: &Edge) -> Option<&Told> {
        self.told.get(edge.told as usize)
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
        let mut parents = Parents::new(&self.told);
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
                let told = self.told(edge);
                let kind = told.and_then(|it| it.kind);
                table.kind.push(kind.unwrap_or(self.kinds[edge.key as usize]));
                let parent = told.and_then(|it| it.parent);
                table.parent.push(parents.next(key.id, parent, skipped));
                table.outcome.push(Outcome::Unknown);
                add_facts(&mut table, duration.len() - 1, told);
            } else if let Some(row) = open.pop(edge.key) {
                let end = times.since_origin(edge.time);
                duration[row] = end.since(start_of(&table, row));
                is_open[row] = false;
                add_facts(&mut table, row, self.told(edge));
            } else {
                skipped.add(Skip::AsyncEnd, None);
            }
        }
        table.duration = Column::from(duration);
        table.is_open = Column::from(is_open);
        put_facts_in_order(&mut table);
        Ok(table)
    }
}

fn start_of(table: &AsyncSpanTable, row: usize) -> Nanos {
    table.start.as_slice()[row]
}

/// Adds what one of its ends tells of the span in `row`.
fn add_facts(table: &mut AsyncSpanTable, row: usize, told: Option<&Told>) {
    let Some(told) = told else { return };
    let span = AsyncSpanIndex::from_row(row);
    if told.outcome != Outcome::Unknown {
        table.outcome[span] = told.outcome;
    }
    if !told.facts.is_empty() {
        table.facts.push((span, told.facts));
    }
}

/// Puts facts in order of spans, those of both ends together: what the end tells goes before.
fn put_facts_in_order(table: &mut AsyncSpanTable) {
    table.facts.sort_by_key(|it| it.0);
    table.facts.dedup_by(|later, first| {
        let is_same = later.0 == first.0;
        if is_same {
            let (begin, end) = (first.1, later.1);
            first.1.attrs = end.attrs.or(begin.attrs);
            first.1.error = end.error.or(begin.error);
            first.1.message = end.message.or(begin.message);
            first.1.status = end.status.or(begin.status);
            first.1.bytes = end.bytes.or(begin.bytes);
        }
        is_same
    });
}

/// Finds the parents of spans, which are named by id, while spans are passed in row order: so a
/// parent always stands in an earlier row.
struct Parents {
    /// The last span of each id, or `None` if no span names a parent.
    last: Option<HashMap<StringIndex, AsyncSpanIndex>>,
    n_spans: usize,
}

impl Parents {
    fn new(told: &[Told]) -> Self {
        let is_wanted = told.iter().any(|it| it.parent.is_some());
        Self { last: is_wanted.then(HashMap::new), n_spans: 0 }
    }

    /// The parent of the next span.
    fn next(
        &mut self,
        id: StringIndex,
        parent: Option<StringIndex>,
        skipped: &mut Skipped,
    ) -> Option<AsyncSpanIndex> {
        let span = AsyncSpanIndex::from_row(self.n_spans);
        self.n_spans += 1;
        let last = self.last.as_mut()?;
        let found = parent.and_then(|it| last.get(&it).copied());
        if parent.is_some() && found.is_none() {
            skipped.add(Skip::Parent, None);
        }
        last.insert(id, span);
        found
    }
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
