//! What of a row is to be seen at any zoom.

use std::ops::Range;

use asyncscope_core::analysis::{
    FlameKind, FlameLayout, FlameLayoutBuilder, FlameRow, PixelGrid, Visible,
};
use asyncscope_core::units::WeightUnit;
use proptest::prelude::*;

/// Boxes of many sizes: gaps and lengths by their number of binary digits, so that at any zoom
/// some are narrow and some wide.
fn boxes() -> impl Strategy<Value = Vec<Range<u64>>> {
    let digits = || (0..12_u32, any::<u32>()).prop_map(|(bits, it)| u64::from(it) % (1 << bits));
    prop::collection::vec((digits(), digits()), 1..600).prop_map(|pairs| {
        let mut now = 0;
        pairs
            .into_iter()
            .map(|(gap, length)| {
                let start = now + if gap < 8 { 0 } else { gap };
                now = start + length + 1;
                start..now
            })
            .collect()
    })
}

fn row_of(boxes: &[Range<u64>]) -> FlameLayout {
    let end = boxes.last().map_or(0, |it| it.end);
    let mut builder = FlameLayoutBuilder::new(FlameKind::Frames, WeightUnit::Nanoseconds, 0..end);
    for range in boxes {
        builder.push(0, range.clone(), 0);
    }
    builder.finish()
}

/// Checks what `row` shows of `range` against a scan of all `boxes`.
fn check_visible(boxes: &[Range<u64>], row: &FlameRow, range: &Range<u64>, units_per_pixel: f64) {
    let grid = PixelGrid::new(units_per_pixel);
    let items: Vec<Visible> = row.visible(range, grid).collect();
    let touching: Vec<usize> = (0..boxes.len())
        .filter(|&it| range.start < boxes[it].end && boxes[it].start < range.end)
        .collect();
    let covered: Vec<usize> = items.iter().flat_map(|it| it.boxes.clone()).collect();
    assert_eq!(covered, touching, "each box in exactly one item, in order");
    assert_eq!(items.iter().map(Visible::count).sum::<usize>(), touching.len());
    let painted = |it: &Range<u64>| {
        let first = grid.pixel(it.start);
        first..grid.pixel(it.end).max(first + 1)
    };
    if let (Some(&first), Some(&last)) = (touching.first(), touching.last()) {
        let pixels = grid.pixel(range.end.max(boxes[last].start)) - grid.pixel(boxes[first].start);
        let inside = pixels.min(grid.pixel(range.end) - grid.pixel(range.start));
        assert!(items.len() as u64 <= inside + 2, "{} items on {inside} pixels", items.len());
    }
    for pair in items.windows(2) {
        assert!(pair[0].pixels.end <= pair[1].pixels.start, "{pair:?} share a pixel");
    }
    for item in &items {
        assert!(item.pixels.start < item.pixels.end, "{item:?} has no pixel");
        for index in item.boxes.clone() {
            let own = painted(&boxes[index]);
            assert!(item.pixels.start.abs_diff(own.start) <= 1, "{item:?}, but box at {own:?}");
            assert!(item.pixels.end.abs_diff(own.end) <= 1, "{item:?}, but box at {own:?}");
            if item.sole().is_none() {
                assert!(own.end - own.start <= 1, "{own:?} is wide, but merged into {item:?}");
            }
        }
    }
    check_lone_boxes(boxes, &touching, &items, grid);
}

/// A box with no other within a pixel of it is never merged, however narrow it is.
fn check_lone_boxes(boxes: &[Range<u64>], touching: &[usize], items: &[Visible], grid: PixelGrid) {
    for &index in touching {
        let near = |other: &usize| {
            *other != index
                && grid.pixel(boxes[*other].start) <= grid.pixel(boxes[index].end) + 1
                && grid.pixel(boxes[index].start) <= grid.pixel(boxes[*other].end) + 1
        };
        if !touching.iter().any(near) {
            let is_sole = items.iter().any(|it| it.sole() == Some(index));
            assert!(is_sole, "box {index} is alone, but merged");
        }
    }
}

