//! Counters at any zoom.

use asyncscope_core::analysis::Buckets;
use asyncscope_core::analysis::{CounterPyramid, PixelValues};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::{CounterIndex, CounterUnit, ProcessIndex, Recording};
use asyncscope_core::units::{Nanos, TimeRange};
use proptest::prelude::*;

use super::{cancelled, parts, task};

fn recording(points: &[(u64, f64)]) -> Recording {
    let mut recording = Recording::default();
    let name = recording.strings.intern("heap");
    let counters = &mut recording.counters;
    counters.process.push(ProcessIndex::from_row(0));
    counters.thread.push(None);
    counters.name.push(name);
    counters.unit.push(CounterUnit::Bytes);
    counters.points.push(points.iter().map(|&(time, value)| (Nanos(time), value)).collect());
    recording
}

fn query(recording: &Recording, range: &TimeRange, n: usize) -> Vec<Option<PixelValues>> {
    let counter = CounterIndex::from_row(0);
    let pyramid = CounterPyramid::new(recording, counter, &task()).expect("not cancelled");
    pyramid.query(recording, range, n)
}

/// Every point looked at, for every pixel.
fn naive(points: &[(u64, f64)], range: &TimeRange, n: usize) -> Vec<Option<PixelValues>> {
    let pixels = Buckets::new(range, n);
    let pixel = |pixel| {
        let TimeRange { start, end } = pixels.bucket(pixel);
        let within: Vec<_> = points.iter().filter(|it| start.0 <= it.0 && it.0 < end.0).collect();
        let is_replaced = within.first().is_some_and(|it| it.0 == start.0);
        let held = points.iter().rfind(|it| it.0 < start.0).filter(|_| !is_replaced);
        let values: Vec<f64> = held.into_iter().chain(within).map(|it| it.1).collect();
        Some(PixelValues {
            min: values.iter().copied().reduce(f64::min)?,
            max: values.iter().copied().reduce(f64::max)?,
            last: *values.last()?,
        })
    };
    (0..n).map(pixel).collect()
}

fn values(min: f64, max: f64, last: f64) -> PixelValues {
    PixelValues { min, max, last }
}

#[test]
fn a_value_holds_until_the_next_point() {
    let recording = recording(&[(10, 5.0), (12, 9.0), (13, 2.0), (30, 7.0)]);
    let expected = [
        None,
        Some(values(2.0, 9.0, 2.0)),
        Some(values(2.0, 2.0, 2.0)),
        Some(values(7.0, 7.0, 7.0)),
    ];
    assert_eq!(query(&recording, &(Nanos(0)..Nanos(40)), 4), expected);
}

#[test]
fn the_last_point_of_a_moment_counts_and_all_are_seen() {
    let recording = recording(&[(5, 1.0), (5, 8.0), (5, 3.0)]);
    assert_eq!(query(&recording, &(Nanos(4)..Nanos(6)), 1), [Some(values(1.0, 8.0, 3.0))]);
    assert_eq!(query(&recording, &(Nanos(5)..Nanos(6)), 1), [Some(values(1.0, 8.0, 3.0))]);
    assert_eq!(query(&recording, &(Nanos(6)..Nanos(6)), 1), [Some(values(3.0, 3.0, 3.0))]);
}

#[test]
fn extremes_are_those_of_one_pixel() {
    let recording = recording(&[(0, 4.0), (10, 9.0), (20, -1.0)]);
    let counter = CounterIndex::from_row(0);
    let pyramid = CounterPyramid::new(&recording, counter, &task()).expect("not cancelled");
    assert_eq!(pyramid.extremes(&recording, &(Nanos(5)..Nanos(15))), Some((4.0, 9.0)));
    assert_eq!(pyramid.extremes(&recording, &(Nanos(0)..Nanos(21))), Some((-1.0, 9.0)));
    assert_eq!(pyramid.query(&recording, &(Nanos(5)..Nanos(15)), 0), []);
}

#[test]
fn a_million_points_are_exact_too() {
    let points: Vec<(u64, f64)> = (0..1_000_000_u32)
        .map(|it| (u64::from(it) * 7, f64::from(it.wrapping_mul(2_654_435_761) >> 8)))
        .collect();
    let recording = recording(&points);
    let range = Nanos(1_234)..Nanos(6_999_999);
    assert_eq!(query(&recording, &range, 50), naive(&points, &range, 50));
    let counter = CounterIndex::from_row(0);
    assert!(CounterPyramid::new(&recording, counter, &cancelled()).is_err());
}

proptest! {
    #[test]
    fn every_pixel_is_what_a_look_at_every_point_gives(
        steps in prop::collection::vec((0..3_u64, -5..5_i32), 0..300),
        (range, n) in parts(),
    ) {
        let mut now = 0;
        let points: Vec<(u64, f64)> = steps
            .into_iter()
            .map(|(step, value)| {
                now += step;
                (now, f64::from(value))
            })
            .collect();
        let recording = recording(&points);
        prop_assert_eq!(query(&recording, &range, n), naive(&points, &range, n));
    }
}
