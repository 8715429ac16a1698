//! Own and total weight of each function.

use std::cmp::Reverse;

use crate::analysis::callees::{Callees, Step};
use crate::analysis::order::frame_ranks;
use crate::analysis::own_weights::Tally;
use crate::analysis::weighed::WeighedStacks;
use crate::index::Column;
use crate::model::{FrameIndex, Recording};
use crate::task::{Cancelled, Task};

/// A function and what it weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FunctionRow {
    /// The function.
    pub frame: FrameIndex,
    /// Weight of the samples in which it ran itself.
    pub own: u64,
    /// Weight of the samples with it on the stack, each counted once however often it recurs.
    pub total: u64,
    /// Number of samples with it on the stack, each counted once: its frequency.
    pub samples: u64,
    /// Number of samples in which it ran itself.
    pub own_samples: u64,
}

/// Every function that a sample of the selection has on its stack.
///
/// Order: own weight, then total, heaviest first; then name, script, line and column.
pub fn functions(
    recording: &Recording,
    weighed: &WeighedStacks,
    task: &Task,
) -> Result<Vec<FunctionRow>, Cancelled> {
    let frames = &recording.frames;
    let key = frames.indices().collect::<Vec<_>>().into();
    let tallies = tallies_by(&key, frames.len(), weighed, task)?;
    let row = |(frame, it): (FrameIndex, &KeyTally)| FunctionRow {
        frame,
        own: it.own.weight,
        total: it.total.weight,
        samples: it.total.samples,
        own_samples: it.own.samples,
    };
    let mut rows: Vec<FunctionRow> =
        frames.indices().zip(&tallies).map(row).filter(|it| it.samples > 0).collect();
    let rank = frame_ranks(recording);
    rows.sort_unstable_by_key(|it| (Reverse((it.own, it.total)), rank[it.frame]));
    Ok(rows)
}

/// What the functions of one key weigh together.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct KeyTally {
    /// Samples that end in one of them.
    pub(crate) own: Tally,
    /// Samples with one of them on the stack.
    pub(crate) total: Tally,
    /// How many of them are on the stack where the walk stands.
    open: u32,
}

/// Sums stacks by a key that each function has.
///
/// A stack's total counts for its key unless a caller has that key too: then it is part of the
/// caller's. One walk knows that from the number of open stacks of each key.
pub(crate) fn tallies_by<K: crate::index::RowIndex>(
    key: &Column<FrameIndex, K>,
    n_keys: usize,
    weighed: &WeighedStacks,
    task: &Task,
) -> Result<Column<K, KeyTally>, Cancelled> {
    let stacks = &*weighed.stacks;
    let mut tallies: Column<K, KeyTally> = vec![KeyTally::default(); n_keys].into();
    Callees::of(stacks, task)?.walk(stacks, task, |step| match step {
        Step::Enter(stack) => {
            let tally = &mut tallies[key[stacks.frame(stack)]];
            tally.own.add(weighed.own_tally(stack));
            if tally.open == 0 {
                tally.total.add(weighed.total_tally(stack));
            }
            tally.open += 1;
        }
        Step::Leave(stack) => tallies[key[stacks.frame(stack)]].open -= 1,
    })?;
    Ok(tallies)
}
