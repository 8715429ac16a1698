//! Progress and cancellation of long work, shared by reference.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// The work was cancelled by its owner. Not an error to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// One piece of long work, seen by those who do it and those who wait.
///
/// Units are bytes of the file while loading, rows while analysing.
#[derive(Debug, Default)]
pub struct Task {
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

impl Task {
    /// Asks the work to stop at its next [`Task::advance`].
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether the work was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Starts a new phase of `total` units, or of unknown length if `total` is 0.
    pub fn begin(&self, total: u64) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// Reports `units` more done, and says whether to go on.
    ///
    /// Called at least every 20 ms of work, so that a cancel is seen within 100 ms.
    pub fn advance(&self, units: u64) -> Result<(), Cancelled> {
        self.done.fetch_add(units, Ordering::Relaxed);
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }

    /// Units done in this phase.
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// Units of this phase, or 0 while unknown.
    pub fn total(&self) -> u64 {
        self.total.load(Ordering::Relaxed)
    }

    /// Share of this phase done, from 0 to 1, or `None` while the total is unknown.
    #[expect(clippy::cast_precision_loss, reason = "a progress bar has few pixels")]
    pub fn fraction(&self) -> Option<f32> {
        match self.total() {
            0 => None,
            total => Some((self.done() as f32 / total as f32).min(1.0)),
        }
    }
}
