//! The map of dominators: areas, nesting and bounds.

use asyncscope_core::analysis::heap::{MAP_HEAD, MapBox, MapPart, Treemap, treemap};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::heap::NodeIndex;
use asyncscope_core::task::Task;
use proptest::prelude::*;
use support::heaps::{OpenHeap, heap};

fn map(heap: &OpenHeap, size: (f32, f32)) -> Treemap {
    treemap(heap.snapshot(), heap.graph.root, size, &Task::default()).expect("not cancelled")
}

fn area(it: &MapBox) -> f64 {
    f64::from(it.width) * f64::from(it.height)
}

/// A root that holds one object of each size.
fn flat(sizes: &[u64]) -> OpenHeap {
    let edges: String =
        (0..sizes.len()).map(|it| format!("  element {it} {}\n", it * 2 + 5)).collect();
    let nodes = sizes.iter().enumerate();
    let nodes: String =
        nodes.map(|(at, size)| format!("{} object Item {size}\n", at * 2 + 5)).collect();
    heap(&format!("1 synthetic root 0\n  shortcut global 3\n3 object Window 0\n{edges}{nodes}"))
}

/// What rounding may cost, in points.
const SLACK: f32 = 0.05;

/// The index of the box around each.
fn parents(map: &Treemap) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let around = |(at, it): (usize, &MapBox)| {
        open.truncate(it.depth.into());
        let parent = open.last().copied();
        open.push(at);
        parent
    };
    map.boxes.iter().enumerate().map(around).collect()
}

#[test]
fn areas_are_as_the_bytes() {
    let heap = flat(&[600, 300, 100]);
    let map = map(&heap, (400.0, 300.0));
    let items: Vec<&MapBox> = map.boxes.iter().filter(|it| it.depth == 2).collect();
    assert_eq!(items.len(), 3);
    let window = &map.boxes[1];
    let inside = f64::from(window.width - 4.0) * f64::from(window.height - MAP_HEAD - 2.0);
    for (it, share) in items.iter().zip([0.6, 0.3, 0.1]) {
        assert!((area(it) / inside - share).abs() < 0.001, "{it:?} is {share} of {inside}");
    }
}

#[test]
fn what_is_too_small_is_drawn_together_and_counted() {
    let mut sizes = vec![1_000_000];
    sizes.extend(std::iter::repeat_n(1, 20_000));
    let heap = flat(&sizes);
    let map = map(&heap, (300.0, 300.0));
    let rest = map.boxes.iter().find_map(|it| match it.part {
        MapPart::Rest { count, bytes, .. } => Some((count, bytes)),
        MapPart::Object(_) => None,
    });
    assert_eq!(rest, Some((20_000, 20_000)));
    assert!(map.boxes.len() < 10);
}

#[test]
fn a_list_of_a_hundred_thousand_objects_ends_at_the_size_of_the_screen() {
    let heap = support::large::large_heap(400_000);
    let heap = OpenHeap::new(heap.heap.expect("it is a heap"));
    let map = map(&heap, (1_000.0, 800.0));
    let deepest = map.boxes.iter().map(|it| it.depth).max();
    assert!(deepest < Some(300), "each level takes room: {deepest:?}");
    assert!(map.boxes.len() < 70_000);
}

#[test]
fn the_innermost_box_at_a_place_is_found() {
    let heap = flat(&[600, 300, 100]);
    let map = map(&heap, (400.0, 300.0));
    for (at, it) in map.boxes.iter().enumerate().filter(|it| it.1.depth == 2) {
        let middle = (it.left + it.width / 2.0, it.top + it.height / 2.0);
        assert_eq!(map.at(middle.0, middle.1), Some(at));
    }
    assert_eq!(map.at(1.0, 1.0), Some(0), "the edge is the root's");
    assert_eq!(map.at(-1.0, 1.0), None);
}

proptest! {
    #[test]
    fn boxes_lie_within_those_around_them_and_beside_their_siblings(
        sizes in prop::collection::vec(0..100_000_u64, 1..60),
        width in 20.0_f32..900.0,
        height in 20.0_f32..900.0,
    ) {
        let heap = flat(&sizes);
        let map = map(&heap, (width, height));
        let parents = parents(&map);
        let edges = |it: &MapBox| (it.left, it.top, it.left + it.width, it.top + it.height);
        for (at, it) in map.boxes.iter().enumerate() {
            prop_assert!(it.width >= 0.0 && it.height >= 0.0);
            let Some(parent) = parents[at] else { continue };
            let (inner, outer) = (edges(it), edges(&map.boxes[parent]));
            prop_assert!(inner.0 >= outer.0 - SLACK && inner.1 >= outer.1 - SLACK);
            prop_assert!(inner.2 <= outer.2 + SLACK && inner.3 <= outer.3 + SLACK);
            for (other, sibling) in map.boxes.iter().enumerate().skip(at + 1) {
                if parents[other] == Some(parent) {
                    let (a, b) = (inner, edges(sibling));
                    let x = (a.2.min(b.2) - a.0.max(b.0)).max(0.0);
                    let y = (a.3.min(b.3) - a.1.max(b.1)).max(0.0);
                    prop_assert!(x.min(y) <= SLACK, "{:?} overlaps {:?}", it, sibling);
                }
            }
        }
        let shown = |it: &MapBox| match it.part {
            MapPart::Object(node) => heap.tree.dominators.retained(node),
            MapPart::Rest { bytes, .. } => bytes,
        };
        let items: Vec<&MapBox> = map.boxes.iter().filter(|it| it.depth == 2).collect();
        for pair in items.windows(2) {
            prop_assert!(shown(pair[0]) >= shown(pair[1]), "larger ones first");
        }
        prop_assert_eq!(map.boxes[0].part, MapPart::Object(NodeIndex::from_row(0)));
    }
}
