//! The interval of a percentile's difference by bootstrap (Efron, 1979).

use super::Interval;
use crate::analysis::instances::nearest_rank;

/// How often both sides are drawn anew.
const DRAWS: usize = 2_000;

/// A percentile needs this many values beyond it to have an interval.
const BEYOND: usize = 5;

/// Numbers that look like chance begin here, so that the same input gives the same interval.
const SEED: u64 = 0x5eed_0001;

/// In what range the `percent`-th percentile after lies, relative to that before, less 1.
///
/// Both are in ascending order. A sample drawn anew from n values has as its k-th smallest the
/// value at n times the k-th smallest of n uniform numbers, and that is distributed as Beta(k,
/// n + 1 - k): so one number is drawn instead of n. The interval holds the middle 95 of 100 draws.
///
/// With it comes how likely the difference is by chance: twice the share of draws on the rarer side
/// of no difference.
///
/// `None` if fewer than ten values, or fewer than five beyond the percentile, are on either side,
/// or there is a percentile of 0 to compare with.
pub fn percentile_interval(
    before: &[f64],
    after: &[f64],
    percent: usize,
) -> Option<(Interval, f64)> {
    let rank = |all: &[f64]| {
        let at = nearest_rank(all.len(), percent)?;
        let is_enough = all.len() >= 2 * BEYOND && all.len() - at > BEYOND && at >= BEYOND;
        is_enough.then_some(at)
    };
    let (b, a) = (rank(before)?, rank(after)?);
    let mut random = Random(SEED);
    let mut ratios = Vec::with_capacity(DRAWS);
    for _ in 0..DRAWS {
        let (from, to) = (draw(before, b, &mut random), draw(after, a, &mut random));
        if from <= 0.0 {
            return None;
        }
        ratios.push(to / from);
    }
    ratios.sort_unstable_by(f64::total_cmp);
    let end = DRAWS / 40;
    let interval = Interval { low: ratios[end] - 1.0, high: ratios[DRAWS - 1 - end] - 1.0 };
    let less = ratios.partition_point(|it| *it < 1.0);
    let not_more = ratios.partition_point(|it| *it <= 1.0);
    let rarer = not_more.min(DRAWS - less);
    #[expect(clippy::cast_precision_loss, reason = "few draws")]
    let p = (2.0 * (rarer + 1) as f64 / (DRAWS + 1) as f64).min(1.0);
    Some((interval, p))
}

/// The value of rank `rank`, counted from 0, of a sample drawn anew.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place among at most 2^32 values"
)]
fn draw(sorted: &[f64], rank: usize, random: &mut Random) -> f64 {
    let n = sorted.len();
    let below = random.gamma((rank + 1) as f64);
    let above = random.gamma((n - rank) as f64);
    let place = below / (below + above) * n as f64;
    sorted[(place as usize).min(n - 1)]
}

/// Numbers that look like chance: `SplitMix64` (Steele and others, 2014).
struct Random(u64);

impl Random {
    /// From 0 to 1, without either.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ z >> 31) >> 11) as f64 / (1_u64 << 53) as f64 + f64::EPSILON / 4.0
    }

    /// Normal, by Box and Muller.
    fn normal(&mut self) -> f64 {
        let (u, v) = (self.uniform(), self.uniform());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }

    /// Gamma of a shape of 1 or more, by Marsaglia and Tsang (2000).
    fn gamma(&mut self, shape: f64) -> f64 {
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.uniform().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }
}
