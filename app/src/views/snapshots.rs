//! Views of several heap snapshots of one program, and what they share.

mod bar;
pub mod basket;
pub(crate) mod basket_cells;
mod card;
pub mod leaks;
mod left_alone;
mod summary;
mod ways;

use asyncscope_core::analysis::heap::Class;

/// The columns of the table of classes, by number; behind them stands one for each snapshot.
pub mod columns {
    /// The class.
    pub const NAME: usize = 0;
    /// How its figure went.
    pub const LINE: usize = 1;
    /// By how much it rises in a step.
    pub const SLOPE: usize = 2;
    /// The first snapshot.
    pub const FIRST: usize = 3;
}

/// What the views of several snapshots remember for themselves.
#[derive(Debug, Default)]
pub struct SnapshotsMemory {
    /// The class that was last brought into view.
    revealed: Option<Class>,
    /// The first snapshot that has a column to be seen.
    first: usize,
    /// How far a wheel went sideways since the columns were slid, in points.
    scrolled: f32,
}
