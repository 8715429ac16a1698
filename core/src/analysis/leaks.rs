//! What a program keeps that it should let go: suspects from heap snapshots of one program.
//!
//! ```text
//! snapshots ──step──▶ Step (counts by group, ids)  ┐
//! last snapshot ──▶ groups, ways to the roots      ┴─leak_report──▶ LeakReport
//! ```
//!
//! A [recording](recorded_leaks()) tells of leaks as well: by the objects that its program had tracked,
//! and by memory over time.
//!
//! Of all but the last snapshot only a [`Step`] is needed, so that they can be read one after the
//! other. Two snapshots tell of growth; three or more tell a trend; one tells what is large.
#![expect(
    clippy::cast_possible_truncation,
    reason = "readers refuse more than 2^31 nodes and 2^32 edges, so that rows fit 32 bits"
)]

mod births;
mod by_rule;
mod confidence;
mod counted;
mod dismissed;
mod groups;
mod holders;
mod ids;
mod order;
mod recorded;
mod report;
mod retained;
mod rules;
mod sentence;
mod single;
mod steps;
mod suspects;
mod told;
mod tracked;
mod trend;
mod ways;

pub use confidence::Confidence;
pub use dismissed::Dismissed;
pub use groups::{GroupKey, GroupKind};
pub use holders::Holder;
pub use recorded::{MemorySuspect, RecordedLeaks, recorded_leaks};
pub use report::{LeakPath, LeakReport, LeftAlone, Suspect};
pub use rules::Rule;
pub use steps::{Alive, Step, matching, step};
pub use suspects::leak_report;
pub use tracked::TrackedSuspect;
pub use trend::LeakVerdict;
