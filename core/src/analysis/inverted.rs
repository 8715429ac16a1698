//! The flame layout that begins with what ran, and hangs its callers below it.

use std::cmp::Reverse;

use crate::analysis::call_tree::items::{Item, by_function, callers, ends};
use crate::analysis::flame_layout::{FlameKind, FlameLayout, FlameLayoutBuilder};
use crate::analysis::left_heavy::item;
use crate::analysis::order::frame_ranks;
use crate::analysis::weighed::WeighedStacks;
use crate::model::{Category, Recording, StackTable};
use crate::task::{Cancelled, Task};

/// Boxes that a layout may have: 20 bytes each, so 80 MB.
const MOST_BOXES: usize = 4 << 20;

/// Stacks that may be looked at, over all rows: a few seconds of work.
const MOST_STEPS: usize = 64 << 20;

/// Every function as a box as wide as its own weight, its callers in boxes below it, and so on;
/// siblings from the heaviest on the left to the lightest, then by name and place.
///
/// This is the bottom-up call tree with all its nodes, without idle samples; the extent is what
/// was [busy](WeighedStacks::busy). Stacks that end differently share no box, so there can be as
/// many boxes as all stacks have frames together. Where that is too much the deepest rows are left
/// out, and [`FlameLayout::n_rows_left_out`] says so.
pub fn inverted(
    recording: &Recording,
    weighed: &WeighedStacks,
    task: &Task,
) -> Result<FlameLayout, Cancelled> {
    let stacks = &*weighed.stacks;
    let is_idle = |it: &Item| recording.frames.category(stacks.frame(it.stack)) == Category::Idle;
    let mut items = ends(weighed, task)?;
    items.retain(|it| it.samples.weight > 0 && !is_idle(it));
    let builder = FlameLayoutBuilder::new(FlameKind::Frames, weighed.unit, 0..weighed.busy());
    callers_below(recording, stacks, items, builder, task)
}

/// Lays out the functions that `items` end with, and their callers below them.
pub(crate) fn callers_below(
    recording: &Recording,
    stacks: &StackTable,
    items: Vec<Item>,
    mut builder: FlameLayoutBuilder,
    task: &Task,
) -> Result<FlameLayout, Cancelled> {
    let n_rows = items.iter().map(|it| stacks.depth(it.stack) as usize + 1).max().unwrap_or(0);
    let rank = frame_ranks(recording);
    let mut level = vec![(0_u64, items)];
    let mut n_steps = 0;
    for row in 0..n_rows {
        n_steps += level.iter().map(|(_, items)| items.len()).sum::<usize>();
        if n_steps > MOST_STEPS || builder.n_boxes() > MOST_BOXES {
            builder.leave_out(n_rows - row);
            break;
        }
        let mut below = Vec::new();
        for (mut start, items) in level {
            task.advance(items.len() as u64)?;
            let mut functions = by_function(stacks, items);
            functions.sort_unstable_by_key(|it| (Reverse(it.total.weight), rank[it.frame]));
            for function in functions {
                let end = start.saturating_add(function.total.weight);
                builder.push(row, start..end, item(function.frame));
                below.push((start, callers(stacks, function.items)));
                start = end;
            }
        }
        below.retain(|(_, items)| !items.is_empty());
        level = below;
    }
    Ok(builder.finish())
}
