//! Asynchronous spans in lanes.

use std::collections::BTreeSet;

use asyncscope_core::analysis::{
    FlameItem, FlameKind, FlameLayout, FlameLayoutBuilder, Interval, LaneGrouping, Lanes,
    NameFilter, Selection, async_lanes, lanes,
};
use asyncscope_core::model::Recording;
use asyncscope_core::units::{Nanos, WeightUnit};
use proptest::prelude::*;

use super::{add_async_spans, cancelled, task, within};

fn recording(text: &str) -> Recording {
    let mut recording = Recording::default();
    add_async_spans(&mut recording, text);
    recording
}

fn lanes_of(recording: &Recording, selection: &Selection, grouping: LaneGrouping) -> Lanes {
    async_lanes(recording, selection, grouping, &task()).expect("not cancelled")
}

/// `from..to name` of each box, a line per lane; before each group its label.
fn draw(recording: &Recording, lanes: &Lanes, grouping: LaneGrouping) -> String {
    let mut drawn = Vec::new();
    for group in &lanes.groups {
        drawn.extend(group.label(recording, grouping).map(|it| format!("[{it}]")));
        let rows = &lanes.layout.rows()[group.rows.clone()];
        drawn.extend(rows.iter().map(|row| {
            let name = |item: u32| match lanes.layout.kind().item(item) {
                FlameItem::AsyncSpan(span) => recording.text(recording.async_spans.name[span]),
                FlameItem::Gc(gc) => recording.gcs.kind[gc].key(),
                FlameItem::Request(request) => recording.text(recording.requests.get(request).url),
                _ => panic!("an asynchronous span"),
            };
            let boxes = (0..row.len()).map(|index| {
                let range = row.range(index);
                format!("{}..{} {}", range.start, range.end, name(row.items()[index]))
            });
            boxes.collect::<Vec<_>>().join(", ")
        }));
    }
    drawn.join("\n")
}

#[track_caller]
fn check(text: &str, grouping: LaneGrouping, expected: &str) {
    let recording = recording(text);
    let lanes = lanes_of(&recording, &Selection::default(), grouping);
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).collect();
    assert_eq!(draw(&recording, &lanes, grouping), expected.join("\n"));
}

#[test]
fn what_does_not_overlap_shares_a_lane() {
    check("0..5 a\n5..9 b\n9..10 c", LaneGrouping::All, "0..5 a, 5..9 b, 9..10 c");
}

#[test]
fn what_overlaps_goes_to_the_highest_free_lane() {
    check(
        "0..10 a\n1..3 b\n2..9 c\n4..6 d\n7..8 e",
        LaneGrouping::All,
        "0..10 a
         1..3 b, 4..6 d, 7..8 e
         2..9 c",
    );
}

#[test]
fn a_name_goes_back_to_its_lane() {
    check(
        "0..4 a\n1..5 b\n6..8 b\n7..9 a",
        LaneGrouping::All,
        "0..4 a, 7..9 a
         1..5 b, 6..8 b",
    );
}

#[test]
fn what_lies_within_another_of_its_id_is_drawn_below_it() {
    check(
        "0..2 x\n0..9 y\n1..20 outer #7\n3..8 inner #7\n10..19 later #7",
        LaneGrouping::All,
        "0..9 y, 10..19 later
         0..2 x, 3..8 inner
         1..20 outer",
    );
    check(
        "0..20 outer #7\n0..2 x\n0..2 y\n0..2 z\n3..8 inner #7\n4..7 z #7",
        LaneGrouping::All,
        "0..20 outer
         0..2 x, 3..8 inner
         0..2 y, 4..7 z
         0..2 z",
    );
}

#[test]
fn groups_stand_below_each_other_in_order_of_their_beginning() {
    check(
        "3..9 timing/load\n0..5 timing/parse\n1..4 console/time\n2..3 console/time",
        LaneGrouping::Group,
        "[timing]
         0..5 parse
         3..9 load
         [console]
         1..4 time
         2..3 time",
    );
    check(
        "0..5 a\n1..6 b\n2..7 a",
        LaneGrouping::Name,
        "[a]
         0..5 a
         2..7 a
         [b]
         1..6 b",
    );
}

#[test]
fn a_selection_cuts_and_filters() {
    let recording = recording("0..10 load\n2..6 parse\n8..20 load\n9..9 mark");
    let mut selection = within(&(Nanos(4)..Nanos(9)));
    let all = LaneGrouping::All;
    let drawn =
        |selection: &Selection| draw(&recording, &lanes_of(&recording, selection, all), all);
    assert_eq!(drawn(&selection), "4..9 load\n4..6 parse, 8..9 load");
    selection.name = NameFilter::new("PARSE");
    assert_eq!(drawn(&selection), "4..6 parse");
    selection.threads = Some(Vec::new());
    assert_eq!(drawn(&selection), "");
}

#[test]
fn too_many_lanes_are_left_out_and_counted() {
    let interval = |item| Interval { range: 0..9, group: 0, name: 0, family: item, item };
    let all: Vec<Interval> = (0..20_000).map(interval).collect();
    let builder = FlameLayoutBuilder::new(FlameKind::AsyncSpans, WeightUnit::Nanoseconds, 0..9);
    assert!(lanes(builder.clone(), all.clone(), &cancelled()).is_err());
    let lanes = lanes(builder, all, &task()).expect("not cancelled");
    assert_eq!(lanes.layout.rows().len() + lanes.layout.n_rows_left_out(), 20_000);
    assert_eq!(lanes.groups[0].rows, 0..20_000);
}

/// How many intervals of a group last at its busiest moment.
fn busiest(intervals: &[Interval], group: u32) -> usize {
    let of_group = || intervals.iter().filter(move |it| it.group == group && !it.range.is_empty());
    let at = |moment| of_group().filter(|it| it.range.contains(&moment)).count();
    of_group().map(|it| at(it.range.start)).max().unwrap_or(0)
}

fn boxes(layout: &FlameLayout) -> BTreeSet<(u64, u64, u32)> {
    let rows = layout.rows().iter();
    rows.flat_map(|row| {
        (0..row.len()).map(|it| (row.starts()[it], row.ends()[it], row.items()[it]))
    })
    .collect()
}

proptest! {
    #[test]
    fn lanes_are_as_few_as_can_be_and_lose_nothing(
        drawn in prop::collection::vec((0..60_u64, 0..20_u64, 0..3_u32, 0..4_u32, 0..5_u32), 0..60)
    ) {
        let intervals: Vec<Interval> = (0..)
            .zip(drawn)
            .map(|(item, (start, length, group, name, family))| Interval {
                range: start..start + length, group, name, family, item,
            })
            .collect();
        let builder = FlameLayoutBuilder::new(FlameKind::AsyncSpans, WeightUnit::Nanoseconds, 0..90);
        let lanes = lanes(builder, intervals.clone(), &task()).expect("not cancelled");
        let kept = intervals.iter().filter(|it| !it.range.is_empty());
        let expected = kept.map(|it| (it.range.start, it.range.end, it.item)).collect();
        prop_assert_eq!(boxes(&lanes.layout), expected);
        for group in &lanes.groups {
            prop_assert_eq!(group.rows.len(), busiest(&intervals, group.group));
            for row in &lanes.layout.rows()[group.rows.clone()] {
                prop_assert!(row.items().iter().all(|&it| intervals[it as usize].group == group.group));
            }
        }
        prop_assert_eq!(lanes.groups.iter().map(|it| it.n_items).sum::<usize>(), lanes.layout.n_boxes());
    }
}
