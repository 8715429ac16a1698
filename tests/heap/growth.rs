//! Two dominator trees laid over each other: a case worked by hand, and what must always hold.

use asyncscope_core::analysis::heap::{Growth, GrowthBox, GrowthPart, growth, growth_map};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::task::Task;
use support::heaps::{OpenHeap, heap};

const BEFORE: &str = "1 synthetic root 0
  shortcut global 3
3 object Window 10
  property cache 5
  property old 11
5 object Cache 20
  property a 7
7 object Entry 100
11 object Old 50";

/// One entry more, which holds the one before it; `Old` is gone, `Fresh` has come.
const AFTER: &str = "1 synthetic root 0
  shortcut global 3
3 object Window 10
  property cache 5
  property fresh 15
5 object Cache 20
  property a 13
7 object Entry 100
13 object Entry 100
  property next 7
15 object Fresh 8";

/// `class count own retained`, each before and after, below the class above.
fn describe(found: &Growth) -> Vec<String> {
    let places = found.places.iter().map(|it| {
        let above = it.parent.map_or("-", |it| &found.places[it as usize].class);
        let both = |it: [u64; 2]| format!("{},{}", it[0], it[1]);
        let (count, own, retained) = (both(it.count), both(it.own), both(it.retained));
        format!("{above}/{} {count} {own} {retained}", it.class)
    });
    let mut lines: Vec<String> = places.collect();
    lines.sort();
    lines
}

fn laid_over(before: &OpenHeap, after: &OpenHeap, least: f64) -> Growth {
    growth(before.snapshot(), after.snapshot(), least, &Task::default()).expect("not cancelled")
}

#[test]
fn places_of_both_snapshots_are_laid_over_each_other() {
    let found = laid_over(&heap(BEFORE), &heap(AFTER), 0.0);
    assert_eq!(
        describe(&found),
        [
            "(synthetic)/Window 1,1 10,10 180,238",
            "-/(synthetic) 1,1 0,0 180,238",
            "Cache/Entry 1,2 100,200 100,200",
            "Window/Cache 1,1 20,20 120,220",
            "Window/Fresh 0,1 0,8 0,8",
            "Window/Old 1,0 50,0 50,0",
        ]
    );
}

#[test]
fn small_places_are_left_out_with_all_below_them() {
    let found = laid_over(&heap(BEFORE), &heap(AFTER), 0.5);
    let classes: Vec<&str> = found.places.iter().skip(1).map(|it| it.class.as_str()).collect();
    assert_eq!(classes, ["Window", "Cache", "Entry"]);
    let all = laid_over(&heap(BEFORE), &heap(AFTER), 0.0);
    assert_eq!(found.places[0], all.places[0], "the whole stays the whole");
}

#[test]
fn sides_that_are_swapped_swap_all_numbers() {
    let (before, after) = (heap(BEFORE), heap(AFTER));
    let mut swapped = laid_over(&after, &before, 0.0);
    for place in &mut swapped.places {
        place.count.reverse();
        place.own.reverse();
        place.retained.reverse();
    }
    assert_eq!(describe(&swapped), describe(&laid_over(&before, &after, 0.0)));
}

#[test]
fn a_real_snapshot_has_not_grown_beside_itself_and_sums_up_to_all_of_it() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample-data/node-20");
    let before = OpenHeap::load(&folder.join("heap/leak-before.heapsnapshot.zst"));
    let found = laid_over(&before, &before, 0.0);
    assert!(found.places.iter().all(|it| it.delta() == 0 && it.count[0] == it.count[1]));
    let own: u64 = found.places.iter().map(|it| it.own[0]).sum();
    let root = before.graph.root;
    assert_eq!(own, before.tree.dominators.retained(root));
    assert_eq!(found.places[0].retained[0], own);
    let objects: u64 = found.places.iter().map(|it| it.count[0]).sum();
    assert_eq!(objects, before.graph.n_nodes() as u64);
    assert_eq!(root.row(), 0);
}

#[test]
fn boxes_of_the_map_lie_in_each_other_and_are_as_large_as_the_larger_side() {
    let found = laid_over(&heap(BEFORE), &heap(AFTER), 0.0);
    let (width, height) = (800.0, 600.0);
    let map = growth_map(&found, 0, (width, height));
    let of = |class: &str| -> &GrowthBox {
        let is_it = |it: &&GrowthBox| match it.part {
            GrowthPart::Place(row) => found.places[row as usize].class == class,
            GrowthPart::Rest { .. } => false,
        };
        map.boxes.iter().find(is_it).unwrap_or_else(|| panic!("no box for {class}"))
    };
    let root = &map.boxes[0];
    assert_eq!((root.left, root.top, root.width, root.height), (0.0, 0.0, width, height));
    for (inner, outer) in [("Window", "(synthetic)"), ("Cache", "Window"), ("Entry", "Cache")] {
        let (inner, outer) = (of(inner), of(outer));
        assert!(inner.left >= outer.left && inner.top >= outer.top, "{inner:?} in {outer:?}");
        assert!(inner.left + inner.width <= outer.left + outer.width + 0.01);
        assert!(inner.top + inner.height <= outer.top + outer.height + 0.01);
        assert_eq!(inner.depth, outer.depth + 1);
    }
    // Both hang from the window: 220 bytes after beside 50 before.
    let area = |it: &GrowthBox| it.width * it.height;
    let ratio = area(of("Cache")) / area(of("Old"));
    assert!((ratio - 220.0 / 50.0).abs() < 0.01, "{ratio}");
    let (x, y) = (of("Old").left + 1.0, of("Old").top + 1.0);
    let at = map.at(x, y).expect("a box");
    assert_eq!(map.boxes[at], *of("Old"));
}
