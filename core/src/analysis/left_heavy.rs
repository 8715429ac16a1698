//! The flame layout that puts the heaviest on the left.

use std::cmp::Reverse;

use crate::analysis::callees::Callees;
use crate::analysis::flame_layout::{FlameItem, FlameKind, FlameLayout, FlameLayoutBuilder};
use crate::analysis::order::frame_ranks;
use crate::analysis::pace::Pace;
use crate::analysis::weighed::WeighedStacks;
use crate::index::Column;
use crate::model::{Category, FrameIndex, Recording, StackIndex};
use crate::task::{Cancelled, Task};

/// Every stack as a box as wide as its total, below its caller; siblings from the heaviest on the
/// left to the lightest, then by name and place.
///
/// A caller's own weight is the room that its callees leave on the right. The extent is what was
/// [busy](WeighedStacks::busy): idle samples are left out. Rows are filled from left to right, one
/// after the other, so nothing is kept but one row.
pub fn left_heavy(
    recording: &Recording,
    weighed: &WeighedStacks,
    task: &Task,
) -> Result<FlameLayout, Cancelled> {
    let stacks = &*weighed.stacks;
    let callees = Callees::of(stacks, task)?;
    let rank = frame_ranks(recording);
    let order = Order { recording, weighed, rank: &rank };
    let extent = 0..weighed.busy();
    let mut builder = FlameLayoutBuilder::new(FlameKind::Frames, weighed.unit, extent);
    let mut pace = Pace::new(task);
    let mut level = order.place(callees.roots().collect(), 0);
    let mut row = 0;
    while !level.is_empty() {
        let mut below = Vec::new();
        for &(stack, start) in &level {
            pace.step()?;
            let end = start.saturating_add(order.width(stack));
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
    recording: &'a Recording,
    weighed: &'a WeighedStacks,
    rank: &'a Column<FrameIndex, u32>,
}

impl Order<'_> {
    /// A stack's total, without what was idle.
    fn width(&self, stack: StackIndex) -> u64 {
        let category = self.recording.frames.category(self.weighed.stacks.frame(stack));
        let idle = if category == Category::Idle { self.weighed.own[stack] } else { 0 };
        self.weighed.total[stack].saturating_sub(idle)
    }

    /// Puts siblings in order and side by side from `start` on; those without width are dropped.
    fn place(&self, mut siblings: Vec<StackIndex>, mut start: u64) -> Vec<(StackIndex, u64)> {
        siblings.retain(|&it| self.width(it) > 0);
        let frame = |it| self.weighed.stacks.frame(it);
        siblings.sort_unstable_by_key(|&it| (Reverse(self.width(it)), self.rank[frame(it)]));
        let place = |stack| {
            let at = start;
            start = start.saturating_add(self.width(stack));
            (stack, at)
        };
        siblings.into_iter().map(place).collect()
    }
}
