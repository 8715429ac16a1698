//! Changes to the stacks of a selection, each a step that can be taken back.
//!
//! A transform never looks at samples: it says for each stack which stack stands for it, in one
//! pass over the stacks. Several compose by following a stack through each in turn.

use std::sync::Arc;

use crate::analysis::selection::Selection;
use crate::index::Column;
use crate::model::{FrameIndex, Recording, StackBuilder, StackIndex, StackTable};
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};

mod passes;
mod recursion;

/// A change to stacks. In the examples a stack is read from the outermost caller inwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transform {
    /// Keeps the samples that run through a function; their stacks begin at its outermost call.
    /// With focus on `b`, `a > b > c > b` becomes `b > c > b`.
    FocusFunction(FrameIndex),
    /// Keeps the samples whose stack begins with this path, outermost first; their stacks begin at
    /// its last function. With focus on `a > b`, `a > b > c` becomes `b > c`. An empty path keeps
    /// everything as it is.
    FocusSubtree(Vec<FrameIndex>),
    /// Takes a function out of every stack; its own weight goes to its caller, or to nobody where
    /// it has none. Without `b`, `a > b > c` becomes `a > c`.
    MergeFunction(FrameIndex),
    /// Takes one node of the call tree out: the last function of this path, outermost first, in the
    /// stacks that begin with it. Its own weight goes to its caller, or to nobody where it has
    /// none; the function stays wherever else it is called. Without the node `a > b`, `a > b > c`
    /// becomes `a > c`, and `a > c > b` stays. An empty path keeps everything as it is.
    MergeNode(Vec<FrameIndex>),
    /// Drops the samples that have a function anywhere on their stack.
    DropFunction(FrameIndex),
    /// Makes what a function calls part of it: stacks end at its outermost call. With `b`
    /// collapsed, `a > b > c` becomes `a > b`.
    CollapseFunction(FrameIndex),
    /// Makes one function of each run of functions of a package: the first of the run, through
    /// which the package was entered. With the package of `p` and `q` collapsed,
    /// `a > p > q > b > q` becomes `a > p > b > q`.
    CollapsePackage(StringIndex),
    /// Folds recursion, direct and indirect: where a function is met that is already on the stack,
    /// the stack is cut back to where it stood first. `a > b > a > c` becomes `a > c`.
    ///
    /// No function then stands on a stack twice. What runs itself (own weight) and who calls whom
    /// stay true; a function between two calls of another loses the weight below the second.
    CollapseRecursion,
    /// Takes every function out of every stack that is not the program's own code or evaluated
    /// code; its own weight goes to the function of the program that led to it, or to nobody where
    /// there is none. Idle time stays idle. With `p` of a package, `a > p > b > p` becomes
    /// `a > b`.
    OnlyMyCode,
}

/// What becomes of a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is not part of the selection.
    Dropped,
    /// It is part of the selection, but has no stack.
    Nobody,
    /// It counts for this stack of [`TransformedStacks::stacks`].
    Stack(StackIndex),
}

/// The stacks of a selection, and where each stack of the recording goes.
///
/// Stacks may be among them that no sample has.
#[derive(Clone, Debug)]
pub struct TransformedStacks {
    /// The stacks after all transforms.
    pub stacks: Arc<StackTable>,
    /// By stack of the recording; `None` while each stays what it is.
    fate: Option<Column<StackIndex, Fate>>,
    keeps_nobody: bool,
}

impl TransformedStacks {
    /// Applies the transforms of `selection`, then its name filter, to all stacks of `recording`.
    pub fn new(
        recording: &Recording,
        selection: &Selection,
        task: &Task,
    ) -> Result<Self, Cancelled> {
        let mut so_far =
            Self { stacks: Arc::new(recording.stacks.clone()), fate: None, keeps_nobody: true };
        for transform in &selection.transforms {
            let stage = passes::apply(transform, &recording.frames, &so_far.stacks, task)?;
            so_far = so_far.then(stage, !transform.is_focus());
        }
        if let Some(name) = &selection.name {
            let matches = name.frames(recording);
            let stage = passes::filter(&matches, &so_far.stacks, task)?;
            so_far = so_far.then(stage, false);
        }
        Ok(so_far)
    }

    /// What becomes of a sample with this stack of the recording.
    pub fn fate(&self, stack: Option<StackIndex>) -> Fate {
        match (stack, &self.fate) {
            (Some(stack), None) => Fate::Stack(stack),
            (Some(stack), Some(fate)) => fate[stack],
            (None, _) if self.keeps_nobody => Fate::Nobody,
            (None, _) => Fate::Dropped,
        }
    }

    /// Follows every stack through one more stage.
    fn then(self, stage: Stage, keeps_nobody: bool) -> Self {
        let fate = match self.fate {
            None => stage.fate,
            Some(mut fates) => {
                for fate in fates.as_mut_slice() {
                    *fate = match *fate {
                        Fate::Stack(stack) => stage.fate[stack],
                        Fate::Nobody if keeps_nobody => Fate::Nobody,
                        Fate::Nobody | Fate::Dropped => Fate::Dropped,
                    };
                }
                fates
            }
        };
        Self {
            stacks: stage.stacks.map_or(self.stacks, Arc::new),
            fate: Some(fate),
            keeps_nobody: self.keeps_nobody && keeps_nobody,
        }
    }
}

impl Transform {
    /// What becomes of one stack, outermost first: the stack that stands for it, which is empty
    /// where it then belongs to nobody, or `None` if its samples are dropped.
    pub fn path(&self, recording: &Recording, path: &[FrameIndex]) -> Option<Vec<FrameIndex>> {
        let mut stacks = StackBuilder::default();
        let last = path.iter().fold(None, |caller, &it| Some(stacks.intern(caller, it)));
        let stacks = stacks.finish();
        let Some(last) = last else { return (!self.is_focus()).then(Vec::new) };
        // Nobody can cancel a task of one's own.
        let stage = passes::apply(self, &recording.frames, &stacks, &Task::default()).ok()?;
        match stage.fate[last] {
            Fate::Dropped => None,
            Fate::Nobody => Some(Vec::new()),
            Fate::Stack(stack) => {
                let stacks = stage.stacks.as_ref().unwrap_or(&stacks);
                let mut path: Vec<_> = stacks.path(stack).map(|it| stacks.frame(it)).collect();
                path.reverse();
                Some(path)
            }
        }
    }

    /// Whether only samples with certain functions are kept, so that those without a stack go.
    fn is_focus(&self) -> bool {
        match self {
            Self::FocusFunction(_) => true,
            Self::FocusSubtree(path) => !path.is_empty(),
            _ => false,
        }
    }
}

/// The stacks from the outermost call of `frame` on, and where each of `stacks` goes.
pub(crate) fn focus(
    frame: FrameIndex,
    stacks: &StackTable,
    task: &Task,
) -> Result<(StackTable, Column<StackIndex, Fate>), Cancelled> {
    let stage = passes::focus_function(frame, stacks, task)?;
    Ok((stage.stacks.unwrap_or_default(), stage.fate))
}

/// What one pass makes of a table of stacks.
struct Stage {
    /// The new stacks, or `None` if they are the same.
    stacks: Option<StackTable>,
    /// Where each of the stacks before it goes.
    fate: Column<StackIndex, Fate>,
}
