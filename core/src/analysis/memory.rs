//! Memory of processes over time: how much, what for, how fast it grows, what collections free.

mod change;
mod collections;
mod growth;
mod series;
mod snapshots;
mod trend;

pub use change::{MemoryChange, Slope, memory_change, slope_per_minute};
pub use collections::{GcRow, GcTotals, gc_rows, gc_totals};
pub use growth::{MemoryGrowth, MemoryPart, memory_growth};
pub use series::{MemoryField, MemoryPoint, ProcessMemory, has_memory, process_memory};
pub use snapshots::{InvalidGeneration, SnapshotComparison, compare_snapshots};
pub use trend::{MIN_RISE, MIN_SHARE, Trend, TrendVerdict, trend};
