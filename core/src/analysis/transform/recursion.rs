//! Folding recursion in one walk over the stacks.

use crate::analysis::callees::{Callees, Step};
use crate::analysis::transform::{Fate, Stage};
use crate::index::{Column, RowIndex as _};
use crate::model::{FrameIndex, StackBuilder, StackIndex, StackTable};
use crate::task::{Cancelled, Task};

/// Cuts each stack back to the first place of a function that is met again.
pub(super) fn collapse(stacks: &StackTable, task: &Task) -> Result<Stage, Cancelled> {
    let callees = Callees::of(stacks, task)?;
    let n_frames = stacks.indices().map(|it| stacks.frame(it).row() + 1).max().unwrap_or(0);
    let mut path = FoldedPath::new(n_frames);
    let mut new = StackBuilder::default();
    let mut fate: Column<StackIndex, Fate> = vec![Fate::Nobody; stacks.len()].into();
    callees.walk(stacks, task, |step| match step {
        Step::Enter(stack) => {
            fate[stack] = Fate::Stack(path.enter(stacks.frame(stack), &mut new));
        }
        Step::Leave(stack) => path.leave(stacks.frame(stack)),
    })?;
    Ok(Stage { stacks: Some(new.finish()), fate })
}

/// The folded stack of where a walk stands.
///
/// Cutting back must not cost as much as the stack is deep, so it only lowers `len`: what lies
/// beyond stays in the tables, is overwritten by the next push, and is put back on leaving.
struct FoldedPath {
    /// Number of functions on the folded stack.
    len: usize,
    /// The folded stack, outermost first; true up to `len`, outdated beyond.
    stack: Vec<StackIndex>,
    /// Where a function was last put into `stack`. It is there still if that place is below `len`
    /// and holds what was put there.
    last: Column<FrameIndex, Option<Place>>,
    /// What each step into the walk changed.
    changes: Vec<Change>,
}

/// A place on the folded stack and what was put there.
type Place = (u32, StackIndex);

/// What one [`FoldedPath::enter`] changed.
struct Change {
    len: usize,
    /// What the push overwrote in `stack` and `last`; `None` if it cut back instead.
    overwritten: Option<(Option<StackIndex>, Option<Place>)>,
}

impl FoldedPath {
    fn new(n_frames: usize) -> Self {
        Self { len: 0, stack: Vec::new(), last: vec![None; n_frames].into(), changes: Vec::new() }
    }

    /// Where `frame` stands on the folded stack, if it does.
    fn place(&self, frame: FrameIndex) -> Option<usize> {
        let (place, stack) = self.last[frame]?;
        let place = place as usize;
        (place < self.len && self.stack[place] == stack).then_some(place)
    }

    /// Follows a call of `frame`, and returns the folded stack.
    fn enter(&mut self, frame: FrameIndex, new: &mut StackBuilder) -> StackIndex {
        let len = self.len;
        if let Some(place) = self.place(frame) {
            self.changes.push(Change { len, overwritten: None });
            self.len = place + 1;
            return self.stack[place];
        }
        let caller = len.checked_sub(1).map(|it| self.stack[it]);
        let stack = new.intern(caller, frame);
        let outdated = self.stack.get(len).copied();
        match self.stack.get_mut(len) {
            Some(place) => *place = stack,
            None => self.stack.push(stack),
        }
        let place = u32::try_from(len).unwrap_or(u32::MAX);
        let last = self.last[frame].replace((place, stack));
        self.changes.push(Change { len, overwritten: Some((outdated, last)) });
        self.len = len + 1;
        stack
    }

    /// Takes back the last [`FoldedPath::enter`] that was not taken back, that of `frame`.
    fn leave(&mut self, frame: FrameIndex) {
        let Some(change) = self.changes.pop() else { return };
        self.len = change.len;
        if let Some((outdated, last)) = change.overwritten {
            self.last[frame] = last;
            match outdated {
                Some(stack) => self.stack[change.len] = stack,
                None => self.stack.truncate(change.len),
            }
        }
    }
}
