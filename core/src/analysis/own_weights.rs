//! Summing samples by the stack they were taken in.

use std::ops::Range;

use rayon::prelude::*;

use crate::analysis::selection::Selection;
use crate::index::Column;
use crate::model::{Recording, SampleTable, StackIndex};
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
    let n_samples: usize = blocks.iter().map(|it| it.rows.len()).sum();
    let n_stacks = recording.stacks.len();
    let sum = |blocks: &[Block<'_>]| sum(blocks, selection.time.as_ref(), n_stacks, task);
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
struct Block<'a> {
    samples: &'a SampleTable,
    rows: Range<usize>,
}

/// All selected samples.
fn blocks<'a>(recording: &'a Recording, selection: &Selection) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    for profile in selection.profiles(recording) {
        let samples = &recording.profiles[profile].samples;
        let rows = rows_of(samples, selection.time.as_ref());
        for start in rows.clone().step_by(BLOCK) {
            blocks.push(Block { samples, rows: start..rows.end.min(start + BLOCK) });
        }
    }
    blocks
}

/// The rows that may touch a stretch of time.
pub(crate) fn rows_of(samples: &SampleTable, time: Option<&TimeRange>) -> Range<usize> {
    time.map_or(0..samples.len(), |it| samples.rows_within(it))
}

/// How much of a sample falls into a stretch of time, or `None` if it lies outside.
///
/// A sample that lasts no time counts where it was taken.
#[inline]
pub(crate) fn weight_in(
    samples: &SampleTable,
    row: usize,
    time: Option<&TimeRange>,
) -> Option<u64> {
    let Some(time) = time else { return Some(samples.weight(row)) };
    let weight = samples.weight_within(row, time);
    (weight > 0 || time.contains(&samples.times()[row])).then_some(weight)
}

fn sum(
    blocks: &[Block<'_>],
    time: Option<&TimeRange>,
    n_stacks: usize,
    task: &Task,
) -> Result<OwnWeights, Cancelled> {
    let mut stacks: Column<StackIndex, Tally> = vec![Tally::default(); n_stacks].into();
    let mut nobody = Tally::default();
    for Block { samples, rows } in blocks {
        task.advance(rows.len() as u64)?;
        for row in rows.clone() {
            let Some(weight) = weight_in(samples, row, time) else { continue };
            let tally = samples.stacks()[row].map_or(&mut nobody, |it| &mut stacks[it]);
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
