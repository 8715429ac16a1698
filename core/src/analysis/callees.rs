//! The call tree walked from callers to callees, without recursion.

use crate::analysis::pace::Pace;
use crate::index::{Column, RowIndex};
use crate::model::{FrameIndex, StackIndex, StackTable};
use crate::task::{Cancelled, Task};

/// What each stack calls, as linked lists: a stack, its first callee, that one's next sibling.
///
/// Siblings are in row order. Stacks without a caller are siblings of each other.
#[derive(Clone)]
pub(crate) struct Callees {
    root: Option<StackIndex>,
    first: Column<StackIndex, Option<StackIndex>>,
    next: Column<StackIndex, Option<StackIndex>>,
}

/// A step of a [`Callees::walk`].
#[derive(Clone, Copy)]
pub(crate) enum Step {
    /// A stack is reached; its callees follow.
    Enter(StackIndex),
    /// All callees of a stack are done.
    Leave(StackIndex),
}

impl Callees {
    /// The callees of all `stacks`.
    pub(crate) fn of(stacks: &StackTable, task: &Task) -> Result<Self, Cancelled> {
        let mut pace = Pace::new(task);
        let mut root = None;
        let mut first: Column<StackIndex, _> = vec![None; stacks.len()].into();
        let mut next: Column<StackIndex, _> = vec![None; stacks.len()].into();
        // From the last row to the first, so that each list ends up in row order.
        for stack in stacks.indices().rev() {
            pace.step()?;
            let head = match stacks.caller(stack) {
                Some(caller) => &mut first[caller],
                None => &mut root,
            };
            next[stack] = head.replace(stack);
        }
        Ok(Self { root, first, next })
    }

    /// The stacks without a caller, in row order.
    pub(crate) fn roots(&self) -> impl Iterator<Item = StackIndex> + '_ {
        std::iter::successors(self.root, |&it| self.next[it])
    }

    /// What `stack` calls, in row order.
    pub(crate) fn callees(&self, stack: StackIndex) -> impl Iterator<Item = StackIndex> + '_ {
        std::iter::successors(self.first[stack], |&it| self.next[it])
    }

    /// Enters and leaves every stack, each callee between its caller's two steps.
    pub(crate) fn walk(
        &self,
        stacks: &StackTable,
        task: &Task,
        mut visit: impl FnMut(Step),
    ) -> Result<(), Cancelled> {
        let mut pace = Pace::new(task);
        let mut at = self.root;
        while let Some(stack) = at {
            pace.step()?;
            visit(Step::Enter(stack));
            at = self.first[stack];
            // A stack without callees is done, and so is every caller whose last callee it was.
            let mut done = Some(stack);
            while let (None, Some(stack)) = (at, done) {
                visit(Step::Leave(stack));
                at = self.next[stack];
                done = stacks.caller(stack);
            }
        }
        Ok(())
    }
    /// Whether each stack is the outermost of its key: no caller of its function has the same.
    ///
    /// Only such a stack's total counts for the key, for the total of any other is part of it.
    pub(crate) fn outermost<K: RowIndex>(
        &self,
        stacks: &StackTable,
        key: &Column<FrameIndex, K>,
        task: &Task,
    ) -> Result<Column<StackIndex, bool>, Cancelled> {
        let n_keys = key.iter().map(|it| it.row() + 1).max().unwrap_or(0);
        let mut n_open: Column<K, u32> = vec![0; n_keys].into();
        let mut is_outermost: Column<StackIndex, bool> = vec![false; stacks.len()].into();
        self.walk(stacks, task, |step| match step {
            Step::Enter(stack) => {
                let n_open = &mut n_open[key[stacks.frame(stack)]];
                is_outermost[stack] = *n_open == 0;
                *n_open += 1;
            }
            Step::Leave(stack) => n_open[key[stacks.frame(stack)]] -= 1,
        })?;
        Ok(is_outermost)
    }
}
