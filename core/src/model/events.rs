//! Moments, series of numbers, and garbage collections.

use crate::define_index;
use crate::index::Column;
use crate::model::threads::{ProcessIndex, ThreadIndex};
use crate::strings::StringIndex;
use crate::units::Nanos;

define_index! {
    /// A row of [`CounterTable`].
    CounterIndex
}

define_index! {
    /// A row of [`InstantTable`].
    InstantIndex
}

define_index! {
    /// A row of [`GcTable`].
    GcIndex
}

/// Moments with a name: marks, instants, time stamps. In order of time, then as in the file.
#[derive(Clone, Debug, Default)]
pub struct InstantTable {
    /// The thread it happened on.
    pub thread: Column<InstantIndex, ThreadIndex>,
    /// When.
    pub time: Column<InstantIndex, Nanos>,
    /// Its name.
    pub name: Column<InstantIndex, StringIndex>,
    /// The group of events it belongs to, such as `blink.user_timing`.
    pub group: Column<InstantIndex, StringIndex>,
    /// Whether the program or page set it on purpose (`performance.mark`, navigation marks).
    pub is_mark: Column<InstantIndex, bool>,
    /// More about it, such as the message of an error.
    pub detail: Column<InstantIndex, Option<StringIndex>>,
}

/// What a counter counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CounterUnit {
    /// Bytes of memory.
    Bytes,
    /// Microseconds of time.
    Microseconds,
    /// Things, or a unit that the file does not tell.
    Count,
}

impl CounterUnit {
    /// Its name in CSV and JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Microseconds => "microseconds",
            Self::Count => "count",
        }
    }
}

/// Series of numbers over time, such as the size of the JavaScript heap.
///
/// Rows are series, ordered by process, thread and name; each holds its points.
#[derive(Clone, Debug, Default)]
pub struct CounterTable {
    /// The process it belongs to.
    pub process: Column<CounterIndex, ProcessIndex>,
    /// The thread it belongs to, or `None` if it is the process's.
    pub thread: Column<CounterIndex, Option<ThreadIndex>>,
    /// Its name, such as `jsHeapSizeUsed`.
    pub name: Column<CounterIndex, StringIndex>,
    /// What it counts.
    pub unit: Column<CounterIndex, CounterUnit>,
    /// Its values in order of time, all finite.
    pub points: Column<CounterIndex, Vec<(Nanos, f64)>>,
}

/// How thorough a garbage collection was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GcKind {
    /// Of the young generation (scavenge).
    Minor,
    /// Of the whole heap (mark-compact).
    Major,
    /// A step of one, or one whose kind the file does not tell.
    Other,
}

impl GcKind {
    /// Its name in CSV, JSON and for people.
    pub fn key(self) -> &'static str {
        match self {
            Self::Minor => "minor",
            Self::Major => "major",
            Self::Other => "other",
        }
    }
}

/// Garbage collections, in order of start, then thread.
#[derive(Clone, Debug, Default)]
pub struct GcTable {
    /// The thread that stood still.
    pub thread: Column<GcIndex, ThreadIndex>,
    /// When it began.
    pub start: Column<GcIndex, Nanos>,
    /// How long it lasted.
    pub duration: Column<GcIndex, Nanos>,
    /// How thorough it was.
    pub kind: Column<GcIndex, GcKind>,
    /// Bytes of heap in use before it, if the file tells.
    pub used_before: Column<GcIndex, Option<u64>>,
    /// Bytes of heap in use after it, if the file tells.
    pub used_after: Column<GcIndex, Option<u64>>,
}
