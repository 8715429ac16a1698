//! Each transform as one pass over the stacks, callers first.

use crate::analysis::pace::Pace;
use crate::analysis::transform::{Fate, Stage, Transform, recursion};
use crate::index::Column;
use crate::model::{Category, FrameIndex, FrameTable, StackBuilder, StackIndex, StackTable};
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};

/// Applies one transform to `stacks`.
pub(super) fn apply(
    transform: &Transform,
    frames: &FrameTable,
    stacks: &StackTable,
    task: &Task,
) -> Result<Stage, Cancelled> {
    match transform {
        Transform::FocusFunction(frame) => focus_function(*frame, stacks, task),
        Transform::FocusSubtree(path) => focus_subtree(path, stacks, task),
        Transform::MergeFunction(frame) => merge_function(*frame, stacks, task),
        Transform::MergeNode(path) => merge_node(path, stacks, task),
        Transform::DropFunction(frame) => drop_function(*frame, stacks, task),
        Transform::CollapseFunction(frame) => collapse_function(*frame, stacks, task),
        Transform::CollapsePackage(package) => collapse_package(*package, frames, stacks, task),
        Transform::CollapseRecursion => recursion::collapse(stacks, task),
        Transform::OnlyMyCode => only_my_code(frames, stacks, task),
    }
}

/// Keeps the stacks with a frame that `matches`; the stacks themselves stay as they are.
pub(super) fn filter(
    matches: &Column<FrameIndex, bool>,
    stacks: &StackTable,
    task: &Task,
) -> Result<Stage, Cancelled> {
    let mut pace = Pace::new(task);
    let mut fate = Column::default();
    for stack in stacks.indices() {
        pace.step()?;
        let caller_matches = stacks.caller(stack).is_some_and(|it| fate[it] != Fate::Dropped);
        let is_match = caller_matches || matches[stacks.frame(stack)];
        fate.push(if is_match { Fate::Stack(stack) } else { Fate::Dropped });
    }
    Ok(Stage { stacks: None, fate })
}

pub(super) fn focus_function(
    frame: FrameIndex,
    stacks: &StackTable,
    task: &Task,
) -> Result<Stage, Cancelled> {
    rebuild(stacks, task, |new, stack, caller| match caller {
        Some(Fate::Stack(caller)) => push(new, Some(caller), stacks.frame(stack)),
        _ if stacks.frame(stack) == frame => push(new, None, frame),
        _ => Fate::Dropped,
    })
}

fn focus_subtree(
    path: &[FrameIndex],
    stacks: &StackTable,
    task: &Task,
) -> Result<Stage, Cancelled> {
    if path.is_empty() {
        return Ok(unchanged(stacks));
    }
    let mut way = Way::along(path);
    rebuild(stacks, task, |new, stack, caller| {
        let is_end = way.ends_at(stacks, stack);
        let frame = stacks.frame(stack);
        match caller {
            Some(Fate::Stack(caller)) => push(new, Some(caller), frame),
            _ if is_end => push(new, None, frame),
            _ => Fate::Dropped,
        }
    })
}

fn merge_node(path: &[FrameIndex], stacks: &StackTable, task: &Task) -> Result<Stage, Cancelled> {
    if path.is_empty() {
        return Ok(unchanged(stacks));
    }
    let mut way = Way::along(path);
    rebuild(stacks, task, |new, stack, caller| {
        let caller = caller.unwrap_or(Fate::Nobody);
        if way.ends_at(stacks, stack) {
            return caller;
        }
        let caller = if let Fate::Stack(it) = caller { Some(it) } else { None };
        push(new, caller, stacks.frame(stack))
    })
}

/// Every stack stays what it is.
fn unchanged(stacks: &StackTable) -> Stage {
    let fate = stacks.indices().map(Fate::Stack).collect::<Vec<_>>().into();
    Stage { stacks: None, fate }
}

/// A path from an outermost caller on, looked for while all stacks are met, callers first.
struct Way<'a> {
    path: &'a [FrameIndex],
    /// Whether a stack is the beginning of the path, or all of it.
    is_on: Column<StackIndex, bool>,
}

impl<'a> Way<'a> {
    fn along(path: &'a [FrameIndex]) -> Self {
        Self { path, is_on: Column::default() }
    }

