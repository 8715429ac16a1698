//! Where the weight is: the heaviest chain of calls, and the heaviest stacks.

use std::cmp::Reverse;

use crate::analysis::weighed::WeighedStacks;
use crate::index::Column;
use crate::model::{Category, Recording, StackIndex};

/// The heaviest chain of calls, outermost first.
///
/// It begins at the heaviest stack without a caller, `(idle)` and `(program)` aside, and follows
/// the heaviest callee while that keeps at least half of its caller's total. Of equals the one in
/// the earlier row is taken. Empty if nothing weighs anything.
pub fn heaviest_chain(recording: &Recording, weighed: &WeighedStacks) -> Vec<StackIndex> {
    let stacks = &*weighed.stacks;
    let mut root = None;
    let mut heaviest: Column<StackIndex, Option<StackIndex>> = vec![None; stacks.len()].into();
    for stack in stacks.indices() {
        let category = recording.frames.category(stacks.frame(stack));
        let best = match stacks.caller(stack) {
            Some(caller) => &mut heaviest[caller],
            None if matches!(category, Category::Idle | Category::Program) => continue,
            None => &mut root,
        };
        if best.is_none_or(|it| weighed.total[it] < weighed.total[stack]) {
            *best = Some(stack);
        }
    }
    let next = |&stack: &StackIndex| {
        let callee = heaviest[stack]?;
        let (part, whole) = (weighed.total[callee], weighed.total[stack]);
        (whole - part <= part).then_some(callee)
    };
    let is_heavy = |it: &StackIndex| weighed.total[*it] > 0;
    std::iter::successors(root.filter(is_heavy), next).collect()
}

/// A stack and the samples that end in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HotStack {
    /// The stack.
    pub stack: StackIndex,
    /// Their weight.
    pub own: u64,
    /// Their number.
    pub samples: u64,
}

/// The stacks that hold at least `min_share` (0 to 1) of what was [busy](WeighedStacks::busy), but
/// no more than `limit`; idle ones aside.
///
/// Order: heaviest first, then by row.
pub fn heaviest_stacks(
    recording: &Recording,
    weighed: &WeighedStacks,
    min_share: f64,
    limit: usize,
) -> Vec<HotStack> {
    let stacks = &*weighed.stacks;
    let is_idle = |it| recording.frames.category(stacks.frame(it)) == Category::Idle;
    let least = least_weight(weighed.busy(), min_share);
    let hot =
        |stack| HotStack { stack, own: weighed.own[stack], samples: weighed.own_samples[stack] };
    let mut found: Vec<HotStack> = stacks
        .indices()
        .map(hot)
        .filter(|it| it.own > 0 && it.own >= least && !is_idle(it.stack))
        .collect();
    let order = |it: &HotStack| (Reverse(it.own), it.stack);
    if limit < found.len() {
        found.select_nth_unstable_by_key(limit, order);
        found.truncate(limit);
    }
    found.sort_unstable_by_key(order);
    found
}

/// The least whole weight that is at least `share` of `whole`.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of 104 days is exact to the nanosecond; the cast saturates"
)]
fn least_weight(whole: u64, share: f64) -> u64 {
    (whole as f64 * share).ceil() as u64
}
