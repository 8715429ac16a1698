//! What the boxes of a flame graph of two sides weigh on either, and how strong their colours are.

use super::functions::FunctionDiff;
use super::layout::DiffLayout;
use super::noise::{Difference, is_faint};
use super::profile::DiffProfile;
use super::scale::{Normalisation, Scale};
use super::sides::{Quantity, Sides, Status};
use crate::analysis::own_weights::Tally;
use crate::analysis::pace::Pace;
use crate::index::Column;
use crate::model::{Category, FrameIndex, StackIndex};
use crate::task::{Cancelled, Task};

/// The strongest step of colour of a difference; the weakest is 1, and 0 is none.
pub const STRONGEST: i8 = 7;

/// What stacks weigh on both sides without what is idle, and how strong the colours of boxes are.
#[derive(Clone, Debug)]
pub struct DiffBoxes {
    scale: Scale,
    quantity: Quantity,
    own: Column<StackIndex, Sides<Tally>>,
    total: Column<StackIndex, Sides<Tally>>,
    /// For each box of each row its step: above 0 for what is slower or larger, below for what is
    /// faster or smaller, 0 for what is no more than noise. Steps grow with the square root of the
    /// difference, up to the largest of all boxes.
    pub steps: Vec<Vec<i8>>,
}

impl DiffBoxes {
    /// What a stack and what it calls weigh on both sides.
    pub fn total(&self, stack: StackIndex) -> Difference {
        self.difference(self.total[stack])
    }

    /// What a stack weighs itself on both sides.
    pub fn own(&self, stack: StackIndex) -> Difference {
        self.difference(self.own[stack])
    }

    /// How many samples have a stack or what it calls, all runs of a side together.
    pub fn samples(&self, stack: StackIndex) -> Sides<u64> {
        self.total[stack].map(|it| it.samples)
    }

    /// What became of a stack.
    pub fn status(&self, stack: StackIndex) -> Status {
        let is_same = self.total(stack).delta() == 0.0;
        Status::of(self.samples(stack).map(|it| it > 0), is_same)
    }

    fn difference(&self, tally: Sides<Tally>) -> Difference {
        let values = self.scale.values(tally.map(|it| it.weight));
        let untested = Difference::untested(self.quantity, values.map(Some));
        Difference { is_faint: is_faint(tally.map(|it| it.samples), values), ..untested }
    }
}

/// Weighs the stacks of a comparison, and finds how strong the colours of the boxes of `layout` are.
///
/// Costs a pass over all stacks and one over all boxes.
pub fn diff_boxes(
    profile: &DiffProfile,
    layout: &DiffLayout,
    normalisation: Normalisation,
    task: &Task,
) -> Result<DiffBoxes, Cancelled> {
    let names = &profile.names;
    let weighed = layout.weighed(profile);
    let stacks = &*weighed.after.stacks;
    let mut own: Column<StackIndex, Sides<Tally>> = vec![Sides::default(); stacks.len()].into();
    let mut total = own.clone();
    let mut pace = Pace::new(task);
    // Callees come before callers.
    for stack in stacks.indices().rev() {
        pace.step()?;
        if names.frames.category(stacks.frame(stack)) != Category::Idle {
            own[stack] = weighed.as_ref().map(|it| it.own_tally(stack));
            add(&mut total[stack], own[stack]);
        }
        if let Some(caller) = stacks.caller(stack) {
            let callee = total[stack];
            add(&mut total[caller], callee);
        }
    }
    let (scale, quantity) = (profile.scale(normalisation), profile.quantity());
    let mut boxes = DiffBoxes { scale, quantity, own, total, steps: Vec::new() };
    let rows = 0..layout.layout.rows().len();
    let mut most = 0.0_f64;
    for row in rows.clone() {
        for &stack in layout.stacks(row) {
            pace.step()?;
            most = most.max(shown_delta(&boxes.total(stack)).abs());
        }
    }
    for row in rows {
        pace.step()?;
        let step = |&stack: &StackIndex| step(shown_delta(&boxes.total(stack)), most);
        let steps = layout.stacks(row).iter().map(step).collect();
        boxes.steps.push(steps);
    }
    Ok(boxes)
}

fn add(sum: &mut Sides<Tally>, more: Sides<Tally>) {
    sum.before.add(more.before);
    sum.after.add(more.after);
}

/// A difference, or nothing where it is no more than noise.
fn shown_delta(difference: &Difference) -> f64 {
    if difference.is_faint { 0.0 } else { difference.delta() }
}

/// For each of `n_functions`, how strong its colour is where it stands for all of its calls: steps
/// as those of boxes, by what functions weigh in total, up to the largest of all.
pub fn function_steps(rows: &[FunctionDiff], n_functions: usize) -> Column<FrameIndex, i8> {
    let most = rows.iter().map(|it| shown_delta(&it.total).abs()).fold(0.0, f64::max);
    let mut steps: Column<FrameIndex, i8> = vec![0; n_functions].into();
    for row in rows {
        steps[row.frame] = step(shown_delta(&row.total), most);
    }
    steps
}

/// The step of a difference, of which `most` is the largest.
#[expect(clippy::cast_possible_truncation, reason = "from −7 to 7")]
fn step(delta: f64, most: f64) -> i8 {
    if delta == 0.0 || most <= 0.0 {
        return 0;
    }
    let share = (delta.abs() / most).sqrt();
    let step = (share * f64::from(STRONGEST)).ceil().clamp(1.0, f64::from(STRONGEST)) as i8;
    if delta < 0.0 { -step } else { step }
}
