//! The call tree walked from callers to callees, without recursion.

use crate::analysis::pace::Pace;
use crate::index::Column;
use crate::model::{StackIndex, StackTable};
use crate::task::{Cancelled, Task};

/// What each stack calls, as linked lists: a stack, its first callee, that one's next sibling.
///
/// Siblings are in row order. Stacks without a caller are siblings of each other.
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
}
