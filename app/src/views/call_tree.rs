//! The call tree: who calls whom, and what it costs.

use asyncscope_core::analysis::{CallNodeIndex, Direction};

use crate::questions::tree::TreeStep;

/// The columns, by number.
pub mod columns {
    /// Total weight.
    pub const TOTAL: usize = 0;
    /// Self weight.
    pub const OWN: usize = 1;
    /// Number of samples.
    pub const SAMPLES: usize = 2;
    /// Its name, indented.
    pub const NAME: usize = 3;
    /// Where it stands.
    pub const PLACE: usize = 4;
}

/// A change of what the call tree shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TreeCommand {
    /// Let it grow from callers to callees, or the other way round.
    Grow(Direction),
    /// Select a node.
    Select(CallNodeIndex),
    /// Open or close something.
    Step(TreeStep),
}
