//! What a recording holds: immutable columns that know no file format.
//!
//! Reading order: [`categories`], [`frames`], [`stacks`], [`samples`], [`threads`], [`spans`],
//! [`operations`], [`requests`], [`events`], [`tracked`], [`recorder`], [`flows`], [`heap`], and
//! [`recording`], which ties them together.

pub mod categories;
pub mod events;
pub mod flows;
pub mod frames;
pub mod heap;
pub mod operations;
pub mod recorder;
pub mod recording;
pub mod requests;
pub mod samples;
pub mod spans;
pub mod stacks;
pub mod threads;
pub mod tracked;

pub use categories::{Category, Origin};
pub use events::{
    CounterIndex, CounterTable, CounterUnit, GcIndex, GcKind, GcTable, InstantIndex, InstantTable,
};
pub use flows::{Flow, FlowEnd, FlowIndex, FlowKind, FlowTable};
pub use frames::{Frame, FrameIndex, FrameTable};
pub use heap::HeapGraph;
pub use operations::{OperationFacts, Outcome};
pub use recorder::{
    MemoryUse, RecordedThread, RecordedThreadIndex, Recorder, SnapshotIndex, SnapshotTable,
    ThreadEnd,
};
pub use recording::{Recording, Source, WallClock};
pub use requests::{Request, RequestIndex, RequestTable};
pub use samples::{LineTick, Profile, ProfileIndex, ProfileKind, SampleTable, Weights};
pub use spans::{AsyncSpanIndex, AsyncSpanTable, SpanIndex, SpanTable};
pub use stacks::{StackBuilder, StackIndex, StackTable};
pub use threads::{ProcessIndex, ProcessTable, ThreadIndex, ThreadTable};
pub use tracked::{TrackedIndex, TrackedTable};
