//! The layout against one that is found moment by moment.

use std::ops::Range;

use asyncscope_core::analysis::{FlameKind, FlameLayoutBuilder, Selection};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::FrameIndex;
use asyncscope_core::units::WeightUnit;
use proptest::prelude::*;

use super::{layout, recording_of};

/// For each depth the boxes, found moment by moment.
fn naive_layout(samples: &[(Vec<u8>, u64)]) -> Vec<Vec<(Range<u64>, u8)>> {
    let moments: Vec<&[u8]> =
        samples.iter().flat_map(|(stack, n)| (0..*n).map(|_| stack.as_slice())).collect();
    let depth = moments.iter().map(|it| it.len()).max().unwrap_or(0);
    (0..depth)
        .map(|row| {
            let mut boxes: Vec<(Range<u64>, u8)> = Vec::new();
            for (moment, stack) in moments.iter().enumerate() {
                let now = moment as u64;
                let Some(&frame) = stack.get(row) else { continue };
                let before = moment.checked_sub(1).map(|it| moments[it]);
                let goes_on = before.and_then(|it| it.get(..=row)) == Some(&stack[..=row]);
                match boxes.last_mut() {
                    Some((range, _)) if goes_on => range.end = now + 1,
                    _ => boxes.push((now..now + 1, frame)),
                }
            }
            boxes
        })
        .collect()
}

const NAMES: [&str; 3] = ["a", "b", "c"];

proptest! {
    #[test]
    fn layout_of_samples_is_that_of_each_moment(
        samples in prop::collection::vec((prop::collection::vec(0..3_u8, 0..6), 0..4_u64), 0..40)
    ) {
        let named = |stack: &[u8]| stack.iter().map(|&it| NAMES[usize::from(it)]).collect();
        let recording = recording_of(samples.iter().map(|(stack, n)| (named(stack), *n)));
        let layout = layout(&recording, &Selection::default());
        let expected = naive_layout(&samples);
        prop_assert_eq!(layout.rows().len(), expected.len());
        for (row, expected) in layout.rows().iter().zip(&expected) {
            let found: Vec<_> = (0..row.len())
                .map(|it| (row.range(it), FrameIndex::from_row(row.items()[it] as usize)))
                .map(|(range, it)| (range, recording.frame_name(it).to_owned()))
                .collect();
            let expected: Vec<_> =
                expected.iter().map(|(r, it)| (r.clone(), NAMES[usize::from(*it)].to_owned())).collect();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn overlapping_and_unordered_boxes_make_rows_in_order(
        boxes in prop::collection::vec((0..4_usize, 0..200_u64, 0..50_u64), 0..60)
    ) {
        let mut builder = FlameLayoutBuilder::new(FlameKind::Frames, WeightUnit::Count, 10..180);
        for (row, start, length) in boxes {
            builder.push(row, start..start + length, 0);
        }
        let n_boxes = builder.n_boxes();
        let layout = builder.finish();
        prop_assert_eq!(layout.n_boxes(), n_boxes);
        for row in layout.rows() {
            let mut end = 10;
            for index in 0..row.len() {
                let range = row.range(index);
                prop_assert!(end <= range.start && range.start < range.end && range.end <= 180);
                end = range.end;
            }
        }
    }
}
