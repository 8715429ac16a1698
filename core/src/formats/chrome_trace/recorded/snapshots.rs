//! Heap snapshots that were taken while a program was recorded.

use super::super::times::Times;
use super::values;
use crate::error::ParseError;
use crate::formats::json::Reader;
use crate::model::{MemoryUse, SnapshotTable, ThreadIndex};
use crate::strings::{StringIndex, StringTable};
use crate::units::Nanos;

/// What an event tells of a snapshot.
#[derive(Clone, Copy, Debug, Default)]
struct Told {
    generation: Option<u64>,
    memory: MemoryUse,
    file: Option<StringIndex>,
    bytes: Option<u64>,
    pause: Option<Nanos>,
}

/// Every snapshot, in the order of the file.
#[derive(Debug, Default)]
pub(in super::super) struct Snapshots(Vec<(i64, ThreadIndex, Told)>);

impl Snapshots {
    /// Takes in a snapshot.
    pub(super) fn add(
        &mut self,
        (time, thread): (i64, ThreadIndex),
        args: Option<Reader<'_>>,
        strings: &mut StringTable,
    ) {
        let told = args.and_then(|mut it| Told::read(&mut it, strings).ok()).unwrap_or_default();
        self.0.push((time, thread, told));
    }

    /// The snapshots, in order of time. One without a number gets the one after the last.
    pub(in super::super) fn finish(mut self, times: &Times) -> SnapshotTable {
        self.0.sort_by_key(|it| it.0);
        let mut table = SnapshotTable::default();
        let mut next = 0;
        for (time, thread, told) in self.0 {
            let number = told.generation.and_then(|it| u32::try_from(it).ok()).unwrap_or(next);
            next = number.saturating_add(1);
            table.thread.push(thread);
            table.time.push(times.since_origin(time));
            table.generation.push(number);
            table.memory.push(told.memory);
            table.file.push(told.file);
            table.bytes.push(told.bytes);
            table.pause.push(told.pause);
        }
        table
    }
}

impl Told {
    fn read(reader: &mut Reader<'_>, strings: &mut StringTable) -> Result<Self, ParseError> {
        let mut told = Self::default();
        let mut members = reader.object("`args` of a snapshot")?;
        while let Some(key) = members.next(reader)? {
            match key.raw {
                b"generation" => told.generation = values::number(reader)?,
                b"memoryUsage" if reader.peek() == Some(b'{') => {
                    told.memory = memory(reader)?;
                }
                b"file" => told.file = values::text(reader, strings)?,
                b"bytes" => told.bytes = values::number(reader)?,
                b"pauseUs" => told.pause = values::number(reader)?.map(Nanos::from_micros),
                _ => reader.skip()?,
            }
        }
        Ok(told)
    }
}

/// Reads what `process.memoryUsage()` gave.
fn memory(reader: &mut Reader<'_>) -> Result<MemoryUse, ParseError> {
    let mut memory = MemoryUse::default();
    let mut members = reader.object("`memoryUsage`")?;
    while let Some(key) = members.next(reader)? {
        let place = match key.raw {
            b"rss" => &mut memory.rss,
            b"heapTotal" => &mut memory.heap_total,
            b"heapUsed" => &mut memory.heap_used,
            b"external" => &mut memory.external,
            b"arrayBuffers" => &mut memory.array_buffers,
            _ => {
                reader.skip()?;
                continue;
            }
        };
        *place = values::number(reader)?;
    }
    Ok(memory)
}
