//! What a recording holds: immutable columns that know no file format.
//!
//! Reading order: [`categories`], [`frames`], [`stacks`], [`samples`], [`threads`], [`spans`],
//! [`events`], and [`recording`], which ties them together.

pub mod categories;
pub mod events;
pub mod frames;
pub mod recording;
pub mod samples;
pub mod spans;
pub mod stacks;
pub mod threads;

pub use categories::{Category, Origin};
pub use events::{CounterIndex, CounterTable, CounterUnit, GcKind, GcTable, InstantTable};
pub use frames::{Frame, FrameIndex, FrameTable};
pub use recording::{Recording, Source, WallClock};
pub use samples::{LineTick, Profile, ProfileIndex, ProfileKind, SampleTable, Weights};
pub use spans::{AsyncSpanIndex, AsyncSpanTable, SpanIndex, SpanTable};
pub use stacks::{StackBuilder, StackIndex, StackTable};
pub use threads::{ProcessIndex, ProcessTable, ThreadIndex, ThreadTable};
