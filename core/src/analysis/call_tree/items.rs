//! What nodes are made from: stacks, and the samples they bring in.

use rayon::prelude::*;

use crate::analysis::own_weights::Tally;
use crate::analysis::pace::Pace;
use crate::analysis::weighed::WeighedStacks;
use crate::model::{FrameIndex, StackIndex, StackTable};
use crate::task::{Cancelled, Task};

/// A stack that a node stands for, and the samples it brings in.
///
/// Top-down the stack ends with the node's function, and brings its total. Bottom-up, it is what
/// is left of the stack of some samples after the functions from the root to here are taken off,
/// but for the last.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    pub(crate) stack: StackIndex,
    pub(crate) samples: Tally,
}

/// All items whose stacks end with the same function.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub(crate) frame: FrameIndex,
    /// What calls it, where call sites are told apart.
    pub(crate) caller: Option<FrameIndex>,
    pub(crate) total: Tally,
    pub(crate) items: Vec<Item>,
}

/// The samples that end in each stack: what a bottom-up tree begins with.
pub(crate) fn ends(weighed: &WeighedStacks, task: &Task) -> Result<Vec<Item>, Cancelled> {
    let mut pace = Pace::new(task);
    let mut ends = Vec::new();
    for stack in weighed.stacks.indices() {
        pace.step()?;
        let samples = weighed.own_tally(stack);
        if samples.samples > 0 {
            ends.push(Item { stack, samples });
        }
    }
    Ok(ends)
}

/// One step up: the callers of the items that have one.
pub(crate) fn callers(stacks: &StackTable, items: Vec<Item>) -> Vec<Item> {
    let caller = |it: Item| Some(Item { stack: stacks.caller(it.stack)?, ..it });
    items.into_iter().filter_map(caller).collect()
}

/// Puts items together that end with the same function, and within it those of the same stack.
/// Functions stand in row order.
pub(crate) fn by_function(stacks: &StackTable, mut items: Vec<Item>) -> Vec<Function> {
    items.par_sort_unstable_by_key(|it| (stacks.frame(it.stack), it.stack));
    // Callers are shared by what they call: the further up, the fewer.
    items.dedup_by(|it, first| {
        let is_same = it.stack == first.stack;
        if is_same {
            first.samples.add(it.samples);
        }
        is_same
    });
    let is_same = |a: &Item, b: &Item| stacks.frame(a.stack) == stacks.frame(b.stack);
    let function = |items: &[Item]| Function {
        frame: stacks.frame(items[0].stack),
        caller: None,
        total: sum(items),
        items: items.to_vec(),
    };
    items.chunk_by(is_same).map(function).collect()
}

/// A function for each function that calls it.
pub(crate) fn apart(stacks: &StackTable, function: Function) -> Vec<Function> {
    let caller = |it: &Item| stacks.caller(it.stack).map(|it| stacks.frame(it));
    let Function { frame, mut items, .. } = function;
    items.sort_by_key(caller);
    let site = |items: &[Item]| Function {
        frame,
        caller: caller(&items[0]),
        total: sum(items),
        items: items.to_vec(),
    };
    items.chunk_by(|a, b| caller(a) == caller(b)).map(site).collect()
}

/// The samples that all items bring in.
pub(crate) fn sum(items: &[Item]) -> Tally {
    items.iter().fold(Tally::default(), |mut sum, it| {
        sum.add(it.samples);
        sum
    })
}
