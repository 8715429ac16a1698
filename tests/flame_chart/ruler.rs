//! The ruler and its words.

use asyncscope::views::flame_chart::{Ticks, length};
use asyncscope_core::units::WeightUnit;

const NS: WeightUnit = WeightUnit::Nanoseconds;

#[test]
fn ticks_are_1_2_or_5_times_a_power_of_ten() {
    let steps: Vec<u64> =
        [0.3, 1.0, 1.5, 2.1, 5.0, 7.0, 33.0, 99e6].map(|it| Ticks::apart(it, NS).step).into();
    assert_eq!(steps, [1, 1, 2, 5, 5, 10, 50, 100_000_000]);
    assert_eq!(Ticks::apart(1e30, NS).step, u64::MAX);
    let ticks: Vec<u64> = Ticks::apart(20.0, NS).within(&(13..40)).collect();
    assert_eq!(ticks, [15, 20, 25, 30, 35, 40]);
    let near_the_end = Ticks::apart(1e18, NS).within(&(u64::MAX - 5..u64::MAX)).count();
    assert_eq!(near_the_end, 0);
}

#[test]
fn labels_have_as_many_decimals_as_their_distance_needs() {
    let label = |step: f64, tick| Ticks::apart(step, NS).label(tick, WeightUnit::Nanoseconds);
    assert_eq!(label(1e9, 31_000_000_000), "31\u{2009}s");
    assert_eq!(label(1e8, 31_400_000_000), "31.4\u{2009}s");
    assert_eq!(label(2e6, 31_418_000_000), "31.418\u{2009}s");
    assert_eq!(label(5e6, 31_005_000_000), "31.005\u{2009}s");
    assert_eq!(label(1.0, 7), "0.000000007\u{2009}s");
    assert_eq!(label(1e12, 4_000_000_000_000), "4\u{2009}000\u{2009}s");
    assert_eq!(
        Ticks::apart(1e6, WeightUnit::Bytes).label(5_000_000, WeightUnit::Bytes),
        "5.00\u{2009}MB"
    );
}

#[test]
fn length_of_a_selection_has_one_decimal_of_a_millisecond() {
    let said = |ns| length(WeightUnit::Nanoseconds, ns);
    assert_eq!(said(450_000_000), "450.0\u{2009}ms");
    assert_eq!(said(2_488_040_000), "2\u{2009}488.0\u{2009}ms");
    assert_eq!(said(149_960_000), "150.0\u{2009}ms");
    assert_eq!(said(840), "840\u{2009}ns");
    assert_eq!(said(60_000_000_000), "1\u{2009}min 0\u{2009}s");
}
