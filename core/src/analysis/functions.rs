//! Own and total weight of each function.

use std::cmp::Reverse;

use rayon::prelude::*;

use crate::analysis::bit_column::BitColumn;
use crate::analysis::callees::Callees;
use crate::analysis::order::frame_ranks;
use crate::analysis::own_weights::Tally;
use crate::analysis::pace::Pace;
use crate::analysis::selection::Selection;
use crate::analysis::weighed::WeighedStacks;
use crate::index::{Column, RowIndex};
use crate::model::{FrameIndex, Recording, StackIndex};
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
    let function = frames.indices().collect::<Vec<_>>().into();
    let tallies = tallies_by(&function, weighed, task)?;
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
    rows.par_sort_unstable_by_key(|it| (Reverse((it.own, it.total)), rank[it.frame]));
    Ok(rows)
}

/// The functions that any sample of a recording has on its stack, whatever is selected.
///
/// A list of what a selection holds names the others after it: they are there, but not now.
pub fn sampled_functions(
    recording: &Recording,
    task: &Task,
) -> Result<BitColumn<FrameIndex>, Cancelled> {
    let selection = Selection::default();
    let stacks = &recording.stacks;
    let mut is_met: Column<StackIndex, bool> = vec![false; stacks.len()].into();
    let mut pace = Pace::new(task);
    for profile in selection.profiles(recording) {
        for &stack in recording.profiles[profile].samples.stacks() {
            pace.step()?;
            if let Some(stack) = stack {
                is_met[stack] = true;
            }
        }
    }
    let mut found: Column<FrameIndex, bool> = vec![false; recording.frames.len()].into();
    // Callers stand in earlier rows.
    for stack in stacks.indices().rev() {
        pace.step()?;
        if is_met[stack] {
            found[stacks.frame(stack)] = true;
            if let Some(caller) = stacks.caller(stack) {
                is_met[caller] = true;
            }
        }
    }
    Ok(found.iter().copied().collect())
}

/// What the functions of one key weigh together.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct KeyTally {
    /// Samples in which one of them ran itself.
    pub(crate) own: Tally,
    /// Samples with one of them on the stack, each counted once.
    pub(crate) total: Tally,
}

/// Sums stacks by a key that each function has.
pub(crate) fn tallies_by<K: RowIndex>(
    key: &Column<FrameIndex, K>,
    weighed: &WeighedStacks,
    task: &Task,
) -> Result<Column<K, KeyTally>, Cancelled> {
    let stacks = &*weighed.stacks;
    let is_outermost = Callees::of(stacks, task)?.outermost(stacks, key, task)?;
    let n_keys = key.iter().map(|it| it.row() + 1).max().unwrap_or(0);
    let mut tallies: Column<K, KeyTally> = vec![KeyTally::default(); n_keys].into();
    let mut pace = Pace::new(task);
    for stack in stacks.indices() {
        pace.step()?;
        let tally = &mut tallies[key[stacks.frame(stack)]];
        tally.own.add(weighed.own_tally(stack));
        if is_outermost[stack] {
            tally.total.add(weighed.total_tally(stack));
        }
    }
    Ok(tallies)
}
