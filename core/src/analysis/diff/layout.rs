//! Flame graphs of two sides.
//!
//! ```text
//! before   main ──────────        both   main ───────────────
//!            parse ── old ─               parse ──── old ─ new ──
//! after    main ────────────
//!            parse ──── new ──
//! ```

use std::cmp::Reverse;

use super::inverted::inverted;
use super::profile::DiffProfile;
use super::scale::Normalisation;
use super::sides::Sides;
use crate::analysis::callees::Callees;
use crate::analysis::flame_layout::{BoxIndex, FlameKind, FlameLayout, FlameLayoutBuilder};
use crate::analysis::left_heavy::item;
use crate::analysis::order::frame_ranks;
use crate::analysis::pace::Pace;
use crate::analysis::weighed::WeighedStacks;
use crate::index::Column;
use crate::model::{Category, StackIndex};
use crate::task::{Cancelled, Task};
use crate::units::WeightUnit;

/// Which boxes a flame graph of two sides has, and how wide they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LayoutPart {
    /// All, each as wide as the larger of both sides, and no less than what it calls.
    #[default]
    Both,
    /// Those that there were before, as wide as they were.
    Before,
    /// Those that there are after, as wide as they are.
    After,
    /// Those that are gone, as wide as they were, below those that called them.
    OnlyRemoved,
    /// Those that are new, as wide as they are, below those that call them.
    OnlyNew,
}

impl LayoutPart {
    /// All, in the order of a switch.
    pub const ALL: [Self; 5] =
        [Self::Both, Self::Before, Self::After, Self::OnlyRemoved, Self::OnlyNew];

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Both => "Both",
            Self::Before => "Before",
            Self::After => "After",
            Self::OnlyRemoved => "Only removed",
            Self::OnlyNew => "Only new",
        }
    }
}

/// A flame graph of two sides: boxes, and the stack that each stands for.
#[derive(Clone, Debug)]
pub struct DiffLayout {
    /// The boxes, which show functions of [`DiffProfile::names`]. Widths are weights per run, or
    /// [`super::scale::PARTS`] of what is busy.
    pub layout: FlameLayout,
    stacks: Vec<Vec<StackIndex>>,
    /// What stacks weigh, where they are others than those of the profile.
    turned: Option<Sides<WeighedStacks>>,
}

impl DiffLayout {
    /// The stack of a box, by which its weights on both sides are found: a row of
    /// [`DiffProfile::names`], or a number of its own where stacks are turned.
    pub fn stack(&self, at: BoxIndex) -> Option<StackIndex> {
        self.stacks.get(at.row as usize)?.get(at.index as usize).copied()
    }

    /// Whether rows begin with what ran.
    pub fn is_inverted(&self) -> bool {
        self.turned.is_some()
    }

    /// What the stacks of boxes weigh.
    pub(super) fn weighed<'a>(&'a self, profile: &'a DiffProfile) -> &'a Sides<WeighedStacks> {
        self.turned.as_ref().unwrap_or(&profile.weighed)
    }

    /// The stacks of a row, one for each box, from left to right.
    pub fn stacks(&self, row: usize) -> &[StackIndex] {
        self.stacks.get(row).map_or(&[], Vec::as_slice)
    }
}

/// Lays out the stacks of a comparison; siblings from the widest on the left to the narrowest, then
/// by name and place. Idle samples are left out.
pub fn diff_layout(
    profile: &DiffProfile,
    part: LayoutPart,
    normalisation: Normalisation,
    task: &Task,
) -> Result<DiffLayout, Cancelled> {
    let (builder, stacks) = lay_out(profile, &profile.weighed, (part, normalisation), task)?;
    Ok(DiffLayout { layout: builder.finish(), stacks, turned: None })
}

/// The same from what ran to its callers, so that a function stands in row 0 once, as wide as all
/// that it weighs itself. The deepest rows are left out where all would be too many.
pub fn diff_layout_inverted(
    profile: &DiffProfile,
    part: LayoutPart,
    normalisation: Normalisation,
    task: &Task,
) -> Result<DiffLayout, Cancelled> {
    let (turned, n_left_out) = inverted(profile, task)?;
    let (mut builder, stacks) = lay_out(profile, &turned, (part, normalisation), task)?;
    builder.leave_out(n_left_out);
    Ok(DiffLayout { layout: builder.finish(), stacks, turned: Some(turned) })
}

