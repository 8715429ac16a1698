//! One function between a flame graph of those that call it and one of those it calls.
//!
//! ```text
//! samples   a > f > g > f  3       callers   f ───────────
//!           b > f > h      2                 a ───── b ───
//!           f              1
//!                                  callees   f ───────────
//!                                            g ───── h ───
//!                                            f ─────
//! ```

use crate::analysis::call_tree::items::Item;
use crate::analysis::callees::{Callees, Step};
use crate::analysis::flame_layout::{FlameKind, FlameLayout, FlameLayoutBuilder};
use crate::analysis::inverted::callers_below;
use crate::analysis::left_heavy::side_by_side;
use crate::analysis::pace::Pace;
use crate::analysis::transform::{Fate, focus};
use crate::analysis::weighed::WeighedStacks;
use crate::index::Column;
use crate::model::{FrameIndex, Recording, StackIndex, StackTable};
use crate::task::{Cancelled, Task};

/// A function between the stacks above it and those below it, as speedscope defines them.
///
/// Both layouts have the function as their only box in row 0, and both are as wide as its total: a
/// sample counts once, at the outermost call of the function on its stack. So calls of it below
/// itself are among the callees, and never among the callers. Siblings stand from the heaviest to
/// the lightest, then by name and place.
#[derive(Clone, Debug, Default)]
pub struct SandwichFlames {
    /// Row 0 is the function, row 1 those that call it, row 2 those that call these, and so on; each
    /// as wide as what it brings into the function. Where the function is an outermost caller
    /// itself, nothing lies below. Deep rows may be
    /// [left out](FlameLayout::n_rows_left_out), as in an [inverted](super::inverted()) layout.
    pub callers: FlameLayout,
    /// Row 0 is the function, row 1 what it calls, and so on; each as wide as its total below the
    /// outermost call of the function.
    pub callees: FlameLayout,
}

/// Lays out the callers and the callees of `frame`. Both are empty if no sample runs through it.
///
/// Idle samples count like others, since they do in the total of a function.
pub fn sandwich_flames(
    recording: &Recording,
    weighed: &WeighedStacks,
    frame: FrameIndex,
    task: &Task,
) -> Result<SandwichFlames, Cancelled> {
    let stacks = &*weighed.stacks;
    let outermost = outermost_calls(stacks, frame, task)?;
    let item = |&stack: &StackIndex| Item { stack, samples: weighed.total_tally(stack) };
    let mut items: Vec<Item> = outermost.iter().map(item).collect();
    items.retain(|it| it.samples.weight > 0);
    let total = items.iter().fold(0, |sum: u64, it| sum.saturating_add(it.samples.weight));
    let builder = || FlameLayoutBuilder::new(FlameKind::Frames, weighed.unit, 0..total);
    Ok(SandwichFlames {
        callers: callers_below(recording, stacks, items, builder(), task)?,
        callees: callees_of(recording, weighed, frame, builder(), task)?,
    })
}

/// The stacks that end with `frame` and have it nowhere else.
fn outermost_calls(
    stacks: &StackTable,
    frame: FrameIndex,
    task: &Task,
) -> Result<Vec<StackIndex>, Cancelled> {
    let mut n_open = 0_u32;
    let mut found = Vec::new();
    Callees::of(stacks, task)?.walk(stacks, task, |step| {
        let (Step::Enter(stack) | Step::Leave(stack)) = step;
        if stacks.frame(stack) != frame {
            return;
        }
        match step {
            Step::Enter(_) => {
                if n_open == 0 {
                    found.push(stack);
                }
                n_open += 1;
            }
            Step::Leave(_) => n_open -= 1,
        }
    })?;
    Ok(found)
}

/// What lies below the outermost calls of `frame`, joined.
fn callees_of(
    recording: &Recording,
    weighed: &WeighedStacks,
    frame: FrameIndex,
    builder: FlameLayoutBuilder,
    task: &Task,
) -> Result<FlameLayout, Cancelled> {
    let (stacks, fate) = focus(frame, &weighed.stacks, task)?;
    let mut widths: Column<StackIndex, u64> = vec![0; stacks.len()].into();
    let mut pace = Pace::new(task);
    for (fate, own) in fate.iter().zip(&weighed.own) {
        pace.step()?;
        if let Fate::Stack(stack) = *fate {
            widths[stack] = widths[stack].saturating_add(*own);
        }
    }
    for stack in stacks.indices().rev() {
        pace.step()?;
        if let Some(caller) = stacks.caller(stack) {
            widths[caller] = widths[caller].saturating_add(widths[stack]);
        }
    }
    side_by_side(recording, &stacks, &widths, builder, task)
}
