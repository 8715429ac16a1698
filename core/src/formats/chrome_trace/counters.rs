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

/// The most series kept. Real traces have a few dozen, and each takes much more memory than the
/// few bytes that make a new one.
const MAX_SERIES: usize = 1 << 14;

/// How many characters of an event's name and id stand in the name of each of its series.
const MAX_NAME: usize = 256;

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
    n_beyond: u64,
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
                let key = Key::new(source, member.raw);
                self.push(key, source.time, value, || name_and_unit(source, member.raw, strings));
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
            self.push(key, source.time, value, || (strings.intern(name), *unit));
            has_any = true;
        }
        Ok(has_any)
    }

    /// Adds a value to the series `key`, which is made if it is new.
    fn push(
        &mut self,
        key: Key<'a>,
        time: i64,
        value: f64,
        name_and_unit: impl FnOnce() -> (StringIndex, CounterUnit),
    ) {
        let Self { series, known, .. } = self;
        let row = match known.get(&key) {
            Some(&known) => known,
            None if series.len() < MAX_SERIES => {
                let (name, unit) = name_and_unit();
                let Key { process, thread, .. } = key;
                series.push(Series { process, thread, name, unit, points: Vec::new() });
                known.insert(key, series.len() - 1);
                series.len() - 1
            }
            None => {
                self.n_beyond += 1;
                return;
            }
        };
        series[row].points.push((time, value));
    }

    /// How many values were left out because there were too many series.
    pub(super) fn n_beyond(&self) -> u64 {
        self.n_beyond
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

/// Name and unit of the series that a member of a counter event belongs to.
fn name_and_unit(
    source: Source<'_>,
    member: &[u8],
    strings: &mut StringTable,
) -> (StringIndex, CounterUnit) {
    let mut name: String = strings.get(source.name).chars().take(MAX_NAME).collect();
    if !source.id.is_empty() {
        let id = String::from_utf8_lossy(source.id);
        name += &format!("[{}]", id.chars().take(MAX_NAME).collect::<String>());
    }
    if !PLAIN_MEMBERS.contains(&member) {
        name += &format!(".{}", String::from_utf8_lossy(member));
    }
    let is_bytes = source.is_bytes || name.to_ascii_lowercase().ends_with("bytes");
    // The recorder of this project names the unit: `delay us`.
    let is_micros = strings.get(source.name).ends_with(" us");
    let unit = match (is_bytes, is_micros) {
        (true, _) => CounterUnit::Bytes,
        (false, true) => CounterUnit::Microseconds,
        (false, false) => CounterUnit::Count,
    };
    (strings.intern(&name), unit)
}
