//! Summing samples by the stack they were taken in.

use std::ops::Range;

use rayon::prelude::*;

use crate::analysis::selection::Selection;
use crate::index::Column;
use crate::model::{Recording, SampleTable, StackIndex, ThreadIndex};
use crate::task::{Cancelled, Task};
use crate::units::TimeRange;

/// Samples summed in one go, between two reports of progress.
const BLOCK: usize = 1 << 16;

/// Samples below which one thread is faster than several.
const PARALLEL_FROM: usize = 1 << 18;

/// How much and how often.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Sum of weights; stays at the largest number where a sum would not fit.
    pub(crate) weight: u64,
    /// Number of samples.
    pub(crate) samples: u64,
}

impl Tally {
    /// Adds another.
    #[inline]
    pub(crate) fn add(&mut self, other: Tally) {
        self.weight = self.weight.saturating_add(other.weight);
        self.samples += other.samples;
    }
}

/// The samples of a selection by stack of the recording, before any transform.
pub(crate) struct OwnWeights {
    /// Samples that end in each stack.
    pub(crate) stacks: Column<StackIndex, Tally>,
    /// Samples without a stack.
    pub(crate) nobody: Tally,
}

/// Sums the samples of the selected threads and time.
///
/// Parallel, one share of the samples per thread: sums of integers do not depend on their order,
/// so the answer is the same on one core and on sixty-four. Each thread needs a table of all
/// stacks, so there are no more shares than samples pay for.
pub(crate) fn own_weights(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<OwnWeights, Cancelled> {
    let blocks = blocks(recording, selection);
    let n_samples: usize = blocks.iter().map(Block::len).sum();
    let n_stacks = recording.stacks.len();
    let sum = |blocks: &[Block<'_>]| sum(blocks, n_stacks, task);
    if n_samples < PARALLEL_FROM {
        return sum(&blocks);
    }
    let n_shares = rayon::current_num_threads().min(n_samples / n_stacks.max(1)).max(1);
    let parts: Result<Option<OwnWeights>, Cancelled> = blocks
        .par_chunks(blocks.len().div_ceil(n_shares).max(1))
        .map(sum)
        .try_reduce_with(|a, b| Ok(a.plus(&b)))
        .transpose();
    parts?.map_or_else(|| sum(&[]), Ok)
}

/// Some neighbouring samples of a profile.
pub(crate) struct Block<'a> {
    /// The thread they were taken on.
    pub(crate) thread: ThreadIndex,
    samples: &'a SampleTable,
    rows: Range<usize>,
    time: Option<&'a TimeRange>,
}

/// All selected samples.
pub(crate) fn blocks<'a>(recording: &'a Recording, selection: &'a Selection) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    let time = selection.time.as_ref();
    for profile in selection.profiles(recording) {
        let profile = &recording.profiles[profile];
        let (thread, samples) = (profile.thread, &profile.samples);
        let rows = time.map_or(0..samples.len(), |it| samples.rows_within(it));
        for start in rows.clone().step_by(BLOCK) {
            let rows = start..rows.end.min(start + BLOCK);
            blocks.push(Block { thread, samples, rows, time });
        }
    }
    blocks
}

impl Block<'_> {
    /// The stack of each sample, and how much of it falls into the selected time.
    ///
    /// Samples outside of it are left out; one that lasts no time lies where it was taken.
    pub(crate) fn samples(&self) -> impl Iterator<Item = (Option<StackIndex>, u64)> + '_ {
        let (times, stacks) = (self.samples.times(), self.samples.stacks());
        self.rows.clone().filter_map(move |row| {
            let Some(time) = self.time else {
                return Some((stacks[row], self.samples.weight(row)));
            };
            let weight = self.samples.weight_within(row, time);
            (weight > 0 || time.contains(&times[row])).then_some((stacks[row], weight))
        })
    }

    /// Number of samples at most.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }
}

fn sum(blocks: &[Block<'_>], n_stacks: usize, task: &Task) -> Result<OwnWeights, Cancelled> {
    let mut stacks: Column<StackIndex, Tally> = vec![Tally::default(); n_stacks].into();
    let mut nobody = Tally::default();
    for block in blocks {
        task.advance(block.len() as u64)?;
        for (stack, weight) in block.samples() {
            let tally = stack.map_or(&mut nobody, |it| &mut stacks[it]);
            tally.add(Tally { weight, samples: 1 });
        }
    }
    Ok(OwnWeights { stacks, nobody })
}

impl OwnWeights {
    fn plus(mut self, other: &Self) -> Self {
        self.nobody.add(other.nobody);
        for (tally, more) in self.stacks.as_mut_slice().iter_mut().zip(&other.stacks) {
            tally.add(*more);
        }
        self
    }
}
