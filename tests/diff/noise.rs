//! Verdicts: the rank test against published figures, and all rules by simulation of known truth.

use asyncscope_core::analysis::diff::noise::{
    adjusted, percentile_interval, rank_test, ratio_interval,
};
use support::random::Random;

/// Durations like those of requests: a long tail, and a median of `scale`.
pub(super) fn durations(random: &mut Random, n: usize, scale: f64) -> Vec<f64> {
    // Twelve uniform numbers are nearly normal.
    let normal =
        |random: &mut Random| (0..12).map(|_| f64::from(random.share())).sum::<f64>() - 6.0;
    let mut all: Vec<f64> = (0..n).map(|_| scale * (0.5 * normal(random)).exp()).collect();
    all.sort_by(f64::total_cmp);
    all
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-6, "{found}, not {expected}");
}

#[test]
fn few_values_are_tested_exactly() {
    // All of 4 below all of 4: one way of 70, on either side.
    close(rank_test(&[1.0, 2.0, 3.0, 4.0], &[5.0, 6.0, 7.0, 8.0]), 2.0 / 70.0);
    // The example of SciPy's manual: exact, 0.1111.
    let (male, female) = ([16.0, 19.0, 22.0, 24.0, 29.0], [11.0, 12.0, 17.0, 20.0]);
    close(rank_test(&male, &female), 0.111_111_111);
    // Equal values share a rank: {1, 2, 2} and {2, 3, 3} have ranks 1, 3, 3 and 3, 5.5, 5.5. Of 20
    // choices of three ranks, those with a sum of 7 or less: 1 with two of the three 3s, 3 ways;
    // with 14 or more: two 5.5s with a 3, 3 ways.
    close(rank_test(&[1.0, 2.0, 2.0], &[2.0, 3.0, 3.0]), 6.0 / 20.0);
    close(rank_test(&[2.0; 5], &[2.0; 9]), 1.0);
    close(rank_test(&[], &[1.0]), 1.0);
}

#[test]
fn many_values_are_tested_by_the_normal_distribution() {
    // 30 below 30: U = 0, mean 450, variance 30 · 30 · 61 / 12 = 4 575; z = 449.5 / 67.64 = 6.6456.
    let before: Vec<f64> = (0..30).map(f64::from).collect();
    let after: Vec<f64> = (30..60).map(f64::from).collect();
    let p = rank_test(&before, &after);
    assert!((2.9e-11..3.2e-11).contains(&p), "{p}");
    assert!((rank_test(&before, &before) - 1.0).abs() < 1e-9);
}

#[test]
fn an_interval_by_pairs_leaves_out_what_is_chance() {
    let found = ratio_interval(&[1.0, 2.0, 3.0, 4.0], &[5.0, 6.0, 7.0, 8.0]).expect("one");
    close(found.low, 0.25);
    close(found.high, 7.0);
    // Of 3 and 3, even none left out is chance in 10 of 100 cases.
    assert_eq!(ratio_interval(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0]), None);
    assert_eq!(ratio_interval(&[0.0, 1.0, 2.0, 3.0], &[4.0, 5.0, 6.0, 7.0]), None);
}

#[test]
fn many_tests_are_weighed_against_each_other() {
    // Benjamini and Hochberg: 0.01 · 4 / 1, 0.02 · 4 / 2, 0.03 · 4 / 3, each no more than the next.
    let p = adjusted(&[Some(0.03), None, Some(0.01), Some(0.5), Some(0.02)]);
    let found: Vec<f64> = p.iter().flatten().copied().collect();
    for (found, expected) in found.iter().zip([0.04, 0.04, 0.5, 0.04]) {
        close(*found, expected);
    }
    assert_eq!(p[1], None);
}

#[test]
fn equal_distributions_are_told_apart_no_more_often_than_stated() {
    let mut random = Random::new(7);
    for n in [(4, 4), (6, 9), (20, 20), (40, 42)] {
        let rounds = 2_000;
        let is_false = |_| {
            let (a, b) = (durations(&mut random, n.0, 1.0), durations(&mut random, n.1, 1.0));
            rank_test(&a, &b) <= 0.05
        };
        let found = (0..rounds).filter(|it| is_false(*it)).count();
        // 5 of 100, and three standard errors of 2 000 rounds.
        assert!(found <= 100 + 30, "{found} of {rounds} for {n:?}");
    }
}

#[test]
fn intervals_hold_the_truth_as_often_as_stated() {
    let mut random = Random::new(11);
    for (n, percent, least) in [(40, 50, 93), (200, 50, 93), (200, 95, 90), (1_000, 99, 90)] {
        let rounds = 400;
        let holds = |_| {
            let (a, b) = (durations(&mut random, n, 1.0), durations(&mut random, n, 1.2));
            let (found, _) = percentile_interval(&a, &b, percent).expect("an interval");
            found.low <= 0.2 && 0.2 <= found.high
        };
        let found = (0..rounds).filter(|it| holds(*it)).count();
        assert!(found * 100 >= rounds * least, "{found} of {rounds}: n = {n}, p{percent}");
    }
    let rounds = 1_000;
    let holds = |_| {
        let (a, b) = (durations(&mut random, 6, 1.0), durations(&mut random, 6, 1.2));
        let found = ratio_interval(&a, &b).expect("an interval");
        found.low <= 0.2 && 0.2 <= found.high
    };
    let found = (0..rounds).filter(|it| holds(*it)).count();
    assert!(found >= 950 - 21, "{found} of {rounds} by pairs");
}

#[test]
fn the_same_values_give_the_same_interval() {
    let mut random = Random::new(3);
    let (a, b) = (durations(&mut random, 50, 1.0), durations(&mut random, 60, 1.0));
    assert_eq!(percentile_interval(&a, &b, 50), percentile_interval(&a, &b, 50));
    assert_eq!(percentile_interval(&a[..9], &b, 50), None, "too few");
    assert_eq!(percentile_interval(&a, &b, 95), None, "too few beyond");
}
