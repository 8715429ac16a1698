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

mod basket;
mod basket_cells;
mod bits;
mod boxes;
mod class_retained;
mod class_rows;
mod classes;
mod compare;
mod detachedness;
mod distances;
mod dominated;
mod dominators;
mod duplicate_strings;
mod essential;
mod facts;
mod fields;
mod filters;
mod grown;
mod growth;
mod growth_map;
mod ignored;
mod known;
mod largest;
mod later;
mod merged_paths;
mod names;
mod native_contexts;
mod paths;
mod retainers;
mod roots;
mod sets;
mod shallow;
mod shapes;
mod statistics;
mod timeline;
mod tree;
mod treemap;

pub use basket::{Basket, BasketClass, BasketItem, InBasket, SetTotals, basket, basket_item};
pub use basket_cells::{BasketFigure, BasketSet};
pub use bits::Bits;
pub use boxes::{BoxMap, HEAD as MAP_HEAD, NestedBox};
pub use class_rows::{ClassRow, chosen_class_rows, class_rows, instances};
pub use classes::{Class, ClassIndex, ClassPlace, ClassTotals, Classes};
pub(crate) use compare::path_keys;
pub use compare::{
    Change, Changed, ClassDiff, Comparison, MatchedBy, Snapshot, compare_by_id, compare_by_path,
};
pub use detachedness::{ATTACHED, DETACHED, Detachedness, UNKNOWN};
pub use distances::{SYSTEM, UNREACHED};
pub(crate) use dominated::Children;
pub use dominated::Dominated;
pub use dominators::Dominators;
pub use duplicate_strings::{DuplicateString, DuplicateStrings, duplicate_strings, string_text};
pub use facts::{HeapFacts, heap_facts, heap_facts_in_steps};
pub use fields::{Field, field, shown_edges, sorted_edges};
pub use filters::{RetainedBy, allocated_between, last_object_id, retained_by};
pub use grown::{Grown, grown};
pub use growth::{Growth, GrowthPlace, growth};
pub use growth_map::{GrowthBox, GrowthMap, GrowthPart, growth_map};
pub use ignored::{Ignore, Ignored, ignored};
pub(crate) use known::KnownNames;
pub use largest::largest_objects;
pub use merged_paths::{MergedPaths, PathStep, merged_paths};
pub use names::display_name;
pub(super) use names::group_name;
pub use native_contexts::{
    ContextOwner, NativeContext, NativeContexts, context_sizes, native_contexts,
};
pub use paths::{retaining_path, shown_retainers};
pub(crate) use retainers::Table as RetainerTable;
pub use retainers::{Retainer, Retainers};
pub use sets::{HeapSet, heap_set};
pub use shapes::Shape;
pub use statistics::{HeapPart, HeapStatistics, heap_part, heap_statistics};
pub use timeline::{TimelineBar, allocated_within, timeline_bars};
pub use tree::{HeapTree, heap_tree, heap_tree_without};
pub use treemap::{MapBox, MapPart, Treemap, treemap};
