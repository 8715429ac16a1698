//! Functions of two sides, matched.

use rayon::prelude::*;

use super::noise::{Difference, Evidence, Figure, Tested, Values, is_faint, judge};
use super::profile::DiffProfile;
use super::scale::{Normalisation, Scale};
use super::sides::{Sides, Status};
use crate::analysis::functions::tallies_by;
use crate::analysis::order::frame_ranks;
use crate::index::Column;
use crate::model::{Category, FrameIndex};
use crate::task::{Cancelled, Task};

/// A function that weighs less than this share of both sides is not tested: it would only make
/// verdicts on others rarer.
const LEAST_SHARE: f64 = 0.001;

/// A function on both sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunctionDiff {
    /// The function, a row of [`DiffProfile::names`].
    pub frame: FrameIndex,
    /// What became of it.
    pub status: Status,
    /// Weight of the samples in which it ran itself, all runs of a side together.
    pub own_weight: Sides<u64>,
    /// Weight of the samples with it on the stack, each counted once, all runs together.
    pub total_weight: Sides<u64>,
    /// Number of samples in which it ran itself, all runs together.
    pub own_samples: Sides<u64>,
    /// Number of samples with it on the stack, all runs together.
    pub samples: Sides<u64>,
    /// Its own weight as the normalisation has it: per run, or from 0 to 1.
    pub own: Difference,
    /// Its total weight, likewise.
    pub total: Difference,
}

/// Functions by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FunctionTab {
    /// On both sides, with more own weight.
    #[default]
    Slower,
    /// On both sides, with less own weight.
    Faster,
    /// Only after.
    New,
    /// Only before.
    Removed,
}

impl FunctionTab {
    /// All, as tabs stand.
    pub const ALL: [Self; 4] = [Self::Slower, Self::Faster, Self::New, Self::Removed];

    /// Whether a function stands there. One whose own weight is equal is where its total says;
    /// one with equal weights is nowhere.
    pub fn has(self, row: &FunctionDiff) -> bool {
        let delta = match row.own.delta() {
            0.0 => row.total.delta(),
            delta => delta,
        };
        match (self, row.status) {
            (Self::New, status) => status == Status::New,
            (Self::Removed, status) => status == Status::Removed,
            (Self::Slower, Status::Changed | Status::Same) => delta > 0.0,
            (Self::Faster, Status::Changed | Status::Same) => delta < 0.0,
            _ => false,
        }
    }
}

/// Every function that a sample of either side has on its stack, but for V8's `(idle)`, which is
/// no work.
///
/// Order: what got more own weight first, as the normalisation has it, then more total; equal ones
/// by name and place.
pub fn diff_functions(
    profile: &DiffProfile,
    normalisation: Normalisation,
    task: &Task,
) -> Result<Vec<FunctionDiff>, Cancelled> {
    let frames = &profile.names.frames;
    let key: Column<FrameIndex, FrameIndex> = frames.indices().collect::<Vec<_>>().into();
    let tallies = profile.weighed.as_ref().try_map(|it| tallies_by(&key, it, task))?;
    let at = |side: &Column<FrameIndex, _>, it| side.get(it).copied().unwrap_or_default();
    let scale = profile.scale(normalisation);
    let quantity = profile.quantity();
    let mut rows: Vec<FunctionDiff> = Vec::new();
    for frame in frames.indices() {
        let it = tallies.as_ref().map(|side| at(side, frame));
        let samples = it.map(|it| it.total.samples);
        if samples == Sides::new(0, 0) || frames.category(frame) == Category::Idle {
            continue;
        }
        let (own_samples, own_weight) = (it.map(|it| it.own.samples), it.map(|it| it.own.weight));
        let total_weight = it.map(|it| it.total.weight);
        let difference = |weight, samples| {
            let values = scale.values(weight);
            let untested = Difference::untested(quantity, values.map(Some));
            Difference { is_faint: is_faint(samples, values), ..untested }
        };
        let (own, total) = (difference(own_weight, own_samples), difference(total_weight, samples));
        let is_same = own.delta() == 0.0 && total.delta() == 0.0;
        let status = Status::of(samples.map(|it| it > 0), is_same);
        rows.push(FunctionDiff {
            frame,
            status,
            own_weight,
            total_weight,
            own_samples,
            samples,
            own,
            total,
        });
    }
    judge_functions(profile, &scale, &mut rows);
    let rank = frame_ranks(&profile.names);
    rows.par_sort_by(|a, b| {
        let by = |x: &Difference, y: &Difference| y.delta().total_cmp(&x.delta());
        let weight = by(&a.own, &b.own).then_with(|| by(&a.total, &b.total));
        weight.then_with(|| rank[a.frame].cmp(&rank[b.frame]))
    });
    Ok(rows)
}

/// Judges own and total weights, where there are enough runs.
fn judge_functions(profile: &DiffProfile, scale: &Scale, rows: &mut [FunctionDiff]) {
    let busy = profile.weighed.as_ref().map(|it| it.busy().max(1));
    let n = profile.runs.as_ref().map(|it| it.len() as u64);
    for is_own in [true, false] {
        let tested: Vec<Option<Tested>> = rows
            .par_iter()
            .map(|row| {
                let weight = if is_own { row.own_weight } else { row.total_weight };
                let values = is_heavy(weight, busy)
                    .then(|| of_runs(profile, scale, row.frame, is_own))??;
                Some(values.test(Figure::Median))
            })
            .collect();
        for (row, evidence) in rows.iter_mut().zip(judge(&tested)) {
            let difference = if is_own { &mut row.own } else { &mut row.total };
            let evidence = match evidence.p {
                None => Evidence { n, ..evidence },
                Some(_) => evidence,
            };
            if evidence.p.is_some() {
                difference.is_faint = !evidence.verdict.is_difference();
            }
            difference.evidence = evidence;
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share has few digits")]
fn is_heavy(weight: Sides<u64>, busy: Sides<u64>) -> bool {
    let share = weight.zip(busy).map(|(weight, busy)| weight as f64 / busy as f64);
    share.before + share.after >= 2.0 * LEAST_SHARE
}

/// What a function weighs in each run, as the normalisation has it; `None` without enough runs.
fn of_runs(
    profile: &DiffProfile,
    scale: &Scale,
    frame: FrameIndex,
    is_own: bool,
) -> Option<Values> {
    if profile.of_runs.before.is_empty() || profile.of_runs.after.is_empty() {
        return None;
    }
    let value = |(run, tallies): (&super::profile::RunWeight, &Column<FrameIndex, _>)| {
        let tally: crate::analysis::functions::KeyTally =
            tallies.get(frame).copied().unwrap_or_default();
        let weight = if is_own { tally.own.weight } else { tally.total.weight };
        match scale.normalisation {
            Normalisation::Absolute => to_f64(weight),
            Normalisation::Share => to_f64(weight) / to_f64(run.busy.max(1)),
        }
    };
    let sides = profile.runs.as_ref().zip(profile.of_runs.as_ref());
    let values = sides.map(|(runs, tallies)| runs.iter().zip(tallies).map(value).collect());
    Some(Values::choose(values, None))
}

#[expect(clippy::cast_precision_loss, reason = "figures have few digits")]
fn to_f64(weight: u64) -> f64 {
    weight as f64
}
