//! What is more than noise: a rank test, an interval, and words for both.
//!
//! **What is tested.** With at least [`MIN_RUNS`] runs on each side, runs are compared: each is one
//! value, since what happens within one run has its noise in common. Otherwise, operations and
//! requests are compared one by one, from [`MIN_INSTANCES`] on each side on; that takes them to be
//! independent, which they are less so the shorter the recording. Samples of a profile are never
//! taken to be independent: with fewer runs there is no verdict on functions.
//!
//! **Test.** Mann and Whitney's, two-sided (`rank_test`).
//!
//! **Many rows.** The rows of one table are judged together, by Benjamini and Hochberg's procedure
//! (1995): of all its verdicts of "slower" or "faster", at most [`LEVEL`] are false in the mean; and
//! if nothing differs, a table has any such verdict at most so often. Rows that weigh too little to
//! matter are left out of it. The interval must tell the same way, which makes verdicts rarer.
//!
//! **Interval.** That of the ratio, in which it lies in 95 of 100 comparisons, for this row alone:
//! of percentiles by bootstrap (`bootstrap`); of few runs by Hodges and Lehmann's pairs
//! (`pairs`), which is exact.
//!
//! **Faint.** Without a verdict, a difference of samples is faint unless it is larger than three
//! standard errors of counting (Poisson), at least [`MIN_SAMPLES`], and at least [`MIN_CHANGE`] of
//! what there was before. Views grey what is faint.

mod bootstrap;
mod many;
mod pairs;
mod rank_test;
mod words;

use super::sides::{Quantity, Sides};
use crate::analysis::instances::nearest_rank;

pub use bootstrap::percentile_interval;
pub use many::adjusted;
pub use pairs::ratio_interval;
pub use rank_test::rank_test;

/// How often a verdict may be false.
pub const LEVEL: f64 = 0.05;

/// Fewer runs than this on a side are not compared as runs: the rank test could never tell.
pub const MIN_RUNS: usize = 4;

/// Fewer durations than this on a side are not compared.
pub const MIN_INSTANCES: usize = 20;

/// A difference of fewer samples than this is faint.
pub const MIN_SAMPLES: u64 = 10;

/// A smaller difference than this, of what there was before, is faint.
pub const MIN_CHANGE: f64 = 0.05;

/// What can be said of a difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// There is too little to tell.
    #[default]
    TooFew,
    /// No more than noise.
    Noise,
    /// More than noise: slower, larger, more.
    More,
    /// More than noise: faster, smaller, fewer.
    Less,
}

/// What values a verdict is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Basis {
    /// One value for each run.
    #[default]
    Runs,
    /// Each operation or request.
    Instances,
}

/// In what range a difference lies, relative to what was before: 0.12 is 12 % more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// What a verdict is founded on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// What can be said.
    pub verdict: Verdict,
    /// How many values there were.
    pub n: Sides<u64>,
    /// What they are.
    pub basis: Basis,
    /// In what range the difference lies, where there are enough values to tell.
    pub interval: Option<Interval>,
    /// How likely a difference like this is by chance, among all rows of the table; `None` where
    /// nothing was tested.
    pub p: Option<f64>,
}

/// A figure before and after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// What it counts.
    pub quantity: Quantity,
    /// The figure on each side, as the mean of its runs or of all its instances together; `None`
    /// where it does not exist.
    pub values: Sides<Option<f64>>,
    /// What is said about it.
    pub evidence: Evidence,
    /// Whether it is too small to be shown as a difference.
    pub is_faint: bool,
}

/// The values of one row on both sides, from which it is judged.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    pub(super) basis: Basis,
    /// Ascending.
    pub(super) sorted: Sides<Vec<f64>>,
}

impl Verdict {
    /// Its name in CSV and JSON, for what `quantity` counts.
    pub fn key(self, quantity: Quantity) -> &'static str {
        match self {
            Self::TooFew => "too_few",
            Self::Noise => "noise",
            Self::More => quantity.more(),
            Self::Less => quantity.less(),
        }
    }

    /// Whether it says that there is a difference.
    pub fn is_difference(self) -> bool {
        matches!(self, Self::More | Self::Less)
    }
}

impl Difference {
    /// A difference of which nothing is said.
    pub fn untested(quantity: Quantity, values: Sides<Option<f64>>) -> Self {
        Self { quantity, values, evidence: Evidence::default(), is_faint: false }
    }

    /// After less before; what does not exist counts as nothing.
    pub fn delta(&self) -> f64 {
        self.values.after.unwrap_or(0.0) - self.values.before.unwrap_or(0.0)
    }

    /// After as a multiple of before, where both exist and there was something.
    pub fn ratio(&self) -> Option<f64> {
        let (before, after) = (self.values.before?, self.values.after?);
        (before > 0.0).then(|| after / before)
    }

