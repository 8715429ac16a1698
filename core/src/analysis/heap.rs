//! Questions asked of a heap snapshot: what is in it, what keeps it alive, how much that costs.
//!
//! ```text
//! HeapGraph ──heap_facts──▶ HeapFacts   shallow sizes, distances, classes, detachedness
//!     └───────heap_tree───▶ HeapTree    retainers, dominators, retained sizes
//!                               └──────▶ class rows, strings, paths, statistics, comparison
//! ```
//!
//! The numbers are Chrome DevTools' own, node for node: `tests/heap_agreement.rs` holds them to
//! its results. Rows of nodes and edges are plain numbers inside the passes, which touch tens of
//! millions of them, and [`NodeIndex`](crate::model::heap::NodeIndex) outside.
#![expect(
    clippy::cast_possible_truncation,
    reason = "readers refuse more than 2^31 nodes and 2^32 edges, so that rows fit 32 bits"
)]

mod bits;
mod class_retained;
mod classes;
mod detachedness;
mod distances;
mod dominated;
mod dominators;
mod essential;
mod facts;
mod known;
mod names;
mod retainers;
mod roots;
mod shallow;
mod shapes;
mod tree;

pub use bits::Bits;
pub use classes::{Class, ClassIndex, ClassPlace, ClassTotals, Classes};
pub use detachedness::{ATTACHED, DETACHED, Detachedness, UNKNOWN};
pub use distances::{SYSTEM, UNREACHED};
pub use dominated::Dominated;
pub use dominators::Dominators;
pub use facts::{HeapFacts, heap_facts};
pub use names::display_name;
pub use retainers::{Retainer, Retainers};
pub use shapes::Shape;
pub use tree::{HeapTree, heap_tree};
