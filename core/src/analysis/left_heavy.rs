//! The flame layout that puts the heaviest on the left.

use std::cmp::Reverse;

use crate::analysis::callees::Callees;
use crate::analysis::flame_layout::{FlameItem, FlameKind, FlameLayout, FlameLayoutBuilder};
use crate::analysis::order::frame_ranks;
use crate::analysis::pace::Pace;
use crate::analysis::weighed::WeighedStacks;
use crate::index::Column;
use crate::model::{Category, FrameIndex, Recording, StackIndex, StackTable};
use crate::task::{Cancelled, Task};

/// Every stack as a box as wide as its total, below its caller; siblings from the heaviest on the
/// left to the lightest, then by name and place.
///
/// A caller's own weight is the room that its callees leave on the right. The extent is what was
/// [busy](WeighedStacks::busy): idle samples are left out.
pub fn left_heavy(
    recording: &Recording,
    weighed: &WeighedStacks,
    task: &Task,
) -> Result<FlameLayout, Cancelled> {
    let stacks = &*weighed.stacks;
    let mut widths = weighed.total.clone();
    for stack in stacks.indices() {
        if recording.frames.category(stacks.frame(stack)) == Category::Idle {
            widths[stack] = widths[stack].saturating_sub(weighed.own[stack]);
        }
    }
    let builder = FlameLayoutBuilder::new(FlameKind::Frames, weighed.unit, 0..weighed.busy());
    side_by_side(recording, stacks, &widths, builder, task)
}

/// Lays out each of `stacks` as wide as `widths` says, which is no less than its callees together.
///
/// Rows are filled from left to right, one after the other, so nothing is kept but one row.
pub(crate) fn side_by_side(
    recording: &Recording,
    stacks: &StackTable,
    widths: &Column<StackIndex, u64>,
    mut builder: FlameLayoutBuilder,
    task: &Task,
) -> Result<FlameLayout, Cancelled> {
    let callees = Callees::of(stacks, task)?;
    let rank = frame_ranks(recording);
    let order = Order { stacks, widths, rank: &rank };
    let mut pace = Pace::new(task);
    let mut level = order.place(callees.roots().collect(), 0);
    let mut row = 0;
    while !level.is_empty() {
        let mut below = Vec::new();
        for &(stack, start) in &level {
            pace.step()?;
            let end = start.saturating_add(widths[stack]);
            builder.push(row, start..end, item(stacks.frame(stack)));
            below.append(&mut order.place(callees.callees(stack).collect(), start));
        }
        level = below;
        row += 1;
    }
    Ok(builder.finish())
}

/// How a box names a function.
pub(crate) fn item(frame: FrameIndex) -> u32 {
    u32::try_from(FlameItem::Frame(frame).row()).unwrap_or(u32::MAX)
}

/// How siblings are laid out.
struct Order<'a> {
    stacks: &'a StackTable,
    widths: &'a Column<StackIndex, u64>,
    rank: &'a Column<FrameIndex, u32>,
}

impl Order<'_> {
    /// Puts siblings in order and side by side from `start` on; those without width are dropped.
    fn place(&self, mut siblings: Vec<StackIndex>, mut start: u64) -> Vec<(StackIndex, u64)> {
        siblings.retain(|&it| self.widths[it] > 0);
        let rank = |it| self.rank[self.stacks.frame(it)];
        siblings.sort_unstable_by_key(|&it| (Reverse(self.widths[it]), rank(it)));
        let place = |stack| {
            let at = start;
            start = start.saturating_add(self.widths[stack]);
            (stack, at)
        };
        siblings.into_iter().map(place).collect()
    }
}
