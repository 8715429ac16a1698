//! The stacks of a selection, weighed: what most other answers are made of.

use std::sync::Arc;

use crate::analysis::own_weights::{OwnWeights, Tally, own_weights};
use crate::analysis::pace::Pace;
use crate::analysis::selection::Selection;
use crate::analysis::transform::{Fate, TransformedStacks};
use crate::index::Column;
use crate::model::{Category, ProfileKind, Recording, StackIndex, StackTable};
use crate::task::{Cancelled, Task};
use crate::units::WeightUnit;

/// The stacks of a selection, weighed.
///
/// The table may hold stacks without samples: `total_samples` is 0 there, and no list made from it
/// shows them. Sums that would not fit stay at the largest number.
#[derive(Clone, Debug)]
pub struct WeighedStacks {
    /// The stacks after all transforms, callers first.
    pub stacks: Arc<StackTable>,
    /// Weight of the samples that end in a stack.
    pub own: Column<StackIndex, u64>,
    /// Weight of the samples that end in a stack or in what it calls.
    pub total: Column<StackIndex, u64>,
    /// Number of samples that end in a stack.
    pub own_samples: Column<StackIndex, u64>,
    /// Number of samples that end in a stack or in what it calls.
    pub total_samples: Column<StackIndex, u64>,
    /// Weight of all samples of the selection that have a stack.
    pub sum: u64,
    /// Of `sum`, the weight of samples in which there was nothing to do.
    pub idle: u64,
    /// Number of samples of the selection that have a stack.
    pub n_samples: u64,
    /// Weight of the samples of the selection that have no stack.
    pub nobody: u64,
    /// What weights count.
    pub unit: WeightUnit,
}

impl WeighedStacks {
    /// Weight of the samples in which something ran: what shares are shares of.
    pub fn busy(&self) -> u64 {
        self.sum.saturating_sub(self.idle)
    }

    /// The samples that end in a stack.
    pub(crate) fn own_tally(&self, stack: StackIndex) -> Tally {
        Tally { weight: self.own[stack], samples: self.own_samples[stack] }
    }

    /// The samples that end in a stack or in what it calls.
    pub(crate) fn total_tally(&self, stack: StackIndex) -> Tally {
        Tally { weight: self.total[stack], samples: self.total_samples[stack] }
    }
}

/// Weighs every stack of a selection, summed over all its profiles.
///
/// Own weights are summed in parallel. Transforms and totals are passes over the stacks, which are
/// far fewer than samples, and stay sequential.
pub fn weigh(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<WeighedStacks, Cancelled> {
    let recorded = own_weights(recording, selection, task)?;
    let transformed = TransformedStacks::new(recording, selection, task)?;
    let OwnWeights { stacks: own, nobody } = transfer(&recorded, &transformed, task)?;
    let stacks = transformed.stacks;

    let mut sum = Tally::default();
    let mut idle = Tally::default();
    let mut total = own.clone();
    let mut pace = Pace::new(task);
    for stack in stacks.indices().rev() {
        pace.step()?;
        sum.add(own[stack]);
        if recording.frames.category(stacks.frame(stack)) == Category::Idle {
            idle.add(own[stack]);
        }
        if let Some(caller) = stacks.caller(stack) {
            let callee = total[stack];
            total[caller].add(callee);
        }
    }
    Ok(WeighedStacks {
        own: own.iter().map(|it| it.weight).collect::<Vec<_>>().into(),
        total: total.iter().map(|it| it.weight).collect::<Vec<_>>().into(),
        own_samples: own.iter().map(|it| it.samples).collect::<Vec<_>>().into(),
        total_samples: total.iter().map(|it| it.samples).collect::<Vec<_>>().into(),
        sum: sum.weight,
        idle: idle.weight,
        n_samples: sum.samples,
        nobody: nobody.weight,
        unit: match selection.kind_of_samples(recording) {
            ProfileKind::Cpu => WeightUnit::Nanoseconds,
            ProfileKind::Allocations => WeightUnit::Bytes,
        },
        stacks,
    })
}

/// Moves the weights of the recorded stacks to the stacks that stand for them.
fn transfer(
    recorded: &OwnWeights,
    transformed: &TransformedStacks,
    task: &Task,
) -> Result<OwnWeights, Cancelled> {
    let mut stacks: Column<StackIndex, Tally> =
        vec![Tally::default(); transformed.stacks.len()].into();
    let mut nobody = Tally::default();
    let mut pace = Pace::new(task);
    let mut add = |fate, tally| match fate {
        Fate::Dropped => {}
        Fate::Nobody => nobody.add(tally),
        Fate::Stack(stack) => stacks[stack].add(tally),
    };
    for (stack, &tally) in recorded.stacks.indices().zip(&recorded.stacks) {
        pace.step()?;
        add(transformed.fate(Some(stack)), tally);
    }
    add(transformed.fate(None), recorded.nobody);
    Ok(OwnWeights { stacks, nobody })
}