    /// The difference relative to before: 0.12 is 12 % more.
    pub fn change(&self) -> Option<f64> {
        self.ratio().map(|it| it - 1.0)
    }
}

impl Values {
    /// Which of `runs`, a value for each run, and `instances` there are enough of; runs come first.
    pub(super) fn choose(runs: Sides<Vec<f64>>, instances: Option<Sides<Vec<f64>>>) -> Self {
        let n_runs = runs.before.len().min(runs.after.len());
        match instances {
            Some(instances) if n_runs < MIN_RUNS => Self::new(Basis::Instances, instances),
            _ => Self::new(Basis::Runs, runs),
        }
    }

    fn new(basis: Basis, values: Sides<Vec<f64>>) -> Self {
        let sorted = values.map(|mut it| {
            it.sort_unstable_by(f64::total_cmp);
            it
        });
        Self { basis, sorted }
    }

    fn n(&self) -> Sides<u64> {
        self.sorted.as_ref().map(|it| it.len() as u64)
    }

    fn is_enough(&self) -> bool {
        let least = match self.basis {
            Basis::Runs => MIN_RUNS,
            Basis::Instances => MIN_INSTANCES,
        };
        self.sorted.before.len().min(self.sorted.after.len()) >= least
    }

    /// The values and what a test of `figure` says of them.
    pub(super) fn test(self, figure: Figure) -> Tested {
        let (before, after) = (&self.sorted.before, &self.sorted.after);
        let (p, interval) = match (self.basis, figure) {
            _ if !self.is_enough() => (None, None),
            (Basis::Runs, _) => (Some(rank_test(before, after)), ratio_interval(before, after)),
            (Basis::Instances, Figure::Median) => {
                let found = percentile_interval(before, after, 50);
                (Some(rank_test(before, after)), found.map(|it| it.0))
            }
            (Basis::Instances, Figure::Percentile(percent)) => {
                let found = percentile_interval(before, after, percent);
                (found.map(|it| it.1), found.map(|it| it.0))
            }
        };
        let median = |all: &[f64]| nearest_rank(all.len(), 50).and_then(|it| all.get(it).copied());
        let is_more = median(after) > median(before);
        Tested { basis: self.basis, n: self.n(), p, interval, is_more }
    }
}

/// Which figure of a distribution is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    /// The distribution, of which the median tells the direction.
    Median,
    /// A percentile of the slow ones.
    Percentile(usize),
}

/// One test, before what it says is weighed against the others of its table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tested {
    pub(super) basis: Basis,
    pub(super) n: Sides<u64>,
    /// `None` if there were too few values.
    pub(super) p: Option<f64>,
    pub(super) interval: Option<Interval>,
    /// Which way it goes where no interval tells.
    pub(super) is_more: bool,
}

/// Judges the rows of one table together. `None` stands for a row that weighs too little.
pub(super) fn judge(rows: &[Option<Tested>]) -> Vec<Evidence> {
    let raw: Vec<Option<f64>> = rows.iter().map(|it| it.as_ref()?.p).collect();
    let conclude = |(row, p): (&Option<Tested>, Option<f64>)| {
        row.as_ref().map_or_else(Evidence::default, |it| conclude(it, p))
    };
    rows.iter().zip(adjusted(&raw)).map(conclude).collect()
}

fn conclude(tested: &Tested, p: Option<f64>) -> Evidence {
    let Tested { basis, n, interval, is_more, .. } = *tested;
    let is_likely = p.is_some_and(|it| it <= LEVEL);
    let verdict = match (p, interval) {
        (None, _) => Verdict::TooFew,
        (Some(_), Some(it)) if is_likely && it.low > 0.0 => Verdict::More,
        (Some(_), Some(it)) if is_likely && it.high < 0.0 => Verdict::Less,
        (Some(_), None) if is_likely && is_more => Verdict::More,
        (Some(_), None) if is_likely => Verdict::Less,
        _ => Verdict::Noise,
    };
    Evidence { verdict, n, basis, interval, p }
}

/// Whether so many samples on each side are too little of a difference to be shown as one.
///
/// `scaled` are the amounts they stand for, made comparable.
#[expect(clippy::cast_precision_loss, reason = "a limit has few digits")]
pub(super) fn is_faint(samples: Sides<u64>, scaled: Sides<f64>) -> bool {
    let (before, after) = (samples.before as f64, samples.after as f64);
    // How many samples on either side the amounts of both would have had at one rate.
    let all = before + after;
    let amounts = scaled.before + scaled.after;
    let delta = scaled.after - scaled.before;
    let difference = if amounts > 0.0 { (delta / amounts).abs() * all } else { 0.0 };
    let change = delta.abs() / scaled.before.max(f64::MIN_POSITIVE);
    difference < 3.0 * all.sqrt() || difference < MIN_SAMPLES as f64 || change < MIN_CHANGE
}
