//! Two sides compared, each of one recording or several: what is more, less, new and gone.
//!
//! ```text
//! Sides<[Run]> ─┬─ matching, union ─▶ DiffProfile ─▶ functions, trees, layouts
//!               ├─ operations, endpoints, memory ──▶ rows with a Difference for each figure
//!               └─ summary ────────────────────────▶ sentences, the worst first
//! ```
//!
//! A difference is always after less before, so what is positive got slower or larger. What each
//! side sums up are its *runs*: recordings of the same thing, done again. Amounts of a side are
//! means per run, so that three runs can be compared with five; parts of one program (workers,
//! child processes) are to be [added](crate::combine::summed) into one run before.
//!
//! [`noise`] says what is more than chance, and where there is too little to tell.

pub mod boxes;
pub mod comparable;
pub mod endpoints;
pub mod functions;
mod inverted;
pub mod layout;
mod matching;
pub mod memory;
pub mod noise;
pub mod operations;
pub mod profile;
pub mod scale;
pub mod sides;
pub mod summary;
pub mod tree;

pub use boxes::{DiffBoxes, STRONGEST, diff_boxes, function_steps};
pub use comparable::{NothingInCommon, Part, comparable};
pub use endpoints::{EndpointDiff, HostAliases, diff_endpoints};
pub use functions::{FunctionDiff, FunctionTab, diff_functions};
pub use layout::{DiffLayout, LayoutPart, diff_layout, diff_layout_inverted};
pub use memory::{MemoryDiff, MemoryRun, diff_memory};
pub use noise::{Difference, Evidence, Interval, Verdict};
pub use operations::{OperationDiff, Overlay, diff_operations};
pub use profile::{DiffProfile, FunctionPlace, RunWeight, diff_profile, diff_profile_of};
pub use scale::{Normalisation, Scale};
pub use sides::{Quantity, Run, Runs, Sides, Status};
pub use summary::{Compared, Finding, Subject, diff_summary, show_amount};
pub use tree::{DiffNode, DiffNodeIndex, DiffTree};
