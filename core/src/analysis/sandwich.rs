//! One function between those that call it and those it calls.

use std::cmp::Reverse;

use crate::analysis::callees::{Callees, Step};
use crate::analysis::order::frame_ranks;
use crate::analysis::own_weights::Tally;
use crate::analysis::weighed::WeighedStacks;
use crate::index::Column;
use crate::model::{FrameIndex, Recording};
use crate::task::{Cancelled, Task};

/// One function, its callers and its callees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sandwich {
    /// The function in the middle.
    pub frame: FrameIndex,
    /// Weight of the samples in which it ran itself.
    pub own: u64,
    /// Weight of the samples with it on the stack, each counted once.
    pub total: u64,
    /// Number of samples with it on the stack, each counted once.
    pub samples: u64,
    /// The functions that call it, heaviest first, then by name and place.
    pub callers: Vec<SandwichRow>,
    /// The functions that it calls, heaviest first, then by name and place.
    pub callees: Vec<SandwichRow>,
}

/// A function that calls, or is called.
///
/// A sample counts for a pair of functions if one directly calls the other anywhere on its stack,
/// and once however often that recurs: in `f > g > f > g` both `f` calls `g` and `g` calls `f`,
/// each once. A function that calls itself is its own caller and callee. Since a stack can hold
/// several pairs, the weights of callers may add up to more than the function's total, and to less
/// where it has no caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SandwichRow {
    /// The other function.
    pub frame: FrameIndex,
    /// Weight of the samples in which it is a direct caller or callee.
    pub weight: u64,
    /// Number of those samples.
    pub samples: u64,
}

/// The callers and callees of `frame`.
pub fn sandwich(
    recording: &Recording,
    weighed: &WeighedStacks,
    frame: FrameIndex,
    task: &Task,
) -> Result<Sandwich, Cancelled> {
    let stacks = &*weighed.stacks;
    let n_frames = recording.frames.len();
    let mut own = Tally::default();
    let mut whole = OpenTally::default();
    let mut callers: Column<FrameIndex, OpenTally> = vec![OpenTally::default(); n_frames].into();
    let mut callees = callers.clone();
    Callees::of(stacks, task)?.walk(stacks, task, |step| {
        let (Step::Enter(stack) | Step::Leave(stack)) = step;
        let is_it = stacks.frame(stack) == frame;
        let caller = stacks.caller(stack).map(|it| stacks.frame(it));
        if let (Step::Enter(_), true) = (step, is_it) {
            own.add(weighed.own_tally(stack));
        }
        let of_caller = caller.filter(|_| is_it).map(|it| &mut callers[it]);
        let of_callee = (caller == Some(frame)).then(|| &mut callees[stacks.frame(stack)]);
        let of_itself = is_it.then_some(&mut whole);
        for tally in [of_caller, of_callee, of_itself].into_iter().flatten() {
            match step {
                Step::Enter(_) => tally.enter(weighed.total_tally(stack)),
                Step::Leave(_) => tally.leave(),
            }
        }
    })?;
    let rank = frame_ranks(recording);
    Ok(Sandwich {
        frame,
        own: own.weight,
        total: whole.sum.weight,
        samples: whole.sum.samples,
        callers: rows(&callers, &rank),
        callees: rows(&callees, &rank),
    })
}

/// A sum over stacks that counts what lies within each other once.
#[derive(Clone, Copy, Debug, Default)]
struct OpenTally {
    sum: Tally,
    n_open: u32,
}

impl OpenTally {
    fn enter(&mut self, total: Tally) {
        if self.n_open == 0 {
            self.sum.add(total);
        }
        self.n_open += 1;
    }

    fn leave(&mut self) {
        self.n_open -= 1;
    }
}

fn rows(
    tallies: &Column<FrameIndex, OpenTally>,
    rank: &Column<FrameIndex, u32>,
) -> Vec<SandwichRow> {
    let row = |frame| {
        let Tally { weight, samples } = tallies[frame].sum;
        SandwichRow { frame, weight, samples }
    };
    let mut rows: Vec<SandwichRow> =
        tallies.indices().map(row).filter(|it| it.samples > 0).collect();
    rows.sort_unstable_by_key(|it| (Reverse(it.weight), rank[it.frame]));
    rows
}
