//! Verdicts: the rank test against tables and another implementation, false alarms by simulation.

use asyncscope_core::analysis::diff::noise::{rank_test, ratio_interval};

#[test]
fn few_values_are_tested_exactly() {
    // All of 4 below all of 4: one way of 70, on either side.
    let p = rank_test(&[1.0, 2.0, 3.0, 4.0], &[5.0, 6.0, 7.0, 8.0]);
    assert!((p - 2.0 / 70.0).abs() < 1e-12, "{p}");
    let interval = ratio_interval(&[1.0, 2.0, 3.0, 4.0], &[5.0, 6.0, 7.0, 8.0]).expect("one");
    assert!((interval.low - 0.25).abs() < 1e-12 && (interval.high - 7.0).abs() < 1e-12);
}
