//! What of a call tree matches the filter that made it.

use asyncscope_core::analysis::{NameFilter, WeighedStacks};
use asyncscope_core::index::Column;
use asyncscope_core::model::{FrameIndex, Recording};
use asyncscope_core::task::{Cancelled, Task};

/// What of a call tree matches the filter that made it.
#[derive(Clone, Debug)]
pub struct TreeMatches {
    frames: Column<FrameIndex, bool>,
    /// Number of functions that match and have samples.
    pub n_functions: u64,
    /// Number of different stacks that end with one of them: its places in a top-down tree.
    pub n_places: u64,
}

impl TreeMatches {
    pub(super) fn new(
        recording: &Recording,
        weighed: &WeighedStacks,
        filter: &NameFilter,
        task: &Task,
    ) -> Result<Self, Cancelled> {
        let frames = filter.frames(recording);
        let mut is_met: Column<FrameIndex, bool> = vec![false; frames.len()].into();
        let mut n_places = 0;
        for (i, stack) in weighed.stacks.indices().enumerate() {
            if i % (1 << 14) == 0 {
                task.advance(1 << 14)?;
            }
            let frame = weighed.stacks.frame(stack);
            if frames[frame] && weighed.total_samples[stack] > 0 {
                is_met[frame] = true;
                n_places += 1;
            }
        }
        let n_functions = is_met.iter().filter(|&&it| it).count() as u64;
        Ok(Self { frames, n_functions, n_places })
    }

    /// Whether a function matches.
    pub fn has(&self, frame: FrameIndex) -> bool {
        self.frames.get(frame).copied().unwrap_or(false)
    }
}
