//! Whether a series of memory rises steadily, filled once, or only goes up and down.
//!
//! **Lows.** Memory of a collected heap is a sawtooth: what stays is seen where it is lowest. The
//! time of the series is cut into parts of equal length, and of each the lowest value counts.
//!
//! **Test.** Mann and Kendall's (Mann 1945) over the lows, one-sided, at 1 %: whether later ones are
//! higher more often than chance would have it. It is asked again of the second half alone, at 5 %:
//! what rose and then stayed filled once. Two steps of three must rise, since lows of a series that
//! wanders have neighbours in common.
//!
//! **Slope.** The median of the slopes between all pairs of lows, with the 95 % interval that
//! belongs to Kendall's test (Sen 1968). A second half that rises by less than a quarter of it is
//! filling up, not growing.
//!
//! Of series that do not grow, fewer than one in a hundred is said to, and of walks by chance about
//! one in fifteen; of leaks as large as what collections free, nine in ten are found. Tests hold it to
//! that by simulation.
//!
//! A rise below [`MIN_RISE`] or [`MIN_SHARE`] of what there was is too small to be told.

use crate::units::Nanos;

/// So many lows are looked at, at most.
const MOST_LOWS: usize = 12;
/// Fewer lows than this tell no trend.
const MIN_LOWS: usize = 6;
/// So many values make a low, if there are enough.
const VALUES_PER_LOW: usize = 3;
/// Less than this is no growth, in bytes over the whole series.
pub const MIN_RISE: u64 = 256 << 10;
/// Less than this share of the first low is no growth.
pub const MIN_SHARE: f64 = 0.02;
/// How unlikely the order of all lows must be by chance.
const LEVEL: f64 = 0.01;
/// How unlikely the order of the later lows must be by chance.
const LEVEL_LATER: f64 = 0.05;
/// The share of steps that must rise.
const MIN_RISING: f64 = 2.0 / 3.0;
/// So many lows are asked again, at least: three cannot be in unlikely order.
const MIN_LATER_LOWS: usize = 4;
/// The least share of the whole slope that the second half must have.
const MIN_LATER: f64 = 0.25;
/// The quantile of the normal distribution for an interval of 95 %.
const Z_95: f64 = 1.959_964;
const MINUTE: f64 = 60e9;

/// What a series tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrendVerdict {
    /// It rises, and does so to the end.
    Growing,
    /// It rose and then stayed: something filled once, such as a cache, a pool or compiled code.
    Filled,
    /// It rises by no more than chance, or by too little.
    Flat,
    /// There are too few values to tell.
    TooFew,
}

impl TrendVerdict {
    /// Its name in JSON and for people.
    pub fn key(self) -> &'static str {
        match self {
            Self::Growing => "growing",
            Self::Filled => "filled",
            Self::Flat => "flat",
            Self::TooFew => "too_few",
        }
    }
}

/// How a series of memory goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// What it tells.
    pub verdict: TrendVerdict,
    /// The lowest value of each part of the time, in order.
    pub lows: Vec<(Nanos, u64)>,
    /// Bytes per minute: the median of the slopes between lows; `None` with too few.
    pub per_minute: Option<f64>,
    /// The range in which the slope lies, at 95 %; `None` with too few lows.
    pub interval: Option<(f64, f64)>,
    /// The share of the steps between lows that rise, from 0 to 1.
    pub rising: f64,
    /// How likely an order like this is by chance.
    pub p: f64,
}

/// How `values`, in order of time, go.
pub fn trend(values: &[(Nanos, u64)]) -> Trend {
    let lows = lows(values);
    let n = lows.len();
    let steps = lows.windows(2).filter(|it| it[1].1 > it[0].1).count();
    #[expect(clippy::cast_precision_loss, reason = "a few lows")]
    let rising = if n > 1 { steps as f64 / (n - 1) as f64 } else { 0.0 };
    let p = kendall(&lows);
    let slopes = slopes(&lows);
    let verdict = if n < MIN_LOWS { TrendVerdict::TooFew } else { verdict(&lows, p, rising) };
    Trend { verdict, per_minute: median(&slopes), interval: interval(&slopes, n), rising, p, lows }
}

fn verdict(lows: &[(Nanos, u64)], p: f64, rising: f64) -> TrendVerdict {
    let (Some(first), Some(last)) = (lows.first(), lows.last()) else {
        return TrendVerdict::TooFew;
    };
    let whole = median(&slopes(lows)).unwrap_or(0.0);
    let minutes = to_f64(last.0.since(first.0).0) / MINUTE;
    let least = to_f64(MIN_RISE).max(to_f64(first.1) * MIN_SHARE);
    // The median slope of what filled at once is none: then the ends tell the rise.
    let third = (lows.len() / 3).max(1);
    let mean = |it: &[(Nanos, u64)]| {
        it.iter().map(|it| to_f64(it.1)).sum::<f64>() / to_f64(it.len() as u64)
    };
    let rise = (whole * minutes).max(mean(&lows[lows.len() - third..]) - mean(&lows[..third]));
    if p > LEVEL || rise < least {
        return TrendVerdict::Flat;
    }
    let later = &lows[(lows.len() / 2).min(lows.len().saturating_sub(MIN_LATER_LOWS))..];
    let later_slope = median(&slopes(later)).unwrap_or(0.0);
    if kendall(later) > LEVEL_LATER || later_slope < whole * MIN_LATER {
        return TrendVerdict::Filled;
    }
    if rising < MIN_RISING { TrendVerdict::Flat } else { TrendVerdict::Growing }
}

