//! The stacks of two sides from their inner ends on: what ran, and its callers behind it.
//!
//! ```text
//! main > parse 3          parse 4 > main 3
//! main > load > parse 1           > load 1 > main 1
//! ```

use std::sync::Arc;

use super::profile::{DiffProfile, summed};
use super::sides::Sides;
use crate::analysis::own_weights::Tally;
use crate::analysis::pace::Pace;
use crate::analysis::weighed::WeighedStacks;
use crate::index::{Column, RowIndex as _};
use crate::model::{Category, FrameIndex, StackBuilder, StackIndex};
use crate::task::{Cancelled, Task};

/// Functions that all stacks may have together: a row of the table for each, at most.
const MOST_ROWS: u64 = 4 << 20;

/// The samples of both sides by turned stacks, and how many rows of a flame graph are left out
/// since all would be too many.
///
/// A turned stack weighs in total what ran with these callers. Its samples count as its own where
/// its callers end. Idle samples are left out.
pub(super) fn inverted(
    profile: &DiffProfile,
    task: &Task,
) -> Result<(Sides<WeighedStacks>, usize), Cancelled> {
    let stacks = &profile.names.stacks;
    let frames = &profile.names.frames;
    let mut pace = Pace::new(task);
    let mut ends: Vec<StackIndex> = Vec::new();
    let mut deepest = 0;
    for stack in stacks.indices() {
        pace.step()?;
        let samples = profile.weighed.as_ref().map(|it| it.own_samples[stack]);
        let is_idle = frames.category(stacks.frame(stack)) == Category::Idle;
        if samples.before + samples.after > 0 && !is_idle {
            deepest = deepest.max(stacks.depth(stack) as usize + 1);
            ends.push(stack);
        }
    }
    let n_rows = rows_that_fit(ends.iter().map(|&it| stacks.depth(it) as usize + 1), deepest);
    let mut turned = StackBuilder::default();
    let mut own: Sides<Vec<Tally>> = Sides::default();
    for &end in &ends {
        let mut place: Option<StackIndex> = None;
        let callers = std::iter::successors(Some(end), |&it| stacks.caller(it));
        for stack in callers.take(n_rows) {
            pace.step()?;
            place = Some(turned.intern(place, stacks.frame(stack)));
        }
        let Some(place) = place else { continue };
        let tally = profile.weighed.as_ref().map(|it| it.own_tally(end));
        add(&mut own.before, place, tally.before);
        add(&mut own.after, place, tally.after);
    }
    let turned = Arc::new(turned.finish());
    // What is idle was left out above.
    let is_idle: Column<FrameIndex, bool> = vec![false; frames.len()].into();
    let weighed = own.try_map(|own| summed(own, (&turned, &is_idle), profile.unit(), task))?;
    Ok((weighed, deepest - n_rows))
}

/// How many functions of each stack are kept, so that all together are not too many.
fn rows_that_fit(depths: impl Iterator<Item = usize>, deepest: usize) -> usize {
    let mut n_of_depth = vec![0_u64; deepest + 1];
    for depth in depths {
        n_of_depth[depth] += 1;
    }
    // Of stacks at least so deep, each has a function on that row.
    let mut reaching: u64 = n_of_depth.iter().sum();
    let mut all = 0;
    let fits = (1..=deepest).take_while(|row| {
        reaching -= n_of_depth[row - 1];
        all += reaching;
        all <= MOST_ROWS
    });
    fits.count().max(1).min(deepest)
}

fn add(own: &mut Vec<Tally>, place: StackIndex, tally: Tally) {
    if own.len() <= place.row() {
        own.resize(place.row() + 1, Tally::default());
    }
    own[place.row()].add(tally);
}