/// The boxes, and the stack of each.
type Drawn = (FlameLayoutBuilder, Vec<Vec<StackIndex>>);

fn lay_out(
    profile: &DiffProfile,
    weighed: &Sides<WeighedStacks>,
    (part, normalisation): (LayoutPart, Normalisation),
    task: &Task,
) -> Result<Drawn, Cancelled> {
    let widths = &widths(profile, weighed, (part, normalisation), task)?;
    let stacks = &*weighed.after.stacks;
    let callees = Callees::of(stacks, task)?;
    let rank = &frame_ranks(&profile.names);
    let place = |mut siblings: Vec<StackIndex>, mut start: u64| {
        siblings.retain(|&it| widths[it] > 0);
        siblings.sort_unstable_by_key(|&it| (Reverse(widths[it]), rank[stacks.frame(it)], it));
        let place = move |stack| {
            let at = start;
            start = start.saturating_add(widths[stack]);
            (stack, at)
        };
        siblings.into_iter().map(place).collect::<Vec<_>>()
    };
    let mut level = place(callees.roots().collect(), 0);
    let end = level.iter().fold(0_u64, |sum, it| sum.saturating_add(widths[it.0]));
    let unit = match normalisation {
        Normalisation::Absolute => profile.unit(),
        Normalisation::Share => WeightUnit::Count,
    };
    let mut builder = FlameLayoutBuilder::new(FlameKind::Frames, unit, 0..end);
    let mut rows = Vec::new();
    let mut pace = Pace::new(task);
    while !level.is_empty() {
        let mut below = Vec::new();
        let mut row = Vec::with_capacity(level.len());
        for &(stack, start) in &level {
            pace.step()?;
            let before = builder.n_boxes();
            let range = start..start.saturating_add(widths[stack]);
            builder.push(rows.len(), range, item(stacks.frame(stack)));
            if builder.n_boxes() > before {
                row.push(stack);
            }
            below.append(&mut place(callees.callees(stack).collect(), start));
        }
        rows.push(row);
        level = below;
    }
    Ok((builder, rows))
}

/// How wide each stack is: no less than what it calls, together.
fn widths(
    profile: &DiffProfile,
    weighed: &Sides<WeighedStacks>,
    (part, normalisation): (LayoutPart, Normalisation),
    task: &Task,
) -> Result<Column<StackIndex, u64>, Cancelled> {
    let names = &profile.names;
    let stacks = &*weighed.after.stacks;
    let scale = profile.scale(normalisation);
    let mut total: Column<StackIndex, Sides<u64>> = vec![Sides::default(); stacks.len()].into();
    let mut widths: Column<StackIndex, u64> = vec![0; stacks.len()].into();
    let mut pace = Pace::new(task);
    // Callees come before callers: `total` and `widths` hold what callees have added so far.
    for stack in stacks.indices().rev() {
        pace.step()?;
        let is_idle = names.frames.category(stacks.frame(stack)) == Category::Idle;
        let own = weighed.as_ref().map(|it| if is_idle { 0 } else { it.own[stack] });
        let own = scale.amounts(own);
        let sums = total[stack].zip(own).map(|(total, own)| total.saturating_add(own));
        let is_on = weighed.as_ref().map(|it| it.total_samples[stack] > 0);
        let own_width = match part {
            LayoutPart::Before => own.before,
            LayoutPart::After => own.after,
            LayoutPart::OnlyRemoved if !is_on.after => own.before,
            LayoutPart::OnlyNew if !is_on.before => own.after,
            _ => 0,
        };
        let mut width = widths[stack].saturating_add(own_width);
        if part == LayoutPart::Both {
            width = width.max(sums.before).max(sums.after);
        }
        (total[stack], widths[stack]) = (sums, width);
        if let Some(caller) = stacks.caller(stack) {
            widths[caller] = widths[caller].saturating_add(width);
            let above = total[caller].zip(sums);
            total[caller] = above.map(|(total, more)| total.saturating_add(more));
        }
    }
    Ok(widths)
}
