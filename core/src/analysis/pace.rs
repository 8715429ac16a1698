//! Reporting progress from inside a tight loop.

use crate::task::{Cancelled, Task};

/// Steps between two reports: at up to 1 µs a step, a report at least every 16 ms.
const EVERY: u32 = 1 << 14;

/// Counts steps, and calls [`Task::advance`] once per [`EVERY`] of them.
pub(crate) struct Pace<'a> {
    task: &'a Task,
    steps: u32,
}

impl<'a> Pace<'a> {
    /// Starts to count.
    pub(crate) fn new(task: &'a Task) -> Self {
        Self { task, steps: 0 }
    }

    /// One step more; fails if the work was cancelled.
    #[inline]
    pub(crate) fn step(&mut self) -> Result<(), Cancelled> {
        self.steps += 1;
        if self.steps == EVERY {
            self.steps = 0;
            self.task.advance(u64::from(EVERY))?;
        }
        Ok(())
    }
}