    /// Whether `stack`, the next one, is the whole path.
    fn ends_at(&mut self, stacks: &StackTable, stack: StackIndex) -> bool {
        let depth = stacks.depth(stack) as usize;
        let follows = stacks.caller(stack).is_none_or(|it| self.is_on[it]);
        let is_on = follows && self.path.get(depth) == Some(&stacks.frame(stack));
        self.is_on.push(is_on);
        is_on && depth + 1 == self.path.len()
    }
}

fn merge_function(frame: FrameIndex, stacks: &StackTable, task: &Task) -> Result<Stage, Cancelled> {
    merge(|it| it == frame, stacks, task)
}

fn only_my_code(frames: &FrameTable, stacks: &StackTable, task: &Task) -> Result<Stage, Cancelled> {
    let stays = |it| {
        let category = frames.category(it);
        matches!(category, Category::Application | Category::WasmEval | Category::Idle)
    };
    merge(|it| !stays(it), stacks, task)
}

/// Takes the frames that `goes` names out of every stack.
fn merge(
    goes: impl Fn(FrameIndex) -> bool,
    stacks: &StackTable,
    task: &Task,
) -> Result<Stage, Cancelled> {
    rebuild(stacks, task, |new, stack, caller| {
        let caller = caller.unwrap_or(Fate::Nobody);
        if goes(stacks.frame(stack)) {
            return caller;
        }
        let caller = if let Fate::Stack(it) = caller { Some(it) } else { None };
        push(new, caller, stacks.frame(stack))
    })
}

fn drop_function(frame: FrameIndex, stacks: &StackTable, task: &Task) -> Result<Stage, Cancelled> {
    rebuild(stacks, task, |new, stack, caller| match caller {
        Some(Fate::Dropped) => Fate::Dropped,
        _ if stacks.frame(stack) == frame => Fate::Dropped,
        Some(Fate::Stack(caller)) => push(new, Some(caller), stacks.frame(stack)),
        Some(Fate::Nobody) | None => push(new, None, stacks.frame(stack)),
    })
}

fn collapse_function(
    frame: FrameIndex,
    stacks: &StackTable,
    task: &Task,
) -> Result<Stage, Cancelled> {
    // Whether a stack lies inside the function, itself included.
    let mut is_inside: Column<StackIndex, bool> = Column::default();
    rebuild(stacks, task, |new, stack, caller| {
        let is_caller_inside = stacks.caller(stack).is_some_and(|it| is_inside[it]);
        is_inside.push(is_caller_inside || stacks.frame(stack) == frame);
        match caller {
            Some(caller) if is_caller_inside => caller,
            Some(Fate::Stack(caller)) => push(new, Some(caller), stacks.frame(stack)),
            _ => push(new, None, stacks.frame(stack)),
        }
    })
}

fn collapse_package(
    package: StringIndex,
    frames: &FrameTable,
    stacks: &StackTable,
    task: &Task,
) -> Result<Stage, Cancelled> {
    let is_inside = |stack| frames.package(stacks.frame(stack)) == Some(package);
    rebuild(stacks, task, |new, stack, caller| {
        let is_caller_inside = stacks.caller(stack).is_some_and(is_inside);
        match caller {
            Some(caller) if is_caller_inside && is_inside(stack) => caller,
            Some(Fate::Stack(caller)) => push(new, Some(caller), stacks.frame(stack)),
            _ => push(new, None, stacks.frame(stack)),
        }
    })
}

/// Builds new stacks: `rule` tells the fate of each stack from that of its caller, if it has one.
fn rebuild(
    stacks: &StackTable,
    task: &Task,
    mut rule: impl FnMut(&mut StackBuilder, StackIndex, Option<Fate>) -> Fate,
) -> Result<Stage, Cancelled> {
    let mut pace = Pace::new(task);
    let mut new = StackBuilder::default();
    let mut fate: Column<StackIndex, Fate> = Column::default();
    for stack in stacks.indices() {
        pace.step()?;
        let caller = stacks.caller(stack).map(|it| fate[it]);
        let it = rule(&mut new, stack, caller);
        fate.push(it);
    }
    Ok(Stage { stacks: Some(new.finish()), fate })
}

fn push(new: &mut StackBuilder, caller: Option<StackIndex>, frame: FrameIndex) -> Fate {
    Fate::Stack(new.intern(caller, frame))
}
