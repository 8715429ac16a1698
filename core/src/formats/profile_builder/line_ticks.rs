//! Samples per source line.

use std::num::NonZeroU32;

use hashbrown::HashMap;

use super::NONE;
use crate::model::{FrameIndex, LineTick};

/// Counts samples per function and source line.
#[derive(Debug, Default)]
pub(super) struct LineTicks(HashMap<(FrameIndex, NonZeroU32), u64>);

impl LineTicks {
    /// Counts `ticks` more at `line`; anything but a positive line is no line.
    pub(super) fn add(&mut self, frame: FrameIndex, line: i64, ticks: u64) {
        let line = u32::try_from(line).ok().and_then(NonZeroU32::new);
        if let Some(line) = line.filter(|_| ticks > 0) {
            let known = self.0.entry((frame, line)).or_default();
            *known = known.saturating_add(ticks);
        }
    }

    /// Counts every sample that has a line. `rows` are the rows of the samples' nodes.
    pub(super) fn add_samples(&mut self, rows: &[u32], lines: &[u32], frames: &[FrameIndex]) {
        for (&row, &line) in rows.iter().zip(lines) {
            if row != NONE {
                self.add(frames[row as usize], i64::from(line), 1);
            }
        }
    }

    /// Whether nothing was counted.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The counts by function and then line.
    pub(super) fn finish(self) -> Vec<LineTick> {
        let tick = |((frame, line), ticks)| LineTick { frame, line, ticks };
        let mut all: Vec<LineTick> = self.0.into_iter().map(tick).collect();
        all.sort_unstable();
        all
    }
}
