//! The rank test of Mann and Whitney (1947).

use statrs::distribution::{ContinuousCDF as _, Normal};

/// Up to so many values of both sides together, the distribution is worked out exactly.
const MOST_EXACT: usize = 40;

/// How likely two samples of one distribution are to differ by rank as much as these, either way.
///
/// Both are in ascending order. Equal values share the mean of their ranks. Up to 40 values the
/// distribution of the sum of ranks is exact, given the values that are equal; beyond, it is
/// normal, with the variance corrected for equal values and half a rank of continuity. 1 where
/// either is empty.
pub fn rank_test(before: &[f64], after: &[f64]) -> f64 {
    if before.is_empty() || after.is_empty() {
        return 1.0;
    }
    let ranks = ranks(before, after);
    if before.len() + after.len() <= MOST_EXACT {
        exact(&ranks, before.len())
    } else {
        normal(&ranks, before.len())
    }
}

/// Values that are equal: how many, how many of them before, and twice the rank of each.
struct Rank {
    count: u64,
    before: u64,
    doubled: u64,
}

fn ranks(before: &[f64], after: &[f64]) -> Vec<Rank> {
    let (mut b, mut a) = (0, 0);
    let mut ranks = Vec::new();
    let mut n_below = 0;
    while b < before.len() || a < after.len() {
        let value = match (before.get(b), after.get(a)) {
            (Some(x), Some(y)) => x.min(*y),
            (Some(x), None) | (None, Some(x)) => *x,
            (None, None) => break,
        };
        let equal = |all: &[f64]| all.iter().take_while(|it| **it <= value).count();
        let (n_before, n_after) = (equal(&before[b..]), equal(&after[a..]));
        let count = (n_before + n_after) as u64;
        // What is no number is equal to nothing, and would never end.
        if count == 0 {
            break;
        }
        ranks.push(Rank { count, before: n_before as u64, doubled: 2 * n_below + count + 1 });
        n_below += count;
        (b, a) = (b + n_before, a + n_after);
    }
    ranks
}

/// Counts the choices of as many values as there are before whose sum of ranks is as far from the
/// mean.
#[expect(clippy::cast_precision_loss, reason = "at most 40 over 20 choices, which fit")]
fn exact(ranks: &[Rank], n_before: usize) -> f64 {
    let items: Vec<usize> = ranks
        .iter()
        .flat_map(|it| {
            let whole = |it| usize::try_from(it).unwrap_or(0);
            std::iter::repeat_n(whole(it.doubled), whole(it.count))
        })
        .collect();
    let most: usize = items.iter().sum();
    // ways[k][s]: in how many ways k of the items so far sum up to s.
    let mut ways = vec![vec![0.0_f64; most + 1]; n_before + 1];
    ways[0][0] = 1.0;
    for (n_done, item) in items.iter().enumerate() {
        for k in (1..=n_before.min(n_done + 1)).rev() {
            let (fewer, rest) = ways.split_at_mut(k);
            let (from, to) = (&fewer[k - 1], &mut rest[0]);
            for sum in (*item..=most).rev() {
                to[sum] += from[sum - item];
            }
        }
    }
    let found: u64 = ranks.iter().map(|it| it.before * it.doubled).sum();
    let n = items.len() as f64;
    let mean = n_before as f64 * (n + 1.0);
    let off = (found as f64 - mean).abs();
    let all: f64 = ways[n_before].iter().sum();
    let far =
        ways[n_before].iter().enumerate().filter(|it| (it.0 as f64 - mean).abs() >= off - 1e-9);
    (far.map(|it| it.1).sum::<f64>() / all).min(1.0)
}

#[expect(clippy::cast_precision_loss, reason = "a probability has few digits")]
fn normal(ranks: &[Rank], n_before: usize) -> f64 {
    let n: f64 = ranks.iter().map(|it| it.count as f64).sum();
    let (n1, n2) = (n_before as f64, n - n_before as f64);
    let doubled: f64 = ranks.iter().map(|it| it.before as f64 * it.doubled as f64).sum();
    let u = doubled / 2.0 - n1 * (n1 + 1.0) / 2.0;
    let ties: f64 = ranks.iter().map(|it| (it.count as f64).powi(3) - it.count as f64).sum();
    let variance = n1 * n2 / 12.0 * ((n + 1.0) - ties / (n * (n - 1.0)));
    let off = ((u - n1 * n2 / 2.0).abs() - 0.5).max(0.0);
    if variance <= 0.0 {
        return 1.0;
    }
    (2.0 * Normal::standard().sf(off / variance.sqrt())).min(1.0)
}
