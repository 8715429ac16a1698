//! A heap snapshot: every object that was alive, and every reference between them.
//!
//! ```text
//! node   kind  name  id  self size  edges            edge   kind      name   to
//!  0     synthetic   1      0        0..2             0     shortcut  …      2
//!  1     …                           2..5             1     element   1      1
//! ```
//!
//! Nodes and edges are columns; the edges of a node stand together, in the order of the file. What
//! follows from them (who holds an object, how much it keeps alive) is for `analysis` to say.

mod allocations;
mod graph;
mod kinds;
mod locations;
mod strings;
mod wide;

pub use allocations::{AllocationFunction, AllocationTrace, AllocationTraces, HeapSample};
pub use graph::{EdgeName, HeapEdges, HeapGraph, HeapNodes};
pub use kinds::{EdgeKind, KindTable, NodeKind};
pub use locations::{HeapLocations, Location};
pub use strings::{HeapStrings, show_wtf8, utf16_length, utf16_units};
pub use wide::WideColumn;

use crate::define_index;

define_index! {
    /// A row of [`HeapNodes`]: one object.
    NodeIndex
}

define_index! {
    /// A row of [`HeapEdges`]: one reference.
    EdgeIndex
}

/// The most nodes of one snapshot: one bit of a node's number is free for marks.
pub const MAX_NODES: usize = (1 << 31) - 2;

/// The most edges of one snapshot.
pub const MAX_EDGES: usize = u32::MAX as usize - 1;