proptest! {
    #[test]
    fn every_visible_box_is_in_exactly_one_item_near_its_place(
        boxes in boxes(),
        zoom in 0..22_i32,
        fraction in 1.0..2.0_f64,
        from in 0.0..1.0_f64,
        to in 0.0..1.0_f64,
    ) {
        let layout = row_of(&boxes);
        let units_per_pixel = fraction * 2_f64.powi(zoom - 4);
        let end = layout.extent().end;
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "any place will do")]
        let (from, to) = ((end as f64 * from) as u64, (end as f64 * to) as u64);
        let range = from.min(to)..from.max(to) + 1;
        check_visible(&boxes, &layout.rows()[0], &range, units_per_pixel);
        check_visible(&boxes, &layout.rows()[0], &(0..end), units_per_pixel);
    }

    #[test]
    fn right_edge_of_a_wide_box_does_not_depend_on_where_the_view_is(
        boxes in boxes(),
        zoom in 0..8_i32,
        from in 0..4_000_u64,
    ) {
        let layout = row_of(&boxes);
        let grid = PixelGrid::new(2_f64.powi(zoom) * 1.1);
        let range = from.min(layout.extent().end - 1)..layout.extent().end;
        for item in layout.rows()[0].visible(&range, grid) {
            if let Some(index) = item.sole().filter(|_| item.pixels.end - item.pixels.start > 1) {
                prop_assert_eq!(item.pixels.end, grid.pixel(boxes[index].end));
            }
        }
    }
}

#[test]
fn box_alone_on_its_pixel_is_shown_and_neighbours_are_merged() {
    let boxes = [0..10, 30..31, 50..51, 52..53, 54..55, 60..100];
    let layout = row_of(&boxes);
    let items: Vec<Visible> = layout.rows()[0].visible(&(0..100), PixelGrid::new(10.0)).collect();
    let shown: Vec<_> = items.iter().map(|it| (it.boxes.clone(), it.pixels.clone())).collect();
    assert_eq!(shown, [(0..1, 0..1), (1..2, 3..4), (2..5, 5..6), (5..6, 6..10)]);
}

#[test]
fn wide_box_gives_its_first_pixel_to_a_block_that_is_there() {
    let layout = row_of(&[0..1, 2..3, 4..50]);
    let items: Vec<Visible> = layout.rows()[0].visible(&(0..50), PixelGrid::new(10.0)).collect();
    assert_eq!(items[0], Visible { boxes: 0..2, pixels: 0..1 });
    assert_eq!(items[1], Visible { boxes: 2..3, pixels: 1..5 });
}

#[test]
fn hostile_positions_do_not_overflow() {
    let boxes = [0..1, 5..u64::MAX - 1, u64::MAX - 1..u64::MAX];
    let layout = row_of(&boxes);
    for units_per_pixel in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-9, 0.025, 1.0, 1e18, 1e300] {
        let grid = PixelGrid::new(units_per_pixel);
        let n: usize = layout.rows()[0].visible(&(0..u64::MAX), grid).map(|it| it.count()).sum();
        assert_eq!(n, 3, "at {units_per_pixel} per pixel");
    }
}

#[test]
fn million_boxes_are_as_few_items_as_pixels() {
    let boxes: Vec<Range<u64>> = (0..1_000_000).map(|it| it * 10..it * 10 + 9).collect();
    let layout = row_of(&boxes);
    let end = layout.extent().end;
    for pixels in [100_u32, 1_000, 2_000] {
        #[expect(clippy::cast_precision_loss, reason = "ten million")]
        let grid = PixelGrid::new(end as f64 / f64::from(pixels));
        let items: Vec<Visible> = layout.rows()[0].visible(&(0..end), grid).collect();
        assert!(items.len() <= pixels as usize + 2);
        assert_eq!(items.iter().map(Visible::count).sum::<usize>(), 1_000_000);
    }
}