/// The lowest value of each part of the time; few values stand for themselves.
fn lows(values: &[(Nanos, u64)]) -> Vec<(Nanos, u64)> {
    let (Some(&(from, _)), Some(&(to, _))) = (values.first(), values.last()) else {
        return Vec::new();
    };
    if values.len() < MIN_LOWS * 2 {
        return values.to_vec();
    }
    let n = (values.len() / VALUES_PER_LOW).clamp(MIN_LOWS, MOST_LOWS);
    let length = u128::from(to.since(from).0) + 1;
    let part = |time: Nanos| u128::from(time.since(from).0) * n as u128 / length;
    let of_part = values.chunk_by(|a, b| part(a.0) == part(b.0));
    of_part.filter_map(|it| it.iter().min_by_key(|it| it.1).copied()).collect()
}

/// The one-sided probability that chance alone orders values as rising as these are.
fn kendall(lows: &[(Nanos, u64)]) -> f64 {
    let n = lows.len() as u64;
    let mut score = 0_i64;
    for (at, low) in lows.iter().enumerate() {
        for later in &lows[at + 1..] {
            score += match later.1.cmp(&low.1) {
                std::cmp::Ordering::Less => -1,
                std::cmp::Ordering::Equal => 0,
                std::cmp::Ordering::Greater => 1,
            };
        }
    }
    let mut sorted: Vec<u64> = lows.iter().map(|it| it.1).collect();
    sorted.sort_unstable();
    let spread = |n: u64| to_f64(n * n.saturating_sub(1) * (2 * n + 5)) / 18.0;
    let ties: f64 = sorted.chunk_by(|a, b| a == b).map(|it| spread(it.len() as u64)).sum();
    let variance = spread(n) - ties;
    if score <= 0 || variance <= 0.0 {
        return 1.0;
    }
    let z = (to_f64(score.unsigned_abs()) - 1.0) / variance.sqrt();
    upper_tail(z)
}

/// The share of the normal distribution above `z` (Abramowitz and Stegun 7.1.26, 1.5e-7 off).
fn upper_tail(z: f64) -> f64 {
    let x = z.abs() / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let terms = [1.061_405_429, -1.453_152_027, 1.421_413_741, -0.284_496_736, 0.254_829_592];
    let sum = terms.iter().fold(0.0, |sum, it| (sum + it) * t);
    let tail = sum * (-x * x).exp() / 2.0;
    if z < 0.0 { 1.0 - tail } else { tail }
}

/// The slopes between all pairs of lows, in bytes per minute, ascending.
fn slopes(lows: &[(Nanos, u64)]) -> Vec<f64> {
    let mut slopes = Vec::new();
    for (at, low) in lows.iter().enumerate() {
        for later in &lows[at + 1..] {
            let minutes = to_f64(later.0.since(low.0).0) / MINUTE;
            if minutes > 0.0 {
                slopes.push((to_f64(later.1) - to_f64(low.1)) / minutes);
            }
        }
    }
    slopes.sort_unstable_by(f64::total_cmp);
    slopes
}

fn median(sorted: &[f64]) -> Option<f64> {
    let n = sorted.len();
    match n {
        0 => None,
        _ if n.is_multiple_of(2) => Some(f64::midpoint(sorted[n / 2 - 1], sorted[n / 2])),
        _ => Some(sorted[n / 2]),
    }
}

/// The slopes between which the true one lies, by how far Kendall's score may be off.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "ranks of at most 66 slopes"
)]
fn interval(slopes: &[f64], n_lows: usize) -> Option<(f64, f64)> {
    if n_lows < MIN_LOWS {
        return None;
    }
    let n = to_f64(n_lows as u64);
    let off = Z_95 * (n * (n - 1.0) * (2.0 * n + 5.0) / 18.0).sqrt();
    let all = to_f64(slopes.len() as u64);
    let low = ((all - off) / 2.0).floor().max(0.0) as usize;
    let high = ((f64::midpoint(all, off)).ceil() as usize).min(slopes.len().checked_sub(1)?);
    Some((*slopes.get(low)?, *slopes.get(high)?))
}

#[expect(clippy::cast_precision_loss, reason = "bytes and times of a process")]
fn to_f64(value: u64) -> f64 {
    value as f64
}
