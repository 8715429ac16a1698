//! Samples by category, for each thread.

use rayon::prelude::*;

use super::SampleSummary;
use crate::analysis::own_weights::{Block, Tally, blocks};
use crate::analysis::pace::Pace;
use crate::analysis::selection::Selection;
use crate::analysis::transform::{Fate, TransformedStacks};
use crate::index::Column;
use crate::model::{Category, Recording, StackIndex, ThreadIndex};
use crate::task::{Cancelled, Task};

/// Samples by the category of the function that ran.
#[derive(Clone, Debug, Default)]
pub(super) struct CategorySums {
    sums: [Tally; Category::ALL.len()],
    nobody: Tally,
}

impl CategorySums {
    /// Adds another.
    pub(super) fn add(&mut self, other: &Self) {
        for (sum, more) in self.sums.iter_mut().zip(&other.sums) {
            sum.add(*more);
        }
        self.nobody.add(other.nobody);
    }

    fn weight(&self, category: Category) -> u64 {
        self.sums[category as usize].weight
    }

    /// The weight of each category that has any.
    pub(super) fn by_category(&self) -> Vec<(Category, u64)> {
        let weights = Category::ALL.iter().map(|&it| (it, self.weight(it)));
        weights.filter(|&(_, weight)| weight > 0).collect()
    }

    /// The same in fewer numbers.
    pub(super) fn summary(&self) -> SampleSummary {
        let busy = Category::ALL.iter().filter(|it| !it.is_idle()).map(|&it| self.weight(it));
        SampleSummary {
            n_samples: self.sums.iter().map(|it| it.samples).sum(),
            busy: busy.fold(0, u64::saturating_add),
            idle: self.weight(Category::Idle),
            gc: self.weight(Category::GarbageCollection),
            program: self.weight(Category::Program),
            nobody: self.nobody.weight,
        }
    }
}

/// The selected samples of each thread of the recording.
///
/// Parallel over blocks of samples; each thread's blocks are then added up, in any order.
pub(super) fn by_thread(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Column<ThreadIndex, CategorySums>, Cancelled> {
    let transformed = TransformedStacks::new(recording, selection, task)?;
    let kinds = Kinds::new(recording, &transformed, task)?;
    let parts: Result<Vec<(ThreadIndex, CategorySums)>, Cancelled> =
        blocks(recording, selection).par_iter().map(|it| sum(it, &kinds, task)).collect();
    let n_threads = recording.threads.process.len();
    let mut threads: Column<ThreadIndex, _> = vec![CategorySums::default(); n_threads].into();
    for (thread, sums) in parts? {
        threads[thread].add(&sums);
    }
    Ok(threads)
}

fn sum(
    block: &Block<'_>,
    kinds: &Kinds,
    task: &Task,
) -> Result<(ThreadIndex, CategorySums), Cancelled> {
    task.advance(block.len() as u64)?;
    let mut sums = CategorySums::default();
    for (stack, weight) in block.samples() {
        let sum = match stack.map_or(kinds.nobody, |it| kinds.stacks[it]) {
            Kind::Dropped => continue,
            Kind::Nobody => &mut sums.nobody,
            Kind::Ran(category) => &mut sums.sums[category as usize],
        };
        sum.add(Tally { weight, samples: 1 });
    }
    Ok((block.thread, sums))
}

/// What a sample shows.
#[derive(Clone, Copy)]
enum Kind {
    Dropped,
    Nobody,
    Ran(Category),
}

/// What a sample shows, by its stack in the recording.
struct Kinds {
    stacks: Column<StackIndex, Kind>,
    nobody: Kind,
}

impl Kinds {
    fn new(
        recording: &Recording,
        transformed: &TransformedStacks,
        task: &Task,
    ) -> Result<Self, Cancelled> {
        let kind = |stack| match transformed.fate(stack) {
            Fate::Dropped => Kind::Dropped,
            Fate::Nobody => Kind::Nobody,
            Fate::Stack(it) => Kind::Ran(recording.frames.category(transformed.stacks.frame(it))),
        };
        let mut pace = Pace::new(task);
        let mut stacks = Column::default();
        for stack in recording.stacks.indices() {
            pace.step()?;
            stacks.push(kind(Some(stack)));
        }
        Ok(Self { stacks, nobody: kind(None) })
    }
}
