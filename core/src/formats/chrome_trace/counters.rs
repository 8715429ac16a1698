//! Series of numbers over time.

use hashbrown::HashMap;

use super::details::seek;
use super::times::Times;
use crate::error::ParseError;
use crate::formats::json::Reader;
use crate::model::{CounterTable, CounterUnit, ProcessIndex, ThreadIndex};
use crate::strings::{StringIndex, StringTable};

/// The members of `UpdateCounters` events that are series, with what they count.
const MEMORY: &[(&str, CounterUnit)] = &[
    ("jsHeapSizeUsed", CounterUnit::Bytes),
    ("documents", CounterUnit::Count),
    ("nodes", CounterUnit::Count),
    ("jsEventListeners", CounterUnit::Count),
];

/// Members of counter events that tell no more than the event's name.
const PLAIN_MEMBERS: &[&[u8]] = &[b"value", b"data"];

/// An event that holds values, and whose series they belong to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    pub(super) time: i64,
    pub(super) process: ProcessIndex,
    /// The thread, where every thread has series of its own.
    pub(super) thread: Option<ThreadIndex>,
    /// The event's name.
    pub(super) name: StringIndex,
    /// What tells its series from others of its name, or empty.
    pub(super) id: &'a [u8],
    /// Whether its numbers are bytes, whatever their names.
    pub(super) is_bytes: bool,
}

/// What tells a series from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key<'a> {
    process: ProcessIndex,
    thread: Option<ThreadIndex>,
    name: StringIndex,
    id: &'a [u8],
    member: &'a [u8],
}

#[derive(Debug)]
struct Series {
    process: ProcessIndex,
    thread: Option<ThreadIndex>,
    name: StringIndex,
    unit: CounterUnit,
    points: Vec<(i64, f64)>,
}

/// Every series met so far.
#[derive(Debug, Default)]
pub(super) struct Counters<'a> {
    series: Vec<Series>,
    known: HashMap<Key<'a>, usize>,
}

impl<'a> Counters<'a> {
    /// Reads the `args` of a counter event, which are next: every number in them is a value of a
    /// series. Tells how many values are no numbers.
    pub(super) fn read(
        &mut self,
        source: Source<'a>,
        reader: &mut Reader<'a>,
        strings: &mut StringTable,
    ) -> Result<u64, ParseError> {
        let mut n_unread = 0;
        let mut members = reader.object("`args` of a counter")?;
        while let Some(member) = members.next(reader)? {
            let start = reader.offset();
            if let Ok(value) = reader.number("a counter") {
                let series = self.series(source, member.raw, strings);
                self.series[series].points.push((source.time, value));
            } else {
                n_unread += 1;
                reader.rewind(start);
                reader.skip()?;
            }
        }
        Ok(n_unread)
    }

    /// Reads the `args` of an `UpdateCounters` event, which are next. Says whether there was any
    /// value.
    pub(super) fn read_memory(
        &mut self,
        source: Source<'a>,
        reader: &mut Reader<'a>,
        strings: &mut StringTable,
    ) -> Result<bool, ParseError> {
        if !seek(reader, &["data"])? {
            return Ok(false);
        }
        let mut has_any = false;
        let mut members = reader.object("`data` of counters")?;
        while let Some(member) = members.next(reader)? {
            let Some((name, unit)) = MEMORY.iter().find(|it| it.0.as_bytes() == member.raw) else {
                reader.skip()?;
                continue;
            };
            let value = reader.number("a counter")?;
            let key = Key::new(source, member.raw);
            let Self { series, known } = self;
            let row = *known.entry(key).or_insert_with(|| {
                series.push(Series::new(source, strings.intern(name), *unit));
                series.len() - 1
            });
            series[row].points.push((source.time, value));
            has_any = true;
        }
        Ok(has_any)
    }

    /// The row of the series that a member of a counter event belongs to, added if it is new.
    fn series(&mut self, source: Source<'a>, member: &'a [u8], strings: &mut StringTable) -> usize {
        let Self { series, known } = self;
        *known.entry(Key::new(source, member)).or_insert_with(|| {
            let mut name = strings.get(source.name).to_owned();
            if !source.id.is_empty() {
                name += &format!("[{}]", String::from_utf8_lossy(source.id));
            }
            if !PLAIN_MEMBERS.contains(&member) {
                name += &format!(".{}", String::from_utf8_lossy(member));
            }
            let unit = if source.is_bytes || name.to_ascii_lowercase().ends_with("bytes") {
                CounterUnit::Bytes
            } else {
                CounterUnit::Count
            };
            series.push(Series::new(source, strings.intern(&name), unit));
            series.len() - 1
        })
    }

    /// The series, by process, thread and name; their points by time.
    pub(super) fn finish(self, times: &Times, strings: &StringTable) -> CounterTable {
        let mut all = self.series;
        all.sort_by(|a, b| {
            let name = |it: &Series| strings.get(it.name);
            (a.process, a.thread, name(a)).cmp(&(b.process, b.thread, name(b)))
        });
        let mut table = CounterTable::default();
        for mut series in all {
            if !series.points.is_sorted_by_key(|it| it.0) {
                series.points.sort_by_key(|it| it.0);
            }
            let moment = |(time, value): (i64, f64)| (times.since_origin(time), value);
            table.process.push(series.process);
            table.thread.push(series.thread);
            table.name.push(series.name);
            table.unit.push(series.unit);
            table.points.push(series.points.into_iter().map(moment).collect());
        }
        table
    }
}

impl<'a> Key<'a> {
    fn new(source: Source<'a>, member: &'a [u8]) -> Self {
        let Source { process, thread, name, id, .. } = source;
        Self { process, thread, name, id, member }
    }
}

impl Series {
    fn new(source: Source<'_>, name: StringIndex, unit: CounterUnit) -> Self {
        let Source { process, thread, .. } = source;
        Self { process, thread, name, unit, points: Vec::new() }
    }
}
