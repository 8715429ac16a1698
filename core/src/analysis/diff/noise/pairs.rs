//! The interval of a ratio by pairs, after Hodges and Lehmann (1963).

use super::Interval;

/// Beyond this many values of a side the interval is not worked out by pairs.
const MOST: usize = 1_000;

/// Up to so many values of a side, how many pairs to leave out is worked out exactly.
const MOST_EXACT: usize = 20;

/// In what range the ratio of after to before lies, less 1, in at least 95 of 100 cases: every
/// value after is divided by every value before, and as many of the ratios are left out at both
/// ends as Mann and Whitney's test would take for chance.
///
/// `None` where some value is not above 0, or there are too few or too many values.
pub fn ratio_interval(before: &[f64], after: &[f64]) -> Option<Interval> {
    let is_above = |all: &[f64]| all.iter().all(|it| *it > 0.0);
    if before.len().max(after.len()) > MOST || !is_above(before) || !is_above(after) {
        return None;
    }
    let mut ratios: Vec<f64> =
        before.iter().flat_map(|b| after.iter().map(move |a| a / b)).collect();
    ratios.sort_unstable_by(f64::total_cmp);
    let left_out = n_left_out(before.len(), after.len())?;
    let low = *ratios.get(left_out)?;
    let high = *ratios.get(ratios.len().checked_sub(left_out + 1)?)?;
    Some(Interval { low: low - 1.0, high: high - 1.0 })
}

/// How many of the ratios in order are left out at each end: the largest number of which the test
/// says that as few or fewer come by chance in at most 2.5 of 100 cases. `None` if not even none.
fn n_left_out(n1: usize, n2: usize) -> Option<usize> {
    if n1.max(n2) > MOST_EXACT {
        return Some(n_left_out_of_many(n1, n2));
    }
    let ways = ways(n1, n2);
    let all: f64 = ways.iter().sum();
    let mut below = 0.0;
    let mut n_rare = 0_usize;
    for it in &ways {
        below += it;
        if below / all > 0.025 {
            break;
        }
        n_rare += 1;
    }
    n_rare.checked_sub(1)
}

/// The same where U is normal enough.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place among at most a million pairs"
)]
fn n_left_out_of_many(n1: usize, n2: usize) -> usize {
    let (n1, n2) = (n1 as f64, n2 as f64);
    let deviation = (n1 * n2 * (n1 + n2 + 1.0) / 12.0).sqrt();
    (n1 * n2 / 2.0 - 1.96 * deviation - 1.0).max(0.0) as usize
}

/// In how many ways U comes to 0, 1, 2 and so on, without equal values; scaled, since only shares
/// count. Source: the recurrence of Mann and Whitney, as products of a polynomial.
fn ways(n1: usize, n2: usize) -> Vec<f64> {
    let most = n1 * n2;
    let mut ways = vec![0.0; most + 1];
    ways[0] = 1.0;
    for i in 1..=n1 {
        // Multiplied by 1 - x^(n2 + i), divided by 1 - x^i: the Gaussian binomial coefficient.
        for at in (n2 + i..=most).rev() {
            ways[at] -= ways[at - n2 - i];
        }
        for at in i..=most {
            ways[at] += ways[at - i];
        }
    }
    ways
}
