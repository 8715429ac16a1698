//! Questions asked of a recording, one per file: pure functions from columns to answers.
//!
//! ```text
//! Recording + Selection ──weigh──▶ WeighedStacks ──▶ functions, trees, paths, layouts
//! ```
//!
//! [`selection`] says what part of the recording is meant, [`transform`] how stacks are rewritten,
//! and [`weighed`] sums samples by stack; most other answers are made from that. Every list has a
//! total order, every sum is of integers, and nothing recurses: the answer is the same for any
//! number of threads and any depth of stacks.

pub mod activity;
pub mod bit_column;
pub mod buckets;
pub mod call_tree;
mod callees;
pub mod details;
pub mod diff;
pub mod event_loop;
pub mod flame_layout;
pub mod functions;
pub mod grouping;
pub mod heap;
pub mod hot_paths;
pub mod instances;
pub mod inverted;
pub mod lanes;
pub mod leaks;
pub mod left_heavy;
pub mod line_heat;
pub mod memory;
pub mod name_filter;
pub mod operations;
mod order;
mod own_weights;
mod pace;
pub mod pyramid;
pub mod requests;
pub mod sandwich;
pub mod sandwich_flames;
pub mod search;
pub mod selection;
pub mod span_details;
pub mod span_names;
pub mod span_stats;
pub mod strips;
pub mod summary;
pub mod tracked;
pub mod transform;
pub mod weighed;

pub use activity::{Activity, activity};
pub use bit_column::BitColumn;
pub use buckets::Buckets;
pub use call_tree::{CallNode, CallNodeIndex, CallSites, CallTree, Direction, TreeForm, TreeShape};
pub use details::{FunctionDetails, function_details, markdown_text};
pub use event_loop::{EventLoopReading, event_loop, has_event_loop};
pub use flame_layout::{
    BoxIndex, FlameItem, FlameKind, FlameLayout, FlameLayoutBuilder, FlameMatches, FlameRow,
    ItemMatches, PixelGrid, Visible, gcs_in_time, samples_in_time, spans_in_time,
};
pub use functions::{FunctionRow, functions, sampled_functions};
pub use grouping::{GroupIndex, GroupKey, GroupRow, Grouping, Groups, group_of, groups};
pub use hot_paths::{HotStack, heaviest_chain, heaviest_stacks};
pub use instances::{
    FunctionTimes, Histogram, Instance, InstanceStats, Instances, async_span_instances,
    every_function_times, function_instances, gc_instances, moments, request_instances,
    span_instances,
};
pub use inverted::inverted;
pub use lanes::{
    AsyncGroup, Interval, LaneGroup, LaneGrouping, Lanes, async_groups, async_lanes, lanes,
    request_lanes,
};
pub use left_heavy::left_heavy;
pub use line_heat::{LineHeat, LineRow, LineScope, line_heat};
pub use memory::{
    GcRow, GcTotals, InvalidGeneration, MemoryChange, MemoryField, MemoryPoint, ProcessMemory,
    Slope, SnapshotComparison, compare_snapshots, gc_rows, gc_totals, has_memory, memory_change,
    process_memory, slope_per_minute,
};
pub use name_filter::{Case, NameFilter, PatternError};
pub use operations::FEW as FEW_OPERATIONS;
pub use operations::{
    Concurrency, ConcurrencySeries, CpuInside, GcInside, LoopDelay, OperationDetails,
    OperationInstances, OperationPieces, OperationStats, OperationTimes, Outliers, RequestsInside,
    Running, Stretches, busy_stretches, concurrency, operation_details, operation_instances,
    operation_pieces, operation_stats, own_times, running, selected_operations,
};
pub use pyramid::{CounterPyramid, PixelValues};
pub use sandwich::{Sandwich, SandwichRow, sandwich};
pub use sandwich_flames::{SandwichFlames, sandwich_flames};
pub use search::{Search, SearchMarks, search, search_marks};
pub use selection::Selection;
pub use span_details::{SpanDetails, SpanPart, span_details};
pub use span_names::{FirstSpan, SpanName, span_names};
pub use span_stats::{SpanStats, span_stats};
pub use strips::{Strips, strips};
pub use summary::{GcSummary, SampleSummary, Summary, ThreadSummary, summary};
pub use tracked::{
    AliveOverTime, Boundaries, GenerationRow, TrackedClass, Verdict, alive_over_time, boundaries,
    tracked_classes,
};
pub use transform::{Fate, Transform, TransformedStacks};
pub use weighed::{WeighedStacks, weigh};

pub(crate) use order::frame_ranks;
pub(crate) use selection::summed_kind;
