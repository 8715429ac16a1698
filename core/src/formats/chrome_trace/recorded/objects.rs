//! Tracked objects: when they were tracked, and when their collection was seen.

use hashbrown::HashMap;

use super::super::skipped::{Skip, Skipped};
use super::super::times::Times;
use super::values;
use crate::error::ParseError;
use crate::formats::json::Reader;
use crate::model::{ThreadIndex, TrackedTable};
use crate::strings::{StringIndex, StringTable};

/// An object as it stands in the file.
#[derive(Clone, Copy, Debug)]
struct RawObject<'a> {
    time: i64,
    thread: ThreadIndex,
    name: StringIndex,
    raw_id: &'a [u8],
    id: StringIndex,
    size: u64,
    metadata: Option<StringIndex>,
}

/// Every tracked object, in the order of the file.
#[derive(Debug, Default)]
pub(in super::super) struct Objects<'a> {
    rows: Vec<RawObject<'a>>,
    collected: Vec<(&'a [u8], i64)>,
}

impl<'a> Objects<'a> {
    /// Takes in an object: its id, as it stands in the file and as text; when, where and what it
    /// is; and what `args` tell of it.
    pub(super) fn create(
        &mut self,
        (raw_id, id): (&'a [u8], StringIndex),
        (time, thread, name): (i64, ThreadIndex, StringIndex),
        args: Option<Reader<'a>>,
        strings: &mut StringTable,
    ) {
        let told = args.and_then(|mut it| read(&mut it, strings).ok());
        let (size, metadata) = told.unwrap_or_default();
        self.rows.push(RawObject { time, thread, name, raw_id, id, size, metadata });
    }

    /// Takes in that an object was collected.
    pub(super) fn collect(&mut self, id: &'a [u8], time: i64) {
        self.collected.push((id, time));
    }

    /// The objects, in order of time. Of several collections of one id, each belongs to the last
    /// object of that id that was tracked before.
    pub(in super::super) fn finish(mut self, times: &Times, skipped: &mut Skipped) -> TrackedTable {
        self.rows.sort_by_key(|it| it.time);
        self.collected.sort_by_key(|it| it.1);
        let mut ends = vec![None; self.rows.len()];
        let mut alive: HashMap<&[u8], usize> = HashMap::new();
        let mut next = self.rows.iter().enumerate().peekable();
        for (id, time) in self.collected {
            while let Some((row, object)) = next.next_if(|it| it.1.time <= time) {
                alive.insert(object.raw_id, row);
            }
            match alive.remove(id) {
                Some(row) => ends[row] = Some(times.since_origin(time)),
                None => skipped.add(Skip::Collection, None),
            }
        }
        let mut table = TrackedTable::default();
        for (object, end) in self.rows.iter().zip(ends) {
            table.thread.push(object.thread);
            table.name.push(object.name);
            table.id.push(object.id);
            table.created.push(times.since_origin(object.time));
            table.collected.push(end);
            table.size.push(object.size);
            table.metadata.push(object.metadata);
        }
        table
    }
}

/// The size and the metadata in the `args` that are next.
fn read(
    reader: &mut Reader<'_>,
    strings: &mut StringTable,
) -> Result<(u64, Option<StringIndex>), ParseError> {
    let (mut size, mut metadata) = (0, None);
    let mut members = reader.object("`args` of a tracked object")?;
    while let Some(key) = members.next(reader)? {
        match key.raw {
            b"size" => size = values::number(reader)?.unwrap_or(0),
            b"metadata" => metadata = values::json(reader, strings)?,
            _ => reader.skip()?,
        }
    }
    Ok((size, metadata))
}
