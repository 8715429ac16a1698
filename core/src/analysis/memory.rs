//! Memory of processes over time: how much, what for, how fast it grows, what collections free.

mod change;
mod collections;
mod series;
mod snapshots;

pub use change::{MemoryChange, Slope, memory_change, slope_per_minute};
pub use collections::{GcRow, GcTotals, gc_rows, gc_totals};
pub use series::{MemoryField, MemoryPoint, ProcessMemory, has_memory, process_memory};
pub use snapshots::{InvalidGeneration, SnapshotComparison, compare_snapshots};
